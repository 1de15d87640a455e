//! What is no evidence changes nothing; what is, is told once.

use rstest::rstest;
use serde_json::json;

use crate::foreign::{Case, Fault, ForeignPortal, Gone, Habits, entry};
use crate::harness::{NUMBER, Person, followed, sequences};

#[rstest]
#[case::html_for_json(Fault::HtmlForJson, Some(8))]
#[case::cut_off(Fault::CutOff, Some(8))]
#[case::another_case(Fault::OtherCase("26BA-CV99999".into()), Some(8))]
#[case::empty_docket(Fault::EmptyDocket, None)]
#[case::court_offline(Fault::CourtOffline, Some(5))]
#[case::maintenance(Fault::Maintenance, Some(5))]
#[case::a_networks_own_sign_in_page(Fault::Foreign("http://login.hotel.invalid/".into()), Some(8))]
fn an_answer_that_proves_nothing_deletes_nothing(
    #[values(Habits::RECENT, Habits::OTHER)] habits: Habits,
    #[case] fault: Fault,
    #[case] code: Option<i32>,
) {
    let (portal, person) = followed(habits);
    portal.world().fault = Some(fault);
    for _ in 0..3 {
        let run = person.run(&["check"]);
        assert_eq!(run.kinds(), [], "{run:?}");
        if let Some(code) = code {
            assert_eq!(run.code, code, "{run:?}");
            assert!(
                !run.error()["message"]
                    .as_str()
                    .unwrap_or_default()
                    .is_empty(),
                "{run:?}"
            );
        }
    }
    assert_eq!(
        sequences(&person),
        [4, 2, 1],
        "the docket of the last good reading is still the docket"
    );
    portal.world().fault = None;
    assert_eq!(
        person.check(),
        [],
        "and nothing is told when the portal is well again"
    );
    assert_eq!(sequences(&person), [4, 2, 1]);
}

#[rstest]
#[case::page_for_data(200, 8)]
#[case::error_of_its_own(500, 5)]
fn a_case_whose_docket_was_not_read_was_not_checked(#[case] status: u16, #[case] code: i32) {
    let (portal, person) = followed(Habits::RECENT);
    let before = person.done(&["cases"]).lines[0]["last_checked_at"].clone();
    portal.world().fault = Some(Fault::NoDocket(status));
    let run = person.run(&["check"]);
    assert_eq!(run.code, code, "{run:?}");
    let summary = run.lines.iter().find(|l| l["checked"].is_u64()).unwrap();
    assert_eq!(
        (&summary["checked"], &summary["failed"]),
        (&json!(0), &json!(1)),
        "nobody knows what the docket says now: {run:?}"
    );
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["last_checked_at"], before, "{case}");
    assert!(case["last_refusal"]["message"].is_string(), "{case}");

    // What the header tells meanwhile is told, and the docket stays as old as it is.
    portal.world().case(NUMBER).header["location"] = json!("Callaway");
    let run = person.run(&["check"]);
    assert_eq!(run.kinds(), [("header_changed".into(), None)], "{run:?}");
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["last_checked_at"], before, "{case}");
    assert!(case["last_refusal"]["message"].is_string(), "{case}");
    portal.world().fault = None;
    assert_eq!(person.check(), []);
    assert!(person.done(&["cases"]).lines[0]["last_refusal"].is_null());
}

#[test]
fn a_portal_that_cannot_be_found_or_trusted_changes_nothing() {
    let (portal, person) = followed(Habits::RECENT);
    let good = std::fs::read_to_string(&person.profile).unwrap();
    let plain = portal.base();
    for (base, says) in [
        (
            "https://court.invalid".to_owned(),
            "court.invalid was not found",
        ),
        // The portal speaks no TLS here, as a network that listens in.
        (plain.replace("http:", "https:"), "no secure connection"),
    ] {
        let elsewhere = good
            .replace(&plain, &base)
            // What may be asked without limits is a portal on this computer only.
            .replace("requests_per_minute = 100000", "requests_per_minute = 600")
            .replace("daily_budget = 100000", "daily_budget = 10000")
            .replace("[\"127.0.0.1\"]", "[\"127.0.0.1\", \"court.invalid\"]");
        std::fs::write(&person.profile, elsewhere).unwrap();
        let run = person.run(&["check"]);
        assert_eq!((run.code, run.kind()), (5, "unreachable"), "{run:?}");
        let message = run.error()["message"].as_str().unwrap();
        assert!(message.contains(says), "{message}");
        assert_eq!(sequences(&person), [4, 2, 1], "the copy stays readable");
    }
    std::fs::write(&person.profile, &good).unwrap();
    assert_eq!(person.check(), [], "and nothing is told when it is back");
}

