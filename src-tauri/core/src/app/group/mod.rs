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

use crate::app::desk::Desk;
use crate::app::views::Problem;

impl Desk {
    /// Who acts on this computer, for the log.
    pub(crate) async fn who(&self) -> Result<String, Problem> {
        Ok(self.settings().await?.reviewer)
    }
}
