//! What changed between two readings of a case.

use serde::{Deserialize, Serialize};

use super::{CaseNumber, CourtId};

/// The kinds of change that a person is told about. The words are those of `cli.md`, `check`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS,
)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A docket entry that was not there before.
    EntryAdded,
    /// A known entry whose words changed.
    EntryAmended,
    /// A known entry that two readings in a row no longer show.
    EntryWithdrawn,
    /// A hearing was set.
    HearingSet,
    /// The row of a known hearing changed its date, time or place.
    HearingMoved,
    /// An entry says that the hearing is cancelled.
    HearingCancelled,
    /// The hearing's row is gone and no entry says why.
    HearingUnlisted,
    /// A party or attorney was added, removed or changed.
    PartyChanged,
    /// Judge, disposition, location or another part of the header changed.
    HeaderChanged,
    /// The court no longer shows the case: unavailable or gone confidential.
    CaseUnavailable,
}

impl ChangeKind {
    /// All kinds, in the order of `cli.md`.
    pub const ALL: [Self; 10] = [
        Self::EntryAdded,
        Self::EntryAmended,
        Self::EntryWithdrawn,
        Self::HearingSet,
        Self::HearingMoved,
        Self::HearingCancelled,
        Self::HearingUnlisted,
        Self::PartyChanged,
        Self::HeaderChanged,
        Self::CaseUnavailable,
    ];

    /// The stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EntryAdded => "entry_added",
            Self::EntryAmended => "entry_amended",
            Self::EntryWithdrawn => "entry_withdrawn",
            Self::HearingSet => "hearing_set",
            Self::HearingMoved => "hearing_moved",
            Self::HearingCancelled => "hearing_cancelled",
            Self::HearingUnlisted => "hearing_unlisted",
            Self::PartyChanged => "party_changed",
            Self::HeaderChanged => "header_changed",
            Self::CaseUnavailable => "case_unavailable",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// Whether a person must say "I have seen this" (hearing moved, cancelled, no longer listed): such a change is
    /// not part of "mark all reviewed".
    pub fn needs_acknowledgement(self) -> bool {
        matches!(
            self,
            Self::HearingMoved | Self::HearingCancelled | Self::HearingUnlisted
        )
    }
}

/// Which part of the header changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderField {
    /// Style of the case.
    Style,
    /// Judge or commissioner.
    Judge,
    /// Disposition.
    Disposition,
    /// Location.
    Location,
    /// Case type.
    CaseType,
    /// Filing date.
    FiledOn,
    /// Security level.
    SecurityLevel,
}

impl HeaderField {
    /// The stable word for `--json` (`field`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Judge => "judge",
            Self::Disposition => "disposition",
            Self::Location => "location",
            Self::CaseType => "case_type",
            Self::FiledOn => "filed_on",
            Self::SecurityLevel => "security_level",
        }
    }
}

/// A change as it is stored and told: once, whichever run found it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What kind of change.
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// The case.
    pub case_number: CaseNumber,
    /// Its court at the time.
    pub court_id: CourtId,
    /// Sequence number of the entry concerned, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// Which header field, for [`ChangeKind::HeaderChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<HeaderField>,
    /// How it was, as JSON (an entry, a setting, a party, or a text).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// How it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<serde_json::Value>,
}
