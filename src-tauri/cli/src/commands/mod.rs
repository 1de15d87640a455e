//! One file per command, or per few that belong together.

pub mod later;
pub mod practice;
