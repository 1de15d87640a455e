//! What only a terminal asks for: a case by its number, and every stored change as a list.

use jiff::Timestamp;

use crate::app::desk::Desk;
use crate::app::views::{CaseRow, Problem};
use crate::domain::CaseNumber;
use crate::storage::{ChangeFilter, StoredChange};

impl Desk {
    /// The cases on this computer that have this number, unfollowed ones too; of one court, or of all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn cases_numbered(
        &self,
        number: &CaseNumber,
        court_id: Option<&str>,
    ) -> Result<Vec<CaseRow>, Problem> {
        let ids = self
            .inner
            .store
            .cases_by_number(number.as_str(), court_id)
            .await?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.push(self.case_view(id).await?.case);
        }
        Ok(rows)
    }

    /// Every change that was found and stored, whichever run found it, in the order found.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn stored_changes(
        &self,
        since: Option<Timestamp>,
        unreviewed_only: bool,
    ) -> Result<Vec<StoredChange>, Problem> {
        let filter = ChangeFilter {
            since,
            unreviewed_only,
            ..ChangeFilter::default()
        };
        Ok(self.inner.store.changes(&filter).await?)
    }
}
