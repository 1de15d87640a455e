//! When a case is due to be read again. Pure: facts, the moment, randomness and the portal's hours are passed in.
//!
//! Sooner when a hearing is near, later when a case is quiet. Each case has its own phase within its interval, drawn
//! from a stable number, so that five hundred cases followed on one evening are not asked about at one moment the next
//! day. With a daily budget the intervals stretch until the checks of all cases fit into four fifths of it; the rest is
//! kept for what a person asks.

use jiff::{SignedDuration, Timestamp};

use super::when::central_day;
use super::{CaseNumber, CourtId};

/// Days after which a case without changes counts as quiet.
const QUIET_AFTER: SignedDuration = SignedDuration::from_hours(21 * 24);
/// Days after which a disposed case without changes is at rest.
const RESTS_AFTER: SignedDuration = SignedDuration::from_hours(56 * 24);
/// A last check that lies further ahead than this means that the clock was set back.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(5);
/// Checks that would fall into closed hours are spread over this span after them.
const AFTER_OPENING: SignedDuration = SignedDuration::from_hours(2);
/// After a pause that the portal asked for, cases come back within this span and not in one moment.
const AFTER_PAUSE: SignedDuration = SignedDuration::from_mins(10);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How often, for a case in each condition; and what all cases together may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchedulePolicy {
    /// A hearing is today or tomorrow.
    pub hearing_near: SignedDuration,
    /// A hearing is within 7 days.
    pub hearing_this_week: SignedDuration,
    /// A hearing is within 30 days.
    pub hearing_this_month: SignedDuration,
    /// Nothing special.
    pub ordinary: SignedDuration,
    /// No change for weeks, or disposed.
    pub quiet: SignedDuration,
    /// Disposed, and no change for months.
    pub resting: SignedDuration,
    /// Something waits for a second reading (a missing entry, a case that is gone: at least 20 minutes, promise P6).
    pub confirm: SignedDuration,
    /// The longest wait after a first failure; it doubles with each further one.
    pub failure_first: SignedDuration,
    /// The longest wait after any failure.
    pub failure_cap: SignedDuration,
    /// Cases that are followed.
    pub cases: u32,
    /// Requests that a check of one case sends.
    pub requests_per_check: u32,
    /// Requests a day; `None` = not counted.
    pub daily_budget: Option<u32>,
}

impl Default for SchedulePolicy {
    fn default() -> Self {
        Self {
            hearing_near: SignedDuration::from_hours(1),
            hearing_this_week: SignedDuration::from_hours(4),
            hearing_this_month: SignedDuration::from_hours(8),
            ordinary: SignedDuration::from_hours(12),
            quiet: SignedDuration::from_hours(24),
            resting: SignedDuration::from_hours(72),
            confirm: SignedDuration::from_mins(25),
            failure_first: SignedDuration::from_mins(2),
            failure_cap: SignedDuration::from_hours(6),
            cases: 1,
            requests_per_check: 3,
            daily_budget: None,
        }
    }
}

impl SchedulePolicy {
    /// For a practice portal on this computer: changes are seen within a minute. What P6 asks for stays as it is.
    pub fn practice() -> Self {
        Self {
            hearing_near: SignedDuration::from_secs(20),
            hearing_this_week: SignedDuration::from_secs(30),
            hearing_this_month: SignedDuration::from_secs(30),
            ordinary: SignedDuration::from_secs(40),
            quiet: SignedDuration::from_secs(60),
            resting: SignedDuration::from_secs(60),
            failure_first: SignedDuration::from_secs(10),
            failure_cap: SignedDuration::from_mins(2),
            ..Self::default()
        }
    }

