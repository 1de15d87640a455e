//! Settings, the portal's posted notice, the access log, and what the status bar says.

use jiff::Timestamp;

use crate::app::desk::{Desk, NOTICE_READ, lock};
use crate::app::views::{
    AboutView, AccessLine, ChangedKind, LineState, Problem, Protection, QuietHours, Settings,
    StatusView, StopView,
};
use crate::portal::access::budget_day;
use crate::portal::{AccessLedger, Asked};
use crate::storage::{StoreFolder, StoreKind};
use crate::sync::relay::QuietSpan;

const SETTINGS: &str = "settings";

impl Desk {
    /// The settings; what was never set has its standard.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn settings(&self) -> Result<Settings, Problem> {
        Ok(self
            .inner
            .store
            .setting::<Settings>(SETTINGS)
            .await?
            .unwrap_or_default())
    }

    /// Saves the settings, tidied; gives back what was saved.
    ///
    /// # Errors
    /// Times that are none; when the store cannot be written.
    pub async fn save_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        let settings = tidy(settings)?;
        self.inner
            .store
            .set_setting(SETTINGS, &settings, self.now())
            .await?;
        self.tell(&[ChangedKind::Settings, ChangedKind::Status]);
        Ok(settings)
    }

    /// A person has read the portal's posted notice.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn read_notice(&self) -> Result<(), Problem> {
        self.inner
            .store
            .set_setting(NOTICE_READ, &self.now().to_string(), self.now())
            .await?;
        self.tell(&[ChangedKind::Status]);
        Ok(())
    }

    /// What the status bar says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn status(&self) -> Result<StatusView, Problem> {
        let store = &self.inner.store;
        let now = self.now();
        let counts = self.count_followed().await?;
        let profile = &self.inner.profile;
        let line = lock(&self.inner.line).clone();
        let line = line.with_heard(store.last_answer_at().await?);
        let checking = *lock(&self.inner.checking);
        let notifier_problem = lock(&self.inner.notifier_problem).clone();
        let stop = self
            .inner
            .ledger
            .stopped()
            .await
            .map_err(crate::portal::PortalError::from)?;
        let settings = self.settings().await?;
        let quiet = quiet_now(&settings.quiet, now);
        // From the store: another process may have spent it, or this one before it was started anew.
        let budget = profile.access.daily_budget;
        let spent_until = match budget {
            Some(budget) if self.requests_today().await? >= budget => Some(budget_day(now).1),
            _ => None,
        };
        let notice_unread = profile.access.notice_must_be_read
            && store.setting::<String>(NOTICE_READ).await?.is_none();
        Ok(StatusView {
            line: match line.online {
                None => LineState::Unknown,
                Some(true) => LineState::Online,
                Some(false) => LineState::Offline,
            },
            line_since: line.since.map(|t| t.to_string()),
            line_at: line.at.map(|t| t.to_string()),
            checking,
            stopped: stop.map(|stop| StopView {
                reason: stop.reason.as_str().to_owned(),
                words: stop.words,
                since: stop.since.to_string(),
            }),
            closed_until: profile.closed_until(now).map(|t| t.to_string()),
            budget_spent_until: spent_until.map(|at| at.to_string()),
            last_checked_at: counts.last_checked_at.map(|t| t.to_string()),
            oldest_checked_at: counts.oldest_checked_at.map(|t| t.to_string()),
            next_check_at: self
                .next_check(store.next_due_at().await?)
                .await?
                .map(|at| at.to_string()),
            to_review: counts.to_review,
            followed: counts.followed,
            waiting: 0,
            held: store.held_notices().await?,
            quiet_until: quiet.filter(|(on, _)| *on).map(|(_, at)| at.to_string()),
            quiet_from: quiet.filter(|(on, _)| !*on).map(|(_, at)| at.to_string()),
            portal_name: profile.name.clone(),
            practice: self.is_practice(),
            automatic: profile.access.automatic_checks && self.may(Asked::Automatic).await.is_ok(),
            asked_checks: profile.access.asked_checks.as_str().to_owned(),
            notice_unread,
            problem: line.problem,
            notifier_problem,
            tray: self.inner.tray.load(std::sync::atomic::Ordering::Relaxed),
        })
    }

    /// When what is due at a moment will be checked by itself; `None` when nobody will: only a person asks here, this
    /// process does not watch, or access is stopped. Not while the portal is closed or has asked for a pause.
    pub(crate) async fn next_check(
        &self,
        due: Option<Timestamp>,
    ) -> Result<Option<Timestamp>, Problem> {
        let stopped = self.inner.ledger.stopped().await;
        let stopped = stopped.map_err(crate::portal::PortalError::from)?;
        let watched = self.is_watching() && self.may(Asked::Automatic).await.is_ok();
        let Some(due) = due.filter(|_| watched && stopped.is_none()) else {
            return Ok(None);
        };
        let now = self.now();
        let pause = lock(&self.inner.line)
            .problem
            .as_ref()
            .and_then(|problem| problem.retry_at.as_deref())
            .and_then(|at| at.parse::<Timestamp>().ok());
        let wanted = due.max(now).max(pause.unwrap_or(now));
        let opens = self.inner.profile.closed_until(wanted);
        Ok(Some(opens.map_or(wanted, |at| at.max(wanted))))
    }

    /// The shell tells whether closing the window keeps watching.
    pub fn set_tray(&self, there: bool) {
        self.inner
            .tray
            .store(there, std::sync::atomic::Ordering::Relaxed);
        self.tell(&[ChangedKind::Status]);
    }

    /// Requests that were counted since the day began.
    async fn requests_today(&self) -> Result<u32, Problem> {
        let state = self.inner.store.access_state().await?;
        let today = state.budget_from == budget_day(self.now()).0;
        Ok(if today { state.budget_used } else { 0 })
    }

    /// Facts that Settings shows.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn about(&self) -> Result<AboutView, Problem> {
        let profile = &self.inner.profile;
        let kind = StoreFolder::open(&self.inner.place.folder)?.kind();
        Ok(AboutView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_folder: self.inner.place.folder.display().to_string(),
            data_bytes: self.inner.store.size_on_disk(),
            protection: match kind {
                Some(StoreKind::Passphrase) => Protection::Passphrase,
                Some(StoreKind::Keyring) | None => Protection::Keyring,
            },
            portal_name: profile.name.clone(),
            hosts: profile.allowed_hosts.clone(),
            permission: profile.access.permission.clone(),
            requests_per_minute: profile.access.requests_per_minute.unwrap_or(0),
            requests_today: self.requests_today().await?,
            daily_budget: profile.access.daily_budget.unwrap_or(0),
            closed: profile
                .access
                .closed
                .iter()
                .map(|w| w.as_str().to_owned())
                .collect(),
            notice: profile.access.notice.clone(),
            practice_control: None,
        })
    }

    /// The newest requests that were sent, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn access_log(&self, limit: u32) -> Result<Vec<AccessLine>, Problem> {
        let lines = self.inner.store.access_log(limit.clamp(1, 100_000)).await?;
        Ok(lines
            .into_iter()
            .map(|line| AccessLine {
                at: line.at.to_string(),
                method: line.request.method,
                path: line.request.path,
                why: line.request.why,
                status: line.status,
                bytes: line.bytes,
            })
            .collect())
    }

    /// Lifts a stop. Only a person does this.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn resume_access(&self) -> Result<(), Problem> {
        self.inner
            .ledger
            .resume()
            .await
            .map_err(crate::portal::PortalError::from)?;
        lock(&self.inner.line).problem = None;
        self.tell(&[ChangedKind::Status]);
        Ok(())
    }
}

