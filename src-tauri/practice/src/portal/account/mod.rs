//! The account side of the portal: `/registration`, `/ecf/` and the account pages below the case system's context
//! root. Headings, labels, buttons and their order are the procedures'; all markup, and every page that the procedures
//! do not name, is invented (unverified).

mod administrator;
mod casenet;
mod desk;
mod draw;
mod group;
mod ordinary;
mod user;
mod view;
mod visit;

use std::sync::PoisonError;

use axum::http::{Method, StatusCode, header};
use encoding_rs::WINDOWS_1252;
use percent_encoding::percent_decode;

use super::{
    Portal,
    answer::{Answer, Kind},
    asked::Asked,
    session::new_session_id,
};
use crate::{
    accounts::{
        markup::{Charset, Hops, Markup},
        phrase,
    },
    world::{About, faults::FaultKind},
};
use desk::Desk;
use draw::{Address, Bent};
use visit::{Place, Step, Visit};

pub(crate) use visit::Visits;

/// A path of the account side, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Route {
    place: Place,
    /// `/registration`, `/ecf`, `/cnet/account`.
    root: String,
    /// What follows it.
    rest: String,
}

fn route(asked: &Asked) -> Option<Route> {
    let path = asked.path.as_str();
    let below = |root: &str| -> Option<String> {
        let rest = path.strip_prefix(root)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/').to_owned())
    };
    if let Some(rest) = below("/registration") {
        return Some(Route {
            place: Place::Registration,
            root: "/registration".to_owned(),
            rest,
        });
    }
    if let Some(rest) = below("/ecf") {
        return Some(Route {
            place: Place::Ecf,
            root: "/ecf".to_owned(),
            rest,
        });
    }
    let root = format!("/{}/account", asked.root);
    if below(&format!("/{}/trackThisCaseLanding.do", asked.root)).is_some() {
        // The button of a case's page (wire-format.md §4.1).
        return Some(Route {
            place: Place::CaseNet,
            root,
            rest: "track.do".to_owned(),
        });
    }
    below(&root).map(|rest| Route {
        place: Place::CaseNet,
        root,
        rest,
    })
}

/// Whether the account side answers this path.
pub(crate) fn is_account(asked: &Asked) -> bool {
    route(asked).is_some()
}

/// The page that a request presses a button of (with `true`), or that it asks for; for the faults.
pub(crate) fn about(portal: &Portal, asked: &Asked) -> Option<(String, bool)> {
    let route = route(asked)?;
    let pressed = asked.session.as_deref().and_then(|session| {
        let visit = portal.visits.known(session)?;
        let visit = visit.lock().unwrap_or_else(PoisonError::into_inner);
        let typed = read(asked, visit.markup);
        let (step, key) = presses(&visit, &typed).into_iter().next()?;
        let page = key.rsplit_once('@').map(|(_, page)| page.to_owned());
        Some((step, page))
    });
    let press = pressed.is_some();
    let (step, page) = match pressed {
        Some(pressed) => pressed,
        None => {
            let page = asked.params.get("page").to_owned();
            (Step::of_slug(&route.rest)?, Some(page))
        }
    };
    let page = page.filter(|page| !page.is_empty());
    let name = match (step, page) {
        (Step::Maintenance, page) => step.name(page.as_deref().unwrap_or("1")),
        _ => step.name(""),
    };
    Some((name, press))
}

/// The fields as they were sent, in the charset of the page that they were typed into.
fn read(asked: &Asked, markup: Markup) -> Vec<(String, String)> {
    // A form without an action of its own posts to the address of its page, with whatever that had for a query.
    let sent = if asked.method == Method::POST && !asked.body.is_empty() {
        &asked.body[..]
    } else {
        asked.query.as_bytes()
    };
    sent.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decoded(halves.next().unwrap_or_default(), markup.charset);
            (half(), half())
        })
        .collect()
}

fn decoded(bytes: &[u8], charset: Charset) -> String {
    let blanks: Vec<u8> = bytes
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let plain: Vec<u8> = percent_decode(&blanks).collect();
    match charset {
        Charset::Utf8 => String::from_utf8_lossy(&plain).into_owned(),
        Charset::Latin1 | Charset::Windows1252 => WINDOWS_1252.decode(&plain).0.into_owned(),
    }
}

/// The buttons that were pressed. An image button sends where it was hit.
fn presses(visit: &Visit, typed: &[(String, String)]) -> Vec<(Step, String)> {
    let mut pressed: Vec<(Step, String)> = Vec::new();
    for (name, value) in typed {
        // A link that sends its form by script names itself in a field.
        let name = if name == "__EVENTTARGET" { value } else { name };
        let name = name
            .strip_suffix(".x")
            .or_else(|| name.strip_suffix(".y"))
            .unwrap_or(name);
        if let Some((step, key)) = visit.meaning(name)
            && let Some(button) = key.strip_prefix("press:")
        {
            let press = (*step, button.to_owned());
            if !pressed.contains(&press) {
                pressed.push(press);
            }
        }
    }
    pressed
}

