//! Use cases and their views: what window and terminal may ask for.

mod account_book;
mod account_secrets;
pub mod account_views;
pub mod accounts;
pub mod asking;
mod change_view;
pub mod clock;
pub mod deep_link;
pub mod desk;
pub mod doctor;
pub mod documents;
pub mod export;
pub mod folder;
pub mod group;
pub mod group_views;
pub mod import_list;
pub mod keeping;
mod kept_pages;
pub mod lines;
mod marking;
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
pub mod travel;
pub mod views;
pub mod watching;
mod window_journey;

pub use desk::{Desk, DeskEvent};
