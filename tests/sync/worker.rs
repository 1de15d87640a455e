//! The worker over an invented source and an invented clock: what it asks, when, and when it keeps still.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use docketbell_core::domain::notice_words::ProgramNews;
use docketbell_core::portal::{Stop, StopReason};
use docketbell_core::storage::StoreError;
use docketbell_core::sync::worker::{
    CaseSource, CheckFailed, Checked, Hindrance, LONGEST_NAP, Worker, WorkerClock, WorkerEvent,
    WorkerHandle, WorkerState,
};
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::at;

/// A clock that a test moves: time that passed, and how far the wall clock differs from it.
#[derive(Clone)]
struct TestClock {
    passed: watch::Sender<Duration>,
    wall: Arc<Mutex<Timestamp>>,
    naps: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    fn new() -> Self {
        Self {
            passed: watch::Sender::new(Duration::ZERO),
            wall: Arc::new(Mutex::new(at("2026-11-17T16:00:00Z"))),
            naps: Arc::default(),
        }
    }

    fn now(&self) -> Timestamp {
        *self.wall.lock().unwrap()
    }

    /// Both clocks run.
    fn pass(&self, seconds: u64) {
        self.set_wall(i64::try_from(seconds).unwrap());
        self.passed
            .send_modify(|p| *p += Duration::from_secs(seconds));
    }

    /// Only the wall clock moves: the computer slept, or somebody set the clock.
    fn set_wall(&self, by_seconds: i64) {
        *self.wall.lock().unwrap() += SignedDuration::from_secs(by_seconds);
    }

    fn worker_clock(&self) -> WorkerClock {
        let (wall, passed, sleeping) = (self.clone(), self.clone(), self.clone());
        WorkerClock {
            now: Arc::new(move || wall.now()),
            passed: Arc::new(move || *passed.passed.borrow()),
            sleep: Arc::new(move |nap| {
                sleeping.naps.lock().unwrap().push(nap);
                let mut rx = sleeping.passed.subscribe();
                Box::pin(async move {
                    let end = *rx.borrow() + nap;
                    let _ = rx.wait_for(|passed| *passed >= end).await;
                })
            }),
        }
    }
}

#[derive(Default)]
struct Inner {
    due_at: BTreeMap<i64, Timestamp>,
    answers: BTreeMap<i64, VecDeque<Result<Checked, CheckFailed>>>,
    asked: Vec<i64>,
    under_way: usize,
    most_under_way: usize,
    hindrance: Option<Hindrance>,
    raised: Vec<(String, ProgramNews)>,
    settled: u32,
    replanned: u32,
    panics: BTreeSet<i64>,
    /// Rows that are not moved on by a check, as when its status waits to be written.
    stuck: bool,
}

/// Cases in memory. A check waits for a place in `open` when the test holds it.
struct Cases {
    inner: Mutex<Inner>,
    open: Semaphore,
    clock: TestClock,
}

/// The place of a check under way; dropping the check gives it back.
struct UnderWay<'a>(&'a Cases);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.inner.lock().unwrap().under_way -= 1;
    }
}

