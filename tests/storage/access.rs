//! Requests, places and stops, counted for all processes together.

use super::support::*;
use docketbell_core::storage::{
    AccessStop, AccessUsage, FinishedRequest, NewRequest, StoreFolder, UsageQuery,
};
use jiff::{SignedDuration, Timestamp};

fn query(now: Timestamp) -> UsageQuery {
    UsageQuery {
        now,
        day_start: at("2026-11-17T06:00:00Z"),
        pace: Some(2),
        lease: SignedDuration::from_secs(180),
    }
}

fn request() -> NewRequest {
    NewRequest {
        method: "POST".into(),
        path: "/cnet/cases/party.do".into(),
        why: "parties".into(),
    }
}

fn finished(id: Option<i64>, now: Timestamp) -> FinishedRequest {
    FinishedRequest {
        request_id: id,
        request: id.is_none().then(request),
        at: now,
        status: Some(200),
        bytes: 53_000,
        stop: None,
        hold_off_until: None,
    }
}

#[tokio::test]
async fn two_processes_count_the_same_places_and_a_dead_one_frees_its_own() {
    let (dir, first) = store().await;
    let second = StoreFolder::open(dir.path().join("data"))
        .unwrap()
        .open_with_key(&key())
        .await
        .unwrap();
    let now = at("2026-11-17T15:00:00Z");
    let seen = async |store: &docketbell_core::storage::Store, now: Timestamp| {
        store
            .reserve_request(request(), query(now), |usage: &AccessUsage| {
                Some(usage.clone())
            })
            .await
            .unwrap()
            .unwrap_err()
    };
    let id = first
        .reserve_request(request(), query(now), |_| None::<()>)
        .await
        .unwrap()
        .unwrap();
    let usage = seen(&second, now).await;
    assert_eq!(
        (usage.in_flight, usage.spent_today, usage.pace_mark),
        (1, 1, None)
    );
    second
        .reserve_request(request(), query(now), |_| None::<()>)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        seen(&first, now).await.pace_mark,
        Some(now),
        "two back for a pace of two"
    );
    first
        .finish_requests(vec![finished(Some(id), now)])
        .await
        .unwrap();
    assert_eq!(seen(&first, now).await.in_flight, 1);
    let later = now + SignedDuration::from_secs(181);
    assert_eq!(
        seen(&first, later).await.in_flight,
        0,
        "a place that nobody finished ends by itself"
    );
    let tomorrow = UsageQuery {
        day_start: at("2026-11-18T06:00:00Z"),
        ..query(at("2026-11-18T07:00:00Z"))
    };
    let usage = first
        .reserve_request(request(), tomorrow, |u: &AccessUsage| Some(u.clone()))
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(usage.spent_today, 0, "a new day has its whole budget");

    let lease = first
        .lease_places(None, query(later), |u| Ok::<_, ()>((2 - u.in_flight, 100)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(lease.places, 2);
    let usage = seen(&second, later).await;
    assert_eq!(usage.in_flight, 2);
    assert_eq!(
        usage.spent_today, 102,
        "counted before they are sent: a process that dies has never counted too few"
    );
    let mut renewed = first
        .lease_places(Some(lease), query(later), |u| {
            assert_eq!(
                (u.in_flight, u.spent_today),
                (0, 2),
                "its own are no hindrance"
            );
            Ok::<_, ()>((2, 50))
        })
        .await
        .unwrap()
        .unwrap();
    first
        .finish_requests(vec![finished(None, later), finished(None, later)])
        .await
        .unwrap();
    renewed.counted -= 2;
    first.release_places(renewed.clone()).await.unwrap();
    assert_eq!(
        seen(&second, later).await.spent_today,
        4,
        "what was not sent is counted back"
    );
    first
        .lease_places(None, query(later), |_| Ok::<_, ()>((2, 0)))
        .await
        .unwrap()
        .unwrap();
    let again = first
        .lease_places(None, query(later), |u| Ok::<_, ()>((2 - u.in_flight, 0)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        again.places, 2,
        "a lease that nobody remembers keeps no places"
    );
    first.release_places(again).await.unwrap();
    let other_day = docketbell_core::storage::PlaceLease {
        day_start: at("2026-11-16T06:00:00Z"),
        ..renewed
    };
    first.release_places(other_day).await.unwrap();
    assert_eq!(
        seen(&second, later).await.spent_today,
        4,
        "nothing is counted back into another day"
    );
    assert_eq!(seen(&second, later).await.in_flight, 0);
    let log = second.access_log(10).await.unwrap();
    assert_eq!(log.len(), 4);
    assert_eq!(
        (log[0].status, log[0].bytes, log[0].request.clone()),
        (Some(200), 53_000, request())
    );
    assert_eq!(log[3].status, Some(200), "the first request was finished");
    assert_eq!(log[2].status, None, "the second never was");
}

#[tokio::test]
async fn the_first_stop_is_kept_until_a_person_resumes() {
    let (_dir, store) = store().await;
    let now = at("2026-11-17T15:00:00Z");
    assert_eq!(store.access_state().await.unwrap().online, None);
    let stop = |words: &str| AccessStop {
        reason: "refusal".into(),
        words: words.into(),
        since: now,
    };
    let mut a = finished(None, now);
    a.stop = Some(stop("Error 403"));
    a.hold_off_until = Some(at("2026-11-17T15:10:00Z"));
    store.finish_requests(vec![a]).await.unwrap();
    store.stop_access(stop("later words")).await.unwrap();
    let mut offline = finished(None, now);
    offline.status = None;
    offline.hold_off_until = Some(at("2026-11-17T15:05:00Z"));
    store.finish_requests(vec![offline]).await.unwrap();
    let state = store.access_state().await.unwrap();
    assert_eq!(state.stop, Some(stop("Error 403")));
    assert_eq!(
        state.hold_off_until,
        Some(at("2026-11-17T15:10:00Z")),
        "the latest pause binds"
    );
    assert_eq!(state.online, Some(false));
    store.resume_access().await.unwrap();
    let state = store.access_state().await.unwrap();
    assert_eq!((state.stop, state.hold_off_until), (None, None));
}
