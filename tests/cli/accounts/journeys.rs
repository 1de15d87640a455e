//! Every journey from its start to its end, whatever the markup.

use rstest::rstest;
use serde_json::json;

use super::portal::{Account, AccountPortal, Habits};
use super::talk::{Answers, answers_file, person_at, talk, talk_with};

pub const PASSWORD: &str = "Canary-Pass-1";
pub const NEW_PASSWORD: &str = "Canary-New-22";
pub const TEMPORARY: &str = "canary-temp-33";
pub const PIN: &str = "canary-pin-4711";
pub const SECURITY: &str = "canary answer blue";

/// Somebody who knows everything.
pub fn knows_all() -> Answers {
    Answers::new(&[
        ("user_name", "jdoe_records"),
        ("email", "jane.doe@example.org"),
        ("password", PASSWORD),
        ("temporary_password", TEMPORARY),
        ("new_password", NEW_PASSWORD),
        ("pin", PIN),
        ("security_answer", SECURITY),
        ("email_code", "canary-code-90210"),
        ("group", "Sample Records Agency"),
        ("User Information", "Records clerk"),
        ("Phone", "573-555-0101"),
        ("Fax", "573-555-0102"),
    ])
}

/// An account that the court's security unit issued.
pub fn issued() -> Account {
    Account {
        password: TEMPORARY.into(),
        must_change: true,
        administrator: true,
        missing: vec!["Phone".into(), "Fax".into()],
        ..Account::default()
    }
}

/// An account of a registered user.
pub fn user() -> Account {
    Account {
        password: PASSWORD.into(),
        has_questions: true,
        ..Account::default()
    }
}

/// The habits, and labels as the page shows them.
pub const ALL: [Habits; 5] = [
    Habits::PLAIN,
    Habits::OLD,
    Habits::ODD,
    Habits::ABOVE,
    Habits::AROUND,
];

#[rstest]
fn a_group_user_registers(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let run = talk(
        &person,
        &["register", "user", "--answers", &file],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.steps(),
        ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"],
        "{run:?}"
    );
    assert_eq!(
        run.asked(),
        [
            "password",
            "phrase",
            "security_answer",
            "security_answer",
            "security_answer"
        ],
        "what the file holds is not asked"
    );
    assert_eq!(run.last()["outcome"], "registered");
    assert_eq!(run.last()["next"], "associate");
    let world = portal.world();
    let account = &world.accounts["jdoe_records"];
    assert_eq!(account.password, PASSWORD);
    assert_eq!(
        account.facts["First Name"], "Jané",
        "in the page's character set"
    );
    assert_eq!(
        (
            account.facts["mail"].as_str(),
            account.facts["bill"].as_str()
        ),
        ("100 Any St", "100 Any St")
    );
    assert_eq!(account.facts["phone"], "573-555-0100");
    let pages = world.log.iter().filter(|r| r.path != "/phrase.png").count();
    let hops = if ALL[habits].redirects { 7 } else { 0 };
    assert!(pages <= 8 + hops, "at most one request a page: {pages}");
    assert_eq!(
        world.log.iter().filter(|r| r.path == "/phrase.png").count(),
        1
    );
}

#[rstest]
fn a_group_administrator_registers(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    let person = person_at(&portal);
    let file = person.home().join("answers.toml");
    std::fs::write(
        &file,
        "user_name = \"jdoe_records\"\n[my_account]\n\"Phone\" = \"573-555-0100\"\n",
    )
    .unwrap();
    let run = talk(
        &person,
        &[
            "register",
            "administrator",
            "--answers",
            file.to_str().unwrap(),
        ],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["outcome"], "registered");
    let asked = run.asked();
    assert_eq!(
        asked.iter().filter(|a| *a == "Phone").count(),
        0,
        "the file holds it: {asked:?}"
    );
    assert_eq!(
        asked.iter().filter(|a| *a == "Fax").count(),
        1,
        "by its own label: {asked:?}"
    );
    assert!(
        !asked.contains(&"pin".to_owned()),
        "the PIN is asked only where it is needed"
    );
    let world = portal.world();
    let account = &world.accounts["jdoe_records"];
    assert!(
        account.agreed && account.subscribed && account.has_questions && account.missing.is_empty(),
        "{account:?}"
    );
    assert_eq!(account.password, NEW_PASSWORD);
    assert_eq!(account.facts["Phone"], "573-555-0100");
    assert_eq!(account.facts["Fax"], "573-555-0102");
}

