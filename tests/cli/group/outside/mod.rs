//! Group Maintenance as the procedures describe it, by somebody who never saw the practice portal: other addresses, other
//! field names, other markup, and what a portal may do between a click and its page.

mod draw;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use draw::{After, Beside, Control, Heads, Markup, Paging};

/// A user of the group, as the portal has them.
#[derive(Debug, Clone)]
pub struct User {
    pub user_name: String,
    pub name: String,
    pub status: String,
    pub information: String,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trap {
    Refusal,
    Challenge,
    TooManyRequests,
    OutOfService,
    MaintenancePage,
    Error,
    AccessDenied,
    /// A status that nobody expects.
    NotFound,
    /// The session has ended, and so has every later one that comes here.
    SessionEnded,
}

/// Where it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// A page of the roster is asked for.
    List,
    /// A click arrives; it is not carried out.
    Click,
    /// A click was carried out; this is its answer.
    Done,
    /// A click was carried out and answered; this is the page that it sends on to.
    Landing,
    /// The menu is asked for.
    Menu,
}

/// One visitor.
#[derive(Default)]
pub struct Session {
    pub signed_in: bool,
    pub token: u64,
    pub rows: Vec<String>,
    pub told: Option<String>,
}

#[derive(Default)]
pub struct World {
    pub markup: Markup,
    pub users: Vec<User>,
    /// What was changed, click by click: "jdoe disabled".
    pub effects: Vec<String>,
    /// Every request: "GET /users".
    pub log: Vec<String>,
    /// The same, with everything that was sent.
    pub sent: Vec<(String, String)>,
    /// The group's PIN.
    pub pin: String,
    /// What the portal says to the next PIN instead of taking it; without words it breaks off.
    pub pin_refused: Option<&'static str>,
    /// Menu and log-on are one page, whoever asks for it.
    pub menu_asks_too: bool,
    /// Where, after how many harmless ones, and what.
    pub trap: Option<(Where, usize, Trap)>,
    /// How long the log was when the trap closed.
    pub trapped_at: Option<usize>,
    sessions: HashMap<String, Session>,
    counter: u64,
}

/// The running portal.
pub struct Outside {
    address: String,
    world: Arc<Mutex<World>>,
}

/// An answer, before it is bytes.
pub struct Answer {
    status: &'static str,
    location: Option<String>,
    more: &'static str,
    body: String,
}

impl Answer {
    pub fn page(body: String) -> Self {
        Self {
            status: "200 OK",
            location: None,
            more: "",
            body,
        }
    }

    fn to(location: impl Into<String>) -> Self {
        Self {
            status: "303 See Other",
            location: Some(location.into()),
            ..Self::page(String::new())
        }
    }

    fn odd(status: &'static str, body: &str) -> Self {
        Self {
            status,
            ..Self::page(body.to_owned())
        }
    }
}

impl Outside {
    pub fn start(markup: Markup, users: Vec<User>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let world = Arc::new(Mutex::new(World {
            markup,
            users,
            ..World::default()
        }));
        let held = Arc::clone(&world);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let world = Arc::clone(&held);
                // A program that is killed breaks off.
                std::thread::spawn(move || drop(serve(client, &world)));
            }
        });
        Self { address, world }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn profile(&self) -> String {
        let base = format!("http://{}", self.address);
        format!(
            "name = \"Outside portal\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\nregistration = \"{base}/reg\"\ncasenet = \"{base}/cn\"\necf = \"{base}/ecf/\"\n[access]\n{}\n",
            crate::harness::FREE
        )
    }
}

impl World {
    pub fn status_of(&self, user_name: &str) -> String {
        let user = self.users.iter().find(|u| u.user_name == user_name);
        user.map_or("removed".into(), |u| u.status.to_lowercase())
    }

    /// Nobody is signed in any more.
    pub fn end_sessions(&mut self) {
        self.sessions.clear();
    }

    pub fn pages(&self) -> usize {
        self.users.len().div_ceil(self.markup.per).max(1)
    }

