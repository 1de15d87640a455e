//! Whether checks work at all, and when a person is told (`notification.txt` §9): after three failures in a row, once
//! a day until one works, and once when they work again. Pure.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::domain::notice_words::ProgramNews;
use crate::domain::when::central_day;
use crate::portal::{Stop, StopReason};

/// Failures in a row after which a person is told.
const FAILURES: u32 = 3;

/// An event id and what to raise under it. The id is made so that a restart does not tell it again.
pub(super) type Raise = (String, ProgramNews);

#[derive(Debug, Default)]
pub(super) struct Health {
    failures: u32,
    last_good_at: Option<Timestamp>,
    /// Since when checks fail.
    failing_since: Option<Timestamp>,
    told_on: Option<Date>,
    told_stop: Option<Timestamp>,
    /// Told that they fail, and one worked since: changes found so far, and how long none worked.
    recovering: Option<(u32, SignedDuration, Timestamp)>,
}

impl Health {
    /// A check worked.
    pub(super) fn worked(&mut self, now: Timestamp, changes: u32) {
        if let Some((found, ..)) = &mut self.recovering {
            *found = found.saturating_add(changes);
        } else if self.told_on.is_some() || self.told_stop.is_some() {
            let since = self
                .last_good_at
                .or(self.failing_since)
                .or(self.told_stop)
                .unwrap_or(now);
            self.recovering = Some((changes, now.duration_since(since), since));
        }
        self.failures = 0;
        self.failing_since = None;
        self.told_on = None;
        self.told_stop = None;
        self.last_good_at = Some(now);
    }

    /// A check failed.
    pub(super) fn failed(&mut self, now: Timestamp) -> Option<Raise> {
        self.failures = self.failures.saturating_add(1);
        self.failing_since.get_or_insert(now);
        let today = central_day(now);
        if self.failures < FAILURES || self.told_on == Some(today) {
            return None;
        }
        self.told_on = Some(today);
        let news = ProgramNews::WatcherFailing {
            last_good_at: self.last_good_at,
            hearings_this_week: 0,
        };
        Some((format!("watcher-failing-{today}"), news))
    }

    /// The portal refused us, or asked for proof that a person is there.
    pub(super) fn stopped(&mut self, stop: &Stop, now: Timestamp) -> Option<Raise> {
        if self.told_stop.is_some() {
            return None;
        }
        self.told_stop = Some(now);
        let news = ProgramNews::WatcherStopped {
            challenge: stop.reason == StopReason::Challenge,
        };
        Some((format!("watcher-stopped-{}", stop.since), news))
    }

    /// The first checks that worked again are through.
    pub(super) fn recovered(&mut self) -> Option<Raise> {
        let (changes, missed, since) = self.recovering.take()?;
        let news = ProgramNews::WatcherWorking {
            changes,
            missed_seconds: missed.as_secs(),
        };
        Some((format!("watcher-working-{since}"), news))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        "2026-11-17T16:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
    }

    #[test]
    fn three_failures_are_told_once_a_day_and_the_end_once() {
        let mut health = Health::default();
        health.worked(at(-47), 0);
        assert_eq!(health.failed(at(0)), None, "one failure is nothing");
        assert_eq!(health.failed(at(0)), None, "nor are two");
        let (id, _) = health.failed(at(0)).unwrap();
        assert_eq!(id, "watcher-failing-2026-11-17");
        assert_eq!(health.failed(at(1)), None, "told today");
        assert!(health.failed(at(24)).is_some(), "told again the next day");
        assert_eq!(health.recovered(), None, "nothing worked yet");
        health.worked(at(25), 2);
        health.worked(at(25), 3);
        let (_, news) = health.recovered().unwrap();
        assert_eq!(
            news,
            ProgramNews::WatcherWorking {
                changes: 5,
                missed_seconds: 72 * 3600
            },
            "the changes of all the first checks, from three days missed"
        );
        health.worked(at(26), 1);
        assert_eq!(health.recovered(), None, "once");
    }

    #[test]
    fn a_stop_is_told_once_until_checks_work_again() {
        let stop = Stop {
            reason: StopReason::Challenge,
            words: "Are you a robot?".into(),
            since: at(0),
        };
        let mut health = Health::default();
        let told = health.stopped(&stop, at(0)).unwrap();
        assert_eq!(told.1, ProgramNews::WatcherStopped { challenge: true });
        assert_eq!(health.stopped(&stop, at(5)), None, "told already");
        health.worked(at(6), 0);
        assert!(health.recovered().is_some(), "and its end");
        assert!(health.stopped(&stop, at(7)).is_some(), "a new one is told");
    }

    #[test]
    fn failures_with_a_success_between_are_not_told() {
        let mut health = Health::default();
        for hour in 0..20 {
            assert_eq!(health.failed(at(hour)), None);
            assert_eq!(health.failed(at(hour)), None);
            health.worked(at(hour), 0);
        }
        assert_eq!(
            health.recovered(),
            None,
            "nobody was told, so nothing ended"
        );
    }
}
