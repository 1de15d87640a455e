//! Use cases and their views: what window and terminal may ask for.

mod change_view;
pub mod doctor;
pub mod export;
pub mod folder;
pub mod import_list;
pub mod lines;
// pub mod opening;
pub mod ports;
mod problem;
pub mod views;
