//! A click that the portal took, and a page behind it that says nothing about the click: nobody may press it again before
//! the portal was read.

use rstest::rstest;

use super::journeys::{issued, knows_all, user};
use super::portal::{Account, AccountPortal, Habits, Odd, Trap};
use super::talk::{answers_file, person_at, talk};
use crate::harness::Person;

const TOO_MANY: Odd = Odd {
    status: 429,
    page: "<p>Slow down.</p>",
};
const OUT_OF_SERVICE: Odd = Odd {
    status: 503,
    page: "<title>Service Unavailable</title>",
};
const MAINTENANCE: Odd = Odd {
    status: 200,
    page: "<title>Site Maintenance</title><h1>Not Available</h1><p>The system is not available at this time.</p>",
};
const COURT_OFFLINE: Odd = Odd {
    status: 500,
    page: "<title>Error</title><p>This court is currently unavailable.</p>",
};
const ACCESS_DENIED: Odd = Odd {
    status: 400,
    page: "<title>Access Denied</title>",
};
const REFUSAL: Odd = Odd {
    status: 403,
    page: "<title>Error 403</title>",
};
const CHALLENGE: Odd = Odd {
    status: 403,
    page: "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>",
};
const UNKNOWN: Odd = Odd {
    status: 200,
    page: "<title>The new building</title><h1>A word about the new building</h1><p>The annex opens in May.</p>",
};
const LOG_ON: Odd = Odd {
    status: 200,
    page: "<title>Log on</title><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>",
};
const SESSION_ENDED: Odd = Odd {
    status: 200,
    page: "<title>Session Ended</title><h1>Session Ended</h1><p>Your session has ended. Please begin again.</p><a href='/reg'>Start</a>",
};
const LINK_EXPIRED: Odd = Odd {
    status: 200,
    page: "<title>Link</title><h1>Sorry</h1><p>This link has already been used.</p>",
};
const NOT_FOUND: Odd = Odd {
    status: 404,
    page: "<title>Not Found</title>",
};

/// Who presses what, and where.
struct Story {
    portal: AccountPortal,
    person: Person,
    command: Vec<String>,
}

impl Story {
    fn before(habits: Habits, stage: &str) -> Self {
        let portal = AccountPortal::start(habits);
        let person = person_at(&portal);
        let file = answers_file(&person, "user_name = \"jdoe_records\"");
        let link = format!("{}/join?g=g77", portal.base());
        let command = match stage {
            "C1" => vec!["register", "account", "--answers", &file],
            "B6" => vec!["register", "user", "--answers", &file],
            _ if stage.starts_with('A') => vec!["register", "administrator"],
            "password" => vec!["change-password"],
            "prefs" => vec!["dissociate"],
            "save" => vec!["preferences", "--set", "Default Court=Cole"],
            _ => vec!["associate", &link],
        };
        let account = match stage {
            _ if stage.starts_with('A') => issued(),
            "prefs" | "save" => Account {
                group: Some("Sample Records Agency".into()),
                ..user()
            },
            "password" => Account {
                verified: true,
                ..user()
            },
            _ => user(),
        };
        if !matches!(stage, "C1" | "B6") {
            let accounts = &mut portal.world().accounts;
            let name = match stage {
                "password" => "jane.doe@example.org",
                _ => "jdoe_records",
            };
            accounts.insert(name.into(), account);
        }
        Self {
            command: command.into_iter().map(str::to_owned).collect(),
            portal,
            person,
        }
    }

    fn runs(&self) -> super::talk::Talk {
        let command: Vec<&str> = self.command.iter().map(String::as_str).collect();
        talk(&self.person, &command, &knows_all())
    }

    fn meets(&self, stage: &str, trap: Trap) {
        self.portal.world().trap = Some((at_the_portal(stage).into(), trap));
    }

