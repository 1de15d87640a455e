//! A page as a person sees it: headings, lines, tables, links, forms. Owned, so it may live across an await.

use std::fmt;

use url::Url;

use super::super::browser::{PortalAnswer, PortalRequest};
use super::super::error::{Because, PortalError};
use super::super::form::{Button, Form};
use super::super::guises::guises;
use super::super::profile::PortalProfile;
use super::super::text::{Charset, decode};
use super::super::words::{Accepted, Fit};

/// A page as a person sees it.
#[derive(Clone)]
pub struct Page {
    /// Where it came from, after redirects.
    pub url: Url,
    /// Its title.
    pub title: String,
    /// Its headings in order: `h1` to `h6`, legends, captions, lines and rows wholly in bold.
    pub headings: Vec<String>,
    /// Its forms, also those without a visible field.
    pub forms: Vec<Form>,
    /// Its links, buttons that only open an address included.
    pub links: Vec<Link>,
    /// The visible text, line by line.
    pub lines: Vec<String>,
    /// Messages that belong to no one field: a refusal at the top, a notice.
    pub told: Vec<String>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Where `meta refresh` sends the person on within 30 seconds.
    pub moves_on: Option<Url>,
    /// Lines and what stands between them, in the order of the page.
    pub flow: Vec<Spot>,
}

/// A link.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Where it leads; not checked against the allowed hosts.
    pub url: Url,
    /// The form that it stands in.
    pub form: Option<usize>,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A line of text.
    Line(String),
    /// A field of a form.
    Field {
        /// Which form.
        form: usize,
        /// Which of its fields.
        field: usize,
    },
    /// A button of a form.
    Button {
        /// Which form.
        form: usize,
        /// Which of its buttons.
        button: usize,
    },
    /// A link.
    Link(usize),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its caption.
    pub caption: Option<String>,
    /// Its rows, the heads among them.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text, blanks joined.
    pub text: String,
    /// Its column, counted from 0, cells of several columns and rows taken into account.
    pub col: usize,
    /// Whether it is marked as a head, or wholly in bold.
    pub header: bool,
    /// What can be used in it.
    pub uses: Vec<Spot>,
}

impl Row {
    /// The cell in a column.
    pub fn cell(&self, col: usize) -> Option<&Cell> {
        self.cells.iter().find(|c| c.col == col)
    }
}

fn blot<'a>(lines: impl Iterator<Item = &'a mut String>, texts: &[&str], least: usize) {
    let texts = texts.iter().filter(|t| t.chars().count() >= least);
    let texts: Vec<_> = texts.flat_map(|text| guises(text)).collect();
    for line in lines {
        for text in &texts {
            if line.contains(text.as_str()) {
                *line = line.replace(text.as_str(), "[…]");
            }
        }
    }
}

impl Page {
    /// Reads a page. Takes time in proportion to its size; call it on a blocking thread ([`Page::read_answer`] does).
    ///
    /// # Errors
    /// [`PortalError::Unreadable`] when it is too large, nested too deep, or would take too long.
    pub fn read(url: &Url, html: &str) -> Result<Self, PortalError> {
        Self::read_as(url, html, None)
    }

    fn read_as(
        url: &Url,
        html: &str,
        declared: Option<&'static encoding_rs::Encoding>,
    ) -> Result<Self, PortalError> {
        let parsed = super::parse::parse(html).map_err(|because| PortalError::Unreadable {
            what: "page".to_owned(),
            because,
        })?;
        let sheets = super::visible::sheets(&parsed.html);
        Ok(super::settle::settle(
            super::walk::walk(&parsed, &sheets),
            url,
            declared,
        ))
    }

    /// Reads the page of an answer on a blocking thread, in the character set that the answer or the page declares.
    ///
    /// # Errors
    /// As [`Page::read`]; [`Because::WrongCharset`] for a character set that nobody knows.
    pub async fn read_answer(answer: PortalAnswer) -> Result<Self, PortalError> {
        tokio::task::spawn_blocking(move || Self::of_answer(&answer))
            .await
            .map_err(|_| PortalError::Unreadable {
                what: "page".to_owned(),
                because: Because::NotJson("the page reader stopped".to_owned()),
            })?
    }

