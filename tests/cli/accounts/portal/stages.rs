//! The page of the stage where a session stands.

use super::serve::Reply;
use super::world::{Session, World};
use super::write::{Field, Shown, field};

const QUESTIONS: [&str; 3] = [
    "Name of your first school?",
    "Street you grew up in?",
    "Make of your first car?",
];

/// The page of the stage where the session stands.
pub fn show(world: &mut World, session: &mut Session) -> Reply {
    let mut shown = Shown {
        action: "/reg/at".into(),
        told: session.told.take(),
        ..Shown::default()
    };
    let account = session
        .user
        .as_ref()
        .and_then(|u| world.accounts.get(u))
        .cloned()
        .unwrap_or_default();
    let next = || vec!["Continue".to_owned()];
    match session.stage.as_str() {
        "A2" => {
            shown.heading = "Change Password".into();
            shown.parts = vec![(
                None,
                vec![
                    field("New Password", "n1", "password"),
                    field("Verify New Password", "n2", "password"),
                ],
            )];
            shown.buttons = next();
        }
        "A4" => {
            shown.heading = "Missing Information".into();
            shown.lines = vec!["Some of your information is missing.".into()];
            shown.links = vec![(
                "My Account".into(),
                "/reg/account".replace("account", "at?to=A5"),
            )];
            session.stage = "A5".into();
        }
        "A5" => {
            shown.heading = "My Account".into();
            shown.rows = [("User Name", session.user.clone().unwrap_or_default())]
                .into_iter()
                .map(|(l, v)| (l.to_owned(), v, String::new()))
                .chain(
                    account
                        .missing
                        .iter()
                        .map(|l| (l.clone(), "Please Update".to_owned(), "Update".to_owned())),
                )
                .collect();
        }
        "A5 row" => {
            let row = session.row.clone().unwrap_or_default();
            shown.heading = "My Account".into();
            shown.parts = vec![(None, vec![field(&row, "r1", "text")])];
            shown.buttons = vec!["Update".into()];
        }
        "A6" => {
            shown.heading = "Security Questions".into();
            let mut fields: Vec<Field> = questions();
            fields.push(field("New Password", "n1", "password"));
            shown.parts = vec![(None, fields)];
            shown.buttons = vec!["Update".into()];
        }
        "A7" => {
            shown.heading = "My Applications".into();
            shown.rows = vec![
                ("Bar Renewal".into(), "annual".into(), "Subscribe".into()),
                (
                    "Electronic Case Filing".into(),
                    "filing".into(),
                    "Subscribe".into(),
                ),
            ];
        }
        "A8" | "B11" => {
            shown.heading = "User Agreement".into();
            shown.lines =
                vec!["You will keep your password to yourself. (Agreement of 2026)".into()];
            shown.parts = vec![(None, vec![field("I acknowledge", "ack", "box")])];
            shown.buttons = next();
        }
        "B2" => {
            shown.heading = "Create an account".into();
            shown.parts = vec![(
                None,
                vec![field("I do not have a MOBAR number.", "nomo", "box")],
            )];
            shown.buttons = next();
        }
        "B3" => {
            world.phrase += 1;
            shown.heading = "Create an account".into();
            let mut user = field("User Name", "u1", "text");
            user.value = session.facts.get("user").cloned().unwrap_or_default();
            shown.parts = vec![(
                None,
                vec![
                    user,
                    field("Password", "p1", "password"),
                    field("Verify Password", "p2", "password"),
                    field("Enter the phrase that shows in the box", "ph", "text"),
                ],
            )];
            shown.picture = Some(format!("/phrase.png?n={}", world.phrase));
            shown.links = vec![("New picture".into(), "/reg/at".into())];
            shown.buttons = next();
        }
        "B4" => {
            shown.heading = "About you".into();
            shown.parts = vec![(
                None,
                vec![
                    field("First Name", "f1", "text"),
                    field("Last Name", "l1", "text"),
                    field("E-mail Address", "e1", "text"),
                    field("Verify E-mail Address", "e2", "text"),
                ],
            )];
            shown.buttons = next();
        }
        "B5" => {
            shown.heading = "Where to reach you".into();
            let lines = |prefix: &str| {
                let mut state = field("State", &format!("{prefix}s"), "list");
                state.options = vec!["KS".into(), "MO".into()];
                vec![
                    field("Address Line 1", &format!("{prefix}1"), "text"),
                    field("Address Line 2", &format!("{prefix}2"), "text"),
                    field("City", &format!("{prefix}c"), "text"),
                    state,
                    field("Zip Code", &format!("{prefix}z"), "text"),
                ]
            };
            shown.parts = vec![
                (Some("Mailing Address".into()), lines("m")),
                (Some("Billing Address".into()), lines("b")),
                (
                    Some("Telephone".into()),
                    vec![field("Phone Number", "ph", "text")],
                ),
            ];
            shown.buttons = next();
        }
        "B6" => {
            shown.heading = "Security Questions".into();
            shown.parts = vec![(None, questions())];
            shown.buttons = next();
        }
        "B7" => {
            shown.heading = "eFiling Registration – Additional Steps Required".into();
            shown.lines = vec!["Join your group with the link from its administrator.".into()];
            shown.buttons = next();
        }
        "B10" => {
            shown.heading = "Group User Authentication".into();
            let group = session.group.clone().unwrap_or_default();
            let (name, _) = world.groups.get(&group).cloned().unwrap_or_default();
            let mut named = field("Group Name", "g1", "list");
            named.options = vec!["Another Agency".into(), "Sample Records Agency".into()];
            if world.habits.group_filled {
                named.value = name;
            }
            shown.parts = vec![(
                None,
                vec![
                    named,
                    field("Pin", "pin", "password"),
                    field("User Information", "inf", "text"),
                ],
            )];
            shown.buttons = vec!["Submit".into()];
        }
        "menu" => return menu(world, session),
        _ => {
            shown.heading = "Session Ended".into();
            shown.lines = vec!["Your session has ended.".into()];
        }
    }
    for (_, fields) in &mut shown.parts {
        for field in fields {
            field.message = session.at_field.remove(&field.name);
        }
    }
    Reply::Page(200, shown)
}

fn questions() -> Vec<Field> {
    QUESTIONS
        .iter()
        .zip(["q1", "q2", "q3"])
        .map(|(q, n)| field(q, n, "password"))
        .collect()
}

fn menu(world: &World, session: &Session) -> Reply {
    let account = session
        .user
        .as_ref()
        .and_then(|u| world.accounts.get(u))
        .cloned()
        .unwrap_or_default();
    let mut shown = Shown {
        links: vec![("Log off".into(), "/off".into())],
        ..Shown::default()
    };
    if account.administrator {
        shown.heading = "Group Administrator Menu".into();
        shown
            .links
            .push(("My Preferences".into(), "/adm/prefs".into()));
        shown
            .links
            .push(("Group Maintenance".into(), "/adm/group".into()));
    } else if account.disabled {
        shown.heading = "Electronic Filing".into();
        shown.lines =
            vec!["Your group administrator has disabled your access to the group.".into()];
    } else if world.silent_menu {
        shown.heading = "eFiling Menu".into();
        shown
            .links
            .push(("My Preferences".into(), "/ecf/prefs".into()));
    } else if let Some(group) = &account.group {
        shown.heading = "eFiling Menu".into();
        shown.lines = vec![format!("Group: {group}")];
        shown
            .links
            .push(("My Preferences".into(), "/ecf/prefs".into()));
    } else {
        shown.heading = "Electronic Filing".into();
        shown.lines = vec!["You are not associated with a group.".into()];
    }
    Reply::Page(200, shown)
}
