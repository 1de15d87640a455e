//! The worker: one task that reads cases when they are due, and sleeps in between.
//!
//! It asks nothing while the portal is closed, has stopped us, asks for a pause, or the day's budget is spent; only a
//! person's `resume` ends a stop. It keeps one timer to the next due moment. No nap is longer than a minute, since a
//! timer stands still while the computer sleeps and knows nothing of a clock that is set: after each nap the clock is
//! compared with the time that really passed.

mod health;
mod source;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::domain::notice_words::ProgramNews;
use crate::portal::Stop;
use crate::storage::StoreError;
use health::Health;

pub use source::{DeskSource, Permitted};

/// The longest nap.
pub const LONGEST_NAP: Duration = Duration::from_secs(60);
/// The shortest, so that no mistake makes a busy loop.
const SHORTEST_NAP: Duration = Duration::from_millis(100);
/// The longest nap while only a person can go on: they may resume in another process, and then wait for it.
const NAP_WHILE_STOPPED: Duration = Duration::from_secs(5);
/// Cases taken from the store at once.
const BATCH: usize = 64;
/// A case that was just read is not read again by schedule within this time, whatever its row says: its status may
/// still wait to be written.
const REST: Duration = Duration::from_secs(15);
/// A clock that ran this much differently from the time that passed was set, or the computer slept.
const JUMP: SignedDuration = SignedDuration::from_secs(30);

/// Why nothing is asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// The portal refused us or asked for proof that a person is there: until a person resumes.
    Stopped(Stop),
    /// Checks on a schedule are not permitted (the profile, or a notice that nobody has read).
    NotPermitted,
    /// The portal's closed hours.
    Closed {
        /// When they end.
        until: Timestamp,
    },
    /// The portal asked for a pause, or the whole service is down.
    Pause {
        /// Until when.
        until: Timestamp,
    },
    /// Today's requests are used up.
    BudgetSpent {
        /// When the next day begins.
        until: Timestamp,
    },
}

impl Hindrance {
    /// When it ends by itself.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Stopped(_) | Self::NotPermitted => None,
            Self::Closed { until } | Self::Pause { until } | Self::BudgetSpent { until } => {
                Some(*until)
            }
        }
    }
}

/// A case that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Changes that were found and stored.
    pub changes: u32,
}

/// A case that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckFailed {
    /// Something that concerns every case. Nothing more is asked until it is over.
    Hindered(Hindrance),
    /// This case only; its status row says when it is tried again.
    Failed {
        /// Stable word.
        kind: String,
    },
    /// It is not followed any more.
    NotFollowed,
}

/// Cases and the way to read them. [`DeskSource`] is the real one.
pub trait CaseSource: Send + Sync + 'static {
    /// Why nothing may be asked now, as far as is known without asking.
    fn hindrance(&self, now: Timestamp) -> BoxFuture<'_, Option<Hindrance>>;
    /// Cases that are due, the longest due first.
    fn due(&self, now: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<i64>, StoreError>>;
    /// When the next case is due.
    fn next_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>>;
    /// Reads a case, compares, stores. Dropping the future is safe.
    fn check(&self, case_id: i64) -> BoxFuture<'_, Result<Checked, CheckFailed>>;
    /// A run of checks ended: statuses that wait are written.
    fn settle(&self) -> BoxFuture<'_, ()>;
    /// The clock was set back, or the program starts: what was planned by another clock is planned again.
    fn replan(&self, now: Timestamp) -> BoxFuture<'_, ()>;
    /// Raises news of the watcher. A second one of the same event id is not raised.
    fn raise(&self, event_id: String, news: ProgramNews) -> BoxFuture<'_, ()>;
}

/// What the worker is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum WorkerState {
    /// Not running (yet, or any more).
    #[default]
    Off,
    /// Nothing is due.
    Idle {
        /// When the next case is.
        next_at: Option<Timestamp>,
    },
    /// Cases are being read.
    Checking,
    /// Nothing may be asked now.
    Hindered(Hindrance),
}

