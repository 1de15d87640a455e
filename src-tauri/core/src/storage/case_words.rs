//! The person's own words about a case, and what the search finds a case by.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::follow::exists;
use super::moment::to_millis;
use super::{OwnWords, Store, StoreError};

impl Store {
    /// Replaces the person's own words about a case.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be written.
    pub async fn save_words(
        &self,
        case_id: i64,
        words: OwnWords,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                exists(conn, case_id).await?;
                unindex(conn, case_id).await?;
                write(conn, case_id, &words, to_millis(at)).await?;
                index(conn, case_id).await
            })
        })
        .await
    }

    /// The person's own words about a case.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn own_words(&self, case_id: i64) -> Result<OwnWords, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<(Option<String>, Option<String>, Option<String>, String)> =
            sqlx::query_as("SELECT label, note, matter, tags FROM case_notes WHERE case_id = ?1")
                .bind(case_id)
                .fetch_optional(&mut *conn)
                .await?;
        let Some((label, note, matter, tags)) = row else {
            return Ok(OwnWords::default());
        };
        Ok(OwnWords {
            label,
            note,
            matter,
            tags: serde_json::from_str(&tags)?,
        })
    }
}

/// Writes the words; the search index is the caller's.
pub(crate) async fn write(
    conn: &mut SqliteConnection,
    case_id: i64,
    words: &OwnWords,
    at: i64,
) -> Result<(), StoreError> {
    if *words == OwnWords::default() {
        sqlx::query("DELETE FROM case_notes WHERE case_id = ?1")
            .bind(case_id)
            .execute(conn)
            .await?;
        return Ok(());
    }
    let filled = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    sqlx::query(
        "INSERT INTO case_notes (case_id, label, note, matter, tags, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (case_id) DO UPDATE SET label = excluded.label, note = excluded.note,
             matter = excluded.matter, tags = excluded.tags, updated_at = excluded.updated_at",
    )
    .bind(case_id)
    .bind(filled(&words.label))
    .bind(filled(&words.note))
    .bind(filled(&words.matter))
    .bind(serde_json::to_string(&words.tags)?)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// What the search finds a case by, from the rows as they are now. Used to put in and to take out, so that both are
/// the same words.
const WORDS: &str = "SELECT ?1 AS id,
        concat_ws(char(10), c.case_number, c.style, c.judge, c.location, c.court, c.case_type) AS court_words,
        concat_ws(char(10), n.label, n.note, n.matter, n.tags) AS own_words
     FROM cases c LEFT JOIN case_notes n USING (case_id) WHERE c.case_id = ?1";

/// Puts a case into the index.
pub(crate) async fn index(conn: &mut SqliteConnection, case_id: i64) -> Result<(), StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "INSERT INTO case_search (rowid, court_words, own_words) {WORDS}"
    )))
    .bind(case_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a case out of the index. Call it before its rows change, and [`index`] after.
pub(crate) async fn unindex(conn: &mut SqliteConnection, case_id: i64) -> Result<(), StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "INSERT INTO case_search (case_search, rowid, court_words, own_words)
         SELECT 'delete', id, court_words, own_words FROM ({WORDS})"
    )))
    .bind(case_id)
    .execute(conn)
    .await?;
    Ok(())
}
