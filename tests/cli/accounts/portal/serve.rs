//! Answers a request: which page of the procedures comes, what is refused and in which words.

use std::collections::HashMap;

use super::stages::show;
use super::steps::step;
use super::world::{Account, Asked, Odd, Session, Trap, World};
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
    Odd(Odd),
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

pub fn answer(world: &mut World, request: &Request) -> (Reply, String) {
    if world.log.len() > 300 {
        // Who is asked for ever answers no more, so that a test ends.
        return (Reply::Broken, String::new());
    }
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
    let presses = request.method == "POST" || request.path == "/cn/resend";
    if presses
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
            Trap::Instead(odd) => Reply::Odd(odd),
            Trap::Behind(odd) => {
                route(world, request, &mut session);
                world.behind = Some(odd);
                Reply::Go("/behind".into())
            }
            Trap::Unsaid(odd) => {
                route(world, request, &mut session);
                world.odd_preferences = Some(odd);
                Reply::Odd(Odd {
                    status: 200,
                    page: "<title>eFiling Menu</title><h1>eFiling Menu</h1><a href='/ecf/prefs'>My Preferences</a>",
                })
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
        "/cn/resend" => "resend".into(),
        _ => session.stage.clone(),
    }
}

fn route(world: &mut World, request: &Request, session: &mut Session) -> Reply {
    let post = request.method == "POST";
    let asked = format!("{} {}", request.method, request.path);
    if let Some(pages) = world.drawn.get_mut(asked.as_str()) {
        let page = match pages.len() {
            1 => pages[0],
            _ => pages.remove(0),
        };
        return Reply::Odd(Odd { status: 200, page });
    }
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
        "/reg/at" if post => {
            let reply = step(world, request, session);
            match world.stays_at.clone() {
                Some(stage) => {
                    session.stage = stage;
                    show(world, session)
                }
                None => reply,
            }
        }
        "/reg/at" if world.asks_who_it_is && session.stage.is_empty() => {
            Reply::Page(200, logon("/ecf/", session))
        }
        "/reg/at" => match world.odd_page.take() {
            Some(odd) => Reply::Odd(odd),
            None => show(world, session),
        },
        "/behind" => match world.behind.take() {
            Some(odd) => Reply::Odd(odd),
            None => go(world, session, "/reg/at"),
        },
        "/phrase.png" => {
            let mut bytes = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10];
            bytes.extend(world.phrase_words().bytes());
            Reply::Picture(bytes)
        }
        "/ecf/prefs" if !post && world.odd_preferences.is_some() => world
            .odd_preferences
            .take()
            .map_or(Reply::Broken, Reply::Odd),
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
