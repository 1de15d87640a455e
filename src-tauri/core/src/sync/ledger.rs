//! The record of requests, kept in the store so that all processes together keep the profile's pace.

use jiff::Timestamp;

use crate::portal::access::budget_day;
use crate::portal::{AccessLedger, LedgerError, Limits, RequestIntent, RequestOutcome, Reserve, Stop, StopReason, Ticket, Waiting};
use crate::storage::{Store, StoreError};

/// [`AccessLedger`] over the store.
pub struct StoreLedger {
    store: Store,
}

impl StoreLedger {
    /// A ledger in this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

fn trouble(error: StoreError) -> LedgerError {
    match error {
        StoreError::Busy => LedgerError::Busy,
        other => LedgerError::Failed(other.to_string()),
    }
}
