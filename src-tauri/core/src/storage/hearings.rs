//! Hearings as the docket carries them, with the settings that they were moved from.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::entry_row::state_from_number;
use super::moment::{day_from_text, day_text, from_millis};
use super::{Store, StoreError};
use crate::domain::{
    EntryIdentity, EntryState, Hearing, HearingKey, HearingState, Setting, SettingMark,
};

/// A setting that a hearing had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerSetting {
    /// As it was.
    pub setting: Setting,
    /// The reading that no longer showed it.
    pub until: Timestamp,
}

/// A stored hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredHearing {
    /// Row id.
    pub hearing_id: i64,
    /// Its case.
    pub case_id: i64,
    /// Key, setting and state, as last read.
    pub hearing: Hearing,
    /// Entry that it comes from, where that is stored.
    pub entry_id: Option<i64>,
    /// Day of that entry.
    pub entry_filed_on: Option<Date>,
    /// Whether that entry was on the last reading; `None` when it is not stored.
    pub entry_state: Option<EntryState>,
    /// First seen.
    pub first_seen_at: Timestamp,
    /// Last changed.
    pub changed_at: Timestamp,
    /// Former settings, oldest first.
    pub former: Vec<FormerSetting>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    hearing_id: i64,
    case_id: i64,
    entry_identity: i64,
    entry_ordinal: i64,
    purpose_key: String,
    ordinal: i64,
    entry_id: Option<i64>,
    scheduled_on: Option<String>,
    time: Option<String>,
    purpose: String,
    location: Option<String>,
    judge: Option<String>,
    mark: String,
    state: String,
    first_seen_at: i64,
    changed_at: i64,
    former: Option<String>,
    entry_filed_on: Option<i64>,
    entry_state: Option<i64>,
}

impl Row {
    pub fn hearing(self) -> Result<StoredHearing, StoreError> {
        Ok(StoredHearing {
            hearing_id: self.hearing_id,
            case_id: self.case_id,
            hearing: Hearing {
                key: HearingKey {
                    entry: self.entry_identity,
                    entry_ordinal: u32::try_from(self.entry_ordinal).unwrap_or(0),
                    purpose: self.purpose_key,
                    ordinal: u32::try_from(self.ordinal).unwrap_or(0),
                },
                setting: Setting {
                    scheduled_on: day_from_text(self.scheduled_on),
                    time: self.time,
                    purpose: self.purpose,
                    location: self.location,
                    judge: self.judge,
                    mark: SettingMark::parse(&self.mark),
                },
                state: HearingState::parse(&self.state).unwrap_or(HearingState::Set),
            },
            entry_id: self.entry_id,
            entry_filed_on: self.entry_filed_on.and_then(super::moment::day_from_number),
            entry_state: self.entry_state.map(state_from_number),
            first_seen_at: from_millis(self.first_seen_at),
            changed_at: from_millis(self.changed_at),
            former: self
                .former
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT h.*, w.filed_on AS entry_filed_on, d.state AS entry_state FROM hearings h
             JOIN cases c USING (case_id) LEFT JOIN docket_entry_words w USING (entry_id)
             LEFT JOIN docket_entries d ON d.case_id = h.case_id AND d.entry_id = h.entry_id WHERE ",
            $which
        )
    };
}

impl Store {
    /// The hearings of a case by day, oldest first. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn hearings(&self, case_id: i64) -> Result<Vec<StoredHearing>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "h.case_id = ?1 AND c.state IN ('followed', 'unfollowed') ORDER BY h.scheduled_on, h.hearing_id"
        ))
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::hearing).collect()
    }

    /// Hearings that are set between two days (both included) in followed cases, by day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn hearings_between(
        &self,
        from: Date,
        to: Date,
    ) -> Result<Vec<StoredHearing>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "h.state = 'set' AND h.scheduled_on BETWEEN ?1 AND ?2 AND c.state = 'followed'
             ORDER BY h.scheduled_on, h.hearing_id"
        ))
        .bind(from.to_string())
        .bind(to.to_string())
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::hearing).collect()
    }

    /// The hearings of a case that are set for today, and those of the first day after it that has any.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn hearings_ahead(
        &self,
        case_id: i64,
        today: Date,
    ) -> Result<Vec<StoredHearing>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "h.case_id = ?1 AND h.state = 'set' AND c.state IN ('followed', 'unfollowed')
             AND h.scheduled_on IN (?2, (SELECT min(scheduled_on) FROM hearings x
                 WHERE x.case_id = ?1 AND x.state = 'set' AND x.scheduled_on > ?2))
             ORDER BY h.scheduled_on, h.hearing_id"
        ))
        .bind(case_id)
        .bind(today.to_string())
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::hearing).collect()
    }

    /// One hearing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn hearing(&self, hearing_id: i64) -> Result<Option<StoredHearing>, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(select!(
            "h.hearing_id = ?1 AND c.state IN ('followed', 'unfollowed')"
        ))
        .bind(hearing_id)
        .fetch_optional(&mut *conn)
        .await?;
        row.map(Row::hearing).transpose()
    }
}