    /// The interval below which the checks of all cases do not fit into the budget.
    fn stretch(&self) -> SignedDuration {
        let Some(budget) = self.daily_budget else {
            return SignedDuration::ZERO;
        };
        let wanted = f64::from(self.cases.max(1)) * f64::from(self.requests_per_check.max(1));
        scaled(DAY, wanted / (f64::from(budget.max(1)) * 0.8))
    }
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// A stable number of the case ([`spread_of`]).
    pub spread: u64,
    /// When it was followed.
    pub followed_at: Timestamp,
    /// The last reading that worked; `None`: never read.
    pub last_checked_at: Option<Timestamp>,
    /// When the last change was found.
    pub last_change_at: Option<Timestamp>,
    /// The first day, today or later, that a hearing is set for.
    pub next_hearing_on: Option<jiff::civil::Date>,
    /// The court says how it ended.
    pub disposed: bool,
    /// Something waits for a second reading.
    pub pending: bool,
    /// Failures in a row, the last attempt included; 0 after a success.
    pub failures: u32,
    /// Not before this moment: the portal asked for a pause, or today's budget is spent.
    pub retry_at: Option<Timestamp>,
}

/// The stable number of a case, the same on every computer and in every version.
pub fn spread_of(case_number: &CaseNumber, court_id: &CourtId) -> u64 {
    xxhash_rust::xxh3::xxh3_64(format!("{case_number}\u{1f}{court_id}").as_bytes())
}

/// When to read the case again. Never before `now`.
///
/// `closed_until` says when closed hours that hold at a moment end. `jitter` is a random number in 0..=1, used after
/// failures only (full jitter: anywhere between at once and the longest wait).
pub fn next_check(
    facts: &CaseFacts,
    now: Timestamp,
    policy: &SchedulePolicy,
    closed_until: &dyn Fn(Timestamp) -> Option<Timestamp>,
    jitter: f64,
) -> Timestamp {
    let interval = interval(facts, now, policy);
    let share = share(facts.spread);
    let wanted = if facts.failures > 0 {
        after_failure(facts.failures, interval, now, policy, jitter)
    } else {
        match facts.last_checked_at {
            None => now,
            Some(last) if last.duration_since(now) > CLOCK_SLACK => {
                later(now, scaled(interval.min(AFTER_PAUSE), share))
            }
            Some(_) if facts.pending => later(now, interval),
            Some(last) => slot(last, interval, share).max(now),
        }
    };
    let wanted = match facts.retry_at {
        Some(retry_at) if retry_at > wanted => later(retry_at, scaled(AFTER_PAUSE, share)),
        _ => wanted,
    };
    when_open(
        wanted,
        closed_until,
        scaled(interval.min(AFTER_OPENING), share),
    )
}

/// How long a case in this condition may go unread.
pub fn interval(facts: &CaseFacts, now: Timestamp, policy: &SchedulePolicy) -> SignedDuration {
    let days_to_hearing = facts
        .next_hearing_on
        .and_then(|day| central_day(now).until(day).ok())
        .map(|span| span.get_days())
        .filter(|days| *days >= 0);
    let calm = now.duration_since(facts.last_change_at.unwrap_or(facts.followed_at));
    let (wanted, pressing) = match days_to_hearing {
        Some(0..=1) => (policy.hearing_near, true),
        Some(2..=7) => (policy.hearing_this_week, true),
        Some(8..=30) => (policy.hearing_this_month, false),
        _ if facts.disposed && calm > RESTS_AFTER => (policy.resting, false),
        _ if facts.disposed || calm > QUIET_AFTER => (policy.quiet, false),
        _ => (policy.ordinary, false),
    };
    // What presses may use more than its share of the budget; there are few such cases on any day.
    let stretch = if pressing || facts.pending {
        scaled(policy.stretch(), 0.25)
    } else {
        policy.stretch()
    };
    if facts.pending {
        wanted.min(policy.confirm).max(stretch).max(policy.confirm)
    } else {
        wanted.max(stretch)
    }
}

/// The case's next own moment that lies at least half an interval after the last check: at first between half an
/// interval and one and a half, from then on one interval apart, however late a check ran.
fn slot(last: Timestamp, interval: SignedDuration, share: f64) -> Timestamp {
    let length = millis(interval).max(1);
    let phase = millis(scaled(interval, share)).min(length - 1);
    let earliest = last.as_millisecond().saturating_add(length / 2);
    let into = (earliest.saturating_sub(phase)).rem_euclid(length);
    let at = if into == 0 {
        earliest
    } else {
        earliest.saturating_add(length - into)
    };
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX)
}

