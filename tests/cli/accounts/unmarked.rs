//! Portals that say less, or say it in other places, than the one that the pages were written for.

use rstest::rstest;
use serde_json::json;

use super::journeys::{NEW_PASSWORD, PASSWORD, issued, knows_all, user};
use super::portal::{AccountPortal, Habits, Trap};
use super::talk::{Talk, answers_file, person_at, talk, talk_with};
use crate::harness::Person;

/// A portal whose refusals are text like any other.
const UNMARKED: Habits = Habits {
    unmarked: true,
    ..Habits::PLAIN
};

fn portal_with_user(habits: Habits) -> (AccountPortal, Person) {
    let portal = AccountPortal::start(habits);
    let known = portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    assert!(known.is_none());
    let person = person_at(&portal);
    (portal, person)
}

fn register_user(person: &Person) -> Talk {
    let file = answers_file(person, "user_name = \"jdoe_records\"");
    talk(
        person,
        &["register", "user", "--answers", &file],
        &knows_all(),
    )
}

#[test]
fn a_refused_log_in_is_told_in_the_portals_words_whatever_its_markup() {
    let (_portal, person) = portal_with_user(UNMARKED);
    let wrong = knows_all().with("password", json!("Canary-Typo-1"));
    let run = talk(&person, &["sign-in", "--to", "ecf"], &wrong);
    assert_eq!((run.code, run.kind()), (4, "log_in_refused"), "{run:?}");
    let words = run.error()["message"].as_str().unwrap();
    assert!(
        words.contains("Invalid user name or password."),
        "what is new on the same page is what it says: {run:?}"
    );
}

#[test]
fn a_refusal_without_markup_is_told_again_when_it_comes_again() {
    let (portal, person) = portal_with_user(UNMARKED);
    let link = format!("{}/join?g=g77", portal.base());
    let mut pins = ["1111", "2222", "3333"].into_iter();
    let run = talk_with(&person, &["associate", &link], |ask, _| {
        match ask["for"].as_str().unwrap() {
            "user_name" => Some(json!("jdoe_records")),
            "password" => Some(json!(PASSWORD)),
            "User Information" => Some(json!("Clerk")),
            "pin" => pins.next().map(|pin| json!(pin)),
            _ => None,
        }
    });
    assert!([3, 4].contains(&run.code), "{run:?}");
    assert!(
        !run.stdout.contains("does not say why"),
        "it does say why, each time: {run:?}"
    );
}

#[test]
fn a_password_that_was_refused_is_not_sent_a_second_time() {
    let portal = AccountPortal::start(UNMARKED);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let weak = knows_all().with("password", json!("short"));
    let run = talk(&person, &["register", "user", "--answers", &file], &weak);
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    let world = portal.world();
    let sent = world.log.iter().filter(|r| r.raw.contains("short")).count();
    assert_eq!(sent, 1, "the next phrase makes it no better: {run:?}");
}

#[rstest]
#[case::joined(true, "done")]
#[case::not_joined(false, "failed")]
fn a_lost_association_is_settled_by_my_preferences_where_the_menu_is_silent(
    #[case] carried_out: bool,
    #[case] state: &str,
) {
    let (portal, person) = portal_with_user(Habits::PLAIN);
    portal.world().trap = Some(("B11".into(), Trap::SilentMenu(carried_out)));
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!(run.code, 9, "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some(state)),
        "\"eFiling Menu\" alone is no group: {run:?}"
    );
}

#[rstest]
#[case::left(true, "done")]
#[case::not_left(false, "failed")]
fn a_lost_way_out_of_the_group_is_settled_by_my_preferences(
    #[case] carried_out: bool,
    #[case] state: &str,
) {
    let (portal, person) = portal_with_user(Habits::PLAIN);
    let group = Some("Sample Records Agency".to_owned());
    if let Some(account) = portal.world().accounts.get_mut("jdoe_records") {
        account.group = group;
    }
    portal.world().trap = Some(("prefs".into(), Trap::SilentMenu(carried_out)));
    let run = talk(&person, &["dissociate"], &knows_all());
    assert_eq!(run.code, 9, "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some(state)),
        "{run:?}"
    );
}

#[test]
fn the_form_of_a_new_account_without_its_label_is_not_pressed_empty() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("C1".into(), Trap::StrangeLabel));
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let run = talk(
        &person,
        &["register", "account", "--answers", &file],
        &knows_all(),
    );
    assert_eq!((run.code, run.kind()), (8, "label_not_found"), "{run:?}");
    let world = portal.world();
    let posts = world
        .log
        .iter()
        .filter(|r| r.stage == "C1" && r.method == "POST");
    assert_eq!(posts.count(), 0, "nothing is sent from it");
}

#[rstest]
fn a_page_that_repeats_a_secret_does_not_carry_it_on(#[values("B3", "B6")] stage: &str) {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some((stage.into(), Trap::Echo));
    let person = person_at(&portal);
    let run = register_user(&person);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    assert!(
        run.stdout.contains("You typed"),
        "the page is shown: {run:?}"
    );
    for told in [&run.stdout, &run.stderr] {
        for secret in [PASSWORD, super::journeys::SECURITY, "canary-phrase"] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
    }
}

#[test]
fn a_session_that_ends_behind_the_last_page_registers_nobody_twice() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("B7".into(), Trap::TimeOut));
    let person = person_at(&portal);
    let run = register_user(&person);
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
    assert_eq!(
        run.steps().iter().filter(|s| *s == "B3").count(),
        1,
        "{run:?}"
    );
}

#[test]
fn a_row_that_a_session_took_away_is_filled_again_and_not_called_refused() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    portal.world().trap = Some(("A5 row".into(), Trap::TimeOut));
    let person = person_at(&portal);
    let knows = knows_all().with("password", json!(NEW_PASSWORD));
    let run = talk(&person, &["register", "administrator"], &knows);
    assert!(!run.stdout.contains("refused"), "{run:?}");
    assert_eq!(
        run.last()["outcome"].as_str(),
        Some("registered"),
        "{run:?}"
    );
}
