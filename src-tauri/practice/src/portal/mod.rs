//! The portal that clients see: context roots `/casenet` and `/cnet`, documents below `/fv/c/`.

pub(crate) mod account;
mod answer;
mod asked;
mod case_pages;
mod documents;
mod failures;
mod old_docket;
pub(crate) mod pages;
mod searches;
mod session;

use std::{sync::Arc, time::Instant};

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{Method, Response, StatusCode, header},
};
use bytes::Bytes;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{
    listener::Connection,
    requests::LoggedRequest,
    world::{World, faults::FaultKind},
};
use answer::Answer;
use asked::{Asked, Page, Params};
use session::Sessions;

/// Forms and DataTables bodies are small; more than this is no request of the portal.
const LARGEST_BODY: usize = 1024 * 1024;
/// Dockets above this size are written off the async threads.
const LONG_DOCKET: u32 = 400;

/// What all handlers share.
#[derive(Debug)]
pub(crate) struct Portal {
    pub(crate) world: Arc<World>,
    pub(crate) sessions: Sessions,
    pub(crate) visits: account::Visits,
    pub(crate) stopping: CancellationToken,
}

impl Portal {
    pub(crate) fn new(world: Arc<World>, stopping: CancellationToken) -> Self {
        Self {
            world,
            sessions: Sessions::default(),
            visits: account::Visits::default(),
            stopping,
        }
    }
}

/// Answers one request of the portal.
pub(crate) async fn serve(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response<Body> {
    let started = Instant::now();
    let at = Timestamp::now();
    let world = Arc::clone(&portal.world);
    let _in_flight = world.requests.arrive();
    let (parts, body) = request.into_parts();
    let user_agent = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let body = if parts.method == Method::POST {
        to_bytes(body, LARGEST_BODY).await.unwrap_or_default()
    } else {
        Bytes::new()
    };
    let asked = Arc::new(read(&parts, body));
    let (fault, response) = failures::answer(&portal, &asked, &connection).await;
    world.requests.write(LoggedRequest {
        id: 0,
        at,
        method: asked.method.to_string(),
        path: asked.path.clone(),
        case_number: asked.number(),
        court_id: asked.court_id().to_owned(),
        status: response.status().as_u16(),
        fault: fault.map(|fault| fault.kind.name()),
        user_agent,
        took_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    response
}

fn read(parts: &axum::http::request::Parts, body: Bytes) -> Asked {
    let path = parts.uri.path();
    let (root, below) = if let Some(below) = path.strip_prefix("/casenet") {
        ("casenet", below)
    } else {
        ("cnet", path.strip_prefix("/cnet").unwrap_or(path))
    };
    let page = if path.starts_with("/fv/c") {
        Some(Page::Document)
    } else {
        Page::at(below.trim_start_matches('/'))
    };
    Asked {
        method: parts.method.clone(),
        root,
        page,
        path: path.to_owned(),
        params: Params::read(parts.uri.query().unwrap_or_default(), &parts.headers, &body),
        session: asked::session_cookie(&parts.headers),
        accepts_gzip: parts
            .headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("gzip")),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        cookies: header_text(parts, header::COOKIE),
        host: header_text(parts, header::HOST),
        body,
    }
}

fn header_text(parts: &axum::http::request::Parts, name: header::HeaderName) -> String {
    let lines: Vec<&str> = parts
        .headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    lines.join("; ")
}

/// The right answer, no fault in sight.
async fn right_answer(portal: &Arc<Portal>, asked: &Arc<Asked>) -> Answer {
    bent_answer(portal, asked, None).await
}

/// The same, with a fault that changes how the account side takes it.
async fn bent_answer(portal: &Arc<Portal>, asked: &Arc<Asked>, fault: Option<FaultKind>) -> Answer {
    let heavy = asked.page.is_some_and(Page::reads_many)
        || (asked.page == Some(Page::Docket)
            && portal
                .world
                .layout()
                .entries_per_case
                .is_some_and(|entries| entries > LONG_DOCKET));
    if !heavy {
        return with_session(portal, asked, fault);
    }
    let (portal, asked) = (Arc::clone(portal), Arc::clone(asked));
    tokio::task::spawn_blocking(move || with_session(&portal, &asked, None))
        .await
        .unwrap_or_else(|_| {
            Answer::page(StatusCode::INTERNAL_SERVER_ERROR, &pages::message(
                "Error",
                "danger",
                "The practice portal failed. This is a fault of the practice portal, not of the client.",
            ))
        })
}

/// Gives a visitor without a session a new one, as the first answer of the portal does.
fn with_session(portal: &Portal, asked: &Asked, fault: Option<FaultKind>) -> Answer {
    let (session, new) = match &asked.session {
        Some(session) => (session.clone(), false),
        None => (session::new_session_id(), true),
    };
    let answer = if account::is_account(asked) {
        account::answer(portal, asked, &session, fault)
    } else {
        page(portal, asked, &session)
    };
    if new && !answer.gives_session() {
        answer.with(
            header::SET_COOKIE,
            format!("JSESSIONID={session}; Path=/; HttpOnly"),
        )
    } else {
        answer
    }
}

fn page(portal: &Portal, asked: &Asked, session: &str) -> Answer {
    let world = &portal.world;
    let Some(page) = asked.page else {
        return pages::not_there();
    };
    match page {
        Page::Welcome => pages::welcome(asked),
        Page::CaseNoSearch if asked.method == Method::POST => searches::number(world, asked),
        Page::CaseNoSearch => pages::number_form(asked),
        Page::NameSearch => pages::name_form(asked),
        Page::NameSearchEntry => searches::name_entry(portal, asked, session),
        Page::NameSearchResult => searches::name_rows(portal, asked, session),
        Page::FilingDateSearch => pages::date_form(asked),
        Page::SearchResult if asked.method == Method::POST => {
            searches::date_rows(portal, asked, session)
        }
        Page::SearchResult => searches::date_page(portal, asked, session),
        Page::HearingSearch => pages::hearing_form(asked),
        Page::HearingResult => searches::hearings(world, asked),
        Page::Shell
        | Page::Header
        | Page::Party
        | Page::Docket
        | Page::OldDocket
        | Page::Charges
        | Page::Event
        | Page::Financial => case_pages::answer(world, asked, page),
        Page::Document => documents::answer(world, asked),
    }
}
