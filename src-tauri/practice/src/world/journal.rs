//! The journal: one line of JSON per change, so that the world is the same after a restart. A line that broke off at
//! the end (the process died while writing) is cut away.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::change::Change;
use crate::config::PracticeError;

const FILE: &str = "practice-journal.jsonl";

/// The first line: what the world was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) seed: u64,
    pub(crate) entries_per_case: Option<u32>,
    pub(crate) anchor: Date,
}

/// Where changes are written. Without a folder they are kept in memory only.
#[derive(Debug)]
pub(crate) struct Journal {
    file: Option<File>,
}

impl Journal {
    pub(crate) fn nowhere() -> Self {
        Self { file: None }
    }

    /// Opens the journal of a folder. The day that a world was made for comes from its journal, so that its dates
    /// stay; a journal of another seed is set aside and a new world begins.
    pub(crate) fn open(
        folder: &Path,
        wanted: Header,
    ) -> Result<(Self, Header, Vec<Change>), PracticeError> {
        let path = folder.join(FILE);
        let at = |error: io::Error| PracticeError::Folder {
            path: path.clone(),
            source: error,
        };
        fs::create_dir_all(folder).map_err(at)?;
        let mut file = open(&path).map_err(at)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(PracticeError::InUse(folder.to_owned()));
            }
            Err(fs::TryLockError::Error(error)) => return Err(at(error)),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(at)?;
        let (header, changes, whole) = read(&bytes);
        match header {
            Some(header)
                if header.seed == wanted.seed
                    && header.entries_per_case == wanted.entries_per_case =>
            {
                file.set_len(whole).map_err(at)?;
                file.seek(SeekFrom::End(0)).map_err(at)?;
                Ok((Self { file: Some(file) }, header, changes))
            }
            other => {
                if other.is_some() || !bytes.is_empty() {
                    fs::write(aside(&path), &bytes).map_err(at)?;
                }
                let mut journal = Self { file: Some(file) };
                journal.restart(&wanted).map_err(at)?;
                Ok((journal, wanted, Vec::new()))
            }
        }
    }

    /// Writes the changes as whole lines in one go.
    pub(crate) fn write(&mut self, changes: &[Change]) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let mut lines = Vec::new();
        for change in changes {
            // A counted fault is for the next few requests of this run; it would fire a second time after a restart.
            if matches!(change, Change::Fault(fault) if fault.count.is_some()) {
                continue;
            }
            serde_json::to_writer(&mut lines, change)?;
            lines.push(b'\n');
        }
        file.write_all(&lines)
    }

    /// Empties the journal and begins with a new first line.
    pub(crate) fn restart(&mut self, header: &Header) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        let mut line = serde_json::to_vec(header)?;
        line.push(b'\n');
        file.write_all(&line)
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn aside(path: &Path) -> PathBuf {
    path.with_extension("jsonl.old")
}

/// The first line, the changes, and how many bytes of whole lines there are.
fn read(bytes: &[u8]) -> (Option<Header>, Vec<Change>, u64) {
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |place| place + 1);
    let mut lines = bytes[..whole]
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let header = lines
        .next()
        .and_then(|line| serde_json::from_slice(line).ok());
    let changes = lines
        .enumerate()
        .filter_map(|(number, line)| match serde_json::from_slice(line) {
            Ok(change) => Some(change),
            Err(error) => {
                tracing::warn!(line = number + 2, %error, "a line of the practice journal is skipped");
                None
            }
        })
        .collect();
    (header, changes, whole as u64)
}
