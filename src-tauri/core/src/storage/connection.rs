//! The connections to the database: one that writes, at most two that read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::migrate::{Migrate as _, Migrator};
use sqlx::sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{Mutex, RwLock};

use super::closing::HeldOpen;
use super::lock::{Patience, WriteLock};
use super::owner::Owner;
use super::readers::Readers;
use super::{SealedFile, StoreError, StoreKey};

/// Dated, only ever added to; each file says why.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Bounds of a store. The defaults are the product's; tests shorten them.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// How long a writer waits for another one before [`StoreError::Busy`].
    pub busy: Duration,
    /// Page cache of the writing connection, KiB.
    pub writer_cache_kib: u32,
    /// Page cache of each reading connection, KiB.
    pub reader_cache_kib: u32,
    /// Memory that a new passphrase costs (Argon2id, 3 passes), KiB: 64 MiB, where OWASP asks for 19 MiB and 2 passes.
    /// What a file says is honoured when it is opened.
    pub passphrase_memory_kib: u32,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            busy: Duration::from_secs(5),
            writer_cache_kib: 2048,
            reader_cache_kib: 1024,
            passphrase_memory_kib: 64 * 1024,
        }
    }
}

/// The open store. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    portal: String,
    database: PathBuf,
    lock: PathBuf,
    secrets: PathBuf,
    key: StoreKey,
    options: StoreOptions,
    owner: Owner,
    /// `None` after a failure, and on a disk that takes nothing, until the next write opens it anew.
    writer: Arc<Mutex<Option<SqliteConnection>>>,
    writing: SqliteConnectOptions,
    readers: RwLock<Readers>,
    held: HeldOpen,
    patience: Patience,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("portal", &self.inner.portal)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// The disk takes something again: what readers saw so far may be old from here on.
    async fn thaw(&self) {
        if self.readers.read().await.are_frozen() {
            let usual = Readers::usual(&self.database, &self.key, &self.options, &self.held);
            self.read_by(usual).await;
        }
    }

    async fn read_by(&self, readers: Readers) {
        let former = std::mem::replace(&mut *self.readers.write().await, readers);
        // What still reads goes on with what it has.
        tokio::spawn(async move { former.pool.close().await });
    }
}

