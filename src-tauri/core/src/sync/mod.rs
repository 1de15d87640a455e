//! The only place where website and store meet.

pub mod ahead;
pub mod group;
pub mod ledger;
pub mod read;
pub mod refresh;
pub mod relay;
pub mod reminders;
pub mod tell;
pub mod worker;
