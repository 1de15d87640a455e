//! The store and the portal as the worker's source of cases.

use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

use super::{CaseSource, CheckFailed, Checked, Hindrance};
use crate::domain::notice_words::ProgramNews;
use crate::domain::schedule::spread_of;
use crate::domain::when::central_day;
use crate::portal::{AccessLedger as _, PortalError, PortalProfile};
use crate::storage::{Store, StoreError};
use crate::sync::ledger::StoreLedger;
use crate::sync::refresh::{RefreshError, Refresher};

/// Says whether checks on a schedule are permitted now.
pub type Permitted = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// How far ahead a plan may lie before it is taken for one made by another clock. Longer than the longest interval
/// that a small budget stretches to.
const TOO_FAR: SignedDuration = SignedDuration::from_hours(60 * 24);
/// A last check that lies further ahead than this was made by another clock.
const SLACK: SignedDuration = SignedDuration::from_mins(5);
/// Cases that are planned again come back within this span.
const SPREAD_SECONDS: u64 = 600;

/// The real source.
pub struct DeskSource {
    store: Store,
    refresher: Refresher,
    profile: Arc<PortalProfile>,
    ledger: Arc<StoreLedger>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    permitted: Permitted,
}

impl DeskSource {
    /// A source over a store and a portal.
    pub fn new(
        store: Store,
        refresher: Refresher,
        profile: Arc<PortalProfile>,
        ledger: Arc<StoreLedger>,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        permitted: Permitted,
    ) -> Self {
        Self {
            store,
            refresher,
            profile,
            ledger,
            now,
            permitted,
        }
    }

    async fn plan_again(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let cases = self
                .store
                .cases_to_check(after, central_day(now), 500)
                .await?;
            let Some(last) = cases.last() else {
                return Ok(());
            };
            after = last.case_id;
            let ahead = |at: Option<Timestamp>, by| {
                at.is_some_and(|at: Timestamp| at.duration_since(now) > by)
            };
            let again: Vec<_> = cases
                .iter()
                .filter(|case| {
                    case.next_check_at.is_some()
                        && (ahead(case.last_checked_at, SLACK)
                            || ahead(case.last_attempt_at, SLACK)
                            || ahead(case.next_check_at, TOO_FAR))
                })
                .map(|case| {
                    let part = spread_of(&case.case_number, &case.court_id) % SPREAD_SECONDS;
                    let wait = SignedDuration::from_secs(i64::try_from(part).unwrap_or(0));
                    (case.case_id, Some(now.checked_add(wait).unwrap_or(now)))
                })
                .collect();
            if !again.is_empty() {
                self.store.reschedule(&again).await?;
            }
        }
    }

    /// Hearings of followed cases from today through the next six days.
    async fn hearings_this_week(&self, now: Timestamp) -> u32 {
        let today = central_day(now);
        let end = today
            .checked_add(jiff::Span::new().days(6))
            .unwrap_or(today);
        match self.store.hearings_between(today, end).await {
            Ok(hearings) => u32::try_from(
                hearings
                    .iter()
                    .filter(|h| h.hearing.state == crate::domain::HearingState::Set)
                    .count(),
            )
            .unwrap_or(u32::MAX),
            Err(_) => 0,
        }
    }
}

impl CaseSource for DeskSource {
    fn hindrance(&self, now: Timestamp) -> BoxFuture<'_, Option<Hindrance>> {
        Box::pin(async move {
            // A ledger that cannot be read hinders nothing here: the gate asks it again and sends nothing.
            if let Ok(Some(stop)) = self.ledger.stopped().await {
                return Some(Hindrance::Stopped(stop));
            }
            if !(self.permitted)().await {
                return Some(Hindrance::NotPermitted);
            }
            self.profile
                .closed_until(now)
                .map(|until| Hindrance::Closed { until })
        })
    }

    fn due(&self, now: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<i64>, StoreError>> {
        Box::pin(async move {
            let cases = self.store.due_cases(now, central_day(now), limit).await?;
            Ok(cases.into_iter().map(|case| case.case_id).collect())
        })
    }

    fn next_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>> {
        Box::pin(self.store.next_due_at())
    }

    fn check(&self, case_id: i64) -> BoxFuture<'_, Result<Checked, CheckFailed>> {
        Box::pin(async move {
            match self.refresher.refresh(case_id).await {
                Ok(found) => match found.trouble {
                    // Part of the case was read; what concerns every case still ends the round.
                    Some(error) if matches!(failed(&error), CheckFailed::Hindered(_)) => {
                        Err(failed(&error))
                    }
                    _ => Ok(Checked {
                        changes: u32::try_from(found.changes.len()).unwrap_or(u32::MAX),
                    }),
                },
                Err(RefreshError::Store(StoreError::NoSuchCase)) => Err(CheckFailed::NotFollowed),
                Err(RefreshError::Store(error)) => Err(CheckFailed::Failed {
                    kind: error.kind().to_owned(),
                }),
                Err(RefreshError::Portal(error)) => Err(failed(&error)),
            }
        })
    }

    fn settle(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Err(error) = self.refresher.flush().await {
                // The cases are only said to be older than they are, and are read again.
                tracing::warn!(
                    kind = error.kind(),
                    "the statuses of cases could not be written"
                );
            }
            // Where the profile keeps no pace, records of requests wait to be written together.
            if let Err(error) = self.ledger.flush().await {
                tracing::warn!(
                    kind = error.kind(),
                    "the record of requests could not be written"
                );
            }
        })
    }

    fn replan(&self, now: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Err(error) = self.plan_again(now).await {
                tracing::warn!(kind = error.kind(), "checks could not be planned again");
            }
        })
    }

    fn raise(&self, event_id: String, news: ProgramNews) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let now = (self.now)();
            let news = match news {
                ProgramNews::WatcherFailing { last_good_at, .. } => {
                    let stored = self.store.counts().await.ok();
                    ProgramNews::WatcherFailing {
                        last_good_at: last_good_at.max(stored.and_then(|c| c.last_checked_at)),
                        hearings_this_week: self.hearings_this_week(now).await,
                    }
                }
                other => other,
            };
            if let Err(error) = self.store.raise_program_news(event_id, &news, now).await {
                tracing::warn!(
                    kind = error.kind(),
                    "news of the watcher could not be stored"
                );
            }
        })
    }
}

/// What an error of the portal means for the other cases.
fn failed(error: &PortalError) -> CheckFailed {
    CheckFailed::Hindered(match error {
        PortalError::Stopped(stop) => Hindrance::Stopped(stop.clone()),
        PortalError::NotPermitted(_) => Hindrance::NotPermitted,
        PortalError::Closed { until, .. } => Hindrance::Closed { until: *until },
        PortalError::BudgetSpent { until, .. } => Hindrance::BudgetSpent { until: *until },
        PortalError::TooManyRequests { until } => Hindrance::Pause { until: *until },
        PortalError::Maintenance {
            until: Some(until), ..
        } => Hindrance::Pause { until: *until },
        other => {
            return CheckFailed::Failed {
                kind: other.kind().to_owned(),
            };
        }
    })
}
