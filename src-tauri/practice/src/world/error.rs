//! Why an operation on the world could not be done.

/// Why an operation could not be done.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WorldError {
    /// No such case.
    #[error("there is no case {0} in the practice world; /practice/cases lists them")]
    NoCase(String),
    /// A number that several courts have.
    #[error("{number} exists in several courts; name one of {courts:?} as `court`")]
    SeveralCourts {
        /// The number.
        number: String,
        /// Court ids.
        courts: Vec<String>,
    },
    /// No such court.
    #[error("there is no court {0}; /practice/courts lists them")]
    NoCourt(String),
    /// No such entry.
    #[error("the docket of {case} has no entry with sequence {sequence}")]
    NoEntry {
        /// Case number.
        case: String,
        /// Sequence asked for.
        sequence: u32,
    },
    /// The entry sets no hearing.
    #[error("entry {sequence} of {case} sets no hearing (it has no row C)")]
    NoHearing {
        /// Case number.
        case: String,
        /// Sequence asked for.
        sequence: u32,
    },
    /// No such party.
    #[error("{case} has no party {party}; parties count from 1")]
    NoParty {
        /// Case number.
        case: String,
        /// Place asked for.
        party: u32,
    },
    /// No such account.
    #[error("there is no account {0}; /practice/accounts lists them")]
    NoUser(String),
    /// No such group.
    #[error("there is no group {0}; /practice/accounts lists them")]
    NoGroup(String),
    /// A value that does not fit.
    #[error("{0}")]
    Misfit(String),
    /// The change could not be kept.
    #[error("the change was not made, because the journal could not be written: {0}")]
    Journal(String),
}
