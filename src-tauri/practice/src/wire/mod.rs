//! The shapes of the wire: how the truth of a case is written down in the portal's own keys (wire-format.md §4).

pub(crate) mod docket;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod lists;
pub(crate) mod party;
pub(crate) mod pen;
