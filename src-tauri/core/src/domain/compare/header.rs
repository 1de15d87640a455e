//! Comparing headers.

use super::super::{CaseHeader, HeaderField};

/// A part of the header that the court now words differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderChange {
    /// Which part.
    pub field: HeaderField,
    /// As it was; `None` when the court had said nothing.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// What changed in the header. A part that the court no longer gives is drift, not a change; court ids move without
/// being told.
pub fn compare_header(_known: &CaseHeader, _shown: &CaseHeader) -> Vec<HeaderChange> {
    Vec::new()
}
