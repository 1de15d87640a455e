//! A case that has another court id than the one we hold: found again by its number, and moved there only if it is the
//! same case.

use super::{RefreshError, Refresher};
use crate::domain::{CaseKey, CourtId};
use crate::portal::PortalError;
use crate::storage::{CaseState, CaseToCheck};
use crate::sync::read::{CaseReading, Digests, Part, ShownCase, is_same_case, read_case};

/// How many cases of one number are looked at: each costs two or three requests.
const LOOKED_AT: usize = 3;

impl Refresher {
    /// Before a copy is closed or erased: whether the court still finds the case by its number under another id, as
    /// after a court has moved to another database. A search that fails tells nothing: closing hides what comes back by
    /// itself, so a copy is closed as the court said; what is closed already is not erased before a search has answered.
    /// A case that was found and could not be read is not gone: the next check asks again.
    pub(super) async fn elsewhere(
        &self,
        case: &CaseToCheck,
        key: &CaseKey,
    ) -> Result<Option<(CaseKey, ShownCase)>, RefreshError> {
        let found = match self.casenet.find_case_number(&key.case_number).await {
            Ok(found) => found,
            Err(error @ PortalError::Stopped(_)) => return Err(error.into()),
            Err(error) if case.state == CaseState::Closed && is_for_now(&error) => {
                return Err(error.into());
            }
            Err(_) => return Ok(None),
        };
        // The answer may list parts of the case, too (`-01` behind the number), and cases of the same number elsewhere.
        let others: Vec<CaseKey> = found
            .hits
            .into_iter()
            .map(|hit| hit.key)
            .filter(|hit| hit.case_number == key.case_number && hit.court_id != key.court_id)
            .take(LOOKED_AT)
            .collect();
        let stored = self.store.header(case.case_id, self.today()).await?;
        for moved in others {
            if self.is_held(&moved).await? {
                continue;
            }
            let shown = match read_case(&self.casenet, &moved, Digests::default(), || ()).await? {
                CaseReading::Shown(shown) => *shown,
                CaseReading::Gone { .. } => continue,
            };
            match &shown.header {
                Part::Failed(error) => return Err(error.clone().into()),
                part if !part
                    .read()
                    .is_some_and(|reading| is_same_case(&stored, &reading.header)) =>
                {
                    continue;
                }
                _ => {}
            }
            // Without its docket nothing was read that could stand for the copy.
            if let Part::Failed(error) = &shown.docket {
                return Err(error.clone().into());
            }
            self.store
                .move_court(case.case_id, moved.court_id.clone(), (self.now)())
                .await?;
            return Ok(Some((moved, shown)));
        }
        Ok(None)
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
