//! Takes the local copy out: docket entries as CSV, everything as JSON, hearings as a calendar. Pure writers that are
//! fed case by case, so that a million entries pass through without being held.
//!
//! Court text is untrusted: in CSV a cell that a spreadsheet would run as a formula is guarded by an apostrophe, and in
//! the calendar control characters are dropped.

use std::collections::HashSet;
use std::io::{self, Write};

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use crate::app::views::{
    CaseRow, CaseState, ChangeView, ChargeView, EntryStateView, EntryView, HearingView, PartyView,
};
use crate::domain::{ChangeKind, HearingState};

/// Everything that is kept of one case, as it goes out.
#[derive(Debug, Clone, Serialize)]
pub struct CaseExport {
    /// The case.
    #[serde(flatten)]
    pub case: CaseRow,
    /// Its docket, newest first.
    pub docket: Vec<EntryView>,
    /// Its parties.
    pub parties: Vec<PartyView>,
    /// Its hearings.
    pub hearings: Vec<HearingView>,
    /// Its charges.
    pub charges: Vec<ChargeView>,
    /// Every change found since it is followed.
    pub changes: Vec<ChangeView>,
}

/// Ways out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row per docket entry, with the columns of its case in front.
    Csv,
    /// One document with all that is kept.
    Json,
    /// The hearings, for a calendar program.
    Ics,
}

/// The columns of the CSV. The first five are those of `follow --from`, which takes such a file back.
pub const CSV_COLUMNS: [&str; 24] = [
    "case_number",
    "court_id",
    "label",
    "matter",
    "note",
    "style",
    "case_type",
    "location",
    "case_filed_on",
    "disposition",
    "judge",
    "last_checked_at",
    "sequence",
    "filed_on",
    "description",
    "text",
    "filed_by",
    "on_behalf_of",
    "code",
    "documents",
    "confidential",
    "state",
    "first_seen_at",
    "reviewed_at",
];

/// Writes an export: [`Export::start`], [`Export::case`] for each case, [`Export::finish`].
pub struct Export<W: Write> {
    kind: Kind<W>,
    now: Timestamp,
}

enum Kind<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Json {
        out: W,
        first: bool,
    },
    Ics {
        out: W,
        calendar: Calendar,
        uids: HashSet<String>,
    },
}

impl<W: Write> Export<W> {
    /// Begins an export of the portal's cases, made at `now`.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn start(
        format: ExportFormat,
        mut out: W,
        portal_name: &str,
        now: Timestamp,
    ) -> io::Result<Self> {
        let kind = match format {
            ExportFormat::Csv => {
                // The mark lets spreadsheets read the names of people as UTF-8.
                out.write_all("\u{feff}".as_bytes())?;
                let mut writer = csv::WriterBuilder::new()
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(out);
                writer.write_record(CSV_COLUMNS)?;
                Kind::Csv(Box::new(writer))
            }
            ExportFormat::Json => {
                write!(
                    out,
                    "{{\"exported_at\":{},\"portal\":{},\"cases\":[",
                    json!(now.to_string()),
                    json!(portal_name)
                )?;
                Kind::Json { out, first: true }
            }
            ExportFormat::Ics => {
                let mut calendar = Calendar::new();
                calendar.name(&format!("Hearings ({})", plain(portal_name)));
                calendar.append_property(Property::new("METHOD", "PUBLISH"));
                Kind::Ics {
                    out,
                    calendar,
                    uids: HashSet::new(),
                }
            }
        };
        Ok(Self { kind, now })
    }

    /// Adds a case.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn case(&mut self, case: &CaseExport) -> io::Result<()> {
        match &mut self.kind {
            Kind::Csv(writer) => {
                for entry in &case.docket {
                    writer.write_record(csv_row(&case.case, Some(entry)))?;
                }
                if case.docket.is_empty() {
                    writer.write_record(csv_row(&case.case, None))?;
                }
                Ok(())
            }
            Kind::Json { out, first } => {
                if !std::mem::take(first) {
                    out.write_all(b",")?;
                }
                out.write_all(b"\n")?;
                serde_json::to_writer(out, case).map_err(io::Error::from)
            }
            Kind::Ics { calendar, uids, .. } => {
                add_hearings(calendar, uids, case, self.now);
                Ok(())
            }
        }
    }

    /// Ends the export and hands the output back.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(self) -> io::Result<W> {
        let mut out = match self.kind {
            Kind::Csv(writer) => writer
                .into_inner()
                .map_err(|e| io::Error::other(e.to_string()))?,
            Kind::Json { mut out, .. } => {
                out.write_all(b"\n]}\n")?;
                out
            }
            Kind::Ics {
                mut out, calendar, ..
            } => {
                out.write_all(calendar.to_string().as_bytes())?;
                out
            }
        };
        out.flush()?;
        Ok(out)
    }
}

