//! The folder of a store: which files it has, what may be told without the key, and how it comes to be.
//!
//! | file | what |
//! | --- | --- |
//! | `store.toml` | kind, portal, format; for a passphrase the wrapped key. Not secret. |
//! | `docketbell.db` (`-wal`, `-shm`) | SQLCipher |
//! | `secrets.sealed` | secrets of a store made with a passphrase ([`super::SealedFile`]) |
//! | `write.lock` | held by the process that writes, for one transaction |
//!
//! A store comes to be in an order that a kill cannot spoil: the database is finished as `docketbell.db.new`, then
//! `store.toml` appears, then the database takes its name. Before `store.toml` there is no store (the rest is swept
//! away); after it, opening finishes the last step. Nothing that exists is ever replaced by something new.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::key::{PassphraseCost, SHORTEST_PASSPHRASE, hex, unhex};
use super::{Store, StoreError, StoreKey, StoreOptions};

const DESCRIPTION: &str = "store.toml";
const DATABASE: &str = "docketbell.db";
const UNFINISHED: &str = "docketbell.db.new";
const LOCK: &str = "write.lock";
const SECRETS: &str = "secrets.sealed";
/// Layout of the folder; the schema has versions of its own.
const FORMAT: i64 = 1;
const CHECK: &[u8] = b"this key opens the store";
const CHECK_PURPOSE: &str = "docketbell check 1";
const WRAP_PURPOSE: &str = "docketbell wrapped key 1";

/// How a store is opened. A store knows its kind, and the other way is never tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// A random key in the desktop's keyring.
    Keyring,
    /// A passphrase that wraps the random key.
    Passphrase,
}

/// `store.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Description {
    format: i64,
    kind: StoreKind,
    portal: String,
    /// A sealed constant: tells a wrong key from a damaged database without touching it.
    check: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrapped_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passphrase: Option<PassphraseCost>,
}

/// A data folder, with or without a store in it.
#[derive(Debug, Clone)]
pub struct StoreFolder {
    path: PathBuf,
    description: Option<Description>,
    options: StoreOptions,
}