impl Store {
    pub(crate) async fn open(
        database: &Path,
        lock: &Path,
        secrets: &Path,
        key: &StoreKey,
        portal: String,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        quiet_sqlcipher().await;
        let held = HeldOpen::by_this_thread();
        let writing = held.by(connect_options(
            database,
            key,
            options.writer_cache_kib,
            options.busy,
        ));
        let (writer, readers) = match writing.connect().await {
            Ok(mut writer) => {
                upgrade(&mut writer, lock, options.busy).await?;
                (Some(writer), Readers::usual(database, key, &options, &held))
            }
            Err(e) => {
                // SQLite says "unable to open" for all of these; the system says which.
                let why = super::folder::cannot_write(lock)
                    .or_else(|| super::folder::cannot_write(database))
                    .unwrap_or_else(|| e.into());
                (
                    None,
                    Readers::frozen(database, key, &options, &held, why).await?,
                )
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                portal,
                database: database.to_owned(),
                lock: lock.to_owned(),
                secrets: secrets.to_owned(),
                key: key.clone(),
                options,
                owner: Owner::new(database.parent().unwrap_or(Path::new("."))),
                writer: Arc::new(Mutex::new(writer)),
                writing,
                readers: RwLock::new(readers),
                held,
                patience: Patience::default(),
            }),
        })
    }

    /// The portal that the store belongs to.
    pub fn portal_name(&self) -> &str {
        &self.inner.portal
    }

    /// What marks the places that this process holds.
    pub(crate) fn owner(&self) -> Option<i64> {
        self.inner.owner.id()
    }

    pub(crate) fn options(&self) -> &StoreOptions {
        &self.inner.options
    }

    pub(crate) fn key(&self) -> &StoreKey {
        &self.inner.key
    }

    /// The newest migration that this store has.
    pub(crate) async fn schema_version(&self) -> Result<i64, StoreError> {
        let mut conn = self.reader().await?;
        schema_version(&mut conn).await
    }

    /// The folder that the store lives in.
    pub fn folder(&self) -> &Path {
        self.inner.database.parent().unwrap_or(Path::new("."))
    }

    /// The sealed file of secrets, for a store made with a passphrase.
    pub fn sealed_file(&self) -> SealedFile {
        SealedFile::new(
            self.inner.secrets.clone(),
            self.inner.lock.clone(),
            self.inner.key.clone(),
            self.inner.options.clone(),
        )
    }

    /// Bytes that the database takes on disk, its log included.
    pub fn size_on_disk(&self) -> u64 {
        ["", "-wal"]
            .iter()
            .filter_map(|suffix| {
                let mut name = self.inner.database.clone().into_os_string();
                name.push(suffix);
                std::fs::metadata(name).ok()
            })
            .map(|m| m.len())
            .sum()
    }

    /// Closes all connections. The log is folded into the database if no other process has it open.
    pub async fn close(&self) {
        self.inner.readers.read().await.pool.close().await;
        // A clone that writes after this opens the connection anew.
        let Ok(_lock) = WriteLock::take(&self.inner.lock, Duration::from_millis(200)).await else {
            return;
        };
        if let Some(mut writer) = self.inner.writer.lock().await.take() {
            let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&mut writer)
                .await;
            let _ = writer.close().await;
        }
    }

    /// A connection that reads. It sees what was committed when its statement began.
    pub(crate) async fn reader(
        &self,
    ) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>, StoreError> {
        let out_of_date = {
            let readers = self.inner.readers.read().await;
            readers.are_out_of_date(&self.inner.database)
        };
        if out_of_date {
            self.read_anew().await?;
        }
        let pool = self.inner.readers.read().await.pool.clone();
        Ok(pool.acquire().await?)
    }

    /// Another process wrote since this one read the file as it lay there: the usual connections, or the file as it
    /// lies there now.
    async fn read_anew(&self) -> Result<(), StoreError> {
        let Err(why) = self.with_writer(|_| Box::pin(async { Ok(()) })).await else {
            return Ok(());
        };
        let Inner {
            database,
            key,
            options,
            held,
            ..
        } = &*self.inner;
        let readers = Readers::frozen(database, key, options, held, why).await?;
        self.inner.read_by(readers).await;
        Ok(())
    }

    /// One write transaction. Either everything that `work` did is on disk when this returns `Ok`, or nothing is.
    ///
    /// Cancel-safe: once the locks are held the transaction runs in a task of its own, so a caller that goes away
    /// neither leaves it half done nor releases the writer's lock before it ended.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>>
            + Send
            + 'static,
    {
        self.with_writer(move |writer| {
            Box::pin(async move {
                // IMMEDIATE: the lock is taken before anything is read, so what was read is still true when written.
                let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                let done = work(&mut tx).await?;
                tx.commit().await?;
                Ok(done)
            })
        })
        .await
    }

    /// The writing connection outside a transaction (checkpoints, `VACUUM`), with the writer's lock held.
    pub(crate) async fn with_writer<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>>
            + Send
            + 'static,
    {
        let busy = self.inner.options.busy;
        let mut writer = tokio::time::timeout(busy, Arc::clone(&self.inner.writer).lock_owned())
            .await
            .map_err(|_| StoreError::Busy)?;
        let lock = self.inner.patience.take(&self.inner.lock, busy).await?;
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move {
            let mut conn = match writer.take() {
                Some(conn) => conn,
                None => inner.writing.connect().await?,
            };
            inner.thaw().await;
            let done = work(&mut conn).await;
            match &done {
                // Refusals of our own leave the connection as it was, once their rollback ended.
                Ok(_)
                | Err(StoreError::Superseded | StoreError::NoSuchCase | StoreError::BadBackup(_)) =>
                {
                    if done.is_err() {
                        let _ = conn.ping().await;
                    }
                    *writer = Some(conn);
                }
                // A full disk makes SQLite roll back by itself, and then sqlx counts a transaction that is not there.
                // Closing rolls back what is left, and the lock is released only after that.
                Err(_) => {
                    let _ = conn.close().await;
                }
            }
            drop(lock);
            done
        })
        .await
        .map_err(|_| StoreError::Other("a write was interrupted; nothing was changed".to_owned()))?
    }

    /// Pretends that a newer program has used the store.
    #[doc(hidden)]
    pub async fn raise_schema_for_tests(&self, version: i64) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                     VALUES (?1, 'newer', 1, x'00', 0)",
                )
                .bind(version)
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Looks whether the file is whole. Reads all of it: for `doctor`, not for every start.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with SQLite's first finding.
    pub async fn check_integrity(&self) -> Result<(), StoreError> {
        // A connection of its own: FTS5's check trusts the list of parts that a connection remembers from its last
        // search, and calls an index malformed whose parts another connection merged since (SQLite 3.50.4).
        let options = self.inner.readers.read().await.pool.connect_options();
        let mut conn = options.connect().await?;
        let found = integrity(&mut conn).await;
        let _ = conn.close().await;
        found
    }
}

