//! One click of the outbox after another: whose turn it is, taken before it is pressed, and how it came to rest. What a
//! kill leaves in between is uncertain, and settled by the roster.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::moment::to_millis;
use super::super::{Store, StoreError};
use super::actions::{PENDING, StoredAction, one, told};
use super::{AuditEntry, audit};
use crate::domain::{ActionState, UserStatus};

/// How an action came to rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Which.
    pub id: i64,
    /// Its new state.
    pub state: ActionState,
    /// How the portal's list shows the user, where that was read.
    pub shown: Option<UserStatus>,
    /// The portal's own words.
    pub portal_says: Option<String>,
    /// Why, in our words.
    pub message: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// An action as it is now, and whether it stands behind an earlier one of its user.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group_action_turn(
        &self,
        id: i64,
    ) -> Result<Option<(StoredAction, bool)>, StoreError> {
        let mut conn = self.reader().await?;
        let Some(action) = one(&mut conn, id).await? else {
            return Ok(None);
        };
        let behind: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT EXISTS (SELECT 1 FROM group_actions WHERE user_name = ?1 AND action_id < ?2 AND state IN {PENDING})"
        )))
        .bind(&action.user_name)
        .bind(id)
        .fetch_one(&mut *conn)
        .await?;
        Ok(Some((action, behind)))
    }

    /// Takes an action for sending; on disk when this returns `true`. `false` when it is not its turn: taken by another
    /// process, withdrawn, or behind another one of the same user. `settled`, how the action before it came to rest, is
    /// written in the same transaction, whatever becomes of this one. What was said of an earlier try is not said any more.
    ///
    /// # Errors
    /// When the store cannot be written; then do not send it.
    pub async fn claim_group_action(
        &self,
        id: i64,
        settled: Option<Settlement>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let owner = self.owner();
        self.write(move |conn| {
            Box::pin(async move {
                if let Some(settled) = &settled {
                    settle(conn, settled).await?;
                }
                let claimed = sqlx::query(
                    "UPDATE group_actions SET state = 'sending', sent_at = ?2, clicks = clicks + 1, owner = ?3,
                            message = NULL
                     WHERE action_id = ?1 AND state = 'queued' AND NOT EXISTS (
                         SELECT 1 FROM group_actions AS other
                         WHERE other.user_name = group_actions.user_name AND other.action_id < group_actions.action_id
                           AND other.state IN ('queued', 'sending', 'uncertain', 'conflict'))",
                )
                .bind(id)
                .bind(to_millis(at))
                .bind(owner)
                .execute(&mut *conn)
                .await?
                .rows_affected()
                    > 0;
                if claimed && let Some(action) = one(conn, id).await? {
                    let entry = AuditEntry {
                        at,
                        who: action.asked_by.clone(),
                        what: "sent",
                        about: Some(action.user_name.clone()),
                        words: format!("Action {id}: the button to {} was pressed.", action.wanted.verb()),
                        portal_says: None,
                    };
                    audit::add(conn, &entry).await?;
                }
                Ok(claimed)
            })
        })
        .await
    }

    /// The portal says that it did not take the click, or it was never sent (not `pressed`): the action waits again, and
    /// the list is read before anything else is done about it.
    ///
    /// # Errors
    /// When the store cannot be written; then it becomes uncertain, which is settled by reading.
    pub async fn unclaim_group_action(
        &self,
        id: i64,
        pressed: bool,
        why: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                let Some(action) = one(conn, id).await? else {
                    return Ok(());
                };
                sqlx::query(
                    "UPDATE group_actions SET state = 'queued', owner = NULL, message = ?2,
                            clicks = CASE WHEN ?3 THEN clicks ELSE max(clicks - 1, 0) END
                     WHERE action_id = ?1 AND state IN ('sending', 'uncertain')",
                )
                .bind(id)
                .bind(&why)
                .bind(pressed)
                .execute(&mut *conn)
                .await?;
                let what = if pressed { "not_taken" } else { "not_sent" };
                audit::add(conn, &told(&action, what, at, &why, None)).await
            })
        })
        .await
    }

    /// Writes down how an action came to rest.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn settle_group_action(&self, settlement: Settlement) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(async move { settle(conn, &settlement).await }))
            .await
    }

    /// Clicks of processes that are gone: nobody knows what became of them. `own`: also ours, at the start of a delivery.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn lose_group_actions(&self, own: bool, at: Timestamp) -> Result<u32, StoreError> {
        let (owner, folder) = (self.owner(), self.folder().to_owned());
        self.write(move |conn| {
            Box::pin(async move {
                let sending: Vec<(i64, Option<i64>)> = sqlx::query_as(
                    "SELECT action_id, owner FROM group_actions WHERE state = 'sending'",
                )
                .fetch_all(&mut *conn)
                .await?;
                let mut lost = 0;
                for (id, of) in sending {
                    let ours = of == owner;
                    let gone = match of {
                        Some(_) if ours => own,
                        Some(of) => super::super::owner::is_gone(&folder, of),
                        None => own || owner.is_some(),
                    };
                    if gone {
                        let settlement = Settlement {
                            id,
                            state: ActionState::Uncertain,
                            shown: None,
                            portal_says: None,
                            message: Some(
                                "The program stopped while the click was on its way.".to_owned(),
                            ),
                            at,
                        };
                        settle(conn, &settlement).await?;
                        lost += 1;
                    }
                }
                Ok(lost)
            })
        })
        .await
    }
}

