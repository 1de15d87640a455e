//! Parties and attorneys: `party.do` (`wire-format.md` §4.4). Of a birth date only the year is ever read.

use super::Casenet;
use super::answer::{About, RawAnswer, from_start, read_data};
use super::lenient::{BirthYear, Many, Text, lenient};
use crate::domain::{Attorney, CaseKey, NamedCourt, Party, PartyRole};
use crate::portal::error::{Because, PortalError};

/// What a party answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    /// Parties, and attorneys that the court lists without a party, in the court's order.
    pub parties: Vec<Party>,
    /// The court that the answer names.
    pub court: NamedCourt,
}

lenient! {
    RawParties {
        case_number: Text<'de> = "caseNumber",
        court_id: Text<'de> = "courtId",
        court_code: Text<'de> = "courtCode" | "cortCode",
        parties: Many<RawParty<'de>> = "partyDetailsList",
        error: Text<'de> = "error" | "message" | "exception",
    }
}

lenient! {
    RawParty {
        role: Text<'de> = "desc",
        role_code: Text<'de> = "descCode",
        formatted: Text<'de> = "formattedPartyName",
        last: Text<'de> = "lastName",
        first: Text<'de> = "firstName",
        middle: Text<'de> = "midInitial",
        suffix: Text<'de> = "suffix",
        address: Text<'de> = "formattedPartyAddress",
        line1: Text<'de> = "addrLine1",
        line2: Text<'de> = "addrLine2",
        city: Text<'de> = "addrCity",
        state: Text<'de> = "addrStatCode",
        zip: Text<'de> = "addrZip",
        birth_year: BirthYear = "formattedBirthDate" | "birthDate",
        attorneys: Many<RawParty<'de>> = "attorneyList",
        co_attorneys: Many<RawParty<'de>> = "coAttorneyList",
        other_attorneys: Many<RawParty<'de>> = "otherAttorneyList",
    }
}

impl Casenet {
    /// Asks for the parties of a case.
    ///
    /// # Errors
    /// [`PortalError`].
    pub async fn fetch_party(&self, key: &CaseKey) -> Result<RawAnswer, PortalError> {
        self.case_data(key, "parties", "cases/party.do", &[("isTicket", "")])
            .await
    }
}

/// Reads a party answer.
///
/// # Errors
/// As [`super::read_header`].
pub fn read_party(raw: &RawAnswer, key: &CaseKey) -> Result<Parties, PortalError> {
    let about = About {
        part: "parties",
        key,
    };
    read_data(raw, &about, |text| {
        let (raw, end) = from_start::<RawParties<'_>>(text)?;
        Ok((reading(raw, &about), end))
    })?
}

fn reading(raw: RawParties<'_>, about: &About<'_>) -> Result<Parties, PortalError> {
    if !raw.is_object {
        return Err(about.unreadable(Because::Shape {
            key: "partyDetailsList",
        }));
    }
    match raw.case_number.get() {
        Some(answered) => {
            about.same_case(answered)?;
        }
        // Some portals leave the header out of this answer. The header and the docket, which are read in the same
        // check, name the case.
        None if !raw.parties.items.is_empty() => {}
        None => return Err(about.nameless(raw.error.get())),
    }
    if !raw.parties.present {
        return Err(about.unreadable(Because::Missing {
            key: "partyDetailsList",
        }));
    }
    if raw.parties.items.iter().any(|p| !p.is_object) {
        return Err(about.unreadable(Because::Shape {
            key: "partyDetailsList",
        }));
    }
    let court = NamedCourt {
        id: raw.court_id.owned(),
        code: raw.court_code.owned(),
    };
    let parties = raw.parties.items.into_iter().filter_map(party).collect();
    Ok(Parties { parties, court })
}

/// A party; `None` for an object that says nothing about anybody.
fn party(raw: RawParty<'_>) -> Option<Party> {
    let name = name(&raw);
    let address = address(&raw);
    let role_words = raw.role.get().or(raw.role_code.get()).unwrap_or("");
    if name.is_empty() && role_words.is_empty() {
        return None;
    }
    let mut attorneys = Vec::new();
    gather(raw.attorneys.items, false, &mut attorneys);
    gather(raw.co_attorneys.items, true, &mut attorneys);
    gather(raw.other_attorneys.items, false, &mut attorneys);
    Some(Party {
        name,
        role: PartyRole::parse(role_words),
        role_code: raw.role_code.owned(),
        address,
        birth_year: raw.birth_year.0,
        attorneys,
    })
}

/// Attorneys nest their co-counsel; the court's order is kept and an attorney listed twice in one role comes once.
fn gather(raw: Vec<RawParty<'_>>, co_counsel: bool, into: &mut Vec<Attorney>) {
    for raw in raw {
        let attorney = Attorney {
            name: name(&raw),
            role: raw
                .role
                .get()
                .or(raw.role_code.get())
                .unwrap_or("")
                .to_owned(),
            co_counsel,
        };
        let known = into
            .iter()
            .any(|a| a.name == attorney.name && a.role == attorney.role);
        if !attorney.name.is_empty() && !known {
            into.push(attorney);
        }
        gather(raw.attorneys.items, co_counsel, into);
        gather(raw.co_attorneys.items, true, into);
        gather(raw.other_attorneys.items, co_counsel, into);
    }
}

fn name(raw: &RawParty<'_>) -> String {
    if let Some(name) = raw.formatted.get() {
        return name.to_owned();
    }
    let given: Vec<&str> = [raw.first.get(), raw.middle.get(), raw.suffix.get()]
        .into_iter()
        .flatten()
        .collect();
    match (raw.last.get(), given.is_empty()) {
        (Some(last), true) => last.to_owned(),
        (Some(last), false) => format!("{last}, {}", given.join(" ")),
        (None, _) => given.join(" "),
    }
}

/// The address as shown; `None` when it is withheld (dots only) or absent.
fn address(raw: &RawParty<'_>) -> Option<String> {
    let shown = match raw.address.get() {
        Some(address) => address.replace("\r\n", "\n"),
        None => {
            let place = [raw.city.get(), raw.state.get()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
            let place = [
                Some(place.as_str()).filter(|p| !p.is_empty()),
                raw.zip.get(),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
            [
                raw.line1.get(),
                raw.line2.get(),
                Some(place.as_str()).filter(|p| !p.is_empty()),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
        }
    };
    shown
        .chars()
        .any(|c| !c.is_whitespace() && c != '.' && c != ',')
        .then_some(shown)
}