impl StoreFolder {
    /// Looks at a folder. It need not exist; nothing is made or changed.
    ///
    /// # Errors
    /// When the description is there and cannot be read, or a database is there without one.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::open_with_options(path, StoreOptions::default())
    }

    /// As [`StoreFolder::open`], with other bounds (for tests).
    ///
    /// # Errors
    /// As [`StoreFolder::open`].
    pub fn open_with_options(
        path: impl Into<PathBuf>,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        let path = path.into();
        let at = path.join(DESCRIPTION);
        let description = match fs::read_to_string(&at) {
            Ok(text) => Some(read_description(&text)?),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                // A database without its description is somebody's data: never make a new one over it.
                if path.join(DATABASE).exists() {
                    return Err(StoreError::FileMissing(at));
                }
                None
            }
            Err(e) => return Err(StoreError::from_io(&e, &at)),
        };
        Ok(Self {
            path,
            description,
            options,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How the store is opened; `None` when there is none yet.
    pub fn kind(&self) -> Option<StoreKind> {
        self.description.as_ref().map(|d| d.kind)
    }

    /// The portal that the store belongs to; `None` when there is no store yet.
    pub fn portal_name(&self) -> Option<&str> {
        self.description.as_ref().map(|d| d.portal.as_str())
    }

    /// Refuses a store of another portal.
    ///
    /// # Errors
    /// [`StoreError::OtherPortal`].
    pub fn expect_portal(&self, asked: &str) -> Result<(), StoreError> {
        match self.portal_name() {
            Some(store) if store != asked => Err(StoreError::OtherPortal {
                store: store.to_owned(),
                asked: asked.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Makes a store whose key the keyring keeps. Put the key there, and read it back, **before** calling this.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] when there is one; disk and permission errors.
    pub async fn create_with_key(
        &mut self,
        key: &StoreKey,
        portal: &str,
    ) -> Result<Store, StoreError> {
        self.create(key, portal, None).await
    }

    /// Makes a store that a passphrase opens.
    ///
    /// # Errors
    /// As [`StoreFolder::create_with_key`]; [`StoreError::PassphraseTooShort`].
    pub async fn create_with_passphrase(
        &mut self,
        passphrase: &str,
        portal: &str,
    ) -> Result<Store, StoreError> {
        if passphrase.chars().count() < SHORTEST_PASSPHRASE {
            return Err(StoreError::PassphraseTooShort);
        }
        self.create_wrapped(passphrase, portal).await
    }

    async fn create_wrapped(
        &mut self,
        passphrase: &str,
        portal: &str,
    ) -> Result<Store, StoreError> {
        let cost = PassphraseCost::new(self.options.passphrase_memory_kib)?;
        let wrapping = stretch(cost.clone(), passphrase).await?;
        let key = StoreKey::generate()?;
        let wrapped = wrapping.seal(WRAP_PURPOSE, &key.expose())?;
        self.create(&key, portal, Some((cost, hex(&wrapped)))).await
    }

    /// Opens a store by its key.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::OtherKind`], [`StoreError::NoStore`], [`StoreError::NewerStore`],
    /// [`StoreError::Corrupt`], disk and permission errors. A new store is never made.
    pub async fn open_with_key(&self, key: &StoreKey) -> Result<Store, StoreError> {
        let description = self.described(StoreKind::Keyring)?;
        self.open_checked(description, key).await
    }

    /// Opens a store by its passphrase.
    ///
    /// # Errors
    /// As [`StoreFolder::open_with_key`].
    pub async fn open_with_passphrase(&self, passphrase: &str) -> Result<Store, StoreError> {
        let description = self.described(StoreKind::Passphrase)?;
        let (Some(cost), Some(wrapped)) = (&description.passphrase, &description.wrapped_key)
        else {
            return Err(StoreError::Corrupt(
                "its description has no wrapped key".to_owned(),
            ));
        };
        let wrapping = stretch(cost.clone(), passphrase).await?;
        let wrapped = unhex(wrapped)
            .ok_or_else(|| StoreError::Corrupt("its wrapped key cannot be read".to_owned()))?;
        let key = wrapping
            .unseal(WRAP_PURPOSE, &wrapped)
            .and_then(|bytes| StoreKey::from_bytes(&bytes))
            .ok_or(StoreError::WrongKey { passphrase: true })?;
        self.open_checked(description, &key).await
    }

    /// Opens a store made with a passphrase by the key that the passphrase unwrapped in this process's former life.
    ///
    /// # Errors
    /// As [`StoreFolder::open_with_key`].
    pub async fn open_with_handed_key(&self, key: &StoreKey) -> Result<Store, StoreError> {
        let description = self.described(StoreKind::Passphrase)?;
        self.open_checked(description, key).await
    }

    /// Removes the store: its description first, so that a kill leaves no store and not half of one, then the rest.
    /// Close the [`Store`] before. The key in the keyring is the caller's to remove, afterwards.
    ///
    /// # Errors
    /// Disk and permission errors; calling it again goes on.
    pub fn erase(&mut self) -> Result<(), StoreError> {
        for name in [
            DESCRIPTION.to_owned(),
            DATABASE.to_owned(),
            format!("{DATABASE}-wal"),
            format!("{DATABASE}-shm"),
            format!("{DATABASE}-journal"),
            UNFINISHED.to_owned(),
            format!("{UNFINISHED}-wal"),
            format!("{UNFINISHED}-shm"),
            format!("{UNFINISHED}-journal"),
            SECRETS.to_owned(),
        ] {
            remove_if_there(&self.path.join(name))?;
            sync_folder(&self.path);
        }
        remove_kept_aside(&self.path)?;
        self.description = None;
        Ok(())
    }

    fn described(&self, kind: StoreKind) -> Result<&Description, StoreError> {
        let description = self
            .description
            .as_ref()
            .ok_or_else(|| StoreError::NoStore(self.path.clone()))?;
        if description.kind != kind {
            return Err(StoreError::OtherKind {
                passphrase: description.kind == StoreKind::Passphrase,
            });
        }
        Ok(description)
    }

    async fn create(
        &mut self,
        key: &StoreKey,
        portal: &str,
        passphrase: Option<(PassphraseCost, String)>,
    ) -> Result<Store, StoreError> {
        make_folder(&self.path)?;
        let lock = super::lock::WriteLock::take(&self.path.join(LOCK), self.options.busy).await?;
        // Another process may have made a store while we waited.
        if self.path.join(DESCRIPTION).exists() || self.path.join(DATABASE).exists() {
            return Err(StoreError::AlreadyThere(self.path.clone()));
        }
        let unfinished = self.path.join(UNFINISHED);
        // The log of a database that is gone would be read into the new one.
        for suffix in ["-wal", "-shm", "-journal"] {
            remove_if_there(&self.path.join(format!("{DATABASE}{suffix}")))?;
        }
        for suffix in ["", "-wal", "-shm", "-journal"] {
            remove_if_there(&self.path.join(format!("{UNFINISHED}{suffix}")))?;
        }
        // Made by us first, so that it is 0600 from its first byte; SQLite gives its own files the same mode.
        private_file(&unfinished)?;
        super::connection::make_database(&unfinished, key).await?;
        let description = Description {
            format: FORMAT,
            kind: if passphrase.is_some() {
                StoreKind::Passphrase
            } else {
                StoreKind::Keyring
            },
            portal: portal.to_owned(),
            check: hex(&key.seal(CHECK_PURPOSE, CHECK)?),
            wrapped_key: passphrase.as_ref().map(|(_, wrapped)| wrapped.clone()),
            passphrase: passphrase.map(|(cost, _)| cost),
        };
        let text = toml::to_string(&description)
            .map_err(|e| StoreError::Other(format!("the description cannot be written: {e}")))?;
        replace_file(&self.path.join(DESCRIPTION), text.as_bytes())?;
        self.finish()?;
        drop(lock);
        self.description = Some(description);
        self.open_store(key).await
    }

    async fn open_checked(
        &self,
        description: &Description,
        key: &StoreKey,
    ) -> Result<Store, StoreError> {
        if description.format > FORMAT {
            return Err(StoreError::NewerStore {
                found: description.format,
                known: FORMAT,
            });
        }
        let check = unhex(&description.check)
            .ok_or_else(|| StoreError::Corrupt("its description cannot be read".to_owned()))?;
        if key
            .unseal(CHECK_PURPOSE, &check)
            .is_none_or(|plain| plain.as_slice() != CHECK)
        {
            return Err(StoreError::WrongKey {
                passphrase: description.kind == StoreKind::Passphrase,
            });
        }
        self.finish()?;
        let store = self.open_store(key).await?;
        store.finish_scrub().await;
        Ok(store)
    }

    /// The last step of making a store, also after a kill.
    fn finish(&self) -> Result<(), StoreError> {
        let database = self.path.join(DATABASE);
        if database.exists() {
            return Ok(());
        }
        let unfinished = self.path.join(UNFINISHED);
        match fs::rename(&unfinished, &database) {
            Ok(()) => {
                sync_folder(&self.path);
                Ok(())
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !database.exists() => {
                Err(StoreError::FileMissing(database))
            }
            Err(_) if database.exists() => Ok(()),
            Err(e) => Err(StoreError::from_io(&e, &database)),
        }
    }

    async fn open_store(&self, key: &StoreKey) -> Result<Store, StoreError> {
        let portal = self.portal_name().unwrap_or_default().to_owned();
        Store::open(
            &self.path.join(DATABASE),
            &self.path.join(LOCK),
            &self.path.join(SECRETS),
            key,
            portal,
            self.options.clone(),
        )
        .await
    }
}

fn read_description(text: &str) -> Result<Description, StoreError> {
    // The format is read alone first: a newer description may have keys and kinds that this program cannot read.
    #[derive(Deserialize)]
    struct Format {
        format: i64,
    }
    let cannot = || StoreError::Corrupt(format!("{DESCRIPTION} cannot be read"));
    let found = toml::from_str::<Format>(text).map_err(|_| cannot())?.format;
    if found > FORMAT {
        return Err(StoreError::NewerStore {
            found,
            known: FORMAT,
        });
    }
    toml::from_str(text).map_err(|_| cannot())
}

async fn stretch(cost: PassphraseCost, passphrase: &str) -> Result<StoreKey, StoreError> {
    let passphrase = zeroize::Zeroizing::new(passphrase.to_owned());
    tokio::task::spawn_blocking(move || cost.key(&passphrase))
        .await
        .map_err(|_| StoreError::Other("the passphrase could not be worked on".to_owned()))?
}

/// Makes the folder, readable by its owner only (0700). A folder that exists is narrowed if it is ours.
fn make_folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|e| StoreError::from_io(&e, path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path)
            .map_err(|e| StoreError::from_io(&e, path))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))
                .map_err(|e| StoreError::from_io(&e, path))?;
        }
    }
    Ok(())
}

