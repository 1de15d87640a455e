//! What the entries of a reading do to hearings: results, cancellations, continuances.

use super::super::super::{ChangeKind, DocketEntry, HearingState, SettingMark};
use super::super::{ToldAt, plain};
use super::rows::same_setting;
use super::speech::{self, Said, Speech};
use super::{Home, Item, Reading, Touched};

/// `R` rows mark hearings held. They are not told beside their entry.
pub(super) fn results(
    entry: &DocketEntry,
    index: usize,
    reading: &Reading<'_>,
    items: &mut [Item],
) {
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
pub(super) fn hear(
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
                } else if items[n].listed && says_from(entry, said, &items[n]) {
                    let item = &mut items[n];
                    item.become_state(HearingState::Cancelled);
                    item.before = Some(item.setting.clone());
                    item.fresh = false;
                    item.told = Some((ChangeKind::HearingCancelled, ToldAt::Shown(index)));
                }
                // Else the entry itself is told. A row that still stands is the court's word; a hearing whose row is
                // gone is no longer listed: put off to a day that nobody named, which is not cancelled.
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
pub(super) fn replacement(
    items: &[Item],
    old: usize,
    index: usize,
    reading: &Reading<'_>,
) -> Option<usize> {
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

pub(super) fn replace(items: &mut [Item], old: usize, new: usize) {
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
            standing && !is_replaced(item, items)
        })
        .collect();
    let (own, open): (Vec<usize>, Vec<usize>) = open
        .into_iter()
        .partition(|n| items[*n].home == Home::Shown(index));
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

    // The hearing's own entry now says so, and its row went with it.
    if said.speech == Speech::Cancelled && reading.matches[index].is_some() {
        let lost = those(&own, &|i| {
            has_lost_its_row(i) && !speech::speaks_of_another(entry, &i.key.purpose)
        });
        let by_day = those(&lost, &named);
        if !by_day.is_empty() {
            return by_day;
        }
        if !lost.is_empty() && !speech::names_another_day(entry, filed_on) {
            return lost;
        }
    }

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
        .filter(|n| set_before(reading, items[*n].home, index))
        .filter(|n| !speech::speaks_of_another(entry, &items[*n].key.purpose))
        .collect();
    let by_day = narrowed(those(&before, &named));
    if !by_day.is_empty() || said.in_text {
        return if by_day.len() == 1 {
            by_day
        } else {
            Vec::new()
        };
    }
    let ahead_of_it = those(&before, &ahead);
    if said.speech == Speech::Cancelled
        && (days.iter().any(|d| d.is_after(filed_on)) || speech::names_another_day(entry, filed_on))
    {
        // It names a day, and none of our hearings is on that day: it means one that we do not know.
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
    // Of several that it can mean, the one whose row went in the same reading.
    let several = if by_purpose.is_empty() {
        ahead_of_it
    } else {
        by_purpose
    };
    let lost: Vec<usize> = several
        .into_iter()
        .filter(|n| has_lost_its_row(&items[*n]))
        .filter(|n| replacement(items, *n, usize::MAX, reading).is_none())
        .collect();
    if lost.len() == 1 { lost } else { Vec::new() }
}

/// Whether the entry of a hearing that stood is shown without its row.
fn has_lost_its_row(item: &Item) -> bool {
    item.hearing_id.is_some()
        && !item.listed
        && item.state == HearingState::Set
        && matches!(item.home, Home::Shown(_))
}

/// Whether the same row stands with another purpose: nobody means the hearing of the old purpose any more.
fn is_replaced(item: &Item, items: &[Item]) -> bool {
    item.state == HearingState::Unlisted
        && items.iter().any(|other| {
            other.state == HearingState::Set
                && other.listed
                && other.home == item.home
                && other.key.purpose != item.key.purpose
                && same_setting(&other.setting, &item.setting)
        })
}

/// Whether a hearing was set before the entry at `index`: by its place on the docket, and by its day.
fn set_before(reading: &Reading<'_>, home: Home, index: usize) -> bool {
    let Home::Shown(at) = home else {
        return true;
    };
    let entries = &reading.shown.entries;
    let later = match (entries[at].filed_on, entries[index].filed_on) {
        (Some(set), Some(said)) => set > said,
        _ => false,
    };
    at < index && !later
}
