//! The gate: pace, places, budget, closed hours; alone and shared by several processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use docketbell_core::portal::access::RequestOutcome;
use docketbell_core::portal::{
    Browser, Gate, MemoryLedger, PortalError, PortalProfile, PortalRequest, RequestIntent,
};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use tokio::sync::Notify;

use super::fake::{browser, browser_with, response, serve};

fn intent() -> RequestIntent {
    RequestIntent {
        method: "POST",
        path: "/casenet/cases/party.do".to_owned(),
        why: "test".to_owned(),
    }
}

/// A clock that jumps ahead when somebody sleeps, so that a week passes in a moment.
#[derive(Clone)]
struct Ahead(Arc<AtomicI64>);

impl Ahead {
    fn from(start: &str) -> Self {
        Self(Arc::new(AtomicI64::new(
            start.parse::<Timestamp>().unwrap().as_millisecond(),
        )))
    }
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
    /// Waits until that moment. Others get their turn first, and time never goes back.
    async fn until(&self, at: Timestamp) {
        tokio::task::yield_now().await;
        self.0.fetch_max(at.as_millisecond(), Ordering::SeqCst);
    }
}

/// A gate for a portal on the network, with that clock.
fn gate(access: &str, clock: &Ahead, ledger: Arc<MemoryLedger>) -> Gate {
    let text = format!(
        "name = \"Test\"\nallowed_hosts = [\"courts.example\"]\n[urls]\ncasenet = \"https://courts.example/casenet\"\n[access]\n{access}\n"
    );
    let profile = Arc::new(PortalProfile::parse(&text).unwrap());
    let (now, sleep) = (clock.clone(), clock.clone());
    Gate::new(profile, ledger, Arc::new(move || now.now())).with_sleep(Arc::new(move |wait| {
        let clock = sleep.clone();
        let at = clock.now() + SignedDuration::try_from(wait).unwrap();
        Box::pin(async move { clock.until(at).await })
    }))
}

