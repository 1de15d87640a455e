//! A page that stopped a journey, kept for people to look at: its visible words, without anything that was typed.

use crate::portal::document::Page;
use crate::portal::form::FieldKind;
use crate::portal::guises::guises;

/// A page as it was seen, secrets and answers removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// What it would be called in a list: its heading.
    pub heading: String,
    /// Its visible words, as plain text.
    pub text: String,
}

impl KeptPage {
    /// Keeps what a person sees of a page. `typed` is everything that the person typed: it is blotted out. `unnamed`: the
    /// page was reached by a link that counts for whoever holds it, and no address of it is kept.
    pub fn of(page: &Page, typed: &[&str], unnamed: bool) -> Self {
        let address = |url| match unnamed {
            true => "(not kept)".to_owned(),
            false => bare(url),
        };
        let mut text = format!("Address: {}\nTitle: {}\n", address(&page.url), page.title);
        for heading in &page.headings {
            text.push_str(&format!("Heading: {heading}\n"));
        }
        text.push('\n');
        for line in &page.lines {
            text.push_str(line);
            text.push('\n');
        }
        for (n, form) in page.forms.iter().enumerate() {
            text.push_str(&format!("\nForm {} to {}\n", n + 1, address(&form.action)));
            for field in form.shown() {
                let kind = match &field.kind {
                    FieldKind::Text => "text",
                    FieldKind::Password => "password",
                    FieldKind::Hidden => continue,
                    FieldKind::Box => "box",
                    FieldKind::Choice { .. } => "choice",
                };
                text.push_str(&format!("  {kind}: {}\n", field.shown_as()));
            }
            for button in form.buttons.iter().filter(|b| b.visible) {
                text.push_str(&format!("  button: {}\n", button.label));
            }
        }
        let mut heading = heading(page);
        for word in typed.iter().filter(|w| w.chars().count() >= 3) {
            // A heading is what the page is known by: a short word of it stays.
            let long = word.chars().count() >= 8;
            for form in guises(word) {
                text = text.replace(form.as_str(), "[…]");
                if long {
                    heading = heading.replace(form.as_str(), "[…]");
                }
            }
        }
        Self { heading, text }
    }
}

/// The address without its query: tokens and names travel there.
fn bare(url: &url::Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().split(';').next().unwrap_or("").to_owned();
    url.set_path(&path);
    url.to_string()
}

/// The page's heading as a person sees it: its first heading, else its title.
pub fn heading(page: &Page) -> String {
    page.headings
        .iter()
        .find(|h| !h.trim().is_empty())
        .cloned()
        .unwrap_or_else(|| page.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_gives_a_secret_back_in_another_form_is_kept_without_it() {
        let url = url::Url::parse("https://www.courts.mo.gov/registration").unwrap();
        let secret = "Canary-77?aa";
        let forms = [
            "Canary-77?aa",
            "CANARY-77?AA",
            "canary-77?aa",
            "43616e6172792d37373f6161",
            "43616E6172792D37373F6161",
            "Q2FuYXJ5LTc3P2Fh",
        ];
        let html = format!(
            "<title>Moved</title><h1>{0}</h1><p>{0}",
            forms.join(" and ")
        );
        let mut page = Page::read(&url, &html).unwrap();
        let kept = KeptPage::of(&page, &[secret], false);
        page.blot(&[secret]);
        let told = format!("{} {:?} {:?}", page.name(), page.lines, kept);
        for form in forms {
            assert!(!told.contains(form), "{form}: {told}");
        }
        assert!(
            kept.text.contains(" and "),
            "the rest is kept: {}",
            kept.text
        );
    }
}
