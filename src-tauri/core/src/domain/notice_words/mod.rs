//! The words of native notifications: pure, from what was found to what the desktop shows. The wording is that of
//! `screens/notification.txt`; its section numbers stand beside each function.
//!
//! How much may be shown is decided here and nowhere else: a style of case, party names and the court's text leave this
//! module only at level A, the person's own name for a case at A and B, and nothing about courts at D.

mod group;
mod hearing;
mod program;
mod reminder;
mod text;
mod urgency;

#[cfg(test)]
mod tests;

pub use program::{
    Counts, ProgramNews, digest, discreet, gravity, maybe_shown_before, test_notice, word_program,
};
pub use reminder::{ReminderNews, word_reminder, word_reminders};
pub use urgency::{Breaks, breaks};

use jiff::Timestamp;
use serde_json::Value;

use super::notice::{NoticeAction, NoticeTarget};
use super::redline::{PartKind, redline};
use super::when::{central_day, date_words};
use super::{ChangeKind, HeaderField, Notice, NoticeLevel};
use text::{cut, quoted, sentence, string};

/// Name of the program as notifications carry it.
pub const APP_NAME: &str = "Docketbell";
/// Name at level D.
pub const DISCREET_NAME: &str = "Bell";
/// Characters of a title.
pub const TITLE_LIMIT: usize = 50;

/// A stored change that is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeNews {
    /// Our event id.
    pub event_id: String,
    /// Row id of the case.
    pub case_id: i64,
    /// Row id of the change.
    pub change_id: i64,
    /// Row id of the docket entry, where the change has one.
    pub entry_id: Option<i64>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// Which header field, for [`ChangeKind::HeaderChanged`].
    pub field: Option<HeaderField>,
    /// The person's own name for the case, if they gave it one: shown at levels A and B.
    pub label: Option<String>,
    /// Style of case, or case number: shown at level A only, where there is no label.
    pub official_name: String,
    /// How it was, as [`crate::domain::told`] writes it.
    pub before: Option<Value>,
    /// How it is now.
    pub after: Option<Value>,
}

impl ChangeNews {
    /// What the case may be called at a level; `None`: not at all.
    pub fn name_at(&self, level: NoticeLevel) -> Option<&str> {
        if self.kind == ChangeKind::CaseUnavailable {
            return None;
        }
        name_at(self.label.as_deref(), &self.official_name, level)
    }
}

/// What a case may be called at a level; `None`: not at all.
fn name_at<'n>(label: Option<&'n str>, official: &'n str, level: NoticeLevel) -> Option<&'n str> {
    let label = label.filter(|l| !l.trim().is_empty());
    match level {
        NoticeLevel::Everything => label.or(Some(official).filter(|n| !n.is_empty())),
        NoticeLevel::CaseName => label,
        NoticeLevel::NoCaseNames | NoticeLevel::Discreet => None,
    }
}

/// One change as a notification (§1, §4, §5, §6, §8; §3 at level D).
pub fn word(news: &ChangeNews, level: NoticeLevel, now: Timestamp) -> Notice {
    let words = match news.kind {
        ChangeKind::EntryAdded | ChangeKind::EntryAmended | ChangeKind::EntryWithdrawn => {
            entry_words(news, level, now)
        }
        ChangeKind::HearingSet
        | ChangeKind::HearingMoved
        | ChangeKind::HearingCancelled
        | ChangeKind::HearingUnlisted => hearing::words(news, level, now),
        ChangeKind::PartyChanged => party_words(news, level),
        ChangeKind::HeaderChanged => header_words(news, level),
        ChangeKind::CaseUnavailable => return no_longer_public(news, level),
    };
    let must_be_seen = news.kind.needs_acknowledgement();
    if level == NoticeLevel::Discreet {
        return Notice {
            stays: must_be_seen,
            ..discreet(&news.event_id, 1)
        };
    }
    Notice {
        event_id: news.event_id.clone(),
        key: match news.kind {
            ChangeKind::HearingSet
            | ChangeKind::HearingMoved
            | ChangeKind::HearingCancelled
            | ChangeKind::HearingUnlisted => hearing::key(news),
            _ => format!("case-{}", news.case_id),
        },
        title: cut(&words.title, TITLE_LIMIT),
        body: words.body,
        actions: vec![
            (NoticeAction::Open, "Open case".to_owned()),
            if must_be_seen {
                (NoticeAction::Acknowledge, "I have seen this".to_owned())
            } else {
                (NoticeAction::MarkReviewed, "Mark reviewed".to_owned())
            },
        ],
        target: NoticeTarget::Case {
            case_id: news.case_id,
            change_id: news.change_id,
            entry_id: news.entry_id,
        },
        stays: must_be_seen,
        app_name: APP_NAME.to_owned(),
    }
}