#[rstest]
fn a_user_joins_a_group_and_leaves_it(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(
        &person,
        &["associate", &link, "--info", "Records clerk"],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.steps(), ["B9", "B10", "B11", "B12"]);
    assert_eq!(run.last()["outcome"], "associated");
    assert_eq!(run.last()["group"], "Sample Records Agency");
    assert!(
        run.stderr.contains("copied on every e-mail"),
        "said before the PIN: {}",
        run.stderr
    );
    {
        let world = portal.world();
        let account = &world.accounts["jdoe_records"];
        assert_eq!(account.group.as_deref(), Some("Sample Records Agency"));
        assert_eq!(account.facts["information"], "Records clerk");
    }
    let run = talk(
        &person,
        &["dissociate"],
        &knows_all().with("agreement", json!(false)),
    );
    assert_eq!(
        (run.code, run.kind()),
        (3, "needs_person"),
        "it asks first: {run:?}"
    );
    assert!(portal.world().accounts["jdoe_records"].group.is_some());
    let run = talk(&person, &["dissociate"], &knows_all());
    assert_eq!(
        (run.code, run.last()["outcome"].as_str()),
        (0, Some("dissociated")),
        "{run:?}"
    );
    assert!(portal.world().accounts["jdoe_records"].group.is_none());
}

#[rstest]
fn a_casenet_account_is_made_and_signed_in_to(#[values(0, 1, 2, 3, 4)] habits: usize) {
    let portal = AccountPortal::start(ALL[habits]);
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let run = talk(
        &person,
        &["register", "account", "--answers", &file],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["outcome"], "registered");
    assert_eq!(run.last()["next"], "verify_email");
    let until: jiff::Timestamp = run.last()["until"].as_str().unwrap().parse().unwrap();
    let hours = until.duration_since(jiff::Timestamp::now()).as_hours();
    assert!((23..=24).contains(&hours), "{hours}");

    let run = talk(&person, &["sign-in", "--to", "casenet"], &knows_all());
    assert_eq!((run.code, run.kind()), (4, "not_verified"), "{run:?}");
    {
        let mut world = portal.world();
        let account = world.accounts.get_mut("jane.doe@example.org").unwrap();
        (account.verified, account.needs_code) = (true, true);
    }
    let run = talk(&person, &["sign-in", "--to", "casenet"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["outcome"], "signed_in");
    assert_eq!(
        (run.last()["as"].as_str(), run.last()["to"].as_str()),
        (Some("jane.doe@example.org"), Some("casenet"))
    );
    assert!(run.steps().contains(&"C4".to_owned()));
    let out = talk(&person, &["sign-out"], &knows_all());
    assert_eq!(
        (out.code, out.last()["outcome"].as_str()),
        (0, Some("signed_out")),
        "{out:?}"
    );
}

#[test]
fn forgotten_names_and_passwords_are_mailed() {
    let portal = AccountPortal::start(Habits::OLD);
    let person = person_at(&portal);
    for what in ["password", "user-name"] {
        let run = talk(&person, &["recover", what], &knows_all());
        assert_eq!(
            (run.code, run.last()["next"].as_str()),
            (0, Some("read_email")),
            "{run:?}"
        );
    }
    assert_eq!(portal.world().mails.len(), 2);
}

#[test]
fn a_disabled_user_and_one_without_a_group_are_told_in_the_portals_words() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().accounts.insert(
        "jdoe_records".into(),
        Account {
            disabled: true,
            ..user()
        },
    );
    let person = person_at(&portal);
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.last()["notice"],
        "Your group administrator has disabled your access to the group."
    );
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all());
    assert_eq!(
        run.last()["notice"],
        "You are not associated with a group.",
        "{run:?}"
    );
}

#[test]
fn a_refused_log_in_is_never_tried_again_and_is_counted_with_the_portal() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let wrong = || knows_all().with("password", json!("canary-wrong-9"));
    let posts = || {
        portal
            .world()
            .log
            .iter()
            .filter(|r| r.method == "POST")
            .count()
    };
    let run = talk(&person, &["sign-in", "--to", "ecf"], &wrong());
    assert_eq!((run.code, run.kind()), (4, "log_in_refused"), "{run:?}");
    assert!(run.message().contains("2 attempts remaining"), "{run:?}");
    assert_eq!(posts(), 1, "one try");
    let run = talk(&person, &["sign-in", "--to", "ecf"], &wrong());
    assert_eq!(run.error()["tries_left"], 1, "{run:?}");
    let run = talk(&person, &["sign-in", "--to", "ecf"], &wrong());
    assert_eq!((run.code, run.kind()), (4, "locked_out"), "{run:?}");
    assert_eq!(posts(), 3);
    let retry: jiff::Timestamp = run.error()["retry_at"].as_str().unwrap().parse().unwrap();
    let minutes = retry.duration_since(jiff::Timestamp::now()).as_mins();
    assert!((28..=30).contains(&minutes), "{minutes}");
}

