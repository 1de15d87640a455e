//! Answers a request: which page of the procedures comes, what is refused and in which words.

use std::collections::HashMap;

use super::world::{Account, Asked, Session, Trap, World};
use super::write::{Field, Shown, field};

/// A request, read.
pub struct Request {
    pub method: String,
    pub path: String,
    pub raw: String,
    pub fields: HashMap<String, String>,
    pub cookie: Option<String>,
}

/// What is answered.
pub enum Reply {
    Page(u16, Shown),
    /// To a path of ours.
    Go(String),
    Redirect(String),
    Picture(Vec<u8>),
    Challenge,
    Broken,
}

impl Request {
    pub fn get(&self, key: &str) -> String {
        self.fields.get(key).cloned().unwrap_or_default()
    }

    /// The button that was pressed: by its value, or by its name for inputs and images.
    pub fn pressed(&self, name: &str) -> String {
        if let Some(value) = self.fields.get(name) {
            return value.clone();
        }
        let prefix = format!("{name}~");
        self.fields
            .keys()
            .find_map(|k| k.strip_prefix(&prefix))
            .map(|v| v.trim_end_matches(".x").trim_end_matches(".y").to_owned())
            .unwrap_or_default()
    }
}

const QUESTIONS: [&str; 3] = [
    "Name of your first school?",
    "Street you grew up in?",
    "Make of your first car?",
];

pub fn answer(world: &mut World, request: &Request) -> (Reply, String) {
    let id = request
        .cookie
        .clone()
        .filter(|id| world.sessions.contains_key(id))
        .unwrap_or_else(|| format!("canary-cookie-{}", world.sessions.len() + 1));
    let mut session = world.sessions.get(&id).cloned().unwrap_or_default();
    let stage = stage_of(request, &session);
    world.log.push(Asked {
        method: request.method.clone(),
        path: request.path.clone(),
        raw: request.raw.clone(),
        stage: stage.clone(),
    });
    if request.method == "POST"
        && let Some(trap) = world
            .trap
            .as_ref()
            .filter(|(at, _)| *at == stage)
            .map(|(_, t)| t.clone())
        && !matches!(
            trap,
            Trap::TwoLabels | Trap::StrangeLabel | Trap::ForeignForm(_)
        )
    {
        world.trap = None;
        let reply = match trap {
            Trap::Stranger => Reply::Page(
                200,
                Shown {
                    heading: "A word about the new building".into(),
                    lines: vec!["The annex opens in May.".into()],
                    buttons: vec!["Continue".into()],
                    action: "/annex".into(),
                    ..Shown::default()
                },
            ),
            Trap::Echo => Reply::Page(
                200,
                Shown {
                    heading: "A word about what you sent".into(),
                    lines: request
                        .fields
                        .values()
                        .map(|v| format!("You typed {v}"))
                        .collect(),
                    ..Shown::default()
                },
            ),
            Trap::SilentMenu(done) => {
                world.silent_menu = true;
                if done {
                    route(world, request, &mut session);
                }
                world.sessions.insert(id.clone(), session);
                return (Reply::Broken, id);
            }
            Trap::Lost => {
                route(world, request, &mut session);
                world.sessions.insert(id.clone(), session);
                return (Reply::Broken, id);
            }
            Trap::TimeOut => {
                session = Session::default();
                Reply::Page(
                    200,
                    Shown {
                        heading: "Session Ended".into(),
                        lines: vec!["Your session has ended. Please begin again.".into()],
                        links: vec![("Start".into(), "/reg".into())],
                        ..Shown::default()
                    },
                )
            }
            Trap::Foreign(to) => Reply::Redirect(to),
            Trap::Maintenance => Reply::Page(
                503,
                Shown {
                    heading: "Service Unavailable".into(),
                    lines: vec!["The system is not available at this time.".into()],
                    ..Shown::default()
                },
            ),
            Trap::Refusal => Reply::Page(
                403,
                Shown {
                    heading: "Error 403".into(),
                    ..Shown::default()
                },
            ),
            Trap::Challenge => Reply::Challenge,
            _ => Reply::Broken,
        };
        world.sessions.insert(id.clone(), session);
        return (reply, id);
    }
    let mut reply = route(world, request, &mut session);
    if let Reply::Page(_, shown) = &mut reply {
        spoil(world, &session.stage, shown);
    }
    world.sessions.insert(id.clone(), session);
    (reply, id)
}

fn spoil(world: &mut World, stage: &str, shown: &mut Shown) {
    let Some((at, trap)) = world.trap.clone() else {
        return;
    };
    if at != stage {
        return;
    }
    match trap {
        Trap::TwoLabels => {
            if let Some((_, fields)) = shown.parts.first_mut()
                && let Some(first) = fields.first().cloned()
            {
                fields.push(Field {
                    name: "twin".into(),
                    ..first
                });
            }
        }
        Trap::StrangeLabel => {
            if let Some((_, fields)) = shown.parts.first_mut()
                && let Some(first) = fields.first_mut()
            {
                first.label = "Whatchamacallit".into();
            }
        }
        Trap::ForeignForm(to) => shown.action = to,
        _ => {}
    }
}

