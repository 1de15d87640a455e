//! A ledger in memory: for tests, and for programs without a store (`docketctl doctor` before there is one).

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::{
    AccessLedger, LEASE, LedgerError, Limits, RequestIntent, RequestOutcome, Reserve, Stop, Ticket,
    Usage, budget_day, decide,
};
use crate::portal::Waiting;

/// Keeps its counts in memory; forgets them when dropped.
#[derive(Debug, Default)]
pub struct MemoryLedger {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: i64,
    granted: VecDeque<Timestamp>,
    under_way: HashMap<i64, Timestamp>,
    stop: Option<Stop>,
    hold_off_until: Option<Timestamp>,
    log: Vec<(RequestIntent, Option<RequestOutcome>)>,
}

impl MemoryLedger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that was granted, oldest first, with what became of it.
    pub fn log(&self) -> Vec<(RequestIntent, Option<RequestOutcome>)> {
        self.lock().log.clone()
    }

    /// Places that are held now.
    pub fn in_flight(&self) -> usize {
        self.lock().under_way.len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    fn usage(&mut self, limits: &Limits, now: Timestamp) -> Usage {
        let lease = SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::ZERO);
        self.under_way
            .retain(|_, since| now.duration_since(*since) < lease);
        let (day, _) = budget_day(now);
        let back = limits.requests_per_minute.unwrap_or(0) as usize;
        Usage {
            stop: self.stop.clone(),
            hold_off_until: self.hold_off_until,
            spent_today: u32::try_from(
                self.granted
                    .iter()
                    .rev()
                    .take_while(|at| **at >= day)
                    .count(),
            )
            .unwrap_or(u32::MAX),
            in_flight: u32::try_from(self.under_way.len()).unwrap_or(u32::MAX),
            pace_mark: (back > 0 && self.granted.len() >= back)
                .then(|| self.granted[self.granted.len() - back]),
        }
    }
}

impl AccessLedger for MemoryLedger {
    fn reserve<'a>(
        &'a self,
        intent: &'a RequestIntent,
        limits: &'a Limits,
        now: Timestamp,
    ) -> Waiting<'a, Result<Reserve, LedgerError>> {
        let mut state = self.lock();
        let usage = state.usage(limits, now);
        let reserved = decide(limits, &usage, now).unwrap_or_else(|| {
            let id = state.next;
            state.next += 1;
            state.granted.push_back(now);
            state.under_way.insert(id, now);
            state.log.push((intent.clone(), None));
            Reserve::Granted(Ticket(id))
        });
        Box::pin(std::future::ready(Ok(reserved)))
    }

    fn finish(
        &self,
        ticket: Ticket,
        outcome: RequestOutcome,
    ) -> Waiting<'_, Result<(), LedgerError>> {
        let mut state = self.lock();
        state.under_way.remove(&ticket.0);
        if let Some(stop) = &outcome.stop {
            state.stop.get_or_insert_with(|| stop.clone());
        }
        state.hold_off_until = state.hold_off_until.max(outcome.hold_off_until);
        let row = usize::try_from(ticket.0).ok();
        if let Some((_, known)) = row.and_then(|row| state.log.get_mut(row)) {
            *known = Some(outcome);
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn stopped(&self) -> Waiting<'_, Result<Option<Stop>, LedgerError>> {
        Box::pin(std::future::ready(Ok(self.lock().stop.clone())))
    }

    fn resume(&self) -> Waiting<'_, Result<(), LedgerError>> {
        let mut state = self.lock();
        state.stop = None;
        Box::pin(std::future::ready(Ok(())))
    }
}