    fn presses(&self, stage: &str) -> usize {
        let world = self.portal.world();
        let stage = at_the_portal(stage);
        let at = |asked: &&super::portal::Asked| asked.stage == stage && asked.method == "POST";
        world.log.iter().filter(at).count()
    }
}

/// Leaving the group and saving defaults are two buttons of one page.
fn at_the_portal(stage: &str) -> &str {
    match stage {
        "save" => "prefs",
        stage => stage,
    }
}

#[rstest]
fn a_click_that_was_taken_is_uncertain_whatever_the_page_behind_it_says(
    #[values(TOO_MANY, OUT_OF_SERVICE, MAINTENANCE, COURT_OFFLINE, ACCESS_DENIED)] odd: Odd,
    #[values(Habits::OLD, Habits::ODD)] by_redirect_or_refresh: Habits,
    #[values("C1", "B10")] stage: &str,
) {
    is_pressed_once(odd, by_redirect_or_refresh, stage);
}

#[rstest]
fn every_click_that_changes_something_is_uncertain_when_the_page_behind_it_fails(
    #[values("B6", "B11", "A2", "A8", "prefs")] stage: &str,
) {
    is_pressed_once(MAINTENANCE, Habits::OLD, stage);
}

#[rstest]
fn a_session_that_ended_behind_a_click_does_not_have_it_pressed_again(
    #[values(Habits::OLD, Habits::ODD)] by_redirect_or_refresh: Habits,
    #[values(
        "C1", "B6", "B10", "B11", "A2", "A5 row", "A6", "A7", "A8", "prefs", "save", "password"
    )]
    stage: &str,
) {
    is_pressed_once(SESSION_ENDED, by_redirect_or_refresh, stage);
}

#[rstest]
fn a_log_on_page_behind_a_click_does_not_have_it_pressed_again(
    #[values(Habits::OLD, Habits::ODD)] by_redirect_or_refresh: Habits,
    #[values("B6", "B10", "B11", "A5 row", "A6", "A7", "A8")] stage: &str,
) {
    is_pressed_once(LOG_ON, by_redirect_or_refresh, stage);
}

#[rstest]
fn a_link_that_counts_no_more_behind_a_click_says_nothing_of_it(
    #[values("B10", "password")] stage: &str,
) {
    is_pressed_once(LINK_EXPIRED, Habits::OLD, stage);
}

#[rstest]
fn a_session_that_ended_before_a_click_was_taken_is_begun_again(
    #[values(Habits::OLD, Habits::ODD)] habits: Habits,
    #[values("C1", "B6", "B10", "B11", "A5 row", "A6", "A8", "save")] stage: &str,
) {
    let story = Story::before(habits, stage);
    story.meets(stage, Trap::TimeOut);
    let run = story.runs();
    assert_eq!(run.code, 0, "the portal did not take it: {run:?}");
    assert!(run.stderr.contains("ended the session"), "{run:?}");
}

#[rstest]
#[case::unknown(UNKNOWN, "unexpected_page")]
#[case::not_found(NOT_FOUND, "unexpected_page")]
#[case::log_on(LOG_ON, "unexpected_page")]
#[case::session_ended(SESSION_ENDED, "uncertain")]
#[case::maintenance(MAINTENANCE, "uncertain")]
#[case::too_many(TOO_MANY, "uncertain")]
fn a_save_without_a_word_is_uncertain_until_the_page_that_shows_it_is_read(
    #[case] odd: Odd,
    #[case] kind: &str,
) {
    let story = Story::before(Habits::OLD, "save");
    story.meets("save", Trap::Unsaid(odd));
    let run = story.runs();
    let code = if kind == "uncertain" { 9 } else { 8 };
    assert_eq!((run.code, run.kind()), (code, kind), "{run:?}");
    let message = run.message();
    assert!(
        message.contains("Nobody can tell yet") && !message.contains("Nothing was"),
        "what it means: {run:?}"
    );
    let hint = run.error()["hint"].as_str().unwrap();
    assert!(hint.contains("reconcile"), "what to do: {run:?}");
    let asked = story.portal.requests();
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert_eq!(story.portal.requests(), asked, "it is not pressed again");
    story.person.clock_ahead(10);
    let run = talk(&story.person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some("done")),
        "{run:?}"
    );
    assert_eq!(story.presses("save"), 1, "settling reads and never sends");
}

