//! The real keyring on a private desktop: what is kept there of accounts, and each state that it can be in (promise P13).

use std::time::{Duration, Instant};

use docketbell_testbed::canary::found_below;
use docketbell_testbed::{
    Keyring, PrivateDesktop, start_refusing_keyring_on, start_silent_keyring_on,
};
use rstest::rstest;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::accounts::journeys::{PASSWORD, PIN, knows_all, user};
use crate::accounts::portal::{AccountPortal, Habits};
use crate::accounts::talk::{person_at, talk};
use crate::foreign::{ForeignPortal, Habits as PortalHabits};
use crate::harness::{Person, Run};

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

/// Sits a person down at a desktop: no passphrase, its bus and its folders.
fn at(mut person: Person, desktop: &PrivateDesktop) -> Person {
    person.passphrase = None;
    person.environment = desktop
        .environment()
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    person
}

fn unlocked(runtime: &Runtime, desktop: &PrivateDesktop) -> Keyring {
    runtime.block_on(Keyring::start_unlocked(
        desktop.command("gnome-keyring-daemon"),
    ))
}

#[test]
fn what_is_kept_of_an_account_lies_in_the_keyring_alone_and_goes_with_the_store() {
    let runtime = runtime();
    let desktop = PrivateDesktop::start();
    let keyring = unlocked(&runtime, &desktop);
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = at(person_at(&portal), &desktop);
    let link = format!("{}/join?g=g77", portal.base());
    let join = ["associate", &link, "--info", "Clerk", "--remember"];
    let run = talk(&person, &join, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");

    let holds = |secret: &str| {
        let kept = runtime.block_on(keyring.secrets(desktop.bus_address()));
        let of = |s: &Vec<u8>| String::from_utf8_lossy(s).contains(secret);
        kept.iter().filter(|s| of(s)).count()
    };
    assert_eq!(
        (holds(PASSWORD), holds(PIN), holds("canary-cookie")),
        (1, 1, 1),
        "password, PIN and session, once each"
    );
    let secrets = [PASSWORD, PIN, "canary-cookie-1"].map(|s| (s, s.as_bytes().to_vec()));
    let found = found_below(person.home(), &secrets);
    assert!(found.is_empty(), "and nowhere on the disk: {found:?}");

    // Another process signs in with it, and a refused one is forgotten.
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all().only(0));
    assert_eq!((run.code, run.asked().len()), (0, 0), "{run:?}");
    portal
        .world()
        .accounts
        .get_mut("jdoe_records")
        .unwrap()
        .password = "Another-1".into();
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all().only(0));
    assert_eq!((run.code, run.kind()), (4, "log_in_refused"), "{run:?}");
    assert_eq!((holds(PASSWORD), holds(PIN)), (0, 1), "the PIN stays");
    let out = talk(&person, &["sign-out"], &knows_all());
    assert_eq!(out.code, 0, "{out:?}");
    assert_eq!(holds("canary-cookie"), 0, "no session after signing out");

    assert_eq!(person.run(&["erase", "--yes"]).code, 0);
    let left = runtime.block_on(keyring.secrets(desktop.bus_address()));
    assert!(left.is_empty(), "{} entries are left", left.len());
    let again = person.done(&["erase", "--yes"]);
    assert_eq!(again.lines[0]["outcome"], "nothing_to_erase");
}

#[test]
fn an_erasing_that_the_keyring_did_not_answer_goes_on_when_it_is_back() {
    let runtime = runtime();
    let desktop = PrivateDesktop::start();
    let keyring = unlocked(&runtime, &desktop);
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = at(person_at(&portal), &desktop);
    let sign_in = ["sign-in", "--to", "ecf", "--remember"];
    assert_eq!(talk(&person, &sign_in, &knows_all()).code, 0);
    runtime.block_on(keyring.end());
    let run = person.run(&["erase", "--yes"]);
    assert_eq!((run.code, run.kind()), (7, "keyring_no_service"), "{run:?}");
    assert!(
        !person.data.join("docketbell.db").exists(),
        "the cases are gone whatever the keyring says"
    );
    let keyring = unlocked(&runtime, &desktop);
    let run = person.done(&["erase", "--yes"]);
    assert_eq!(run.lines[0]["outcome"], "erased", "{run:?}");
    let left = runtime.block_on(keyring.secrets(desktop.bus_address()));
    assert!(left.is_empty(), "{} entries are left", left.len());
}

