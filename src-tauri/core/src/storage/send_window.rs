//! Send windows that a process left open (promise P4): who takes them over, exactly once.

use jiff::Timestamp;

use super::moment::{maybe_from_millis, to_millis};
use super::{Store, StoreError};

impl Store {
    /// Notices whose send window opened at or before `before` and never closed: taken over by this process, with a new
    /// window. Another process that asks at the same time gets none of them.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn claim_lost_notices(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                Ok(sqlx::query_scalar(
                    "UPDATE notices SET sending_since = ?2, attempts = attempts + 1
                     WHERE state = 'sending' AND sending_since <= ?1 RETURNING notice_id",
                )
                .bind(to_millis(before))
                .bind(to_millis(now))
                .fetch_all(conn)
                .await?)
            })
        })
        .await
    }

    /// When the oldest send window opened that is still open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn oldest_send_window(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut conn = self.reader().await?;
        let at: Option<i64> =
            sqlx::query_scalar("SELECT min(sending_since) FROM notices WHERE state = 'sending'")
                .fetch_one(&mut *conn)
                .await?;
        Ok(maybe_from_millis(at))
    }
}
