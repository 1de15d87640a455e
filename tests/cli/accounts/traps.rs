//! What every account page may do to a person, and what the program does then.

use rstest::rstest;

use super::journeys::{ALL, NEW_PASSWORD, issued, knows_all, user};
use super::portal::{AccountPortal, Habits, Odd, Trap};
use super::talk::{Talk, answers_file, person_at, talk};
use crate::harness::Person;

fn registration(portal: &AccountPortal) -> (Person, Talk) {
    let person = person_at(portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let run = talk(
        &person,
        &["register", "user", "--answers", &file],
        &knows_all(),
    );
    (person, run)
}

fn again(person: &Person) -> Talk {
    let file = person.home().join("answers.toml");
    talk(
        person,
        &["register", "user", "--answers", file.to_str().unwrap()],
        &knows_all(),
    )
}

#[rstest]
fn two_equal_labels_stop(
    #[values(0, 1, 2, 3, 4)] habits: usize,
    #[values("A1", "B3", "B4", "B5", "B6")] stage: &str,
) {
    let portal = AccountPortal::start(ALL[habits]);
    if stage == "A1" {
        portal
            .world()
            .accounts
            .insert("jdoe_records".into(), issued());
    }
    portal.world().trap = Some((stage.into(), Trap::TwoLabels));
    let (person, run) = if stage == "A1" {
        let person = person_at(&portal);
        let run = talk(&person, &["register", "administrator"], &knows_all());
        (person, run)
    } else {
        registration(&portal)
    };
    assert_eq!((run.code, run.kind()), (8, "label_ambiguous"), "{run:?}");
    assert!(
        run.error()["wanted"].is_string() && run.error()["offered"].as_array().unwrap().len() >= 2,
        "{run:?}"
    );
    let posts = portal
        .world()
        .log
        .iter()
        .filter(|r| r.stage == stage && r.method == "POST")
        .count();
    assert_eq!(posts, 0, "nothing is guessed");
    portal.world().trap = None;
    if stage != "A1" {
        assert_eq!(
            again(&person).code,
            0,
            "and it goes on when the page is itself again"
        );
    }
}

#[rstest]
fn a_label_that_is_missing_stops(#[values("B3", "B4", "B5")] stage: &str) {
    let portal = AccountPortal::start(Habits::OLD);
    portal.world().trap = Some((stage.into(), Trap::StrangeLabel));
    let (person, run) = registration(&portal);
    assert_eq!((run.code, run.kind()), (8, "label_not_found"), "{run:?}");
    let offered = run.error()["offered"].to_string();
    assert!(
        offered.contains("Whatchamacallit"),
        "what the page offers instead: {run:?}"
    );
    let kept = run.error()["kept"].as_str().unwrap();
    let text = std::fs::read_to_string(kept).unwrap();
    assert!(text.contains("Whatchamacallit"), "{text}");
    portal.world().trap = None;
    assert_eq!(again(&person).code, 0);
}

#[rstest]
fn a_page_nobody_expected_stops_and_is_kept(#[values("B2", "B4", "B5")] stage: &str) {
    let portal = AccountPortal::start(Habits::ABOVE);
    portal.world().trap = Some((stage.into(), Trap::Stranger));
    let (person, run) = registration(&portal);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    assert!(
        run.error()["shown"]
            .as_str()
            .unwrap()
            .contains("A word about the new building"),
        "{run:?}"
    );
    let text = std::fs::read_to_string(run.error()["kept"].as_str().unwrap()).unwrap();
    assert!(text.contains("The annex opens in May."), "{text}");
    assert!(
        portal.world().log.iter().all(|r| r.path != "/annex"),
        "a page that nobody knows is not passed"
    );
    assert_eq!(again(&person).code, 0);
}

#[test]
fn a_lost_last_click_is_uncertain_and_settled_by_signing_in() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("C1".into(), Trap::Lost));
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let command = ["register", "account", "--answers", file.as_str()];
    let run = talk(&person, &command, &knows_all());
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let before = portal.requests();
    let run = talk(&person, &command, &knows_all());
    assert_eq!(
        (run.code, portal.requests()),
        (9, before),
        "it is not sent again blindly: {run:?}"
    );
    // A password mistyped tells nothing.
    let wrong = knows_all().with("password", serde_json::json!("Canary-Typo-1"));
    let run = talk(&person, &["reconcile"], &wrong);
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.asked(), ["password"], "the rest is known: {run:?}");
    assert_eq!(run.last()["state"], "done");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.lines.len()),
        (0, 0),
        "nothing is left to settle"
    );
}

