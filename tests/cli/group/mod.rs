//! The administrator's desk through the built `docketctl`, before the practice portal in each of its
//! markups, and before one that was written from the procedures alone.

mod court;
mod gate;
mod kills;
mod other_markup;
mod outside;
mod pin;
mod size;
mod stories;
mod traps;
