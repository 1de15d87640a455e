//! What somebody who is signed in does: the defaults for eFiling, a new password, another verification e-mail.

use rstest::rstest;
use serde_json::{Value, json};

use super::journeys::{ALL, NEW_PASSWORD, PASSWORD, issued, knows_all, user};
use super::portal::{Account, AccountPortal, Habits, Trap};
use super::talk::{Talk, answers_file, person_at, talk};

const COPIES: &str = "Send me a copy of what I file";

fn in_group() -> Account {
    Account {
        group: Some("Sample Records Agency".into()),
        facts: [
            ("court".to_owned(), "Boone".to_owned()),
            ("notify".to_owned(), "jane.doe@example.org".to_owned()),
        ]
        .into(),
        ..user()
    }
}

fn saves(portal: &AccountPortal) -> usize {
    let world = portal.world();
    let to_prefs = |r: &&super::portal::Asked| r.path == "/ecf/prefs" && r.method == "POST";
    world.log.iter().filter(to_prefs).count()
}

fn preference<'a>(run: &'a Talk, label: &str) -> &'a Value {
    run.last()["preferences"]
        .as_array()
        .and_then(|all| {
            let is = |p: &&Value| {
                p["label"]
                    .as_str()
                    .is_some_and(|l| l.eq_ignore_ascii_case(label))
            };
            all.iter().find(is)
        })
        .map_or(&Value::Null, |p| &p["value"])
}

#[rstest]
fn defaults_for_efiling_are_read_and_set_by_their_labels(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), in_group());
    let person = person_at(&portal);
    let run = talk(&person, &["preferences"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("read")),
        "{run:?}"
    );
    assert_eq!(preference(&run, "Default Court"), "Boone", "{run:?}");
    assert_eq!(preference(&run, "Notices go to"), "jane.doe@example.org");
    assert_eq!(preference(&run, COPIES), "no");
    assert_eq!(
        run.asked(),
        ["user_name", "password"],
        "nothing but the log-on"
    );
    assert_eq!(saves(&portal), 0, "looking changes nothing");

    let copies = format!("{COPIES}=yes");
    let set = [
        "preferences",
        "--set",
        "default court=Cole",
        "--set",
        &copies,
    ];
    let run = talk(&person, &set, &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("saved")),
        "{run:?}"
    );
    assert_eq!(
        preference(&run, "Default Court"),
        "Cole",
        "as the portal shows it"
    );
    {
        let world = portal.world();
        let facts = &world.accounts["jdoe_records"].facts;
        assert_eq!((&*facts["court"], &*facts["copies"]), ("Cole", "yes"));
        assert_eq!(facts["notify"], "jane.doe@example.org", "untouched");
        assert!(
            world.accounts["jdoe_records"].group.is_some(),
            "the way out of the group stands beside it and was not pressed"
        );
    }
    assert_eq!(saves(&portal), 1);
    let run = talk(&person, &set, &knows_all());
    assert_eq!(run.last()["outcome"], "nothing_done", "{run:?}");
    assert_eq!(saves(&portal), 1, "what is set already is not sent");
    let off = format!("{COPIES}=no");
    let run = talk(&person, &["preferences", "--set", &off], &knows_all());
    assert_eq!(run.last()["outcome"], "saved", "{run:?}");
    assert_eq!(portal.world().accounts["jdoe_records"].facts["copies"], "");
}

#[test]
fn a_default_that_the_page_does_not_have_stops_before_anything_is_sent() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), in_group());
    let person = person_at(&portal);
    let set = ["preferences", "--set", "Default Printer=Second floor"];
    let run = talk(&person, &set, &knows_all());
    assert_eq!((run.code, run.kind()), (8, "label_not_found"), "{run:?}");
    assert_eq!(run.error()["wanted"], "Default Printer");
    assert!(
        run.error()["offered"].to_string().contains("Default Court"),
        "{run:?}"
    );
    assert_eq!(saves(&portal), 0);
    // The next one does not carry it along.
    let run = talk(
        &person,
        &["preferences", "--set", "Default Court=Cole"],
        &knows_all(),
    );
    assert_eq!(run.last()["outcome"], "saved", "{run:?}");
}

