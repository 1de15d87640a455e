//! What a reading does to the hearings: set, moved, cancelled, no longer listed, held.
//!
//! A hearing is known by its entry and purpose (`cli.md`). Every hearing, known or new, becomes an [`Item`]; rows are
//! bound to known hearings, then the entries that this reading brings are read in docket order for what they do to
//! them. What is still without a row at the end has moved with a new row, or is no longer listed.

mod effects;
mod rows;
mod speech;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use self::effects::{hear, replace, replacement, results};
use self::rows::{bind_rows, relabelled, take_free};
use super::super::{ChangeKind, Docket, EntryIdentity, Hearing, HearingKey, HearingState, Setting};
use super::{
    DocketChanges, EntryState, Evidence, HearingChange, HearingWrite, KnownDocket, ToldAt,
};

/// What this reading did to an entry shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touched {
    /// Nothing.
    No,
    /// Its settings or edges differ.
    Settings,
    /// It is new, or its words differ: what it says counts now.
    Words,
}

/// What comparing hearings needs.
pub(super) struct Reading<'a> {
    pub known: &'a KnownDocket,
    pub shown: &'a Docket,
    pub identities: &'a [EntryIdentity],
    pub matches: &'a [Option<usize>],
    pub touched: &'a [Touched],
    pub today: Date,
}

/// Where the entry of a hearing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// On this reading, by index.
    Shown(usize),
    /// Not on this reading, and nothing is proved by that yet.
    Unsure(i64),
    /// Withdrawn, now or before.
    Gone(i64),
    /// Its entry is not known at all.
    Unknown,
}

/// A hearing on its way from what was known to what is.
struct Item {
    hearing_id: Option<i64>,
    key: HearingKey,
    setting: Setting,
    state: HearingState,
    home: Home,
    /// Has a `C` row on this reading.
    listed: bool,
    /// A new row that a person should hear of.
    fresh: bool,
    /// As it was, when its row changed.
    before: Option<Setting>,
    /// What to tell, and where.
    told: Option<(ChangeKind, ToldAt)>,
    /// Has to be written.
    dirty: bool,
}

impl Item {
    fn day(&self) -> Option<Date> {
        self.setting.scheduled_on
    }

    fn is_past(&self, today: Date) -> bool {
        self.day().is_some_and(|day| day < today)
    }

    fn become_state(&mut self, state: HearingState) {
        if self.state != state {
            self.state = state;
            self.dirty = true;
        }
    }
}

/// Adds to `changes` what happened to the hearings, and marks the entries that a hearing change speaks for.
pub(super) fn compare(reading: &Reading<'_>, changes: &mut DocketChanges) {
    let mut items = known_items(reading, changes);
    bind_rows(reading, &mut items);
    relabelled(&mut items);
    let mut covered = vec![false; reading.shown.entries.len()];
    for (index, entry) in reading.shown.entries.iter().enumerate() {
        if reading.touched[index] == Touched::No {
            continue;
        }
        results(entry, index, reading, &mut items);
        if reading.touched[index] == Touched::Words
            && let Some(said) = speech::said(entry)
        {
            hear(said, entry, index, reading, &mut items, &mut covered);
        }
    }
    without_row(reading, changes.evidence, &mut items);
    tell(items, covered, changes);
}

