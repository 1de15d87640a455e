//! The same number may stand for different cases in different courts, courts move, and portals name them in their own
//! ways: only what is clearly another court's is refused.

use rstest::rstest;
use serde_json::{Value, json};

use crate::foreign::{Case, Fault, ForeignPortal, Gone, Habits, entry, party};
use crate::harness::{NUMBER, Person, followed, sequences};

#[test]
fn another_courts_case_of_the_same_number_never_takes_the_place_of_ours() {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        world.move_court("CT13", "CT31");
        let case = world.case(NUMBER);
        case.header["caseDesc"] = json!("ROE V SAMPLE");
        case.header["location"] = json!("Greene");
        case.header["locnCode"] = json!("GR");
        case.docket = vec![entry(7, "02/01/2026", "Petition of somebody else", None)];
    }
    for _ in 0..3 {
        let run = person.run(&["check"]);
        assert_eq!((run.code, run.kinds()), (5, vec![]), "{run:?}");
    }
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["court_id"], "CT13", "{case}");
    assert_eq!(sequences(&person), [4, 2, 1]);
}

#[rstest]
#[case::both(Some("CT22"), Some(json!("22")))]
#[case::only_the_id(Some("SMPDB0002_CT22"), None)]
#[case::only_the_code(None, Some(json!("22")))]
#[case::the_code_as_a_number(None, Some(json!(22)))]
fn another_courts_answer_under_the_same_number_is_another_cases(
    #[case] id: Option<&str>,
    #[case] code: Option<Value>,
    // A docket that always names one court, the other one, or none; parties that name the header's court, or none.
    #[values((Habits::RECENT, json!("13")), (Habits::RECENT, json!("22")), (Habits::OTHER, json!(null)))]
    portal: (Habits, Value),
) {
    let (habits, docket_court) = portal;
    let (portal, person) = followed(habits);
    let ours = portal.world().case(NUMBER).clone();
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["courtId"] = json!(id);
        case.header["courtCode"] = json!(code);
        case.header["caseDesc"] = json!("ROE V SAMPLE");
        case.parties = vec![party("SAMPLE, LEE", "Defendant", "DFT")];
        case.docket = vec![entry(1, "02/01/2026", "Petition of somebody else", None)];
        case.docket_court = docket_court;
    }
    for _ in 0..2 {
        let run = person.run(&["check"]);
        assert_eq!(
            (run.code, run.kind(), run.kinds()),
            (8, "unexpected_page", vec![]),
            "as an answer about another case: {run:?}"
        );
        assert!(
            run.stdout.contains("the same number of court"),
            "it says whose it was: {run:?}"
        );
    }
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["style"], "JANE Q DOE V JOHN PUBLIC");
    assert_eq!(case["last_refusal"]["kind"], "unexpected_page", "{case}");
    assert_eq!(sequences(&person), [4, 2, 1]);
    *portal.world().case(NUMBER) = ours;
    assert_eq!(person.check(), [], "and nothing is told when ours is back");
}

#[test]
fn another_courts_confidential_case_closes_no_copy() {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["courtId"] = json!("CT22");
        case.header["courtCode"] = json!("22");
        case.header["confidential"] = json!(true);
    }
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kinds()), (8, vec![]), "{run:?}");
    assert_eq!(sequences(&person), [4, 2, 1], "the copy stays open");
}

#[rstest]
#[case::the_header_is_the_same(None)]
#[case::the_header_changed(Some("Callaway"))]
fn a_docket_of_another_court_beside_our_header_is_refused(#[case] location: Option<&str>) {
    let (portal, person) = followed(Habits::RECENT);
    let ours = portal.world().case(NUMBER).clone();
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        if let Some(location) = location {
            case.header["location"] = json!(location);
        }
        case.docket = (1..=4)
            .map(|n| entry(n, "02/01/2026", "Filing of somebody else", None))
            .collect();
        case.docket_court = json!("22");
    }
    let told: Vec<(String, Option<i64>)> = location
        .map(|_| ("header_changed".into(), None))
        .into_iter()
        .collect();
    let run = person.run(&["check"]);
    assert_eq!(run.kinds(), told, "{run:?}");
    assert_eq!(sequences(&person), [4, 2, 1]);
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["last_refusal"]["kind"], "unexpected_page", "{case}");
    let run = person.run(&["check"]);
    assert_eq!((run.code, run.kinds()), (8, vec![]), "{run:?}");
    portal.world().case(NUMBER).docket = ours.docket;
    assert_eq!(
        person.check(),
        [],
        "and nothing is told when our docket is back, whatever court it names"
    );
}

