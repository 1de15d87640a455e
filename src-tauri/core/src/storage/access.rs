//! What was sent to the portal, and whether more may be sent: kept here, so that all processes together keep the
//! profile's pace (architecture rule 13). The decision itself is the caller's (`portal::access::decide`); it is made
//! inside the transaction that counts.

use jiff::{SignedDuration, Timestamp};

use super::bulk::Rows;
use super::moment::{from_millis, maybe_from_millis, to_millis};
use super::{Store, StoreError};

/// Requests kept in the log; older ones go.
const LOG_KEPT: i64 = 200_000;

/// Why access is stopped, until a person resumes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessStop {
    /// Stable word: `refusal`, `challenge`.
    pub reason: String,
    /// The portal's own words.
    pub words: String,
    /// Since when.
    pub since: Timestamp,
}

/// What to count, and since when.
#[derive(Debug, Clone, Copy)]
pub struct UsageQuery {
    /// The moment now.
    pub now: Timestamp,
    /// Start of the budget's day (midnight, Central).
    pub day_start: Timestamp,
    /// `requests_per_minute`; `None`: no pace of its own, and [`AccessUsage::pace_mark`] is not looked for.
    pub pace: Option<u32>,
    /// How long a request counts as under way when nobody finishes it.
    pub lease: SignedDuration,
}

/// What the decision needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessUsage {
    /// The stop that holds.
    pub stop: Option<AccessStop>,
    /// The pause that the portal asked for, also when it is over.
    pub hold_off_until: Option<Timestamp>,
    /// Requests since the start of the day.
    pub spent_today: u32,
    /// Requests under way, in all processes.
    pub in_flight: u32,
    /// When the request was sent that lies `pace` back.
    pub pace_mark: Option<Timestamp>,
}

/// A request, for the log. No query values, no form values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// `GET`, `POST`.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// Why it is sent.
    pub why: String,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedRequest {
    /// The id that [`Store::reserve_request`] gave; `None` for one that was sent on a leased place: it is logged now.
    pub request_id: Option<i64>,
    /// What was sent; needed where there is no id.
    pub request: Option<NewRequest>,
    /// When it was sent.
    pub at: Timestamp,
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Bytes of the answer's body.
    pub bytes: u64,
    /// The answer was a refusal or a challenge. The first stop is kept.
    pub stop: Option<AccessStop>,
    /// The portal asked for a pause; the latest such moment binds everyone.
    pub hold_off_until: Option<Timestamp>,
}

/// A line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// When.
    pub at: Timestamp,
    /// What was sent.
    pub request: NewRequest,
    /// HTTP status; `None` when no answer came, or not yet.
    pub status: Option<u16>,
    /// Bytes of the answer.
    pub bytes: u64,
}

/// Whether we may ask, and how the last request went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessState {
    /// The stop that holds.
    pub stop: Option<AccessStop>,
    /// The pause that the portal asked for, also when it is over.
    pub hold_off_until: Option<Timestamp>,
    /// `None`: nothing was asked yet; else whether the last request was answered.
    pub online: Option<bool>,
    /// Since when it is so.
    pub line_since: Option<Timestamp>,
    /// Requests counted for the day that began at [`AccessState::budget_from`].
    pub budget_used: u32,
    /// Start of that day.
    pub budget_from: Timestamp,
}

/// Places under way, several at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceLease {
    /// Row id.
    pub lease_id: i64,
    /// How many; at least one.
    pub places: u32,
    /// Requests that are counted for the day's budget already and were not sent yet. Whoever sends one takes it off;
    /// what is left is counted back when the lease is given back.
    pub counted: u32,
    /// The day that they are counted for.
    pub day_start: Timestamp,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    stop_reason: Option<String>,
    stop_words: Option<String>,
    stopped_at: Option<i64>,
    hold_off_until: Option<i64>,
    budget_from: i64,
    budget_used: i64,
    line: String,
    line_since: Option<i64>,
}

