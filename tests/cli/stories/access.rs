//! What may be asked, and when nothing more is sent.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rstest::rstest;
use serde_json::json;

use crate::foreign::{Case, Fault, ForeignPortal, Habits, document, entry};
use crate::harness::{FREE, NUMBER, Person, followed, until};

#[rstest]
#[case::refusal(Fault::Refusal)]
#[case::challenge_403(Fault::Challenge(403))]
#[case::challenge_200(Fault::Challenge(200))]
#[case::imperva(Fault::InPlace(
    200,
    "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request unsuccessful. Incapsula incident ID: 1-2</iframe>"
))]
#[case::captcha(Fault::InPlace(
    200,
    "<h2>Are you a human?</h2><form><img src='cap.png'><input name='captcha'></form>"
))]
fn a_refusal_or_challenge_stops_everything_until_a_person_resumes(
    #[values(Habits::RECENT, Habits::OTHER)] habits: Habits,
    #[case] fault: Fault,
) {
    let (portal, person) = followed(habits);
    portal
        .world()
        .cases
        .push(Case::new("26BA-CV90002", "CT14", "ROE V SAMPLE"));
    person.done(&["follow", "26BA-CV90002"]);
    portal.world().fault = Some(fault);
    let before = portal.requests();
    let run = person.run(&["check"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        portal.requests() <= before + 4,
        "at most what was under way: {}",
        portal.requests() - before
    );
    assert!(
        run.error()["message"].as_str().unwrap().len() > 20,
        "{run:?}"
    );

    portal.world().fault = None;
    let silent = portal.requests();
    for command in [
        &["check"][..],
        &["check", NUMBER],
        &["follow", "26BA-CV90003"],
        &["doctor"],
        &["access", "status"],
        &["cases"],
    ] {
        let run = person.run(command);
        if command[0] == "check" || command[0] == "follow" {
            assert_eq!(run.code, 6, "{command:?}: {run:?}");
        }
    }
    assert_eq!(portal.requests(), silent, "not one request more");

    person.done(&["access", "resume"]);
    assert_eq!(portal.requests(), silent, "resuming asks nothing by itself");
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", None));
    assert_eq!(person.check(), [("entry_added".into(), Some(5))]);
}

#[rstest]
#[case::refusal(Fault::Refusal, 6, "access_stopped")]
#[case::challenge(Fault::Challenge(200), 6, "access_stopped")]
#[case::pause(Fault::TooMany(600), 5, "too_many_requests")]
#[case::maintenance(Fault::Maintenance, 5, "maintenance")]
#[case::bad_lines(Fault::CourtOffline, 0, "")]
fn what_stops_a_whole_list_is_what_it_ends_with(
    #[case] fault: Fault,
    #[case] code: i32,
    #[case] kind: &str,
) {
    let portal = ForeignPortal::start(Habits::RECENT);
    for number in [NUMBER, "26BA-CV90002", "26BA-CV90003"] {
        portal
            .world()
            .cases
            .push(Case::new(number, "CT13", "ROE V SAMPLE"));
    }
    portal.world().fault = Some(fault);
    let person = Person::at(&portal);
    let run = person.run_with(
        &["follow", "--from", "-"],
        b"26BA-CV90001\nnot a number!\n26BA-CV90002\n26BA-CV90003\n",
    );
    assert_eq!((run.code, run.kind()), (code, kind), "{run:?}");
    let lines = run.lines.iter().filter(|l| l["outcome"].is_string());
    assert_eq!(lines.count(), 4, "every line has its outcome: {run:?}");
}

#[test]
fn a_page_that_says_that_the_portal_is_closed_is_asked_once() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().fault = Some(Fault::InPlace(
        200,
        "<h2>Case.net is not available</h2>Case.net is unavailable Monday through Friday from 1:00 a.m. to 6:00 a.m.",
    ));
    let before = portal.requests();
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kind()), (5, "maintenance"), "{run:?}");
    assert_eq!(portal.requests(), before + 1, "{run:?}");
    let says = run.error()["message"].as_str().unwrap();
    assert!(says.contains("Monday through Friday"), "{says}");
}

/// What nobody asked for.
const HOTEL: &str = "<h1>Hotel</h1><script>'birthDate'</script><p>Welcome to our hotel.</p>";

