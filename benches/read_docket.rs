//! Reading a docket answer into domain values, beside what `serde_json` takes to read the same bytes into `Value`:
//! the target is at most 1.5 times that floor, for 100 and for 10,000 entries (`docs/performance.md`).
// A bench may stop; and it has no public items.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::hint::black_box;

use bytes::Bytes;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::RawAnswer;
use docketbell_core::portal::casenet::read_docket;
use serde_json::{Value, json};

/// A docket as the portal writes it: some 530 bytes an entry, every fifth with a hearing, every fourth with a document
/// and a text, some letters beyond ASCII.
fn docket(entries: i64) -> Vec<u8> {
    let list: Vec<Value> = (1..=entries)
        .rev()
        .map(|n| {
            let date = format!("{:02}/{:02}/{}", n % 12 + 1, n % 28 + 1, 2000 + n % 26);
            let mut entry = json!({
                "whichone": n, "filingDate": date, "docketDesc": "Correspondence Filed", "predCode": "ZFILE",
                "sequenceNumber": n + n % 3, "filingPartyFullName": "", "docketCode": "FREDI", "dtypPredCode": "ZG",
                "hrngOutcome": "N", "documentId": 0, "associatedDocketInfoDetails": [],
                "associatedDocketScheduledInfo": [], "document": [], "behalfOfPartiesNames": "",
                "canSeeCaseDocuments": false, "confidential": false,
            });
            if n % 4 == 0 {
                entry["docketText"] = json!("Letter to counsel; returned unserved.\nFiled by: José Example \"in person\".");
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
        })
        .collect();
    serde_json::to_vec(
        &json!({"caseNumber": "26BA-CV90123", "docketTabModelList": list, "disposed": false}),
    )
    .unwrap()
}

fn read(c: &mut Criterion) {
    let key = CaseKey {
        case_number: CaseNumber::parse("26BA-CV90123").unwrap(),
        court_id: CourtId::new("CT13"),
    };
    let mut group = c.benchmark_group("read_docket");
    for entries in [100, 10_000] {
        let bytes = docket(entries);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("floor_value", entries),
            &bytes,
            |b, bytes| {
                b.iter(|| black_box(serde_json::from_slice::<Value>(bytes).unwrap()));
            },
        );
        let raw = RawAnswer::new(Bytes::from(bytes), Some("application/json;charset=UTF-8"));
        assert_eq!(
            read_docket(&raw, &key).unwrap().entries.len() as i64,
            entries
        );
        group.bench_with_input(BenchmarkId::new("docket", entries), &raw, |b, raw| {
            b.iter(|| black_box(read_docket(raw, &key).unwrap()));
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
