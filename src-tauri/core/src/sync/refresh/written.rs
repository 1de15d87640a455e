//! What a reading writes, as pure functions of what was stored and what is shown.

use crate::domain::compare::{DocketChanges, EntryState, ToldAt};
use crate::domain::{CaseHeader, CaseKey, Change, Docket};
use crate::storage::{AddedEntry, Applied};
use crate::sync::read::Part;
use crate::sync::tell::Tell;

/// What the court no longer says is kept: silence is drift, not news.
pub(super) fn merge_header(stored: &CaseHeader, shown: &CaseHeader) -> CaseHeader {
    fn or<T: Clone>(shown: &Option<T>, stored: &Option<T>) -> Option<T> {
        shown.clone().or_else(|| stored.clone())
    }
    CaseHeader {
        // Number and court are the store's own; court ids move by another way.
        case_number: stored.case_number.clone(),
        court_id: stored.court_id.clone(),
        style: if shown.style.0.is_empty() {
            stored.style.clone()
        } else {
            shown.style.clone()
        },
        court: or(&shown.court, &stored.court),
        location: or(&shown.location, &stored.location),
        location_code: or(&shown.location_code, &stored.location_code),
        court_code: or(&shown.court_code, &stored.court_code),
        case_type: or(&shown.case_type, &stored.case_type),
        case_type_code: or(&shown.case_type_code, &stored.case_type_code),
        filed_on: or(&shown.filed_on, &stored.filed_on),
        judge: or(&shown.judge, &stored.judge),
        disposition: or(&shown.disposition, &stored.disposition),
        security_level: or(&shown.security_level, &stored.security_level),
        is_criminal: shown.is_criminal || stored.is_criminal,
        confidential: shown.confidential,
    }
}

/// Rows whose stored words a told change shows as "before".
pub(super) fn rows_before(changes: &DocketChanges) -> Vec<i64> {
    let amended = changes.amended.iter().map(|a| a.entry_id);
    let hearings = changes.hearing_changes.iter().filter_map(|h| match h.at {
        ToldAt::Known(id) => Some(id),
        _ => None,
    });
    amended
        .chain(changes.withdrawn.iter().copied())
        .chain(hearings)
        .collect()
}

pub(super) fn put_docket(applied: &mut Applied, changes: &DocketChanges, docket: &Docket) {
    let shown = |index: usize| docket.entries.get(index).cloned();
    applied.added = changes
        .added
        .iter()
        .filter_map(|a| {
            Some(AddedEntry {
                entry: shown(a.index)?,
                identity: a.identity,
                position: a.position,
            })
        })
        .collect();
    applied.amended = changes
        .amended
        .iter()
        .filter_map(|a| Some((a.entry_id, shown(a.index)?)))
        .collect();
    applied.resettled = changes
        .resettled
        .iter()
        .filter_map(|r| Some((r.entry_id, shown(r.index)?)))
        .collect();
    applied.rekeyed = changes
        .rekeyed
        .iter()
        .map(|r| (r.entry_id, r.identity))
        .collect();
    applied.states = changes
        .missing
        .iter()
        .map(|id| (*id, EntryState::Missing))
        .chain(
            changes
                .withdrawn
                .iter()
                .map(|id| (*id, EntryState::Withdrawn)),
        )
        .chain(
            changes
                .returned
                .iter()
                .map(|r| (r.entry_id, EntryState::Current)),
        )
        .collect();
    applied.positions = changes
        .repositioned
        .iter()
        .map(|r| (r.entry_id, r.position))
        .collect();
    applied.hearings.clone_from(&changes.hearings);
}

pub(super) fn writes_nothing(applied: &Applied) -> bool {
    applied.header.is_none()
        && applied.parties.is_none()
        && applied.charges.is_none()
        && applied.added.is_empty()
        && applied.amended.is_empty()
        && applied.resettled.is_empty()
        && applied.rekeyed.is_empty()
        && applied.states.is_empty()
        && applied.positions.is_empty()
        && applied.hearings.is_empty()
}

pub(super) fn digest<T>(part: &Part<T>) -> Option<i64> {
    match part {
        Part::Read(_, digest) => Some(digest.cast_signed()),
        Part::Same | Part::Failed(_) => None,
    }
}

pub(super) fn change_of(tell: &Tell, key: &CaseKey) -> Change {
    Change {
        kind: tell.kind,
        case_number: key.case_number.clone(),
        court_id: key.court_id.clone(),
        sequence: tell.sequence,
        field: tell.field,
        before: tell.before.clone(),
        after: tell.after.clone(),
    }
}
