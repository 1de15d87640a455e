//! Group Maintenance in the hands of another portal: columns, controls, pages and answers that the procedures leave open,
//! and answers of a portal that does not want to be asked.

use rstest::rstest;
use serde_json::{Value, json};

use super::court::{ADMIN, PASSWORD, of};
use super::outside::{After, Beside, Control, Heads, Markup, Outside, Paging, Trap, User, Where};
use crate::accounts::talk::talk_with;
use crate::harness::{Person, Run};

fn users(count: usize) -> Vec<User> {
    (0..count)
        .map(|n| User {
            user_name: format!("user_{n:03}"),
            name: ["Zoë Müller", "Quinn O'Example", "Jane Doe"][n % 3].to_owned(),
            status: if n % 5 == 2 { "Disabled" } else { "Active" }.to_owned(),
            information: if n % 2 == 0 { "Clerk; 2nd floor" } else { "" }.to_owned(),
        })
        .collect()
}

/// A portal, and its administrator who is signed in.
fn signed_in(markup: Markup, count: usize) -> (Outside, Person) {
    let portal = Outside::start(markup, users(count));
    let person = Person::new(&portal.profile());
    let run = talk_with(&person, &["sign-in", "--to", "group"], |ask, _| {
        match ask["for"].as_str() {
            Some("user_name") => Some(json!(ADMIN)),
            Some("password") => Some(json!(PASSWORD)),
            _ => None,
        }
    });
    assert_eq!(run.code, 0, "{run:?}");
    (portal, person)
}

/// As [`signed_in`], and the roster is read.
fn at_the_desk(markup: Markup, count: usize) -> (Outside, Person) {
    let (portal, person) = signed_in(markup, count);
    person.done(&["group", "roster", "--refresh"]);
    (portal, person)
}

const PLAIN: Markup = Markup::PLAIN;

#[rstest]
#[case::as_described(PLAIN)]
#[case::by_links_behind_a_redirect(Markup { order: [3, 2, 0, 1], heads: Heads::Upper, control: Control::Links, after: After::SendsOn, beside: Beside::Tables, latin1: true, ..PLAIN })]
#[case::by_pictures_behind_a_refresh(Markup { order: [2, 0, 1, 3], heads: Heads::BoldCells, control: Control::Images, paging: Paging::PictureTwice, after: After::Refreshes, per: 7, ..PLAIN })]
#[case::one_form_and_a_question(Markup { order: [1, 3, 2, 0], heads: Heads::ColonsAndHardBlanks, control: Control::OneForm, paging: Paging::Button, after: After::AsksAgain, beside: Beside::Layout, per: 10, ..PLAIN })]
#[case::a_page_of_its_own_says_so(Markup { control: Control::Forms, after: After::PageOfItsOwn, beside: Beside::Search, per: 10, latin1: true, ..PLAIN })]
#[case::without_a_word_on_the_first_page(Markup { control: Control::OneForm, after: After::FirstPageWithoutAWord, beside: Beside::Search, per: 7, ..PLAIN })]
#[case::a_button_that_cannot_be_pressed_on_the_last_page(Markup { order: [1, 0, 3, 2], control: Control::Links, paging: Paging::LinkThenDeadButton, per: 7, ..PLAIN })]
fn each_click_is_the_right_one_whatever_the_markup(#[case] markup: Markup) {
    let (portal, person) = at_the_desk(markup, 31);
    let run = person.done(&["group", "roster"]);
    assert_eq!(run.lines.len(), 31, "{run:?}");
    for user in &portal.world().users {
        let line = of(&run, &user.user_name);
        let read = [&line["name"], &line["status"], &line["information"]];
        let is = [
            user.name.clone(),
            user.status.to_lowercase(),
            user.information.clone(),
        ];
        assert_eq!(read, [&json!(is[0]), &json!(is[1]), &json!(is[2])]);
    }
    for (verb, user, is) in [
        ("disable", "user_030", "disabled"),
        ("activate", "user_012", "active"),
        ("remove", "user_000", "removed"),
    ] {
        let run = person.done(&["group", verb, user]);
        assert_eq!(of(&run, user)["state"], "done", "{run:?}");
        assert_eq!(portal.world().status_of(user), is);
    }
    assert_eq!(
        portal.world().effects,
        [
            "user_030 disabled",
            "user_012 activated",
            "user_000 removed"
        ],
        "each once, and nobody else"
    );
}

