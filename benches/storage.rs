//! The store beside its floors. A whole run, not a sampled one: what is measured changes the store.
//!
//! `cargo bench -p docketbell-core --bench storage`; `DOCKETBELL_BENCH_CASES` sets the number of cases (of 100 entries
//! each; 1,000 unless set, 10,000 for the figures of `docs/performance.md`). Prints one JSON line per figure:
//! `{"name","value","unit","floor"?,"ratio"?,"target"}`.
#![allow(
    unsafe_code,
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "the floor is SQLite's own interface, by hand; a bench stops at the first surprise"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use docketbell_core::domain::{
    CaseHeader, CaseNumber, CaseStyle, ChangeKind, CourtId, Docket, DocketEntry, EntryIdentity,
    Hearing, HearingKey, HearingState, Party, PartyRole, Setting, SettingMark,
};
use docketbell_core::storage::{
    AddedEntry, Applied, ChangedEntry, FirstReading, NewChange, OwnWords, SearchQuery,
    StatusUpdate, Store, StoreFolder, StoreKey,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

#[path = "storage_floor.rs"]
mod floor;

/// Small, fast, repeatable.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

const TITLES: [&str; 16] = [
    "Motion to Compel",
    "Order",
    "Summons Issued",
    "Notice of Hearing Filed",
    "Hearing Scheduled",
    "Entry of Appearance Filed",
    "Motion for Continuance",
    "Judgment Entered",
    "Certificate of Service",
    "Correspondence Filed",
    "Answer Filed",
    "Request for Production",
    "Arraignment Scheduled",
    "Docket Entry",
    "Proposed Order Filed",
    "Hearing Continued/Rescheduled",
];
const NAMES: [&str; 12] = [
    "DOE", "PUBLIC", "SAMPLE", "ROE", "EXAMPLE", "COUNSEL", "TESTER", "INVENTED", "NOBODY",
    "ANYONE", "SPECIMEN", "PATTERN",
];
const WORDS: [&str; 40] = [
    "the",
    "court",
    "motion",
    "plaintiff",
    "defendant",
    "appears",
    "by",
    "counsel",
    "hearing",
    "continued",
    "order",
    "granted",
    "denied",
    "sustained",
    "service",
    "summons",
    "returned",
    "filed",
    "answer",
    "discovery",
    "objection",
    "parties",
    "agree",
    "trial",
    "setting",
    "judgment",
    "cost",
    "bond",
    "payment",
    "docket",
    "notice",
    "electronic",
    "certificate",
    "response",
    "leave",
    "amend",
    "petition",
    "count",
    "date",
    "document",
];

/// A case of `n` entries with about 130 bytes of words each: what a 53 kB answer holds for 100.
fn reading(dice: &mut Dice, case: usize, n: usize) -> FirstReading {
    let number = format!("26BA-CV{:05}", case % 100_000);
    let case_number = CaseNumber::parse(&if case >= 100_000 {
        format!("26BA-CV{case:05}-{}", case / 100_000)
    } else {
        number
    })
    .unwrap();
    let start = date(2020, 1, 1).saturating_add(jiff::Span::new().days((dice.roll(2000)) as i64));
    let mut day = start;
    let mut entries = Vec::with_capacity(n);
    let mut hearings = Vec::new();
    for i in 1..=n {
        day = day.saturating_add(jiff::Span::new().days(dice.roll(9) as i64));
        let mut text = String::new();
        while text.len() < 100 {
            if !text.is_empty() {
                text.push(' ');
            }
            match dice.roll(30) {
                0 => text.push_str(&format!(
                    "{}, {}",
                    NAMES[dice.roll(12)],
                    NAMES[dice.roll(12)]
                )),
                1 => text.push_str(&format!("26-SMOS-{}", dice.roll(9000))),
                _ => text.push_str(WORDS[dice.roll(40)]),
            }
        }
        let mut e = DocketEntry {
            sequence: Some(i as i64),
            filed_on: Some(day),
            description: TITLES[dice.roll(16)].to_owned(),
            text: Some(text),
            code: Some("ORDER".to_owned()),
            class_code: Some("ZORD".to_owned()),
            ..DocketEntry::default()
        };
        if i % 5 == 0 {
            e.filed_by = Some(format!("PAT X {}", NAMES[dice.roll(12)]));
            e.on_behalf_of = Some(format!("JANE {}", NAMES[dice.roll(12)]));
        }
        if i % 20 == 0 {
            let setting = Setting {
                scheduled_on: Some(day.saturating_add(jiff::Span::new().days(30))),
                time: Some("9:00 AM".to_owned()),
                purpose: "Hearing".to_owned(),
                location: Some("Division 4".to_owned()),
                judge: Some("ROBIN T. EXAMPLE".to_owned()),
                mark: SettingMark::Set,
            };
            e.settings.push(setting.clone());
            hearings.push(Hearing {
                key: HearingKey {
                    entry: i as i64,
                    entry_ordinal: 0,
                    purpose: "HEARING".to_owned(),
                    ordinal: 0,
                },
                setting,
                state: HearingState::Set,
            });
        }
        entries.push(e);
    }
    let party = |role: PartyRole, dice: &mut Dice| Party {
        name: format!("{}, JANE Q", NAMES[dice.roll(12)]),
        role,
        role_code: Some("DFT".to_owned()),
        address: Some("100 ANY ST\nSOMEWHERE, MO 63000".to_owned()),
        birth_year: Some(1980),
        attorneys: Vec::new(),
    };
    FirstReading {
        header: CaseHeader {
            case_number: case_number.to_string(),
            style: CaseStyle(format!(
                "JANE {} V JOHN {}",
                NAMES[dice.roll(12)],
                NAMES[dice.roll(12)]
            )),
            court: Some("13th Judicial Circuit".to_owned()),
            location: Some("Boone".to_owned()),
            case_type: Some("AC Unlawful Detainer".to_owned()),
            filed_on: Some(start),
            judge: Some("EXAMPLE, ROBIN T".to_owned()),
            ..CaseHeader::default()
        },
        parties: vec![
            party(PartyRole::Plaintiff, dice),
            party(PartyRole::Defendant, dice),
        ],
        charges: Vec::new(),
        words: OwnWords::default(),
        status: StatusUpdate {
            checked_at: now(),
            next_check_at: Some(now()),
            docket_digest: Some(0x1234_5678_9abc_def0),
            header_digest: Some(0x1234_5678_9abc_def1),
            party_digest: Some(0x1234_5678_9abc_def2),
            ..StatusUpdate::default()
        },
        hearings,
        docket: Docket {
            case_number: case_number.clone(),
            court: docketbell_core::domain::NamedCourt::default(),
            entries,
        },
        case_number,
        court_id: CourtId::new("CT13"),
    }
}

fn now() -> Timestamp {
    "2026-11-17T15:00:00Z".parse().unwrap()
}

fn today() -> Date {
    date(2026, 11, 17)
}

fn tell(name: &str, value: f64, unit: &str, floor: Option<f64>, target: &str) {
    let mut line =
        serde_json::json!({ "name": name, "value": value, "unit": unit, "target": target });
    if let Some(floor) = floor {
        line["floor"] = floor.into();
        line["ratio"] = (value / floor).into();
    }
    println!("{line}");
}

fn percentile(mut times: Vec<Duration>, p: usize) -> f64 {
    times.sort();
    times[(times.len() * p / 100).min(times.len() - 1)].as_secs_f64() * 1000.0
}

async fn new_store(folder: &Path, key: &StoreKey) -> Store {
    StoreFolder::open(folder)
        .unwrap()
        .create_with_key(key, "Practice portal")
        .await
        .unwrap()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test --benches` calls this with `--test`: a small run, so that the bench keeps working.
    let trying = std::env::args().any(|a| a == "--test");
    let cases: usize = std::env::var("DOCKETBELL_BENCH_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1000);
    let cases = if trying { 20 } else { cases };
    let key = StoreKey::from_bytes(&[3; 32]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (ours, theirs) = (dir.path().join("ours"), dir.path().join("floor"));
    let store = new_store(&ours, &key).await;
    new_store(&theirs, &key).await.close().await;
    let mut hand = floor::Hand::open(&theirs.join("docketbell.db"), &key);

    // In turns, so that a busy machine troubles both alike.
    let mut dice = Dice(1);
    let (mut our_time, mut floor_time) = (Duration::ZERO, Duration::ZERO);
    let mut words = 0;
    let mut next = 0;
    while next < cases {
        let some: Vec<FirstReading> = (next..(next + 50).min(cases))
            .map(|c| reading(&mut dice, c, 100))
            .collect();
        next += some.len();
        words += some
            .iter()
            .flat_map(|r| &r.docket.entries)
            .map(|e| e.description.len() + e.text.as_ref().map_or(0, String::len))
            .sum::<usize>();
        let rows: Vec<floor::CaseRows> = some.iter().map(floor::CaseRows::of).collect();
        let begun = Instant::now();
        for rows in &rows {
            hand.follow(rows);
        }
        floor_time += begun.elapsed();
        let begun = Instant::now();
        for r in some {
            store.first_follow(r).await.unwrap();
        }
        our_time += begun.elapsed();
    }
    let entries = cases * 100;
    tell(
        &format!("store {entries} entries"),
        our_time.as_secs_f64(),
        "s",
        Some(floor_time.as_secs_f64()),
        "<= 2 x",
    );
    drop(hand);
    let size = store.size_on_disk() as f64 / 1e6;
    tell(
        &format!(
            "store after {cases} dockets of 53 kB ({:.1} MB of words)",
            words as f64 / 1e6
        ),
        size,
        "MB",
        Some(cases as f64 * 0.053),
        "<= 30 MB for 1,000",
    );

    for (name, bytes) in floor::Hand::open(&ours.join("docketbell.db"), &key)
        .sizes()
        .into_iter()
        .take(8)
    {
        eprintln!("{:8.2} MB  {name}", bytes as f64 / 1e6);
    }

    let mut times = Vec::new();
    for i in 0..200 {
        let words = match i % 4 {
            0 => WORDS[dice.roll(40)].to_owned(),
            1 => format!("{} {}", WORDS[dice.roll(40)], NAMES[dice.roll(12)]),
            2 => format!("\"{}\"", TITLES[dice.roll(16)]),
            _ => format!("26-SMOS-{}", dice.roll(9000)),
        };
        let query = SearchQuery {
            words,
            limit: 50,
            ..SearchQuery::default()
        };
        let begun = Instant::now();
        store.search(&query).await.unwrap();
        times.push(begun.elapsed());
    }
    tell(
        &format!("search {entries} entries, p95 of 200"),
        percentile(times, 95),
        "ms",
        None,
        "<= 50 ms",
    );

    let mut times = Vec::new();
    for i in 0..50 {
        let query = SearchQuery {
            words: "motion".to_owned(),
            case_id: Some(1 + i),
            limit: 50,
            ..SearchQuery::default()
        };
        let begun = Instant::now();
        store.search(&query).await.unwrap();
        times.push(begun.elapsed());
    }
    tell(
        "search in one case of 100 entries, p95",
        percentile(times, 95),
        "ms",
        None,
        "<= 50 ms",
    );

    let ids: Vec<i64> = store
        .cases_to_check(0, today(), u32::MAX)
        .await
        .unwrap()
        .iter()
        .map(|c| c.case_id)
        .collect();
    let status = reading(&mut dice, 0, 1).status;
    let updates: Vec<(i64, StatusUpdate)> = ids.iter().map(|id| (*id, status.clone())).collect();
    let begun = Instant::now();
    for some in updates.chunks(100) {
        store.record_unchanged(some).await.unwrap();
    }
    tell(
        "status of an unchanged case, 100 at once",
        begun.elapsed().as_secs_f64() * 1e6 / updates.len() as f64,
        "us",
        None,
        "<= 100 us",
    );

    let mut times = Vec::new();
    for offset in 0..20 {
        let filter = docketbell_core::storage::CaseFilter {
            limit: 100,
            offset: offset * 10,
            ..Default::default()
        };
        let begun = Instant::now();
        store.list_cases(&filter, today()).await.unwrap();
        times.push(begun.elapsed());
    }
    tell(
        &format!("list 100 of {cases} cases by name, p95"),
        percentile(times, 95),
        "ms",
        None,
        "quick",
    );

    let big = store
        .first_follow(reading(&mut dice, cases, if trying { 100 } else { 10_000 }))
        .await
        .unwrap()
        .case_id();
    let (mut known_times, mut apply_times) = (Vec::new(), Vec::new());
    for i in 0..20_i64 {
        let begun = Instant::now();
        let known = store.known_case(big).await.unwrap();
        known_times.push(begun.elapsed());
        let sequence = 20_000 + i;
        let entry = DocketEntry {
            sequence: Some(sequence),
            filed_on: Some(today()),
            description: "Order".to_owned(),
            ..DocketEntry::default()
        };
        let applied = Applied {
            case_id: big,
            revision: known.revision,
            at: now(),
            added: vec![AddedEntry {
                entry,
                identity: EntryIdentity {
                    id: sequence,
                    ordinal: 0,
                },
                position: sequence * 1024,
            }],
            changes: vec![NewChange {
                event_id: format!("bench-{i}"),
                kind: ChangeKind::EntryAdded,
                entry: ChangedEntry::Added(0),
                hearing: None,
                sequence: Some(sequence),
                field: None,
                before: None,
                after: None,
                notice: Some(now()),
            }],
            status: status.clone(),
            ..Applied::default()
        };
        let begun = Instant::now();
        store.apply_refresh(applied).await.unwrap();
        apply_times.push(begun.elapsed());
    }
    let query = SearchQuery {
        words: "motion".to_owned(),
        case_id: Some(big),
        limit: 50,
        ..SearchQuery::default()
    };
    let begun = Instant::now();
    store.search(&query).await.unwrap();
    tell(
        "search in one case of 10,000 entries",
        begun.elapsed().as_secs_f64() * 1000.0,
        "ms",
        None,
        "<= 50 ms",
    );
    tell(
        "what is known of a 10,000-entry docket, median",
        percentile(known_times, 50),
        "ms",
        None,
        "",
    );
    tell(
        "apply one change to it, median",
        percentile(apply_times, 50),
        "ms",
        None,
        "",
    );
}
