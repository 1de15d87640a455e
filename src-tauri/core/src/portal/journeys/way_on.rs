//! Which buttons are a mere way on. One that sends a form with fields that a person would fill is none: pressed with those
//! fields empty it is a failed log-in, or an account asked for without a word about it.

use super::place::Place;
use crate::portal::document::{Page, Spot};
use crate::portal::error::PortalError;
use crate::portal::form::{Button, Field, FieldKind, Form};
use crate::portal::words::{Label, Press, Words};

/// Whether the page has a button or link with these words that is a mere way on.
pub(super) fn leads_on(page: &Page, words: &Words, press: Press) -> bool {
    let wanted = words.button(press);
    page.flow.iter().any(|spot| {
        page.label_of(spot).is_some_and(|l| wanted.fit(l).is_some()) && !sends(page, words, spot)
    })
}

/// The page without the buttons that send what a person would fill.
pub(super) fn without_sending(page: &Page, words: &Words, presses: &[Press]) -> Page {
    let mut rest = page.clone();
    rest.flow.retain(|spot| {
        let wanted = page
            .label_of(spot)
            .is_some_and(|l| presses.iter().any(|p| words.button(*p).fit(l).is_some()));
        !(wanted && sends(page, words, spot))
    });
    rest
}

/// The error of the first form that one of these would send unfilled: the label that it lacks, or the way on that the
/// page lacks beside it.
pub(super) fn unfilled(page: &Page, words: &Words, presses: &[Press]) -> Option<PortalError> {
    presses.iter().find_map(|press| {
        let wanted = words.button(*press);
        let spot = page.flow.iter().find(|spot| {
            page.label_of(spot).is_some_and(|l| wanted.fit(l).is_some()) && sends(page, words, spot)
        })?;
        let form = page.form_of(spot)?;
        let place = match press {
            Press::Login | Press::Logon | Press::MyAccount => Some(Place::LogOn),
            Press::CreateAccount => Some(Place::NewAccount),
            Press::ChangePassword => Some(Place::NewPassword),
            _ => None,
        };
        let lacks = place.and_then(|place| place.lacks(form, words));
        Some(match lacks {
            Some(label) => PortalError::LabelNotFound {
                wanted: words.label(label).first().to_owned(),
                offered: form.shown().map(Field::shown_as).collect(),
            },
            None => PortalError::LabelNotFound {
                wanted: wanted.first().to_owned(),
                offered: page.offered(),
            },
        })
    })
}

/// Whether pressing this sends what a person would have to fill first.
fn sends(page: &Page, words: &Words, spot: &Spot) -> bool {
    match (page.button(spot), page.form_of(spot)) {
        (Some(button), Some(form)) => sends_form(form, words, button),
        _ => false,
    }
}

fn sends_form(form: &Form, words: &Words, button: &Button) -> bool {
    let empty = |f: &&Field| {
        f.enabled
            && matches!(f.kind, FieldKind::Text | FieldKind::Password)
            && form.value_of(f).trim().is_empty()
    };
    let secret =
        |f: &Field| f.kind == FieldKind::Password || f.fit(words.label(Label::Password)).is_some();
    let mut others = form
        .buttons
        .iter()
        .filter(|b| b.visible && b.label != button.label);
    if form.shown().filter(empty).any(secret) {
        // "Create an account." inside the form of a log-in is not what sends the log-in.
        let sends_on = |label: &str| {
            [Press::Logon, Press::Login, Press::Submit, Press::Continue]
                .iter()
                .any(|p| words.button(*p).fit(label).is_some())
        };
        return sends_on(&button.label) || !others.any(|b| sends_on(&b.label));
    }
    // A page that is one form has a search in it, and buttons for everything.
    let mut filled = form
        .shown()
        .filter(|f| f.enabled && f.kind == FieldKind::Text && !form.value_of(f).trim().is_empty());
    form.shown().filter(empty).count() > 0 && filled.next().is_none() && others.next().is_none()
}
