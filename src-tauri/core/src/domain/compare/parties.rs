//! Comparing parties and their attorneys.

use super::super::Party;

/// What happened to a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyChangeKind {
    /// A party was added.
    Added,
    /// A party is no longer listed.
    Removed,
    /// Name, role or address differ.
    Changed,
    /// An attorney was added to the party.
    AttorneyAdded,
    /// An attorney of the party is no longer listed.
    AttorneyRemoved,
    /// An attorney's name or role differs.
    AttorneyChanged,
}

/// A change to a party or an attorney; told as `party_changed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyChange {
    /// What happened.
    pub kind: PartyChangeKind,
    /// The party as it was.
    pub before: Option<Party>,
    /// The party as it is.
    pub after: Option<Party>,
    /// The attorney concerned, by name.
    pub attorney: Option<String>,
}

/// What changed among the parties. Order does not matter, case and blanks do not matter, an empty list deletes nothing.
pub fn compare_parties(_known: &[Party], _shown: &[Party]) -> Vec<PartyChange> {
    Vec::new()
}
