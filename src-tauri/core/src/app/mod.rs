//! Use cases and their views: what window and terminal may ask for.

pub mod ports;
pub mod views;
