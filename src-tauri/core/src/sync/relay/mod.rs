//! The relay: stored notices to the desktop (architecture rule 5).
//!
//! Never lost; repeated only when the process died inside the send window. A notice is marked `sending` on disk, handed
//! to the desktop, then marked `shown`. What is still `sending` after [`LEASE`] belonged to a process that died, or to
//! a desktop that never answered: all of it becomes one "maybe shown before". Two processes on one store cannot both
//! send a notice, since only one of them wins its row.

mod plan;
mod queue;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::domain::notice_words::{
    ChangeNews, Counts, ReminderNews, digest, gravity, maybe_shown_before, word, word_program,
    word_reminder, word_reminders,
};
use crate::domain::{ChangeKind, Notice};
use crate::storage::StoreError;

pub use plan::{
    BURST, BURST_SPAN, News, Plan, QuietSpan, RelaySettings, Shown, Step, WaitingNotice, plan,
};

/// How long the desktop may take to accept a notification.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// A notice that is `sending` for longer than this was lost by its process. Longer than [`PATIENCE`].
pub const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// How long to gather after a wake-up, so that the changes of one check are told together.
const GATHER: Duration = Duration::from_millis(1500);
/// The longest sleep: another process may have written, the computer may have slept, the clock may have been set.
const LONGEST_NAP: Duration = Duration::from_secs(60);
/// The shortest, so that no mistake makes a busy loop.
const SHORTEST_NAP: Duration = Duration::from_millis(200);
/// Rows looked at in one round.
const AT_ONCE: u32 = 500;
/// The longest wait after a first failure; doubles.
const RETRY_FIRST: SignedDuration = SignedDuration::from_secs(10);
/// The longest wait after any failure.
const RETRY_CAP: SignedDuration = SignedDuration::from_mins(15);

/// Why a notification was not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliverError {
    /// The desktop did not take it: it is queued again.
    #[error("{0}")]
    NotTaken(String),
    /// Nobody knows whether the desktop took it: it is told as "maybe shown before".
    #[error("{0}")]
    Unknown(String),
}

/// Hands a notice to the desktop. `app` implements it over its notifier port.
pub trait Deliver: Send + Sync + 'static {
    /// `Ok` means that the desktop took it.
    fn show<'a>(&'a self, notice: &'a Notice) -> BoxFuture<'a, Result<(), DeliverError>>;
}

