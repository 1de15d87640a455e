//! `compare(known, shown)`: what changed between two readings. Pure.

use serde::{Deserialize, Serialize};

use super::{EntryIdentity, HearingKey, HearingState, Setting};

/// Whether an entry that we know was on the last reading (`cli.md`, `docket`, `state`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// On the last reading.
    #[default]
    Current,
    /// Not on the last reading; the next one decides.
    Missing,
    /// Two readings agreed that it is gone. What it said is kept.
    Withdrawn,
}

impl EntryState {
    /// The stable word for `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Missing => "missing",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What we know of a docket entry, as far as comparing needs it. Its words stay in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEntry {
    /// Row id of the entry.
    pub entry_id: i64,
    /// What the entry is known by.
    pub identity: EntryIdentity,
    /// [`super::DocketEntry::fingerprint`] of the words that are stored.
    pub fingerprint: i64,
    /// [`super::DocketEntry::settings_fingerprint`] of what is stored.
    pub settings_fingerprint: i64,
    /// Place on the docket, ascending from the oldest; spaced, so that an entry in the middle needs no renumbering.
    pub position: i64,
    /// On the last reading, or not.
    pub state: EntryState,
}

/// A hearing that we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHearing {
    /// Row id of the hearing.
    pub hearing_id: i64,
    /// What it is known by.
    pub key: HearingKey,
    /// Where and when it is set, as last read.
    pub setting: Setting,
    /// What became of it.
    pub state: HearingState,
}
