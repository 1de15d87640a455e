//! A page of the procedures was answered: what is taken, what is refused, and where it leads.

use super::serve::{Reply, Request, go};
use super::world::{Account, Session, World};

/// A page of the procedures was answered.
pub fn step(world: &mut World, request: &Request, session: &mut Session) -> Reply {
    let user = session.user.clone().unwrap_or_default();
    let refuse = |session: &mut Session, name: &str, words: &str| {
        session.at_field.insert(name.to_owned(), words.to_owned());
    };
    let phrase = world.phrase_words();
    match session.stage.clone().as_str() {
        "A2" => {
            if request.get("n1") != request.get("n2") || request.get("n1").len() < 8 {
                refuse(
                    session,
                    "n1",
                    "The new password needs at least 8 characters.",
                );
            } else if let Some(account) = world.accounts.get_mut(&user) {
                account.password = request.get("n1");
                account.must_change = false;
                session.user = None;
                session.told = Some("Password has been successfully reset".into());
                return go(world, session, "/reg");
            }
        }
        "A5" => {
            session.row = Some(request.pressed("row"));
            session.stage = "A5 row".into();
        }
        "A5 row" => {
            let row = session.row.clone().unwrap_or_default();
            if let Some(account) = world.accounts.get_mut(&user) {
                account.missing.retain(|m| *m != row);
                account.facts.insert(row, request.get("r1"));
                session.stage = if account.missing.is_empty() {
                    "A6".into()
                } else {
                    "A5".into()
                };
            }
        }
        "A6" => {
            if let Some(account) = world.accounts.get_mut(&user) {
                if account.password != request.get("n1") {
                    refuse(session, "n1", "That is not your new password.");
                } else {
                    account.has_questions = true;
                    session.stage = "A7".into();
                }
            }
        }
        "A7" => {
            if let Some(account) = world.accounts.get_mut(&user) {
                account.subscribed = request.pressed("row") == "Electronic Case Filing"
                    || request.pressed("row") == "Subscribe";
                session.stage = "A8".into();
            }
        }
        "A8" => {
            if request.get("ack") == "yes"
                && let Some(account) = world.accounts.get_mut(&user)
            {
                account.agreed = true;
                session.stage = "menu".into();
            }
        }
        "B2" if request.get("nomo") == "yes" => session.stage = "B3".into(),
        "B3" => {
            session.facts.insert("user".into(), request.get("u1"));
            if request.get("ph") != phrase {
                refuse(session, "ph", "The phrase does not match the picture.");
            } else if world.accounts.contains_key(&request.get("u1")) {
                refuse(session, "u1", "This user name is already in use.");
            } else if request.get("p1") != request.get("p2") {
                refuse(session, "p2", "The passwords differ.");
            } else if request.get("p1").len() < 8 {
                session.told = Some("The password needs at least 8 characters.".into());
            } else {
                session.facts.insert("password".into(), request.get("p1"));
                session.stage = "B4".into();
            }
        }
        "B4" => {
            if request.get("e1") != request.get("e2") || !request.get("e1").contains('@') {
                refuse(session, "e1", "Enter a valid e-mail address.");
            } else {
                for (key, name) in [("First Name", "f1"), ("Last Name", "l1"), ("E-mail", "e1")] {
                    session.facts.insert(key.into(), request.get(name));
                }
                session.stage = "B5".into();
            }
        }
        "B5" => {
            if request.get("mz").len() != 5
                || request.get("ms") != "v-MO"
                || request.get("bs") != "v-MO"
            {
                session.told = Some("The Zip Code has five digits.".into());
            } else {
                for (key, name) in [
                    ("mail", "m1"),
                    ("mail2", "m2"),
                    ("bill", "b1"),
                    ("phone", "ph"),
                ] {
                    session.facts.insert(key.into(), request.get(name));
                }
                session.stage = "B6".into();
            }
        }
        "B6" if ["q1", "q2", "q3"]
            .iter()
            .all(|q| !request.get(q).is_empty()) =>
        {
            let name = session.facts.get("user").cloned().unwrap_or_default();
            world.accounts.insert(
                name,
                Account {
                    password: session.facts.remove("password").unwrap_or_default(),
                    facts: session.facts.clone(),
                    has_questions: true,
                    ..Account::default()
                },
            );
            session.stage = "B7".into();
        }
        "B7" => {
            *session = Session::default();
            return go(world, session, "/reg");
        }
        "B10" => {
            let group = session.group.clone().unwrap_or_default();
            let (name, pin) = world.groups.get(&group).cloned().unwrap_or_default();
            if request.get("g1") != format!("v-{name}") {
                refuse(session, "g1", "Choose your group.");
            } else if request.get("pin") != pin {
                refuse(session, "pin", "The PIN is not the group's.");
            } else {
                session
                    .facts
                    .insert("information".into(), request.get("inf"));
                session.facts.insert("group".into(), name);
                session.stage = "B11".into();
            }
        }
        "B11" => {
            if request.get("ack") == "yes"
                && let Some(account) = world.accounts.get_mut(&user)
            {
                account.group = session.facts.get("group").cloned();
                account.facts.insert(
                    "information".into(),
                    session
                        .facts
                        .get("information")
                        .cloned()
                        .unwrap_or_default(),
                );
                session.stage = "menu".into();
            }
        }
        _ => {}
    }
    go(world, session, "/reg/at")
}
