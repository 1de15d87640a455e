//! How the two sides of a change are written down: stable JSON shapes, the same in the store, in `docketctl --json`
//! and behind the window's rows. One place, so that what was stored last year can be read next year.

use jiff::Timestamp;
use jiff::civil::Time;
use serde_json::{Value, json};

use super::when::central;
use super::{DocketEntry, Document, Party, Setting};

/// The court's time zone. Missouri lies in one.
pub const CENTRAL: &str = "America/Chicago";

/// The moment a setting begins, when its day and time can be read. A time that a change of clocks skips or repeats is
/// taken as the earlier reading.
pub fn starts_at(setting: &Setting) -> Option<Timestamp> {
    let day = setting.scheduled_on?;
    let time: Time = setting.time_of_day()?;
    central()
        .to_ambiguous_zoned(day.to_datetime(time))
        .earlier()
        .ok()
        .map(|z| z.timestamp())
}

/// A docket entry as a side of a change: `sequence, filed_on, description, text, filed_by, on_behalf_of, code, documents[]`.
pub fn entry_value(entry: &DocketEntry) -> Value {
    json!({
        "sequence": entry.sequence,
        "filed_on": entry.filed_on.map(|d| d.to_string()),
        "description": entry.description,
        "text": entry.text,
        "filed_by": entry.filed_by,
        "on_behalf_of": entry.on_behalf_of,
        "code": entry.code,
        "documents": entry.documents.iter().map(document_value).collect::<Vec<_>>(),
    })
}

/// A document: `document_id, title, extension`.
pub fn document_value(document: &Document) -> Value {
    json!({ "document_id": document.document_id, "title": document.title, "extension": document.extension })
}

/// A setting as a side of a change: `purpose, scheduled_on, time, starts_at, location, judge`.
pub fn setting_value(setting: &Setting) -> Value {
    json!({
        "purpose": setting.purpose,
        "scheduled_on": setting.scheduled_on.map(|d| d.to_string()),
        "time": setting.time,
        "starts_at": starts_at(setting).map(|t| t.to_string()),
        "location": setting.location,
        "judge": setting.judge,
    })
}

/// A party as a side of a change: `name, role, address, attorneys[]`. Never a birth date.
pub fn party_value(party: &Party) -> Value {
    json!({
        "name": party.name,
        "role": party.role.as_str(),
        "address": party.address,
        "attorneys": party.attorneys.iter().map(|a| json!({ "name": a.name, "role": a.role })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SettingMark;
    use jiff::civil::date;
    use rstest::rstest;

    fn setting(day: jiff::civil::Date, time: &str) -> Setting {
        Setting {
            scheduled_on: Some(day),
            time: Some(time.to_owned()),
            purpose: "Arraignment".to_owned(),
            location: None,
            judge: None,
            mark: SettingMark::Set,
        }
    }

    #[rstest]
    #[case::winter(date(2026, 12, 7), "10:30 AM", Some("2026-12-07T16:30:00Z"))]
    #[case::summer(date(2026, 7, 6), "1:30 p.m.", Some("2026-07-06T18:30:00Z"))]
    #[case::noon(date(2026, 7, 6), "12:00 PM", Some("2026-07-06T17:00:00Z"))]
    #[case::midnight(date(2026, 7, 6), "12:00 AM", Some("2026-07-06T05:00:00Z"))]
    #[case::with_seconds(date(2026, 7, 6), "13:30:00", Some("2026-07-06T18:30:00Z"))]
    #[case::skipped_hour(date(2026, 3, 8), "2:30 AM", Some("2026-03-08T07:30:00Z"))]
    #[case::repeated_hour(date(2026, 11, 1), "1:30 AM", Some("2026-11-01T06:30:00Z"))]
    #[case::no_time(date(2026, 7, 6), "to be announced", None)]
    fn a_setting_begins_at_its_central_time(
        #[case] day: jiff::civil::Date,
        #[case] time: &str,
        #[case] at: Option<&str>,
    ) {
        assert_eq!(
            starts_at(&setting(day, time))
                .map(|t| t.to_string())
                .as_deref(),
            at,
            "{day} {time}"
        );
    }

    #[test]
    fn a_party_never_carries_its_year_of_birth_into_a_change() {
        let party = Party {
            name: "DOE, JANE Q".into(),
            role: super::super::PartyRole::Defendant,
            role_code: None,
            address: None,
            birth_year: Some(1980),
            attorneys: vec![],
        };
        assert!(
            !party_value(&party).to_string().contains("1980"),
            "changes travel to notifications and exports"
        );
    }
}
