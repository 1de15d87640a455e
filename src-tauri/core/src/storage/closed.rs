//! Copies of cases that the court no longer shows: what is closed, and erasing it at a person's word. Where many cases
//! vanish at once nothing is erased by itself (`confidential.rs`), so this is the way that stays open.

use jiff::Timestamp;

use super::confidential::erase_contents;
use super::moment::maybe_from_millis;
use super::{Store, StoreError};

/// A closed copy, by nothing but the person's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedCopy {
    /// Row id.
    pub case_id: i64,
    /// The person's name for the case.
    pub label: Option<String>,
    /// Its matter number.
    pub matter: Option<String>,
    /// The first reading that no longer showed it.
    pub closed_at: Option<Timestamp>,
}

impl Store {
    /// Every closed copy, the longest closed first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn closed_copies(&self) -> Result<Vec<ClosedCopy>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(i64, Option<String>, Option<String>, Option<i64>)> = sqlx::query_as(
            "SELECT c.case_id, n.label, n.matter, c.closed_at FROM cases c LEFT JOIN case_notes n USING (case_id)
             WHERE c.state = 'closed' ORDER BY c.closed_at, c.case_id",
        )
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(case_id, label, matter, closed_at)| ClosedCopy {
                case_id,
                label,
                matter,
                closed_at: maybe_from_millis(closed_at),
            })
            .collect())
    }

    /// Erases these copies as a second reading would have, and says how many it were. What is not closed any more (the
    /// court shows the case again) stays. The files are cleaned once, after the last.
    ///
    /// # Errors
    /// When the store cannot be written; calling it again goes on.
    pub async fn erase_closed(&self, ids: &[i64], at: Timestamp) -> Result<u32, StoreError> {
        let mut erased = 0;
        for &case_id in ids {
            let done = self
                .write(move |conn| {
                    Box::pin(async move {
                        let closed: bool = sqlx::query_scalar(
                            "SELECT EXISTS (SELECT 1 FROM cases WHERE case_id = ?1 AND state = 'closed')",
                        )
                        .bind(case_id)
                        .fetch_one(&mut *conn)
                        .await?;
                        if closed {
                            erase_contents(conn, case_id, at).await?;
                        }
                        Ok(closed)
                    })
                })
                .await?;
            erased += u32::from(done);
        }
        if erased > 0 {
            self.leave_no_trace().await?;
        }
        Ok(erased)
    }
}
