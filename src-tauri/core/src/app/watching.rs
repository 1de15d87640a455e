//! Watching: due cases are checked on schedule, where the profile records a permission.
//!
//! One task, one timer to the next due moment. What ends a run (a stop, closed hours, a spent budget) is waited for and
//! told; only a person lifts a stop.

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::app::desk::Desk;
use crate::app::views::{ChangedKind, CheckSummary, Problem};
use crate::domain::notice_words::ProgramNews;
use crate::portal::AccessLedger;

/// The longest sleep: another process may have followed a case, the computer may have slept, the clock may have been
/// set. A look costs one indexed query.
const LONGEST_NAP: Duration = Duration::from_secs(60);
/// Cases that are checked in one round.
const AT_ONCE: u32 = 200;
/// Rounds in a row in which nothing could be read, before the person is told.
const FAILING_AFTER: u32 = 3;

/// What the watcher remembers between rounds.
#[derive(Default)]
struct Told {
    bad_rounds: u32,
    failing: bool,
    stopped: bool,
    last_good_at: Option<Timestamp>,
}

impl Desk {
    /// Watches in the background until the desk closes, where the profile allows it. Telling it twice is fine.
    pub fn start_watching(&self) {
        if !self.inner.profile.access.automatic_checks
            || self.inner.watching.swap(true, Ordering::Relaxed)
        {
            return;
        }
        let (desk, stop) = (self.clone(), self.inner.stop.clone());
        tokio::spawn(async move {
            if let Err(problem) = desk.watch(&stop, |_| {}).await {
                tracing::warn!(kind = problem.kind, "watching ended");
            }
            desk.inner.watching.store(false, Ordering::Relaxed);
        });
    }

    /// Checks due cases until told to stop; `each` hears of every round that read something.
    ///
    /// # Errors
    /// `not_permitted` where the profile records no permission; when the store fails for good.
    pub async fn watch(
        &self,
        stop: &CancellationToken,
        mut each: impl FnMut(&CheckSummary) + Send,
    ) -> Result<(), Problem> {
        self.may_check_cases(0, true).await?;
        self.inner.watching.store(true, Ordering::Relaxed);
        let mut told = Told::default();
        while !stop.is_cancelled() {
            let nap = match self.round(stop, &mut told, &mut each).await {
                Ok(nap) => nap,
                // A busy or full store passes; what could not be stored is read again.
                Err(problem) => {
                    tracing::warn!(kind = problem.kind, "a round of checks was not stored");
                    Duration::from_secs(10)
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(nap) => {}
            }
        }
        self.inner.watching.store(false, Ordering::Relaxed);
        Ok(())
    }

    async fn round(
        &self,
        stop: &CancellationToken,
        told: &mut Told,
        each: &mut (impl FnMut(&CheckSummary) + Send),
    ) -> Result<Duration, Problem> {
        let stopped = self
            .inner
            .ledger
            .stopped()
            .await
            .map_err(crate::portal::PortalError::from)?;
        if let Some(stopped) = stopped {
            if !told.stopped {
                told.stopped = true;
                let challenge = stopped.reason == crate::portal::StopReason::Challenge;
                self.raise(&ProgramNews::WatcherStopped { challenge })
                    .await?;
            }
            return Ok(LONGEST_NAP.min(Duration::from_secs(5)));
        }
        told.stopped = false;
        let now = self.now();
        let due = self
            .inner
            .store
            .due_cases(now, self.court_day(), AT_ONCE)
            .await?;
        if due.is_empty() {
            let next = self.inner.store.next_due_at().await?;
            return Ok(next.map_or(LONGEST_NAP, |at| until(now, at)));
        }
        let ids = due.into_iter().map(|case| case.case_id).collect();
        let summary = self.check_cases(ids, stop, |_, _| {}).await?;
        each(&summary);
        self.judge(&summary, told).await?;
        let retry = summary
            .problem
            .as_ref()
            .and_then(|p| p.retry_at.as_deref())
            .and_then(|at| at.parse().ok());
        Ok(match retry {
            Some(at) if summary.checked == 0 => until(self.now(), at),
            _ if summary.checked == 0 => Duration::from_secs(15),
            _ => Duration::from_millis(200),
        })
    }

    /// Three rounds without one reading are told once; the first that reads again is told, too. A night in which the
    /// court's site is closed is no failure.
    async fn judge(&self, summary: &CheckSummary, told: &mut Told) -> Result<(), Problem> {
        let now = self.now();
        if summary.checked > 0 {
            if told.failing {
                let missed = told
                    .last_good_at
                    .map_or(0, |at| now.duration_since(at).as_secs());
                self.raise(&ProgramNews::WatcherWorking {
                    changes: summary.changed,
                    missed_seconds: missed,
                })
                .await?;
            }
            *told = Told {
                last_good_at: Some(now),
                ..Told::default()
            };
            return Ok(());
        }
        let expected = summary.problem.as_ref().is_none_or(|p| {
            ["portal_closed", "budget_spent", "access_stopped"].contains(&p.kind.as_str())
        });
        if expected || summary.failed == 0 {
            return Ok(());
        }
        told.bad_rounds += 1;
        if told.bad_rounds >= FAILING_AFTER && !told.failing {
            told.failing = true;
            let in_a_week = self.court_day().saturating_add(jiff::Span::new().days(7));
            let hearings = self
                .inner
                .store
                .hearings_between(self.court_day(), in_a_week)
                .await?
                .len();
            let last_good_at = self.inner.store.counts().await?.last_checked_at;
            told.last_good_at = last_good_at;
            self.raise(&ProgramNews::WatcherFailing {
                last_good_at,
                hearings_this_week: u32::try_from(hearings).unwrap_or(u32::MAX),
            })
            .await?;
        }
        Ok(())
    }

    async fn raise(&self, news: &ProgramNews) -> Result<(), Problem> {
        let now = self.now();
        let event = format!("{}.{}", news.kind(), now.as_millisecond());
        self.inner
            .store
            .raise_notice(
                event,
                news.kind().to_owned(),
                serde_json::to_value(news).ok(),
                now,
                now,
            )
            .await?;
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(())
    }
}

fn until(now: Timestamp, at: Timestamp) -> Duration {
    at.duration_since(now)
        .max(jiff::SignedDuration::from_millis(200))
        .unsigned_abs()
        .min(LONGEST_NAP)
}
