//! Applying what a comparison found: entries, versions, marks, search index, hearings, changes, notices and status in
//! one transaction (architecture rule 3). Either all of it is there, or the docket is as it was before.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::bulk::{
    NewEntry, index, insert_entries, rewrite_words, set_states, unindex, update_entries,
};
use super::docket::entries_by_id;
use super::entry_row::search_row;
use super::follow::write_header;
use super::hearings::FormerSetting;
use super::moment::to_millis;
use super::status::{StatusUpdate, status_rows, write_status};
use super::{Store, StoreError, case_words, hearings, parties};
use crate::domain::compare::HearingWrite;
use crate::domain::{
    CaseHeader, ChangeKind, Charge, DocketEntry, EntryIdentity, EntryState, HeaderField, Party,
};

/// An entry that was not there before.
#[derive(Debug, Clone)]
pub struct AddedEntry {
    /// What the court shows.
    pub entry: DocketEntry,
    /// What it is known by.
    pub identity: EntryIdentity,
    /// Place in docket order.
    pub position: i64,
}

/// Which entry a change is told at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedEntry {
    /// None can be named.
    None,
    /// A stored one, by row id.
    Known(i64),
    /// One of [`Applied::added`], by index.
    Added(usize),
}

/// A change to store, and perhaps to tell.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// Unique; a change of the same id is stored once.
    pub event_id: String,
    /// What kind.
    pub kind: ChangeKind,
    /// Entry concerned.
    pub entry: ChangedEntry,
    /// Index into [`Applied::hearings`] of the hearing concerned.
    pub hearing: Option<usize>,
    /// Sequence number of the entry.
    pub sequence: Option<i64>,
    /// Header field.
    pub field: Option<HeaderField>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
    /// Raise a notice, not before this moment; `None`: the change is shown in Today only.
    pub notice: Option<Timestamp>,
}

/// What one reading changes.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    /// Row id of the case.
    pub case_id: i64,
    /// [`super::KnownCase::revision`] that the comparison was made against.
    pub revision: i64,
    /// When the answers arrived.
    pub at: Timestamp,
    /// The header, when it is to be rewritten.
    pub header: Option<CaseHeader>,
    /// Entries to insert.
    pub added: Vec<AddedEntry>,
    /// Entries to rewrite, keeping the old version: `(entry_id, as shown)`.
    pub amended: Vec<(i64, DocketEntry)>,
    /// Entries whose settings or edges to rewrite: `(entry_id, as shown)`.
    pub resettled: Vec<(i64, DocketEntry)>,
    /// Entries that the portal now knows by another identity.
    pub rekeyed: Vec<(i64, EntryIdentity)>,
    /// Entries that are missing, withdrawn, or back.
    pub states: Vec<(i64, EntryState)>,
    /// New places in docket order.
    pub positions: Vec<(i64, i64)>,
    /// Hearings to write.
    pub hearings: Vec<HearingWrite>,
    /// The parties, when they are to be replaced.
    pub parties: Option<Vec<Party>>,
    /// The charges, when they are to be replaced.
    pub charges: Option<Vec<Charge>>,
    /// Changes to store.
    pub changes: Vec<NewChange>,
    /// Status after the reading.
    pub status: StatusUpdate,
}

/// Row ids of what was written, in the order of [`Applied`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Of [`Applied::added`].
    pub entries: Vec<i64>,
    /// Of [`Applied::hearings`].
    pub hearings: Vec<i64>,
    /// Of [`Applied::changes`]; 0 for one that was stored before.
    pub changes: Vec<i64>,
}

impl Store {
    /// Writes what one reading changes.
    ///
    /// # Errors
    /// [`StoreError::Superseded`] when another process applied a reading meanwhile (read again, compare again);
    /// [`StoreError::NoSuchCase`]; when the store cannot be written. Then nothing was changed.
    pub async fn apply_refresh(&self, applied: Applied) -> Result<Written, StoreError> {
        self.write(move |conn| Box::pin(async move { apply(conn, &applied).await }))
            .await
    }
}