fn csv_row(case: &CaseRow, entry: Option<&EntryView>) -> Vec<String> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let of = |get: &dyn Fn(&EntryView) -> String| entry.map(get).unwrap_or_default();
    [
        case.case_number.clone(),
        case.court_id.clone(),
        text(&case.label),
        text(&case.matter),
        text(&case.note),
        case.style.clone(),
        text(&case.case_type),
        text(&case.location),
        text(&case.filed_on),
        text(&case.disposition),
        text(&case.judge),
        text(&case.last_checked_at),
        of(&|e| e.sequence.map(|n| n.to_string()).unwrap_or_default()),
        of(&|e| text(&e.filed_on)),
        of(&|e| e.description.clone()),
        of(&|e| text(&e.text)),
        of(&|e| text(&e.filed_by)),
        of(&|e| text(&e.on_behalf_of)),
        of(&|e| text(&e.code)),
        of(&|e| {
            let titles: Vec<&str> = e.documents.iter().map(|d| d.title.as_str()).collect();
            titles.join("; ")
        }),
        of(&|e| if e.confidential { "yes" } else { "no" }.to_owned()),
        of(&|e| {
            match e.state {
                EntryStateView::Current => "current",
                EntryStateView::Missing => "missing",
                EntryStateView::Withdrawn => "withdrawn",
            }
            .to_owned()
        }),
        of(&|e| e.first_seen_at.clone()),
        of(&|e| text(&e.reviewed_at)),
    ]
    .into_iter()
    .map(guarded)
    .collect()
}

/// A cell that no spreadsheet runs: text that begins like a formula, also after blanks or behind an invisible
/// character, gets an apostrophe in front.
pub fn guarded(cell: String) -> String {
    let first_seen = cell
        .chars()
        .find(|c| !c.is_whitespace() && !c.is_control() && !invisible(*c));
    let begins_with_break = cell.starts_with(['\t', '\r', '\n']);
    // Full-width signs are read as formulas by some spreadsheets, too.
    let formula = matches!(
        first_seen,
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    );
    if formula || begins_with_break {
        format!("'{cell}")
    } else {
        cell
    }
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// Text for a calendar: newlines stay, every other control or direction character goes.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| *c == '\n' || !(c.is_control() || invisible(*c)))
        .collect()
}

