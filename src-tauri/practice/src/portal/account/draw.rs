//! Writes a page as HTML, in whichever markup is wanted. The words stay the same.

mod fields;

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    view::{Button, Field, Form, Kind, Part, Row, Table, View},
    visit::{Seat, Step, Visit},
};
use crate::accounts::markup::{
    Actions, Buttons, Charset, Headings, Labels, Letters, Markup, Names, Refusals, Suffix,
};

/// What is bent on this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bent {
    pub(super) two_labels: bool,
    pub(super) foreign_form: bool,
}

/// Where the page stands.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// `http://127.0.0.1:4180`.
    pub(super) base: String,
    /// `/registration`.
    pub(super) root: String,
    /// The path under which the page is shown.
    pub(super) path: String,
}

/// Draws the page; every field and button is entered in the visit, so that it is known when it comes back.
pub(super) fn draw(
    view: &View,
    seat: &Seat,
    visit: &mut Visit,
    markup: Markup,
    address: &Address,
    bent: Bent,
) -> String {
    visit.pages += 1;
    visit.markup = markup;
    let token = markup.tokens.then(|| visit.new_token());
    let mut pen = Pen {
        html: String::with_capacity(4_096),
        markup,
        step: seat.shown(),
        salt: rand::random(),
        address,
        bent,
        seat,
        token,
        ids: 0,
        offered: Vec::new(),
    };
    pen.page(view);
    for (name, key) in pen.offered {
        visit.offer(name, pen.step, key);
    }
    pen.html
}

struct Pen<'a> {
    html: String,
    markup: Markup,
    step: Step,
    salt: u64,
    address: &'a Address,
    bent: Bent,
    seat: &'a Seat,
    token: Option<String>,
    ids: u32,
    offered: Vec<(String, String)>,
}

/// Text as HTML.
fn escaped(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(letter),
        }
    }
    html
}