async fn apply(conn: &mut SqliteConnection, applied: &Applied) -> Result<Written, StoreError> {
    let case_id = applied.case_id;
    let at = to_millis(applied.at);
    let base: Option<(i64, i64, Option<i64>)> = sqlx::query_as(
        "UPDATE cases SET revision = revision + 1 WHERE case_id = ?1 AND revision = ?2
         RETURNING revision, baseline_at, (SELECT last_checked_at FROM case_status s WHERE s.case_id = ?1)",
    )
    .bind(case_id)
    .bind(applied.revision)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((_, baseline_at, last_checked_at)) = base else {
        super::follow::exists(conn, case_id).await?;
        return Err(StoreError::Superseded);
    };

    let new: Vec<NewEntry<'_>> = applied
        .added
        .iter()
        .map(|a| NewEntry {
            entry: &a.entry,
            identity: a.identity,
            position: a.position,
        })
        .collect();
    let first = insert_entries(conn, case_id, &new).await?;
    let entry_ids: Vec<i64> = (first..).take(new.len()).collect();
    if !entry_ids.is_empty() {
        sqlx::query(
            "INSERT INTO docket_entry_marks (entry_id, case_id, first_seen_at) SELECT value, ?1, ?2 FROM json_each(?3)",
        )
        .bind(case_id)
        .bind(at)
        .bind(serde_json::to_string(&entry_ids)?)
        .execute(&mut *conn)
        .await?;
    }
    // Where nothing was ever read before, "the time until which the old words were seen" is the first reading.
    amend(
        conn,
        applied,
        last_checked_at.unwrap_or(baseline_at),
        baseline_at,
    )
    .await?;
    rekey(conn, applied).await?;
    set_states(conn, case_id, &applied.states).await?;
    if !applied.positions.is_empty() {
        sqlx::query(update_entries!("position = j.v ->> 1"))
            .bind(case_id)
            .bind(serde_json::to_string(&applied.positions)?)
            .execute(&mut *conn)
            .await?;
    }

    let mut hearing_ids = Vec::with_capacity(applied.hearings.len());
    if !applied.hearings.is_empty() {
        let ids = hearing_entries(conn, applied).await?;
        for write in &applied.hearings {
            let entry_of = |identity: EntryIdentity| ids.get(&identity).copied();
            hearing_ids.push(match write.hearing_id {
                Some(id) => {
                    hearings::overwrite(conn, case_id, id, &write.hearing, applied.at, entry_of)
                        .await?;
                    id
                }
                None => {
                    let former: Vec<FormerSetting> = write
                        .moved_from
                        .iter()
                        .map(|setting| FormerSetting {
                            setting: setting.clone(),
                            until: applied.at,
                        })
                        .collect();
                    hearings::insert(conn, case_id, &write.hearing, &former, at, entry_of).await?
                }
            });
        }
    }
    if let Some(header) = &applied.header {
        case_words::unindex(conn, case_id).await?;
        write_header(conn, case_id, header).await?;
        case_words::index(conn, case_id).await?;
    }
    if let Some(list) = &applied.parties {
        parties::replace(conn, case_id, list).await?;
    }
    if let Some(list) = &applied.charges {
        parties::replace_charges(conn, case_id, list).await?;
    }
    if !applied.added.is_empty() || !applied.states.is_empty() {
        sqlx::query(
            "UPDATE cases SET entries = (SELECT count(*) FROM docket_entries d
                 WHERE d.case_id = ?1 AND d.state <> 2) WHERE case_id = ?1",
        )
        .bind(case_id)
        .execute(&mut *conn)
        .await?;
    }
    let mut change_ids = Vec::with_capacity(applied.changes.len());
    for change in &applied.changes {
        change_ids.push(
            write_change(
                conn,
                applied,
                change,
                &entry_ids,
                &hearing_ids,
                last_checked_at,
            )
            .await?,
        );
    }
    write_status(conn, &status_rows(&[(case_id, applied.status.clone())])?).await?;
    Ok(Written {
        entries: entry_ids,
        hearings: hearing_ids,
        changes: change_ids,
    })
}

