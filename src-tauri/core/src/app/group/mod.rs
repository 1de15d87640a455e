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

    /// Who acts on this computer, for the log.
    pub(crate) async fn who(&self) -> Result<String, Problem> {
        Ok(self.settings().await?.reviewer)
    }
}
