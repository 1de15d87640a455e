//! A docket entry as the store keeps it: narrow, because there are a million of them. Most entries have a day, a
//! title, a text and two codes; everything else sits in one JSON text, which most rows do not have.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::moment::{day_from_number, day_number, day_order};
use crate::domain::{AssociatedEntry, DocketEntry, Document, EntryState, Setting, SettingMark};

/// What most entries do not have. The keys are one letter each because they are repeated in each row.
#[derive(Debug, Default, Serialize, Deserialize)]
struct More {
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    filed_by: Option<String>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<String>,
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<(String, String, String, Option<u8>)>,
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    settings: Vec<SettingRow>,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    associated: Vec<(Option<i64>, Option<Date>, String)>,
    #[serde(rename = "c", default, skip_serializing_if = "std::ops::Not::not")]
    confidential: bool,
    #[serde(rename = "n", default, skip_serializing_if = "std::ops::Not::not")]
    without_link: bool,
    /// A title that is too long to be one of those that repeat.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    title: Option<Title>,
}

/// Description, code, class code.
type Title = (String, Option<String>, Option<String>);

/// Titles up to this length are kept once for all entries that have them.
const SHARED_TITLE: usize = 64;

/// The title as it is kept once for all, or `None` for a long one.
pub(crate) fn shared_title(entry: &DocketEntry) -> Result<Option<String>, StoreError> {
    if entry.description.len() > SHARED_TITLE {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(&(
        &entry.description,
        &entry.code,
        &entry.class_code,
    ))?))
}

/// Day, time, purpose, location, judge, mark.
type SettingRow = (
    Option<Date>,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    String,
);

fn setting_row(s: &Setting) -> SettingRow {
    (
        s.scheduled_on,
        s.time.clone(),
        s.purpose.clone(),
        s.location.clone(),
        s.judge.clone(),
        s.mark.as_str().to_owned(),
    )
}

fn setting_from(row: SettingRow) -> Setting {
    let (scheduled_on, time, purpose, location, judge, mark) = row;
    Setting {
        scheduled_on,
        time,
        purpose,
        location,
        judge,
        mark: SettingMark::parse(&mark),
    }
}

/// The JSON of what most entries do not have; `None` for those.
pub(crate) fn more_of(entry: &DocketEntry) -> Result<Option<String>, StoreError> {
    let has = entry.filed_by.is_some()
        || entry.on_behalf_of.is_some()
        || !entry.documents.is_empty()
        || !entry.settings.is_empty()
        || !entry.associated.is_empty()
        || entry.confidential
        || entry.without_link
        || entry.description.len() > SHARED_TITLE;
    if !has {
        return Ok(None);
    }
    let more = More {
        filed_by: entry.filed_by.clone(),
        on_behalf_of: entry.on_behalf_of.clone(),
        documents: entry
            .documents
            .iter()
            .map(|d| {
                (
                    d.document_id.clone(),
                    d.title.clone(),
                    d.extension.clone(),
                    d.security_level,
                )
            })
            .collect(),
        settings: entry.settings.iter().map(setting_row).collect(),
        associated: entry
            .associated
            .iter()
            .map(|a| (a.sequence, a.filed_on, a.description.clone()))
            .collect(),
        confidential: entry.confidential,
        without_link: entry.without_link,
        title: (entry.description.len() > SHARED_TITLE).then(|| {
            (
                entry.description.clone(),
                entry.code.clone(),
                entry.class_code.clone(),
            )
        }),
    };
    Ok(Some(serde_json::to_string(&more)?))
}

/// A row of `docket_entry_words`, with the identity from the other half.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct WordsRow {
    pub entry_id: i64,
    pub identity: i64,
    pub filed_on: Option<i64>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub more: Option<String>,
}

impl WordsRow {
    /// The entry as the domain knows it.
    pub fn entry(self) -> Result<DocketEntry, StoreError> {
        let more: More = self
            .more
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?
            .unwrap_or_default();
        let (description, code, class_code) = match (self.title, more.title) {
            (Some(shared), _) => serde_json::from_str(&shared)?,
            (None, Some(own)) => own,
            (None, None) => Title::default(),
        };
        Ok(DocketEntry {
            sequence: (self.identity > 0).then_some(self.identity),
            filed_on: self.filed_on.and_then(day_from_number),
            description,
            text: self.text,
            filed_by: more.filed_by,
            on_behalf_of: more.on_behalf_of,
            code,
            class_code,
            documents: more
                .documents
                .into_iter()
                .map(|(document_id, title, extension, security_level)| Document {
                    document_id,
                    title,
                    extension,
                    security_level,
                })
                .collect(),
            settings: more.settings.into_iter().map(setting_from).collect(),
            associated: more
                .associated
                .into_iter()
                .map(|(sequence, filed_on, description)| AssociatedEntry {
                    sequence,
                    filed_on,
                    description,
                })
                .collect(),
            confidential: more.confidential,
            without_link: more.without_link,
        })
    }
}

