//! Which entry shown is which known entry.
//!
//! By identity first. Then, for what is left over, by content: a portal that drops its sequence numbers, or gives all
//! entries new ones, has withdrawn nothing and added nothing.

use std::collections::{HashMap, VecDeque};

use super::super::EntryIdentity;
use super::KnownEntry;

/// For each entry shown, the index of the known entry that it is. `by_position` lists the known entries in docket order.
pub(super) fn match_entries(
    known: &[KnownEntry],
    by_position: &[usize],
    shown: &[EntryIdentity],
    fingerprints: &[i64],
) -> Vec<Option<usize>> {
    let mut matches = by_identity(known, by_position, shown);
    if renumbered(known, &matches, fingerprints) {
        for (index, matched) in matches.iter_mut().enumerate() {
            if matched.is_some_and(|k| known[k].fingerprint != fingerprints[index]) {
                *matched = None;
            }
        }
        by_content(known, by_position, fingerprints, &mut matches);
        // What is left of a renumbered docket has no identity to go by: its old number belongs to another entry now.
    } else {
        by_content(known, by_position, fingerprints, &mut matches);
    }
    matches
}

fn by_identity(
    known: &[KnownEntry],
    by_position: &[usize],
    shown: &[EntryIdentity],
) -> Vec<Option<usize>> {
    let mut matches = vec![None; shown.len()];
    let mut rest = Vec::new();
    // Most dockets come back in the order that we know: walk both together, and hash only what does not fit.
    let mut order = by_position.iter().copied().peekable();
    let mut passed = Vec::new();
    for (index, identity) in shown.iter().enumerate() {
        while let Some(&k) = order.peek() {
            if known[k].state == super::EntryState::Current {
                break;
            }
            passed.push(k);
            order.next();
        }
        match order.peek() {
            Some(&k) if known[k].identity == *identity => {
                matches[index] = Some(k);
                order.next();
            }
            _ => rest.push(index),
        }
    }
    if !rest.is_empty() {
        let mut left: HashMap<EntryIdentity, usize> = HashMap::new();
        for k in passed.into_iter().chain(order) {
            // After a renumbering an absent entry can share its old number with a current one: the current one has it.
            let holder = left.entry(known[k].identity).or_insert(k);
            if known[*holder].state != super::EntryState::Current {
                *holder = k;
            }
        }
        for index in rest {
            matches[index] = left.remove(&shown[index]);
        }
    }
    matches
}

/// Whether the identities no longer mean what they meant: most known entries that their number does not find with
/// the same words are found word for word under another number.
fn renumbered(known: &[KnownEntry], matches: &[Option<usize>], fingerprints: &[i64]) -> bool {
    let (mut same, mut differ) = (0_usize, 0_usize);
    for (index, matched) in matches.iter().enumerate() {
        if let Some(k) = matched {
            if known[*k].fingerprint == fingerprints[index] {
                same += 1;
            } else {
                differ += 1;
            }
        }
    }
    if differ == 0 || differ < same {
        return false;
    }
    let mut contents: HashMap<i64, usize> = HashMap::new();
    let mut kept = vec![false; known.len()];
    for (index, matched) in matches.iter().enumerate() {
        match matched {
            Some(k) if known[*k].fingerprint == fingerprints[index] => kept[*k] = true,
            _ => *contents.entry(fingerprints[index]).or_insert(0) += 1,
        }
    }
    let (mut asked, mut found) = (0_usize, 0_usize);
    for (k, entry) in known.iter().enumerate() {
        if kept[k] || entry.state != super::EntryState::Current {
            continue;
        }
        asked += 1;
        if let Some(left) = contents.get_mut(&entry.fingerprint)
            && *left > 0
        {
            *left -= 1;
            found += 1;
        }
    }
    found >= 2 && found * 3 >= asked * 2
}

/// Matches what is left over on both sides when it reads the same, in docket order.
fn by_content(
    known: &[KnownEntry],
    by_position: &[usize],
    fingerprints: &[i64],
    matches: &mut [Option<usize>],
) {
    if matches.iter().all(Option::is_some) {
        return;
    }
    let mut taken = vec![false; known.len()];
    for k in matches.iter().flatten() {
        taken[*k] = true;
    }
    let mut left: Vec<usize> = by_position.iter().copied().filter(|k| !taken[*k]).collect();
    if left.is_empty() {
        return;
    }
    // A current entry is the better match than one that was given up.
    left.sort_by_key(|k| known[*k].state as u8);
    let mut contents: HashMap<i64, VecDeque<usize>> = HashMap::with_capacity(left.len());
    for k in left {
        contents
            .entry(known[k].fingerprint)
            .or_default()
            .push_back(k);
    }
    for (index, matched) in matches.iter_mut().enumerate() {
        if matched.is_none()
            && let Some(same) = contents.get_mut(&fingerprints[index])
        {
            *matched = same.pop_front();
        }
    }
}