/// Answers a request of the account side; `fault` is what met it, if it changes how the press is taken.
pub(crate) fn answer(
    portal: &Portal,
    asked: &Asked,
    session: &str,
    fault: Option<FaultKind>,
) -> Answer {
    let Some(route) = route(asked) else {
        return ordinary::not_found();
    };
    if route.rest == "button.png" {
        return Answer::new(
            StatusCode::OK,
            Kind::Other("image/png"),
            phrase::picture("ok"),
        );
    }
    let visit = portal.visits.visit(session);
    let mut visit = visit.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(picture) = route.rest.strip_prefix("phrase/") {
        let (shown, words) = &visit.seat(route.place).phrase;
        return if shown == picture.trim_end_matches(".png") {
            Answer::new(
                StatusCode::OK,
                Kind::Other("image/png"),
                phrase::picture(words),
            )
        } else {
            ordinary::not_found()
        };
    }
    if route.rest == "hop" {
        return hop(&mut visit, &route, asked);
    }
    let device_known = asked
        .cookies
        .split(';')
        .any(|pair| pair.trim().starts_with("device="));
    let typed = read(asked, visit.markup);
    let presses = presses(&visit, &typed);
    if presses.len() > 1 {
        // A browser sends the one button that was pressed.
        return ordinary::bad_request();
    }
    let mut by_key = std::collections::HashMap::new();
    for (name, value) in &typed {
        if let Some((_, key)) = visit.meaning(name) {
            by_key.insert(key.clone(), value.clone());
        }
    }
    let token_good = if visit.markup.tokens && !presses.is_empty() {
        let token = by_key.get("token").cloned().unwrap_or_default();
        visit.spend(&token)
    } else {
        true
    };
    let now = portal.world.books(|books| books.now());
    let mut desk = Desk {
        world: &portal.world,
        seat: visit.seat(route.place),
        place: route.place,
        root: route.root.clone(),
        now,
        typed: by_key,
        query: typed,
        fault,
        device_known,
        new_device: false,
        signed_in_now: false,
        signed_off: false,
        broken: false,
    };
    desk.keep_session(!presses.is_empty());
    match presses.first() {
        _ if desk.seat.before == Some(Step::Ended) => {}
        Some(_) if !token_good => desk.before(Step::Expired),
        Some((step, key)) => desk.press(*step, key),
        None => desk.go(&route.rest),
    }
    desk.seat.seen = now;
    let flags = (
        desk.broken,
        desk.new_device,
        desk.signed_in_now,
        desk.signed_off,
    );
    let (broken, new_device, signed_in_now, signed_off) = flags;
    if broken {
        return ordinary::failed();
    }
    let pressed = !presses.is_empty();
    let mut answer = if pressed {
        after_press(portal, asked, &mut visit, &route)
    } else {
        shown(portal, asked, &mut visit, &route)
    };
    drop(visit);
    if new_device {
        answer = answer.with(
            header::SET_COOKIE,
            "device=known; Path=/; Max-Age=31536000; HttpOnly",
        );
    }
    if signed_in_now {
        let new = new_session_id();
        portal.visits.rename(session, &new);
        answer = answer.with(
            header::SET_COOKIE,
            format!("JSESSIONID={new}; Path=/; HttpOnly"),
        );
    }
    if signed_off {
        portal.visits.end(session);
    }
    answer
}

/// After a press the next page comes at once, after redirects, or after a page that moves on by itself.
fn after_press(portal: &Portal, asked: &Asked, visit: &mut Visit, route: &Route) -> Answer {
    let markup = next_markup(portal, visit);
    match markup.hops {
        Hops::None => shown(portal, asked, visit, route),
        Hops::Redirects => {
            Answer::redirect(format!("{}/hop?n=1", route.root)).with_status(StatusCode::SEE_OTHER)
        }
        Hops::Refresh => {
            let to = format!("{}/{}", route.root, visit.seat(route.place).shown().slug());
            ordinary::please_wait(&to)
        }
    }
}

fn hop(visit: &mut Visit, route: &Route, asked: &Asked) -> Answer {
    if asked.params.get("n") == "1" {
        // Relative, as some servers send it.
        Answer::redirect("hop?n=2".to_owned())
    } else {
        let slug = visit.seat(route.place).shown().slug();
        Answer::redirect(format!("{}/{slug}", route.root))
    }
}

fn next_markup(portal: &Portal, visit: &Visit) -> Markup {
    portal
        .world
        .books(|books| books.settings.markup)
        .of_page(visit.pages)
}

/// The page where the person is now, with what a trap makes of it.
fn shown(portal: &Portal, asked: &Asked, visit: &mut Visit, route: &Route) -> Answer {
    let world = &portal.world;
    let mut markup = next_markup(portal, visit);
    // A new mixture would draw its own hops; what was begun is finished.
    markup.hops = Hops::None;
    let name = visit.seat(route.place).name();
    let about = About {
        path: &asked.path,
        case: "",
        court: "",
        json: false,
        case_json: false,
        docket: false,
        step: &name,
        press: false,
        shown: true,
    };
    let fault = world.fault_for(&about);
    let mut bent = Bent::default();
    match fault.as_ref().map(|fault| fault.kind) {
        Some(FaultKind::TwoLabels) => bent.two_labels = true,
        Some(FaultKind::ForeignForm) => bent.foreign_form = true,
        Some(FaultKind::KnownNotice) => visit.seat(route.place).before = Some(Step::Notice),
        Some(FaultKind::UnknownPage) => visit.seat(route.place).before = Some(Step::Unknown),
        _ => {}
    }
    let address = Address {
        base: format!("http://{}", asked.host),
        root: route.root.clone(),
        path: asked.path.clone(),
    };
    let now = world.books(|books| books.now());
    let mut seat = std::mem::take(visit.seat(route.place));
    let page = {
        let mut desk = Desk {
            world,
            seat: &mut seat,
            place: route.place,
            root: route.root.clone(),
            now,
            typed: Default::default(),
            query: Vec::new(),
            fault: None,
            device_known: true,
            new_device: false,
            signed_in_now: false,
            signed_off: false,
            broken: false,
        };
        let mut view = desk.view(markup.row_inside);
        if let Some(fault) = &fault {
            group::bend_roster(&mut view, fault);
        }
        draw::draw(&view, &seat, visit, markup, &address, bent)
    };
    *visit.seat(route.place) = seat;
    ordinary::page(&page, markup.charset)
}
