//! The record of requests, kept in the store so that all processes together keep the profile's pace.
//!
//! Where the profile sets a pace, every request is one reservation and one record. Where it sets none (a portal on this
//! computer), places are leased for a while and records are written in batches: a transaction for each request would
//! cost more than the request. Requests of a lease are counted for the day's budget before they are sent, and what was
//! not sent is counted back; a process that dies has counted too many and never too few. Near the budget's end each
//! request is asked for by itself again. A stop is written at once, either way.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::portal::access::{LEASE, Usage, budget_day, decide};
use crate::portal::{
    AccessLedger, LedgerError, Limits, RequestIntent, RequestOutcome, Reserve, Stop, StopReason,
    Ticket, Waiting,
};
use crate::storage::{
    AccessStop, AccessUsage, FinishedRequest, NewRequest, PlaceLease, Store, StoreError, UsageQuery,
};

/// Records that are written together where there is no pace.
const BATCH: usize = 128;
/// Requests that a lease counts for the budget beforehand, at most; and which part of what is left, at most, so that
/// what one process holds back is never what another one lacks.
const COUNTED: u32 = 256;
const PART_OF_BUDGET: u32 = 16;
/// Fewer are not worth it.
const COUNTED_AT_LEAST: u32 = 8;
/// How long leased places are used before they are asked for again; a stop by another process is seen by then.
const RENEW_AFTER: SignedDuration = SignedDuration::from_secs(1);

/// [`AccessLedger`] over the store.
pub struct StoreLedger {
    store: Store,
    leased: Mutex<Leased>,
    // One renewal at a time.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Leased {
    lease: Option<PlaceLease>,
    until: Option<Timestamp>,
    // Under way on leased places: the ticket's number and what was asked.
    under_way: Vec<(i64, RequestIntent, Timestamp)>,
    next_ticket: i64,
    finished: Vec<FinishedRequest>,
}

impl StoreLedger {
    /// A ledger in this store.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            leased: Mutex::default(),
            renewing: tokio::sync::Mutex::default(),
        }
    }

    /// Writes the records that wait, and gives leased places back. Call it when a run of requests ends.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let (lease, finished) = {
            let mut leased = self.leased();
            let idle = leased.under_way.is_empty();
            let lease = if idle { leased.lease.take() } else { None };
            (lease, std::mem::take(&mut leased.finished))
        };
        self.store.finish_requests(finished).await?;
        match lease {
            Some(lease) => self.store.release_places(lease).await,
            None => Ok(()),
        }
    }

    fn leased(&self) -> std::sync::MutexGuard<'_, Leased> {
        self.leased.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_leased(
        &self,
        intent: &RequestIntent,
        limits: &Limits,
        now: Timestamp,
    ) -> Option<Ticket> {
        let mut leased = self.leased();
        let under_way = leased.under_way.len();
        let fresh = leased
            .until
            .is_some_and(|until| now < until && until.duration_since(now) <= RENEW_AFTER);
        let lease = leased.lease.as_mut()?;
        if !fresh || under_way >= usize::try_from(lease.places).unwrap_or(usize::MAX) {
            return None;
        }
        if limits.daily_budget.is_some() {
            lease.counted = lease.counted.checked_sub(1)?;
        }
        leased.next_ticket -= 1;
        let ticket = leased.next_ticket;
        leased.under_way.push((ticket, intent.clone(), now));
        Some(Ticket(ticket))
    }

    /// A leased place. `None`: the budget is nearly spent, so each request has to be asked for by itself.
    async fn lease(
        &self,
        intent: &RequestIntent,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Option<Reserve>, LedgerError> {
        if let Some(ticket) = self.take_leased(intent, limits, now) {
            return Ok(Some(Reserve::Granted(ticket)));
        }
        let _one = self.renewing.lock().await;
        if let Some(ticket) = self.take_leased(intent, limits, now) {
            return Ok(Some(Reserve::Granted(ticket)));
        }
        // Taken out, so that nobody sends on it what is being counted back.
        let old = self.leased().lease.take();
        let limits = *limits;
        let leased = self
            .store
            .lease_places(old.clone(), query(&limits, now), move |usage| {
                let usage = to_usage(usage);
                if let Some(refused) = decide(&limits, &usage, now) {
                    return Err(Some(refused));
                }
                let places = limits.max_in_flight.saturating_sub(usage.in_flight).max(1);
                let counted = match limits.daily_budget {
                    None => 0,
                    Some(budget) => {
                        let left = budget.saturating_sub(usage.spent_today);
                        let counted = (left / PART_OF_BUDGET).min(COUNTED);
                        if counted < COUNTED_AT_LEAST {
                            return Err(None);
                        }
                        counted
                    }
                };
                Ok((places, counted))
            })
            .await;
        match leased {
            Err(error) => {
                self.leased().lease = old;
                Err(trouble(error))
            }
            Ok(Err(refused)) => Ok(refused),
            Ok(Ok(lease)) => {
                {
                    let mut leased = self.leased();
                    leased.lease = Some(lease);
                    leased.until = now.checked_add(RENEW_AFTER).ok();
                }
                // All places of our own are under way: the gate asks again when one is free.
                Ok(Some(match self.take_leased(intent, &limits, now) {
                    Some(ticket) => Reserve::Granted(ticket),
                    None => Reserve::WaitUntil(
                        now.checked_add(SignedDuration::from_millis(5))
                            .unwrap_or(now),
                    ),
                }))
            }
        }
    }
}

