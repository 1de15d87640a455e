//! Today: what changed, by case.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CaseRow, RedlineView, SettingView};

/// A change to review, or reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct ChangeView {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Which case.
    #[ts(type = "number")]
    pub case_id: i64,
    /// What kind.
    pub kind: crate::domain::ChangeKind,
    /// When a reading found it.
    pub found_at: String,
    /// The last reading before that: the change happened in between.
    pub after_at: Option<String>,
    /// Docket entry, where there is one.
    #[ts(type = "number | null")]
    pub entry_id: Option<i64>,
    /// Title of the entry, or purpose of the hearing, or name of the header field.
    pub title: String,
    /// Day of the entry.
    pub filed_on: Option<String>,
    /// "Filed by … for …".
    pub filed_by: Option<String>,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// Documents of the entry.
    pub documents: u32,
    /// The words now (entry text, header value, party line).
    pub text: Option<String>,
    /// The words before, for what was withdrawn or replaced.
    pub text_before: Option<String>,
    /// Word-level difference, for amended entries.
    pub redline: Vec<RedlineView>,
    /// More than 40 % changed: show both in full.
    pub mostly_changed: bool,
    /// The hearing as it was.
    pub hearing_before: Option<SettingView>,
    /// The hearing as this change left it.
    pub hearing_after: Option<SettingView>,
    /// What has become of the hearing since: `null` while it is as this change left it.
    pub hearing_now: Option<HearingNow>,
    /// Reviewed when, and by whom.
    pub reviewed_at: Option<String>,
    /// Name of the reviewer, where one is set.
    pub reviewed_by: Option<String>,
    /// Must be acknowledged by itself ("I have seen this").
    pub needs_acknowledgement: bool,
}

/// What became of a hearing after the change that is shown.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct HearingNow {
    /// Its state.
    pub state: crate::domain::HearingState,
    /// Its setting.
    pub setting: SettingView,
}

/// The changes of one case on the Today view.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TodayGroup {
    /// The case (no number, style or location when it is no longer public).
    pub case: CaseRow,
    /// Its changes, the most pressing first.
    pub changes: Vec<ChangeView>,
}

/// Which changes Today shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TodayTab {
    /// Changes to review.
    #[default]
    ToReview,
    /// Reviewed since midnight, Central.
    ReviewedToday,
}

/// The Today view.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct TodayView {
    /// By case; at most 100 cases a page.
    pub groups: Vec<TodayGroup>,
    /// Changes to review, all cases.
    pub to_review: u32,
    /// Cases with changes to review.
    pub cases_to_review: u32,
    /// Changes reviewed today.
    pub reviewed_today: u32,
    /// The newest successful reading.
    pub last_checked_at: Option<String>,
    /// The oldest last reading among the cases that were read: nothing that is shown is older.
    pub oldest_checked_at: Option<String>,
    /// Followed cases.
    pub followed: u32,
    /// Of them, cases never read.
    pub never_read: u32,
    /// Of them, cases whose last attempt failed.
    pub failing: u32,
    /// More cases than shown.
    pub more: bool,
}
