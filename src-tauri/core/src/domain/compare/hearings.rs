//! What a reading does to the hearings: set, moved, cancelled, no longer listed, held.
//!
//! A hearing is known by its entry and purpose (`cli.md`). Every hearing, known or new, becomes an [`Item`]; rows are
//! bound to known hearings, then the entries that this reading brings are read in docket order for what they do to
//! them. What is still without a row at the end has moved with a new row, or is no longer listed.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::super::{
    ChangeKind, Docket, DocketEntry, EntryIdentity, Hearing, HearingKey, HearingState, Setting,
    SettingMark,
};
use super::plain;
use super::speech::{self, Said, Speech};
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

/// Binds each `C` row to the known hearing of its entry and purpose; a row that nobody knows is a new hearing.
fn bind_rows(reading: &Reading<'_>, items: &mut Vec<Item>) {
    let mut of_entry: HashMap<usize, Vec<usize>> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        if let Home::Shown(index) = item.home {
            of_entry.entry(index).or_default().push(n);
        }
    }
    let mut used: HashSet<HearingKey> = items.iter().map(|i| i.key.clone()).collect();
    for (index, entry) in reading.shown.entries.iter().enumerate() {
        let rows: Vec<(String, &Setting)> = entry
            .settings
            .iter()
            .filter(|s| s.mark == SettingMark::Set)
            .map(|s| (plain(&s.purpose), s))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let mut free: Vec<usize> = of_entry.remove(&index).unwrap_or_default();
        // A standing hearing is a better match than one that is over.
        free.sort_by_key(|n| (items[*n].state != HearingState::Set, items[*n].key.ordinal));
        let mut bound = vec![false; rows.len()];
        // The same row first, so that removing the first of three trial days does not move the others.
        for exact in [true, false] {
            for (row, (purpose, setting)) in rows.iter().enumerate() {
                if bound[row] {
                    continue;
                }
                let found = free.iter().position(|n| {
                    let item = &items[*n];
                    item.key.purpose == *purpose && (!exact || same_setting(&item.setting, setting))
                });
                if let Some(place) = found {
                    let n = free.remove(place);
                    bound[row] = true;
                    bind(&mut items[n], index, setting, reading.today);
                }
            }
        }
        for (row, (purpose, setting)) in rows.into_iter().enumerate() {
            if bound[row] {
                continue;
            }
            let fresh = reading.touched[index] != Touched::No;
            let mut key = HearingKey {
                entry: reading.identities[index].id,
                entry_ordinal: reading.identities[index].ordinal,
                purpose,
                ordinal: 0,
            };
            take_free(&mut key, &mut used);
            items.push(Item {
                hearing_id: None,
                key,
                setting: setting.clone(),
                state: HearingState::Set,
                home: Home::Shown(index),
                listed: true,
                fresh,
                before: None,
                told: fresh.then_some((ChangeKind::HearingSet, ToldAt::Shown(index))),
                dirty: true,
            });
        }
    }
}

/// Counts the key's ordinal up to one that no hearing has, also none of the past: a key is never given twice.
fn take_free(key: &mut HearingKey, used: &mut HashSet<HearingKey>) {
    while !used.insert(key.clone()) {
        key.ordinal += 1;
    }
}

fn bind(item: &mut Item, index: usize, row: &Setting, today: Date) {
    item.listed = true;
    let now = merged(&item.setting, row);
    let moved = !same_setting(&item.setting, row);
    if now != item.setting {
        let was = std::mem::replace(&mut item.setting, now);
        item.dirty = true;
        if moved && item.state == HearingState::Set {
            item.before = Some(was);
            item.told = Some((ChangeKind::HearingMoved, ToldAt::Shown(index)));
        }
    }
    let set_again = match item.state {
        HearingState::Set => false,
        HearingState::Unlisted => true,
        HearingState::Cancelled | HearingState::Moved => moved,
        HearingState::Held => moved && !item.is_past(today),
    };
    if set_again {
        item.become_state(HearingState::Set);
        item.fresh = true;
        item.told = Some((ChangeKind::HearingSet, ToldAt::Shown(index)));
    }
}

/// The row as it is to be kept: what the portal left out this time stays as it was.
fn merged(known: &Setting, row: &Setting) -> Setting {
    Setting {
        scheduled_on: row.scheduled_on.or(known.scheduled_on),
        time: row.time.clone().or_else(|| known.time.clone()),
        purpose: row.purpose.clone(),
        location: row.location.clone().or_else(|| known.location.clone()),
        judge: row.judge.clone().or_else(|| known.judge.clone()),
        mark: row.mark.clone(),
    }
}

/// Whether a person would go to the same place at the same time. What one side does not say is no difference, nor is
/// another way to write it. A new judge is kept, and does not make it another setting.
fn same_setting(a: &Setting, b: &Setting) -> bool {
    let day = match (a.scheduled_on, b.scheduled_on) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let time = match (a.time_of_day(), b.time_of_day()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => same_words(a.time.as_deref(), b.time.as_deref()),
        _ => a.time.is_none() || b.time.is_none(),
    };
    day && time && same_words(a.location.as_deref(), b.location.as_deref())
}

