//! The relay over the real store.

use std::sync::{Arc, Mutex};

use docketbell_core::domain::notice_words::ProgramNews;
use docketbell_core::storage::{Store, StoreFolder, StoreKey};
use docketbell_core::sync::relay::{Deliver, NoticeQueue, Relay, RelaySettings};
use jiff::{SignedDuration, Timestamp};

use crate::at;
use crate::relay::FakeDesktop;

async fn store(folder: &tempfile::TempDir) -> Store {
    let key = StoreKey::generate().unwrap();
    StoreFolder::open(folder.path().join("data"))
        .unwrap()
        .create_with_key(&key, "Practice portal")
        .await
        .unwrap()
}

fn relay(store: &Store, now: &Arc<Mutex<Timestamp>>) -> (Relay, Arc<FakeDesktop>) {
    let desktop = Arc::new(FakeDesktop::default());
    let clock = Arc::clone(now);
    let relay = Relay::new(
        Arc::new(store.clone()) as Arc<dyn NoticeQueue>,
        Arc::clone(&desktop) as Arc<dyn Deliver>,
        Arc::new(RelaySettings::default),
        Arc::new(move || *clock.lock().unwrap()),
    );
    (relay, desktop)
}

#[tokio::test]
async fn news_of_the_program_goes_through_the_store_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let now = Arc::new(Mutex::new(at("2026-11-17T16:00:00Z")));
    let (relay, desktop) = relay(&store, &now);
    for _ in 0..2 {
        store
            .raise_program_news(
                "test-1".into(),
                &ProgramNews::Test,
                at("2026-11-17T15:59:00Z"),
            )
            .await
            .unwrap();
        relay.round().await.unwrap();
    }
    assert_eq!(
        desktop.titles(),
        ["This is a test"],
        "the same event id is raised and shown once"
    );
}

#[tokio::test]
async fn a_window_that_a_dead_process_left_open_is_taken_over_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let start = at("2026-11-17T16:00:00Z");
    let now = Arc::new(Mutex::new(start));
    let stopped = ProgramNews::WatcherStopped { challenge: false };
    store
        .raise_program_news("stop-1".into(), &stopped, start)
        .await
        .unwrap();
    let rows = store.next_notices(start, 10).await.unwrap();
    let ids: Vec<i64> = rows.iter().map(|r| r.notice_id).collect();
    assert_eq!(
        store.mark_sending(&ids, start).await.unwrap(),
        ids,
        "the window of a process that dies now"
    );
    *now.lock().unwrap() = start + SignedDuration::from_secs(30);
    let (one, first) = relay(&store, &now);
    let (other, second) = relay(&store, &now);
    let (a, b) = tokio::join!(one.round(), other.round());
    a.unwrap();
    b.unwrap();
    let mut titles = first.titles();
    titles.extend(second.titles());
    assert_eq!(titles, ["1 notification, maybe shown before"]);
    assert_eq!(store.oldest_send_window().await.unwrap(), None);
}
