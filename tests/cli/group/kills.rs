//! Delivery killed (kill -9), and the portal lost, at every request of it: before the portal hears of it, after it has
//! carried it out, and while the request goes on its way and arrives after the next delivery. Then hundreds of kills at random moments. Nothing twice, nothing lost, nothing stuck, nothing said that
//! is not so.
//!
//! `DOCKETBELL_SOAK` asks for a quarter as many random kills, and for each request in several markups.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::process::Child;
use std::time::{Duration, Instant};

use docketbell_testbed::{Keyring, PrivateDesktop};
use rstest::rstest;

use super::court::{Court, court};
use super::gate::{Cut, Gate, Then};
use crate::harness::{Person, Run};

/// Longer than a delivery takes to its next request, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

fn soak() -> Option<u64> {
    std::env::var("DOCKETBELL_SOAK").ok()?.parse().ok()
}

/// An administrator behind a line that can be cut, with a keyring, so that a round is short.
struct Desk {
    court: Court,
    gate: Gate,
    person: Person,
    desktop: PrivateDesktop,
    keyring: RefCell<Keyring>,
    runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn of(variant: usize, users: u32) -> Self {
        let court = court(variant);
        court.fill(users);
        let portal = court.practice.base_url();
        let gate = Gate::before(&portal);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let desktop = PrivateDesktop::start();
        let keyring = runtime.block_on(Keyring::start_unlocked(
            desktop.command("gnome-keyring-daemon"),
        ));
        let profile = gate.profile(&court.practice.profile_toml(), &portal);
        // What is tried is the order of things, not the pace.
        let profile = profile.replace("requests_per_minute = 600\n", "");
        let mut person = Person::new(&profile);
        person.passphrase = None;
        person.environment = desktop
            .environment()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let run = court.talk(&person, &["sign-in", "--to", "group", "--remember"]);
        assert_eq!(run.code, 0, "{run:?}");
        person.done(&["group", "roster", "--refresh"]);
        Self {
            court,
            gate,
            person,
            desktop,
            keyring: RefCell::new(keyring),
            runtime,
        }
    }

    fn child(&self) -> Child {
        self.keyring_lives_on();
        self.person.command(&["deliver"]).spawn().unwrap()
    }

    /// Runs a command, once it is sure that the keyring is there to be asked: it may have ended with the program before.
    fn run(&self, arguments: &[&str]) -> Run {
        self.keyring_lives_on();
        self.person.run(arguments)
    }

    /// Runs a command that must succeed.
    fn done(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
        run
    }

    fn keyring_lives_on(&self) {
        let command = self.desktop.command("gnome-keyring-daemon");
        let mut keyring = self.keyring.borrow_mut();
        self.runtime.block_on(keyring.lives_on(command));
    }

    /// Kills a delivery at this request; `false` when it ended before.
    fn killed_at(&self, cut: Cut, then: Then) -> bool {
        self.gate.cut(cut, then);
        let mut child = self.child();
        let end = Instant::now() + PATIENCE;
        let reached = loop {
            if self.gate.is_reached(Duration::from_millis(20)) {
                break true;
            }
            if child.try_wait().unwrap().is_some() {
                break self.gate.is_reached(Duration::ZERO);
            }
            assert!(Instant::now() < end, "a delivery stands still at {cut:?}");
        };
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        self.gate.mend();
        if !reached {
            assert!(output.status.success(), "a whole one works: {output:?}");
        }
        reached
    }

    /// A delivery whose portal is gone from this request on; `false` when it ended before.
    fn lost_at(&self, cut: Cut) -> bool {
        self.gate.cut(cut, Then::Lose);
        let run = self.run(&["deliver"]);
        let reached = self.gate.is_reached(Duration::ZERO);
        self.gate.mend();
        let codes: &[i32] = if reached { &[5, 9] } else { &[0] };
        assert!(codes.contains(&run.code), "{cut:?}: {run:?}");
        let sent = run.lines.iter().any(|l| l["state"] == "uncertain");
        assert_eq!(sent, run.code == 9, "{cut:?}: {run:?}");
        reached
    }

    /// Delivers and settles; then every action has ended, and what is said of it is so.
    fn comes_to_its_end(&self, wanted: &[(String, &str)], at: &str) {
        let run = self.run(&["deliver"]);
        assert!([0, 4, 9].contains(&run.code), "{at}: {run:?}");
        self.gate.let_through();
        self.done(&["reconcile"]);
        let outbox = self.done(&["outbox"]);
        for (user, wanted) in wanted {
            self.is_so(&outbox, user, wanted, at);
        }
        assert_eq!(self.gate.needless(), 0, "{at}: what is so is not pressed");
    }

    fn is_so(&self, outbox: &Run, user: &str, wanted: &str, at: &str) {
        let line = outbox
            .lines
            .iter()
            .rfind(|l| l["user_name"] == user)
            .unwrap_or_else(|| panic!("{at}: the action on {user} is lost: {outbox:?}"));
        let state = line["state"].as_str().unwrap();
        assert!(["done", "failed"].contains(&state), "{at}: stuck: {line}");
        assert!(
            state == "done" || line["message"].is_string(),
            "{at}: no reason is told: {line}"
        );
        assert_eq!(
            self.court.truth(user) == wanted,
            state == "done",
            "{at}: what is said is so: {line}"
        );
        let times = self.gate.times(&format!("{user} was {wanted}"));
        assert!(
            times <= 1,
            "{at}: {times} effects of one action on {user}, {wanted}"
        );
    }
}