    /// The trap's answer, when this is its place.
    fn springs(&mut self, at: Where) -> Option<Answer> {
        let (place, skip, trap) = self.trap?;
        if place != at {
            return None;
        }
        if skip > 0 {
            self.trap = Some((place, skip - 1, trap));
            return None;
        }
        self.trap = (trap == Trap::SessionEnded).then_some((place, 0, trap));
        self.trapped_at = Some(self.log.len());
        Some(match trap {
            Trap::Refusal => Answer::odd(
                "403 Forbidden",
                "<title>Error 403</title><p>Use of a site data scraper or similar automated software is expressly prohibited.</p>",
            ),
            Trap::Challenge => Answer::page("<title>Just a moment...</title><p>Checking</p>".into()),
            Trap::TooManyRequests => Answer {
                more: "Retry-After: 120\r\n",
                ..Answer::odd("429 Too Many Requests", "<p>Slow down.</p>")
            },
            Trap::OutOfService => Answer::odd(
                "503 Service Unavailable",
                "<title>Maintenance</title><p>Back soon.</p>",
            ),
            Trap::MaintenancePage => Answer::page(
                "<title>Site Maintenance</title><h1>Not Available</h1><p>The system is down for maintenance.</p>".into(),
            ),
            Trap::AccessDenied => Answer::page("<title>Access Denied</title><p>Access denied.</p>".into()),
            Trap::Error => Answer::odd("500 Internal Server Error", "<title>Error</title>"),
            Trap::NotFound => Answer::odd("404 Not Found", "<title>Not found</title>"),
            Trap::SessionEnded => {
                self.end_sessions();
                Answer::page(draw::log_on(Some("Your session has ended.")))
            }
        })
    }

    fn answer(&mut self, method: &str, target: &str, body: &str, id: &str) -> Answer {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.log.push(format!("{method} {path}"));
        self.sent
            .push((format!("{method} {path}"), format!("{query}&{body}")));
        let latin1 = self.markup.latin1;
        let fields: Vec<(String, String)> = query
            .split('&')
            .chain(body.split('&'))
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (draw::decoded(k, latin1), draw::decoded(v, latin1)))
            .collect();
        let field = |name: &str| {
            fields
                .iter()
                .find(|(k, _)| k == name)
                .map(|(_, v)| v.as_str())
        };
        let signed_in = self.session(id).signed_in;
        if self.log.len() > 200 {
            // Who is asked for ever answers no more, so that a test ends.
            return Answer::odd("404 Not Found", "<title>Not found</title>");
        }
        match path {
            "/reg" | "/menu" if self.menu_asks_too => Answer::page(self.menu_and_log_on()),
            "/reg" if signed_in && !self.markup.entrance_asks => Answer::page(self.menu()),
            "/reg" => Answer::page(draw::log_on(None)),
            "/enter" => {
                let known =
                    field("wer") == Some("second_admin") && field("wort") == Some("Practice-2026");
                self.session(id).signed_in = known;
                if known {
                    Answer::to("/menu")
                } else {
                    Answer::page(draw::log_on(Some(
                        "The user name or password is not correct.",
                    )))
                }
            }
            _ if !signed_in => Answer::page(draw::log_on(Some("Your session has ended."))),
            "/menu" => match self.springs(Where::Menu) {
                Some(trap) => trap,
                None => Answer::page(self.menu()),
            },
            "/users" => {
                if let Some(trap) = self.springs(Where::List) {
                    return trap;
                }
                let landing = self.session(id).told.is_some();
                if let Some(trap) = landing.then(|| self.springs(Where::Landing)).flatten() {
                    return trap;
                }
                let page = field("p").and_then(|p| p.parse().ok()).unwrap_or(1);
                Answer::page(self.roster(id, page))
            }
            "/act" => self.act(id, &fields),
            "/prefs" => Answer::page(draw::preferences(None)),
            "/geheim/done" => match self.springs(Where::Landing) {
                Some(trap) => trap,
                None => Answer::page(draw::preferences(Some("Your PIN has been changed."))),
            },
            "/geheim" => match (self.pin_refused.take(), field("neu"), field("nochmals")) {
                (Some(""), ..) => Answer::odd("500 Internal Server Error", ""),
                (Some(words), ..) => Answer::page(draw::preferences(Some(words))),
                (None, Some(pin), Some(again)) if pin == again => {
                    self.pin = pin.to_owned();
                    if self.markup.after == After::SendsOn {
                        return Answer::to("/geheim/done");
                    }
                    Answer::page(draw::preferences(Some("Your PIN has been changed.")))
                }
                _ => Answer::page(draw::preferences(Some("The PINs differ."))),
            },
            _ => Answer::odd("404 Not Found", "<title>Not found</title>"),
        }
    }

    fn act(&mut self, id: &str, fields: &[(String, String)]) -> Answer {
        if let Some(trap) = self.springs(Where::Click) {
            return trap;
        }
        let field = |name: &str| {
            fields
                .iter()
                .find(|(k, _)| k == name)
                .map(|(_, v)| v.clone())
        };
        // A token counts once, on the page that was shown last; a row is meant by its place on it.
        let (token, rows) = {
            let session = self.session(id);
            (session.token, session.rows.clone())
        };
        let row = field("zeile").and_then(|n| n.parse::<usize>().ok());
        let pressed = ["disable", "activate", "remove"]
            .into_iter()
            .find_map(|verb| {
                let key = format!("{verb}-");
                let (name, _) = fields
                    .iter()
                    .find(|(k, _)| k == verb || k.starts_with(&key))?;
                let n = name
                    .strip_prefix(&key)
                    .and_then(|n| n.trim_end_matches(".x").parse().ok());
                Some((verb, n.or(row)?))
            });
        let (Some((verb, row)), true) = (pressed, field("marke") == Some(token.to_string())) else {
            self.session(id).told = Some("The page has expired.".into());
            return Answer::to("/users");
        };
        let Some(user_name) = rows.get(row).cloned() else {
            return Answer::to("/users");
        };
        if self.markup.after == After::AsksAgain && field("sure").is_none() {
            return Answer::page(draw::are_you_sure(verb, &user_name, token, row));
        }
        let told = if field("sure").as_deref() == Some("no") {
            "Nothing was done.".to_owned()
        } else {
            self.carry_out(verb, &user_name)
        };
        if let Some(trap) = self.springs(Where::Done) {
            return trap;
        }
        let page = self.users.iter().position(|u| u.user_name == user_name);
        let page = page.map_or(1, |at| at / self.markup.per + 1);
        match self.markup.after {
            After::SamePage | After::AsksAgain => {
                self.session(id).told = Some(told);
                Answer::page(self.roster(id, page))
            }
            After::SendsOn => {
                self.session(id).told = Some(told);
                Answer::to(format!("/users?p={page}"))
            }
            After::FirstPageWithoutAWord => Answer::to("/users"),
            After::Refreshes => {
                self.session(id).told = Some(told);
                Answer::page(format!(
                    "<title>Working</title><meta http-equiv=refresh content=\"0;URL=/users?p={page}\"><p>One moment</p>"
                ))
            }
            After::PageOfItsOwn => Answer::page(draw::done(&user_name, &told)),
        }
    }

    fn carry_out(&mut self, verb: &str, user_name: &str) -> String {
        let Some(at) = self.users.iter().position(|u| u.user_name == user_name) else {
            return format!("{user_name} is not associated with your group.");
        };
        let word = match verb {
            "remove" => {
                self.users.remove(at);
                "removed"
            }
            "disable" => {
                self.users[at].status = "Disabled".into();
                "disabled"
            }
            _ => {
                self.users[at].status = "Active".into();
                "activated"
            }
        };
        self.effects.push(format!("{user_name} {word}"));
        format!("{user_name} has been {word}.")
    }

    pub fn session(&mut self, id: &str) -> &mut Session {
        self.sessions.entry(id.to_owned()).or_default()
    }

    fn next(&mut self) -> u64 {
        self.counter += 7;
        self.counter
    }
}

