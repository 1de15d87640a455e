//! What a check tells, whichever way the portal writes its answers.

use rstest::rstest;
use serde_json::{Value, json};

use crate::foreign::{
    Accepts, Case, Charset, Documents, Habits, attorney, entry, party, result_row, setting,
    with_setting,
};
use crate::harness::{NUMBER, followed};

const TRIAL: &str = "Bench Trial";

fn trial(day: &str) -> Value {
    with_setting(
        entry(5, "02/01/2026", "Bench Trial Scheduled", None),
        setting(TRIAL, day, "9:00 AM"),
    )
}

fn with_trial(case: &mut Case) {
    case.docket.push(trial("12/01/2027"));
}

fn as_it_was(_: &mut Case) {}

type Change = fn(&mut Case);

#[rstest]
#[case::added(as_it_was, |c: &mut Case| c.docket.push(entry(5, "02/01/2026", "Order", Some("Granted."))), &[("entry_added", Some(5))])]
#[case::amended(as_it_was, |c: &mut Case| c.entry(4)["docketText"] = json!("Amended answer of the defendant."), &[("entry_amended", Some(4))])]
#[case::title_amended(as_it_was, |c: &mut Case| c.entry(4)["docketDesc"] = json!("Amended Answer Filed"), &[("entry_amended", Some(4))])]
#[case::hearing_moved(with_trial, |c: &mut Case| *c.entry(5) = trial("12/08/2027"), &[("hearing_moved", Some(5))])]
#[case::hearing_unlisted(with_trial, |c: &mut Case| c.entry(5)["associatedDocketScheduledInfo"] = json!([]), &[("hearing_unlisted", Some(5))])]
#[case::judge(as_it_was, |c: &mut Case| c.header["judgeDetails"] = json!({"formattedName": "SAMPLE, PAT"}), &[("header_changed", None)])]
#[case::disposition(as_it_was, |c: &mut Case| c.header["caseDispositionDetail"] = json!({"dispositionDescription": "Dismissed by Court"}), &[("header_changed", None)])]
#[case::location(as_it_was, |c: &mut Case| c.header["location"] = json!("Callaway"), &[("header_changed", None)])]
#[case::party_added(as_it_was, |c: &mut Case| c.parties.push(party("ROE, RICHARD", "Intervenor", "INT")), &[("party_changed", None)])]
#[case::attorney_added(as_it_was, |c: &mut Case| c.parties[0]["attorneyList"] = json!([attorney("COUNSEL, PAT X")]), &[("party_changed", None)])]
#[case::attorney_replaced(|c: &mut Case| c.parties[0]["attorneyList"] = json!([attorney("COUNSEL, PAT X")]), |c: &mut Case| c.parties[0]["attorneyList"] = json!([attorney("EXAMPLE, ROBIN T")]), &[("party_changed", None)])]
#[case::nothing(as_it_was, as_it_was, &[])]
#[case::edge_to_a_later_entry(as_it_was, |c: &mut Case| c.entry(2)["associatedDocketInfoDetails"] = json!([{"associatedDate": "01/20/2026", "associatedDescription": "Answer Filed", "mainDockSeq": 2, "assocDockSeq": 4}]), &[])]
fn a_change_is_told_once_and_exactly(
    #[values(Habits::RECENT, Habits::OTHER)] habits: Habits,
    #[case] before: Change,
    #[case] change: Change,
    #[case] told: &[(&str, Option<i64>)],
) {
    let (portal, person) = followed(habits);
    before(portal.world().case(NUMBER));
    person.check();
    change(portal.world().case(NUMBER));
    let told: Vec<(String, Option<i64>)> = told
        .iter()
        .map(|(kind, sequence)| ((*kind).to_owned(), *sequence))
        .collect();
    assert_eq!(
        person.check(),
        told,
        "the first check after the change tells it"
    );
    assert_eq!(person.check(), [], "the second one does not tell it again");
}

