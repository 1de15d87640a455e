//! Waiting for the last connection.
//!
//! A connection that is dropped is closed by its database thread a moment later, and the last one folds the log into the
//! database. When the process ends in that moment, SQLCipher and libcrypto take their memory away (`atexit`) from under
//! that thread: a segmentation fault after everything was done and stored. Our programs leave without such clean-up
//! (`docketbell_desktop::leave`); whatever else opens a store, a test above all, waits here when the thread that opened
//! it ends.

use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;

/// Longest wait at the end of a thread. A store that lives on in another thread is not waited for any longer.
const PATIENCE: Duration = Duration::from_secs(5);

thread_local! {
    static OPENED: RefCell<Opened> = const { RefCell::new(Opened(Vec::new())) };
}

/// The stores that a thread has opened. Nothing is ever sent: a channel ends with the last connection.
struct Opened(Vec<Receiver<Infallible>>);

impl Drop for Opened {
    fn drop(&mut self) {
        let until = Instant::now() + PATIENCE;
        for store in self.0.drain(..) {
            // Either way there is nothing more to do.
            let _ = store.recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
}

/// What the connections of one store share until the last is closed.
#[derive(Clone)]
pub(super) struct HeldOpen(Sender<Infallible>);

impl HeldOpen {
    /// For a store that this thread opens now.
    pub fn by_this_thread() -> Self {
        let (held, store) = channel();
        // A thread that is ending already waits for nobody.
        let _ = OPENED.try_with(|opened| {
            let mut opened = opened.borrow_mut();
            let ended = |store: &Receiver<Infallible>| {
                matches!(store.try_recv(), Err(TryRecvError::Disconnected))
            };
            opened.0.retain(|store| !ended(store));
            opened.0.push(store);
        });
        Self(held)
    }

    /// Connections made by these options hold it. SQLite lets go of a collation when it closes a connection, after its
    /// last page was written; no statement names this one.
    pub fn by(&self, options: SqliteConnectOptions) -> SqliteConnectOptions {
        let held = self.0.clone();
        options.collation("held_open", move |a, b| {
            let _until_closed = &held;
            a.cmp(b)
        })
    }
}
