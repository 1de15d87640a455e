//! The core of Docketbell: everything the program knows and does, without a window.
//!
//! Rooms, from the bottom up (`tests/layers.rs` holds the arrows):
//! [`domain`] the words of the court; [`portal`] the website; [`storage`] the encrypted store;
//! [`sync`] the only place where those two meet; [`app`] what window and terminal may ask for.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod app;
pub mod domain;
pub mod portal;
pub mod storage;
pub mod sync;
