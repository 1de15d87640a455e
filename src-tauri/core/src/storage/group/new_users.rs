//! New associations that wait for "Do you know this person?".

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::moment::{from_millis, to_millis};
use super::super::{Store, StoreError};
use super::AuditEntry;

/// Somebody new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNewUser {
    /// Its row.
    pub id: i64,
    /// The user.
    pub user_name: String,
    /// When a reading first showed them.
    pub found_at: Timestamp,
}

impl Store {
    /// Who is new and was not decided about, the earliest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn new_group_users(&self) -> Result<Vec<StoredNewUser>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT new_user_id, user_name, found_at FROM group_new_users WHERE decision IS NULL ORDER BY new_user_id",
        )
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, user_name, found_at)| StoredNewUser {
                id,
                user_name,
                found_at: from_millis(found_at),
            })
            .collect())
    }

    /// Writes a decision down; `false` when it was decided before.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn decide_new_user(
        &self,
        id: i64,
        decision: &'static str,
        audit: AuditEntry,
    ) -> Result<bool, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let decided = sqlx::query(
                    "UPDATE group_new_users SET decision = ?2, decided_at = ?3, decided_by = ?4
                     WHERE new_user_id = ?1 AND decision IS NULL",
                )
                .bind(id)
                .bind(decision)
                .bind(to_millis(audit.at))
                .bind(&audit.who)
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if decided > 0 {
                    super::audit::add(conn, &audit).await?;
                }
                Ok(decided > 0)
            })
        })
        .await
    }
}

/// Somebody joined: asked about once, however often they come and go before somebody looked.
pub(super) async fn found(
    conn: &mut SqliteConnection,
    user_name: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO group_new_users (user_name, found_at) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM group_new_users WHERE user_name = ?1 AND decision IS NULL)",
    )
    .bind(user_name)
    .bind(to_millis(at))
    .execute(conn)
    .await?;
    Ok(())
}

/// Who is gone needs no decision.
pub(super) async fn gone(
    conn: &mut SqliteConnection,
    user_name: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE group_new_users SET decision = 'remove', decided_at = ?2, decided_by = ''
         WHERE user_name = ?1 AND decision IS NULL",
    )
    .bind(user_name)
    .bind(to_millis(at))
    .execute(conn)
    .await?;
    Ok(())
}