    /// As [`Page::read_answer`], on this thread.
    ///
    /// # Errors
    /// As [`Page::read_answer`].
    pub fn of_answer(answer: &PortalAnswer) -> Result<Self, PortalError> {
        let header = answer
            .content_type
            .as_deref()
            .is_some_and(|t| t.to_ascii_lowercase().contains("charset="));
        let charset = match answer.charset {
            // Only the page itself can say; it says so in ASCII.
            Charset::Western if !header => {
                super::meta_charset(&answer.bytes).unwrap_or(Charset::Western)
            }
            other => other,
        };
        let html = decode(&answer.bytes, charset).ok_or(PortalError::Unreadable {
            what: "page".to_owned(),
            because: Because::WrongCharset,
        })?;
        let declared = match charset {
            Charset::Utf8 => Some(encoding_rs::UTF_8),
            Charset::Other(encoding) => Some(encoding),
            Charset::Western if header => Some(encoding_rs::WINDOWS_1252),
            _ => None,
        };
        Self::read_as(&answer.url, &html, declared)
    }

    /// Blots these texts out of everything that the page says. Labels and buttons stay: they are what it is known by; so
    /// do headings, except for texts too long to be a word of one.
    pub fn blot(&mut self, texts: &[&str]) {
        let fields = self.forms.iter_mut().flat_map(|f| f.fields.iter_mut());
        let messages = fields.flat_map(|f| f.message.iter_mut().chain(f.hint.iter_mut()));
        let spots = self.flow.iter_mut().filter_map(|spot| match spot {
            Spot::Line(line) => Some(line),
            _ => None,
        });
        let cells = self
            .tables
            .iter_mut()
            .flat_map(|t| t.rows.iter_mut())
            .flat_map(|r| r.cells.iter_mut())
            .map(|c| &mut c.text);
        let said = self.lines.iter_mut().chain(self.told.iter_mut());
        blot(said.chain(messages).chain(spots).chain(cells), texts, 3);
        let names = self.headings.iter_mut().chain([&mut self.title]);
        blot(names, texts, 8);
    }

    /// What the page is called: its first heading, else its title.
    pub fn name(&self) -> &str {
        self.headings
            .iter()
            .find(|h| !h.is_empty())
            .unwrap_or(&self.title)
    }

    /// Whether one of its headings, or its title, is one of these words; also as a part of it: "Step 3: User
    /// Agreement", "User Agreement | Missouri Courts".
    pub fn is_headed(&self, heading: &Accepted) -> bool {
        self.headings.iter().chain([&self.title]).any(|h| {
            heading.is(h)
                || [
                    ": ", " - ", " – ", " — ", " | ", " :: ", " > ", " » ", " / ",
                ]
                .iter()
                .any(|cut| h.split(cut).any(|part| heading.is(part)))
        })
    }

    /// Whether one of its lines holds one of these phrases.
    pub fn says(&self, saying: &Accepted) -> bool {
        self.line_with(saying).is_some()
    }

    /// The first line that holds one of these phrases.
    pub fn line_with(&self, saying: &Accepted) -> Option<&str> {
        self.lines
            .iter()
            .map(String::as_str)
            .find(|l| saying.within(l))
    }

    /// The forms that have a visible field with each of these labels.
    pub fn forms_asking(&self, labels: &[&Accepted]) -> Vec<&Form> {
        self.forms
            .iter()
            .filter(|f| labels.iter().all(|l| f.asks(l)))
            .collect()
    }

    /// Whether the page shows a button or link with these words.
    pub fn offers(&self, wanted: &Accepted) -> bool {
        self.forms.iter().any(|f| f.offers(wanted))
            || self.links.iter().any(|l| wanted.fit(&l.label).is_some())
    }

    /// The words of all buttons and links, for messages.
    pub fn offered(&self) -> Vec<String> {
        let buttons = self
            .forms
            .iter()
            .flat_map(|f| &f.buttons)
            .filter(|b| b.visible)
            .map(|b| b.label.clone());
        let mut all: Vec<String> = buttons
            .chain(self.links.iter().map(|l| l.label.clone()))
            .collect();
        all.retain(|l| !l.is_empty());
        all.dedup();
        all
    }

    /// Presses the one button or link with these words, all fields left as they are.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`], [`PortalError::LabelAmbiguous`], [`PortalError::ForeignHost`].
    pub fn press(
        &self,
        wanted: &Accepted,
        portal: &PortalProfile,
    ) -> Result<PortalRequest, PortalError> {
        let all: Vec<Spot> = self
            .flow
            .iter()
            .filter(|s| !matches!(s, Spot::Line(_)))
            .cloned()
            .collect();
        self.press_one(&all, wanted, portal)
    }

