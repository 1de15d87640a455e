//! What a case holds: hearings, docket entries with their versions and documents, parties, charges.

use serde::Serialize;
use ts_rs::TS;

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
    /// The court lists it and offers no link to it.
    pub without_link: bool,
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
