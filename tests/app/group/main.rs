//! The administrator's desk as the window asks for it, without a window: reminders, the review queue, papers, playbooks,
//! reviews, the log. Against the practice portal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test says what went wrong by failing"
)]

mod administrator;
mod leaving;
mod log;
mod online;
mod people;
mod pin;
mod reminders;
mod review;
