//! The group's roster and outbox (architecture rule 6): what an administrator wants is queued as a desired state, sent one
//! click at a time by a person's act, and settled only by the portal's own list.
//!
//! * [`refresh`](fn@refresh): reads the roster, keeps it, tells what nobody here asked for.
//! * [`deliver`](fn@deliver): reads, decides, clicks, reads back.
//! * [`reconcile`](fn@reconcile): settles lost clicks by reading; presses nothing.

mod deliver;
mod read;
mod reconcile;

pub use deliver::{Delivered, Step, deliver};
pub use read::{Refreshed, refresh};
pub use reconcile::reconcile;

use std::sync::Arc;

use jiff::Timestamp;

use crate::portal::journeys::JourneyError;
use crate::storage::{Store, StoreError};

/// Why the desk stopped.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The portal could not be read, or showed something that stops.
    #[error(transparent)]
    Portal(#[from] JourneyError),
    /// The store could not be used; nothing is sent without it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The portal shows the roster of another group than the one that is kept here.
    #[error(
        "The portal shows the group \"{shown}\", and the roster kept here is that of \"{kept}\". Nothing was changed."
    )]
    OtherGroup {
        /// The group that is kept.
        kept: String,
        /// The group that the portal shows.
        shown: String,
    },
    /// Far fewer users than before: another administrator was busy, or the portal shows a part of its list.
    #[error(
        "The portal shows {shown} users; {gone} who were there at the last reading are missing. A part of the list may have failed to come, so nothing was changed here."
    )]
    Shrank {
        /// How many users the portal shows.
        shown: usize,
        /// How many are missing.
        gone: usize,
    },
    /// The roster changed again and again while it was read.
    #[error(
        "The roster changed while it was read, three times in a row. Nothing was changed here."
    )]
    KeepsChanging,
    /// Answers were lost again and again.
    #[error(
        "The portal's answers were lost several times in a row. Nothing more was sent; the rest waits."
    )]
    LineLost,
}

/// What the desk needs besides the portal.
#[derive(Clone)]
pub struct Office {
    /// Where roster and outbox are kept.
    pub store: Store,
    /// The moment now.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Whose log-on it is, once known.
    pub administrator: Option<String>,
}

impl Office {
    fn now(&self) -> Timestamp {
        (self.now)()
    }
}

/// What an error says, without its promise that nothing came of it: after a click nobody can promise that.
pub(crate) fn without_promise(words: &str) -> String {
    let words = words.trim_end();
    if let Some(words) = words.strip_suffix("; nothing was changed.") {
        return format!("{words}.");
    }
    [" Nothing was changed.", " Nothing was sent."]
        .into_iter()
        .fold(words, |words, promise| {
            words.strip_suffix(promise).unwrap_or(words)
        })
        .to_owned()
}