impl StateRow {
    fn state(self) -> AccessState {
        AccessState {
            stop: self.stop_reason.map(|reason| AccessStop {
                reason,
                words: self.stop_words.unwrap_or_default(),
                since: from_millis(self.stopped_at.unwrap_or(0)),
            }),
            hold_off_until: maybe_from_millis(self.hold_off_until),
            online: match self.line.as_str() {
                "online" => Some(true),
                "offline" => Some(false),
                _ => None,
            },
            line_since: maybe_from_millis(self.line_since),
            budget_used: u32::try_from(self.budget_used).unwrap_or(u32::MAX),
            budget_from: from_millis(self.budget_from),
        }
    }
}

async fn read_state(conn: &mut sqlx::SqliteConnection) -> Result<AccessState, StoreError> {
    let row: StateRow = sqlx::query_as(
        "SELECT stop_reason, stop_words, stopped_at, hold_off_until, budget_from, budget_used, line, line_since
         FROM access_state",
    )
    .fetch_one(conn)
    .await?;
    Ok(row.state())
}

impl Store {
    /// Asks for a place, and counts it if `decide` agrees (`None`): one transaction, so that two processes never take
    /// the same place. A refusal of `decide` is handed back as it is, and nothing is counted.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing may be sent.
    pub async fn reserve_request<R, F>(
        &self,
        request: NewRequest,
        query: UsageQuery,
        decide: F,
    ) -> Result<Result<i64, R>, StoreError>
    where
        R: Send + 'static,
        F: FnOnce(&AccessUsage) -> Option<R> + Send + 'static,
    {
        let (owner, folder) = (self.owner(), self.folder().to_owned());
        self.write(move |conn| {
            Box::pin(async move {
                free_places_of_the_gone(conn, &folder, owner, to_millis(query.now)).await?;
                let usage = usage(conn, &query).await?;
                if let Some(refused) = decide(&usage) {
                    return Ok(Err(refused));
                }
                count(conn, query.day_start, 1).await?;
                let id: i64 = sqlx::query_scalar(
                    "INSERT INTO requests (at, method, path, why, expires_at, owner)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING request_id",
                )
                .bind(to_millis(query.now))
                .bind(request.method)
                .bind(request.path)
                .bind(request.why)
                .bind(to_millis(query.now).saturating_add(lease_millis(query.lease)))
                .bind(owner)
                .fetch_one(conn)
                .await?;
                Ok(Ok(id))
            })
        })
        .await
    }

    /// Takes several places under way at once, for `query.lease`: for a profile that sets no pace, where a transaction
    /// for each request would cost more than the request. `decide` sees the usage without the lease in `renewed`, and
    /// says how many places to take (at least one) and how many requests to count for the budget beforehand, or why none.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing may be sent.
    pub async fn lease_places<R, F>(
        &self,
        renewed: Option<PlaceLease>,
        query: UsageQuery,
        decide: F,
    ) -> Result<Result<PlaceLease, R>, StoreError>
    where
        R: Send + 'static,
        F: FnOnce(&AccessUsage) -> Result<(u32, u32), R> + Send + 'static,
    {
        let (owner, folder) = (self.owner(), self.folder().to_owned());
        self.write(move |conn| {
            Box::pin(async move {
                let now = to_millis(query.now);
                free_places_of_the_gone(conn, &folder, owner, now).await?;
                // Also one of our own that nobody remembers: whoever asked for it went away before it was told.
                sqlx::query("DELETE FROM access_leases WHERE owner = ?1 OR expires_at <= ?2")
                    .bind(owner)
                    .bind(now)
                    .execute(&mut *conn)
                    .await?;
                give_back(conn, renewed.as_ref()).await?;
                let usage = usage(conn, &query).await?;
                let (places, counted) = match decide(&usage) {
                    Ok((places, counted)) => (places.max(1), counted),
                    Err(refused) => return Ok(Err(refused)),
                };
                if counted > 0 {
                    count(conn, query.day_start, counted).await?;
                }
                let lease_id: i64 = sqlx::query_scalar(
                    "INSERT INTO access_leases (places, expires_at, owner) VALUES (?1, ?2, ?3)
                     RETURNING lease_id",
                )
                .bind(places)
                .bind(now.saturating_add(lease_millis(query.lease)))
                .bind(owner)
                .fetch_one(conn)
                .await?;
                Ok(Ok(PlaceLease {
                    lease_id,
                    places,
                    counted,
                    day_start: query.day_start,
                }))
            })
        })
        .await
    }

