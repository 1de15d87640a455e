//! The failure set (wire-format.md §2). Words without a captured source are invented and marked so.

use std::{sync::Arc, sync::OnceLock, time::Duration};

use axum::{
    body::Body,
    http::{Response, StatusCode, header},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures::{StreamExt, stream};

use super::{
    Portal, account,
    answer::{Answer, Kind},
    asked::{Asked, Page},
    bent_answer, case_pages, pages, right_answer,
};
use crate::{
    listener::Connection,
    world::{
        About, Found, Layout,
        drift::Drift,
        faults::{Fault, FaultKind},
    },
};

/// The answer, with the fault that met the request, if any.
pub(crate) async fn answer(
    portal: &Arc<Portal>,
    asked: &Arc<Asked>,
    connection: &Connection,
) -> (Option<Fault>, Response<Body>) {
    let number = asked.number();
    let (step, press) = account::about(portal, asked).unwrap_or_default();
    let about = About {
        path: &asked.path,
        case: &number,
        court: asked.court_id(),
        json: asked.is_json(),
        case_json: asked.page.is_some_and(Page::is_case_json),
        docket: asked.page == Some(Page::Docket),
        step: &step,
        press,
        shown: false,
    };
    let Some(fault) = portal.world.fault_for(&about) else {
        let answer = right_answer(portal, asked).await;
        let drift = portal.world.drift_for(&number, asked.court_id());
        let answer = if Drift::on(drift.gzip) && asked.accepts_gzip {
            zipped(answer)
        } else {
            answer
        };
        return (None, answer.into_response(None));
    };
    let response = faulty(portal, asked, connection, &fault).await;
    (Some(fault), response)
}

async fn faulty(
    portal: &Arc<Portal>,
    asked: &Arc<Asked>,
    connection: &Connection,
    fault: &Fault,
) -> Response<Body> {
    let answer = match fault.kind {
        FaultKind::Refusal => refusal(),
        FaultKind::Challenge403 => challenge(StatusCode::FORBIDDEN),
        FaultKind::Challenge200 => challenge(StatusCode::OK),
        FaultKind::HtmlForJson => html_for_json(),
        FaultKind::UnknownAlert => unknown_alert(),
        FaultKind::NearEmptyJson => near_empty(asked.page.unwrap_or(Page::Header)),
        FaultKind::Jndi200 => jndi(StatusCode::OK, asked.court_id()),
        FaultKind::Jndi500 => jndi(StatusCode::INTERNAL_SERVER_ERROR, asked.court_id()),
        FaultKind::LocationUnavailable => location_unavailable(),
        FaultKind::ServiceUnavailable => service_unavailable(),
        FaultKind::AccessDenied => access_denied(),
        FaultKind::TooManyRequests => too_many_requests(fault.seconds.unwrap_or(120.0)),
        FaultKind::Closed => closed(),
        FaultKind::Slow => {
            wait(portal, fault.seconds.unwrap_or(5.0)).await;
            right_answer(portal, asked).await
        }
        FaultKind::Reset => {
            connection.reset();
            Answer::html("")
        }
        FaultKind::Truncated => return truncated(right_answer(portal, asked).await),
        FaultKind::BrokenJson => {
            let mut answer = right_answer(portal, asked).await;
            answer.bytes.truncate(answer.bytes.len() * 2 / 3);
            answer
        }
        FaultKind::WrongType => {
            let mut answer = right_answer(portal, asked).await;
            answer.kind = Kind::Other("application/octet-stream");
            answer
        }
        FaultKind::WrongCharset => wrong_charset(right_answer(portal, asked).await),
        FaultKind::ForeignRedirect => {
            // RFC 2606: nobody can own this name, so nothing is ever sent there.
            Answer::redirect("http://portal.example.invalid/casenet/welcome.do".to_owned())
        }
        FaultKind::RedirectLoop => Answer::redirect(asked.path.clone()),
        FaultKind::EmptyDocket => docket_of_at_most(portal, asked, |_| 0).await,
        FaultKind::ShortDocket => docket_of_at_most(portal, asked, |all| all / 2).await,
        FaultKind::OtherCase => other_case(portal, asked),
        FaultKind::HugeJson => huge_json(),
        FaultKind::DeepJson => deep_json(),
        FaultKind::HugeHtml => huge_html(),
        FaultKind::DeepHtml => deep_html(),
        FaultKind::LostReply => {
            let answer = right_answer(portal, asked).await;
            connection.reset();
            answer
        }
        FaultKind::LostRequest => {
            connection.reset();
            Answer::html("")
        }
        FaultKind::LateReply => {
            let answer = right_answer(portal, asked).await;
            wait(portal, fault.seconds.unwrap_or(60.0)).await;
            answer
        }
        FaultKind::Doubled => {
            drop(right_answer(portal, asked).await);
            right_answer(portal, asked).await
        }
        FaultKind::Error500After => {
            drop(right_answer(portal, asked).await);
            internal_error()
        }
        FaultKind::SessionEnded | FaultKind::PhraseAgain | FaultKind::UserGone => {
            bent_answer(portal, asked, Some(fault.kind)).await
        }
        FaultKind::Maintenance => maintenance(),
        // These bend the page that is shown; a request is answered as ever.
        FaultKind::TwoLabels
        | FaultKind::KnownNotice
        | FaultKind::UnknownPage
        | FaultKind::ForeignForm
        | FaultKind::TwinRow
        | FaultKind::RowWithoutStatus
        | FaultKind::UnknownStatus => right_answer(portal, asked).await,
    };
    answer.into_response(None)
}

async fn wait(portal: &Portal, seconds: f64) {
    let seconds = seconds.clamp(0.0, 3_600.0);
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs_f64(seconds)) => {}
        () = portal.stopping.cancelled() => {}
    }
}

