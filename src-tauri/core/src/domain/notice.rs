//! Notices: what a person is told by the desktop, and how much of it may be shown.

use serde::{Deserialize, Serialize};

/// How much a notification may show (`design/screens/notification.txt`, "Levels of content"). C is the standard.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// A: your name for the case, what happened, the court's words.
    Everything,
    /// B: your name for the case, and what happened.
    CaseName,
    /// C: what happened, no case names.
    #[default]
    NoCaseNames,
    /// D: nothing about courts or cases.
    Discreet,
}

/// What a click on a notification opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoticeTarget {
    /// A case, at a change of it.
    Case {
        /// Row id of the followed case.
        case_id: i64,
        /// Row id of the change.
        change_id: i64,
        /// Row id of the docket entry, where the change has one.
        entry_id: Option<i64>,
    },
    /// A hearing of a case.
    Hearing {
        /// Row id of the followed case.
        case_id: i64,
        /// Row id of the docket entry that it comes from, where that is stored.
        entry_id: Option<i64>,
    },
    /// Accounts: an e-mail waits to be followed.
    Accounts,
    /// The group: somebody joined, or another administrator acted.
    Group,
    /// The Today view.
    Today,
    /// Settings, Notifications: the test was seen.
    Test,
    /// Why checking stopped.
    Access,
}

/// An action button of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAction {
    /// Open the case (or the place that the notice is about); also what a click on the notification does.
    Open,
    /// Mark the change reviewed.
    MarkReviewed,
    /// "I have seen this": acknowledges a moved or cancelled hearing.
    Acknowledge,
    /// Open Today.
    OpenToday,
    /// Hold summaries for an hour.
    SnoozeHour,
    /// "I see it": finishes a test.
    SeeTest,
    /// Open the page that says why checking stopped.
    SeeWhy,
    /// Open the portal's own site, in the person's browser.
    OpenPortal,
}

/// A notification as the desktop shows it: already worded, cut and levelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Our event id; unique, travels with the notification so that repeats can be counted.
    pub event_id: String,
    /// Notifications with the same key replace each other.
    pub key: String,
    /// At most 50 characters, the news first.
    pub title: String,
    /// At most three short sentences.
    pub body: String,
    /// At most two buttons, the safest first, with their labels.
    pub actions: Vec<(NoticeAction, String)>,
    /// What a click opens.
    pub target: NoticeTarget,
    /// Stays until closed, where the desktop allows it.
    pub stays: bool,
    /// App name to show: "Docketbell", or "Bell" at level D.
    pub app_name: String,
}
