//! Writing many entries at once.
//!
//! One statement per table with all rows in one JSON text: a statement costs sqlx a message to its thread and back
//! (about 10 µs), a row of `json_each` about one. A million entries are written this way at first follow.

use std::fmt::Write as _;

use sqlx::SqliteConnection;

use super::StoreError;
use super::entry_row::{
    filed_number, more_of, search_row, search_words, settings_fingerprint_of, shared_title,
    state_number,
};
use crate::domain::{DocketEntry, EntryIdentity, EntryState};

/// `SET`s of `docket_entries` from rows of a JSON text (`?2`, each `[entry_id, …]`, here `j.v`) for one case (`?1`).
///
/// The rows are materialized with the case's id beside them, so that SQLite can only walk the rows and find each entry
/// by its key. Left free it walks the docket and reads the whole JSON text again for each of its entries: 12 ms for one
/// row in 10,000 entries, and minutes for a docket that the court renumbered.
macro_rules! update_entries {
    ($set:literal) => {
        concat!(
            "WITH j(c, v) AS MATERIALIZED (SELECT ?1, value FROM json_each(?2)) UPDATE docket_entries SET ",
            $set,
            " FROM j WHERE case_id = j.c AND entry_id = j.v ->> 0"
        )
    };
}
pub(crate) use update_entries;

/// An entry to be inserted.
pub(crate) struct NewEntry<'a> {
    pub entry: &'a DocketEntry,
    pub identity: EntryIdentity,
    pub position: i64,
}

/// Takes `count` ids that were never given before.
pub(crate) async fn take_ids(
    conn: &mut SqliteConnection,
    name: &str,
    count: usize,
) -> Result<i64, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Ok(sqlx::query_scalar(
        "UPDATE counters SET next = next + ?2 WHERE name = ?1 RETURNING next - ?2",
    )
    .bind(name)
    .bind(count)
    .fetch_one(conn)
    .await?)
}

/// Inserts entries, both halves and the search index. Returns the id of the first; the others follow it.
pub(crate) async fn insert_entries(
    conn: &mut SqliteConnection,
    case_id: i64,
    entries: &[NewEntry<'_>],
) -> Result<i64, StoreError> {
    if entries.is_empty() {
        return Ok(0);
    }
    let first = take_ids(conn, "entry", entries.len()).await?;
    // Id, identity, ordinal, position, both fingerprints.
    let mut narrow = String::with_capacity(entries.len() * 64);
    let mut words = Rows::new(entries.len() * 200);
    let mut search = Vec::with_capacity(entries.len());
    for (id, new) in (first..).zip(entries) {
        let e = new.entry;
        let _ = write!(
            narrow,
            "{}[{id},{},{},{},{},{}]",
            if narrow.is_empty() { '[' } else { ',' },
            new.identity.id,
            new.identity.ordinal,
            new.position,
            e.fingerprint(),
            Null(settings_fingerprint_of(e)),
        );
        words.push(&(id, filed_number(e), shared_title(e)?, &e.text, more_of(e)?))?;
        search.push((search_row(e.filed_on, id), e));
    }
    narrow.push(']');
    sqlx::query(
        "INSERT INTO docket_entries
             (case_id, entry_id, identity, ordinal, position, state, fingerprint, settings_fingerprint)
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, 0, value ->> 4, value ->> 5
         FROM json_each(?2)",
    )
    .bind(case_id)
    .bind(narrow)
    .execute(&mut *conn)
    .await?;
    let words = words.finish();
    share_titles(conn, &words).await?;
    sqlx::query(
        "INSERT INTO docket_entry_words (entry_id, case_id, filed_on, title_id, text, more)
         SELECT value ->> 0, ?1, value ->> 1, (SELECT title_id FROM docket_titles WHERE title = value ->> 2),
             value ->> 3, value ->> 4
         FROM json_each(?2)",
    )
    .bind(case_id)
    .bind(words)
    .execute(&mut *conn)
    .await?;
    index(conn, search).await?;
    Ok(first)
}

/// Keeps titles that are not kept yet; the third value of each row is a title or `null`.
async fn share_titles(conn: &mut SqliteConnection, rows: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO docket_titles (title) SELECT DISTINCT value ->> 2 AS title FROM json_each(?1)
         WHERE title IS NOT NULL AND title NOT IN (SELECT title FROM docket_titles)",
    )
    .bind(rows)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts entries into the search index.
pub(crate) async fn index(
    conn: &mut SqliteConnection,
    mut entries: Vec<(i64, &DocketEntry)>,
) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    // Ascending: FTS5 flushes what it has gathered whenever a rowid is not larger than the one before.
    entries.sort_unstable_by_key(|(row, _)| *row);
    let mut rows = Rows::new(entries.len() * 160);
    for (row, entry) in entries {
        rows.push(&(row, search_words(entry)))?;
    }
    sqlx::query(
        "INSERT INTO entry_search (rowid, words) SELECT value ->> 0, value ->> 1 FROM json_each(?1)",
    )
    .bind(rows.finish())
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes entries out of the search index; they must be exactly as they were put in.
pub(crate) async fn unindex(
    conn: &mut SqliteConnection,
    mut entries: Vec<(i64, DocketEntry)>,
) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    entries.sort_unstable_by_key(|(row, _)| *row);
    let mut rows = Rows::new(entries.len() * 160);
    for (row, entry) in &entries {
        rows.push(&(row, search_words(entry)))?;
    }
    sqlx::query(
        "INSERT INTO entry_search (entry_search, rowid, words)
         SELECT 'delete', value ->> 0, value ->> 1 FROM json_each(?1)",
    )
    .bind(rows.finish())
    .execute(conn)
    .await?;
    Ok(())
}

