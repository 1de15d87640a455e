//! The journal: a restart finds the world as it was.

use std::{fs, io::Write};

use docketbell_practice::{
    Act, CaseRef, Fault, FaultKind, NewEntry, PracticeConfig, PracticeError, start,
};

use crate::client::{TODAY, Visit, config};

const CASE: &str = "26BA-CV90123";

fn in_folder(folder: &tempfile::TempDir) -> PracticeConfig {
    PracticeConfig {
        folder: Some(folder.path().to_owned()),
        ..config()
    }
}

fn add(visit: &Visit, description: &str) -> u32 {
    visit
        .portal
        .world()
        .add_entry(NewEntry {
            of: CaseRef::number(CASE),
            description: Some(description.to_owned()),
            ..NewEntry::default()
        })
        .unwrap()
}

#[tokio::test]
async fn changes_survive_a_restart_and_so_do_token_and_port() {
    let folder = tempfile::tempdir().unwrap();
    let visit = Visit::with(in_folder(&folder)).await;
    let world = visit.portal.world();
    let added = add(&visit, "Motion for Sample");
    world
        .edit_text(CASE, added, "Changed \u{201c}twice\u{201d}")
        .unwrap();
    world.withdraw_entry(CASE, 1).unwrap();
    world.act(Act::Seal("26BB-CR90088-01".into())).unwrap();
    world
        .act(Act::MoveCourt {
            court: "CT31".to_owned(),
            to: "SMPDB0009_CT31".to_owned(),
        })
        .unwrap();
    world
        .set_fault(Fault::new(FaultKind::Refusal).for_case("X"))
        .unwrap();
    world
        .set_fault(Fault::new(FaultKind::Refusal).for_case("Y").times(3))
        .unwrap();
    world.day_step().unwrap();
    let before = world.truth(CASE).unwrap();
    let token = visit.portal.token().to_owned();
    let url = visit.portal.base_url();
    visit.portal.stop().await;

    // A later day: what was made for the first day stays.
    let visit = Visit::with(PracticeConfig {
        today: Some(TODAY.tomorrow().unwrap()),
        ..in_folder(&folder)
    })
    .await;
    let world = visit.portal.world();
    assert_eq!(world.truth(CASE).unwrap(), before);
    assert!(world.truth("26BB-CR90088-01").unwrap().sealed);
    assert!(
        world
            .cases(0, 40)
            .iter()
            .any(|case| case.court_id == "SMPDB0009_CT31")
    );
    assert_eq!(world.day_steps_done(), 1);
    assert_eq!(
        world.faults().len(),
        1,
        "a fault for the next three requests was meant for that run"
    );
    assert_eq!(visit.portal.token(), token);
    assert_eq!(visit.portal.base_url(), url);
    let next = add(&visit, "Another");
    assert!(next > added, "sequences go on");
}

#[tokio::test]
async fn a_line_that_broke_off_is_cut_away() {
    let folder = tempfile::tempdir().unwrap();
    let visit = Visit::with(in_folder(&folder)).await;
    let added = add(&visit, "Whole");
    visit.portal.stop().await;
    let path = folder.path().join("practice-journal.jsonl");
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"{\"case\":{\"place\":0,\"change\":{\"withd")
        .unwrap();
    drop(file);
    let visit = Visit::with(in_folder(&folder)).await;
    assert!(
        visit
            .portal
            .world()
            .truth(CASE)
            .unwrap()
            .entry(added)
            .is_some()
    );
    let next = add(&visit, "After the break");
    visit.portal.stop().await;
    let visit = Visit::with(in_folder(&folder)).await;
    let truth = visit.portal.world().truth(CASE).unwrap();
    assert!(
        truth.entry(next).is_some(),
        "what is written after the break starts on a line of its own"
    );
}

#[tokio::test]
async fn another_seed_begins_a_new_world_and_keeps_the_old_journal_aside() {
    let folder = tempfile::tempdir().unwrap();
    let visit = Visit::with(in_folder(&folder)).await;
    let added = add(&visit, "Old world");
    visit.portal.stop().await;
    let visit = Visit::with(PracticeConfig {
        seed: 5,
        ..in_folder(&folder)
    })
    .await;
    assert!(
        visit
            .portal
            .world()
            .truth(CASE)
            .unwrap()
            .entry(added + 1_000)
            .is_none()
    );
    assert_eq!(visit.portal.world().truth(CASE).unwrap().version, 0);
    assert!(folder.path().join("practice-journal.jsonl.old").exists());
}

#[tokio::test]
async fn a_reset_undoes_everything() {
    let folder = tempfile::tempdir().unwrap();
    let visit = Visit::with(in_folder(&folder)).await;
    let fresh = visit.portal.world().truth(CASE).unwrap();
    add(&visit, "Gone soon");
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::Closed))
        .unwrap();
    visit.portal.world().reset().unwrap();
    assert_eq!(visit.portal.world().truth(CASE).unwrap(), fresh);
    assert!(visit.portal.world().faults().is_empty());
    visit.portal.stop().await;
    let visit = Visit::with(in_folder(&folder)).await;
    assert_eq!(visit.portal.world().truth(CASE).unwrap(), fresh);
}

#[tokio::test]
async fn a_folder_belongs_to_one_portal_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = Visit::with(in_folder(&folder)).await;
    let second = start(in_folder(&folder)).await;
    assert!(matches!(second, Err(PracticeError::InUse(_))));
    first.portal.stop().await;
}

#[tokio::test]
async fn a_port_that_is_taken_and_a_world_without_cases_are_refused_in_words() {
    let first = Visit::new().await;
    let port = first
        .portal
        .base_url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let taken = start(PracticeConfig { port, ..config() })
        .await
        .unwrap_err();
    assert!(taken.to_string().contains("Choose another port"), "{taken}");
    let none = start(PracticeConfig {
        cases: 0,
        ..config()
    })
    .await
    .unwrap_err();
    assert!(none.to_string().contains("1 to"), "{none}");
}