#[tokio::test]
async fn over_a_week_pace_budget_and_closed_hours_are_kept() {
    let ledger = Arc::new(MemoryLedger::new());
    let access = "requests_per_minute = 12\ndaily_budget = 400\nmax_in_flight = 2\nclosed = [\"Mon-Fri 01:00-06:00 America/Chicago\"]";
    let clock = Ahead::from("2026-10-28T12:00:00Z");
    let gate = gate(access, &clock, ledger);
    let now = || clock.now();
    let week_over = now() + SignedDuration::from_hours(7 * 24);
    let mut sent: Vec<Timestamp> = Vec::new();
    while now() < week_over {
        match gate.pass(intent()).await {
            Ok(pass) => {
                sent.push(now());
                pass.finish(RequestOutcome {
                    status: Some(200),
                    ..RequestOutcome::default()
                })
                .await
                .unwrap();
            }
            Err(PortalError::BudgetSpent { until, .. } | PortalError::Closed { until, .. }) => {
                assert!(until > now());
                clock.until(until).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    let zone = jiff::tz::TimeZone::get("America/Chicago").unwrap();
    for (nth, at) in sent.iter().enumerate().skip(12) {
        assert!(
            at.duration_since(sent[nth - 12]) >= SignedDuration::from_secs(60),
            "at most 12 in any minute"
        );
    }
    let mut days = std::collections::BTreeMap::new();
    for at in &sent {
        let local = at.to_zoned(zone.clone());
        *days.entry(local.date()).or_insert(0) += 1;
        let weekday = local.weekday().to_monday_zero_offset() < 5;
        assert!(
            !(weekday && (1..6).contains(&local.hour())),
            "nothing in closed hours: {local}"
        );
    }
    assert!(days.values().all(|n| *n <= 400), "{days:?}");
    assert!(
        sent.len() >= 7 * 400,
        "the budget is usable: {}",
        sent.len()
    );
}

#[tokio::test]
async fn two_processes_keep_one_pace() {
    let ledger = Arc::new(MemoryLedger::new());
    let access = "requests_per_minute = 6\nmax_in_flight = 2";
    let clock = Ahead::from("2026-11-21T12:00:00Z");
    let one = gate(access, &clock, Arc::clone(&ledger));
    let two = gate(access, &clock, ledger);
    let began = clock.now();
    let run = |gate: Gate| async move {
        for _ in 0..9 {
            let pass = gate.pass(intent()).await.unwrap();
            pass.finish(RequestOutcome::default()).await.unwrap();
        }
    };
    tokio::join!(run(one), run(two));
    let took = clock.now().duration_since(began).as_secs();
    assert!(
        (120..=122).contains(&took),
        "18 requests at 6 a minute fit into no less than two minutes: {took}"
    );
}

#[tokio::test]
async fn closed_hours_and_an_empty_budget_send_nothing() {
    let ledger = Arc::new(MemoryLedger::new());
    let clock = Ahead::from("2026-11-21T12:00:00Z");
    let closed = gate(
        "closed = [\"Mon-Sun 00:00-24:00 UTC\"]",
        &clock,
        Arc::clone(&ledger),
    );
    let error = closed.pass(intent()).await.err().unwrap();
    assert_eq!((error.kind(), error.exit_code()), ("portal_closed", 5));
    let spent = gate("daily_budget = 0", &clock, Arc::clone(&ledger));
    let error = spent.pass(intent()).await.err().unwrap();
    assert_eq!((error.kind(), error.exit_code()), ("budget_spent", 5));
    assert_eq!(
        error.retry_at(),
        Some("2026-11-22T06:00:00Z".parse().unwrap()),
        "midnight where the courts are"
    );
    assert!(ledger.log().is_empty());
}

#[rstest]
#[case::one(1)]
#[case::two(2)]
#[case::five(5)]
#[tokio::test]
async fn never_more_under_way_than_allowed(#[case] most: usize) {
    let (now, peak) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, highest) = (Arc::clone(&now), Arc::clone(&peak));
    let (url, hits) = serve(move |_| {
        let (inside, highest) = (Arc::clone(&inside), Arc::clone(&highest));
        async move {
            highest.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(15)).await;
            inside.fetch_sub(1, Ordering::SeqCst);
            response(200, "application/json", "{}")
        }
    })
    .await;
    let access = format!("max_in_flight = {most}");
    let (one, ledger) = browser(&url, &access);
    let two = browser_with(&url, &access, ledger);
    let sends: Vec<_> = (0..12)
        .flat_map(|_| [&one, &two])
        .map(|browser| browser.send(PortalRequest::data(url.clone(), vec![], "test")))
        .collect();
    assert!(
        futures::future::join_all(sends)
            .await
            .iter()
            .all(Result::is_ok)
    );
    assert_eq!(hits.get(), 24);
    assert_eq!(
        peak.load(Ordering::SeqCst),
        most,
        "all places are used, and never one more, by two processes together"
    );
}

#[tokio::test]
async fn a_request_that_is_dropped_gives_its_place_back() {
    let (url, hits) = serve(|request| async move {
        if request.uri().path() == "/hangs" {
            std::future::pending::<()>().await;
        }
        response(200, "application/json", "{}")
    })
    .await;
    let (browser, ledger) = browser(&url, "max_in_flight = 1");
    let hanging = browser.send(PortalRequest::open(url.join("hangs").unwrap(), "test"));
    tokio::select! {
        _ = hanging => panic!("it hangs"),
        () = async { while hits.get() == 0 { tokio::task::yield_now().await; } } => {}
    }
    browser
        .send(PortalRequest::open(url, "test"))
        .await
        .unwrap();
    assert_eq!(ledger.in_flight(), 0);
}

#[tokio::test]
async fn waiting_for_a_place_can_be_given_up() {
    let ledger = Arc::new(MemoryLedger::new());
    let clock = Ahead::from("2026-11-21T12:00:00Z");
    let access = "requests_per_minute = 1\nmax_in_flight = 1";
    let first = gate(access, &clock, Arc::clone(&ledger));
    first
        .pass(intent())
        .await
        .unwrap()
        .finish(RequestOutcome::default())
        .await
        .unwrap();
    let waits = Arc::new(Notify::new());
    let waiting = Arc::clone(&waits);
    let patient = gate(access, &clock, Arc::clone(&ledger)).with_sleep(Arc::new(move |_| {
        waiting.notify_one();
        Box::pin(std::future::pending())
    }));
    tokio::select! {
        _ = patient.pass(intent()) => panic!("the pace makes us wait"),
        () = waits.notified() => {}
    }
    assert_eq!(ledger.in_flight(), 0);
    assert_eq!(ledger.log().len(), 1, "what was given up was not counted");
    first.pass(intent()).await.unwrap();
}
