//! From a form to the questions that a person answers, and back: each field by its visible label. What is asked twice
//! ("Verify Password") is answered once; what the portal filled in is left as it is.

mod parts;

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::person::{Answer, Ask, AskKind, AskOption, PasswordRules};
use super::place::Place;
use crate::domain::JourneyKind;
use crate::portal::error::PortalError;
use crate::portal::form::{Field, FieldKind, Form, SecretKind};
use crate::portal::words::{Accepted, Fit, Heading, Label, Words};

/// A field and the question that fills it.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// Which field of the form.
    pub field: usize,
    /// What is asked.
    pub ask: Ask,
    /// What kind of secret it takes.
    pub secret: Option<SecretKind>,
    /// The question whose answer it repeats ("Verify Password").
    pub same_as: Option<String>,
    /// The box that an agreement ticks.
    pub ticks: Option<Label>,
}

/// How the log-on page's password is called in this journey, at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PasswordName {
    /// The one of the e-mail from the court.
    Temporary,
    /// The one that was just made.
    New,
    /// The account's.
    Usual,
}

impl PasswordName {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Temporary => "temporary_password",
            Self::New => "new_password",
            Self::Usual => "password",
        }
    }
}

struct Reader<'f> {
    form: &'f Form,
    words: &'f Words,
    kind: JourneyKind,
    taken: Vec<usize>,
    out: Vec<Question>,
}

/// The questions of a page. `text` is what an agreement's box agrees to; `refusals` are the portal's words about what was
/// sent for this page before.
///
/// # Errors
/// [`PortalError::LabelNotFound`] and [`PortalError::LabelAmbiguous`].
pub(super) fn read(
    place: Place,
    form: &Form,
    words: &Words,
    kind: JourneyKind,
    password: PasswordName,
    text: &str,
    refusals: Option<&[String]>,
) -> Result<Vec<Question>, PortalError> {
    let mut reader = Reader {
        form,
        words,
        kind,
        taken: Vec::new(),
        out: Vec::new(),
    };
    reader.place(place, password, text)?;
    reader.rest(place, refusals);
    reader.out.sort_by_key(|q| q.field);
    Ok(reader.out)
}

