//! Words of the court, as types. No I/O, no async, no SQL, no HTML, no clock.
//!
//! Days end in `_on` and are civil dates of the court; our own moments end in `_at` and are UTC.
//! What we do not recognise is kept as the portal wrote it: an unknown word is a value, not an error.

pub mod action;
pub mod ahead;
pub mod case;
pub mod change;
pub mod charge;
pub mod compare;
pub mod court;
pub mod docket;
pub mod document;
pub mod group;
pub mod group_words;
pub mod hearing;
pub mod journey;
pub mod notice;
pub mod notice_words;
pub mod party;
pub mod pin_clock;
pub mod redline;
pub mod reminder;
pub mod schedule;
pub mod told;
pub mod when;

pub use action::{ActionState, Wanted};
pub use ahead::{Ahead, ahead};
pub use case::{
    CaseHeader, CaseKey, CaseNumber, CaseNumberError, CaseNumberShape, CaseStyle, Disposition,
};
pub use change::{Change, ChangeKind, HeaderField};
pub use charge::Charge;
pub use compare::{EntryState, KnownEntry, KnownHearing};
pub use court::{CourtId, NamedCourt};
pub use docket::{AssociatedEntry, Docket, DocketEntry, EntryIdentity};
pub use document::Document;
pub use group::{GroupUser, KnownUser, Roster, RosterChange, RosterChangeKind, UserStatus};
pub use hearing::{Hearing, HearingKey, HearingState, Setting, SettingMark};
pub use journey::{JourneyKind, PortalPart};
pub use notice::{Notice, NoticeLevel};
pub use party::{Attorney, Party, PartyRole};
