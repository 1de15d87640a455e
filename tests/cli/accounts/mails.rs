//! A click that has a mail sent, and whose answer is lost: no page of the portal lists its mails, so only the mail tells.

use rstest::rstest;
use serde_json::json;

use super::journeys::knows_all;
use super::portal::{AccountPortal, Habits, Trap};
use super::talk::{Answers, Talk, answers_file, person_at, talk};
use crate::harness::Person;

const PASSWORD: &[&str] = &["recover", "password"];
const USER_NAME: &[&str] = &["recover", "user-name"];
const RESEND: &[&str] = &["register", "account", "--resend"];

/// A person whose click is lost on the way out, or with its answer.
fn lost(command: &[&str], trap: Trap) -> (AccountPortal, Person) {
    let portal = AccountPortal::start(Habits::PLAIN);
    let person = person_at(&portal);
    let stage = if command == RESEND {
        let file = answers_file(&person, "");
        let made = talk(
            &person,
            &["register", "account", "--answers", &file],
            &knows_all(),
        );
        assert_eq!(made.code, 0, "{made:?}");
        "resend"
    } else {
        "C5"
    };
    portal.world().trap = Some((stage.into(), trap));
    let run = talk(&person, command, &knows_all());
    assert_eq!(
        (run.code, run.kind()),
        (9, "uncertain"),
        "the mail may be under way, so \"nothing was changed\" would be a guess: {run:?}"
    );
    (portal, person)
}

fn says(seen: &str) -> Answers {
    knows_all().with("email", json!(seen))
}

fn settles(person: &Person, seen: &str) -> Talk {
    talk(person, &["reconcile"], &says(seen))
}

#[rstest]
fn a_lost_click_for_a_mail_is_settled_by_the_mail(
    #[values(PASSWORD, USER_NAME, RESEND)] command: &[&str],
) {
    let (portal, person) = lost(command, Trap::Lost);
    let (sent, mails) = (portal.requests(), portal.world().mails.len());
    let run = talk(&person, command, &knows_all());
    assert_eq!(
        (run.code, portal.requests()),
        (9, sent),
        "it is not sent again blindly: {run:?}"
    );
    let run = settles(&person, "not_looked");
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert_eq!(run.asked(), ["email"], "{run:?}");
    assert_eq!(run.lines[0]["options"].as_array().unwrap().len(), 3);
    let run = talk(&person, &["reconcile"], &knows_all().only(0));
    assert_eq!(run.code, 9, "nobody has looked into the mailbox: {run:?}");

    let run = settles(&person, "came");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        (run.last()["state"].as_str(), run.last()["wanted"].as_str()),
        (Some("done"), Some("mailed"))
    );
    assert_eq!(portal.requests(), sent, "the portal lists no mails");
    assert_eq!(portal.world().mails.len(), mails, "no second mail");
    let run = settles(&person, "came");
    assert_eq!((run.code, run.lines.len()), (0, 0), "nothing is left");
}

#[rstest]
fn a_mail_that_never_came_is_asked_for_again(
    #[values(PASSWORD, USER_NAME, RESEND)] command: &[&str],
) {
    let (portal, person) = lost(command, Trap::LostBefore);
    assert!(portal.world().mails.is_empty());
    let run = settles(&person, "came_not");
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some("failed")),
        "{run:?}"
    );
    let run = talk(&person, command, &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("mailed")),
        "{run:?}"
    );
    assert_eq!(portal.world().mails.len(), 1);
}

#[test]
fn who_logs_on_needs_no_other_verification_mail() {
    let (portal, person) = lost(RESEND, Trap::Lost);
    let who = "jane.doe@example.org";
    portal.world().accounts.get_mut(who).unwrap().verified = true;
    let run = talk(&person, &["sign-in", "--to", "casenet"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    let run = settles(&person, "not_looked");
    assert_eq!((run.code, run.lines.len()), (0, 0), "nothing is left");
}