/// Progress, for the status bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkerStatus {
    /// What it is doing.
    pub state: WorkerState,
    /// Cases being read now.
    pub in_flight: usize,
    /// Cases read since the start.
    pub checked: u64,
    /// Attempts that failed since the start.
    pub failed: u64,
    /// Changes found since the start.
    pub changes: u64,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerEvent {
    /// A case was read.
    Checked {
        /// Row id.
        case_id: i64,
        /// Changes found.
        changes: u32,
    },
    /// A case could not be read.
    Failed {
        /// Row id.
        case_id: i64,
        /// Why.
        why: CheckFailed,
    },
    /// The computer slept, or the clock was set.
    ClockJumped {
        /// By how many seconds the clock ran ahead of the time that passed; negative: it was set back.
        seconds: i64,
    },
    /// News of the watcher was raised: wake the relay.
    NewsRaised,
}

/// Time, passed in.
#[derive(Clone)]
pub struct WorkerClock {
    /// The clock on the wall.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Time that really passed, from any start; stands still while the computer sleeps.
    pub passed: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// Waits.
    pub sleep: Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>,
}

impl WorkerClock {
    /// The computer's timers, with this clock on the wall.
    pub fn system(now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        let start = Instant::now();
        Self {
            now,
            passed: Arc::new(move || start.elapsed()),
            sleep: Arc::new(|wait| Box::pin(tokio::time::sleep(wait))),
        }
    }
}

/// Talks to a worker.
#[derive(Clone)]
pub struct WorkerHandle {
    asked: mpsc::UnboundedSender<i64>,
    wake: Arc<Notify>,
    status: watch::Receiver<WorkerStatus>,
    events: broadcast::Sender<WorkerEvent>,
}

impl WorkerHandle {
    /// Reads these cases next, due or not. Hindrances bind this, too.
    pub fn check_now(&self, cases: impl IntoIterator<Item = i64>) {
        for case_id in cases {
            let _ = self.asked.send(case_id);
        }
        self.wake.notify_one();
    }

    /// Looks again: a case was followed, a person resumed, the profile changed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Progress, now and from now on.
    pub fn status(&self) -> watch::Receiver<WorkerStatus> {
        self.status.clone()
    }

    /// Events from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<WorkerEvent> {
        self.events.subscribe()
    }
}

/// A case and what became of its check.
type CaseOutcome = (i64, Result<Checked, CheckFailed>);

/// Reads cases when they are due.
pub struct Worker {
    source: Arc<dyn CaseSource>,
    clock: WorkerClock,
    max_in_flight: usize,
    asked_rx: mpsc::UnboundedReceiver<i64>,
    wake: Arc<Notify>,
    status: watch::Sender<WorkerStatus>,
    events: broadcast::Sender<WorkerEvent>,
    running: JoinSet<CaseOutcome>,
    // Which case a task reads, so that a task that panicked is known.
    tasks: HashMap<tokio::task::Id, i64>,
    in_flight: BTreeSet<i64>,
    asked: VecDeque<i64>,
    ready: VecDeque<i64>,
    resting: BTreeMap<i64, Duration>,
    hindrance: Option<Hindrance>,
    look_again: bool,
    unsettled: bool,
    health: Health,
}

impl Worker {
    /// A worker over a source. `max_in_flight` is the profile's.
    pub fn new(
        source: Arc<dyn CaseSource>,
        clock: WorkerClock,
        max_in_flight: u32,
    ) -> (Self, WorkerHandle) {
        let (asked, asked_rx) = mpsc::unbounded_channel();
        let (status, status_rx) = watch::channel(WorkerStatus::default());
        let (events, _) = broadcast::channel(256);
        let wake: Arc<Notify> = Arc::default();
        let handle = WorkerHandle {
            asked,
            wake: Arc::clone(&wake),
            status: status_rx,
            events: events.clone(),
        };
        let worker = Self {
            source,
            clock,
            max_in_flight: usize::try_from(max_in_flight.max(1)).unwrap_or(1),
            asked_rx,
            wake,
            status,
            events,
            running: JoinSet::new(),
            tasks: HashMap::new(),
            in_flight: BTreeSet::new(),
            asked: VecDeque::new(),
            ready: VecDeque::new(),
            resting: BTreeMap::new(),
            hindrance: None,
            look_again: true,
            unsettled: false,
            health: Health::default(),
        };
        (worker, handle)
    }

