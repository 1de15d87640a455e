//! Scheduled hearings: `event.do` (`wire-format.md` §4.2).
//!
//! **Unverified.** That the answer is `{data:[…]}` with `formattedScheduledDate` and `caseNumber` is known; the other
//! row keys are guesses, modelled on the docket's settings. Settings from the docket stay the source of truth.

use super::Casenet;
use super::answer::{About, RawAnswer, from_start, read_data};
use super::lenient::{Day, Many, Text, lenient};
use crate::domain::{CaseKey, Setting, SettingMark};
use crate::portal::browser::{Body, PortalRequest, Wanted};
use crate::portal::error::{Because, PortalError};

lenient! {
    RawEvents {
        case_number: Text<'de> = "caseNumber",
        rows: Many<RawEvent<'de>> = "data",
        error: Text<'de> = "error" | "message" | "exception",
    }
}

lenient! {
    RawEvent {
        case_number: Text<'de> = "caseNumber",
        on: Day = "formattedScheduledDate" | "scheduledDate" | "hearingDate" | "eventDate" | "associatedDate",
        time: Text<'de> = "formattedScheduledTime" | "scheduledTime" | "hearingTime" | "eventTime" | "associatedTime",
        purpose: Text<'de> = "eventDescription" | "eventDesc" | "event" | "associatedDescription",
        location: Text<'de> = "locationDesc" | "location" | "associatedText",
        judge: Text<'de> = "judgeName" | "formattedJudgeName" | "judge" | "associatedName",
    }
}

impl Casenet {
    /// Asks for the scheduled hearings of a case.
    ///
    /// # Errors
    /// [`PortalError`].
    pub async fn fetch_hearings(&self, key: &CaseKey) -> Result<RawAnswer, PortalError> {
        let mut url = self.url("cases/event.do");
        url.query_pairs_mut()
            .append_pair("inputVO.caseNumber", key.case_number.as_str())
            .append_pair("inputVO.courtId", key.court_id.as_str());
        let columns = r#"{"draw":1,"columns":[{"data":"formattedScheduledDate","name":"","searchable":true,"orderable":true,"search":{"value":"","regex":false}},{"data":"caseNumber","name":"","searchable":true,"orderable":true,"search":{"value":"","regex":false}}],"order":[{"column":0,"dir":"asc"}],"start":0,"length":100,"search":{"value":"","regex":false}}"#;
        let request = PortalRequest {
            body: Body::Json(columns.to_owned()),
            wanted: Wanted::Data,
            ..PortalRequest::open(url, format!("hearings of {}", key.case_number))
        };
        let why = request.why.clone();
        let answer = self.browser.send(request).await?;
        self.hold_page(&why, &answer);
        Ok(answer.into())
    }
}

/// Reads a hearings answer (unverified row keys). Rows without day, time and purpose are passed over.
///
/// # Errors
/// As [`super::read_header`].
pub fn read_hearings(raw: &RawAnswer, key: &CaseKey) -> Result<Vec<Setting>, PortalError> {
    let about = About {
        part: "hearings",
        key,
    };
    read_data(raw, &about, |text| {
        if text.trim_start().starts_with('[') {
            let (rows, end) = from_start::<Many<RawEvent<'_>>>(text)?;
            return Ok((settings(rows.items, &about), end));
        }
        let (raw, end) = from_start::<RawEvents<'_>>(text)?;
        Ok((from_object(raw, &about), end))
    })?
}

fn from_object(raw: RawEvents<'_>, about: &About<'_>) -> Result<Vec<Setting>, PortalError> {
    if let Some(answered) = raw.case_number.get() {
        about.same_case(answered)?;
    }
    if !raw.rows.present {
        return Err(match raw.case_number.get() {
            Some(_) => about.unreadable(Because::Missing { key: "data" }),
            None => about.nameless(raw.error.get()),
        });
    }
    settings(raw.rows.items, about)
}

fn settings(rows: Vec<RawEvent<'_>>, about: &About<'_>) -> Result<Vec<Setting>, PortalError> {
    let mut settings = Vec::with_capacity(rows.len());
    for row in rows {
        if !row.is_object {
            return Err(about.unreadable(Because::Shape { key: "data" }));
        }
        if let Some(answered) = row.case_number.get() {
            about.same_case(answered)?;
        }
        let setting = Setting {
            scheduled_on: row.on.0,
            time: row.time.owned(),
            purpose: row.purpose.or_empty(),
            location: row.location.owned(),
            judge: row.judge.owned(),
            mark: SettingMark::Set,
        };
        if setting.scheduled_on.is_some() || setting.time.is_some() || !setting.purpose.is_empty() {
            settings.push(setting);
        }
    }
    Ok(settings)
}
