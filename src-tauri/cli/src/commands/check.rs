//! `check`: asks the portal now, prints what changed, raises notices.

use docketbell_core::app::Desk;
use docketbell_core::app::views::{CaseState, CheckSummary, Problem};
use docketbell_core::domain::change::HeaderField;
use docketbell_core::domain::{Change, ChangeKind};
use docketbell_core::storage::StoredChange;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use crate::args::Everywhere;
use crate::commands::find;
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::notify;
use crate::open;
use crate::output::Output;
use crate::posted;
use crate::progress::Progress;

/// `check`.
pub async fn run(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    cases: &[String],
    court: Option<&str>,
) -> Outcome {
    let desk = open::open_existing(everywhere, out).await?;
    let mut ids = Vec::new();
    for number in cases {
        let row = find::case(desk.as_ref(), number, court).await?;
        if row.state == CaseState::Unfollowed {
            return Err(Failure::new(
                "not_followed",
                format!(
                    "{} is no longer followed. Its copy is kept as it was last read.",
                    row.case_number
                ),
                format!("Follow it again with: docketctl follow {}", row.case_number),
            ));
        }
        let id = row.id;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let Some(desk) = desk else {
        print_summary(out, &CheckSummary::default());
        return Ok(());
    };
    if cases.is_empty() {
        ids = desk.followed_ids().await?;
    }
    let ended = check(&desk, everywhere, out, interrupt, ids).await;
    desk.close().await;
    ended
}

async fn check(
    desk: &Desk,
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    ids: Vec<i64>,
) -> Outcome {
    posted::read_first(desk, out, ids.len()).await?;
    desk.may_check_cases(ids.len(), false).await?;
    let names = desk.case_names(&ids).await?;
    let progress = Progress::new(out, ids.len());
    let stop = CancellationToken::new();
    let checking = desk.check_cases(ids, &stop, |id, checked| {
        progress.step(|| match checked {
            Ok(read) => {
                for change in &read.changes {
                    print_change(out, change);
                }
                if read.incomplete {
                    print_trouble(out, names.get(&id), INCOMPLETE);
                }
                if let Some(trouble) = &read.trouble {
                    print_trouble(out, names.get(&id), &trouble.to_string());
                }
            }
            Err(problem) => print_failed(out, names.get(&id), problem),
        });
    });
    tokio::pin!(checking);
    let summary = tokio::select! {
        summary = &mut checking => summary,
        () = interrupt.wait() => {
            stop.cancel();
            checking.await
        }
    };
    progress.end();
    let summary = summary?;
    notify::show(desk, everywhere, out).await;
    print_summary(out, &summary);
    outcome(&summary, interrupt)
}

/// A check did its work when at least one case was read; a refusal or challenge counts whatever was read.
fn outcome(summary: &CheckSummary, interrupt: &Interrupt) -> Outcome {
    match &summary.problem {
        Some(problem) if problem.kind == "access_stopped" || summary.checked == 0 => {
            Err(problem.clone().into())
        }
        None if summary.checked == 0 && summary.skipped > 0 && interrupt.is_asked() => Err(
            Failure::new("interrupted", "You stopped before any case was read.", ""),
        ),
        _ => Ok(()),
    }
}

/// A change, as a check finds it or as the store keeps it.
pub struct Told<'a> {
    kind: ChangeKind,
    case_number: &'a str,
    court_id: &'a str,
    sequence: Option<i64>,
    field: Option<HeaderField>,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

impl<'a> From<&'a Change> for Told<'a> {
    fn from(change: &'a Change) -> Self {
        Self {
            kind: change.kind,
            case_number: change.case_number.as_str(),
            court_id: change.court_id.as_str(),
            sequence: change.sequence,
            field: change.field,
            before: change.before.as_ref(),
            after: change.after.as_ref(),
        }
    }
}

impl<'a> From<&'a StoredChange> for Told<'a> {
    fn from(change: &'a StoredChange) -> Self {
        Self {
            kind: change.kind,
            case_number: &change.case_number,
            court_id: &change.court_id,
            sequence: change.sequence,
            field: change.header_field(),
            before: change.before.as_ref(),
            after: change.after.as_ref(),
        }
    }
}

