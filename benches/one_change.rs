//! A check that finds one change in a docket of 10,000 entries, beside reading the same answer into domain values: at
//! most 2 times that (`docs/performance.md`).
//!
//! `cargo bench -p docketbell-core --bench one_change`. The whole check is timed: three answers, their digests, reading
//! the docket, what the store knows of it, comparing, and one transaction with the change and its notice, on disk. Only
//! the network is left out, on both sides: the answers lie in memory. In turns with the floor, medians.
//! Prints one JSON line per figure: `{"name","value","unit","floor"?,"ratio"?,"target"}`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench stops at the first surprise, and has no public items"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use docketbell_core::domain::compare::compare_docket;
use docketbell_core::domain::{CaseKey, CaseNumber, ChangeKind, CourtId};
use docketbell_core::portal::casenet::read_docket;
use docketbell_core::portal::text::Charset;
use docketbell_core::portal::{
    Browser, Casenet, PortalAnswer, PortalError, PortalProfile, PortalRequest, RawAnswer, Waiting,
};
use docketbell_core::storage::{OwnWords, StoreFolder, StoreKey};
use docketbell_core::sync::refresh::{Found, Refresher};
use jiff::Timestamp;
use serde_json::json;

mod made_docket;

const JSON: &str = "application/json;charset=UTF-8";

/// A portal that has its answers ready.
#[derive(Default)]
struct Ready(Mutex<HashMap<&'static str, Bytes>>);

impl Ready {
    fn put(&self, part: &'static str, bytes: Bytes) {
        self.0.lock().unwrap().insert(part, bytes);
    }
}

impl Browser for Ready {
    fn send(&self, request: PortalRequest) -> Waiting<'_, Result<PortalAnswer, PortalError>> {
        let part = request.url.path().rsplit('/').next().unwrap_or_default();
        let bytes = self.0.lock().unwrap().get(part).cloned();
        let answer = PortalAnswer {
            bytes: bytes.unwrap_or_else(|| panic!("nobody made an answer for {part}")),
            status: 200,
            content_type: Some(JSON.to_owned()),
            charset: Charset::of(Some(JSON)),
            url: request.url,
        };
        Box::pin(async move { Ok(answer) })
    }

    /// No check asks that; it is a matter of clicks.
    fn reached(&self) -> u64 {
        0
    }

    fn sent_on(&self) -> u64 {
        0
    }
}

fn now() -> Timestamp {
    "2026-11-17T15:00:00Z".parse().unwrap()
}

/// What something took: by the clock, and of the processors.
#[derive(Default)]
struct Took {
    wall: Vec<Duration>,
    cpu: Vec<Duration>,
}

impl Took {
    fn wall_ms(&self) -> f64 {
        median(&self.wall)
    }

    fn cpu_ms(&self) -> f64 {
        median(&self.cpu)
    }
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// Processor time so far, all threads together.
#[cfg(unix)]
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap()
}

