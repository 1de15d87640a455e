//! What the court holds about a case: the truth that the portal's pages are made from, and that tests compare with.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::names::PersonName;

/// A text that is mostly one of the world's own words.
pub type Words = Cow<'static, str>;

/// One case, complete.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseTruth {
    /// Place in the world, from 0.
    pub index: u32,
    /// Case number, such as `26BA-CV90123`.
    pub number: String,
    /// Database id as it is now (`courtId` on the wire); can move.
    pub court_id: String,
    /// Short court code for document links.
    pub court_code: Words,
    /// Court code of the search forms.
    pub search_code: Words,
    /// Three-letter county code.
    pub county: Words,
    /// Circuit as shown.
    pub circuit: Words,
    /// Location as shown.
    pub location: Words,
    /// Location code.
    pub locn: Words,
    /// Where hearings take place.
    pub room: Words,
    /// Style of the case.
    pub style: String,
    /// Case type as shown.
    pub case_type: Words,
    /// Case type code.
    pub case_type_code: Words,
    /// Class of the search forms: Civil, Criminal, Family, Probate, Traffic/Municipal.
    pub case_class: Words,
    /// Predicate code, such as `ZZ` for criminal.
    pub pred_code: Words,
    /// Security level as the wire says it.
    pub security: Words,
    /// `C` circuit; `A` appellate is invented (unverified).
    pub court_type: Words,
    /// Day of filing.
    pub filed_on: Date,
    /// The judge assigned.
    pub judge: PersonName,
    /// Disposition as shown; `Not Disposed` while open.
    pub disposition: String,
    /// Day of the disposition.
    pub disposed_on: Option<Date>,
    /// Criminal or traffic.
    pub criminal: bool,
    /// Filed as a ticket.
    pub ticket: bool,
    /// Parties, each with its attorneys.
    pub parties: Vec<PartyTruth>,
    /// Charges; empty on civil cases.
    pub charges: Vec<ChargeTruth>,
    /// Entries in the order of the docket, oldest first (`whichone` is the place in this list, from 1).
    pub entries: Vec<EntryTruth>,
    /// Sealed: the portal answers as if there were no such case.
    pub sealed: bool,
    /// Counts the changes made to this case.
    pub version: u32,
}

/// A litigant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyTruth {
    /// Name.
    pub name: PersonName,
    /// Role as shown, such as `Defendant`.
    pub role: String,
    /// Role code, such as `DFT`.
    pub role_code: String,
    /// Street line.
    pub street: String,
    /// Town.
    pub city: String,
    /// Zip code.
    pub zip: String,
    /// Year of birth of a person.
    pub birth_year: Option<i16>,
    /// Attorneys of this party, the first is the main one.
    pub attorneys: Vec<AttorneyTruth>,
}

/// An attorney of a party.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttorneyTruth {
    /// Name.
    pub name: PersonName,
    /// Bar number.
    pub bar_number: u32,
    /// Role, such as `Attorney for Plaintiff` or `Prosecuting Attorney`.
    pub role: String,
}

/// A charge (wire-format.md §4.6).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChargeTruth {
    /// Charge number.
    pub number: u32,
    /// Charge code.
    pub code: Words,
    /// Description.
    pub description: Words,
    /// Level code, such as `MB`.
    pub level: Words,
    /// Level in words.
    pub level_words: Words,
    /// Statute; sometimes absent on the wire.
    pub statute: Words,
    /// `ZREG` or `ZMUN`.
    pub pred_code: Words,
    /// Day of filing.
    pub filed_on: Date,
    /// Ticket number on citation cases.
    pub ticket_number: Option<String>,
}

/// One docket entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryTruth {
    /// Database sequence; its order differs from the place on the docket.
    pub sequence: u32,
    /// Day of filing.
    pub filed_on: Date,
    /// Title.
    pub description: Words,
    /// Text; may hold newlines.
    pub text: Option<Words>,
    /// Docket code.
    pub code: Words,
    /// Broad class, such as `ZORD`.
    pub pred_code: Option<Words>,
    /// Who filed it.
    pub filed_by: Option<FiledBy>,
    /// For whom.
    pub on_behalf_of: Words,
    /// Settings (`C`) and results (`R`).
    pub settings: Vec<Setting>,
    /// Sequences of earlier entries that this one answers; shown on both ends.
    pub answers: Vec<u32>,
    /// Documents.
    pub documents: Vec<DocumentTruth>,
    /// Marked confidential.
    pub confidential: bool,
}

/// The filer of an entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FiledBy {
    /// Name.
    pub name: PersonName,
    /// Role in words, such as `Attorney for Plaintiff`.
    pub role: String,
}

/// A hearing row of an entry: `C` = set, `R` = result (wire-format.md §4.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Day.
    pub date: Date,
    /// Time of day, Central.
    pub time: Time,
    /// Purpose, such as `Arraignment`.
    pub purpose: Words,
    /// Location as shown.
    pub location: Words,
    /// Judge, as `ROBIN T. JUDGE`.
    pub judge: Words,
    /// True for a result row (`R`).
    pub result: bool,
}

/// A document of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentTruth {
    /// Document id (`di` in links).
    pub id: u64,
    /// Title; may already end in `.pdf`.
    pub title: Words,
    /// `pdf` or `PDF`.
    pub extension: Words,
}

impl CaseTruth {
    /// The entry with this sequence.
    pub fn entry(&self, sequence: u32) -> Option<&EntryTruth> {
        self.entries.iter().find(|entry| entry.sequence == sequence)
    }

    /// Rows `C` that still stand on `day` or later: not superseded by a later entry that answers them
    /// with a row of its own.
    pub fn standing_settings(&self, day: Date) -> Vec<(&EntryTruth, &Setting)> {
        let mut standing = Vec::new();
        for entry in &self.entries {
            for setting in &entry.settings {
                if setting.result || setting.date < day {
                    continue;
                }
                let superseded = self.entries.iter().any(|later| {
                    later.answers.contains(&entry.sequence)
                        && later
                            .settings
                            .iter()
                            .any(|row| row.purpose == setting.purpose)
                });
                if !superseded {
                    standing.push((entry, setting));
                }
            }
        }
        standing.sort_by_key(|(_, setting)| (setting.date, setting.time));
        standing
    }
}

/// `9:00 AM`, as the wire writes a time of day.
pub fn clock_words(time: Time) -> String {
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if time.hour() < 12 { "AM" } else { "PM" };
    format!("{hour}:{:02} {half}", time.minute())
}

/// `ROBIN T. JUDGE`, as settings name a judge.
pub fn judge_words(name: &PersonName) -> String {
    match name.middle.len() {
        0 => name.natural(),
        1 => format!("{} {}. {}", name.first, name.middle, name.last),
        _ => name.natural(),
    }
}
