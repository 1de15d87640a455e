//! What the window and the terminal are shown: plain values, no secrets, no SQL, no HTML.
//!
//! `ts-rs` writes each of these to `ui/src/lib/generated/` (run `cargo test -p docketbell-core`). Days are `YYYY-MM-DD`,
//! moments RFC 3339 UTC; the window words them in Central time. Row ids fit a JavaScript number (< 2^40).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, as a view needs it: what happened, what it means, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Problem {
    /// Stable word; views act on a few (`missing_key`, `locked`, `wrong_key`, `store_busy`, `not_permitted`, `stopped`).
    pub kind: String,
    /// One or two plain sentences.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
    /// When asking again can help, if that is known.
    pub retry_at: Option<String>,
}

/// Which face the window shows when it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum StartView {
    /// No store yet: the first-run steps.
    FirstRun {
        /// Whether the keyring can keep the key; if not, why, and a passphrase is the way.
        keyring: Option<Problem>,
        /// Where the data will live.
        data_folder: String,
        /// The portals that can be chosen: (id, name, plain description).
        portals: Vec<PortalChoice>,
    },
    /// A store made with a passphrase waits for it.
    NeedsPassphrase {
        /// Why the last one did not open it.
        problem: Option<Problem>,
        /// Which portal the store belongs to.
        portal_name: String,
    },
    /// The store cannot be opened; nothing was changed.
    CannotOpen {
        /// Why, and what to do.
        problem: Problem,
        /// Where the data lives.
        data_folder: String,
    },
    /// Ready.
    Ready,
}

/// A portal that can be chosen at first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PortalChoice {
    /// `practice`, `missouri`, or the path of a profile file.
    pub id: String,
    /// "Practice portal".
    pub name: String,
    /// One plain sentence.
    pub description: String,
    /// The portal's posted notice that must be read once before anything is asked (`missouri`).
    pub notice: Option<String>,
}

/// How the store is protected, chosen at first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// A random key in the desktop's keyring.
    Keyring,
    /// A passphrase that the person types at each start.
    Passphrase,
}

/// The answers of the first-run steps.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct FirstRunAnswers {
    /// [`PortalChoice::id`].
    pub portal: String,
    /// How the store is protected.
    pub protection: Protection,
    /// How notifications speak.
    pub level: crate::domain::NoticeLevel,
    /// The person's name for review receipts; may be empty.
    pub reviewer: String,
}

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
    /// The next hearing that is set.
    pub next_hearing: Option<HearingView>,
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
    /// Hearings.
    pub hearings: u32,
    /// Documents.
    pub documents: u32,
    /// Charges.
    pub charges: u32,
    /// Changes found since it is followed.
    pub changes: u32,
}

/// A hearing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct HearingView {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Which case.
    #[ts(type = "number")]
    pub case_id: i64,
    /// "Case Management Conference".
    pub purpose: String,
    /// Day.
    pub scheduled_on: Option<String>,
    /// Time of day in Missouri as the court writes it, "3:00 PM".
    pub time: Option<String>,
    /// The same as RFC 3339 UTC, when day and time can be read.
    pub starts_at: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// Before whom.
    pub judge: Option<String>,
    /// `set`, `held`, `cancelled`, `unlisted`.
    pub state: crate::domain::HearingState,
    /// The setting before it was moved, where it was.
    pub was: Option<Box<SettingView>>,
    /// Entry that it comes from.
    #[ts(type = "number | null")]
    pub entry_id: Option<i64>,
    /// Day of the entry it comes from: the source of this date.
    pub entry_filed_on: Option<String>,
    /// Whether that entry was on the last reading of the docket.
    pub on_last_reading: bool,
    /// Since when it is known as it is shown here.
    pub known_since: String,
}

/// When and where: one side of a moved hearing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct SettingView {
    /// "Case Management Conference".
    pub purpose: String,
    /// Day.
    pub scheduled_on: Option<String>,
    /// Time of day in Missouri as the court writes it.
    pub time: Option<String>,
    /// RFC 3339 UTC, when day and time can be read.
    pub starts_at: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// Before whom.
    pub judge: Option<String>,
}

