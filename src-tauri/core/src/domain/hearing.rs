//! Hearings. The docket carries settings: `C` rows on "… Scheduled" entries and `R` rows on "Hearing Held" entries
//! (`wire-format.md` §4.5). A hearing is known by its entry and purpose (`cli.md`, "Readings that are settled").

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// What a setting row says (`assocDtypPredCode`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingMark {
    /// `C`: set.
    Set,
    /// `R`: a result; the hearing was held.
    Result,
    /// A mark that we do not know, kept as written.
    Other(String),
}

impl SettingMark {
    /// The mark as the portal writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Set => "C",
            Self::Result => "R",
            Self::Other(mark) => mark,
        }
    }

    /// Reads the portal's mark.
    pub fn parse(mark: &str) -> Self {
        match mark.trim() {
            "C" | "c" => Self::Set,
            "R" | "r" => Self::Result,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// A setting row as the docket shows it (`associatedDocketScheduledInfo`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The day, where it can be read.
    pub scheduled_on: Option<Date>,
    /// Local time in Missouri as written, "3:00 PM".
    pub time: Option<String>,
    /// What it is for, "Arraignment".
    pub purpose: String,
    /// Where (`associatedText`).
    pub location: Option<String>,
    /// Before whom (`associatedName`).
    pub judge: Option<String>,
    /// Set, or result.
    pub mark: SettingMark,
}

impl Setting {
    /// The time of day, when it can be read: `3:00 PM`, `9:00 a.m.`, `09:00`, `13:30:00`.
    pub fn time_of_day(&self) -> Option<Time> {
        parse_time_of_day(self.time.as_deref()?)
    }
}

/// Reads a time of day as the court writes it. `None` when it cannot be one.
pub fn parse_time_of_day(text: &str) -> Option<Time> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect::<String>()
        .to_ascii_uppercase();
    let (clock, afternoon) = match (compact.strip_suffix("AM"), compact.strip_suffix("PM")) {
        (Some(clock), _) => (clock, Some(false)),
        (_, Some(clock)) => (clock, Some(true)),
        _ => (compact.as_str(), None),
    };
    let mut parts = clock.split(':');
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().unwrap_or("0").parse().ok()?;
    let second: i8 = parts.next().unwrap_or("0").parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    Time::new(hour, minute, second, 0).ok()
}

/// What a hearing is known by: the sequence (or content identity) of its entry, its purpose, and an ordinal among equals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HearingKey {
    /// [`super::EntryIdentity::id`] of the entry that sets it.
    pub entry: i64,
    /// Ordinal of that entry among equals.
    pub entry_ordinal: u32,
    /// Purpose, upper case with single blanks.
    pub purpose: String,
    /// 0 for the first row of this purpose on the entry, then 1, 2 …
    pub ordinal: u32,
}

/// What became of a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum HearingState {
    /// On the docket, not yet held as far as the docket says.
    Set,
    /// A result row marks it held.
    Held,
    /// Another setting took its place.
    Moved,
    /// An entry says that it is cancelled.
    Cancelled,
    /// Its row is gone and no entry says why.
    Unlisted,
}

impl HearingState {
    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Held => "held",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Unlisted => "unlisted",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Set,
            Self::Held,
            Self::Moved,
            Self::Cancelled,
            Self::Unlisted,
        ]
        .into_iter()
        .find(|s| s.as_str() == word)
    }
}

/// A hearing of a case, as known from the docket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// What it is known by.
    pub key: HearingKey,
    /// Where and when, before whom, what for.
    pub setting: Setting,
    /// What became of it.
    pub state: HearingState,
}
