//! The rows of a reading: which known hearing each one is, and which are new.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::super::super::{ChangeKind, HearingKey, HearingState, Setting, SettingMark};
use super::super::{ToldAt, plain};
use super::{Home, Item, Reading, Touched, speech};

/// Binds each `C` row to the known hearing of its entry and purpose; a row that nobody knows is a new hearing.
pub(super) fn bind_rows(reading: &Reading<'_>, items: &mut Vec<Item>) {
    let mut of_entry: HashMap<usize, Vec<usize>> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        if let Home::Shown(index) = item.home {
            of_entry.entry(index).or_default().push(n);
        }
    }
    // All keys are gathered only when a new row asks for a free one; most readings have none.
    let mut used: Option<HashSet<HearingKey>> = None;
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
                    item.key.purpose == *purpose
                        && (!exact
                            || item.setting == **setting
                            || same_setting(&item.setting, setting))
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
            let used = used.get_or_insert_with(|| items.iter().map(|i| i.key.clone()).collect());
            take_free(&mut key, used);
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
pub(super) fn take_free(key: &mut HearingKey, used: &mut HashSet<HearingKey>) {
    while !used.insert(key.clone()) {
        key.ordinal += 1;
    }
}

fn bind(item: &mut Item, index: usize, row: &Setting, today: Date) {
    item.listed = true;
    // Word for word as before, as most rows of most readings are.
    let as_it_was = item.setting == *row;
    let moved = !as_it_was && !same_setting(&item.setting, row);
    let now = (!as_it_was).then(|| merged(&item.setting, row));
    if let Some(now) = now.filter(|now| *now != item.setting) {
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

/// The row as it is to be kept: what the portal left out this time stays as it was, and so does a time that is only
/// written in another way, or it would look as if the hearing had been moved.
fn merged(known: &Setting, row: &Setting) -> Setting {
    let same_time = known.time.is_some()
        && known.time_of_day().is_some()
        && known.time_of_day() == row.time_of_day();
    Setting {
        scheduled_on: row.scheduled_on.or(known.scheduled_on),
        time: if same_time {
            known.time.clone()
        } else {
            row.time.clone().or_else(|| known.time.clone())
        },
        purpose: row.purpose.clone(),
        location: row.location.clone().or_else(|| known.location.clone()),
        judge: row.judge.clone().or_else(|| known.judge.clone()),
        mark: row.mark.clone(),
    }
}

/// Whether a person would go to the same place at the same time. What one side does not say is no difference, nor is
/// another way to write it. A new judge is kept, and does not make it another setting.
pub(super) fn same_setting(a: &Setting, b: &Setting) -> bool {
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

/// A row that only words its purpose anew ("Trial", "Jury Trial"): the old hearing is replaced, the new one is told as
/// set. Another purpose is another hearing, and the old one is no longer listed.
pub(super) fn relabelled(items: &mut [Item]) {
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
                && speech::can_be_the_same(&other.key.purpose, &items[n].key.purpose)
                && same_setting(&other.setting, &items[n].setting)
        });
        if replaced {
            items[n].become_state(HearingState::Moved);
        }
    }
}
