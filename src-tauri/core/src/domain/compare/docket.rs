//! Comparing dockets.

use jiff::civil::Date;

use super::super::Docket;
use super::{DocketChanges, KnownDocket};

/// What changed on the docket since the last reading. `today` is the court's civil date (America/Chicago).
pub fn compare_docket(_known: &KnownDocket, _shown: &Docket, _today: Date) -> DocketChanges {
    DocketChanges::default()
}
