//! A form being filled. A label that is missing, or fits two fields, stops; nothing is guessed.

use secrecy::{ExposeSecret, SecretString};
use url::Url;
use zeroize::Zeroizing;

use super::super::browser::PortalRequest;
use super::super::error::PortalError;
use super::super::profile::PortalProfile;
use super::super::words::{Accepted, Fit, Label};
use super::{Button, ControlKind, Field, FieldKind, Form, encode};

/// What a secret is, so that it is given only to a field whose label is for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// A password, old or new.
    Password,
    /// A group PIN, old or new.
    Pin,
    /// The answer to a security question; its label is the question, so it is any that is not another field's.
    SecurityAnswer,
    /// A code that was e-mailed.
    Code,
}

/// What a field is given.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Anything that may be seen.
    Text(&'a str),
    /// A secret, and what it is.
    Secret(SecretKind, &'a SecretString),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// What will be sent for one control.
#[derive(Clone)]
pub(super) struct State {
    pub(super) value: Zeroizing<String>,
    pub(super) checked: bool,
    pub(super) selected: Vec<bool>,
}

/// A form being filled.
pub struct Filling<'a> {
    form: &'a Form,
    portal: &'a PortalProfile,
    states: Vec<State>,
    /// The fields that were set, so that setting one twice by two labels is noticed.
    touched: Vec<usize>,
    secret: bool,
}

impl<'a> Filling<'a> {
    pub(super) fn new(form: &'a Form, portal: &'a PortalProfile) -> Self {
        let states = form
            .controls
            .iter()
            .map(|c| State {
                value: Zeroizing::new(c.value.clone()),
                checked: c.checked,
                selected: match &c.kind {
                    ControlKind::Select(options) => options.iter().map(|o| o.selected).collect(),
                    _ => Vec::new(),
                },
            })
            .collect();
        Self {
            form,
            portal,
            states,
            touched: Vec::new(),
            secret: false,
        }
    }

    /// Fills the field with this label; in a list it chooses the option.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`], [`PortalError::LabelAmbiguous`], and for a secret [`PortalError::ForeignHost`].
    pub fn set<'v>(
        &mut self,
        wanted: &Accepted,
        value: impl Into<Value<'v>>,
    ) -> Result<&mut Self, PortalError> {
        let n = find(self.form, wanted, None)?;
        self.put(n, wanted, value.into())
    }

    /// Fills the field with this label below this heading.
    ///
    /// # Errors
    /// As [`Filling::set`].
    pub fn set_under<'v>(
        &mut self,
        heading: &Accepted,
        wanted: &Accepted,
        value: impl Into<Value<'v>>,
    ) -> Result<&mut Self, PortalError> {
        let n = find(self.form, wanted, Some(heading))?;
        self.put(n, wanted, value.into())
    }

    /// Fills the field if the form has one with this label.
    ///
    /// # Errors
    /// As [`Filling::set`], except that a missing label is none.
    pub fn set_if_asked<'v>(
        &mut self,
        wanted: &Accepted,
        value: impl Into<Value<'v>>,
    ) -> Result<&mut Self, PortalError> {
        match find(self.form, wanted, None) {
            Err(PortalError::LabelNotFound { .. }) => Ok(self),
            found => self.put(found?, wanted, value.into()),
        }
    }

    /// Fills this very field of the form, as the page names it.
    ///
    /// # Errors
    /// As [`Filling::set`].
    pub fn set_field<'v>(
        &mut self,
        field: &Field,
        value: impl Into<Value<'v>>,
    ) -> Result<&mut Self, PortalError> {
        let wanted = Accepted::only(&field.label);
        let n = self
            .form
            .fields
            .iter()
            .position(|f| f.at == field.at && f.label == field.label)
            .ok_or_else(|| not_found(self.form, &wanted))?;
        self.put(n, &wanted, value.into())
    }

    /// Ticks this very box of the form, or takes its tick out.
    ///
    /// # Errors
    /// As [`Filling::set`].
    pub fn set_box(&mut self, field: &Field, on: bool) -> Result<&mut Self, PortalError> {
        let same = |f: &Field| f.at == field.at && f.label == field.label;
        let found = self.form.fields.iter().find(|f| same(f));
        let Some(found) = found.filter(|f| f.kind == FieldKind::Box) else {
            return Err(not_found(self.form, &Accepted::only(&field.label)));
        };
        for control in &found.controls {
            if let Some(state) = self.states.get_mut(*control) {
                state.checked = on;
            }
        }
        Ok(self)
    }

    /// Ticks a box.
    ///
    /// # Errors
    /// As [`Filling::set`].
    pub fn tick(&mut self, wanted: &Accepted) -> Result<&mut Self, PortalError> {
        self.check(wanted, true)
    }

    /// Takes the tick out of a box.
    ///
    /// # Errors
    /// As [`Filling::set`].
    pub fn untick(&mut self, wanted: &Accepted) -> Result<&mut Self, PortalError> {
        self.check(wanted, false)
    }

    /// Chooses an option of a list or of radio buttons by its words.
    ///
    /// # Errors
    /// As [`Filling::set`]; an option that is not there is [`PortalError::LabelNotFound`] with the options.
    pub fn choose(&mut self, wanted: &Accepted, option: &str) -> Result<&mut Self, PortalError> {
        let n = find(self.form, wanted, None)?;
        self.choose_in(n, option)
    }

    /// Ticks this very box of the form, or takes its tick out: one that chooses a row has no label of its own.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`] when the field is no box.
    pub fn tick_nth(&mut self, field: usize, on: bool) -> Result<&mut Self, PortalError> {
        let boxes = self
            .form
            .fields
            .get(field)
            .filter(|f| f.kind == FieldKind::Box && f.enabled);
        let Some(found) = boxes else {
            return Err(not_found(self.form, &Accepted::new::<_, String>([])));
        };
        for control in &found.controls {
            if let Some(state) = self.states.get_mut(*control) {
                state.checked = on;
            }
        }
        Ok(self)
    }

    fn check(&mut self, wanted: &Accepted, on: bool) -> Result<&mut Self, PortalError> {
        let n = find_where(self.form, wanted, None, |f| f.kind == FieldKind::Box)?;
        for control in &self.form.fields[n].controls {
            if let Some(state) = self.states.get_mut(*control) {
                state.checked = on;
            }
        }
        Ok(self)
    }

    fn put(
        &mut self,
        n: usize,
        wanted: &Accepted,
        value: Value<'_>,
    ) -> Result<&mut Self, PortalError> {
        let field = &self.form.fields[n];
        let text = match value {
            Value::Text(text) => text,
            Value::Secret(kind, secret) => {
                self.may_receive(field, kind)?;
                self.secret = true;
                secret.expose_secret()
            }
        };
        match &field.kind {
            FieldKind::Choice { .. } => return self.choose_in(n, text),
            FieldKind::Text | FieldKind::Password => {}
            FieldKind::Box | FieldKind::Hidden => return Err(not_found(self.form, wanted)),
        }
        if self.touched.contains(&n)
            && field
                .controls
                .iter()
                .any(|c| *self.states[*c].value != text)
        {
            // Two answers for one field: one of the labels was not meant for it.
            return Err(ambiguous(self.form, wanted, &[n]));
        }
        self.touched.push(n);
        for control in &field.controls {
            if let Some(state) = self.states.get_mut(*control) {
                state.value = Zeroizing::new(text.to_owned());
            }
        }
        Ok(self)
    }

    fn choose_in(&mut self, n: usize, option: &str) -> Result<&mut Self, PortalError> {
        let field = &self.form.fields[n];
        let FieldKind::Choice { options } = &field.kind else {
            return Err(PortalError::LabelNotFound {
                wanted: option.to_owned(),
                offered: vec![field.shown_as()],
            });
        };
        // Value of the option, whether it can be chosen, and where it sits.
        let mut all: Vec<(String, String, usize, usize)> = Vec::new();
        for control in &field.controls {
            match &self.form.controls[*control].kind {
                ControlKind::Select(list) => {
                    let open = list.iter().enumerate().filter(|(_, o)| !o.disabled);
                    all.extend(open.map(|(k, o)| (o.label.clone(), o.value.clone(), *control, k)));
                }
                ControlKind::Radio(label) if !self.form.controls[*control].disabled => {
                    all.push((
                        label.clone(),
                        self.form.controls[*control].value.clone(),
                        *control,
                        usize::MAX,
                    ));
                }
                _ => {}
            }
        }
        let accepted = Accepted::only(option);
        let exact: Vec<_> = all.iter().filter(|(label, ..)| label == option).collect();
        let same: Vec<_> = all
            .iter()
            .filter(|(label, ..)| accepted.is(label))
            .collect();
        let value: Vec<_> = all
            .iter()
            .filter(|(_, value, ..)| value == option)
            .collect();
        let head: Vec<_> = all
            .iter()
            .filter(|(label, ..)| begins_with(label, option))
            .collect();
        let Some(found) = [exact, same, value, head]
            .into_iter()
            .find(|f| !f.is_empty())
        else {
            return Err(PortalError::LabelNotFound {
                wanted: option.to_owned(),
                offered: options.clone(),
            });
        };
        let [(_, _, control, k)] = found.as_slice() else {
            return Err(PortalError::LabelAmbiguous {
                wanted: option.to_owned(),
                offered: found.iter().map(|(label, ..)| label.clone()).collect(),
            });
        };
        let (control, k) = (*control, *k);
        for other in &field.controls {
            let state = &mut self.states[*other];
            state.checked = *other == control;
            for (i, selected) in state.selected.iter_mut().enumerate() {
                *selected = i == k;
            }
        }
        self.touched.push(n);
        Ok(self)
    }

    /// Whether this field may receive a secret of this kind: its label is for it, and its form goes to the portal.
    fn may_receive(&self, field: &Field, kind: SecretKind) -> Result<(), PortalError> {
        self.allowed(&self.form.action)?;
        let words = &self.portal.words;
        let any = |labels: &[Label]| labels.iter().any(|l| field.fit(words.label(*l)).is_some());
        let fits = match kind {
            SecretKind::Password => any(&[
                Label::Password,
                Label::OldPassword,
                Label::NewPassword,
                Label::VerifyPassword,
            ]),
            SecretKind::Pin => any(&[
                Label::Pin,
                Label::NewPin,
                Label::VerifyNewPin,
                Label::OldPin,
            ]),
            SecretKind::Code => any(&[Label::EmailCode]),
            SecretKind::SecurityAnswer => {
                !field.label.is_empty()
                    && !Label::ALL
                        .iter()
                        .filter(|l| **l != Label::SecurityQuestion)
                        .any(|l| words.label(*l).is(&field.label))
            }
        };
        if fits {
            return Ok(());
        }
        let wanted = match kind {
            SecretKind::Password => words.label(Label::Password),
            SecretKind::Pin => words.label(Label::Pin),
            SecretKind::Code => words.label(Label::EmailCode),
            SecretKind::SecurityAnswer => words.label(Label::SecurityQuestion),
        };
        Err(not_found(self.form, wanted))
    }

    fn allowed(&self, target: &Url) -> Result<(), PortalError> {
        allowed(self.portal, target)
    }

    /// Presses a button: what then is sent.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`], [`PortalError::LabelAmbiguous`]; [`PortalError::ForeignHost`] when it would be
    /// sent to a host that the profile does not allow.
    pub fn press(&self, wanted: &Accepted) -> Result<PortalRequest, PortalError> {
        let shown: Vec<&Button> = self
            .form
            .buttons
            .iter()
            .filter(|b| b.visible && b.enabled)
            .collect();
        let fitting = |fit: Fit| {
            shown
                .iter()
                .copied()
                .filter(|b| wanted.fit(&b.label) == Some(fit))
                .collect::<Vec<_>>()
        };
        let exact = fitting(Fit::Exact);
        let found = if exact.is_empty() {
            fitting(Fit::Loose)
        } else {
            exact
        };
        let offered = || {
            shown
                .iter()
                .map(|b| b.label.clone())
                .filter(|l| !l.is_empty())
                .collect()
        };
        match found.as_slice() {
            [] => Err(PortalError::LabelNotFound {
                wanted: wanted.first().to_owned(),
                offered: offered(),
            }),
            // The same button above and below the fields is one button.
            [first, rest @ ..] if rest.iter().all(|b| b.sends_as(first)) => self.send(first),
            _ => Err(PortalError::LabelAmbiguous {
                wanted: wanted.first().to_owned(),
                offered: found.iter().map(|b| b.label.clone()).collect(),
            }),
        }
    }

    /// Presses this very button of the form.
    ///
    /// # Errors
    /// As [`Filling::press`].
    pub fn press_button(&self, button: &Button) -> Result<PortalRequest, PortalError> {
        self.send(button)
    }

    fn send(&self, button: &Button) -> Result<PortalRequest, PortalError> {
        let target = button.action.as_ref().unwrap_or(&self.form.action);
        self.allowed(target)?;
        let why = if self.form.page.is_empty() {
            format!("pressed \"{}\"", button.label)
        } else {
            format!("pressed \"{}\" on \"{}\"", button.label, self.form.page)
        };
        Ok(encode::request(
            self.form,
            &self.states,
            button,
            target.clone(),
            why,
            self.secret,
        ))
    }
}