#[test]
fn a_refused_default_is_asked_again_in_the_portals_words() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), in_group());
    let person = person_at(&portal);
    let set = ["preferences", "--set", "Notices go to=nowhere"];
    let same = knows_all().with("Notices go to", json!("nowhere"));
    let run = talk(&person, &set, &same);
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    assert!(
        run.message().contains("Enter a valid e-mail address."),
        "{run:?}"
    );
    assert_eq!(saves(&portal), 1, "the same answer is not sent twice");
    let better = knows_all().with("Notices go to", json!("j.doe@example.org"));
    let run = talk(&person, &set, &better);
    assert_eq!(run.last()["outcome"], "saved", "{run:?}");
    let asked = run.lines.iter().find(|l| l["for"] == "Notices go to");
    assert_eq!(asked.unwrap()["refused"], "Enter a valid e-mail address.");
    assert_eq!(
        portal.world().accounts["jdoe_records"].facts["notify"],
        "j.doe@example.org"
    );
}

#[rstest]
#[case::it_was_done(Trap::Lost, "done", "Cole")]
#[case::it_was_not(Trap::LostBefore, "failed", "Boone")]
fn a_lost_save_is_settled_by_reading_the_preferences(
    #[case] trap: Trap,
    #[case] state: &str,
    #[case] court: &str,
) {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), in_group());
    portal.world().trap = Some(("prefs".into(), trap));
    let person = person_at(&portal);
    let set = ["preferences", "--set", "Default Court=Cole"];
    let run = talk(&person, &set, &knows_all());
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let run = talk(&person, &set, &knows_all());
    assert_eq!(run.code, 9, "nothing is sent until it is settled: {run:?}");
    assert_eq!(saves(&portal), 1);
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["state"], state, "{run:?}");
    assert_eq!(saves(&portal), 1, "settling reads and never sends");
    let run = talk(&person, &["preferences"], &knows_all());
    assert_eq!(preference(&run, "Default Court"), court, "{run:?}");
    let run = talk(&person, &set, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(preference(&run, "Default Court"), "Cole", "{run:?}");
}

#[test]
fn somebody_without_a_group_has_no_defaults_and_is_told_so() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let run = talk(&person, &["preferences"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["outcome"], "nothing_done");
    assert_eq!(run.last()["notice"], "You are not associated with a group.");
}

fn casenet_account() -> Account {
    Account {
        verified: true,
        ..user()
    }
}

const EMAIL: &str = "jane.doe@example.org";

#[rstest]
fn a_password_is_changed_while_signed_in(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    portal
        .world()
        .accounts
        .insert(EMAIL.into(), casenet_account());
    let person = person_at(&portal);
    let run = talk(&person, &["change-password"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("changed")),
        "{run:?}"
    );
    assert_eq!(
        run.asked(),
        ["email", "password", "new_password"],
        "the password is not asked twice, nor the new one"
    );
    assert_eq!(portal.world().accounts[EMAIL].password, NEW_PASSWORD);
}