fn same_words(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || plain(a) == plain(b),
        _ => true,
    }
}

/// A row that only changed its purpose: the old hearing is replaced, the new one is told as set.
fn relabelled(items: &mut [Item]) {
    for n in 0..items.len() {
        if items[n].listed || items[n].state != HearingState::Set {
            continue;
        }
        let Home::Shown(index) = items[n].home else {
            continue;
        };
        let replaced = items.iter().any(|other| {
            other.fresh
                && other.hearing_id.is_none()
                && other.home == Home::Shown(index)
                && other.day() == items[n].day()
                && same_setting(&other.setting, &items[n].setting)
        });
        if replaced {
            items[n].become_state(HearingState::Moved);
        }
    }
}

/// `R` rows mark hearings held. They are not told beside their entry.
fn results(entry: &DocketEntry, index: usize, reading: &Reading<'_>, items: &mut [Item]) {
    for row in &entry.settings {
        if row.mark != SettingMark::Result {
            continue;
        }
        let purpose = plain(&row.purpose);
        let fits_day = |item: &Item| match (item.day(), row.scheduled_on) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let open = |item: &Item| {
            matches!(item.state, HearingState::Set | HearingState::Unlisted)
                || (item.state == HearingState::Held && item.listed)
        };
        let pick = |test: &dyn Fn(&Item) -> bool| -> Option<usize> {
            let mut found = items.iter().enumerate().filter(|(_, i)| open(i) && test(i));
            let first = found.next()?.0;
            found.next().is_none().then_some(first)
        };
        let here = Home::Shown(index);
        let target = pick(&|i| i.home == here && i.key.purpose == purpose && fits_day(i))
            .or_else(|| {
                pick(&|i| linked(reading, index, i.home) && i.key.purpose == purpose && fits_day(i))
            })
            .or_else(|| pick(&|i| linked(reading, index, i.home) && fits_day(i)))
            .or_else(|| {
                pick(&|i| {
                    i.key.purpose == purpose && i.day().is_some() && i.day() == row.scheduled_on
                })
            })
            .or_else(|| pick(&|i| linked(reading, index, i.home) && i.key.purpose == purpose))
            .or_else(|| pick(&|i| i.day().is_some() && i.day() == row.scheduled_on));
        if let Some(n) = target {
            let item = &mut items[n];
            item.become_state(HearingState::Held);
            item.told = None;
            item.fresh = false;
        }
    }
}

/// Whether the docket ties the entry at `index` to the entry of a hearing: an edge, on either of its ends.
fn linked(reading: &Reading<'_>, index: usize, home: Home) -> bool {
    let entries = &reading.shown.entries;
    let points_to = |from: usize, sequence: Option<i64>, entry: Option<&DocketEntry>| {
        entries[from]
            .associated
            .iter()
            .any(|edge| match edge.sequence {
                Some(n) => Some(n) == sequence,
                None => entry.is_some_and(|e| {
                    edge.filed_on.is_some()
                        && edge.filed_on == e.filed_on
                        && plain(&edge.description) == plain(&e.description)
                }),
            })
    };
    match home {
        Home::Shown(other) => {
            other != index
                && (points_to(index, entries[other].sequence, Some(&entries[other]))
                    || points_to(other, entries[index].sequence, Some(&entries[index])))
        }
        Home::Unsure(id) | Home::Gone(id) => {
            let identity = reading
                .known
                .entries
                .iter()
                .find(|e| e.entry_id == id)
                .map(|e| e.identity.id)
                .filter(|n| *n > 0);
            identity.is_some() && points_to(index, identity, None)
        }
        Home::Unknown => false,
    }
}

/// Lets an entry of this reading do to its hearing what it says.
fn hear(
    said: Said,
    entry: &DocketEntry,
    index: usize,
    reading: &Reading<'_>,
    items: &mut [Item],
    covered: &mut [bool],
) {
    for n in meant(said, entry, index, reading, items) {
        match said.speech {
            Speech::Cancelled => {
                let item = &mut items[n];
                item.become_state(HearingState::Cancelled);
                item.before = item.before.take().or_else(|| Some(item.setting.clone()));
                item.fresh = false;
                item.told = Some((ChangeKind::HearingCancelled, ToldAt::Shown(index)));
            }
            Speech::Continued => {
                if items[n].before.is_some() {
                    // Its row already has the new day: this entry tells of the same move.
                    covered[index] = true;
                } else if let Some(new) = replacement(items, n, index, reading) {
                    replace(items, n, new);
                    covered[index] = true;
                } else if !items[n].listed || says_from(entry, said, &items[n]) {
                    let item = &mut items[n];
                    item.become_state(HearingState::Cancelled);
                    item.before = Some(item.setting.clone());
                    item.fresh = false;
                    item.told = Some((ChangeKind::HearingCancelled, ToldAt::Shown(index)));
                }
                // Else the row still stands for that day, and it is the court's word: the entry itself is told.
            }
        }
    }
}

