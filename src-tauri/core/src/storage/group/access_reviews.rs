//! Access reviews: once a quarter somebody confirms, user by user, who may file, and signs.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::super::moment::{from_millis, maybe_from_millis, to_millis};
use super::super::{Store, StoreError};
use super::{AuditEntry, audit};

/// A review of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReview {
    /// "2026-Q4".
    pub period: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// By whom.
    pub signed_by: Option<String>,
    /// Fingerprint of the record as it was signed.
    pub hash: Option<String>,
    /// Everybody, in the roster's order.
    pub lines: Vec<StoredReviewLine>,
}

/// A user in a review, as they stood when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReviewLine {
    /// The user.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// How they stood.
    pub status: String,
    /// What they told.
    pub information: String,
    /// keep, disable, remove; none: not yet.
    pub decision: Option<String>,
}

/// What a signed review is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReview {
    /// "2026-Q4".
    pub period: String,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// By whom.
    pub signed_by: String,
}

impl Store {
    /// Every review that was signed, the latest quarter first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn signed_reviews(&self) -> Result<Vec<SignedReview>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(String, i64, Option<String>)> = sqlx::query_as(
            "SELECT period, signed_at, signed_by FROM access_reviews WHERE signed_at IS NOT NULL ORDER BY period DESC",
        )
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(period, signed_at, signed_by)| SignedReview {
                period,
                signed_at: from_millis(signed_at),
                signed_by: signed_by.unwrap_or_default(),
            })
            .collect())
    }

    /// The review of a quarter, if it was opened.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn access_review(&self, period: &str) -> Result<Option<StoredReview>, StoreError> {
        let mut conn = self.reader().await?;
        let head: Option<(i64, Option<i64>, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT opened_at, signed_at, signed_by, hash FROM access_reviews WHERE period = ?1",
        )
        .bind(period)
        .fetch_optional(&mut *conn)
        .await?;
        let Some((opened_at, signed_at, signed_by, hash)) = head else {
            return Ok(None);
        };
        let lines: Vec<(String, String, String, String, Option<String>)> = sqlx::query_as(
            "SELECT user_name, name, status, information, decision FROM access_review_lines
             WHERE period = ?1 ORDER BY place, user_name",
        )
        .bind(period)
        .fetch_all(&mut *conn)
        .await?;
        Ok(Some(StoredReview {
            period: period.to_owned(),
            opened_at: from_millis(opened_at),
            signed_at: maybe_from_millis(signed_at),
            signed_by,
            hash,
            lines: lines
                .into_iter()
                .map(|line| StoredReviewLine {
                    user_name: line.0,
                    name: line.1,
                    status: line.2,
                    information: line.3,
                    decision: line.4,
                })
                .collect(),
        }))
    }

    /// Opens the review of a quarter with everybody who is in the group; one that is open stays as it is.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn open_access_review(
        &self,
        period: String,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let opened = sqlx::query(
                    "INSERT INTO access_reviews (period, opened_at) VALUES (?1, ?2) ON CONFLICT (period) DO NOTHING",
                )
                .bind(&period)
                .bind(to_millis(audit.at))
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if opened == 0 {
                    return Ok(());
                }
                sqlx::query(
                    "INSERT INTO access_review_lines (period, place, user_name, name, status, information)
                     SELECT ?1, place, user_name, name, status, information FROM group_users WHERE status <> 'removed'",
                )
                .bind(&period)
                .execute(&mut *conn)
                .await?;
                audit::add(conn, &audit).await
            })
        })
        .await
    }

    /// Keeps a decision about a user; `false` when the review is signed, or has no such user.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn decide_access(
        &self,
        period: String,
        user_name: String,
        decision: &'static str,
    ) -> Result<bool, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let decided = sqlx::query(
                    "UPDATE access_review_lines SET decision = ?3 WHERE period = ?1 AND user_name = ?2
                     AND EXISTS (SELECT 1 FROM access_reviews WHERE period = ?1 AND signed_at IS NULL)",
                )
                .bind(period)
                .bind(user_name)
                .bind(decision)
                .execute(conn)
                .await?;
                Ok(decided.rows_affected() > 0)
            })
        })
        .await
    }

    /// Signs a review whose every line is decided; gives the record's fingerprint, `None` when it cannot be signed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn sign_access_review(
        &self,
        period: String,
        signed_by: String,
        mut audit: AuditEntry,
    ) -> Result<Option<String>, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let lines: Vec<(String, String, String, String, Option<String>)> = sqlx::query_as(
                    "SELECT user_name, name, status, information, decision FROM access_review_lines
                     WHERE period = ?1 ORDER BY place, user_name",
                )
                .bind(&period)
                .fetch_all(&mut *conn)
                .await?;
                if lines.iter().any(|line| line.4.is_none()) {
                    return Ok(None);
                }
                let record = serde_json::json!({
                    "period": period, "signed_by": signed_by, "signed_at": audit.at.to_string(), "users": lines,
                })
                .to_string();
                let hash = audit::hex(&Sha256::digest(record.as_bytes()));
                let signed = sqlx::query(
                    "UPDATE access_reviews SET signed_at = ?2, signed_by = ?3, record = ?4, hash = ?5
                     WHERE period = ?1 AND signed_at IS NULL",
                )
                .bind(&period)
                .bind(to_millis(audit.at))
                .bind(&signed_by)
                .bind(record)
                .bind(&hash)
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if signed == 0 {
                    return Ok(None);
                }
                audit.words = format!("{} Fingerprint of the record: {hash}.", audit.words);
                audit::add(conn, &audit).await?;
                Ok(Some(hash))
            })
        })
        .await
    }
}