#[derive(Debug, Clone, Copy)]
enum Trouble {
    Killed,
    KilledAndArrivesLate,
    PortalLost,
}

/// Two users, on the first page of the roster and on its last: each request of a delivery is met in turn.
fn at_every_request(trouble: Trouble, variant: usize) {
    let mut points = 0;
    let cuts: &[fn(usize) -> Cut] = match trouble {
        // What was carried out is not on its way.
        Trouble::KilledAndArrivesLate => &[Cut::Arrived],
        _ => &[Cut::Arrived, Cut::Answered],
    };
    for cut in cuts {
        // Users for thirty deliveries: a markup that asks again and sends on has many requests in each.
        let desk = Desk::of(variant, 60);
        let mut next = 1;
        for n in 1.. {
            let at = format!("{trouble:?}, {:?}, markup {variant}", cut(n));
            let (first, last) = (format!("user{next:05}"), format!("user{:05}", 61 - next));
            next += 1;
            assert!(next < 30, "{at}: a delivery has an end");
            desk.done(&["group", "remove", &first, "--later"]);
            desk.done(&["group", "disable", &last, "--later"]);
            let pressed = desk.court.presses();
            let reached = match trouble {
                Trouble::Killed => desk.killed_at(cut(n), Then::Hold),
                Trouble::KilledAndArrivesLate => desk.killed_at(cut(n), Then::Late),
                Trouble::PortalLost => desk.lost_at(cut(n)),
            };
            desk.comes_to_its_end(&[(first.clone(), "removed"), (last, "disabled")], &at);
            let pressed = desk.court.presses() - pressed;
            assert!(pressed <= 2, "{at}: two actions, {pressed} presses");
            assert!(desk.court.removals_told(&first) <= 1, "{at}: told once");
            if !reached {
                break;
            }
            points += 1;
        }
    }
    println!("{trouble:?} at {points} points");
    assert!(points >= cuts.len() * 8, "only {points} points were met");
}

#[rstest]
#[case::killed(Trouble::Killed)]
#[case::killed_and_arrives_late(Trouble::KilledAndArrivesLate)]
#[case::portal_lost(Trouble::PortalLost)]
fn at_each_request_of_a_delivery_nothing_is_lost_and_nothing_done_twice(#[case] trouble: Trouble) {
    at_every_request(trouble, 0);
    if soak().is_some() {
        for variant in [2, 5, 9, 21] {
            at_every_request(trouble, variant);
        }
    }
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
fn deliveries_killed_at_random_moments_do_each_action_once() {
    let rounds = soak().map_or(40, |n| n.div_ceil(4));
    let desk = Desk::of(0, 47);
    let users: Vec<String> = (1..=40).map(|n| format!("user{n:05}")).collect();
    let seed = u64::from(std::process::id()) | 1 << 40;
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let (mut round, mut killed, mut wave) = (0, 0, 0_u64);
    // The machine is now busy, now idle: the span in which the kill falls follows it.
    let mut span = 200_000_u64;
    while round < rounds {
        let (verb, wanted) = [("disable", "disabled"), ("activate", "active")][(wave % 2) as usize];
        wave += 1;
        for twenty in users.chunks(20) {
            let mut command = vec!["group", verb, "--later"];
            command.extend(twenty.iter().map(String::as_str));
            desk.done(&command);
        }
        let was = if verb == "disable" {
            "was disabled"
        } else {
            "was activated"
        };
        for user in &users {
            *asked.entry(format!("{user} {was}")).or_default() += 1;
        }
        // A wave is killed some thirty times; what is left of it then is delivered in peace.
        for _ in 0..30 {
            let mut child = desk.child();
            std::thread::sleep(Duration::from_micros(dice.roll(span)));
            let was_killed = child.try_wait().unwrap().is_none();
            let _ = child.kill();
            child.wait().unwrap();
            round += 1;
            killed += u64::from(was_killed);
            span = if was_killed {
                span + span / 10
            } else {
                span - span / 5
            };
            if !was_killed {
                break;
            }
        }
        // Whatever is on its way has arrived; a click that was lost is not waited for any longer.
        desk.run(&["deliver"]);
        desk.done(&["reconcile"]);
        desk.run(&["deliver"]);
        let outbox = desk.done(&["outbox"]);
        for user in &users {
            let line = outbox
                .lines
                .iter()
                .rfind(|l| l["user_name"] == user.as_str());
            let line = line.unwrap_or_else(|| panic!("wave {wave}: {user} is lost"));
            let state = line["state"].as_str().unwrap();
            assert!(
                ["done", "failed"].contains(&state),
                "wave {wave}: stuck: {line}"
            );
            assert_eq!(
                desk.court.truth(user) == wanted,
                state == "done",
                "wave {wave}: what is said is so: {line}"
            );
        }
    }
    for (what, times) in &asked {
        assert!(
            desk.gate.times(what) <= *times,
            "{what}: {} effects of {times} wishes",
            desk.gate.times(what)
        );
    }
    assert_eq!(desk.gate.needless(), 0, "what is so is not pressed");
    println!("{killed} of {round} deliveries were killed, in {wave} waves");
    assert!(killed * 2 > round, "only {killed} of {round} were killed");
    let doctor = desk.done(&["doctor"]);
    let store = doctor.lines.iter().find(|l| l["check"] == "store").unwrap();
    assert_eq!(store["verdict"], "ok", "the file is whole: {store}");
    drop(desk.runtime);
}
