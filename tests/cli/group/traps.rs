//! Lost, late and doubled answers, a second administrator, odd rosters: nothing twice, nothing lost, nothing guessed.

use docketbell_practice::{Act, Fault, FaultKind};
use rstest::rstest;

use super::court::{court, of};

#[rstest]
#[case::lost_reply(FaultKind::LostReply, "removed")]
#[case::lost_request(FaultKind::LostRequest, "active")]
#[case::error_after(FaultKind::Error500After, "removed")]
#[case::doubled(FaultKind::Doubled, "removed")]
fn a_removal_is_done_once_or_not_at_all(#[case] kind: FaultKind, #[case] truth: &str) {
    let court = court(0);
    let person = court.administrator();
    let before = court.presses();
    court.fault(kind, "group-maintenance");
    let run = person.run(&["group", "remove", "jdoe_records"]);
    let told = of(&run, "jdoe_records")["state"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(court.truth("jdoe_records"), truth);
    if truth == "active" {
        assert_eq!((run.code, told.as_str()), (9, "uncertain"), "{run:?}");
    }
    let settled = person.done(&["reconcile"]);
    let line = person.done(&["outbox"]).lines[0].clone();
    let end = if truth == "active" { "failed" } else { "done" };
    assert_eq!(line["state"], end, "{run:?} {settled:?}");
    assert!(
        line["message"].is_string() || end == "done",
        "a reason: {line}"
    );
    assert_eq!(
        court.truth("jdoe_records"),
        truth,
        "settling presses nothing"
    );
    assert!(
        court.removals_told("jdoe_records") <= 1,
        "told once at most"
    );
    let pressed = court.presses() - before;
    assert!(
        pressed <= if kind == FaultKind::Doubled { 2 } else { 1 },
        "{pressed} presses"
    );
}

#[test]
fn a_session_that_ended_before_the_click_is_signed_in_again_with_the_kept_password() {
    let court = court(0);
    let person = court.person();
    let run = court.talk(&person, &["sign-in", "--to", "group", "--remember"]);
    assert_eq!(run.code, 0, "{run:?}");
    person.done(&["group", "roster", "--refresh"]);
    court.fault(FaultKind::SessionEnded, "group-maintenance");
    let run = person.done(&["group", "disable", "jdoe_records"]);
    assert_eq!(of(&run, "jdoe_records")["state"], "done", "{run:?}");
    assert_eq!(court.truth("jdoe_records"), "disabled");
}

#[test]
fn a_user_who_is_gone_between_list_and_click_is_a_conflict() {
    let court = court(0);
    let person = court.administrator();
    court.fault(FaultKind::UserGone, "group-maintenance");
    let run = person.run(&["group", "disable", "jdoe_records"]);
    assert_eq!((run.code, run.kind()), (3, "conflict"), "{run:?}");
    assert_eq!(of(&run, "jdoe_records")["state"], "conflict");
}

#[rstest]
#[case::twin(FaultKind::TwinRow, "label_ambiguous")]
#[case::no_status(FaultKind::RowWithoutStatus, "label_not_found")]
#[case::unknown_status(FaultKind::UnknownStatus, "unexpected_page")]
fn an_odd_roster_stops_and_changes_nothing(
    #[case] kind: FaultKind,
    #[case] word: &str,
    #[values(0, 5, 9, 21)] variant: usize,
) {
    let court = court(variant);
    let person = court.administrator();
    let before = person.done(&["group", "roster"]).stdout;
    let presses = court.presses();
    let mut fault = Fault::new(kind);
    fault.user = Some("jdoe_records".to_owned());
    court.world().set_fault(fault).unwrap();
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!((run.code, run.kind()), (8, word), "{run:?}");
    assert!(
        run.stdout.contains("jdoe_records"),
        "it says whose row: {run:?}"
    );
    let run = person.run(&["group", "remove", "aroe_intake"]);
    assert_eq!(run.code, 8, "nothing is done on such a roster: {run:?}");
    assert_eq!(court.presses(), presses);
    court.act(Act::ClearFaults);
    let run = person.done(&["group", "roster"]);
    assert!(before.lines().count() == run.lines.len(), "as it was");
}

#[rstest]
fn a_page_that_fails_leaves_the_roster_as_it_was_and_says_so(#[values(0, 9, 21)] variant: usize) {
    let court = court(variant);
    court.fill(60);
    let person = court.administrator();
    let before = person.done(&["group", "roster"]).stdout;
    court.by_another(Act::DisableUser, "jdoe_records");
    court
        .world()
        .set_fault(Fault::new(FaultKind::ServiceUnavailable).on_path("group-maintenance-2"))
        .unwrap();
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(
        person.done(&["group", "roster"]).stdout,
        before,
        "a part of a roster says nothing"
    );
    court.act(Act::ClearFaults);
    let run = person.done(&["group", "roster", "--refresh"]);
    assert_eq!(of(&run, "jdoe_records")["status"], "disabled");
}

#[rstest]
fn a_group_that_everybody_left_is_told_by_the_portals_own_words(
    #[values(0, 5, 21)] variant: usize,
) {
    let court = court(variant);
    let person = court.administrator();
    for user in ["jdoe_records", "aroe_intake", "mpublic_scan"] {
        court.by_another(Act::RemoveUser, user);
    }
    let run = person.done(&["group", "roster", "--refresh"]);
    assert_eq!(run.lines.len(), 3, "who left is remembered: {run:?}");
    assert!(
        run.lines.iter().all(|l| l["status"] == "removed"),
        "{run:?}"
    );
}

#[test]
fn a_list_that_is_suddenly_empty_is_not_believed_at_once() {
    let court = court(0);
    court.fill(9);
    let person = court.administrator();
    let before = person.done(&["group", "roster"]).stdout;
    for n in 1..=9 {
        court.by_another(Act::RemoveUser, &format!("user{n:05}"));
    }
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!((run.code, run.kind()), (8, "unexpected_page"), "{run:?}");
    assert_eq!(run.error()["shown"], "3 users", "{run:?}");
    assert!(run.error()["expected"].is_string() && run.error()["hint"].is_string());
    let presses = court.presses();
    let run = person.run(&["group", "remove", "jdoe_records"]);
    assert_eq!(run.code, 8, "nothing is done on such a list: {run:?}");
    assert_eq!(court.presses(), presses);
    assert_eq!(
        person.done(&["group", "roster"]).lines.len(),
        before.lines().count()
    );
    assert!(
        person
            .done(&["group", "roster"])
            .lines
            .iter()
            .all(|l| l["status"] != "removed"),
        "nobody is said to be gone"
    );
    person.clock_ahead(21);
    let run = person.done(&["group", "roster", "--refresh"]);
    let gone = run
        .lines
        .iter()
        .filter(|l| l["status"] == "removed")
        .count();
    assert_eq!(gone, 9, "a later reading agrees: {run:?}");
    person.done(&["deliver"]);
    assert_eq!(
        court.truth("jdoe_records"),
        "removed",
        "what waited is sent"
    );
}

#[test]
fn a_refusal_stops_everything() {
    let court = court(0);
    let person = court.administrator();
    court.fault(FaultKind::Refusal, "group-maintenance");
    let run = person.run(&["group", "disable", "jdoe_records"]);
    assert_eq!(run.code, 6, "{run:?}");
    let asked = court.world().requests().since(0).len();
    assert_eq!(person.run(&["deliver"]).code, 6);
    assert_eq!(
        court.world().requests().since(0).len(),
        asked,
        "nothing more is sent"
    );
}
