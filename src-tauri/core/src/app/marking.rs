//! What a person notes about cases and changes: reviewed, seen, the own words, followed or not, forgotten. The court is told
//! nothing of it.

use crate::app::desk::Desk;
use crate::app::reading::own_words;
use crate::app::views::{CaseWords, ChangedKind, ClosedCopyView, Problem};

impl Desk {
    /// Marks changes reviewed. Those that need "I have seen this" are left for [`Desk::acknowledge_change`].
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn review_changes(&self, ids: Vec<i64>) -> Result<(), Problem> {
        let by = self.settings().await?.reviewer;
        self.inner
            .store
            .review_changes(&ids, &by, self.now())
            .await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// "I have seen this": a hearing that moved, was cancelled, or is no longer listed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn acknowledge_change(&self, id: i64) -> Result<(), Problem> {
        let by = self.settings().await?.reviewer;
        self.inner.store.acknowledge(id, &by, self.now()).await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// Takes a review back.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn undo_review(&self, ids: Vec<i64>) -> Result<(), Problem> {
        self.inner.store.undo_review(&ids).await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// Saves the person's own words about a case.
    ///
    /// # Errors
    /// A note that is too long; when the store cannot be written.
    pub async fn save_case_words(&self, id: i64, words: CaseWords) -> Result<(), Problem> {
        let words = own_words(words)?;
        self.inner.store.save_words(id, words, self.now()).await?;
        self.tell(&[ChangedKind::Cases]);
        Ok(())
    }

    /// Stops following; the local copy stays until it is forgotten.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn unfollow_case(&self, id: i64) -> Result<(), Problem> {
        self.inner.store.unfollow(id, self.now()).await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// Follows again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn refollow_case(&self, id: i64) -> Result<(), Problem> {
        let due = self
            .inner
            .profile
            .access
            .automatic_checks
            .then(|| self.now());
        self.inner.store.follow_again(id, due).await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// Forgets a case: its copy, and the person's own words about it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_case(&self, id: i64) -> Result<(), Problem> {
        self.inner.store.forget(id).await?;
        self.remove_viewed();
        self.remove_pages_of_cases();
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }

    /// The copies of cases that the court no longer shows, by the person's own words.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn closed_copies(&self) -> Result<Vec<ClosedCopyView>, Problem> {
        let copies = self.inner.store.closed_copies().await?;
        Ok(copies
            .into_iter()
            .map(|copy| ClosedCopyView {
                id: copy.case_id,
                name: copy.label.or(copy.matter),
                closed_at: copy.closed_at.map(|at| at.to_string()),
            })
            .collect())
    }

    /// Erases these closed copies, a person's deliberate act; how many it were. One that the court shows again since
    /// it was read back stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn erase_closed_copies(&self, ids: Vec<i64>) -> Result<u32, Problem> {
        let closed = self.inner.store.closed_copies().await?;
        let asked: Vec<i64> = closed
            .into_iter()
            .map(|copy| copy.case_id)
            .filter(|id| ids.contains(id))
            .collect();
        let erased = self.inner.store.erase_closed(&asked, self.now()).await;
        // Some may be erased even where the last step failed.
        self.remove_viewed();
        self.remove_pages_of_cases();
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(erased?)
    }
}
