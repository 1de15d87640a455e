//! The built `docketctl` before portals that nobody here has seen: written from the notes on the wire format alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    reason = "a test fails by panicking, and the foreign portal has habits that not every story needs"
)]

mod accounts;
mod foreign;
mod group;
mod harness;
mod keyring;
mod kill_loop;
mod stories;
