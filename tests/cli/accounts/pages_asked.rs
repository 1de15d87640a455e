//! A journey adds no waiting of its own: one request for each page that it reaches, and one for each picture.

use serde_json::json;

use super::journeys::{issued, knows_all, user};
use super::portal::{AccountPortal, Habits};
use super::talk::{Answers, answers_file, person_at, talk};
use crate::harness::Person;

/// Walks a journey: the pages that it reached, the requests for pages, the requests for pictures.
fn walks(
    portal: &AccountPortal,
    person: &Person,
    command: &[&str],
    knows: &Answers,
) -> (String, usize, usize) {
    let before = portal.requests();
    let run = talk(person, command, knows);
    assert_eq!(run.code, 0, "{command:?}: {run:?}");
    let world = portal.world();
    let log = &world.log[before..];
    let pictures = log.iter().filter(|r| r.path == "/phrase.png").count();
    (run.steps().join(" "), log.len() - pictures, pictures)
}

#[test]
fn a_journey_asks_once_for_each_page_and_picture() {
    let portal = AccountPortal::start(Habits::PLAIN);
    for (name, account) in [("jdoe_admin", issued()), ("jdoe_records", user())] {
        portal.world().accounts.insert(name.to_owned(), account);
    }
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_second\"");
    let link = format!("{}/join?g=g77", portal.base());
    let look = |command: &[&str], knows: Answers| walks(&portal, &person, command, &knows);
    let admin = knows_all().with("user_name", json!("jdoe_admin"));

    let mut all = vec![
        look(&["register", "administrator"], admin),
        look(&["register", "user", "--answers", &file], knows_all()),
        look(&["associate", &link], knows_all()),
        look(&["preferences"], knows_all()),
        look(&["preferences", "--set", "Default Court=Cole"], knows_all()),
        look(&["dissociate"], knows_all()),
        look(&["sign-in", "--to", "ecf"], knows_all()),
        look(&["register", "account", "--answers", &file], knows_all()),
        look(&["register", "account", "--resend"], knows_all()),
        look(&["recover", "password"], knows_all()),
        look(&["recover", "user-name"], knows_all()),
    ];
    if let Some(account) = portal.world().accounts.get_mut("jane.doe@example.org") {
        (account.verified, account.needs_code) = (true, true);
    }
    all.push(look(&["sign-in", "--to", "casenet"], knows_all()));
    all.push(look(&["change-password"], knows_all()));
    let mut drawn = 0;
    for (pages, asked, pictures) in all {
        let reached = pages.split(' ').count();
        assert!(
            asked <= reached,
            "{asked} requests for the {reached} pages {pages}"
        );
        drawn += pictures;
    }
    assert_eq!(drawn, 1, "the one picture that a person was asked about");
}