    /// Works until told to stop. Checks under way are given up then, which is safe: each case is stored whole or not
    /// at all.
    pub async fn run(mut self, stop: CancellationToken) {
        self.source.replan((self.clock.now)()).await;
        while !stop.is_cancelled() {
            let nap = self.turn().await;
            let (wall, passed) = ((self.clock.now)(), (self.clock.passed)());
            let sleep = (self.clock.sleep)(nap);
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = self.running.join_next_with_id() => self.ended(ended).await,
                () = self.wake.notified() => self.look_again = true,
                () = sleep => self.look_again = true,
            }
            // A check that ended meanwhile may say that nothing more is to be asked: hear it before the next one starts.
            while let Some(ended) = self.running.try_join_next_with_id() {
                self.ended(ended).await;
            }
            self.compare_clocks(wall, passed).await;
        }
        self.running.shutdown().await;
        self.source.settle().await;
        self.status.send_modify(|s| {
            s.state = WorkerState::Off;
            s.in_flight = 0;
        });
    }

    /// Starts what can be started; gives back how long to nap if nothing happens.
    async fn turn(&mut self) -> Duration {
        while let Ok(case_id) = self.asked_rx.try_recv() {
            if !self.asked.contains(&case_id) {
                self.asked.push_back(case_id);
            }
        }
        if self.look_again {
            self.look_again = false;
            self.look().await;
        }
        let mut next_at = None;
        if self.hindrance.is_none() {
            match self.start_checks().await {
                Ok(next) => next_at = next,
                Err(error) => {
                    tracing::warn!(kind = error.kind(), "due cases could not be read");
                    next_at = (self.clock.now)()
                        .checked_add(SignedDuration::from_secs(5))
                        .ok();
                }
            }
        }
        let idle = self.in_flight.is_empty();
        if idle && self.unsettled {
            self.unsettled = false;
            self.source.settle().await;
            self.tell_recovery().await;
        }
        let state = match (&self.hindrance, idle) {
            (_, false) => WorkerState::Checking,
            (Some(hindrance), true) => WorkerState::Hindered(hindrance.clone()),
            (None, true) => WorkerState::Idle { next_at },
        };
        let in_flight = self.in_flight.len();
        self.status.send_if_modified(|s| {
            let changed = s.state != state || s.in_flight != in_flight;
            s.state = state;
            s.in_flight = in_flight;
            changed
        });
        let until = match &self.hindrance {
            Some(hindrance) if hindrance.until().is_none() => return NAP_WHILE_STOPPED,
            Some(hindrance) => hindrance.until(),
            None => next_at,
        };
        until.map_or(LONGEST_NAP, |until| {
            until
                .duration_since((self.clock.now)())
                .max(SignedDuration::ZERO)
                .unsigned_abs()
                .clamp(SHORTEST_NAP, LONGEST_NAP)
        })
    }

    /// Asks what hinders now. What a request learnt (a pause, a spent budget) holds until its own time.
    async fn look(&mut self) {
        let now = (self.clock.now)();
        let learnt = self
            .hindrance
            .take()
            .filter(|h| h.until().is_some_and(|until| until > now));
        self.hindrance = self.source.hindrance(now).await.or(learnt);
        if let Some(Hindrance::Stopped(stop)) = self.hindrance.clone() {
            self.tell_stop(&stop).await;
        }
    }

    /// Fills the free places. Gives back when to look for more.
    async fn start_checks(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let passed = (self.clock.passed)();
        self.resting.retain(|_, until| *until > passed);
        let mut next_at = None;
        while self.in_flight.len() < self.max_in_flight {
            let asked = self.asked.pop_front();
            if asked.is_none() && self.ready.is_empty() {
                next_at = self.refill(passed).await?;
            }
            let Some(case_id) = asked.or_else(|| self.ready.pop_front()) else {
                break;
            };
            if self.in_flight.insert(case_id) {
                let source = Arc::clone(&self.source);
                let task = self
                    .running
                    .spawn(async move { (case_id, source.check(case_id).await) });
                self.tasks.insert(task.id(), case_id);
            }
        }
        Ok(next_at)
    }

    async fn refill(&mut self, passed: Duration) -> Result<Option<Timestamp>, StoreError> {
        let now = (self.clock.now)();
        let known = self.resting.len() + self.in_flight.len();
        let limit = u32::try_from(known + BATCH).unwrap_or(u32::MAX);
        let due = self.source.due(now, limit).await?;
        let fresh = due
            .into_iter()
            .filter(|id| !self.in_flight.contains(id) && !self.resting.contains_key(id));
        self.ready.extend(fresh.take(BATCH));
        if !self.ready.is_empty() {
            return Ok(None);
        }
        let rested = self
            .resting
            .values()
            .min()
            .and_then(|until| SignedDuration::try_from(until.saturating_sub(passed)).ok())
            .and_then(|wait| now.checked_add(wait).ok());
        let due = self.source.next_due().await?;
        Ok(match due {
            // Due, but resting: its status is about to be written, or its row was never moved on.
            Some(at) if at <= now => rested.or(Some(at)),
            other => other,
        })
    }

    async fn ended(
        &mut self,
        ended: Result<(tokio::task::Id, CaseOutcome), tokio::task::JoinError>,
    ) {
        let (case_id, outcome) = match ended {
            Ok((task, (case_id, outcome))) => {
                self.tasks.remove(&task);
                (case_id, outcome)
            }
            Err(error) => {
                let Some(case_id) = self.tasks.remove(&error.id()) else {
                    return;
                };
                // A mistake of ours in one case must not end the watch over all the others.
                tracing::error!(case_id, "a check ended with a panic");
                let kind = "internal".to_owned();
                (case_id, Err(CheckFailed::Failed { kind }))
            }
        };
        self.in_flight.remove(&case_id);
        self.unsettled = true;
        self.resting
            .insert(case_id, (self.clock.passed)().saturating_add(REST));
        let now = (self.clock.now)();
        match outcome {
            Ok(checked) => {
                self.health.worked(now, checked.changes);
                self.status.send_modify(|s| {
                    s.checked += 1;
                    s.changes += u64::from(checked.changes);
                });
                let changes = checked.changes;
                let _ = self.events.send(WorkerEvent::Checked { case_id, changes });
            }
            Err(why) => {
                self.status.send_modify(|s| s.failed += 1);
                match &why {
                    CheckFailed::Hindered(hindrance) => self.hinder(hindrance.clone()).await,
                    CheckFailed::Failed { .. } => self.tell_failing(now).await,
                    CheckFailed::NotFollowed => {}
                }
                let _ = self.events.send(WorkerEvent::Failed { case_id, why });
            }
        }
    }

    /// Nothing more is started. What was ready is taken from the store again when it is over; what a person asked for
    /// is kept.
    async fn hinder(&mut self, hindrance: Hindrance) {
        self.ready.clear();
        match &hindrance {
            Hindrance::Stopped(stop) => {
                let stop = stop.clone();
                self.hindrance = Some(hindrance);
                self.tell_stop(&stop).await;
            }
            // A stop outweighs everything that ends by itself.
            _ if matches!(self.hindrance, Some(Hindrance::Stopped(_))) => {}
            _ => self.hindrance = Some(hindrance),
        }
    }

    async fn compare_clocks(&mut self, wall: Timestamp, passed: Duration) {
        let now = (self.clock.now)();
        let really = SignedDuration::try_from((self.clock.passed)().saturating_sub(passed))
            .unwrap_or(SignedDuration::ZERO);
        let jump = now.duration_since(wall).saturating_sub(really);
        if jump.abs() < JUMP {
            return;
        }
        self.look_again = true;
        if jump.is_negative() {
            // What ends at a moment of the old clock might end in a year; the gate knows better.
            if self.hindrance.as_ref().is_some_and(|h| h.until().is_some()) {
                self.hindrance = None;
            }
            self.source.replan(now).await;
        }
        let seconds = jump.as_secs();
        let _ = self.events.send(WorkerEvent::ClockJumped { seconds });
    }

    async fn tell_stop(&mut self, stop: &Stop) {
        if let Some((event_id, news)) = self.health.stopped(stop, (self.clock.now)()) {
            self.raise(event_id, news).await;
        }
    }

    async fn tell_failing(&mut self, now: Timestamp) {
        if let Some((event_id, news)) = self.health.failed(now) {
            self.raise(event_id, news).await;
        }
    }

    async fn tell_recovery(&mut self) {
        if let Some((event_id, news)) = self.health.recovered() {
            self.raise(event_id, news).await;
        }
    }

    async fn raise(&self, event_id: String, news: ProgramNews) {
        self.source.raise(event_id, news).await;
        let _ = self.events.send(WorkerEvent::NewsRaised);
    }
}