fn after_failure(
    failures: u32,
    interval: SignedDuration,
    now: Timestamp,
    policy: &SchedulePolicy,
    jitter: f64,
) -> Timestamp {
    let doubled = 2_f64.powi(i32::try_from(failures.saturating_sub(1).min(24)).unwrap_or(24));
    let longest = scaled(policy.failure_first, doubled)
        .min(policy.failure_cap)
        .min(interval.max(policy.failure_first));
    let wait = scaled(longest, jitter.clamp(0.0, 1.0));
    // Never at once: a portal that fails immediately must not be asked in a tight loop.
    later(now, wait.max(scaled(policy.failure_first, 0.1)))
}

/// Moves a moment out of closed hours, and on by the case's own share of the time after them.
fn when_open(
    at: Timestamp,
    closed_until: &dyn Fn(Timestamp) -> Option<Timestamp>,
    share: SignedDuration,
) -> Timestamp {
    let mut at = at;
    for _ in 0..8 {
        match closed_until(at) {
            Some(until) if until > at => at = later(until, share),
            _ => break,
        }
    }
    at
}

/// A number as a share in 0..1.
#[expect(
    clippy::cast_precision_loss,
    reason = "53 bits are exactly what an f64 holds"
)]
fn share(spread: u64) -> f64 {
    (spread >> 11) as f64 / (1_u64 << 53) as f64
}

