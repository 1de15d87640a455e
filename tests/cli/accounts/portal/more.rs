//! Case.net's account pages, and My Preferences of a group user.

use super::serve::{Reply, Request, go, logon};
use super::world::{Account, Session, World};
use super::write::{Shown, field};

pub fn preferences(
    world: &mut World,
    request: &Request,
    session: &mut Session,
    post: bool,
) -> Reply {
    let user = session.user.clone().unwrap_or_default();
    if !post {
        session.stage = "prefs".into();
        return Reply::Page(200, defaults(world, session, &user));
    }
    if request.pressed("act").starts_with("Save") {
        let mail = request.get("d2");
        if !mail.is_empty() && !mail.contains('@') {
            session
                .at_field
                .insert("d2".into(), "Enter a valid e-mail address.".into());
            session.facts.insert("d2".into(), mail);
            return go(world, session, "/ecf/prefs");
        }
        if let Some(account) = world.accounts.get_mut(&user) {
            let court = request.get("d1").trim_start_matches("v-").to_owned();
            account.facts.insert("court".into(), court);
            account.facts.insert("notify".into(), mail);
            account.facts.insert("copies".into(), request.get("d3"));
        }
        // One that answers by a redirect says nothing; it only shows what is set.
        if !world.habits.redirects {
            session.told = Some("Your preferences have been saved.".into());
        }
        return go(world, session, "/ecf/prefs");
    }
    if let Some(account) = world.accounts.get_mut(&user) {
        account.group = None;
    }
    Reply::Page(
        200,
        Shown {
            heading: "My Preferences".into(),
            lines: vec!["Your association has been removed.".into()],
            ..Shown::default()
        },
    )
}

/// The page with the defaults, as they are set; above the way out of the group, in one form with it.
fn defaults(world: &World, session: &mut Session, user: &str) -> Shown {
    let facts = world
        .accounts
        .get(user)
        .map(|a| a.facts.clone())
        .unwrap_or_default();
    let set = |key: &str| facts.get(key).cloned().unwrap_or_default();
    let mut court = field("Default Court", "d1", "list");
    court.options = vec!["Boone".into(), "Cole".into()];
    court.value = set("court");
    let mut notify = field("Notices go to", "d2", "text");
    notify.value = session.facts.remove("d2").unwrap_or_else(|| set("notify"));
    notify.message = session.at_field.remove("d2");
    let in_group = world.accounts.get(user).is_some_and(|a| a.group.is_some());
    let mut buttons = vec!["Save".to_owned()];
    buttons.extend(in_group.then(|| "Remove Association".to_owned()));
    let mut copies = field("Send me a copy of what I file", "d3", "box");
    copies.value = set("copies");
    Shown {
        heading: "My Preferences".into(),
        told: session.told.take(),
        parts: vec![(Some("eFiling Defaults".into()), vec![court, notify, copies])],
        buttons,
        action: "/ecf/prefs".into(),
        ..Shown::default()
    }
}

