//! When each case is to be read again: the facts of the store and the profile, given to [`crate::domain::schedule`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;

use crate::app::ports::SharedClock;
use crate::domain::CaseKey;
use crate::domain::schedule::{CaseFacts, SchedulePolicy, next_check, spread_of};
use crate::portal::PortalProfile;
use crate::storage::CaseToCheck;
use crate::sync::refresh::{After, FirstCheck, NextCheck};

/// Plans checks for one portal.
#[derive(Clone)]
pub(crate) struct Plan {
    profile: Arc<PortalProfile>,
    clock: SharedClock,
    policy: SchedulePolicy,
    followed: Arc<AtomicU32>,
}

impl Plan {
    /// `followed` is kept up to date by whoever counts the cases: the budget is shared by all of them.
    pub fn new(profile: Arc<PortalProfile>, clock: SharedClock, followed: Arc<AtomicU32>) -> Self {
        let policy = SchedulePolicy {
            daily_budget: profile.access.daily_budget,
            ..if profile.is_on_this_computer() {
                SchedulePolicy::practice()
            } else {
                SchedulePolicy::default()
            }
        };
        Self {
            profile,
            clock,
            policy,
            followed,
        }
    }

    /// `None` where the profile allows no checks on a schedule: then only a person asks.
    pub fn next_check(&self) -> NextCheck {
        let plan = self.clone();
        Arc::new(move |case: &CaseToCheck, after| {
            let now = plan.clock.now();
            let (failures, retry_at) = match after {
                After::Failure { not_before } => (case.attempts.saturating_add(1), not_before),
                After::Unchanged | After::Changed => (0, None),
            };
            plan.at(
                now,
                &CaseFacts {
                    spread: spread_of(&case.case_number, &case.court_id),
                    followed_at: case.followed_at,
                    last_checked_at: Some(now),
                    last_change_at: if after == After::Changed {
                        Some(now)
                    } else {
                        case.last_change_at
                    },
                    next_hearing_on: case.next_hearing_on,
                    disposed: case.disposition.as_deref().is_some_and(is_disposed),
                    pending: case.pending || case.gone_since.is_some(),
                    failures,
                    retry_at,
                },
            )
        })
    }

    /// The first check after following.
    pub fn first_check(&self) -> FirstCheck {
        let plan = self.clone();
        Arc::new(move |key: &CaseKey, now| {
            plan.at(
                now,
                &CaseFacts {
                    spread: spread_of(&key.case_number, &key.court_id),
                    followed_at: now,
                    last_checked_at: Some(now),
                    last_change_at: Some(now),
                    next_hearing_on: None,
                    disposed: false,
                    pending: false,
                    failures: 0,
                    retry_at: None,
                },
            )
        })
    }

    fn at(&self, now: Timestamp, facts: &CaseFacts) -> Option<Timestamp> {
        if !self.profile.access.automatic_checks {
            return None;
        }
        let policy = SchedulePolicy {
            cases: self.followed.load(Ordering::Relaxed).max(1),
            ..self.policy.clone()
        };
        let jitter = rand::random::<f64>();
        Some(next_check(
            facts,
            now,
            &policy,
            &|at| self.profile.closed_until(at),
            jitter,
        ))
    }
}

/// The court's words for a case that runs; anything else is an end. Words that we do not know count as running, since
/// a case that is read too often costs less than one that is read too late.
fn is_disposed(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    !words.is_empty()
        && !words.contains("not disposed")
        && !words.contains("pending")
        && words.contains("dispos")
        || ["dismissed", "judgment", "guilty", "settled"]
            .iter()
            .any(|w| words.contains(w))
}
