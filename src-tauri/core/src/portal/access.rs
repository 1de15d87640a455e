//! May we ask, how often, and when to stop: the one place that every request to the portal passes.
//!
//! The order is fixed: closed hours (they bind what a person asks, too), a stop after a refusal or challenge, a pause
//! that the portal asked for, today's budget, requests under way, pace. The counting is kept by an [`AccessLedger`],
//! which the store implements, so that window and terminal together keep the profile's pace.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{NotPermitted, PortalError};
use super::profile::{AskedChecks, PortalProfile};
use super::{Waiting, closed};
use crate::domain::when::central;

mod memory;
pub use memory::MemoryLedger;

/// How long a place counts as under way when nobody has finished it: the process that held it is gone. Longer than
/// the longest request ([`super::browser::OVERALL_TIMEOUT`]).
pub const LEASE: Duration = Duration::from_secs(180);

/// The span that `requests_per_minute` is counted in.
pub const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// A pause that the portal asks for is waited out when it is this short, and reported when it is longer.
const SHORT_PAUSE: SignedDuration = SignedDuration::from_secs(2);

/// How soon to look again when all places are taken by other processes.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_millis(20);

/// Why everything stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The portal refused us (403, "Error 403", the posted prohibition).
    Refusal,
    /// The portal asks for proof that a person is there. It is never solved or evaded.
    Challenge,
}

impl StopReason {
    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refusal => "refusal",
            Self::Challenge => "challenge",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Refusal, Self::Challenge]
            .into_iter()
            .find(|r| r.as_str() == word)
    }
}

/// The stop that holds until a person resumes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Why.
    pub reason: StopReason,
    /// The portal's own words, cut to a few lines.
    pub words: String,
    /// Since when.
    pub since: Timestamp,
}

/// What is about to be sent, for the log that a person can read. No query values, no form values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestIntent {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path without query.
    pub path: String,
    /// Why it is sent: "docket of 26BA-CV90123".
    pub why: String,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestOutcome {
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Bytes of the answer's body as read (after decompression).
    pub bytes: u64,
    /// The answer was a refusal or a challenge: nothing more is sent until a person resumes. The first stop is kept
    /// when several requests under way meet one.
    pub stop: Option<Stop>,
    /// The portal asked for a pause (429, 503 with `Retry-After`): the latest such moment binds everyone.
    pub hold_off_until: Option<Timestamp>,
}

/// How much may be asked; taken from the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests in any 60 seconds; `None` = no pace of our own.
    pub requests_per_minute: Option<u32>,
    /// Requests under way at the same time, in all processes together.
    pub max_in_flight: u32,
    /// Requests in a day ([`budget_day`]); `None` = not counted.
    pub daily_budget: Option<u32>,
}

/// A place that was granted: the ledger's id of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub i64);

/// The ledger's answer to a wish to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reserve {
    /// Go; the place is counted from this moment.
    Granted(Ticket),
    /// Pace or places are full; ask again then.
    WaitUntil(Timestamp),
    /// The portal asked for a pause.
    HoldOff {
        /// Until when.
        until: Timestamp,
    },
    /// Today's budget is spent.
    BudgetSpent {
        /// When the next day begins.
        until: Timestamp,
    },
    /// Stopped by a refusal or challenge.
    Stopped(Stop),
}

/// Why the ledger could not answer. Then nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Another process held the store's writing lock for too long.
    #[error(
        "Another Docketbell program is busy with the store, so no place for the request could be reserved. Nothing was sent."
    )]
    Busy,
    /// The store cannot be used.
    #[error("The record of requests cannot be kept: {}. Nothing was sent.", .0.trim_end_matches('.'))]
    Failed(String),
    /// The store takes nothing, and says why: a full disk, a folder that is read-only.
    #[error("{words} Nothing was sent.")]
    Unusable {
        /// The store's stable word.
        kind: &'static str,
        /// The store's sentences.
        words: String,
        /// What to do.
        hint: &'static str,
    },
}

impl LedgerError {
    /// Stable word for `--json`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Busy => "store_busy",
            Self::Failed(_) => "store_failed",
            Self::Unusable { kind, .. } => kind,
        }
    }
}

/// Counts requests for all processes that share a store.
///
/// `reserve` must decide and count in one transaction; [`decide`] is the decision. A place that is not finished
/// within [`LEASE`] counts as free again, since the process that held it is gone.
pub trait AccessLedger: Send + Sync + 'static {
    /// Asks for a place.
    fn reserve<'a>(
        &'a self,
        intent: &'a RequestIntent,
        limits: &'a Limits,
        now: Timestamp,
    ) -> Waiting<'a, Result<Reserve, LedgerError>>;
    /// Gives the place back and records what became of the request, with a stop or pause if there was one.
    fn finish(
        &self,
        ticket: Ticket,
        outcome: RequestOutcome,
    ) -> Waiting<'_, Result<(), LedgerError>>;
    /// The stop that holds now, if any.
    fn stopped(&self) -> Waiting<'_, Result<Option<Stop>, LedgerError>>;
    /// Lifts the stop. Only a person does this.
    fn resume(&self) -> Waiting<'_, Result<(), LedgerError>>;
}

