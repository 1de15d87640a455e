//! What the window is told: something changed, open this place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What changed in the store: views that show such things ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ChangedKind {
    /// Cases, dockets, changes.
    Cases,
    /// The status bar.
    Status,
    /// Settings.
    Settings,
    /// The notification test.
    Test,
    /// Accounts, sign-in, an open journey.
    Accounts,
    /// The group: roster, outbox, PIN, playbooks, reviews.
    Group,
}

/// The event `changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Changed {
    /// What changed.
    pub kinds: Vec<ChangedKind>,
}

/// The event `open`: a notification was clicked; the window shows this place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum OpenPlace {
    /// A case, at an entry, with the change shown.
    Case {
        /// Row id of the case.
        #[ts(type = "number")]
        case_id: i64,
        /// Row id of the entry.
        #[ts(type = "number | null")]
        entry_id: Option<i64>,
        /// Row id of the change.
        #[ts(type = "number | null")]
        change_id: Option<i64>,
    },
    /// Today.
    Today,
    /// Settings, Notifications.
    NotificationTest,
    /// Why checking stopped.
    Access,
    /// Accounts: what a reminder is about.
    Accounts,
    /// The group: somebody joined, or another administrator acted.
    Group,
    /// A group-association link to look at. Opening the place asks nothing of the portal.
    Associate {
        /// The link as it came.
        link: String,
    },
}
