//! Hearings on the docket: set, moved in three ways, cancelled, vanished, held.

use docketbell_practice::{
    Act, CaseRef, EntryRef, HearingCancel, HearingHeld, HearingMove, MoveWay, NewHearing,
};
use jiff::civil::date;
use serde_json::Value;

use crate::client::Visit;

const CASE: &str = "26BA-CV90123";

async fn entry(visit: &Visit, sequence: u32) -> Value {
    visit.docket(CASE, "CT13").await["docketTabModelList"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["sequenceNumber"] == sequence)
        .cloned()
        .unwrap()
}

fn set(visit: &Visit) -> u32 {
    visit
        .portal
        .world()
        .act(Act::SetHearing(NewHearing {
            of: CaseRef::number(CASE),
            purpose: "Motion Hearing".to_owned(),
            date: date(2026, 12, 7),
            time: None,
            location: None,
            judge: None,
        }))
        .unwrap()
        .sequence
        .unwrap()
}

fn reference(sequence: u32) -> EntryRef {
    EntryRef {
        of: CaseRef::number(CASE),
        sequence,
    }
}

fn row(entry: &Value) -> &Value {
    &entry["associatedDocketScheduledInfo"][0]
}

#[tokio::test]
async fn a_hearing_that_is_set_is_a_c_row_and_shows_in_the_hearings() {
    let visit = Visit::new().await;
    let sequence = set(&visit);
    let entry = entry(&visit, sequence).await;
    assert_eq!(entry["docketDesc"], "Motion Hearing Scheduled");
    assert_eq!(row(&entry)["assocDtypPredCode"], "C");
    assert_eq!(row(&entry)["associatedDate"], "12/07/2026");
    assert_eq!(row(&entry)["associatedTime"], "9:00 AM");
    let events = visit.case_page("event.do", CASE, "CT13").await.json();
    assert_eq!(events["data"].as_array().unwrap().len(), 2);
    assert_eq!(events["data"][1]["formattedScheduledDate"], "12/07/2026");
}

#[tokio::test]
async fn a_hearing_moves_in_three_ways() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    let sequence = set(&visit);
    let go = |day: i8, way| {
        let outcome = world
            .act(Act::MoveHearing(HearingMove {
                entry: reference(sequence),
                date: date(2026, 12, day),
                time: None,
                way,
            }))
            .unwrap();
        outcome.sequence.unwrap()
    };
    assert_eq!(go(8, MoveWay::Row), sequence, "nothing but the row changed");
    assert_eq!(
        row(&entry(&visit, sequence).await)["associatedDate"],
        "12/08/2026"
    );
    let told = go(9, MoveWay::Telling);
    assert_eq!(
        row(&entry(&visit, sequence).await)["associatedDate"],
        "12/09/2026"
    );
    let told = entry(&visit, told).await;
    assert_eq!(told["docketDesc"], "Hearing Continued/Rescheduled");
    assert_eq!(told["associatedDocketScheduledInfo"], serde_json::json!([]));
    let newer = go(10, MoveWay::NewEntry);
    assert_eq!(
        row(&entry(&visit, sequence).await)["associatedDate"],
        "12/09/2026",
        "the old row stays"
    );
    assert_eq!(
        row(&entry(&visit, newer).await)["associatedDate"],
        "12/10/2026"
    );
    let events = visit.case_page("event.do", CASE, "CT13").await.json();
    assert_eq!(
        events["data"].as_array().unwrap().len(),
        2,
        "a row that a later entry supersedes is no hearing to come"
    );
}

#[tokio::test]
async fn a_hearing_is_cancelled_with_an_entry_or_vanishes_without() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    let (told, silent) = (set(&visit), set(&visit));
    let before = world.truth(CASE).unwrap().entries.len();
    let outcome = world
        .act(Act::CancelHearing(HearingCancel {
            entry: reference(told),
            telling: true,
        }))
        .unwrap();
    let teller = entry(&visit, outcome.sequence.unwrap()).await;
    assert_eq!(teller["docketDesc"], "Hearing Cancelled");
    assert_eq!(
        teller["associatedDocketInfoDetails"][0]["mainDockSeq"],
        told
    );
    world.act(Act::UnlistHearing(reference(silent))).unwrap();
    for sequence in [told, silent] {
        let entry = entry(&visit, sequence).await;
        assert_eq!(
            entry["associatedDocketScheduledInfo"],
            serde_json::json!([])
        );
    }
    assert_eq!(world.truth(CASE).unwrap().entries.len(), before + 1);
    assert!(
        world.act(Act::UnlistHearing(reference(silent))).is_err(),
        "there is no row any more"
    );
}

#[tokio::test]
async fn a_hearing_that_was_held_is_an_r_row() {
    let visit = Visit::new().await;
    let sequence = set(&visit);
    let outcome = visit
        .portal
        .world()
        .act(Act::HoldHearing(HearingHeld {
            entry: reference(sequence),
            text: None,
        }))
        .unwrap();
    let held = entry(&visit, outcome.sequence.unwrap()).await;
    assert_eq!(held["docketDesc"], "Hearing Held");
    assert_eq!(row(&held)["assocDtypPredCode"], "R");
}
