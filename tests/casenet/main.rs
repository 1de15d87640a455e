//! Every page of this folder with its expected reading. A new surprise is a new pair of files:
//! `<endpoint>/<story>.json|html`, its reading in `<story>.expected.json`, and where it is not the usual answer
//! (status 200, the portal's content type, case 26BA-CV90123) a `<story>.meta.json` beside it.
//!
//! A page without an expected reading fails. `DOCKETBELL_WRITE_EXPECTED=1` writes missing ones, to be read by a
//! person before they are kept.
// Helpers of a test may stop it; that is what a failed test is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::casenet::{
    read_charges, read_docket, read_header, read_hearings, read_party, read_search,
};
use docketbell_core::portal::document::read_html;
use docketbell_core::portal::recognise::{Seen, recognise};
use docketbell_core::portal::text::{Charset, decode};
use docketbell_core::portal::{Because, PortalError, RawAnswer};
use rstest::rstest;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Meta {
    status: u16,
    content_type: Option<String>,
    retry_after: Option<String>,
    case_number: String,
    court_id: String,
}

impl Default for Meta {
    fn default() -> Self {
        Self {
            status: 200,
            content_type: None,
            retry_after: None,
            case_number: "26BA-CV90123".to_owned(),
            court_id: "CT13".to_owned(),
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/casenet")
}

/// Every page: endpoint, story, file.
fn pages() -> Vec<(String, String, PathBuf)> {
    let mut pages = Vec::new();
    for endpoint in std::fs::read_dir(folder()).unwrap().map(Result::unwrap) {
        if !endpoint.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(endpoint.path())
            .unwrap()
            .map(Result::unwrap)
        {
            let name = file.file_name().into_string().unwrap();
            if name.ends_with(".expected.json") || name.ends_with(".meta.json") {
                continue;
            }
            let story = name.trim_end_matches(".json").trim_end_matches(".html");
            pages.push((
                endpoint.file_name().into_string().unwrap(),
                story.to_owned(),
                file.path(),
            ));
        }
    }
    pages.sort();
    pages
}

fn reading<T: Serialize>(read: Result<T, PortalError>) -> Value {
    match read {
        Ok(value) => serde_json::to_value(value).unwrap(),
        Err(error) => json!({"error": {
            "kind": error.kind(), "exit": error.exit_code(), "message": error.message(), "retry_at": error.retry_at(),
        }}),
    }
}

async fn read(endpoint: &str, file: &Path) -> Value {
    let meta: Meta = match std::fs::read(file.with_extension("meta.json")) {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap(),
        Err(_) => Meta::default(),
    };
    let usual = if endpoint == "case_number_search" {
        "text/html;charset=ISO-8859-1"
    } else {
        "application/json;charset=ISO-8859-1"
    };
    let content_type = meta.content_type.as_deref().unwrap_or(usual);
    let bytes = std::fs::read(file).unwrap();
    let key = CaseKey {
        case_number: CaseNumber::parse(&meta.case_number).unwrap(),
        court_id: CourtId::new(&meta.court_id),
    };
    let seen = Seen {
        status: meta.status,
        content_type: Some(content_type),
        retry_after: meta.retry_after.as_deref(),
        says_challenge: false,
        body: &bytes,
    };
    if let Some(odd) = recognise(&seen, "2026-11-21T12:00:00Z".parse().unwrap()) {
        return reading::<()>(Err(odd));
    }
    let raw = RawAnswer::new(Bytes::from(bytes), Some(content_type));
    match endpoint {
        "docket" => reading(read_docket(&raw, &key).map(|docket| docket.entries)),
        "header" => reading(
            read_header(&raw, &key).map(|r| json!({"header": r.header, "charges": r.charges})),
        ),
        "party" => reading(read_party(&raw, &key).map(|r| r.parties)),
        "charges" => reading(read_charges(&raw, &key)),
        "hearings" => reading(read_hearings(&raw, &key)),
        "case_number_search" => {
            let page = decode(&raw.bytes, Charset::of(Some(content_type)))
                .unwrap()
                .into_owned();
            let base = Url::parse("https://www.courts.mo.gov/casenet/caseNoSearch.do").unwrap();
            let number = key.case_number.clone();
            reading(
                read_html(page, "search", move |page| {
                    read_search(page, &base, &number)
                })
                .await
                .flatten(),
            )
        }
        other => panic!("no reader for {other}"),
    }
}

#[tokio::test]
async fn every_page_reads_as_expected() {
    let pages = pages();
    let mut wrong = Vec::new();
    for (endpoint, story, file) in &pages {
        let expected = file.with_extension("expected.json");
        let found = read(endpoint, file).await;
        if !expected.exists() && std::env::var_os("DOCKETBELL_WRITE_EXPECTED").is_some() {
            std::fs::write(
                &expected,
                serde_json::to_string_pretty(&found).unwrap() + "\n",
            )
            .unwrap();
        }
        match std::fs::read(&expected) {
            Err(_) => wrong.push(format!("{endpoint}/{story}: no {}", expected.display())),
            Ok(bytes) => {
                let wanted: Value = serde_json::from_slice(&bytes).unwrap();
                if wanted != found {
                    wrong.push(format!(
                        "{endpoint}/{story}:\n  expected {wanted}\n  found    {found}"
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} pages:\n{}",
        wrong.len(),
        pages.len(),
        wrong.join("\n")
    );
    assert!(
        pages.len() >= 45,
        "pages are kept, not dropped: {}",
        pages.len()
    );
}

#[test]
fn nothing_lies_in_the_folder_that_belongs_to_no_page() {
    let known: BTreeSet<PathBuf> = pages()
        .into_iter()
        .flat_map(|(_, _, file)| {
            [
                file.with_extension("expected.json"),
                file.with_extension("meta.json"),
            ]
        })
        .collect();
    for endpoint in std::fs::read_dir(folder())
        .unwrap()
        .map(Result::unwrap)
        .filter(|e| e.path().is_dir())
    {
        for file in std::fs::read_dir(endpoint.path())
            .unwrap()
            .map(Result::unwrap)
        {
            let name = file.file_name().into_string().unwrap();
            let beside = name.ends_with(".expected.json") || name.ends_with(".meta.json");
            assert!(
                !beside || known.contains(&file.path()),
                "{} belongs to no page",
                file.path().display()
            );
        }
    }
}

#[tokio::test]
async fn no_day_or_month_of_birth_is_ever_read() {
    for (endpoint, story, file) in pages().iter().filter(|(endpoint, ..)| endpoint == "party") {
        let found = read(endpoint, file).await.to_string();
        for full in ["01/31", "1980-01-31", "02/29", "-01-31"] {
            assert!(!found.contains(full), "{story}: {found}");
        }
    }
}

fn key() -> CaseKey {
    CaseKey {
        case_number: CaseNumber::parse("26BA-CV90123").unwrap(),
        court_id: CourtId::new("CT13"),
    }
}

#[test]
fn an_answer_over_64_mib_is_refused_by_name() {
    let raw = RawAnswer::new(
        Bytes::from(vec![b' '; 64 * 1024 * 1024 + 1]),
        Some("application/json"),
    );
    let error = read_docket(&raw, &key()).unwrap_err();
    assert!(
        matches!(
            error,
            PortalError::Unreadable {
                because: Because::TooLarge { limit_mib: 64 },
                ..
            }
        ),
        "{error}"
    );
}

mod any {
    //! Whatever JSON comes, the readers return; and what they read does not depend on how the JSON is laid out.

    use super::*;
    use proptest::prelude::*;

    const KEYS: [&str; 24] = [
        "caseNumber",
        "docketTabModelList",
        "partyDetailsList",
        "caseChargeList",
        "data",
        "whichone",
        "sequenceNumber",
        "filingDate",
        "docketDesc",
        "docketText",
        "document",
        "documentModels",
        "documentId",
        "docId",
        "associatedDocketScheduledInfo",
        "associatedDocketInfoDetails",
        "associatedDate",
        "confidential",
        "birthDate",
        "attorneyList",
        "formattedPartyName",
        "judgeDetails",
        "error",
        "other",
    ];

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(|n| json!(n)),
            "\\PC{0,12}".prop_map(Value::from),
            Just(json!("26BA-CV90123")),
            Just(json!("03/25/2026")),
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((prop::sample::select(&KEYS[..]), inner), 0..8).prop_map(
                    |pairs| Value::Object(
                        pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
                    )
                ),
            ]
        })
    }

    fn read_all(bytes: Vec<u8>) {
        let raw = RawAnswer::new(
            Bytes::from(bytes),
            Some("application/json;charset=ISO-8859-1"),
        );
        let _ = read_docket(&raw, &key());
        let _ = read_header(&raw, &key());
        let _ = read_party(&raw, &key());
        let _ = read_charges(&raw, &key());
        let _ = read_hearings(&raw, &key());
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(mut json in any_json(), about in any::<bool>()) {
            if about && let Value::Object(object) = &mut json {
                object.insert("caseNumber".to_owned(), json!("26BA-CV90123"));
            }
            read_all(serde_json::to_vec(&json).unwrap());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            read_all(bytes);
        }

        #[test]
        fn a_docket_cut_anywhere_is_refused(at in 0.0f64..1.0) {
            let whole = std::fs::read(folder().join("docket/usual.json")).unwrap();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the file")]
            let at = (whole.trim_ascii_end().len() as f64 * at) as usize;
            let raw = RawAnswer::new(Bytes::from(whole[..at].to_vec()), Some("application/json"));
            prop_assert!(read_docket(&raw, &key()).is_err(), "a cut docket is never a shorter docket");
        }

        #[test]
        fn the_order_in_which_indexed_entries_come_does_not_matter(order in Just((1..=30i64).collect::<Vec<_>>()).prop_shuffle()) {
            let entries: Vec<Value> = order
                .iter()
                .map(|n| json!({"whichone": n, "sequenceNumber": 100 - n, "docketDesc": format!("Entry {n}")}))
                .collect();
            let answer = json!({"caseNumber": "26BA-CV90123", "docketTabModelList": entries});
            let raw = RawAnswer::new(Bytes::from(serde_json::to_vec(&answer).unwrap()), None);
            let docket = read_docket(&raw, &key()).unwrap();
            let read: Vec<String> = docket.entries.into_iter().map(|e| e.description).collect();
            let wanted: Vec<String> = (1..=30).map(|n| format!("Entry {n}")).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}

/// What the fuzzer runs, on what it has saved and on every page: these are built here, so that they stay whole.
#[path = "../../fuzz/bodies"]
mod fuzzed {
    pub mod account_page;
    pub mod case_answers;
    pub mod docket;
}

#[rstest]
#[case::docket("docket", 100, fuzzed::docket::run)]
#[case::case_answers("case_answers", 60, fuzzed::case_answers::run)]
#[case::account_page("account_page", 4, fuzzed::account_page::run)]
fn what_the_fuzzer_saved_and_every_page_hold_together(
    #[case] target: &str,
    #[case] least: usize,
    #[case] run: fn(&[u8]),
) {
    let saved = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let saved: Vec<PathBuf> = std::fs::read_dir(saved)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(
        saved.len() >= least,
        "the corpus is kept, not dropped: {}",
        saved.len()
    );
    for file in saved
        .into_iter()
        .chain(pages().into_iter().map(|(_, _, file)| file))
    {
        run(&std::fs::read(&file).unwrap());
    }
}

#[test]
fn the_saved_fuzz_corpus_and_every_page_pass_all_readers() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let saved: Vec<PathBuf> = ["docket", "case_answers"]
        .iter()
        .flat_map(|target| std::fs::read_dir(corpus.join(target)).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    assert!(
        saved.len() >= 100,
        "the corpus is kept, not dropped: {}",
        saved.len()
    );
    for file in saved
        .into_iter()
        .chain(pages().into_iter().map(|(_, _, file)| file))
    {
        let bytes = std::fs::read(&file).unwrap();
        for content_type in [
            "application/json;charset=ISO-8859-1",
            "application/json",
            "text/html;charset=UTF-8",
        ] {
            let raw = RawAnswer::new(Bytes::from(bytes.clone()), Some(content_type));
            if let Ok(docket) = read_docket(&raw, &key()) {
                let identities: BTreeSet<_> = docket.identities().into_iter().collect();
                assert_eq!(
                    identities.len(),
                    docket.entries.len(),
                    "{}: entries stay apart",
                    file.display()
                );
            }
            let _ = read_header(&raw, &key());
            let _ = read_party(&raw, &key());
            let _ = read_charges(&raw, &key());
            let _ = read_hearings(&raw, &key());
        }
    }
}
