//! A page as a person sees it: heading, words, fields with their labels, buttons. How it is written as HTML is decided
//! elsewhere, so that every page exists in every markup.

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    pub(super) heading: String,
    pub(super) parts: Vec<Part>,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Words(String),
    /// An agreement, in paragraphs.
    Long(Vec<String>),
    /// A link to a path.
    Link {
        to: String,
        text: String,
    },
    Form(Form),
    Table(Table),
}

/// A form.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) items: Vec<Item>,
    pub(super) buttons: Vec<Button>,
}

/// What stands in a form.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A heading over the fields that follow.
    Under(String),
    Field(Field),
    /// A picture; the path of it.
    Picture(String),
}

/// A field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) value: String,
}

/// What kind of field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Never filled in again by the portal.
    Secret,
    /// A secret that is typed in the open: a security answer.
    OpenSecret,
    Shown,
    Box,
    /// Values with their words.
    Choice(Vec<(String, String)>),
}

/// A button.
#[derive(Clone, Debug)]
pub(super) struct Button {
    pub(super) key: String,
    pub(super) label: String,
}

/// A table whose rows have buttons.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    /// Stands in the last cell in place of its words.
    pub(super) field: Option<Field>,
    pub(super) buttons: Vec<Button>,
}

impl View {
    pub(super) fn new(heading: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            parts: Vec::new(),
        }
    }

    #[must_use]
    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.parts.push(Part::Words(words.into()));
        self
    }

    #[must_use]
    pub(super) fn link(mut self, to: impl Into<String>, text: &str) -> Self {
        self.parts.push(Part::Link {
            to: to.into(),
            text: text.to_owned(),
        });
        self
    }

    #[must_use]
    pub(super) fn form(mut self, form: Form) -> Self {
        self.parts.push(Part::Form(form));
        self
    }

    #[must_use]
    pub(super) fn table(mut self, table: Table) -> Self {
        self.parts.push(Part::Table(table));
        self
    }

    #[must_use]
    pub(super) fn long(mut self, paragraphs: &[&str]) -> Self {
        let paragraphs = paragraphs.iter().map(|words| (*words).to_owned()).collect();
        self.parts.push(Part::Long(paragraphs));
        self
    }
}

impl Form {
    #[must_use]
    pub(super) fn under(mut self, heading: &str) -> Self {
        self.items.push(Item::Under(heading.to_owned()));
        self
    }

    #[must_use]
    pub(super) fn field(mut self, key: &str, label: &str, kind: Kind, value: &str) -> Self {
        self.items.push(Item::Field(Field {
            key: key.to_owned(),
            label: label.to_owned(),
            kind,
            value: value.to_owned(),
        }));
        self
    }

    #[must_use]
    pub(super) fn picture(mut self, path: String) -> Self {
        self.items.push(Item::Picture(path));
        self
    }

    #[must_use]
    pub(super) fn button(mut self, key: &str, label: &str) -> Self {
        self.buttons.push(Button::new(key, label));
        self
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.items.iter().filter_map(|item| match item {
            Item::Field(field) => Some(field),
            _ => None,
        })
    }

    pub(super) fn has_secret(&self) -> bool {
        self.fields()
            .any(|field| matches!(field.kind, Kind::Secret | Kind::OpenSecret))
    }
}

impl Button {
    pub(super) fn new(key: &str, label: &str) -> Self {
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
        }
    }
}
