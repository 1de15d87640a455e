//! The portal room against small servers made in the test: what is sent, what is not, and what each fault is called.
// Helpers of a test may stop it; that is what a failed test is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod account_pages;
mod fake;
mod faults;
mod flows;
mod forms;
mod gate;
mod polite;
mod practice;
mod search;
mod secure;
mod stop;
