//! What changed since the world was made. Cases themselves are never kept, only this; the journal holds the same
//! lines, so that a restart finds the world as it was.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::accounts::books::BookChange;

use super::{
    drift::Drift,
    faults::Fault,
    names::PersonName,
    truth::{CaseTruth, EntryTruth, PartyTruth},
};

/// One settled change, as the journal holds it. Everything that could differ on a second run (days, sequences)
/// is written out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    Case {
        place: u32,
        change: CaseChange,
    },
    /// `court` is the id that the world was made with.
    CourtMoved {
        court: String,
        to: String,
    },
    CourtOffline {
        court: String,
        offline: bool,
    },
    Fault(Fault),
    FaultsCleared,
    Drift {
        scope: DriftScope,
        drift: Drift,
    },
    DriftCleared,
    DayStep(u32),
    /// The account side.
    Book(BookChange),
}

/// What a drift applies to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DriftScope {
    Everything,
    Court(String),
    Case(String),
}

/// A change to one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CaseChange {
    /// Adds the entry, or puts it in the place of the one with the same sequence.
    Put(Box<EntryTruth>),
    Withdraw(u32),
    Header {
        field: HeaderField,
        value: String,
        on: Date,
    },
    Parties(Vec<PartyTruth>),
    Sealed(bool),
}

/// A field of the header that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderField {
    /// `LAST, FIRST M`.
    Judge,
    /// `Not Disposed` opens the case again.
    Disposition,
    /// Location as shown.
    Location,
    /// Style of the case.
    Style,
    /// Case type as shown.
    CaseType,
}

/// All changes of one case, in their last state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) version: u32,
    pub(crate) sealed: bool,
    entries: BTreeMap<u32, Option<EntryTruth>>,
    header: BTreeMap<HeaderField, (String, Date)>,
    parties: Option<Vec<PartyTruth>>,
}

impl Overlay {
    pub(crate) fn take(&mut self, change: CaseChange) {
        self.version += 1;
        match change {
            CaseChange::Put(entry) => {
                self.entries.insert(entry.sequence, Some(*entry));
            }
            CaseChange::Withdraw(sequence) => {
                self.entries.insert(sequence, None);
            }
            CaseChange::Header { field, value, on } => {
                self.header.insert(field, (value, on));
            }
            CaseChange::Parties(parties) => self.parties = Some(parties),
            CaseChange::Sealed(sealed) => self.sealed = sealed,
        }
    }

    /// The highest sequence that was ever given out by a change, withdrawn ones included.
    pub(crate) fn last_sequence(&self) -> u32 {
        self.entries
            .last_key_value()
            .map_or(0, |(sequence, _)| *sequence)
    }

    /// Lays the changes over the case as it was made. Where the docket was not made, entries stay out.
    pub(crate) fn lay_over(&self, case: &mut CaseTruth, with_docket: bool) {
        case.version = self.version;
        case.sealed = self.sealed;
        for (field, (value, on)) in &self.header {
            match field {
                HeaderField::Judge => case.judge = read_name(value),
                HeaderField::Disposition => {
                    case.disposed_on = (value != "Not Disposed").then_some(*on);
                    case.disposition.clone_from(value);
                }
                HeaderField::Location => case.location = value.clone().into(),
                HeaderField::Style => case.style.clone_from(value),
                HeaderField::CaseType => case.case_type = value.clone().into(),
            }
        }
        if let Some(parties) = &self.parties {
            case.parties.clone_from(parties);
        }
        if with_docket {
            for (sequence, entry) in &self.entries {
                put(&mut case.entries, *sequence, entry.as_ref());
            }
        }
    }
}

fn put(entries: &mut Vec<EntryTruth>, sequence: u32, entry: Option<&EntryTruth>) {
    let known = entries.iter().position(|entry| entry.sequence == sequence);
    match (known, entry) {
        (Some(place), Some(entry)) if entries[place].filed_on == entry.filed_on => {
            entries[place] = entry.clone();
            return;
        }
        (Some(place), _) => {
            entries.remove(place);
        }
        (None, _) => {}
    }
    if let Some(entry) = entry {
        let place = entries
            .iter()
            .rposition(|other| other.filed_on <= entry.filed_on)
            .map_or(0, |place| place + 1);
        entries.insert(place, entry.clone());
    }
}

/// Reads `LAST, FIRST M`; without a comma it is an organisation.
pub(crate) fn read_name(words: &str) -> PersonName {
    match words.split_once(',') {
        None => PersonName::new(words.trim(), "", ""),
        Some((last, given)) => {
            let mut given = given.split_whitespace();
            let first = given.next().unwrap_or_default().to_owned();
            let middle: Vec<&str> = given.collect();
            PersonName::new(last.trim(), &first, middle.join(" ").trim_end_matches('.'))
        }
    }
}
