//! `document`: fetches the public documents of a docket entry and saves them in a folder.

use std::path::Path;

use docketbell_core::app::Desk;
use docketbell_core::app::documents::{OfferedDocument, save_document};
use docketbell_core::app::views::CaseRow;
use serde_json::json;

use crate::args::{Everywhere, OneCase};
use crate::commands::find;
use crate::failure::{Failure, Outcome};
use crate::open;
use crate::output::Output;
use crate::shapes;

/// `document`. Every document of the entry is tried; the first that did not come decides how the command ends.
pub async fn run(
    everywhere: &Everywhere,
    out: &Output,
    case: &OneCase,
    sequence: i64,
    folder: Option<&Path>,
) -> Outcome {
    let desk = open::open_existing(everywhere, out).await?;
    let row = find::case(desk.as_ref(), &case.case_number, case.court.as_deref()).await?;
    let Some(desk) = desk else {
        return Ok(());
    };
    let folder = folder.unwrap_or(Path::new("."));
    let ended = fetch_all(&desk, out, &row, sequence, folder).await;
    desk.close().await;
    ended
}

async fn fetch_all(
    desk: &Desk,
    out: &Output,
    row: &CaseRow,
    sequence: i64,
    folder: &Path,
) -> Outcome {
    let mut first_failure = None;
    for offered in desk.offered_documents(row.id, sequence).await? {
        let ended = fetch_one(desk, out, row, sequence, &offered, folder).await;
        if let Err(mut failure) = ended {
            name_it(&mut failure, &offered);
            let only_this_one = matches!(
                failure.problem.kind.as_str(),
                "document_not_public" | "access_denied"
            );
            if !only_this_one {
                return Err(failure);
            }
            // Each that does not come is told; the first is told once more, as what the command ends with.
            let line = shapes::of_case(row, failure.as_json());
            out.result(&line, || format!("Not saved. {}", failure.problem));
            first_failure.get_or_insert(failure);
        }
    }
    first_failure.map_or(Ok(()), Err)
}

/// Says which document did not come: an entry may have several.
fn name_it(failure: &mut Failure, offered: &OfferedDocument) {
    let document = &offered.document;
    let title = match document.title.trim() {
        "" => &document.document_id,
        title => title,
    };
    failure.problem.message = format!("\"{title}\": {}", failure.problem.message);
    let more = &mut failure.problem.more;
    more.insert("document_id".into(), json!(document.document_id));
    more.insert("title".into(), json!(document.title));
}

async fn fetch_one(
    desk: &Desk,
    out: &Output,
    row: &CaseRow,
    sequence: i64,
    offered: &OfferedDocument,
    folder: &Path,
) -> Outcome {
    let document = &offered.document;
    let fetched = desk.fetch_document(row.id, offered).await?;
    let saved =
        save_document(folder, &fetched).map_err(|e| Failure::file(folder, "written to", &e))?;
    let line = json!({
        "outcome": if saved.already { "already" } else { "saved" },
        "sequence": sequence,
        "document_id": document.document_id,
        "title": document.title,
        "path": saved.path,
        "bytes": fetched.bytes.len(),
        "content_type": fetched.content_type,
    });
    out.result(&shapes::of_case(row, line), || {
        let there = if saved.already {
            " (it was there already)"
        } else {
            ""
        };
        format!(
            "{} is in {}{there}. The file is not encrypted.",
            document.title,
            saved.path.display()
        )
    });
    Ok(())
}
