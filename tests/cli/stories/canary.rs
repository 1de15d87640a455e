//! Promise P11: the data key and the passphrase are on no output, in no log and in no file, in whatever dress.

use docketbell_core::storage::StoreKey;
use docketbell_testbed::canary::{found_below, found_in};
use docketbell_testbed::{Keyring, PrivateDesktop};

use crate::foreign::{Case, Fault, ForeignPortal, Habits, entry};
use crate::harness::{NUMBER, Person, Run};

/// Every dress of it differs from the others.
const CANARY: &str = "Canary pass/7f+é";

/// Lives a whole life with a store: also what goes wrong is told, and the logs are as loud as they can be.
fn live(portal: &ForeignPortal, person: &mut Person) -> Vec<Run> {
    person
        .environment
        .push(("DOCKETBELL_LOG".into(), "trace".into()));
    let home = person.home().to_owned();
    let file = |name: &str| home.join(name).to_str().unwrap().to_owned();
    let mut runs = vec![
        person.run(&["follow", NUMBER, "--note", "call the clerk"]),
        person.run(&["check"]),
    ];
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", Some("So ordered.")));
    runs.extend([
        person.run(&["check"]),
        person.run(&["search", "ordered"]),
        person.run(&["export", "json", &file("all.json")]),
        person.run(&["export", "csv", &file("all.csv")]),
        person.run(&["doctor"]),
        person.run(&["access", "log"]),
    ]);
    portal.world().fault = Some(Fault::HtmlForJson);
    runs.push(person.run(&["check"]));
    portal.world().fault = Some(Fault::Refusal);
    runs.extend([person.run(&["check"]), person.run(&["access", "status"])]);
    assert!(runs[0].code == 0 && runs[2].code == 0, "{runs:?}");
    runs
}

fn nothing_of(secrets: &[(&str, Vec<u8>)], person: &Person, runs: &[Run]) {
    for run in runs {
        for (name, secret) in secrets {
            for (place, text) in [("output", &run.stdout), ("log", &run.stderr)] {
                let found = found_in(text.as_bytes(), secret);
                assert!(found.is_empty(), "{name} on the {place}: {found:?}");
            }
        }
    }
    let found = found_below(person.home(), secrets);
    assert!(found.is_empty(), "{found:#?}");
}

fn a_portal() -> ForeignPortal {
    let portal = ForeignPortal::start(Habits::RECENT);
    let case = Case::new(NUMBER, "CT13", "JANE Q DOE V JOHN PUBLIC");
    portal.world().cases.push(case);
    portal
}

#[test]
fn a_passphrase_leaves_no_trace() {
    let portal = a_portal();
    let mut person = Person::at(&portal);
    person.passphrase = Some(CANARY.into());
    let mut runs = live(&portal, &mut person);
    let backup = person.home().join("copy.backup");
    runs.push(person.run(&["backup", backup.to_str().unwrap()]));
    // A wrong one is a secret, too: often it opens something else.
    person.passphrase = Some(format!("{CANARY} of another place"));
    let refused = person.run(&["cases"]);
    assert_eq!(refused.code, 7, "{refused:?}");
    runs.push(refused);
    let secrets = [("the passphrase", CANARY.as_bytes().to_vec())];
    nothing_of(&secrets, &person, &runs);
}

#[test]
fn a_data_key_is_in_the_keyring_and_nowhere_else() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let desktop = PrivateDesktop::start();
    let keyring = runtime.block_on(Keyring::start_unlocked(
        desktop.command("gnome-keyring-daemon"),
    ));
    let portal = a_portal();
    let mut person = Person::at(&portal);
    person.passphrase = None;
    person.environment = desktop
        .environment()
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    let runs = live(&portal, &mut person);

    let kept = runtime.block_on(keyring.secrets(desktop.bus_address()));
    let keys: Vec<StoreKey> = kept
        .iter()
        .filter_map(|secret| StoreKey::from_bytes(secret))
        .collect();
    assert_eq!(keys.len(), 1, "one store, one data key of 32 bytes");
    let secrets = [
        ("the data key", keys[0].expose().to_vec()),
        ("the database's key", keys[0].database_key().to_vec()),
    ];
    nothing_of(&secrets, &person, &runs);
}
