//! What the control endpoint, the control page and tests may ask of the world: the same operations for all three.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::{change::HeaderField, drift::Drift, faults::Fault};
use crate::accounts::acts::{GroupRef, IssueAdministrator, MarkupWanted, NewAccount, UserRef};

/// An operation. On the control endpoint the tag `do` is the last part of the path: `POST /practice/add_entry`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Adds an entry.
    AddEntry(NewEntry),
    /// Changes the description, the text or the day of an entry.
    EditEntry(EntryEdit),
    /// Takes an entry off the docket.
    WithdrawEntry(EntryRef),
    /// Sets a hearing: an entry "… Scheduled" with a row `C`.
    SetHearing(NewHearing),
    /// Moves a hearing.
    MoveHearing(HearingMove),
    /// Cancels a hearing: its row goes, and unless `telling` is false an entry says so.
    CancelHearing(HearingCancel),
    /// A hearing's row vanishes without a word.
    UnlistHearing(EntryRef),
    /// Holds a hearing: an entry "Hearing Held" with a row `R`.
    HoldHearing(HearingHeld),
    /// Changes a field of the header.
    ChangeHeader(HeaderChange),
    /// Changes or adds a party.
    ChangeParty(PartyChange),
    /// Changes a party's attorney; without a name the party has none.
    ChangeAttorney(AttorneyChange),
    /// The case turns confidential.
    Seal(CaseRef),
    /// The case is public again.
    Unseal(CaseRef),
    /// A court's database id moves; the old one answers with a JNDI error.
    MoveCourt {
        /// Id as it is now.
        court: String,
        /// New id.
        to: String,
    },
    /// A court is offline: "Location Unavailable".
    CourtOffline {
        /// Id as it is now.
        court: String,
    },
    /// A court is back.
    CourtOnline {
        /// Id as it is now.
        court: String,
    },
    /// Switches a fault on.
    SetFault(Fault),
    /// Switches all faults off.
    ClearFaults,
    /// Switches drift on: for everything, one court, or one case.
    SetDrift {
        /// Only this court.
        #[serde(default)]
        court: Option<String>,
        /// Only this case number.
        #[serde(default)]
        case: Option<String>,
        /// The switches.
        drift: Drift,
    },
    /// Switches all drift off.
    ClearDrift,
    /// The security unit issues a group administrator's credential, by e-mail.
    IssueAdministrator(IssueAdministrator),
    /// Adds a whole account.
    AddAccount(NewAccount),
    /// Adds a group.
    AddGroup(GroupRef),
    /// Puts `count` invented users into a group.
    FillGroup(GroupRef),
    /// A second administrator changes the PIN.
    SetGroupPin(GroupRef),
    /// The group's association link ends.
    EndGroupLink(GroupRef),
    /// A second administrator disables a user.
    DisableUser(UserRef),
    /// A second administrator activates a user.
    ActivateUser(UserRef),
    /// A second administrator removes a user.
    RemoveUser(UserRef),
    /// The help desk ends a lock.
    UnlockUser(UserRef),
    /// Moves the clock of the account side.
    AdvanceClock {
        /// So many seconds on; less than 0 goes back.
        seconds: i64,
    },
    /// Chooses the markup of the account pages.
    SetMarkup(MarkupWanted),
    /// Changes settings of the account side; what is absent stays.
    AccountSettings(serde_json::Value),
}

/// Names a case; the court only where a number exists in several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseRef {
    /// Case number.
    pub case: String,
    /// Court id.
    pub court: Option<String>,
}

impl CaseRef {
    /// The case with this number, where only one court has it.
    pub fn number(case: &str) -> Self {
        Self {
            case: case.to_owned(),
            court: None,
        }
    }
}

impl From<&str> for CaseRef {
    fn from(case: &str) -> Self {
        Self::number(case)
    }
}

/// Names an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// The entry's sequence number.
    pub sequence: u32,
}

