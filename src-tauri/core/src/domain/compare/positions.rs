//! Places in docket order: spaced, so that an entry in the middle needs no renumbering.

use super::{KnownEntry, Repositioned};

/// The space between two neighbours on a docket that is read for the first time.
pub(super) const SPACING: i64 = 1024;

/// Gives every entry shown a place. Answers the places in shown order, and the known entries that have to move.
/// `matches` names, for each entry shown, the known entry that it is.
pub(super) fn place(
    known: &[KnownEntry],
    by_position: &[usize],
    matches: &[Option<usize>],
) -> (Vec<i64>, Vec<Repositioned>) {
    let keep = keep_their_place(known, matches);
    match fit_between(known, by_position, matches, &keep) {
        Some(places) => {
            let moved = moves(known, matches, &places);
            (places, moved)
        }
        None => renumber(known, by_position, matches),
    }
}

/// Which known entries stay where they are: the longest run that is still in order.
fn keep_their_place(known: &[KnownEntry], matches: &[Option<usize>]) -> Vec<bool> {
    let held: Vec<(usize, i64)> = matches
        .iter()
        .enumerate()
        .filter_map(|(index, k)| k.map(|k| (index, known[k].position)))
        .collect();
    let mut keep = vec![false; matches.len()];
    if held.is_sorted_by(|a, b| a.1 < b.1) {
        for (index, _) in held {
            keep[index] = true;
        }
        return keep;
    }
    // Longest increasing subsequence by patience: `tails[n]` ends the best run of length n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; held.len()];
    for at in 0..held.len() {
        let n = tails.partition_point(|t| held[*t].1 < held[at].1);
        before[at] = n.checked_sub(1).map(|n| tails[n]);
        if n == tails.len() {
            tails.push(at);
        } else {
            tails[n] = at;
        }
    }
    let mut next = tails.last().copied();
    while let Some(at) = next {
        keep[held[at].0] = true;
        next = before[at];
    }
    keep
}

/// Spreads the entries without a place between their neighbours; `None` when there is no room somewhere.
fn fit_between(
    known: &[KnownEntry],
    by_position: &[usize],
    matches: &[Option<usize>],
    keep: &[bool],
) -> Option<Vec<i64>> {
    let taken: Vec<i64> = by_position.iter().map(|k| known[*k].position).collect();
    let mut places = vec![0_i64; matches.len()];
    let mut start = 0;
    while start < matches.len() {
        if let (true, Some(k)) = (keep[start], matches[start]) {
            places[start] = known[k].position;
            start += 1;
            continue;
        }
        let end = (start..matches.len())
            .find(|i| keep[*i])
            .unwrap_or(matches.len());
        let count = i64::try_from(end - start).ok()?;
        let low = start.checked_sub(1).map(|i| places[i]);
        // Places of entries that are not on this reading stay theirs: the room ends at the next known place.
        let next_taken = |low: i64| taken.get(taken.partition_point(|p| *p <= low)).copied();
        let (low, step) = match (low, end < matches.len()) {
            (Some(low), true) => {
                let high = next_taken(low)?;
                let step = high.checked_sub(low)? / (count + 1);
                (low, step)
            }
            // At the newest end: after everything that we know.
            (low, false) => {
                let last = taken.last().copied().unwrap_or(0);
                (low.map_or(last, |low| low.max(last)), SPACING)
            }
            // At the oldest end: before everything that we know.
            (None, true) => {
                let first = taken.first().copied().unwrap_or(SPACING);
                (first.checked_sub(SPACING.checked_mul(count + 1)?)?, SPACING)
            }
        };
        if step == 0 {
            return None;
        }
        for (place, n) in places[start..end].iter_mut().zip(1_i64..) {
            *place = low.checked_add(step.checked_mul(n)?)?;
        }
        start = end;
    }
    Some(places)
}

/// Numbers the whole docket anew. Entries that this reading does not show stay behind the neighbour they had.
fn renumber(
    known: &[KnownEntry],
    by_position: &[usize],
    matches: &[Option<usize>],
) -> (Vec<i64>, Vec<Repositioned>) {
    let mut shown_at = vec![None; known.len()];
    for (index, k) in matches.iter().enumerate() {
        if let Some(k) = k {
            shown_at[*k] = Some(index);
        }
    }
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); matches.len() + 1];
    let mut behind = 0;
    for k in by_position {
        match shown_at[*k] {
            Some(index) => behind = index + 1,
            None => followers[behind].push(*k),
        }
    }
    let mut places = vec![0; matches.len()];
    let mut moved = Vec::new();
    let mut next = SPACING;
    let mut absent = |followers: &[usize], next: &mut i64| {
        for k in followers {
            if known[*k].position != *next {
                moved.push(Repositioned {
                    entry_id: known[*k].entry_id,
                    position: *next,
                });
            }
            *next += SPACING;
        }
    };
    absent(&followers[0], &mut next);
    for (index, place) in places.iter_mut().enumerate() {
        *place = next;
        next += SPACING;
        absent(&followers[index + 1], &mut next);
    }
    moved.extend(moves(known, matches, &places));
    (places, moved)
}

fn moves(known: &[KnownEntry], matches: &[Option<usize>], places: &[i64]) -> Vec<Repositioned> {
    matches
        .iter()
        .zip(places)
        .filter_map(|(k, position)| {
            let entry = &known[(*k)?];
            (entry.position != *position).then_some(Repositioned {
                entry_id: entry.entry_id,
                position: *position,
            })
        })
        .collect()
}
