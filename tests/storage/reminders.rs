//! Reminders of hearings, from the store to the desktop. Nothing here asks a portal.

use std::sync::{Arc, Mutex};

use docketbell_core::domain::Notice;
use docketbell_core::storage::{OwnWords, Store};
use docketbell_core::sync::relay::{Deliver, DeliverError, NoticeQueue, Relay, RelaySettings};
use docketbell_core::sync::reminders::raise_due;
use futures::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::date;

use crate::support::{at, hearing, hearing_write, one_more, reading, status, store};

/// A desktop that takes everything and keeps the titles.
#[derive(Default)]
struct Desktop(Mutex<Vec<String>>);

impl Deliver for Desktop {
    fn show<'a>(&'a self, notice: &'a Notice) -> BoxFuture<'a, Result<(), DeliverError>> {
        self.0.lock().unwrap().push(notice.title.clone());
        Box::pin(async { Ok(()) })
    }
}

/// Raises and shows what is due at a moment; gives back the titles that the desktop saw.
async fn morning(store: &Store, now: &str) -> Vec<String> {
    let now: Timestamp = at(now);
    raise_due(store, now).await.unwrap();
    let desktop = Arc::new(Desktop::default());
    let relay = Relay::new(
        Arc::new(store.clone()) as Arc<dyn NoticeQueue>,
        Arc::clone(&desktop) as Arc<dyn Deliver>,
        Arc::new(RelaySettings::default),
        Arc::new(move || now),
    );
    relay.round().await.unwrap();
    desktop.0.lock().unwrap().clone()
}

/// One followed case with a hearing on December 3, 9:00 a.m.
async fn followed(store: &Store, number: &str) -> i64 {
    let mut case = reading(number, 2, "ADAM");
    case.words = OwnWords {
        label: Some("Maple Street lease".into()),
        ..OwnWords::default()
    };
    store.first_follow(case).await.unwrap().case_id()
}

#[tokio::test]
async fn a_hearing_is_reminded_of_three_times_and_then_no_more() {
    let (_dir, store) = store().await;
    followed(&store, "26BA-CV90123").await;
    let mut seen = Vec::new();
    for day in 20..=30 {
        // Twice a morning: what was told is not told again.
        for minute in [0, 5] {
            seen.extend(morning(&store, &format!("2026-11-{day}T15:{minute:02}:00Z")).await);
        }
    }
    for day in 1..=4 {
        seen.extend(morning(&store, &format!("2026-12-0{day}T15:30:00Z")).await);
    }
    assert_eq!(
        seen,
        [
            "You have a hearing in 7 days",
            "You have a hearing in 3 days",
            "You have a hearing tomorrow, 9:00 a.m. Central",
        ],
        "at the standard level, without the case's name"
    );
}

#[tokio::test]
async fn a_reminder_of_a_hearing_that_moved_meanwhile_is_not_shown() {
    let (_dir, store) = store().await;
    let id = followed(&store, "26BA-CV90123").await;
    let now = at("2026-11-30T15:00:00Z");
    assert_eq!(raise_due(&store, now).await.unwrap(), 1);
    let known = store.hearings(id).await.unwrap();
    let revision = store.known_case(id).await.unwrap().revision;
    let mut moved = one_more(id, revision, 9, "e-9", "Continued");
    moved.changes.clear();
    moved.hearings = vec![hearing_write(
        Some(known[0].hearing_id),
        hearing(2, date(2026, 12, 17)),
    )];
    moved.status = status("2026-11-30T15:01:00Z");
    store.apply_refresh(moved).await.unwrap();

    assert!(
        morning(&store, "2026-11-30T15:05:00Z").await.is_empty(),
        "the old day would be a wrong statement"
    );
    assert_eq!(
        morning(&store, "2026-12-10T15:00:00Z").await,
        ["You have a hearing in 7 days"],
        "the new day is reminded of like any"
    );
}

#[tokio::test]
async fn many_hearings_of_one_week_are_one_reminder_and_unfollowed_cases_none() {
    let (_dir, store) = store().await;
    for n in 0..5 {
        let id = followed(&store, &format!("26BA-CV9012{n}")).await;
        if n == 4 {
            store
                .unfollow(id, at("2026-11-20T10:00:00Z"))
                .await
                .unwrap();
        }
    }
    assert_eq!(
        morning(&store, "2026-11-26T15:00:00Z").await,
        ["4 hearings in the next 7 days"]
    );
}

#[tokio::test]
async fn before_the_morning_and_for_a_case_gone_confidential_nothing_is_raised() {
    let (_dir, store) = store().await;
    let id = followed(&store, "26BA-CV90123").await;
    assert_eq!(
        raise_due(&store, at("2026-12-02T13:59:00Z")).await.unwrap(),
        0,
        "one minute before eight"
    );
    store.forget(id).await.unwrap();
    assert_eq!(
        raise_due(&store, at("2026-12-02T14:00:00Z")).await.unwrap(),
        0
    );
}