impl CaseSource for Cases {
    fn hindrance(&self, _: Timestamp) -> BoxFuture<'_, Option<Hindrance>> {
        Box::pin(async { self.inner.lock().unwrap().hindrance.clone() })
    }

    fn due(&self, now: Timestamp, limit: u32) -> BoxFuture<'_, Result<Vec<i64>, StoreError>> {
        Box::pin(async move {
            let inner = self.inner.lock().unwrap();
            let mut due: Vec<_> = inner.due_at.iter().filter(|(_, at)| **at <= now).collect();
            due.sort_by_key(|(_, at)| **at);
            Ok(due
                .into_iter()
                .map(|(id, _)| *id)
                .take(limit as usize)
                .collect())
        })
    }

    fn next_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>> {
        Box::pin(async { Ok(self.inner.lock().unwrap().due_at.values().min().copied()) })
    }

    fn check(&self, case_id: i64) -> BoxFuture<'_, Result<Checked, CheckFailed>> {
        Box::pin(async move {
            let _under_way = {
                let mut inner = self.inner.lock().unwrap();
                inner.asked.push(case_id);
                inner.under_way += 1;
                inner.most_under_way = inner.most_under_way.max(inner.under_way);
                UnderWay(self)
            };
            let _place = self.open.acquire().await.unwrap();
            tokio::task::yield_now().await;
            let panics = self.inner.lock().unwrap().panics.contains(&case_id);
            assert!(!panics, "an invented mistake in case {case_id}");
            let mut inner = self.inner.lock().unwrap();
            let answer = inner
                .answers
                .get_mut(&case_id)
                .and_then(VecDeque::pop_front)
                .unwrap_or(Ok(Checked::default()));
            if !inner.stuck {
                let next = self.clock.now() + SignedDuration::from_hours(12);
                inner.due_at.insert(case_id, next);
            }
            answer
        })
    }

    fn settle(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { self.inner.lock().unwrap().settled += 1 })
    }

    fn replan(&self, now: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let mut inner = self.inner.lock().unwrap();
            inner.replanned += 1;
            for due in inner.due_at.values_mut() {
                *due = (*due).min(now + SignedDuration::from_hours(24));
            }
        })
    }

    fn raise(&self, event_id: String, news: ProgramNews) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.inner.lock().unwrap().raised.push((event_id, news));
        })
    }
}

