//! A click that has a mail sent, and whose answer is lost: no page of the portal lists its mails, so only the mail tells.

use rstest::rstest;
use serde_json::json;

use super::journeys::knows_all;
use super::portal::{AccountPortal, Habits, Odd, Trap};
use super::talk::{Answers, Talk, answers_file, person_at, talk};
use crate::harness::Person;

const PASSWORD: &[&str] = &["recover", "password"];
const USER_NAME: &[&str] = &["recover", "user-name"];
const RESEND: &[&str] = &["register", "account", "--resend"];

/// Pages that say nothing of a mail.
const FRONT: Odd = Odd {
    status: 200,
    page: "<title>Case.net</title><h1>Case.net</h1><a href='/cn/login'>Login</a>",
};
const LOG_ON: Odd = Odd {
    status: 200,
    page: "<title>Case.net Login</title><p>Forgot your user name?</p><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>",
};
const REFUSED: Odd = Odd {
    status: 200,
    page: "<title>Case.net Login</title><div role='alert'>The message could not be sent.</div><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>",
};
const SAYS_SO: Odd = Odd {
    status: 200,
    page: "<title>Case.net Login</title><div role='alert'>Instructions were sent.</div><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>",
};
const MAINTENANCE: Odd = Odd {
    status: 200,
    page: "<title>Site Maintenance</title><h1>Not Available</h1><p>The system is not available at this time.</p>",
};
const ENDED: Odd = Odd {
    status: 200,
    page: "<title>Session Ended</title><h1>Session Ended</h1><p>Your session has ended.</p>",
};

/// A person whose next click for a mail is answered so.
fn before(command: &[&str], trap: Trap) -> (AccountPortal, Person) {
    let portal = AccountPortal::start(Habits::PLAIN);
    let person = person_at(&portal);
    let stage = if command == RESEND {
        let file = answers_file(&person, "");
        let register = ["register", "account", "--answers", &file];
        let made = talk(&person, &register, &knows_all());
        assert_eq!(made.code, 0, "{made:?}");
        "resend"
    } else {
        "C5"
    };
    portal.world().trap = Some((stage.into(), trap));
    (portal, person)
}

#[rstest]
#[case::front(FRONT, "unexpected_page")]
#[case::log_on(LOG_ON, "unexpected_page")]
#[case::refused(REFUSED, "unexpected_page")]
#[case::maintenance(MAINTENANCE, "uncertain")]
#[case::session_ended(ENDED, "uncertain")]
fn a_mail_is_told_only_when_the_portal_says_so(
    #[case] odd: Odd,
    #[case] kind: &str,
    #[values(PASSWORD, USER_NAME, RESEND)] command: &[&str],
) {
    let (portal, person) = before(command, Trap::Behind(odd));
    let run = talk(&person, command, &knows_all());
    let code = if kind == "uncertain" { 9 } else { 8 };
    assert_eq!((run.code, run.kind()), (code, kind), "{run:?}");
    assert!(!run.message().contains("Nothing was"), "{run:?}");
    let asked = portal.requests();
    let run = talk(&person, command, &knows_all());
    assert_eq!((run.code, portal.requests()), (9, asked), "{run:?}");
    let run = settles(&person, "came");
    assert_eq!((run.code, portal.requests()), (0, asked), "{run:?}");
}

#[rstest]
fn a_log_on_page_with_a_word_of_the_mail_is_the_end(
    #[values(PASSWORD, USER_NAME, RESEND)] command: &[&str],
) {
    let (_portal, person) = before(command, Trap::Behind(SAYS_SO));
    let run = talk(&person, command, &knows_all());
    let told = (run.code, run.last()["outcome"].as_str());
    assert_eq!(told, (0, Some("mailed")), "{run:?}");
    assert_eq!(run.last()["notice"], "Instructions were sent.", "{run:?}");
}

/// A person whose click is lost on the way out, or with its answer.
fn lost(command: &[&str], trap: Trap) -> (AccountPortal, Person) {
    let (portal, person) = before(command, trap);
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
