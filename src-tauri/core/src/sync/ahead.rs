//! Rows of a run of checks, read together: a row for itself costs more than the rest of a check that finds nothing.
//!
//! Only where the profile keeps no pace (a portal on this computer): such a run is through 256 cases in a few dozen
//! milliseconds. At a real court the last of them would be minutes away, and its row old by then.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use tokio::sync::OnceCell;

use crate::storage::{CaseToCheck, Store, StoreError};

/// A part of a run. Its rows are read when the first of its cases is, and each is handed out once.
#[derive(Debug)]
pub struct RowsAhead {
    ids: Vec<i64>,
    rows: OnceCell<Mutex<HashMap<i64, CaseToCheck>>>,
}

impl RowsAhead {
    /// A part with these cases; nothing is read yet.
    pub fn new(ids: Vec<i64>) -> Self {
        Self {
            ids,
            rows: OnceCell::new(),
        }
    }

    /// The row of a case. What was handed out already is read anew, since it was changed by whoever took it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`] when it is not followed; when the store cannot be read.
    pub async fn take(
        &self,
        store: &Store,
        today: Date,
        case_id: i64,
    ) -> Result<CaseToCheck, StoreError> {
        let rows = self
            .rows
            .get_or_try_init(|| async {
                let rows = store.these_cases_to_check(&self.ids, today).await?;
                Ok::<_, StoreError>(Mutex::new(
                    rows.into_iter().map(|row| (row.case_id, row)).collect(),
                ))
            })
            .await?;
        let taken = rows
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&case_id);
        match taken {
            Some(row) => Ok(row),
            None => store
                .case_to_check(case_id, today)
                .await?
                .ok_or(StoreError::NoSuchCase),
        }
    }
}