#[test]
fn a_kept_password_is_forgotten_or_replaced_when_it_is_changed() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert(EMAIL.into(), casenet_account());
    let person = person_at(&portal);
    let sign_in = ["sign-in", "--to", "casenet", "--remember"];
    assert_eq!(talk(&person, &sign_in, &knows_all()).code, 0);
    let run = talk(&person, &["change-password"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.asked(), ["new_password"], "the kept one logs on");
    let run = talk(
        &person,
        &["sign-in", "--to", "casenet"],
        &knows_all().only(0),
    );
    assert_eq!(
        run.code, 3,
        "it is asked; the old one is not tried: {run:?}"
    );
    portal.world().accounts.get_mut(EMAIL).unwrap().password = PASSWORD.into();
    assert_eq!(talk(&person, &sign_in, &knows_all()).code, 0);
    let run = talk(&person, &["change-password", "--remember"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    let run = talk(
        &person,
        &["sign-in", "--to", "casenet"],
        &knows_all().only(0),
    );
    assert_eq!(run.code, 0, "the new one is kept: {run:?}");
}

#[test]
fn a_refused_new_password_is_told_at_its_field() {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert(EMAIL.into(), casenet_account());
    let person = person_at(&portal);
    let weak = knows_all().with("new_password", json!("canary-without"));
    let run = talk(&person, &["change-password"], &weak);
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    assert!(run.message().contains("needs a digit"), "{run:?}");
    assert_eq!(run.error()["for"], "new_password");
    assert_eq!(portal.world().accounts[EMAIL].password, PASSWORD);
}

#[rstest]
#[case::it_was_done(Trap::Lost, 0, "done")]
#[case::it_was_not(Trap::LostBefore, 9, "uncertain")]
fn a_lost_new_password_is_settled_by_signing_in_with_it(
    #[case] trap: Trap,
    #[case] code: i32,
    #[case] state: &str,
) {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert(EMAIL.into(), casenet_account());
    portal.world().trap = Some(("password".into(), trap));
    let person = person_at(&portal);
    let run = talk(&person, &["change-password"], &knows_all());
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.asked().contains(&"new_password".to_owned()), "{run:?}");
    let settled = run.lines.iter().find(|l| l["kind"] == "change_password");
    assert_eq!(settled.unwrap()["state"], state, "{run:?}");
}

#[rstest]
fn another_verification_mail_is_asked_for(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let run = talk(
        &person,
        &["register", "account", "--answers", &file],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let run = talk(&person, &["register", "account", "--resend"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("mailed")),
        "{run:?}"
    );
    assert_eq!(run.last()["next"], "verify_email");
    let until: jiff::Timestamp = run.last()["until"].as_str().unwrap().parse().unwrap();
    let hours = until.duration_since(jiff::Timestamp::now()).as_hours();
    assert!((23..=24).contains(&hours), "24 hours from now: {hours}");
    assert_eq!(portal.world().mails, ["verify again"], "one more mail");
    let accounts = portal.world().accounts.len();
    assert_eq!(accounts, 1, "and no second account");
}

#[rstest]
#[case::it_was_done(Trap::Lost, "done")]
#[case::it_was_not(Trap::LostBefore, "failed")]
fn an_administrators_lost_password_change_is_settled_and_the_registration_goes_on(
    #[case] trap: Trap,
    #[case] state: &str,
) {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    portal.world().trap = Some(("A2".into(), trap.clone()));
    let person = person_at(&portal);
    let run = talk(&person, &["register", "administrator"], &knows_all());
    assert_eq!((run.code, run.kind()), (9, "uncertain"), "{run:?}");
    let run = talk(&person, &["register", "administrator"], &knows_all());
    assert_eq!(run.code, 9, "nothing is sent until it is settled: {run:?}");
    // Whoever has the old password still types that one when the new one is refused.
    let knows = || match trap {
        Trap::Lost => knows_all(),
        _ => knows_all().with("new_password", json!(super::journeys::TEMPORARY)),
    };
    let run = talk(&person, &["reconcile"], &knows());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["state"], state, "{run:?}");
    let run = talk(&person, &["register", "administrator"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("registered")),
        "{run:?}"
    );
    let asks_temporary = run.asked().contains(&"temporary_password".to_owned());
    assert_eq!(
        asks_temporary,
        state == "failed",
        "the password that counts is asked for: {run:?}"
    );
    let failed = portal.world().accounts["jdoe_records"].failed;
    assert_eq!(failed, 0, "no log-in was wasted");
    assert_eq!(
        portal.world().accounts["jdoe_records"].password,
        NEW_PASSWORD
    );
}
