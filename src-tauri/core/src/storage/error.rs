//! What can be wrong with the store, shaped by what a person can do about it. Every one of them is exit 7 (`cli.md`).

use std::path::PathBuf;

use super::key::SHORTEST_PASSPHRASE;

/// Why the store cannot be opened or used. Nothing was changed unless a message says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process wrote for longer than we wait.
    #[error(
        "Another Docketbell process is writing to the store and did not finish in time. Nothing was changed."
    )]
    Busy,
    /// The key or passphrase does not belong to this store.
    #[error("{}", match .passphrase { true => "That passphrase does not open this store. Nothing was changed.", false => "The key in the keyring does not open this store. Nothing was changed." })]
    WrongKey {
        /// Whether the store is opened by a passphrase.
        passphrase: bool,
    },
    /// Opened in the other way than it was made for; the other way is never tried.
    #[error("{}", match .passphrase { true => "This store was made with a passphrase, and none was given.", false => "This store's key is in the keyring; a passphrase cannot open it." })]
    OtherKind {
        /// Whether the store is opened by a passphrase.
        passphrase: bool,
    },
    /// Written by a newer version of the program.
    #[error(
        "This store was last used by a newer Docketbell (format {found}); this version knows formats up to {known}. Nothing was changed."
    )]
    NewerStore {
        /// Format of the store.
        found: i64,
        /// Newest format that this program knows.
        known: i64,
    },
    /// The store holds the cases of another portal.
    #[error(
        "This store belongs to \"{store}\", and \"{asked}\" was asked for. Practice cases never mix with real ones."
    )]
    OtherPortal {
        /// The portal that the store belongs to.
        store: String,
        /// The portal that was asked for.
        asked: String,
    },
    /// There is no store in this folder.
    #[error("There is no store in {} yet.", .0.display())]
    NoStore(PathBuf),
    /// There is one already, and it is never replaced.
    #[error("There is a store in {} already. It was left as it is.", .0.display())]
    AlreadyThere(PathBuf),
    /// One of the two files of a store is gone.
    #[error("A file of the store is gone: {}. Nothing was changed.", .0.display())]
    FileMissing(PathBuf),
    /// No room.
    #[error("The disk is full. What was saved before is safe; the last change was not saved.")]
    DiskFull,
    /// The folder or the file cannot be written.
    #[error("The data folder cannot be written to (read-only). Nothing was changed.")]
    ReadOnly,
    /// Another user's folder, or no access.
    #[error("There is no permission to use {}. Nothing was changed.", .0.display())]
    NoPermission(PathBuf),
    /// The file is damaged.
    #[error("The store is damaged: {0}. Nothing was changed.")]
    Corrupt(String),
    /// The disk reported an error.
    #[error("The disk reported an error: {0}. What was saved before is safe if the disk is.")]
    Disk(String),
    /// A passphrase that is too short to protect anything.
    #[error(
        "A new passphrase needs at least {} characters. Nothing was made.",
        SHORTEST_PASSPHRASE
    )]
    PassphraseTooShort,
    /// A file is there, and it is never replaced.
    #[error("There is a file at {} already. It was left as it is.", .0.display())]
    FileExists(PathBuf),
    /// A backup file that is not one of ours, or damaged, or of another passphrase.
    #[error("{0}")]
    BadBackup(String),
    /// Another process applied a reading of this case meanwhile: read what is known again and compare again.
    #[error("Another process stored a newer reading of this case.")]
    Superseded,
    /// The case is not in the store.
    #[error("This case is not in the store.")]
    NoSuchCase,
    /// Anything else, in SQLite's words. Never holds values.
    #[error("The store reported: {0}")]
    Other(String),
}