impl AccessLedger for StoreLedger {
    fn reserve<'a>(
        &'a self,
        intent: &'a RequestIntent,
        limits: &'a Limits,
        now: Timestamp,
    ) -> Waiting<'a, Result<Reserve, LedgerError>> {
        Box::pin(async move {
            if limits.requests_per_minute.is_none()
                && let Some(answer) = self.lease(intent, limits, now).await?
            {
                return Ok(answer);
            }
            let limits = *limits;
            let reserved = self
                .store
                .reserve_request(new_request(intent), query(&limits, now), move |usage| {
                    decide(&limits, &to_usage(usage), now)
                })
                .await
                .map_err(trouble)?;
            Ok(match reserved {
                Ok(id) => Reserve::Granted(Ticket(id)),
                Err(refused) => refused,
            })
        })
    }

    fn finish(
        &self,
        ticket: Ticket,
        outcome: RequestOutcome,
    ) -> Waiting<'_, Result<(), LedgerError>> {
        Box::pin(async move {
            let urgent = outcome.stop.is_some() || outcome.hold_off_until.is_some();
            let mut finished = FinishedRequest {
                request_id: None,
                request: None,
                at: Timestamp::now(),
                status: outcome.status,
                bytes: outcome.bytes,
                stop: outcome.stop.map(|stop| AccessStop {
                    reason: stop.reason.as_str().to_owned(),
                    words: stop.words,
                    since: stop.since,
                }),
                hold_off_until: outcome.hold_off_until,
            };
            let waiting = if ticket.0 < 0 {
                let mut leased = self.leased();
                if let Some(at) = leased.under_way.iter().position(|(id, ..)| *id == ticket.0) {
                    let (_, intent, at) = leased.under_way.swap_remove(at);
                    finished.request = Some(new_request(&intent));
                    finished.at = at;
                }
                leased.finished.push(finished);
                if !urgent && leased.finished.len() < BATCH {
                    return Ok(());
                }
                std::mem::take(&mut leased.finished)
            } else {
                finished.request_id = Some(ticket.0);
                vec![finished]
            };
            self.store.finish_requests(waiting).await.map_err(trouble)
        })
    }

    fn stopped(&self) -> Waiting<'_, Result<Option<Stop>, LedgerError>> {
        Box::pin(async move {
            let state = self.store.access_state().await.map_err(trouble)?;
            Ok(state.stop.as_ref().map(to_stop))
        })
    }

    fn resume(&self) -> Waiting<'_, Result<(), LedgerError>> {
        Box::pin(async move { self.store.resume_access().await.map_err(trouble) })
    }
}

fn query(limits: &Limits, now: Timestamp) -> UsageQuery {
    UsageQuery {
        now,
        day_start: budget_day(now).0,
        pace: limits.requests_per_minute,
        lease: SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::from_secs(180)),
    }
}

fn to_usage(usage: &AccessUsage) -> Usage {
    Usage {
        stop: usage.stop.as_ref().map(to_stop),
        hold_off_until: usage.hold_off_until,
        spent_today: usage.spent_today,
        in_flight: usage.in_flight,
        pace_mark: usage.pace_mark,
    }
}

fn to_stop(stop: &AccessStop) -> Stop {
    Stop {
        // A reason that a newer program wrote still means: stopped.
        reason: StopReason::parse(&stop.reason).unwrap_or(StopReason::Refusal),
        words: stop.words.clone(),
        since: stop.since,
    }
}

fn new_request(intent: &RequestIntent) -> NewRequest {
    NewRequest {
        method: intent.method.to_owned(),
        path: intent.path.clone(),
        why: intent.why.clone(),
    }
}

fn trouble(error: StoreError) -> LedgerError {
    match error {
        StoreError::Busy => LedgerError::Busy,
        full @ (StoreError::DiskFull | StoreError::ReadOnly | StoreError::NoPermission(_)) => {
            LedgerError::Unusable {
                kind: full.kind(),
                words: full.to_string(),
                hint: full.hint(),
            }
        }
        other => LedgerError::Failed(other.to_string()),
    }
}
