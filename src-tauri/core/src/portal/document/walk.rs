//! One pass over a parsed page: the visible text in its order, and where in it everything stands that a person can see
//! or use. What belongs to what is settled afterwards (`settle.rs`).

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Node;

use super::parse::Parsed;
use super::raw::{
    Event, Mark, RawButton, RawCell, RawControl, RawFieldset, RawForm, RawHeading, RawLabel,
    RawLink, RawMessage, RawOption, RawPicture, RawTable, Span,
};
use super::visible::{self, Sheets};

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
    pub(super) aside: String,
    pub(super) frames: Vec<Frame>,
    pub(super) line_start: usize,
    pub(super) line_bold: usize,
    pub(super) line_plain: usize,
    pub(super) line_marks: usize,
    pub(super) visible_controls: usize,
    pub(super) unowned: Vec<usize>,
    /// Headings (`h1` to `h6`, captions) so far.
    pub(super) titles: usize,
    pub(super) lone_form: Option<(usize, usize)>,
    /// The element at hand, and the form that the parser says it belongs to.
    pub(super) node: Option<NodeId>,
    pub(super) node_form: Option<NodeId>,
    pub(super) form_nodes: HashMap<NodeId, usize>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) hidden: bool,
    pub(super) off_screen: bool,
    pub(super) bold: bool,
    pub(super) error: bool,
    pub(super) disabled: bool,
    pub(super) aside: bool,
    pub(super) raw: bool,
    pub(super) form: Option<usize>,
    pub(super) label: Option<usize>,
    pub(super) fieldset: Option<usize>,
    pub(super) table: Option<usize>,
    pub(super) cell: Option<usize>,
    pub(super) select: Option<usize>,
    pub(super) textarea: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
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

pub(super) struct Frame {
    pub(super) around: Around,
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) aside: usize,
    pub(super) controls: usize,
    pub(super) marks: usize,
    pub(super) unowned: usize,
    pub(super) forms: usize,
    pub(super) headings: usize,
    pub(super) message: Option<bool>,
    pub(super) id: Option<String>,
}

pub(super) fn walk(parsed: &Parsed, sheets: &Sheets) -> Walk {
    let mut walk = Walk::default();
    for edge in parsed.html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    walk.node = Some(node.id());
                    walk.node_form = parsed.form_of.get(&node.id()).copied();
                    walk.open(element, sheets);
                }
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
pub(super) struct Attributes<'a> {
    pub(super) all: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.all.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }
    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

impl Walk {
    pub(super) fn around(&self) -> Around {
        self.frames
            .last()
            .map_or_else(Around::default, |f| f.around)
    }

    pub(super) fn words(&mut self, text: &str) {
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

    fn open(&mut self, element: &scraper::node::Element, sheets: &Sheets) {
        let name = element.name();
        let attrs = Attributes {
            all: element.attrs().collect(),
        };
        let mut around = self.around();
        let style = attrs.get("style").map(visible::style).unwrap_or_default();
        let class = attrs.get("class").unwrap_or("");
        let role = attrs.get("role").unwrap_or("");
        let by_sheet = self.node.map_or((false, false), |node| {
            sheets.of(node, attrs.get("id"), class)
        });
        // A page that hides itself whole waits for a script to show it; there is nothing else on it to be read.
        let (hidden, off_screen) = if matches!(name, "html" | "body") {
            (false, false)
        } else {
            by_sheet
        };
        around.off_screen |= off_screen || style.off_screen;
        around.hidden |= hidden
            || (style.hidden && !matches!(name, "html" | "body"))
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
                    table
                        .reaching
                        .push(table.below.first().map(|(_, _, cell)| *cell));
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
            forms: self.forms.len(),
            headings: self.titles,
            message,
            id: attrs
                .get("id")
                .filter(|_| !around.hidden)
                .map(str::to_owned),
        });
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
                self.titles += 1;
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
        // What stands above a form, a table or a heading speaks of all of it, even where it holds one control only.
        let whole = matches!(frame.what, What::Form | What::Table(_))
            || frame.forms != self.forms.len()
            || frame.headings != self.titles;
        let owner = (inside == 1 && !whole).then(|| self.controls.iter().rposition(|c| c.visible));
        let owner = owner.flatten();
        for message in self.unowned.drain(frame.unowned..) {
            self.messages[message].owner = owner;
        }
    }
}
