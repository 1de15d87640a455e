//! The PIN: changed now or not at all, kept only where secrets are kept, never printed.

use docketbell_practice::FaultKind;

use super::court::court;
use crate::harness::Person;

fn files(folder: &std::path::Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

fn nowhere(person: &Person, told: &[String], pin: &str) {
    for text in told {
        assert!(!text.contains(pin), "the PIN is printed: {text}");
    }
    let mut all = Vec::new();
    files(&person.data, &mut all);
    assert!(all.len() > 3);
    for (path, bytes) in all {
        let utf16: Vec<u8> = pin.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for needle in [pin.as_bytes(), &utf16] {
            assert!(
                !bytes.windows(needle.len()).any(|w| w == needle),
                "the PIN lies in clear in {path}"
            );
        }
    }
}

#[test]
fn a_typed_pin_is_changed_and_kept_nowhere() {
    let court = court(0);
    let mut person = court.administrator();
    person
        .environment
        .push(("DOCKETBELL_LOG".into(), "trace".into()));
    let run = court.talk(&person, &["group", "pin"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        (&run.last()["outcome"], &run.last()["kept"]),
        (&"changed".into(), &false.into())
    );
    assert_eq!(court.ask("accounts")["groups"][0]["pin"], "CANARY77");
    let log = person.done(&["access", "log"]).stdout;
    nowhere(&person, &[run.stdout, run.stderr, log], "CANARY77");
}

#[test]
fn a_made_pin_counts_at_the_portal_and_is_never_printed() {
    let court = court(5);
    let person = court.administrator();
    let run = person.done(&["group", "pin", "--generate", "--length", "10"]);
    assert_eq!(run.last()["kept"], true);
    let pin = court.ask("accounts")["groups"][0]["pin"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(pin.len(), 10, "{pin}");
    nowhere(&person, &[run.stdout, run.stderr], &pin);
}

#[test]
fn a_lost_answer_to_a_new_pin_is_uncertain_and_settled_by_setting_it_again() {
    let court = court(0);
    let person = court.administrator();
    court.fault(FaultKind::LostReply, "my-preferences");
    let run = person.run(&["group", "pin", "--generate"]);
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let first = court.ask("accounts")["groups"][0]["pin"].clone();
    person.done(&["group", "pin", "--generate"]);
    assert_ne!(
        court.ask("accounts")["groups"][0]["pin"],
        first,
        "the second one counts"
    );
}

#[test]
fn nobody_who_types_a_pin_is_exit_3_and_nothing_is_sent() {
    let court = court(0);
    let person = court.administrator();
    let before = court.ask("accounts")["groups"][0]["pin"].clone();
    let run = person.run(&["group", "pin"]);
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
    assert_eq!(court.ask("accounts")["groups"][0]["pin"], before);
}
