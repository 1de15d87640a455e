//! HTML pages, read only within bounds (`parse.rs`), and never on the async threads.
//!
//! An account page becomes a [`Page`]: what a person sees of it. The walk over the parsed tree (`walk.rs`,
//! `elements.rs`, `visible.rs`) notes the visible text and what stands in it; `settle.rs`, `labels.rs` and `parts.rs`
//! then find out what belongs to what.

use scraper::Html;

use super::error::{Because, PortalError};
use super::text::Charset;

mod elements;
mod labels;
mod page;
mod parse;
mod parts;
mod raw;
mod script;
mod settle;
mod visible;
mod walk;

pub use page::{Cell, Link, Page, Row, Spot, Table};
pub use parse::{HTML_CAP, HTML_DEPTH};

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
    tokio::task::spawn_blocking(move || parse::parse(&text).map(|page| read(&page.html)))
        .await
        .map_err(|_| unreadable(Because::NotJson("the page reader stopped".to_owned())))?
        .map_err(unreadable)
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
pub fn parse_only(html: &str) -> usize { parse::parse(html).map(|p| p.form_of.len()).unwrap_or(0) }