/// A docket entry.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct EntryView {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// The court's sequence number.
    #[ts(type = "number | null")]
    pub sequence: Option<i64>,
    /// Day of the entry.
    pub filed_on: Option<String>,
    /// Title, word for word.
    pub description: String,
    /// Text, word for word.
    pub text: Option<String>,
    /// Who filed it.
    pub filed_by: Option<String>,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// The court's code.
    pub code: Option<String>,
    /// Documents.
    pub documents: Vec<DocumentView>,
    /// Settings that hang on it.
    pub hearings: Vec<SettingView>,
    /// Titles and days of related entries.
    pub associated: Vec<AssociatedView>,
    /// The court marks it confidential.
    pub confidential: bool,
    /// When we first saw it.
    pub first_seen_at: String,
    /// When a person reviewed it.
    pub reviewed_at: Option<String>,
    /// On the docket; not on the last reading; withdrawn.
    pub state: EntryStateView,
    /// Former versions that we kept.
    pub versions: u32,
    /// The newest change of it that waits for review.
    pub change: Option<crate::domain::ChangeKind>,
    /// Row id of that change.
    #[ts(type = "number | null")]
    pub change_id: Option<i64>,
}

/// Whether an entry is still on the docket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum EntryStateView {
    /// On the last reading.
    Current,
    /// Not on the last reading; the next one decides.
    Missing,
    /// Two readings agreed that it is gone; we keep what it said.
    Withdrawn,
}

/// A document of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DocumentView {
    /// The portal's document id.
    pub document_id: String,
    /// Title.
    pub title: String,
    /// `pdf`.
    pub extension: String,
    /// The court offers it to everybody.
    pub public: bool,
    /// It is of a kind that the window opens.
    pub opens: bool,
    /// Entry it hangs on.
    #[ts(type = "number")]
    pub entry_id: i64,
    /// Day of that entry.
    pub filed_on: Option<String>,
    /// Title of that entry.
    pub entry_description: String,
}

/// A related entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AssociatedView {
    /// Sequence number of the other entry.
    #[ts(type = "number | null")]
    pub sequence: Option<i64>,
    /// Its day.
    pub filed_on: Option<String>,
    /// Its title.
    pub description: String,
}

/// A page of a docket, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DocketPage {
    /// The entries.
    pub entries: Vec<EntryView>,
    /// All entries that match.
    pub total: u32,
}

/// A version of an entry as it was.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct VersionView {
    /// Title.
    pub description: String,
    /// Text.
    pub text: Option<String>,
    /// Day of the entry.
    pub filed_on: Option<String>,
    /// First reading that showed it.
    pub seen_from: String,
    /// Last reading that showed it; `None` for the version on the docket now.
    pub seen_until: Option<String>,
    /// What changed from this version to the next, title and text together; empty for the newest.
    pub redline: Vec<RedlineView>,
    /// More than 40 % changed: show both in full.
    pub mostly_changed: bool,
}

/// A piece of a redline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RedlineView {
    /// Same, added or removed.
    pub kind: RedlineKind,
    /// The words.
    pub text: String,
}

/// Same, added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum RedlineKind {
    /// In both.
    Same,
    /// Only in the newer.
    Added,
    /// Only in the older.
    Removed,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PartyView {
    /// "DOE, JANE Q".
    pub name: String,
    /// The court's word for the role.
    pub role: String,
    /// Address with newlines.
    pub address: Option<String>,
    /// Year of birth.
    pub birth_year: Option<u16>,
    /// Attorneys: name and role.
    pub attorneys: Vec<AttorneyView>,
}

