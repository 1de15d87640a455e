//! What is known of the group itself: its name, when its roster was read, how old its PIN is. Never the PIN.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::super::moment::{maybe_from_millis, to_millis};
use super::super::{Store, StoreError};
use super::AuditEntry;
use crate::domain::pin_clock::PinClock;

/// The group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupFacts {
    /// Its name, as the portal says it.
    pub name: Option<String>,
    /// Whose log-on read its roster last.
    pub administrator: Option<String>,
    /// The first whole reading.
    pub first_read_at: Option<Timestamp>,
    /// The last whole reading.
    pub as_of: Option<Timestamp>,
    /// Why a later one did not work.
    pub failed: Option<ReadingFailed>,
    /// Since when readings fail in just this way.
    pub failed_at: Option<Timestamp>,
    /// The PIN's last change from here.
    pub pin_set_at: Option<Timestamp>,
    /// The PIN is in the secret store.
    pub pin_kept: bool,
    /// A change of the PIN was sent and its answer did not come.
    pub pin_sent_at: Option<Timestamp>,
    /// Remind at this age in days.
    pub pin_remind_days: Option<u32>,
    /// The group-association link that the court gave.
    pub association_link: Option<String>,
}

/// Why a reading of the roster did not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingFailed {
    /// Stable word.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// It showed so many fewer users that it was not believed: how many it showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrank_to: Option<u32>,
}

impl GroupFacts {
    /// What is known of the PIN's age.
    pub fn pin_clock(&self) -> PinClock {
        PinClock {
            set_at: self.pin_set_at,
            first_read_at: self.first_read_at,
            remind_after_days: self.pin_remind_days,
        }
    }
}

type Row = (
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    bool,
    Option<i64>,
    Option<u32>,
    Option<String>,
);

impl Store {
    /// What is known of the group.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group_facts(&self) -> Result<GroupFacts, StoreError> {
        let mut conn = self.reader().await?;
        read(&mut conn).await
    }

    /// Whose log-on reads the group.
    ///
    /// # Errors
    /// When the store cannot be used.
    pub async fn group_is_read_by(&self, administrator: String) -> Result<(), StoreError> {
        if self.group_facts().await?.administrator.as_deref() == Some(administrator.as_str()) {
            return Ok(());
        }
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET administrator = ?1")
                    .bind(administrator)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// A reading of the roster did not work: the roster stays, and this says why it is as old as it is.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn roster_not_read(
        &self,
        failed: ReadingFailed,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let failed = serde_json::to_string(&failed)?;
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET failed_at = CASE WHEN failed = ?2 THEN failed_at ELSE ?1 END, failed = ?2")
                    .bind(to_millis(at))
                    .bind(failed)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// A change of the PIN is about to be sent. On disk when this returns.
    ///
    /// # Errors
    /// When the store cannot be written; then do not send it.
    pub async fn pin_sending(&self, audit: AuditEntry) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET pin_sent_at = ?1")
                    .bind(to_millis(audit.at))
                    .execute(&mut *conn)
                    .await?;
                super::audit::add(conn, &audit).await
            })
        })
        .await
    }

    /// The portal answered: it took the PIN (`Some`: kept in the secret store or not), or it did not. Then a change that
    /// was uncertain before (`sent_before`) is as uncertain as it was.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn pin_answered(
        &self,
        taken: Option<bool>,
        sent_before: Option<Timestamp>,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                match taken {
                    Some(kept) => {
                        sqlx::query(
                            "UPDATE group_facts SET pin_sent_at = NULL, pin_set_at = ?1, pin_kept = ?2",
                        )
                        .bind(to_millis(audit.at))
                        .bind(kept)
                        .execute(&mut *conn)
                        .await?;
                    }
                    None => {
                        sqlx::query("UPDATE group_facts SET pin_sent_at = ?1")
                            .bind(sent_before.map(to_millis))
                            .execute(&mut *conn)
                            .await?;
                    }
                }
                super::audit::add(conn, &audit).await
            })
        })
        .await
    }

    /// Whether the PIN is in the secret store.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn pin_is_kept(&self, kept: bool) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET pin_kept = ?1")
                    .bind(kept)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// At which age of the PIN to remind; none: never.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn remind_of_pin(&self, days: Option<u32>) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET pin_remind_days = ?1")
                    .bind(days)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Keeps the group-association link.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_association_link(&self, link: Option<String>) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("UPDATE group_facts SET association_link = ?1")
                    .bind(link)
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

pub(super) async fn read(conn: &mut SqliteConnection) -> Result<GroupFacts, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT name, administrator, first_read_at, as_of, failed, failed_at, pin_set_at, pin_kept, pin_sent_at,
                pin_remind_days, association_link FROM group_facts",
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else {
        return Ok(GroupFacts::default());
    };
    Ok(GroupFacts {
        name: row.0,
        administrator: row.1,
        first_read_at: maybe_from_millis(row.2),
        as_of: maybe_from_millis(row.3),
        failed: row.4.and_then(|text| serde_json::from_str(&text).ok()),
        failed_at: maybe_from_millis(row.5),
        pin_set_at: maybe_from_millis(row.6),
        pin_kept: row.7,
        pin_sent_at: maybe_from_millis(row.8),
        pin_remind_days: row.9,
        association_link: row.10,
    })
}
