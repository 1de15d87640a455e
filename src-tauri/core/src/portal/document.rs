//! HTML pages, read only within bounds: at most 4 MiB, nested at most 2,000 deep, and never on the async threads.
//!
//! The parser is quadratic in nesting depth, so depth is checked by a linear scan before it sees a page.

use scraper::Html;

use super::error::{Because, PortalError};
use super::text::Charset;

mod page;
mod script;
mod settle;
mod visible;
mod walk;

pub use page::{Cell, Link, Page, Row, Spot, Table};

/// The largest page that is read, in bytes.
pub const HTML_CAP: usize = 4 * 1024 * 1024;
/// The deepest nesting that is read.
pub const HTML_DEPTH: usize = 2_000;

/// Parses a page on a blocking thread and hands it to `read`. `what` names the page in errors.
///
/// # Errors
/// [`PortalError::Unreadable`] when the page is too large or too deep.
pub async fn read_html<T, F>(text: String, what: &str, read: F) -> Result<T, PortalError>
where
    T: Send + 'static,
    F: FnOnce(&Html) -> T + Send + 'static,
{
    let unreadable = |because| PortalError::Unreadable {
        what: what.to_owned(),
        because,
    };
    bounds(&text).map_err(unreadable)?;
    tokio::task::spawn_blocking(move || read(&Html::parse_document(&text)))
        .await
        .map_err(|_| unreadable(Because::NotJson("the page reader stopped".to_owned())))
}

/// Checks size and depth of a page.
///
/// # Errors
/// [`Because::TooLarge`] or [`Because::TooDeep`].
pub fn bounds(html: &str) -> Result<(), Because> {
    if html.len() > HTML_CAP {
        return Err(Because::TooLarge {
            limit_mib: (HTML_CAP / 1024 / 1024) as u64,
        });
    }
    if depth(html, HTML_DEPTH) > HTML_DEPTH {
        return Err(Because::TooDeep { limit: HTML_DEPTH });
    }
    Ok(())
}

/// The character set that a page names in its first KiB (`<meta charset>`, `<meta http-equiv=Content-Type>`).
fn meta_charset(bytes: &[u8]) -> Option<Charset> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let meta = head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next().unwrap_or("");
        tag.find("charset")
            .map(|n| tag[n + "charset".len()..].trim_start().to_owned())
    })?;
    let label = meta.strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let label: String = label
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let charset = Charset::of(Some(&format!("text/html;charset={label}")));
    // A page that names UTF-16 in ASCII letters is not written in it.
    match charset {
        Charset::Other(e) if e == encoding_rs::UTF_16BE || e == encoding_rs::UTF_16LE => {
            Some(Charset::Utf8)
        }
        Charset::Unknown => None,
        known => Some(known),
    }
}

/// Elements that cannot nest by themselves: without an end tag by definition, or closed by the next of their kind, as
/// the portal's older pages leave them open. What they hang in is counted.
const UNCOUNTED: [&str; 32] = [
    "!doctype", "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input",
    "li", "link", "meta", "optgroup", "option", "p", "param", "rb", "rp", "rt", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr", "html",
];

/// How deep a page can nest at most, judged by its tags; stops counting above `enough`.
fn depth(html: &str, enough: usize) -> usize {
    let bytes = html.as_bytes();
    let (mut open, mut deepest, mut at) = (0usize, 0usize, 0usize);
    // Inside svg and math a tag may close itself; a page of icons must not count as deep.
    let (mut foreign, mut self_closed) = (0usize, 0usize);
    while let Some(tag) = html[at..].find('<').map(|n| at + n) {
        at = tag + 1;
        if html[at..].starts_with("!--") {
            at = html[at..].find("-->").map_or(bytes.len(), |n| at + n);
            continue;
        }
        let closing = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closing);
        let end = bytes[start..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'))
            .map_or(bytes.len(), |n| start + n);
        let name = html.get(start..end).unwrap_or("").to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || UNCOUNTED.contains(&name.as_str())
        {
            at = end.max(at);
            continue;
        }
        at = end;
        let is_foreign = name == "svg" || name == "math";
        if closing {
            open = open.saturating_sub(1);
            foreign = foreign.saturating_sub(usize::from(is_foreign));
            continue;
        }
        let tag_end = bytes[end..]
            .iter()
            .position(|b| *b == b'>')
            .map_or(bytes.len(), |n| end + n);
        let closes_itself = foreign > 0 && tag_end > 0 && bytes.get(tag_end - 1) == Some(&b'/');
        if closes_itself && self_closed < enough {
            self_closed += 1;
            continue;
        }
        if matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            // Their content is text up to the end tag.
            let rest = &bytes[end..];
            let close = rest
                .windows(name.len() + 2)
                .position(|w| w.starts_with(b"</") && w[2..].eq_ignore_ascii_case(name.as_bytes()));
            at = close.map_or(bytes.len(), |n| end + n + 2 + name.len());
            continue;
        }
        open += 1;
        foreign += usize::from(is_foreign);
        deepest = deepest.max(open);
        if deepest > enough {
            return deepest;
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("<html><body><div><b>x</b></div></body></html>", 3)]
    #[case::open_cells(&"<tr><td><p>x<br><li>".repeat(3000), 0)]
    #[case::siblings(&"<div></div>".repeat(3000), 1)]
    #[case::nested(&"<div>".repeat(3000), 2001)]
    #[case::formatting(&"<b><i>".repeat(3000), 2001)]
    #[case::comment("<!-- <div><div> --><div>", 1)]
    #[case::script("<script>'<div><div>'</script><div>", 1)]
    #[case::icons(&format!("<svg>{}</svg>", "<path/>".repeat(1500)), 1)]
    #[case::pretend_icons(&"<g/>".repeat(3000), 2001)]
    #[case::broken("<<<</</ <", 0)]
    #[case::empty("", 0)]
    fn depth_is_counted(#[case] html: &str, #[case] expected: usize) {
        assert_eq!(depth(html, HTML_DEPTH), expected);
    }

    #[test]
    fn a_page_that_is_too_large_or_too_deep_is_refused_by_name() {
        assert_eq!(
            bounds(&"<div>".repeat(2001)),
            Err(Because::TooDeep { limit: 2000 })
        );
        assert_eq!(
            bounds(&" ".repeat(HTML_CAP + 1)),
            Err(Because::TooLarge { limit_mib: 4 })
        );
        assert_eq!(bounds(&"<div>".repeat(2000)), Ok(()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_depth(html in "(<|>|/|div|script|svg|!--|-->|é| |b){0,60}") {
            let _ = depth(&html, HTML_DEPTH);
        }
    }
}
