//! The reader of account pages on hostile HTML. What it reads must hold together: reading it again gives the same page,
//! pressing any button sends something or says why not, and nothing that a page hides is ever filled by its label.

use docketbell_core::portal::document::{Page, Spot};
use docketbell_core::portal::form::FieldKind;
use docketbell_core::portal::words::{Accepted, Label, Press};
use docketbell_core::portal::{PortalError, PortalProfile};
use std::sync::LazyLock;
use url::Url;

static PORTAL: LazyLock<PortalProfile> = LazyLock::new(|| {
    PortalProfile::practice("http://127.0.0.1:4180").expect("the shipped profile")
});

/// One round of the fuzzer; the tests run the saved inputs by it.
pub fn run(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    let url = Url::parse("http://127.0.0.1:4180/registration?x=1").expect("an address");
    let Ok(page) = Page::read(&url, &html) else {
        return;
    };
    let again = Page::read(&url, &html).expect("what was read once is read again");
    assert_eq!(page.lines, again.lines);
    assert_eq!(page.flow, again.flow);
    for spot in &page.flow {
        match spot {
            Spot::Field { form, field } => assert!(page.forms[*form].fields.len() > *field),
            Spot::Line(line) => {
                assert!(!line.chars().any(char::is_control), "portal text is clean")
            }
            other => {
                let _ = page.press_spot(other, &PORTAL);
            }
        }
    }
    for form in &page.forms {
        let mut filling = form.fill(&PORTAL);
        for label in Label::ALL {
            let wanted = PORTAL.words.label(*label);
            let fits = form
                .fields
                .iter()
                .filter(|f| f.fit(wanted).is_some() && f.kind != FieldKind::Box && f.enabled)
                .count();
            match filling.set(wanted, "x") {
                Ok(_) => assert!(fits > 0, "only a field that shows the label is filled"),
                Err(PortalError::LabelNotFound { .. } | PortalError::LabelAmbiguous { .. }) => {}
                Err(other) => panic!("{other}"),
            }
        }
        for press in Press::ALL {
            let _ = filling.press(PORTAL.words.button(*press));
        }
        for field in form.shown() {
            let _ = filling.set_field(field, "y");
            let _ = Accepted::only(&field.label).fit(&field.label);
        }
    }
}