/// Title and body, before the title is cut.
struct Words {
    title: String,
    body: String,
}

impl Words {
    /// `{what}: {name}` where the case may be named, else the sentence that names none.
    fn new(name: Option<&str>, what: &str, unnamed: &str, body: String) -> Self {
        Self {
            title: name.map_or_else(|| unnamed.to_owned(), |name| format!("{what}: {name}")),
            body,
        }
    }
}

const READ_IT: &str = "Open Docketbell to read it.";

/// §1.
fn entry_words(news: &ChangeNews, level: NoticeLevel, now: Timestamp) -> Words {
    let shown = news.after.as_ref().or(news.before.as_ref());
    let title = shown
        .and_then(|v| string(v, "description"))
        .unwrap_or("An entry without a title");
    let everything = level == NoticeLevel::Everything;
    let quiet = level > NoticeLevel::CaseName;
    let (what, unnamed, body) = match news.kind {
        ChangeKind::EntryAmended => (
            "Entry edited",
            "Entry edited in a case you follow",
            format!(
                "{}{}",
                sentence(&format!("{}{}", cut(title, 80), of_day(shown, now))),
                if everything {
                    edits(news)
                } else {
                    String::new()
                }
            ),
        ),
        ChangeKind::EntryWithdrawn => (
            "Entry withdrawn",
            "Entry withdrawn in a case you follow",
            format!(
                "{} is no longer on the docket. We kept what it said.",
                quoted(title, 80)
            ),
        ),
        _ => (
            "New entry",
            "New entry in a case you follow",
            format!(
                "{}{}",
                sentence(&cut(title, 80)),
                if everything {
                    filed(shown)
                } else {
                    String::new()
                }
            ),
        ),
    };
    let body = if quiet { READ_IT.to_owned() } else { body };
    Words::new(news.name_at(level), what, unnamed, body)
}

/// ` of November 9`, when the day can be read.
fn of_day(entry: Option<&Value>, now: Timestamp) -> String {
    entry
        .and_then(|e| string(e, "filed_on"))
        .and_then(|day| day.parse().ok())
        .map(|day| format!(" of {}", date_words(day, central_day(now))))
        .unwrap_or_default()
}

/// ` Filed by X for Y.`, or the beginning of the court's text where nobody is named.
fn filed(entry: Option<&Value>) -> String {
    let Some(entry) = entry else {
        return String::new();
    };
    match (string(entry, "filed_by"), string(entry, "on_behalf_of")) {
        (Some(by), Some(of)) => format!(" Filed by {} for {}.", cut(by, 60), cut(of, 60)),
        (Some(by), None) => format!(" Filed by {}.", cut(by, 60)),
        (None, Some(of)) => format!(" Filed for {}.", cut(of, 60)),
        (None, None) => string(entry, "text")
            .map(|text| format!(" {}", sentence(&cut(text, 120))))
            .unwrap_or_default(),
    }
}

