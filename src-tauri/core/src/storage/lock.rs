//! The writer's lock: one process writes at a time, for one transaction.
//!
//! Why a lock of our own beside SQLite's: the SQLite inside SQLCipher (3.50.4) has the WAL-reset bug, which can lose
//! a transaction when one connection writes while another resets the log. With this lock no two connections, in
//! whatever process, write or checkpoint at the same time; readers never checkpoint. A rollback journal would avoid
//! the bug as well, but then a reader in the window holds up `docketctl`, and each commit costs three syncs.

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;
use super::folder::private_file;

/// How long a wait is that follows one in vain.
const ONCE_MORE: Duration = Duration::from_millis(250);

/// How long one store waits for the lock. Who waited in vain may want to write once more: to note what did not work, or
/// because two were waiting. All of them together wait about as long as one may.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    in_vain: Mutex<Option<Instant>>,
}

impl Patience {
    /// Takes the lock, waiting at most `bound`, and only for a moment when that was in vain just now.
    pub async fn take(&self, path: &Path, bound: Duration) -> Result<WriteLock, StoreError> {
        let wait = self.wait(bound);
        let taken = WriteLock::take(path, wait).await;
        match &taken {
            // Only a whole wait counts: a moment in vain does not shorten the next wait for ever.
            Err(StoreError::Busy) if wait == bound => *self.in_vain() = Some(Instant::now()),
            Err(_) => {}
            Ok(_) => *self.in_vain() = None,
        }
        taken
    }

    fn wait(&self, bound: Duration) -> Duration {
        let just_now = self.in_vain().is_some_and(|at| at.elapsed() < bound);
        if just_now {
            bound.min(ONCE_MORE)
        } else {
            bound
        }
    }

    fn in_vain(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.in_vain.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_waited_for_in_vain_is_not_waited_for_twice() {
        const BOUND: Duration = Duration::from_secs(5);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("write.lock");
        let held = WriteLock::take(&path, BOUND).await.unwrap();
        let patience = Patience::default();
        assert_eq!(patience.wait(BOUND), BOUND);
        let short = Duration::from_millis(1);
        assert!(matches!(
            patience.take(&path, short).await,
            Err(StoreError::Busy)
        ));
        assert_eq!(patience.wait(BOUND), ONCE_MORE, "it was in vain just now");
        *patience.in_vain() = Instant::now().checked_sub(BOUND);
        assert_eq!(patience.wait(BOUND), BOUND, "later it waits as ever");
        *patience.in_vain() = Some(Instant::now());
        drop(held);
        drop(patience.take(&path, BOUND).await.unwrap());
        assert_eq!(patience.wait(BOUND), BOUND, "and so it does after a write");
    }
}
