//! The status of a followed case: when it was read, what failed, when it is due. The only row that an unchanged case
//! writes, and many of them in one statement.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::bulk::Rows;
use super::moment::{day_from_text, from_millis, maybe_from_millis, to_millis};
use super::{CaseState, Store, StoreError};
use crate::domain::{CaseNumber, CourtId};

/// What a successful reading leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusUpdate {
    /// When the answers arrived.
    pub checked_at: Timestamp,
    /// When to read again; `None`: only when a person asks.
    pub next_check_at: Option<Timestamp>,
    /// Digest of the docket answer; `None` keeps the former one (it was not asked for).
    pub docket_digest: Option<i64>,
    /// Digest of the header answer; `None` keeps the former one.
    pub header_digest: Option<i64>,
    /// Digest of the party answer; `None` keeps the former one.
    pub party_digest: Option<i64>,
    /// The docket came back empty or cut off and proves nothing about absent entries.
    pub incomplete: bool,
    /// Missing entries wait for a second reading.
    pub pending: bool,
}

/// What a failed attempt leaves behind. Nothing else of the case changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAttempt {
    /// When it failed.
    pub at: Timestamp,
    /// Stable word (`cli.md`).
    pub kind: String,
    /// Plain sentence.
    pub message: String,
    /// When to try again; `None`: only when a person asks.
    pub next_check_at: Option<Timestamp>,
}

/// A case as the worker needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseToCheck {
    /// Row id.
    pub case_id: i64,
    /// Case number.
    pub case_number: CaseNumber,
    /// Court id, as last known.
    pub court_id: CourtId,
    /// Followed or closed (P6).
    pub state: CaseState,
    /// Whether charges are worth asking for.
    pub is_criminal: bool,
    /// Disposition in the court's words.
    pub disposition: Option<String>,
    /// Counts applied readings; hand it back with [`super::Applied::revision`].
    pub revision: i64,
    /// Entries stored.
    pub entries: u32,
    /// When it was followed.
    pub followed_at: Timestamp,
    /// Last success.
    pub last_checked_at: Option<Timestamp>,
    /// Last attempt.
    pub last_attempt_at: Option<Timestamp>,
    /// Failures in a row.
    pub attempts: u32,
    /// When it is due.
    pub next_check_at: Option<Timestamp>,
    /// Digests of the last answers.
    pub docket_digest: Option<i64>,
    /// Digest of the last header answer.
    pub header_digest: Option<i64>,
    /// Digest of the last party answer.
    pub party_digest: Option<i64>,
    /// Missing entries wait for a second reading.
    pub pending: bool,
    /// The first reading that no longer showed the case (P6).
    pub gone_since: Option<Timestamp>,
    /// The first day, today or later, that a hearing is set for.
    pub next_hearing_on: Option<Date>,
    /// When the last change was found.
    pub last_change_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    case_id: i64,
    case_number: String,
    court_id: String,
    state: String,
    is_criminal: bool,
    disposition: Option<String>,
    revision: i64,
    entries: i64,
    followed_at: i64,
    last_checked_at: Option<i64>,
    last_attempt_at: Option<i64>,
    attempts: i64,
    next_check_at: Option<i64>,
    docket_digest: Option<i64>,
    header_digest: Option<i64>,
    party_digest: Option<i64>,
    pending: bool,
    gone_since: Option<i64>,
    next_hearing_on: Option<String>,
    last_change_at: Option<i64>,
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT c.case_id, c.case_number, c.court_id, c.state, c.is_criminal, c.disposition, c.revision, c.entries,
                    c.followed_at, s.last_checked_at, s.last_attempt_at, s.attempts, s.next_check_at, s.docket_digest,
                    s.header_digest, s.party_digest, s.pending, s.gone_since,
                    (SELECT min(scheduled_on) FROM hearings h
                     WHERE h.case_id = c.case_id AND h.state = 'set' AND h.scheduled_on >= ?1) AS next_hearing_on,
                    (SELECT found_at FROM changes x WHERE x.case_id = c.case_id
                     ORDER BY change_id DESC LIMIT 1) AS last_change_at
             FROM case_status s JOIN cases c USING (case_id) WHERE c.state IN ('followed', 'closed') AND ",
            $which
        )
    };
}

