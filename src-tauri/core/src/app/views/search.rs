//! Full text: hits, and where they are.

use serde::Serialize;
use ts_rs::TS;

/// A hit of the full-text search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SearchHit {
    /// `entry`, `party` or `note`.
    pub kind: String,
    /// Which case.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Its number.
    pub case_number: String,
    /// Its court.
    pub court_id: String,
    /// The person's name for it, else its style.
    pub case_name: String,
    /// Docket entry, for `entry`.
    #[ts(type = "number | null")]
    pub entry_id: Option<i64>,
    /// Sequence number, for `entry`.
    #[ts(type = "number | null")]
    pub sequence: Option<i64>,
    /// Day of the entry.
    pub filed_on: Option<String>,
    /// Title of the entry, name of the party, or "Your note".
    pub title: String,
    /// The words around the hit.
    pub text: String,
}

/// A page of hits, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// Hand this back for the next page.
    pub next: Option<String>,
}
