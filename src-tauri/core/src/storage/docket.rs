//! Reading the stored docket.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::entry_row::{WordsRow, state_from_number};
use super::moment::{from_millis, maybe_from_millis};
use super::{Store, StoreError};
use crate::domain::{ChangeKind, DocketEntry, EntryState};

/// A stored docket entry with our marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Row id.
    pub entry_id: i64,
    /// Its case.
    pub case_id: i64,
    /// What the court shows, or showed last.
    pub entry: DocketEntry,
    /// On the last reading, or not.
    pub state: EntryState,
    /// When a reading first showed it.
    pub first_seen_at: Timestamp,
    /// When a person reviewed its last change.
    pub reviewed_at: Option<Timestamp>,
    /// Who.
    pub reviewed_by: Option<String>,
    /// Former versions kept.
    pub versions: u32,
    /// The newest change of it that waits for review.
    pub change: Option<(i64, ChangeKind)>,
}

/// A page of a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredDocket {
    /// The entries.
    pub entries: Vec<StoredEntry>,
    /// All entries of the case.
    pub total: u32,
}

/// A former version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    /// As it was.
    pub entry: DocketEntry,
    /// First reading that showed it.
    pub seen_from: Timestamp,
    /// Last reading that showed it.
    pub seen_until: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    case_id: i64,
    state: i64,
    first_seen_at: i64,
    reviewed_at: Option<i64>,
    reviewed_by: Option<String>,
    versions: i64,
    change_id: Option<i64>,
    change_kind: Option<String>,
    #[sqlx(flatten)]
    words: WordsRow,
}

impl Row {
    fn entry(self) -> Result<StoredEntry, StoreError> {
        Ok(StoredEntry {
            entry_id: self.words.entry_id,
            case_id: self.case_id,
            state: state_from_number(self.state),
            first_seen_at: from_millis(self.first_seen_at),
            reviewed_at: maybe_from_millis(self.reviewed_at),
            reviewed_by: self.reviewed_by,
            versions: u32::try_from(self.versions).unwrap_or(0),
            change: self
                .change_id
                .zip(self.change_kind.as_deref().and_then(ChangeKind::parse)),
            entry: self.words.entry()?,
        })
    }
}

