//! Backup and restore (promise P15).
//!
//! A backup is a container of our own and not a copy of the database, because a database file that a person was sent
//! must never be opened: its schema could hold triggers and views, and a damaged page could reach any code of SQLite.
//! Here every byte is authenticated before it is read, and what comes out are rows of text, numbers and nothing else,
//! which are inserted into a schema of ours. Restoring replaces everything in one transaction, after the whole file was
//! read once and after what is there was kept aside.
//!
//! What was sent to the portal, and whether access is stopped, belongs to this computer and is not in a backup.

use std::path::{Path, PathBuf};

use futures::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, SqliteConnection};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use super::backup_file::{BackupReader, BackupWriter, Head};
use super::bulk::index;
use super::entry_row::{WordsRow, search_row};
use super::folder::KEPT_ASIDE;
use super::group::AUDIT_TRIGGERS;
use super::{Store, StoreError, case_words, parties};

/// Every table of a backup, parents before children.
const TABLES: [&str; 30] = [
    "counters",
    "cases",
    "case_notes",
    "court_moves",
    "docket_titles",
    "docket_entries",
    "docket_entry_words",
    "docket_entry_marks",
    "docket_entry_versions",
    "hearings",
    "parties",
    "charges",
    "changes",
    "notices",
    "case_status",
    "activity",
    "settings",
    "journeys",
    "agreements",
    "group_facts",
    "group_users",
    "group_actions",
    "group_audit",
    "group_audit_end",
    "group_new_users",
    "access_reviews",
    "access_review_lines",
    "offboardings",
    "offboarding_steps",
    "sqlite_sequence",
];

/// Rows of one statement when restoring.
const ROWS_AT_ONCE: usize = 1000;

/// What opens a backup.
#[derive(Clone)]
pub enum BackupLock {
    /// A passphrase of its own (Argon2id).
    Passphrase(Zeroizing<String>),
    /// The key of this store: for what is kept aside before a restore. Opens with this store only.
    StoreKey,
}

impl std::fmt::Debug for BackupLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Passphrase(_) => "Passphrase(..)",
            Self::StoreKey => "StoreKey",
        })
    }
}

/// What a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupSummary {
    /// Cases.
    pub cases: u64,
    /// Docket entries.
    pub entries: u64,
    /// Changes.
    pub changes: u64,
}

impl BackupSummary {
    fn count(&mut self, table: &str, rows: u64) {
        match table {
            "cases" => self.cases += rows,
            "docket_entries" => self.entries += rows,
            "changes" => self.changes += rows,
            _ => {}
        }
    }
}

/// A table's rows, a part at a time: what the file holds between its seals.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Part {
    /// Table.
    pub t: String,
    /// Columns.
    pub c: Vec<String>,
    /// Rows: numbers, texts and nulls.
    pub r: Vec<Vec<serde_json::Value>>,
}

impl Store {
    /// Writes a backup. An existing file is never replaced; the file appears when it is whole.
    ///
    /// # Errors
    /// [`StoreError::FileExists`]; [`StoreError::PassphraseTooShort`]; disk and permission errors.
    pub async fn backup(
        &self,
        path: &Path,
        lock: BackupLock,
        at: Timestamp,
    ) -> Result<BackupSummary, StoreError> {
        if path.exists() {
            return Err(StoreError::FileExists(path.to_owned()));
        }
        let head = Head::new(
            self.portal_name(),
            self.schema_version().await?,
            &lock,
            self.options().passphrase_memory_kib,
            at,
        )?;
        let key = self.key().clone();
        let (send, mut parts) = mpsc::channel::<Vec<u8>>(4);
        let to = path.to_owned();
        let writing = tokio::task::spawn_blocking(move || -> Result<(), StoreError> {
            let mut file = BackupWriter::create(&to, &head, &lock, &key)?;
            while let Some(part) = parts.blocking_recv() {
                file.write(&part)?;
            }
            file.finish()
        });
        let mut summary = BackupSummary::default();
        let read = self
            .each_part(async |part| {
                summary.count(&part.t, part.r.len() as u64);
                // A closed channel means that writing failed; its own error is the one to tell.
                send.send(serde_json::to_vec(&part)?)
                    .await
                    .map_err(|_| StoreError::Busy)
            })
            .await;
        if read.is_ok() {
            // An empty part ends the file: a reading that stopped half-way must not look like a whole backup.
            let _ = send.send(Vec::new()).await;
        }
        drop(send);
        writing
            .await
            .map_err(|_| StoreError::Other("the backup was interrupted".to_owned()))??;
        read.map(|()| summary)
    }

