//! Use cases and their views: what window and terminal may ask for.

pub mod doctor;
pub mod export;
pub mod folder;
pub mod import_list;
pub mod lines;
pub mod ports;
mod problem;
pub mod views;
