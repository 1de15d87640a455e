//! The same number may stand for different cases in different courts (`wire-format.md` §5.3), so what clearly another
//! court answered is another case's. What is clear: portals name courts in several ways and some name a wrong one in
//! every answer, so an answer is measured against the id that was asked and against what the stored header names.

use std::collections::{HashMap, HashSet};

use crate::domain::compare::KnownDocket;
use crate::domain::{CaseHeader, CaseKey, Docket, EntryIdentity, NamedCourt};
use crate::portal::PortalError;
use crate::storage::{CaseToCheck, Store, StoreError};
use crate::sync::read::{Part, ShownCase, is_same_case};

/// The court of a followed case, by all names that it has.
pub(super) struct Ours<'a> {
    key: &'a CaseKey,
    stored: &'a CaseHeader,
    names: Vec<NamedCourt>,
}

impl<'a> Ours<'a> {
    pub(super) fn of(case: &CaseToCheck, key: &'a CaseKey, stored: &'a CaseHeader) -> Self {
        let mut names = vec![NamedCourt {
            id: Some(key.court_id.as_str().to_owned()),
            code: None,
        }];
        // The code that is stored may be the former one of a court that has just moved.
        if stored.court_code.is_some() && key.court_id == case.court_id {
            names.push(NamedCourt {
                id: None,
                code: stored.court_code.clone(),
            });
        }
        Self { key, stored, names }
    }

    /// Why a header is not this case's; `None` for one that may be.
    pub(super) fn refused(&self, header: &CaseHeader) -> Option<PortalError> {
        let court = named(header);
        // Where the stored header names no court, the portal may never have named the right one.
        let unsaid = self.names.len() == 1;
        let other =
            court.is_clearly_none_of(&self.names) && !(unsaid && is_same_case(self.stored, header));
        other.then(|| self.other_case(&court))
    }

    /// Refuses the header of another court, and with it a docket and parties that do not name ours. What comes back is
    /// what may still be another case's: to be taken only if the docket has something of what is known.
    pub(super) fn refuse(mut self, shown: &mut ShownCase) -> Option<Doubted> {
        let header = shown.header.read().map(|reading| named(&reading.header));
        let error = shown
            .header
            .read()
            .and_then(|reading| self.refused(&reading.header));
        let docket = shown.docket.read().map(|docket| docket.court.clone());
        let Some(error) = error else {
            self.names.extend(header);
            return docket
                .filter(|court| court.is_clearly_none_of(&self.names))
                .map(|court| Doubted::Docket(self.other_case(&court)));
        };
        // A county that came to another circuit keeps its cases: their names, their days, and their entries.
        if self.is_same_by_name_and_day(shown) {
            return Some(Doubted::All(error));
        }
        shown.header = Part::Failed(error.clone());
        let ours = |court: &NamedCourt| self.names.iter().any(|name| court.is(name) == Some(true));
        if shown
            .parties
            .read()
            .is_some_and(|parties| !ours(&parties.court))
        {
            shown.parties = Part::Failed(error.clone());
        }
        if docket.is_some_and(|court| !ours(&court)) {
            shown.docket = Part::Failed(error.clone());
        }
        Some(Doubted::Docket(error))
    }

    /// Whether style and filing day are given and are ours.
    fn is_same_by_name_and_day(&self, shown: &ShownCase) -> bool {
        shown.header.read().is_some_and(|reading| {
            let (before, now) = (&self.stored.style.0, &reading.header.style.0);
            !before.trim().is_empty()
                && before.trim().eq_ignore_ascii_case(now.trim())
                && self.stored.filed_on.is_some()
                && self.stored.filed_on == reading.header.filed_on
        })
    }

    fn other_case(&self, court: &NamedCourt) -> PortalError {
        PortalError::OtherCase {
            asked: format!("{} of court {}", self.key.case_number, self.key.court_id),
            answered: format!("the same number of court {court}"),
        }
    }
}

/// What of a reading may be another case's, and why.
pub(super) enum Doubted {
    /// The docket alone.
    Docket(PortalError),
    /// Everything: another court is named, with our case's name and day.
    All(PortalError),
}

impl Doubted {
    /// Takes what is doubted if the docket proves it ours, and refuses it otherwise.
    pub(super) async fn settle(
        self,
        store: &Store,
        case_id: i64,
        known: &KnownDocket,
        shown: &mut ShownCase,
    ) -> Result<(), StoreError> {
        let strange = match &shown.docket {
            Part::Read(docket, _) => shares_nothing(store, case_id, known, docket).await?,
            // The very bytes of the last reading.
            Part::Same => false,
            Part::Failed(_) => true,
        };
        match self {
            _ if !strange => {}
            Self::Docket(error) => {
                if shown.docket.read().is_some() {
                    shown.docket = Part::Failed(error);
                }
            }
            Self::All(error) => {
                shown.header = Part::Failed(error.clone());
                shown.docket = Part::Failed(error.clone());
                shown.parties = Part::Failed(error);
            }
        }
        Ok(())
    }
}

fn named(header: &CaseHeader) -> NamedCourt {
    NamedCourt {
        id: header.court_id.clone(),
        code: header.court_code.clone(),
    }
}

/// Whether no entry shown is one of those stored. Sequence numbers alone say nothing: every docket has a first entry.
async fn shares_nothing(
    store: &Store,
    case_id: i64,
    known: &KnownDocket,
    shown: &Docket,
) -> Result<bool, StoreError> {
    if known.entries.is_empty() || shown.entries.is_empty() {
        return Ok(false);
    }
    let words: HashSet<i64> = known.entries.iter().map(|k| k.fingerprint).collect();
    let same_words = shown.entries.iter().any(|entry| {
        words.contains(&entry.fingerprint()) || words.contains(&entry.former_fingerprint())
    });
    if same_words {
        return Ok(false);
    }
    // An entry whose text was amended still has its number, its day and its title.
    let rows: HashMap<EntryIdentity, i64> = known
        .entries
        .iter()
        .map(|k| (k.identity, k.entry_id))
        .collect();
    let numbered: Vec<_> = shown
        .identities()
        .into_iter()
        .zip(&shown.entries)
        .filter_map(|(identity, entry)| Some((*rows.get(&identity)?, entry)))
        .collect();
    let ids: Vec<i64> = numbered.iter().map(|(id, _)| *id).collect();
    let stored = store.stored_entries(case_id, &ids).await?;
    Ok(!numbered.iter().any(|(id, entry)| {
        stored.get(id).is_some_and(|before| {
            before.filed_on == entry.filed_on && before.description == entry.description
        })
    }))
}