#[rstest]
#[case::said_to_be_the_answer(200)]
#[case::said_to_be_something_else(418)]
fn a_page_in_place_of_an_answer_is_kept_for_people(#[case] status: u16) {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).entry(4)["document"] = json!([document(77, "Answer", "pdf", 1)]);
    person.check();
    portal.world().fault = Some(Fault::InPlace(status, HOTEL));
    let document = &["document", NUMBER, "4", "--out", "papers"][..];
    let commands = [&["check"][..], &["follow", "26BA-CV90002"], document];
    // A page at a document's address is its "no", unless its status says that it is neither.
    let drift = if status == 200 { 2 } else { 3 };
    for command in &commands[..drift] {
        let run = person.run(command);
        assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
        let error = run.error();
        assert!(error["expected"].is_string(), "{run:?}");
        assert!(error["shown"].is_string(), "{run:?}");
        let path = Path::new(error["kept"].as_str().expect("a file"));
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept.contains("Welcome to our hotel."), "{kept}");
        assert!(!kept.contains("birthDate"), "what is seen alone: {kept}");
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for this person alone");
    }
}

#[test]
fn data_that_cannot_be_read_is_told_and_not_kept() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().fault = Some(Fault::CutOff);
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    let error = run.error();
    assert!(error["expected"].is_string(), "{run:?}");
    assert!(error["shown"].is_string(), "{run:?}");
    assert!(
        error["kept"].is_null(),
        "data tells more of people than a page does: {run:?}"
    );
}

#[test]
fn a_page_that_was_kept_goes_with_a_case_that_is_forgotten() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().fault = Some(Fault::InPlace(200, HOTEL));
    let run = person.run(&["check"]);
    let kept = run.error()["kept"].as_str().unwrap().to_owned();
    assert!(Path::new(&kept).exists());
    person.done(&["forget", NUMBER]);
    assert!(!Path::new(&kept).exists(), "it may name the case");
}

#[test]
fn too_many_requests_waits_as_long_as_the_portal_says() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().fault = Some(Fault::TooMany(600));
    let run = person.run(&["check"]);
    assert_eq!(run.code, 5, "{run:?}");
    let retry_at: jiff::Timestamp = run.error()["retry_at"].as_str().unwrap().parse().unwrap();
    let wait = retry_at.duration_since(jiff::Timestamp::now()).as_secs();
    assert!((500..=660).contains(&wait), "{wait}");
    portal.world().fault = None;
    let silent = portal.requests();
    let cases = person.done(&["cases"]);
    let refusal = &cases.last()["last_refusal"];
    assert_eq!(
        &refusal["retry_at"].as_str().unwrap()[..19],
        &run.error()["retry_at"].as_str().unwrap()[..19],
        "{cases:?}"
    );
    assert_eq!(person.run(&["check"]).code, 5);
    assert_eq!(portal.requests(), silent, "nothing is sent before that");
    person.clock_ahead(11);
    assert_eq!(person.check(), []);
}

#[test]
fn closed_hours_bind_what_a_person_asks() {
    let (portal, mut person) = followed(Habits::RECENT);
    let closed = format!("{FREE}\nclosed = [\"Mon-Sun 00:00-24:00 America/Chicago\"]");
    let closed = closed.replace("24:00", "23:59");
    std::fs::write(&person.profile, portal.profile("Foreign portal", &closed)).unwrap();
    person.environment.clear();
    let silent = portal.requests();
    let run = person.run(&["check"]);
    assert_eq!((run.code, portal.requests()), (5, silent), "{run:?}");
    assert!(run.error()["retry_at"].is_string(), "{run:?}");
    assert_eq!(
        person.done(&["docket", NUMBER]).lines.len(),
        3,
        "the local copy stays readable"
    );
}

#[test]
fn a_spent_budget_sends_nothing_more_today() {
    let portal = ForeignPortal::start(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "DOE V PUBLIC"));
    let person = Person::new(&portal.profile(
        "Foreign portal",
        &FREE.replace("daily_budget = 100000", "daily_budget = 6"),
    ));
    person.done(&["follow", NUMBER]);
    let mut last = person.run(&["check"]);
    for _ in 0..3 {
        last = person.run(&["check"]);
    }
    assert_eq!(last.code, 5, "{last:?}");
    assert_eq!(last.kind(), "budget_spent");
    assert_eq!(portal.requests(), 6, "the budget is the budget");
}

