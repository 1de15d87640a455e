//! The control endpoint: changes the world. Loopback only, with a token of its own; described in
//! `docs/practice-portal.md`.

mod court;
mod page;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Json, Router,
    extract::{ConnectInfo, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    listener::Connection,
    world::{
        World, WorldError,
        act::{Act, CaseRef},
        courts::COURTS,
        faults::FAULT_KINDS,
    },
};

/// What the control handlers share.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) world: Arc<World>,
    pub(crate) token: String,
    /// `http://127.0.0.1:PORT`.
    base_url: String,
    stopping: CancellationToken,
    /// The day that is running, if one is.
    day: Mutex<Option<CancellationToken>>,
    day_running: Arc<AtomicBool>,
}

impl Control {
    pub(crate) fn new(
        world: Arc<World>,
        token: String,
        base_url: String,
        stopping: CancellationToken,
    ) -> Self {
        Self {
            world,
            token,
            base_url,
            stopping,
            day: Mutex::default(),
            day_running: Arc::default(),
        }
    }

    pub(crate) fn day_is_running(&self) -> bool {
        self.day_running.load(Ordering::Acquire)
    }

    /// Lets the steps of the day arrive one by one; a running day is stopped first.
    pub(crate) fn start_day(&self, seconds: f64) {
        self.stop_day();
        let stop = self.stopping.child_token();
        *self.day.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.clone());
        self.day_running.store(true, Ordering::Release);
        let world = Arc::clone(&self.world);
        let running = Arc::clone(&self.day_running);
        let pause = std::time::Duration::from_secs_f64(seconds.clamp(0.05, 86_400.0));
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => return,
                }
                match world.day_step() {
                    Ok(step) if step.left > 0 => {}
                    Ok(_) => break,
                    Err(error) => tracing::warn!(%error, "a step of the day at court was left out"),
                }
            }
            running.store(false, Ordering::Release);
        });
    }

    pub(crate) fn stop_day(&self) {
        if let Some(day) = self
            .day
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            day.cancel();
        }
        self.day_running.store(false, Ordering::Release);
    }
}

pub(crate) fn router(control: Arc<Control>) -> Router {
    Router::new()
        .route("/practice", get(page::court))
        .route("/practice/", get(page::court))
        .route("/practice/page/{number}", get(page::case))
        .route("/practice/form/{operation}", post(page::form))
        .route("/practice/cases", get(cases))
        .route("/practice/case/{number}", get(case))
        .route("/practice/courts", get(courts))
        .route("/practice/requests", get(requests).delete(forget_requests))
        .route("/practice/faults", get(faults))
        .route("/practice/mails", get(court::mails))
        .route("/practice/inbox", get(court::inbox))
        .route("/practice/phrases", get(court::phrases))
        .route("/practice/accounts", get(court::accounts))
        .route("/practice/markup", get(court::markup))
        .route("/practice/day", get(day))
        .route("/practice/day/start", post(day_start))
        .route("/practice/day/step", post(day_step))
        .route("/practice/day/stop", post(day_stop))
        .route("/practice/reset", post(reset))
        .route("/practice/{operation}", post(operation))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&control), guard))
        .with_state(control)
}

#[derive(Debug, Deserialize)]
struct TokenQuery {
    #[serde(default)]
    token: String,
}

/// Lets only this computer in, only under its own name, and only with the token.
async fn guard(
    State(control): State<Arc<Control>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Query(query): Query<TokenQuery>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let own_name = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name))
        .is_some_and(|name| matches!(name, "127.0.0.1" | "localhost"));
    let shown = headers
        .get("x-practice-token")
        .and_then(|token| token.to_str().ok())
        .unwrap_or(&query.token);
    let known = same(shown.as_bytes(), control.token.as_bytes());
    if connection.peer.ip().is_loopback() && own_name && known {
        let mut response = next.run(request).await;
        // The control page carries the token in its address.
        response.headers_mut().insert(
            header::REFERRER_POLICY,
            axum::http::HeaderValue::from_static("no-referrer"),
        );
        return response;
    }
    refuse(
        StatusCode::FORBIDDEN,
        "wrong_token",
        "The control endpoint needs the token that the practice portal printed at its start, in the header \
         x-practice-token or as ?token=.",
    )
}

/// Compares in a time that does not tell how much was right.
fn same(one: &[u8], two: &[u8]) -> bool {
    let differences = one
        .iter()
        .zip(two)
        .fold(0_u8, |sum, (one, two)| sum | (one ^ two));
    one.len() == two.len() && std::hint::black_box(differences) == 0
}

fn refuse(status: StatusCode, kind: &str, message: &str) -> Response {
    let body = json!({ "error": { "kind": kind, "message": message } });
    (status, Json(body)).into_response()
}

fn refused(error: &WorldError) -> Response {
    let (status, kind) = match error {
        WorldError::NoCase(_) => (StatusCode::NOT_FOUND, "no_case"),
        WorldError::SeveralCourts { .. } => (StatusCode::CONFLICT, "several_courts"),
        WorldError::NoCourt(_) => (StatusCode::NOT_FOUND, "no_court"),
        WorldError::NoEntry { .. } => (StatusCode::NOT_FOUND, "no_entry"),
        WorldError::NoHearing { .. } => (StatusCode::CONFLICT, "no_hearing"),
        WorldError::NoParty { .. } => (StatusCode::NOT_FOUND, "no_party"),
        WorldError::NoUser(_) => (StatusCode::NOT_FOUND, "no_user"),
        WorldError::NoGroup(_) => (StatusCode::NOT_FOUND, "no_group"),
        WorldError::Misfit(_) => (StatusCode::BAD_REQUEST, "bad_request"),
        WorldError::Journal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "journal"),
    };
    refuse(status, kind, &error.to_string())
}