/// Rewrites the words of entries and their fingerprints; the search index is the caller's.
pub(crate) async fn rewrite_words(
    conn: &mut SqliteConnection,
    case_id: i64,
    entries: &[(i64, &DocketEntry)],
) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut words = Rows::new(entries.len() * 200);
    for (id, e) in entries {
        words.push(&(
            id,
            filed_number(e),
            shared_title(e)?,
            &e.text,
            more_of(e)?,
            e.fingerprint(),
            settings_fingerprint_of(e),
        ))?;
    }
    let words = words.finish();
    share_titles(conn, &words).await?;
    sqlx::query(
        "UPDATE docket_entry_words SET filed_on = j.value ->> 1,
             title_id = (SELECT title_id FROM docket_titles WHERE title = j.value ->> 2),
             text = j.value ->> 3, more = j.value ->> 4
         FROM json_each(?1) j WHERE entry_id = j.value ->> 0",
    )
    .bind(&words)
    .execute(&mut *conn)
    .await?;
    sqlx::query(update_entries!(
        "fingerprint = j.v ->> 5, settings_fingerprint = j.v ->> 6"
    ))
    .bind(case_id)
    .bind(&words)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Sets where entries stand, in one statement.
pub(crate) async fn set_states(
    conn: &mut SqliteConnection,
    case_id: i64,
    states: &[(i64, EntryState)],
) -> Result<(), StoreError> {
    if states.is_empty() {
        return Ok(());
    }
    let rows: Vec<(i64, i64)> = states
        .iter()
        .map(|(id, s)| (*id, state_number(*s)))
        .collect();
    sqlx::query(update_entries!("state = j.v ->> 1"))
        .bind(case_id)
        .bind(serde_json::to_string(&rows)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// A JSON array that is written row by row.
pub(crate) struct Rows(Vec<u8>);

impl Rows {
    pub fn new(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub fn push(&mut self, row: &impl serde::Serialize) -> Result<(), StoreError> {
        self.0.push(if self.0.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut self.0, row)?;
        Ok(())
    }

    pub fn finish(mut self) -> String {
        if self.0.is_empty() {
            self.0.push(b'[');
        }
        self.0.push(b']');
        // serde_json writes UTF-8 only.
        String::from_utf8(self.0).unwrap_or_default()
    }
}

/// A number or `null`.
struct Null(Option<i64>);

impl std::fmt::Display for Null {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(n) => n.fmt(f),
            None => f.write_str("null"),
        }
    }
}
