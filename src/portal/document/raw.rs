//! What a walk over a page finds: the visible text by stretches, and what stands in it.

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
    pub name: Option<String>,
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
    pub rows: usize,
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
    /// For each row the first cell of an earlier row that reaches down to it.
    pub reaching: Vec<Option<usize>>,
    /// Columns that a cell of an earlier row still fills: column, rows left, the cell.
    pub below: Vec<(usize, usize, usize)>,
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
