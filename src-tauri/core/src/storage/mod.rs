//! The encrypted store. Knows the words of the court; knows no website.
//!
//! # What there is
//! * **Open, make, erase**: [`StoreFolder`] (`open`, `kind`, `portal_name`, `expect_portal`, `create_with_key`,
//!   `create_with_passphrase`, `open_with_key`, `open_with_passphrase`, `erase`), [`StoreKey`], [`StoreOptions`],
//!   [`SealedFile`] (secrets of a passphrase store), [`StoreError`] (`kind`, `hint`, `may_pass`).
//! * **Follow**: [`Store::first_follow`], `first_follow_all`, `unfollow`, `follow_again`, `move_court`, `save_words`,
//!   `own_words`.
//! * **Refresh**: [`Store::known_case`], [`Store::apply_refresh`] ([`Applied`] in, [`Written`] out),
//!   [`Store::record_unchanged`] (many at once), `record_failure`, `reschedule`.
//! * **Schedule**: `due_cases`, `cases_to_check`, `case_to_check` ([`CaseToCheck`]), `next_due_at`.
//! * **Read**: `list_cases` ([`CaseFilter`]), `case`, `cases_by_number`, `case_key`, `followed_among`, `tags`, `counts`;
//!   `docket_page`, `entry`, `entry_offset`, `entry_versions`, `entries_with_documents`, `stored_entries`; `hearings`,
//!   `hearings_between`, `hearing`, `parties`, `charges`; `changes` ([`ChangeFilter`]), `change`, `today_groups`.
//! * **Review**: `review_changes`, `acknowledge`, `undo_review`, `reviewed_since`.
//! * **Notices**: `next_notices`, `next_notice_at`, `mark_sending`, `mark_shown`, `mark_not_shown`, `hold_notices`,
//!   `drop_notices`, `raise_notice`, `held_notices`.
//! * **Search**: `search` ([`SearchQuery`], newest first, pages by [`SearchCursor`]), `search_cases` ([`CaseHit`]).
//! * **Access**: `reserve_request` (the decision is a closure over [`AccessUsage`], made inside the transaction),
//!   `lease_places`/`release_places` (several places at once), `finish_requests` (many at once), `stop_access`,
//!   `resume_access`, `access_state`, `access_log`.
//! * **Journeys**: `begin_journey`, `keep_journey`, `journeys_under_way`, `journeys_done`, `keep_agreement`, `agreements`.
//! * **Group**: `group_facts`, `group_users`, [`Store::apply_roster`], `queue_group_actions`, `claim_group_action`,
//!   `settle_group_action`, `lose_group_actions`, `audit_log`, `new_group_users`, `access_review`, `offboardings`.
//! * **Diary**: `setting`, `set_setting`, `note_activity`, `activity`.
//! * **P6**: `record_gone` ([`Gone`]), `erase_case_contents`, `closed_copies`, `erase_closed`, `forget`, `scrub`.
//! * **Backup**: `backup`, `restore` ([`BackupLock`], [`BackupSummary`]).
//! * **Health**: `check_integrity`, `size_on_disk`, `close`.
//!
//! # How it writes
//! Each writing call is one transaction under the writer's lock (`lock.rs`): all of it, or nothing. It is cancel-safe:
//! dropping the future never leaves half of it. What returned `Ok` is on disk. Reads of a closed copy (promise P6) give
//! back nothing but the person's own words.

mod access;
mod backup;
mod backup_file;
mod bulk;
mod case_words;
mod cases;
mod changes;
mod closed;
mod closing;
mod confidential;
mod connection;
mod diary;
mod docket;
mod entry_row;
mod error;
mod folder;
mod follow;
mod group;
mod hearings;
mod journeys;
mod key;
mod known;
mod lock;
pub(crate) mod moment;
mod notices;
mod owner;
mod parties;
mod readers;
mod refresh;
mod sealed_file;
mod search;
mod send_window;
mod status;

pub use access::{
    AccessState, AccessStop, AccessUsage, FinishedRequest, LoggedRequest, NewRequest, PlaceLease,
    UsageQuery,
};
pub use backup::{BackupLock, BackupSummary};
pub use cases::{CaseFilter, CaseList, CaseOrder, CaseState, Counts, LastProblem, StoredCase};
pub use changes::{ChangeFilter, StoredChange};
pub use closed::ClosedCopy;
pub use confidential::{Gone, SECOND_READING_AFTER};
pub use connection::{Store, StoreOptions};
pub use diary::ActivityLine;
pub use docket::{StoredDocket, StoredEntry, StoredVersion};
pub use error::StoreError;
pub use folder::{StoreFolder, StoreKind};
pub use follow::{FirstReading, Followed, OwnWords, POSITION_STEP};
pub use group::{
    AuditEntry, AuditLog, GroupFacts, ReadingFailed, RosterReading, RosterWritten, Settlement,
    SignedReview, StoredAction, StoredAuditLine, StoredNewUser, StoredOffboarding, StoredReview,
    StoredReviewLine, StoredStep,
};
pub use hearings::{FormerSetting, StoredHearing};
pub use journeys::{JourneyState, StoredAgreement, StoredJourney};
pub use key::{ADVISED_PASSPHRASE, SHORTEST_PASSPHRASE, StoreKey};
pub use known::KnownCase;
pub use notices::{NewReminder, PlannedNotice, StoredNotice};
pub use refresh::{AddedEntry, Applied, ChangedEntry, NewChange, Written};
pub use sealed_file::SealedFile;
pub use search::{CaseHit, SearchCursor, SearchHits, SearchQuery};
pub use status::{CaseToCheck, FailedAttempt, StatusUpdate};
