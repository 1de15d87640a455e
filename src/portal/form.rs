//! A form of an account page as a person sees it: fields by their labels, buttons by their words. Filled by label,
//! chosen by option, left by button; never by name, id or position (`account-pages.md`).
//!
//! Everything is owned, so a form may live across an await. What the page sent and nobody sees (hidden fields, tokens)
//! travels back untouched.

use std::fmt;

use encoding_rs::Encoding;
use url::Url;

use super::profile::PortalProfile;
use super::words::{Accepted, Fit};

mod encode;
mod filling;

pub(super) use filling::allowed;
pub use filling::{Filling, SecretKind, Value};

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The fields become the query of the address.
    Get,
    /// The fields are the body.
    Post,
}

/// How the body of a POST is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enctype {
    Urlencoded,
    Multipart,
    Plain,
}

impl Enctype {
    pub(super) fn of(text: Option<&str>) -> Self {
        match text.map(|t| t.trim().to_ascii_lowercase()).as_deref() {
            Some("multipart/form-data") => Self::Multipart,
            Some("text/plain") => Self::Plain,
            _ => Self::Urlencoded,
        }
    }
}

impl Method {
    pub(super) fn of(text: Option<&str>) -> Self {
        match text.map(|t| t.trim().to_ascii_lowercase()).as_deref() {
            Some("post") => Self::Post,
            _ => Self::Get,
        }
    }
}

/// A form.
#[derive(Clone)]
pub struct Form {
    /// Where it is sent, resolved against the page; not checked against the allowed hosts yet.
    pub action: Url,
    /// How it is sent.
    pub method: Method,
    /// Its fields in the order of the page. Radio buttons of one name are one field.
    pub fields: Vec<Field>,
    /// Its buttons in the order of the page, links that submit it by script included.
    pub buttons: Vec<Button>,
    /// The pictures inside it.
    pub pictures: Vec<Picture>,
    /// The heading of the page it stands on, for the log.
    pub(super) page: String,
    pub(super) controls: Vec<Control>,
    pub(super) enctype: Enctype,
    pub(super) charset: &'static Encoding,
}

/// A field as a person sees it.
#[derive(Clone)]
pub struct Field {
    /// The label as shown, cleaned; empty when there is none.
    pub label: String,
    /// The nearest heading or legend above it.
    pub under: Option<String>,
    /// What kind of field.
    pub kind: FieldKind,
    /// The portal's words of refusal at this field.
    pub message: Option<String>,
    /// Other words beside it: a hint, the rules of a password.
    pub hint: Option<String>,
    /// Whether a person sees it.
    pub visible: bool,
    /// Whether the portal lets it be changed.
    pub enabled: bool,
    /// Whether the page says that it must be filled.
    pub required: bool,
    /// All headings it stands under, nearest first.
    pub(super) unders: Vec<String>,
    /// Other words that may be its label: the cell and the words before it.
    pub(super) also: Vec<String>,
    /// Its controls: one, or the radio buttons of one name.
    pub(super) controls: Vec<usize>,
    /// Where it stands among everything on the page.
    pub(super) at: usize,
}

/// What kind of field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A line or an area of text.
    Text,
    /// A line of text that is not shown.
    Password,
    /// Nothing that a person sees.
    Hidden,
    /// A box to tick.
    Box,
    /// A list or radio buttons; the options as shown.
    Choice {
        /// The options as shown.
        options: Vec<String>,
    },
}

/// A button, or a link that acts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its words.
    pub label: String,
    /// Whether a person sees it.
    pub visible: bool,
    /// Whether it can be pressed.
    pub enabled: bool,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) image: bool,
    /// Where among the controls it stands.
    pub(super) before: usize,
    pub(super) action: Option<Url>,
    pub(super) method: Option<Method>,
    pub(super) enctype: Option<Enctype>,
    /// Fields that its script sets before sending.
    pub(super) sets: Vec<(String, String)>,
    pub(super) at: usize,
}

/// A picture inside a form: the phrase, perhaps a logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub url: Url,
    /// Its alternative text.
    pub alt: String,
    pub(super) at: usize,
}

