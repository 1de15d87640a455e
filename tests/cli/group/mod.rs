//! The administrator's desk through the built `docketctl`, before the practice portal in each of its markups.

mod court;
mod gate;
mod kills;
mod pin;
mod size;
mod stories;
mod traps;