/// How a portal names the court of every case, from the first answer on.
#[rstest]
#[case::the_docket_says_another_code(json!("CT13"), json!("13"), json!("99"))]
#[case::the_docket_says_another_id(json!("CT13"), json!("13"), json!("CT99"))]
#[case::the_header_says_another_id(json!("SMPDB0009_CT22"), json!("13"), json!("13"))]
#[case::the_header_says_another_court(json!("CT22"), json!("22"), json!("13"))]
#[case::all_say_another_court(json!("CT22"), json!("22"), json!("22"))]
#[case::only_another_id(json!("CT22"), json!(null), json!(null))]
#[case::another_id_and_no_code(json!("CT22"), json!(null), json!("13"))]
#[case::no_id_and_another_code(json!(null), json!("22"), json!("13"))]
#[case::letters(json!("CT13"), json!("BA"), json!("13"))]
fn a_portal_that_always_names_another_court_is_read_all_the_same(
    #[case] id: Value,
    #[case] code: Value,
    #[case] docket: Value,
    #[values(Habits::RECENT, Habits::OTHER)] habits: Habits,
) {
    let portal = ForeignPortal::start(habits);
    let mut case = Case::new(NUMBER, "CT13", "JANE Q DOE V JOHN PUBLIC");
    case.header["courtId"] = id;
    case.header["courtCode"] = code;
    case.docket_court = docket;
    portal.world().cases.push(case);
    let person = Person::at(&portal);
    person.done(&["follow", NUMBER]);
    assert_eq!(person.check(), []);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["location"] = json!("Callaway");
        case.parties.push(party("ROE, LEE", "Defendant", "DFT"));
        case.docket.push(entry(5, "02/01/2026", "Order", None));
        case.entry(4)["docketText"] = json!("Answer of both defendants.");
    }
    assert_eq!(
        person.check(),
        [
            ("entry_added".into(), Some(5)),
            ("entry_amended".into(), Some(4)),
            ("header_changed".into(), None),
            ("party_changed".into(), None),
        ]
    );
    portal.world().case(NUMBER).header["confidential"] = json!(true);
    assert_eq!(person.check(), [("case_unavailable".into(), None)]);
}

#[test]
fn a_docket_whose_only_entry_is_amended_is_still_ours() {
    let portal = ForeignPortal::start(Habits::RECENT);
    let mut case = Case::new(NUMBER, "CT13", "JANE Q DOE V JOHN PUBLIC");
    case.docket.truncate(1);
    case.docket_court = json!("99");
    portal.world().cases.push(case);
    let person = Person::at(&portal);
    person.done(&["follow", NUMBER]);
    portal.world().case(NUMBER).entry(1)["docketText"] = json!("Filed by John Q Public.");
    assert_eq!(person.check(), [("entry_amended".into(), Some(1))]);
}

#[rstest]
#[case::another_front(json!("SMPDB0007_CT13"), json!("13"))]
#[case::no_court_at_all(json!(null), json!(null))]
#[case::a_number(json!("CT13"), json!(13))]
#[case::a_zero_in_front(json!("CT13"), json!("013"))]
fn another_way_to_name_the_court_is_no_other_court(#[case] id: Value, #[case] code: Value) {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["courtId"] = id;
        case.header["courtCode"] = code;
        case.docket.push(entry(5, "02/01/2026", "Order", None));
    }
    assert_eq!(person.check(), [("entry_added".into(), Some(5))]);
}