/// Opens a file for writing, 0600, made if absent.
pub(crate) fn private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .map_err(|e| StoreError::from_io(&e, path))
}

/// The start of the name of what a restore keeps aside.
pub(crate) const KEPT_ASIDE: &str = "before-restore-";

/// Removes what restores kept aside: it holds cases that must be gone.
pub(crate) fn remove_kept_aside(path: &Path) -> Result<(), StoreError> {
    let files = match fs::read_dir(path) {
        Ok(files) => files,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(StoreError::from_io(&e, path)),
    };
    for file in files {
        let file = file.map_err(|e| StoreError::from_io(&e, path))?;
        if file.file_name().to_string_lossy().starts_with(KEPT_ASIDE) {
            remove_if_there(&file.path())?;
        }
    }
    sync_folder(path);
    Ok(())
}

/// Why a file cannot be written; `None` when it can.
pub(crate) fn cannot_write(path: &Path) -> Option<StoreError> {
    private_file(path).err()
}

/// Replaces a file as a whole: the old one or the new one is there, never a half; on disk when it returns.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let fail = |e: std::io::Error| StoreError::from_io(&e, path);
    remove_if_there(&new)?;
    let mut file = private_file(&new)?;
    file.write_all(content).map_err(fail)?;
    file.sync_all().map_err(fail)?;
    fs::rename(&new, path).map_err(fail)?;
    if let Some(folder) = path.parent() {
        sync_folder(folder);
    }
    Ok(())
}

pub(crate) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_io(&e, path)),
        _ => Ok(()),
    }
}

/// Has a rename on disk. Not every file system can; then the rename is as durable as that file system makes it.
pub(crate) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_made_with_a_shorter_passphrase_still_opens_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let options = StoreOptions {
            passphrase_memory_kib: 64,
            ..StoreOptions::default()
        };
        let mut folder = StoreFolder::open_with_options(dir.path().join("data"), options).unwrap();
        let store = folder
            .create_wrapped("eight ch", "Practice portal")
            .await
            .unwrap();
        drop(store);
        folder
            .open_with_passphrase("eight ch")
            .await
            .expect("the rule is for new passphrases only");
    }
}
