//! What the tests of the store share: invented cases and stores in folders of their own.
#![allow(dead_code, reason = "each test target uses a part of it")]

use std::time::Duration;

use docketbell_core::domain::compare::HearingWrite;
use docketbell_core::domain::{
    Attorney, CaseHeader, CaseNumber, CaseStyle, ChangeKind, Charge, CourtId, Disposition, Docket,
    DocketEntry, Document, EntryIdentity, Hearing, HearingKey, HearingState, Party, PartyRole,
    Setting, SettingMark,
};
use docketbell_core::storage::{
    AddedEntry, Applied, ChangedEntry, FirstReading, NewChange, OwnWords, StatusUpdate, Store,
    StoreFolder, StoreKey, StoreOptions,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

pub const PORTAL: &str = "Practice portal";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn today() -> Date {
    date(2026, 11, 17)
}

pub fn quick() -> StoreOptions {
    StoreOptions {
        busy: Duration::from_millis(300),
        passphrase_memory_kib: 64,
        ..StoreOptions::default()
    }
}

/// A key that a test can make again.
pub fn key() -> StoreKey {
    StoreKey::from_bytes(&[7; 32]).unwrap()
}

/// A new store in a new folder; keep the folder.
pub async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = StoreFolder::open_with_options(
        dir.path().join("data"),
        StoreOptions {
            passphrase_memory_kib: 64,
            ..StoreOptions::default()
        },
    )
    .unwrap()
    .create_with_key(&key(), PORTAL)
    .await
    .unwrap();
    (dir, store)
}

pub fn entry(sequence: i64, filed_on: Date, description: &str, text: &str) -> DocketEntry {
    DocketEntry {
        sequence: Some(sequence),
        filed_on: Some(filed_on),
        description: description.to_owned(),
        text: (!text.is_empty()).then(|| text.to_owned()),
        code: Some("ORDER".to_owned()),
        class_code: Some("ZORD".to_owned()),
        ..DocketEntry::default()
    }
}

pub fn setting(on: Date, purpose: &str) -> Setting {
    Setting {
        scheduled_on: Some(on),
        time: Some("9:00 AM".to_owned()),
        purpose: purpose.to_owned(),
        location: Some("Division 4".to_owned()),
        judge: Some("ROBIN T. EXAMPLE".to_owned()),
        mark: SettingMark::Set,
    }
}

pub fn hearing(entry: i64, on: Date) -> Hearing {
    Hearing {
        key: HearingKey {
            entry,
            entry_ordinal: 0,
            purpose: "ARRAIGNMENT".to_owned(),
            ordinal: 0,
        },
        setting: setting(on, "Arraignment"),
        state: HearingState::Set,
    }
}

/// A docket of `n` entries, a week apart, with words about `about`.
pub fn docket(number: &CaseNumber, n: i64, about: &str) -> Docket {
    let entries = (1..=n)
        .map(|i| {
            let day = date(2024, 1, 1).saturating_add(jiff::Span::new().days(i * 7 % 1000));
            let mut e = entry(
                i,
                day,
                "Motion to Compel",
                &format!("{about} entry {i}: discovery is overdue, says the plaintiff"),
            );
            if i == n {
                e.description = "Arraignment Scheduled".to_owned();
                e.settings.push(setting(date(2026, 12, 3), "Arraignment"));
                e.filed_by = Some("PAT X COUNSEL".to_owned());
                e.documents.push(Document {
                    document_id: "71".to_owned(),
                    title: format!("Notice {about}"),
                    extension: "pdf".to_owned(),
                    security_level: Some(1),
                });
            }
            e
        })
        .collect();
    Docket {
        case_number: number.clone(),
        court: docketbell_core::domain::NamedCourt::default(),
        entries,
    }
}

pub fn reading(number: &str, n: i64, about: &str) -> FirstReading {
    let case_number = CaseNumber::parse(number).unwrap();
    FirstReading {
        header: CaseHeader {
            case_number: number.to_owned(),
            court_id: Some("CT13".to_owned()),
            style: CaseStyle(format!("JANE Q DOE V {about} PUBLIC")),
            court: Some("13th Judicial Circuit".to_owned()),
            location: Some("Boone".to_owned()),
            case_type: Some("AC Unlawful Detainer".to_owned()),
            filed_on: Some(date(2024, 1, 1)),
            judge: Some("EXAMPLE, ROBIN T".to_owned()),
            disposition: Some(Disposition {
                description: "Not Disposed".to_owned(),
                disposed_on: None,
            }),
            ..CaseHeader::default()
        },
        docket: docket(&case_number, n, about),
        hearings: if n > 0 {
            vec![hearing(n, date(2026, 12, 3))]
        } else {
            vec![]
        },
        parties: vec![Party {
            name: format!("PUBLIC, {about}"),
            role: PartyRole::Defendant,
            role_code: Some("DFT".to_owned()),
            address: Some("100 ANY ST\nSOMEWHERE, MO 63000".to_owned()),
            birth_year: Some(1980),
            attorneys: vec![Attorney {
                name: "COUNSEL, PAT X".to_owned(),
                role: "Attorney".to_owned(),
                co_counsel: false,
            }],
        }],
        charges: vec![Charge {
            number: "1".to_owned(),
            description: format!("Trespass {about}"),
            ..Charge::default()
        }],
        words: OwnWords::default(),
        status: status("2026-11-16T12:00:00Z"),
        case_number,
        court_id: CourtId::new("CT13"),
    }
}

pub fn status(checked_at: &str) -> StatusUpdate {
    StatusUpdate {
        checked_at: at(checked_at),
        next_check_at: Some(at(checked_at) + jiff::SignedDuration::from_hours(4)),
        docket_digest: Some(1),
        header_digest: Some(2),
        party_digest: Some(3),
        incomplete: false,
        pending: false,
    }
}

/// One entry more, told by a notice.
pub fn one_more(case_id: i64, revision: i64, sequence: i64, event: &str, words: &str) -> Applied {
    let e = entry(sequence, date(2026, 11, 16), "Order", words);
    Applied {
        case_id,
        revision,
        at: at("2026-11-17T15:00:00Z"),
        added: vec![AddedEntry {
            identity: EntryIdentity {
                id: sequence,
                ordinal: 0,
            },
            position: sequence * 1024,
            entry: e.clone(),
        }],
        changes: vec![NewChange {
            event_id: event.to_owned(),
            kind: ChangeKind::EntryAdded,
            entry: ChangedEntry::Added(0),
            hearing: None,
            sequence: Some(sequence),
            field: None,
            before: None,
            after: Some(serde_json::to_value(&e).unwrap()),
            notice: Some(at("2026-11-17T15:00:00Z")),
        }],
        status: status("2026-11-17T15:00:00Z"),
        ..Applied::default()
    }
}

pub fn hearing_write(hearing_id: Option<i64>, hearing: Hearing) -> HearingWrite {
    HearingWrite {
        hearing_id,
        hearing,
        moved_from: None,
    }
}
