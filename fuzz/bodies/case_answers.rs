//! The other readers of the case system on hostile bytes: header, parties, charges, hearings, the search page, and the
//! recognition of odd answers.

use bytes::Bytes;
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::RawAnswer;
use docketbell_core::portal::casenet::{
    date, read_charges, read_header, read_hearings, read_party, read_search,
};
use docketbell_core::portal::document::Page;
use docketbell_core::portal::recognise::{Seen, recognise};
use docketbell_core::portal::text::{Charset, decode};
use url::Url;

/// One round of the fuzzer; the tests run the saved inputs by it.
pub fn run(data: &[u8]) {
    let Ok(case_number) = CaseNumber::parse("26BA-CV90123") else {
        return;
    };
    let key = CaseKey {
        case_number,
        court_id: CourtId::new("CT13"),
    };
    let raw = RawAnswer::new(
        Bytes::copy_from_slice(data),
        Some("application/json;charset=ISO-8859-1"),
    );
    let _ = read_header(&raw, &key);
    let _ = read_party(&raw, &key);
    let _ = read_charges(&raw, &key);
    let _ = read_hearings(&raw, &key);
    for status in [200, 403, 503] {
        let seen = Seen {
            status,
            content_type: Some("text/html"),
            retry_after: None,
            says_challenge: false,
            body: data,
        };
        let _ = recognise(&seen, "2026-11-21T12:00:00Z".parse().unwrap_or_default());
    }
    let Some(text) = decode(data, Charset::Western) else {
        return;
    };
    let _ = date(&text);
    if let Ok(base) = Url::parse("https://courts.example/casenet/caseNoSearch.do")
        // A page within the reader's bounds.
        && Page::read(&base, &text).is_ok()
    {
        let _ = read_search(
            &scraper::Html::parse_document(&text),
            &base,
            &key.case_number,
        );
    }
}
