//! The control page: the same operations by hand, in plain forms.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use minijinja::{Value, context};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Control, court, read_act};
use crate::{
    portal::pages::render,
    world::{
        act::CaseRef,
        courts::COURTS,
        day::DAY_STEPS,
        faults::FAULT_KINDS,
        truth::{CaseTruth, clock_words},
    },
};

/// Cases on one page.
const SHOWN: u32 = 50;

#[derive(Debug, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    from: u32,
    court: Option<String>,
    #[serde(default)]
    said: String,
    #[serde(default)]
    failed: String,
}

/// Forms of this page go to this page's own address and nowhere else; scripts there are none.
pub(super) fn page(html: String) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let mut response = Html(html).into_response();
    response.headers_mut().insert(
        HeaderName::from_static("content-security-policy"),
        HeaderValue::from_static(policy),
    );
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(super) async fn court(
    State(control): State<Arc<Control>>,
    Query(shown): Query<Shown>,
) -> Response {
    let world = &control.world;
    let cases: Vec<Value> = world
        .cases(shown.from, SHOWN)
        .iter()
        .map(|case| {
            context! {
                number => &case.case_number,
                court_id => &case.court_id,
                style => &case.style,
                case_type => &case.case_type,
                location => &case.location,
                sealed => case.sealed,
                version => case.version,
            }
        })
        .collect();
    let later = shown.from.saturating_add(SHOWN);
    let counts = world.requests().counts();
    let html = render(
        "control.html",
        context! {
            token => &control.token,
            said => &shown.said,
            failed => !shown.failed.is_empty(),
            today => world.today().to_string(),
            total => world.case_count(),
            counts => context! { total => counts.total, most => counts.most_in_flight },
            running => control.day_is_running(),
            done => world.day_steps_done(),
            steps => DAY_STEPS,
            cases,
            earlier => (shown.from > 0).then(|| shown.from.saturating_sub(SHOWN)),
            later => (later < world.case_count()).then_some(later),
            kinds => FAULT_KINDS.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
            faults => faults(&control),
            courts => courts(&control),
            switches => SWITCHES.to_vec(),
            accounts => court::on_the_page(&control),
        },
    );
    page(html)
}

/// The drift switches that are plainly on or off.
const SWITCHES: [&str; 9] = [
    "without_docket_text",
    "without_pred_code",
    "without_file_locn",
    "without_statute",
    "without_empty_lists",
    "numbers_as_text",
    "old_docket",
    "leading_junk",
    "gzip",
];

fn faults(control: &Control) -> Vec<String> {
    control
        .world
        .faults()
        .iter()
        .map(|fault| {
            let mut words = fault.kind.name();
            let mut only = |label: &str, value: &Option<String>| {
                if let Some(value) = value {
                    words.push_str(&format!(", {label} {value}"));
                }
            };
            only("case", &fault.case);
            only("court", &fault.court);
            only("pages with", &fault.path);
            only(
                "requests left:",
                &fault.count.map(|count| count.to_string()),
            );
            words
        })
        .collect()
}

fn courts(control: &Control) -> Vec<Value> {
    COURTS
        .iter()
        .map(|court| {
            context! {
                court_id => control.world.court_id(court),
                location => court.location,
                circuit => court.circuit,
                search_code => court.search_code,
                offline => control.world.is_offline(court.db_source),
            }
        })
        .collect()
}

pub(super) async fn case(
    State(control): State<Arc<Control>>,
    Path(number): Path<String>,
    Query(shown): Query<Shown>,
) -> Response {
    let asked = CaseRef {
        case: number,
        court: shown.court.clone(),
    };
    match control.world.truth(asked) {
        Ok(case) => page(render(
            "control_case.html",
            case_context(&control, &case, &shown),
        )),
        Err(error) => (StatusCode::NOT_FOUND, error.to_string()).into_response(),
    }
}

