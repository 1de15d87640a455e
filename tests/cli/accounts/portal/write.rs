//! How the account portal writes its pages: the same words in other markup.

use std::fmt::Write as _;

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    For,
    Around,
    Aria,
    CellLeft,
    CellAbove,
}

/// What a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buttons {
    Button,
    Input,
    Image,
}

/// Choices that the sources leave open.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    pub labels: Labels,
    pub buttons: Buttons,
    /// After the label: a colon, a star, "(required)".
    pub after_label: &'static str,
    pub upper_case: bool,
    /// Encoding of pages and forms.
    pub latin1: bool,
    /// A changing token in each form.
    pub tokens: bool,
    /// Forms are answered by a redirect.
    pub redirects: bool,
    /// Forms leave the action out.
    pub empty_action: bool,
    /// Headings are bold cells or legends.
    pub odd_headings: bool,
    /// Redirects are pages with `meta refresh`.
    pub refresh: bool,
    /// "Group Name" is filled in.
    pub group_filled: bool,
    /// Another form stands on every page.
    pub second_form: bool,
    /// Refusals stand on the page as any other text.
    pub unmarked: bool,
}

impl Habits {
    pub const PLAIN: Self = Self {
        labels: Labels::For,
        buttons: Buttons::Button,
        after_label: "",
        upper_case: false,
        latin1: false,
        tokens: false,
        redirects: false,
        empty_action: false,
        odd_headings: false,
        refresh: false,
        group_filled: true,
        second_form: false,
        unmarked: false,
    };
    pub const OLD: Self = Self {
        labels: Labels::CellLeft,
        buttons: Buttons::Input,
        after_label: ":&nbsp;*",
        upper_case: false,
        latin1: true,
        tokens: true,
        redirects: true,
        empty_action: false,
        odd_headings: true,
        refresh: false,
        group_filled: false,
        second_form: true,
        unmarked: false,
    };
    pub const ODD: Self = Self {
        labels: Labels::Aria,
        buttons: Buttons::Image,
        after_label: " (required)",
        upper_case: true,
        latin1: false,
        tokens: true,
        redirects: true,
        empty_action: true,
        odd_headings: false,
        refresh: true,
        group_filled: true,
        second_form: false,
        unmarked: false,
    };
    pub const ABOVE: Self = Self {
        labels: Labels::CellAbove,
        buttons: Buttons::Input,
        after_label: " :",
        upper_case: false,
        latin1: true,
        tokens: true,
        redirects: true,
        empty_action: true,
        odd_headings: true,
        refresh: false,
        group_filled: false,
        second_form: true,
        unmarked: false,
    };
    pub const AROUND: Self = Self {
        labels: Labels::Around,
        buttons: Buttons::Input,
        after_label: "*",
        ..Self::PLAIN
    };
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    pub label: String,
    pub name: String,
    pub kind: &'static str,
    pub value: String,
    pub options: Vec<String>,
    pub message: Option<String>,
}

pub fn field(label: &str, name: &str, kind: &'static str) -> Field {
    Field {
        label: label.into(),
        name: name.into(),
        kind,
        value: String::new(),
        options: vec![],
        message: None,
    }
}

/// What a page shows.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub heading: String,
    pub told: Option<String>,
    pub lines: Vec<String>,
    /// Headings and the fields below them.
    pub parts: Vec<(Option<String>, Vec<Field>)>,
    pub picture: Option<String>,
    pub buttons: Vec<String>,
    pub links: Vec<(String, String)>,
    /// Rows: label, value, the name of the button in it.
    pub rows: Vec<(String, String, String)>,
    pub action: String,
}

