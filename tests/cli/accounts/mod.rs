//! The account journeys through the built `docketctl`, before a portal written from the procedures alone.

mod canary;
mod journeys;
mod portal;
mod practice_court;
mod resume;
mod signed_in;
mod talk;
mod traps;