fn is_pressed_once(odd: Odd, by_redirect_or_refresh: Habits, stage: &str) {
    let story = Story::before(by_redirect_or_refresh, stage);
    story.meets(stage, Trap::Behind(odd));
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert!(
        !run.message().contains("Nothing was"),
        "nothing is denied: {run:?}"
    );
    let (asked, pressed) = (story.portal.requests(), story.presses(stage));
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert_eq!(story.portal.requests(), asked, "it is not pressed again");
    // A pause is a pause; later, the portal is read.
    story.person.clock_ahead(10);
    let settled = match stage {
        _ if stage.starts_with('A') => {
            knows_all().with("password", serde_json::json!(super::journeys::NEW_PASSWORD))
        }
        _ => knows_all(),
    };
    let run = talk(&story.person, &["reconcile"], &settled);
    assert!([0, 9].contains(&run.code), "{run:?}");
    assert_eq!(story.presses(stage), pressed, "settling presses nothing");
}

#[rstest]
fn a_click_is_uncertain_when_a_page_that_nobody_knows_comes_for_it(
    #[values(UNKNOWN, LOG_ON, NOT_FOUND)] odd: Odd,
    #[values("C1", "B6", "password", "prefs")] stage: &str,
    #[values(true, false)] sent_on: bool,
) {
    let story = Story::before(Habits::OLD, stage);
    // The log-on page behind the questions has a word of its own, told as uncertain at once.
    let (code, kind) = match (odd, stage) {
        (LOG_ON, "B6") => (9, "uncertain"),
        _ => (8, "unexpected_page"),
    };
    let trap = if sent_on {
        Trap::Behind(odd)
    } else {
        Trap::Instead(odd)
    };
    story.portal.world().trap = Some((stage.into(), trap));
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (code, kind), "{run:?}");
    assert!(
        !run.message().contains("Nothing was"),
        "nothing is denied: {run:?}"
    );
    let hint = run.error()["hint"].as_str().unwrap();
    assert!(hint.contains("reconcile"), "the way on: {run:?}");
    let asked = story.portal.requests();
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert_eq!(story.portal.requests(), asked, "it is not pressed again");
}

#[rstest]
fn a_refusal_behind_a_click_is_told_as_one_and_the_click_stays_uncertain(
    #[values(REFUSAL, CHALLENGE)] odd: Odd,
    #[values(Habits::OLD, Habits::ODD)] by_redirect_or_refresh: Habits,
    #[values("C1", "B10")] stage: &str,
) {
    let story = Story::before(by_redirect_or_refresh, stage);
    story.portal.world().trap = Some((stage.into(), Trap::Behind(odd)));
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (6, "access_stopped"), "{run:?}");
    let asked = story.portal.requests();
    story.person.done(&["access", "resume"]);
    let run = story.runs();
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    assert_eq!(story.portal.requests(), asked, "it is not pressed again");
}

#[rstest]
fn a_click_that_the_portal_itself_does_not_take_now_is_pressed_again_later(
    #[values(TOO_MANY, OUT_OF_SERVICE)] odd: Odd,
    #[values("C1", "B10")] stage: &str,
) {
    let story = Story::before(Habits::OLD, stage);
    story.portal.world().trap = Some((stage.into(), Trap::Instead(odd)));
    let run = story.runs();
    assert_eq!(run.code, 5, "it says what it is: {run:?}");
    story.person.clock_ahead(10);
    let run = story.runs();
    assert_eq!(run.code, 0, "and goes on: {run:?}");
}
