//! Hostile pages are refused by a count of the work that they would make, before the parser sees them.

use docketbell_core::portal::document::Page;
use docketbell_core::portal::{Because, PortalError};
use rstest::rstest;
use url::Url;

fn refused(html: &str) -> Option<Because> {
    let url = Url::parse("http://127.0.0.1:4180/x").unwrap();
    match Page::read(&url, html) {
        Err(PortalError::Unreadable { because, .. }) => Some(because),
        Err(other) => panic!("{other}"),
        Ok(_) => None,
    }
}

#[rstest]
#[case::divs("<div>".repeat(500_000))]
#[case::labels("<label>".repeat(300_000))]
#[case::tables("<table><tr><td>".repeat(100_000))]
#[case::fieldsets("<fieldset>".repeat(100_000))]
fn deep_nesting_is_refused(#[case] html: String) {
    assert!(refused(&html).is_some());
}
