//! What a practice portal is started with, and why it may not start.

use std::{io, path::PathBuf};

use jiff::civil::Date;

/// The seed of the world when nobody asks for another one.
pub const DEFAULT_SEED: u64 = 26_090_123;

/// What a practice portal is started with.
#[derive(Clone, Debug)]
pub struct PracticeConfig {
    /// Port on loopback; 0 takes the one of the last start in `folder`, else any.
    pub port: u16,
    /// How many cases the world has (40).
    pub cases: u32,
    /// Entries of each case; by default 12 to 40.
    pub entries_per_case: Option<u32>,
    /// The world follows from it.
    pub seed: u64,
    /// Folder for the journal and the control token; without it nothing outlives the process.
    pub folder: Option<PathBuf>,
    /// Today in the world; by default the day in Chicago.
    pub today: Option<Date>,
}

impl Default for PracticeConfig {
    fn default() -> Self {
        Self {
            port: 0,
            cases: 40,
            entries_per_case: None,
            seed: DEFAULT_SEED,
            folder: None,
            today: None,
        }
    }
}

/// Why a practice portal did not start.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// The port is taken, or may not be used.
    #[error(
        "the practice portal cannot listen on 127.0.0.1:{port}: {source}. Choose another port, or 0 for any"
    )]
    Listen {
        /// Port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The folder cannot be used.
    #[error("the practice portal cannot use {path}: {source}. Choose another folder")]
    Folder {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another practice portal holds the folder.
    #[error(
        "another practice portal is running on the folder {0}. Use that one, or choose another folder"
    )]
    InUse(PathBuf),
    /// More cases than there are numbers.
    #[error("a practice world has 1 to {most} cases; {asked} were asked for")]
    Cases {
        /// Asked for.
        asked: u32,
        /// The most there can be.
        most: u32,
    },
    /// No random numbers for the token.
    #[error("the system gave no random numbers for the control token")]
    Random,
}