#[rstest]
#[case::get_only(Habits { accepts: Accepts::GetOnly, ..Habits::RECENT })]
#[case::utf_8(Habits { charset: Charset::Utf8, ..Habits::RECENT })]
#[case::document_object(Habits { documents: Documents::Object, ..Habits::RECENT })]
#[case::old_and_strict(Habits::OTHER)]
fn words_arrive_whole_however_the_portal_writes_them(#[case] habits: Habits) {
    let (portal, person) = followed(habits);
    portal.world().case(NUMBER).docket.push({
        let mut e = entry(5, "02/01/2026", "Lettre de José", Some("The plaintiff’s “naïve”\nsecond line"));
        e["document"] = json!([{"documentId": 77, "documentTitle": "Lettre", "documentExtension": "PDF", "documentSecurityLevel": 1}]);
        e["filingPartyFullName"] = json!("PAT X COUNSEL");
        e
    });
    let run = person.done(&["check"]);
    let told = &run.changes()[0]["after"];
    assert_eq!(told["description"], "Lettre de José");
    assert_eq!(told["filed_on"], "2026-02-01");
    assert!(
        told["text"]
            .as_str()
            .unwrap()
            .starts_with("The plaintiff’s "),
        "{told}"
    );
    let docket = person.done(&["docket", NUMBER]);
    assert_eq!(docket.lines[0]["sequence"], 5, "newest first");
    assert_eq!(docket.lines[0]["filed_by"], "PAT X COUNSEL");
    assert_eq!(docket.lines[0]["documents"][0]["title"], "Lettre");
    assert_eq!(docket.lines.len(), 4);
    assert_eq!(person.check(), [], "the same bytes tell nothing");
}

#[test]
fn a_withdrawn_entry_is_told_when_the_second_reading_agrees() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).withdraw(2);
    assert_eq!(person.check(), [], "one reading is no evidence");
    let state = |person: &crate::harness::Person| {
        let docket = person.done(&["docket", NUMBER]);
        let line = docket.lines.iter().find(|l| l["sequence"] == 2).cloned();
        line.map(|l| l["state"].as_str().unwrap().to_owned())
    };
    assert_eq!(state(&person).as_deref(), Some("missing"));
    assert_eq!(person.check(), [("entry_withdrawn".into(), Some(2))]);
    assert_eq!(
        state(&person).as_deref(),
        Some("withdrawn"),
        "its words are kept"
    );
    assert_eq!(person.check(), [], "and it is told once");
}

#[test]
fn an_entry_that_comes_back_was_never_withdrawn() {
    let (portal, person) = followed(Habits::RECENT);
    let kept = portal.world().case(NUMBER).docket.clone();
    portal.world().case(NUMBER).withdraw(2);
    assert_eq!(person.check(), []);
    portal.world().case(NUMBER).docket = kept;
    assert_eq!(person.check(), []);
    let docket = person.done(&["docket", NUMBER]);
    assert!(
        docket.lines.iter().all(|l| l["state"] == "current"),
        "{docket:?}"
    );
}

#[test]
fn a_new_setting_is_told_as_a_hearing() {
    let (portal, person) = followed(Habits::RECENT);
    with_trial(portal.world().case(NUMBER));
    let run = person.done(&["check"]);
    let set: Vec<&Value> = run
        .changes()
        .into_iter()
        .filter(|c| c["change"] == "hearing_set")
        .collect();
    assert_eq!(set.len(), 1, "{run:?}");
    assert_eq!(set[0]["after"]["purpose"], TRIAL);
    assert_eq!(set[0]["after"]["scheduled_on"], "2027-12-01");
    assert_eq!(
        set[0]["after"]["starts_at"], "2027-12-01T15:00:00Z",
        "9 o'clock in Missouri"
    );
    let hearings = person.done(&["hearings", NUMBER]);
    assert_eq!(hearings.lines[0]["state"], "set");
    let cases = person.done(&["cases"]);
    assert_eq!(cases.lines[0]["next_hearing"]["scheduled_on"], "2027-12-01");
}

#[test]
fn a_moved_hearing_tells_both_dates() {
    let (portal, person) = followed(Habits::RECENT);
    with_trial(portal.world().case(NUMBER));
    person.check();
    *portal.world().case(NUMBER).entry(5) = trial("11/02/2027");
    let run = person.done(&["check"]);
    let moved = run.changes()[0].clone();
    assert_eq!(moved["before"]["scheduled_on"], "2027-12-01");
    assert_eq!(moved["after"]["scheduled_on"], "2027-11-02");
}

