//! Promise P6: a case that turns confidential leaves this computer; and P12: the files alone tell nothing.

use super::pages::{all_pages, in_files, occurrences};
use super::support::*;
use docketbell_core::domain::{ChangeKind, CourtId};
use docketbell_core::storage::{
    CaseHit, CaseState, ChangeFilter, ChangedEntry, FinishedRequest, Gone, NewChange, NewRequest,
    OwnWords, SearchQuery, Store, StoreFolder,
};
use jiff::SignedDuration;
use rstest::rstest;

const MARKER: &str = "Xqzvwbrk";

fn told() -> NewChange {
    NewChange {
        event_id: "gone-1".into(),
        kind: ChangeKind::CaseUnavailable,
        entry: ChangedEntry::None,
        hearing: None,
        sequence: None,
        field: None,
        before: None,
        after: None,
        notice: Some(at("2026-11-17T18:00:00Z")),
    }
}

/// A case whose every field carries the marker, between two that do not, with versions, changes and requests.
async fn marked(store: &Store) -> i64 {
    // Words that sort behind the marker's share its last leaf, and stay.
    for i in 10..20 {
        let mut r = reading(&format!("26BA-CV900{i}"), 60, "ADAM");
        for e in &mut r.docket.entries {
            e.text = Some(format!("discovery {i} yankee zulu"));
        }
        store.first_follow(r).await.unwrap();
    }
    let mut r = reading("26BA-CV90777", 60, MARKER);
    r.header.judge = Some(format!("{MARKER}, ROBIN"));
    r.header.location = Some(MARKER.into());
    for (i, e) in r.docket.entries.iter_mut().enumerate() {
        // So many words of its own that they fill leaves of the index, whose inner pages then keep their beginnings.
        let words: Vec<String> = (0..120).map(|w| format!("{MARKER}{i}x{w}")).collect();
        e.text = Some(words.join(" "));
    }
    r.docket.entries[7].description = format!("Order about {MARKER}");
    r.words = OwnWords {
        label: Some("Maple Street lease".into()),
        note: Some("Call Pat".into()),
        ..OwnWords::default()
    };
    let id = store.first_follow(r).await.unwrap().case_id();
    store
        .first_follow(reading("26BA-CV90002", 60, "BERTA"))
        .await
        .unwrap();
    let known = store.known_case(id).await.unwrap();
    let second = known.docket.entries[1].entry_id;
    let mut amended = store
        .stored_entries(id, &[second])
        .await
        .unwrap()
        .remove(&second)
        .unwrap();
    amended.text = Some(format!("amended {MARKER}tail"));
    let mut applied = one_more(
        id,
        known.revision,
        99,
        "e-1",
        &format!("order about {MARKER}"),
    );
    applied.amended = vec![(second, amended)];
    store.apply_refresh(applied).await.unwrap();
    store
        .finish_requests(vec![FinishedRequest {
            request_id: None,
            request: Some(NewRequest {
                method: "GET".into(),
                path: "/x".into(),
                why: "docket of 26BA-CV90777".into(),
            }),
            at: at("2026-11-17T15:00:00Z"),
            status: Some(200),
            bytes: 1,
            stop: None,
            hold_off_until: None,
        }])
        .await
        .unwrap();
    id
}

