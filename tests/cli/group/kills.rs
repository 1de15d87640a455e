//! Delivery killed at any point: nothing twice, nothing lost, nothing stuck.

use std::time::{Duration, Instant};

use super::court::court;

/// Rounds of the short run; the soak sets more.
fn rounds() -> u64 {
    std::env::var("DOCKETBELL_SOAK")
        .ok()
        .and_then(|n| n.parse::<u64>().ok())
        .map_or(12, |n| n.div_ceil(10))
}

#[test]
fn a_delivery_that_is_killed_anywhere_ends_with_everything_in_effect_once() {
    let court = court(0);
    let rounds = rounds();
    court.fill(u32::try_from(rounds).unwrap() * 2 + 2);
    let person = court.administrator();
    // How long an undisturbed one takes, so that kills fall everywhere in it.
    let started = Instant::now();
    person.done(&["group", "disable", "user00001"]);
    let whole = started.elapsed().max(Duration::from_millis(60));
    for round in 0..rounds {
        let user = format!("user{:05}", round + 2);
        person.done(&["group", "remove", &user, "--later"]);
        let mut child = person.command(&["deliver"]).spawn().unwrap();
        std::thread::sleep(whole.mul_f64((round as f64 + 0.5) / rounds as f64));
        child.kill().unwrap();
        child.wait().unwrap();
        let run = person.run(&["deliver"]);
        assert!([0, 9].contains(&run.code), "{run:?}");
        person.done(&["reconcile"]);
        let outbox = person.done(&["outbox"]);
        let line = outbox
            .lines
            .iter()
            .rfind(|l| l["user_name"] == user.as_str())
            .unwrap();
        let state = line["state"].as_str().unwrap();
        assert!(["done", "failed"].contains(&state), "never stuck: {line}");
        assert_eq!(
            court.truth(&user) == "removed",
            state == "done",
            "what is said is so: {line}"
        );
        assert!(court.removals_told(&user) <= 1, "told once");
    }
}
