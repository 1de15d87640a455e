//! Notices: written together with the change that they tell, shown later by the relay (architecture rule 5).
//!
//! Never lost; repeated only when the process died inside the send window: a notice is marked `sending` (on disk)
//! before it is handed to the desktop and `shown` after. What is still `sending` long after is shown again.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::moment::{from_millis, to_millis};
use super::{Store, StoreError};

/// A notice that waits to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNotice {
    /// Row id.
    pub notice_id: i64,
    /// Unique; travels with the notification.
    pub event_id: String,
    /// The change that it tells.
    pub change_id: Option<i64>,
    /// Its case.
    pub case_id: Option<i64>,
    /// A change kind's word, or the word of another notice (`watcher_failing`, `access_stopped`, `test` …).
    pub kind: String,
    /// What a notice that tells no change needs, as its writer wrote it.
    pub payload: Option<serde_json::Value>,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was raised.
    pub created_at: Timestamp,
    /// Held by quiet hours, not merely queued.
    pub held: bool,
}

/// A reminder to raise.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReminder {
    /// Unique: one hearing, one day, one of its reminders.
    pub event_id: String,
    /// Its case.
    pub case_id: i64,
    /// What it is about, as its reader wants it.
    pub payload: serde_json::Value,
}

/// A notice that is to be shown at a moment that is known beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedNotice {
    /// Unique: one for each reason to tell it.
    pub event_id: String,
    /// What it is about, as its reader wants it.
    pub payload: Option<serde_json::Value>,
    /// Not before.
    pub not_before: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    notice_id: i64,
    event_id: String,
    change_id: Option<i64>,
    case_id: Option<i64>,
    kind: String,
    payload: Option<String>,
    attempts: i64,
    created_at: i64,
    state: String,
}

impl Row {
    fn notice(self) -> Result<StoredNotice, StoreError> {
        Ok(StoredNotice {
            notice_id: self.notice_id,
            event_id: self.event_id,
            change_id: self.change_id,
            case_id: self.case_id,
            kind: self.kind,
            payload: self
                .payload
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            attempts: u32::try_from(self.attempts).unwrap_or(0),
            created_at: from_millis(self.created_at),
            held: self.state == "held",
        })
    }
}