/// `NULL` stands for "no settings, no edges, no marks"; most entries have none, and eight bytes in each row add up.
pub(crate) fn settings_fingerprint_of(entry: &DocketEntry) -> Option<i64> {
    let marked = entry.confidential || entry.without_link;
    (!entry.settings.is_empty() || !entry.associated.is_empty() || marked)
        .then(|| entry.settings_fingerprint())
}

/// What `NULL` stands for.
pub(crate) fn no_settings_fingerprint() -> i64 {
    DocketEntry::default().settings_fingerprint()
}

pub(crate) fn state_number(state: EntryState) -> i64 {
    match state {
        EntryState::Current => 0,
        EntryState::Missing => 1,
        EntryState::Withdrawn => 2,
    }
}

pub(crate) fn state_from_number(number: i64) -> EntryState {
    match number {
        1 => EntryState::Missing,
        2 => EntryState::Withdrawn,
        _ => EntryState::Current,
    }
}

/// `YYYYMMDD`.
pub(crate) fn filed_number(entry: &DocketEntry) -> Option<i64> {
    entry.filed_on.map(day_number)
}

/// The rowid in the search index: newest day first when read backwards, and the entry's id in the low half.
pub(crate) fn search_row(filed_on: Option<Date>, entry_id: i64) -> i64 {
    (day_order(filed_on) << 32) | entry_id
}

/// The entry of a search row.
pub(crate) fn entry_of_search_row(row: i64) -> i64 {
    row & 0xffff_ffff
}

/// What is searched: title, text, people, titles of documents. Taking an entry out of the index needs exactly what was
/// put in, so both go through here.
pub(crate) fn search_words(entry: &DocketEntry) -> String {
    let parts = [
        Some(entry.description.as_str()),
        entry.text.as_deref(),
        entry.filed_by.as_deref(),
        entry.on_behalf_of.as_deref(),
    ];
    let documents = entry.documents.iter().map(|d| d.title.as_str());
    parts
        .into_iter()
        .flatten()
        .chain(documents)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_entry_comes_back_as_it_was() {
        let entry = DocketEntry {
            sequence: Some(18),
            filed_on: Some(date(2026, 3, 25)),
            description: "Arraignment Scheduled".into(),
            text: Some("Line one\nline two".into()),
            filed_by: Some("PAT X COUNSEL".into()),
            on_behalf_of: Some("JANE Q DOE".into()),
            code: Some("SCAR".into()),
            class_code: Some("ZHESC".into()),
            documents: vec![Document {
                document_id: "7".into(),
                title: "Notice".into(),
                extension: "pdf".into(),
                security_level: Some(1),
            }],
            settings: vec![Setting {
                scheduled_on: Some(date(2026, 4, 13)),
                time: Some("3:00 PM".into()),
                purpose: "Arraignment".into(),
                location: None,
                judge: Some("ROBIN T. JUDGE".into()),
                mark: SettingMark::Other("X".into()),
            }],
            associated: vec![AssociatedEntry {
                sequence: Some(2),
                filed_on: None,
                description: "Summons Issued".into(),
            }],
            confidential: true,
            without_link: true,
        };
        let long = DocketEntry {
            description: "Order ".repeat(200),
            ..entry.clone()
        };
        for entry in [entry, long] {
            let row = WordsRow {
                entry_id: 1,
                identity: entry.identity(),
                filed_on: filed_number(&entry),
                title: shared_title(&entry).unwrap(),
                text: entry.text.clone(),
                more: more_of(&entry).unwrap(),
            };
            assert_eq!(
                row.entry().unwrap(),
                entry,
                "nothing of an entry is lost in the store"
            );
        }
        assert_eq!(
            more_of(&DocketEntry::default()).unwrap(),
            None,
            "a plain entry has no JSON"
        );
    }

    #[test]
    fn search_rows_sort_by_day_and_give_the_entry_back() {
        let older = search_row(Some(date(2025, 12, 31)), 900_000);
        let newer = search_row(Some(date(2026, 1, 1)), 3);
        assert!(newer > older, "the day counts before the id");
        assert_eq!(entry_of_search_row(older), 900_000);
    }
}
