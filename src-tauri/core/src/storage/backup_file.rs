//! The file of a backup: a line that says what it is, then parts, each sealed with XChaCha20-Poly1305.
//!
//! Each part's nonce holds its number and whether it is the last, and its seal covers the first line too, so parts
//! cannot be left out, repeated, put in another order, or taken from another backup; a cut file has no last part.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::backup::{BackupLock, Part};
use super::folder::{private_file, remove_if_there, sync_folder};
use super::key::{PassphraseCost, SHORTEST_PASSPHRASE, hex, unhex};
use super::{StoreError, StoreKey};

const KIND: &str = "docketbell backup";
const PURPOSE: &str = "docketbell backup 1";
/// A part is about 512 KiB; one that claims more than this is not ours. An entry may hold a megabyte of text.
const LARGEST_PART: usize = 64 * 1024 * 1024;
/// Nor is a first line longer than this.
const LONGEST_HEAD: u64 = 4096;

/// The first line. Not secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    kind: String,
    version: u32,
    /// The portal whose cases these are.
    pub portal: String,
    /// Version of the schema.
    pub schema: i64,
    made_at: Timestamp,
    /// First 16 bytes of each nonce, hex.
    nonce: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passphrase: Option<PassphraseCost>,
}

impl Head {
    pub fn new(
        portal: &str,
        schema: i64,
        lock: &BackupLock,
        memory_kib: u32,
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)
            .map_err(|e| StoreError::Other(format!("no randomness from the system: {e}")))?;
        Ok(Self {
            kind: KIND.to_owned(),
            version: 1,
            portal: portal.to_owned(),
            schema,
            made_at: at,
            nonce: hex(&nonce),
            passphrase: match lock {
                BackupLock::Passphrase(p) if p.chars().count() < SHORTEST_PASSPHRASE => {
                    return Err(StoreError::PassphraseTooShort);
                }
                BackupLock::Passphrase(_) => Some(PassphraseCost::new(memory_kib)?),
                BackupLock::StoreKey => None,
            },
        })
    }
}

/// The cipher and what each nonce begins with.
struct Seal {
    cipher: XChaCha20Poly1305,
    start: [u8; 16],
    head: Vec<u8>,
    number: u32,
}

impl Seal {
    fn new(
        head: &Head,
        line: Vec<u8>,
        lock: &BackupLock,
        store: &StoreKey,
    ) -> Result<Self, StoreError> {
        let key = match (lock, &head.passphrase) {
            (BackupLock::Passphrase(passphrase), Some(cost)) => cost.key(passphrase)?,
            (BackupLock::StoreKey, None) => store.clone(),
            (BackupLock::Passphrase(_), None) => {
                return Err(StoreError::BadBackup(
                    "This backup was kept aside by a store and opens with that store's own key, not with a passphrase."
                        .to_owned(),
                ));
            }
            (BackupLock::StoreKey, Some(_)) => {
                return Err(StoreError::BadBackup(
                    "This backup needs its passphrase.".to_owned(),
                ));
            }
        };
        let start = unhex(&head.nonce)
            .and_then(|n| n.try_into().ok())
            .ok_or_else(not_ours)?;
        let key = key.derive(PURPOSE);
        Ok(Self {
            cipher: XChaCha20Poly1305::new((&*key).into()),
            start,
            head: line,
            number: 0,
        })
    }

    fn nonce(&mut self, last: bool) -> [u8; 24] {
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(&self.start);
        nonce[16..20].copy_from_slice(&self.number.to_be_bytes());
        nonce[20] = u8::from(last);
        self.number += 1;
        nonce
    }
}

fn not_ours() -> StoreError {
    StoreError::BadBackup(
        "This is not a backup that Docketbell made. Nothing was changed.".to_owned(),
    )
}

fn damaged() -> StoreError {
    StoreError::BadBackup("The backup is damaged or was cut off. Nothing was changed.".to_owned())
}

/// Writes a backup beside its place, and puts it there when it is whole.
pub(crate) struct BackupWriter {
    path: PathBuf,
    unfinished: PathBuf,
    file: BufWriter<File>,
    seal: Seal,
    ended: bool,
}

