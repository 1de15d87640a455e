//! The HTML of the portal. Ids, names and words that the wire format records are as recorded; the rest of the markup is
//! invented (unverified). Every page says that it is the practice portal.

use std::sync::LazyLock;

use axum::http::StatusCode;
use jiff::civil::{Date, DateTime};
use minijinja::{Environment, Value, context};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{answer::Answer, asked::Asked};
use crate::world::{
    courts::COURTS,
    truth::{CaseTruth, Setting},
};

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    for (name, text) in [
        ("base.html", include_str!("../../templates/base.html")),
        ("welcome.html", include_str!("../../templates/welcome.html")),
        ("message.html", include_str!("../../templates/message.html")),
        (
            "number_form.html",
            include_str!("../../templates/number_form.html"),
        ),
        (
            "number_list.html",
            include_str!("../../templates/number_list.html"),
        ),
        (
            "name_form.html",
            include_str!("../../templates/name_form.html"),
        ),
        (
            "name_table.html",
            include_str!("../../templates/name_table.html"),
        ),
        (
            "date_form.html",
            include_str!("../../templates/date_form.html"),
        ),
        (
            "date_table.html",
            include_str!("../../templates/date_table.html"),
        ),
        (
            "hearing_form.html",
            include_str!("../../templates/hearing_form.html"),
        ),
        (
            "hearing_list.html",
            include_str!("../../templates/hearing_list.html"),
        ),
        ("shell.html", include_str!("../../templates/shell.html")),
        (
            "old_docket.html",
            include_str!("../../templates/old_docket.html"),
        ),
        (
            "control_base.html",
            include_str!("../../templates/control_base.html"),
        ),
        ("control.html", include_str!("../../templates/control.html")),
        (
            "control_inbox.html",
            include_str!("../../templates/control_inbox.html"),
        ),
        (
            "control_case.html",
            include_str!("../../templates/control_case.html"),
        ),
    ] {
        if let Err(error) = templates.add_template(name, text) {
            tracing::error!(name, %error, "a template of the practice portal does not parse");
        }
    }
    templates
});

/// Renders a template; escaping is on for all of them.
pub(crate) fn render(name: &str, context: Value) -> String {
    TEMPLATES
        .get_template(name)
        .and_then(|template| template.render(context))
        .unwrap_or_else(|error| format!("The practice portal failed to write this page: {error}"))
}

/// A page with one message; `level` is the class of the alert.
pub(crate) fn message(title: &str, level: &str, words: &str) -> String {
    render(
        "message.html",
        context! { title, level, words, root => "casenet" },
    )
}

/// The same with the link back that the portal offers.
pub(crate) fn with_home_link(title: &str, words: &str) -> String {
    render(
        "message.html",
        context! { title, level => "danger", words, home => true, root => "casenet" },
    )
}

/// Where a case number leads: `newHeader.do` with the parameters of wire-format.md §3.3.
pub(crate) fn case_link(root: &str, case: &CaseTruth) -> String {
    format!(
        "/{root}/cases/newHeader.do?inputVO.caseNumber={}&inputVO.courtId={}&inputVO.isTicket={}",
        utf8_percent_encode(&case.number, PLAIN),
        utf8_percent_encode(&case.court_id, PLAIN),
        case.ticket
    )
}

/// Letters, digits, `-` and `_` stay as they are.
const PLAIN: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

fn courts() -> Vec<Value> {
    COURTS
        .iter()
        .map(|court| context! { code => court.search_code, county => court.county, label => court.label })
        .collect()
}

pub(crate) fn welcome(asked: &Asked) -> Answer {
    Answer::html(&render("welcome.html", context! { root => asked.root }))
}

pub(crate) fn number_form(asked: &Asked) -> Answer {
    Answer::html(&render(
        "number_form.html",
        context! { root => asked.root, courts => courts() },
    ))
}

