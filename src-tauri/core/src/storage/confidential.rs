//! A case that is no longer public leaves this computer (promise P6), and a case that a person forgets.
//!
//! The first reading that no longer shows it closes the copy: reads give back nothing but the person's own words. A
//! second reading, at least 20 minutes later, erases it: rows, versions, search terms, log. What is deleted is
//! overwritten (`secure_delete`), the search indexes are rewritten, and the log is folded in and cut to nothing.
//!
//! Courts close cases one by one. When a portal shows none of many cases any more, that is far more likely a fault of
//! the portal (another database, half a restart) than hundreds of orders of a judge, and erasing cannot be taken back:
//! such copies are closed and stay so until most cases are shown again, or a person removes them.

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::bulk::unindex;
use super::docket::entries_by_id;
use super::entry_row::search_row;
use super::folder::remove_kept_aside;
use super::follow::exists;
use super::moment::{from_millis, to_millis};
use super::{NewChange, Store, StoreError, case_words, parties};

/// How far apart two readings must be for the second to count.
pub const SECOND_READING_AFTER: SignedDuration = SignedDuration::from_mins(20);

/// The setting that says that deleted words may still be in the files. Written with the deletion itself.
const TO_SCRUB: &str = "to_scrub";
/// Pages of an index that one step rewrites: about 2 MB, some milliseconds.
const PAGES_A_STEP: i64 = 256;

/// So many cases that are closed, or were erased within a day, are believed only once more than these were shown after the
/// last of them vanished. What waits closed counts however long it waits: nothing but the portal showing cases makes it
/// more believable.
const AT_ONCE: i64 = 20;
/// How long an erased case counts for that.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What a reading that no longer shows the case leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// The first such reading: the copy is closed now, the person is told once.
    Closed,
    /// Closed before; the second reading must be later.
    StillClosed,
    /// The second reading agrees, but so many cases vanished with this one that nothing is erased.
    Held {
        /// How many.
        cases: u32,
    },
    /// The second reading agrees: erase it with [`Store::erase_case_contents`].
    Confirmed,
    /// Was erased before.
    Erased,
}

impl Store {
    /// A reading no longer shows the case. The first one closes the copy and stores `told` (with its notice); nothing
    /// is erased here. `next_check_at` is when to look again.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written.
    pub async fn record_gone(
        &self,
        case_id: i64,
        told: NewChange,
        at: Timestamp,
        next_check_at: Option<Timestamp>,
    ) -> Result<Gone, StoreError> {
        self.write(move |conn| {
            Box::pin(async move { gone(conn, case_id, &told, at, next_check_at).await })
        })
        .await
    }

