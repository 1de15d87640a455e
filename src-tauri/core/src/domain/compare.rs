//! `compare(known, shown)`: what changed between two readings. Pure.
