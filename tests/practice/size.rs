//! The size of the world: many cases cost nothing until they are asked for.

use std::time::Instant;

use docketbell_practice::PracticeConfig;

use crate::client::{Visit, config};

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[tokio::test]
async fn a_docket_of_a_hundred_entries_has_the_natural_size() {
    let visit = Visit::with(PracticeConfig {
        cases: 100,
        entries_per_case: Some(100),
        ..config()
    })
    .await;
    let mut bytes = 0;
    for case in visit.portal.world().cases(0, 100) {
        let page = visit
            .case_page(
                "docketEntriesSearch.do?displayOption=A&sortOption=D&hasChange=false",
                &case.case_number,
                &case.court_id,
            )
            .await;
        assert_eq!(
            page.json()["docketTabModelList"].as_array().unwrap().len(),
            100
        );
        bytes += page.bytes.len();
    }
    let mean = bytes / 100;
    assert!(
        (48_000..60_000).contains(&mean),
        "100 entries are about 53 kB on the portal, here {mean} bytes"
    );
}

#[tokio::test]
async fn ten_thousand_cases_with_a_million_entries_are_made_without_growing() {
    let visit = Visit::with(PracticeConfig {
        cases: 10_000,
        entries_per_case: Some(100),
        ..config()
    })
    .await;
    let world = visit.portal.world();
    let mut entries = 0;
    let before = resident_kib();
    let mut place = 0;
    while place < 10_000 {
        for case in world.cases(place, 1_000) {
            let reference = docketbell_practice::CaseRef {
                case: case.case_number,
                court: Some(case.court_id),
            };
            entries += world.truth(reference).unwrap().entries.len();
        }
        place += 1_000;
    }
    let grown = resident_kib().saturating_sub(before);
    assert_eq!(entries, 1_000_000);
    assert!(
        grown < 120 * 1024,
        "cases are made when asked for and not kept; as text they would be 530 MB, and {grown} KiB were added"
    );
}

/// A measurement, for a release build: `cargo test --release -p docketbell-practice -- --ignored --nocapture speed`.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "a measurement for a release build"]
async fn speed_of_a_thousand_cases_with_a_hundred_entries() {
    let visit = Visit::with(PracticeConfig {
        cases: 1_000,
        entries_per_case: Some(100),
        ..config()
    })
    .await;
    let cases = visit.portal.world().cases(0, 1_000);
    let started = Instant::now();
    for case in &cases {
        let reference = docketbell_practice::CaseRef {
            case: case.case_number.clone(),
            court: Some(case.court_id.clone()),
        };
        std::hint::black_box(visit.portal.world().truth(reference).unwrap());
    }
    println!("generation: {:?} for 1,000 cases", started.elapsed());
    let address = visit.portal.base_url().replace("http://", "");
    let asked: Vec<String> = cases
        .iter()
        .map(|case| {
            format!(
                "GET /cnet/cases/docketEntriesSearch.do?caseNumber={}&courtId={}&sortOption=D HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: JSESSIONID=x\r\n\r\n",
                case.case_number, case.court_id
            )
        })
        .collect();
    let started = Instant::now();
    let mut bytes = 0_usize;
    // A plain socket in a thread of its own, so that the client costs next to nothing.
    let reader = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let mut socket = std::net::TcpStream::connect(address).unwrap();
        let mut buffer = vec![0_u8; 256 * 1024];
        for request in &asked {
            socket.write_all(request.as_bytes()).unwrap();
            let mut have = 0;
            loop {
                have += socket.read(&mut buffer[have..]).unwrap();
                let Some(head) = buffer[..have].windows(4).position(|w| w == b"\r\n\r\n") else {
                    continue;
                };
                let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
                let length: usize = text
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .and_then(|length| length.trim().parse().ok())
                    .unwrap();
                if have >= head + 4 + length {
                    bytes += length;
                    break;
                }
            }
        }
        bytes
    });
    while !reader.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let bytes = reader.join().unwrap();
    let took = started.elapsed();
    println!(
        "serving: {took:?} for 1,000 answers of {} bytes on average: {:.0} answers a second",
        bytes / 1_000,
        1_000.0 / took.as_secs_f64()
    );
}

#[tokio::test]
async fn a_docket_of_ten_thousand_entries_comes_in_one_answer() {
    let visit = Visit::with(PracticeConfig {
        cases: 2,
        entries_per_case: Some(10_000),
        ..config()
    })
    .await;
    let docket = visit.docket("26BA-CV90123", "CT13").await;
    let entries = docket["docketTabModelList"].as_array().unwrap();
    assert_eq!(entries.len(), 10_000);
    let mut sequences: Vec<u64> = entries
        .iter()
        .map(|entry| entry["sequenceNumber"].as_u64().unwrap())
        .collect();
    sequences.sort_unstable();
    sequences.dedup();
    assert_eq!(
        sequences.len(),
        10_000,
        "each entry has a sequence of its own"
    );
    let outcome = visit.portal.world().day_step().unwrap();
    assert_eq!(outcome.case_number, "26BA-CV90123");
    for _ in 0..11 {
        visit.portal.world().day_step().unwrap();
    }
}
