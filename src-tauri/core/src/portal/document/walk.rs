//! One pass over a parsed page: the visible text in its order, and where in it everything stands that a person can see
//! or use. What belongs to what is settled afterwards (`settle.rs`).

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::visible;

/// What decides under which headings a control stands, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Heading(usize),
    FieldsetOpens(usize),
    FieldsetCloses,
    TableCloses(usize),
    Control(usize),
}

/// A stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

/// A control, button, link or picture, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Control(usize),
    Button(usize),
    Link(usize),
    Picture(usize),
}

/// What the page says of a control.
#[derive(Default)]
pub(super) struct RawControl {
    pub at: usize,
    pub mark: usize,
    pub kind: String,
    pub name: String,
    pub value: String,
    pub checked: bool,
    pub disabled: bool,
    pub read_only: bool,
    pub required: bool,
    pub invalid: bool,
    pub visible: bool,
    pub id: Option<String>,
    pub form_attr: Option<String>,
    pub form: Option<usize>,
    pub label: Option<usize>,
    pub fieldset: Option<usize>,
    pub cell: Option<usize>,
    pub aria_label: Option<String>,
    pub labelled_by: Option<String>,
    pub described_by: Option<String>,
    pub placeholder: Option<String>,
    pub title: Option<String>,
    pub options: Vec<RawOption>,
    pub multiple: bool,
}

pub(super) struct RawOption {
    pub label: String,
    pub value: Option<String>,
    pub selected: bool,
    pub disabled: bool,
}

#[derive(Default)]
pub(super) struct RawButton {
    pub at: usize,
    pub label: String,
    pub name: String,
    pub value: String,
    pub kind: String,
    pub visible: bool,
    pub disabled: bool,
    pub before: usize,
    pub form_attr: Option<String>,
    pub form: Option<usize>,
    pub action: Option<String>,
    pub method: Option<String>,
    pub enctype: Option<String>,
    pub script: String,
}

pub(super) struct RawLink {
    pub at: usize,
    pub span: Span,
    pub label: Option<String>,
    pub href: Option<String>,
    pub script: String,
    pub form: Option<usize>,
    pub before: usize,
}

pub(super) struct RawPicture {
    pub src: String,
    pub alt: String,
    pub form: Option<usize>,
    pub mark: usize,
}

#[derive(Default)]
pub(super) struct RawForm {
    pub id: Option<String>,
    pub action: Option<String>,
    pub method: Option<String>,
    pub enctype: Option<String>,
    pub accept_charset: Option<String>,
}

pub(super) struct RawLabel {
    pub span: Span,
    pub target: Option<String>,
    /// The first control inside it, and where it stands.
    pub control: Option<(usize, usize)>,
    pub error: bool,
}

pub(super) struct RawHeading {
    pub level: u8,
    pub span: Span,
}

pub(super) struct RawCell {
    pub table: usize,
    pub row: usize,
    pub col: usize,
    pub span: usize,
    pub text: Span,
    pub header: bool,
    /// Wholly in bold.
    pub bold: bool,
    pub controls: usize,
    pub first_mark: usize,
    pub last_mark: usize,
}

#[derive(Default)]
pub(super) struct RawTable {
    pub caption: Option<usize>,
    pub rows: Vec<Vec<usize>>,
    /// Columns that a cell of an earlier row still fills: column, rows left, the cell.
    below: Vec<(usize, usize, usize)>,
}

pub(super) struct RawFieldset {
    pub legend: Option<usize>,
    pub label: Option<String>,
    pub labelled_by: Option<String>,
    pub controls: usize,
}

/// Words that are shown as a message.
pub(super) struct RawMessage {
    pub span: Span,
    /// Whether role or class say so; else only the colour.
    pub strong: bool,
    /// The only control of the smallest part of the page that holds both.
    pub owner: Option<usize>,
}