/// Whether the profile allows this target; a scheme that is no web address is as foreign as another host.
pub(in crate::portal) fn allowed(portal: &PortalProfile, target: &Url) -> Result<(), PortalError> {
    if portal.allows_host(target) {
        return Ok(());
    }
    let host = match target.host_str() {
        Some(host) if target.scheme() == "https" => host.to_owned(),
        Some(host) => format!("{}://{host}", target.scheme()),
        None => format!("{}:", target.scheme()),
    };
    Err(PortalError::ForeignHost {
        host,
        allowed: portal.allowed_hosts.clone(),
    })
}

impl Button {
    pub(in crate::portal) fn sends_as(&self, other: &Self) -> bool {
        (
            &self.name,
            &self.value,
            &self.action,
            self.method,
            self.enctype,
            &self.sets,
            self.image,
        ) == (
            &other.name,
            &other.value,
            &other.action,
            other.method,
            other.enctype,
            &other.sets,
            other.image,
        )
    }
}

/// The one field that fits.
pub(super) fn find(
    form: &Form,
    wanted: &Accepted,
    heading: Option<&Accepted>,
) -> Result<usize, PortalError> {
    find_where(form, wanted, heading, |f| f.kind != FieldKind::Box)
}

fn find_where(
    form: &Form,
    wanted: &Accepted,
    heading: Option<&Accepted>,
    kind: impl Fn(&Field) -> bool,
) -> Result<usize, PortalError> {
    let fitting = |fit: Fit| -> Vec<usize> {
        form.fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.enabled && kind(f) && f.fit(wanted) == Some(fit))
            .filter(|(_, f)| heading.is_none_or(|h| f.is_under(h)))
            .map(|(n, _)| n)
            .collect()
    };
    let exact = fitting(Fit::Exact);
    let found = if exact.is_empty() {
        fitting(Fit::Loose)
    } else {
        exact
    };
    match found.as_slice() {
        [] => Err(not_found(form, wanted)),
        [one] => Ok(*one),
        many => Err(ambiguous(form, wanted, many)),
    }
}

fn not_found(form: &Form, wanted: &Accepted) -> PortalError {
    PortalError::LabelNotFound {
        wanted: wanted.first().to_owned(),
        offered: form
            .shown()
            .map(Field::shown_as)
            .filter(|l| !l.is_empty())
            .collect(),
    }
}

fn ambiguous(form: &Form, wanted: &Accepted, which: &[usize]) -> PortalError {
    PortalError::LabelAmbiguous {
        wanted: wanted.first().to_owned(),
        offered: which
            .iter()
            .filter_map(|n| form.fields.get(*n))
            .map(Field::shown_as)
            .collect(),
    }
}

/// "MO - Missouri" begins with "MO".
fn begins_with(label: &str, option: &str) -> bool {
    let Some(head) = label.get(..option.len()) else {
        return false;
    };
    !option.is_empty()
        && head.eq_ignore_ascii_case(option)
        && label[option.len()..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_alphanumeric())
}