fn add_hearings(
    calendar: &mut Calendar,
    uids: &mut HashSet<String>,
    case: &CaseExport,
    now: Timestamp,
) {
    // A case that the court no longer shows is not put into a calendar that others may see.
    if matches!(case.case.state, CaseState::Closed | CaseState::Erased) {
        return;
    }
    for hearing in &case.hearings {
        let Some(day) = hearing.scheduled_on.as_deref() else {
            continue;
        };
        let uid = free_uid(uids, case, hearing);
        let mut event = Event::with_uid(&uid);
        event.add_property("DTSTAMP", utc(now));
        event.sequence(sequence_of(case, hearing));
        let starts_at = hearing
            .starts_at
            .as_deref()
            .and_then(|at| at.parse::<Timestamp>().ok());
        match starts_at {
            Some(at) => {
                // The court does not say how long; an hour is what calendars draw for a setting.
                let ends = at.checked_add(jiff::Span::new().hours(1)).unwrap_or(at);
                event.add_property("DTSTART", utc(at));
                event.add_property("DTEND", utc(ends));
            }
            None => {
                let start = Property::new("DTSTART", day.replace('-', ""))
                    .add_parameter("VALUE", "DATE")
                    .done();
                event.append_property(start);
            }
        }
        let name = case.case.label.as_deref().unwrap_or(&case.case.style);
        let (mark, status) = match hearing.state {
            HearingState::Set => ("", EventStatus::Confirmed),
            HearingState::Held => ("Held: ", EventStatus::Confirmed),
            // Another setting took its place: this date is recalled, the new one is an event of its own.
            HearingState::Moved => ("Moved: ", EventStatus::Cancelled),
            HearingState::Cancelled => ("Cancelled: ", EventStatus::Cancelled),
            // The court gave no reason: the date may still stand, so it is neither confirmed nor cancelled.
            HearingState::Unlisted => ("No longer listed: ", EventStatus::Tentative),
        };
        let summary = plain(&format!("{mark}{}: {name}", hearing.purpose));
        event.summary(&summary.replace('\n', " "));
        event.status(status);
        let place: Vec<&str> = [hearing.location.as_deref(), hearing.judge.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        if let Some(location) = hearing.location.as_deref() {
            event.location(&plain(location));
        }
        let source = hearing
            .entry_filed_on
            .as_deref()
            .map_or_else(String::new, |on| format!(" From the docket entry of {on}."));
        let read = case
            .case
            .last_checked_at
            .as_deref()
            .map_or_else(String::new, |at| format!(" Last read {at}."));
        event.description(&plain(&format!(
            "{}\n{}\n{}{source}{read} Not an official record: confirm with the clerk.",
            case.case.case_number,
            case.case.style,
            place.join(", "),
        )));
        calendar.push(event.done());
    }
}

/// The same hearing keeps its UID in every export, on every computer, wherever its date goes: it is known by its
/// case, entry and purpose.
fn free_uid(uids: &mut HashSet<String>, case: &CaseExport, hearing: &HearingView) -> String {
    let sequence = case
        .docket
        .iter()
        .find(|e| Some(e.id) == hearing.entry_id)
        .and_then(|e| e.sequence)
        .map_or_else(
            || hearing.entry_filed_on.clone().unwrap_or_default(),
            |n| n.to_string(),
        );
    let purpose = xxh3_64(hearing.purpose.to_uppercase().as_bytes());
    let stem = format!("{}-{sequence}-{purpose:016x}", case.case.case_number);
    // Equals of one entry, and the same number in another court, are told apart by their order.
    let mut uid = format!("{stem}@docketbell");
    let mut ordinal = 1;
    while !uids.insert(uid.clone()) {
        ordinal += 1;
        uid = format!("{stem}-{ordinal}@docketbell");
    }
    uid
}

/// How often the hearing changed: calendars take the higher number for the newer word.
fn sequence_of(case: &CaseExport, hearing: &HearingView) -> u32 {
    let changes = case.changes.iter().filter(|change| {
        let setting = change
            .hearing_after
            .as_ref()
            .or(change.hearing_before.as_ref());
        change.entry_id == hearing.entry_id
            && setting.is_some_and(|s| s.purpose.eq_ignore_ascii_case(&hearing.purpose))
            && matches!(
                change.kind,
                ChangeKind::HearingMoved
                    | ChangeKind::HearingCancelled
                    | ChangeKind::HearingUnlisted
            )
    });
    // A hearing that gave way to another setting has no change of its own: that one stands at the new entry. Without
    // a higher number a calendar would not take the recall, and keep the old date.
    let at_least = u32::from(hearing.was.is_some())
        + u32::from(matches!(
            hearing.state,
            HearingState::Moved | HearingState::Cancelled | HearingState::Unlisted
        ));
    u32::try_from(changes.count())
        .unwrap_or(u32::MAX)
        .max(at_least)
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
