//! The record of requests where a profile sets a budget and no pace: quick, and exact to the last request.

use docketbell_core::portal::{AccessLedger, Limits, RequestIntent, RequestOutcome, Reserve};
use docketbell_core::storage::{Store, StoreFolder, StoreKey};
use docketbell_core::sync::ledger::StoreLedger;
use jiff::SignedDuration;

use crate::at;

const BUDGET: u32 = 700;

async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = StoreFolder::open(dir.path().join("data"))
        .unwrap()
        .create_with_key(&StoreKey::from_bytes(&[7; 32]).unwrap(), "Test")
        .await
        .unwrap();
    (dir, store)
}

fn limits() -> Limits {
    Limits {
        requests_per_minute: None,
        max_in_flight: 2,
        daily_budget: Some(BUDGET),
    }
}

fn intent() -> RequestIntent {
    RequestIntent {
        method: "POST",
        path: "/cnet/cases/party.do".into(),
        why: "parties".into(),
    }
}

#[tokio::test]
async fn a_budget_is_spent_to_the_last_request_and_not_beyond() {
    let (_dir, store) = store().await;
    let ledger = StoreLedger::new(store.clone());
    let now = at("2026-11-17T15:00:00Z");
    let mut sent = 0;
    let refused = loop {
        // Every now and then a lease has to be renewed, and once the run ends and another begins.
        let now = now + SignedDuration::from_millis(30 * i64::from(sent));
        match ledger.reserve(&intent(), &limits(), now).await.unwrap() {
            Reserve::Granted(ticket) => {
                sent += 1;
                let outcome = RequestOutcome {
                    status: Some(200),
                    ..RequestOutcome::default()
                };
                ledger.finish(ticket, outcome).await.unwrap();
            }
            other => break other,
        }
        if sent == 100 {
            ledger.flush().await.unwrap();
            let counted = store.access_state().await.unwrap().budget_used;
            assert_eq!(counted, 100, "what was not sent is counted back");
        }
        assert!(sent <= BUDGET, "the budget is a promise to the portal");
    };
    assert!(
        matches!(refused, Reserve::BudgetSpent { .. }),
        "{refused:?}"
    );
    assert_eq!(sent, BUDGET, "and nothing of it is lost");
    ledger.flush().await.unwrap();
    assert_eq!(store.access_log(1000).await.unwrap().len(), BUDGET as usize);
}

#[tokio::test]
async fn a_process_that_dies_has_counted_too_many_and_never_too_few() {
    let (_dir, store) = store().await;
    let now = at("2026-11-17T15:00:00Z");
    let dead = StoreLedger::new(store.clone());
    for _ in 0..3 {
        let Reserve::Granted(ticket) = dead.reserve(&intent(), &limits(), now).await.unwrap()
        else {
            panic!("the budget is whole")
        };
        let outcome = RequestOutcome::default();
        dead.finish(ticket, outcome).await.unwrap();
    }
    drop(dead);
    let counted = store.access_state().await.unwrap().budget_used;
    assert!((3..=BUDGET / 16).contains(&counted), "{counted}");
}
