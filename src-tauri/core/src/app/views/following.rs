//! Lists of case numbers, and what became of each.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One line of a pasted list, looked at on this computer only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PastedLine {
    /// Line number, from 1.
    pub line: u32,
    /// What stood there, cut to 60 characters.
    pub shown: String,
    /// The number as we read it, and as the court would be asked for it; none when it cannot be asked for at all.
    pub case_number: Option<String>,
    /// The court, where the line names one.
    pub court_id: Option<String>,
    /// The person's name for the case.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Ready, already followed, worth a warning, or not a number.
    pub verdict: PastedVerdict,
    /// What to do, in plain words; empty when nothing is to do.
    pub message: String,
}

/// A line of a list that is to be followed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct FollowLine {
    /// Case number.
    pub case_number: String,
    /// Its court, where the list names one.
    pub court_id: Option<String>,
    /// The person's name for it.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Ask for it although it does not look like a case number.
    #[serde(default)]
    pub anyway: bool,
}

/// What a pasted line is, before the court is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PastedVerdict {
    /// Can be asked for.
    Ready,
    /// Unusual shape: can be asked for, and probably should be fixed.
    Unusual,
    /// Followed already.
    Already,
    /// The same number as an earlier line.
    Repeated,
    /// Does not look like a case number at all. It is asked for only when the person says so for this line; without a
    /// number it cannot be asked for.
    Invalid,
}

/// What became of one line or one number (`cli.md`, `follow --from`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FollowOutcome {
    /// Line number, from 1.
    pub line: u32,
    /// The number, or what stood there.
    pub case_number: String,
    /// What became of it.
    pub outcome: FollowResult,
    /// Why, in plain words.
    pub message: Option<String>,
    /// The case, when it is followed now.
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// Its style, when it is followed now.
    pub style: Option<String>,
    /// Entries read.
    pub entries: u32,
    /// When several courts have the number: the choices.
    pub courts: Vec<CourtChoice>,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FollowResult {
    /// Followed now.
    Followed,
    /// Was followed already.
    Already,
    /// The court found no such case, in its own words.
    NotFound,
    /// Does not look like a case number, and was not asked for.
    Invalid,
    /// Several courts have it: choose.
    Ambiguous,
    /// Could not be asked; try again later.
    Failed,
}

/// A court to choose when a number repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CourtChoice {
    /// Court id.
    pub value: String,
    /// "Boone: JANE Q DOE V JOHN Q PUBLIC, filed August 4, 2026".
    pub label: String,
}

/// The event `follow_progress`: one line of a pasted list was dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FollowProgress {
    /// The line's outcome.
    pub outcome: FollowOutcome,
    /// Lines done.
    pub done: u32,
    /// Lines in all.
    pub total: u32,
}