fn known_items(reading: &Reading<'_>, changes: &DocketChanges) -> Vec<Item> {
    if reading.known.hearings.is_empty() {
        return Vec::new();
    }
    let mut at: HashMap<EntryIdentity, usize> = HashMap::with_capacity(reading.known.entries.len());
    for (k, entry) in reading.known.entries.iter().enumerate() {
        at.insert(entry.identity, k);
    }
    let mut shown_at: Vec<Option<usize>> = vec![None; reading.known.entries.len()];
    for (index, k) in reading.matches.iter().enumerate() {
        if let Some(k) = k {
            shown_at[*k] = Some(index);
        }
    }
    let mut items: Vec<Item> = reading
        .known
        .hearings
        .iter()
        .map(|hearing| {
            let identity = EntryIdentity {
                id: hearing.key.entry,
                ordinal: hearing.key.entry_ordinal,
            };
            let mut key = hearing.key.clone();
            let home = match at.get(&identity).copied() {
                None => Home::Unknown,
                Some(k) => match shown_at[k] {
                    Some(index) => {
                        key.entry = reading.identities[index].id;
                        key.entry_ordinal = reading.identities[index].ordinal;
                        Home::Shown(index)
                    }
                    None => {
                        let entry = &reading.known.entries[k];
                        let whole = changes.evidence == Evidence::Whole;
                        match entry.state {
                            EntryState::Withdrawn => Home::Gone(entry.entry_id),
                            EntryState::Missing if whole => Home::Gone(entry.entry_id),
                            _ => Home::Unsure(entry.entry_id),
                        }
                    }
                },
            };
            Item {
                hearing_id: Some(hearing.hearing_id),
                dirty: key != hearing.key,
                key,
                setting: hearing.setting.clone(),
                state: hearing.state,
                home,
                listed: false,
                fresh: false,
                before: None,
                told: None,
            }
        })
        .collect();
    if !changes.rekeyed.is_empty() {
        let mut used = HashSet::new();
        // Those that keep their key come first, so that only moved ones are counted up.
        let (moved, kept): (Vec<usize>, Vec<usize>) =
            (0..items.len()).partition(|n| items[*n].dirty);
        for n in kept.into_iter().chain(moved) {
            take_free(&mut items[n].key, &mut used);
        }
    }
    items
}

/// Standing hearings whose row is gone, and nothing said why: moved with a new row of the same purpose, or unlisted.
fn without_row(reading: &Reading<'_>, evidence: Evidence, items: &mut [Item]) {
    let whole = evidence == Evidence::Whole;
    for n in 0..items.len() {
        if items[n].listed || items[n].state != HearingState::Set || items[n].hearing_id.is_none() {
            continue;
        }
        let shown = matches!(items[n].home, Home::Shown(_));
        if !shown && !whole {
            continue;
        }
        let past = items[n].is_past(reading.today);
        if !past && let Some(new) = replacement(items, n, usize::MAX, reading) {
            replace(items, n, new);
            continue;
        }
        let at = match items[n].home {
            Home::Shown(index) => ToldAt::Shown(index),
            Home::Gone(id) => ToldAt::Known(id),
            Home::Unsure(_) => continue,
            Home::Unknown => ToldAt::Nowhere,
        };
        if !whole {
            continue;
        }
        let item = &mut items[n];
        item.become_state(HearingState::Unlisted);
        if !past {
            item.before = Some(item.setting.clone());
            item.told = Some((ChangeKind::HearingUnlisted, at));
        }
    }
}

/// Turns the items into what to write and what to tell.
fn tell(items: Vec<Item>, mut covered: Vec<bool>, changes: &mut DocketChanges) {
    for item in items {
        if !item.dirty && item.told.is_none() {
            continue;
        }
        let write = changes.hearings.len();
        let moved_from = match item.told {
            Some((ChangeKind::HearingMoved, _)) if item.hearing_id.is_none() => item.before.clone(),
            _ => None,
        };
        if let Some((kind, at)) = item.told {
            if let ToldAt::Shown(index) = at
                && kind != ChangeKind::HearingUnlisted
            {
                covered[index] = true;
            }
            let over = matches!(
                kind,
                ChangeKind::HearingCancelled | ChangeKind::HearingUnlisted
            );
            changes.hearing_changes.push(HearingChange {
                kind,
                write,
                at,
                before: item.before,
                after: (!over).then(|| item.setting.clone()),
            });
        }
        changes.hearings.push(HearingWrite {
            hearing_id: item.hearing_id,
            hearing: Hearing {
                key: item.key,
                setting: item.setting,
                state: item.state,
            },
            moved_from,
        });
    }
    for added in &mut changes.added {
        added.covered = covered[added.index];
    }
    for amended in &mut changes.amended {
        amended.covered = covered[amended.index];
    }
    for returned in &mut changes.returned {
        returned.covered = covered[returned.index];
    }
}
