//! The clock that window and terminal give the core: the computer's.
//!
//! In debug builds a test may stand at another moment: the file that `DOCKETBELL_TEST_CLOCK` names holds the seconds
//! that the clock is ahead, and is read anew each time, so that it can be moved while the program runs.

use std::sync::Arc;

use super::ports::{SharedClock, SystemClock};

/// The clock to use.
#[cfg(not(debug_assertions))]
pub fn clock() -> SharedClock {
    Arc::new(SystemClock)
}

/// The clock to use.
#[cfg(debug_assertions)]
pub fn clock() -> SharedClock {
    match std::env::var_os("DOCKETBELL_TEST_CLOCK") {
        Some(file) => Arc::new(moved::Moved(file.into())),
        None => Arc::new(SystemClock),
    }
}

#[cfg(debug_assertions)]
mod moved {
    use jiff::{SignedDuration, Timestamp};

    use crate::app::ports::Clock;

    /// Ahead of the computer's clock by the seconds in a file.
    pub struct Moved(pub std::path::PathBuf);

    impl Clock for Moved {
        fn now(&self) -> Timestamp {
            let ahead = std::fs::read_to_string(&self.0)
                .ok()
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or(0);
            let now = Timestamp::now();
            now.checked_add(SignedDuration::from_secs(ahead))
                .unwrap_or(now)
        }
    }
}
