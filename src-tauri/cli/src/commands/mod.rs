//! One file per command, or per few that belong together.

pub mod access;
pub mod accounts;
pub mod backup;
pub mod check;
pub mod doctor;
pub mod document;
pub mod erase;
pub mod export;
pub mod find;
pub mod follow;
pub mod group;
pub mod later;
pub mod practice;
pub mod show;
pub mod watch;
