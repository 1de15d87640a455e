//! Type drift: the ways in which the portal has written the same fact over the years (wire-format.md §2, §4 and §10).

use serde::{Deserialize, Serialize};

/// Switches of the drift. What is not set stays as the portal writes it in 2026.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Drift {
    /// How an entry's documents are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentShape>,
    /// How `circuitCaseNo` is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circuit_case_no: Option<ListShape>,
    /// How yes and no are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<FlagShape>,
    /// How an unknown case is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_case: Option<UnknownShape>,
    /// Rows of the name search: under `data`, or a bare array (unverified, both).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_rows: Option<RowsShape>,
    /// `docketText` left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_docket_text: Option<bool>,
    /// `predCode` left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_pred_code: Option<bool>,
    /// `fileLocn` left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_file_locn: Option<bool>,
    /// `statuteNumber` left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_statute: Option<bool>,
    /// Empty lists left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_empty_lists: Option<bool>,
    /// Whole numbers written as strings (unverified).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers_as_text: Option<bool>,
    /// The docket as the page of the older site (2010–2022, §4.8): served at `searchDockets.do`, and in place of the
    /// JSON. That it was ever served in place of the JSON, and that it is still there, is unverified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_docket: Option<bool>,
    /// Something before the JSON begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leading_junk: Option<bool>,
    /// Answers in gzip when the client accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gzip: Option<bool>,
}

/// How documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentShape {
    /// An array of objects (2026).
    Array,
    /// One object (2023).
    Object,
    /// An object that nests `documentModels` (one source, wire-format.md §4.5).
    Models,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListShape {
    /// An array.
    Array,
    /// One object.
    Object,
    /// Not at all.
    Absent,
}

/// How yes and no are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagShape {
    /// Mixed, as captured.
    Mixed,
    /// `true` and `false` everywhere.
    Bool,
    /// `"Y"` and `"N"` everywhere.
    Letters,
    /// `"true"` and `"false"` everywhere.
    Words,
}

/// How an unknown case is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownShape {
    /// JSON without `caseNumber` (2026).
    NearEmpty,
    /// HTML with `div.alert.alert-danger` (2022–23).
    Alert,
}

/// How rows are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsShape {
    /// `{"data":[…]}`.
    Data,
    /// `[…]`.
    Bare,
}

impl Drift {
    /// These switches, and where they are silent the other's.
    pub(crate) fn over(&self, other: &Self) -> Self {
        Self {
            document: self.document.or(other.document),
            circuit_case_no: self.circuit_case_no.or(other.circuit_case_no),
            flags: self.flags.or(other.flags),
            unknown_case: self.unknown_case.or(other.unknown_case),
            name_rows: self.name_rows.or(other.name_rows),
            without_docket_text: self.without_docket_text.or(other.without_docket_text),
            without_pred_code: self.without_pred_code.or(other.without_pred_code),
            without_file_locn: self.without_file_locn.or(other.without_file_locn),
            without_statute: self.without_statute.or(other.without_statute),
            without_empty_lists: self.without_empty_lists.or(other.without_empty_lists),
            numbers_as_text: self.numbers_as_text.or(other.numbers_as_text),
            old_docket: self.old_docket.or(other.old_docket),
            leading_junk: self.leading_junk.or(other.leading_junk),
            gzip: self.gzip.or(other.gzip),
        }
    }

    pub(crate) fn on(switch: Option<bool>) -> bool {
        switch.unwrap_or(false)
    }
}