async fn integrity(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    // SQLCipher first: a page whose MAC does not fit was changed or torn.
    let pages: Vec<String> = sqlx::query_scalar("PRAGMA cipher_integrity_check")
        .fetch_all(&mut *conn)
        .await?;
    if let Some(finding) = pages.into_iter().next() {
        return Err(StoreError::Corrupt(finding));
    }
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_all(&mut *conn)
        .await?;
    match found.first().map(String::as_str) {
        Some("ok") | None => {}
        Some(finding) => return Err(StoreError::Corrupt(finding.to_owned())),
    }
    let orphan: Option<String> =
        sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            .fetch_optional(&mut *conn)
            .await?;
    match orphan {
        Some(table) => Err(StoreError::Corrupt(format!(
            "a row of {table} belongs to nothing"
        ))),
        None => Ok(()),
    }
}

/// What opens the file. The key travels in a pragma, so statements are not logged at all.
pub(super) fn key_options(database: &Path, key: &StoreKey, cache_kib: u32) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(false)
        .disable_statement_logging()
        .pragma("key", key.database_pragma().to_string())
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
        .pragma("mmap_size", "0")
        // Pages of 8 KiB: SQLCipher takes 80 bytes of each page, and wide rows pack better.
        .pragma("cipher_page_size", "8192")
        .pragma("cache_size", format!("-{cache_kib}"))
        .statement_cache_capacity(64)
        // Messages per channel; the rows here are few, and each slot costs memory.
        .command_buffer_size(8)
        .row_buffer_size(32)
}

/// Options of every connection to a store that can be written.
pub(super) fn connect_options(
    database: &Path,
    key: &StoreKey,
    cache_kib: u32,
    busy: Duration,
) -> SqliteConnectOptions {
    key_options(database, key, cache_kib)
        .foreign_keys(true)
        // What is deleted is overwritten (promise P6).
        .pragma("secure_delete", "ON")
        // Pages that become free can be given back to the disk (`Store::scrub`). Takes effect in a new file only.
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL syncs the log at each commit: what a person saw as saved survives not only a kill (NORMAL would do)
        // but also a power cut. A commit costs one sync; checks commit in batches.
        .synchronous(SqliteSynchronous::Full)
        // The log is folded in every 2 MB and cut back after that, so that an import does not leave a large file.
        .pragma("wal_autocheckpoint", "256")
        .pragma("journal_size_limit", "1048576")
        .busy_timeout(busy)
}

/// SQLCipher writes its complaints to standard error, which belongs to the terminal's own words; each of them comes back
/// as an error of the call as well. Its level is one for the whole process.
async fn quiet_sqlcipher() {
    static DONE: tokio::sync::OnceCell<()> = tokio::sync::OnceCell::const_new();
    DONE.get_or_init(async || {
        if let Ok(mut conn) = SqliteConnectOptions::new().in_memory(true).connect().await {
            let _ = sqlx::query("PRAGMA cipher_log_level = NONE")
                .execute(&mut conn)
                .await;
            let _ = conn.close().await;
        }
    })
    .await;
}

/// Makes a new database at a path and closes it, folded into one file.
pub(crate) async fn make_database(path: &Path, key: &StoreKey) -> Result<(), StoreError> {
    quiet_sqlcipher().await;
    let options = connect_options(path, key, 2048, Duration::from_secs(5)).create_if_missing(true);
    let mut conn = options.connect().await?;
    MIGRATIONS
        .run_direct(None, &mut conn, false)
        .await
        .map_err(migrate_error)?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut conn)
        .await?;
    conn.close().await?;
    // SQLite syncs what it wrote; the name of the new file is synced with the rename that follows.
    Ok(())
}

/// Brings the schema up to what this program knows. Each migration is one transaction, so a kill leaves the old
/// version or the new one. An up-to-date store is not written to.
async fn upgrade(
    conn: &mut SqliteConnection,
    lock: &Path,
    busy: Duration,
) -> Result<(), StoreError> {
    if check_version(conn).await? {
        return Ok(());
    }
    let _lock = WriteLock::take(lock, busy).await?;
    MIGRATIONS
        .run_direct(None, conn, false)
        .await
        .map_err(migrate_error)
}

/// Whether the schema is the one that this program knows; an older one is not.
pub(super) async fn check_version(conn: &mut SqliteConnection) -> Result<bool, StoreError> {
    let known = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
    let found = schema_version(conn).await?;
    if found > known {
        return Err(StoreError::NewerStore { found, known });
    }
    Ok(found == known)
}

async fn schema_version(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let applied = conn
        .list_applied_migrations("_sqlx_migrations")
        .await
        .map_err(migrate_error)?;
    Ok(applied.iter().map(|m| m.version).max().unwrap_or(0))
}

fn migrate_error(error: sqlx::migrate::MigrateError) -> StoreError {
    use sqlx::migrate::MigrateError as M;
    match error {
        M::Execute(e) | M::ExecuteMigration(e, _) => e.into(),
        other => StoreError::Corrupt(format!("its schema does not fit: {other}")),
    }
}
