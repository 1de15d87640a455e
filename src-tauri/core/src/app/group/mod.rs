//! The group administrator's desk: the roster as it was, what should become true, and what is in effect.

mod delivering;
mod offboarding;
mod outbox;
mod papers;
mod people;
pub(crate) mod pin;
mod review;
mod shown;

pub use delivering::{Delivery, Roster};
pub use outbox::named;

use jiff::{SignedDuration, Timestamp};

use crate::app::desk::Desk;
use crate::app::views::Problem;

impl Desk {
    /// Whether a moment lies further back than this.
    pub fn is_older_than(&self, at: Timestamp, age: SignedDuration) -> bool {
        self.now().duration_since(at) > age
    }

    /// Plans what the administrator is reminded of: a PIN that should be changed, a review that waits.
    pub(crate) async fn remind_of_group(&self) -> Result<(), Problem> {
        self.remind_of_pin().await?;
        self.remind_of_review().await
    }

    /// Who acts on this computer, for the log: as the person named themselves, else by the log-on.
    pub(crate) async fn who(&self) -> Result<String, Problem> {
        let named = self.settings().await?.reviewer;
        if !named.trim().is_empty() {
            return Ok(named);
        }
        let facts = self.inner.store.group_facts().await?;
        Ok(facts
            .administrator
            .unwrap_or_else(|| "somebody at this computer".to_owned()))
    }
}