/// The words are invented (unverified).
fn internal_error() -> Answer {
    Answer::page(
        StatusCode::INTERNAL_SERVER_ERROR,
        &pages::message(
            "Error 500",
            "danger",
            "Error 500: An error occurred while processing your request.",
        ),
    )
}

/// The words are invented (unverified).
fn maintenance() -> Answer {
    Answer::html(&pages::message(
        "System Maintenance",
        "info",
        "The system is not available because of scheduled maintenance. Please try again later.",
    ))
}

/// Status 403 with the posted prohibition, in the words that were recorded (S18, S15).
fn refusal() -> Answer {
    Answer::page(
        StatusCode::FORBIDDEN,
        "<!DOCTYPE html><html><head><title>Error 403</title></head><body><h1>Error 403</h1>\
         <p>Accessing any Missouri judicial web site, including Case.net, with a site data scraper or any similar \
         software intended to discover and extract data through automated, repetitive querying is expressly \
         prohibited.</p><p>Practice portal: this refusal was switched on for practice.</p></body></html>",
    )
}

/// The interstitial; it may arrive with status 200, too.
fn challenge(status: StatusCode) -> Answer {
    Answer::page(
        status,
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>\
         <noscript>Enable JavaScript and cookies to continue</noscript>\
         <script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></body></html>",
    )
    .with(header::SERVER, "cloudflare")
    .with(
        axum::http::HeaderName::from_static("cf-ray"),
        "practice0000000-STL",
    )
}

/// The page's words are invented (unverified); that pages come in place of JSON is seen (S2).
fn html_for_json() -> Answer {
    Answer::html(&pages::message(
        "Case.net: Error",
        "warning",
        "An error occurred while processing your request. Please try again later.",
    ))
}

/// `div.alert.alert-danger`, the 2022–23 way; its words are invented (unverified).
pub(crate) fn unknown_alert() -> Answer {
    Answer::html(&pages::message(
        "Case.net: Case Header",
        "danger",
        "The case you requested could not be found.",
    ))
}

/// JSON without `caseNumber`, the 2026 way. Which keys stay is invented (unverified).
pub(crate) fn near_empty(page: Page) -> Answer {
    let json: &str = match page {
        Page::Charges => "[]",
        Page::Event => "{\"draw\":1,\"recordsTotal\":0,\"recordsFiltered\":0,\"data\":[]}",
        _ => {
            "{\"protectionOrder\":false,\"disposed\":false,\"confidential\":false,\"caseNoteCount\":0,\"isTicket\":false}"
        }
    };
    Answer::json(json.as_bytes().to_vec())
}

/// The court's database is not there under this name (S2, S4).
pub(crate) fn jndi(status: StatusCode, court_id: &str) -> Answer {
    let name: String = court_id
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .collect();
    Answer::page(
        status,
        &format!(
            "<html><head><title>Error</title></head><body>UNABLE TO LOCATE JNDI NAME FOR {name}; nested exception is \
             org.springframework.jdbc.datasource.lookup.DataSourceLookupFailureException: Failed to look up JNDI \
             DataSource with name 'jdbc/{name}'</body></html>"
        ),
    )
}

/// One court is offline (S4, S5).
pub(crate) fn location_unavailable() -> Answer {
    Answer::html(&pages::with_home_link(
        "Location Unavailable",
        "The court location is currently unavailable. Please try again later.",
    ))
}

/// The whole service is down (S4).
fn service_unavailable() -> Answer {
    Answer::page(
        StatusCode::SERVICE_UNAVAILABLE,
        &pages::message(
            "Service Unavailable",
            "danger",
            "Service Unavailable. There was an error retrieving the data. If this problem persists, contact the OSCA Help Desk.",
        ),
    )
}

fn access_denied() -> Answer {
    Answer::page(
        StatusCode::FORBIDDEN,
        &pages::message("Access Denied", "danger", "Access Denied"),
    )
}