#[test]
fn a_shorter_docket_withdraws_nothing_by_itself() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().fault = Some(Fault::ShortDocket(1));
    let run = person.done(&["check"]);
    assert!(run.changes().is_empty(), "{run:?}");
    assert!(
        run.stderr.contains("empty or cut off"),
        "who reads that nothing changed must know what it was read from: {run:?}"
    );
    portal.world().fault = None;
    let run = person.done(&["check"]);
    assert!(
        run.changes().is_empty() && !run.stderr.contains("cut off"),
        "{run:?}"
    );
    assert_eq!(sequences(&person), [4, 2, 1]);
}

#[rstest]
#[case::alert(Gone::Alert)]
#[case::near_empty(Gone::NearEmpty)]
fn a_case_that_goes_is_told_once_closed_and_erased_when_a_later_reading_agrees(
    #[case] unknown: Gone,
) {
    let (portal, person) = followed(Habits {
        unknown,
        ..Habits::RECENT
    });
    person.done(&["follow", NUMBER, "--label", "My label"]);
    portal.world().case(NUMBER).docket.push(entry(
        5,
        "02/01/2026",
        "Order",
        Some("MARKERWORD in the text"),
    ));
    person.check();
    portal.world().case(NUMBER).gone = true;

    let run = person.run(&["check"]);
    assert_eq!(run.kinds(), [("case_unavailable".into(), None)], "{run:?}");
    assert!(
        !run.stdout.contains("MARKERWORD") && !run.stdout.contains("JANE Q DOE"),
        "{run:?}"
    );
    assert_eq!(person.run(&["check"]).kinds(), [], "told once");
    let docket = person.run(&["docket", NUMBER]);
    assert!(
        !docket.stdout.contains("MARKERWORD"),
        "the copy is closed: {docket:?}"
    );
    let found = person.run(&["search", "MARKERWORD"]);
    assert!(!found.stdout.contains("MARKERWORD"), "{found:?}");

    person.clock_ahead(19);
    person.run(&["check"]);
    portal.world().case(NUMBER).gone = false;
    person.run(&["check"]);
    assert!(
        person
            .done(&["docket", NUMBER])
            .stdout
            .contains("MARKERWORD"),
        "closed is not erased: when the court shows it again, the copy is back"
    );

    portal.world().case(NUMBER).gone = true;
    person.run(&["check"]);
    person.clock_ahead(40);
    person.run(&["check"]);
    portal.world().case(NUMBER).gone = false;
    for command in [
        &["docket", NUMBER][..],
        &["search", "MARKERWORD"],
        &["parties", NUMBER],
        &["changes"],
    ] {
        let run = person.run(command);
        assert!(
            !run.stdout.contains("MARKERWORD") && !run.stdout.contains("PUBLIC"),
            "{command:?}: {run:?}"
        );
    }
    let cases = person.done(&["cases"]);
    assert!(
        cases.stdout.contains("My label"),
        "the person's own words stay: {cases:?}"
    );
}

#[test]
fn a_header_that_says_confidential_closes_the_copy() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).header["confidential"] = json!(true);
    let run = person.run(&["check"]);
    assert_eq!(run.kinds(), [("case_unavailable".into(), None)], "{run:?}");
}

