//! Documents of the docket: the file viewer, `/fv/c/` (`wire-format.md` §4.7).

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Casenet;
use crate::domain::Document;
use crate::portal::browser::{PortalRequest, Wanted};
use crate::portal::error::{Because, PortalError};
use crate::portal::text;

/// What stays as it is in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A document as fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedDocument {
    /// Its bytes.
    pub bytes: Bytes,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// A file name made from the title: no path, no leading dot, at most 120 characters.
    pub file_name: String,
}

impl Casenet {
    /// Fetches a public document. `court_code` is the header's short code ([`crate::domain::CaseHeader::court_code`]),
    /// not the court id. `what` names it in the log and in errors: "Petition, 26BA-CV90123".
    ///
    /// # Errors
    /// [`PortalError`]; a page that comes instead of a document is [`PortalError::AccessDenied`] with its words,
    /// since the portal's denial page is not known (unverified).
    pub async fn fetch_document(
        &self,
        court_code: &str,
        document: &Document,
        what: &str,
    ) -> Result<FetchedDocument, PortalError> {
        let file_name = file_name(document);
        let mut url = match &self.profile().urls.file_viewer {
            Some(url) => url.clone(),
            None => {
                let mut url = self.context_root();
                url.set_path("/fv/c/");
                url
            }
        };
        let extension = if document.extension.is_empty() {
            "pdf"
        } else {
            &document.extension
        };
        let title = utf8_percent_encode(&document.title, SEGMENT);
        let folder = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!(
            "{folder}/{title}.{}",
            utf8_percent_encode(extension, SEGMENT)
        ));
        url.query_pairs_mut()
            .append_pair("courtCode", court_code)
            .append_pair("di", &document.document_id);
        let request = PortalRequest {
            wanted: Wanted::File,
            ..PortalRequest::open(url, what)
        };
        let answer = self.browser.send(request).await?;
        if answer.bytes.is_empty() {
            return Err(PortalError::Unreadable {
                what: what.to_owned(),
                because: Because::Empty,
            });
        }
        let is_html = answer
            .content_type
            .as_deref()
            .is_some_and(|t| t.to_ascii_lowercase().contains("html"));
        if is_html && !answer.bytes.starts_with(b"%PDF") {
            let page = text::decode(&answer.bytes, answer.charset).unwrap_or_default();
            return Err(PortalError::AccessDenied {
                words: text::gist(&page),
            });
        }
        Ok(FetchedDocument {
            bytes: answer.bytes,
            content_type: answer.content_type,
            file_name,
        })
    }
}

/// A name that is safe on every file system, with the extension once.
fn file_name(document: &Document) -> String {
    let extension = if document.extension.is_empty() {
        "pdf".to_owned()
    } else {
        document.extension.to_ascii_lowercase()
    };
    let extension: String = extension
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    let title = document.title.trim();
    let dotted = format!(".{extension}");
    let stem = match title
        .len()
        .checked_sub(dotted.len())
        .and_then(|at| title.get(at..))
    {
        Some(end) if end.eq_ignore_ascii_case(&dotted) => &title[..title.len() - dotted.len()],
        _ => title,
    };
    let stem: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')') {
                c
            } else {
                '_'
            }
        })
        .take(110)
        .collect();
    let stem = stem.trim_matches([' ', '.']);
    let stem = if stem.is_empty() { "document" } else { stem };
    format!("{stem}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Petition", "pdf", "Petition.pdf")]
    #[case("Petition.pdf", "PDF", "Petition.pdf")]
    #[case("../../etc/passwd", "pdf", "_.._etc_passwd.pdf")]
    #[case("a/b\\c:d\u{202e}", "pdf", "a_b_c_d_.pdf")]
    #[case("", "", "document.pdf")]
    #[case("..", "exe/..", "document.exe")]
    fn file_names_are_safe(#[case] title: &str, #[case] extension: &str, #[case] expected: &str) {
        let document = Document {
            document_id: "1".to_owned(),
            title: title.to_owned(),
            extension: extension.to_owned(),
            security_level: None,
        };
        assert_eq!(file_name(&document), expected);
    }
}
