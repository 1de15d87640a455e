//! Who asked for what, when, and what the portal answered. Lines are only added; each carries the fingerprint of the one
//! before it, so that a line that somebody changed or left out shows; where the log ends is written down apart from it,
//! so that lines that are missing there show, too.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::super::moment::{from_millis, to_millis};
use super::super::{Store, StoreError};

/// Refuses to change or remove a line, and keeps where the log ends; made anew after a restore, which replaces all of it.
pub(crate) const TRIGGERS: [(&str, &str); 3] = [
    (
        "group_audit_is_not_rewritten",
        "CREATE TRIGGER group_audit_is_not_rewritten BEFORE UPDATE ON group_audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    ),
    (
        "group_audit_is_not_cut",
        "CREATE TRIGGER group_audit_is_not_cut BEFORE DELETE ON group_audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    ),
    (
        "group_audit_end_is_known",
        "CREATE TRIGGER group_audit_end_is_known AFTER INSERT ON group_audit
    BEGIN INSERT OR REPLACE INTO group_audit_end (one, number, hash) VALUES (1, NEW.number, NEW.hash); END",
    ),
];

/// The fingerprint before the first line.
const START: &str = "docketbell audit log 1";

/// Something to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who, on this computer; "the portal" for what it showed by itself.
    pub who: String,
    /// Stable word of what was done.
    pub what: &'static str,
    /// Whom it is about.
    pub about: Option<String>,
    /// In a sentence, without secrets.
    pub words: String,
    /// The portal's own words.
    pub portal_says: Option<String>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAuditLine {
    /// Its number, from 1.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// Stable word.
    pub what: String,
    /// Whom it is about.
    pub about: Option<String>,
    /// In a sentence.
    pub words: String,
    /// The portal's own words.
    pub portal_says: Option<String>,
    /// Its fingerprint.
    pub hash: String,
}

/// A part of the log, and whether the whole of it is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLog {
    /// The lines that were asked for, the latest first.
    pub lines: Vec<StoredAuditLine>,
    /// Lines in all.
    pub total: i64,
    /// The first line that does not fit the one before it.
    pub broken_at: Option<i64>,
    /// It does not end where it was written down to end: its newest lines may be missing.
    pub cut_off: bool,
}

type Row = (
    i64,
    i64,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    String,
);

impl Store {
    /// Writes a line.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn audit(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(async move { add(conn, &entry).await }))
            .await
    }

    /// The log: at most `limit` lines before this number (all from the latest on without one). All of it is checked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit_log(&self, before: Option<i64>, limit: u32) -> Result<AuditLog, StoreError> {
        let mut conn = self.reader().await?;
        // Lines and end as they were at one moment: a line that is added between would look like one that was cut off.
        let mut moment = sqlx::Connection::begin(&mut *conn).await?;
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT number, at, who, what, about, words, portal_says, hash FROM group_audit ORDER BY number",
        )
        .fetch_all(&mut *moment)
        .await?;
        let end: Option<(i64, String)> = sqlx::query_as("SELECT number, hash FROM group_audit_end")
            .fetch_optional(&mut *moment)
            .await?;
        moment.rollback().await?;
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let mut former = START.to_owned();
        let mut broken_at = None;
        let mut lines = Vec::with_capacity(rows.len());
        for (n, row) in rows.into_iter().enumerate() {
            let line = read(row);
            let expected = fingerprint(&former, &line);
            let counted = i64::try_from(n).unwrap_or(i64::MAX).saturating_add(1);
            if broken_at.is_none() && (line.hash != expected || line.number != counted) {
                broken_at = Some(line.number);
            }
            former.clone_from(&line.hash);
            lines.push(line);
        }
        let ends = lines.last().map(|line| (line.number, line.hash.clone()));
        let cut_off = broken_at.is_none() && ends != end;
        lines.reverse();
        lines.retain(|line| before.is_none_or(|before| line.number < before));
        lines.truncate(limit as usize);
        Ok(AuditLog {
            lines,
            total,
            broken_at,
            cut_off,
        })
    }
}

impl Store {
    /// Somebody who has the key and changes the file.
    #[doc(hidden)]
    pub async fn tamper_for_tests(&self, statement: &'static str) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(statement).execute(conn).await?;
                Ok(())
            })
        })
        .await
    }
}

/// Adds a line inside a transaction that does what the line says.
pub(super) async fn add(conn: &mut SqliteConnection, entry: &AuditEntry) -> Result<(), StoreError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT number, hash FROM group_audit ORDER BY number DESC LIMIT 1")
            .fetch_optional(&mut *conn)
            .await?;
    let (number, former) = last.map_or((1, START.to_owned()), |(n, hash)| (n + 1, hash));
    let mut line = StoredAuditLine {
        number,
        // The store keeps milliseconds; the fingerprint is of what is kept.
        at: from_millis(to_millis(entry.at)),
        who: entry.who.clone(),
        what: entry.what.to_owned(),
        about: entry.about.clone(),
        words: entry.words.clone(),
        portal_says: entry.portal_says.clone(),
        hash: String::new(),
    };
    line.hash = fingerprint(&former, &line);
    sqlx::query(
        "INSERT INTO group_audit (number, at, who, what, about, words, portal_says, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(line.number)
    .bind(to_millis(line.at))
    .bind(line.who)
    .bind(line.what)
    .bind(line.about)
    .bind(line.words)
    .bind(line.portal_says)
    .bind(line.hash)
    .execute(conn)
    .await?;
    Ok(())
}

fn fingerprint(former: &str, line: &StoredAuditLine) -> String {
    let told = serde_json::json!([
        former,
        line.number,
        to_millis(line.at),
        line.who,
        line.what,
        line.about,
        line.words,
        line.portal_says,
    ]);
    hex(&Sha256::digest(told.to_string().as_bytes()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn read(row: Row) -> StoredAuditLine {
    StoredAuditLine {
        number: row.0,
        at: from_millis(row.1),
        who: row.2,
        what: row.3,
        about: row.4,
        words: row.5,
        portal_says: row.6,
        hash: row.7,
    }
}
