//! The users of the group, as Group Maintenance showed them last. What is ours (the note) is never derived from it.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::moment::from_millis;
use super::super::{Store, StoreError};
use crate::domain::{GroupUser, KnownUser, UserStatus};

pub(super) type Row = (
    String,
    String,
    String,
    String,
    i64,
    i64,
    i64,
    bool,
    Option<String>,
);

pub(super) const COLUMNS: &str = "user_name, name, status, information, first_seen_at, last_seen_at, status_since, from_the_start, note";

impl Store {
    /// Everybody, in the roster's order; who is gone comes last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group_users(&self) -> Result<Vec<KnownUser>, StoreError> {
        let mut conn = self.reader().await?;
        all(&mut conn).await
    }

    /// One of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group_user(&self, user_name: &str) -> Result<Option<KnownUser>, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM group_users WHERE user_name = ?1"
        )))
        .bind(user_name)
        .fetch_optional(&mut *conn)
        .await?;
        Ok(row.map(read))
    }

    /// The administrator's own words about a user.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn note_on_user(
        &self,
        user_name: String,
        note: Option<String>,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_users SET note = ?2 WHERE user_name = ?1")
                    .bind(user_name)
                    .bind(note)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

pub(super) async fn all(conn: &mut SqliteConnection) -> Result<Vec<KnownUser>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM group_users ORDER BY status = 'removed', place, user_name"
    )))
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Row) -> KnownUser {
    let moment = |millis: i64| -> Timestamp { from_millis(millis) };
    KnownUser {
        user: GroupUser {
            user_name: row.0,
            name: row.1,
            status: UserStatus::parse(&row.2),
            information: row.3,
        },
        first_seen_at: moment(row.4),
        last_seen_at: moment(row.5),
        status_since: moment(row.6),
        from_the_start: row.7,
        note: row.8,
    }
}