fn check<'a>(run: &'a Run, name: &str) -> &'a Value {
    let found = run.lines.iter().find(|line| line["check"] == name);
    found.unwrap_or_else(|| panic!("no line about {name}: {run:?}"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    NoBus,
    NoService,
    NoCollection,
    Locked,
    Denied,
    Silent,
}

#[rstest]
#[case::no_bus(State::NoBus, "no desktop session bus")]
#[case::no_service(State::NoService, "No keyring service is running")]
#[case::no_collection(State::NoCollection, "no default collection")]
#[case::locked(State::Locked, "is locked and nobody unlocked it")]
#[case::denied(State::Denied, "refused access")]
#[case::silent(State::Silent, "does not answer")]
fn each_state_of_the_keyring_is_told_by_its_own_words(#[case] state: State, #[case] words: &str) {
    let runtime = runtime();
    let desktop = PrivateDesktop::start();
    let portal = ForeignPortal::start(PortalHabits::RECENT);
    let mut person = at(Person::at(&portal), &desktop);
    let mut held = None;
    let mut serving = None;
    let address = desktop.bus_address().to_owned();
    match state {
        State::NoBus => {
            let gone = "unix:path=/nonexistent/bus".to_owned();
            person
                .environment
                .retain(|(key, _)| key != "DBUS_SESSION_BUS_ADDRESS");
            person
                .environment
                .push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), gone));
        }
        State::NoService => {}
        State::NoCollection => {
            let daemon = desktop.command("gnome-keyring-daemon");
            held = Some(runtime.block_on(Keyring::start_locked(daemon)));
        }
        State::Locked => {
            runtime.block_on(unlocked(&runtime, &desktop).end());
            let daemon = desktop.command("gnome-keyring-daemon");
            held = Some(runtime.block_on(Keyring::start_locked(daemon)));
        }
        State::Denied => {
            serving = Some(runtime.block_on(start_refusing_keyring_on(&address)));
        }
        State::Silent => {
            serving = Some(runtime.block_on(start_silent_keyring_on(&address)));
        }
    }
    let begun = Instant::now();
    let run = person.done(&["doctor"]);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
    let line = check(&run, "keyring");
    let said = line["message"].as_str().unwrap();
    assert!(said.contains(words), "{said}");
    assert_eq!(line["verdict"], "warning", "there is another way: {line}");
    assert!(line["hint"].as_str().unwrap().contains("passphrase"));

    let run = person.run(&["follow", "26BA-CV90123"]);
    assert_eq!(run.code, 7, "{run:?}");
    let message = run.error()["message"].as_str().unwrap();
    assert!(message.contains(words), "{message}");
    assert!(
        !person.data.join("docketbell.db").exists(),
        "no store is made without its key"
    );
    drop((held, serving));
}

#[test]
fn a_store_whose_key_is_in_another_desktops_keyring_is_left_alone_and_says_where_to_look() {
    let runtime = runtime();
    let (home, office) = (PrivateDesktop::start(), PrivateDesktop::start());
    let _home_keyring = unlocked(&runtime, &home);
    let _office_keyring = unlocked(&runtime, &office);
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = at(person_at(&portal), &home);
    let sign_in = ["sign-in", "--to", "ecf", "--remember"];
    assert_eq!(talk(&person, &sign_in, &knows_all()).code, 0);

    let person = at(person, &office);
    let run = person.run(&["cases"]);
    assert_eq!((run.code, run.kind()), (7, "missing_key"), "{run:?}");
    let message = run.error()["message"].as_str().unwrap();
    assert!(message.contains("unread and unchanged"), "{message}");
    let run = person.done(&["doctor"]);
    assert_eq!(check(&run, "store")["verdict"], "broken");
    let hint = check(&run, "store")["hint"].as_str().unwrap();
    assert!(hint.contains("several desktops"), "{hint}");
    assert_eq!(check(&run, "keyring")["verdict"], "ok", "{run:?}");

    let person = at(person, &home);
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all().only(0));
    assert_eq!(run.code, 0, "back at home all is as it was: {run:?}");
}