    /// Replaces everything in the store by what a backup holds, in one transaction. The whole file is read and checked
    /// first; what is in the store is kept aside in the data folder (the path is returned, if there was anything).
    ///
    /// # Errors
    /// [`StoreError::BadBackup`], [`StoreError::OtherPortal`], [`StoreError::NewerStore`], disk errors. Then the store
    /// is as it was.
    pub async fn restore(
        &self,
        path: &Path,
        lock: BackupLock,
        at: Timestamp,
    ) -> Result<(BackupSummary, Option<PathBuf>), StoreError> {
        let known = self.schema_version().await?;
        let (portal, key, from, with) = (
            self.portal_name().to_owned(),
            self.key().clone(),
            path.to_owned(),
            lock.clone(),
        );
        let summary = tokio::task::spawn_blocking(move || {
            let mut file = BackupReader::open(&from, &with, &key)?;
            if file.head.portal != portal {
                return Err(StoreError::OtherPortal {
                    store: portal,
                    asked: file.head.portal.clone(),
                });
            }
            if file.head.schema > known {
                return Err(StoreError::NewerStore {
                    found: file.head.schema,
                    known,
                });
            }
            let mut summary = BackupSummary::default();
            while let Some(part) = file.next()? {
                summary.count(&part.t, part.r.len() as u64);
            }
            Ok(summary)
        })
        .await
        .map_err(|_| StoreError::Other("the backup could not be read".to_owned()))??;

        let aside = self.keep_aside(at).await?;
        let (key, from) = (self.key().clone(), path.to_owned());
        let (send, parts) = mpsc::channel::<Part>(2);
        let reading = tokio::task::spawn_blocking(move || -> Result<(), StoreError> {
            let mut file = BackupReader::open(&from, &lock, &key)?;
            while let Some(part) = file.next()? {
                if send.blocking_send(part).is_err() {
                    break;
                }
            }
            Ok(())
        });
        self.write(move |conn| Box::pin(replace_all(conn, parts, reading)))
            .await?;
        self.scrub().await?;
        Ok((summary, aside))
    }

    /// All rows as lines of JSON, in a fixed order: two stores with equal dumps hold the same.
    #[doc(hidden)]
    pub async fn logical_dump(&self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        self.each_part(async |part| {
            for row in &part.r {
                lines.push(format!("{} {}", part.t, serde_json::to_string(row)?));
            }
            Ok(())
        })
        .await?;
        lines.sort();
        Ok(lines)
    }

    async fn keep_aside(&self, at: Timestamp) -> Result<Option<PathBuf>, StoreError> {
        let any: bool = {
            let mut conn = self.reader().await?;
            sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM settings)",
            )
            .fetch_one(&mut *conn)
            .await?
        };
        if !any {
            return Ok(None);
        }
        let name = format!(
            "{KEPT_ASIDE}{}.docketbell",
            at.strftime("%Y%m%dT%H%M%S%3fZ")
        );
        let path = self.folder().join(name);
        self.backup(&path, BackupLock::StoreKey, at).await?;
        Ok(Some(path))
    }

    /// Calls `take` with all rows, in one snapshot.
    async fn each_part(
        &self,
        mut take: impl AsyncFnMut(Part) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut conn = self.reader().await?;
        let mut tx = sqlx::Connection::begin(&mut *conn).await?;
        for table in TABLES {
            let columns = columns(&mut tx, table).await?;
            // Names of our own schema, read from it.
            let sql = format!("SELECT json_array({}) FROM {table}", quoted(&columns));
            let new = || Part {
                t: table.to_owned(),
                c: columns.clone(),
                r: Vec::new(),
            };
            let mut part = new();
            let mut bytes = 0;
            let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch(&mut *tx);
            while let Some(row) = rows.try_next().await? {
                bytes += row.len();
                part.r.push(serde_json::from_str(&row)?);
                if part.r.len() == ROWS_AT_ONCE || bytes > 512 * 1024 {
                    take(std::mem::replace(&mut part, new())).await?;
                    bytes = 0;
                }
            }
            if !part.r.is_empty() {
                take(part).await?;
            }
        }
        Ok(())
    }
}