impl StoreError {
    /// The stable word for `--json` and for views.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Busy => "store_busy",
            Self::WrongKey { .. } => "wrong_key",
            Self::OtherKind { .. } => "locked",
            Self::NewerStore { .. } => "newer_store",
            Self::OtherPortal { .. } => "other_portal",
            Self::NoStore(_) => "no_store",
            Self::AlreadyThere(_) => "already_there",
            Self::FileMissing(_) => "file_missing",
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::NoPermission(_) => "no_permission",
            Self::Corrupt(_) => "corrupt",
            Self::Disk(_) => "disk_error",
            Self::PassphraseTooShort => "passphrase_too_short",
            Self::FileExists(_) => "file_exists",
            Self::BadBackup(_) => "bad_backup",
            Self::Superseded => "superseded",
            Self::NoSuchCase => "no_such_case",
            Self::Other(_) => "store_error",
        }
    }

    /// What to do next; empty when there is nothing to say.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Busy => "Close the other one or wait for it, then try again.",
            Self::WrongKey { passphrase: true } => {
                "Check the keyboard layout and Caps Lock, then try again."
            }
            Self::WrongKey { passphrase: false } => {
                "The keyring may belong to another user or computer. Restore a backup into a new data folder if the old key is lost."
            }
            Self::OtherKind { passphrase: true } => {
                "Type it in the window, or set DOCKETBELL_PASSPHRASE for docketctl."
            }
            Self::OtherKind { passphrase: false } => {
                "Unlock the keyring and try again without a passphrase."
            }
            Self::NewerStore { .. } => "Install the newer version again.",
            Self::OtherPortal { .. } => {
                "Use another data folder for the other portal (--data-dir)."
            }
            Self::NoStore(_) => "Start Docketbell once, or follow a case, to make one.",
            Self::AlreadyThere(_) => "Use it, or choose another data folder.",
            Self::FileMissing(_) => {
                "Put the file back from a copy of the data folder, or restore a backup into a new data folder."
            }
            Self::DiskFull => "Free some space, then try again.",
            Self::ReadOnly => "Make the folder writable, or choose another one with --data-dir.",
            Self::NoPermission(_) => "Use a folder of your own, or ask the owner of this one.",
            Self::Corrupt(_) => {
                "Keep the folder as it is and restore a backup into a new data folder."
            }
            Self::Disk(_) => "Check the disk, then try again.",
            Self::PassphraseTooShort => "Choose a longer one; several words are good.",
            Self::FileExists(_) => "Choose another name, or move that file away.",
            Self::BadBackup(_) => "Choose another backup file, or check the passphrase.",
            Self::Superseded | Self::NoSuchCase | Self::Other(_) => "",
        }
    }

    /// Whether the same call may succeed later without a person doing anything.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Busy | Self::Superseded)
    }

    /// An I/O error at a path, by what it means.
    pub(crate) fn from_io(error: &std::io::Error, path: &std::path::Path) -> Self {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::PermissionDenied => Self::NoPermission(path.to_owned()),
            K::ReadOnlyFilesystem => Self::ReadOnly,
            K::StorageFull | K::QuotaExceeded => Self::DiskFull,
            K::NotFound => Self::FileMissing(path.to_owned()),
            _ => Self::Disk(error.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(db) => {
                let code: i32 = db.code().and_then(|c| c.parse().ok()).unwrap_or(0);
                // The primary code is the low byte (sqlite.org/rescode.html).
                match code & 0xff {
                    5 | 6 => Self::Busy,
                    8 => Self::ReadOnly,
                    // IOERR_SHMSIZE and IOERR_WRITE are what a full disk looks like where the error is not FULL.
                    10 if matches!(code, 4874 | 5386) => Self::DiskFull,
                    10 => Self::Disk(db.message().to_owned()),
                    11 => Self::Corrupt(db.message().to_owned()),
                    13 => Self::DiskFull,
                    14 => Self::Disk("a file of the store cannot be opened".to_owned()),
                    26 => Self::Corrupt("its first page cannot be read".to_owned()),
                    // The name of the list of migrations stands in every store from the first moment on.
                    1 if db.message().contains("_sqlx_migrations") => {
                        Self::Corrupt("it is empty".to_owned())
                    }
                    _ => Self::Other(db.message().to_owned()),
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(e) => Self::from_io(&e, std::path::Path::new("the store")),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // Only the place is told: serde_json's full message can quote the value.
        Self::Corrupt(format!(
            "a stored value cannot be read (column {})",
            error.column()
        ))
    }
}
