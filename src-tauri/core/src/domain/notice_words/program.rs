//! Notices that tell no single change: summaries, the discreet form, the watcher's own state, the test, after a crash
//! (§2, §3, §9, §12, §13).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::text::{counted, cut};
use super::{APP_NAME, DISCREET_NAME, TITLE_LIMIT};
use crate::domain::notice::{NoticeAction, NoticeTarget};
use crate::domain::when::moment_words;
use crate::domain::{ChangeKind, Notice, NoticeLevel, RosterChangeKind};

/// News of the program itself, as the store keeps it until it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum ProgramNews {
    /// A person asked for a test notification.
    Test,
    /// Three checks failed in a row; told once a day until one works.
    WatcherFailing {
        /// The last check that worked.
        last_good_at: Option<Timestamp>,
        /// Hearings of followed cases in the next seven days.
        hearings_this_week: u32,
    },
    /// The portal refused us, or asked for proof that a person is there.
    WatcherStopped {
        /// It was a challenge.
        challenge: bool,
    },
    /// The link in the portal's verification e-mail ends soon, and nobody has signed in since (C2).
    VerifyEmail {
        /// When it ends.
        until: Timestamp,
    },
    /// The group's roster shows something that nobody here asked for.
    GroupChanged {
        /// What.
        change: RosterChangeKind,
        /// The person's name, as the portal writes it.
        name: String,
    },
    /// The group's roster shows many such things at once.
    GroupChanges {
        /// How many.
        count: u32,
    },
    /// Somebody who left still knows the group's PIN, or it is as old as its administrator allows.
    PinReminder {
        /// Removed or disabled since it was set; 0: it is old.
        left: u32,
    },
    /// A quarter has begun whose access review nobody has signed.
    AccessReview {
        /// "2026-Q4".
        period: String,
    },
    /// So many cases are not shown any more that the portal is not believed (P6).
    GoneAtOnce {
        /// How many.
        cases: u32,
    },
    /// A check worked after [`ProgramNews::WatcherFailing`] or a stop was told.
    WatcherWorking {
        /// Changes found by the first checks that worked.
        changes: u32,
        /// How long no check worked, in seconds.
        missed_seconds: i64,
    },
}

impl ProgramNews {
    /// The stable word for the store's `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::WatcherFailing { .. } => "watcher_failing",
            Self::WatcherStopped { .. } => "watcher_stopped",
            Self::WatcherWorking { .. } => "watcher_working",
            Self::VerifyEmail { .. } => "verify_email",
            Self::GroupChanged { .. } => "group_changed",
            Self::GroupChanges { .. } => "group_changes",
            Self::PinReminder { .. } => "group_pin",
            Self::AccessReview { .. } => "access_review",
            Self::GoneAtOnce { .. } => "gone_at_once",
        }
    }
}

