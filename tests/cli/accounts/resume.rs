//! The input ends at each question in turn; the same command goes on from it.

use rstest::rstest;

use super::journeys::{issued, knows_all, user};
use super::portal::{AccountPortal, Habits, Odd};
use super::talk::{answers_file, person_at, talk};

#[rstest]
fn a_registration_goes_on_after_the_end_of_input_at_any_question(
    #[values(Habits::PLAIN, Habits::ODD)] habits: Habits,
    #[values(0, 1, 2, 3, 4, 5, 6, 7)] most: usize,
) {
    let portal = AccountPortal::start(habits);
    let person = person_at(&portal);
    let file = person.home().join("answers.toml");
    std::fs::write(&file, "last_name = \"Doe\"\nphone = \"573-555-0100\"\n[mailing_address]\nline1 = \"100 Any St\"\ncity = \"Jefferson City\"\nstate = \"MO\"\nzip = \"65101\"\n").unwrap();
    let command = ["register", "user", "--answers", file.to_str().unwrap()];
    let knows = || knows_all().with("First Name", serde_json::json!("Jane"));
    let run = talk(&person, &command, &knows().only(most));
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
    assert!(run.error()["for"].is_string(), "{run:?}");
    let before = run.asked();
    let run = talk(&person, &command, &knows());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
    for plain in ["user_name", "First Name", "email"] {
        let answered = before.iter().take(most).any(|a| a == plain);
        // A page's answers are kept together when the page is sent.
        let page_was_sent = match plain {
            "user_name" => most >= 3,
            _ => most >= 5,
        };
        if answered && page_was_sent {
            assert!(
                !run.asked().contains(&plain.to_owned()),
                "{plain} is known: {run:?}"
            );
        }
    }
    let posts = portal
        .world()
        .log
        .iter()
        .filter(|r| r.stage == "B6" && r.method == "POST")
        .count();
    assert_eq!(posts, 1, "nothing is sent twice");
}

#[rstest]
fn the_administrators_journey_goes_on_after_the_end_of_input_at_any_question(
    #[values(0, 1, 2, 3, 4, 5, 6, 7)] most: usize,
) {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    let person = person_at(&portal);
    let run = talk(
        &person,
        &["register", "administrator"],
        &knows_all().only(most),
    );
    assert_eq!(run.code, 3, "{run:?}");
    let run = talk(&person, &["register", "administrator"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
    assert!(portal.world().accounts["jdoe_records"].agreed);
}

#[rstest]
fn an_association_goes_on_after_the_end_of_input_at_any_question(
    #[values(0, 1, 2, 3, 4, 5)] most: usize,
) {
    let portal = AccountPortal::start(Habits::ABOVE);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(&person, &["associate", &link], &knows_all().only(most));
    assert_eq!(run.code, 3, "{run:?}");
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!(
        (run.code, run.last()["group"].as_str()),
        (0, Some("Sample Records Agency")),
        "{run:?}"
    );
}

/// The log-on that stands where the group's page stood leads to the menu: it has not heard of the group.
#[test]
fn an_association_whose_session_is_gone_goes_on_by_the_groups_link_and_not_by_another_log_on() {
    let portal = AccountPortal::start(Habits::ABOVE);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(&person, &["associate", &link], &knows_all().only(2));
    assert_eq!(
        (run.code, run.error()["for"].as_str()),
        (3, Some("group")),
        "{run:?}"
    );
    portal.world().sessions.clear();
    portal.world().asks_who_it_is = true;
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!(
        (run.code, run.last()["group"].as_str()),
        (0, Some("Sample Records Agency")),
        "{run:?}"
    );
}

#[test]
fn a_sign_in_waits_for_its_code_and_goes_on_with_it() {
    let portal = AccountPortal::start(Habits::OLD);
    portal.world().accounts.insert(
        "jane.doe@example.org".into(),
        super::portal::Account {
            verified: true,
            needs_code: true,
            ..user()
        },
    );
    let person = person_at(&portal);
    let run = talk(
        &person,
        &["sign-in", "--to", "casenet"],
        &knows_all().only(2),
    );
    assert_eq!(
        (run.code, run.error()["for"].as_str()),
        (3, Some("email_code")),
        "{run:?}"
    );
    let run = talk(&person, &["sign-in", "--to", "casenet"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.asked(),
        ["email_code"],
        "the log-in is not repeated: {run:?}"
    );
}

#[test]
fn a_page_that_is_denied_when_the_journey_goes_on_ends_it_there_and_the_next_try_begins_anew() {
    let portal = AccountPortal::start(Habits::OLD);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let command = ["register", "user", "--answers", file.as_str()];
    let run = talk(&person, &command, &knows_all().only(4));
    assert_eq!(run.code, 3, "{run:?}");
    portal.world().odd_page = Some(Odd {
        status: 400,
        page: "<title>Access Denied</title>",
    });
    let before = portal.requests();
    let run = talk(&person, &command, &knows_all());
    assert_eq!((run.code, run.kind()), (4, "access_denied"), "{run:?}");
    assert_eq!(portal.requests(), before + 1, "not one request after it");
    let run = talk(&person, &command, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
}

/// A portal that shows one page whatever is sent, and a program that knows every answer to it.
#[rstest]
#[case::additional_steps("B7", &["register", "user"])]
#[case::my_applications("A7", &["register", "administrator"])]
fn a_page_that_comes_again_and_again_is_not_pressed_for_ever(
    #[case] stage: &str,
    #[case] command: &[&str],
) {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_issued".into(), issued());
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let command = [command, &["--answers", &file]].concat();
    portal.world().stays_at = Some(stage.into());
    let who = if command[1] == "user" {
        "jdoe_new"
    } else {
        "jdoe_issued"
    };
    let knows = knows_all().with("user_name", serde_json::json!(who));
    let run = talk(&person, &command, &knows);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    assert!(portal.requests() < 40, "{} requests", portal.requests());
}
