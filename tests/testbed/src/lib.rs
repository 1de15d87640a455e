//! A private desktop for tests: a session bus that starts nothing by itself, private folders, a real keyring, a
//! real notification service, or stand-ins that write down what they were told.
//!
//! The bus has no service folders, so what a test talks to is what that test started, or nothing at all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test without its desktop can only stop"
)]

pub mod canary;
mod desk;
mod keyring;
mod notifications;
mod process;
mod tray;

pub use desk::{PrivateDesktop, inside};
pub use keyring::{
    Keyring, start_refusing_keyring, start_refusing_keyring_on, start_silent_keyring,
    start_silent_keyring_on,
};
pub use notifications::{Dunst, FakeNotifications, NotifyWatch, Shown};
pub use process::{Service, until};
pub use tray::FakeTray;