/// What the ledger knows when somebody asks for a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// The stop that holds.
    pub stop: Option<Stop>,
    /// The pause that the portal asked for, if it is not over.
    pub hold_off_until: Option<Timestamp>,
    /// Requests granted since the start of [`budget_day`]. Only looked at when there is a budget.
    pub spent_today: u32,
    /// Places granted within [`LEASE`] and not finished.
    pub in_flight: u32,
    /// When the request was granted that lies `requests_per_minute` back (the tenth latest for a pace of 10); `None`
    /// when fewer were ever granted. Only looked at when there is a pace.
    pub pace_mark: Option<Timestamp>,
}

/// The decision, pure: `None` = granted.
pub fn decide(limits: &Limits, usage: &Usage, now: Timestamp) -> Option<Reserve> {
    if let Some(stop) = &usage.stop {
        return Some(Reserve::Stopped(stop.clone()));
    }
    if let Some(until) = usage.hold_off_until.filter(|until| *until > now) {
        return Some(Reserve::HoldOff { until });
    }
    if limits
        .daily_budget
        .is_some_and(|budget| usage.spent_today >= budget)
    {
        return Some(Reserve::BudgetSpent {
            until: budget_day(now).1,
        });
    }
    if usage.in_flight >= limits.max_in_flight {
        return Some(Reserve::WaitUntil(later(now, LOOK_AGAIN)));
    }
    if limits.requests_per_minute.is_some()
        && let Some(mark) = usage.pace_mark
        // A mark in the future means that the clock was set back: a minute from now is long enough.
        && let free_at = later(mark.min(now), MINUTE)
        && free_at > now
    {
        return Some(Reserve::WaitUntil(free_at));
    }
    None
}

/// The day that a budget is counted in, as its first moment and the first moment of the next: midnight to midnight
/// where the courts are.
pub fn budget_day(now: Timestamp) -> (Timestamp, Timestamp) {
    let zone = central();
    let today = now.to_zoned(zone.clone()).date();
    let midnight = |day: Date| {
        day.to_zoned(zone.clone())
            .map_or(now, |midnight| midnight.timestamp())
    };
    let tomorrow = today.tomorrow().unwrap_or(today);
    (midnight(today), midnight(tomorrow))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Who asks for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The schedule.
    Automatic,
    /// A person, for one case.
    One,
    /// A person, for several cases at once.
    All,
}

/// Whether the profile allows a check. `notice_read`: a person has confirmed reading the portal's posted notice.
///
/// # Errors
/// [`PortalError::NotPermitted`], with what is not allowed.
pub fn may_check(
    profile: &PortalProfile,
    asked: Asked,
    notice_read: bool,
) -> Result<(), PortalError> {
    let access = &profile.access;
    let allowed = match (asked, access.asked_checks) {
        (Asked::Automatic, _) if access.automatic_checks => Ok(()),
        (Asked::Automatic, _) => Err(NotPermitted::AutomaticChecks),
        (_, AskedChecks::None) => Err(NotPermitted::AnyCheck),
        (Asked::All, AskedChecks::One) => Err(NotPermitted::MoreThanOne),
        (Asked::One | Asked::All, _) => Ok(()),
    };
    allowed
        .and(if access.notice_must_be_read && !notice_read {
            Err(NotPermitted::NoticeUnread)
        } else {
            Ok(())
        })
        .map_err(PortalError::NotPermitted)
}

/// Tells the time; passed in, so that a test can stand at any moment.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Waits for a while; passed in for the same reason.
pub type Sleep = Arc<dyn Fn(Duration) -> Waiting<'static, ()> + Send + Sync>;

/// The gate that every request passes.
#[derive(Clone)]
pub struct Gate {
    profile: Arc<PortalProfile>,
    limits: Limits,
    ledger: Arc<dyn AccessLedger>,
    now: Now,
    sleep: Sleep,
    // Places within this process. The ledger counts them for all processes; this spares asking it again and again.
    places: Arc<Semaphore>,
}

