//! What the administrator is told without asking: changes nobody here asked for, a PIN that should be changed, a review
//! that waits. Each once.

use docketbell_core::app::group_views::WantedView;
use docketbell_practice::Act;

use crate::administrator::Administrator;

#[tokio::test]
async fn changes_that_nobody_here_asked_for_are_told_and_our_own_are_not() {
    let admin = Administrator::with_roster().await;
    assert!(
        admin.told("group_changed").await.is_empty(),
        "the first reading tells nothing"
    );
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    assert!(admin.told("group_changed").await.is_empty(), "it was us");
    admin.another(Act::DisableUser, "aroe_intake");
    admin.joins("kdoe_new", "Kim", "Doe");
    admin.read().await;
    let told = admin.told("group_changed").await;
    let mut words: Vec<String> = told
        .iter()
        .map(|n| n.payload.as_ref().unwrap()["change"].to_string())
        .collect();
    words.sort();
    assert_eq!(words, ["\"disabled\"", "\"joined\""], "{told:?}");
    admin.read().await;
    assert!(admin.told("group_changed").await.is_empty(), "told once");
}

#[tokio::test]
async fn many_changes_at_once_are_one_notice() {
    let admin = Administrator::signed_in().await;
    admin.fill(30);
    admin.read().await;
    for n in 1..=4 {
        admin.another(Act::DisableUser, &format!("user{n:05}"));
    }
    admin.read().await;
    assert!(admin.told("group_changed").await.is_empty());
    let told = admin.told("group_changes").await;
    assert_eq!(told[0].payload.as_ref().unwrap()["count"], 4, "{told:?}");
}

#[tokio::test]
async fn the_pin_is_reminded_of_after_a_disable_and_after_a_removal() {
    let admin = Administrator::with_roster().await;
    assert!(admin.told("group_pin").await.is_empty());
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    let told = admin.told("group_pin").await;
    assert_eq!(told.len(), 1, "after a disable");
    assert_eq!(told[0].payload.as_ref().unwrap()["left"], 1);
    admin.read().await;
    assert!(admin.told("group_pin").await.is_empty(), "told once");
    admin.delivers(WantedView::Removed, "jdoe_records").await;
    assert_eq!(admin.told("group_pin").await.len(), 1, "after a removal");
    admin.delivers(WantedView::Disabled, "aroe_intake").await;
    let told = admin.told("group_pin").await;
    assert_eq!(told[0].payload.as_ref().unwrap()["left"], 2, "{told:?}");
}

#[tokio::test]
async fn somebody_else_leaves_and_it_is_one_again_and_told_again() {
    let admin = Administrator::with_roster().await;
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    assert_eq!(admin.told("group_pin").await.len(), 1);
    admin.delivers(WantedView::Active, "jdoe_records").await;
    assert!(admin.told("group_pin").await.is_empty(), "nobody is left");
    admin.delivers(WantedView::Disabled, "aroe_intake").await;
    assert_eq!(
        admin.told("group_pin").await.len(),
        1,
        "one again, and another one"
    );
}

#[tokio::test]
async fn the_pin_is_reminded_of_at_the_age_that_the_person_set() {
    let admin = Administrator::with_roster().await;
    admin.desk.save_pin_reminder(Some(30)).await.unwrap();
    admin.later(29 * 24);
    assert!(admin.told("group_pin").await.is_empty());
    // Another age counts at once, and the former one does not any more.
    admin.desk.save_pin_reminder(Some(60)).await.unwrap();
    admin.later(2 * 24);
    assert!(admin.told("group_pin").await.is_empty());
    admin.desk.save_pin_reminder(Some(30)).await.unwrap();
    assert_eq!(admin.told("group_pin").await.len(), 1);
    assert!(admin.view().await.pin.reminder.is_some());
    admin.desk.save_pin_reminder(None).await.unwrap();
    admin.later(400 * 24);
    assert!(admin.told("group_pin").await.is_empty(), "never is never");
}

#[tokio::test]
async fn a_review_is_reminded_of_once_a_quarter_until_it_is_signed() {
    let admin = Administrator::with_roster().await;
    assert!(
        admin.told("access_review").await.is_empty(),
        "not on the first day"
    );
    admin.later(7 * 24 + 1);
    assert_eq!(admin.told("access_review").await.len(), 1, "a week later");
    admin.later(40 * 24);
    // 2027-01-03, a new quarter; nobody signed the last one.
    let told = admin.told("access_review").await;
    assert_eq!(
        told[0].payload.as_ref().unwrap()["period"],
        "2027-Q1",
        "{told:?}"
    );
    admin.later(24);
    admin.desk.save_pin_reminder(None).await.unwrap();
    admin.read().await;
    assert!(admin.told("access_review").await.is_empty(), "told once");
    admin.later(92 * 24);
    assert_eq!(admin.told("access_review").await.len(), 1, "the next one");
}