impl Told<'_> {
    /// Its JSON line; what a change does not have is left out.
    pub fn line(&self) -> Map<String, Value> {
        let mut line = Map::new();
        line.insert("change".into(), json!(self.kind.as_str()));
        line.insert("case_number".into(), json!(self.case_number));
        line.insert("court_id".into(), json!(self.court_id));
        let rest = [
            ("sequence", self.sequence.map(Value::from)),
            ("field", self.field.map(|field| json!(field.as_str()))),
            ("before", self.before.cloned()),
            ("after", self.after.cloned()),
        ];
        for (key, value) in rest {
            if let Some(value) = value {
                line.insert(key.into(), value);
            }
        }
        line
    }

    /// Its words.
    pub fn words(&self) -> String {
        let (before, after) = (self.before, self.after);
        let entry = |side| join(&[text(side, "description"), text(side, "text")]);
        let setting = |side| {
            join(&[
                text(side, "purpose"),
                text(side, "scheduled_on"),
                text(side, "time"),
            ])
        };
        let told = match self.kind {
            ChangeKind::EntryAdded => format!("new entry: {}", entry(after)),
            ChangeKind::EntryAmended => {
                format!("entry amended: {} (was: {})", entry(after), entry(before))
            }
            ChangeKind::EntryWithdrawn => format!("entry withdrawn: {}", entry(before)),
            ChangeKind::HearingSet => format!("hearing set: {}", setting(after)),
            ChangeKind::HearingMoved => format!(
                "hearing moved: {} (was {})",
                setting(after),
                setting(before)
            ),
            ChangeKind::HearingCancelled => {
                format!("hearing cancelled: {}", setting(before.or(after)))
            }
            ChangeKind::HearingUnlisted => format!(
                "hearing no longer listed, and the court gave no reason (call the clerk): {}",
                setting(before.or(after))
            ),
            ChangeKind::PartyChanged => {
                format!("party changed: {} (was {})", plain(after), plain(before))
            }
            ChangeKind::HeaderChanged => format!(
                "{} changed: {} (was {})",
                self.field
                    .map_or("header", HeaderField::as_str)
                    .replace('_', " "),
                plain(after),
                plain(before)
            ),
            ChangeKind::CaseUnavailable => {
                "the court no longer shows this case; the copy is closed".to_owned()
            }
        };
        format!("{}: {}", self.case_number, told.trim_end())
    }
}

fn text<'v>(side: Option<&'v Value>, key: &str) -> &'v str {
    side.and_then(|v| v.get(key))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    parts.join(" ")
}

fn plain(side: Option<&Value>) -> String {
    match side {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => match text(Some(other), "name") {
            "" => other.to_string(),
            name => name.to_owned(),
        },
    }
}

/// A change as its line.
pub fn print_change(out: &Output, change: &Change) {
    let told = Told::from(change);
    out.result(&told.line(), || told.words());
}

fn print_failed(out: &Output, case: Option<&(String, String)>, problem: &Problem) {
    let (number, court) = case.cloned().unwrap_or_default();
    let mut line = Failure::from(problem.clone()).as_json();
    if let Some(line) = line.as_object_mut() {
        line.insert("case_number".into(), json!(number));
        line.insert("court_id".into(), json!(court));
    }
    out.result(&line, || format!("{number}: not read. {problem}"));
}

/// A part of a case could not be read although others were.
/// What a person must know who believes a check that tells nothing.
const INCOMPLETE: &str = "The court's docket came empty or cut off. Your copy keeps every entry; something new may be missing. Check again later.";

fn print_trouble(out: &Output, case: Option<&(String, String)>, trouble: &str) {
    let number = case.map(|(number, _)| number.as_str()).unwrap_or_default();
    out.note(&format!("{number}: {trouble}"));
}

/// The last line.
pub fn print_summary(out: &Output, summary: &CheckSummary) {
    let line = json!({
        "checked": summary.checked,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "failed": summary.failed,
        "skipped": summary.skipped,
    });
    out.result(&line, || {
        let cases = |n: u32| {
            if n == 1 {
                "1 case".to_owned()
            } else {
                format!("{n} cases")
            }
        };
        let mut words = format!(
            "{} read, {} with changes.",
            cases(summary.checked),
            summary.changed
        );
        if summary.failed > 0 {
            words.push_str(&format!(" {} could not be read.", cases(summary.failed)));
        }
        if summary.skipped > 0 {
            words.push_str(&format!(" {} not asked for.", cases(summary.skipped)));
        }
        words
    });
}