/// An attorney.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttorneyView {
    /// Name.
    pub name: String,
    /// The court's words.
    pub role: String,
}

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ChargeView {
    /// Charge number.
    pub number: String,
    /// The court's words.
    pub description: String,
    /// Charge code.
    pub code: Option<String>,
    /// "Misdemeanor B".
    pub level: Option<String>,
    /// Filing date of the charge.
    pub filed_on: Option<String>,
    /// Ticket number.
    pub ticket_number: Option<String>,
}

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
    /// The hearing as it is.
    pub hearing_after: Option<SettingView>,
    /// Reviewed when, and by whom.
    pub reviewed_at: Option<String>,
    /// Name of the reviewer, where one is set.
    pub reviewed_by: Option<String>,
    /// Must be acknowledged by itself ("I have seen this").
    pub needs_acknowledgement: bool,
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
    /// Followed cases.
    pub followed: u32,
    /// Of them, cases never read.
    pub never_read: u32,
    /// Of them, cases whose last attempt failed.
    pub failing: u32,
    /// More cases than shown.
    pub more: bool,
}

/// What the status bar says.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct StatusView {
    /// Can the portal be reached, as far as the last request tells.
    pub line: LineState,
    /// Since when it is so.
    pub line_since: Option<String>,
    /// A check is running: how many of how many cases.
    pub checking: Option<CheckingView>,
    /// Access stopped by a refusal or challenge: why, in the portal's words. Only a person resumes it.
    pub stopped: Option<StopView>,
    /// The court's site is closed until then.
    pub closed_until: Option<String>,
    /// Today's budget is spent until then.
    pub budget_spent_until: Option<String>,
    /// The newest successful reading of any case.
    pub last_checked_at: Option<String>,
    /// The next scheduled check; `None` when only a person asks, nobody watches, or access is stopped.
    pub next_check_at: Option<String>,
    /// Changes to review.
    pub to_review: u32,
    /// Followed cases.
    pub followed: u32,
    /// Actions waiting (later issues; 0 is hidden).
    pub waiting: u32,
    /// Notices held by quiet hours.
    pub held: u32,
    /// Quiet hours: on now until then, or next start.
    pub quiet_until: Option<String>,
    /// Next start of quiet hours, when they are on in the settings.
    pub quiet_from: Option<String>,
    /// The portal's name.
    pub portal_name: String,
    /// Whether this is the practice portal.
    pub practice: bool,
    /// Whether the profile allows checks on a schedule.
    pub automatic: bool,
    /// What a person may ask for: `none`, `one`, `all`.
    pub asked_checks: String,
    /// The portal's posted notice must be read once before anything is asked.
    pub notice_unread: bool,
    /// The last thing that went wrong, until it is gone.
    pub problem: Option<Problem>,
    /// Notifications cannot be shown, and why.
    pub notifier_problem: Option<Problem>,
    /// Whether closing the window keeps watching in the tray.
    pub tray: bool,
}

/// Can the portal be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nothing was asked yet.
    Unknown,
    /// The last request was answered.
    Online,
    /// The last request found no connection.
    Offline,
}

/// Progress of a running check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckingView {
    /// Cases read.
    pub done: u32,
    /// Cases to read.
    pub total: u32,
}

/// Why access stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StopView {
    /// `refusal` or `challenge`.
    pub reason: String,
    /// The portal's own words.
    pub words: String,
    /// Since when.
    pub since: String,
}

/// One line of a pasted list, looked at on this computer only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PastedLine {
    /// Line number, from 1.
    pub line: u32,
    /// What stood there, cut to 60 characters.
    pub shown: String,
    /// The number as we read it.
    pub case_number: Option<String>,
    /// The court, where the line names one.
    pub court_id: Option<String>,
    /// The person's name for the case.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Ready, already followed, worth a warning, or not a number.
    pub verdict: PastedVerdict,
    /// What to do, in plain words; empty when nothing is to do.
    pub message: String,
}

