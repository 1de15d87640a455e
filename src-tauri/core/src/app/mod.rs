//! Use cases and their views: what window and terminal may ask for.

pub mod account_views;
mod accounts;
pub mod asking;
mod change_view;
pub mod deep_link;
pub mod desk;
pub mod doctor;
pub mod documents;
pub mod export;
pub mod folder;
pub mod import_list;
pub mod lines;
pub mod notifying;
pub mod opening;
mod plan;
pub mod ports;
mod preferences;
mod problem;
pub mod reading;
mod searching;
pub mod session;
mod terminal;
pub mod views;
pub mod watching;

pub use desk::{Desk, DeskEvent};
