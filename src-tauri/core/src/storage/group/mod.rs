//! The administrator's desk, one file per table: what the portal showed, what is wanted, and who did what.

mod access_reviews;
mod actions;
mod audit;
mod clicks;
mod facts;
mod new_users;
mod offboardings;
mod roster;
mod users;

pub use access_reviews::{SignedReview, StoredReview, StoredReviewLine};
pub use actions::StoredAction;
pub(crate) use audit::TRIGGERS as AUDIT_TRIGGERS;
pub use audit::{AuditEntry, AuditLog, StoredAuditLine};
pub use clicks::Settlement;
pub use facts::{GroupFacts, ReadingFailed};
pub use new_users::StoredNewUser;
pub use offboardings::{StoredOffboarding, StoredStep};
pub use roster::{RosterReading, RosterWritten};
