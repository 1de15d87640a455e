//! Documents of the docket: the file viewer, `/fv/c/` (`wire-format.md` §4.7).

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Casenet;
use crate::domain::Document;
use crate::portal::browser::{PortalAnswer, PortalRequest, Wanted};
use crate::portal::error::{Because, PortalError};
use crate::portal::recognise::is_known_file;
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
    /// A file name made from the title: no path, no leading dot, no device name, at most 200 bytes.
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
        let greeted = self.is_greeted();
        let mut answer = self.file(request.clone()).await?;
        if is_page(&answer) {
            // The viewer may want a session first, as the case pages do. Whatever else goes wrong on the way, the page
            // that we already have says why the document did not come.
            match self.greet(greeted).await {
                Ok(true) => answer = self.file(request).await?,
                Err(stopped @ PortalError::Stopped(_)) => return Err(stopped),
                Ok(false) | Err(_) => {}
            }
        }
        let unreadable = |because| PortalError::Unreadable {
            what: what.to_owned(),
            because,
        };
        if answer.bytes.is_empty() {
            return Err(unreadable(Because::Empty));
        }
        if is_page(&answer) {
            let page = text::decode(&answer.bytes, answer.charset).unwrap_or_default();
            return Err(PortalError::AccessDenied {
                words: text::gist(&page),
            });
        }
        if says(&answer, "json") {
            return Err(unreadable(Because::WrongType {
                shown: answer.content_type.unwrap_or_default(),
            }));
        }
        Ok(FetchedDocument {
            bytes: answer.bytes,
            content_type: answer.content_type,
            file_name,
        })
    }

    /// A file of the viewer; its page for "no such document" is the portal's no, not a page that surprises us.
    async fn file(&self, request: PortalRequest) -> Result<PortalAnswer, PortalError> {
        match self.browser.send(request).await {
            Err(PortalError::UnexpectedPage { shown, .. })
                if ["status 404", "status 410"]
                    .iter()
                    .any(|s| shown.starts_with(s)) =>
            {
                Err(PortalError::AccessDenied { words: shown })
            }
            other => other,
        }
    }
}

fn says(answer: &PortalAnswer, kind: &str) -> bool {
    answer
        .content_type
        .as_deref()
        .is_some_and(|t| t.to_ascii_lowercase().contains(kind))
}

/// A page for people in place of a file: it says so, or it begins like one whatever it says.
fn is_page(answer: &PortalAnswer) -> bool {
    if is_known_file(&answer.bytes) {
        return false;
    }
    let start = &answer.bytes[..answer.bytes.len().min(512)];
    let start = String::from_utf8_lossy(start)
        .trim_start()
        .to_ascii_lowercase();
    says(answer, "html") || start.starts_with("<!doctype html") || start.starts_with("<html")
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
    // File systems count bytes; a name of 110 letters can be four times as long.
    let stem = text::cut(&stem, 190).trim_matches([' ', '.']);
    let stem = if stem.is_empty() { "document" } else { stem };
    let device = stem.split('.').next().unwrap_or_default().trim_end();
    let guard = if DEVICES.iter().any(|d| device.eq_ignore_ascii_case(d)) {
        "_"
    } else {
        ""
    };
    let dot = if extension.is_empty() { "" } else { "." };
    format!("{guard}{stem}{dot}{extension}")
}

/// Names that mean a device to Windows, whatever their extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

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
    #[case("Con", "pdf", "_Con.pdf")]
    #[case("nul.tar", "pdf", "_nul.tar.pdf")]
    #[case("Order", "/", "Order")]
    fn file_names_are_safe(#[case] title: &str, #[case] extension: &str, #[case] expected: &str) {
        let document = Document {
            document_id: "1".to_owned(),
            title: title.to_owned(),
            extension: extension.to_owned(),
            security_level: None,
        };
        assert_eq!(file_name(&document), expected);
    }

    #[test]
    fn a_long_name_fits_every_file_system() {
        let document = Document {
            title: "\u{1f4dc}\u{20bb7}".repeat(200),
            extension: "pdf".to_owned(),
            ..Document::default()
        };
        let name = file_name(&document);
        assert!(name.len() <= 200 && name.ends_with(".pdf"), "{name}");
    }
}
