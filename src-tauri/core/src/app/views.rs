//! What the window and the terminal are shown: plain values, no secrets, no SQL, no HTML.
//!
//! `ts-rs` writes each of these to `ui/src/lib/generated/` (run `cargo test -p docketbell-core`). Days are `YYYY-MM-DD`,
//! moments RFC 3339 UTC; the window words them in Central time. Row ids fit a JavaScript number (< 2^40).

mod about;
mod cases;
mod docket;
mod events;
mod following;
mod search;
mod settings;
mod start;
mod status;
mod today;

pub use about::{AboutView, AccessLine, DoctorLine, DoctorVerdict, TestStep, TestView};
pub use cases::{
    CasePage, CaseQuery, CaseRow, CaseSort, CaseState, CaseView, CaseWords, ClosedCopyView,
};
pub use docket::{
    AssociatedView, AttorneyView, ChargeView, DocketPage, DocumentView, EntryStateView, EntryView,
    HearingView, PartyView, RedlineKind, RedlineView, SettingView, VersionView,
};
pub use events::{Changed, ChangedKind, OpenPlace};
pub use following::{
    CourtChoice, FollowLine, FollowOutcome, FollowProgress, FollowResult, PastedLine, PastedVerdict,
};
pub use search::{SearchHit, SearchPage};
pub use settings::{BreakThrough, QuietHours, Settings, Theme};
pub use start::{FirstRunAnswers, PortalChoice, Problem, Protection, StartView};
pub use status::{CheckSummary, CheckingView, LineState, StatusView, StopView};
pub use today::{ChangeView, HearingNow, TodayGroup, TodayTab, TodayView};
