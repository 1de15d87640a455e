//! The connections that only read, and what they are on a disk that takes nothing.
//!
//! SQLite's log needs a file of shared memory beside the database, so on a full disk, or one that the system made
//! read-only after an error, a store would not even open. Somebody with a hearing tomorrow still has to see when it is:
//! such a store is read as it lies there (`immutable`), as long as its log is empty, since what stands in a log would be
//! left out and an old hearing told as the present one. Every write still says what is wrong, and the first one that
//! succeeds puts the usual connections back. So does a reading that finds that another process wrote meanwhile.

use std::path::Path;
use std::time::{Duration, SystemTime};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::closing::HeldOpen;
use super::connection::{check_version, connect_options, key_options};
use super::{StoreError, StoreKey, StoreOptions};

/// The connections that read.
#[derive(Clone)]
pub(super) struct Readers {
    /// At most two, made when somebody reads.
    pub pool: SqlitePool,
    /// Set when they see the file as it lay there at that moment, and nothing that is written later.
    frozen: Option<AsItLay>,
}

/// What shows whether a file was written since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AsItLay {
    bytes: u64,
    written: SystemTime,
}

impl AsItLay {
    fn now(database: &Path) -> Option<Self> {
        let file = std::fs::metadata(database).ok()?;
        Some(Self {
            bytes: file.len(),
            written: file.modified().ok()?,
        })
    }
}

impl Readers {
    /// Beside a connection that writes.
    pub fn usual(database: &Path, key: &StoreKey, options: &StoreOptions, held: &HeldOpen) -> Self {
        let reading = connect_options(database, key, options.reader_cache_kib, options.busy)
            // Reading connections never write and never checkpoint (see `lock.rs`).
            .pragma("query_only", "ON");
        let reading = held.by(reading);
        Self {
            pool: pool(reading, options.busy),
            frozen: None,
        }
    }

    /// Whether nothing that is written from now on is seen.
    pub fn are_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Whether they would tell what was true once: somebody else could write since they were made, and did.
    pub fn are_out_of_date(&self, database: &Path) -> bool {
        self.frozen
            .is_some_and(|then| AsItLay::now(database) != Some(then) || has_log(database))
    }

    /// Where nothing can be written.
    ///
    /// # Errors
    /// `why`, when that is no matter of the disk, or what lies there cannot be trusted to be the last state;
    /// [`StoreError::NewerStore`].
    pub async fn frozen(
        database: &Path,
        key: &StoreKey,
        options: &StoreOptions,
        held: &HeldOpen,
        why: StoreError,
    ) -> Result<Self, StoreError> {
        if !matches!(why, StoreError::DiskFull | StoreError::ReadOnly) || has_log(database) {
            return Err(why);
        }
        // Looked at before the first connection, so that what is written beside it counts as later.
        let Some(now) = AsItLay::now(database) else {
            return Err(why);
        };
        let reading = key_options(database, key, options.reader_cache_kib)
            .read_only(true)
            .immutable(true);
        let reading = held.by(reading);
        let mut first = match reading.connect().await {
            Ok(first) => first,
            Err(_) => return Err(why),
        };
        let version = check_version(&mut first).await;
        let _ = first.close().await;
        match version {
            Ok(true) => Ok(Self {
                pool: pool(reading, options.busy),
                frozen: Some(now),
            }),
            Err(newer @ StoreError::NewerStore { .. }) => Err(newer),
            // An older one would have to be brought up first.
            Ok(false) | Err(_) => Err(why),
        }
    }
}

/// Whether something was written that is not folded into the database; also when nobody can tell.
fn has_log(database: &Path) -> bool {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    match std::fs::metadata(name) {
        Ok(log) => log.len() > 0,
        Err(e) => e.kind() != std::io::ErrorKind::NotFound,
    }
}

fn pool(reading: SqliteConnectOptions, busy: Duration) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(2)
        .min_connections(0)
        .acquire_timeout(busy)
        // A reader that nobody used for a minute gives its cache and its thread back.
        .idle_timeout(Duration::from_secs(60))
        .test_before_acquire(false)
        .connect_lazy_with(reading)
}