impl Store {
    /// Notices to show now, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next_notices(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<StoredNotice>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT notice_id, event_id, change_id, case_id, kind, payload, attempts, created_at, state FROM notices
             WHERE state IN ('queued', 'held') AND not_before <= ?1 ORDER BY notice_id LIMIT ?2",
        )
        .bind(to_millis(now))
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::notice).collect()
    }

    /// When the next notice may be shown, if any waits.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut conn = self.reader().await?;
        let at: Option<i64> = sqlx::query_scalar(
            "SELECT min(not_before) FROM notices WHERE state IN ('queued', 'held')",
        )
        .fetch_one(&mut *conn)
        .await?;
        Ok(at.map(from_millis))
    }

    /// Notices that quiet hours hold.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn held_notices(&self) -> Result<u32, StoreError> {
        let mut conn = self.reader().await?;
        Ok(
            sqlx::query_scalar("SELECT count(*) FROM notices WHERE state = 'held'")
                .fetch_one(&mut *conn)
                .await?,
        )
    }

    /// Raises a notice that tells no change. A second one of the same event id is not raised.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn raise_notice(
        &self,
        event_id: String,
        kind: String,
        payload: Option<serde_json::Value>,
        at: Timestamp,
        not_before: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let payload = payload.as_ref().map(serde_json::to_string).transpose()?;
                insert(
                    conn,
                    &event_id,
                    None,
                    None,
                    &kind,
                    payload.as_deref(),
                    to_millis(at),
                    to_millis(not_before),
                )
                .await
            })
        })
        .await
    }

    /// Plans all notices of a kind: those of this list, each once, and no others. One that waits and is not on the list any
    /// more is forgotten, as if it had never been planned; one that was shown is not shown again.
    ///
    /// # Errors
    /// When the store cannot be used.
    pub async fn plan_notices(
        &self,
        kind: &'static str,
        planned: Vec<PlannedNotice>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let ids: Vec<&str> = planned.iter().map(|n| n.event_id.as_str()).collect();
        let ids = serde_json::to_string(&ids)?;
        let mut conn = self.reader().await?;
        // Asked for often, and hardly ever is anything different: then nothing is written.
        let different: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM json_each(?2) WHERE value NOT IN (SELECT event_id FROM notices))
                 OR EXISTS (SELECT 1 FROM notices WHERE kind = ?1 AND state IN ('queued', 'held')
                            AND event_id NOT IN (SELECT value FROM json_each(?2)))",
        )
        .bind(kind)
        .bind(&ids)
        .fetch_one(&mut *conn)
        .await?;
        drop(conn);
        if !different {
            return Ok(());
        }
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "DELETE FROM notices WHERE kind = ?1 AND state IN ('queued', 'held')
                     AND event_id NOT IN (SELECT value FROM json_each(?2))",
                )
                .bind(kind)
                .bind(ids)
                .execute(&mut *conn)
                .await?;
                for notice in &planned {
                    let payload = notice.payload.as_ref().map(serde_json::to_string);
                    insert(
                        conn,
                        &notice.event_id,
                        None,
                        None,
                        kind,
                        payload.transpose()?.as_deref(),
                        to_millis(at),
                        to_millis(notice.not_before),
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Raises reminders. Those that were raised before are left as they are; where all were, nothing is written.
    ///
    /// # Errors
    /// When the store cannot be used.
    pub async fn raise_reminders(
        &self,
        kind: &'static str,
        wanted: Vec<NewReminder>,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        if wanted.is_empty() {
            return Ok(0);
        }
        let ids: Vec<&str> = wanted.iter().map(|r| r.event_id.as_str()).collect();
        let ids = serde_json::to_string(&ids)?;
        let mut conn = self.reader().await?;
        let known: Vec<String> = sqlx::query_scalar(
            "SELECT event_id FROM notices WHERE event_id IN (SELECT value FROM json_each(?1))",
        )
        .bind(ids)
        .fetch_all(&mut *conn)
        .await?;
        drop(conn);
        let mut new = wanted;
        new.retain(|r| !known.contains(&r.event_id));
        if new.is_empty() {
            return Ok(0);
        }
        let count = new.len();
        self.write(move |conn| {
            Box::pin(async move {
                for reminder in &new {
                    insert(
                        conn,
                        &reminder.event_id,
                        None,
                        Some(reminder.case_id),
                        kind,
                        Some(&serde_json::to_string(&reminder.payload)?),
                        to_millis(at),
                        to_millis(at),
                    )
                    .await?;
                }
                Ok(count)
            })
        })
        .await
    }

    /// Opens the send window: on disk when this returns. Gives back the ids that were still waiting; another process
    /// may have taken the others, and those must not be shown.
    ///
    /// # Errors
    /// When the store cannot be written; then do not show them.
    pub async fn mark_sending(&self, ids: &[i64], now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let ids = serde_json::to_string(ids)?;
        self.write(move |conn| {
            Box::pin(async move {
                Ok(sqlx::query_scalar(
                    "UPDATE notices SET state = 'sending', sending_since = ?2, attempts = attempts + 1
                     WHERE notice_id IN (SELECT value FROM json_each(?1)) AND state IN ('queued', 'held')
                     RETURNING notice_id",
                )
                .bind(ids)
                .bind(to_millis(now))
                .fetch_all(conn)
                .await?)
            })
        })
        .await
    }

    /// The desktop took them.
    ///
    /// # Errors
    /// When the store cannot be written; then they will be shown again.
    pub async fn mark_shown(&self, ids: &[i64], now: Timestamp) -> Result<(), StoreError> {
        self.settle(ids, "shown", Some(now), None, None).await
    }

    /// The desktop did not take them: queued again, not before `retry_at`.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn mark_not_shown(
        &self,
        ids: &[i64],
        why: &str,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.settle(ids, "queued", None, Some(why.to_owned()), Some(retry_at))
            .await
    }

    /// Held by quiet hours until then; not dropped.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn hold_notices(&self, ids: &[i64], until: Timestamp) -> Result<(), StoreError> {
        self.settle(ids, "held", None, None, Some(until)).await
    }

    /// Never to be shown: the person reviewed the change meanwhile, or turned notifications off.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn drop_notices(&self, ids: &[i64]) -> Result<(), StoreError> {
        self.settle(ids, "dropped", None, None, None).await
    }

    /// As [`Store::drop_notices`], for all of a kind that were not shown yet.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn drop_notices_of(&self, kind: &'static str) -> Result<(), StoreError> {
        let mut conn = self.reader().await?;
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT notice_id FROM notices WHERE kind = ?1 AND state IN ('queued', 'held')",
        )
        .bind(kind)
        .fetch_all(&mut *conn)
        .await?;
        drop(conn);
        self.drop_notices(&ids).await
    }

    async fn settle(
        &self,
        ids: &[i64],
        state: &'static str,
        shown_at: Option<Timestamp>,
        error: Option<String>,
        not_before: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids = serde_json::to_string(ids)?;
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE notices SET state = ?2, shown_at = coalesce(?3, shown_at), last_error = ?4,
                         not_before = coalesce(?5, not_before), sending_since = NULL
                     WHERE notice_id IN (SELECT value FROM json_each(?1)) AND state NOT IN ('shown', 'dropped')",
                )
                .bind(ids)
                .bind(state)
                .bind(shown_at.map(to_millis))
                .bind(error)
                .bind(not_before.map(to_millis))
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }
}

/// Inserts a notice; one of the same event id is not written twice.
#[expect(
    clippy::too_many_arguments,
    reason = "one per column, called from three places"
)]
pub(crate) async fn insert(
    conn: &mut SqliteConnection,
    event_id: &str,
    change_id: Option<i64>,
    case_id: Option<i64>,
    kind: &str,
    payload: Option<&str>,
    created_at: i64,
    not_before: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO notices (event_id, change_id, case_id, kind, payload, created_at, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (event_id) DO NOTHING",
    )
    .bind(event_id)
    .bind(change_id)
    .bind(case_id)
    .bind(kind)
    .bind(payload)
    .bind(created_at)
    .bind(not_before)
    .execute(conn)
    .await?;
    Ok(())
}
