//! What a comparison needs to know of a case, read at once: a docket may have 10,000 entries and thousands of hearings,
//! and a row of its own for each would cost sqlx more than all the rest of a check.

use std::collections::HashMap;

use serde::Deserialize;

use super::entry_row::{no_settings_fingerprint, state_from_number};
use super::moment::day_from_text;
use super::{Store, StoreError};
use crate::domain::compare::KnownDocket;
use crate::domain::{
    EntryIdentity, HearingKey, HearingState, KnownEntry, KnownHearing, Setting, SettingMark,
};

/// What is stored of a case, for a comparison.
#[derive(Debug, Clone, Default)]
pub struct KnownCase {
    /// Hand it back in [`super::Applied::revision`].
    pub revision: i64,
    /// Entries and hearings.
    pub docket: KnownDocket,
}

/// One row. A list for each column that every entry has; the few values that differ from the usual by themselves; the
/// hearings. All lists of the entries step together through one scan, so the nth value of each belongs to the nth row.
#[derive(sqlx::FromRow)]
struct Row {
    revision: i64,
    ids: String,
    identities: String,
    fingerprints: String,
    positions: String,
    odd: String,
    settled: String,
    hearings: String,
}

impl Store {
    /// What is stored of a case's docket, for a comparison: as it was at one moment, and with the revision of that
    /// moment. What is applied meanwhile makes it stale, and applying says so.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be read.
    pub async fn known_case(&self, case_id: i64) -> Result<KnownCase, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(
            "SELECT c.revision, e.*, h.hearings FROM cases c,
                 (SELECT json_group_array(entry_id) AS ids, json_group_array(identity) AS identities,
                      json_group_array(fingerprint) AS fingerprints, json_group_array(position) AS positions,
                      json_group_array(json_array(entry_id, ordinal, state))
                          FILTER (WHERE ordinal <> 0 OR state <> 0) AS odd,
                      json_group_array(json_array(entry_id, settings_fingerprint))
                          FILTER (WHERE settings_fingerprint IS NOT NULL) AS settled
                  FROM docket_entries WHERE case_id = ?1) e,
                 (SELECT json_group_array(json_array(hearing_id, entry_identity, entry_ordinal, purpose_key, ordinal,
                      scheduled_on, time, purpose, location, judge, mark, state)) AS hearings
                  FROM hearings WHERE case_id = ?1) h
             WHERE c.case_id = ?1",
        )
        .bind(case_id)
        .fetch_optional(&mut *conn)
        .await?;
        let row = row.ok_or(StoreError::NoSuchCase)?;
        Ok(KnownCase {
            revision: row.revision,
            docket: KnownDocket {
                entries: row.entries()?,
                hearings: row.hearings()?,
            },
        })
    }
}

impl Row {
    fn entries(&self) -> Result<Vec<KnownEntry>, StoreError> {
        let list = |text: &str| serde_json::from_str::<Vec<i64>>(text);
        let odd: HashMap<i64, (u32, i64)> =
            serde_json::from_str::<Vec<(i64, u32, i64)>>(&self.odd)?
                .into_iter()
                .map(|(id, ordinal, state)| (id, (ordinal, state)))
                .collect();
        let settled: HashMap<i64, i64> = serde_json::from_str::<Vec<(i64, i64)>>(&self.settled)?
            .into_iter()
            .collect();
        let none = no_settings_fingerprint();
        let columns = list(&self.identities)?
            .into_iter()
            .zip(list(&self.fingerprints)?)
            .zip(list(&self.positions)?);
        Ok(list(&self.ids)?
            .into_iter()
            .zip(columns)
            .map(|(entry_id, ((id, fingerprint), position))| {
                let (ordinal, state) = odd.get(&entry_id).copied().unwrap_or((0, 0));
                KnownEntry {
                    entry_id,
                    identity: EntryIdentity { id, ordinal },
                    fingerprint,
                    settings_fingerprint: settled.get(&entry_id).copied().unwrap_or(none),
                    position,
                    state: state_from_number(state),
                }
            })
            .collect())
    }

    fn hearings(&self) -> Result<Vec<KnownHearing>, StoreError> {
        let rows: Vec<HearingRow> = serde_json::from_str(&self.hearings)?;
        Ok(rows
            .into_iter()
            .map(|row| KnownHearing {
                hearing_id: row.hearing_id,
                key: HearingKey {
                    entry: row.entry_identity,
                    entry_ordinal: row.entry_ordinal,
                    purpose: row.purpose_key,
                    ordinal: row.ordinal,
                },
                setting: Setting {
                    scheduled_on: day_from_text(row.scheduled_on),
                    time: row.time,
                    purpose: row.purpose,
                    location: row.location,
                    judge: row.judge,
                    mark: SettingMark::parse(&row.mark),
                },
                state: HearingState::parse(&row.state).unwrap_or(HearingState::Set),
            })
            .collect())
    }
}

/// A hearing, its values in the order of the statement.
#[derive(Deserialize)]
struct HearingRow {
    hearing_id: i64,
    entry_identity: i64,
    entry_ordinal: u32,
    purpose_key: String,
    ordinal: u32,
    scheduled_on: Option<String>,
    time: Option<String>,
    purpose: String,
    location: Option<String>,
    judge: Option<String>,
    mark: String,
    state: String,
}