#[test]
fn a_profile_that_allows_one_case_at_a_time_allows_no_more() {
    let portal = ForeignPortal::start(Habits::RECENT);
    for (number, court) in [(NUMBER, "CT13"), ("26BA-CV90002", "CT14")] {
        portal
            .world()
            .cases
            .push(Case::new(number, court, "DOE V PUBLIC"));
    }
    let person = Person::new(&portal.profile(
        "Careful portal",
        "automatic_checks = false\nasked_checks = \"one\"\nrequests_per_minute = 1000",
    ));
    person.done(&["follow", NUMBER]);
    person.done(&["follow", "26BA-CV90002"]);
    let silent = portal.requests();
    for command in [
        &["check"][..],
        &["check", NUMBER, "26BA-CV90002"],
        &["watch"],
    ] {
        let run = person.run(command);
        assert_eq!(
            (run.code, run.kind()),
            (5, "not_permitted"),
            "{command:?}: {run:?}"
        );
    }
    assert_eq!(portal.requests(), silent, "nothing was sent");
    person.done(&["check", NUMBER]);
    assert!(portal.requests() > silent);
}

#[test]
fn a_portal_on_the_network_allows_one_case_by_default() {
    let portal = ForeignPortal::start(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "DOE V PUBLIC"));
    let person = Person::new(&portal.profile("Careful portal", "asked_checks = \"none\""));
    let run = person.run(&["follow", NUMBER]);
    assert_eq!((run.code, run.kind()), (5, "not_permitted"), "{run:?}");
    assert_eq!(portal.requests(), 0);
}

#[test]
fn a_hop_to_a_foreign_host_is_not_followed() {
    let elsewhere = ForeignPortal::start(Habits::RECENT);
    let (portal, person) = followed(Habits::RECENT);
    let foreign = elsewhere.base().replace("127.0.0.1", "localhost");
    portal.world().fault = Some(Fault::Foreign(format!("{foreign}/casenet/welcome.do")));
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kind()), (8, "foreign_host"), "{run:?}");
    assert_eq!(elsewhere.requests(), 0, "nothing was sent there");
}

#[test]
fn a_portal_that_is_down_is_told_as_such() {
    let (portal, person) = followed(Habits::RECENT);
    drop(portal);
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kind()), (5, "unreachable"), "{run:?}");
    assert_eq!(person.done(&["docket", NUMBER]).lines.len(), 3);
}

#[test]
fn every_request_is_on_record_without_query_values() {
    let (portal, person) = followed(Habits::RECENT);
    person.check();
    let log = person.done(&["access", "log"]);
    assert_eq!(log.lines.len(), portal.requests(), "one line a request");
    for line in &log.lines {
        assert!(
            line["at"].is_string() && line["method"].is_string() && line["why"].is_string(),
            "{line}"
        );
        assert!(!line["path"].as_str().unwrap().contains('?'), "{line}");
    }
    assert!(
        log.lines
            .iter()
            .any(|l| l["status"] == 200 && l["bytes"].as_u64() > Some(0)),
        "{log:?}"
    );
}

#[test]
fn the_program_says_who_it_is() {
    let (portal, _person) = followed(Habits::RECENT);
    let world = portal.world();
    assert!(
        world
            .log
            .iter()
            .all(|r| r.user_agent.contains("Docketbell")),
        "{:?}",
        world.log[0].user_agent
    );
}

#[test]
fn without_a_practice_portal_the_command_that_starts_one_is_named() {
    let person = Person::new("");
    let command = person.command(&["follow", NUMBER]);
    let arguments: Vec<std::ffi::OsString> = command.get_args().map(Into::into).collect();
    let mut bare = std::process::Command::new(command.get_program());
    for (key, value) in command.get_envs() {
        if let Some(value) = value {
            bare.env(key, value);
        }
    }
    // Everything but --portal FILE: the practice portal is the default, and none is running.
    let at = arguments.iter().position(|a| a == "--portal").unwrap();
    bare.args(
        arguments
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at && *i != at + 1)
            .map(|(_, a)| a),
    );
    let output = bare.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(5), "{text}");
    assert!(text.contains("docketctl practice"), "{text}");
}

#[test]
fn a_check_that_was_killed_while_asking_holds_nobody_up() {
    let portal = ForeignPortal::start(Habits::RECENT);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "DOE V PUBLIC"));
    let paced = FREE.replace("in_flight = 4", "in_flight = 1");
    for access in [paced.as_str(), "asked_checks = \"all\"\nmax_in_flight = 1"] {
        let person = Person::new(&portal.profile("Foreign portal", access));
        person.done(&["follow", NUMBER]);
        portal.world().slowness = std::time::Duration::from_millis(400);
        let before = portal.requests();
        let mut child = person.command(&["check"]).spawn().unwrap();
        until("a request under way", || portal.requests() > before);
        child.kill().unwrap();
        child.wait().unwrap();
        portal.world().slowness = std::time::Duration::ZERO;
        let begun = std::time::Instant::now();
        person.check();
        let took = begun.elapsed();
        assert!(took.as_secs() < 20, "its place is free at once: {took:?}");
    }
}
