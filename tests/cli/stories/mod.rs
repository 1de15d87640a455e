//! One file per part of the contract in `docs/docketctl.md`.

mod access;
mod canary;
mod changes;
mod courts;
mod data;
mod documents;
mod evidence;
mod following;
mod store;
mod words;
