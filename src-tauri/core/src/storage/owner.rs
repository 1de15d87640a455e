//! Which process holds a place under way. A process that dies cannot give its places back; the others see that it is
//! gone, because the system has released its lock, and do not wait until the places end by themselves.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::folder::private_file;

const PREFIX: &str = "running-";
const SUFFIX: &str = ".lock";

/// This opening of the store, among all processes. Its file is locked as long as it lives.
#[derive(Debug)]
pub(crate) struct Owner {
    id: Option<i64>,
    path: PathBuf,
    _file: Option<File>,
}

impl Owner {
    /// Takes an id. Where the folder cannot be written there is none, and places end by themselves as they did.
    pub fn new(folder: &Path) -> Self {
        sweep(folder);
        // Another process may sweep the file between its making and its locking: then it is made again.
        for _ in 0..20 {
            let Some(id) = random_id() else { break };
            let path = path_of(folder, id);
            let Ok(file) = private_file(&path) else { break };
            if file.try_lock().is_ok() && path.exists() {
                return Self {
                    id: Some(id),
                    path,
                    _file: Some(file),
                };
            }
        }
        Self {
            id: None,
            path: PathBuf::new(),
            _file: None,
        }
    }

    /// The id that places are marked with.
    pub fn id(&self) -> Option<i64> {
        self.id
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if self.id.is_some() {
            // What stays behind is swept by the next process.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether the process with this id is gone.
pub(crate) fn is_gone(folder: &Path, id: i64) -> bool {
    is_free(&path_of(folder, id))
}

/// Removes what dead processes left behind.
fn sweep(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten() {
        let name = file.file_name();
        let ours = name
            .to_str()
            .is_some_and(|n| n.starts_with(PREFIX) && n.ends_with(SUFFIX));
        if ours && is_free(&file.path()) {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// Nobody holds the file. When that cannot be told, somebody does.
fn is_free(path: &Path) -> bool {
    match File::open(path) {
        Ok(file) => !matches!(
            file.try_lock(),
            Err(TryLockError::WouldBlock | TryLockError::Error(_))
        ),
        Err(e) => e.kind() == std::io::ErrorKind::NotFound,
    }
}

fn path_of(folder: &Path, id: i64) -> PathBuf {
    folder.join(format!("{PREFIX}{id:016x}{SUFFIX}"))
}

fn random_id() -> Option<i64> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(i64::from_le_bytes(bytes) & i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_gone_when_its_lock_is() {
        let folder = tempfile::tempdir().unwrap();
        let owner = Owner::new(folder.path());
        let id = owner.id().unwrap();
        assert!(!is_gone(folder.path(), id), "it is running");
        let other = Owner::new(folder.path());
        assert!(
            !is_gone(folder.path(), id),
            "another start does not sweep it away"
        );
        drop(owner);
        assert!(is_gone(folder.path(), id));
        assert!(!is_gone(folder.path(), other.id().unwrap()));
    }

    #[test]
    fn what_a_killed_process_left_is_swept_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let left = path_of(folder.path(), 7);
        private_file(&left).unwrap();
        let _owner = Owner::new(folder.path());
        assert!(!left.exists());
    }
}
