//! The case header: `newHeaderData.do` (`wire-format.md` §4.3).

use super::Casenet;
use super::answer::{About, RawAnswer, from_start, read_data};
use super::charges::{RawCharge, charges};
use super::lenient::{Day, Flag, Many, Text, lenient};
use crate::domain::{CaseHeader, CaseKey, CaseStyle, Charge, Disposition};
use crate::portal::error::{Because, PortalError};

/// What a header answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderReading {
    /// The header.
    pub header: CaseHeader,
    /// The charges that the header lists; `None` when it has no such list (civil cases).
    pub charges: Option<Vec<Charge>>,
}

lenient! {
    RawHeader {
        case_number: Text<'de> = "caseNumber",
        court_id: Text<'de> = "courtId",
        style: Text<'de> = "caseDesc" | "caseStyle",
        court: Text<'de> = "courtDesc",
        location: Text<'de> = "location" | "countyDesc",
        location_code: Text<'de> = "locnCode",
        court_code: Text<'de> = "courtCode" | "cortCode",
        case_type: Text<'de> = "caseType" | "caseTypeDescription",
        case_type_code: Text<'de> = "caseTypeCode",
        filed_on: Day = "filingDate" | "formattedFilingDate" | "initFiling",
        judge: RawJudge<'de> = "judgeDetails",
        disposition: RawDisposition<'de> = "caseDispositionDetail",
        security: Text<'de> = "caseSecurity",
        class_code: Text<'de> = "predCode",
        criminal: Flag = "isTrafficOrCriminal" | "isCriminal",
        confidential: Flag = "confidential" | "confidentialFlag",
        charges: Many<RawCharge<'de>> = "caseChargeList",
        error: Text<'de> = "error" | "message" | "exception",
    }
}

lenient! {
    RawJudge {
        formatted: Text<'de> = "formattedName",
        last: Text<'de> = "lastName",
        first: Text<'de> = "firstName",
        middle: Text<'de> = "middleInitials" | "midInitial",
    }
}

lenient! {
    RawDisposition {
        description: Text<'de> = "dispositionDescription",
        disposed_on: Day = "dispositionDate" | "formattedDispositionDate",
        filed_on: Day = "docketFilingDate",
    }
}

impl Casenet {
    /// Asks for the header of a case.
    ///
    /// # Errors
    /// [`PortalError`].
    pub async fn fetch_header(&self, key: &CaseKey) -> Result<RawAnswer, PortalError> {
        // "diposed" is the portal's spelling.
        let rest = [
            ("isTicket", ""),
            ("locnCode", ""),
            ("isCriminal", ""),
            ("diposed", ""),
            ("pleaAndPayInd", ""),
        ];
        self.case_data(key, "header", "cases/newHeaderData.do", &rest)
            .await
    }
}

/// Reads a header answer.
///
/// # Errors
/// [`PortalError::UnknownCase`] for an answer that names no case, [`PortalError::OtherCase`] for one about another,
/// [`PortalError::Unreadable`] for one that cannot be read.
pub fn read_header(raw: &RawAnswer, key: &CaseKey) -> Result<HeaderReading, PortalError> {
    let about = About {
        part: "header",
        key,
    };
    read_data(raw, &about, |text| {
        let (raw, end) = from_start::<RawHeader<'_>>(text)?;
        Ok((reading(raw, &about), end))
    })?
}

fn reading(raw: RawHeader<'_>, about: &About<'_>) -> Result<HeaderReading, PortalError> {
    if !raw.is_object {
        return Err(about.unreadable(Because::Shape { key: "caseNumber" }));
    }
    let Some(answered) = raw.case_number.get() else {
        let says_something =
            raw.style.get().is_some() || raw.filed_on.0.is_some() || raw.case_type.get().is_some();
        return Err(if says_something {
            about.unreadable(Because::Missing { key: "caseNumber" })
        } else {
            about.nameless(raw.error.get())
        });
    };
    about.same_case(answered)?;
    let charges = raw
        .charges
        .present
        .then(|| charges(raw.charges.items, about))
        .transpose()?;
    let is_criminal = raw.criminal.0.unwrap_or_else(|| {
        matches!(raw.class_code.get(), Some("ZZ" | "Z^"))
            || charges.as_ref().is_some_and(|c| !c.is_empty())
    });
    let header = CaseHeader {
        case_number: answered.to_owned(),
        court_id: raw.court_id.owned(),
        style: CaseStyle(raw.style.or_empty()),
        court: raw.court.owned(),
        location: raw.location.owned(),
        location_code: raw.location_code.owned(),
        court_code: raw.court_code.owned(),
        case_type: raw.case_type.owned(),
        case_type_code: raw.case_type_code.owned(),
        filed_on: raw.filed_on.0,
        judge: judge(raw.judge),
        disposition: disposition(raw.disposition),
        security_level: raw.security.owned(),
        is_criminal,
        confidential: raw.confidential.is_set(),
    };
    Ok(HeaderReading { header, charges })
}

fn judge(raw: RawJudge<'_>) -> Option<String> {
    if let Some(name) = raw.formatted.get() {
        return Some(name.to_owned());
    }
    let last = raw.last.get()?;
    let given: Vec<&str> = [raw.first.get(), raw.middle.get()]
        .into_iter()
        .flatten()
        .collect();
    Some(if given.is_empty() {
        last.to_owned()
    } else {
        format!("{last}, {}", given.join(" "))
    })
}

fn disposition(raw: RawDisposition<'_>) -> Option<Disposition> {
    let disposed_on = raw.disposed_on.0.or(raw.filed_on.0);
    let description = raw.description.or_empty();
    (!description.is_empty() || disposed_on.is_some()).then_some(Disposition {
        description,
        disposed_on,
    })
}