#[test]
fn one_case_that_cannot_be_read_does_not_stop_the_others() {
    let (portal, person) = followed(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new("26BA-CV90002", "CT14", "ROE V SAMPLE"));
    person.done(&["follow", "26BA-CV90002"]);
    {
        let mut world = portal.world();
        world.case(NUMBER).broken = true;
        world
            .case("26BA-CV90002")
            .docket
            .push(entry(5, "02/01/2026", "Order", None));
    }
    let run = person.done(&["check"]);
    assert_eq!(run.kinds(), [("entry_added".into(), Some(5))]);
    let summary = run.last();
    assert_eq!(
        (summary["checked"].as_i64(), summary["failed"].as_i64()),
        (Some(1), Some(1)),
        "{summary}"
    );
    assert_eq!(
        (summary["changed"].as_i64(), summary["unchanged"].as_i64()),
        (Some(1), Some(0)),
        "{summary}"
    );
    let failed = run
        .lines
        .iter()
        .find(|l| l["case_number"] == NUMBER)
        .unwrap();
    assert!(
        failed["error"]["message"].is_string(),
        "each failure has its line: {run:?}"
    );
}

#[test]
fn many_cases_that_vanish_at_once_are_erased_only_at_a_persons_word() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let numbers: Vec<String> = (0..22)
        .map(|n| format!("26BA-CV{:05}", 90100 + n))
        .collect();
    for number in &numbers {
        portal
            .world()
            .cases
            .push(Case::new(number, "CT13", "MARKERWORD V DOE"));
    }
    let person = Person::at(&portal);
    let list = numbers.join("\n");
    person.run_with(&["follow", "--from", "-"], list.as_bytes());
    person.done(&["follow", &numbers[0], "--label", "My label"]);
    let nothing = person.done(&["erase", "--closed", "--yes"]);
    assert_eq!(nothing.last()["outcome"], "nothing_to_erase");
    for number in &numbers {
        portal.world().case(number).gone = true;
    }
    person.run(&["check"]);
    person.clock_ahead(40);
    person.run(&["check"]);

    let run = person.run_with(&["erase", "--closed"], b"{\"answer\":false}\n");
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
    let asked = &run.lines[0];
    assert_eq!(
        (&asked["ask"], &asked["for"]),
        (&json!("agreement"), &json!("agreement"))
    );
    assert_eq!(asked["prompt"], "Erase these 22 closed copies?");
    let text = asked["text"].as_str().unwrap();
    assert!(
        text.contains("My label") && text.contains("21 without a name of yours"),
        "how many and which: {text}"
    );
    assert!(
        !text.contains("MARKERWORD") && !text.contains("26BA-"),
        "and nothing that the court said: {text}"
    );
    let run = person.run_with(&["erase", "--closed"], b"{\"answer\":true}\n");
    assert_eq!(
        (
            run.code,
            &run.last()["outcome"],
            &run.last()["closed_copies"]
        ),
        (0, &json!("erased"), &json!(22)),
        "{run:?}"
    );
    for number in &numbers {
        portal.world().case(number).gone = false;
    }
    let cases = person.done(&["cases"]);
    assert!(cases.stdout.contains("My label"), "{cases:?}");
    assert!(!cases.stdout.contains("MARKERWORD"), "{cases:?}");
}

#[test]
fn what_was_not_read_is_never_told_as_none() {
    let portal = ForeignPortal::start(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "ROE V SAMPLE"));
    portal.world().fault = Some(Fault::NoParties);
    let person = Person::at(&portal);
    let says = |command: &[&str], words: &str| {
        let run = person.done(command);
        assert!(run.lines.is_empty(), "{run:?}");
        assert!(run.stderr.contains(words), "{run:?}");
    };
    person.done(&["follow", NUMBER]);
    says(&["parties", NUMBER], "was not read yet");
    says(&["charges", NUMBER], "asked for only when");
    portal.world().fault = None;
    portal.world().case(NUMBER).parties.clear();
    person.check();
    says(&["parties", NUMBER], "The court's answer lists no parties");
    portal.world().case(NUMBER).gone = true;
    person.run(&["check"]);
    says(&["hearings"], "One case is left out");
}

#[test]
fn a_docket_that_came_empty_is_not_told_as_one_without_entries() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let mut case = Case::new(NUMBER, "CT13", "ROE V SAMPLE");
    case.docket.clear();
    portal.world().cases.push(case);
    let person = Person::at(&portal);
    person.done(&["follow", NUMBER]);
    let run = person.done(&["docket", NUMBER]);
    assert!(run.lines.is_empty(), "{run:?}");
    assert!(run.stderr.contains("came empty"), "{run:?}");
}
