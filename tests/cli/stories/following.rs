//! Following: one case, a case of several courts, a list.

use serde_json::Value;

use crate::foreign::{Case, ForeignPortal, Habits, Hits};
use crate::harness::{NUMBER, Person, followed};

const CITATION: &str = "704000001";

fn two_courts(habits: Habits) -> (ForeignPortal, Person) {
    let portal = ForeignPortal::start(habits);
    for (court, location) in [("CT13", "Boone"), ("SMPDB0005_CT25", "Phelps")] {
        let mut case = Case::new(CITATION, court, "ST V PUBLIC");
        case.header["location"] = location.into();
        portal.world().cases.push(case);
    }
    let person = Person::at(&portal);
    (portal, person)
}

#[test]
fn several_courts_are_asked_about_and_the_answer_settles_it() {
    for hits in [Hits::Table, Hits::Script] {
        let (_portal, person) = two_courts(Habits {
            hits,
            ..Habits::RECENT
        });
        let run = person.run_with(&["follow", CITATION], b"{\"answer\":\"SMPDB0005_CT25\"}\n");
        assert_eq!(run.code, 0, "{run:?}");
        let ask = &run.lines[0];
        assert_eq!(
            (&ask["ask"], &ask["for"]),
            (&Value::from("choice"), &Value::from("court"))
        );
        let options = ask["options"].as_array().unwrap();
        assert_eq!(options.len(), 2, "{ask}");
        assert!(
            options
                .iter()
                .all(|o| o["value"].is_string() && o["label"].is_string()),
            "{ask}"
        );
        assert!(
            options[1]["label"].as_str().unwrap().contains("Phelps"),
            "{ask}"
        );
        assert_eq!(run.last()["court_id"], "SMPDB0005_CT25");
        let cases = person.done(&["cases"]);
        assert_eq!(cases.lines.len(), 1);
    }
}

#[test]
fn the_same_number_in_another_court_is_offered_also_once_one_is_followed() {
    let (portal, person) = two_courts(Habits::RECENT);
    for court in ["CT13", "SMPDB0005_CT25"] {
        let answer = format!("{{\"answer\":\"{court}\"}}\n");
        let run = person.run_with(&["follow", CITATION], answer.as_bytes());
        assert_eq!(
            (run.code, &run.last()["court_id"]),
            (0, &Value::from(court))
        );
    }
    assert_eq!(person.done(&["cases"]).lines.len(), 2);
    drop(portal);
}

#[test]
fn without_an_answer_of_the_portal_a_followed_case_is_the_one_that_is_meant() {
    let (portal, person) = followed(Habits::RECENT);
    drop(portal);
    let run = person.done(&["follow", NUMBER, "--label", "Maple Street"]);
    assert_eq!(run.last()["case_number"], NUMBER, "{run:?}");
    let long = "x".repeat(121);
    let run = person.run(&["follow", NUMBER, "--label", &long]);
    assert_eq!((run.code, run.kind()), (2, "bad_input"), "{run:?}");
}

#[test]
fn a_wrong_answer_is_asked_again_and_not_for_ever() {
    let (_portal, person) = two_courts(Habits::RECENT);
    let asks =
        |run: &crate::harness::Run| run.lines.iter().filter(|l| l["ask"] == "choice").count();
    let answers = b"{\"answer\":\"CT99\"}\n{\"answer\":\"CT13\"}\n";
    let run = person.run_with(&["follow", CITATION], answers);
    assert_eq!(
        (run.code, asks(&run)),
        (0, 2),
        "a program waits for a question before it answers: {run:?}"
    );
    person.done(&["unfollow", CITATION]);
    person.done(&["forget", CITATION]);
    let run = person.run_with(
        &["follow", CITATION],
        &b"{\"answer\":\"CT99\"}\n".repeat(50),
    );
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
    assert!(asks(&run) <= 5, "{run:?}");
}

#[test]
fn an_open_question_at_the_end_of_input_is_exit_3_and_the_same_command_goes_on() {
    let (_portal, person) = two_courts(Habits::RECENT);
    let run = person.run(&["follow", CITATION]);
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
    assert_eq!(person.done(&["cases"]).lines.len(), 0);
    let run = person.done(&["follow", CITATION, "--court", "CT13"]);
    assert_eq!(run.last()["court_id"], "CT13");
}

#[test]
fn a_wrong_answer_is_asked_again() {
    let (_portal, person) = two_courts(Habits::RECENT);
    let run = person.run_with(
        &["follow", CITATION],
        b"nonsense\n{\"answer\":\"CT99\"}\n{\"answer\":\"CT13\"}\n",
    );
    assert_eq!(
        (run.code, &run.last()["court_id"]),
        (0, &Value::from("CT13")),
        "{run:?}"
    );
}