/// Nobody saw one (§1: no numeric limits are known); status and header are the standard's (unverified).
fn too_many_requests(seconds: f64) -> Answer {
    Answer::page(
        StatusCode::TOO_MANY_REQUESTS,
        &pages::message(
            "Too Many Requests",
            "danger",
            "Too many requests. Please wait.",
        ),
    )
    .with(
        header::RETRY_AFTER,
        format!("{}", seconds.max(0.0).ceil() as u64),
    )
}

/// The nightly closing (§8). Words and status are invented (unverified).
fn closed() -> Answer {
    Answer::html(&pages::message(
        "Case.net: Unavailable",
        "info",
        "Case.net is not available at this time. It is available again at 6:00 a.m. Central.",
    ))
}

fn truncated(answer: Answer) -> Response<Body> {
    let half = answer.bytes.slice(..answer.bytes.len() / 2);
    let sent = stream::once(async move { Ok(half) });
    // What was not yet sent when a body fails is thrown away; a short wait lets the first half go out.
    let broken_off = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("broken off for practice"))
    });
    let body = Body::from_stream(sent.chain(broken_off));
    answer.into_response(Some(body))
}

fn wrong_charset(mut answer: Answer) -> Answer {
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&answer.bytes);
    answer.bytes = text
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect::<Vec<u8>>()
        .into();
    answer
}

/// The docket cut to its oldest entries.
async fn docket_of_at_most(
    portal: &Arc<Portal>,
    asked: &Arc<Asked>,
    at_most: impl Fn(usize) -> usize,
) -> Answer {
    let world = &portal.world;
    let Found::Case(place) = world.find(&asked.number(), asked.court_id()) else {
        return right_answer(portal, asked).await;
    };
    let drift = world.drift_for(&asked.number(), asked.court_id());
    let at_most = at_most(world.whole(place).entries.len());
    case_pages::of_case(world, asked, Page::Docket, place, &drift, at_most)
}

/// The answer for the next public case of the world.
fn other_case(portal: &Portal, asked: &Asked) -> Answer {
    let world = &portal.world;
    let page = asked.page.unwrap_or(Page::Header);
    let Found::Case(place) = world.find(&asked.number(), asked.court_id()) else {
        return case_pages::answer(world, asked, page);
    };
    // Two on, since the very next may be the twin with the same number.
    let other = (place + 2) % world.case_count();
    let drift = world.drift_for(&Layout::number(other), "");
    case_pages::of_case(world, asked, page, other, &drift, usize::MAX)
}

fn zipped(answer: Answer) -> Answer {
    let bytes = gzip(&[&answer.bytes]);
    let mut answer = answer.with(header::CONTENT_ENCODING, "gzip");
    answer.bytes = bytes;
    answer
}

fn gzip(parts: &[&[u8]]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for part in parts {
        // Writing to memory does not fail.
        drop(std::io::Write::write_all(&mut encoder, part));
    }
    encoder.finish().unwrap_or_default().into()
}

/// Valid JSON of more than 64 MiB, nearly all of it blanks; some hundred kilobytes on the wire.
fn huge_json() -> Answer {
    static ZIPPED: OnceLock<Bytes> = OnceLock::new();
    let bytes = ZIPPED.get_or_init(|| {
        let blanks = vec![b' '; 1024 * 1024];
        let mut parts: Vec<&[u8]> = vec![b"{\"caseNumber\":\"HUGE\","];
        parts.extend(std::iter::repeat_n(blanks.as_slice(), 66));
        parts.push(b"\"docketTabModelList\":[]}");
        gzip(&parts)
    });
    let mut answer = Answer::json(Vec::new()).with(header::CONTENT_ENCODING, "gzip");
    answer.bytes = bytes.clone();
    answer
}

fn deep_json() -> Answer {
    let depth = 5_000;
    let json = format!(
        "{{\"caseNumber\":\"DEEP\",\"docketTabModelList\":{}{}}}",
        "[".repeat(depth),
        "]".repeat(depth)
    );
    Answer::json(json.into_bytes())
}

fn huge_html() -> Answer {
    let mut page = String::with_capacity(6 * 1024 * 1024);
    page.push_str("<!DOCTYPE html><html><head><title>Case.net</title></head><body>");
    while page.len() < 5 * 1024 * 1024 {
        page.push_str("<p>Practice portal: a page that is larger than any page of the portal.</p>");
    }
    page.push_str("</body></html>");
    Answer::html(&page)
}

fn deep_html() -> Answer {
    let depth = 20_000;
    Answer::html(&format!(
        "<!DOCTYPE html><html><head><title>Case.net</title></head><body>{}deep{}</body></html>",
        "<div>".repeat(depth),
        "</div>".repeat(depth)
    ))
}
