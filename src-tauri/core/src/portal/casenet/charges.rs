//! Charges: `charges.do`, and the list that the header carries (`wire-format.md` §4.6).

use super::Casenet;
use super::answer::{About, RawAnswer, from_start, read_data};
use super::lenient::{Day, Many, Text, lenient};
use crate::domain::{CaseKey, Charge};
use crate::portal::error::{Because, PortalError};

lenient! {
    RawCharge {
        number: Text<'de> = "chargeNumber",
        description: Text<'de> = "chargeDescription",
        code: Text<'de> = "chargeCode",
        level: Text<'de> = "chargeCodeLevelDescription",
        level_code: Text<'de> = "chargeCodeLevel",
        statute: Text<'de> = "statuteNumber",
        ticket: Text<'de> = "ticketNumber",
        filed_on: Day = "chargeFilingDate" | "formattedChargeFilingDate",
    }
}

lenient! {
    RawCharges {
        case_number: Text<'de> = "caseNumber",
        // The first name is the header's; the others are guesses for an object around the list (unverified).
        charges: Many<RawCharge<'de>> = "caseChargeList" | "chargeList" | "charges" | "data",
        error: Text<'de> = "error" | "message" | "exception",
    }
}

impl Casenet {
    /// Asks for the charges of a case.
    ///
    /// # Errors
    /// [`PortalError`].
    pub async fn fetch_charges(&self, key: &CaseKey) -> Result<RawAnswer, PortalError> {
        let rest = [("isTicket", ""), ("tabName", "Charge")];
        self.case_data(key, "charges", "cases/charges.do", &rest)
            .await
    }
}

/// Reads a charges answer: a list, or an object around one.
///
/// # Errors
/// As [`super::read_header`].
pub fn read_charges(raw: &RawAnswer, key: &CaseKey) -> Result<Vec<Charge>, PortalError> {
    let about = About {
        part: "charges",
        key,
    };
    read_data(raw, &about, |text| {
        if text.trim_start().starts_with('[') {
            let (list, end) = from_start::<Many<RawCharge<'_>>>(text)?;
            return Ok((charges(list.items, &about), end));
        }
        let (raw, end) = from_start::<RawCharges<'_>>(text)?;
        Ok((from_object(raw, &about), end))
    })?
}

fn from_object(raw: RawCharges<'_>, about: &About<'_>) -> Result<Vec<Charge>, PortalError> {
    match raw.case_number.get() {
        Some(answered) => {
            about.same_case(answered)?;
        }
        None if raw.charges.present => {}
        None => return Err(about.nameless(raw.error.get())),
    }
    if !raw.charges.present {
        return Err(about.unreadable(Because::Missing {
            key: "caseChargeList",
        }));
    }
    charges(raw.charges.items, about)
}

/// Charges from a list; one that is no object makes the list unreadable, an empty object is passed over.
pub(super) fn charges(
    raw: Vec<RawCharge<'_>>,
    about: &About<'_>,
) -> Result<Vec<Charge>, PortalError> {
    if raw.iter().any(|c| !c.is_object) {
        return Err(about.unreadable(Because::Shape {
            key: "caseChargeList",
        }));
    }
    let charges = raw.into_iter().map(|raw| Charge {
        number: raw.number.or_empty(),
        description: raw.description.or_empty(),
        code: raw.code.owned(),
        level: raw.level.owned().or(raw.level_code.owned()),
        statute: raw.statute.owned(),
        ticket_number: raw.ticket.owned(),
        filed_on: raw.filed_on.0,
    });
    Ok(charges.filter(|c| *c != Charge::default()).collect())
}