impl BackupWriter {
    pub fn create(
        path: &Path,
        head: &Head,
        lock: &BackupLock,
        store: &StoreKey,
    ) -> Result<Self, StoreError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.unfinished", std::process::id()));
        let unfinished = path.with_file_name(name);
        remove_if_there(&unfinished)?;
        let mut line = serde_json::to_vec(head)?;
        line.push(b'\n');
        let mut writer = Self {
            file: BufWriter::new(private_file(&unfinished)?),
            seal: Seal::new(head, line.clone(), lock, store)?,
            path: path.to_owned(),
            unfinished,
            ended: false,
        };
        writer.put(&line)?;
        Ok(writer)
    }

    /// Writes a part; an empty one is the last.
    pub fn write(&mut self, part: &[u8]) -> Result<(), StoreError> {
        self.ended = part.is_empty();
        let nonce = self.seal.nonce(self.ended);
        let sealed = self
            .seal
            .cipher
            .encrypt(
                XNonce::from_slice(&nonce),
                Payload {
                    msg: part,
                    aad: &self.seal.head,
                },
            )
            .map_err(|_| StoreError::Other("encryption failed".to_owned()))?;
        let length = u32::try_from(sealed.len())
            .map_err(|_| StoreError::Other("a row is too large".to_owned()))?;
        self.put(&length.to_be_bytes())?;
        self.put(&sealed)
    }

    /// Has it on disk under its name. A file that was never ended is not kept.
    pub fn finish(mut self) -> Result<(), StoreError> {
        if !self.ended {
            return Err(StoreError::Other("the backup was interrupted".to_owned()));
        }
        let fail = |e: std::io::Error, path: &Path| StoreError::from_io(&e, path);
        self.file.flush().map_err(|e| fail(e, &self.path))?;
        self.file
            .get_ref()
            .sync_all()
            .map_err(|e| fail(e, &self.path))?;
        // A link fails where a file is; a rename would replace it. Some file systems have no links.
        match std::fs::hard_link(&self.unfinished, &self.path) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(StoreError::FileExists(self.path.clone()));
            }
            Err(_) if !self.path.exists() => {
                std::fs::rename(&self.unfinished, &self.path).map_err(|e| fail(e, &self.path))?;
            }
            Err(e) => return Err(fail(e, &self.path)),
        }
        if let Some(folder) = self.path.parent() {
            sync_folder(folder);
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file
            .write_all(bytes)
            .map_err(|e| StoreError::from_io(&e, &self.path))
    }
}

impl Drop for BackupWriter {
    fn drop(&mut self) {
        let _ = remove_if_there(&self.unfinished);
    }
}

/// Reads a backup part by part; each is authenticated before it is looked at.
pub(crate) struct BackupReader {
    file: BufReader<File>,
    path: PathBuf,
    seal: Seal,
    ended: bool,
    /// The first line.
    pub head: Head,
}

impl BackupReader {
    pub fn open(path: &Path, lock: &BackupLock, store: &StoreKey) -> Result<Self, StoreError> {
        let mut file = BufReader::new(File::open(path).map_err(|e| StoreError::from_io(&e, path))?);
        let mut line = Vec::new();
        file.by_ref()
            .take(LONGEST_HEAD)
            .read_until(b'\n', &mut line)
            .map_err(|e| StoreError::from_io(&e, path))?;
        let head: Head = serde_json::from_slice(&line).map_err(|_| not_ours())?;
        if head.kind != KIND {
            return Err(not_ours());
        }
        if head.version > 1 {
            return Err(StoreError::NewerStore {
                found: i64::from(head.version),
                known: 1,
            });
        }
        Ok(Self {
            seal: Seal::new(&head, line, lock, store)?,
            file,
            path: path.to_owned(),
            ended: false,
            head,
        })
    }

    /// The next part; `None` after the last.
    pub fn next(&mut self) -> Result<Option<Part>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let mut length = [0; 4];
        self.read(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > LARGEST_PART {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        self.read(&mut sealed)?;
        // A part without content (a bare tag) is the last one.
        let last = length == 16;
        let first = self.seal.number == 0;
        let nonce = self.seal.nonce(last);
        let plain = self
            .seal
            .cipher
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: &self.seal.head })
            .map_err(|_| {
                if first {
                    StoreError::BadBackup(
                        "The backup does not open: the passphrase is another one, or the file is damaged. Nothing was changed."
                            .to_owned(),
                    )
                } else {
                    damaged()
                }
            })?;
        if last {
            self.ended = true;
            return Ok(None);
        }
        serde_json::from_slice(&plain)
            .map(Some)
            .map_err(|_| damaged())
    }

    fn read(&mut self, into: &mut [u8]) -> Result<(), StoreError> {
        self.file.read_exact(into).map_err(|e| {
            if e.kind() == std::io::ErrorKind::UnexpectedEof {
                damaged()
            } else {
                StoreError::from_io(&e, &self.path)
            }
        })
    }
}
