//! The relay and the worker: what waits is told exactly once, what is due is read, and neither asks when it must not.
// Helpers of a test may stop it; that is what a failed test is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod group;
mod ledger;
mod plan;
mod relay;
mod store;
mod worker;

use docketbell_core::domain::ChangeKind;
use docketbell_core::domain::notice_words::ChangeNews;
use docketbell_core::sync::relay::{News, WaitingNotice};
use jiff::Timestamp;
use serde_json::json;

/// Reads a moment.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A new entry of a case, as it waits in the store.
pub fn entry(id: i64, case_id: i64, title: &str) -> WaitingNotice {
    change(
        id,
        case_id,
        ChangeKind::EntryAdded,
        None,
        Some(json!({ "description": title })),
    )
}

/// A hearing that moved, as it waits in the store.
pub fn moved(id: i64, case_id: i64, from: &str, to: &str) -> WaitingNotice {
    let setting = |day: &str| json!({ "purpose": "Trial", "scheduled_on": day, "time": "9:00 AM" });
    change(
        id,
        case_id,
        ChangeKind::HearingMoved,
        Some(setting(from)),
        Some(setting(to)),
    )
}

fn change(
    id: i64,
    case_id: i64,
    kind: ChangeKind,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) -> WaitingNotice {
    let event_id = format!("e-{id}");
    WaitingNotice {
        notice_id: id,
        event_id: event_id.clone(),
        attempts: 0,
        held: false,
        news: News::Change(ChangeNews {
            event_id,
            case_id,
            change_id: id * 10,
            entry_id: None,
            kind,
            field: None,
            label: Some("Maple Street lease".into()),
            official_name: "DOE V ROE".into(),
            before,
            after,
        }),
    }
}