/// The stored notices, as the relay needs them. [`crate::storage::Store`] is one.
pub trait NoticeQueue: Send + Sync + 'static {
    /// Those that are due, oldest first.
    fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<WaitingNotice>, StoreError>>;
    /// When the next one is due, if any waits.
    fn next_at(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>>;
    /// Opens the send window: on disk when this returns. Gives back the rows that this process won.
    fn claim(&self, ids: Vec<i64>, now: Timestamp) -> BoxFuture<'_, Result<Vec<i64>, StoreError>>;
    /// Takes over rows whose send window opened at or before `before` and never closed.
    fn claim_lost(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> BoxFuture<'_, Result<Vec<i64>, StoreError>>;
    /// When the oldest send window opened that is still open.
    fn oldest_window(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>>;
    /// The desktop took them.
    fn shown(&self, ids: Vec<i64>, now: Timestamp) -> BoxFuture<'_, Result<(), StoreError>>;
    /// The desktop did not: queued again, not before `retry_at`.
    fn not_shown(
        &self,
        ids: Vec<i64>,
        why: String,
        retry_at: Timestamp,
    ) -> BoxFuture<'_, Result<(), StoreError>>;
    /// Held by quiet hours.
    fn hold(&self, ids: Vec<i64>, until: Timestamp) -> BoxFuture<'_, Result<(), StoreError>>;
    /// Never to be shown.
    fn discard(&self, ids: Vec<i64>) -> BoxFuture<'_, Result<(), StoreError>>;
}

/// What one round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Notifications that the desktop took.
    pub shown: u32,
    /// Why the desktop did not take one, the last such reason.
    pub trouble: Option<String>,
    /// When there is something to do again.
    pub again_at: Option<Timestamp>,
}

/// Gives the settings as they are now.
pub type SettingsNow = Arc<dyn Fn() -> RelaySettings + Send + Sync>;
/// The moment now.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Shows stored notices.
pub struct Relay {
    queue: Arc<dyn NoticeQueue>,
    deliver: Arc<dyn Deliver>,
    settings: SettingsNow,
    now: Now,
    recent: Mutex<Vec<Shown>>,
    wake: Arc<Notify>,
}

impl Relay {
    /// A relay over a queue and a desktop.
    pub fn new(
        queue: Arc<dyn NoticeQueue>,
        deliver: Arc<dyn Deliver>,
        settings: SettingsNow,
        now: Now,
    ) -> Self {
        Self {
            queue,
            deliver,
            settings,
            now,
            recent: Mutex::default(),
            wake: Arc::default(),
        }
    }

    /// Call `notify_one` on it when notices were stored or settings changed.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Relays until told to stop. A notification that is being handed over is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        loop {
            let nap = match self.round().await {
                Ok(round) => self.nap_until(round.again_at),
                Err(error) => {
                    tracing::warn!(kind = error.kind(), "notices could not be relayed");
                    Duration::from_secs(5)
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(nap) => {}
                () = self.wake.notified() => {
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(GATHER) => {}
                    }
                }
            }
            if stop.is_cancelled() {
                return;
            }
        }
    }

    fn nap_until(&self, at: Option<Timestamp>) -> Duration {
        at.map_or(LONGEST_NAP, |at| {
            at.duration_since((self.now)())
                .max(SignedDuration::ZERO)
                .unsigned_abs()
                .clamp(SHORTEST_NAP, LONGEST_NAP)
        })
    }

    /// Shows what is due now.
    ///
    /// # Errors
    /// When the store cannot be used. Nothing is lost then.
    pub async fn round(&self) -> Result<Round, StoreError> {
        let settings = (self.settings)();
        let mut round = Round::default();
        let lost_again = self.tell_lost(&settings, &mut round).await?;
        let now = (self.now)();
        let waiting = self.queue.due(now, AT_ONCE).await?;
        let planned = {
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            recent.retain(|s| s.at <= now && now.duration_since(s.at) < BURST_SPAN);
            plan(&waiting, &settings, now, &recent)
        };
        let rows: BTreeMap<i64, &WaitingNotice> =
            waiting.iter().map(|w| (w.notice_id, w)).collect();
        for step in &planned.steps {
            match step {
                Step::Drop(ids) => self.queue.discard(ids.clone()).await?,
                Step::Hold { ids, until } => self.queue.hold(ids.clone(), *until).await?,
                Step::Snooze { ids, until } => {
                    self.queue
                        .not_shown(ids.clone(), "snoozed".to_owned(), *until)
                        .await?;
                }
                Step::Send(id) => {
                    self.send(&[*id], false, &rows, &settings, &mut round)
                        .await?;
                }
                Step::Reminders(ids) => {
                    self.send(ids, false, &rows, &settings, &mut round).await?;
                }
                Step::Digest {
                    ids,
                    held_overnight,
                } => {
                    self.send(ids, *held_overnight, &rows, &settings, &mut round)
                        .await?;
                }
            }
        }
        let next = self.queue.next_at().await?;
        round.again_at = [
            // A row that stays due while a burst is gathered must not wake us before the burst is over.
            match planned.again_at {
                Some(gathered) => Some(
                    next.filter(|at| *at > now)
                        .map_or(gathered, |at| at.min(gathered)),
                ),
                None => next,
            },
            lost_again,
        ]
        .into_iter()
        .flatten()
        .min();
        Ok(round)
    }

    /// One send window for one notification, which may stand for several rows.
    async fn send(
        &self,
        ids: &[i64],
        held_overnight: bool,
        rows: &BTreeMap<i64, &WaitingNotice>,
        settings: &RelaySettings,
        round: &mut Round,
    ) -> Result<(), StoreError> {
        let won = self.queue.claim(ids.to_vec(), (self.now)()).await?;
        let mut mine: Vec<&WaitingNotice> =
            won.iter().filter_map(|id| rows.get(id).copied()).collect();
        mine.sort_by_key(|w| w.notice_id);
        // What another process won meanwhile is its to show: the summary counts only what is ours.
        let Some(notice) = wording(
            &mine,
            ids.len() > 1 || held_overnight,
            held_overnight,
            settings,
            (self.now)(),
        ) else {
            return Ok(());
        };
        let summary = notice.key == "summary" || mine.len() > 1;
        match self.hand_over(&notice).await {
            Ok(()) => {
                self.taken(won, summary, round).await?;
            }
            Err(DeliverError::NotTaken(why)) => {
                let attempts = mine.iter().map(|w| w.attempts).max().unwrap_or(0);
                let retry_at = retry_at((self.now)(), attempts, rand::random());
                if held_overnight {
                    self.queue.hold(won, retry_at).await?;
                } else {
                    self.queue.not_shown(won, why.clone(), retry_at).await?;
                }
                round.trouble = Some(why);
            }
            // The rows stay `sending`; after the lease they are told as maybe shown before.
            Err(DeliverError::Unknown(why)) => round.trouble = Some(why),
        }
        Ok(())
    }

    /// What a dead process left: one notification for all of it. Gives back when to look again.
    async fn tell_lost(
        &self,
        settings: &RelaySettings,
        round: &mut Round,
    ) -> Result<Option<Timestamp>, StoreError> {
        let Some(oldest) = self.queue.oldest_window().await? else {
            return Ok(None);
        };
        let now = (self.now)();
        // A window that opened in the future was written before the clock was set back: it is as old as any.
        let before = match oldest {
            oldest if oldest > later(now, LEASE) => Timestamp::MAX,
            _ => later(now, -LEASE),
        };
        if oldest > before {
            return Ok(Some(later(oldest, LEASE)));
        }
        if let Some(until) = settings.quiet_until(now) {
            return Ok(Some(until));
        }
        let lost = self.queue.claim_lost(before, now).await?;
        if lost.is_empty() {
            return Ok(None);
        }
        if !settings.notify {
            self.queue.discard(lost).await?;
            return Ok(None);
        }
        let count = u32::try_from(lost.len()).unwrap_or(u32::MAX);
        let event_id = format!("lost-{}-{count}", lost.iter().min().unwrap_or(&0));
        let notice = maybe_shown_before(&event_id, count, settings.level);
        match self.hand_over(&notice).await {
            Ok(()) => {
                self.taken(lost, true, round).await?;
                Ok(None)
            }
            // They stay `sending` with a new lease: told again when it ends.
            Err(DeliverError::NotTaken(why) | DeliverError::Unknown(why)) => {
                round.trouble = Some(why);
                Ok(Some(later(now, LEASE)))
            }
        }
    }

    async fn hand_over(&self, notice: &Notice) -> Result<(), DeliverError> {
        match tokio::time::timeout(PATIENCE, self.deliver.show(notice)).await {
            Ok(answer) => answer,
            Err(_) => Err(DeliverError::Unknown(
                "The desktop did not answer in time.".to_owned(),
            )),
        }
    }

    async fn taken(
        &self,
        ids: Vec<i64>,
        summary: bool,
        round: &mut Round,
    ) -> Result<(), StoreError> {
        let now = (self.now)();
        round.shown += 1;
        self.recent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Shown { at: now, summary });
        self.queue.shown(ids, now).await
    }
}

