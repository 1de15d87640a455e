//! Documents that the docket offers (`wire-format.md` §4.5 `document`, §4.7).

use serde::{Deserialize, Serialize};

/// A document attached to a docket entry. Whether it can be opened is the court's word, not ours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Document {
    /// The portal's document id, the `di` of the file viewer.
    pub document_id: String,
    /// Title as the court writes it; may already end in `.pdf`.
    pub title: String,
    /// File extension without the dot, as written (`pdf`, `PDF`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub extension: String,
    /// Document security level; a different scale from the case's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_level: Option<u8>,
}

impl Document {
    /// Whether the court offers it to everybody: level 1, or no level said (`wire-format.md` §4.7, §7). Levels above
    /// are confidential or sealed filings, for which the portal shows no link.
    pub fn is_public(&self) -> bool {
        self.security_level.is_none_or(|level| level <= 1)
    }
}
