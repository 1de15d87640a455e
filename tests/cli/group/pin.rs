//! The PIN: changed now or not at all, kept only where secrets are kept, never printed.

use docketbell_practice::FaultKind;

use docketbell_testbed::canary::found_in;
use rstest::rstest;
use serde_json::json;

use super::court::{ADMIN, PASSWORD, court};
use super::outside::{After, Markup, Outside, Trap, User, Where};
use crate::accounts::talk::talk_with;
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
        let dresses = found_in(text.as_bytes(), pin.as_bytes());
        assert!(dresses.is_empty(), "the PIN is printed {dresses:?}: {text}");
    }
    let mut all = Vec::new();
    files(&person.data, &mut all);
    assert!(all.len() > 3);
    for (path, bytes) in all {
        let dresses = found_in(&bytes, pin.as_bytes());
        assert!(dresses.is_empty(), "the PIN lies in {path}: {dresses:?}");
    }
}

/// Typed, kept, refused, lost: in plain, hex, base64, per cent and UTF-16, the PIN stands in the request that sets it and
/// nowhere else.
#[test]
fn a_pin_is_in_no_request_but_its_own_and_in_no_file_and_no_output() {
    let user = User {
        user_name: "jdoe".into(),
        name: "Jane Doe".into(),
        status: "Active".into(),
        information: String::new(),
    };
    let portal = Outside::start(Markup::PLAIN, vec![user]);
    let mut person = Person::new(&portal.profile());
    person
        .environment
        .push(("DOCKETBELL_LOG".into(), "trace".into()));
    let mut told = Vec::new();
    let typed = ["Typed", "Kept", "Refused", "Lost"];
    let mut pins = typed.map(|how| format!("Canary-Pin-{how}")).to_vec();
    let mut runs = |command: &[&str], pin: &str, code: i32| {
        let run = talk_with(&person, command, |ask, _| match ask["for"].as_str() {
            Some("user_name") => Some(json!(ADMIN)),
            Some("password") => Some(json!(PASSWORD)),
            Some("pin") => Some(json!(pin)),
            _ => None,
        });
        assert_eq!(run.code, code, "{command:?}: {run:?}");
        told.extend([run.stdout, run.stderr]);
    };
    runs(&["sign-in", "--to", "group"], "", 0);
    runs(&["group", "roster", "--refresh"], "", 0);
    runs(&["group", "pin"], "Canary-Pin-Typed", 0);
    assert_eq!(portal.world().pin, "Canary-Pin-Typed", "it was sent");
    runs(&["group", "pin", "--remember"], "Canary-Pin-Kept", 0);
    portal.world().pin_refused = Some("The PIN was used before. Choose another one.");
    runs(&["group", "pin"], "Canary-Pin-Refused", 4);
    portal.world().pin_refused = Some("");
    runs(&["group", "pin", "--remember"], "Canary-Pin-Lost", 9);
    assert_eq!(portal.world().pin, "Canary-Pin-Kept");
    runs(&["group", "pin", "--generate"], "", 0);
    pins.push(portal.world().pin.clone());
    runs(&["group", "disable", "jdoe"], "", 0);
    runs(&["outbox"], "", 0);
    runs(&["access", "log"], "", 0);
    runs(&["doctor"], "", 0);
    for pin in &pins {
        nowhere(&person, &told, pin);
        let (own, others): (Vec<_>, Vec<_>) = portal
            .world()
            .sent
            .iter()
            .filter(|(_, sent)| !found_in(sent.as_bytes(), pin.as_bytes()).is_empty())
            .map(|(what, _)| what.clone())
            .partition(|what| what == "POST /geheim");
        assert_eq!(own.len(), 1, "{pin} is sent once");
        assert!(others.is_empty(), "{pin} went along with {others:?}");
    }
}

/// The portal took the PIN and sent us on to a page that says nothing of it.
#[rstest]
fn a_pin_that_was_taken_may_count_whatever_the_page_behind_it_says(
    #[values(
        Trap::TooManyRequests,
        Trap::OutOfService,
        Trap::MaintenancePage,
        Trap::Refusal,
        Trap::Challenge,
        Trap::SessionEnded,
        Trap::NotFound
    )]
    trap: Trap,
) {
    let markup = Markup {
        after: After::SendsOn,
        ..Markup::PLAIN
    };
    let portal = Outside::start(markup, Vec::new());
    let person = Person::new(&portal.profile());
    let runs = |command: &[&str]| {
        talk_with(&person, command, |ask, _| match ask["for"].as_str() {
            Some("user_name") => Some(json!(ADMIN)),
            Some("password") => Some(json!(PASSWORD)),
            Some("pin") => Some(json!("Canary-Pin-New")),
            _ => None,
        })
    };
    assert_eq!(runs(&["sign-in", "--to", "group"]).code, 0);
    portal.world().trap = Some((Where::Landing, 0, trap));
    let run = runs(&["group", "pin", "--remember"]);
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert!(
        run.message().contains("The old PIN or the new one counts"),
        "{run:?}"
    );
    assert!(!run.message().contains("Nothing was"), "{run:?}");
    assert_eq!(portal.world().pin, "Canary-Pin-New", "it was taken");
    if matches!(trap, Trap::Refusal | Trap::Challenge) {
        let asked = portal.world().log.len();
        assert_eq!(runs(&["group", "pin"]).code, 6);
        assert_eq!(portal.world().log.len(), asked, "not one request more");
        person.done(&["access", "resume"]);
    }
    portal.world().trap = None;
    person.clock_ahead(30);
    let run = runs(&["group", "pin", "--remember"]);
    assert_eq!(run.code, 0, "setting it again settles it: {run:?}");
}

/// The first try was taken and its answer hidden by an ended session; of the second the portal says no.
#[test]
fn a_refusal_of_the_second_try_does_not_undo_the_first() {
    let markup = Markup {
        after: After::SendsOn,
        ..Markup::PLAIN
    };
    let portal = Outside::start(markup, Vec::new());
    let person = Person::new(&portal.profile());
    let tries = std::cell::Cell::new(0);
    let runs = |command: &[&str]| {
        talk_with(&person, command, |ask, _| match ask["for"].as_str() {
            Some("user_name") => Some(json!(ADMIN)),
            Some("password") => {
                tries.set(tries.get() + 1);
                if tries.get() == 2 {
                    portal.world().trap = None;
                    portal.world().pin_refused = Some("This is your PIN already.");
                }
                Some(json!(PASSWORD))
            }
            _ => None,
        })
    };
    assert_eq!(runs(&["sign-in", "--to", "group"]).code, 0);
    portal.world().trap = Some((Where::Landing, 0, Trap::SessionEnded));
    let run = runs(&["group", "pin", "--generate"]);
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let told = [
        "This is your PIN already.",
        "The old PIN or the new one counts",
    ];
    assert!(told.iter().all(|w| run.message().contains(w)), "{run:?}");
    assert_eq!(portal.world().pin.len(), 8, "it was taken");
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