/// Only systems that tell it the Unix way are asked.
#[cfg(not(unix))]
fn cpu() -> Duration {
    Duration::ZERO
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test --benches` calls this with `--test`: a small run, so that the bench keeps working.
    let trying = std::env::args().any(|a| a == "--test");
    let (length, rounds) = if trying { (50, 3) } else { (10_000, 41) };
    let key = CaseKey {
        case_number: CaseNumber::parse(made_docket::CASE_NUMBER).unwrap(),
        court_id: CourtId::new("CT13"),
    };
    let dir = tempfile::tempdir().unwrap();
    let store = StoreFolder::open(dir.path().join("store"))
        .unwrap()
        .create_with_key(&StoreKey::from_bytes(&[3; 32]).unwrap(), "Practice portal")
        .await
        .unwrap();
    let portal = Arc::new(Ready::default());
    let bytes_of = |value: serde_json::Value| Bytes::from(serde_json::to_vec(&value).unwrap());
    portal.put(
        "newHeaderData.do",
        bytes_of(json!({ "caseNumber": key.case_number.as_str(), "courtId": "CT13",
            "caseDesc": "SAMPLE PROPERTIES LLC V JANE Q DOE", "courtDesc": "13th Judicial Circuit",
            "filingDate": "01/05/2000", "caseType": "AC Unlawful Detainer", "isTrafficOrCriminal": "n" })),
    );
    portal.put(
        "party.do",
        bytes_of(json!({ "caseNumber": key.case_number.as_str(), "courtId": "CT13",
            "partyDetailsList": [{ "desc": "Defendant", "descCode": "DFT", "formattedPartyName": "DOE, JANE Q" }] })),
    );
    let mut entries = made_docket::entries(length);
    portal.put(
        "docketEntriesSearch.do",
        made_docket::answer(&entries).into(),
    );
    let profile = Arc::new(PortalProfile::practice("http://127.0.0.1:1/").unwrap());
    let casenet = Arc::new(Casenet::new(
        Arc::clone(&portal) as Arc<dyn Browser>,
        profile,
    ));
    let refresher = Refresher::new(
        store.clone(),
        casenet,
        Arc::new(now),
        Arc::new(|_, _| Some(now())),
        Arc::new(|_, _| Some(now())),
    );
    let found = refresher
        .follow(&key.case_number, Some(&key.court_id), OwnWords::default())
        .await
        .unwrap();
    let Found::Followed { followed, .. } = found else {
        panic!("{found:?}");
    };
    let case_id = followed.case_id();

    let mut took: HashMap<&str, Took> = HashMap::new();
    for round in 0..rounds {
        let (what, read, kind) = if round % 2 == 0 {
            let n = i64::try_from(entries.len()).unwrap() + 1;
            let mut new = made_docket::entry(1);
            new["whichone"] = n.into();
            new["sequenceNumber"] = (n + 10).into();
            new["docketDesc"] = "Order".into();
            entries.insert(0, new.to_string());
            ("added", "read for added", ChangeKind::EntryAdded)
        } else {
            let somewhere = entries.len() / 3 * 2;
            let mut amended: serde_json::Value = serde_json::from_str(&entries[somewhere]).unwrap();
            amended["docketText"] = format!("Corrected {round} times.").into();
            entries[somewhere] = amended.to_string();
            ("amended", "read for amended", ChangeKind::EntryAmended)
        };
        let answer = Bytes::from(made_docket::answer(&entries));
        let raw = RawAnswer::new(answer.clone(), Some(JSON));
        portal.put("docketEntriesSearch.do", answer);
        let mut keep = |name: &'static str, (wall, used): (Instant, Duration)| {
            // The first of each warms up.
            if round > 1 {
                let took = took.entry(name).or_default();
                took.wall.push(wall.elapsed());
                took.cpu.push(cpu().saturating_sub(used));
            }
        };
        let begin = || (Instant::now(), cpu());

        let begun = begin();
        black_box(read_docket(&raw, &key).unwrap());
        keep(read, begun);

        let begun = begin();
        let refreshed = refresher.refresh(case_id).await.unwrap();
        keep(what, begun);
        let kinds: Vec<ChangeKind> = refreshed.changes.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [kind], "round {round} is no measure");

        // Where it goes, for people.
        let begun = begin();
        let known = store.known_case(case_id).await.unwrap();
        keep("what is known", begun);
        let docket = read_docket(&raw, &key).unwrap();
        let begun = begin();
        let changes = compare_docket(&known.docket, &docket, refresher.today());
        keep("comparing", begun);
        assert!(changes.is_empty(), "the change was stored");
    }
    for name in ["what is known", "comparing"] {
        let (wall, cpu) = (took[name].wall_ms(), took[name].cpu_ms());
        eprintln!("{wall:8.2} ms, {cpu:8.2} ms of processor time  {name}");
    }
    for (what, read) in [("added", "read for added"), ("amended", "read for amended")] {
        let (ours, floor) = (&took[what], &took[read]);
        let name = format!("a check that finds 1 entry {what} in a docket of {length}");
        tell(&name, ours.wall_ms(), floor.wall_ms());
        if floor.cpu_ms() > 0.0 {
            tell("… processor time", ours.cpu_ms(), floor.cpu_ms());
        }
    }
}

fn tell(name: &str, value: f64, floor: f64) {
    println!(
        "{}",
        json!({ "name": name, "value": value, "unit": "ms", "floor": floor, "ratio": value / floor, "target": "<= 2 x" })
    );
}
