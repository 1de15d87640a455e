//! A docket answer as the portal writes it, of any length; shared by the benches that read one.

use serde_json::{Value, json};

/// The case that the answers are about.
pub const CASE_NUMBER: &str = "26BA-CV90123";

/// A docket of so many entries: some 530 bytes an entry, every fifth with a hearing, every fourth with a document and
/// a text, some letters beyond ASCII. Newest first, each as JSON text.
pub fn entries(entries: i64) -> Vec<String> {
    (1..=entries).rev().map(|n| entry(n).to_string()).collect()
}

/// The `n`th entry, 1 for the oldest.
pub fn entry(n: i64) -> Value {
    let date = format!("{:02}/{:02}/{}", n % 12 + 1, n % 28 + 1, 2000 + n % 26);
    let mut entry = json!({
        "whichone": n, "filingDate": date, "docketDesc": "Correspondence Filed", "predCode": "ZFILE",
        "sequenceNumber": n + n % 3, "filingPartyFullName": "", "docketCode": "FREDI", "dtypPredCode": "ZG",
        "hrngOutcome": "N", "documentId": 0, "associatedDocketInfoDetails": [],
        "associatedDocketScheduledInfo": [], "document": [], "behalfOfPartiesNames": "",
        "canSeeCaseDocuments": false, "confidential": false,
    });
    if n % 4 == 0 {
        entry["docketText"] =
            json!("Letter to counsel; returned unserved.\nFiled by: José Example \"in person\".");
        entry["document"] = json!([{"recordId": n, "docketSeq": n, "documentId": 700_000 + n,
            "documentSecurityLevel": 1, "documentTitle": "Letter to Counsel", "documentExtension": "pdf"}]);
    }
    if n % 5 == 0 {
        entry["associatedDocketScheduledInfo"] = json!([{"associatedDate": date,
            "associatedDescription": "Case Management Conference", "associatedText": "Boone County Courthouse",
            "associatedTime": "3:00 PM", "associatedName": "ROBIN T. EXAMPLE", "assocDockSeq": n,
            "mainDockSeq": 0, "documentId": 0, "assocDtypPredCode": "C"}]);
    }
    entry
}

/// The answer with these entries, as bytes. Put together as text, so that the bench itself leaves no million small
/// pieces of memory behind that would trouble what is measured.
pub fn answer(entries: &[String]) -> Vec<u8> {
    let mut text = format!("{{\"caseNumber\":\"{CASE_NUMBER}\",\"docketTabModelList\":[");
    for (n, entry) in entries.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        text.push_str(entry);
    }
    text.push_str("],\"disposed\":false}");
    text.into_bytes()
}