struct Scene {
    cases: Arc<Cases>,
    clock: TestClock,
    handle: WorkerHandle,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Scene {
    /// Cases 1 to `n`, all due, and a worker with two places.
    fn start(n: i64, prepare: impl FnOnce(&mut Inner)) -> Self {
        let clock = TestClock::new();
        let mut inner = Inner {
            due_at: (1..=n).map(|id| (id, clock.now())).collect(),
            ..Inner::default()
        };
        prepare(&mut inner);
        let cases = Arc::new(Cases {
            inner: Mutex::new(inner),
            open: Semaphore::new(1000),
            clock: clock.clone(),
        });
        let source = Arc::clone(&cases) as Arc<dyn CaseSource>;
        let (worker, handle) = Worker::new(source, clock.worker_clock(), 2);
        let stop = CancellationToken::new();
        let task = tokio::spawn(worker.run(stop.clone()));
        Self {
            cases,
            clock,
            handle,
            stop,
            task,
        }
    }

    /// Waits until the worker is in such a state.
    async fn until(&self, is: impl Fn(&WorkerState) -> bool) {
        let mut status = self.handle.status();
        let reached = status.wait_for(|s| is(&s.state) && s.in_flight == 0);
        tokio::time::timeout(Duration::from_secs(20), reached)
            .await
            .expect("the worker gets there")
            .unwrap();
    }

    async fn until_idle(&self) {
        self.until(|s| matches!(s, WorkerState::Idle { .. })).await;
    }

    /// Waits for something that the worker does to the cases.
    async fn until_cases(&self, is: impl Fn(&Inner) -> bool) {
        for _ in 0..100_000 {
            if is(&self.cases.inner.lock().unwrap()) {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("the worker does not get there");
    }

    fn asked(&self) -> Vec<i64> {
        self.cases.inner.lock().unwrap().asked.clone()
    }

    async fn end(self) -> Arc<Cases> {
        self.stop.cancel();
        self.task.await.unwrap();
        self.cases
    }
}

fn stop() -> Stop {
    Stop {
        reason: StopReason::Refusal,
        words: "Error 403".into(),
        since: at("2026-11-17T16:00:00Z"),
    }
}

fn failed() -> Result<Checked, CheckFailed> {
    Err(CheckFailed::Failed {
        kind: "unreachable".into(),
    })
}

#[tokio::test]
async fn every_due_case_is_read_once_and_never_more_at_a_time_than_allowed() {
    let scene = Scene::start(150, |_| {});
    scene.until_idle().await;
    let mut asked = scene.asked();
    asked.sort_unstable();
    assert_eq!(asked, (1..=150).collect::<Vec<_>>());
    let status = scene.handle.status().borrow().clone();
    assert_eq!(status.checked, 150);
    assert!(
        matches!(status.state, WorkerState::Idle { next_at: Some(at) } if at > scene.clock.now()),
        "it says when the next one is due: {status:?}"
    );
    let cases = scene.end().await;
    let inner = cases.inner.lock().unwrap();
    assert_eq!(inner.most_under_way, 2, "both places are used, no third");
    assert!(inner.settled > 0, "statuses that wait are written");
}

#[tokio::test]
async fn a_case_is_read_when_it_becomes_due_and_not_before() {
    let scene = Scene::start(0, |inner| {
        inner.due_at.insert(7, at("2026-11-17T16:10:00Z"));
    });
    scene.until_idle().await;
    for _ in 0..9 {
        scene.clock.pass(60);
        scene.until_cases(|_| true).await;
    }
    assert!(scene.asked().is_empty(), "nine minutes have passed");
    for _ in 0..3 {
        scene.clock.pass(30);
        tokio::task::yield_now().await;
    }
    scene.until_cases(|inner| inner.asked == [7]).await;
    scene.end().await;
}

#[tokio::test]
async fn while_nothing_is_due_there_is_one_timer_and_no_busy_loop() {
    let scene = Scene::start(0, |_| {});
    scene.until_idle().await;
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    let naps = scene.clock.naps.lock().unwrap().clone();
    assert_eq!(naps, [LONGEST_NAP], "one nap, still going on");
    scene.end().await;
}

#[tokio::test]
async fn a_row_that_is_not_moved_on_makes_no_busy_loop() {
    let scene = Scene::start(1, |inner| inner.stuck = true);
    scene.until_cases(|inner| inner.asked.len() == 1).await;
    scene.until_idle().await;
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(scene.asked(), [1], "it rests although its row says due");
    scene.clock.pass(60);
    scene.until_cases(|inner| inner.asked.len() == 2).await;
    scene.end().await;
}

#[tokio::test]
async fn the_first_refusal_stops_everything_until_a_person_resumes() {
    let scene = Scene::start(100, |inner| {
        let refused = Err(CheckFailed::Hindered(Hindrance::Stopped(stop())));
        inner.answers.insert(3, VecDeque::from([refused]));
    });
    scene
        .until(|s| matches!(s, WorkerState::Hindered(Hindrance::Stopped(_))))
        .await;
    scene.cases.inner.lock().unwrap().hindrance = Some(Hindrance::Stopped(stop()));
    let asked = scene.asked().len();
    assert!(asked <= 4, "{asked} of 100 cases were asked for");
    for _ in 0..60 {
        scene.clock.pass(60);
        tokio::task::yield_now().await;
    }
    scene.handle.check_now([50]);
    scene.until_cases(|_| true).await;
    assert_eq!(scene.asked().len(), asked, "an hour later: nothing more");
    let raised = scene.cases.inner.lock().unwrap().raised.clone();
    assert_eq!(raised.len(), 1, "told once: {raised:?}");
    assert_eq!(
        raised[0].1,
        ProgramNews::WatcherStopped { challenge: false }
    );
    scene.cases.inner.lock().unwrap().hindrance = None;
    scene.handle.wake();
    scene
        .until_cases(|inner| inner.asked.iter().collect::<BTreeSet<_>>().len() == 100)
        .await;
    scene.until_idle().await;
    let cases = scene.end().await;
    let inner = cases.inner.lock().unwrap();
    assert_eq!(
        inner.asked.get(asked),
        Some(&50),
        "what a person asked for comes first"
    );
    assert!(
        matches!(
            inner.raised.last(),
            Some((_, ProgramNews::WatcherWorking { .. }))
        ),
        "and the end of it is told: {:?}",
        inner.raised
    );
}

#[tokio::test]
async fn a_pause_that_the_portal_asks_for_is_waited_out() {
    let scene = Scene::start(50, |inner| {
        let pause = Hindrance::Pause {
            until: at("2026-11-17T16:05:00Z"),
        };
        let paused = Err(CheckFailed::Hindered(pause));
        inner.answers.insert(1, VecDeque::from([paused]));
    });
    scene
        .until(|s| matches!(s, WorkerState::Hindered(Hindrance::Pause { .. })))
        .await;
    let asked = scene.asked().len();
    for _ in 0..4 {
        scene.clock.pass(60);
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(scene.asked().len(), asked, "four minutes: still paused");
    scene.clock.pass(61);
    scene.until_cases(|inner| inner.asked.len() >= 50).await;
    scene.end().await;
}

#[tokio::test]
async fn three_failures_are_told_and_one_case_that_panics_spoils_no_other() {
    let scene = Scene::start(10, |inner| {
        inner.panics.insert(5);
        for id in 1..=4 {
            inner.answers.insert(id, VecDeque::from([failed()]));
        }
    });
    scene
        .until_cases(|inner| inner.asked.iter().collect::<BTreeSet<_>>().len() == 10)
        .await;
    scene.until_idle().await;
    let raised = scene.cases.inner.lock().unwrap().raised.clone();
    assert!(
        matches!(raised[0].1, ProgramNews::WatcherFailing { .. }),
        "{raised:?}"
    );
    let status = scene.handle.status().borrow().clone();
    assert!(status.failed >= 5, "{status:?}");
    scene.end().await;
}

#[tokio::test]
async fn after_a_sleep_of_the_computer_what_became_due_is_read_within_a_minute() {
    let scene = Scene::start(0, |inner| {
        inner.due_at.insert(7, at("2026-11-17T20:00:00Z"));
    });
    scene.until_idle().await;
    let mut events = scene.handle.subscribe();
    scene.clock.set_wall(8 * 3600);
    scene.clock.pass(60);
    scene.until_cases(|inner| inner.asked == [7]).await;
    assert_eq!(
        events.recv().await.unwrap(),
        WorkerEvent::ClockJumped { seconds: 8 * 3600 }
    );
    scene.end().await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_no_case_wait_for_years() {
    let scene = Scene::start(0, |inner| {
        inner.due_at.insert(7, at("2026-11-17T18:00:00Z"));
    });
    scene.until_idle().await;
    scene.clock.set_wall(-10 * 365 * 86_400);
    scene.clock.pass(60);
    scene.until_cases(|inner| inner.replanned == 2).await;
    let due = scene.cases.inner.lock().unwrap().due_at[&7];
    assert!(due < at("2016-12-01T00:00:00Z"), "planned again: {due}");
    scene.end().await;
}

#[tokio::test]
async fn stopping_gives_up_checks_under_way_and_ends_at_once() {
    let scene = Scene::start(10, |_| {});
    scene.until_idle().await;
    scene.cases.open.forget_permits(1000);
    scene.handle.check_now([1, 2, 3]);
    scene.until_cases(|inner| inner.under_way == 2).await;
    let status = scene.handle.status();
    let cases = scene.end().await;
    assert_eq!(cases.inner.lock().unwrap().under_way, 0, "none goes on");
    assert_eq!(status.borrow().state, WorkerState::Off);
}

#[tokio::test]
async fn a_person_may_ask_for_a_case_that_is_not_due() {
    let scene = Scene::start(0, |inner| {
        inner.due_at.insert(7, at("2026-11-18T16:00:00Z"));
    });
    scene.until_idle().await;
    let mut events = scene.handle.subscribe();
    scene.handle.check_now([7]);
    assert_eq!(
        events.recv().await.unwrap(),
        WorkerEvent::Checked {
            case_id: 7,
            changes: 0
        }
    );
    scene.end().await;
}
