//! From what a comparison found to what a person is told. Pure.
//!
//! Both sides of every change are written down here ([`crate::domain::told`]); the store keeps them, so that a change
//! can still be read when the docket has moved on. A change that stands beside a hearing change of the same entry is
//! kept and raises no notice of its own.

use serde_json::{Value, json};

use crate::domain::compare::{DocketChanges, EntryState, HeaderChange, PartyChange, ToldAt};
use crate::domain::told::{entry_value, party_value, setting_value};
use crate::domain::{ChangeKind, Docket, DocketEntry, HeaderField};

/// The docket entry that a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboutEntry {
    /// A stored entry, by row id.
    Stored(i64),
    /// An entry that this reading adds, by its place among [`DocketChanges::added`].
    Added(usize),
    /// No entry.
    None,
}

/// A change to store and to tell, before the store gives it a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Tell {
    /// What kind.
    pub kind: ChangeKind,
    /// Which entry a click opens.
    pub entry: AboutEntry,
    /// Which of the hearings written, for a hearing change.
    pub hearing: Option<usize>,
    /// The entry's sequence number.
    pub sequence: Option<i64>,
    /// Which header field.
    pub field: Option<HeaderField>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
    /// Whether it raises a notice of its own.
    pub notify: bool,
}

/// The changes of a docket. `before` gives the stored words of an entry by row id.
pub fn tell_docket(
    changes: &DocketChanges,
    shown: &Docket,
    before: impl Fn(i64) -> Option<DocketEntry>,
) -> Vec<Tell> {
    let mut told = Vec::new();
    let added_place = |index: usize| {
        let place = changes.added.iter().position(|a| a.index == index);
        place.map_or(AboutEntry::None, AboutEntry::Added)
    };
    let entry_of = |at: ToldAt| match at {
        ToldAt::Shown(index) => match changes.entry_ids.get(index).copied().flatten() {
            Some(id) => (
                AboutEntry::Stored(id),
                shown.entries.get(index).and_then(|e| e.sequence),
            ),
            None => (
                added_place(index),
                shown.entries.get(index).and_then(|e| e.sequence),
            ),
        },
        ToldAt::Known(id) => (AboutEntry::Stored(id), before(id).and_then(|e| e.sequence)),
        ToldAt::Nowhere => (AboutEntry::None, None),
    };
    // A hearing comes first: it is what a person has to act on.
    for change in &changes.hearing_changes {
        let (entry, sequence) = entry_of(change.at);
        told.push(Tell {
            kind: change.kind,
            entry,
            hearing: Some(change.write),
            sequence,
            field: None,
            before: change.before.as_ref().map(setting_value),
            after: change.after.as_ref().map(setting_value),
            notify: true,
        });
    }
    for (place, added) in changes.added.iter().enumerate() {
        let Some(entry) = shown.entries.get(added.index) else {
            continue;
        };
        told.push(Tell {
            kind: ChangeKind::EntryAdded,
            entry: AboutEntry::Added(place),
            hearing: None,
            sequence: entry.sequence,
            field: None,
            before: None,
            after: Some(entry_value(entry)),
            notify: !added.covered,
        });
    }
    for returned in changes
        .returned
        .iter()
        .filter(|r| r.was == EntryState::Withdrawn)
    {
        let Some(entry) = shown.entries.get(returned.index) else {
            continue;
        };
        told.push(Tell {
            kind: ChangeKind::EntryAdded,
            entry: AboutEntry::Stored(returned.entry_id),
            hearing: None,
            sequence: entry.sequence,
            field: None,
            before: None,
            after: Some(entry_value(entry)),
            notify: !returned.covered,
        });
    }
    for amended in changes
        .amended
        .iter()
        .filter(|a| a.was != EntryState::Withdrawn)
    {
        let Some(entry) = shown.entries.get(amended.index) else {
            continue;
        };
        told.push(Tell {
            kind: ChangeKind::EntryAmended,
            entry: AboutEntry::Stored(amended.entry_id),
            hearing: None,
            sequence: entry.sequence,
            field: None,
            before: before(amended.entry_id).as_ref().map(entry_value),
            after: Some(entry_value(entry)),
            notify: !amended.covered,
        });
    }
    for id in &changes.withdrawn {
        let was = before(*id);
        told.push(Tell {
            kind: ChangeKind::EntryWithdrawn,
            entry: AboutEntry::Stored(*id),
            hearing: None,
            sequence: was.as_ref().and_then(|e| e.sequence),
            field: None,
            before: was.as_ref().map(entry_value),
            after: None,
            notify: true,
        });
    }
    told
}

/// The changes of a header: `before` and `after` are the court's words.
pub fn tell_header(changes: &[HeaderChange]) -> Vec<Tell> {
    changes
        .iter()
        .map(|change| Tell {
            kind: ChangeKind::HeaderChanged,
            entry: AboutEntry::None,
            hearing: None,
            sequence: None,
            field: Some(change.field),
            before: change.before.as_ref().map(|words| json!(words)),
            after: change.after.as_ref().map(|words| json!(words)),
            notify: true,
        })
        .collect()
}

/// The changes of the parties: `before` and `after` are parties as [`party_value`] writes them.
pub fn tell_parties(changes: &[PartyChange]) -> Vec<Tell> {
    let mut told: Vec<(Option<Value>, Option<Value>)> = Vec::new();
    for change in changes {
        let what = (
            change.before.as_ref().map(party_value),
            change.after.as_ref().map(party_value),
        );
        // One party is told once, with all that changed about it: counsel that was replaced is gone and new at once.
        if !told.contains(&what) {
            told.push(what);
        }
    }
    told.into_iter()
        .map(|(before, after)| Tell {
            kind: ChangeKind::PartyChanged,
            entry: AboutEntry::None,
            hearing: None,
            sequence: None,
            field: None,
            before,
            after,
            notify: true,
        })
        .collect()
}