impl Shown {
    pub fn html(&self, habits: &Habits, token: u64) -> String {
        let mut out = String::new();
        let charset = if habits.latin1 { "iso-8859-1" } else { "utf-8" };
        let _ = write!(
            out,
            "<!DOCTYPE html><html><head><meta charset=\"{charset}\"><title>Portal</title></head><body>"
        );
        if habits.odd_headings {
            let _ = write!(
                out,
                "<table><tr><td><b>{}</b></td></tr></table>",
                self.heading
            );
        } else {
            let _ = write!(out, "<h2>{}</h2>", self.heading);
        }
        if habits.second_form {
            out.push_str("<form action='/find'><label>Search this site <input name=q></label><button>Find</button></form>");
        }
        if let Some(told) = &self.told {
            let marks = if habits.unmarked {
                ""
            } else {
                " class='error' role='alert'"
            };
            let _ = write!(out, "<div{marks}>{told}</div>");
        }
        for line in &self.lines {
            let _ = write!(out, "<p>{line}</p>");
        }
        for (label, href) in &self.links {
            let _ = write!(out, "<p><a href='{href}'>{label}</a></p>");
        }
        let action = if habits.empty_action {
            String::new()
        } else {
            format!(" action='{}'", self.action)
        };
        let has_form = !self.parts.is_empty() || !self.buttons.is_empty() || !self.rows.is_empty();
        if has_form {
            let _ = write!(out, "<form method='post'{action}>");
            if habits.tokens {
                let _ = write!(out, "<input type=hidden name=tok value='{token}'>");
            }
            if !self.rows.is_empty() {
                out.push_str("<table>");
                for (label, value, button) in &self.rows {
                    let button = if button.is_empty() {
                        String::new()
                    } else {
                        button_html(habits, "row", button, label)
                    };
                    let _ = write!(
                        out,
                        "<tr><th>{label}</th><td>{value}</td><td>{button}</td></tr>"
                    );
                }
                out.push_str("</table>");
            }
            if let Some(picture) = &self.picture {
                let _ = write!(out, "<img src='{picture}' alt='box'>");
            }
            for (heading, fields) in &self.parts {
                match heading {
                    Some(heading) if habits.odd_headings => {
                        let _ = write!(out, "<fieldset><legend>{heading}</legend>");
                    }
                    Some(heading) => {
                        let _ = write!(out, "<div><h3>{heading}</h3>");
                    }
                    None => out.push_str("<div>"),
                }
                let table = matches!(habits.labels, Labels::CellLeft | Labels::CellAbove);
                out.push_str(if table { "<table>" } else { "" });
                for field in fields {
                    self.field(&mut out, habits, field);
                }
                out.push_str(if table { "</table>" } else { "" });
                out.push_str(if heading.is_some() && habits.odd_headings {
                    "</fieldset>"
                } else {
                    "</div>"
                });
            }
            for button in &self.buttons {
                out.push_str(&button_html(habits, "act", button, button));
            }
            out.push_str("</form>");
        }
        out.push_str("</body></html>");
        out
    }

    fn field(&self, out: &mut String, habits: &Habits, field: &Field) {
        let mut label = format!("{}{}", field.label, habits.after_label);
        if habits.upper_case {
            label = label.to_uppercase();
        }
        let id = format!("x{}", field.name);
        let name = &field.name;
        let aria = if habits.labels == Labels::Aria && field.kind != "box" {
            format!(" aria-label='{label}'")
        } else {
            String::new()
        };
        let control = match field.kind {
            "box" => {
                let checked = if field.value == "yes" { " checked" } else { "" };
                format!("<input type=checkbox id={id} name={name} value=yes{checked}>")
            }
            "list" => {
                let options: String = std::iter::once(&"Select one".to_owned())
                    .chain(&field.options)
                    .map(|o| {
                        let selected = if *o == field.value { " selected" } else { "" };
                        format!("<option value='v-{o}'{selected}>{o}</option>")
                    })
                    .collect();
                format!("<select id={id} name={name}{aria}>{options}</select>")
            }
            kind => format!(
                "<input type={kind} id={id} name={name} value='{}'{aria}>",
                field.value
            ),
        };
        let message = field
            .message
            .as_ref()
            .map(|m| format!("<span class='error'>{m}</span>"))
            .unwrap_or_default();
        if field.kind == "box" {
            // A box has its words behind it.
            let _ = write!(
                out,
                "<tr><td colspan=2><label for={id}>{}</label>{control}{message}</td></tr>",
                field.label
            );
            return;
        }
        let _ = match habits.labels {
            Labels::For => write!(
                out,
                "<p><label for={id}>{label}</label> {control}{message}</p>"
            ),
            Labels::Around => write!(out, "<p><label>{label} {control}</label>{message}</p>"),
            Labels::Aria => write!(out, "<p>{control}{message}</p>"),
            Labels::CellLeft => write!(out, "<tr><td>{label}</td><td>{control}{message}</td></tr>"),
            Labels::CellAbove => write!(
                out,
                "<tr><td>{label}</td></tr><tr><td>{control}{message}</td></tr>"
            ),
        };
    }
}

fn button_html(habits: &Habits, name: &str, words: &str, value: &str) -> String {
    match habits.buttons {
        Buttons::Button => format!("<button name={name} value='{value}'>{words}</button>"),
        // An input shows its value; which row it is for, its name says.
        Buttons::Input => format!("<input type=submit name='{name}~{value}' value='{words}'>"),
        Buttons::Image => {
            format!("<input type=image name='{name}~{value}' alt='{words}' src='/b.png'>")
        }
    }
}
