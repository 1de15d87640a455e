//! The account journeys through the built `docketctl`, before a portal written from the procedures alone.

mod behind_a_click;
mod canary;
mod drawn;
pub mod journeys;
mod mails;
mod pages_asked;
pub mod portal;
mod practice_court;
mod refusals;
mod resume;
mod signed_in;
pub mod talk;
mod traps;
mod unmarked;
mod verification;