#[derive(Default)]
pub(super) struct Walk {
    pub text: String,
    pub title: String,
    pub marks: Vec<Mark>,
    pub mark_at: Vec<usize>,
    pub controls: Vec<RawControl>,
    pub buttons: Vec<RawButton>,
    pub links: Vec<RawLink>,
    pub pictures: Vec<RawPicture>,
    pub forms: Vec<RawForm>,
    pub labels: Vec<RawLabel>,
    pub headings: Vec<RawHeading>,
    pub cells: Vec<RawCell>,
    pub tables: Vec<RawTable>,
    pub fieldsets: Vec<RawFieldset>,
    pub messages: Vec<RawMessage>,
    pub ids: HashMap<String, Span>,
    pub base: Option<String>,
    pub refresh: Option<String>,
    pub charset: Option<String>,
    pub events: Vec<Event>,
    aside: String,
    frames: Vec<Frame>,
    line_start: usize,
    line_bold: usize,
    line_plain: usize,
    line_marks: usize,
    visible_controls: usize,
    unowned: Vec<usize>,
    lone_form: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Default)]
struct Around {
    hidden: bool,
    bold: bool,
    error: bool,
    disabled: bool,
    aside: bool,
    raw: bool,
    form: Option<usize>,
    label: Option<usize>,
    fieldset: Option<usize>,
    table: Option<usize>,
    cell: Option<usize>,
    select: Option<usize>,
    textarea: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Inline,
    Block,
    Heading(u8),
    Bold,
    Label(usize),
    Button(usize),
    Link(usize),
    Row,
    Cell(usize),
    Table(usize),
    Form,
    Fieldset(usize),
    Legend(usize),
    Option,
    Title,
}

struct Frame {
    around: Around,
    what: What,
    start: usize,
    aside: usize,
    controls: usize,
    marks: usize,
    unowned: usize,
    message: Option<bool>,
    id: Option<String>,
}

pub(super) fn walk(html: &Html, hidden: &HashSet<NodeId>) -> Walk {
    let mut walk = Walk::default();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.open(element, hidden.contains(&node.id())),
                Node::Text(text) => walk.words(text),
                _ => {}
            },
            Edge::Close(node) => {
                if matches!(node.value(), Node::Element(_)) {
                    walk.close();
                }
            }
        }
    }
    walk.end_line(false);
    walk
}

#[derive(Default)]
struct Attributes<'a> {
    all: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.all.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }
    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

impl Walk {
    fn around(&self) -> Around {
        self.frames
            .last()
            .map_or_else(Around::default, |f| f.around)
    }

    fn words(&mut self, text: &str) {
        let around = self.around();
        if let Some(n) = around.textarea {
            self.controls[n].value.push_str(text);
            return;
        }
        if around.raw {
            self.title.push_str(text);
            return;
        }
        if around.select.is_some() {
            self.aside.push_str(text);
            return;
        }
        if around.hidden {
            return;
        }
        if around.aside {
            self.aside.push_str(text);
            return;
        }
        let solid = text.chars().filter(|c| c.is_alphanumeric()).count();
        if around.bold {
            self.line_bold += solid;
        } else {
            self.line_plain += solid;
        }
        self.text.push_str(text);
    }

    /// Ends a line of text. A line wholly in bold, with nothing to use on it, is a heading, unless the end of its cell
    /// ends it: then the row decides.
    fn end_line(&mut self, by_cell: bool) {
        let span = Span {
            start: self.line_start,
            end: self.text.len(),
        };
        if self.line_bold > 0
            && self.line_plain == 0
            && self.line_marks == self.marks.len()
            && !by_cell
        {
            let in_heading = self
                .frames
                .iter()
                .rev()
                .take(3)
                .any(|f| matches!(f.what, What::Heading(_) | What::Legend(_)));
            if !in_heading && span.end - span.start <= 300 {
                self.heading(9, span);
            }
        }
        if self.text.len() > self.line_start {
            self.text.push('\n');
        }
        self.line_start = self.text.len();
        self.line_bold = 0;
        self.line_plain = 0;
        self.line_marks = self.marks.len();
    }