fn stage_of(request: &Request, session: &Session) -> String {
    match request.path.as_str() {
        "/reg" => "A1".into(),
        "/join" => "B9".into(),
        "/ecf/" => "E".into(),
        "/cn/login" => "C3".into(),
        "/cn/create" => "C1".into(),
        "/cn/code" => "C4".into(),
        "/cn/forgot" => "C5".into(),
        "/ecf/prefs" => "prefs".into(),
        "/cn/password" => "password".into(),
        _ => session.stage.clone(),
    }
}

fn route(world: &mut World, request: &Request, session: &mut Session) -> Reply {
    let post = request.method == "POST";
    match request.path.as_str() {
        "/reg" if post => log_on(world, request, session, "/reg"),
        "/reg" => {
            session.stage = "A1".into();
            let mut shown = logon("/reg", session);
            shown
                .links
                .push(("Create an account.".into(), "/reg/new".into()));
            Reply::Page(200, shown)
        }
        "/join" if post => log_on(world, request, session, "/join"),
        "/join" => {
            session.group = Some(request.get("g"))
                .filter(|g| !g.is_empty())
                .or(session.group.take());
            session.stage = "B9".into();
            Reply::Page(200, logon("/join", session))
        }
        "/ecf/" if post => log_on(world, request, session, "/ecf/"),
        "/ecf/" => {
            session.stage = "E".into();
            Reply::Page(200, logon("/ecf/", session))
        }
        "/reg/new" => {
            session.stage = "B2".into();
            go(world, session, "/reg/at")
        }
        "/reg/at" if post => step(world, request, session),
        "/reg/at" => show(world, session),
        "/phrase.png" => {
            let mut bytes = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10];
            bytes.extend(world.phrase_words().bytes());
            Reply::Picture(bytes)
        }
        "/ecf/prefs" => super::more::preferences(world, request, session, post),
        path if path.starts_with("/cn") => super::more::casenet(world, request, session, post),
        _ => Reply::Page(
            404,
            Shown {
                heading: "Not Found".into(),
                ..Shown::default()
            },
        ),
    }
}

pub fn logon(action: &str, session: &mut Session) -> Shown {
    Shown {
        heading: "Missouri Judiciary Account".into(),
        told: session.told.take(),
        parts: vec![(
            None,
            vec![
                field("User Name", "u1", "text"),
                field("Password", "p1", "password"),
            ],
        )],
        buttons: vec!["Log on".into()],
        action: action.into(),
        ..Shown::default()
    }
}

fn log_on(world: &mut World, request: &Request, session: &mut Session, at: &str) -> Reply {
    let (user, password) = (request.get("u1"), request.get("p1"));
    let locks_after = world.locks_after;
    let refused = |session: &mut Session, words: String| {
        session.told = Some(words);
        Reply::Page(200, logon(at, session))
    };
    let Some(account) = world.accounts.get_mut(&user) else {
        return refused(session, "Invalid user name or password.".into());
    };
    if account.locked {
        return refused(
            session,
            "Your account is locked. Try again in 30 minutes or call the help desk.".into(),
        );
    }
    if account.password != password {
        account.failed += 1;
        if account.failed >= locks_after {
            account.locked = true;
            return refused(session, "Your account has been locked.".into());
        }
        let left = locks_after - account.failed;
        return refused(
            session,
            format!("Invalid user name or password. {left} attempts remaining."),
        );
    }
    account.failed = 0;
    session.user = Some(user);
    session.stage = match at {
        "/join" => "B10".into(),
        "/ecf/" => "menu".into(),
        _ => after_registration_log_on(account),
    };
    go(world, session, "/reg/at")
}

fn after_registration_log_on(account: &Account) -> String {
    if account.must_change {
        "A2"
    } else if account.administrator && !account.missing.is_empty() {
        "A4"
    } else if account.administrator && !account.has_questions {
        "A6"
    } else if account.administrator && !account.subscribed {
        "A7"
    } else if account.administrator && !account.agreed {
        "A8"
    } else {
        "menu"
    }
    .into()
}

/// The next page: at once, or behind a redirect.
pub fn go(world: &mut World, session: &mut Session, path: &str) -> Reply {
    if world.habits.redirects {
        Reply::Go(path.into())
    } else {
        let shown = Request {
            method: "GET".into(),
            path: path.into(),
            raw: String::new(),
            fields: HashMap::new(),
            cookie: None,
        };
        route(world, &shown, session)
    }
}

/// The page of the stage where the session stands.
fn show(world: &mut World, session: &mut Session) -> Reply {
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

/// A page of the procedures was answered.
fn step(world: &mut World, request: &Request, session: &mut Session) -> Reply {
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
