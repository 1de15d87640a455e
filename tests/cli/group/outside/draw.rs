//! How the pages look. Every habit is one that the procedures leave open.

use std::fmt::Write as _;

use super::{User, World};

/// How column heads are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heads {
    #[default]
    Plain,
    Upper,
    BoldCells,
    ColonsAndHardBlanks,
}

/// What is pressed in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Control {
    /// A form in each row.
    #[default]
    Forms,
    /// One form around the table, with inputs of the rows' own names.
    OneForm,
    Images,
    /// Links, styled as buttons.
    Links,
}

/// How the next page is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paging {
    #[default]
    Link,
    Button,
    /// A picture with words, page numbers beside it, above and below.
    PictureTwice,
    /// A link; on the last page a button that cannot be pressed.
    LinkThenDeadButton,
}

/// What comes after a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum After {
    #[default]
    SamePage,
    SendsOn,
    FirstPageWithoutAWord,
    Refreshes,
    AsksAgain,
    PageOfItsOwn,
}

/// What else is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beside {
    #[default]
    Nothing,
    /// A search over user name and status.
    Search,
    /// A table of what users did lately, and one of what the statuses mean.
    Tables,
    /// The roster stands in a table of its own, and that in another.
    Layout,
    /// A second roster.
    SecondRoster,
}

#[derive(Debug, Clone, Copy)]
pub struct Markup {
    /// Of "User Name", "Name", "Status", "User Information".
    pub order: [usize; 4],
    pub heads: Heads,
    pub control: Control,
    pub paging: Paging,
    pub after: After,
    pub beside: Beside,
    /// Users on a page.
    pub per: usize,
    pub latin1: bool,
    /// `/reg` asks everybody for a log-on, whoever is signed in.
    pub entrance_asks: bool,
    /// The menu explains what disabled users may do.
    pub menu_explains: bool,
    /// The words for an empty group.
    pub none: &'static str,
}

impl Markup {
    /// As the procedures describe it.
    pub const PLAIN: Self = Self {
        order: [0, 1, 2, 3],
        heads: Heads::Plain,
        control: Control::Forms,
        paging: Paging::Link,
        after: After::SamePage,
        beside: Beside::Nothing,
        per: 25,
        latin1: false,
        entrance_asks: false,
        menu_explains: false,
        none: "There are no users in your group.",
    };
}

impl Default for Markup {
    fn default() -> Self {
        Self::PLAIN
    }
}

const COLUMNS: [&str; 4] = ["User Name", "Name", "Status", "User Information"];

fn page(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>")
}

