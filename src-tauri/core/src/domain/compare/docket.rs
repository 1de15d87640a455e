//! Comparing dockets: entries first, then the hearings that hang on them.

use jiff::civil::Date;

use super::super::Docket;
use super::hearings::{self, Touched};
use super::matching::match_entries;
use super::positions::place;
use super::{
    Added, Amended, DocketChanges, EntryState, Evidence, KnownDocket, KnownEntry, Rekeyed,
    Resettled, Returned,
};

/// What changed on the docket since the last reading. `today` is the court's civil date (America/Chicago).
///
/// An entry that is not shown becomes missing at the first reading without it and withdrawn at the next; a docket that
/// is empty or cut off is evidence of neither ([`Evidence`]).
pub fn compare_docket(known: &KnownDocket, shown: &Docket, today: Date) -> DocketChanges {
    let entries = &known.entries;
    let identities = shown.identities();
    let fingerprints: Vec<i64> = shown.entries.iter().map(|e| e.fingerprint()).collect();
    let mut by_position: Vec<usize> = (0..entries.len()).collect();
    by_position.sort_by_key(|k| entries[*k].position);

    let matches = match_entries(entries, &by_position, &identities, &fingerprints);
    let mut absent = vec![true; entries.len()];
    for k in matches.iter().flatten() {
        absent[*k] = false;
    }
    let (places, repositioned) = place(entries, &by_position, &matches);

    let mut changes = DocketChanges {
        evidence: evidence(entries, &by_position, &matches, &absent),
        entry_ids: matches
            .iter()
            .map(|k| k.map(|k| entries[k].entry_id))
            .collect(),
        repositioned,
        ..DocketChanges::default()
    };

    let mut touched = vec![Touched::No; matches.len()];
    for (index, matched) in matches.iter().enumerate() {
        let identity = identities[index];
        let Some(entry) = matched.map(|k| &entries[k]) else {
            touched[index] = Touched::Words;
            changes.added.push(Added {
                index,
                identity,
                position: places[index],
                covered: false,
            });
            continue;
        };
        if entry.identity != identity {
            changes.rekeyed.push(Rekeyed {
                entry_id: entry.entry_id,
                index,
                identity,
            });
        }
        let resettled = entry.settings_fingerprint != shown.entries[index].settings_fingerprint();
        if resettled {
            touched[index] = Touched::Settings;
        }
        if entry.fingerprint != fingerprints[index]
            && entry.fingerprint != shown.entries[index].former_fingerprint()
        {
            touched[index] = Touched::Words;
            changes.amended.push(Amended {
                entry_id: entry.entry_id,
                index,
                was: entry.state,
                covered: false,
            });
        } else if resettled {
            changes.resettled.push(Resettled {
                entry_id: entry.entry_id,
                index,
            });
        }
        if entry.state != EntryState::Current {
            if entry.state == EntryState::Withdrawn {
                touched[index] = Touched::Words;
            }
            changes.returned.push(Returned {
                entry_id: entry.entry_id,
                index,
                was: entry.state,
                covered: false,
            });
        }
    }

    if changes.evidence == Evidence::Whole {
        for (k, entry) in entries.iter().enumerate().filter(|(k, _)| absent[*k]) {
            match entries[k].state {
                EntryState::Current => changes.missing.push(entry.entry_id),
                EntryState::Missing => changes.withdrawn.push(entry.entry_id),
                EntryState::Withdrawn => {}
            }
        }
    }

    hearings::compare(
        &hearings::Reading {
            known,
            shown,
            identities: &identities,
            matches: &matches,
            touched: &touched,
            today,
        },
        &mut changes,
    );
    changes
}

/// What the reading can prove. A docket that is shorter and lacks three or more entries at one end, or more than half
/// of all, is what an incomplete answer looks like.
fn evidence(
    known: &[KnownEntry],
    by_position: &[usize],
    matches: &[Option<usize>],
    absent: &[bool],
) -> Evidence {
    let standing = |k: &usize| known[*k].state == EntryState::Current;
    if matches.is_empty() {
        let any = known.iter().any(|e| e.state != EntryState::Withdrawn);
        return if any {
            Evidence::Empty
        } else {
            Evidence::Whole
        };
    }
    let current: Vec<usize> = by_position.iter().copied().filter(standing).collect();
    let gone = current.iter().filter(|k| absent[**k]).count();
    let shorter = matches.len() < current.len();
    let most = gone * 2 > current.len();
    if gone >= 3 && (most || (shorter && at_one_end(&current, matches, absent, gone))) {
        return Evidence::CutOff;
    }
    if shorter && most {
        return Evidence::CutOff;
    }
    Evidence::Whole
}

/// Whether all that is gone lies at one end, and the answer really ends there: behind a new entry nothing was cut off.
fn at_one_end(current: &[usize], matches: &[Option<usize>], absent: &[bool], gone: usize) -> bool {
    let oldest = current.iter().take(gone).all(|k| absent[*k])
        && matches.first().is_some_and(Option::is_some);
    let newest = current.iter().rev().take(gone).all(|k| absent[*k])
        && matches.last().is_some_and(Option::is_some);
    oldest || newest
}