#[derive(Debug, Deserialize)]
struct Slice {
    #[serde(default)]
    from: u32,
    limit: Option<u32>,
}

async fn cases(State(control): State<Arc<Control>>, Query(slice): Query<Slice>) -> Response {
    let cases = control
        .world
        .cases(slice.from, slice.limit.unwrap_or(1_000).min(10_000));
    Json(json!({ "total": control.world.case_count(), "cases": cases })).into_response()
}

#[derive(Debug, Deserialize)]
struct InCourt {
    court: Option<String>,
}

async fn case(
    State(control): State<Arc<Control>>,
    Path(number): Path<String>,
    Query(in_court): Query<InCourt>,
) -> Response {
    let case = CaseRef {
        case: number,
        court: in_court.court,
    };
    match control.world.truth(case) {
        Ok(truth) => Json(truth).into_response(),
        Err(error) => refused(&error),
    }
}

async fn courts(State(control): State<Arc<Control>>) -> Response {
    let courts: Vec<Value> = COURTS
        .iter()
        .map(|court| {
            json!({
                "court_id": control.world.court_id(court),
                "made_with": court.db_source,
                "search_code": court.search_code,
                "county": court.county,
                "locn": court.locn,
                "location": court.location,
                "circuit": court.circuit,
                "offline": control.world.is_offline(court.db_source),
            })
        })
        .collect();
    Json(json!({ "courts": courts })).into_response()
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn requests(State(control): State<Arc<Control>>, Query(since): Query<Since>) -> Response {
    let log = control.world.requests();
    Json(json!({ "counts": log.counts(), "requests": log.since(since.since) })).into_response()
}

async fn forget_requests(State(control): State<Arc<Control>>) -> Response {
    control.world.requests().clear();
    Json(json!({ "message": "The request log is empty." })).into_response()
}

async fn faults(State(control): State<Arc<Control>>) -> Response {
    let kinds: Vec<String> = FAULT_KINDS.iter().map(|kind| kind.name()).collect();
    Json(json!({ "faults": control.world.faults(), "kinds": kinds })).into_response()
}

async fn day(State(control): State<Arc<Control>>) -> Response {
    Json(json!({
        "running": control.day_is_running(),
        "done": control.world.day_steps_done(),
        "steps": crate::world::day::DAY_STEPS,
    }))
    .into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DayStart {
    seconds: Option<f64>,
}

async fn day_start(State(control): State<Arc<Control>>, body: axum::body::Bytes) -> Response {
    let asked: DayStart = if body.is_empty() {
        DayStart::default()
    } else {
        match serde_json::from_slice(&body) {
            Ok(asked) => asked,
            Err(error) => return bad_request(&error),
        }
    };
    let seconds = asked.seconds.unwrap_or(20.0);
    control.start_day(seconds);
    Json(json!({ "message": format!("The day at court has begun: a change every {seconds} seconds.") }))
        .into_response()
}

async fn day_step(State(control): State<Arc<Control>>) -> Response {
    match control.world.day_step() {
        Ok(step) => Json(step).into_response(),
        Err(error) => refused(&error),
    }
}

async fn day_stop(State(control): State<Arc<Control>>) -> Response {
    control.stop_day();
    Json(json!({ "message": "The day at court is over." })).into_response()
}

async fn reset(State(control): State<Arc<Control>>) -> Response {
    control.stop_day();
    match control.world.reset() {
        Ok(()) => Json(json!({ "message": "The world is as new." })).into_response(),
        Err(error) => refused(&error),
    }
}

fn bad_request(error: &serde_json::Error) -> Response {
    refuse(
        StatusCode::BAD_REQUEST,
        "bad_request",
        &format!(
            "The body does not fit this operation: {error}. docs/practice-portal.md has an example of each."
        ),
    )
}

/// `POST /practice/{operation}`: the body holds the operation's fields as JSON.
async fn operation(
    State(control): State<Arc<Control>>,
    Path(operation): Path<String>,
    body: axum::body::Bytes,
) -> Response {
    let fields: Value = if body.is_empty() {
        json!({})
    } else {
        match serde_json::from_slice(&body) {
            Ok(fields) => fields,
            Err(error) => return bad_request(&error),
        }
    };
    match read_act(&operation, fields) {
        Ok(act) => match control.world.act(act) {
            Ok(outcome) => Json(outcome).into_response(),
            Err(error) => refused(&error),
        },
        Err(error) => bad_request(&error),
    }
}

/// The operation and its fields; dashes in its name are as good as underscores.
pub(crate) fn read_act(operation: &str, mut fields: Value) -> Result<Act, serde_json::Error> {
    if let Some(fields) = fields.as_object_mut() {
        fields.insert("do".to_owned(), operation.replace('-', "_").into());
    }
    serde_json::from_value(fields)
}
