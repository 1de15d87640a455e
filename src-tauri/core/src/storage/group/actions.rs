//! The outbox: what an administrator wants to become true, one click at a time for each user and in order (architecture
//! rule 6). A state is on disk before the step that it stands for is taken.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::moment::{from_millis, maybe_from_millis, to_millis};
use super::super::{Store, StoreError};
use super::{AuditEntry, audit};
use crate::domain::action::Turn;
use crate::domain::{ActionState, UserStatus, Wanted};

/// An action as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAction {
    /// Its row; later ones are larger.
    pub id: i64,
    /// Whom it is about.
    pub user_name: String,
    /// What is to become true.
    pub wanted: Wanted,
    /// How the user stood when it was asked for, or as our own earlier actions left them.
    pub expected: Option<UserStatus>,
    /// How it stands.
    pub state: ActionState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// When a person looked at it last.
    pub looked_at: Timestamp,
    /// When its click was sent last.
    pub sent_at: Option<Timestamp>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// How often a click was sent.
    pub clicks: u32,
    /// What the portal showed, for a conflict.
    pub shown: Option<UserStatus>,
    /// When.
    pub shown_at: Option<Timestamp>,
    /// The portal's own words.
    pub portal_says: Option<String>,
    /// Ours.
    pub message: Option<String>,
    /// The playbook that it is part of.
    pub offboarding_id: Option<i64>,
}

impl StoredAction {
    /// What a decision about it needs.
    pub fn turn(&self) -> Turn {
        Turn {
            wanted: self.wanted,
            expected: self.expected.clone(),
            looked_at: self.looked_at,
        }
    }
}

pub(super) const PENDING: &str = "('queued', 'sending', 'uncertain', 'conflict')";

impl Store {
    /// Queues actions, in this order. One that waits already is given back instead of a second one.
    ///
    /// # Errors
    /// When the store cannot be written; then none is queued.
    pub async fn queue_group_actions(
        &self,
        users: Vec<String>,
        wanted: Wanted,
        offboarding_id: Option<i64>,
        by: String,
        at: Timestamp,
    ) -> Result<Vec<StoredAction>, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let mut queued = Vec::with_capacity(users.len());
                for user_name in users {
                    queued
                        .push(queue_one(conn, &user_name, wanted, offboarding_id, &by, at).await?);
                }
                Ok(queued)
            })
        })
        .await
    }

    /// Everything that is not at its end, in the order in which it goes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn pending_group_actions(&self) -> Result<Vec<StoredAction>, StoreError> {
        let mut conn = self.reader().await?;
        select(
            &mut conn,
            &format!("WHERE state IN {PENDING} ORDER BY action_id"),
        )
        .await
    }

    /// What came to its end, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn ended_group_actions(&self, limit: u32) -> Result<Vec<StoredAction>, StoreError> {
        let mut conn = self.reader().await?;
        select(
            &mut conn,
            &format!(
                "WHERE state NOT IN {PENDING} ORDER BY coalesce(settled_at, asked_at) DESC, action_id DESC LIMIT {limit}"
            ),
        )
        .await
    }

    /// These actions, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group_actions(&self, ids: &[i64]) -> Result<Vec<StoredAction>, StoreError> {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut conn = self.reader().await?;
        select(
            &mut conn,
            &format!("WHERE action_id IN ({}) ORDER BY action_id", ids.join(",")),
        )
        .await
    }

    /// The actions of a playbook.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn offboarding_actions(&self, id: i64) -> Result<Vec<StoredAction>, StoreError> {
        let mut conn = self.reader().await?;
        select(
            &mut conn,
            &format!("WHERE offboarding_id = {id} ORDER BY action_id"),
        )
        .await
    }

    /// Takes back an action that waits; gives its state as it is now, `None` when there is no such action.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn withdraw_group_action(
        &self,
        id: i64,
        by: String,
        at: Timestamp,
    ) -> Result<Option<StoredAction>, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let withdrawn = sqlx::query(
                    "UPDATE group_actions SET state = 'withdrawn', settled_at = ?2
                     WHERE action_id = ?1 AND state IN ('queued', 'conflict')",
                )
                .bind(id)
                .bind(to_millis(at))
                .execute(&mut *conn)
                .await?
                .rows_affected();
                let action = one(conn, id).await?;
                if let Some(action) = action.as_ref().filter(|_| withdrawn > 0) {
                    let mut entry = told(
                        action,
                        "withdrawn",
                        at,
                        "taken back before it was sent.",
                        None,
                    );
                    entry.who = by;
                    audit::add(conn, &entry).await?;
                }
                Ok(action)
            })
        })
        .await
    }

    /// A person looked at actions that waited long, and they still hold.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn confirm_group_actions(
        &self,
        ids: Vec<i64>,
        by: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                for id in ids {
                    let confirmed = sqlx::query(
                        "UPDATE group_actions SET looked_at = ?2 WHERE action_id = ?1 AND state = 'queued'",
                    )
                    .bind(id)
                    .bind(to_millis(at))
                    .execute(&mut *conn)
                    .await?
                    .rows_affected();
                    if confirmed > 0 && let Some(action) = one(conn, id).await? {
                        let mut entry = told(&action, "confirmed", at, "looked at again; it still holds.", None);
                        entry.who.clone_from(&by);
                        audit::add(conn, &entry).await?;
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// A person insists on an action in conflict: queued again, against what the portal showed. `false` when it is not in
    /// conflict any more.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn insist_on_group_action(
        &self,
        id: i64,
        by: String,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let changed = sqlx::query(
                    "UPDATE group_actions SET state = 'queued', expected = coalesce(shown, expected), looked_at = ?2,
                         message = NULL WHERE action_id = ?1 AND state = 'conflict'",
                )
                .bind(id)
                .bind(to_millis(at))
                .execute(&mut *conn)
                .await?
                .rows_affected();
                if changed > 0 && let Some(action) = one(conn, id).await? {
                    let mut entry =
                        told(&action, "insisted", at, "it still holds, against what the portal shows.", None);
                    entry.who = by;
                    audit::add(conn, &entry).await?;
                }
                Ok(changed > 0)
            })
        })
        .await
    }
}