/// News of the program as a notification (§9, §12).
pub fn word_program(
    news: &ProgramNews,
    event_id: &str,
    level: NoticeLevel,
    now: Timestamp,
) -> Notice {
    let (title, body, actions, target) = match news {
        ProgramNews::Test => return test_notice(event_id, level),
        _ if level == NoticeLevel::Discreet => return discreet(event_id, 1),
        ProgramNews::GroupChanged { change, name } => {
            return super::group::word_change(*change, name, event_id, level);
        }
        ProgramNews::GroupChanges { count } => return super::group::word_changes(*count, event_id),
        ProgramNews::PinReminder { left } => return super::group::word_pin(*left, event_id),
        ProgramNews::AccessReview { period } => return super::group::word_review(period, event_id),
        ProgramNews::WatcherFailing {
            last_good_at,
            hearings_this_week,
        } => (
            "Docketbell cannot check your cases",
            failing_body(*last_good_at, *hearings_this_week, now),
            // The safest next step is the court's own page: it has the dates that we could not read.
            [
                vec![(NoticeAction::OpenPortal, "Open on Case.net".to_owned())],
                see_why(),
            ]
            .concat(),
            NoticeTarget::Access,
        ),
        ProgramNews::WatcherStopped { challenge } => (
            "Docketbell stopped checking",
            if *challenge {
                "The court's site asked for proof that a person is there. We will not try again until you decide."
            } else {
                "The court's site refused our request. We will not try again until you decide."
            }
            .to_owned(),
            see_why(),
            NoticeTarget::Access,
        ),
        ProgramNews::VerifyEmail { until } => (
            "The link in the court's e-mail ends soon",
            format!(
                "If you have not followed it yet, do: it makes your new account usable and counts until {}. No e-mail? Look among the spam, or ask for another in Accounts.",
                moment_words(*until, now)
            ),
            Vec::new(),
            NoticeTarget::Accounts,
        ),
        ProgramNews::GoneAtOnce { cases } => (
            "Many of your cases are not shown any more",
            format!(
                "The court's site shows none of {}. That is more likely its fault than the court's order: we closed our copies and erase nothing. If it stays so, ask the clerk.",
                counted(*cases, "case", "cases")
            ),
            open_today(),
            NoticeTarget::Today,
        ),
        ProgramNews::WatcherWorking {
            changes,
            missed_seconds,
        } => (
            "Docketbell is checking again",
            format!(
                "We found {} from the {} we missed.",
                if *changes == 0 {
                    "no changes".to_owned()
                } else {
                    counted(*changes, "change", "changes")
                },
                missed_words(*missed_seconds)
            ),
            open_today(),
            NoticeTarget::Today,
        ),
    };
    Notice {
        event_id: event_id.to_owned(),
        key: match news {
            ProgramNews::VerifyEmail { .. } => "accounts",
            _ => "watcher",
        }
        .to_owned(),
        title: title.to_owned(),
        body,
        actions,
        target,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}

fn failing_body(last_good_at: Option<Timestamp>, hearings: u32, now: Timestamp) -> String {
    let last = last_good_at.map_or_else(
        || "No check has worked yet.".to_owned(),
        |at| format!("Last good check: {}.", moment_words(at, now)),
    );
    match hearings {
        0 => last,
        1 => format!("{last} 1 hearing is due this week."),
        n => format!("{last} {n} hearings are due this week."),
    }
}

fn missed_words(seconds: i64) -> String {
    let missed = SignedDuration::from_secs(seconds.max(0));
    let hours = u32::try_from(missed.as_hours()).unwrap_or(u32::MAX);
    match (hours / 24, hours) {
        (0, 0) => "time".to_owned(),
        (0, 1) => "hour".to_owned(),
        (0, hours) => format!("{hours} hours"),
        (1, _) => "day".to_owned(),
        (days, _) => format!("{days} days"),
    }
}

fn see_why() -> Vec<(NoticeAction, String)> {
    vec![(NoticeAction::SeeWhy, "See why".to_owned())]
}

fn open_today() -> Vec<(NoticeAction, String)> {
    vec![(NoticeAction::OpenToday, "Open Today".to_owned())]
}

/// What a summary sums up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Changes by kind.
    pub by_kind: BTreeMap<ChangeKind, u32>,
    /// Cases they belong to.
    pub cases: u32,
}

impl Counts {
    /// All changes.
    pub fn changes(&self) -> u32 {
        self.by_kind.values().sum()
    }
}

/// The kinds of change by how soon a person should know, with the words for one and for several.
const GRAVEST_FIRST: [(ChangeKind, &str, &str); 10] = [
    (ChangeKind::HearingMoved, "hearing moved", "hearings moved"),
    (
        ChangeKind::HearingCancelled,
        "hearing cancelled",
        "hearings cancelled",
    ),
    (
        ChangeKind::HearingUnlisted,
        "hearing no longer listed",
        "hearings no longer listed",
    ),
    (ChangeKind::HearingSet, "hearing set", "hearings set"),
    (
        ChangeKind::CaseUnavailable,
        "case no longer public",
        "cases no longer public",
    ),
    (
        ChangeKind::EntryWithdrawn,
        "entry withdrawn",
        "entries withdrawn",
    ),
    (ChangeKind::EntryAmended, "entry edited", "entries edited"),
    (ChangeKind::EntryAdded, "new entry", "new entries"),
    (ChangeKind::PartyChanged, "party changed", "parties changed"),
    (
        ChangeKind::HeaderChanged,
        "case header changed",
        "case headers changed",
    ),
];

