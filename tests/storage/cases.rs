//! The list of cases: filtered, sorted, what is next and what is not fresh.

use super::support::*;
use docketbell_core::domain::{HearingState, ahead};
use docketbell_core::storage::{
    Applied, CaseFilter, CaseState, FailedAttempt, Followed, OwnWords, StoreError,
};
use jiff::civil::date;

#[tokio::test]
async fn cases_are_listed_filtered_sorted_and_unfollowed() {
    let (_dir, store) = store().await;
    let mut a = reading("26BA-CV90123", 2, "ADAM");
    a.words = OwnWords {
        label: Some("Maple Street lease".into()),
        tags: vec!["Eviction".into()],
        ..OwnWords::default()
    };
    let mut b = reading("26BA-CV90124", 1, "BERTA");
    b.header.location = Some("Cole".into());
    let done = store.first_follow_all(vec![a, b]).await.unwrap();
    let (a, b) = (done[0].case_id(), done[1].case_id());
    let list = |words: &str| CaseFilter {
        words: words.to_owned(),
        limit: 10,
        ..CaseFilter::default()
    };
    let ids = |l: docketbell_core::storage::CaseList| {
        l.rows.iter().map(|r| r.case_id).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(store.list_cases(&list(""), today()).await.unwrap()),
        [b, a],
        "by name: style before label here"
    );
    assert_eq!(
        ids(store.list_cases(&list("maple"), today()).await.unwrap()),
        [a]
    );
    assert_eq!(
        ids(store
            .list_cases(&list("public cole"), today())
            .await
            .unwrap()),
        [b],
        "all words must appear"
    );
    assert_eq!(
        ids(store.list_cases(&list("100%"), today()).await.unwrap()),
        [] as [i64; 0],
        "a wildcard is a character"
    );
    let tagged = CaseFilter {
        tag: Some("Eviction".into()),
        limit: 10,
        ..CaseFilter::default()
    };
    assert_eq!(ids(store.list_cases(&tagged, today()).await.unwrap()), [a]);
    assert_eq!(store.tags().await.unwrap(), ["Eviction"]);
    assert_eq!(
        store.cases_by_number("26BA-CV90124", None).await.unwrap(),
        [b]
    );
    store.unfollow(b, at("2026-11-17T10:00:00Z")).await.unwrap();
    assert_eq!(
        ids(store.list_cases(&list(""), today()).await.unwrap()),
        [a]
    );
    assert_eq!(
        store
            .docket_page(b, 0, 10, false)
            .await
            .unwrap()
            .entries
            .len(),
        1,
        "the copy stays"
    );
    assert_eq!(
        store
            .first_follow(reading("26BA-CV90124", 9, "BERTA"))
            .await
            .unwrap(),
        Followed::Again(b)
    );
    assert_eq!(
        store.case(b, today()).await.unwrap().unwrap().state,
        CaseState::Followed
    );
    assert_eq!(
        store
            .hearings_between(date(2026, 12, 1), date(2026, 12, 31))
            .await
            .unwrap()
            .len(),
        2
    );
    assert!(
        store
            .hearings(b)
            .await
            .unwrap()
            .iter()
            .all(|h| h.hearing.state == HearingState::Set)
    );
    store
        .move_court(
            a,
            docketbell_core::domain::CourtId::new("SMPDB0005_CT13"),
            at("2026-11-17T11:00:00Z"),
        )
        .await
        .unwrap();
    assert_eq!(store.case_key(a).await.unwrap().1, "SMPDB0005_CT13");
    assert_eq!(
        store
            .docket_page(a, 0, 10, false)
            .await
            .unwrap()
            .entries
            .len(),
        2,
        "a moved court id loses nothing"
    );
    assert!(matches!(
        store
            .apply_refresh(Applied {
                case_id: 999,
                ..Applied::default()
            })
            .await,
        Err(StoreError::NoSuchCase)
    ));
}

#[tokio::test]
async fn of_two_hearings_on_a_day_the_next_one_is_the_earlier() {
    let (_dir, store) = store().await;
    for (n, (first, second)) in [
        ("1:30 PM", "9:00 AM"),
        ("10:00 AM", "9:00 AM"),
        ("12:30 PM", "11:00 a.m."),
        ("13:30", "9:15 A.M."),
        ("9:45 AM", "09:30"),
        ("AFTER LUNCH", "4:00 PM"),
        ("1:00 PM", "12:00 PM"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut case = reading(&format!("26BA-CV9{n:04}"), 2, "JOHN");
        let on_the_day = |ordinal, time: &str| {
            let mut hearing = hearing(2, date(2026, 12, 3));
            hearing.key.ordinal = ordinal;
            hearing.setting.time = Some(time.to_owned());
            hearing
        };
        case.hearings = vec![on_the_day(0, first), on_the_day(1, second)];
        let Followed::New(id) = store.first_follow(case).await.unwrap() else {
            panic!("the case is new")
        };
        let case = store.case(id, today()).await.unwrap().unwrap();
        assert!(case.hearings_ahead);
        let hearings = store.hearings_ahead(id, today()).await.unwrap();
        let next = ahead(hearings, |h| &h.hearing.setting, at("2026-11-17T15:00:00Z")).next;
        let time = next.unwrap().hearing.setting.time;
        assert_eq!(time.as_deref(), Some(second), "not {first}");
    }
}

#[tokio::test]
async fn a_case_that_failed_last_time_is_among_those_that_are_not_fresh() {
    let (_dir, store) = store().await;
    let Followed::New(id) = store
        .first_follow(reading("26BA-CV90123", 2, "JOHN"))
        .await
        .unwrap()
    else {
        panic!("the case is new")
    };
    let not_fresh = async || {
        let filter = CaseFilter {
            read_before: Some(at("2020-01-01T00:00:00Z")),
            limit: 10,
            ..CaseFilter::default()
        };
        store.list_cases(&filter, today()).await.unwrap().total
    };
    assert_eq!(not_fresh().await, 0, "it was read since");
    let failed = FailedAttempt {
        at: at("2026-11-17T15:00:00Z"),
        kind: "unreachable".to_owned(),
        message: "The court's site did not answer.".to_owned(),
        next_check_at: None,
    };
    store.record_failure(id, failed).await.unwrap();
    assert_eq!(not_fresh().await, 1, "Today counts it and leads here");
}
