//! A large group: what a reading and a delivery ask of the portal, request by request.

use std::time::Instant;

use super::court::{ADMIN, court};

#[test]
fn two_hundred_actions_cost_at_most_a_fifth_more_than_the_least() {
    let court = court(0);
    court.fill(997);
    let person = court.administrator();
    let pages = 40;
    let asked = || court.world().requests().since(0).len();
    let before = asked();
    let started = Instant::now();
    person.done(&["group", "roster", "--refresh"]);
    let reading = asked() - before;
    eprintln!(
        "1,000 users on {pages} pages: {reading} requests, {:?}",
        started.elapsed()
    );
    assert!(
        reading <= pages + 2,
        "the entrance, the menu's link, and each page once: {reading}"
    );
    let names: Vec<String> = (1..=200).map(|n| format!("user{:05}", n * 4)).collect();
    for twenty in names.chunks(20) {
        let mut command = vec!["group", "disable", "--later"];
        command.extend(twenty.iter().map(String::as_str));
        person.done(&command);
    }
    let before = asked();
    let started = Instant::now();
    let run = person.done(&["deliver"]);
    let delivered = asked() - before;
    eprintln!("200 actions: {delivered} requests, {:?}", started.elapsed());
    assert_eq!(
        run.lines.iter().filter(|l| l["state"] == "done").count(),
        200,
        "{ADMIN}"
    );
    let least = 2 * reading + 200;
    assert!(
        delivered * 10 <= least * 12,
        "{delivered} requests, the least is {least}"
    );
    assert_eq!(court.truth(&names[0]), "disabled");
    assert_eq!(court.truth(&names[199]), "disabled");
}