/// An administrator who is signed in, before a portal that asks everybody for a log-on at its entrance.
fn remembered() -> (Outside, Person) {
    let markup = Markup {
        entrance_asks: true,
        ..PLAIN
    };
    let portal = Outside::start(markup, users(3));
    let person = Person::new(&portal.profile());
    let run = talk_with(
        &person,
        &["sign-in", "--to", "group", "--remember"],
        |ask, _| match ask["for"].as_str() {
            Some("user_name") => Some(json!(ADMIN)),
            Some("password") => Some(json!(PASSWORD)),
            _ => None,
        },
    );
    assert_eq!(run.code, 0, "{run:?}");
    person.done(&["group", "roster", "--refresh"]);
    (portal, person)
}

#[test]
fn a_page_that_is_menu_and_log_on_at_once_is_not_asked_for_for_ever() {
    let (portal, person) = remembered();
    portal.world().menu_asks_too = true;
    let before = portal.world().log.len();
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_ne!(run.code, 0, "{run:?}");
    let world = portal.world();
    let asked = world.log.len() - before;
    assert!(asked <= 5, "{asked} requests: {:?}", world.log);
}

#[test]
fn after_access_to_the_menu_was_denied_nobody_is_logged_on_by_the_program() {
    let (portal, person) = remembered();
    portal.world().trap = Some((Where::Menu, 0, Trap::AccessDenied));
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!((run.code, run.kind()), (4, "access_denied"), "{run:?}");
    let world = portal.world();
    assert_eq!(
        Some(world.log.len()),
        world.trapped_at,
        "not one request after it: {:?}",
        world.log
    );
}

#[test]
fn where_the_entrance_asks_everybody_for_a_log_on_the_session_counts() {
    let markup = Markup {
        entrance_asks: true,
        ..PLAIN
    };
    let (portal, person) = at_the_desk(markup, 3);
    let run = person.done(&["group", "disable", "user_000"]);
    assert_eq!(of(&run, "user_000")["state"], "done", "{run:?}");
    portal.world().end_sessions();
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!((run.code, run.kind()), (3, "needs_person"), "{run:?}");
}

#[test]
fn a_menu_that_explains_what_disabled_means_disables_nobody() {
    let markup = Markup {
        menu_explains: true,
        ..PLAIN
    };
    let (_portal, person) = at_the_desk(markup, 3);
    assert_eq!(person.done(&["group", "roster"]).lines.len(), 3);
}

#[rstest]
#[case::as_usual("There are no users in your group.", 0)]
#[case::currently("No users are currently associated with your group.", 0)]
#[case::counted("0 users", 0)]
#[case::not_said("Please choose.", 8)]
fn none_is_said_by_the_portal_alone(#[case] words: &'static str, #[case] code: i32) {
    let (_portal, person) = signed_in(
        Markup {
            none: words,
            ..PLAIN
        },
        0,
    );
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!(run.code, code, "{run:?}");
}

#[test]
fn two_rosters_on_one_page_stop() {
    let markup = Markup {
        beside: Beside::SecondRoster,
        ..PLAIN
    };
    let (portal, person) = signed_in(markup, 3);
    let run = person.run(&["group", "roster", "--refresh"]);
    assert_eq!((run.code, run.kind()), (8, "label_ambiguous"), "{run:?}");
    assert!(portal.world().effects.is_empty());
}

/// Three actions wait, one for each page; `trap` closes in the middle of their delivery.
fn stopped(at: Where, skip: usize, trap: Trap) -> (Outside, Person, Run) {
    let markup = Markup {
        after: After::SendsOn,
        per: 10,
        ..PLAIN
    };
    let (portal, person) = at_the_desk(markup, 30);
    for user in WAITING {
        person.done(&["group", "disable", user, "--later"]);
    }
    portal.world().trap = Some((at, skip, trap));
    let run = person.run(&["deliver"]);
    assert!(portal.world().trapped_at.is_some(), "{run:?}");
    let denied = denies(&run.error()["message"]);
    assert!(!denied || portal.world().effects.is_empty(), "{run:?}");
    (portal, person, run)
}