/// A line of a list that is to be followed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct FollowLine {
    /// Case number.
    pub case_number: String,
    /// Its court, where the list names one.
    pub court_id: Option<String>,
    /// The person's name for it.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// What a pasted line is, before the court is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PastedVerdict {
    /// Can be asked for.
    Ready,
    /// Unusual shape: can be asked for, and probably should be fixed.
    Unusual,
    /// Followed already.
    Already,
    /// The same number as an earlier line.
    Repeated,
    /// Cannot be a case number.
    Invalid,
}

/// What became of one line or one number (`cli.md`, `follow --from`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FollowOutcome {
    /// Line number, from 1.
    pub line: u32,
    /// The number, or what stood there.
    pub case_number: String,
    /// What became of it.
    pub outcome: FollowResult,
    /// Why, in plain words.
    pub message: Option<String>,
    /// The case, when it is followed now.
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// Its style, when it is followed now.
    pub style: Option<String>,
    /// Entries read.
    pub entries: u32,
    /// When several courts have the number: the choices.
    pub courts: Vec<CourtChoice>,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FollowResult {
    /// Followed now.
    Followed,
    /// Was followed already.
    Already,
    /// The court found no such case, in its own words.
    NotFound,
    /// Cannot be a case number.
    Invalid,
    /// Several courts have it: choose.
    Ambiguous,
    /// Could not be asked; try again later.
    Failed,
}

/// A court to choose when a number repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CourtChoice {
    /// Court id.
    pub value: String,
    /// "Boone: JANE Q DOE V JOHN Q PUBLIC, filed August 4, 2026".
    pub label: String,
}

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

/// Settings as the window shows and saves them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct Settings {
    /// Show native notifications at all.
    pub notify: bool,
    /// How much they may show.
    pub level: crate::domain::NoticeLevel,
    /// Quiet hours.
    pub quiet: QuietHours,
    /// What may break through quiet hours.
    pub break_through: BreakThrough,
    /// `system`, `light`, `dark`.
    pub theme: Theme,
    /// Tighter rows.
    pub compact: bool,
    /// The person's name for review receipts.
    pub reviewer: String,
    /// Keep watching when the window is closed (where there is a tray).
    pub keep_watching: bool,
    /// Single-key shortcuts (R, S …) are on.
    pub single_keys: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            notify: true,
            level: crate::domain::NoticeLevel::default(),
            quiet: QuietHours::default(),
            break_through: BreakThrough::default(),
            theme: Theme::System,
            compact: false,
            reviewer: String::new(),
            keep_watching: true,
            single_keys: true,
        }
    }
}

/// Quiet hours: notices are held, not dropped. Off by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct QuietHours {
    /// On.
    pub on: bool,
    /// `HH:MM`, Central.
    pub from: String,
    /// `HH:MM`, Central; before `from` means the next day.
    pub until: String,
    /// All of Saturday and Sunday, too.
    pub weekend: bool,
}

impl Default for QuietHours {
    fn default() -> Self {
        Self {
            on: false,
            from: "18:00".into(),
            until: "07:30".into(),
            weekend: true,
        }
    }
}

/// What may break through quiet hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "five independent switches of the settings page"
)]
pub struct BreakThrough {
    /// A hearing within 48 hours is set, moved or cancelled.
    pub hearing_soon: bool,
    /// A hearing is moved to an earlier date.
    pub moved_earlier: bool,
    /// A warrant is issued.
    pub warrant: bool,
    /// A judgment is entered.
    pub judgment: bool,
    /// Docketbell cannot check the cases.
    pub watcher_failing: bool,
}

