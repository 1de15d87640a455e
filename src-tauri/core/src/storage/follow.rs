//! Following a case: its first reading, written as a whole. Nothing of it is to review, nothing raises a notice.

use futures::future::BoxFuture;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use xxhash_rust::xxh3::xxh3_64;

use super::bulk::{NewEntry, insert_entries, take_ids};
use super::moment::{day_text, to_millis};
use super::status::{StatusUpdate, status_rows, write_status};
use super::{Store, StoreError, case_words, hearings, parties};
use crate::domain::{CaseHeader, CaseNumber, Charge, CourtId, Docket, Hearing, Party};

/// The space between two neighbours in docket order, so that an entry in the middle needs no renumbering.
pub const POSITION_STEP: i64 = 1024;

/// The person's own words about a case. They survive a case that turns confidential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// Name for the case.
    pub label: Option<String>,
    /// "Why I follow this".
    pub note: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}

/// The first reading of a case.
#[derive(Debug, Clone)]
pub struct FirstReading {
    /// Case number.
    pub case_number: CaseNumber,
    /// Court id, from the search result.
    pub court_id: CourtId,
    /// Header.
    pub header: CaseHeader,
    /// The docket.
    pub docket: Docket,
    /// Hearings that the docket carries.
    pub hearings: Vec<Hearing>,
    /// Parties.
    pub parties: Vec<Party>,
    /// Charges.
    pub charges: Vec<Charge>,
    /// The person's own words.
    pub words: OwnWords,
    /// Status after the reading.
    pub status: StatusUpdate,
}

/// What became of following.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Stored now.
    New(i64),
    /// Was followed already; nothing was changed.
    Already(i64),
    /// Was in the store unfollowed and is followed again; its stored docket stands, and the next check compares.
    Again(i64),
}

impl Followed {
    /// Row id of the case.
    pub fn case_id(self) -> i64 {
        match self {
            Self::New(id) | Self::Already(id) | Self::Again(id) => id,
        }
    }
}

impl Store {
    /// Stores the first reading of a case.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of it is stored.
    pub async fn first_follow(&self, reading: FirstReading) -> Result<Followed, StoreError> {
        let mut done = self.first_follow_all(vec![reading]).await?;
        done.pop().ok_or(StoreError::NoSuchCase)
    }

    /// Stores several first readings in one transaction, in order.
    ///
    /// # Errors
    /// When the store cannot be written; then none of them is stored.
    pub async fn first_follow_all(
        &self,
        readings: Vec<FirstReading>,
    ) -> Result<Vec<Followed>, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let mut done = Vec::with_capacity(readings.len());
                for reading in &readings {
                    done.push(follow(conn, reading).await?);
                }
                Ok(done)
            })
        })
        .await
    }

    /// Stops following; the local copy stays until it is forgotten.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written.
    pub async fn unfollow(&self, case_id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE cases SET state = 'unfollowed', unfollowed_at = ?2 WHERE case_id = ?1 AND state = 'followed'",
                )
                .bind(case_id)
                .bind(to_millis(at))
                .execute(&mut *conn)
                .await?;
                if done.rows_affected() == 0 {
                    exists(conn, case_id).await?;
                }
                // Nothing more is told of a case that nobody follows.
                sqlx::query("UPDATE notices SET state = 'dropped' WHERE case_id = ?1 AND state IN ('queued', 'held')")
                    .bind(case_id)
                    .execute(&mut *conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Follows an unfollowed case again and makes it due.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written.
    pub async fn follow_again(
        &self,
        case_id: i64,
        due_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(again(conn, case_id, due_at)))
            .await
    }

    /// A court id moved (`wire-format.md` §5.1): the case keeps everything under the new id. Not a change.
    ///
    /// # Errors
    /// When the store cannot be written, or another stored case has that number in that court.
    pub async fn move_court(
        &self,
        case_id: i64,
        now: CourtId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO court_moves (case_id, moved_at, was, now)
                     SELECT case_id, ?3, court_id, ?2 FROM cases WHERE case_id = ?1 AND court_id <> ?2
                     ON CONFLICT DO NOTHING",
                )
                .bind(case_id)
                .bind(now.as_str())
                .bind(to_millis(at))
                .execute(&mut *conn)
                .await?;
                sqlx::query("UPDATE cases SET court_id = ?2 WHERE case_id = ?1")
                    .bind(case_id)
                    .bind(now.as_str())
                    .execute(&mut *conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

fn again(
    conn: &mut SqliteConnection,
    case_id: i64,
    due_at: Option<Timestamp>,
) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move {
        exists(conn, case_id).await?;
        sqlx::query(
            "UPDATE cases SET state = 'followed', unfollowed_at = NULL WHERE case_id = ?1 AND state = 'unfollowed'",
        )
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
        sqlx::query("UPDATE case_status SET next_check_at = ?2, attempts = 0 WHERE case_id = ?1")
            .bind(case_id)
            .bind(due_at.map(to_millis))
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) async fn exists(conn: &mut SqliteConnection, case_id: i64) -> Result<(), StoreError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM cases WHERE case_id = ?1")
        .bind(case_id)
        .fetch_optional(conn)
        .await?;
    found.map(|_| ()).ok_or(StoreError::NoSuchCase)
}

