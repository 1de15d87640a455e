//! The list of cases, and one case.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{HearingView, Problem};

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct CaseRow {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Case number as the court writes it; empty for a case that is no longer public.
    pub case_number: String,
    /// Court id; opaque.
    pub court_id: String,
    /// Style of the case, word for word.
    pub style: String,
    /// The person's own name for the case.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// "Why I follow this".
    pub note: Option<String>,
    /// "AC Unlawful Detainer".
    pub case_type: Option<String>,
    /// "Boone".
    pub location: Option<String>,
    /// Filing date.
    pub filed_on: Option<String>,
    /// "Not Disposed".
    pub disposition: Option<String>,
    /// Judge.
    pub judge: Option<String>,
    /// Entries on the docket.
    pub entries: u32,
    /// Changes to review.
    pub unreviewed: u32,
    /// The first hearing that is set and whose time has not come; when none is left, the last of today.
    pub next_hearing: Option<HearingView>,
    /// Hearings that are set for today before it: their time has passed, and nothing says yet what became of them.
    pub earlier_today: Vec<HearingView>,
    /// When the court was last read successfully.
    pub last_checked_at: Option<String>,
    /// Why the last attempt failed, when it did after the last success.
    pub last_problem: Option<Problem>,
    /// What we may show of it.
    pub state: CaseState,
}

/// What we may show of a followed case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Followed and readable.
    Followed,
    /// No longer followed; the local copy stays until it is forgotten.
    Unfollowed,
    /// The court no longer shows it: the copy is closed, a second reading decides.
    Closed,
    /// Two readings agreed that it is no longer public: the copy was erased.
    Erased,
}

/// A closed copy, read back before a person erases it: never by what the court said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ClosedCopyView {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// The person's own name for the case, else its matter number.
    pub name: Option<String>,
    /// The first reading that no longer showed it.
    pub closed_at: Option<String>,
}

/// How the list of cases is to be shown.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct CaseQuery {
    /// Words that must appear in number, style, label, matter, tag, judge or location.
    pub filter: String,
    /// Only this tag.
    pub tag: Option<String>,
    /// Only cases with changes to review.
    pub unreviewed_only: bool,
    /// Only cases never read, or whose last reading is older than a day.
    pub stale_only: bool,
    /// Column to sort by.
    pub sort: CaseSort,
    /// Largest or latest first.
    pub descending: bool,
    /// First row to show.
    pub offset: u32,
    /// At most this many rows (capped at 500).
    pub limit: u32,
}

/// Columns that the list of cases can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum CaseSort {
    /// The person's name for the case, else its style.
    #[default]
    Name,
    /// Case number.
    CaseNumber,
    /// Location.
    Location,
    /// Filing date.
    FiledOn,
    /// Next hearing.
    NextHearing,
    /// Last checked.
    LastChecked,
    /// Changes to review.
    Unreviewed,
    /// Case type.
    CaseType,
}

/// A page of the list of cases.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct CasePage {
    /// The rows.
    pub rows: Vec<CaseRow>,
    /// Rows that match, all pages together.
    pub total: u32,
    /// All cases followed.
    pub followed: u32,
    /// All tags in use.
    pub tags: Vec<String>,
}

/// A case on its own page.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct CaseView {
    /// What the list shows.
    pub case: CaseRow,
    /// "13th Judicial Circuit".
    pub court: Option<String>,
    /// When it was followed.
    pub followed_at: String,
    /// When the court will be asked next; `None` when only a person asks, or nobody watches now.
    pub next_check_at: Option<String>,
    /// Whether the last docket was empty or cut off and therefore proves nothing.
    pub last_docket_incomplete: bool,
    /// Day of disposition.
    pub disposed_on: Option<String>,
    /// Parties.
    pub parties: u32,
    /// Their list was read at least once: without it, no parties means that we do not know.
    pub parties_read: bool,
    /// Hearings.
    pub hearings: u32,
    /// Documents.
    pub documents: u32,
    /// Charges.
    pub charges: u32,
    /// Changes found since it is followed.
    pub changes: u32,
}

/// The person's own words about a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct CaseWords {
    /// Name for the case.
    pub label: Option<String>,
    /// "Why I follow this", at most 500 characters.
    pub note: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}