impl Default for BreakThrough {
    fn default() -> Self {
        Self {
            hearing_soon: true,
            moved_earlier: true,
            warrant: true,
            judgment: false,
            watcher_failing: true,
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Facts that Settings shows and a person cannot edit there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AboutView {
    /// Program version.
    pub version: String,
    /// Data folder.
    pub data_folder: String,
    /// Bytes it takes.
    #[ts(type = "number")]
    pub data_bytes: u64,
    /// How the store is protected.
    pub protection: Protection,
    /// The portal's name.
    pub portal_name: String,
    /// Host names that are ever asked.
    pub hosts: Vec<String>,
    /// Where the permission for automatic checks is written down.
    pub permission: Option<String>,
    /// Requests per minute; 0 = no pace of its own (loopback only).
    pub requests_per_minute: u32,
    /// Requests sent today.
    pub requests_today: u32,
    /// Requests allowed a day; 0 = no budget of its own (loopback only).
    pub daily_budget: u32,
    /// Closed hours, as the profile writes them.
    pub closed: Vec<String>,
    /// The posted notice of the portal, where there is one.
    pub notice: Option<String>,
    /// The practice portal's control page, in practice mode.
    pub practice_control: Option<String>,
}

/// A request that was sent to the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccessLine {
    /// When.
    pub at: String,
    /// Method.
    pub method: String,
    /// Path without query values.
    pub path: String,
    /// Why it was sent.
    pub why: String,
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Bytes of the answer.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// One check of the doctor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DoctorLine {
    /// `store`, `keyring`, `notifier`, `portal`, `clock`, `access`.
    pub check: String,
    /// Fine, worth a look, or broken.
    pub verdict: DoctorVerdict,
    /// What was found.
    pub message: String,
    /// What to do; empty when nothing is to do.
    pub hint: String,
}

/// Fine, worth a look, or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DoctorVerdict {
    /// Fine.
    Ok,
    /// Worth a look.
    Warning,
    /// Broken.
    Broken,
}

/// The notification test, step by step (features.md F2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TestView {
    /// When it was started.
    pub started_at: String,
    /// The steps in order.
    pub steps: Vec<TestStep>,
}

/// One step of the notification test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TestStep {
    /// "Handed to your desktop".
    pub name: String,
    /// `todo`, `done`, `needs_you`, `failed`.
    pub state: String,
    /// Why, when it failed.
    pub message: Option<String>,
}

/// What changed in the store: views that show such things ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ChangedKind {
    /// Cases, dockets, changes.
    Cases,
    /// The status bar.
    Status,
    /// Settings.
    Settings,
    /// The notification test.
    Test,
    /// Accounts, sign-in, an open journey.
    Accounts,
    /// The group: roster, outbox, PIN, playbooks, reviews.
    Group,
}

/// The event `changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Changed {
    /// What changed.
    pub kinds: Vec<ChangedKind>,
}

/// The event `open`: a notification was clicked; the window shows this place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum OpenPlace {
    /// A case, at an entry, with the change shown.
    Case {
        /// Row id of the case.
        #[ts(type = "number")]
        case_id: i64,
        /// Row id of the entry.
        #[ts(type = "number | null")]
        entry_id: Option<i64>,
        /// Row id of the change.
        #[ts(type = "number | null")]
        change_id: Option<i64>,
    },
    /// Today.
    Today,
    /// Settings, Notifications.
    NotificationTest,
    /// Why checking stopped.
    Access,
    /// Accounts: what a reminder is about.
    Accounts,
    /// The group: somebody joined, or another administrator acted.
    Group,
    /// A group-association link to look at. Opening the place asks nothing of the portal.
    Associate {
        /// The link as it came.
        link: String,
    },
}

/// The event `follow_progress`: one line of a pasted list was dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FollowProgress {
    /// The line's outcome.
    pub outcome: FollowOutcome,
    /// Lines done.
    pub done: u32,
    /// Lines in all.
    pub total: u32,
}

/// What a check found, for "Check now" (counts as in `docketctl check`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckSummary {
    /// Cases read.
    pub checked: u32,
    /// Of them, changed.
    pub changed: u32,
    /// Of them, unchanged.
    pub unchanged: u32,
    /// Cases that could not be read.
    pub failed: u32,
    /// Cases not asked for (stopped, closed, budget).
    pub skipped: u32,
    /// Why cases failed or were skipped: the first reason.
    pub problem: Option<Problem>,
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