#[test]
fn a_lost_click_that_did_nothing_is_settled_as_not_done_and_the_journey_goes_on() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("C1".into(), Trap::LostBefore));
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let command = ["register", "account", "--answers", file.as_str()];
    assert_eq!(talk(&person, &command, &knows_all()).code, 9);
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some("failed")),
        "{run:?}"
    );
    let run = talk(&person, &command, &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
}

#[rstest]
fn a_lost_association_is_settled_by_the_menu(#[values("B10", "B11")] stage: &str) {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    portal.world().trap = Some((stage.into(), Trap::Lost));
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!(run.code, 9, "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    let state = if stage == "B11" { "done" } else { "failed" };
    assert_eq!(
        run.last()["state"],
        state,
        "the portal's own page tells: {run:?}"
    );
    if state == "failed" {
        assert_eq!(talk(&person, &["associate", &link], &knows_all()).code, 0);
    }
}

#[rstest]
fn a_lost_click_of_the_administrator_is_settled_by_the_portals_pages(
    #[values("A5 row", "A6", "A7", "A8")] stage: &str,
) {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    portal.world().trap = Some((stage.into(), Trap::Lost));
    let person = person_at(&portal);
    let run = talk(&person, &["register", "administrator"], &knows_all());
    assert_eq!(run.code, 9, "{run:?}");
    let settled = knows_all().with("password", serde_json::json!(NEW_PASSWORD));
    let run = talk(&person, &["reconcile"], &settled);
    assert_eq!(run.code, 0, "{run:?}");
    if run.last()["state"] == "done" {
        assert_eq!(stage, "A8");
    } else {
        let run = talk(&person, &["register", "administrator"], &knows_all());
        assert_eq!(run.code, 0, "{run:?}");
    }
    assert!(portal.world().accounts["jdoe_records"].agreed);
}

#[rstest]
fn a_session_that_ends_in_the_middle_is_said_and_begun_again(
    #[values("B2", "B3", "B4", "B5", "B6")] stage: &str,
) {
    let portal = AccountPortal::start(Habits::ODD);
    portal.world().trap = Some((stage.into(), Trap::TimeOut));
    let (_, run) = registration(&portal);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("ended the session"), "{}", run.stderr);
    assert_eq!(run.steps().iter().filter(|s| *s == "B1").count(), 2);
    let asked = run.asked();
    assert!(
        !asked.contains(&"First Name".to_owned()),
        "what is known is filled in: {asked:?}"
    );
    let passwords = asked.iter().filter(|a| *a == "password").count();
    assert_eq!(
        passwords,
        if matches!(stage, "B2") { 1 } else { 2 },
        "secrets are asked again: {asked:?}"
    );
}

#[rstest]
fn a_hop_to_a_foreign_host_is_not_followed(#[values("A1", "B3", "B6")] stage: &str) {
    let elsewhere = AccountPortal::start(Habits::PLAIN);
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    let to = format!("{}/reg", elsewhere.base().replace("127.0.0.1", "localhost"));
    portal.world().trap = Some((stage.into(), Trap::Foreign(to)));
    let run = if stage == "A1" {
        talk(
            &person_at(&portal),
            &["register", "administrator"],
            &knows_all(),
        )
    } else {
        portal.world().accounts.clear();
        registration(&portal).1
    };
    assert_eq!((run.code, run.kind()), (8, "foreign_host"), "{run:?}");
    assert_eq!(elsewhere.requests(), 0, "nothing was sent there");
}

#[rstest]
fn a_form_for_a_foreign_host_never_receives_anything(#[values("A1", "B3", "B4")] stage: &str) {
    let elsewhere = AccountPortal::start(Habits::PLAIN);
    let portal = AccountPortal::start(Habits::PLAIN);
    let to = format!("{}/reg", elsewhere.base().replace("127.0.0.1", "localhost"));
    portal.world().trap = Some((stage.into(), Trap::ForeignForm(to)));
    let run = if stage == "A1" {
        talk(
            &person_at(&portal),
            &["register", "administrator"],
            &knows_all(),
        )
    } else {
        registration(&portal).1
    };
    assert_eq!((run.code, run.kind()), (8, "foreign_host"), "{run:?}");
    assert_eq!(elsewhere.requests(), 0, "nothing was sent there");
}

#[rstest]
fn maintenance_changes_nothing_and_the_journey_goes_on_later(
    #[values("B3", "B5", "B6")] stage: &str,
) {
    let portal = AccountPortal::start(Habits::OLD);
    portal.world().trap = Some((stage.into(), Trap::Maintenance));
    let (person, run) = registration(&portal);
    assert_eq!((run.code, run.kind()), (5, "maintenance"), "{run:?}");
    let run = again(&person);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        !run.steps().contains(&"B1".to_owned()),
        "from where it stopped: {run:?}"
    );
}