#[rstest]
fn a_court_that_moved_is_found_again_and_that_is_no_change(
    #[values(Habits::RECENT, Habits::OTHER)] habits: Habits,
) {
    let (portal, person) = followed(habits);
    portal.world().move_court("CT13", "SMPDB0004_CT13");
    assert_eq!(person.check(), [], "a court id is no fact about the case");
    assert_eq!(
        person.done(&["cases"]).lines[0]["court_id"],
        "SMPDB0004_CT13"
    );
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", None));
    let run = person.done(&["check"]);
    assert_eq!(run.kinds(), [("entry_added".into(), Some(5))]);
    assert_eq!(run.changes()[0]["court_id"], "SMPDB0004_CT13");
}

#[rstest]
#[case::by_its_id("CT46", json!("CT46"), json!("46"))]
#[case::by_its_id_only("CT46", json!("CT46"), json!(null))]
#[case::by_its_code_only("CT46", json!(null), json!("46"))]
#[case::by_a_code_that_its_id_does_not_say("TANEY", json!(null), json!("46"))]
fn a_court_that_moved_to_another_circuit_is_read_there(
    #[case] to: &str,
    #[case] id: Value,
    #[case] code: Value,
) {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().move_court("CT13", to);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["courtId"] = id;
        case.header["courtCode"] = code.clone();
        case.docket_court = code;
    }
    assert_eq!(person.check(), []);
    assert_eq!(person.done(&["cases"]).lines[0]["court_id"], to);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["location"] = json!("Callaway");
        case.docket.push(entry(5, "02/01/2026", "Order", None));
    }
    assert_eq!(
        person.check(),
        [
            ("entry_added".into(), Some(5)),
            ("header_changed".into(), None)
        ]
    );
}

#[rstest]
#[case::alert(Gone::Alert)]
#[case::near_empty(Gone::NearEmpty)]
fn a_court_that_moved_and_says_nothing_of_it_is_found_by_the_number(#[case] unknown: Gone) {
    let (portal, person) = followed(Habits {
        unknown,
        ..Habits::RECENT
    });
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.court = "SMPDB0004_CT13".into();
        case.header["courtId"] = json!("SMPDB0004_CT13");
        case.docket.push(entry(5, "02/01/2026", "Order", None));
    }
    assert_eq!(person.check(), [("entry_added".into(), Some(5))]);
    assert_eq!(
        person.done(&["cases"]).lines[0]["court_id"],
        "SMPDB0004_CT13"
    );
    person.clock_ahead(40);
    assert_eq!(person.check(), []);
    assert_eq!(sequences(&person), [5, 4, 2, 1]);
}

/// Takes our case away and puts one of the same number into another court.
fn elsewhere(portal: &ForeignPortal, change: impl FnOnce(&mut Case)) {
    let mut world = portal.world();
    let mut there = world.case(NUMBER).clone();
    there.court = "CT31".into();
    there.header["courtId"] = json!("CT31");
    there.header["courtCode"] = json!("31");
    change(&mut there);
    world.case(NUMBER).gone = true;
    world.cases.push(there);
}

#[rstest]
#[case::another_case(|case: &mut Case| {
    case.header["caseDesc"] = json!("ROE V SAMPLE");
    case.header["location"] = json!("Greene");
    case.header["locnCode"] = json!("GR");
})]
#[case::filed_on_another_day(|case: &mut Case| {
    case.header["filingDate"] = json!("01/06/2026");
    case.header["formattedFilingDate"] = json!("01/06/2026");
})]
#[case::confidential_there_too(|case: &mut Case| case.header["confidential"] = json!(true))]
fn a_case_that_is_not_found_elsewhere_is_gone_as_the_court_said(#[case] change: fn(&mut Case)) {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, change);
    assert_eq!(person.check(), [("case_unavailable".into(), None)]);
    person.clock_ahead(40);
    assert_eq!(person.check(), []);
    let states = person.done(&["cases"]).lines[0]["state"].clone();
    assert_eq!(states, "erased");
}

