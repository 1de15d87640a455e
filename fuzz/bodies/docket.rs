//! The docket reader on hostile bytes. What it reads must hold together: every entry it returns has an identity of its
//! own, and reading the same bytes again gives the same docket.

use bytes::Bytes;
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::RawAnswer;
use docketbell_core::portal::casenet::read_docket;

/// One round of the fuzzer; the tests run the saved inputs by it.
pub fn run(data: &[u8]) {
    let Ok(case_number) = CaseNumber::parse("26BA-CV90123") else {
        return;
    };
    let key = CaseKey {
        case_number,
        court_id: CourtId::new("CT13"),
    };
    // A first byte that no answer begins with chooses how the answer says that it is written.
    let (content_type, body) = match data {
        [b'u', body @ ..] => ("application/json;charset=UTF-8", body),
        [b'h', body @ ..] => ("text/html;charset=ISO-8859-1", body),
        [b'n', body @ ..] => ("application/json", body),
        body => ("application/json;charset=ISO-8859-1", body),
    };
    let raw = RawAnswer::new(Bytes::copy_from_slice(body), Some(content_type));
    if let Ok(docket) = read_docket(&raw, &key) {
        let mut identities = docket.identities();
        let count = identities.len();
        identities.sort_unstable();
        identities.dedup();
        assert_eq!(identities.len(), count, "entries stay apart");
        assert_eq!(read_docket(&raw, &key).as_ref(), Ok(&docket));
    }
}