    fn heading(&mut self, level: u8, span: Span) {
        if self.text[span.start..span.end]
            .chars()
            .any(char::is_alphanumeric)
        {
            self.events.push(Event::Heading(self.headings.len()));
            self.headings.push(RawHeading { level, span });
        }
    }

    fn open(&mut self, element: &scraper::node::Element, hidden_by_sheet: bool) {
        let name = element.name();
        let attrs = Attributes {
            all: element.attrs().collect(),
        };
        let mut around = self.around();
        let style = attrs.get("style").map(visible::style).unwrap_or_default();
        let class = attrs.get("class").unwrap_or("");
        let role = attrs.get("role").unwrap_or("");
        around.hidden |= hidden_by_sheet
            || style.hidden
            || attrs.has("hidden")
            || visible::never_shown(name)
            || (name == "dialog" && !attrs.has("open"));
        let heavy = matches!(name, "b" | "strong" | "th") || style.bold == Some(true);
        around.bold = (around.bold || heavy) && style.bold != Some(false);
        let message = visible::is_message(
            name,
            role,
            class,
            &style,
            attrs.get("color"),
            attrs.has("aria-live"),
        );
        let message = message.filter(|_| !around.error && !around.hidden);
        around.error |= message.is_some();

        let mut what = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => What::Heading(name.as_bytes()[1] - b'0'),
            "b" | "strong" => What::Bold,
            "title" => What::Title,
            _ if visible::is_block(name) => What::Block,
            _ => What::Inline,
        };
        if role == "heading" {
            let level = attrs
                .get("aria-level")
                .and_then(|l| l.trim().parse().ok())
                .unwrap_or(2u8);
            what = What::Heading(level.clamp(1, 6));
        }
        let fresh_line = !matches!(what, What::Inline | What::Bold | What::Title);
        if fresh_line && !around.hidden && !around.aside {
            self.end_line(false);
        }
        match (name, role) {
            ("title", _) => {
                around.raw = self.title.is_empty() && element.name.ns.ends_with("xhtml")
            }
            ("base", _) => self.base = self.base.take().or(attrs.owned("href")),
            ("meta", _) => self.meta(&attrs),
            ("br", _) if !around.hidden => {
                if around.aside {
                    self.aside.push(' ')
                } else {
                    self.end_line(false)
                }
            }
            ("form", _) => {
                what = What::Form;
                self.open_form(&attrs, &mut around);
            }
            ("label", _) => {
                what = What::Label(self.labels.len());
                around.label = Some(self.labels.len());
                self.labels.push(RawLabel {
                    span: Span::default(),
                    target: attrs.owned("for"),
                    control: None,
                    error: message.is_some(),
                });
            }
            ("fieldset", _) | (_, "group" | "radiogroup") => {
                self.end_line(false);
                what = What::Fieldset(self.fieldsets.len());
                around.fieldset = Some(self.fieldsets.len());
                around.disabled |= name == "fieldset" && attrs.has("disabled");
                self.events.push(Event::FieldsetOpens(self.fieldsets.len()));
                self.fieldsets.push(RawFieldset {
                    legend: None,
                    label: attrs.owned("aria-label"),
                    labelled_by: attrs.owned("aria-labelledby"),
                    controls: 0,
                });
            }
            ("legend", _) => {
                self.end_line(false);
                if let Some(n) = around.fieldset {
                    what = What::Legend(n);
                }
            }
            ("caption", _) => what = What::Heading(7),
            ("table", _) | (_, "table" | "grid") => {
                what = What::Table(self.tables.len());
                around.table = Some(self.tables.len());
                around.cell = None;
                self.tables.push(RawTable::default());
            }
            ("tr", _) | (_, "row") => {
                what = What::Row;
                if let Some(table) = around.table.and_then(|t| self.tables.get_mut(t)) {
                    table.rows.push(Vec::new());
                    table.below.retain_mut(|(_, rows, _)| {
                        *rows = rows.saturating_sub(1);
                        *rows > 0
                    });
                }
            }
            ("td" | "th", _) | (_, "cell" | "gridcell" | "columnheader" | "rowheader") => {
                if let Some(cell) = self.open_cell(name, role, &attrs, &around) {
                    what = What::Cell(cell);
                    around.cell = Some(cell);
                    around.bold |= matches!(role, "columnheader" | "rowheader");
                }
            }
            ("input", _) => self.input(&attrs, &around),
            ("select", _) | ("textarea", _) => {
                let n = self.control(name, &attrs, &around);
                around.hidden |= name == "textarea";
                if name == "select" {
                    around.select = Some(n);
                    around.aside = true;
                } else {
                    around.textarea = Some(n);
                }
            }
            ("optgroup", _) => around.disabled |= attrs.has("disabled"),
            ("option", _) => {
                what = What::Option;
                if let Some(n) = around.select {
                    let disabled =
                        attrs.has("disabled") || around.disabled && !self.controls[n].disabled;
                    self.controls[n].options.push(RawOption {
                        label: attrs.owned("label").unwrap_or_default(),
                        value: attrs.owned("value"),
                        selected: attrs.has("selected"),
                        disabled,
                    });
                }
                self.aside.clear();
            }
            ("button", _) => {
                what = What::Button(self.buttons.len());
                let kind = attrs.get("type").unwrap_or("submit").to_ascii_lowercase();
                self.button(&attrs, &around, kind, String::new());
                around.aside = true;
            }
            ("a", _) => {
                what = What::Link(self.links.len());
                self.link(&attrs, &around);
            }
            ("img", _) => self.image(&attrs, &around),
            _ => {}
        }
        self.frames.push(Frame {
            around,
            what,
            start: self.text.len(),
            aside: self.aside.len(),
            controls: self.visible_controls,
            marks: self.marks.len(),
            unowned: self.unowned.len(),
            message,
            id: attrs
                .get("id")
                .filter(|_| !around.hidden)
                .map(str::to_owned),
        });
    }

    fn meta(&mut self, attrs: &Attributes<'_>) {
        let equiv = attrs.get("http-equiv").unwrap_or("").to_ascii_lowercase();
        let content = attrs.get("content").unwrap_or("");
        if equiv == "refresh" && self.refresh.is_none() && !self.around().aside {
            self.refresh = Some(content.to_owned());
        } else if equiv == "content-type" {
            let charset = content.to_ascii_lowercase();
            let at = charset.find("charset=").map(|n| n + "charset=".len());
            self.charset = self
                .charset
                .take()
                .or(at.map(|n| charset[n..].trim_matches(['"', '\'', ' ', ';']).to_owned()));
        } else if let Some(charset) = attrs.get("charset") {
            self.charset = self.charset.take().or(Some(charset.to_owned()));
        }
    }

    fn open_form(&mut self, attrs: &Attributes<'_>, around: &mut Around) {
        let n = self.forms.len();
        self.forms.push(RawForm {
            id: attrs.owned("id"),
            action: attrs.owned("action"),
            method: attrs.owned("method"),
            enctype: attrs.owned("enctype"),
            accept_charset: attrs.owned("accept-charset"),
        });
        around.form = Some(n);
        // A form written between rows: the parser keeps it as an empty element of the table, and what follows in the
        // table belongs to it.
        self.lone_form = Some((n, self.frames.len()));
    }

    fn open_cell(
        &mut self,
        name: &str,
        role: &str,
        attrs: &Attributes<'_>,
        around: &Around,
    ) -> Option<usize> {
        let number = |key: &str| {
            attrs
                .get(key)
                .and_then(|v| v.trim().parse::<usize>().ok())
                .unwrap_or(1)
                .clamp(1, 200)
        };
        let (t, cells) = (around.table?, self.cells.len());
        let table = self.tables.get_mut(t)?;
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        let row = table.rows.len() - 1;
        let last = table.rows[row].last().copied();
        let mut col = last.map_or(0, |c| self.cells[c].col + self.cells[c].span);
        while let Some((from, _, cell)) = table
            .below
            .iter()
            .find(|(from, _, cell)| (*from..*from + self.cells[*cell].span).contains(&col))
        {
            col = from + self.cells[*cell].span;
        }
        let rows = number("rowspan");
        if rows > 1 && table.below.len() < 200 {
            table.below.push((col, rows, cells));
        }
        table.rows[row].push(cells);
        self.cells.push(RawCell {
            table: t,
            row,
            col,
            span: number("colspan"),
            text: Span::default(),
            header: name == "th" || matches!(role, "columnheader" | "rowheader"),
            bold: false,
            controls: 0,
            first_mark: self.marks.len(),
            last_mark: self.marks.len(),
        });
        Some(cells)
    }

    fn owner_form(&self, around: &Around) -> Option<usize> {
        around.form.or_else(|| self.lone_form.map(|(n, _)| n))
    }

    fn mark(&mut self, mark: Mark) -> usize {
        self.marks.push(mark);
        self.mark_at.push(self.text.len());
        self.marks.len() - 1
    }

    fn input(&mut self, attrs: &Attributes<'_>, around: &Around) {
        let kind = attrs
            .get("type")
            .unwrap_or("text")
            .trim()
            .to_ascii_lowercase();
        match kind.as_str() {
            "submit" | "button" | "image" => {
                let words = match kind.as_str() {
                    "image" => attrs.get("alt").or(attrs.get("value")),
                    "submit" => Some(attrs.get("value").unwrap_or("Submit")),
                    _ => attrs.get("value"),
                };
                let words = words
                    .filter(|w| !w.trim().is_empty())
                    .or(attrs.get("aria-label"))
                    .or(attrs.get("title"));
                let words = words.unwrap_or("").to_owned();
                self.button(attrs, around, kind, words);
            }
            "reset" => {}
            _ => {
                self.control(&kind, attrs, around);
            }
        }
    }

    fn control(&mut self, kind: &str, attrs: &Attributes<'_>, around: &Around) -> usize {
        let n = self.controls.len();
        let visible = !around.hidden && kind != "hidden";
        let mark = self.mark(Mark::Control(n));
        if visible {
            self.visible_controls += 1;
            if let Some(fieldset) = around.fieldset {
                self.fieldsets[fieldset].controls += 1;
            }
            if let Some(cell) = around.cell {
                self.cells[cell].controls += 1;
            }
            if let Some(label) = around.label.and_then(|l| self.labels.get_mut(l)) {
                label.control = label.control.or(Some((n, self.text.len())));
            }
        }
        let free_label = around.label.filter(|l| self.labels[*l].target.is_none());
        self.events.push(Event::Control(n));
        self.controls.push(RawControl {
            at: self.text.len(),
            mark,
            kind: kind.to_owned(),
            name: attrs.owned("name").unwrap_or_default(),
            value: attrs.owned("value").unwrap_or_default(),
            checked: attrs.has("checked"),
            disabled: attrs.has("disabled") || around.disabled,
            read_only: attrs.has("readonly"),
            required: attrs.has("required") || attrs.get("aria-required") == Some("true"),
            invalid: attrs.get("aria-invalid").is_some_and(|v| v != "false"),
            visible,
            id: attrs.owned("id"),
            form_attr: attrs.owned("form"),
            form: self.owner_form(around),
            label: free_label,
            fieldset: around.fieldset,
            cell: around.cell,
            aria_label: attrs.owned("aria-label"),
            labelled_by: attrs.owned("aria-labelledby"),
            described_by: attrs
                .owned("aria-errormessage")
                .into_iter()
                .chain(attrs.owned("aria-describedby"))
                .reduce(|a, b| format!("{a} {b}")),
            placeholder: attrs.owned("placeholder"),
            title: attrs.owned("title"),
            options: Vec::new(),
            multiple: attrs.has("multiple"),
        });
        n
    }

    fn button(&mut self, attrs: &Attributes<'_>, around: &Around, kind: String, label: String) {
        let n = self.buttons.len();
        self.mark(Mark::Button(n));
        self.buttons.push(RawButton {
            at: self.marks.len() - 1,
            label: if label.is_empty() {
                String::new()
            } else {
                label
            },
            name: attrs.owned("name").unwrap_or_default(),
            value: attrs.owned("value").unwrap_or_default(),
            kind,
            visible: !around.hidden,
            disabled: attrs.has("disabled") || around.disabled,
            before: self.controls.len(),
            form_attr: attrs.owned("form"),
            form: self.owner_form(around),
            action: attrs.owned("formaction"),
            method: attrs.owned("formmethod"),
            enctype: attrs.owned("formenctype"),
            script: attrs.owned("onclick").unwrap_or_default(),
        });
        let fallback = attrs.owned("aria-label").or(attrs.owned("title"));
        if let (Some(words), Some(button)) = (fallback, self.buttons.last_mut())
            && button.label.is_empty()
        {
            button.label = words;
        }
    }

    fn link(&mut self, attrs: &Attributes<'_>, around: &Around) {
        if around.hidden {
            return;
        }
        let n = self.links.len();
        self.mark(Mark::Link(n));
        self.links.push(RawLink {
            at: self.marks.len() - 1,
            span: Span {
                start: self.text.len(),
                end: self.text.len(),
            },
            label: attrs.owned("aria-label").or(attrs.owned("title")),
            href: attrs.owned("href"),
            script: attrs.owned("onclick").unwrap_or_default(),
            form: self.owner_form(around),
            before: self.controls.len(),
        });
    }

    fn image(&mut self, attrs: &Attributes<'_>, around: &Around) {
        let alt = attrs.get("alt").unwrap_or("");
        if around.aside {
            self.aside.push_str(alt);
            return;
        }
        if around.hidden {
            return;
        }
        if let Some(Frame {
            what: What::Link(n),
            ..
        }) = self.frames.last()
            && let Some(link) = self.links.get_mut(*n)
            && !alt.is_empty()
        {
            link.label = Some(alt.to_owned());
        }
        let small = |key| {
            attrs
                .get(key)
                .and_then(|v| v.trim().parse::<u32>().ok())
                .is_some_and(|n| n <= 16)
        };
        if let Some(src) = attrs
            .get("src")
            .filter(|_| !small("width") && !small("height"))
        {
            let mark = self.mark(Mark::Picture(self.pictures.len()));
            // A picture does not divide a line of text.
            if self.line_marks + 1 == self.marks.len() {
                self.line_marks = self.marks.len();
            }
            let form = self.owner_form(around);
            self.pictures.push(RawPicture {
                src: src.to_owned(),
                alt: alt.to_owned(),
                form,
                mark,
            });
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let (start, end) = (frame.start, self.text.len());
        let span = Span {
            start: start.min(end),
            end,
        };
        if let Some(strong) = frame.message
            && frame.controls == self.visible_controls
            && self.text[span.start..span.end]
                .chars()
                .any(char::is_alphanumeric)
        {
            self.unowned.push(self.messages.len());
            self.messages.push(RawMessage {
                span,
                strong,
                owner: None,
            });
        } else if let (Some(_), What::Label(n)) = (frame.message, frame.what) {
            self.labels[n].error = false;
        }
        if let Some(id) = frame.id.clone() {
            self.ids.entry(id).or_insert(span);
        }
        match frame.what {
            What::Heading(level) if !frame.around.hidden => {
                self.heading(level, span);
                if level == 7
                    && let Some(table) = frame.around.table.and_then(|t| self.tables.get_mut(t))
                {
                    table.caption = self.headings.len().checked_sub(1);
                }
                // Not once more as a line in bold.
                self.line_bold = 0;
            }
            What::Legend(n) if !frame.around.hidden => {
                self.heading(7, span);
                self.line_bold = 0;
                if span.end > span.start {
                    self.fieldsets[n].legend = self.fieldsets[n]
                        .legend
                        .or(self.headings.len().checked_sub(1));
                }
            }
            What::Fieldset(_) => self.events.push(Event::FieldsetCloses),
            // Between rows, or left open in a cell, a form goes on to the end of its table.
            What::Form if frame.around.table.is_none() => self.lone_form = None,
            What::Label(n) => self.labels[n].span = span,
            What::Button(n) => {
                let words = self.aside.get(frame.aside..).unwrap_or("").to_owned();
                self.aside.truncate(frame.aside);
                if words.chars().any(|c| !c.is_whitespace()) {
                    self.buttons[n].label = words;
                }
            }
            What::Link(n) => {
                if let Some(link) = self.links.get_mut(n).filter(|l| l.span.start <= span.start) {
                    link.span = span;
                }
            }
            What::Option => {
                let words = std::mem::take(&mut self.aside);
                if let Some(option) = frame
                    .around
                    .select
                    .and_then(|n| self.controls[n].options.last_mut())
                    && option.label.is_empty()
                {
                    option.label = words;
                }
            }
            What::Cell(n) => self.close_cell(n, span),
            What::Row => self.close_row(&frame),
            What::Table(t) => {
                self.events.push(Event::TableCloses(t));
                if self
                    .lone_form
                    .is_some_and(|(_, depth)| depth >= self.frames.len())
                {
                    self.lone_form = None;
                }
            }
            _ => {}
        }
        self.own_messages(&frame);
        let fresh_line = !matches!(
            frame.what,
            What::Inline
                | What::Bold
                | What::Title
                | What::Label(_)
                | What::Button(_)
                | What::Link(_)
                | What::Option
        );
        if fresh_line && !frame.around.hidden && !frame.around.aside {
            self.end_line(matches!(frame.what, What::Cell(_)));
        }
    }

    fn close_cell(&mut self, n: usize, span: Span) {
        let whole_line = self.line_start <= span.start;
        let bold = if whole_line {
            (self.line_bold, self.line_plain)
        } else {
            (0, 1)
        };
        let cell = &mut self.cells[n];
        cell.text = span;
        cell.last_mark = self.marks.len();
        cell.bold = bold.0 > 0 && bold.1 == 0;
    }

    /// A row with one cell of words, in bold, is a heading for what follows.
    fn close_row(&mut self, frame: &Frame) {
        if frame.marks != self.marks.len() {
            return;
        }
        let Some(row) = frame.around.table.and_then(|t| self.tables[t].rows.last()) else {
            return;
        };
        let mut worded = row.iter().filter(|c| {
            let span = self.cells[**c].text;
            self.text[span.start..span.end]
                .chars()
                .any(char::is_alphanumeric)
        });
        if let (Some(cell), None) = (worded.next().copied(), worded.next())
            && (self.cells[cell].bold || self.cells[cell].header)
        {
            let span = self.cells[cell].text;
            if span.end - span.start <= 300 {
                self.heading(8, span);
            }
        }
    }

    /// Messages inside this part of the page belong to its only control, if it has exactly one.
    fn own_messages(&mut self, frame: &Frame) {
        let inside = self.visible_controls - frame.controls.min(self.visible_controls);
        if inside == 0 || self.unowned.len() <= frame.unowned {
            return;
        }
        let owner = if inside == 1 {
            self.controls.iter().rposition(|c| c.visible)
        } else {
            None
        };
        for message in self.unowned.drain(frame.unowned..) {
            self.messages[message].owner = owner;
        }
    }
}