#[test]
fn the_last_try_before_a_lock_is_warned_of() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let file = person.home().join("who.toml");
    std::fs::write(&file, "user_name = \"jdoe_records\"").unwrap();
    let wrong = knows_all()
        .with("password", json!("canary-wrong-9"))
        .with("temporary_password", json!("canary-wrong-9"));
    for _ in 0..2 {
        talk(
            &person,
            &[
                "register",
                "administrator",
                "--answers",
                file.to_str().unwrap(),
            ],
            &wrong,
        );
    }
    let run = talk(
        &person,
        &[
            "register",
            "administrator",
            "--answers",
            file.to_str().unwrap(),
        ],
        &wrong.only(0),
    );
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("last try"), "{run:?}");
}

#[test]
fn another_picture_is_shown_when_wanted_and_what_was_typed_stays() {
    let portal = AccountPortal::start(Habits::PLAIN);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let mut pictures = Vec::new();
    let run = talk_with(
        &person,
        &["register", "user", "--answers", &file],
        |ask, _| {
            Some(match ask["for"].as_str().unwrap() {
                "phrase" => {
                    let path = ask["image"].as_str().unwrap().to_owned();
                    let words =
                        String::from_utf8_lossy(&std::fs::read(&path).unwrap()[8..]).into_owned();
                    #[cfg(unix)]
                    {
                        use std::os::unix::fs::PermissionsExt;
                        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
                        assert_eq!(mode & 0o777, 0o600, "only its person reads it");
                    }
                    pictures.push(path);
                    match pictures.len() {
                        1 | 2 => serde_json::Value::Null,
                        3 => json!("something else"),
                        _ => json!(words),
                    }
                }
                "password" => json!(PASSWORD),
                _ => json!(SECURITY),
            })
        },
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(pictures.len(), 4, "two other pictures, one wrong phrase");
    assert_eq!(
        run.asked().iter().filter(|a| *a == "password").count(),
        1,
        "what was typed stays: {run:?}"
    );
    let again = run
        .lines
        .iter()
        .filter(|l| l["for"] == "phrase")
        .nth(3)
        .unwrap();
    assert_eq!(again["refused"], "The phrase does not match the picture.");
    for path in pictures {
        assert!(
            !std::path::Path::new(&path).exists(),
            "the picture's file is gone"
        );
    }
}

#[test]
fn a_refusal_is_asked_again_at_its_field_and_ends_with_the_portals_words() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().accounts.insert("taken".into(), user());
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"taken\"");
    // The same name again: not sent a second time.
    let run = talk(
        &person,
        &["register", "user", "--answers", &file],
        &knows_all().with("user_name", json!("taken")),
    );
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    assert!(
        run.message().contains("This user name is already in use."),
        "{run:?}"
    );
    let tries = portal
        .world()
        .log
        .iter()
        .filter(|r| r.stage == "B3" && r.method == "POST")
        .count();
    assert_eq!(tries, 1, "the same answer is not sent twice");
    // Another one goes through.
    let run = talk(
        &person,
        &["register", "user", "--answers", &file],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert!(portal.world().accounts.contains_key("jdoe_records"));
}

#[test]
fn a_wrong_pin_is_told_in_the_portals_words() {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let run = talk(
        &person,
        &["associate", &link],
        &knows_all().with("pin", json!("canary-wrong-pin")),
    );
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    assert!(
        run.message().contains("The PIN is not the group's."),
        "{run:?}"
    );
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!(run.code, 0, "it goes on from there: {run:?}");
    assert!(
        !run.steps().contains(&"B9".to_owned()),
        "without a second log-on: {run:?}"
    );
}

#[test]
fn a_link_to_another_host_gets_nothing() {
    let portal = AccountPortal::start(Habits::PLAIN);
    let person = person_at(&portal);
    let link = format!(
        "{}/join?g=g77",
        portal.base().replace("127.0.0.1", "localhost")
    );
    let run = talk(&person, &["associate", &link], &knows_all());
    assert_eq!((run.code, run.kind()), (8, "foreign_host"), "{run:?}");
    assert_eq!(portal.requests(), 0);
    let run = talk(&person, &["associate", "not a link"], &knows_all());
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn what_is_remembered_signs_in_without_a_question_until_it_is_refused() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().accounts.insert(
        "jdoe_records".into(),
        Account {
            group: Some("Sample Records Agency".into()),
            ..user()
        },
    );
    let person = person_at(&portal);
    let run = talk(
        &person,
        &["sign-in", "--to", "ecf", "--remember"],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let run = talk(&person, &["sign-in"], &knows_all().only(0));
    assert_eq!((run.code, run.asked().len()), (0, 0), "{run:?}");
    assert_eq!(run.last()["to"], "ecf", "where the last journey was");
    portal
        .world()
        .accounts
        .get_mut("jdoe_records")
        .unwrap()
        .password = "Another-1".into();
    let run = talk(&person, &["sign-in"], &knows_all().only(0));
    assert_eq!((run.code, run.kind()), (4, "log_in_refused"), "{run:?}");
    let run = talk(&person, &["sign-in"], &knows_all().only(0));
    assert_eq!(run.code, 3, "a refused password is forgotten: {run:?}");
}
