//! What the core concludes from two readings: comparing, schedules, and the words of notices.
// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod courts;
mod entries;
mod header_and_parties;
mod hearings;
mod invariants;
mod readings;
mod time;