pub fn casenet(world: &mut World, request: &Request, session: &mut Session, post: bool) -> Reply {
    match (request.path.as_str(), post) {
        ("/cn/login", false) => {
            session.stage = "C3".into();
            let mut shown = logon("/cn/login", session);
            shown.heading = "Case.net Login".into();
            shown.parts[0].1[0].label = "E-mail Address".into();
            shown.buttons = vec!["Login".into()];
            shown.links = vec![
                ("Create Account".into(), "/cn/create".into()),
                ("Forgot Password".into(), "/cn/forgot?what=p".into()),
                ("Forgot Username".into(), "/cn/forgot?what=u".into()),
            ];
            Reply::Page(200, shown)
        }
        ("/cn/login", true) => {
            let user = request.get("u1");
            let account = world.accounts.get(&user).cloned();
            match account {
                None => {
                    session.told = Some("No account was found for this e-mail address.".into());
                    go(world, session, "/cn/login")
                }
                Some(account) if account.password != request.get("p1") => {
                    session.told = Some("The e-mail address or the password is wrong.".into());
                    go(world, session, "/cn/login")
                }
                Some(account) => {
                    session.user = Some(user);
                    if !account.verified {
                        return Reply::Page(200, check_email());
                    }
                    let to = if account.needs_code {
                        "/cn/code"
                    } else {
                        "/cn/home"
                    };
                    if account.needs_code {
                        world.mails.push(format!("code {}", world.code));
                    }
                    go(world, session, to)
                }
            }
        }
        ("/cn/code", false) => {
            session.stage = "C4".into();
            let mut code = field("Verification Code", "c1", "text");
            code.message = session.at_field.remove("c1");
            Reply::Page(
                200,
                Shown {
                    heading: "Verify it is you".into(),
                    lines: vec!["We e-mailed a code to you.".into()],
                    parts: vec![(None, vec![code])],
                    buttons: vec!["Continue".into()],
                    action: "/cn/code".into(),
                    ..Shown::default()
                },
            )
        }
        ("/cn/code", true) => {
            if request.get("c1") == world.code {
                go(world, session, "/cn/home")
            } else {
                session
                    .at_field
                    .insert("c1".into(), "The code is wrong.".into());
                go(world, session, "/cn/code")
            }
        }
        ("/cn/home", _) => Reply::Page(
            200,
            Shown {
                heading: "My Account".into(),
                links: vec![
                    ("Log off".into(), "/off".into()),
                    ("Manage My Case".into(), "/cn/cases".into()),
                    ("Change Password".into(), "/cn/password".into()),
                ],
                told: session.told.take(),
                ..Shown::default()
            },
        ),
        ("/cn/password", false) => {
            session.stage = "password".into();
            let mut fields = vec![
                field("Current Password", "o1", "password"),
                field("New Password", "n1", "password"),
                field("Confirm New Password", "n2", "password"),
            ];
            for field in &mut fields {
                field.message = session.at_field.remove(&field.name);
            }
            Reply::Page(
                200,
                Shown {
                    heading: "Change Password".into(),
                    parts: vec![(None, fields)],
                    buttons: vec!["Submit".into()],
                    action: "/cn/password".into(),
                    ..Shown::default()
                },
            )
        }
        ("/cn/password", true) => {
            let user = session.user.clone().unwrap_or_default();
            let account = world.accounts.entry(user).or_default();
            let (old, new) = (request.get("o1"), request.get("n1"));
            let refused = if old != account.password {
                Some(("o1", "That is not your password."))
            } else if new != request.get("n2") {
                Some(("n2", "The passwords differ."))
            } else if !new.chars().any(|c| c.is_ascii_digit()) {
                Some(("n1", "The new password needs a digit."))
            } else {
                None
            };
            match refused {
                Some((name, words)) => {
                    session.at_field.insert(name.into(), words.into());
                    go(world, session, "/cn/password")
                }
                None => {
                    account.password = new;
                    session.told = Some("Your password has been changed.".into());
                    go(world, session, "/cn/home")
                }
            }
        }
        ("/cn/resend", _) => {
            world.mails.push("verify again".into());
            Reply::Page(200, check_email())
        }
        ("/cn/create", false) => {
            session.stage = "C1".into();
            let mut fields = vec![
                field("E-mail Address", "e1", "text"),
                field("Password", "p1", "password"),
                field("Confirm Password", "p2", "password"),
                field("I agree to the terms of use", "terms", "box"),
            ];
            for field in &mut fields {
                field.message = session.at_field.remove(&field.name);
            }
            Reply::Page(
                200,
                Shown {
                    heading: "Create Account".into(),
                    lines: vec!["Terms: be kind to the clerks.".into()],
                    parts: vec![(None, fields)],
                    buttons: vec!["Create Account".into()],
                    action: "/cn/create".into(),
                    ..Shown::default()
                },
            )
        }
        ("/cn/create", true) => {
            let email = request.get("e1");
            let weak = !request.get("p1").chars().any(|c| c.is_ascii_digit());
            if weak {
                session
                    .at_field
                    .insert("p1".into(), "The password needs a digit.".into());
            } else if request.get("terms") != "yes" || world.accounts.contains_key(&email) {
                session
                    .at_field
                    .insert("e1".into(), "This address is already in use.".into());
            } else {
                world.accounts.insert(
                    email,
                    Account {
                        password: request.get("p1"),
                        ..Account::default()
                    },
                );
                return Reply::Page(200, check_email());
            }
            go(world, session, "/cn/create")
        }
        ("/cn/forgot", false) => {
            session.stage = "C5".into();
            Reply::Page(
                200,
                Shown {
                    heading: "Forgotten something?".into(),
                    parts: vec![(None, vec![field("E-mail Address", "e1", "text")])],
                    buttons: vec!["Submit".into()],
                    action: "/cn/forgot".into(),
                    ..Shown::default()
                },
            )
        }
        ("/cn/forgot", true) => {
            world.mails.push(format!("recover {}", request.get("e1")));
            Reply::Page(
                200,
                Shown {
                    heading: "Thank you".into(),
                    lines: vec![
                        "If that address is registered, we have sent an e-mail to it.".into(),
                    ],
                    ..Shown::default()
                },
            )
        }
        _ => Reply::Page(
            200,
            Shown {
                heading: "Case.net".into(),
                links: vec![
                    ("Litigant Name Search".into(), "/cn/names".into()),
                    ("Login".into(), "/cn/login".into()),
                ],
                ..Shown::default()
            },
        ),
    }
}

fn check_email() -> Shown {
    Shown {
        heading: "Check your e-mail".into(),
        lines: vec!["We have sent an e-mail to you. Follow its link within 24 hours.".into()],
        links: vec![("Resend e-mail".into(), "/cn/resend".into())],
        ..Shown::default()
    }
}