/// What is sent for one control.
#[derive(Clone)]
pub(super) struct Control {
    pub(super) name: String,
    pub(super) kind: ControlKind,
    pub(super) value: String,
    pub(super) checked: bool,
    pub(super) disabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ControlKind {
    Text,
    Password,
    Hidden,
    Box,
    /// With the label of this one button.
    Radio(String),
    Select(Vec<SelectOption>),
    File,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SelectOption {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) selected: bool,
    pub(super) disabled: bool,
}

impl Form {
    /// Starts to fill the form for this portal.
    pub fn fill<'a>(&'a self, portal: &'a PortalProfile) -> Filling<'a> {
        Filling::new(self, portal)
    }

    /// The fields that a person sees.
    pub fn shown(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.visible)
    }

    /// Whether a person sees a field that fits these words.
    pub fn asks(&self, wanted: &Accepted) -> bool {
        self.shown().any(|f| f.fit(wanted).is_some())
    }

    /// Whether a person sees a button with these words.
    pub fn offers(&self, wanted: &Accepted) -> bool {
        self.buttons
            .iter()
            .any(|b| b.visible && wanted.fit(&b.label).is_some())
    }

    /// The field that fits these words, if there is exactly one.
    pub fn field(&self, wanted: &Accepted) -> Option<&Field> {
        filling::find(self, wanted, None)
            .ok()
            .and_then(|n| self.fields.get(n))
    }

    /// The field that fits these words below this heading, if there is exactly one.
    pub fn field_under(&self, heading: &Accepted, wanted: &Accepted) -> Option<&Field> {
        filling::find(self, wanted, Some(heading))
            .ok()
            .and_then(|n| self.fields.get(n))
    }

    /// What the page put into a field: for a choice the chosen option's words, for a box "on" when it is ticked; never
    /// what a password field holds.
    pub fn value_of(&self, field: &Field) -> String {
        let controls = field.controls.iter().filter_map(|n| self.controls.get(*n));
        for control in controls {
            match &control.kind {
                ControlKind::Text => return control.value.clone(),
                ControlKind::Box if control.checked => return "on".to_owned(),
                ControlKind::Radio(label) if control.checked => return label.clone(),
                ControlKind::Select(options) => {
                    return options
                        .iter()
                        .find(|o| o.selected)
                        .map(|o| o.label.clone())
                        .unwrap_or_default();
                }
                _ => {}
            }
        }
        String::new()
    }

    /// The picture that belongs to this field: the only one of the form, or the last before the field.
    pub fn picture_for(&self, field: &Field) -> Option<&Picture> {
        match self.pictures.as_slice() {
            [] => None,
            [only] => Some(only),
            many => many.iter().rfind(|p| p.at < field.at).or(many.first()),
        }
    }
}

impl Field {
    /// How well the label fits; a field that nobody sees fits nothing.
    pub fn fit(&self, wanted: &Accepted) -> Option<Fit> {
        if !self.visible || self.kind == FieldKind::Hidden {
            return None;
        }
        wanted
            .fit(&self.label)
            .into_iter()
            .chain(self.also.iter().filter_map(|l| wanted.fit(l)))
            .max()
    }

    /// Whether the field stands below this heading.
    pub fn is_under(&self, heading: &Accepted) -> bool {
        self.unders.iter().any(|u| heading.fit(u).is_some())
    }

    /// The label with its heading, for messages: "City (Mailing Address)".
    pub fn shown_as(&self) -> String {
        match &self.under {
            Some(under) if !self.label.is_empty() => format!("{} ({under})", self.label),
            _ => self.label.clone(),
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the query nor any value: both may hold tokens.
        f.debug_struct("Form")
            .field("action", &self.action.path())
            .field("method", &self.method)
            .field("fields", &self.fields)
            .field(
                "buttons",
                &self.buttons.iter().map(|b| &b.label).collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("label", &self.label)
            .field("under", &self.under)
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("visible", &self.visible)
            .finish_non_exhaustive()
    }
}
