//! Every refusal that a person can meet has a message of its own, in the portal's words where it has any, and a way on.

use docketbell_practice::{Act, Fault, FaultKind};
use serde_json::{Value, json};

use super::practice_court::{Court, LINK, court_in};
use super::talk::{Talk, answers_file, talk_with};
use crate::harness::Person;

/// A refusal: how it is met, and what is said of it.
struct Case {
    name: &'static str,
    exit: i32,
    kind: &'static str,
    /// The question that it is about.
    about: Option<&'static str>,
    /// The portal's words, or ours where it has none.
    says: &'static str,
    /// The way on.
    way_on: &'static str,
    meets: fn(&Court, &Person) -> Talk,
}

const CASES: [Case; 10] = [
    Case {
        name: "wrong phrase",
        exit: 4,
        kind: "refused",
        about: Some("phrase"),
        says: "phrase",
        way_on: "another picture",
        meets: |court, person| register(court, person, &[("phrase", "not the picture's")]),
    },
    Case {
        name: "taken user name",
        exit: 4,
        kind: "refused",
        about: Some("user_name"),
        says: "already taken",
        way_on: "Choose another user name",
        meets: |court, person| register(court, person, &[("user_name", "jdoe_records")]),
    },
    Case {
        name: "weak password",
        exit: 4,
        kind: "refused",
        about: Some("password"),
        says: "The password must have at least 8 characters",
        way_on: "Choose another password",
        meets: |court, person| register(court, person, &[("password", "weak")]),
    },
    Case {
        name: "invalid address",
        exit: 4,
        kind: "refused",
        about: Some("email"),
        says: "Please enter a valid e-mail address",
        way_on: "Check the e-mail address",
        meets: |court, person| register(court, person, &[("email", "jane.doe.example.org")]),
    },
    Case {
        name: "wrong PIN",
        exit: 4,
        kind: "refused",
        about: Some("pin"),
        says: "The Pin does not match",
        way_on: "Ask your group's administrator for the PIN",
        meets: |court, person| associate(court, person, LINK, &[("pin", "111111")]),
    },
    Case {
        name: "unknown group",
        exit: 4,
        kind: "unknown_group",
        about: None,
        says: "The group was not found",
        way_on: "Ask your group's administrator for its link",
        meets: |court, person| associate(court, person, "/ecf/groupAssociation?group=nobody", &[]),
    },
    Case {
        name: "expired link",
        exit: 4,
        kind: "link_expired",
        about: None,
        says: "This link has expired",
        way_on: "Ask for a new one",
        meets: |court, person| {
            let end = json!({ "do": "end_group_link", "group": "7f3a90" });
            act(court, end);
            associate(court, person, LINK, &[])
        },
    },
    Case {
        name: "expired verification",
        exit: 4,
        kind: "not_verified",
        about: None,
        says: "counted until",
        way_on: "--resend",
        meets: |court, person| {
            let file = answers_file(person, "");
            let made = asks(
                court,
                person,
                &["register", "account", "--answers", &file],
                &[],
            );
            assert_eq!(made.code, 0, "{made:?}");
            act(
                court,
                json!({ "do": "advance_clock", "seconds": 25 * 3600 }),
            );
            person.clock_ahead(25 * 60);
            asks(court, person, &["sign-in", "--to", "casenet"], &[])
        },
    },
    Case {
        name: "locked account",
        exit: 4,
        kind: "locked_out",
        about: None,
        says: "locked",
        way_on: "Wait 30 minutes",
        meets: |court, person| {
            act(court, json!({ "do": "account_settings", "tries": 1 }));
            let wrong = [("user_name", "jdoe_records"), ("password", "Wrong-2026")];
            asks(court, person, &["sign-in", "--to", "ecf"], &wrong)
        },
    },
    Case {
        name: "unsupported page",
        exit: 8,
        kind: "unexpected_page",
        about: None,
        says: "another page than expected",
        way_on: "browser",
        meets: |court, person| {
            let fault = Fault::new(FaultKind::UnknownPage).on_path("addresses");
            court.practice.world().set_fault(fault).unwrap();
            register(court, person, &[])
        },
    },
];

fn act(court: &Court, act: Value) {
    let act: Act = serde_json::from_value(act).unwrap();
    court.practice.world().act(act).unwrap();
}

fn register(court: &Court, person: &Person, answers: &[(&str, &str)]) -> Talk {
    let file = answers_file(person, "");
    // The file's address is the right one; a wrong one is typed there as well.
    if let Some((_, wrong)) = answers.iter().find(|(name, _)| *name == "email") {
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("jane.doe@example.org", wrong)).unwrap();
    }
    asks(
        court,
        person,
        &["register", "user", "--answers", &file],
        answers,
    )
}

fn associate(court: &Court, person: &Person, link: &str, answers: &[(&str, &str)]) -> Talk {
    let knows = [
        &[("user_name", "troe_clerk"), ("password", "Practice-2026")],
        answers,
    ]
    .concat();
    act(
        court,
        json!({ "do": "add_account", "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe" }),
    );
    asks(court, person, &["associate", &court.link(link)], &knows)
}

/// Answers each question once; what is asked again was refused, and nobody has a better answer.
fn asks(court: &Court, person: &Person, command: &[&str], answers: &[(&str, &str)]) -> Talk {
    talk_with(person, command, |ask, _| {
        if ask["refused"].is_string() {
            return None;
        }
        let known = |name: &str| answers.iter().find(|(known, _)| *known == name);
        let name = ask["for"].as_str().unwrap_or_default();
        match (known(name), ask["ask"].as_str().unwrap_or_default()) {
            (Some((_, words)), _) => Some(json!(words)),
            (None, "phrase") => Some(json!(court.practice.world().phrases()[0].phrase)),
            (None, "agreement") => Some(json!(true)),
            (None, _) => Some(match name {
                "user_name" => json!("jdoe_sample"),
                "email" => json!("jane.doe@example.org"),
                "password" => json!("Practice-1"),
                "pin" => json!("482916"),
                _ => json!("Sample"),
            }),
        }
    })
}

#[test]
fn each_refusal_has_a_message_and_a_way_on_of_its_own() {
    let mut said: Vec<(String, String)> = Vec::new();
    for case in CASES {
        let name = case.name;
        let court = court_in("plain", 0);
        let person = court.person();
        let run = (case.meets)(&court, &person);
        assert_eq!(
            (run.code, run.kind()),
            (case.exit, case.kind),
            "{name}: {run:?}"
        );
        let (message, hint) = (run.message(), run.error()["hint"].as_str().unwrap());
        assert!(message.contains(case.says), "{name}: {message}");
        assert!(hint.contains(case.way_on), "{name}: {hint}");
        assert_eq!(run.error()["for"].as_str(), case.about, "{name}: {run:?}");
        for (other, (its_message, its_hint)) in CASES.iter().zip(&said) {
            let other = other.name;
            assert_ne!(message, its_message, "{name} and {other} share a message");
            assert_ne!(hint, its_hint, "{name} and {other} share a way on");
        }
        said.push((message.to_owned(), hint.to_owned()));
    }
}
