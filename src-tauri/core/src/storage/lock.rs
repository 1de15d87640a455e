//! The writer's lock: one process writes at a time, for one transaction.
//!
//! Why a lock of our own beside SQLite's: the SQLite inside SQLCipher (3.50.4) has the WAL-reset bug, which can lose
//! a transaction when one connection writes while another resets the log. With this lock no two connections, in
//! whatever process, write or checkpoint at the same time; readers never checkpoint. A rollback journal would avoid
//! the bug as well, but then a reader in the window holds up `docketctl`, and each commit costs three syncs.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use super::StoreError;
use super::folder::private_file;

/// The lock, held until dropped; the system releases it when the process dies.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the lock, waiting at most `bound`.
    pub async fn take(path: &Path, bound: Duration) -> Result<Self, StoreError> {
        let file = private_file(path)?;
        let until = Instant::now() + bound;
        let mut pause = Duration::from_millis(1);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(std::fs::TryLockError::WouldBlock) if Instant::now() < until => {}
                Err(std::fs::TryLockError::WouldBlock) => return Err(StoreError::Busy),
                Err(std::fs::TryLockError::Error(e)) => return Err(StoreError::from_io(&e, path)),
            }
            tokio::time::sleep(pause).await;
            // Short at first, since most transactions take a millisecond; never so long that a turn is missed.
            pause = (pause * 2).min(Duration::from_millis(10));
        }
    }
}
