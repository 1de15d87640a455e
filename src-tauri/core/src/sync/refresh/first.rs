//! The first reading of a case: followed from then on, and no notice raised.

use super::{Found, RefreshError, Refresher};
use crate::domain::compare::{KnownDocket, compare_docket};
use crate::domain::{CaseKey, CaseNumber, Charge, CourtId};
use crate::portal::PortalError;
use crate::portal::casenet::read_charges;
use crate::storage::{FirstReading, OwnWords, StatusUpdate, StoreError};
use crate::sync::read::{CaseReading, Digests, Part, read_case};

impl Refresher {
    /// Looks a case up by its number and follows it. `court` skips the search.
    ///
    /// # Errors
    /// [`RefreshError`]; nothing is stored then.
    pub async fn follow(
        &self,
        number: &CaseNumber,
        court: Option<&CourtId>,
        words: OwnWords,
    ) -> Result<Found, RefreshError> {
        let key = match court {
            Some(court_id) => CaseKey {
                case_number: number.clone(),
                court_id: court_id.clone(),
            },
            None => {
                let mut found = self.casenet.find_case_number(number).await?;
                match found.hits.len() {
                    0 => return Ok(Found::None { words: found.words }),
                    1 => found.hits.remove(0).key,
                    _ => return Ok(Found::Several(found)),
                }
            }
        };
        let shown = match read_case(&self.casenet, &key, Digests::default(), || ()).await {
            Ok(CaseReading::Shown(shown)) => shown,
            Ok(CaseReading::Gone { words: said, .. })
            | Err(PortalError::UnknownCase { words: said, .. }) => {
                return Ok(Found::None { words: said });
            }
            Err(error) => return Err(error.into()),
        };
        // A first reading has to be whole: a case that is followed without its docket would look like an empty one.
        let (header, docket) = match (shown.header, shown.docket) {
            (Part::Read(header, header_digest), Part::Read(docket, docket_digest)) => {
                ((header, header_digest), (docket, docket_digest))
            }
            (Part::Failed(error), _) | (_, Part::Failed(error)) => return Err(error.into()),
            (Part::Same, _) | (_, Part::Same) => {
                return Err(StoreError::Other("a first reading cannot be unchanged".into()).into());
            }
        };
        let (parties, party_digest) = match shown.parties {
            Part::Read(parties, digest) => (parties.parties, Some(digest)),
            // The stop concerns everything; any other trouble leaves the parties for the next check.
            Part::Failed(error @ PortalError::Stopped(_)) => return Err(error.into()),
            Part::Failed(_) | Part::Same => (Vec::new(), None),
        };
        let charges = self.charges(&key, &header.0).await?;
        let now = (self.now)();
        let style = header.0.header.style.0.clone();
        let entries = docket.0.entries.len();
        let hearings = compare_docket(&KnownDocket::default(), &docket.0, self.today())
            .hearings
            .into_iter()
            .map(|write| write.hearing)
            .collect();
        let followed = self
            .store
            .first_follow(FirstReading {
                case_number: key.case_number.clone(),
                court_id: key.court_id.clone(),
                header: header.0.header,
                docket: docket.0,
                hearings,
                parties,
                charges,
                words,
                status: StatusUpdate {
                    checked_at: now,
                    next_check_at: (self.first_check)(&key, now),
                    docket_digest: Some(docket.1.cast_signed()),
                    header_digest: Some(header.1.cast_signed()),
                    party_digest: party_digest.map(u64::cast_signed),
                    incomplete: false,
                    pending: false,
                },
            })
            .await?;
        Ok(Found::Followed {
            followed,
            key,
            style,
            entries,
        })
    }

    /// Charges are asked for once, when a traffic or criminal case is followed; afterwards the header's own list tells
    /// of changes. A charges page that cannot be read leaves the header's list.
    async fn charges(
        &self,
        key: &CaseKey,
        header: &crate::portal::HeaderReading,
    ) -> Result<Vec<Charge>, PortalError> {
        let listed = header.charges.clone().unwrap_or_default();
        if !header.header.is_criminal && listed.is_empty() {
            return Ok(listed);
        }
        match self.casenet.fetch_charges(key).await {
            Ok(raw) => match read_charges(&raw, key) {
                Ok(charges) if !charges.is_empty() => Ok(charges),
                _ => Ok(listed),
            },
            Err(error @ PortalError::Stopped(_)) => Err(error),
            Err(_) => Ok(listed),
        }
    }
}