#[rstest]
#[case::row_gone(true)]
#[case::row_still_there(false)]
fn an_entry_that_says_cancelled_cancels_the_hearing(#[case] row_gone: bool) {
    let (portal, person) = followed(Habits::RECENT);
    with_trial(portal.world().case(NUMBER));
    person.check();
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        if row_gone {
            case.entry(5)["associatedDocketScheduledInfo"] = json!([]);
        }
        case.docket.push(entry(
            6,
            "02/10/2026",
            "Hearing/Trial Cancelled",
            Some("Scheduled For: 12/01/2027; 9:00 AM; ROBIN T EXAMPLE; Boone; Bench Trial"),
        ));
    }
    let kinds: Vec<String> = person.check().into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&"hearing_cancelled".to_owned()), "{kinds:?}");
    assert!(
        !kinds.contains(&"hearing_unlisted".to_owned()),
        "the court gave a reason: {kinds:?}"
    );
    assert_eq!(
        person.done(&["hearings", NUMBER]).lines[0]["state"],
        "cancelled"
    );
}

#[test]
fn a_result_row_marks_the_hearing_held_and_is_not_told_beside_its_entry() {
    let (portal, person) = followed(Habits::RECENT);
    with_trial(portal.world().case(NUMBER));
    person.check();
    let mut held = entry(6, "12/01/2027", "Hearing Held", None);
    held["associatedDocketScheduledInfo"] = json!([result_row(TRIAL, "12/01/2027", "9:00 AM")]);
    portal.world().case(NUMBER).docket.push(held);
    assert_eq!(person.check(), [("entry_added".into(), Some(6))]);
    assert_eq!(person.done(&["hearings", NUMBER]).lines[0]["state"], "held");
}

#[test]
fn header_changes_name_their_field_and_both_sides() {
    let (portal, person) = followed(Habits::OTHER);
    portal.world().case(NUMBER).header["judgeDetails"] =
        json!({"lastName": "SAMPLE", "firstName": "PAT", "formattedName": "SAMPLE, PAT"});
    let run = person.done(&["check"]);
    let change = run.changes()[0];
    assert_eq!(change["field"], "judge");
    assert_eq!(change["before"], "EXAMPLE, ROBIN T.");
    assert_eq!(change["after"], "SAMPLE, PAT");
}

#[test]
fn equal_entries_of_one_day_stay_apart() {
    let (portal, person) = followed(Habits::RECENT);
    for sequence in [5, 6] {
        portal.world().case(NUMBER).docket.push(entry(
            sequence,
            "02/01/2026",
            "Summons Issued",
            Some("Same words."),
        ));
    }
    assert_eq!(
        person.check(),
        [
            ("entry_added".into(), Some(5)),
            ("entry_added".into(), Some(6))
        ]
    );
    portal.world().case(NUMBER).withdraw(6);
    person.check();
    assert_eq!(person.check(), [("entry_withdrawn".into(), Some(6))]);
}

#[test]
fn former_versions_are_kept_and_shown_on_request() {
    let (portal, person) = followed(Habits::RECENT);
    for words in ["First words.", "Second words."] {
        portal.world().case(NUMBER).entry(4)["docketText"] = json!(words);
        person.check();
    }
    let plain = person.done(&["docket", NUMBER]);
    assert!(plain.lines[0].get("versions").is_none(), "{plain:?}");
    let docket = person.done(&["docket", NUMBER, "--versions"]);
    let entry = docket.lines.iter().find(|l| l["sequence"] == 4).unwrap();
    let texts: Vec<&str> = entry["versions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|v| v["text"].as_str())
        .collect();
    assert!(
        texts.contains(&"Answer of the defendant.") && texts.contains(&"First words."),
        "{texts:?}"
    );
    // Each was first seen by the reading that found it, not by the last one that still showed the words before it.
    let changes = person.done(&["changes"]);
    let found = changes.lines.iter().map(|l| &l["found_at"]);
    let first_seen = entry["versions"].as_array().unwrap()[1..].iter();
    assert!(
        found.eq(first_seen.map(|v| &v["seen_from"])),
        "{entry} {changes:?}"
    );
}

#[test]
fn what_a_check_stored_is_in_changes_until_it_is_asked_for() {
    let (portal, person) = followed(Habits::RECENT);
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", None));
    person.check();
    let all = person.done(&["changes"]);
    assert_eq!(all.kinds(), [("entry_added".into(), Some(5))]);
    let found_at = all.lines[0]["found_at"].as_str().unwrap();
    assert!(
        found_at.ends_with('Z') && found_at.contains('T'),
        "{found_at}"
    );
    assert_eq!(
        person.done(&["changes", "--since", found_at]).kinds().len(),
        1
    );
    assert_eq!(
        person.done(&["changes", "--since", "2099-01-01"]).kinds(),
        []
    );
    assert_eq!(person.done(&["changes", "--unreviewed"]).kinds().len(), 1);
}
