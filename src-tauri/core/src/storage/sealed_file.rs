//! Secrets of a store made with a passphrase: what a keyring would keep, in one sealed file beside the database.
//!
//! Never in the database (architecture rule 9). The file is replaced as a whole, so a kill leaves the old one or the
//! new one. Its entries are sealed together: not even their number can be told from outside, only their size.

use std::collections::BTreeMap;
use std::path::PathBuf;

use zeroize::{Zeroize, Zeroizing};

use super::folder::{remove_if_there, replace_file};
use super::key::{hex, unhex};
use super::lock::WriteLock;
use super::{StoreError, StoreKey, StoreOptions};

const PURPOSE: &str = "docketbell secrets 1";

/// The sealed file. `app::ports::SecretStore` is implemented over it elsewhere.
#[derive(Debug, Clone)]
pub struct SealedFile {
    path: PathBuf,
    lock: PathBuf,
    key: StoreKey,
    options: StoreOptions,
}

impl SealedFile {
    pub(crate) fn new(path: PathBuf, lock: PathBuf, key: StoreKey, options: StoreOptions) -> Self {
        Self {
            path,
            lock,
            key,
            options,
        }
    }

    /// Reads a secret; `None` when there is none of this name.
    ///
    /// # Errors
    /// When the file is there and cannot be read or opened.
    pub fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        Ok(self.read()?.take(name))
    }

    /// The names that begin so.
    ///
    /// # Errors
    /// As [`SealedFile::get`].
    pub fn names(&self, beginning: &str) -> Result<Vec<String>, StoreError> {
        let secrets = self.read()?;
        let names = secrets.0.keys().filter(|name| name.starts_with(beginning));
        Ok(names.cloned().collect())
    }

    /// Writes a secret; it is on disk when this returns.
    ///
    /// # Errors
    /// Disk errors; [`StoreError::Busy`] when another process holds the writer's lock.
    pub async fn set(&self, name: &str, secret: &[u8]) -> Result<(), StoreError> {
        let _lock = WriteLock::take(&self.lock, self.options.busy).await?;
        let mut secrets = self.read()?;
        secrets.0.insert(name.to_owned(), hex(secret));
        self.write(&secrets)
    }

    /// Removes a secret; removing what is not there is fine.
    ///
    /// # Errors
    /// As [`SealedFile::set`].
    pub async fn remove(&self, name: &str) -> Result<(), StoreError> {
        let _lock = WriteLock::take(&self.lock, self.options.busy).await?;
        let mut secrets = self.read()?;
        let Some(mut old) = secrets.0.remove(name) else {
            return Ok(());
        };
        old.zeroize();
        if secrets.0.is_empty() {
            return remove_if_there(&self.path);
        }
        self.write(&secrets)
    }

    fn read(&self) -> Result<Secrets, StoreError> {
        let sealed = match std::fs::read(&self.path) {
            Ok(sealed) => sealed,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Secrets::default()),
            Err(e) => return Err(StoreError::from_io(&e, &self.path)),
        };
        let damaged = || StoreError::Corrupt("its file of secrets cannot be read".to_owned());
        let plain = self.key.unseal(PURPOSE, &sealed).ok_or_else(damaged)?;
        serde_json::from_slice(&plain)
            .map(Secrets)
            .map_err(|_| damaged())
    }

    fn write(&self, secrets: &Secrets) -> Result<(), StoreError> {
        let plain = Zeroizing::new(serde_json::to_vec(&secrets.0)?);
        replace_file(&self.path, &self.key.seal(PURPOSE, &plain)?)
    }
}

/// Name to secret, hex; zeroised when dropped.
#[derive(Default)]
struct Secrets(BTreeMap<String, String>);

impl Secrets {
    fn take(&mut self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let text = Zeroizing::new(self.0.remove(name)?);
        unhex(&text).map(Zeroizing::new)
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
    }
}