/// Finds a case again after its number was erased.
pub(crate) fn number_hash(case_number: &str) -> i64 {
    xxh3_64(case_number.as_bytes()).cast_signed()
}

async fn follow(
    conn: &mut SqliteConnection,
    reading: &FirstReading,
) -> Result<Followed, StoreError> {
    let number = reading.case_number.as_str();
    let known: Option<(i64, String)> =
        sqlx::query_as("SELECT case_id, state FROM cases WHERE case_number = ?1 AND court_id = ?2")
            .bind(number)
            .bind(reading.court_id.as_str())
            .fetch_optional(&mut *conn)
            .await?;
    match known {
        Some((case_id, state)) if state == "unfollowed" => {
            again(conn, case_id, Some(reading.status.checked_at)).await?;
            return Ok(Followed::Again(case_id));
        }
        Some((case_id, _)) => return Ok(Followed::Already(case_id)),
        None => {}
    }
    let case_id = take_ids(conn, "case", 1).await?;
    let at = to_millis(reading.status.checked_at);
    sqlx::query(
        "INSERT INTO cases (case_id, case_number, court_id, number_hash, followed_at, baseline_at, entries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
    )
    .bind(case_id)
    .bind(number)
    .bind(reading.court_id.as_str())
    .bind(number_hash(number))
    .bind(at)
    .bind(i64::try_from(reading.docket.entries.len()).unwrap_or(i64::MAX))
    .execute(&mut *conn)
    .await?;
    write_header(conn, case_id, &reading.header).await?;
    let entries: Vec<NewEntry<'_>> = reading
        .docket
        .entries
        .iter()
        .zip(reading.docket.identities())
        .zip(1..)
        .map(|((entry, identity), place)| NewEntry {
            entry,
            identity,
            position: place * POSITION_STEP,
        })
        .collect();
    let first = insert_entries(conn, case_id, &entries).await?;
    let ids: std::collections::HashMap<_, _> =
        entries.iter().map(|e| e.identity).zip(first..).collect();
    for hearing in &reading.hearings {
        hearings::insert(conn, case_id, hearing, &[], at, |identity| {
            ids.get(&identity).copied()
        })
        .await?;
    }
    parties::replace(conn, case_id, &reading.parties).await?;
    parties::replace_charges(conn, case_id, &reading.charges).await?;
    case_words::write(conn, case_id, &reading.words, at).await?;
    case_words::index(conn, case_id).await?;
    sqlx::query("INSERT INTO case_status (case_id) VALUES (?1)")
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    write_status(conn, &status_rows(&[(case_id, reading.status.clone())])?).await?;
    Ok(Followed::New(case_id))
}

/// Writes the header; the search index of the case is the caller's.
pub(crate) async fn write_header(
    conn: &mut SqliteConnection,
    case_id: i64,
    header: &CaseHeader,
) -> Result<(), StoreError> {
    let disposition = header.disposition.as_ref();
    sqlx::query(
        "UPDATE cases SET style = ?2, court = ?3, location = ?4, location_code = ?5, court_code = ?6, case_type = ?7,
             case_type_code = ?8, filed_on = ?9, judge = ?10, disposition = ?11, disposed_on = ?12,
             security_level = ?13, is_criminal = ?14, confidential = ?15
         WHERE case_id = ?1",
    )
    .bind(case_id)
    .bind(&header.style.0)
    .bind(&header.court)
    .bind(&header.location)
    .bind(&header.location_code)
    .bind(&header.court_code)
    .bind(&header.case_type)
    .bind(&header.case_type_code)
    .bind(day_text(header.filed_on))
    .bind(&header.judge)
    .bind(disposition.map(|d| d.description.clone()))
    .bind(day_text(disposition.and_then(|d| d.disposed_on)))
    .bind(&header.security_level)
    .bind(header.is_criminal)
    .bind(header.confidential)
    .execute(conn)
    .await?;
    Ok(())
}
