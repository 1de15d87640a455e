//! When each case is to be read again, from the profile and the clock. The rules are in [`crate::domain::schedule`].

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::app::ports::SharedClock;
use crate::domain::CaseKey;
use crate::portal::PortalProfile;
use crate::storage::CaseToCheck;
use crate::sync::refresh::{After, FirstCheck, NextCheck, central_day};

/// Plans checks for one portal.
#[derive(Clone)]
pub(crate) struct Plan {
    profile: Arc<PortalProfile>,
    clock: SharedClock,
}

impl Plan {
    pub fn new(profile: Arc<PortalProfile>, clock: SharedClock) -> Self {
        Self { profile, clock }
    }

    /// `None` where the profile allows no checks on a schedule: then only a person asks.
    pub fn next_check(&self) -> NextCheck {
        let plan = self.clone();
        Arc::new(move |case, after| {
            plan.profile
                .access
                .automatic_checks
                .then(|| plan.next(case, after))
        })
    }

    /// The first check after following: as for a case with nothing near.
    pub fn first_check(&self) -> FirstCheck {
        let plan = self.clone();
        Arc::new(move |key: &CaseKey, now| {
            let spread = spread(key.case_number.as_str(), HOURS_2);
            plan.profile
                .access
                .automatic_checks
                .then(|| plan.open(later(now, HOURS_2 + spread)))
        })
    }

    fn next(&self, case: &CaseToCheck, after: After) -> Timestamp {
        let now = self.clock.now();
        let wait = match after {
            After::Failure { not_before } => {
                // Full jitter: anywhere up to twice as long as last time, at most six hours.
                let most = MINUTE
                    .saturating_mul(1 << case.attempts.min(8))
                    .min(HOURS_6);
                let jittered = later(
                    now,
                    MINUTE + spread(&format!("{}{now}", case.case_number), most),
                );
                return self.open(not_before.map_or(jittered, |at| at.max(jittered)));
            }
            After::Changed => HOUR,
            After::Unchanged => self.calm_wait(case, now),
        };
        // A tenth of spread keeps cases that were followed together from asking together for ever.
        self.open(later(
            now,
            wait + spread(
                case.case_number.as_str(),
                SignedDuration::from_secs(wait.as_secs() / 10),
            ),
        ))
    }

    fn calm_wait(&self, case: &CaseToCheck, now: Timestamp) -> SignedDuration {
        let days_to_hearing = case
            .next_hearing_on
            .and_then(|day| central_day(now).until(day).ok())
            .map(|span| span.get_days());
        let quiet_days = case
            .last_change_at
            .unwrap_or(case.followed_at)
            .duration_until(now)
            .as_hours()
            / 24;
        match days_to_hearing {
            Some(0..=1) => HOUR,
            Some(2..=7) => HOURS_2,
            Some(_) => HOURS_6,
            None if quiet_days > 60 => HOUR * 24,
            None if quiet_days > 14 => HOUR * 12,
            None => HOURS_6,
        }
    }

    /// Not in the portal's closed hours.
    fn open(&self, at: Timestamp) -> Timestamp {
        self.profile.closed_until(at).unwrap_or(at)
    }
}

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const HOURS_2: SignedDuration = SignedDuration::from_hours(2);
const HOURS_6: SignedDuration = SignedDuration::from_hours(6);

/// The same text gives the same part of `most`.
fn spread(text: &str, most: SignedDuration) -> SignedDuration {
    let most = u64::try_from(most.as_secs()).unwrap_or(0).max(1);
    let part = xxhash_rust::xxh3::xxh3_64(text.as_bytes()) % most;
    SignedDuration::from_secs(i64::try_from(part).unwrap_or(0))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
