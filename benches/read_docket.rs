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
use serde_json::Value;

mod made_docket;

fn read(c: &mut Criterion) {
    let key = CaseKey {
        case_number: CaseNumber::parse(made_docket::CASE_NUMBER).unwrap(),
        court_id: CourtId::new("CT13"),
    };
    let mut group = c.benchmark_group("read_docket");
    for entries in [100, 10_000] {
        let bytes = made_docket::answer(&made_docket::entries(entries));
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