fn former_text(former: &[FormerSetting]) -> Result<Option<String>, StoreError> {
    if former.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(former)?))
}

/// Inserts a hearing; `entry_of` finds the row id of an entry by its identity.
pub(crate) async fn insert(
    conn: &mut SqliteConnection,
    case_id: i64,
    hearing: &Hearing,
    former: &[FormerSetting],
    at: i64,
    entry_of: impl Fn(EntryIdentity) -> Option<i64>,
) -> Result<i64, StoreError> {
    let (key, s) = (&hearing.key, &hearing.setting);
    let entry = entry_of(EntryIdentity {
        id: key.entry,
        ordinal: key.entry_ordinal,
    });
    Ok(sqlx::query_scalar(
        "INSERT INTO hearings (case_id, entry_identity, entry_ordinal, purpose_key, ordinal, entry_id, scheduled_on,
             time, purpose, location, judge, mark, state, first_seen_at, changed_at, former)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15) RETURNING hearing_id",
    )
    .bind(case_id)
    .bind(key.entry)
    .bind(key.entry_ordinal)
    .bind(&key.purpose)
    .bind(key.ordinal)
    .bind(entry)
    .bind(day_text(s.scheduled_on))
    .bind(&s.time)
    .bind(&s.purpose)
    .bind(&s.location)
    .bind(&s.judge)
    .bind(s.mark.as_str())
    .bind(hearing.state.as_str())
    .bind(at)
    .bind(former_text(former)?)
    .fetch_one(conn)
    .await?)
}

/// Overwrites a hearing. A setting that changed while the hearing is still set is kept as a former one.
pub(crate) async fn overwrite(
    conn: &mut SqliteConnection,
    case_id: i64,
    hearing_id: i64,
    hearing: &Hearing,
    at: Timestamp,
    entry_of: impl Fn(EntryIdentity) -> Option<i64>,
) -> Result<(), StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT h.*, NULL AS entry_filed_on, NULL AS entry_state FROM hearings h WHERE hearing_id = ?1 AND case_id = ?2",
    )
    .bind(hearing_id)
    .bind(case_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(old) = row.map(Row::hearing).transpose()? else {
        // Forgotten between reading and writing cannot be: the revision was checked in this transaction.
        return Err(StoreError::Superseded);
    };
    let (key, s) = (&hearing.key, &hearing.setting);
    let mut former = old.former;
    let was = &old.hearing.setting;
    let moved =
        (was.scheduled_on, &was.time, &was.location) != (s.scheduled_on, &s.time, &s.location);
    if moved && hearing.state == HearingState::Set {
        former.push(FormerSetting {
            setting: old.hearing.setting.clone(),
            until: at,
        });
    }
    let entry = entry_of(EntryIdentity {
        id: key.entry,
        ordinal: key.entry_ordinal,
    })
    .or(old.entry_id);
    sqlx::query(
        "UPDATE hearings SET entry_identity = ?2, entry_ordinal = ?3, purpose_key = ?4, ordinal = ?5, entry_id = ?6,
             scheduled_on = ?7, time = ?8, purpose = ?9, location = ?10, judge = ?11, mark = ?12, state = ?13,
             changed_at = ?14, former = ?15 WHERE hearing_id = ?1",
    )
    .bind(hearing_id)
    .bind(key.entry)
    .bind(key.entry_ordinal)
    .bind(&key.purpose)
    .bind(key.ordinal)
    .bind(entry)
    .bind(day_text(s.scheduled_on))
    .bind(&s.time)
    .bind(&s.purpose)
    .bind(&s.location)
    .bind(&s.judge)
    .bind(s.mark.as_str())
    .bind(hearing.state.as_str())
    .bind(super::moment::to_millis(at))
    .bind(former_text(&former)?)
    .execute(conn)
    .await?;
    Ok(())
}
