//! Roster, outbox, delivery, conflict: as an administrator lives them.

use docketbell_practice::{Act, FaultKind};
use rstest::rstest;

use super::court::{court, of};

#[rstest]
fn a_roster_is_read_and_users_are_disabled_activated_and_removed(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 22)] variant: usize,
) {
    let court = court(variant);
    court.fill(40);
    let person = court.administrator();
    let run = person.done(&["group", "roster"]);
    assert_eq!(run.lines.len(), 43, "all pages: {run:?}");
    let doe = of(&run, "jdoe_records");
    assert_eq!(
        (&doe["status"], &doe["name"]),
        (&"active".into(), &"Jane Doe".into())
    );
    assert_eq!(of(&run, "mpublic_scan")["status"], "disabled");
    assert!(doe["as_of"].is_string() && doe["pending"].is_null());

    let run = person.done(&["group", "disable", "jdoe_records", "user00030"]);
    assert_eq!(of(&run, "jdoe_records")["state"], "done", "{run:?}");
    assert_eq!(court.truth("jdoe_records"), "disabled");
    assert_eq!(court.truth("user00030"), "disabled");
    let run = person.done(&["group", "activate", "mpublic_scan"]);
    assert_eq!(of(&run, "mpublic_scan")["state"], "done", "{run:?}");
    assert_eq!(court.truth("mpublic_scan"), "active");
    let run = person.done(&["group", "remove", "aroe_intake"]);
    assert_eq!(of(&run, "aroe_intake")["state"], "done", "{run:?}");
    assert_eq!(court.truth("aroe_intake"), "removed");
    let run = person.done(&["group", "roster"]);
    assert_eq!(of(&run, "aroe_intake")["status"], "removed", "remembered");
    assert_eq!(of(&run, "jdoe_records")["status"], "disabled", "read back");
}

#[test]
fn what_is_asked_for_offline_waits_and_says_so() {
    let court = court(0);
    let person = court.administrator();
    let before = court.presses();
    let run = person.done(&["group", "remove", "jdoe_records", "--later"]);
    assert_eq!(of(&run, "jdoe_records")["state"], "queued");
    assert!(
        run.stderr
            .contains("Access continues until this is delivered"),
        "{run:?}"
    );
    assert!(
        run.stderr.contains("(573) 526-0062"),
        "whom to call: {run:?}"
    );
    assert!(
        run.stderr.contains("does not belong to the group any more")
            && run.stderr.contains("The court e-mails them."),
        "what it does, and who is told by whom: {run:?}"
    );
    let run = person.done(&["group", "roster"]);
    let doe = of(&run, "jdoe_records");
    assert_eq!(
        doe["status"], "active",
        "the portal's last word, never ahead of it"
    );
    assert_eq!(doe["pending"]["wanted"], "removed");
    let run = person.done(&["outbox"]);
    assert_eq!(
        (&run.lines[0]["wanted"], &run.lines[0]["state"]),
        (&"removed".into(), &"queued".into())
    );
    assert_eq!(court.presses(), before, "nothing was sent");
    assert_eq!(court.truth("jdoe_records"), "active");
    let run = person.done(&["deliver"]);
    assert_eq!(of(&run, "jdoe_records")["state"], "done");
    assert_eq!(court.truth("jdoe_records"), "removed");
    assert_eq!(court.removals_told("jdoe_records"), 1);
}

#[test]
fn a_request_is_taken_back_while_it_waits_and_not_after() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["group", "disable", "jdoe_records", "--later"]);
    let id = person.done(&["outbox"]).lines[0]["id"].to_string();
    let run = person.done(&["withdraw", &id]);
    assert_eq!(run.last()["state"], "withdrawn");
    person.done(&["deliver"]);
    assert_eq!(court.truth("jdoe_records"), "active");
    person.done(&["group", "disable", "jdoe_records"]);
    let run = person.run(&["withdraw", "2"]);
    assert_eq!((run.code, run.kind()), (2, "too_late"), "{run:?}");
    assert_eq!(person.run(&["withdraw", "77"]).code, 2);
}