const WAITING: [&str; 3] = ["user_000", "user_014", "user_029"];

/// Nothing is said that is not so, while it stands still and after it was settled.
fn comes_to_its_end(portal: &Outside, person: &Person) {
    let honest = |outbox: &Run| {
        for user in WAITING {
            let line = of(outbox, user);
            let is = portal.world().status_of(user);
            assert!(line["state"] != "done" || is == "disabled", "{line}");
            assert!(
                !denies(&line["message"]) || is == "active",
                "{user} is {is}: {line}"
            );
        }
    };
    honest(&person.done(&["outbox"]));
    person.run(&["access", "resume"]);
    person.clock_ahead(30);
    person.run(&["deliver"]);
    person.done(&["reconcile"]);
    person.run(&["deliver"]);
    let outbox = person.done(&["outbox"]);
    honest(&outbox);
    for user in WAITING {
        let line = of(&outbox, user);
        let ended = ["done", "failed"].contains(&line["state"].as_str().unwrap());
        assert!(ended, "stuck: {line}");
        let is = portal.world().status_of(user);
        assert_eq!(line["state"] == "done", is == "disabled", "{line}");
        let effects = portal.world().effects.clone();
        let times = effects.iter().filter(|e| e.starts_with(user)).count();
        assert!(times <= 1, "{effects:?}");
    }
}

/// Whether a message says that nothing came of it.
fn denies(message: &Value) -> bool {
    let words = message.as_str().unwrap_or_default().to_lowercase();
    let denied = ["not sent", "nothing was changed", "nothing was sent"];
    denied.iter().any(|w| words.contains(w))
}

#[rstest]
fn after_a_refusal_or_a_challenge_not_one_request_more(
    #[values(Trap::Refusal, Trap::Challenge)] trap: Trap,
    #[values(
        (Where::List, 0),
        (Where::List, 2),
        (Where::Click, 1),
        (Where::Done, 1),
        (Where::Landing, 1)
    )]
    at: (Where, usize),
) {
    let (portal, person, run) = stopped(at.0, at.1, trap);
    assert_eq!((run.code, run.kind()), (6, "access_stopped"), "{run:?}");
    let asked = portal.world().log.len();
    assert_eq!(
        Some(asked),
        portal.world().trapped_at,
        "{:?}",
        portal.world().log
    );
    for command in [["deliver"].as_slice(), &["group", "roster", "--refresh"]] {
        assert_eq!(person.run(command).code, 6);
    }
    person.run(&["reconcile"]);
    assert_eq!(portal.world().log.len(), asked, "nothing more is sent");
    comes_to_its_end(&portal, &person);
}

#[rstest]
fn a_portal_that_wants_a_pause_gets_it_and_nothing_is_said_that_is_not_so(
    #[values(
        Trap::TooManyRequests,
        Trap::OutOfService,
        Trap::MaintenancePage,
        Trap::Error
    )]
    trap: Trap,
    #[values((Where::List, 0), (Where::Click, 1), (Where::Done, 1), (Where::Landing, 1))] at: (
        Where,
        usize,
    ),
) {
    let (portal, person, run) = stopped(at.0, at.1, trap);
    let lost = trap == Trap::Error || at.0 == Where::Landing;
    let codes: &[i32] = match (at.0, lost) {
        (Where::List, _) => &[5],
        // What was carried out and answered with an error is found on the list of the same delivery.
        (_, true) => &[9, 0],
        (_, false) => &[5],
    };
    assert!(codes.contains(&run.code), "{run:?}");
    if trap == Trap::TooManyRequests && run.code == 5 {
        assert!(run.error()["retry_at"].is_string(), "{run:?}");
        let asked = portal.world().log.len();
        assert_eq!(Some(asked), portal.world().trapped_at, "a pause is a pause");
    }
    comes_to_its_end(&portal, &person);
}
