//! A whole reading of the roster, written in one transaction: who is there, what changed, whom to tell, which of our
//! clicks it settles. A reading that was not whole never comes here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::moment::to_millis;
use super::super::{Store, StoreError, notices};
use super::{AuditEntry, Settlement, audit, clicks, facts, new_users, users};
use crate::domain::group::compare_rosters;
use crate::domain::notice_words::ProgramNews;
use crate::domain::{ActionState, Roster, RosterChange, RosterChangeKind, UserStatus};

/// More changes than this in one reading are told as one notice.
const MOST_NOTICES: usize = 3;

/// A reading to be written.
#[derive(Debug, Clone)]
pub struct RosterReading {
    /// The whole roster.
    pub roster: Roster,
    /// Whose log-on read it.
    pub administrator: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Which of our actions it settles, and how.
    pub settled: Vec<Settlement>,
}

/// What a reading brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterWritten {
    /// Everything that changed.
    pub changes: Vec<RosterChange>,
    /// What changed without anybody here having asked for it.
    pub unasked: Vec<RosterChange>,
    /// It was the first reading, of which nothing is told.
    pub first: bool,
}

impl Store {
    /// Writes a reading: all of it, or nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn apply_roster(&self, reading: RosterReading) -> Result<RosterWritten, StoreError> {
        self.write(move |conn| Box::pin(async move { apply(conn, &reading).await }))
            .await
    }
}

async fn apply(
    conn: &mut SqliteConnection,
    reading: &RosterReading,
) -> Result<RosterWritten, StoreError> {
    let facts = facts::read(conn).await?;
    let known = users::all(conn).await?;
    let first = facts.as_of.is_none();
    let changes = compare_rosters(&known, &reading.roster.users);
    let asked = asked_for(conn, facts.as_of, &reading.settled).await?;
    write_users(conn, reading, &changes, first).await?;
    for settlement in &reading.settled {
        clicks::settle(conn, settlement).await?;
    }
    let mut unasked = Vec::new();
    if !first {
        for change in &changes {
            let ours = asked
                .contains(&(change.user_name.clone(), change.after.as_str().to_owned()))
                || arrived_late(conn, change, reading.at).await?;
            if change.kind == RosterChangeKind::Removed {
                new_users::gone(conn, &change.user_name, reading.at).await?;
            }
            if change.kind == RosterChangeKind::Joined {
                new_users::found(conn, &change.user_name, reading.at).await?;
            }
            if !ours && change.kind != RosterChangeKind::Described {
                note_change(conn, change, reading.at).await?;
                unasked.push(change.clone());
            }
        }
    }
    tell(conn, &unasked, reading.at).await?;
    sqlx::query(
        "UPDATE group_facts SET name = coalesce(?1, name), administrator = coalesce(?2, administrator), as_of = ?3,
             first_read_at = coalesce(first_read_at, ?3), failed = NULL, failed_at = NULL",
    )
    .bind(&reading.roster.group)
    .bind(&reading.administrator)
    .bind(to_millis(reading.at))
    .execute(&mut *conn)
    .await?;
    if first {
        let entry = AuditEntry {
            at: reading.at,
            who: "the portal".to_owned(),
            what: "first_reading",
            about: None,
            words: format!(
                "The roster was read for the first time: {} users.",
                reading.roster.users.len()
            ),
            portal_says: None,
        };
        audit::add(conn, &entry).await?;
    }
    Ok(RosterWritten {
        changes,
        unasked,
        first,
    })
}

/// What we asked for ourselves and may find: user name and status.
async fn asked_for(
    conn: &mut SqliteConnection,
    since: Option<Timestamp>,
    settled: &[Settlement],
) -> Result<BTreeSet<(String, String)>, StoreError> {
    let ids: Vec<i64> = settled
        .iter()
        .filter(|s| s.state == ActionState::Done)
        .map(|s| s.id)
        .collect();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT user_name, wanted FROM group_actions WHERE clicks > 0 AND (state IN ('queued', 'sending', 'uncertain')
            OR (state = 'done' AND settled_at >= ?1) OR action_id IN (SELECT value FROM json_each(?2)))",
    )
    .bind(since.map_or(0, to_millis))
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A click that was given up as lost was carried out after all. It is told as what it is: ours, and late.
async fn arrived_late(
    conn: &mut SqliteConnection,
    change: &RosterChange,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let failed: Option<(i64, String)> = sqlx::query_as(
        "SELECT action_id, wanted FROM group_actions WHERE user_name = ?1 AND clicks > 0 AND state = 'failed'
         AND settled_at >= ?2 ORDER BY action_id DESC LIMIT 1",
    )
    .bind(&change.user_name)
    .bind(to_millis(at) - 24 * 60 * 60 * 1000)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((id, _)) = failed.filter(|(_, wanted)| wanted == change.after.as_str()) else {
        return Ok(false);
    };
    let settlement = Settlement {
        id,
        state: ActionState::Done,
        shown: Some(change.after.clone()),
        portal_says: None,
        message: Some("The click had been taken for lost and was carried out late.".to_owned()),
        at,
    };
    clicks::settle(conn, &settlement).await?;
    Ok(true)
}

