//! Journeys through the portal's account pages, as far as they came, and the agreements that were agreed to. Never a
//! secret: those are asked again.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::moment::{from_millis, to_millis};
use super::{Store, StoreError};
use crate::domain::JourneyKind;

/// How a journey stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JourneyState {
    /// Under way; the same command goes on with it.
    Open,
    /// Its last click was sent and its answer was lost; only the portal's own pages can tell.
    Uncertain,
    /// At its end.
    Done,
    /// Given up by the person, or settled as not done.
    Left,
}

impl JourneyState {
    /// Stable word for storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Uncertain => "uncertain",
            Self::Done => "done",
            Self::Left => "left",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "open" => Self::Open,
            "uncertain" => Self::Uncertain,
            "done" => Self::Done,
            _ => Self::Left,
        }
    }
}

/// A journey as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJourney {
    /// Its row.
    pub id: i64,
    /// Which journey.
    pub kind: JourneyKind,
    /// How it stands.
    pub state: JourneyState,
    /// The procedure's own step that was reached; empty before the first page.
    pub step: String,
    /// The heading of that page, as it was shown.
    pub page: String,
    /// What was answered, by name; nothing secret.
    pub answers: BTreeMap<String, String>,
    /// What it ended with (JSON), once it ended.
    pub outcome: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was kept last.
    pub updated_at: Timestamp,
}

/// An agreement that a person agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAgreement {
    /// The journey that it belongs to.
    pub kind: JourneyKind,
    /// The heading of its page.
    pub title: String,
    /// SHA-256 of its visible text (UTF-8), hex.
    pub sha256: String,
    /// For which account.
    pub user_name: Option<String>,
    /// When.
    pub agreed_at: Timestamp,
}

type Row = (
    i64,
    String,
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    i64,
);

const COLUMNS: &str =
    "journey_id, kind, state, step, page, answers, outcome, started_at, updated_at";

impl Store {
    /// The journey of this kind that is under way; a new one where there is none.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn begin_journey(
        &self,
        kind: JourneyKind,
        at: Timestamp,
    ) -> Result<StoredJourney, StoreError> {
        let row: Option<Row> = self
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO journeys (kind, state, step, page, answers, started_at, updated_at)
                         SELECT ?1, 'open', '', '', '{}', ?2, ?2
                         WHERE NOT EXISTS (SELECT 1 FROM journeys WHERE kind = ?1 AND state IN ('open', 'uncertain'))",
                    )
                    .bind(kind.as_str())
                    .bind(to_millis(at))
                    .execute(&mut *conn)
                    .await?;
                    Ok(sqlx::query_as(
                        "SELECT journey_id, kind, state, step, page, answers, outcome, started_at, updated_at
                         FROM journeys WHERE kind = ?1 AND state IN ('open', 'uncertain')",
                    )
                    .bind(kind.as_str())
                    .fetch_optional(conn)
                    .await?)
                })
            })
            .await?;
        match row {
            Some(row) => read(row),
            None => Err(StoreError::Other("a journey was not kept".to_owned())),
        }
    }

    /// Keeps how far a journey came.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_journey(&self, journey: &StoredJourney) -> Result<(), StoreError> {
        let journey = journey.clone();
        let answers = serde_json::to_string(&journey.answers)?;
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE journeys SET state = ?2, step = ?3, page = ?4, answers = ?5, outcome = ?6, updated_at = ?7
                     WHERE journey_id = ?1",
                )
                .bind(journey.id)
                .bind(journey.state.as_str())
                .bind(journey.step)
                .bind(journey.page)
                .bind(answers)
                .bind(journey.outcome)
                .bind(to_millis(journey.updated_at))
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Journeys that are under way, the one kept last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn journeys_under_way(&self) -> Result<Vec<StoredJourney>, StoreError> {
        self.journeys("state IN ('open', 'uncertain')").await
    }

    /// Journeys that came to their end, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn journeys_done(&self) -> Result<Vec<StoredJourney>, StoreError> {
        self.journeys("state = 'done'").await
    }

    async fn journeys(&self, which: &'static str) -> Result<Vec<StoredJourney>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM journeys WHERE {which} ORDER BY updated_at DESC, journey_id DESC LIMIT 100"
        )))
        .fetch_all(&mut *conn)
        .await?;
        // A journey of a newer program is not ours to go on with.
        Ok(rows.into_iter().filter_map(|row| read(row).ok()).collect())
    }

    /// Keeps that a person agreed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_agreement(&self, agreement: StoredAgreement) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query("INSERT INTO agreements (kind, title, sha256, user_name, agreed_at) VALUES (?1, ?2, ?3, ?4, ?5)")
                    .bind(agreement.kind.as_str())
                    .bind(agreement.title)
                    .bind(agreement.sha256)
                    .bind(agreement.user_name)
                    .bind(to_millis(agreement.agreed_at))
                    .execute(conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// What was agreed to, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn agreements(&self) -> Result<Vec<StoredAgreement>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(String, String, String, Option<String>, i64)> = sqlx::query_as(
            "SELECT kind, title, sha256, user_name, agreed_at FROM agreements ORDER BY agreement_id DESC",
        )
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(kind, title, sha256, user_name, at)| {
                Some(StoredAgreement {
                    kind: JourneyKind::parse(&kind)?,
                    title,
                    sha256,
                    user_name,
                    agreed_at: from_millis(at),
                })
            })
            .collect())
    }
}

fn read(row: Row) -> Result<StoredJourney, StoreError> {
    let (id, kind, state, step, page, answers, outcome, started_at, updated_at) = row;
    let kind = JourneyKind::parse(&kind)
        .ok_or_else(|| StoreError::Corrupt("a journey of an unknown kind".to_owned()))?;
    Ok(StoredJourney {
        id,
        kind,
        state: JourneyState::parse(&state),
        step,
        page,
        answers: serde_json::from_str(&answers)?,
        outcome,
        started_at: from_millis(started_at),
        updated_at: from_millis(updated_at),
    })
}
