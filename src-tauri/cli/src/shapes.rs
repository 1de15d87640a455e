//! The JSON lines of `docs/docketctl.md`: which keys each command prints. The window's views hold more than a script
//! should lean on, so each line is written out here.

use docketbell_core::app::views::{
    CaseRow, ChargeView, EntryView, HearingView, PartyView, SettingView, VersionView,
};
use serde_json::{Map, Value, json};

/// A line of `cases`.
pub fn case(row: &CaseRow) -> Value {
    json!({
        "case_number": row.case_number,
        "court_id": row.court_id,
        "style": row.style,
        "case_type": row.case_type,
        "location": row.location,
        "filed_on": row.filed_on,
        "disposition": row.disposition,
        "judge": row.judge,
        "entries": row.entries,
        "unreviewed": row.unreviewed,
        "next_hearing": row.next_hearing.as_ref().map(hearing),
        "earlier_today": row.earlier_today.iter().map(hearing).collect::<Vec<_>>(),
        "last_checked_at": row.last_checked_at,
        "last_refusal": row.last_problem,
        "label": row.label,
        "matter": row.matter,
        "note": row.note,
        "tags": row.tags,
        "state": row.state,
    })
}

/// A line of `docket`; `versions` only where they were asked for.
pub fn entry(entry: &EntryView, versions: Option<&[VersionView]>) -> Value {
    let mut line = json!({
        "sequence": entry.sequence,
        "filed_on": entry.filed_on,
        "description": entry.description,
        "text": entry.text,
        "filed_by": entry.filed_by,
        "on_behalf_of": entry.on_behalf_of,
        "code": entry.code,
        "documents": entry.documents.iter().map(|d| json!({
            "document_id": d.document_id,
            "title": d.title,
            "extension": d.extension,
        })).collect::<Vec<_>>(),
        "hearings": entry.hearings.iter().map(setting).collect::<Vec<_>>(),
        "associated": entry.associated.iter().map(|a| json!({
            "sequence": a.sequence,
            "filed_on": a.filed_on,
            "description": a.description,
        })).collect::<Vec<_>>(),
        "confidential": entry.confidential,
        "first_seen_at": entry.first_seen_at,
        "reviewed_at": entry.reviewed_at,
        "state": entry.state,
    });
    if let (Some(versions), Some(line)) = (versions, line.as_object_mut()) {
        line.insert("versions".into(), versions.iter().map(version).collect());
    }
    line
}

fn version(version: &VersionView) -> Value {
    json!({
        "filed_on": version.filed_on,
        "description": version.description,
        "text": version.text,
        "seen_from": version.seen_from,
        "seen_until": version.seen_until,
    })
}

fn setting(setting: &SettingView) -> Value {
    json!({
        "purpose": setting.purpose,
        "scheduled_on": setting.scheduled_on,
        "time": setting.time,
        "starts_at": setting.starts_at,
        "location": setting.location,
        "judge": setting.judge,
    })
}

/// A hearing, without its case.
pub fn hearing(hearing: &HearingView) -> Value {
    json!({
        "purpose": hearing.purpose,
        "scheduled_on": hearing.scheduled_on,
        "time": hearing.time,
        "starts_at": hearing.starts_at,
        "location": hearing.location,
        "judge": hearing.judge,
        "state": hearing.state,
        "was": hearing.was.as_deref().map(setting),
        "entry_filed_on": hearing.entry_filed_on,
    })
}

/// A line of `parties`.
pub fn party(party: &PartyView) -> Value {
    json!({
        "name": party.name,
        "role": party.role,
        "address": party.address,
        "birth_year": party.birth_year,
        "attorneys": party.attorneys.iter().map(|a| json!({ "name": a.name, "role": a.role })).collect::<Vec<_>>(),
    })
}

/// A line of `charges`.
pub fn charge(charge: &ChargeView) -> Value {
    json!({
        "number": charge.number,
        "description": charge.description,
        "code": charge.code,
        "level": charge.level,
        "filed_on": charge.filed_on,
        "ticket_number": charge.ticket_number,
    })
}

/// A line with the case's number and court in front.
pub fn of_case(row: &CaseRow, line: Value) -> Value {
    let mut with = Map::new();
    with.insert("case_number".into(), json!(row.case_number));
    with.insert("court_id".into(), json!(row.court_id));
    if let Value::Object(rest) = line {
        with.extend(rest);
    }
    Value::Object(with)
}