fn says_from(entry: &DocketEntry, said: Said, item: &Item) -> bool {
    item.day().is_some_and(|day| {
        speech::days_named(entry, said)
            .iter()
            .any(|named| named.from && named.is(day))
    })
}

/// The new row that a continued hearing moves to: on the entry that says so, else one of this reading with its purpose.
fn replacement(items: &[Item], old: usize, index: usize, reading: &Reading<'_>) -> Option<usize> {
    let free = |n: &usize| {
        let item = &items[*n];
        *n != old
            && item.fresh
            && item.hearing_id.is_none()
            && item.state == HearingState::Set
            && item.before.is_none()
    };
    let same_purpose = |n: &usize| items[*n].key.purpose == items[old].key.purpose;
    let on_it: Vec<usize> = (0..items.len())
        .filter(free)
        .filter(|n| items[*n].home == Home::Shown(index))
        .collect();
    on_it
        .iter()
        .copied()
        .find(same_purpose)
        .or_else(|| (on_it.len() == 1).then(|| on_it[0]))
        .or_else(|| {
            (0..items.len()).filter(free).filter(same_purpose).find(|n| {
                matches!(items[*n].home, Home::Shown(at) if is_new(reading, at)
                    && items[old].home != Home::Shown(at) && set_after(reading, items[old].home, at))
            })
        })
}

fn is_new(reading: &Reading<'_>, index: usize) -> bool {
    reading.touched[index] == Touched::Words && reading.matches[index].is_none()
}

/// Whether the entry at `index` stands after a hearing's entry on the docket (always, when that one is not shown).
fn set_after(_reading: &Reading<'_>, home: Home, index: usize) -> bool {
    match home {
        Home::Shown(at) => at < index,
        _ => true,
    }
}

fn replace(items: &mut [Item], old: usize, new: usize) {
    let was = items[old].setting.clone();
    items[old].become_state(HearingState::Moved);
    items[old].told = None;
    items[old].fresh = false;
    let item = &mut items[new];
    item.before = Some(was);
    if let Some((kind, _)) = item.told.as_mut() {
        *kind = ChangeKind::HearingMoved;
    }
}

/// Which hearings an entry speaks of: those it is tied to by an edge; else the one whose day, or purpose, it names;
/// else the only one it can mean.
fn meant(
    said: Said,
    entry: &DocketEntry,
    index: usize,
    reading: &Reading<'_>,
    items: &[Item],
) -> Vec<usize> {
    let days = speech::days_named(entry, said);
    let named = |item: &Item| item.day().is_some_and(|d| days.iter().any(|n| n.is(d)));
    let filed_on = entry.filed_on.unwrap_or(reading.today);
    let ahead = |item: &Item| item.day().is_none_or(|d| d >= filed_on);
    let open: Vec<usize> = (0..items.len())
        .filter(|n| {
            let item = &items[*n];
            let standing = match said.speech {
                Speech::Cancelled => {
                    matches!(item.state, HearingState::Set | HearingState::Unlisted)
                }
                Speech::Continued => item.state == HearingState::Set,
            };
            standing && item.home != Home::Shown(index)
        })
        .collect();
    let those = |from: &[usize], test: &dyn Fn(&Item) -> bool| -> Vec<usize> {
        from.iter().copied().filter(|n| test(&items[*n])).collect()
    };
    let narrowed = |from: Vec<usize>| -> Vec<usize> {
        if from.len() < 2 {
            return from;
        }
        let by_purpose = those(&from, &|i| speech::names_purpose(entry, &i.key.purpose));
        if by_purpose.is_empty() {
            from
        } else {
            by_purpose
        }
    };

    let tied = those(&open, &|i| linked(reading, index, i.home));
    if !tied.is_empty() && !said.in_text {
        let by_day = those(&tied, &named);
        if !by_day.is_empty() {
            return narrowed(by_day);
        }
        let still_ahead = those(&tied, &ahead);
        return narrowed(if still_ahead.is_empty() {
            tied
        } else {
            still_ahead
        });
    }
    if said.needs_edge {
        return Vec::new();
    }
    let before: Vec<usize> = open
        .iter()
        .copied()
        .filter(|n| set_before(items[*n].home, index))
        .collect();
    let by_day = narrowed(those(&before, &named));
    if !by_day.is_empty() || said.in_text {
        return if by_day.len() == 1 {
            by_day
        } else {
            Vec::new()
        };
    }
    let ahead_of_it = those(&before, &|i| {
        ahead(i) && !speech::speaks_of_another(entry, &i.key.purpose)
    });
    if said.speech == Speech::Cancelled && days.iter().any(|d| d.is_after(filed_on)) {
        // It names a day to come, and none of our hearings is on that day: it means one that we do not know.
        return Vec::new();
    }
    let by_purpose = those(&ahead_of_it, &|i| {
        speech::names_purpose(entry, &i.key.purpose)
    });
    if by_purpose.len() == 1 {
        return by_purpose;
    }
    if ahead_of_it.len() == 1 {
        return ahead_of_it;
    }
    Vec::new()
}

fn set_before(home: Home, index: usize) -> bool {
    match home {
        Home::Shown(at) => at < index,
        _ => true,
    }
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
