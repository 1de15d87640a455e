//! No password, PIN, answer, phrase or code anywhere but in the one request that it belongs to: every journey is walked
//! with canaries for secrets, then requests, output, logs and the data folder are searched for them in every writing.

use std::path::Path;

use docketbell_core::domain::JourneyKind;
use docketbell_testbed::canary::{dresses, found_in};
use serde_json::json;

use super::journeys::{NEW_PASSWORD, PASSWORD, PIN, SECURITY, TEMPORARY, issued, knows_all};
use super::portal::{AccountPortal, Asked, Habits, Trap};
use super::talk::{Answers, answers_file, person_at, talk};
use crate::harness::Person;

const CODE: &str = "canary-code-90210";
const ALL: [&str; 6] = [PASSWORD, TEMPORARY, NEW_PASSWORD, PIN, SECURITY, CODE];

/// A secret and the stages of the portal whose request it belongs to.
type Belongs = (&'static str, &'static [&'static str]);

/// The requests in which a secret stands and does not belong, and whether it was sent at all.
fn strays(log: &[Asked], secret: &str, stages: &[&str]) -> (Vec<String>, bool) {
    let holding = log
        .iter()
        .filter(|asked| !found_in(asked.raw.as_bytes(), secret.as_bytes()).is_empty());
    let (mut strays, mut sent) = (Vec::new(), false);
    for asked in holding {
        if asked.method == "POST" && stages.contains(&asked.stage.as_str()) {
            sent = true;
        } else {
            let (method, path, stage) = (&asked.method, &asked.path, &asked.stage);
            strays.push(format!("{secret} went to {method} {path} ({stage})"));
        }
    }
    (strays, sent)
}

/// The places in which a secret stands, and how.
fn leaks(told: &[(String, Vec<u8>)], secret: &str) -> Vec<String> {
    told.iter()
        .flat_map(|(place, bytes)| {
            found_in(bytes, secret.as_bytes())
                .into_iter()
                .map(move |dress| format!("{secret} ({dress}) is in {place}"))
        })
        .collect()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

/// Somebody who walks one journey after another, each with its own secrets.
struct Walker<'a> {
    portal: &'a AccountPortal,
    person: &'a Person,
    walked: Vec<JourneyKind>,
    told: Vec<(String, Vec<u8>)>,
}

impl Walker<'_> {
    /// Runs a command of a journey; each of its secrets must have been sent, and nowhere but where it belongs.
    fn walks(
        &mut self,
        kind: JourneyKind,
        command: &[&str],
        code: i32,
        knows: Answers,
        belongs: &[Belongs],
    ) {
        let before = self.portal.requests();
        let run = talk(self.person, command, &knows);
        assert_eq!(run.code, code, "{command:?}: {run:?}");
        let place = |what: &str| format!("{what} of {command:?}");
        self.told
            .push((place("standard output"), run.stdout.into_bytes()));
        self.told
            .push((place("standard error"), run.stderr.into_bytes()));
        let log = self.portal.world().log[before..].to_vec();
        for secret in ALL {
            let stages = belongs.iter().find(|(known, _)| *known == secret);
            let (strays, sent) = strays(&log, secret, stages.map_or(&[], |(_, stages)| *stages));
            assert!(strays.is_empty(), "{command:?}: {strays:?}");
            assert_eq!(
                sent,
                stages.is_some(),
                "{command:?} sends {secret} where it belongs, so the search means something"
            );
        }
        self.walked.push(kind);
    }
}

#[test]
fn no_secret_of_any_journey_is_anywhere_but_where_it_belongs() {
    let portal = AccountPortal::start(Habits::OLD);
    let admin_account = ("jdoe_admin".to_owned(), issued());
    portal.world().accounts.extend([admin_account]);
    let mut person = person_at(&portal);
    person
        .environment
        .push(("DOCKETBELL_LOG".into(), "trace".into()));
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let link = format!("{}/join?g=g77", portal.base());
    let admin = || knows_all().with("user_name", json!("jdoe_admin"));
    let mut walker = Walker {
        portal: &portal,
        person: &person,
        walked: Vec::new(),
        told: Vec::new(),
    };

    let kind = JourneyKind::RegisterAdministrator;
    let command = ["register", "administrator"];
    let new_password: Belongs = (NEW_PASSWORD, &["A2", "A1", "A6"]);
    walker.walks(
        kind,
        &command,
        3,
        admin().only(5),
        &[(TEMPORARY, &["A1"]), new_password],
    );
    walker.walks(
        kind,
        &command,
        0,
        admin(),
        &[new_password, (SECURITY, &["A6"])],
    );

    let kind = JourneyKind::RegisterUser;
    let command = ["register", "user", "--answers", file.as_str()];
    let password: Belongs = (PASSWORD, &["B3"]);
    let answers: Belongs = (SECURITY, &["B6"]);
    walker.walks(kind, &command, 3, knows_all().only(2), &[password]);
    walker.walks(kind, &command, 0, knows_all(), &[answers]);

    let kind = JourneyKind::Associate;
    let command = ["associate", link.as_str()];
    walker.walks(
        kind,
        &command,
        3,
        knows_all().only(3),
        &[(PASSWORD, &["B9"])],
    );
    walker.walks(kind, &command, 0, knows_all(), &[(PIN, &["B10"])]);

    let kind = JourneyKind::Preferences;
    let ecf: &[Belongs] = &[(PASSWORD, &["E"])];
    let set = ["preferences", "--set", "Default Court=Cole"];
    walker.walks(kind, &set, 0, knows_all(), ecf);
    walker.walks(
        JourneyKind::Dissociate,
        &["dissociate"],
        0,
        knows_all(),
        ecf,
    );
    let to_ecf = ["sign-in", "--to", "ecf"];
    walker.walks(JourneyKind::SignIn, &to_ecf, 0, knows_all(), ecf);

    let kind = JourneyKind::RegisterAccount;
    let command = ["register", "account", "--answers", file.as_str()];
    walker.walks(kind, &command, 0, knows_all(), &[(PASSWORD, &["C1"])]);
    let casenet: Belongs = (PASSWORD, &["C3"]);
    let command = ["register", "account", "--resend"];
    let kind = JourneyKind::ResendVerification;
    walker.walks(kind, &command, 0, knows_all(), &[casenet]);
    {
        let mut world = portal.world();
        let account = world.accounts.get_mut("jane.doe@example.org").unwrap();
        (account.verified, account.needs_code) = (true, true);
    }
    let command = ["sign-in", "--to", "casenet", "--remember"];
    let kind = JourneyKind::SignIn;
    walker.walks(kind, &command, 0, knows_all(), &[casenet, (CODE, &["C4"])]);
    let kind = JourneyKind::ChangePassword;
    let changed: &[Belongs] = &[
        (PASSWORD, &["C3", "password"]),
        (NEW_PASSWORD, &["password"]),
        (CODE, &["C4"]),
    ];
    walker.walks(kind, &["change-password"], 0, knows_all(), changed);
    for (kind, what) in [
        (JourneyKind::RecoverPassword, "password"),
        (JourneyKind::RecoverUserName, "user-name"),
    ] {
        walker.walks(kind, &["recover", what], 0, knows_all(), &[]);
    }
    // Neither is a journey of its own; what they print and send is searched as well.
    let kind = JourneyKind::SignIn;
    walker.walks(kind, &["access", "log"], 0, knows_all(), &[]);
    walker.walks(kind, &["sign-out"], 0, knows_all(), &[]);

    // The page that stopped a journey behind its last click is kept.
    let file = answers_file(&person, "user_name = \"jdoe_other\"");
    let command = ["register", "user", "--answers", file.as_str()];
    portal.world().trap = Some(("B6".into(), Trap::Stranger));
    let sent = &[password, answers];
    walker.walks(JourneyKind::RegisterUser, &command, 8, knows_all(), sent);

    for kind in JourneyKind::ALL {
        // What Group Maintenance is given is searched for where it is played (tests/cli/group/pin.rs).
        let here = walker.walked.contains(&kind) || kind == JourneyKind::Maintenance;
        assert!(here, "{kind} is walked, too");
    }
    let mut told = walker.told;
    told.extend(files(&person.data));
    assert!(told.len() > 20, "output, logs and store: {}", told.len());
    let cookies = (1..40).map(|n| format!("canary-cookie-{n}"));
    let phrases = (1..60).map(|n| format!("canary-phrase-{n}"));
    let secrets = ALL.map(str::to_owned).into_iter();
    for secret in secrets.chain(cookies).chain(phrases) {
        let found = leaks(&told, &secret);
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn a_secret_in_any_writing_and_in_any_other_request_would_be_found() {
    for secret in ALL {
        for (dress, bytes) in dresses(secret.as_bytes()) {
            let line = [b"level=info who=".as_slice(), &bytes, b" done\n"].concat();
            let found = leaks(&[("a log".to_owned(), line)], secret);
            assert!(!found.is_empty(), "{secret} as {dress} in a log");
        }
        let asked = |method: &str, stage: &str| Asked {
            method: method.to_owned(),
            path: "/cn/login".to_owned(),
            raw: format!("&u1=jdoe&p1={}", secret.replace(' ', "+")),
            stage: stage.to_owned(),
        };
        let belongs = &["C3"];
        assert_eq!(
            strays(&[asked("POST", "C3")], secret, belongs),
            (Vec::new(), true)
        );
        for stray in [asked("GET", "C3"), asked("POST", "C5")] {
            let (strays, sent) = strays(std::slice::from_ref(&stray), secret, belongs);
            assert_eq!((strays.len(), sent), (1, false), "{stray:?}");
        }
    }
}
