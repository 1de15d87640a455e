//! Search, export, backup, restore, erase, doctor.

use serde_json::Value;

use crate::foreign::{Habits, entry, setting, with_setting};
use crate::harness::{NUMBER, followed};

#[test]
fn search_finds_dockets_parties_and_notes() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).docket.push(entry(
        5,
        "02/01/2026",
        "Order",
        Some("Motion for continuance GRANTED."),
    ));
    person.check();
    person.done(&["follow", NUMBER, "--note", "ask about the gutter"]);
    for (words, kind) in [
        ("continuance granted", "entry"),
        ("public", "party"),
        ("gutter", "note"),
    ] {
        let run = person.done(&["search", words]);
        assert!(
            run.lines
                .iter()
                .any(|l| l["kind"] == kind && l["case_number"] == NUMBER),
            "{words}: {run:?}"
        );
    }
    assert_eq!(
        person
            .done(&["search", "continuance", "--since", "2026-02-02"])
            .lines
            .len(),
        0
    );
    assert_eq!(
        person
            .done(&["search", "continuance", "--since", "2026-02-01"])
            .lines
            .len(),
        1
    );
    assert_eq!(
        person
            .done(&["search", "continuance", "--case", NUMBER])
            .lines
            .len(),
        1
    );
    for odd in [
        "\"",
        "NEAR(",
        "a* OR",
        "-",
        "'; DROP TABLE",
        "(((",
        "*",
        "col:x",
    ] {
        let run = person.run(&["search", "--", odd]);
        assert!(matches!(run.code, 0 | 2), "{odd}: {run:?}");
    }
}

#[test]
fn exports_hold_every_entry_and_no_formula() {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        let case = world.case(NUMBER);
        case.docket.push(entry(
            5,
            "02/01/2026",
            "=HYPERLINK(\"http://evil.example\")",
            Some("+1"),
        ));
        case.docket.push(with_setting(
            entry(6, "02/02/2026", "Hearing Scheduled", None),
            setting("Bench Trial", "12/01/2027", "9:00 AM"),
        ));
    }
    person.check();
    let file = |name: &str| person.home().join(name).to_str().unwrap().to_owned();
    person.done(&["export", "csv", &file("out.csv")]);
    let csv = std::fs::read_to_string(file("out.csv")).unwrap();
    assert!(csv.contains("'=HYPERLINK") && csv.contains("'+1"), "{csv}");
    assert!(csv.contains("Answer Filed"), "{csv}");
    person.done(&["export", "json", &file("out.json")]);
    let json: Value =
        serde_json::from_str(&std::fs::read_to_string(file("out.json")).unwrap()).unwrap();
    assert_eq!(json["cases"][0]["docket"].as_array().unwrap().len(), 5);
    person.done(&["export", "ics", &file("out.ics")]);
    let ics = std::fs::read_to_string(file("out.ics")).unwrap();
    assert!(
        ics.contains("DTSTART:20271201T150000Z") && ics.contains("SUMMARY:Bench Trial"),
        "{ics}"
    );
    let run = person.run(&["export", "csv", "/nonexistent/folder/out.csv"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_backup_restores_what_was_erased() {
    let (portal, person) = followed(Habits::RECENT);
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", Some("MARKERWORD")));
    person.check();
    person.done(&["follow", NUMBER, "--label", "Doe eviction"]);
    let backup = person.home().join("backup.docketbell");
    let backup = backup.to_str().unwrap();
    let dump = |run: crate::harness::Run| run.stdout;
    let before = dump(person.done(&["docket", NUMBER]));
    let changes = dump(person.done(&["changes"]));
    person.done(&["backup", backup]);
    let bytes = std::fs::read(backup).unwrap();
    assert!(
        !bytes.windows(10).any(|w| w == b"MARKERWORD"),
        "a backup is encrypted"
    );

    let run = person.run(&["restore", backup]);
    assert_ne!(
        run.code, 0,
        "a store that is there is not overwritten: {run:?}"
    );
    person.done(&["erase", "--yes"]);
    assert_eq!(person.done(&["cases"]).lines.len(), 0);
    person.done(&["erase", "--yes"]);
    person.done(&["restore", backup]);
    assert_eq!(dump(person.done(&["docket", NUMBER])), before);
    assert_eq!(dump(person.done(&["changes"])), changes);
    assert_eq!(person.done(&["cases"]).lines[0]["label"], "Doe eviction");
    assert_eq!(person.check(), [], "a restored docket is the docket");
}

#[test]
fn a_file_that_is_no_backup_is_refused() {
    let (_portal, person) = followed(Habits::RECENT);
    let file = person.home().join("no.docketbell");
    std::fs::write(&file, "nothing of the kind").unwrap();
    person.done(&["erase", "--yes"]);
    let run = person.run(&["restore", file.to_str().unwrap()]);
    assert!(matches!(run.code, 2 | 7), "{run:?}");
    assert_eq!(person.done(&["cases"]).lines.len(), 0);
}

#[test]
fn a_place_or_a_store_that_cannot_be_is_named_as_what_it_is() {
    let (_portal, person) = followed(Habits::RECENT);
    let run = person.run(&["backup", "/nowhere/at/all/copy.docketbell"]);
    assert_eq!((run.code, run.kind()), (2, "bad_input"), "{run:?}");
    let words = run.error()["message"].as_str().unwrap().to_owned();
    assert!(words.contains("/nowhere/at/all"), "{words}");

    let database = person.data.join("docketbell.db");
    let whole = std::fs::read(&database).unwrap();
    std::fs::write(&database, b"").unwrap();
    let run = person.run(&["cases"]);
    assert_eq!((run.code, run.kind()), (7, "corrupt"), "{run:?}");
    std::fs::write(&database, whole).unwrap();
    assert_eq!(
        person.done(&["cases"]).lines.len(),
        1,
        "and nothing was made anew"
    );
}

#[test]
fn erase_asks_first() {
    let (_portal, person) = followed(Habits::RECENT);
    let run = person.run(&["erase"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(person.done(&["cases"]).lines.len(), 1, "nobody agreed");
    let run = person.run_with(&["erase"], b"{\"answer\":false}\n");
    assert_eq!(person.done(&["cases"]).lines.len(), 1, "{run:?}");
    let pages = person.data.join("kept-pages");
    std::fs::create_dir_all(&pages).unwrap();
    std::fs::write(pages.join("20261117T150000-sign_in.txt"), "One moment").unwrap();
    let run = person.run_with(&["erase"], b"{\"answer\":true}\n");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!pages.exists(), "pages that stopped a journey lie in clear");
    assert_eq!(person.done(&["cases"]).lines.len(), 0);
}

#[test]
fn the_doctor_has_a_line_for_each_part() {
    let (portal, person) = followed(Habits::RECENT);
    let silent = portal.requests();
    let run = person.done(&["doctor"]);
    let checks: Vec<&str> = run
        .lines
        .iter()
        .filter_map(|l| l["check"].as_str())
        .collect();
    for check in ["store", "keyring", "notifier", "portal", "clock", "access"] {
        assert!(checks.contains(&check), "{check}: {checks:?}");
    }
    assert_eq!(
        portal.requests(),
        silent,
        "the doctor asks the portal for no page"
    );
}
