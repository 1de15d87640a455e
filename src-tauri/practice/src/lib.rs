//! The practice portal: a server that behaves as the courts' case system does (its wire format, its faults), with an
//! invented court behind it. It serves tests, the benchmark, and people who want to see the product work without
//! asking a court anything.
//!
//! Start it with [`start`]; change its world through [`RunningPractice::world`] or the control endpoint described in
//! `docs/practice-portal.md`. No page here is evidence about the real portal beyond the project's notes on its wire
//! format; what is invented is marked *unverified*.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod accounts;
mod config;
mod control;
mod listener;
mod portal;
mod requests;
mod server;
mod wire;
mod world;

pub use accounts::{
    acts::{GroupRef, IssueAdministrator, MarkupWanted, NewAccount, UserRef},
    books::{
        AccountKind, FIRST_GROUP, ISSUED_ADMINISTRATOR, Mail, MemberStatus, PRACTICE_PASSWORD,
        Settings,
    },
    markup::{MARKUP_VARIANTS, Markup, MarkupChoice},
};
pub use config::{DEFAULT_SEED, PracticeConfig, PracticeError};
pub use requests::{LoggedRequest, RequestCounts, RequestLog};
pub use server::{PORT_FILE, RunningPractice, profile_toml, start};
pub use world::{
    CaseSummary, Outcome, PersonName, ShownPhrase, TOUR_CASE, World, WorldError,
    act::{
        Act, AttorneyChange, CaseRef, EntryEdit, EntryRef, HeaderChange, HearingCancel,
        HearingHeld, HearingMove, MoveWay, NewEntry, NewHearing, PartyChange,
    },
    change::HeaderField,
    courts::{COURTS, Court},
    day::{DAY_STEPS, DayStep, first_case_numbers},
    drift::{DocumentShape, Drift, FlagShape, ListShape, RowsShape, UnknownShape},
    faults::{FAULT_KINDS, Fault, FaultKind},
    truth::{
        AttorneyTruth, CaseTruth, ChargeTruth, DocumentTruth, EntryTruth, FiledBy, PartyTruth,
        Setting, Words,
    },
};