/// Settles an action, what follows from it for the user's later ones, and the line of the log.
pub(super) async fn settle(
    conn: &mut SqliteConnection,
    settlement: &Settlement,
) -> Result<(), StoreError> {
    let Some(action) = one(conn, settlement.id).await? else {
        return Ok(());
    };
    if !action.state.is_pending() && action.state != ActionState::Failed {
        // Withdrawn meanwhile, or settled by another process from the same list.
        return Ok(());
    }
    let at = to_millis(settlement.at);
    let ended = !settlement.state.is_pending();
    sqlx::query(
        "UPDATE group_actions SET state = ?2, shown = coalesce(?3, shown), shown_at = CASE WHEN ?3 IS NULL THEN shown_at ELSE ?4 END,
             portal_says = coalesce(?5, portal_says), message = ?6, settled_at = CASE WHEN ?7 THEN ?4 ELSE NULL END,
             owner = NULL
         WHERE action_id = ?1",
    )
    .bind(settlement.id)
    .bind(settlement.state.as_str())
    .bind(settlement.shown.as_ref().map(UserStatus::as_str))
    .bind(at)
    .bind(&settlement.portal_says)
    .bind(&settlement.message)
    .bind(ended)
    .execute(&mut *conn)
    .await?;
    if let Some(shown) = &settlement.shown {
        sqlx::query(
            "UPDATE group_users SET status_since = CASE WHEN status = ?2 THEN status_since ELSE ?3 END, status = ?2
             WHERE user_name = ?1 AND ?2 IN ('active', 'disabled', 'removed')",
        )
        .bind(&action.user_name)
        .bind(shown.as_str())
        .bind(at)
        .execute(&mut *conn)
        .await?;
    }
    if settlement.state == ActionState::Done {
        // What we did ourselves is nobody else's change: the user's next action counts on it.
        sqlx::query(
            "UPDATE group_actions SET expected = ?2 WHERE user_name = ?1 AND state = 'queued' AND action_id > ?3",
        )
        .bind(&action.user_name)
        .bind(action.wanted.as_str())
        .bind(action.id)
        .execute(&mut *conn)
        .await?;
    }
    let words = settlement
        .message
        .clone()
        .unwrap_or_else(|| format!("{}.", settlement.state.as_str()));
    let entry = told(
        &action,
        settlement.state.as_str(),
        settlement.at,
        &words,
        settlement.portal_says.clone(),
    );
    audit::add(conn, &entry).await
}
