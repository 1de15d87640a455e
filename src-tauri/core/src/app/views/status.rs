//! The status bar: checking, the line, a stop.

use serde::Serialize;
use ts_rs::TS;

use super::Problem;

/// What the status bar says.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct StatusView {
    /// Can the portal be reached, as far as the last request tells.
    pub line: LineState,
    /// Since when it is so.
    pub line_since: Option<String>,
    /// When that was learnt: the last answer, or the last try that found no connection. What it says ages from then on.
    pub line_at: Option<String>,
    /// A check is running: how many of how many cases.
    pub checking: Option<CheckingView>,
    /// Access stopped by a refusal or challenge: why, in the portal's words. Only a person resumes it.
    pub stopped: Option<StopView>,
    /// The court's site is closed until then.
    pub closed_until: Option<String>,
    /// Today's budget is spent until then.
    pub budget_spent_until: Option<String>,
    /// The newest successful reading of any case.
    pub last_checked_at: Option<String>,
    /// The oldest last reading among the cases that were read: nothing that is shown is older.
    pub oldest_checked_at: Option<String>,
    /// The next scheduled check; `None` when only a person asks, nobody watches, or access is stopped.
    pub next_check_at: Option<String>,
    /// Changes to review.
    pub to_review: u32,
    /// Followed cases.
    pub followed: u32,
    /// Actions waiting (later issues; 0 is hidden).
    pub waiting: u32,
    /// Notices held by quiet hours.
    pub held: u32,
    /// Quiet hours: on now until then, or next start.
    pub quiet_until: Option<String>,
    /// Next start of quiet hours, when they are on in the settings.
    pub quiet_from: Option<String>,
    /// The portal's name.
    pub portal_name: String,
    /// Whether this is the practice portal.
    pub practice: bool,
    /// Whether the profile allows checks on a schedule.
    pub automatic: bool,
    /// What a person may ask for: `none`, `one`, `all`.
    pub asked_checks: String,
    /// The portal's posted notice must be read once before anything is asked.
    pub notice_unread: bool,
    /// The last thing that went wrong, until it is gone.
    pub problem: Option<Problem>,
    /// Notifications cannot be shown, and why.
    pub notifier_problem: Option<Problem>,
    /// Whether closing the window keeps watching in the tray.
    pub tray: bool,
}

/// Can the portal be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nothing was asked yet.
    Unknown,
    /// The last request was answered; of this process, or of another since.
    Online,
    /// The last request found no connection.
    Offline,
}

/// Progress of a running check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckingView {
    /// Cases read.
    pub done: u32,
    /// Cases to read.
    pub total: u32,
}

/// Why access stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StopView {
    /// `refusal` or `challenge`.
    pub reason: String,
    /// The portal's own words.
    pub words: String,
    /// Since when.
    pub since: String,
}

/// What a check found, for "Check now" (counts as in `docketctl check`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckSummary {
    /// Cases read.
    pub checked: u32,
    /// Of them, changed.
    pub changed: u32,
    /// Of them, unchanged.
    pub unchanged: u32,
    /// Cases that could not be read.
    pub failed: u32,
    /// Cases not asked for (stopped, closed, budget).
    pub skipped: u32,
    /// Why cases failed or were skipped: the first reason.
    pub problem: Option<Problem>,
}