/// ` "denied" is now "sustained in part", and 2 more edits.`
fn edits(news: &ChangeNews) -> String {
    let both = |side: &Option<Value>| {
        side.as_ref().map(|v| {
            [string(v, "description"), string(v, "text")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("\n")
        })
    };
    let (Some(before), Some(after)) = (both(&news.before), both(&news.after)) else {
        return String::new();
    };
    if before == after {
        return " Its details changed.".to_owned();
    }
    let found = redline(&before, &after);
    if found.mostly_changed && before.len() + after.len() > 200 {
        return " Most of its words changed.".to_owned();
    }
    let parts: Vec<_> = found
        .parts
        .iter()
        .filter(|p| p.kind == PartKind::Same || !p.text.trim().is_empty())
        .collect();
    let mut first = None;
    let mut count = 0;
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let next = parts.get(at + 1);
        let words = match (part.kind, next) {
            (PartKind::Same, _) => {
                at += 1;
                continue;
            }
            (PartKind::Removed, Some(added)) if added.kind == PartKind::Added => {
                at += 1;
                format!(
                    "{} is now {}",
                    quoted(&part.text, 40),
                    quoted(&added.text, 40)
                )
            }
            (PartKind::Removed, _) => format!("{} was taken out", quoted(&part.text, 60)),
            (PartKind::Added, _) => format!("{} was added", quoted(&part.text, 60)),
        };
        first.get_or_insert(words);
        count += 1;
        at += 1;
    }
    match (first, count) {
        (None, _) => " Its spacing changed.".to_owned(),
        (Some(words), 1) => format!(" {words}."),
        (Some(words), 2) => format!(" {words}, and 1 more edit."),
        (Some(words), n) => format!(" {words}, and {} more edits.", n - 1),
    }
}

/// A party or attorney; not among the samples, worded after §1.
fn party_words(news: &ChangeNews, level: NoticeLevel) -> Words {
    let (what, unnamed) = match (&news.before, &news.after) {
        (None, _) => ("Party added", "A party was added in a case you follow"),
        (_, None) => ("Party removed", "A party was removed in a case you follow"),
        (Some(was), Some(is)) if only_attorneys_differ(was, is) => (
            "Attorney changed",
            "An attorney changed in a case you follow",
        ),
        _ => ("Party changed", "A party changed in a case you follow"),
    };
    let shown = news.after.as_ref().or(news.before.as_ref());
    let body = match (level, shown.and_then(|v| string(v, "name"))) {
        (NoticeLevel::Everything, Some(name)) => match shown.and_then(|v| string(v, "role")) {
            Some(role) => sentence(&format!("{}, {}", cut(name, 60), cut(role, 40))),
            None => sentence(&cut(name, 60)),
        },
        _ => READ_IT.to_owned(),
    };
    Words::new(news.name_at(level), what, unnamed, body)
}

fn only_attorneys_differ(was: &Value, is: &Value) -> bool {
    ["name", "role", "address"]
        .iter()
        .all(|key| was.get(key) == is.get(key))
        && was.get("attorneys") != is.get("attorneys")
}

/// A part of the header; not among the samples, worded after §1.
fn header_words(news: &ChangeNews, level: NoticeLevel) -> Words {
    let field = match news.field {
        Some(HeaderField::Style) => "Style of case",
        Some(HeaderField::Judge) => "Judge",
        Some(HeaderField::Disposition) => "Outcome",
        Some(HeaderField::Location) => "Location",
        Some(HeaderField::CaseType) => "Case type",
        Some(HeaderField::FiledOn) => "Filing date",
        Some(HeaderField::SecurityLevel) => "Security level",
        None => "Case header",
    };
    let side = |side: &Option<Value>| {
        side.as_ref()
            .and_then(Value::as_str)
            .map(|words| quoted(words, 80))
    };
    let body = match (level, side(&news.before), side(&news.after)) {
        (NoticeLevel::Everything, Some(was), Some(is)) => format!("Now {is}. It was {was}."),
        (NoticeLevel::Everything, None, Some(is)) => format!("Now {is}."),
        (NoticeLevel::Everything, Some(was), None) => format!("It was {was}."),
        _ => READ_IT.to_owned(),
    };
    Words::new(
        news.name_at(level),
        &format!("{field} changed"),
        &format!("{} changed in a case you follow", the(field)),
        body,
    )
}

fn the(field: &str) -> String {
    format!("The {}", field.to_lowercase())
}

/// §8. Never names the case, at any level; its click opens Today, where the row is.
fn no_longer_public(news: &ChangeNews, level: NoticeLevel) -> Notice {
    if level == NoticeLevel::Discreet {
        return discreet(&news.event_id, 1);
    }
    Notice {
        event_id: news.event_id.clone(),
        key: format!("case-{}", news.case_id),
        title: "A case you followed is no longer public".to_owned(),
        body: "It may now be confidential. We closed our copy; it is erased if a second reading agrees."
            .to_owned(),
        actions: vec![(NoticeAction::OpenToday, "What this means".to_owned())],
        target: NoticeTarget::Today,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}