impl Row {
    /// `None` for a row that cannot be (a case number that could never have been asked for).
    fn case(self) -> Option<CaseToCheck> {
        Some(CaseToCheck {
            case_id: self.case_id,
            case_number: CaseNumber::asked(&self.case_number).ok()?,
            court_id: CourtId::new(self.court_id),
            state: CaseState::parse(&self.state),
            is_criminal: self.is_criminal,
            disposition: self.disposition,
            revision: self.revision,
            entries: u32::try_from(self.entries).unwrap_or(u32::MAX),
            followed_at: from_millis(self.followed_at),
            last_checked_at: maybe_from_millis(self.last_checked_at),
            last_attempt_at: maybe_from_millis(self.last_attempt_at),
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            next_check_at: maybe_from_millis(self.next_check_at),
            docket_digest: self.docket_digest,
            header_digest: self.header_digest,
            party_digest: self.party_digest,
            pending: self.pending,
            gone_since: maybe_from_millis(self.gone_since),
            next_hearing_on: day_from_text(self.next_hearing_on),
            last_change_at: maybe_from_millis(self.last_change_at),
        })
    }
}

impl Store {
    /// Cases that are due, the longest due first. `today` is the court's day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn due_cases(
        &self,
        now: Timestamp,
        today: Date,
        limit: u32,
    ) -> Result<Vec<CaseToCheck>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "s.next_check_at <= ?2 ORDER BY s.next_check_at LIMIT ?3"
        ))
        .bind(today.to_string())
        .bind(to_millis(now))
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows.into_iter().filter_map(Row::case).collect())
    }

    /// Followed cases (closed ones too) in the order of their ids, after `after`; for checking all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn cases_to_check(
        &self,
        after: i64,
        today: Date,
        limit: u32,
    ) -> Result<Vec<CaseToCheck>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!("c.case_id > ?2 ORDER BY c.case_id LIMIT ?3"))
            .bind(today.to_string())
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *conn)
            .await?;
        Ok(rows.into_iter().filter_map(Row::case).collect())
    }

    /// One case, as the worker needs it. `None` unless it is followed (or closed).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case_to_check(
        &self,
        case_id: i64,
        today: Date,
    ) -> Result<Option<CaseToCheck>, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(select!("c.case_id = ?2"))
            .bind(today.to_string())
            .bind(case_id)
            .fetch_optional(&mut *conn)
            .await?;
        Ok(row.and_then(Row::case))
    }

    /// Several cases, as the worker needs them; those that are not followed (or closed) are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn these_cases_to_check(
        &self,
        case_ids: &[i64],
        today: Date,
    ) -> Result<Vec<CaseToCheck>, StoreError> {
        let wanted = serde_json::to_string(case_ids)?;
        let mut conn = self.reader().await?;
        let rows: Vec<Row> =
            sqlx::query_as(select!("c.case_id IN (SELECT value FROM json_each(?2))"))
                .bind(today.to_string())
                .bind(wanted)
                .fetch_all(&mut *conn)
                .await?;
        Ok(rows.into_iter().filter_map(Row::case).collect())
    }

    /// The ids of all followed cases (closed ones too), in the order followed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn followed_ids(&self) -> Result<Vec<i64>, StoreError> {
        let mut conn = self.reader().await?;
        // In one row: each row of its own costs a switch between threads.
        let ids: String = sqlx::query_scalar(
            "SELECT json_group_array(case_id ORDER BY case_id) FROM case_status
             JOIN cases USING (case_id) WHERE state IN ('followed', 'closed')",
        )
        .fetch_one(&mut *conn)
        .await?;
        Ok(serde_json::from_str(&ids)?)
    }

    /// Case number and court id of these cases.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case_names(
        &self,
        case_ids: &[i64],
    ) -> Result<HashMap<i64, (String, String)>, StoreError> {
        let wanted = serde_json::to_string(case_ids)?;
        let mut conn = self.reader().await?;
        let names: String = sqlx::query_scalar(
            "SELECT json_group_array(json_array(case_id, case_number, court_id)) FROM cases
             WHERE case_id IN (SELECT value FROM json_each(?1))",
        )
        .bind(wanted)
        .fetch_one(&mut *conn)
        .await?;
        let names: Vec<(i64, String, String)> = serde_json::from_str(&names)?;
        Ok(names
            .into_iter()
            .map(|(id, number, court)| (id, (number, court)))
            .collect())
    }

    /// When the next case is due, if any is scheduled.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut conn = self.reader().await?;
        let at: Option<i64> = sqlx::query_scalar(
            "SELECT s.next_check_at FROM case_status s JOIN cases c USING (case_id)
             WHERE s.next_check_at IS NOT NULL AND c.state IN ('followed', 'closed')
             ORDER BY s.next_check_at LIMIT 1",
        )
        .fetch_optional(&mut *conn)
        .await?;
        Ok(maybe_from_millis(at))
    }

    /// Cases that were read and had not changed: their status, and nothing else, in one statement.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn record_unchanged(&self, read: &[(i64, StatusUpdate)]) -> Result<(), StoreError> {
        if read.is_empty() {
            return Ok(());
        }
        let rows = status_rows(read)?;
        self.write(move |conn| {
            Box::pin(async move {
                write_status(conn, &rows).await?;
                Ok(())
            })
        })
        .await
    }

    /// A failed attempt: changes nothing but the status row. Of a case that was forgotten meanwhile, nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn record_failure(
        &self,
        case_id: i64,
        failed: FailedAttempt,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE case_status SET last_attempt_at = ?2, error_kind = ?3, error_message = ?4,
                         attempts = attempts + 1, next_check_at = ?5 WHERE case_id = ?1",
                )
                .bind(case_id)
                .bind(to_millis(failed.at))
                .bind(failed.kind)
                .bind(failed.message)
                .bind(failed.next_check_at.map(to_millis))
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Sets when cases are due: after the profile or the clock changed. `(case_id, when)`.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn reschedule(&self, when: &[(i64, Option<Timestamp>)]) -> Result<(), StoreError> {
        let rows: Vec<(i64, Option<i64>)> = when
            .iter()
            .map(|(id, at)| (*id, at.map(to_millis)))
            .collect();
        let rows = serde_json::to_string(&rows)?;
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE case_status SET next_check_at = j.value ->> 1
                     FROM json_each(?1) j WHERE case_id = j.value ->> 0",
                )
                .bind(rows)
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }
}