async fn write_users(
    conn: &mut SqliteConnection,
    reading: &RosterReading,
    changes: &[RosterChange],
    first: bool,
) -> Result<(), StoreError> {
    let at = to_millis(reading.at);
    let changed: BTreeMap<&str, &RosterChange> =
        changes.iter().map(|c| (c.user_name.as_str(), c)).collect();
    // Everybody who is not gone was seen just now: one statement, however large the group.
    sqlx::query("UPDATE group_users SET last_seen_at = ?1 WHERE status <> 'removed'")
        .bind(at)
        .execute(&mut *conn)
        .await?;
    let places = serde_json::to_string(
        &reading
            .roster
            .users
            .iter()
            .map(|u| &u.user_name)
            .collect::<Vec<_>>(),
    )?;
    sqlx::query(
        "UPDATE group_users SET place = found.key FROM json_each(?1) AS found
         WHERE found.value = group_users.user_name AND group_users.place <> found.key",
    )
    .bind(places)
    .execute(&mut *conn)
    .await?;
    for (place, user) in reading.roster.users.iter().enumerate() {
        let Some(change) = changed.get(user.user_name.as_str()) else {
            continue;
        };
        let joined = change.kind == RosterChangeKind::Joined;
        sqlx::query(
            "INSERT INTO group_users (user_name, place, name, status, information, first_seen_at, last_seen_at,
                                      status_since, from_the_start)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6, ?7)
             ON CONFLICT (user_name) DO UPDATE SET place = excluded.place, name = excluded.name,
                 information = excluded.information, last_seen_at = excluded.last_seen_at,
                 first_seen_at = CASE WHEN ?8 THEN excluded.first_seen_at ELSE first_seen_at END,
                 from_the_start = CASE WHEN ?8 THEN 0 ELSE from_the_start END,
                 status_since = CASE WHEN status = excluded.status THEN status_since ELSE excluded.status_since END,
                 status = excluded.status",
        )
        .bind(&user.user_name)
        .bind(i64::try_from(place).unwrap_or(i64::MAX))
        .bind(&user.name)
        .bind(user.status.as_str())
        .bind(&user.information)
        .bind(at)
        .bind(first)
        .bind(joined)
        .execute(&mut *conn)
        .await?;
    }
    for change in changes.iter().filter(|c| c.after == UserStatus::Removed) {
        sqlx::query(
            "UPDATE group_users SET status = 'removed', status_since = ?2 WHERE user_name = ?1",
        )
        .bind(&change.user_name)
        .bind(at)
        .execute(&mut *conn)
        .await?;
    }
    // Whoever was there when this reading began and is gone was not seen.
    if changes.iter().any(|c| c.after == UserStatus::Removed) {
        sqlx::query(
            "UPDATE group_users SET last_seen_at = coalesce((SELECT as_of FROM group_facts), last_seen_at)
             WHERE status = 'removed' AND status_since = ?1",
        )
        .bind(at)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

async fn note_change(
    conn: &mut SqliteConnection,
    change: &RosterChange,
    at: Timestamp,
) -> Result<(), StoreError> {
    let words = match change.kind {
        RosterChangeKind::Joined => format!("{} joined the group.", change.name),
        RosterChangeKind::Described => format!("{} has other words.", change.name),
        _ => format!(
            "{} {} now. Nobody here asked for it.",
            change.name,
            change.after.in_words()
        ),
    };
    let entry = AuditEntry {
        at,
        who: "the portal".to_owned(),
        what: change.kind.as_str(),
        about: Some(change.user_name.clone()),
        words,
        portal_says: None,
    };
    audit::add(conn, &entry).await
}

/// Raises the notices: one a change, or one for all of them when there are many.
async fn tell(
    conn: &mut SqliteConnection,
    unasked: &[RosterChange],
    at: Timestamp,
) -> Result<(), StoreError> {
    let at = to_millis(at);
    let all: Vec<(String, ProgramNews)> = if unasked.len() > MOST_NOTICES {
        let count = u32::try_from(unasked.len()).unwrap_or(u32::MAX);
        vec![(format!("group.{at}"), ProgramNews::GroupChanges { count })]
    } else {
        unasked
            .iter()
            .map(|change| {
                (
                    format!("group.{at}.{}.{}", change.kind.as_str(), change.user_name),
                    ProgramNews::GroupChanged {
                        change: change.kind,
                        name: change.name.clone(),
                    },
                )
            })
            .collect()
    };
    for (event_id, news) in all {
        let payload = serde_json::to_string(&news)?;
        notices::insert(
            conn,
            &event_id,
            None,
            None,
            news.kind(),
            Some(&payload),
            at,
            at,
        )
        .await?;
    }
    Ok(())
}