impl Gate {
    /// A gate that keeps the profile's limits.
    pub fn new(profile: Arc<PortalProfile>, ledger: Arc<dyn AccessLedger>, now: Now) -> Self {
        let limits = Limits {
            requests_per_minute: profile.access.requests_per_minute,
            max_in_flight: profile.access.max_in_flight.max(1),
            daily_budget: profile.access.daily_budget,
        };
        let places = Arc::new(Semaphore::new(limits.max_in_flight as usize));
        Self {
            profile,
            limits,
            ledger,
            now,
            sleep: Arc::new(|wait| Box::pin(tokio::time::sleep(wait))),
            places,
        }
    }

    /// The same gate with another way of waiting: a test lets a week pass in a moment.
    #[must_use]
    pub fn with_sleep(self, sleep: Sleep) -> Self {
        Self { sleep, ..self }
    }

    /// The profile whose limits are kept.
    pub fn profile(&self) -> &PortalProfile {
        &self.profile
    }

    /// The moment now.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// Waits for a place and takes it. Dropping the future or the pass gives the place back.
    ///
    /// # Errors
    /// [`PortalError`] when waiting does not help soon: closed hours, stopped, a longer pause that the portal asked
    /// for, today's budget spent, or a ledger that cannot be used. Nothing was sent then.
    pub async fn pass(&self, intent: RequestIntent) -> Result<Pass, PortalError> {
        self.open_now()?;
        let permit = Arc::clone(&self.places).acquire_owned().await.ok();
        let intent = Arc::new(intent);
        loop {
            self.open_now()?;
            let now = self.now();
            let (reserved, ticket) = self.reserve(Arc::clone(&intent), now).await?;
            let until = match reserved {
                Reserve::Granted(_) => {
                    return Ok(Pass {
                        held: ticket,
                        _permit: permit,
                    });
                }
                Reserve::WaitUntil(until) => until,
                Reserve::HoldOff { until } if until.duration_since(now) <= SHORT_PAUSE => until,
                Reserve::HoldOff { until } => return Err(PortalError::TooManyRequests { until }),
                Reserve::BudgetSpent { until } => {
                    return Err(PortalError::BudgetSpent {
                        budget: self.limits.daily_budget.unwrap_or(0),
                        until,
                    });
                }
                Reserve::Stopped(stop) => return Err(PortalError::Stopped(stop)),
            };
            let wait = until
                .duration_since(self.now())
                .clamp(SignedDuration::from_millis(1), MINUTE);
            (self.sleep)(wait.unsigned_abs()).await;
        }
    }

    fn open_now(&self) -> Result<(), PortalError> {
        let windows = &self.profile.access.closed;
        let now = self.now();
        match closed::closed_until(windows, now) {
            Some(until) => Err(PortalError::Closed {
                until,
                window: closed::window_at(windows, now)
                    .map_or_else(String::new, |w| w.as_str().to_owned()),
            }),
            None => Ok(()),
        }
    }

    /// Asks the ledger on a task of its own: when our caller is dropped between the ledger's yes and our reading it,
    /// the task's result is dropped too, and that gives the place back.
    async fn reserve(
        &self,
        intent: Arc<RequestIntent>,
        now: Timestamp,
    ) -> Result<(Reserve, Option<Held>), PortalError> {
        let ledger = Arc::clone(&self.ledger);
        let limits = self.limits;
        let task = tokio::spawn(async move {
            let reserved = ledger.reserve(&intent, &limits, now).await?;
            let held = match &reserved {
                Reserve::Granted(ticket) => Some(Held {
                    ticket: Some(*ticket),
                    ledger,
                }),
                _ => None,
            };
            Ok((reserved, held))
        });
        match task.await {
            Ok(result) => result.map_err(PortalError::Ledger),
            Err(e) => Err(PortalError::Ledger(LedgerError::Failed(e.to_string()))),
        }
    }
}

/// A place that is held; dropping it gives it back.
struct Held {
    ticket: Option<Ticket>,
    ledger: Arc<dyn AccessLedger>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let ledger = Arc::clone(&self.ledger);
            runtime.spawn(async move { ledger.finish(ticket, RequestOutcome::default()).await });
        }
    }
}

/// Leave to send one request.
pub struct Pass {
    held: Option<Held>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Pass {
    /// Records what became of the request and gives the place back. The record is written even when our caller is
    /// dropped meanwhile: a stop must not get lost.
    ///
    /// # Errors
    /// [`PortalError::Ledger`] when the record cannot be written.
    pub async fn finish(mut self, outcome: RequestOutcome) -> Result<(), PortalError> {
        let Some(mut held) = self.held.take() else {
            return Ok(());
        };
        let Some(ticket) = held.ticket.take() else {
            return Ok(());
        };
        let ledger = Arc::clone(&held.ledger);
        match tokio::spawn(async move { ledger.finish(ticket, outcome).await }).await {
            Ok(result) => result.map_err(PortalError::Ledger),
            Err(e) => Err(PortalError::Ledger(LedgerError::Failed(e.to_string()))),
        }
    }
}