fn millis(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "spans of days in milliseconds; a cast beyond the range saturates"
)]
fn scaled(span: SignedDuration, by: f64) -> SignedDuration {
    SignedDuration::from_millis((millis(span) as f64 * by) as i64)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, Time, date};
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::BTreeMap;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Tuesday, November 17, 2026, ten in the morning.
    fn now() -> Timestamp {
        at("2026-11-17T16:00:00Z")
    }

    fn hours(n: i64) -> SignedDuration {
        SignedDuration::from_hours(n)
    }

    fn facts() -> CaseFacts {
        CaseFacts {
            spread: 0x9e37_79b9_7f4a_7c15,
            followed_at: now() - hours(24 * 5),
            last_checked_at: Some(now()),
            last_change_at: Some(now() - hours(48)),
            next_hearing_on: None,
            disposed: false,
            pending: false,
            failures: 0,
            retry_at: None,
        }
    }

    fn always_open(_: Timestamp) -> Option<Timestamp> {
        None
    }

    /// Closed from one to six, every day.
    fn closed_at_night(at: Timestamp) -> Option<Timestamp> {
        let local = at.to_zoned(crate::domain::when::central());
        ((1..6).contains(&local.hour()))
            .then(|| crate::domain::when::central_moment(local.date(), Time::constant(6, 0, 0, 0)))
            .flatten()
    }

    fn on(day: Date) -> CaseFacts {
        CaseFacts {
            next_hearing_on: Some(day),
            ..facts()
        }
    }

    #[rstest]
    #[case::hearing_today(on(date(2026, 11, 17)), hours(1))]
    #[case::hearing_tomorrow(on(date(2026, 11, 18)), hours(1))]
    #[case::hearing_within_a_week(on(date(2026, 11, 24)), hours(4))]
    #[case::hearing_within_a_month(on(date(2026, 12, 17)), hours(8))]
    #[case::hearing_far_away(on(date(2027, 3, 1)), hours(12))]
    #[case::hearing_was_yesterday(on(date(2026, 11, 16)), hours(12))]
    #[case::nothing_special(facts(), hours(12))]
    #[case::no_change_for_four_weeks(CaseFacts { last_change_at: Some(now() - hours(28 * 24)), ..facts() }, hours(24))]
    #[case::never_a_change_since_long_ago(CaseFacts { last_change_at: None, followed_at: now() - hours(28 * 24), ..facts() }, hours(24))]
    #[case::disposed_lately(CaseFacts { disposed: true, ..facts() }, hours(24))]
    #[case::disposed_long_ago(CaseFacts { disposed: true, last_change_at: Some(now() - hours(90 * 24)), ..facts() }, hours(72))]
    #[case::disposed_with_a_hearing_tomorrow(CaseFacts { disposed: true, ..on(date(2026, 11, 18)) }, hours(1))]
    #[case::waits_for_a_second_reading(CaseFacts { pending: true, ..facts() }, SignedDuration::from_mins(25))]
    #[case::change_found_in_the_future(CaseFacts { last_change_at: Some(now() + hours(48)), ..facts() }, hours(12))]
    fn a_case_is_read_as_often_as_it_needs(
        #[case] facts: CaseFacts,
        #[case] expected: SignedDuration,
    ) {
        let policy = SchedulePolicy::default();
        assert_eq!(interval(&facts, now(), &policy), expected);
        let due = next_check(&facts, now(), &policy, &always_open, 0.5);
        let wait = due.duration_since(now());
        assert!(
            wait >= expected / 2 && wait <= expected * 3 / 2,
            "its own moment lies around the interval: {wait:?}"
        );
    }

    #[test]
    fn a_case_keeps_its_own_moment_however_late_a_check_ran() {
        let policy = SchedulePolicy::default();
        let first = next_check(&facts(), now(), &policy, &always_open, 0.0);
        let late = first + SignedDuration::from_mins(90);
        let checked = CaseFacts {
            last_checked_at: Some(late),
            last_change_at: Some(late),
            ..facts()
        };
        assert_eq!(
            next_check(&checked, late, &policy, &always_open, 0.0),
            first + hours(12),
            "one interval after the moment it was due, not after the late check"
        );
    }

    #[rstest]
    #[case::first_failure_longest(1, 1.0, SignedDuration::from_mins(2))]
    #[case::third_failure_longest(3, 1.0, SignedDuration::from_mins(8))]
    #[case::third_failure_half(3, 0.5, SignedDuration::from_mins(4))]
    #[case::many_failures_reach_the_cap(40, 1.0, hours(6))]
    #[case::never_at_once(5, 0.0, SignedDuration::from_secs(12))]
    fn failures_wait_with_full_jitter(
        #[case] failures: u32,
        #[case] jitter: f64,
        #[case] wait: SignedDuration,
    ) {
        let failed = CaseFacts {
            failures,
            ..facts()
        };
        let due = next_check(
            &failed,
            now(),
            &SchedulePolicy::default(),
            &always_open,
            jitter,
        );
        assert_eq!(due.duration_since(now()), wait);
    }

    #[test]
    fn a_pause_that_the_portal_asks_for_is_kept() {
        let retry_at = now() + hours(9);
        let paused = CaseFacts {
            failures: 1,
            retry_at: Some(retry_at),
            ..facts()
        };
        let due = next_check(
            &paused,
            now(),
            &SchedulePolicy::default(),
            &always_open,
            0.0,
        );
        assert!(
            due >= retry_at && due < retry_at + AFTER_PAUSE,
            "not before it, and not all at that moment: {due}"
        );
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_silence_a_case() {
        let ahead = CaseFacts {
            last_checked_at: Some(now() + hours(24 * 365)),
            ..facts()
        };
        let due = next_check(&ahead, now(), &SchedulePolicy::default(), &always_open, 0.0);
        assert!(
            due.duration_since(now()) <= AFTER_PAUSE,
            "a last check in the future makes it due soon: {due}"
        );
    }

    #[test]
    fn a_case_that_was_never_read_is_due_now_unless_the_portal_is_closed() {
        let new = CaseFacts {
            last_checked_at: None,
            ..facts()
        };
        let policy = SchedulePolicy::default();
        assert_eq!(
            next_check(&new, now(), &policy, &closed_at_night, 0.0),
            now()
        );
        let night = at("2026-11-17T08:00:00Z");
        let due = next_check(&new, night, &policy, &closed_at_night, 0.0);
        let opening = at("2026-11-17T12:00:00Z");
        assert!(
            due >= opening && due < opening + AFTER_OPENING,
            "after the opening, spread: {due}"
        );
    }

    /// Lets days pass: each case is checked when it is due. Gives requests per Central day.
    fn live(cases: u32, days: i64, policy: &SchedulePolicy) -> BTreeMap<Date, u32> {
        let start = now();
        let end = start + hours(24 * days);
        let mut sent = BTreeMap::new();
        for case in 0..cases {
            let mut facts = CaseFacts {
                spread: xxhash_rust::xxh3::xxh3_64(&case.to_le_bytes()),
                followed_at: start,
                last_checked_at: Some(start),
                last_change_at: None,
                ..facts()
            };
            let mut due = next_check(&facts, start, policy, &closed_at_night, 0.0);
            while due < end {
                *sent.entry(central_day(due)).or_default() += policy.requests_per_check;
                facts.last_checked_at = Some(due);
                due = next_check(&facts, due, policy, &closed_at_night, 0.0);
            }
        }
        sent
    }

    #[test]
    fn five_hundred_cases_stay_within_a_days_budget() {
        let policy = SchedulePolicy {
            cases: 500,
            daily_budget: Some(300),
            ..SchedulePolicy::default()
        };
        let sent = live(500, 28, &policy);
        for (day, requests) in &sent {
            assert!(*requests <= 300, "{requests} requests on {day}");
        }
        let total: u32 = sent.values().sum();
        assert!(
            total >= 28 * 300 / 2,
            "and the budget is used, not feared: {total} requests in 28 days"
        );
    }

    #[test]
    fn cases_that_were_followed_together_are_not_asked_together() {
        let mut minutes: BTreeMap<i64, u32> = BTreeMap::new();
        for case in 0..500_u32 {
            let facts = CaseFacts {
                spread: xxhash_rust::xxh3::xxh3_64(&case.to_le_bytes()),
                ..facts()
            };
            let due = next_check(&facts, now(), &SchedulePolicy::default(), &always_open, 0.0);
            *minutes.entry(due.as_second() / 60).or_default() += 1;
        }
        let most = minutes.values().max().copied().unwrap_or(0);
        assert!(
            most <= 8,
            "{most} of 500 cases in one minute of twelve hours"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        /// Around both days on which the clocks change: never in the past, never in closed hours, never forgotten.
        #[test]
        fn the_next_check_is_sound_around_changes_of_the_clocks(
            spring in any::<bool>(),
            offset in -3 * 86_400_i64..3 * 86_400,
            checked_ago in -86_400_i64..40 * 86_400,
            spread in any::<u64>(),
            hearing in proptest::option::of(-3_i32..40),
            disposed in any::<bool>(),
            pending in any::<bool>(),
            failures in 0_u32..30,
            retry_in in proptest::option::of(-3600_i64..86_400),
            jitter in 0.0_f64..=1.0,
        ) {
            let change = if spring { at("2026-03-08T08:00:00Z") } else { at("2026-11-01T07:00:00Z") };
            let now = change + SignedDuration::from_secs(offset);
            let facts = CaseFacts {
                spread,
                followed_at: now - hours(24 * 100),
                last_checked_at: Some(now - SignedDuration::from_secs(checked_ago)),
                last_change_at: None,
                next_hearing_on: hearing.and_then(|d| central_day(now).checked_add(jiff::Span::new().days(d)).ok()),
                disposed,
                pending,
                failures,
                retry_at: retry_in.map(|s| now + SignedDuration::from_secs(s)),
            };
            let due = next_check(&facts, now, &SchedulePolicy::default(), &closed_at_night, jitter);
            prop_assert!(due >= now, "{due} lies before {now}");
            prop_assert!(closed_at_night(due).is_none(), "{due} lies in closed hours");
            // The longest: one and a half intervals of 72 hours, or the pause; then a night and the spread after it.
            prop_assert!(due <= now + hours(108 + 24 + 8), "{due} is long after {now}");
            if let Some(retry_at) = facts.retry_at {
                prop_assert!(retry_at <= now || due >= retry_at, "{due} lies before {retry_at}");
            }
        }
    }
}
