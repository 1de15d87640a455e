//! Promises P1 and P4: `check` is killed at random moments, hundreds of times, while the court changes the docket.
//! Nothing that was stored is lost or wrong, each change is stored and told once, and a notice is repeated only when the
//! process died while sending it.
//!
//! The store has a raw key in a real keyring, so that a round is short. `DOCKETBELL_KILL_ROUNDS` asks for more rounds.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::process::Child;
use std::time::{Duration, Instant};

use docketbell_testbed::{FakeNotifications, Keyring, PrivateDesktop};
use serde_json::{Value, json};

use crate::foreign::{Case, ForeignPortal, Habits, entry};
use crate::harness::{NUMBER, Person};

/// Entries that are there from the beginning; each is amended once at most, so that every amendment is a change.
const OLD: i64 = 400;

fn rounds() -> i64 {
    let asked = std::env::var("DOCKETBELL_KILL_ROUNDS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(300)
}

/// Random moments that can be repeated: the seed is printed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }
}

#[test]
fn killed_checks_lose_nothing_and_tell_each_change_once() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let desktop = PrivateDesktop::start();
    let mut keyring = runtime.block_on(Keyring::start_unlocked(
        desktop.command("gnome-keyring-daemon"),
    ));
    let notifications = runtime.block_on(FakeNotifications::start_on(
        Some(desktop.bus_address()),
        &["body"],
    ));

    let portal = ForeignPortal::start(Habits::RECENT);
    let mut case = Case::new(NUMBER, "CT13", "JANE Q DOE V JOHN PUBLIC");
    case.docket = (1..=OLD)
        .map(|n| {
            entry(
                n,
                "01/05/2026",
                "Notice",
                Some(&format!("Words of entry {n}.")),
            )
        })
        .collect();
    portal.world().cases.push(case);
    let mut person = Person::at(&portal);
    person.passphrase = None;
    person.environment = desktop
        .environment()
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    person.done(&["follow", NUMBER]);
    let typical = (0..3)
        .map(|_| {
            let begun = Instant::now();
            person.check();
            begun.elapsed()
        })
        .min()
        .unwrap();

    let seed = u64::from(std::process::id()) | 1 << 40;
    println!("seed {seed}, a whole check takes {typical:?}");
    let mut dice = Dice(seed);
    let mut expected: BTreeMap<(String, i64), u32> = BTreeMap::new();
    let mut printed: Vec<(String, i64)> = Vec::new();
    let mut killed = 0;
    // The machine is now busy, now idle: the span in which the kill falls follows it, so that two of three runs are
    // killed somewhere between their first and their last step.
    let mut span = u64::try_from(typical.as_micros()).unwrap();
    for round in 0..rounds() {
        change_the_docket(&portal, round, &mut expected);
        person.clock_ahead(round + 1);
        let (lines, was_killed) = run_and_kill(&person, Duration::from_micros(dice.roll(span)));
        runtime.block_on(keyring.lives_on(desktop.command("gnome-keyring-daemon")));
        killed += i64::from(was_killed);
        span = if was_killed {
            span + span / 20
        } else {
            span - span / 10
        };
        printed.extend(lines);
    }
    // What the last killed run left behind: a notice is told after its lease, a place is free again.
    for minutes in 1..=5 {
        person.clock_ahead(rounds() + minutes * 5);
        printed.extend(told(&person.done(&["check"]).stdout));
    }
    assert!(
        killed * 2 > rounds(),
        "only {killed} of {} rounds were killed",
        rounds()
    );

    let stored = person.done(&["changes"]);
    let mut found: BTreeMap<(String, i64), u32> = BTreeMap::new();
    for (kind, sequence) in stored.kinds() {
        *found.entry((kind, sequence.unwrap())).or_default() += 1;
    }
    assert_eq!(
        found, expected,
        "each change is stored once, none is lost, none is wrong"
    );
    let mut seen = HashSet::new();
    for change in &printed {
        assert!(
            expected.contains_key(change),
            "{change:?} was told and is not stored"
        );
        assert!(seen.insert(change), "{change:?} was told twice");
    }
    the_docket_is_the_courts(&person, &portal);
    let doctor = person.done(&["doctor"]);
    let store = doctor.lines.iter().find(|l| l["check"] == "store").unwrap();
    assert_eq!(store["verdict"], "ok", "the file is whole: {store}");
    notices_are_lost_never(&notifications, expected.len(), killed);
}

