//! Answers a request from the world, faults first.

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

use super::world::{Accepts, Case, Fault, Gone, Hits, Request, World};
use super::write::{content_type, encoded, json_text, shown_entry};

/// The answer to a request; it is written down first.
pub fn answer(world: &mut World, request: &Request) -> Response<Body> {
    world.log.push(request.clone());
    if request.path.starts_with("/fv/c/") {
        return general_fault(world).unwrap_or_else(|| file(world, request));
    }
    let Some(path) = request.path.strip_prefix(world.habits.root) else {
        return page(world, 404, "Error 404", "<p>Not found.</p>");
    };
    if let Some(response) = general_fault(world) {
        return response;
    }
    match path {
        "/" | "/welcome.do" => page(world, 200, "Case.net", "<h1>Welcome</h1>"),
        "/caseNoSearch.do" if request.method == "GET" => page(
            world,
            200,
            "Case.net: Case Number Search",
            "<form id='caseNoSearchModel' method='post' action='caseNoSearch.do'><select id='cortCode' name='cortCode'><option value='SW' selected>All</option></select><input id='caseNumber' name='caseNumber'><button id='findButton'>Find</button></form>",
        ),
        "/caseNoSearch.do" => search(world, request),
        "/cases/newHeader.do" => shell(world, request),
        "/cases/newHeaderData.do"
        | "/cases/party.do"
        | "/cases/docketEntriesSearch.do"
        | "/cases/charges.do"
        | "/cases/event.do" => data(world, request, path),
        _ => page(world, 404, "Error 404", "<p>Not found.</p>"),
    }
}

fn file(world: &World, request: &Request) -> Response<Body> {
    if world.habits.session_demanded && !request.has_session {
        return page(world, 200, "Case.net", "<h1>Welcome</h1>");
    }
    let key = (request.param("courtCode"), request.param("di"));
    match world.documents.get(&key) {
        Some(shown) => Response::builder()
            .status(shown.status)
            .header("content-type", shown.content_type)
            .body(Body::from(shown.bytes.clone()))
            .unwrap(),
        None => page(
            world,
            404,
            "Fileviewer",
            "<p>The document was not found.</p>",
        ),
    }
}

fn general_fault(world: &World) -> Option<Response<Body>> {
    Some(match world.fault.as_ref()? {
        Fault::Refusal => refusal(world),
        Fault::Challenge(status) => page(
            world,
            *status,
            "Just a moment...",
            "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate.js'></script><p>Checking your browser.</p>",
        ),
        Fault::InPlace(status, body) => page(world, *status, "Case.net", body),
        Fault::TooMany(seconds) => {
            let mut response = page(world, 429, "Too Many Requests", "<p>Slow down.</p>");
            let value = seconds.to_string().parse().unwrap();
            response.headers_mut().insert("retry-after", value);
            response
        }
        Fault::Maintenance => page(
            world,
            503,
            "Service Unavailable",
            "<p>Service Unavailable. Please call the OSCA help desk.</p>",
        ),
        Fault::Foreign(url) => redirect(url),
        _ => return None,
    })
}

fn refusal(world: &World) -> Response<Body> {
    page(
        world,
        403,
        "Error 403",
        "<p>Accessing any Missouri judicial web site with a site data scraper or similar software that discovers or extracts data through automated, repetitive querying is expressly prohibited.</p>",
    )
}

fn search(world: &World, request: &Request) -> Response<Body> {
    if !request.has_session {
        return page(
            world,
            200,
            "Case.net",
            "<h1>Your session has ended.</h1><a href='caseNoSearch.do'>Search again</a>",
        );
    }
    match world.fault {
        Some(Fault::NoSearch) => {
            return page(world, 500, "Error 500", "<p>An error occurred.</p>");
        }
        Some(Fault::RefusedSearch) => return refusal(world),
        _ => {}
    }
    let asked = request.param("caseNumber").to_uppercase();
    let court = request.param("cortCode");
    let found: Vec<&Case> = world
        .cases
        .iter()
        .filter(|c| c.number == asked && !c.gone)
        .filter(|c| court.is_empty() || court == "SW" || c.court.ends_with(&court))
        .collect();
    match found.as_slice() {
        [] => page(
            world,
            200,
            "Case.net: Case Number Search",
            "<div class='alert alert-danger'>Your query returned no matches to be viewed at this site.</div>",
        ),
        [case] => {
            let place = format!(
                "{}/cases/newHeader.do?{}",
                world.habits.root,
                query_of(case)
            );
            if world.habits.absolute_redirects {
                redirect(&format!("http://{}{place}", request.host))
            } else {
                redirect(&place)
            }
        }
        several => page(
            world,
            200,
            "Case.net: Case Number Search Results",
            &several.iter().map(|c| hit(world, c)).collect::<String>(),
        ),
    }
}

fn hit(world: &World, case: &Case) -> String {
    let style = case.header["caseDesc"].as_str().unwrap_or_default();
    let location = case.header["location"].as_str().unwrap_or_default();
    match world.habits.hits {
        Hits::Table => format!(
            "<table><tr><td>{location}</td><td><a href='{}/cases/newHeader.do?{}'>{}</a></td><td>{style}</td></tr></table>",
            world.habits.root,
            query_of(case).replace('&', "&amp;"),
            case.number,
        ),
        Hits::Script => format!(
            "<div class='row'><a href=\"javascript:goToThisCase('{}', '{}');\">{}</a> <span>{style}</span> <em>{location}</em></div>",
            case.number, case.court, case.number,
        ),
    }
}

