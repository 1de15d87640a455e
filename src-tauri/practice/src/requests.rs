//! The log of requests, for tests that count what a client asked, and for people who want to see it.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use serde::Serialize;

/// How many requests are remembered; all are counted.
const REMEMBERED: usize = 20_000;

/// One request as it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoggedRequest {
    /// Counts from 1.
    pub id: u64,
    /// When it arrived.
    pub at: Timestamp,
    /// GET, POST.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Case number asked about; empty where there is none.
    pub case_number: String,
    /// Court asked about.
    pub court_id: String,
    /// Status of the answer.
    pub status: u16,
    /// Fault that met it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// How the client names itself.
    pub user_agent: String,
    /// Milliseconds until the answer was ready.
    pub took_ms: u64,
}

/// Numbers about all requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RequestCounts {
    /// All requests of the portal; the control endpoint is not counted.
    pub total: u64,
    /// Being answered now.
    pub in_flight: u32,
    /// The most that were answered at the same time.
    pub most_in_flight: u32,
}

/// The log. Bounded.
#[derive(Debug, Default)]
pub struct RequestLog {
    lines: Mutex<VecDeque<LoggedRequest>>,
    total: AtomicU64,
    in_flight: AtomicU32,
    most_in_flight: AtomicU32,
}

impl RequestLog {
    /// The requests after this id that are still remembered, oldest first.
    pub fn since(&self, id: u64) -> Vec<LoggedRequest> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().filter(|line| line.id > id).cloned().collect()
    }

    /// Counts.
    pub fn counts(&self) -> RequestCounts {
        RequestCounts {
            total: self.total.load(Ordering::Acquire),
            in_flight: self.in_flight.load(Ordering::Acquire),
            most_in_flight: self.most_in_flight.load(Ordering::Acquire),
        }
    }

    /// Forgets everything, the counts included.
    pub fn clear(&self) {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.total.store(0, Ordering::Release);
        self.most_in_flight
            .store(self.in_flight.load(Ordering::Acquire), Ordering::Release);
    }

    pub(crate) fn arrive(&self) -> InFlight<'_> {
        let now = self.in_flight.fetch_add(1, Ordering::AcqRel) + 1;
        self.most_in_flight.fetch_max(now, Ordering::AcqRel);
        InFlight { log: self }
    }

    pub(crate) fn write(&self, mut line: LoggedRequest) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        line.id = self.total.fetch_add(1, Ordering::AcqRel) + 1;
        if lines.len() == REMEMBERED {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// Counts a request as in flight until it is dropped, also when the client hangs up.
pub(crate) struct InFlight<'a> {
    log: &'a RequestLog,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.log.in_flight.fetch_sub(1, Ordering::AcqRel);
    }
}