fn tidy(mut settings: Settings) -> Result<Settings, Problem> {
    settings.reviewer = settings.reviewer.trim().chars().take(60).collect();
    for time in [&mut settings.quiet.from, &mut settings.quiet.until] {
        let parsed = crate::domain::hearing::parse_time_of_day(time).ok_or_else(|| {
            Problem::bad_input(format!(
                "\"{time}\" is not a time of day. Type it like 18:00."
            ))
        })?;
        *time = format!("{:02}:{:02}", parsed.hour(), parsed.minute());
    }
    if settings.quiet.on && settings.quiet.from == settings.quiet.until && !settings.quiet.weekend {
        return Err(Problem::bad_input(
            "Quiet hours begin and end at the same time. Choose two different times.",
        ));
    }
    Ok(settings)
}

/// Whether quiet hours are on now, and when that changes.
fn quiet_now(quiet: &QuietHours, now: Timestamp) -> Option<(bool, Timestamp)> {
    if !quiet.on {
        return None;
    }
    let span = QuietSpan::parse(&quiet.from, &quiet.until, quiet.weekend)?;
    match span.until(now) {
        Some(until) => Some((true, until)),
        None => {
            let zone = jiff::tz::TimeZone::get(crate::domain::told::CENTRAL).ok()?;
            let today = now.to_zoned(zone.clone());
            let start = today.date().to_datetime(span.from).to_zoned(zone).ok()?;
            let start = if start.timestamp() > now {
                start
            } else {
                start.tomorrow().ok()?
            };
            Some((false, start.timestamp()))
        }
    }
}
