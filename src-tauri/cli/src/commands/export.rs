//! `export`: the local copy as a file, written whole or not at all.

use std::io::{BufWriter, Write};
use std::path::Path;

use docketbell_core::app::Desk;
use docketbell_core::app::clock::clock;
use docketbell_core::app::export::{CaseExport, Export, ExportFormat};
use docketbell_core::app::views::CaseRow;
use serde_json::json;

use crate::args::{Everywhere, Format};
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::Output;
use crate::progress::Progress;

/// `export`.
pub async fn run(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    format: Format,
    path: &Path,
) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Err(Failure::new(
            "not_followed",
            "Nothing is stored yet, so there is nothing to export.",
            "Follow a case first.",
        ));
    };
    let rows = desk.all_cases(true).await?;
    let partial = path.with_added_extension(format!("{}.part", std::process::id()));
    let written = write(&desk, out, interrupt, format, &rows, &partial).await;
    desk.close().await;
    let kept = match written {
        Ok(()) => std::fs::rename(&partial, path).map_err(|e| Failure::file(path, "written", &e)),
        Err(failure) => Err(failure),
    };
    if kept.is_err() {
        // A part of an export would only mislead; the error that matters is the first.
        let _ = std::fs::remove_file(&partial);
    }
    kept?;
    out.result(
        &json!({ "outcome": "exported", "path": path, "cases": rows.len() }),
        || {
            format!(
                "{} cases are in {}. The file is not encrypted.",
                rows.len(),
                path.display()
            )
        },
    );
    Ok(())
}

async fn write(
    desk: &Desk,
    out: &Output,
    interrupt: &Interrupt,
    format: Format,
    rows: &[CaseRow],
    partial: &Path,
) -> Outcome {
    let failed = |e: std::io::Error| Failure::file(partial, "written", &e);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(partial).map_err(failed)?;
    let format = match format {
        Format::Csv => ExportFormat::Csv,
        Format::Json => ExportFormat::Json,
        Format::Ics => ExportFormat::Ics,
    };
    let name = &desk.profile().name;
    let mut export =
        Export::start(format, BufWriter::new(file), name, clock().now()).map_err(failed)?;
    let progress = Progress::new(out, rows.len());
    for row in rows {
        if interrupt.is_asked() {
            return Err(Failure::new(
                "interrupted",
                "You stopped the export. No file was written.",
                "",
            ));
        }
        let case = whole_case(desk, row.clone()).await?;
        export.case(&case).map_err(failed)?;
        progress.step(|| {});
    }
    progress.end();
    let mut file = export.finish().map_err(failed)?;
    file.flush().map_err(failed)?;
    file.get_ref().sync_all().map_err(failed)
}

async fn whole_case(desk: &Desk, case: CaseRow) -> Result<CaseExport, Failure> {
    const PAGE: u32 = 500;
    let id = case.id;
    let mut docket = Vec::new();
    loop {
        let offset = u32::try_from(docket.len()).unwrap_or(u32::MAX);
        let page = desk.docket_page(id, offset, PAGE, false).await?;
        let got = page.entries.len();
        docket.extend(page.entries);
        if got == 0 || docket.len() >= page.total as usize {
            break;
        }
    }
    Ok(CaseExport {
        docket,
        parties: desk.parties(id).await?,
        hearings: desk.hearings(id).await?,
        charges: desk.charges(id).await?,
        changes: desk.case_changes(id).await?,
        case,
    })
}