#[test]
fn what_is_so_already_is_done_without_a_click() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["group", "disable", "jdoe_records", "--later"]);
    court.by_another(Act::DisableUser, "jdoe_records");
    let before = court.presses();
    let run = person.done(&["deliver"]);
    assert_eq!(of(&run, "jdoe_records")["state"], "done", "{run:?}");
    assert_eq!(court.presses(), before, "nothing was pressed");
}

#[test]
fn when_somebody_else_acted_a_person_decides() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["group", "activate", "mpublic_scan", "--later"]);
    court.by_another(Act::RemoveUser, "mpublic_scan");
    let run = person.run(&["deliver"]);
    assert_eq!((run.code, run.kind()), (3, "conflict"), "{run:?}");
    let line = of(&run, "mpublic_scan");
    assert_eq!(
        (&line["state"], &line["expected"], &line["shown"]),
        (&"conflict".into(), &"disabled".into(), &"removed".into())
    );
    let again = person.run(&["deliver"]);
    assert_eq!(again.code, 3, "it goes on waiting: {again:?}");
    person.done(&["withdraw", &line["id"].to_string()]);
    person.done(&["deliver"]);
    assert_eq!(court.truth("mpublic_scan"), "removed");
}

#[test]
fn what_waits_longer_than_a_day_is_looked_at_first() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["group", "disable", "jdoe_records", "--later"]);
    person.clock_ahead(25 * 60);
    let run = person.run(&["deliver"]);
    assert_eq!(run.code, 3, "nobody is there: {run:?}");
    assert_eq!(court.truth("jdoe_records"), "active");
    let run = court.talk(&person, &["deliver"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(court.truth("jdoe_records"), "disabled");
}

#[test]
fn several_wishes_of_one_user_go_in_their_order() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["group", "disable", "jdoe_records", "--later"]);
    person.done(&["group", "remove", "jdoe_records", "--later"]);
    let run = person.done(&["deliver"]);
    let states: Vec<_> = run
        .lines
        .iter()
        .map(|l| (l["wanted"].clone(), l["state"].clone()))
        .collect();
    assert_eq!(
        states,
        [
            ("disabled".into(), "done".into()),
            ("removed".into(), "done".into())
        ],
        "{run:?}"
    );
    assert_eq!(court.truth("jdoe_records"), "removed");
}

#[test]
fn more_than_twenty_at_once_and_nobody_known_are_refused() {
    let court = court(0);
    court.fill(30);
    let person = court.administrator();
    let names: Vec<String> = (1..=21).map(|n| format!("user{n:05}")).collect();
    let mut command = vec!["group", "remove", "--later"];
    command.extend(names.iter().map(String::as_str));
    let run = person.run(&command);
    assert_eq!((run.code, run.kind()), (2, "bad_input"), "{run:?}");
    let run = person.run(&["group", "remove", "nobody_here", "--later"]);
    assert_eq!((run.code, run.kind()), (2, "no_such_user"), "{run:?}");
    assert!(person.done(&["outbox"]).lines.is_empty(), "none was queued");
}

#[test]
fn without_a_log_on_nothing_is_sent_and_everything_waits() {
    let court = court(0);
    let person = court.administrator();
    person.done(&["sign-out"]);
    let run = person.run(&["group", "disable", "jdoe_records"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(of(&run, "jdoe_records")["state"], "queued");
    let run = court.talk(&person, &["deliver"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(court.truth("jdoe_records"), "disabled");
}

#[test]
fn an_unreachable_portal_leaves_the_request_waiting() {
    let court = court(0);
    let person = court.administrator();
    court
        .world()
        .set_fault(docketbell_practice::Fault::new(
            FaultKind::ServiceUnavailable,
        ))
        .unwrap();
    let run = person.run(&["group", "disable", "jdoe_records"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(of(&run, "jdoe_records")["state"], "queued");
    court.act(Act::ClearFaults);
    person.done(&["deliver"]);
    assert_eq!(court.truth("jdoe_records"), "disabled");
}