/// `page` selects rows of `docket_entries` in the order wanted; only those are joined with their words.
macro_rules! select {
    ($page:literal, $order:literal) => {
        concat!(
            "SELECT d.case_id, d.entry_id, d.identity, d.state, w.filed_on, w.text, w.more,
                 (SELECT title FROM docket_titles t WHERE t.title_id = w.title_id) AS title, coalesce(m.first_seen_at, c.baseline_at) AS first_seen_at, m.reviewed_at, m.reviewed_by,
                 (SELECT count(*) FROM docket_entry_versions v WHERE v.entry_id = d.entry_id) AS versions,
                 x.change_id, x.kind AS change_kind
             FROM (SELECT case_id, entry_id, identity, position, state FROM docket_entries ",
            $page,
            ") d JOIN docket_entry_words w USING (entry_id)
             JOIN cases c ON c.case_id = d.case_id AND c.state IN ('followed', 'unfollowed')
             LEFT JOIN docket_entry_marks m USING (entry_id)
             LEFT JOIN changes x ON x.change_id = (SELECT max(change_id) FROM changes y
                 WHERE y.entry_id = d.entry_id AND y.reviewed_at IS NULL) ",
            $order
        )
    };
}

impl Store {
    /// A page of a docket, newest first unless `oldest_first`. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn docket_page(
        &self,
        case_id: i64,
        offset: u32,
        limit: u32,
        oldest_first: bool,
    ) -> Result<StoredDocket, StoreError> {
        let mut conn = self.reader().await?;
        let total: Option<i64> = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM docket_entries d WHERE d.case_id = c.case_id) FROM cases c
             WHERE case_id = ?1 AND c.state IN ('followed', 'unfollowed')",
        )
        .bind(case_id)
        .fetch_optional(&mut *conn)
        .await?;
        let Some(total) = total else {
            return Ok(StoredDocket::default());
        };
        let sql = if oldest_first {
            select!(
                "WHERE case_id = ?1 ORDER BY position, entry_id LIMIT ?3 OFFSET ?2",
                "ORDER BY d.position, d.entry_id"
            )
        } else {
            select!(
                "WHERE case_id = ?1 ORDER BY position DESC, entry_id DESC LIMIT ?3 OFFSET ?2",
                "ORDER BY d.position DESC, d.entry_id DESC"
            )
        };
        let rows: Vec<Row> = sqlx::query_as(sql)
            .bind(case_id)
            .bind(offset)
            .bind(limit)
            .fetch_all(&mut *conn)
            .await?;
        Ok(StoredDocket {
            entries: rows.into_iter().map(Row::entry).collect::<Result<_, _>>()?,
            total: u32::try_from(total).unwrap_or(u32::MAX),
        })
    }

    /// One entry. `None` when it is not in the store, or its case's copy is closed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entry(&self, entry_id: i64) -> Result<Option<StoredEntry>, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(select!(
            "WHERE entry_id = ?1 AND case_id = (SELECT case_id FROM docket_entry_words WHERE entry_id = ?1)",
            ""
        ))
        .bind(entry_id)
        .fetch_optional(&mut *conn)
        .await?;
        row.map(Row::entry).transpose()
    }

    /// Several entries, by row id. Those of closed copies are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entries(&self, ids: &[i64]) -> Result<HashMap<i64, StoredEntry>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "e JOIN (SELECT w.case_id AS c, w.entry_id AS i FROM json_each(?1) j
                 JOIN docket_entry_words w ON w.entry_id = j.value) ON e.case_id = c AND e.entry_id = i",
            ""
        ))
        .bind(serde_json::to_string(ids)?)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter()
            .map(|row| Ok((row.words.entry_id, row.entry()?)))
            .collect()
    }

    /// The entries that carry documents, newest first. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entries_with_documents(
        &self,
        case_id: i64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "WHERE case_id = ?1 AND entry_id IN (SELECT w.entry_id FROM docket_entries e
                 JOIN docket_entry_words w USING (entry_id)
                 WHERE e.case_id = ?1 AND w.more IS NOT NULL AND w.more ->> '$.d' IS NOT NULL)",
            "ORDER BY d.position DESC, d.entry_id DESC"
        ))
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::entry).collect()
    }

    /// The entries that carry the portal's sequence number: one, or equals that the portal numbered alike.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entries_numbered(
        &self,
        case_id: i64,
        sequence: i64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(select!(
            "WHERE case_id = ?1 AND identity = ?2",
            "ORDER BY d.position, d.entry_id"
        ))
        .bind(case_id)
        .bind(sequence)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter().map(Row::entry).collect()
    }

    /// The place of an entry on its docket, newest first, so that a view can load the page that holds it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entry_offset(
        &self,
        case_id: i64,
        entry_id: i64,
    ) -> Result<Option<u32>, StoreError> {
        let mut conn = self.reader().await?;
        let offset: Option<i64> = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM docket_entries o WHERE o.case_id = d.case_id
                     AND (o.position, o.entry_id) > (d.position, d.entry_id))
             FROM docket_entries d WHERE d.case_id = ?1 AND d.entry_id = ?2",
        )
        .bind(case_id)
        .bind(entry_id)
        .fetch_optional(&mut *conn)
        .await?;
        Ok(offset.and_then(|n| u32::try_from(n).ok()))
    }

    /// Former versions of an entry, oldest first. Nothing for a closed copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entry_versions(&self, entry_id: i64) -> Result<Vec<StoredVersion>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT entry, seen_from, seen_until FROM docket_entry_versions v JOIN cases c USING (case_id)
             WHERE entry_id = ?1 AND c.state IN ('followed', 'unfollowed') ORDER BY version_id",
        )
        .bind(entry_id)
        .fetch_all(&mut *conn)
        .await?;
        rows.into_iter()
            .map(|(entry, from, until)| {
                Ok(StoredVersion {
                    entry: serde_json::from_str(&entry)?,
                    seen_from: from_millis(from),
                    seen_until: from_millis(until),
                })
            })
            .collect()
    }

    /// The readings that found something changed about an entry, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn readings_that_changed(&self, entry_id: i64) -> Result<Vec<Timestamp>, StoreError> {
        let mut conn = self.reader().await?;
        let found: Vec<i64> = sqlx::query_scalar(
            "SELECT found_at FROM changes WHERE entry_id = ?1 ORDER BY found_at",
        )
        .bind(entry_id)
        .fetch_all(&mut *conn)
        .await?;
        Ok(found.into_iter().map(from_millis).collect())
    }

    /// The words of some entries as they are stored, for the before of an amended one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn stored_entries(
        &self,
        case_id: i64,
        ids: &[i64],
    ) -> Result<HashMap<i64, DocketEntry>, StoreError> {
        let mut conn = self.reader().await?;
        entries_by_id(&mut conn, case_id, ids).await
    }
}

pub(crate) async fn entries_by_id(
    conn: &mut SqliteConnection,
    case_id: i64,
    ids: &[i64],
) -> Result<HashMap<i64, DocketEntry>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<WordsRow> = sqlx::query_as(
        "SELECT d.entry_id, d.identity, w.filed_on, w.text, w.more,
             (SELECT title FROM docket_titles t WHERE t.title_id = w.title_id) AS title
         FROM json_each(?2) j JOIN docket_entries d ON d.case_id = ?1 AND d.entry_id = j.value
         JOIN docket_entry_words w ON w.entry_id = j.value",
    )
    .bind(case_id)
    .bind(serde_json::to_string(ids)?)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.entry_id, row.entry()?)))
        .collect()
}