#[test]
fn a_closed_copy_is_not_erased_before_a_search_has_answered() {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, |_| ());
    portal.world().fault = Some(Fault::NoSearch);
    assert_eq!(person.check(), [("case_unavailable".into(), None)]);
    for minutes in [40, 80] {
        person.clock_ahead(minutes);
        let run = person.run(&["check"]);
        assert_eq!((run.code, run.kinds()), (5, vec![]), "{run:?}");
        let state = person.done(&["cases"]).lines[0]["state"].clone();
        assert_eq!(state, "closed", "the search may still find it elsewhere");
    }
    portal.world().fault = None;
    person.clock_ahead(120);
    person.check();
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(
        (&case["state"], &case["court_id"]),
        (&json!("followed"), &json!("CT31"))
    );
    assert_eq!(sequences(&person), [4, 2, 1], "nothing was lost");
}

#[test]
fn of_several_cases_of_the_number_the_same_one_is_ours() {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, |_| ());
    {
        let mut world = portal.world();
        let mut stranger = Case::new(NUMBER, "CT07", "ROE V SAMPLE");
        stranger.header["filingDate"] = json!("01/06/2026");
        stranger.header["formattedFilingDate"] = json!("01/06/2026");
        world.cases.insert(0, stranger);
    }
    assert_eq!(person.check(), []);
    assert_eq!(person.done(&["cases"]).lines[0]["court_id"], "CT31");
    assert_eq!(sequences(&person), [4, 2, 1]);
}

#[test]
fn a_county_that_came_to_another_circuit_is_read_under_its_old_id() {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.header["courtId"] = json!("CT46");
        case.header["courtCode"] = json!("46");
        case.docket_court = json!("46");
        case.docket.push(entry(5, "02/01/2026", "Order", None));
    }
    assert_eq!(person.check(), [("entry_added".into(), Some(5))]);
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(6, "02/02/2026", "Order", None));
    assert_eq!(person.check(), [("entry_added".into(), Some(6))]);
}

#[test]
fn a_case_that_is_found_elsewhere_and_cannot_be_read_there_now_is_not_gone() {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, |_| ());
    portal.world().fault = Some(Fault::NoDocket(500));
    for minutes in [0, 40] {
        person.clock_ahead(minutes);
        let run = person.run(&["check"]);
        assert_eq!((run.code, run.kinds()), (5, vec![]), "{run:?}");
    }
    assert_eq!(sequences(&person), [4, 2, 1]);
    portal.world().fault = None;
    assert_eq!(person.check(), []);
    assert_eq!(person.done(&["cases"]).lines[0]["court_id"], "CT31");
}

#[test]
fn two_copies_of_one_case_do_not_become_one() {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, |_| ());
    person.done(&["follow", NUMBER, "--court", "CT31"]);
    assert_eq!(
        person.check(),
        [("case_unavailable".into(), None)],
        "the copy of the old court is closed; the one of the new court was there before"
    );
    let cases = person.done(&["cases"]).lines;
    let states: Vec<_> = cases
        .iter()
        .map(|c| (&c["state"], &c["court_id"]))
        .collect();
    assert_eq!(
        states,
        [
            (&json!("closed"), &json!("")),
            (&json!("followed"), &json!("CT31"))
        ]
    );
}

#[test]
fn a_stop_before_a_copy_is_closed_is_a_stop() {
    let (portal, person) = followed(Habits::RECENT);
    elsewhere(&portal, |_| ());
    portal.world().fault = Some(Fault::RefusedSearch);
    let run = person.run(&["check"]);
    assert_eq!(
        (run.code, run.kind(), run.kinds()),
        (6, "access_stopped", vec![]),
        "{run:?}"
    );
    assert_eq!(sequences(&person), [4, 2, 1]);
}

#[test]
fn a_case_that_the_court_marks_confidential_is_not_searched_for() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).header["confidential"] = json!(true);
    portal.world().log.clear();
    assert_eq!(person.check(), [("case_unavailable".into(), None)]);
    let asked: Vec<String> = portal.world().log.iter().map(|r| r.path.clone()).collect();
    assert_eq!(asked.len(), 2, "header and docket, no more: {asked:?}");
}