fn text(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

pub fn log_on(told: Option<&str>) -> String {
    let told = told.map_or(String::new(), |t| format!("<p class=err>{t}</p>"));
    page(
        "Courts",
        &format!(
            "<h3>Log on</h3>{told}<form action=enter method=post><table><tr><td>Username:</td><td><input name=wer></td></tr>\
             <tr><td>Password:</td><td><input type=password name=wort></td></tr></table><input type=submit value=Logon></form>"
        ),
    )
}

pub fn preferences(told: Option<&str>) -> String {
    let told = told.map_or(String::new(), |t| format!("<div role=alert>{t}</div>"));
    page(
        "Courts",
        &format!(
            "<h2>My preferences</h2>{told}<form action=/geheim method=post><label>NEW PIN: <input type=password name=neu></label>\
             <label>Verify New Pin <input type=password name=nochmals></label><button>Update</button></form>"
        ),
    )
}

pub fn are_you_sure(verb: &str, user_name: &str, token: u64, row: usize) -> String {
    page(
        "Courts",
        &format!(
            "<h2>Please confirm</h2><p>Do you want to {verb} {user_name}?</p><form action=/act method=post>\
             <input type=hidden name=marke value={token}><input type=hidden name=zeile value={row}><input type=hidden name={verb} value=1>\
             <button name=sure value=yes>Yes</button><button name=sure value=no>No</button></form>"
        ),
    )
}

pub fn done(user_name: &str, told: &str) -> String {
    page(
        "Courts",
        &format!(
            "<h2>User updated</h2><p>{user_name}: {told}</p><a href=/users>Group Maintenance</a>"
        ),
    )
}

impl World {
    pub fn menu(&self) -> String {
        let words = if self.markup.menu_explains {
            "<p>Users that are disabled cannot file. A user who has been disabled learns it at the next log on.</p>"
        } else {
            ""
        };
        let body = match self.markup.control {
            Control::Images => {
                "<form action=/users><input type=image src=x.gif alt=\"Group Maintenance\"></form><form action=/prefs><input type=image src=y.gif alt=\"My Preferences\"></form>"
            }
            Control::OneForm => {
                "<form action=/users><button>Group Maintenance</button></form><form action=/prefs><button>My Preferences</button></form>"
            }
            _ => {
                "<ul><li><a href=/prefs>My Preferences</a><li><a href=/users>Group Maintenance</a></ul>"
            }
        };
        page(
            "Courts",
            &format!("<h3>GROUP ADMINISTRATOR MENU</h3>{words}{body}"),
        )
    }

    /// A portal whose head line is the menu's, above the log-on.
    pub fn menu_and_log_on(&self) -> String {
        format!("{}{}", self.menu(), log_on(None))
    }

    pub fn roster(&mut self, id: &str, number: usize) -> String {
        let per = self.markup.per;
        let users: Vec<User> = self
            .users
            .iter()
            .skip((number - 1) * per)
            .take(per)
            .cloned()
            .collect();
        let token = self.next();
        let session = self.session(id);
        session.token = token;
        session.rows = users.iter().map(|u| u.user_name.clone()).collect();
        let told = session.told.take();
        let mut body = "<h2>group maintenance</h2>".to_owned();
        if let Some(told) = told {
            let _ = write!(body, "<div role=status>{}</div>", text(&told));
        }
        if self.markup.beside == Beside::Search {
            body.push_str("<form action=/users><label>User Name <input name=q></label><label>Status <select name=s><option>All</option><option>Active</option></select></label><button>Search</button></form>");
        }
        let nav = self.nav(number);
        if self.markup.paging == Paging::PictureTwice {
            body.push_str(&nav);
        }
        let table = if users.is_empty() {
            format!("<p>{}</p>", self.markup.none)
        } else {
            self.table(&users, token)
        };
        match self.markup.beside {
            Beside::Layout => {
                let _ = write!(
                    body,
                    "<table><tr><td width=90></td><td><table><tr><td>{table}</td></tr></table></td></tr></table>"
                );
            }
            Beside::SecondRoster => {
                let _ = write!(body, "{table}<h2>Other users</h2>{table}");
            }
            _ => body.push_str(&table),
        }
        body.push_str(&nav);
        if self.markup.beside == Beside::Tables {
            body.push_str("<table><tr><th>User Name</th><th>Action</th></tr><tr><td>jdoe</td><td>Filed</td></tr></table>\
                <table><tr><th>Status</th><th>Meaning</th></tr><tr><td>Disabled</td><td>Cannot file</td></tr></table>");
        }
        body.push_str("<p><a href=/menu>Group Administrator Menu</a></p>");
        page("Courts", &body)
    }

    fn table(&self, users: &[User], token: u64) -> String {
        let markup = self.markup;
        let head = |words: &str| match markup.heads {
            Heads::Plain => format!("<th>{words}</th>"),
            Heads::Upper => format!("<th>{}</th>", words.to_uppercase()),
            Heads::BoldCells => format!("<td><b>{words}</b></td>"),
            Heads::ColonsAndHardBlanks => format!("<th>{}:</th>", words.replace(' ', "&nbsp;")),
        };
        let mut heads: String = markup.order.iter().map(|n| head(COLUMNS[*n])).collect();
        heads.push_str(&head("Last Log On"));
        heads.push_str(&head("Action"));
        let mut rows = String::new();
        for (row, user) in users.iter().enumerate() {
            let cells = [&user.user_name, &user.name, &user.status, &user.information];
            let cells: String = markup
                .order
                .iter()
                .map(|n| match (n, markup.heads) {
                    (2, Heads::Upper) => {
                        format!("<td><span>{}</span></td>", cells[2].to_uppercase())
                    }
                    (2, Heads::ColonsAndHardBlanks) => {
                        format!("<td>&nbsp;<font>{}</font>&nbsp;</td>", cells[2])
                    }
                    (n, _) => format!("<td>{}</td>", text(cells[*n])),
                })
                .collect();
            let first = if user.status == "Active" {
                "disable"
            } else {
                "activate"
            };
            let controls =
                self.control(first, row, token) + " " + &self.control("remove", row, token);
            let _ = write!(
                rows,
                "<tr>{cells}<td>10/01/2026</td><td>{controls}</td></tr>"
            );
        }
        let table = format!("<table border=1><tr>{heads}</tr>{rows}</table>");
        match markup.control {
            Control::OneForm | Control::Images => format!(
                "<form action=/act method=post><input type=hidden name=marke value={token}>{table}</form>"
            ),
            _ => table,
        }
    }

    fn control(&self, verb: &str, row: usize, token: u64) -> String {
        let words = format!("{}{}", verb[..1].to_uppercase(), &verb[1..]);
        match self.markup.control {
            Control::Forms => format!(
                "<form action=act method=post><input type=hidden name=marke value={token}><input type=hidden name=zeile value={row}><button name={verb}>{words}</button></form>"
            ),
            Control::OneForm => format!(
                "<input type=submit name={verb}-{row} value=\"{}\">",
                words.to_uppercase()
            ),
            Control::Images => {
                format!("<input type=image name={verb}-{row} src=b.gif alt={words}>")
            }
            Control::Links => format!(
                "<a class=button role=button href=\"/act?marke={token}&amp;zeile={row}&amp;{verb}=1\"><i></i>&nbsp;{words}</a>"
            ),
        }
    }

    fn nav(&self, number: usize) -> String {
        let (pages, next) = (self.pages(), number + 1);
        if pages < 2 {
            return String::new();
        }
        let on = match (number < pages, self.markup.paging) {
            (true, Paging::Link | Paging::LinkThenDeadButton) => {
                format!("<a href=\"/users?p={next}\">Next &gt;&gt;</a>")
            }
            (true, Paging::Button) => format!(
                "<form action=/users method=post><input type=hidden name=p value={next}><input type=submit value=Next></form>"
            ),
            (true, Paging::PictureTwice) => (1..=pages).fold(
                format!("<a href=\"/users?p={next}\"><img src=n.gif alt=Next></a>"),
                |nav, n| nav + &format!(" <a href=\"/users?p={n}\">{n}</a>"),
            ),
            (false, Paging::LinkThenDeadButton) => {
                "<form><button disabled>Next</button></form>".into()
            }
            (false, _) => "Next".into(),
        };
        format!("<div>{on}</div>")
    }
}

/// A field of a form, in the character set of the page.
pub fn decoded(text: &str, latin1: bool) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(&String::from_utf8_lossy(&hex), 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    if latin1 {
        bytes.into_iter().map(char::from).collect()
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

pub fn encoded(text: &str, latin1: bool) -> Vec<u8> {
    if latin1 {
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect()
    } else {
        text.as_bytes().to_vec()
    }
}