#[rstest]
fn after_a_refusal_or_challenge_not_one_request_is_sent(
    #[values(Trap::Refusal, Trap::Challenge)] trap: Trap,
    #[values("A1", "B3", "B6", "C1", "B10")] stage: &str,
) {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().accounts.insert("admin_doe".into(), issued());
    portal.world().accounts.insert("jdoe_user".into(), user());
    portal.world().trap = Some((stage.into(), trap));
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let link = format!("{}/join?g=g77", portal.base());
    let (command, who): (Vec<&str>, &str) = match stage {
        "A1" => (vec!["register", "administrator"], "admin_doe"),
        "C1" => (vec!["register", "account", "--answers", &file], "x"),
        "B10" => (vec!["associate", &link], "jdoe_user"),
        _ => (vec!["register", "user", "--answers", &file], "x"),
    };
    let knows = || knows_all().with("user_name", serde_json::json!(who));
    let run = talk(&person, &command, &knows());
    assert_eq!((run.code, run.kind()), (6, "access_stopped"), "{run:?}");
    let silent = portal.requests();
    for command in [
        &command[..],
        &["sign-in"],
        &["reconcile"],
        &["sign-out"],
        &["recover", "password"],
        &["dissociate"],
    ] {
        let run = talk(&person, command, &knows());
        assert!([0, 6, 9].contains(&run.code), "{command:?}: {run:?}");
    }
    assert_eq!(portal.requests(), silent, "not one request more");
}

#[test]
fn a_person_who_knows_better_begins_anew() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("B6".into(), Trap::LostBefore));
    let (person, run) = registration(&portal);
    assert_eq!(run.code, 9, "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, 9, "a refused log-in alone does not tell: {run:?}");
    let file = person.home().join("answers.toml");
    let command = [
        "register",
        "user",
        "--anew",
        "--answers",
        file.to_str().unwrap(),
    ];
    let run = talk(&person, &command, &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
}

#[test]
fn a_notice_is_passed_only_where_the_profile_names_it() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("B4".into(), Trap::Stranger));
    let person = person_at(&portal);
    let named = format!(
        "{}\n[words.headings]\nnotice = [\"A word about the new building\"]\n",
        portal.profile()
    );
    std::fs::write(&person.profile, named).unwrap();
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let run = talk(
        &person,
        &["register", "user", "--answers", &file],
        &knows_all(),
    );
    // The portal's page behind this notice is none of the journey's, which shows that it was passed.
    assert!(
        portal.world().log.iter().any(|r| r.path == "/annex"),
        "{run:?}"
    );
}

#[test]
fn a_page_that_stopped_a_journey_lies_in_the_sessions_memory_and_goes_with_the_store() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("B4".into(), Trap::Stranger));
    let mut person = person_at(&portal);
    let session = tempfile::tempdir().unwrap();
    let runtime = session.path().display().to_string();
    person
        .environment
        .push(("XDG_RUNTIME_DIR".to_owned(), runtime));
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let register = ["register", "user", "--answers", &file];
    let run = talk(&person, &register, &knows_all());
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    let kept = std::path::PathBuf::from(run.error()["kept"].as_str().unwrap());
    assert!(kept.starts_with(session.path()), "{kept:?}");
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(text.contains("The annex opens in May."), "{text}");
    let words = [("the page's words", b"The annex opens in May.".to_vec())];
    let found = docketbell_testbed::canary::found_below(&person.data, &words);
    assert!(found.is_empty(), "a stolen disk tells nothing: {found:?}");
    assert_eq!(person.run(&["erase", "--yes"]).code, 0);
    assert!(!kept.exists(), "it goes with the store");
}

#[test]
fn a_page_behind_a_mailed_link_is_kept_without_the_ways_it_names() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().odd_page = Some(Odd {
        status: 200,
        page: "<title>The new building</title><h1>A word about the new building</h1><p>The annex opens in May.</p><p>You came by t=canary-old-token-0123456789 today.</p><form method='post' action='/reset/canarynewtoken/go'><label>Floor <input name='f'></label><button>Continue</button></form>",
    });
    let person = person_at(&portal);
    let link = format!("{}/reg/at?t=canary-old-token-0123456789", portal.base());
    let knows = knows_all().with("link", serde_json::json!(link));
    let run = talk(&person, &["recover", "password", "--link"], &knows);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    let text = std::fs::read_to_string(run.error()["kept"].as_str().unwrap()).unwrap();
    assert!(text.contains("The annex opens in May."), "{text}");
    assert!(text.contains("text: Floor"), "{text}");
    for way in ["canarynewtoken", "canary-old-token", "/reset", "/reg"] {
        assert!(!text.contains(way), "{way}: {text}");
    }
}
