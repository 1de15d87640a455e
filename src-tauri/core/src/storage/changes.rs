//! Changes found, whichever run found them, and who reviewed them.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::moment::{from_millis, maybe_from_millis, to_millis};
use super::{Store, StoreError};
use crate::domain::{ChangeKind, HeaderField};

/// A stored change. Of a closed or erased case, number, court, before and after are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredChange {
    /// Row id.
    pub change_id: i64,
    /// Unique.
    pub event_id: String,
    /// Its case.
    pub case_id: i64,
    /// Case number; empty when the copy is closed, except for the change that says so.
    pub case_number: String,
    /// Court at the time.
    pub court_id: String,
    /// What kind.
    pub kind: ChangeKind,
    /// The reading that found it.
    pub found_at: Timestamp,
    /// The reading before: it changed in between.
    pub after_at: Option<Timestamp>,
    /// Entry concerned.
    pub entry_id: Option<i64>,
    /// Hearing concerned.
    pub hearing_id: Option<i64>,
    /// Sequence number of the entry.
    pub sequence: Option<i64>,
    /// Header field, as its stable word.
    pub field: Option<String>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
    /// When a person reviewed it.
    pub reviewed_at: Option<Timestamp>,
    /// Who.
    pub reviewed_by: Option<String>,
}

impl StoredChange {
    /// The header field, when it is one that this program knows.
    pub fn header_field(&self) -> Option<HeaderField> {
        serde_json::from_value(Value::String(self.field.clone()?)).ok()
    }
}

/// Which changes.
#[derive(Debug, Clone, Default)]
pub struct ChangeFilter {
    /// Found at or after this moment.
    pub since: Option<Timestamp>,
    /// Only those that wait for review.
    pub unreviewed_only: bool,
    /// Reviewed at or after this moment.
    pub reviewed_since: Option<Timestamp>,
    /// Only of these cases; empty: of all.
    pub cases: Vec<i64>,
    /// Only this one.
    pub change_id: Option<i64>,
    /// After this change id (for paging in the order found).
    pub after_id: Option<i64>,
    /// At most this many; 0: all.
    pub limit: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    change_id: i64,
    event_id: String,
    case_id: i64,
    case_number: String,
    court_id: String,
    kind: String,
    found_at: i64,
    after_at: Option<i64>,
    entry_id: Option<i64>,
    hearing_id: Option<i64>,
    sequence: Option<i64>,
    field: Option<String>,
    before: Option<String>,
    after: Option<String>,
    reviewed_at: Option<i64>,
    reviewed_by: Option<String>,
}

impl Row {
    /// `None` for a kind that this program does not know.
    fn change(self) -> Result<Option<StoredChange>, StoreError> {
        let Some(kind) = ChangeKind::parse(&self.kind) else {
            return Ok(None);
        };
        let json = |text: Option<String>| text.as_deref().map(serde_json::from_str).transpose();
        Ok(Some(StoredChange {
            change_id: self.change_id,
            event_id: self.event_id,
            case_id: self.case_id,
            case_number: self.case_number,
            court_id: self.court_id,
            kind,
            found_at: from_millis(self.found_at),
            after_at: maybe_from_millis(self.after_at),
            entry_id: self.entry_id,
            hearing_id: self.hearing_id,
            sequence: self.sequence,
            field: self.field,
            before: json(self.before)?,
            after: json(self.after)?,
            reviewed_at: maybe_from_millis(self.reviewed_at),
            reviewed_by: self.reviewed_by,
        }))
    }
}

