//! The practice portal seen from outside, as a client of the case system sees it. What is marked *unverified* in the
//! portal's code is no evidence about the real site here either.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)] // A test that cannot go on should stop loudly.

mod accounts;
mod browser;
mod client;
mod control;
mod drift;
mod failures;
mod hearings;
mod journal;
mod refusals;
mod roster;
mod searches;
mod size;
mod traps;
mod wire;
