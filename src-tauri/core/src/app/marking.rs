//! What a person notes about cases and changes: reviewed, seen, the own words, followed or not, forgotten. The court is told
//! nothing of it.

use crate::app::desk::Desk;
use crate::app::reading::own_words;
use crate::app::views::{CaseWords, ChangedKind, Problem};

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
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }
}
