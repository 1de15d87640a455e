//! Courts. A court id is opaque and can change over time (`wire-format.md` §5.1, §5.2): it is taken from
//! search results, never derived, and resolved again when the portal says that it is wrong.

use serde::{Deserialize, Serialize};

/// The portal's database id of a court, for example `CT12` or `SMPDB0005_CT25`. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CourtId(String);

impl CourtId {
    /// Wraps an id as the portal wrote it; surrounding blanks are dropped.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(id.as_ref().trim().to_owned())
    }

    /// The id as the portal wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CourtId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
