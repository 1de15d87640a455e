//! What is shown before there is a desk: problems, the choice of a portal and of a protection.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, as a view needs it: what happened, what it means, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Problem {
    /// Stable word; views act on a few (`missing_key`, `locked`, `wrong_key`, `store_busy`, `not_permitted`, `stopped`).
    pub kind: String,
    /// One or two plain sentences.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
    /// When asking again can help, if that is known.
    pub retry_at: Option<String>,
    /// What a script wants to know of it (`expected`, `shown`, `kept`).
    #[serde(skip)]
    #[ts(skip)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Which face the window shows when it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum StartView {
    /// No store yet: the first-run steps.
    FirstRun {
        /// Whether the keyring can keep the key; if not, why, and a passphrase is the way.
        keyring: Option<Problem>,
        /// Where the data will live.
        data_folder: String,
        /// The portals that can be chosen: (id, name, plain description).
        portals: Vec<PortalChoice>,
        /// Characters that a passphrase chosen here has at least.
        shortest_passphrase: u32,
    },
    /// A store made with a passphrase waits for it.
    NeedsPassphrase {
        /// Why the last one did not open it.
        problem: Option<Problem>,
        /// Which portal the store belongs to.
        portal_name: String,
    },
    /// The store cannot be opened; nothing was changed.
    CannotOpen {
        /// Why, and what to do.
        problem: Problem,
        /// Where the data lives.
        data_folder: String,
    },
    /// Ready.
    Ready,
}

/// A portal that can be chosen at first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PortalChoice {
    /// `practice`, `missouri`, or the path of a profile file.
    pub id: String,
    /// "Practice portal".
    pub name: String,
    /// One plain sentence.
    pub description: String,
    /// The portal's posted notice that must be read once before anything is asked (`missouri`).
    pub notice: Option<String>,
}

/// How the store is protected, chosen at first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// A random key in the desktop's keyring.
    Keyring,
    /// A passphrase that the person types at each start.
    Passphrase,
}

/// The answers of the first-run steps.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct FirstRunAnswers {
    /// [`PortalChoice::id`].
    pub portal: String,
    /// How the store is protected.
    pub protection: Protection,
    /// How notifications speak.
    pub level: crate::domain::NoticeLevel,
    /// The person's name for review receipts; may be empty.
    pub reviewer: String,
}