    /// Presses the one button or link with these words among these spots (a row's, a cell's).
    ///
    /// # Errors
    /// As [`Page::press`].
    pub fn press_one(
        &self,
        spots: &[Spot],
        wanted: &Accepted,
        portal: &PortalProfile,
    ) -> Result<PortalRequest, PortalError> {
        let fitting = |fit: Fit| {
            spots
                .iter()
                .filter(|s| self.label_of(s).is_some_and(|l| wanted.fit(l) == Some(fit)))
                .collect::<Vec<_>>()
        };
        let exact = fitting(Fit::Exact);
        let found = if exact.is_empty() {
            fitting(Fit::Loose)
        } else {
            exact
        };
        let Some((first, rest)) = found.split_first() else {
            return Err(PortalError::LabelNotFound {
                wanted: wanted.first().to_owned(),
                offered: self.offered(),
            });
        };
        if rest.iter().all(|other| self.same(first, other)) {
            return self.press_spot(first, portal);
        }
        Err(PortalError::LabelAmbiguous {
            wanted: wanted.first().to_owned(),
            offered: found
                .iter()
                .filter_map(|s| self.label_of(s))
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Presses this very button or link.
    ///
    /// # Errors
    /// [`PortalError::ForeignHost`]; [`PortalError::LabelNotFound`] for a spot that cannot be pressed.
    pub fn press_spot(
        &self,
        spot: &Spot,
        portal: &PortalProfile,
    ) -> Result<PortalRequest, PortalError> {
        match spot {
            Spot::Button { .. } => {
                if let (Some(button), Some(form)) = (self.button(spot), self.form_of(spot)) {
                    return form.fill(portal).press_button(button);
                }
            }
            Spot::Link(n) => {
                if let Some(link) = self.links.get(*n) {
                    super::super::form::allowed(portal, &link.url)?;
                    let why = format!("opened \"{}\" on \"{}\"", link.label, self.name());
                    return Ok(PortalRequest::open(link.url.clone(), why));
                }
            }
            Spot::Line(_) | Spot::Field { .. } => {}
        }
        Err(PortalError::LabelNotFound {
            wanted: String::new(),
            offered: self.offered(),
        })
    }

    /// The button at a spot.
    pub fn button(&self, spot: &Spot) -> Option<&Button> {
        match spot {
            Spot::Button { form, button } => self.forms.get(*form)?.buttons.get(*button),
            _ => None,
        }
    }

    /// The form of a spot.
    pub fn form_of(&self, spot: &Spot) -> Option<&Form> {
        match spot {
            Spot::Button { form, .. } | Spot::Field { form, .. } => self.forms.get(*form),
            _ => None,
        }
    }

    /// The words of a button or link that can be pressed.
    pub fn label_of(&self, spot: &Spot) -> Option<&str> {
        match spot {
            Spot::Button { .. } => self
                .button(spot)
                .filter(|b| b.visible && b.enabled)
                .map(|b| b.label.as_str()),
            Spot::Link(n) => self.links.get(*n).map(|l| l.label.as_str()),
            _ => None,
        }
    }

    fn same(&self, one: &Spot, other: &Spot) -> bool {
        match (one, other) {
            (Spot::Link(a), Spot::Link(b)) => {
                self.links.get(*a).map(|l| &l.url) == self.links.get(*b).map(|l| &l.url)
            }
            (Spot::Button { form: a, .. }, Spot::Button { form: b, .. }) => {
                a == b
                    && self
                        .button(one)
                        .zip(self.button(other))
                        .is_some_and(|(x, y)| x.sends_as(y))
            }
            _ => false,
        }
    }

    /// The error that this page is when another was expected; the shown words are cut short.
    pub fn unexpected(&self, expected: &str) -> PortalError {
        let mut shown = self.name().to_owned();
        for line in self.told.iter().chain(self.lines.iter().take(4)) {
            if shown.chars().count() > 300 {
                break;
            }
            if !shown.contains(line.as_str()) {
                shown.push_str(if shown.is_empty() { "" } else { " / " });
                shown.push_str(line);
            }
        }
        PortalError::UnexpectedPage {
            expected: expected.to_owned(),
            shown: super::super::text::clean(&shown, 400),
        }
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither lines nor addresses: they may hold what a person typed, and tokens.
        f.debug_struct("Page")
            .field("path", &self.url.path())
            .field("headings", &self.headings)
            .field("forms", &self.forms)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("label", &self.label)
            .field("path", &self.url.path())
            .finish()
    }
}