fn hash(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Pen<'_> {
    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Visible words of a heading, a label or a button.
    fn dressed(&self, words: &str) -> String {
        let words = match self.markup.letters {
            Letters::AsIs => words.to_owned(),
            Letters::Upper => words.to_uppercase(),
            Letters::Lower => words.to_lowercase(),
        };
        let html = escaped(&words);
        if self.markup.nbsp {
            html.replace(' ', "&nbsp;")
        } else {
            html
        }
    }

    /// A label in an element.
    fn label(&self, words: &str) -> String {
        let words = self.dressed(words);
        match self.markup.suffix {
            Suffix::None => words,
            Suffix::Colon => format!("{words}:"),
            Suffix::Star => format!("{words} <span class=\"star\">*</span>"),
            Suffix::Required => format!("{words} (required)"),
            Suffix::StarColon => format!("{words}<b>*</b>:"),
        }
    }

    /// A label in an attribute.
    fn label_in_attribute(&self, words: &str) -> String {
        let words = self.dressed(words);
        match self.markup.suffix {
            Suffix::None => words,
            Suffix::Colon => format!("{words}:"),
            Suffix::Star => format!("{words} *"),
            Suffix::Required => format!("{words} (required)"),
            Suffix::StarColon => format!("{words}*:"),
        }
    }

    /// The name on the wire of a field or button.
    fn name(&mut self, key: &str) -> String {
        let plain: String = key
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        let slug = self.step.slug();
        let name = match self.markup.names {
            Names::Plain => format!("{slug}_{plain}"),
            Names::Dotted => format!("main:{slug}:{plain}"),
            Names::Numbered => format!("f{}", hash(&format!("{slug} {key}")) % 90_000_000),
            Names::Changing => format!("x{:012x}", hash(&format!("{} {key}", self.salt)) >> 16),
        };
        self.offered.push((name.clone(), key.to_owned()));
        name
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        format!("a{}", self.ids)
    }

    fn page(&mut self, view: &View) {
        let heading = self.dressed(&view.heading);
        let in_title = matches!(self.markup.headings, Headings::H1 | Headings::Title);
        let title = if in_title {
            heading.clone()
        } else {
            "Missouri Courts".to_owned()
        };
        let charset = match self.markup.charset {
            Charset::Windows1252 => "<meta charset=\"windows-1252\">",
            _ => "",
        };
        self.put(&format!(
            "<!DOCTYPE html>\n<html lang=\"en-US\"><head>{charset}<title>{title}</title></head>\n<body>\n"
        ));
        if self.markup.other_forms {
            self.put(
                "<form action=\"/cnet/caseNoSearch.do\" method=\"get\"><p><label for=\"q\">Search this site</label> \
                 <input id=\"q\" name=\"q\" type=\"search\"><button>Search</button></p></form>\n",
            );
        }
        let close = match self.markup.headings {
            Headings::H1 => {
                self.put(&format!("<h1>{heading}</h1>\n"));
                ""
            }
            Headings::H2 => {
                self.put(&format!("<h2>{heading}</h2>\n"));
                ""
            }
            Headings::H3 => {
                self.put(&format!("<h3>{heading}</h3>\n"));
                ""
            }
            Headings::H4 => {
                self.put(&format!("<h4>{heading}</h4>\n"));
                ""
            }
            Headings::Legend => {
                self.put(&format!("<fieldset><legend>{heading}</legend>\n"));
                "</fieldset>\n"
            }
            Headings::Caption => {
                self.put(&format!("<table><caption>{heading}</caption><tr><td>\n"));
                "</td></tr></table>\n"
            }
            Headings::Title => "",
            Headings::BoldCell => {
                self.put(&format!(
                    "<table><tr><td><b>{heading}</b></td></tr></table>\n"
                ));
                ""
            }
        };
        self.says(view);
        for part in &view.parts {
            self.part(part);
        }
        self.put(close);
        if self.markup.other_forms {
            self.put(
                "<form action=\"/registration/opinion\" method=\"post\"><p><label>Your opinion of this page \
                 <input name=\"opinion\"></label><input type=\"submit\" value=\"Send\"></p></form>\n",
            );
        }
        self.put("<p><small>Practice portal. Nothing on this page is real.</small></p>\n</body></html>\n");
    }

    /// What the page says at its top.
    fn says(&mut self, view: &View) {
        for words in self.seat.said.clone() {
            self.put(&format!("<p class=\"message\">{}</p>\n", escaped(&words)));
        }
        if self.markup.refusals == Refusals::AtField {
            return;
        }
        for (key, words) in self.seat.refused.clone() {
            let label = view
                .parts
                .iter()
                .filter_map(|part| match part {
                    Part::Form(form) => form.fields().find(|field| field.key == key),
                    _ => None,
                })
                .map(|field| field.label.clone())
                .next()
                .unwrap_or_default();
            self.put(&format!(
                "<p class=\"message\">{}: {}</p>\n",
                escaped(&label),
                escaped(&words)
            ));
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Words(words) => self.put(&format!("<p>{}</p>\n", escaped(words))),
            Part::Long(paragraphs) => {
                self.put("<div class=\"agreement\">\n");
                for words in paragraphs {
                    self.put(&format!("<p>{}</p>\n", escaped(words)));
                }
                self.put("</div>\n");
            }
            Part::Link { to, text } => {
                let text = self.dressed(text);
                self.put(&format!("<p><a href=\"{}\">{text}</a></p>\n", escaped(to)));
            }
            Part::Form(form) => self.form(form),
            Part::Table(table) => self.table(table),
        }
    }

    fn open_form(&mut self, secret: bool) {
        let path = format!("{}/{}", self.address.root, self.step.slug());
        let action = if self.bent.foreign_form {
            // RFC 2606: nobody can own this name.
            Some(format!("http://portal.example.invalid{path}"))
        } else {
            match self.markup.actions {
                Actions::Rooted => Some(path),
                Actions::Absolute => Some(format!("{}{path}", self.address.base)),
                Actions::Empty => Some(String::new()),
                Actions::Absent => None,
                Actions::Relative => {
                    let folder = self
                        .address
                        .path
                        .rsplit_once('/')
                        .map_or("", |(folder, _)| folder);
                    Some(
                        path.strip_prefix(&format!("{folder}/"))
                            .unwrap_or(&path)
                            .to_owned(),
                    )
                }
            }
        };
        let method = if self.markup.get && !secret {
            "get"
        } else {
            "post"
        };
        let action = action.map_or_else(String::new, |action| {
            format!(" action=\"{}\"", escaped(&action))
        });
        self.put(&format!("<form method=\"{method}\"{action}>"));
        self.hidden();
    }

    fn hidden(&mut self) {
        if let Some(token) = self.token.clone() {
            let name = self.name("token");
            self.put(&format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{token}\">"
            ));
        }
        // A hidden field without a meaning: it has to come back untouched, and does no harm.
        self.put("<input type=\"hidden\" name=\"_state\" value=\"e1s1\">\n");
        if self.markup.buttons == Buttons::PostBack {
            self.put(
                "<input type=\"hidden\" name=\"__EVENTTARGET\" value=\"\">\
                 <input type=\"hidden\" name=\"__EVENTARGUMENT\" value=\"\">\n",
            );
        }
    }

    fn form(&mut self, form: &Form) {
        let as_links = self.markup.buttons == Buttons::Link && form.items.is_empty();
        if as_links {
            self.put("<p>");
            self.buttons(&form.buttons, true);
            self.put("</p>\n");
            return;
        }
        self.open_form(form.has_secret());
        match self.markup.labels {
            Labels::CellLeft | Labels::LabelledBy => self.left_cells(form),
            Labels::CellAbove => self.cells_above(form),
            _ => self.lines(form),
        }
        self.put("<p>");
        self.buttons(&form.buttons, false);
        self.put("</p></form>\n");
    }

    /// The field itself.
    fn control(&mut self, field: &Field, id: Option<&str>, more: &str) -> String {
        let name = self.name(&field.key);
        let id = id.map_or_else(String::new, |id| format!(" id=\"{id}\""));
        let value = escaped(&field.value);
        match &field.kind {
            Kind::Text | Kind::OpenSecret => {
                format!("<input type=\"text\" name=\"{name}\"{id}{more} value=\"{value}\">")
            }
            Kind::Secret => {
                format!("<input type=\"password\" name=\"{name}\"{id}{more} autocomplete=\"off\">")
            }
            Kind::Shown => {
                format!(
                    "<input type=\"text\" name=\"{name}\"{id}{more} value=\"{value}\" readonly>"
                )
            }
            Kind::Box => {
                let ticked = if field.value == "on" { " checked" } else { "" };
                format!("<input type=\"checkbox\" name=\"{name}\"{id}{more}{ticked}>")
            }
            Kind::Choice(options) if self.markup.labels == Labels::Legend => {
                let mut html = String::new();
                for (option, words) in options {
                    let id = self.id();
                    let chosen = if *option == field.value {
                        " checked"
                    } else {
                        ""
                    };
                    let _ = write!(
                        html,
                        "<input type=\"radio\" name=\"{name}\" id=\"{id}\" value=\"{}\"{chosen}> <label \
                         for=\"{id}\">{}</label> ",
                        escaped(option),
                        escaped(words)
                    );
                }
                html
            }
            Kind::Choice(options) => {
                let mut html = format!("<select name=\"{name}\"{id}{more}>");
                for (option, words) in options {
                    let chosen = if *option == field.value {
                        " selected"
                    } else {
                        ""
                    };
                    let _ = write!(
                        html,
                        "<option value=\"{}\"{chosen}>{}</option>",
                        escaped(option),
                        escaped(words)
                    );
                }
                html.push_str("</select>");
                html
            }
        }
    }

    fn buttons(&mut self, buttons: &[Button], as_links: bool) {
        for button in buttons {
            let name = self.name(&format!("press:{}", button.key));
            let label = self.dressed(&button.label);
            let html = if as_links {
                let mut query = format!("{}=1", utf8_percent_encode(&name, NON_ALPHANUMERIC));
                if let Some(token) = self.token.clone() {
                    let token_name = self.name("token");
                    let _ = write!(query, "&amp;{token_name}={token}");
                }
                format!(
                    "<a class=\"button\" role=\"button\" href=\"{}/{}?{query}\">{label}</a> ",
                    self.address.root,
                    self.step.slug(),
                )
            } else {
                match self.markup.buttons {
                    Buttons::Button | Buttons::Link => {
                        format!("<button name=\"{name}\" value=\"1\">{label}</button> ")
                    }
                    Buttons::PostBack => format!(
                        "<a class=\"button\" href=\"javascript:__doPostBack(&#39;{name}&#39;,&#39;&#39;)\">{label}</a> "
                    ),
                    Buttons::Submit => {
                        format!("<input type=\"submit\" name=\"{name}\" value=\"{label}\"> ")
                    }
                    Buttons::Image => format!(
                        "<input type=\"image\" name=\"{name}\" src=\"/registration/button.png\" alt=\"{label}\"> "
                    ),
                }
            };
            self.put(&html);
        }
    }

    fn table(&mut self, table: &Table) {
        let as_links = self.markup.buttons == Buttons::Link;
        let around = self.markup.one_form
            && !as_links
            && table.rows.iter().any(|row| !row.buttons.is_empty());
        if around {
            self.open_form(false);
        }
        self.put("<table border=\"1\">\n");
        if !table.columns.is_empty() {
            self.put("<tr>");
            for column in &table.columns {
                let column = self.dressed(column);
                self.put(&format!("<th>{column}</th>"));
            }
            self.put("<th></th></tr>\n");
        }
        for row in &table.rows {
            self.row(row, around, as_links);
        }
        self.put("</table>\n");
        if around {
            self.put("</form>\n");
        }
    }

    fn row(&mut self, row: &Row, around: bool, as_links: bool) {
        self.put("<tr>");
        for cell in &row.cells {
            self.put(&format!("<td>{}</td>", escaped(cell)));
        }
        self.put("<td>");
        let as_links = as_links && row.field.is_none();
        if !row.buttons.is_empty() {
            if !around && !as_links {
                self.open_form(false);
            }
            if let Some(field) = &row.field {
                let named = format!(" aria-label=\"{}\"", self.label_in_attribute(&field.label));
                let control = self.control(field, None, &named);
                self.put(&control);
                self.refusal(field);
            }
            self.buttons(&row.buttons, as_links);
            if !around && !as_links {
                self.put("</form>");
            }
        }
        self.put("</td></tr>\n");
    }
}