    /// Erases everything that the court said of a case. The row itself stays with the person's own label, note,
    /// matter and tags, and with the fact that changes were found and when.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written. Calling it again goes on.
    pub async fn erase_case_contents(&self, case_id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(async move { erase_contents(conn, case_id, at).await }))
            .await?;
        self.leave_no_trace().await
    }

    /// Forgets a case: its copy, the person's own words, everything.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written. Calling it again goes on.
    pub async fn forget(&self, case_id: i64) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                exists(conn, case_id).await?;
                remove_contents(conn, case_id).await?;
                case_words::unindex(conn, case_id).await?;
                // Rows that hang on the case go with it.
                sqlx::query("DELETE FROM cases WHERE case_id = ?1")
                    .bind(case_id)
                    .execute(&mut *conn)
                    .await?;
                Ok(())
            })
        })
        .await?;
        self.leave_no_trace().await
    }

    /// Has what was deleted leave the files as well: rewrites the search indexes without the deleted words, gives free
    /// pages back, folds the log into the database and cuts it to nothing. The indexes are rewritten in steps, so that
    /// others can write between them (200,000 entries take about two seconds in all).
    ///
    /// # Errors
    /// When the store cannot be written, or another process reads all the time ([`StoreError::Busy`]); calling it
    /// again goes on, and opening the store does that by itself.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        self.write(|conn| {
            Box::pin(async move {
                leave_to_scrub(conn).await?;
                // A title that no entry has any more was perhaps that case's own.
                sqlx::query(
                    "DELETE FROM docket_titles WHERE title_id NOT IN
                         (SELECT title_id FROM docket_entry_words WHERE title_id IS NOT NULL)",
                )
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await?;
        for index in ["entry_search", "party_search", "case_search"] {
            self.rewrite_index(index).await?;
        }
        // Free pages hold nothing any more; they go back to the disk.
        self.with_writer(|conn| {
            Box::pin(async move {
                sqlx::query("PRAGMA incremental_vacuum")
                    .fetch_all(conn)
                    .await?;
                Ok(())
            })
        })
        .await?;
        self.fold_log().await?;
        self.write(|conn| {
            Box::pin(async move {
                sqlx::query("DELETE FROM settings WHERE key = ?1")
                    .bind(TO_SCRUB)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Goes on with a [`Store::scrub`] that a kill cut off; usually there is none. What cannot be done now (another
    /// process reads, a full disk) stays noted for the next opening and never keeps the store from opening.
    pub(crate) async fn finish_scrub(&self) {
        if let Err(e) = self.scrub_what_is_left().await {
            tracing::warn!(
                kind = e.kind(),
                "deleted words are still to be taken from the files"
            );
        }
    }

    /// After rows were deleted: the older copies that a restore kept aside go, then the words in the files. In this order:
    /// a scrub that cannot be done now (another process reads) is noted and done at the next opening.
    pub(super) async fn leave_no_trace(&self) -> Result<(), StoreError> {
        let aside = remove_kept_aside(self.folder());
        self.scrub_what_is_left().await?;
        aside
    }

    /// A [`Store::scrub`], if anything was deleted since the last one ended.
    async fn scrub_what_is_left(&self) -> Result<(), StoreError> {
        let left: bool = {
            let mut conn = self.reader().await?;
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM settings WHERE key = ?1)")
                .bind(TO_SCRUB)
                .fetch_one(&mut *conn)
                .await?
        };
        if left { self.scrub().await } else { Ok(()) }
    }

    /// Merges all parts of a search index into one new part, which holds no deleted words.
    async fn rewrite_index(&self, index: &'static str) -> Result<(), StoreError> {
        // A negative number starts a merge of everything, a positive one goes on with it; a step that changes
        // less than two rows found nothing to do (SQLite's FTS5 page, "The 'merge' Command").
        let mut pages = -PAGES_A_STEP;
        loop {
            let changed: i64 = self
                .write(move |conn| {
                    Box::pin(async move {
                        let count = "SELECT total_changes()";
                        let before: i64 = sqlx::query_scalar(count).fetch_one(&mut *conn).await?;
                        sqlx::query(sqlx::AssertSqlSafe(format!(
                            "INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"
                        )))
                        .bind(pages)
                        .execute(&mut *conn)
                        .await?;
                        let after: i64 = sqlx::query_scalar(count).fetch_one(&mut *conn).await?;
                        Ok(after - before)
                    })
                })
                .await?;
            if changed < 2 {
                return Ok(());
            }
            pages = PAGES_A_STEP;
        }
    }

    /// Folds the log into the database and cuts it to nothing. Waits for readers, at most the store's bound.
    pub(crate) async fn fold_log(&self) -> Result<(), StoreError> {
        self.with_writer(|conn| {
            Box::pin(async move {
                let (blocked, _, _): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
                        .fetch_one(conn)
                        .await?;
                if blocked == 0 {
                    Ok(())
                } else {
                    Err(StoreError::Busy)
                }
            })
        })
        .await
    }
}

async fn gone(
    conn: &mut SqliteConnection,
    case_id: i64,
    told: &NewChange,
    at: Timestamp,
    next_check_at: Option<Timestamp>,
) -> Result<Gone, StoreError> {
    let found: Option<(String, Option<i64>, Option<i64>)> = sqlx::query_as(
        "SELECT c.state, s.gone_since, s.last_checked_at FROM cases c JOIN case_status s USING (case_id)
         WHERE case_id = ?1",
    )
    .bind(case_id)
    .fetch_optional(&mut *conn)
    .await?;
    let (state, gone_since, last_checked_at) = found.ok_or(StoreError::NoSuchCase)?;
    if state == "erased" {
        return Ok(Gone::Erased);
    }
    sqlx::query(
        "UPDATE case_status SET gone_since = coalesce(gone_since, ?2), last_attempt_at = ?2, next_check_at = ?3,
             attempts = 0 WHERE case_id = ?1",
    )
    .bind(case_id)
    .bind(to_millis(at))
    .bind(next_check_at.map(to_millis))
    .execute(&mut *conn)
    .await?;
    if let Some(since) = gone_since {
        let apart = at.duration_since(from_millis(since));
        if apart < SECOND_READING_AFTER {
            return Ok(Gone::StillClosed);
        }
        return Ok(match gone_at_once(conn, case_id, at).await? {
            Some(cases) => Gone::Held { cases },
            None => Gone::Confirmed,
        });
    }
    // An unfollowed case is not asked for, so this one is followed; what waits to be told of its contents is not.
    sqlx::query("UPDATE cases SET state = 'closed', closed_at = ?2, revision = revision + 1 WHERE case_id = ?1")
        .bind(case_id)
        .bind(to_millis(at))
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE notices SET state = 'dropped' WHERE case_id = ?1 AND state IN ('queued', 'held')",
    )
    .bind(case_id)
    .execute(&mut *conn)
    .await?;
    let applied = super::Applied {
        case_id,
        at,
        ..super::Applied::default()
    };
    super::refresh::write_change(conn, &applied, told, &[], &[], last_checked_at).await?;
    Ok(Gone::Closed)
}

/// How many cases vanished, when these are too many to be believed: of all, or of the court of this one, since a
/// portal may have lost one court's cases alone.
async fn gone_at_once(
    conn: &mut SqliteConnection,
    case_id: i64,
    at: Timestamp,
) -> Result<Option<u32>, StoreError> {
    // What was read before the last one vanished may be older than the fault, so it shows nothing. An erased case has
    // no court any more; it counts for each.
    let (all, still_shown, of_the_court, still_shown_there): (i64, i64, i64, i64) = sqlx::query_as(
        "WITH court AS (SELECT court_id FROM cases WHERE case_id = ?1),
              gone AS (
                  SELECT c.state = 'erased' OR c.court_id = (SELECT court_id FROM court) AS there, s.gone_since AS since
                  FROM cases c JOIN case_status s USING (case_id)
                  WHERE c.state = 'closed' OR (c.state = 'erased' AND c.erased_at > ?2)),
              shown AS (
                  SELECT c.court_id = (SELECT court_id FROM court) AS there, s.last_checked_at AS at
                  FROM cases c JOIN case_status s USING (case_id) WHERE c.state = 'followed')
         SELECT (SELECT count(*) FROM gone),
                (SELECT count(*) FROM shown WHERE at > (SELECT max(since) FROM gone)),
                (SELECT count(*) FROM gone WHERE there),
                (SELECT count(*) FROM shown WHERE there AND at > (SELECT max(since) FROM gone WHERE there))",
    )
    .bind(case_id)
    .bind(to_millis(at - A_DAY))
    .fetch_one(conn)
    .await?;
    let too_many = |gone: i64, shown: i64| gone >= AT_ONCE && gone >= shown;
    let cases = if too_many(all, still_shown) {
        all
    } else if too_many(of_the_court, still_shown_there) {
        of_the_court
    } else {
        return Ok(None);
    };
    Ok(Some(u32::try_from(cases).unwrap_or(u32::MAX)))
}

/// Notes that deleted words may still be in the files, so that a kill before [`Store::scrub`] ends does not keep them.
async fn leave_to_scrub(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("INSERT OR IGNORE INTO settings (key, value, updated_at) VALUES (?1, 'true', 0)")
        .bind(TO_SCRUB)
        .execute(conn)
        .await?;
    Ok(())
}

/// What [`Store::erase_case_contents`] does, within a transaction; [`Store::scrub`] is the caller's.
pub(super) async fn erase_contents(
    conn: &mut SqliteConnection,
    case_id: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    exists(conn, case_id).await?;
    remove_contents(conn, case_id).await?;
    case_words::unindex(conn, case_id).await?;
    sqlx::query(
        "UPDATE cases SET case_number = '', court_id = '', style = '', court = NULL, location = NULL,
             location_code = NULL, court_code = NULL, case_type = NULL, case_type_code = NULL,
             filed_on = NULL, judge = NULL, disposition = NULL, disposed_on = NULL, security_level = NULL,
             is_criminal = 0, confidential = 0, state = 'erased', erased_at = ?2, entries = 0,
             revision = revision + 1
         WHERE case_id = ?1",
    )
    .bind(case_id)
    .bind(to_millis(at))
    .execute(&mut *conn)
    .await?;
    case_words::index(conn, case_id).await?;
    sqlx::query(
        "UPDATE changes SET before = NULL, after = NULL, field = NULL, court_id = '', entry_id = NULL,
             hearing_id = NULL, sequence = NULL WHERE case_id = ?1",
    )
    .bind(case_id)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE notices SET payload = NULL, last_error = NULL WHERE case_id = ?1")
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE case_status SET error_kind = NULL, error_message = NULL, next_check_at = NULL,
             docket_digest = NULL, header_digest = NULL, party_digest = NULL, pending = 0
         WHERE case_id = ?1",
    )
    .bind(case_id)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM court_moves WHERE case_id = ?1")
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM activity WHERE case_id = ?1")
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Everything that the court said of a case, search terms and log lines included.
async fn remove_contents(conn: &mut SqliteConnection, case_id: i64) -> Result<(), StoreError> {
    leave_to_scrub(conn).await?;
    // The log of requests stays, since it shows what was sent; that it was about this case does not. Its lines end with
    // the number ("docket of 26BA-CV90123"), and a court may call a case "23".
    sqlx::query(
        "UPDATE requests SET why = substr(why, 1, length(why) - length(c.case_number)) || '(erased)' FROM cases c
         WHERE c.case_id = ?1 AND c.case_number <> ''
             AND substr(why, -length(c.case_number) - 1) = ' ' || c.case_number",
    )
    .bind(case_id)
    .execute(&mut *conn)
    .await?;
    let ids: Vec<i64> =
        sqlx::query_scalar("SELECT entry_id FROM docket_entries WHERE case_id = ?1")
            .bind(case_id)
            .fetch_all(&mut *conn)
            .await?;
    for some in ids.chunks(1000) {
        let entries = entries_by_id(conn, case_id, some).await?;
        unindex(
            conn,
            entries
                .into_iter()
                .map(|(id, e)| (search_row(e.filed_on, id), e))
                .collect(),
        )
        .await?;
    }
    parties::remove(conn, case_id).await?;
    // Marks and versions hang on the words.
    sqlx::query(
        "DELETE FROM docket_entry_words WHERE entry_id IN (SELECT value FROM json_each(?1))",
    )
    .bind(serde_json::to_string(&ids)?)
    .execute(&mut *conn)
    .await?;
    for sql in [
        "DELETE FROM docket_entries WHERE case_id = ?1",
        "DELETE FROM docket_entry_versions WHERE case_id = ?1",
        "DELETE FROM docket_entry_marks WHERE case_id = ?1",
        "DELETE FROM hearings WHERE case_id = ?1",
        "DELETE FROM charges WHERE case_id = ?1",
    ] {
        sqlx::query(sql).bind(case_id).execute(&mut *conn).await?;
    }
    Ok(())
}
