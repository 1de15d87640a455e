//! The roster as it was, notes, and "Do you know this person?".

use docketbell_core::app::group_views::{
    ActionStateView, NewUserDecision, UserStatusView, WantedView,
};
use docketbell_practice::Act;
use rstest::rstest;

use crate::administrator::Administrator;

#[tokio::test]
async fn the_roster_tells_since_when_and_keeps_who_is_gone_and_what_was_noted() {
    let admin = Administrator::with_roster().await;
    let doe = admin.user("jdoe_records").await;
    assert!(doe.from_the_start && doe.removed_at.is_none());
    admin
        .desk
        .save_user_note("jdoe_records".into(), Some("back in May".into()))
        .await
        .unwrap();
    let read_at = admin.view().await.as_of.unwrap();
    admin.later(3);
    assert_eq!(
        admin.view().await.as_of.unwrap(),
        read_at,
        "the age of the roster is that of its reading"
    );
    admin.another(Act::RemoveUser, "jdoe_records");
    admin.read().await;
    let doe = admin.user("jdoe_records").await;
    assert_eq!(doe.status, UserStatusView::Removed);
    assert_eq!(doe.note.as_deref(), Some("back in May"));
    assert_eq!(doe.last_seen_at, read_at, "last seen when last shown");
    assert!(doe.removed_at.is_some() && doe.can.is_empty());
    assert_eq!(
        admin.view().await.users.last().unwrap().user_name,
        "jdoe_records"
    );
    let long = "x".repeat(501);
    let refused = admin.desk.save_user_note("aroe_intake".into(), Some(long));
    assert!(refused.await.is_err());
}

#[rstest]
#[case::keep(NewUserDecision::Keep, None)]
#[case::disable(NewUserDecision::Disable, Some(WantedView::Disabled))]
#[case::remove(NewUserDecision::Remove, Some(WantedView::Removed))]
#[tokio::test]
async fn who_joined_waits_to_be_known(
    #[case] decision: NewUserDecision,
    #[case] wanted: Option<WantedView>,
) {
    let admin = Administrator::with_roster().await;
    assert!(
        admin.view().await.new_users.is_empty(),
        "who was there from the start is no news"
    );
    admin.joins("kdoe_new", "Kim", "Doe");
    for _ in 0..2 {
        admin.read().await;
    }
    let view = admin.view().await;
    let [new] = view.new_users.as_slice() else {
        panic!("asked about once: {:?}", view.new_users);
    };
    assert_eq!(
        (new.name.as_str(), new.information.as_str()),
        ("Kim Doe", "Clerk")
    );
    assert_eq!(view.pin.joined, 1, "they know the PIN");
    admin.desk.decide_new_user(new.id, decision).await.unwrap();
    let view = admin.view().await;
    assert!(view.new_users.is_empty());
    let waiting: Vec<WantedView> = view.outbox.waiting.iter().map(|a| a.wanted).collect();
    assert_eq!(waiting, wanted.into_iter().collect::<Vec<_>>());
    let again = admin.desk.decide_new_user(new.id, decision).await;
    assert!(again.is_err(), "decided once");
    admin.read().await;
    assert!(admin.view().await.new_users.is_empty());
}

#[tokio::test]
async fn who_joined_and_is_gone_again_is_no_question_any_more() {
    let admin = Administrator::with_roster().await;
    admin.joins("kdoe_new", "Kim", "Doe");
    admin.read().await;
    admin.another(Act::RemoveUser, "kdoe_new");
    admin.read().await;
    assert!(admin.view().await.new_users.is_empty());
}

#[tokio::test]
async fn on_a_disk_that_takes_nothing_the_group_is_shown_as_it_is_stored() {
    let admin = Administrator::with_roster().await;
    let asked = admin
        .desk
        .queue_actions(WantedView::Disabled, vec!["jdoe_records".into()])
        .await
        .unwrap();
    let store = admin.desk.store();
    for statement in [
        // A click of a program that is gone.
        "UPDATE group_actions SET state = 'sending', clicks = 1, owner = 7",
        "CREATE TRIGGER refuses BEFORE UPDATE ON group_actions
         BEGIN SELECT RAISE(ABORT, 'the disk takes nothing'); END",
    ] {
        store.tamper_for_tests(statement).await.unwrap();
    }
    let view = admin.desk.group().await.unwrap();
    assert_eq!(
        view.users.len(),
        admin.desk.roster().await.unwrap().users.len()
    );
    let waiting = admin.desk.outbox().await.unwrap().waiting;
    assert_eq!(waiting[0].id, asked[0].id);
    assert_eq!(
        waiting[0].state,
        ActionStateView::Sending,
        "as it is stored"
    );
    let lines = admin.desk.outbox_lines().await.unwrap();
    assert_eq!(lines.len(), 1);
    store
        .tamper_for_tests("DROP TRIGGER refuses")
        .await
        .unwrap();
    let waiting = admin.desk.outbox().await.unwrap().waiting;
    assert_eq!(
        waiting[0].state,
        ActionStateView::Uncertain,
        "now it is written"
    );
}
