//! Invented people. Nobody here exists; the words say so (Doe, Public, Sample, Roe, Example …).

use serde::{Deserialize, Serialize};

use super::dice::Dice;

/// A person's or an organisation's name. An organisation has only `last`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonName {
    /// Last name, or the organisation's whole name.
    pub last: String,
    /// First name; empty for an organisation.
    pub first: String,
    /// Middle name or initial; may be empty.
    pub middle: String,
}

impl PersonName {
    /// A name from its three parts.
    pub fn new(last: &str, first: &str, middle: &str) -> Self {
        Self {
            last: last.to_owned(),
            first: first.to_owned(),
            middle: middle.to_owned(),
        }
    }

    /// `FIRST M LAST`, as in a style of case.
    pub fn natural(&self) -> String {
        join(&[&self.first, &self.middle, &self.last], " ")
    }

    /// `LAST, FIRST M`, as in the list of parties.
    pub fn formal(&self) -> String {
        let given = join(&[&self.first, &self.middle], " ");
        if given.is_empty() {
            self.last.clone()
        } else {
            format!("{}, {given}", self.last)
        }
    }

    /// Whether this is an organisation.
    pub fn is_organisation(&self) -> bool {
        self.first.is_empty()
    }
}

fn join(parts: &[&str], between: &str) -> String {
    let mut joined = String::with_capacity(32);
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !joined.is_empty() {
            joined.push_str(between);
        }
        joined.push_str(part);
    }
    joined
}

const LAST: [&str; 14] = [
    "DOE",
    "PUBLIC",
    "SAMPLE",
    "ROE",
    "EXAMPLE",
    "ANYONE",
    "NAMELESS",
    "SPECIMEN",
    "PLACEHOLDER",
    "SOMEBODY",
    "MUÑOZ SAMPLE",
    "EVERYMAN",
    "DOE-PUBLIC",
    "O'SAMPLE",
];
const FIRST: [&str; 20] = [
    "JANE", "JOHN", "ALEX", "MORGAN", "LEE", "TERRY", "SAM", "JORDAN", "TAYLOR", "CHRIS", "DANA",
    "JAMIE", "KIM", "DREW", "JOSÉ", "RENÉE", "AVERY", "RILEY", "QUINN", "ZOË",
];
const MIDDLE: [&str; 10] = ["Q", "", "A", "", "M", "R", "", "T", "LEE", "B"];
const COMPANIES: [&str; 8] = [
    "SAMPLE PROPERTIES LLC",
    "EXAMPLE BANK NA",
    "ANYTOWN CREDIT UNION",
    "PLACEHOLDER RENTALS INC",
    "CAFÉ EXAMPLE LLC",
    "SPECIMEN MEDICAL GROUP",
    "DOE & ROE PARTNERSHIP",
    "NAMELESS MOTOR FINANCE CO",
];
const COUNSEL_FIRST: [&str; 8] = [
    "PAT", "CASEY", "ROWAN", "SKYLER", "EMERY", "HARPER", "RENÉ", "PEYTON",
];
const COUNSEL_LAST: [&str; 4] = ["COUNSEL", "ADVOCATE", "BARRISTER", "SOLICITOR"];
const JUDGES: [(&str, &str, &str); 8] = [
    ("EXAMPLE", "ROBIN", "T"),
    ("JUDGE", "ROBIN", "T"),
    ("BENCH", "SIDNEY", "A"),
    ("GAVELLE", "MARION", ""),
    ("SPECIMEN", "LESLIE", "J"),
    ("CHAMBERS", "NOEL", "P"),
    ("PLACEHOLDER", "ANDREA", "K"),
    ("DOE-SAMPLE", "FRANCIS", "D"),
];
const STREETS: [&str; 6] = [
    "ANY ST",
    "MAPLE ST",
    "EXAMPLE AVE",
    "SAMPLE RD",
    "PLACEHOLDER BLVD",
    "SPECIMEN LN",
];
const TOWNS: [&str; 5] = [
    "SOMEWHERE",
    "ANYTOWN",
    "EXAMPLE CITY",
    "SAMPLEVILLE",
    "NOWHERE",
];

pub(crate) fn person(dice: &mut Dice) -> PersonName {
    PersonName::new(dice.pick(&LAST), dice.pick(&FIRST), dice.pick(&MIDDLE))
}

/// Another first name than this one: two parties of the same name are one mistake too many for a reader of tables.
pub(crate) fn another_first(first: &str) -> String {
    let place = FIRST.iter().position(|name| *name == first).unwrap_or(0);
    FIRST[(place + 7) % FIRST.len()].to_owned()
}

pub(crate) fn company(dice: &mut Dice) -> PersonName {
    PersonName::new(dice.pick(&COMPANIES), "", "")
}

/// An attorney with the bar number that belongs to that name, so that a search by bar number finds all their cases.
pub(crate) fn counsel(dice: &mut Dice) -> (PersonName, u32) {
    counsel_by_number(dice.below((COUNSEL_FIRST.len() * COUNSEL_LAST.len()) as u32))
}

pub(crate) fn counsel_by_number(which: u32) -> (PersonName, u32) {
    let first = COUNSEL_FIRST[which as usize % COUNSEL_FIRST.len()];
    let last = COUNSEL_LAST[which as usize / COUNSEL_FIRST.len() % COUNSEL_LAST.len()];
    (PersonName::new(last, first, "X"), 90_001 + which)
}

pub(crate) fn judge(which: u32) -> PersonName {
    let (last, first, middle) = JUDGES[which as usize % JUDGES.len()];
    PersonName::new(last, first, middle)
}

/// An address: street line, town, five-digit zip code (in a range that is not assigned).
pub(crate) fn address(dice: &mut Dice) -> (String, &'static str, String) {
    let line = format!("{} {}", 100 + dice.below(900), dice.pick(&STREETS));
    let town = dice.pick(&TOWNS);
    (line, town, format!("{}", 63_000 + dice.below(5)))
}