/// The notification for rows that are shown together; `None` when none of them can be told.
fn wording(
    rows: &[&WaitingNotice],
    together: bool,
    held_overnight: bool,
    settings: &RelaySettings,
    now: Timestamp,
) -> Option<Notice> {
    let level = settings.level;
    if !together {
        let row = rows.first()?;
        return match &row.news {
            News::Change(news) => Some(word(news, level, now)),
            News::Reminder(news) => Some(word_reminder(news, &row.event_id, level, now)),
            News::Program(news) => Some(word_program(news, &row.event_id, level, now)),
            News::Nothing => None,
        };
    }
    let changes: Vec<&ChangeNews> = rows
        .iter()
        .filter_map(|row| match &row.news {
            News::Change(news) => Some(news),
            _ => None,
        })
        .collect();
    let first = rows.first()?;
    let reminders: Vec<&ReminderNews> = rows
        .iter()
        .filter_map(|row| match &row.news {
            News::Reminder(news) => Some(news),
            _ => None,
        })
        .collect();
    if !reminders.is_empty() {
        return Some(word_reminders(&reminders, &first.event_id, level, now));
    }
    let mut counts = Counts::default();
    let mut cases = BTreeSet::new();
    for news in &changes {
        *counts.by_kind.entry(news.kind).or_default() += 1;
        cases.insert(news.case_id);
    }
    counts.cases = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    // A case that is no longer public is never named.
    let gravest = changes
        .iter()
        .filter(|news| news.kind != ChangeKind::CaseUnavailable)
        .min_by_key(|news| gravity(news.kind));
    Some(digest(
        &format!("summary-{}", first.event_id),
        &counts,
        gravest.and_then(|news| news.name_at(level)),
        held_overnight,
        level,
    ))
}

/// Full jitter: anywhere up to the longest wait, which doubles with each attempt. Never at once.
fn retry_at(now: Timestamp, attempts: u32, jitter: f64) -> Timestamp {
    let longest = RETRY_FIRST
        .saturating_mul(1 << attempts.min(12))
        .min(RETRY_CAP);
    let millis = i64::try_from(longest.as_millis()).unwrap_or(0);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "minutes in milliseconds"
    )]
    let wait = (millis as f64 * jitter.clamp(0.0, 1.0)) as i64;
    later(now, SignedDuration::from_millis(wait.max(1000)))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}