fn quoted(columns: &[String]) -> String {
    columns
        .iter()
        .map(|c| format!("\"{c}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

async fn columns(conn: &mut SqliteConnection, table: &str) -> Result<Vec<String>, StoreError> {
    if table == "sqlite_sequence" {
        // SQLite's own table, without which ids of changes and notices would be given again.
        return Ok(vec!["name".to_owned(), "seq".to_owned()]);
    }
    Ok(sqlx::query_scalar("SELECT name FROM pragma_table_info(?1)")
        .bind(table)
        .fetch_all(conn)
        .await?)
}

async fn replace_all(
    conn: &mut SqliteConnection,
    mut parts: mpsc::Receiver<Part>,
    reading: tokio::task::JoinHandle<Result<(), StoreError>>,
) -> Result<(), StoreError> {
    // A restore is the one thing that may replace the audit log: all of it at once, after it was kept aside.
    for (name, _) in AUDIT_TRIGGERS {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER IF EXISTS {name}")))
            .execute(&mut *conn)
            .await?;
    }
    for table in TABLES.iter().rev() {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}")))
            .execute(&mut *conn)
            .await?;
    }
    for index in ["entry_search", "party_search", "case_search"] {
        sqlx::query(AssertSqlSafe(format!(
            "INSERT INTO {index} ({index}) VALUES ('delete-all')"
        )))
        .execute(&mut *conn)
        .await?;
    }
    while let Some(part) = parts.recv().await {
        insert(conn, &part).await?;
    }
    for (_, trigger) in AUDIT_TRIGGERS {
        sqlx::query(trigger).execute(&mut *conn).await?;
    }
    // A backup of a version that did not write down where the log ends.
    sqlx::query(
        "INSERT INTO group_audit_end (one, number, hash)
         SELECT 1, number, hash FROM group_audit ORDER BY number DESC LIMIT 1 ON CONFLICT (one) DO NOTHING",
    )
    .execute(&mut *conn)
    .await?;
    // A backup of a version that knew no groups.
    sqlx::query("INSERT INTO group_facts (one) VALUES (1) ON CONFLICT (one) DO NOTHING")
        .execute(&mut *conn)
        .await?;
    reading
        .await
        .map_err(|_| StoreError::Other("the backup could not be read".to_owned()))??;
    reindex(conn).await
}

async fn insert(conn: &mut SqliteConnection, part: &Part) -> Result<(), StoreError> {
    let known = columns(conn, &part.t).await?;
    if !TABLES.contains(&part.t.as_str()) || part.c.iter().any(|c| !known.contains(c)) {
        return Err(StoreError::BadBackup(
            "The backup holds a table or column that does not exist.".to_owned(),
        ));
    }
    if part.t == "sqlite_sequence" {
        // It comes last; what the rows before it left there is theirs, not what was backed up.
        sqlx::query("DELETE FROM sqlite_sequence")
            .execute(&mut *conn)
            .await?;
    }
    let values: Vec<String> = (0..part.c.len())
        .map(|i| format!("value ->> {i}"))
        .collect();
    let sql = format!(
        "INSERT INTO {} ({}) SELECT {} FROM json_each(?1)",
        part.t,
        quoted(&part.c),
        values.join(", ")
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(serde_json::to_string(&part.r)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// Builds the search indexes from the rows: they are not in a backup.
async fn reindex(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let cases: Vec<i64> = sqlx::query_scalar("SELECT case_id FROM cases ORDER BY case_id")
        .fetch_all(&mut *conn)
        .await?;
    for case_id in cases {
        case_words::index(conn, case_id).await?;
        let rows: Vec<WordsRow> = sqlx::query_as(
            "SELECT d.entry_id, d.identity, w.filed_on, w.text, w.more,
                 (SELECT title FROM docket_titles t WHERE t.title_id = w.title_id) AS title
             FROM docket_entries d JOIN docket_entry_words w USING (entry_id) WHERE d.case_id = ?1",
        )
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        let entries = rows
            .into_iter()
            .map(|row| Ok((row.entry_id, row.entry()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        index(
            conn,
            entries
                .iter()
                .map(|(id, e)| (search_row(e.filed_on, *id), e))
                .collect(),
        )
        .await?;
    }
    parties::reindex(conn).await
}
