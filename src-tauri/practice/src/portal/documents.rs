//! Documents: `/fv/c/{title}.{ext}?courtCode=&di=` (wire-format.md §4.7). The PDF is made on the spot.

use axum::http::{StatusCode, header};

use super::{
    answer::{Answer, Kind},
    asked::Asked,
    failures, pages,
};
use crate::world::{DOCUMENTS_PER_CASE, Layout, World, truth::CaseTruth};

/// The document, or a page that says there is none (its words are invented, unverified).
pub(crate) fn answer(world: &World, asked: &Asked) -> Answer {
    let id: u64 = asked.params.get("di").parse().unwrap_or(0);
    let missing = || {
        Answer::page(
            StatusCode::NOT_FOUND,
            &pages::message("Fileviewer", "danger", "The document is not available."),
        )
    };
    let Some(place) = (id / DOCUMENTS_PER_CASE)
        .checked_sub(1)
        .and_then(|place| u32::try_from(place).ok())
        .filter(|place| *place < world.case_count())
    else {
        return missing();
    };
    let court = Layout::court(place);
    if court.short_code != asked.params.get("courtCode") || world.is_sealed(place) {
        return missing();
    }
    if world.is_offline(court.db_source) {
        return failures::location_unavailable();
    }
    let case = world.whole(place);
    let Some((title, day)) = case.entries.iter().find_map(|entry| {
        let document = entry.documents.iter().find(|document| document.id == id)?;
        Some((document.title.clone(), entry.filed_on))
    }) else {
        return missing();
    };
    Answer::new(
        StatusCode::OK,
        Kind::Pdf,
        pdf(&case, &title, &day.strftime("%m/%d/%Y").to_string()),
    )
    .with(header::CONTENT_DISPOSITION, "inline")
}

/// A PDF of one page with the words of the entry. Offsets are right, so that strict readers open it.
fn pdf(case: &CaseTruth, title: &str, day: &str) -> Vec<u8> {
    let lines = [
        "PRACTICE PORTAL - NOT A COURT DOCUMENT".to_owned(),
        format!("{} - {}", case.number, case.style),
        format!("{}, {}", case.location, case.circuit),
        format!("Filed {day}"),
        title.to_owned(),
    ];
    let mut page = b"BT /F1 14 Tf 72 720 Td 22 TL\n".to_vec();
    for line in &lines {
        page.push(b'(');
        for byte in Answer::latin1(line) {
            if matches!(byte, b'(' | b')' | b'\\') {
                page.push(b'\\');
            }
            page.push(byte);
        }
        page.extend_from_slice(b") Tj T*\n");
    }
    page.extend_from_slice(b"ET");
    let mut content = format!("<< /Length {} >>\nstream\n", page.len()).into_bytes();
    content.extend_from_slice(&page);
    content.extend_from_slice(b"\nendstream");
    let objects: [&[u8]; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        &content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", place + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(b"xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    out
}
