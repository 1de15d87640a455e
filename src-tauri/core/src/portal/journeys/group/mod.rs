//! What an administrator does on Group Maintenance and My Preferences: read the roster through all its pages, press one
//! button of one user and read back what it did, change the PIN. Known by visible words only; a roster on which anything
//! is odd (a user name twice, a row without a status, a status that nobody knows) stops, and nothing is done on it.

mod clicking;
mod maintenance;
mod pin;
mod roster_page;

use std::collections::BTreeSet;
use std::future::Future;

use super::JourneyError;
use crate::domain::{Roster, UserStatus, Wanted};

pub use maintenance::GroupDesk;
pub use pin::{PinAnswer, PinUnanswered, ReadyPin};
pub(super) use roster_page::is_one as is_roster;

/// What the portal answered to a click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClickAnswer {
    /// How the user's row reads on the page that came; none when the user is not on it.
    pub row: Option<UserStatus>,
    /// That page is the whole roster, so that a missing row says something.
    pub whole: bool,
    /// The portal's own words on it.
    pub told: Option<String>,
}

/// Why a click has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ClickError {
    /// It never left: the portal could not be reached, was closed, or looking for the page stopped.
    NotSent(JourneyError),
    /// It was answered with "not now": too many requests, maintenance, a refusal of the program. The list tells whether
    /// it was carried out all the same.
    NotTaken(JourneyError),
    /// The portal had ended the session before.
    SessionEnded(String),
    /// No page that was read shows the user any more.
    NotShown,
    /// It was sent and its answer was lost.
    Lost {
        /// What happened to the answer.
        cause: String,
    },
    /// It was sent, and answered by something that says nothing about it.
    Stopped(JourneyError),
}

/// Group Maintenance, as a delivery uses it. The portal's own; a made one in tests of the delivery.
pub trait Maintenance: Send {
    /// Reads the whole roster, from its first page to its last. Where users of `keep` were shown is remembered, so that
    /// their pages are found again. `page` is told each page's number as it was read.
    fn roster(
        &mut self,
        keep: &BTreeSet<String>,
        page: &(dyn Fn(u32) + Sync),
    ) -> impl Future<Output = Result<Roster, JourneyError>> + Send;

    /// Presses the button that makes this true of this user: one request that changes something.
    fn click(
        &mut self,
        user_name: &str,
        wanted: Wanted,
    ) -> impl Future<Output = Result<ClickAnswer, ClickError>> + Send;
}
