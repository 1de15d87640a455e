//! Papers of the group's desk on their way out: to the printer, to a file, to the person's mail program. Rust makes them;
//! the window names which.

use docketbell_core::app::documents::save_document;
use docketbell_core::app::views::Problem;
use docketbell_core::portal::casenet::FetchedDocument;
use serde::Deserialize;
use tauri::{AppHandle, Manager};
use url::Url;

use crate::commands::{Answer, Here};
use crate::opening::open_outside;

/// A page to print.
#[derive(Debug, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// The invitation; the PIN is not in it.
    Invitation,
    /// The whole audit log.
    Audit,
    /// The record of a playbook that ended.
    Record {
        /// The playbook.
        id: i64,
    },
    /// The signed access review of a quarter.
    Review {
        /// "2026-Q4".
        period: String,
    },
}

/// A draft as the window has it: what the person may have looked at, and nothing of an address.
#[derive(Debug, Deserialize)]
pub struct Draft {
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Opens a page in the person's browser, to print it or to save it as PDF. It lies where documents for viewing lie.
#[tauri::command]
pub async fn print_paper(here: Here<'_>, paper: Paper) -> Answer<()> {
    let desk = here.desk().await?;
    let (name, html) = match paper {
        Paper::Invitation => ("invitation.html", desk.invitation().await?.print_html),
        Paper::Audit => ("audit-log.html", desk.audit_html().await?),
        Paper::Record { id } => {
            let books = desk.offboardings().await?;
            let record = books.into_iter().find(|book| book.id == id);
            let record = record.and_then(|book| book.record_html).ok_or_else(|| {
                Problem::new(
                    "not_found",
                    "There is no record yet.",
                    "Finish the steps first.",
                )
            })?;
            ("leaving-record.html", record)
        }
        Paper::Review { period } => (
            "access-review.html",
            desk.access_review_record(&period).await?,
        ),
    };
    let page = desk.page_to_view(name, &html)?;
    open_outside(&page.display().to_string()).await
}

/// Saves the audit log among the person's downloads, never over another file; answers with the file.
#[tauri::command]
pub async fn save_audit_csv(app: AppHandle, here: Here<'_>) -> Answer<String> {
    let csv = here.desk().await?.audit_csv().await?;
    let cannot = |why: String| {
        Problem::new(
            "not_saved",
            format!("The log could not be saved: {why}."),
            "Make room, or look whether your Downloads folder can be written to.",
        )
    };
    let place = app.path();
    let folder = place
        .download_dir()
        .or_else(|_| place.document_dir())
        .or_else(|_| place.home_dir())
        .map_err(|e| cannot(e.to_string()))?;
    let file = FetchedDocument {
        bytes: csv.into_bytes().into(),
        content_type: None,
        file_name: "docketbell-audit-log.csv".to_owned(),
    };
    let saved = save_document(&folder, &file).map_err(|e| cannot(e.to_string()))?;
    Ok(saved.path.display().to_string())
}

/// Opens the person's own mail program with a draft. It has no address: the roster has none.
#[tauri::command]
pub async fn open_mail(mail: Draft) -> Answer<()> {
    open_outside(&mailto(&mail)).await
}

/// Made anew here: whatever the window says, nothing but a draft is opened.
fn mailto(mail: &Draft) -> String {
    // Mail programs want %20 for a space and %0D%0A for a line's end (RFC 6068).
    let said = |text: &str| {
        let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
        url::form_urlencoded::byte_serialize(lines.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let draft = format!(
        "mailto:?subject={}&body={}",
        said(&mail.subject),
        said(&mail.body)
    );
    debug_assert!(Url::parse(&draft).is_ok());
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_a_mail_without_an_address_whatever_it_says() {
        let draft = mailto(&Draft {
            subject: "Join us & others?to=eve@example.org".to_owned(),
            body: "One+one\nand more\n&bcc=eve@example.org".to_owned(),
        });
        let url = Url::parse(&draft).unwrap();
        assert_eq!((url.scheme(), url.path()), ("mailto", ""), "{draft}");
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        assert_eq!(
            pairs,
            [
                (
                    "subject".to_owned(),
                    "Join us & others?to=eve@example.org".to_owned()
                ),
                (
                    "body".to_owned(),
                    "One+one\r\nand more\r\n&bcc=eve@example.org".to_owned()
                ),
            ],
            "two fields, and no address among them"
        );
        assert!(!draft.contains('+'), "a plus is a plus in a mail program");
    }
}