/// Where a kind stands in a summary: the smaller, the graver.
pub fn gravity(kind: ChangeKind) -> usize {
    GRAVEST_FIRST
        .iter()
        .position(|(k, _, _)| *k == kind)
        .unwrap_or(GRAVEST_FIRST.len())
}

/// A summary (§2). `first_case`: what the gravest change's case may be called at this level
/// ([`super::ChangeNews::name_at`]). `held_overnight`: it was gathered during quiet hours.
pub fn digest(
    event_id: &str,
    counts: &Counts,
    first_case: Option<&str>,
    held_overnight: bool,
    level: NoticeLevel,
) -> Notice {
    let changes = counts.changes();
    if level == NoticeLevel::Discreet {
        return discreet(event_id, changes);
    }
    let kinds: Vec<String> = GRAVEST_FIRST
        .iter()
        .filter_map(|(kind, one, many)| {
            let n = *counts.by_kind.get(kind)?;
            (n > 0).then(|| counted(n, one, many))
        })
        .take(3)
        .collect();
    let first = first_case
        .filter(|_| level <= NoticeLevel::CaseName)
        .map(|name| format!(" First: {}.", cut(name, 60)))
        .unwrap_or_default();
    Notice {
        event_id: event_id.to_owned(),
        key: "summary".to_owned(),
        title: cut(
            &format!(
                "{}{} in {}",
                if held_overnight {
                    "Held overnight: "
                } else {
                    ""
                },
                counted(changes, "change", "changes"),
                counted(counts.cases, "case", "cases")
            ),
            TITLE_LIMIT,
        ),
        body: format!("{}.{first}", kinds.join(", ")),
        actions: vec![
            (NoticeAction::OpenToday, "Open Today".to_owned()),
            (NoticeAction::SnoozeHour, "Snooze 1 hour".to_owned()),
        ],
        target: NoticeTarget::Today,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}

/// Level D, whatever it stands for (§3).
pub fn discreet(event_id: &str, updates: u32) -> Notice {
    Notice {
        event_id: event_id.to_owned(),
        key: "bell".to_owned(),
        title: counted(updates, "update", "updates"),
        body: "Open when you can.".to_owned(),
        actions: vec![(NoticeAction::Open, "Open".to_owned())],
        target: NoticeTarget::Today,
        stays: false,
        app_name: DISCREET_NAME.to_owned(),
    }
}

/// The test (§12): the same words at every level.
pub fn test_notice(event_id: &str, level: NoticeLevel) -> Notice {
    Notice {
        event_id: event_id.to_owned(),
        key: "test".to_owned(),
        title: "This is a test".to_owned(),
        body: "If you can read this, notifications reach you. Click to finish the test.".to_owned(),
        actions: vec![(NoticeAction::SeeTest, "I see it".to_owned())],
        target: NoticeTarget::Test,
        stays: false,
        app_name: if level == NoticeLevel::Discreet {
            DISCREET_NAME
        } else {
            APP_NAME
        }
        .to_owned(),
    }
}

/// After a crash: notifications that may have been shown already (§13).
pub fn maybe_shown_before(event_id: &str, n: u32, level: NoticeLevel) -> Notice {
    if level == NoticeLevel::Discreet {
        return discreet(event_id, n);
    }
    Notice {
        event_id: event_id.to_owned(),
        key: "summary".to_owned(),
        title: format!(
            "{}, maybe shown before",
            counted(n, "notification", "notifications")
        ),
        body: format!(
            "Docketbell stopped while sending {}. Nothing is lost.",
            if n == 1 { "it" } else { "them" }
        ),
        actions: open_today(),
        target: NoticeTarget::Today,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}