impl Reader<'_> {
    fn place(
        &mut self,
        place: Place,
        password: PasswordName,
        text: &str,
    ) -> Result<(), PortalError> {
        match place {
            Place::LogOn => {
                self.log_in_name()?;
                self.secret(Label::Password, password.name(), SecretKind::Password, None)?;
            }
            Place::NewPassword => {
                let old = if self.kind == JourneyKind::RegisterAdministrator {
                    PasswordName::Temporary
                } else {
                    PasswordName::Usual
                };
                self.secret_if(Label::OldPassword, old.name(), SecretKind::Password)?;
                self.new_password(Label::NewPassword, "new_password")?;
            }
            Place::QuestionsAndPassword => {
                self.answers()?;
                self.secret(
                    Label::NewPassword,
                    "new_password",
                    SecretKind::Password,
                    None,
                )?;
                self.repeat(
                    Label::VerifyPassword,
                    "new_password",
                    Some(SecretKind::Password),
                )?;
            }
            Place::Questions => self.answers()?,
            Place::NewUser => {
                self.text(Label::UserName, "user_name", "user_name", None)?;
                self.new_password(Label::Password, "password")?;
                self.phrase()?;
                // Some portals ask for the next page's facts here.
                for (label, id) in [
                    (Label::FirstName, "first_name"),
                    (Label::LastName, "last_name"),
                ] {
                    if self.maybe(label, None)?.is_some() {
                        self.named(label, id)?;
                    }
                }
                if self.maybe(Label::Email, None)?.is_some() {
                    self.text(Label::Email, "email", "email", None)?;
                    self.repeat(Label::VerifyEmail, "email", None)?;
                }
            }
            Place::NewAccount => {
                self.text(Label::Email, "email", "email", None)?;
                self.repeat(Label::VerifyEmail, "email", None)?;
                self.new_password(Label::Password, "password")?;
                self.phrase_if()?;
                self.agreement(Label::Terms, text)?;
            }
            Place::Names => {
                self.named(Label::FirstName, "first_name")?;
                self.named(Label::LastName, "last_name")?;
                self.text(Label::Email, "email", "email", None)?;
                self.repeat(Label::VerifyEmail, "email", None)?;
            }
            Place::Addresses => self.addresses()?,
            Place::GroupAuthentication => {
                self.group()?;
                self.secret(Label::Pin, "pin", SecretKind::Pin, None)?;
                if let Some(q) = self.out.last_mut() {
                    q.ask.may_keep = true;
                }
                self.named(Label::UserInformation, "information")?;
            }
            Place::Code => {
                let n = self.one(Label::EmailCode, None)?;
                let mut ask = self.ask(n, AskKind::Code, "email_code");
                ask.id = "email_code".to_owned();
                self.push(n, ask, Some(SecretKind::Code));
            }
            Place::Forgot => self.text(Label::Email, "email", "email", None)?,
            Place::Agreement => self.agreement(Label::Acknowledge, text)?,
            _ => {}
        }
        Ok(())
    }

    /// The one field that fits, below a heading where several parts of the page use the same label.
    fn one(&self, label: Label, under: Option<Heading>) -> Result<usize, PortalError> {
        self.one_of(self.words.label(label), under)
    }

    fn one_of(&self, wanted: &Accepted, under: Option<Heading>) -> Result<usize, PortalError> {
        let fitting = |fit: Fit| -> Vec<usize> {
            let fields = self.form.fields.iter().enumerate();
            fields
                .filter(|(n, f)| {
                    !self.taken.contains(n) && f.visible && f.enabled && f.kind != FieldKind::Box
                })
                .filter(|(_, f)| f.fit(wanted) == Some(fit))
                .filter(|(_, f)| under.is_none_or(|h| f.is_under(self.words.heading(h))))
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
            [one] => Ok(*one),
            [] => Err(PortalError::LabelNotFound {
                wanted: wanted.first().to_owned(),
                offered: self
                    .form
                    .shown()
                    .map(Field::shown_as)
                    .filter(|l| !l.is_empty())
                    .collect(),
            }),
            many => Err(PortalError::LabelAmbiguous {
                wanted: wanted.first().to_owned(),
                offered: many
                    .iter()
                    .filter_map(|n| self.form.fields.get(*n))
                    .map(Field::shown_as)
                    .collect(),
            }),
        }
    }

    fn maybe(&self, label: Label, under: Option<Heading>) -> Result<Option<usize>, PortalError> {
        match self.one(label, under) {
            Ok(n) => Ok(Some(n)),
            Err(PortalError::LabelNotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn ask(&self, n: usize, kind: AskKind, name: &str) -> Ask {
        let field = &self.form.fields[n];
        let mut ask = Ask::new(kind, name, &field.label);
        if let (AskKind::Text, FieldKind::Choice { options }) = (kind, &field.kind) {
            ask.kind = AskKind::Choice;
            ask.options = choices(options);
        }
        ask.under = field.under.clone();
        ask.refused = field.message.clone();
        ask
    }

    fn push(&mut self, field: usize, ask: Ask, secret: Option<SecretKind>) {
        self.taken.push(field);
        self.out.push(Question {
            field,
            ask,
            secret,
            same_as: None,
            ticks: None,
        });
    }

    /// A text with a NAME of `cli.md`.
    fn text(
        &mut self,
        label: Label,
        name: &str,
        id: &str,
        under: Option<Heading>,
    ) -> Result<(), PortalError> {
        let n = self.one(label, under)?;
        let mut ask = self.ask(n, AskKind::Text, name);
        ask.id = id.to_owned();
        self.push(n, ask, None);
        Ok(())
    }

    /// A text that is asked by its visible label.
    fn named(&mut self, label: Label, id: &str) -> Result<(), PortalError> {
        let n = self.one(label, None)?;
        self.by_label(n, Some(label), id, false);
        Ok(())
    }

    /// Asked by the usual words of its label, whatever its letters; by the page's own where we have none.
    fn by_label(&mut self, n: usize, label: Option<Label>, id: &str, optional: bool) {
        let name = match label {
            Some(label) => self.words.label(label).first().to_owned(),
            None => bare_label(&self.form.fields[n].label),
        };
        let mut ask = self.ask(n, AskKind::Text, &name);
        ask.id = id.to_owned();
        ask.optional = optional;
        self.push(n, ask, None);
    }

    fn secret(
        &mut self,
        label: Label,
        name: &str,
        kind: SecretKind,
        id: Option<&str>,
    ) -> Result<(), PortalError> {
        let n = self.one(label, None)?;
        let mut ask = self.ask(n, AskKind::Secret, name);
        ask.id = id.unwrap_or(name).to_owned();
        ask.may_keep = label == Label::Password && name == "password";
        self.push(n, ask, Some(kind));
        Ok(())
    }

    fn secret_if(&mut self, label: Label, name: &str, kind: SecretKind) -> Result<(), PortalError> {
        match self.maybe(label, None)? {
            Some(_) => self.secret(label, name, kind, None),
            None => Ok(()),
        }
    }

    /// A password that is being made, and its verification.
    fn new_password(&mut self, label: Label, name: &str) -> Result<(), PortalError> {
        let n = self.one(label, None)?;
        let mut ask = self.ask(n, AskKind::Secret, name);
        ask.rules = Some(PasswordRules::PORTAL);
        ask.may_keep = true;
        self.push(n, ask, Some(SecretKind::Password));
        let repeated = self.maybe(Label::VerifyPassword, None)?;
        if repeated.is_none() && label == Label::NewPassword {
            // A2 has it by the procedure; without it the page is not the one we know.
            self.one(Label::VerifyPassword, None)?;
        }
        self.repeat(Label::VerifyPassword, name, Some(SecretKind::Password))
    }

    fn repeat(
        &mut self,
        label: Label,
        of: &str,
        secret: Option<SecretKind>,
    ) -> Result<(), PortalError> {
        let Some(n) = self.maybe(label, None)? else {
            return Ok(());
        };
        let kind = if secret.is_some() {
            AskKind::Secret
        } else {
            AskKind::Text
        };
        let mut ask = self.ask(n, kind, of);
        ask.id = format!("{of} again");
        self.push(n, ask, secret);
        if let Some(question) = self.out.last_mut() {
            question.same_as = Some(of.to_owned());
        }
        Ok(())
    }

    fn log_in_name(&mut self) -> Result<(), PortalError> {
        for (label, name) in [
            (Label::UserName, "user_name"),
            (Label::Email, "email"),
            (Label::LogInName, "user_name"),
        ] {
            if self.maybe(label, None)?.is_some() {
                return self.text(label, name, name, None);
            }
        }
        self.one(Label::UserName, None).map(|_| ())
    }

    fn phrase(&mut self) -> Result<(), PortalError> {
        let n = self.one(Label::Phrase, None)?;
        let ask = self.ask(n, AskKind::Phrase, "phrase");
        self.push(n, ask, None);
        Ok(())
    }

    fn phrase_if(&mut self) -> Result<(), PortalError> {
        match self.maybe(Label::Phrase, None)? {
            Some(_) => self.phrase(),
            None => Ok(()),
        }
    }
}

/// A label without what stands around its words: a colon, a star, "(required)".
pub(super) fn bare_label(label: &str) -> String {
    let mut bare = label.trim();
    loop {
        let before = bare;
        bare = bare
            .trim_end_matches([':', '*', ' ', '\u{a0}'])
            .trim_start_matches(['*', ' ', '\u{a0}']);
        for mark in ["(required)", "[required]", "(optional)"] {
            let at = bare.len().saturating_sub(mark.len());
            if bare.is_char_boundary(at) && bare[at..].eq_ignore_ascii_case(mark) {
                bare = &bare[..at];
            }
        }
        if bare == before {
            return bare.to_owned();
        }
    }
}

/// Whether a label says that its field must be filled: a star at its end or beginning, or "(required)".
pub(super) fn says_required(label: &str) -> bool {
    let label = label.trim().trim_end_matches([':', ' ', '\u{a0}']);
    let lower = label.to_lowercase();
    label.starts_with('*')
        || label.ends_with('*')
        || lower.ends_with("(required)")
        || lower.ends_with("[required]")
}

/// What a field holds already; a list that shows "Select …" or nothing holds nothing.
pub(super) fn chosen(form: &Form, field: &Field) -> Option<String> {
    let value = form.value_of(field);
    let value = value.trim();
    match &field.kind {
        FieldKind::Choice { .. } => (!is_placeholder(value)).then(|| value.to_owned()),
        _ => (!value.is_empty()).then(|| value.to_owned()),
    }
}

fn is_placeholder(option: &str) -> bool {
    let lower = option.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || ["select", "choose", "please select", "please choose", "pick"]
            .iter()
            .any(|p| {
                bare == *p
                    || bare
                        .strip_prefix(p)
                        .is_some_and(|rest| rest.starts_with(' '))
            })
}

fn choices(options: &[String]) -> Vec<AskOption> {
    options
        .iter()
        .filter(|o| !is_placeholder(o))
        .map(|o| AskOption {
            value: o.clone(),
            label: o.clone(),
        })
        .collect()
}

/// What is known of a question from the answers given before. Billing is as mailing where it is not given.
pub(super) fn known(id: &str, answers: &BTreeMap<String, String>) -> Option<String> {
    if let Some(answer) = answers.get(id) {
        return Some(answer.clone());
    }
    let line = id.strip_prefix("billing_address.")?;
    if answers.keys().any(|k| k.starts_with("billing_address.")) {
        return (line == "line2").then(String::new);
    }
    answers
        .get(&format!("mailing_address.{line}"))
        .cloned()
        .or_else(|| (line == "line2").then(String::new))
}

/// An answer as what the field takes.
pub(super) enum Given {
    Text(String),
    Secret(SecretString),
    Agreed,
}

/// Whether an answer is a kind that the question takes.
pub(super) fn given(kind: AskKind, answer: Answer) -> Option<Given> {
    match (kind, answer) {
        (AskKind::Secret | AskKind::Code, Answer::Secret(secret, _)) => Some(Given::Secret(secret)),
        (AskKind::Secret | AskKind::Code, Answer::Text(text)) => Some(Given::Secret(text.into())),
        (AskKind::Agreement, Answer::Agreed(true)) => Some(Given::Agreed),
        (AskKind::Text | AskKind::Choice | AskKind::Phrase, Answer::Text(text)) => {
            Some(Given::Text(text))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_asked_by_its_words_alone() {
        for (shown, bare) in [
            ("Fax: *", "Fax"),
            ("* Phone Number (Required)", "Phone Number"),
            ("City\u{a0}:", "City"),
            ("é*", "é"),
            ("", ""),
        ] {
            assert_eq!(bare_label(shown), bare, "{shown:?}");
        }
    }

    #[test]
    fn billing_is_as_mailing_where_it_is_not_given() {
        let mut answers: BTreeMap<String, String> = BTreeMap::from([
            ("mailing_address.city".to_owned(), "Rolla".to_owned()),
            ("mailing_address.line2".to_owned(), "Apt 4".to_owned()),
        ]);
        assert_eq!(
            known("billing_address.city", &answers).as_deref(),
            Some("Rolla")
        );
        assert_eq!(
            known("billing_address.line2", &answers).as_deref(),
            Some("Apt 4")
        );
        answers.insert("billing_address.city".to_owned(), "Cuba".to_owned());
        assert_eq!(
            known("billing_address.city", &answers).as_deref(),
            Some("Cuba")
        );
        let line2 = known("billing_address.line2", &answers);
        assert_eq!(line2.as_deref(), Some(""), "not half of the other one");
        assert_eq!(known("billing_address.zip", &answers), None, "it is asked");
    }
}