fn query_of(case: &Case) -> String {
    format!(
        "inputVO.caseNumber={}&inputVO.courtId={}&inputVO.isTicket=false",
        case.number, case.court
    )
}

fn shell(world: &World, request: &Request) -> Response<Body> {
    match find(world, request) {
        Ok(case) => page(
            world,
            200,
            "Case.net: Case Header",
            &format!(
                "<div id='mainContent'><h2>{} - {}</h2><div id='caseHeaderDataContainer'></div></div>",
                case.number,
                case.header["caseDesc"].as_str().unwrap_or_default()
            ),
        ),
        Err(response) => *response,
    }
}

fn data(world: &World, request: &Request, path: &str) -> Response<Body> {
    let taken = match world.habits.accepts {
        Accepts::Both => true,
        Accepts::PostOnly => request.method == "POST",
        Accepts::GetOnly => request.method == "GET",
    };
    if !taken {
        return page(world, 405, "Error 405", "<p>Method not supported.</p>");
    }
    if world.habits.session_demanded && !request.has_session {
        return page(world, 200, "Case.net", "<h1>Welcome</h1>");
    }
    let case = match find(world, request) {
        Ok(case) => case.clone(),
        Err(response) => return *response,
    };
    match &world.fault {
        _ if case.broken => {
            return page(world, 200, "Case.net: Error", "<p>An error occurred.</p>");
        }
        Some(Fault::HtmlForJson) => {
            return page(world, 200, "Case.net: Error", "<p>An error occurred.</p>");
        }
        Some(Fault::NoDocket(status)) if path == "/cases/docketEntriesSearch.do" => {
            return page(
                world,
                *status,
                "Case.net: Error",
                "<p>An error occurred.</p>",
            );
        }
        Some(Fault::NoParties) if path == "/cases/party.do" => {
            return page(world, 200, "Case.net: Error", "<p>An error occurred.</p>");
        }
        Some(Fault::CourtOffline) => {
            return page(
                world,
                200,
                "Location Unavailable",
                "<h1>Location Unavailable</h1><p>The court location is currently unavailable.</p><a href='/casenet'>Casenet home page</a>",
            );
        }
        _ => {}
    }
    let case = match &world.fault {
        Some(Fault::OtherCase(number)) => {
            let mut other = Case::new(number, &case.court, "SAMPLE V ROE");
            other.docket.clear();
            other
        }
        _ => case,
    };
    let value = match path {
        "/cases/newHeaderData.do" => case.header.clone(),
        "/cases/party.do" => {
            let mut value = if world.habits.party_with_header {
                case.header.clone()
            } else {
                json!({})
            };
            value["partyDetailsList"] = Value::from(case.parties.clone());
            value
        }
        "/cases/charges.do" => Value::from(case.charges.clone()),
        "/cases/event.do" => json!({ "data": [] }),
        _ => docket(world, &case),
    };
    let text = json_text(&value, &world.habits);
    let text = match world.fault {
        Some(Fault::CutOff) => text.chars().take(text.chars().count() * 2 / 3).collect(),
        _ => text,
    };
    respond(world, 200, "application/json", &text)
}

fn docket(world: &World, case: &Case) -> Value {
    let mut rows: Vec<Value> = case
        .docket
        .iter()
        .enumerate()
        .map(|(at, entry)| shown_entry(entry, at + 1, &world.habits))
        .collect();
    match world.fault {
        Some(Fault::EmptyDocket) => rows.clear(),
        Some(Fault::ShortDocket(keep)) => rows.truncate(keep),
        _ => {}
    }
    if !world.habits.oldest_first {
        rows.reverse();
    }
    json!({
        "caseNumber": case.number,
        "locnCode": "BA",
        "courtCode": case.docket_court,
        "courtId": case.docket_court.as_str().filter(|c| c.starts_with("CT")),
        "courtType": "C",
        "disposed": false,
        "protectionOrder": false,
        "canUserSeePublicDocuments": world.public_documents,
        "docketTabModelList": rows,
    })
}

fn find<'w>(world: &'w World, request: &Request) -> Result<&'w Case, Box<Response<Body>>> {
    let number = request.param("caseNumber");
    let court = request.param("courtId");
    if let Some(_new) = world.moved.get(&court) {
        return Err(Box::new(respond(
            world,
            500,
            "text/html",
            &format!("<html><body>UNABLE TO LOCATE JNDI NAME FOR {court}</body></html>"),
        )));
    }
    let case = world
        .cases
        .iter()
        .find(|c| c.number == number && c.court == court);
    match case {
        Some(case) if !case.gone => Ok(case),
        _ => Err(Box::new(match world.habits.unknown {
            Gone::Alert => page(
                world,
                200,
                "Case.net",
                "<div class='alert alert-danger'>The case you requested could not be found.</div>",
            ),
            Gone::NearEmpty => respond(
                world,
                200,
                "application/json",
                "{\"confidential\":false,\"isTicket\":false}",
            ),
        })),
    }
}

fn redirect(to: &str) -> Response<Body> {
    Response::builder()
        .status(302)
        .header("location", to)
        .body(Body::empty())
        .unwrap()
}

fn page(world: &World, status: u16, title: &str, body: &str) -> Response<Body> {
    let html = format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    );
    respond(world, status, "text/html", &html)
}

fn respond(world: &World, status: u16, kind: &str, text: &str) -> Response<Body> {
    let charset = world.habits.charset;
    Response::builder()
        .status(status)
        .header("content-type", content_type(kind, charset))
        .header("cache-control", "no-store")
        .header("set-cookie", "JSESSIONID=0001aBcD:1; Path=/; HttpOnly")
        .body(Body::from(encoded(text, charset)))
        .unwrap()
}
