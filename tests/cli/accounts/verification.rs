//! The verification e-mail counts for 24 hours: a reminder comes before it ends, once, and not where it is needed no more.

use docketbell_testbed::{FakeNotifications, PrivateDesktop};
use rstest::rstest;
use serde_json::json;
use tokio::runtime::Runtime;

use super::journeys::knows_all;
use super::portal::{AccountPortal, Habits};
use super::talk::{answers_file, person_at, talk};
use crate::harness::Person;

/// A desktop with a notification service, and a person with a fresh Case.net account.
struct Waiting {
    portal: AccountPortal,
    person: Person,
    notifications: FakeNotifications,
    _desktop: PrivateDesktop,
    _runtime: Runtime,
}

fn registered() -> Waiting {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let desktop = PrivateDesktop::start();
    let notifications = runtime.block_on(FakeNotifications::start_on(
        Some(desktop.bus_address()),
        &["body"],
    ));
    let portal = AccountPortal::start(Habits::PLAIN);
    let mut person = person_at(&portal);
    let bus = desktop.bus_address().to_owned();
    person
        .environment
        .push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), bus));
    let file = answers_file(&person, "");
    let register = ["register", "account", "--answers", &file];
    let run = talk(&person, &register, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    Waiting {
        portal,
        person,
        notifications,
        _desktop: desktop,
        _runtime: runtime,
    }
}

impl Waiting {
    /// The reminders shown by a run at this many minutes after the registration.
    fn at(&self, minutes: i64) -> Vec<String> {
        self.person.clock_ahead(minutes);
        let run = self.person.run(&["check"]);
        assert_eq!(run.code, 0, "{run:?}");
        let shown = self.notifications.shown();
        let reminders = shown.into_iter().filter(|s| s.title.contains("e-mail"));
        reminders.map(|s| s.body).collect()
    }
}

const HOUR: i64 = 60;

#[test]
fn a_reminder_comes_six_hours_before_the_link_ends_and_once() {
    let waiting = registered();
    assert!(waiting.at(17 * HOUR).is_empty(), "not early");
    let shown = waiting.at(18 * HOUR + 1);
    assert_eq!(shown.len(), 1, "six hours before");
    assert!(shown[0].contains("counts until"), "{}", shown[0]);
    assert_eq!(waiting.at(19 * HOUR).len(), 1, "once");
}

#[test]
fn whoever_has_signed_in_is_not_reminded() {
    let waiting = registered();
    {
        let mut world = waiting.portal.world();
        let account = world.accounts.get_mut("jane.doe@example.org").unwrap();
        account.verified = true;
    }
    let run = talk(
        &waiting.person,
        &["sign-in", "--to", "casenet"],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert!(waiting.at(20 * HOUR).is_empty());
}

#[test]
fn another_mail_moves_the_reminder() {
    let waiting = registered();
    waiting.person.clock_ahead(10 * HOUR);
    let run = talk(
        &waiting.person,
        &["register", "account", "--resend"],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let until: jiff::Timestamp = run.last()["until"].as_str().unwrap().parse().unwrap();
    let hours = until.duration_since(jiff::Timestamp::now()).as_hours();
    assert!(
        (33..=34).contains(&hours),
        "24 hours from the new mail: {hours}"
    );
    assert!(
        waiting.at(20 * HOUR).is_empty(),
        "the old link is of no use"
    );
    assert_eq!(waiting.at(28 * HOUR + 1).len(), 1, "the new one ends");
}

#[rstest]
#[case::signed_in_early(23 * HOUR, true)]
#[case::after_its_end(25 * HOUR, false)]
fn an_account_that_is_not_verified_says_so_when_it_signs_in(
    #[case] minutes: i64,
    #[case] in_time: bool,
) {
    let waiting = registered();
    waiting.person.clock_ahead(minutes);
    let sign_in = ["sign-in", "--to", "casenet"];
    let run = talk(
        &waiting.person,
        &sign_in,
        &knows_all().with("unused", json!("")),
    );
    assert_eq!((run.code, run.kind()), (4, "not_verified"), "{run:?}");
    let hint = run.error()["hint"].as_str().unwrap();
    assert!(hint.contains("--resend"), "and how to get another: {hint}");
    let ended = run.message().contains("counted until");
    assert_eq!(ended, !in_time, "whether the link still counts: {run:?}");
    // Logging on sends no mail, so the clock of the old one goes on.
    let due = waiting.at(24 * HOUR + 1).len();
    assert_eq!(due, usize::from(in_time), "the reminder stays where it was");
}
