//! `compare(known, shown)`: what changed between two readings. Pure: no clock, no store, no network.
//!
//! [`compare_docket`] works on integers (identity and two fingerprints an entry), so that a docket of 10,000 unchanged
//! entries costs no string work. [`compare_header`] and [`compare_parties`] are small and work on the words.
//! What is found is of two sorts and kept apart: what to *write* (entries, positions, hearings) and what to *tell*.

mod docket;
mod header;
mod hearings;
mod matching;
mod parties;
mod positions;

pub use docket::compare_docket;
pub use header::{HeaderChange, compare_header};
pub use parties::{PartyChange, PartyChangeKind, compare_parties, parties_to_keep};

use super::{ChangeKind, EntryIdentity, Hearing, HearingKey, HearingState, Setting};

/// Where a known entry stands.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// On the last reading.
    #[default]
    Current,
    /// Not on the last reading; not told until the next one agrees.
    Missing,
    /// Two readings in a row did not show it.
    Withdrawn,
}

impl EntryState {
    /// Stable word for storage and `--json` (`cli.md`, `docket`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Missing => "missing",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Current, Self::Missing, Self::Withdrawn]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// What comparing needs to know of a stored entry: integers only, so that they can come from one covering index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEntry {
    /// Row id.
    pub entry_id: i64,
    /// What it is known by.
    pub identity: EntryIdentity,
    /// [`super::DocketEntry::fingerprint`] of the stored version.
    pub fingerprint: i64,
    /// [`super::DocketEntry::settings_fingerprint`] of the stored settings and edges.
    pub settings_fingerprint: i64,
    /// Place in docket order, ascending; only the order means something.
    pub position: i64,
    /// Where it stands.
    pub state: EntryState,
}

/// A stored hearing, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHearing {
    /// Row id.
    pub hearing_id: i64,
    /// What it is known by.
    pub key: HearingKey,
    /// Where and when it is set, as last read.
    pub setting: Setting,
    /// What became of it.
    pub state: HearingState,
}

/// What we know of a case's docket before a reading. All entries and all hearings, also the withdrawn and the past
/// ones: a row that is still on the docket must not be taken for a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownDocket {
    /// All stored entries; any order.
    pub entries: Vec<KnownEntry>,
    /// All stored hearings; any order.
    pub hearings: Vec<KnownHearing>,
}

/// What a reading can prove about entries that it does not show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The docket looks whole: what it does not show is missing.
    #[default]
    Whole,
    /// It shows nothing although we know entries: no evidence of anything.
    Empty,
    /// It is shorter in a way that an incomplete answer is: additions and edits count, absence does not.
    CutOff,
}

/// An entry that was not there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Index into the entries shown.
    pub index: usize,
    /// What it is known by.
    pub identity: EntryIdentity,
    /// Place in docket order.
    pub position: i64,
    /// A told hearing change hangs on this entry: both changes are stored, one notice is raised (the hearing's).
    pub covered: bool,
}

/// A known entry whose content changed: keep the old version, write the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amended {
    /// Row id.
    pub entry_id: i64,
    /// Index into the entries shown.
    pub index: usize,
    /// Where it stood before. From [`EntryState::Withdrawn`] it is told as `entry_added` by [`Returned`], once, and
    /// not as `entry_amended` too.
    pub was: EntryState,
    /// As [`Added::covered`].
    pub covered: bool,
}

/// A known entry whose settings or edges changed and whose content did not: write them, tell nothing beside the
/// hearing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resettled {
    /// Row id.
    pub entry_id: i64,
    /// Index into the entries shown.
    pub index: usize,
}

/// A known entry that the portal now knows by another identity: write the identity, tell nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rekeyed {
    /// Row id.
    pub entry_id: i64,
    /// Index into the entries shown.
    pub index: usize,
    /// The identity it has now.
    pub identity: EntryIdentity,
}

/// An entry that was missing or withdrawn and is back: its state becomes current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// Row id.
    pub entry_id: i64,
    /// Index into the entries shown.
    pub index: usize,
    /// Where it stood. From [`EntryState::Missing`] nothing was told, so nothing is told now; from
    /// [`EntryState::Withdrawn`] it is told as `entry_added` again.
    pub was: EntryState,
    /// As [`Added::covered`].
    pub covered: bool,
}

/// A new place in docket order for a known entry (the portal changed its order, or there was no room between two).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repositioned {
    /// Row id.
    pub entry_id: i64,
    /// Place in docket order.
    pub position: i64,
}

/// A hearing to write as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingWrite {
    /// The row to overwrite; `None` makes a new one.
    pub hearing_id: Option<i64>,
    /// What to store (key, setting, state). The key can differ from the stored one.
    pub hearing: Hearing,
    /// For a new row that takes the place of another entry's: the setting it was moved from.
    pub moved_from: Option<Setting>,
}

/// Which docket entry a hearing change is told at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldAt {
    /// An entry of this reading, by index; [`DocketChanges::entry_ids`] has its row id where it was known.
    Shown(usize),
    /// A known entry that this reading does not show, by row id.
    Known(i64),
    /// No entry can be named.
    Nowhere,
}

/// A hearing change that a person is told about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingChange {
    /// One of the four `Hearing…` kinds.
    pub kind: ChangeKind,
    /// Index into [`DocketChanges::hearings`] of the hearing that it is about (for a move: the new setting).
    pub write: usize,
    /// The entry to open: the one with the new row, the one that says it is cancelled, or the one that had the row.
    pub at: ToldAt,
    /// The setting as it was; `None` for a new hearing.
    pub before: Option<Setting>,
    /// The setting as it is; `None` for one that is cancelled or no longer listed.
    pub after: Option<Setting>,
}

/// Everything that one reading of a docket changes. Empty vectors mean: nothing to write but the status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocketChanges {
    /// What this reading can prove; anything but [`Evidence::Whole`] is worth a word in the status row.
    pub evidence: Evidence,
    /// For each entry shown, in order: the row id it was matched to; `None` for an added one.
    pub entry_ids: Vec<Option<i64>>,
    /// Entries to insert. Told as `entry_added`.
    pub added: Vec<Added>,
    /// Entries to rewrite, keeping the old version. Told as `entry_amended` (but see [`Amended::was`]).
    pub amended: Vec<Amended>,
    /// Entries whose settings and edges to rewrite.
    pub resettled: Vec<Resettled>,
    /// Entries whose identity to rewrite; they may be amended or resettled as well.
    pub rekeyed: Vec<Rekeyed>,
    /// Row ids: current before, now missing. Shown as "not on the last reading", not told.
    pub missing: Vec<i64>,
    /// Row ids: missing before, now withdrawn. Told as `entry_withdrawn`.
    pub withdrawn: Vec<i64>,
    /// Entries that are back.
    pub returned: Vec<Returned>,
    /// Known entries with a new place in docket order.
    pub repositioned: Vec<Repositioned>,
    /// Hearings to write.
    pub hearings: Vec<HearingWrite>,
    /// Hearing changes to tell.
    pub hearing_changes: Vec<HearingChange>,
}

impl DocketChanges {
    /// Whether there is nothing to write and nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.amended.is_empty()
            && self.resettled.is_empty()
            && self.rekeyed.is_empty()
            && self.missing.is_empty()
            && self.withdrawn.is_empty()
            && self.returned.is_empty()
            && self.repositioned.is_empty()
            && self.hearings.is_empty()
            && self.hearing_changes.is_empty()
    }
}

/// A text as it is compared: upper case, single blanks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_uppercase));
    }
    out
}
