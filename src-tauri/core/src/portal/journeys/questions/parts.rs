//! Parts of pages that are more than one field by one label: the group, two addresses, security questions, an agreement,
//! and what no procedure names.

use super::super::person::AskKind;
use super::super::place::{Place, questions as unnamed};
use super::{Reader, bare_label, chosen, says_required};
use crate::portal::error::PortalError;
use crate::portal::form::{Field, FieldKind, SecretKind};
use crate::portal::words::{Accepted, Heading, Label};

impl Reader<'_> {
    pub(super) fn group(&mut self) -> Result<(), PortalError> {
        let Some(n) = self.maybe(Label::GroupName, None)? else {
            return Ok(());
        };
        let field = &self.form.fields[n];
        let filled = chosen(self.form, field).is_some();
        self.taken.push(n);
        if !filled {
            let mut ask = self.ask(n, AskKind::Text, "group");
            ask.id = "group".to_owned();
            self.push(n, ask, None);
        }
        Ok(())
    }

    pub(super) fn addresses(&mut self) -> Result<(), PortalError> {
        let has = |heading: Heading| {
            self.form
                .shown()
                .any(|f| f.is_under(self.words.heading(heading)))
        };
        let (mailing, billing) = (has(Heading::MailingAddress), has(Heading::BillingAddress));
        let parts: &[(Option<Heading>, &str)] = match (mailing, billing) {
            (true, true) => &[
                (Some(Heading::MailingAddress), "mailing_address"),
                (Some(Heading::BillingAddress), "billing_address"),
            ],
            (true, false) => &[(Some(Heading::MailingAddress), "mailing_address")],
            // A page with a billing part alone asks for the mailing address without a heading of its own.
            (false, true) => &[(Some(Heading::BillingAddress), "billing_address")],
            (false, false) => &[(None, "mailing_address")],
        };
        for (under, part) in parts {
            for (label, line, must) in [
                (Label::AddressLine1, "line1", true),
                (Label::AddressLine2, "line2", false),
                (Label::City, "city", true),
                (Label::State, "state", true),
                (Label::Zip, "zip", true),
            ] {
                let n = if must {
                    Some(self.one(label, *under)?)
                } else {
                    self.maybe(label, *under)?
                };
                if let Some(n) = n {
                    self.by_label(n, Some(label), &format!("{part}.{line}"), !must);
                }
            }
        }
        self.named(Label::Phone, "phone")
    }

    /// The security questions: each question's text is the label of its answer.
    pub(super) fn answers(&mut self) -> Result<(), PortalError> {
        let fields: Vec<usize> = {
            let wanted = unnamed(self.form, self.words);
            self.form
                .fields
                .iter()
                .enumerate()
                .filter(|(_, f)| wanted.iter().any(|w| std::ptr::eq(*w, *f)))
                .map(|(n, _)| n)
                .collect()
        };
        for (count, n) in fields.iter().enumerate() {
            let label = self.form.fields[*n].label.clone();
            let accepted = Accepted::only(&label);
            let twins: Vec<String> = fields
                .iter()
                .filter_map(|m| self.form.fields.get(*m))
                .filter(|f| accepted.is(&f.label) && f.under == self.form.fields[*n].under)
                .map(Field::shown_as)
                .collect();
            if twins.len() > 1 {
                return Err(PortalError::LabelAmbiguous {
                    wanted: label,
                    offered: twins,
                });
            }
            let mut ask = self.ask(*n, AskKind::Secret, "security_answer");
            ask.id = format!("security_answer {}", count + 1);
            self.push(*n, ask, Some(SecretKind::SecurityAnswer));
        }
        if fields.is_empty() {
            return Err(PortalError::LabelNotFound {
                wanted: self.words.label(Label::SecurityQuestion).first().to_owned(),
                offered: self.form.shown().map(Field::shown_as).collect(),
            });
        }
        Ok(())
    }

    pub(super) fn agreement(&mut self, label: Label, text: &str) -> Result<(), PortalError> {
        let wanted = self.words.label(label);
        let boxes: Vec<usize> = self
            .form
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| {
                f.visible && f.enabled && f.kind == FieldKind::Box && f.fit(wanted).is_some()
            })
            .map(|(n, _)| n)
            .collect();
        let n = match boxes.as_slice() {
            [one] => *one,
            [] => {
                return Err(PortalError::LabelNotFound {
                    wanted: wanted.first().to_owned(),
                    offered: self.form.shown().map(Field::shown_as).collect(),
                });
            }
            many => {
                return Err(PortalError::LabelAmbiguous {
                    wanted: wanted.first().to_owned(),
                    offered: many
                        .iter()
                        .map(|n| self.form.fields[*n].shown_as())
                        .collect(),
                });
            }
        };
        let mut ask = self.ask(n, AskKind::Agreement, "agreement");
        ask.text = Some(text.to_owned());
        self.push(n, ask, None);
        if let Some(question) = self.out.last_mut() {
            question.ticks = Some(label);
        }
        Ok(())
    }

    /// Fields that the procedures do not name: asked by their own label when the page says that they are required, or
    /// refuses them by name; left as the page sent them otherwise. A list of security questions is one to choose from, and
    /// one that still shows "Select" on a page that was refused may be why.
    pub(super) fn rest(&mut self, place: Place, refusals: Option<&[String]>) {
        let is_named = |field: &Field| {
            refusals.is_some_and(|all| all.iter().any(|words| asks_for(words, &field.label)))
        };
        let named = self.form.shown().any(is_named);
        for n in 0..self.form.fields.len() {
            let field = &self.form.fields[n];
            let is_list = matches!(field.kind, FieldKind::Choice { .. });
            let chooses = matches!(place, Place::Questions | Place::QuestionsAndPassword);
            // The number of the bar belongs to those who leave the box beside it empty.
            let marked =
                place != Place::NoMobarNumber && (says_required(&field.label) || is_named(field));
            let needed = field.required
                || marked
                || (is_list && (chooses || (refusals.is_some() && !named)));
            let wanted = field.visible
                && field.enabled
                && !self.taken.contains(&n)
                && !field.label.is_empty()
                && (is_list || field.kind == FieldKind::Text)
                && (field.message.is_some() || (needed && chosen(self.form, field).is_none()));
            if wanted {
                let mut id = format!("row.{}", field.shown_as());
                let twins = self
                    .out
                    .iter()
                    .filter(|q| q.ask.id.starts_with(&id))
                    .count();
                if twins > 0 {
                    id = format!("{id} {}", twins + 1);
                }
                self.by_label(n, None, &id, false);
            }
        }
    }
}

/// Whether a refusal asks for the field with this label: "Department is required.", "Please enter your Department."
fn asks_for(words: &str, label: &str) -> bool {
    let label = bare_label(label).to_lowercase();
    if label.chars().count() < 3 {
        return false;
    }
    let words = words.to_lowercase();
    words.match_indices(&label).any(|(at, found)| {
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        ends(words[..at].chars().next_back()) && ends(words[at + found.len()..].chars().next())
    })
}
