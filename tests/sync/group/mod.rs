//! The outbox before a made portal whose answers get lost, come late, come twice, and whose users a second administrator
//! changes.

mod portal;
mod schedules;
mod table;