/// Amended and resettled entries: old versions kept, words and search index rewritten.
async fn amend(
    conn: &mut SqliteConnection,
    applied: &Applied,
    seen_until: i64,
    baseline_at: i64,
) -> Result<(), StoreError> {
    let case_id = applied.case_id;
    let ids: Vec<i64> = applied
        .amended
        .iter()
        .chain(&applied.resettled)
        .map(|(id, _)| *id)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut old: HashMap<i64, DocketEntry> = entries_by_id(conn, case_id, &ids).await?;
    for (id, _) in &applied.amended {
        let Some(entry) = old.get(id) else {
            return Err(StoreError::Superseded);
        };
        sqlx::query(
            "INSERT INTO docket_entry_versions (entry_id, case_id, seen_from, seen_until, entry)
             VALUES (?1, ?2, coalesce((SELECT max(seen_until) FROM docket_entry_versions WHERE entry_id = ?1),
                                      (SELECT first_seen_at FROM docket_entry_marks WHERE entry_id = ?1), ?3), ?4, ?5)",
        )
        .bind(id)
        .bind(case_id)
        .bind(baseline_at)
        .bind(seen_until)
        .bind(serde_json::to_string(entry)?)
        .execute(&mut *conn)
        .await?;
    }
    let rewritten: Vec<(i64, &DocketEntry)> = applied
        .amended
        .iter()
        .chain(&applied.resettled)
        .map(|(id, entry)| (*id, entry))
        .collect();
    let put_in = rewritten
        .iter()
        .map(|(id, e)| (search_row(e.filed_on, *id), *e))
        .collect();
    let taken_out = rewritten
        .iter()
        .filter_map(|(id, _)| old.remove(id).map(|e| (search_row(e.filed_on, *id), e)))
        .collect();
    unindex(conn, taken_out).await?;
    rewrite_words(conn, case_id, &rewritten).await?;
    index(conn, put_in).await
}

async fn rekey(conn: &mut SqliteConnection, applied: &Applied) -> Result<(), StoreError> {
    if applied.rekeyed.is_empty() {
        return Ok(());
    }
    let rows: Vec<(i64, i64, u32)> = applied
        .rekeyed
        .iter()
        .map(|(id, k)| (*id, k.id, k.ordinal))
        .collect();
    sqlx::query(update_entries!("identity = j.v ->> 1, ordinal = j.v ->> 2"))
        .bind(applied.case_id)
        .bind(serde_json::to_string(&rows)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// The stored entries that the hearings to write hang on, by identity.
async fn hearing_entries(
    conn: &mut SqliteConnection,
    applied: &Applied,
) -> Result<HashMap<EntryIdentity, i64>, StoreError> {
    let wanted: Vec<i64> = applied
        .hearings
        .iter()
        .map(|w| w.hearing.key.entry)
        .collect();
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "SELECT entry_id, identity, ordinal FROM docket_entries
         WHERE case_id = ?1 AND identity IN (SELECT value FROM json_each(?2))",
    )
    .bind(applied.case_id)
    .bind(serde_json::to_string(&wanted)?)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, identity, ordinal)| {
            (
                EntryIdentity {
                    id: identity,
                    ordinal: u32::try_from(ordinal).unwrap_or(0),
                },
                id,
            )
        })
        .collect())
}

pub(crate) async fn write_change(
    conn: &mut SqliteConnection,
    applied: &Applied,
    change: &NewChange,
    entry_ids: &[i64],
    hearing_ids: &[i64],
    after_at: Option<i64>,
) -> Result<i64, StoreError> {
    let entry_id = match change.entry {
        ChangedEntry::None => None,
        ChangedEntry::Known(id) => Some(id),
        ChangedEntry::Added(index) => entry_ids.get(index).copied(),
    };
    let json = |value: &Option<Value>| value.as_ref().map(serde_json::to_string).transpose();
    let id: Option<i64> = sqlx::query_scalar(
        "INSERT INTO changes (event_id, case_id, court_id, found_at, after_at, kind, entry_id, hearing_id, sequence,
             field, before, after)
         SELECT ?1, ?2, court_id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM cases WHERE case_id = ?2
         ON CONFLICT (event_id) DO NOTHING RETURNING change_id",
    )
    .bind(&change.event_id)
    .bind(applied.case_id)
    .bind(to_millis(applied.at))
    .bind(after_at)
    .bind(change.kind.as_str())
    .bind(entry_id)
    .bind(change.hearing.and_then(|index| hearing_ids.get(index).copied()))
    .bind(change.sequence)
    .bind(change.field.map(HeaderField::as_str))
    .bind(json(&change.before)?)
    .bind(json(&change.after)?)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(id) = id else { return Ok(0) };
    if let Some(not_before) = change.notice {
        super::notices::insert(
            conn,
            &change.event_id,
            Some(id),
            Some(applied.case_id),
            change.kind.as_str(),
            None,
            to_millis(applied.at),
            to_millis(not_before),
        )
        .await?;
    }
    Ok(id)
}