fn case_context(control: &Control, case: &CaseTruth, shown: &Shown) -> Value {
    let today = control.world.today();
    let hearings: Vec<Value> = case
        .standing_settings(today)
        .iter()
        .map(|(entry, row)| {
            context! {
                sequence => entry.sequence,
                words => format!("{}, {} {}", row.purpose, row.date, clock_words(row.time)),
            }
        })
        .collect();
    let entries: Vec<Value> = case
        .entries
        .iter()
        .rev()
        // A page for people; the JSON of the case has all of them.
        .take(500)
        .map(|entry| {
            context! {
                sequence => entry.sequence,
                filed_on => entry.filed_on.to_string(),
                description => entry.description.as_ref(),
                text => entry.text.as_deref().unwrap_or_default(),
            }
        })
        .collect();
    context! {
        token => &control.token,
        said => &shown.said,
        failed => !shown.failed.is_empty(),
        today => today.to_string(),
        case => context! {
            number => &case.number,
            court_id => &case.court_id,
            style => &case.style,
            case_type => case.case_type.as_ref(),
            location => case.location.as_ref(),
            judge => case.judge.formal(),
            disposition => &case.disposition,
            sealed => case.sealed,
        },
        parties => case.parties.len(),
        hearings,
        entries,
    }
}

/// `POST /practice/form/{operation}`: does it, and goes back to the page with a word about it.
pub(super) async fn form(
    State(control): State<Arc<Control>>,
    Path(operation): Path<String>,
    body: axum::body::Bytes,
) -> Response {
    let mut back = "/practice/".to_owned();
    let mut fields = Map::new();
    for (key, value) in url::form_urlencoded::parse(&body) {
        if key == "back" {
            // Only to our own pages.
            if value.starts_with("/practice/") {
                back = value.into_owned();
            }
        } else if let Some(value) = field(&key, &value) {
            match key.strip_prefix("drift.") {
                Some(switch) => {
                    let drift = fields
                        .entry("drift")
                        .or_insert_with(|| Json::Object(Map::new()));
                    if let Some(drift) = drift.as_object_mut() {
                        drift.insert(switch.to_owned(), value);
                    }
                }
                None => {
                    fields.insert(key.into_owned(), value);
                }
            }
        }
    }
    let said = match operation.as_str() {
        "day_start" => {
            let seconds = fields.get("seconds").and_then(Json::as_f64).unwrap_or(20.0);
            control.start_day(seconds);
            Ok("The day at court has begun.".to_owned())
        }
        "day_stop" => {
            control.stop_day();
            Ok("The day at court is over.".to_owned())
        }
        "day_step" => control
            .world
            .day_step()
            .map(|step| format!("{}: {}", step.case_number, step.outcome.message))
            .map_err(|error| error.to_string()),
        "reset" => {
            control.stop_day();
            control
                .world
                .reset()
                .map(|()| "The world is as new.".to_owned())
                .map_err(|error| error.to_string())
        }
        operation => read_act(operation, Json::Object(fields))
            .map_err(|error| format!("A field is missing or does not fit: {error}."))
            .and_then(|act| control.world.act(act).map_err(|error| error.to_string()))
            .map(|outcome| outcome.message),
    };
    let (words, failed) = match said {
        Ok(words) => (words, ""),
        Err(words) => (words, "&failed=yes"),
    };
    let join = if back.contains('?') { '&' } else { '?' };
    let words = utf8_percent_encode(&words, NON_ALPHANUMERIC);
    Redirect::to(&format!(
        "{back}{join}token={}&said={words}{failed}",
        control.token
    ))
    .into_response()
}

/// A form's text as the operation wants it. Empty fields count as absent, but an empty text takes a text away.
fn field(key: &str, value: &str) -> Option<Json> {
    match key {
        "text" => Some(value.into()),
        _ if value.is_empty() => None,
        "sequence" | "count" | "party" | "bar_number" | "answers" | "seed" => Some(
            value
                .parse::<u64>()
                .map_or_else(|_| value.into(), Into::into),
        ),
        // Whole seconds stay whole: the clock moves by no other.
        "seconds" => Some(value.parse::<i64>().map_or_else(
            |_| {
                value
                    .parse::<f64>()
                    .map_or_else(|_| value.into(), Into::into)
            },
            Into::into,
        )),
        "telling" | "confidential" | "remove" => Some((value == "true" || value == "on").into()),
        _ if value == "true" => Some(true.into()),
        _ => Some(value.into()),
    }
}
