//! Playbooks: somebody leaves. What the portal's list can tell (disabled, removed) is read from the actions; what only a
//! person can tell is kept here.

use jiff::Timestamp;

use super::super::moment::{from_millis, maybe_from_millis, to_millis};
use super::super::{Store, StoreError};
use super::{AuditEntry, audit};

/// A playbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOffboarding {
    /// Its row.
    pub id: i64,
    /// Who leaves.
    pub user_name: String,
    /// The person's name, as it was then.
    pub name: String,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Steps that are done or left out.
    pub steps: Vec<StoredStep>,
}

/// A step that is done or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStep {
    /// Stable word of the step.
    pub step: String,
    /// Done; else left out by a person.
    pub done: bool,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub words: String,
}

impl Store {
    /// Begins a playbook; one that is under way for this user goes on.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn begin_offboarding(
        &self,
        user_name: String,
        name: String,
        audit: AuditEntry,
    ) -> Result<i64, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let open: Option<i64> = sqlx::query_scalar(
                    "SELECT offboarding_id FROM offboardings WHERE user_name = ?1 AND finished_at IS NULL",
                )
                .bind(&user_name)
                .fetch_optional(&mut *conn)
                .await?;
                if let Some(id) = open {
                    return Ok(id);
                }
                let id = sqlx::query_scalar(
                    "INSERT INTO offboardings (user_name, name, started_at) VALUES (?1, ?2, ?3)
                     RETURNING offboarding_id",
                )
                .bind(user_name)
                .bind(name)
                .bind(to_millis(audit.at))
                .fetch_one(&mut *conn)
                .await?;
                audit::add(conn, &audit).await?;
                Ok(id)
            })
        })
        .await
    }

    /// All playbooks, those under way first, then the latest.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn offboardings(&self) -> Result<Vec<StoredOffboarding>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(i64, String, String, i64, Option<i64>)> = sqlx::query_as(
            "SELECT offboarding_id, user_name, name, started_at, finished_at FROM offboardings
             ORDER BY finished_at IS NOT NULL, offboarding_id DESC LIMIT 200",
        )
        .fetch_all(&mut *conn)
        .await?;
        let steps: Vec<(i64, String, String, i64, String)> = sqlx::query_as(
            "SELECT offboarding_id, step, state, at, words FROM offboarding_steps ORDER BY at",
        )
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(
                |(id, user_name, name, started_at, finished_at)| StoredOffboarding {
                    id,
                    user_name,
                    name,
                    started_at: from_millis(started_at),
                    finished_at: maybe_from_millis(finished_at),
                    steps: steps
                        .iter()
                        .filter(|step| step.0 == id)
                        .map(|step| StoredStep {
                            step: step.1.clone(),
                            done: step.2 == "done",
                            at: from_millis(step.3),
                            words: step.4.clone(),
                        })
                        .collect(),
                },
            )
            .collect())
    }

    /// Keeps that a step is done, or left out.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_offboarding_step(
        &self,
        id: i64,
        step: &'static str,
        done: bool,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let kept = sqlx::query(
                    "INSERT INTO offboarding_steps (offboarding_id, step, state, at, words)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (offboarding_id, step) DO UPDATE SET state = excluded.state, at = excluded.at,
                         words = excluded.words WHERE state <> excluded.state",
                )
                .bind(id)
                .bind(step)
                .bind(if done { "done" } else { "skipped" })
                .bind(to_millis(audit.at))
                .bind(&audit.words)
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if kept > 0 {
                    audit::add(conn, &audit).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The last step is done.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn finish_offboarding(&self, id: i64, audit: AuditEntry) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let finished = sqlx::query(
                    "UPDATE offboardings SET finished_at = ?2 WHERE offboarding_id = ?1 AND finished_at IS NULL",
                )
                .bind(id)
                .bind(to_millis(audit.at))
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if finished > 0 {
                    audit::add(conn, &audit).await?;
                }
                Ok(())
            })
        })
        .await
    }
}