async fn queue_one(
    conn: &mut SqliteConnection,
    user_name: &str,
    wanted: Wanted,
    offboarding_id: Option<i64>,
    by: &str,
    at: Timestamp,
) -> Result<StoredAction, StoreError> {
    let waiting: Option<(i64, String)> = sqlx::query_as(
        "SELECT action_id, wanted FROM group_actions WHERE user_name = ?1
         AND state IN ('queued', 'sending', 'uncertain', 'conflict') ORDER BY action_id DESC LIMIT 1",
    )
    .bind(user_name)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some((id, _)) = waiting.filter(|(_, waits)| waits == wanted.as_str())
        && let Some(action) = one(conn, id).await?
    {
        if let Some(offboarding) = offboarding_id {
            sqlx::query("UPDATE group_actions SET offboarding_id = ?2 WHERE action_id = ?1")
                .bind(id)
                .bind(offboarding)
                .execute(&mut *conn)
                .await?;
        }
        return Ok(action);
    }
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO group_actions (user_name, wanted, expected, state, asked_at, asked_by, looked_at, offboarding_id)
         VALUES (?1, ?2, (SELECT status FROM group_users WHERE user_name = ?1), 'queued', ?3, ?4, ?3, ?5)
         RETURNING action_id",
    )
    .bind(user_name)
    .bind(wanted.as_str())
    .bind(to_millis(at))
    .bind(by)
    .bind(offboarding_id)
    .fetch_one(&mut *conn)
    .await?;
    let Some(action) = one(conn, id).await? else {
        return Err(StoreError::Other("an action was not kept".to_owned()));
    };
    let was = action.expected.as_ref().map_or(String::new(), |was| {
        format!(" As far as was known, {user_name} {}.", was.in_words())
    });
    let entry = AuditEntry {
        at,
        who: by.to_owned(),
        what: "asked",
        about: Some(user_name.to_owned()),
        words: format!("Action {id}: {} {user_name}.{was}", wanted.verb()),
        portal_says: None,
    };
    audit::add(conn, &entry).await?;
    Ok(action)
}

pub(super) fn told(
    action: &StoredAction,
    what: &'static str,
    at: Timestamp,
    words: &str,
    portal_says: Option<String>,
) -> AuditEntry {
    AuditEntry {
        at,
        who: action.asked_by.clone(),
        what,
        about: Some(action.user_name.clone()),
        words: format!(
            "Action {} ({} {}): {words}",
            action.id,
            action.wanted.verb(),
            action.user_name
        ),
        portal_says,
    }
}

pub(super) async fn one(
    conn: &mut SqliteConnection,
    id: i64,
) -> Result<Option<StoredAction>, StoreError> {
    Ok(select(conn, &format!("WHERE action_id = {id}"))
        .await?
        .into_iter()
        .next())
}

/// `which` is written here, of words and numbers of ours.
async fn select(conn: &mut SqliteConnection, which: &str) -> Result<Vec<StoredAction>, StoreError> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT action_id, user_name, wanted, expected, state, asked_at, asked_by, looked_at, sent_at, settled_at, clicks,
                shown, shown_at, portal_says, message, offboarding_id FROM group_actions {which}"
    )))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &sqlx::sqlite::SqliteRow) -> Result<StoredAction, StoreError> {
    use sqlx::Row as _;
    let id: i64 = row.try_get("action_id")?;
    let wanted = Wanted::parse(row.try_get("wanted")?);
    let state = ActionState::parse(row.try_get("state")?);
    let (Some(wanted), Some(state)) = (wanted, state) else {
        return Err(StoreError::Other(format!(
            "action {id} is written in words that this version does not know"
        )));
    };
    let status = |column: &str| -> Result<Option<UserStatus>, StoreError> {
        let word: Option<&str> = row.try_get(column)?;
        Ok(word.map(UserStatus::parse))
    };
    Ok(StoredAction {
        id,
        user_name: row.try_get("user_name")?,
        wanted,
        expected: status("expected")?,
        state,
        asked_at: from_millis(row.try_get("asked_at")?),
        asked_by: row.try_get("asked_by")?,
        looked_at: from_millis(row.try_get("looked_at")?),
        sent_at: maybe_from_millis(row.try_get("sent_at")?),
        settled_at: maybe_from_millis(row.try_get("settled_at")?),
        clicks: row.try_get("clicks")?,
        shown: status("shown")?,
        shown_at: maybe_from_millis(row.try_get("shown_at")?),
        portal_says: row.try_get("portal_says")?,
        message: row.try_get("message")?,
        offboarding_id: row.try_get("offboarding_id")?,
    })
}