fn serve(mut client: TcpStream, world: &Mutex<World>) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let mut part = [0; 8 * 1024];
    let (head, body) = loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = header(&head, "content-length").and_then(|n| n.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                break (
                    head,
                    String::from_utf8_lossy(&bytes[end + 4..]).into_owned(),
                );
            }
        }
        let read = client.read(&mut part)?;
        if read == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&part[..read]);
    };
    let mut first = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or(""), first.next().unwrap_or(""));
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    let cookies = header(&head, "cookie").unwrap_or_default();
    let known = cookies.split("; ").find_map(|c| c.strip_prefix("OUT="));
    let id = known.map_or_else(|| format!("s{}", world.next()), str::to_owned);
    let answer = world.answer(method, target, &body, &id);
    let latin1 = world.markup.latin1;
    drop(world);
    let charset = if latin1 { "ISO-8859-1" } else { "utf-8" };
    let body = draw::encoded(&answer.body, latin1);
    let location = answer
        .location
        .map_or(String::new(), |to| format!("Location: {to}\r\n"));
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: text/html;charset={charset}\r\nContent-Length: {}\r\nSet-Cookie: OUT={id}; Path=/; HttpOnly\r\n{location}{}Connection: close\r\n\r\n",
        answer.status,
        body.len(),
        answer.more,
    );
    client.write_all(head.as_bytes())?;
    client.write_all(&body)
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut found = head.lines().filter_map(|line| line.split_once(':'));
    found
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}