/// A new entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewEntry {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// Title; default "Correspondence Filed".
    pub description: Option<String>,
    /// Text.
    pub text: Option<String>,
    /// Docket code; default `CORR`.
    pub code: Option<String>,
    /// Broad class; default `ZFILE`.
    pub pred_code: Option<String>,
    /// Day; default today.
    pub filed_on: Option<Date>,
    /// Filer, as `LAST, FIRST M`.
    pub filed_by: Option<String>,
    /// The filer's role.
    pub filed_by_role: Option<String>,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// Title of a document; none without it.
    pub document: Option<String>,
    /// Sequence of the earlier entry that this one answers.
    pub answers: Option<u32>,
    /// Marked confidential.
    pub confidential: bool,
}

/// A change to an entry; what is absent stays. An empty text takes the text away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryEdit {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryRef,
    /// New title.
    #[serde(default)]
    pub description: Option<String>,
    /// New text.
    #[serde(default)]
    pub text: Option<String>,
    /// New day.
    #[serde(default)]
    pub filed_on: Option<Date>,
}

/// A hearing to set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewHearing {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// Purpose, such as `Arraignment`.
    pub purpose: String,
    /// Day.
    pub date: Date,
    /// Time of day (24 hours); default 09:00.
    #[serde(
        default,
        deserialize_with = "time_of_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<Time>,
    /// Location; default the case's.
    #[serde(default)]
    pub location: Option<String>,
    /// Judge; default the case's.
    #[serde(default)]
    pub judge: Option<String>,
}

/// A hearing to move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HearingMove {
    /// The entry that set it.
    #[serde(flatten)]
    pub entry: EntryRef,
    /// New day.
    pub date: Date,
    /// New time of day; default as it was.
    #[serde(
        default,
        deserialize_with = "time_of_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<Time>,
    /// How the docket shows it.
    #[serde(default)]
    pub way: MoveWay,
}

/// How a moved hearing shows on the docket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveWay {
    /// The row of the entry that set it changes, nothing else.
    #[default]
    Row,
    /// The row changes, and an entry "Hearing Continued/Rescheduled" tells of it.
    Telling,
    /// The old row stays; a new entry "Hearing Continued/Rescheduled" answers the old one and has a row of its own.
    NewEntry,
}

/// A hearing to cancel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HearingCancel {
    /// The entry that set it.
    #[serde(flatten)]
    pub entry: EntryRef,
    /// Whether an entry "Hearing Cancelled" says so; default true.
    #[serde(default = "yes")]
    pub telling: bool,
}

/// A hearing that was held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HearingHeld {
    /// The entry that set it.
    #[serde(flatten)]
    pub entry: EntryRef,
    /// What happened.
    #[serde(default)]
    pub text: Option<String>,
}

/// A header field to change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeaderChange {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// Which field.
    pub field: HeaderField,
    /// Its new value; a judge as `LAST, FIRST M`.
    pub value: String,
}

/// A party to change or add; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyChange {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// Place among the parties, from 1; one behind the last adds a party.
    pub party: u32,
    /// Name, as `LAST, FIRST M`.
    pub name: Option<String>,
    /// Role in words.
    pub role: Option<String>,
    /// Street line.
    pub street: Option<String>,
    /// Takes the party off.
    pub remove: bool,
}

/// An attorney to change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttorneyChange {
    /// The case.
    #[serde(flatten)]
    pub of: CaseRef,
    /// Place of the party among the parties, from 1.
    pub party: u32,
    /// Name, as `LAST, FIRST M`; none takes the attorney away.
    pub name: Option<String>,
    /// Bar number.
    pub bar_number: Option<u32>,
}

fn yes() -> bool {
    true
}

/// Accepts `13:30` and `13:30:00`.
fn time_of_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    let Some(words) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let seconds = if words.matches(':').count() == 1 {
        format!("{words}:00")
    } else {
        words
    };
    seconds.parse().map(Some).map_err(de::Error::custom)
}