fn change_the_docket(
    portal: &ForeignPortal,
    round: i64,
    expected: &mut BTreeMap<(String, i64), u32>,
) {
    let mut world = portal.world();
    let case = world.case(NUMBER);
    if round % 2 == 0 || round / 2 >= OLD {
        let sequence = 1000 + round;
        case.docket.push(entry(
            sequence,
            "02/01/2026",
            "Order",
            Some(&format!("Order of round {round}.")),
        ));
        expected.insert(("entry_added".into(), sequence), 1);
    } else {
        let sequence = 1 + round / 2;
        case.entry(sequence)["docketText"] = json!(format!("Amended in round {round}."));
        expected.insert(("entry_amended".into(), sequence), 1);
    }
}

/// Starts a check and kills it after this long, unless it was quicker; the changes it printed.
fn run_and_kill(person: &Person, after: Duration) -> (Vec<(String, i64)>, bool) {
    let mut child: Child = person.command(&["check"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    std::thread::sleep(after);
    let was_killed = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    let status = child.wait().unwrap();
    let (mut text, mut words) = (String::new(), String::new());
    stdout.read_to_string(&mut text).unwrap();
    stderr.read_to_string(&mut words).unwrap();
    assert!(
        was_killed || status.success(),
        "a check that was not killed works: {status:?} {text} {words}"
    );
    (told(&text), was_killed)
}

fn told(stdout: &str) -> Vec<(String, i64)> {
    stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|line| {
            Some((
                line["change"].as_str()?.to_owned(),
                line["sequence"].as_i64()?,
            ))
        })
        .collect()
}

fn the_docket_is_the_courts(person: &Person, portal: &ForeignPortal) {
    let shown = person.done(&["docket", NUMBER]);
    let shown: BTreeMap<i64, (Value, Value)> = shown
        .lines
        .iter()
        .map(|l| {
            (
                l["sequence"].as_i64().unwrap(),
                (l["text"].clone(), l["state"].clone()),
            )
        })
        .collect();
    let court: BTreeMap<i64, (Value, Value)> = portal
        .world()
        .case(NUMBER)
        .docket
        .iter()
        .map(|e| {
            (
                e["sequenceNumber"].as_i64().unwrap(),
                (e["docketText"].clone(), json!("current")),
            )
        })
        .collect();
    assert_eq!(shown, court);
}

/// A notice stands for one change, or says for how many. A process that dies while sending leaves one that may have been
/// shown: those are told again as such, and nothing else is.
fn notices_are_lost_never(notifications: &FakeNotifications, changes: usize, killed: i64) {
    let (mut single, mut together, mut again) = (Vec::new(), 0, 0);
    for shown in notifications.shown() {
        let number = || -> usize {
            let digits = shown.title.split_whitespace().next().unwrap();
            digits.parse().unwrap_or_else(|_| panic!("{}", shown.title))
        };
        if shown.title.contains("maybe shown before") {
            again += number();
        } else if shown
            .event_id
            .as_deref()
            .is_some_and(|id| id.starts_with("summary-"))
        {
            together += number();
        } else {
            single.push(shown.event_id.unwrap());
        }
    }
    let distinct: HashSet<&String> = single.iter().collect();
    println!(
        "{changes} changes: {} alone, {together} together, {again} maybe shown before",
        single.len()
    );
    assert_eq!(
        distinct.len(),
        single.len(),
        "no event is shown twice by itself"
    );
    let told = single.len() + together + again;
    assert!(
        told >= changes,
        "{} notices are lost",
        changes.saturating_sub(told)
    );
    assert!(
        told - changes <= again,
        "repeats come only from the send window"
    );
    let killed = usize::try_from(killed).unwrap();
    assert!(again <= killed * 3, "at most what a killed run was sending");
}