/// The list for a number that several courts have. Its markup is unknown (unverified); the links are the ones of
/// name-search rows.
pub(crate) fn number_list(asked: &Asked, cases: &[CaseTruth]) -> Answer {
    let rows: Vec<Value> = cases
        .iter()
        .map(|case| {
            context! {
                link => case_link(asked.root, case),
                number => &case.number,
                style => &case.style,
                case_type => &case.case_type,
                location => &case.location,
                filed_on => slashed(case.filed_on),
            }
        })
        .collect();
    Answer::html(&render(
        "number_list.html",
        context! { root => asked.root, rows },
    ))
}

pub(crate) fn name_form(asked: &Asked) -> Answer {
    Answer::html(&render(
        "name_form.html",
        context! { root => asked.root, courts => courts() },
    ))
}

pub(crate) fn name_table(asked: &Asked) -> Answer {
    Answer::html(&render("name_table.html", context! { root => asked.root }))
}

pub(crate) fn date_form(asked: &Asked) -> Answer {
    Answer::html(&render(
        "date_form.html",
        context! { root => asked.root, courts => courts() },
    ))
}

pub(crate) fn date_table(asked: &Asked, start: Date, end: Date) -> Answer {
    let words = |day: Date| day.strftime("%B %-d, %Y").to_string();
    Answer::html(&render(
        "date_table.html",
        context! { root => asked.root, from => words(start), to => words(end) },
    ))
}

pub(crate) fn hearing_form(asked: &Asked) -> Answer {
    Answer::html(&render(
        "hearing_form.html",
        context! { root => asked.root, courts => courts() },
    ))
}

/// One hearing of the list.
#[derive(Clone, Debug)]
pub(crate) struct HearingBlock {
    pub(crate) at: DateTime,
    day: String,
    number: String,
    style: String,
    time: String,
    location: String,
    room: String,
    event: String,
    judge: String,
}

impl HearingBlock {
    pub(crate) fn new(case: &CaseTruth, row: &Setting) -> Self {
        Self {
            at: row.date.to_datetime(row.time),
            day: row
                .date
                .strftime("%A, %B %-d, %Y")
                .to_string()
                .to_uppercase(),
            number: case.number.clone(),
            style: case.style.clone(),
            time: row.time.strftime("%H:%M:%S").to_string(),
            location: row.location.clone().into_owned(),
            room: case.room.clone().into_owned(),
            event: row.purpose.clone().into_owned(),
            judge: row.judge.clone().into_owned(),
        }
    }
}

/// The list of hearings, grouped by day (wire-format.md §3.4, one source).
pub(crate) fn hearing_list(asked: &Asked, blocks: &[HearingBlock]) -> Answer {
    let blocks: Vec<Value> = blocks
        .iter()
        .map(|block| {
            context! {
                day => &block.day,
                number => &block.number,
                style => &block.style,
                time => &block.time,
                location => &block.location,
                room => &block.room,
                event => &block.event,
                judge => &block.judge,
            }
        })
        .collect();
    Answer::html(&render(
        "hearing_list.html",
        context! { root => asked.root, blocks },
    ))
}

/// What is said at an address that leads nowhere.
pub(crate) fn not_there() -> Answer {
    let page = message(
        "Error 404",
        "danger",
        "Error 404: SRVE0190E: File not found",
    );
    Answer::page(StatusCode::NOT_FOUND, &page)
}

/// The shell page of a case (wire-format.md §4.1).
pub(crate) fn shell(asked: &Asked, case: &CaseTruth) -> Answer {
    Answer::html(&render(
        "shell.html",
        context! {
            root => asked.root,
            number => &case.number,
            court_id => &case.court_id,
            style => &case.style,
            judge => case.judge.formal(),
            filed_on => slashed(case.filed_on),
            location => &case.location,
            case_type => &case.case_type,
            disposition => &case.disposition,
            criminal => case.criminal,
        },
    ))
}

pub(crate) fn slashed(day: Date) -> String {
    day.strftime("%m/%d/%Y").to_string()
}
