//! What a run of checks reads beforehand.

use docketbell_core::storage::StoreError;
use docketbell_core::sync::ahead::RowsAhead;

use crate::support::{at, one_more, reading, status, store, today};

#[tokio::test]
async fn rows_of_a_run_are_the_rows_that_each_case_has_by_itself() {
    let (_dir, store) = store().await;
    let done = store
        .first_follow_all(vec![
            reading("26BA-CV90123", 2, "ADAM"),
            reading("26BA-CV90124", 1, "BERTA"),
            reading("26BA-CV90125", 1, "CARLA"),
        ])
        .await
        .unwrap();
    let ids: Vec<i64> = done.iter().map(|followed| followed.case_id()).collect();
    store
        .unfollow(ids[1], at("2026-11-17T10:00:00Z"))
        .await
        .unwrap();

    assert_eq!(
        store.followed_ids().await.unwrap(),
        [ids[0], ids[2]],
        "a case that is no longer followed is not checked"
    );
    let names = store.case_names(&ids[..2]).await.unwrap();
    assert_eq!(names.len(), 2, "a message may be about any stored case");
    assert_eq!(names[&ids[1]].0, "26BA-CV90124");

    let ahead = RowsAhead::new(ids.clone());
    for id in [ids[0], ids[2]] {
        assert_eq!(
            ahead.take(&store, today(), id).await.unwrap(),
            store.case_to_check(id, today()).await.unwrap().unwrap()
        );
    }
    assert!(
        matches!(
            ahead.take(&store, today(), ids[1]).await,
            Err(StoreError::NoSuchCase)
        ),
        "it was unfollowed before the run came to it"
    );
}

#[tokio::test]
async fn a_row_that_was_handed_out_is_read_anew() {
    let (_dir, store) = store().await;
    let id = store
        .first_follow(reading("26BA-CV90123", 2, "ADAM"))
        .await
        .unwrap()
        .case_id();
    let ahead = RowsAhead::new(vec![id]);
    let first = ahead.take(&store, today(), id).await.unwrap();
    let mut more = one_more(id, first.revision, 3, "e-1", "Order entered");
    more.status = status("2026-11-17T12:00:00Z");
    store.apply_refresh(more).await.unwrap();
    assert_eq!(
        ahead.take(&store, today(), id).await.unwrap().revision,
        first.revision + 1,
        "whoever took it has changed it since"
    );
}