#[test]
fn a_number_followed_in_two_courts_needs_its_court() {
    let (_portal, person) = two_courts(Habits::RECENT);
    person.done(&["follow", CITATION, "--court", "CT13"]);
    person.done(&["follow", CITATION, "--court", "SMPDB0005_CT25"]);
    assert_eq!(person.done(&["cases"]).lines.len(), 2);
    let run = person.run(&["docket", CITATION]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(
        person
            .done(&["docket", CITATION, "--court", "CT13"])
            .lines
            .len(),
        3
    );
}

#[test]
fn a_list_is_followed_line_by_line_and_one_bad_line_stops_nothing() {
    let (portal, person) = two_courts(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "DOE V PUBLIC"));
    let list = "case_number,court_id,label,matter,note\r\n26BA-CV90001,,Müller,M-7,call first\r\n\r\nnot a number!\r\n704000001\r\n26BA-CV90009\r\n26ba cv 90001\r\n704000001,CT13\r\n";
    let bytes: Vec<u8> = "\u{feff}"
        .chars()
        .chain(list.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = person.home().join("list.csv");
    std::fs::write(&file, bytes).unwrap();
    let run = person.done(&["follow", "--from", file.to_str().unwrap()]);
    let outcomes: Vec<(i64, &str)> = run
        .lines
        .iter()
        .map(|l| (l["line"].as_i64().unwrap(), l["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(
        outcomes,
        [
            (2, "followed"),
            (4, "invalid"),
            (5, "ambiguous"),
            (6, "not_found"),
            (7, "already"),
            (8, "followed")
        ],
        "{run:?}"
    );
    let why = run.lines[1]["message"].as_str().unwrap();
    assert!(
        why.contains("holds '!'") && why.contains("follow it by itself"),
        "a line that was not asked for says why, and how to ask: {why}"
    );
    let cases = person.done(&["cases"]);
    let labelled = cases
        .lines
        .iter()
        .find(|l| l["case_number"] == NUMBER)
        .unwrap();
    assert_eq!(
        (&labelled["label"], &labelled["matter"]),
        (&Value::from("Müller"), &Value::from("M-7"))
    );
    assert_eq!(cases.lines.len(), 2);
}

#[test]
fn a_list_comes_by_standard_input_too() {
    let portal = ForeignPortal::start(Habits::OTHER);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "DOE V PUBLIC"));
    let person = Person::at(&portal);
    let run = person.run_with(&["follow", "--from", "-"], b"26BA-CV90001\n");
    assert_eq!(
        (run.code, &run.lines[0]["outcome"]),
        (0, &Value::from("followed")),
        "{run:?}"
    );
}

#[test]
fn following_is_idempotent_and_the_first_reading_tells_no_change() {
    let (_portal, person) = followed(Habits::RECENT);
    let again = person.done(&["follow", NUMBER]);
    assert_eq!(again.last()["entries"], 3);
    assert_eq!(person.done(&["cases"]).lines.len(), 1);
    assert_eq!(person.done(&["changes"]).kinds(), []);
}

#[test]
fn what_cannot_be_asked_for_is_bad_input_and_nothing_is_sent() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let person = Person::at(&portal);
    for wrong in ["", " \u{200b} ", &"26BA-CV90123 ".repeat(5)] {
        let run = person.run(&["follow", wrong]);
        assert_eq!(run.code, 2, "{wrong}: {run:?}");
        assert!(
            run.error()["message"]
                .as_str()
                .unwrap()
                .contains("26BA-CV90123"),
            "the person sees what a number looks like: {run:?}"
        );
    }
    assert_eq!(portal.requests(), 0);
}

#[test]
fn a_number_that_cannot_be_one_warns_and_is_asked_for_once() {
    for (typed, why) in [
        ("Jordan Public", "looks like a name"),
        ("26BA/CV1", "holds '/'"),
        ("1", "1 characters"),
        ("26BA-CV90001-01-02-03", "21 characters"),
    ] {
        let portal = ForeignPortal::start(Habits::RECENT);
        let person = Person::at(&portal);
        let run = person.run(&["follow", typed]);
        assert!(run.stderr.contains(why), "{typed}: says why: {run:?}");
        assert_eq!(
            (run.code, run.kind()),
            (4, "not_found"),
            "{typed}: the court had the word: {run:?}"
        );
        let searches = |r: &&crate::foreign::Request| r.method == "POST" && r.has_session;
        assert_eq!(
            portal.world().log.iter().filter(searches).count(),
            1,
            "{typed}: one question, one request"
        );
    }
}

#[test]
fn a_case_that_the_court_calls_so_is_followed_and_read_again() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let odd = "TKT/2026 17";
    portal
        .world()
        .cases
        .push(Case::new(odd, "CT13", "CITY OF SAMPLE V DOE"));
    let person = Person::at(&portal);
    let run = person.done(&["follow", "tkt/2026  17"]);
    assert_eq!(run.last()["case_number"], odd, "{run:?}");
    person.done(&["docket", odd]);
    let summary = person.done(&["check"]);
    assert_eq!(
        (&summary.last()["checked"], &summary.last()["failed"]),
        (&Value::from(1), &Value::from(0)),
        "kept fresh as any other case: {summary:?}"
    );
}

#[test]
fn an_unusual_number_is_asked_for_and_not_found_is_the_portals_word() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let person = Person::at(&portal);
    let run = person.run(&["follow", "MUA123456MT"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.error()["message"]
            .as_str()
            .unwrap()
            .contains("no matches"),
        "the portal's own words: {run:?}"
    );
    assert!(portal.requests() > 0);
}

#[test]
fn unfollow_keeps_the_copy_and_forget_removes_it() {
    let (portal, person) = followed(Habits::RECENT);
    person.done(&["unfollow", NUMBER]);
    assert_eq!(person.done(&["cases"]).lines.len(), 0);
    assert_eq!(
        person.done(&["docket", NUMBER]).lines.len(),
        3,
        "the copy stays"
    );
    let silent = portal.requests();
    person.run(&["check"]);
    assert_eq!(portal.requests(), silent, "and is not checked any more");
    person.done(&["forget", NUMBER]);
    assert_eq!(person.run(&["docket", NUMBER]).code, 2);
    assert_eq!(person.run(&["unfollow", NUMBER]).code, 2);
}

#[test]
fn a_closed_copy_that_is_followed_no_more_is_named_as_the_person_named_it() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).gone = true;
    person.run(&["check"]);
    let run = person.done(&["unfollow", NUMBER]);
    assert_eq!(run.last()["case_number"], NUMBER, "{run:?}");
}