impl Store {
    /// Changes in the order they were found.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn changes(&self, filter: &ChangeFilter) -> Result<Vec<StoredChange>, StoreError> {
        let mut conditions: Vec<String> = Vec::new();
        if let Some(since) = filter.since {
            conditions.push(format!("x.found_at >= {}", to_millis(since)));
        }
        if filter.unreviewed_only {
            conditions.push("x.reviewed_at IS NULL".to_owned());
        }
        if let Some(since) = filter.reviewed_since {
            conditions.push(format!("x.reviewed_at >= {}", to_millis(since)));
        }
        if !filter.cases.is_empty() {
            let ids: Vec<String> = filter.cases.iter().map(i64::to_string).collect();
            conditions.push(format!("x.case_id IN ({})", ids.join(", ")));
        }
        if let Some(id) = filter.change_id {
            conditions.push(format!("x.change_id = {id}"));
        }
        if let Some(id) = filter.after_id {
            conditions.push(format!("x.change_id > {id}"));
        }
        if conditions.is_empty() {
            conditions.push("1".to_owned());
        }
        let limit = if filter.limit == 0 {
            -1
        } else {
            i64::from(filter.limit)
        };
        // Everything interpolated is a number. What a closed copy said is not given out; that it is closed is.
        let sql = format!(
            "SELECT x.change_id, x.event_id, x.case_id,
                 iif(c.state IN ('followed', 'unfollowed'), c.case_number, '') AS case_number,
                 iif(c.state IN ('followed', 'unfollowed'), x.court_id, '') AS court_id,
                 x.kind, x.found_at, x.after_at, x.entry_id, x.hearing_id, x.sequence, x.field,
                 iif(c.state IN ('followed', 'unfollowed'), x.before, NULL) AS before,
                 iif(c.state IN ('followed', 'unfollowed'), x.after, NULL) AS after,
                 x.reviewed_at, x.reviewed_by
             FROM changes x JOIN cases c USING (case_id) WHERE {} ORDER BY x.change_id LIMIT {limit}",
            conditions.join(" AND ")
        );
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .fetch_all(&mut *conn)
            .await?;
        rows.into_iter()
            .filter_map(|row| row.change().transpose())
            .collect()
    }

    /// One change.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn change(&self, change_id: i64) -> Result<Option<StoredChange>, StoreError> {
        let filter = ChangeFilter {
            change_id: Some(change_id),
            ..ChangeFilter::default()
        };
        Ok(self.changes(&filter).await?.pop())
    }

    /// Cases with changes to review (or reviewed since a moment), the newest change first: `(case id, changes)`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn today_groups(
        &self,
        reviewed_since: Option<Timestamp>,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<(i64, u32)>, StoreError> {
        let mut conn = self.reader().await?;
        let sql = match reviewed_since {
            None => {
                "SELECT case_id, count(*) FROM changes WHERE reviewed_at IS NULL AND ?1 IS NULL
                 GROUP BY case_id ORDER BY max(change_id) DESC LIMIT ?3 OFFSET ?2"
            }
            Some(_) => {
                "SELECT case_id, count(*) FROM changes WHERE reviewed_at IS NOT NULL AND reviewed_at >= ?1
                 GROUP BY case_id ORDER BY max(reviewed_at) DESC LIMIT ?3 OFFSET ?2"
            }
        };
        Ok(sqlx::query_as(sql)
            .bind(reviewed_since.map(to_millis))
            .bind(offset)
            .bind(limit)
            .fetch_all(&mut *conn)
            .await?)
    }

    /// How many changes were reviewed since a moment.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reviewed_since(&self, since: Timestamp) -> Result<u32, StoreError> {
        let mut conn = self.reader().await?;
        Ok(sqlx::query_scalar(
            "SELECT count(*) FROM changes WHERE reviewed_at IS NOT NULL AND reviewed_at >= ?1",
        )
        .bind(to_millis(since))
        .fetch_one(&mut *conn)
        .await?)
    }

    /// Marks changes reviewed. Those that must be acknowledged one by one ("I have seen this") are left out unless
    /// they are named alone (see [`Store::acknowledge`]). Notices of them that wait are dropped. Returns the ids done.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn review_changes(
        &self,
        ids: &[i64],
        by: &str,
        at: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let apart: Vec<&str> = ChangeKind::ALL
            .into_iter()
            .filter(|k| k.needs_acknowledgement())
            .map(ChangeKind::as_str)
            .collect();
        self.set_reviewed(ids, serde_json::to_string(&apart)?, by, at)
            .await
    }

    /// "I have seen this": a hearing moved, cancelled or no longer listed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn acknowledge(
        &self,
        id: i64,
        by: &str,
        at: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        self.set_reviewed(&[id], "[]".to_owned(), by, at).await
    }

    async fn set_reviewed(
        &self,
        ids: &[i64],
        left_out: String,
        by: &str,
        at: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let ids = serde_json::to_string(ids)?;
        let by = Some(by.trim().to_owned()).filter(|by| !by.is_empty());
        self.write(move |conn| {
            Box::pin(async move {
                let done: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(
                    "UPDATE changes SET reviewed_at = ?2, reviewed_by = ?3
                     WHERE change_id IN (SELECT value FROM json_each(?1)) AND reviewed_at IS NULL
                           AND kind NOT IN (SELECT value FROM json_each(?4))
                     RETURNING change_id, case_id, entry_id",
                )
                .bind(ids)
                .bind(to_millis(at))
                .bind(&by)
                .bind(left_out)
                .fetch_all(&mut *conn)
                .await?;
                let changes: Vec<i64> = done.iter().map(|d| d.0).collect();
                let entries: Vec<(i64, i64)> =
                    done.iter().filter_map(|d| Some((d.2?, d.1))).collect();
                sqlx::query(
                    "INSERT INTO docket_entry_marks (entry_id, case_id, reviewed_at, reviewed_by)
                     SELECT w.entry_id, w.case_id, ?2, ?3 FROM json_each(?1) j
                     JOIN docket_entry_words w ON w.entry_id = j.value ->> 0 WHERE 1
                     ON CONFLICT (entry_id) DO UPDATE SET reviewed_at = excluded.reviewed_at,
                         reviewed_by = excluded.reviewed_by",
                )
                .bind(serde_json::to_string(&entries)?)
                .bind(to_millis(at))
                .bind(&by)
                .execute(&mut *conn)
                .await?;
                sqlx::query(
                    "UPDATE notices SET state = 'dropped' WHERE state IN ('queued', 'held')
                         AND change_id IN (SELECT value FROM json_each(?1))",
                )
                .bind(serde_json::to_string(&changes)?)
                .execute(&mut *conn)
                .await?;
                Ok(changes)
            })
        })
        .await
    }

    /// Takes a review back. A notice that was dropped by it stays dropped: the person was here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn undo_review(&self, ids: &[i64]) -> Result<(), StoreError> {
        let ids = serde_json::to_string(ids)?;
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE docket_entry_marks SET reviewed_at = NULL, reviewed_by = NULL WHERE entry_id IN
                         (SELECT entry_id FROM changes WHERE change_id IN (SELECT value FROM json_each(?1)))",
                )
                .bind(&ids)
                .execute(&mut *conn)
                .await?;
                sqlx::query(
                    "UPDATE changes SET reviewed_at = NULL, reviewed_by = NULL
                     WHERE change_id IN (SELECT value FROM json_each(?1))",
                )
                .bind(&ids)
                .execute(&mut *conn)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