#[tokio::test]
async fn two_readings_twenty_minutes_apart_erase_a_case_and_keep_the_persons_words() {
    let (dir, store) = store().await;
    let folder = dir.path().join("data");
    let id = marked(&store).await;
    assert!(
        occurrences(&all_pages(&folder, &key()), MARKER) > 60,
        "the marker is there before, so finding none later means something"
    );
    assert_eq!(
        in_files(&folder, MARKER),
        0,
        "P12: without the key the files tell nothing"
    );
    assert_eq!(in_files(&folder, "SQLite format"), 0);

    let first = at("2026-11-17T18:00:00Z");
    assert_eq!(
        store.record_gone(id, told(), first, None).await.unwrap(),
        Gone::Closed
    );
    let case = store.case(id, today()).await.unwrap().unwrap();
    assert_eq!(
        (
            case.state,
            case.case_number.as_str(),
            case.header.style.0.as_str()
        ),
        (CaseState::Closed, "", "")
    );
    assert_eq!(case.words.label.as_deref(), Some("Maple Street lease"));
    assert_eq!(
        store
            .docket_page(id, 0, 10, false)
            .await
            .unwrap()
            .entries
            .len(),
        0,
        "a closed copy shows nothing"
    );
    assert!(
        store.parties(id).await.unwrap().is_empty() && store.charges(id).await.unwrap().is_empty()
    );
    assert!(store.hearings(id).await.unwrap().is_empty());
    let query = SearchQuery {
        words: MARKER.into(),
        limit: 10,
        ..SearchQuery::default()
    };
    assert!(
        store.search(&query).await.unwrap().entries.is_empty(),
        "and is not searched"
    );
    assert!(store.search_cases(MARKER, 10).await.unwrap().is_empty());
    let changes = store.changes(&ChangeFilter::default()).await.unwrap();
    assert!(
        changes
            .iter()
            .all(|c| c.after.is_none() && c.case_number.is_empty())
    );
    let notices = store.next_notices(first, 10).await.unwrap();
    assert_eq!(
        notices
            .iter()
            .map(|n| n.event_id.as_str())
            .collect::<Vec<_>>(),
        ["gone-1"],
        "told once; older news is not"
    );

    let early = at("2026-11-17T18:19:59Z");
    assert_eq!(
        store.record_gone(id, told(), early, None).await.unwrap(),
        Gone::StillClosed
    );
    let second = at("2026-11-17T18:20:00Z");
    assert_eq!(
        store.record_gone(id, told(), second, None).await.unwrap(),
        Gone::Confirmed
    );
    store.erase_case_contents(id, second).await.unwrap();

    let plain = all_pages(&folder, &key());
    assert!(
        occurrences(&plain, "ADAM") > 0,
        "the other cases are still there"
    );
    for text in [MARKER, "Xqzvw", "CV90777"] {
        assert_eq!(
            occurrences(&plain, text),
            0,
            "{text} is in no page, free page or log frame"
        );
    }
    let case = store.case(id, today()).await.unwrap().unwrap();
    assert_eq!(
        (case.state, case.words.label.as_deref()),
        (CaseState::Erased, Some("Maple Street lease"))
    );
    assert_eq!(
        store.search_cases("maple", 10).await.unwrap(),
        [CaseHit::OwnWords { case_id: id }]
    );
    assert_eq!(
        store.cases_by_number("26BA-CV90777", None).await.unwrap(),
        [id],
        "its row can still be found to forget it"
    );
    assert_eq!(
        store.record_gone(id, told(), second, None).await.unwrap(),
        Gone::Erased
    );
    let found = store
        .search(&SearchQuery {
            words: "discovery".into(),
            limit: 500,
            ..SearchQuery::default()
        })
        .await
        .unwrap();
    assert_eq!(
        found.entries.len(),
        500,
        "the search still finds the others"
    );
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn a_case_that_is_shown_again_opens_again() {
    let (_dir, store) = store().await;
    let id = store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap()
        .case_id();
    store
        .record_gone(id, told(), at("2026-11-17T18:00:00Z"), None)
        .await
        .unwrap();
    store
        .record_unchanged(&[(id, status("2026-11-17T18:30:00Z"))])
        .await
        .unwrap();
    assert_eq!(
        store.case(id, today()).await.unwrap().unwrap().state,
        CaseState::Followed
    );
    assert_eq!(
        store
            .docket_page(id, 0, 10, false)
            .await
            .unwrap()
            .entries
            .len(),
        3,
        "nothing was erased by one reading"
    );
    let again = store
        .record_gone(id, told(), at("2026-11-17T19:00:00Z"), None)
        .await
        .unwrap();
    assert_eq!(again, Gone::Closed, "the count of readings starts anew");
}

#[tokio::test]
async fn a_forgotten_case_is_in_no_page() {
    let (dir, store) = store().await;
    let id = marked(&store).await;
    store.forget(id).await.unwrap();
    let plain = all_pages(&dir.path().join("data"), &key());
    for text in [MARKER, "Xqzvw", "CV90777", "Maple", "Call Pat"] {
        assert_eq!(occurrences(&plain, text), 0, "{text} is gone");
    }
    assert!(store.case(id, today()).await.unwrap().is_none());
    assert!(
        store
            .changes(&ChangeFilter::default())
            .await
            .unwrap()
            .is_empty()
    );
    let next = store
        .first_follow(reading("26BA-CV90003", 1, "CARL"))
        .await
        .unwrap()
        .case_id();
    assert!(next > id, "ids are never given twice");
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn an_erase_that_was_killed_before_its_files_were_cleaned_is_finished_at_the_next_opening() {
    let (dir, store) = store().await;
    let folder = dir.path().join("data");
    let id = store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap()
        .case_id();
    for label in [Some(MARKER.to_owned()), None] {
        let words = OwnWords {
            label,
            ..OwnWords::default()
        };
        store
            .save_words(id, words, at("2026-11-17T18:00:00Z"))
            .await
            .unwrap();
    }
    assert!(
        occurrences(&all_pages(&folder, &key()), MARKER) > 0,
        "a deleted word stays in the files until they are cleaned"
    );
    // What an erase writes together with its deletions.
    store
        .set_setting("to_scrub", &true, at("2026-11-17T18:00:00Z"))
        .await
        .unwrap();
    store.close().await;
    let store = StoreFolder::open(&folder)
        .unwrap()
        .open_with_key(&key())
        .await
        .unwrap();
    assert_eq!(
        occurrences(&all_pages(&folder, &key()), MARKER),
        0,
        "opening goes on where the kill cut it off"
    );
    assert_eq!(
        store.setting::<bool>("to_scrub").await.unwrap(),
        None,
        "and notes that it is done"
    );
}

#[tokio::test]
async fn a_whole_store_is_never_called_damaged_after_a_search_and_an_erase() {
    let (_dir, store) = store().await;
    let id = marked(&store).await;
    // Both reading connections remember the parts of the index.
    let both = [
        store.search_cases("maple", 10),
        store.search_cases("maple", 10),
    ];
    for found in futures::future::join_all(both).await {
        found.unwrap();
    }
    store.forget(id).await.unwrap();
    for _ in 0..3 {
        store
            .check_integrity()
            .await
            .expect("the store is whole: only a connection's memory of it is old");
    }
}

/// Follows so many cases and lets the first `gone` of them vanish at noon.
async fn vanished(store: &Store, cases: usize, gone: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    for n in 0..cases {
        let number = format!("26BA-CV{n:05}");
        let followed = store
            .first_follow(reading(&number, 1, "JOHN"))
            .await
            .unwrap();
        ids.push(followed.case_id());
    }
    let noon = at("2026-11-16T22:00:00Z");
    for id in &ids[..gone] {
        let told = NewChange {
            event_id: format!("{id}.gone"),
            ..told()
        };
        let first = store.record_gone(*id, told, noon, None).await.unwrap();
        assert_eq!(first, Gone::Closed);
    }
    ids
}

/// When the cases that did not vanish are read again.
#[derive(Clone, Copy)]
enum Others {
    ReadBefore,
    ReadAfter,
    /// Read after, and all of another court.
    ElsewhereReadAfter,
}

#[rstest]
#[case::a_few_of_a_few(19, 19, Others::ReadBefore, Gone::Confirmed)]
#[case::many_while_more_are_still_shown(41, 20, Others::ReadAfter, Gone::Confirmed)]
#[case::many_while_nobody_looked_at_the_others(200, 20, Others::ReadBefore, Gone::Held { cases: 20 })]
#[case::all_of_one_court(41, 20, Others::ElsewhereReadAfter, Gone::Held { cases: 20 })]
#[case::half_of_many(40, 20, Others::ReadAfter, Gone::Held { cases: 20 })]
#[case::all_of_many(25, 25, Others::ReadAfter, Gone::Held { cases: 25 })]
#[tokio::test]
async fn cases_that_vanish_all_at_once_are_not_erased(
    #[case] cases: usize,
    #[case] gone: usize,
    #[case] others: Others,
    #[case] expected: Gone,
) {
    let (_dir, store) = store().await;
    let ids = vanished(&store, cases, gone).await;
    let (between, second) = (at("2026-11-16T22:10:00Z"), at("2026-11-16T22:30:00Z"));
    for id in &ids[gone..] {
        if matches!(others, Others::ElsewhereReadAfter) {
            store
                .move_court(*id, CourtId::new("CT21"), between)
                .await
                .unwrap();
        }
        if !matches!(others, Others::ReadBefore) {
            store
                .record_unchanged(&[(*id, status("2026-11-16T22:10:00Z"))])
                .await
                .unwrap();
        }
    }
    assert_eq!(
        store
            .record_gone(ids[0], told(), second, None)
            .await
            .unwrap(),
        expected,
        "{gone} of {cases} vanished"
    );
}

#[tokio::test]
async fn a_slow_pace_does_not_erase_one_by_one_what_vanished_at_once() {
    let (_dir, store) = store().await;
    let ids = vanished(&store, 30, 0).await;
    let mut held = 0;
    for (n, id) in ids.iter().enumerate() {
        // Each is read twice before the next one is.
        let first =
            at("2026-11-18T18:00:00Z") + SignedDuration::from_hours(i64::try_from(n).unwrap() / 3);
        let told = NewChange {
            event_id: format!("{id}.gone"),
            ..told()
        };
        store
            .record_gone(*id, told.clone(), first, None)
            .await
            .unwrap();
        let second = first + SignedDuration::from_mins(25);
        match store.record_gone(*id, told, second, None).await.unwrap() {
            Gone::Confirmed => store.erase_case_contents(*id, second).await.unwrap(),
            Gone::Held { .. } => held += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(held, 30 - 19, "from the twentieth on nothing is erased");
}

#[tokio::test]
async fn what_vanished_at_once_is_erased_at_a_persons_word_and_only_what_is_closed() {
    let (dir, store) = store().await;
    let marked = marked(&store).await;
    let mut ids = vanished(&store, 24, 24).await;
    let noon = at("2026-11-16T22:00:00Z");
    store.record_gone(marked, told(), noon, None).await.unwrap();
    ids.push(marked);
    let shown_again = ids.remove(0);
    store
        .record_unchanged(&[(shown_again, status("2026-11-16T22:10:00Z"))])
        .await
        .unwrap();
    let copies = store.closed_copies().await.unwrap();
    ids.sort_unstable();
    assert_eq!(
        copies.iter().map(|c| c.case_id).collect::<Vec<_>>(),
        ids,
        "read back: what is closed, and nothing else"
    );
    assert_eq!(copies[0].closed_at, Some(noon));
    let labels: Vec<&str> = copies.iter().filter_map(|c| c.label.as_deref()).collect();
    assert_eq!(labels, ["Maple Street lease"], "by the person's own words");

    let all: Vec<i64> = ids.iter().copied().chain([shown_again]).collect();
    let later = at("2026-11-16T22:30:00Z");
    assert_eq!(store.erase_closed(&all, later).await.unwrap(), 24);
    assert!(store.closed_copies().await.unwrap().is_empty());
    let plain = all_pages(&dir.path().join("data"), &key());
    assert_eq!(
        occurrences(&plain, MARKER),
        0,
        "the files hold nothing of it"
    );
    let case = store.case(marked, today()).await.unwrap().unwrap();
    assert_eq!(
        (case.state, case.words.label.as_deref()),
        (CaseState::Erased, Some("Maple Street lease")),
        "the person's own words stay"
    );
    let open = store.case(shown_again, today()).await.unwrap().unwrap();
    assert_eq!(
        (open.state, open.case_number.is_empty()),
        (CaseState::Followed, false),
        "a case that the court shows again is not erased, whatever was read back before"
    );
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn erasing_closed_copies_removes_older_copies_of_them_and_nothing_else_does() {
    let (dir, store) = store().await;
    let ids = vanished(&store, 1, 1).await;
    let aside = dir.path().join("data").join("before-restore-1");
    std::fs::write(&aside, "an older copy").unwrap();
    let later = at("2026-11-16T22:30:00Z");
    assert_eq!(store.erase_closed(&[], later).await.unwrap(), 0);
    assert!(
        aside.exists(),
        "nothing was erased, so nothing is lost with it"
    );
    assert_eq!(store.erase_closed(&ids, later).await.unwrap(), 1);
    assert!(!aside.exists(), "what is erased is in no older copy either");
}

#[tokio::test]
async fn the_log_of_requests_loses_a_number_and_not_a_part_of_another() {
    let (_dir, store) = store().await;
    let marked = marked(&store).await;
    let first = store.first_follow(reading("26BA-CV9077", 1, "JOHN")).await;
    store.forget(first.unwrap().case_id()).await.unwrap();
    assert_eq!(
        whys(&store).await,
        ["docket of 26BA-CV90777"],
        "what was asked for another case stays"
    );
    store.forget(marked).await.unwrap();
    assert_eq!(whys(&store).await, ["docket of (erased)"]);
}

async fn whys(store: &Store) -> Vec<String> {
    let lines = store.access_log(10).await.unwrap();
    lines.into_iter().map(|line| line.request.why).collect()
}
