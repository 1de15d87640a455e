//! A practice portal with a group, and its administrator at a terminal.

use docketbell_practice::{
    Act, Fault, FaultKind, GroupRef, IssueAdministrator, MARKUP_VARIANTS, MarkupWanted,
    PracticeConfig, RunningPractice, UserRef, World, start,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::accounts::talk::{Talk, talk_with};
use crate::harness::{Person, Run};

/// Whose registration is over.
pub const ADMIN: &str = "second_admin";
pub const PASSWORD: &str = "Practice-2026";

pub struct Court {
    pub practice: RunningPractice,
    runtime: Runtime,
}

/// The practice portal in a markup; behind the last of them, pages that are all written otherwise.
pub fn court(variant: usize) -> Court {
    let runtime = Runtime::new().unwrap();
    let practice = runtime.block_on(start(PracticeConfig::default())).unwrap();
    let (name, seed) = match MARKUP_VARIANTS.get(variant) {
        Some((name, _)) => (*name, 0),
        None => ("shuffle", variant as u64),
    };
    let court = Court { practice, runtime };
    court.act(Act::SetMarkup(MarkupWanted {
        variant: Some(name.to_owned()),
        seed,
        markup: None,
    }));
    court.act(Act::IssueAdministrator(IssueAdministrator {
        user_name: ADMIN.to_owned(),
        ready: true,
        ..IssueAdministrator::default()
    }));
    court
}

impl Court {
    pub fn world(&self) -> &World {
        self.practice.world()
    }

    pub fn act(&self, act: Act) {
        self.world().act(act).unwrap();
    }

    pub fn fill(&self, users: u32) {
        self.act(Act::FillGroup(GroupRef {
            count: users,
            ..GroupRef::default()
        }));
    }

    pub fn by_another(&self, act: fn(UserRef) -> Act, user: &str) {
        self.act(act(UserRef {
            user_name: user.to_owned(),
        }));
    }

    pub fn fault(&self, kind: FaultKind, path: &str) {
        self.world()
            .set_fault(Fault::new(kind).on_path(path).times(1))
            .unwrap();
    }

    pub fn person(&self) -> Person {
        Person::new(&self.practice.profile_toml())
    }

    /// An administrator who is signed in and has read the roster.
    pub fn administrator(&self) -> Person {
        let person = self.person();
        let run = self.talk(&person, &["sign-in", "--to", "group"]);
        assert_eq!(run.code, 0, "{run:?}");
        let run = person.run(&["group", "roster", "--refresh"]);
        assert_eq!(run.code, 0, "{run:?}");
        person
    }

    /// A command whose questions are answered.
    pub fn talk(&self, person: &Person, command: &[&str]) -> Talk {
        talk_with(person, command, |ask, _| {
            let name = ask["for"].as_str().unwrap_or_default();
            match (ask["ask"].as_str().unwrap_or_default(), name) {
                ("agreement", _) => Some(json!(true)),
                (_, "user_name" | "email") => Some(json!(ADMIN)),
                (_, "password") => Some(json!(PASSWORD)),
                (_, "pin") => Some(json!("CANARY77")),
                _ => None,
            }
        })
    }

    /// How the portal has a user: "active", "disabled", or "removed".
    pub fn truth(&self, user: &str) -> String {
        let accounts = self.ask("accounts");
        let account = accounts["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|a| a["user_name"] == user)
            .unwrap_or(&Value::Null)
            .clone();
        if account["group"].is_null() {
            return "removed".to_owned();
        }
        account["status"].as_str().unwrap_or_default().to_owned()
    }

    /// How often the portal told a user that they were removed.
    pub fn removals_told(&self, user: &str) -> usize {
        let to = format!("{user}@example.org");
        let mails = self.world().mails();
        mails
            .iter()
            .filter(|m| m.kind == "removed" && (m.to == to || m.text.contains(user)))
            .count()
    }

    /// Presses of buttons on Group Maintenance.
    pub fn presses(&self) -> usize {
        let asked = self.world().requests().since(0);
        asked
            .iter()
            .filter(|line| line.method == "POST" && line.path.contains("group-maintenance"))
            .count()
    }

    pub fn ask(&self, what: &str) -> Value {
        let url = format!("{}/practice/{what}", self.practice.base_url());
        let token = self.practice.token().to_owned();
        let text = self.runtime.block_on(async {
            reqwest::Client::new()
                .get(url)
                .header("x-practice-token", token)
                .send()
                .await
                .unwrap()
                .text()
                .await
                .unwrap()
        });
        serde_json::from_str(&text).unwrap()
    }
}

/// The line of a user.
pub fn of<'r>(run: &'r Run, user: &str) -> &'r Value {
    run.lines
        .iter()
        .find(|l| l["user_name"] == user)
        .unwrap_or_else(|| panic!("no line of {user}: {run:?}"))
}