    /// Gives leased places back, and what was counted and not sent.
    ///
    /// # Errors
    /// When the store cannot be written; then the places end by themselves, and the day's budget is smaller by what was
    /// not sent.
    pub async fn release_places(&self, lease: PlaceLease) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(async move { give_back(conn, Some(&lease)).await }))
            .await
    }

    /// Records what became of requests, gives their places back, and stops access if one of them says so: one
    /// transaction for all.
    ///
    /// # Errors
    /// When the store cannot be written. A stop among them must then be kept by the caller.
    pub async fn finish_requests(&self, finished: Vec<FinishedRequest>) -> Result<(), StoreError> {
        let Some(last) = finished.last() else {
            return Ok(());
        };
        let (online, at) = (last.status.is_some(), last.at);
        let mut known = Rows::new(finished.len() * 32);
        let mut new = Rows::new(finished.len() * 96);
        for f in &finished {
            let bytes = i64::try_from(f.bytes).unwrap_or(i64::MAX);
            match (f.request_id, &f.request) {
                (Some(id), _) => known.push(&(id, f.status, bytes))?,
                (None, Some(r)) => {
                    new.push(&(to_millis(f.at), &r.method, &r.path, &r.why, f.status, bytes))?
                }
                (None, None) => {}
            }
        }
        let (known, new) = (known.finish(), new.finish());
        let stop = finished.iter().find_map(|f| f.stop.clone());
        let hold_off = finished.iter().filter_map(|f| f.hold_off_until).max();
        self.write(move |conn| {
            Box::pin(async move {
                if known.len() > 2 {
                    sqlx::query(
                        "UPDATE requests SET status = j.value ->> 1, bytes = j.value ->> 2, expires_at = NULL
                         FROM json_each(?1) j WHERE request_id = j.value ->> 0",
                    )
                    .bind(known)
                    .execute(&mut *conn)
                    .await?;
                }
                if new.len() > 2 {
                    sqlx::query(
                        "INSERT INTO requests (at, method, path, why, status, bytes)
                         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
                         FROM json_each(?1)",
                    )
                    .bind(new)
                    .execute(&mut *conn)
                    .await?;
                }
                sqlx::query(
                    "DELETE FROM requests WHERE request_id <= (SELECT max(request_id) FROM requests) - ?1",
                )
                .bind(LOG_KEPT)
                .execute(&mut *conn)
                .await?;
                if let Some(stop) = stop {
                    write_stop(conn, &stop).await?;
                }
                sqlx::query(
                    "UPDATE access_state SET hold_off_until = nullif(max(coalesce(hold_off_until, 0), ?1), 0),
                         line_since = iif(line = ?2, line_since, ?3), line = ?2",
                )
                .bind(hold_off.map_or(0, to_millis))
                .bind(if online { "online" } else { "offline" })
                .bind(to_millis(at))
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Stops access until a person resumes it. The first stop is kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn stop_access(&self, stop: AccessStop) -> Result<(), StoreError> {
        self.write(move |conn| Box::pin(async move { write_stop(conn, &stop).await }))
            .await
    }

    /// Lifts the stop and the pause. Only a person does this.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn resume_access(&self) -> Result<(), StoreError> {
        self.write(move |conn| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE access_state SET stop_reason = NULL, stop_words = NULL, stopped_at = NULL,
                         hold_off_until = NULL",
                )
                .execute(conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Whether we may ask, and how the last request went.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn access_state(&self) -> Result<AccessState, StoreError> {
        let mut conn = self.reader().await?;
        read_state(&mut conn).await
    }

    /// When the newest request was sent that was answered, by whichever process.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn last_answer_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut conn = self.reader().await?;
        let at = sqlx::query_scalar(
            "SELECT at FROM requests WHERE status IS NOT NULL ORDER BY request_id DESC LIMIT 1",
        );
        Ok(maybe_from_millis(at.fetch_optional(&mut *conn).await?))
    }

    /// The newest requests, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn access_log(&self, limit: u32) -> Result<Vec<LoggedRequest>, StoreError> {
        let mut conn = self.reader().await?;
        let rows: Vec<(i64, String, String, String, Option<u16>, i64)> = sqlx::query_as(
            "SELECT at, method, path, why, status, bytes FROM requests ORDER BY request_id DESC LIMIT ?1",
        )
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(at, method, path, why, status, bytes)| LoggedRequest {
                at: from_millis(at),
                request: NewRequest { method, path, why },
                status,
                bytes: bytes.unsigned_abs(),
            })
            .collect())
    }
}

fn lease_millis(lease: SignedDuration) -> i64 {
    i64::try_from(lease.as_millis()).unwrap_or(i64::MAX / 2)
}

/// Frees the places of processes that died while they held them. Costs one indexed query, and a look at a file for each
/// other process that has a request under way.
async fn free_places_of_the_gone(
    conn: &mut sqlx::SqliteConnection,
    folder: &std::path::Path,
    own: Option<i64>,
    now: i64,
) -> Result<(), StoreError> {
    let owners: Vec<i64> = sqlx::query_scalar(
        "SELECT owner FROM requests WHERE expires_at IS NOT NULL AND expires_at > ?1 AND owner IS NOT NULL
         UNION SELECT owner FROM access_leases WHERE expires_at > ?1 AND owner IS NOT NULL",
    )
    .bind(now)
    .fetch_all(&mut *conn)
    .await?;
    for owner in owners {
        if Some(owner) == own || !super::owner::is_gone(folder, owner) {
            continue;
        }
        sqlx::query(
            "UPDATE requests SET expires_at = NULL WHERE owner = ?1 AND expires_at IS NOT NULL",
        )
        .bind(owner)
        .execute(&mut *conn)
        .await?;
        sqlx::query("DELETE FROM access_leases WHERE owner = ?1")
            .bind(owner)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn give_back(
    conn: &mut sqlx::SqliteConnection,
    lease: Option<&PlaceLease>,
) -> Result<(), StoreError> {
    let Some(lease) = lease else { return Ok(()) };
    sqlx::query("DELETE FROM access_leases WHERE lease_id = ?1")
        .bind(lease.lease_id)
        .execute(&mut *conn)
        .await?;
    if lease.counted > 0 {
        // Another day counts from nothing; there is nothing to take back then.
        sqlx::query(
            "UPDATE access_state SET budget_used = max(0, budget_used - ?2) WHERE budget_from = ?1",
        )
        .bind(to_millis(lease.day_start))
        .bind(lease.counted)
        .execute(conn)
        .await?;
    }
    Ok(())
}

async fn usage(
    conn: &mut sqlx::SqliteConnection,
    query: &UsageQuery,
) -> Result<AccessUsage, StoreError> {
    let state = read_state(conn).await?;
    let now = to_millis(query.now);
    let in_flight: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM requests WHERE expires_at IS NOT NULL AND expires_at > ?1)
              + (SELECT coalesce(sum(places), 0) FROM access_leases WHERE expires_at > ?1)",
    )
    .bind(now)
    .fetch_one(&mut *conn)
    .await?;
    let pace_mark: Option<i64> = match query.pace {
        Some(pace) => {
            sqlx::query_scalar("SELECT at FROM requests ORDER BY at DESC LIMIT 1 OFFSET ?1")
                .bind(i64::from(pace.max(1)) - 1)
                .fetch_optional(&mut *conn)
                .await?
        }
        None => None,
    };
    Ok(AccessUsage {
        spent_today: if state.budget_from == query.day_start {
            state.budget_used
        } else {
            0
        },
        stop: state.stop,
        hold_off_until: state.hold_off_until,
        in_flight: u32::try_from(in_flight).unwrap_or(u32::MAX),
        pace_mark: maybe_from_millis(pace_mark),
    })
}

async fn count(
    conn: &mut sqlx::SqliteConnection,
    day_start: Timestamp,
    requests: u32,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE access_state SET budget_used = iif(budget_from = ?1, budget_used, 0) + ?2, budget_from = ?1",
    )
    .bind(to_millis(day_start))
    .bind(requests)
    .execute(conn)
    .await?;
    Ok(())
}

async fn write_stop(
    conn: &mut sqlx::SqliteConnection,
    stop: &AccessStop,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE access_state SET stop_reason = ?1, stop_words = ?2, stopped_at = ?3 WHERE stop_reason IS NULL",
    )
    .bind(&stop.reason)
    .bind(&stop.words)
    .bind(to_millis(stop.since))
    .execute(conn)
    .await?;
    Ok(())
}
