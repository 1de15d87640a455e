//! Settings, and the lines that say what the program did.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::moment::{from_millis, to_millis};
use super::{Store, StoreError};

/// A line that a person can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityLine {
    /// When.
    pub at: Timestamp,
    /// Its case, where it is about one.
    pub case_id: Option<i64>,
    /// What was done, in a plain sentence without court text.
    pub message: String,
}

/// Lines kept; older ones go.
const LINES_KEPT: i64 = 5000;

impl Store {
    /// Reads a setting; `None` when it was never set, or cannot be read as `T` (a newer program's).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let mut conn = self.reader().await?;
        let value: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
            .bind(key)
            .fetch_optional(&mut *conn)
            .await?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Writes a setting.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn set_setting<T: Serialize>(
        &self,
        key: &str,
        value: &T,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), serde_json::to_string(value)?);
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
                )
                .bind(key)
                .bind(value)
                .bind(to_millis(at))
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Adds a line to the activity.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn note_activity(&self, line: ActivityLine) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let id: i64 = sqlx::query_scalar(
                    "INSERT INTO activity (at, case_id, message)
                     VALUES (?1, (SELECT case_id FROM cases WHERE case_id = ?2), ?3) RETURNING activity_id",
                )
                .bind(to_millis(line.at))
                .bind(line.case_id)
                .bind(line.message)
                .fetch_one(&mut *conn)
                .await?;
                sqlx::query("DELETE FROM activity WHERE activity_id <= ?1")
                    .bind(id - LINES_KEPT)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// The newest lines, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn activity(&self, limit: u32) -> Result<Vec<ActivityLine>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(i64, Option<i64>, String)> = sqlx::query_as(
            "SELECT at, case_id, message FROM activity ORDER BY activity_id DESC LIMIT ?1",
        )
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(at, case_id, message)| ActivityLine {
                at: from_millis(at),
                case_id,
                message,
            })
            .collect())
    }
}
