//! A case that has another court id than the one we hold: found again by its number, and moved there only if it is the
//! same case.

use super::{RefreshError, Refresher};
use crate::domain::{CaseKey, CourtId};
use crate::portal::PortalError;
use crate::storage::CaseToCheck;
use crate::sync::read::{CaseReading, Digests, Part, ShownCase, is_same_case, read_case};

impl Refresher {
    /// Before a copy is closed or erased: whether the court still finds the case by its number under another id, as
    /// after a court has moved to another database. A search that fails tells nothing, and the case is gone as the
    /// court said; only a stop is an error there. A case that was found and could not be read now is not gone: the next
    /// check asks again.
    pub(super) async fn elsewhere(
        &self,
        case: &CaseToCheck,
        key: &CaseKey,
    ) -> Result<Option<(CaseKey, ShownCase)>, RefreshError> {
        let found = match self.casenet.find_case_number(&key.case_number).await {
            Ok(found) => found,
            Err(error @ PortalError::Stopped(_)) => return Err(error.into()),
            Err(_) => return Ok(None),
        };
        // The answer may list parts of the case, too (`-01` behind the number).
        let mut hits = found
            .hits
            .into_iter()
            .map(|hit| hit.key)
            .filter(|hit| hit.case_number == key.case_number);
        let (Some(moved), None) = (hits.next(), hits.next()) else {
            return Ok(None);
        };
        if moved.court_id == key.court_id || self.is_held(&moved).await? {
            return Ok(None);
        }
        let shown = match read_case(&self.casenet, &moved, Digests::default(), || ()).await {
            Ok(CaseReading::Shown(shown)) => *shown,
            Err(error) if is_for_now(&error) => return Err(error.into()),
            Ok(CaseReading::Gone { .. }) | Err(_) => return Ok(None),
        };
        let header = match &shown.header {
            Part::Failed(error) if is_for_now(error) => return Err(error.clone().into()),
            part => part.read(),
        };
        let stored = self.store.header(case.case_id, self.today()).await?;
        if !header.is_some_and(|reading| is_same_case(&stored, &reading.header)) {
            return Ok(None);
        }
        // Without its docket nothing was read that could stand for the copy.
        if let Part::Failed(error) = &shown.docket {
            return Err(error.clone().into());
        }
        self.store
            .move_court(case.case_id, moved.court_id.clone(), (self.now)())
            .await?;
        Ok(Some((moved, shown)))
    }

    /// Finds the court again by the case number, when its id is no longer known to the portal.
    pub(super) async fn moved_court(
        &self,
        key: &CaseKey,
        error: PortalError,
    ) -> Result<CourtId, RefreshError> {
        let found = self.casenet.find_case_number(&key.case_number).await?;
        let courts: Vec<&CourtId> = found.hits.iter().map(|hit| &hit.key.court_id).collect();
        match courts.as_slice() {
            // The search still names the old id: the court's database is down, it has not moved.
            _ if courts.contains(&&key.court_id) => Err(error.into()),
            [moved] => {
                let there = CaseKey {
                    case_number: key.case_number.clone(),
                    court_id: (*moved).clone(),
                };
                if self.is_held(&there).await? {
                    return Err(error.into());
                }
                Ok(there.court_id)
            }
            // None or several: no guess.
            _ => Err(error.into()),
        }
    }

    /// Whether the store has a case of its own at this key already; two rows cannot be one case.
    async fn is_held(&self, key: &CaseKey) -> Result<bool, RefreshError> {
        let (number, court) = (key.case_number.as_str(), key.court_id.as_str());
        for case_id in self.store.cases_by_number(number, Some(court)).await? {
            if self.store.case_key(case_id).await? == (number.to_owned(), court.to_owned()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether the next check may well get an answer.
fn is_for_now(error: &PortalError) -> bool {
    error.is_no_answer() || matches!(error, PortalError::Stopped(_) | PortalError::Ledger(_))
}
