//! The encrypted store, tried on real files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test stops at the first surprise"
)]

mod access;
mod backup;
mod cases;
mod confidential;
mod damage;
mod opening;
mod pages;
mod refresh;
mod reminders;
mod search;
mod support;
mod to_check;