pub(crate) fn status_rows(read: &[(i64, StatusUpdate)]) -> Result<String, StoreError> {
    let mut rows = Rows::new(read.len() * 96);
    for (case_id, s) in read {
        rows.push(&(
            case_id,
            to_millis(s.checked_at),
            s.next_check_at.map(to_millis),
            s.docket_digest,
            s.header_digest,
            s.party_digest,
            s.incomplete,
            s.pending,
        ))?;
    }
    Ok(rows.finish())
}

/// A success ends failures, and ends the suspicion that the case is gone: a closed copy opens again.
pub(crate) async fn write_status(
    conn: &mut sqlx::SqliteConnection,
    rows: &str,
) -> Result<(), StoreError> {
    let reopened: Vec<i64> = sqlx::query_scalar(
        "UPDATE case_status SET last_checked_at = j.value ->> 1, last_attempt_at = j.value ->> 1,
             error_kind = NULL, error_message = NULL, attempts = 0, next_check_at = j.value ->> 2,
             docket_digest = coalesce(j.value ->> 3, docket_digest),
             header_digest = coalesce(j.value ->> 4, header_digest),
             party_digest = coalesce(j.value ->> 5, party_digest),
             incomplete = j.value ->> 6, pending = j.value ->> 7
         FROM json_each(?1) j WHERE case_id = j.value ->> 0
         RETURNING CASE WHEN gone_since IS NULL THEN 0 ELSE case_id END",
    )
    .bind(rows)
    .fetch_all(&mut *conn)
    .await?;
    for case_id in reopened.into_iter().filter(|id| *id != 0) {
        sqlx::query("UPDATE case_status SET gone_since = NULL WHERE case_id = ?1")
            .bind(case_id)
            .execute(&mut *conn)
            .await?;
        sqlx::query("UPDATE cases SET state = 'followed', closed_at = NULL WHERE case_id = ?1 AND state = 'closed'")
            .bind(case_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
