//! Native notifications: what the relay is told, what a click does, and the test of the whole way.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

use crate::app::desk::{Desk, DeskEvent, lock};
use crate::app::ports::{NoticeAnswer, Notifier, NotifierError};
use crate::app::views::{ChangedKind, OpenPlace, Problem, Settings, TestStep, TestView};
use crate::domain::Notice;
use crate::domain::notice::{NoticeAction, NoticeTarget};
use crate::domain::notice_words::ProgramNews;
use crate::sync::relay::{
    Deliver, DeliverError, NoticeQueue, QuietSpan, Relay, RelaySettings, Round,
};
use crate::sync::reminders::raise_due;

/// How often to look for reminders that are due. A morning's reminders come this late at most.
const REMIND_EVERY: Duration = Duration::from_secs(300);

const STEPS: [&str; 6] = [
    "Made-up change saved",
    "Your rules let it pass",
    "Quiet hours did not hold it",
    "Handed to your desktop",
    "You saw it",
    "A click opens the right place",
];

/// The relay's desktop: the notifier port, and where its trouble is shown.
struct Hands {
    notifier: Arc<dyn Notifier>,
    desk: std::sync::Weak<crate::app::desk::Inner>,
}

impl Deliver for Hands {
    fn show<'a>(&'a self, notice: &'a Notice) -> BoxFuture<'a, Result<(), DeliverError>> {
        Box::pin(async move {
            let shown = self.notifier.show(notice).await;
            if let Some(inner) = self.desk.upgrade() {
                let desk = Desk { inner };
                let problem = shown.as_ref().err().map(|error| {
                    Problem::new(
                        "notifier",
                        error.to_string(),
                        "Nothing is lost: every change is in Today. Docketbell tries again.",
                    )
                });
                *lock(&desk.inner.notifier_problem) = problem.clone();
                if notice.target == NoticeTarget::Test {
                    desk.test_handed_over(problem);
                }
                desk.tell(&[ChangedKind::Status]);
            }
            shown.map_err(|error| match error {
                NotifierError::NoAnswer => DeliverError::Unknown(error.to_string()),
                NotifierError::NoService | NotifierError::Refused(_) => {
                    DeliverError::NotTaken(error.to_string())
                }
            })
        })
    }
}

impl Desk {
    /// Shows stored notices from now on, until the desk closes.
    pub async fn start_relay(&self, notifier: Arc<dyn Notifier>) -> Result<(), Problem> {
        if self.inner.stop.is_cancelled() {
            return Ok(());
        }
        self.remind().await;
        let relay = Arc::new(self.relay(notifier).await?);
        let wake = relay.wake();
        let mut events = self.subscribe();
        let stop = self.inner.stop.clone();
        tokio::spawn(async move { relay.run(stop).await });
        // Whatever changed in the store may have raised a notice; an empty look costs one indexed query.
        let (desk, stop) = (self.clone(), self.inner.stop.clone());
        tokio::spawn(async move {
            let next = tokio::time::Instant::now() + REMIND_EVERY;
            let mut morning = tokio::time::interval_at(next, REMIND_EVERY);
            morning.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                let event = tokio::select! {
                    () = stop.cancelled() => return,
                    event = events.recv() => event,
                    // A morning comes without anything being read.
                    _ = morning.tick() => {
                        if desk.remind().await {
                            wake.notify_one();
                        }
                        continue;
                    }
                };
                match event {
                    Ok(DeskEvent::Changed(changed))
                        if changed.kinds.contains(&ChangedKind::Cases)
                            || changed.kinds.contains(&ChangedKind::Settings)
                            || changed.kinds.contains(&ChangedKind::Group)
                            || changed.kinds.contains(&ChangedKind::Test) =>
                    {
                        if changed.kinds.contains(&ChangedKind::Settings)
                            && let Ok(settings) = desk.settings().await
                        {
                            *lock(&desk.inner.relay_settings) = relay_settings(&settings);
                        }
                        desk.remind().await;
                        wake.notify_one();
                    }
                    Ok(_) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => wake.notify_one(),
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                }
            }
        });
        Ok(())
    }

    /// Shows what is due now and returns: for a short run of the terminal.
    ///
    /// # Errors
    /// When the store cannot be used; nothing is lost.
    pub async fn relay_once(&self, notifier: Arc<dyn Notifier>) -> Result<Round, Problem> {
        self.remind().await;
        Ok(self.relay(notifier).await?.round().await?)
    }

    /// Raises the reminders that are due: of hearings (whether there was a new one), and of the group.
    async fn remind(&self) -> bool {
        if let Err(problem) = self.remind_of_group().await {
            tracing::warn!(
                kind = problem.kind,
                "the group's reminders could not be planned"
            );
        }
        // A setting that cannot be read is no reason to miss a hearing.
        if self.settings().await.is_ok_and(|settings| !settings.remind) {
            return false;
        }
        match raise_due(&self.inner.store, self.now()).await {
            Ok(raised) => raised > 0,
            Err(error) => {
                // Asked again in a few minutes; a store that cannot be used is told of by everything else.
                tracing::warn!(kind = error.kind(), "reminders could not be raised");
                false
            }
        }
    }

    async fn relay(&self, notifier: Arc<dyn Notifier>) -> Result<Relay, Problem> {
        *lock(&self.inner.relay_settings) = relay_settings(&self.settings().await?);
        let settings = Arc::clone(&self.inner.relay_settings);
        let clock = Arc::clone(&self.inner.clock);
        let queue: Arc<dyn NoticeQueue> = Arc::new(self.inner.store.clone());
        let hands = Hands {
            notifier,
            desk: Arc::downgrade(&self.inner),
        };
        Ok(Relay::new(
            queue,
            Arc::new(hands),
            Arc::new(move || lock(&settings).clone()),
            Arc::new(move || clock.now()),
        ))
    }

    /// What a person did with a notification.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn answer_notice(&self, answer: NoticeAnswer) -> Result<(), Problem> {
        if answer.target == NoticeTarget::Test {
            self.test_clicked();
        }
        match (answer.action, &answer.target) {
            (NoticeAction::MarkReviewed, NoticeTarget::Case { change_id, .. }) => {
                self.review_changes(vec![*change_id]).await
            }
            (NoticeAction::Acknowledge, NoticeTarget::Case { change_id, .. }) => {
                self.acknowledge_change(*change_id).await
            }
            (NoticeAction::SnoozeHour, _) => {
                let until = self
                    .now()
                    .checked_add(jiff::SignedDuration::from_hours(1))
                    .ok();
                lock(&self.inner.relay_settings).snoozed_until = until;
                Ok(())
            }
            (NoticeAction::OpenToday, _) => {
                self.open_place(OpenPlace::Today);
                Ok(())
            }
            (NoticeAction::OpenPortal, _) => {
                let mut page = self.inner.casenet.context_root();
                let path = format!("{}/welcome.do", page.path().trim_end_matches('/'));
                page.set_path(&path);
                let _ = self.inner.events.send(DeskEvent::OpenOutside(page));
                Ok(())
            }
            (NoticeAction::SeeWhy, _) => {
                self.open_place(OpenPlace::Access);
                Ok(())
            }
            (_, target) => {
                self.open_place(place_of(target));
                Ok(())
            }
        }
    }

    /// Shows a place in the window, now or as soon as one listens.
    pub fn open_place(&self, place: OpenPlace) {
        *lock(&self.inner.open_place) = Some(place.clone());
        let _ = self.inner.events.send(DeskEvent::Open(place));
    }

    /// A place that was asked for before the window listened.
    ///
    /// # Errors
    /// None; the shape is that of every call.
    pub async fn take_open_place(&self) -> Result<Option<OpenPlace>, Problem> {
        Ok(lock(&self.inner.open_place).take())
    }

    /// Sends a made-up notice the whole way: store, rules, desktop, and the person's own eyes.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn send_test_notification(&self) -> Result<TestView, Problem> {
        let now = self.now();
        let payload = serde_json::to_value(ProgramNews::Test).ok();
        self.inner
            .store
            .raise_notice(
                format!("test.{}", now.as_millisecond()),
                ProgramNews::Test.kind().to_owned(),
                payload,
                now,
                now,
            )
            .await?;
        let steps = STEPS
            .iter()
            .enumerate()
            .map(|(place, name)| TestStep {
                name: (*name).to_owned(),
                state: if place == 0 { "done" } else { "todo" }.to_owned(),
                message: None,
            })
            .collect();
        let test = TestView {
            started_at: now.to_string(),
            steps,
        };
        *lock(&self.inner.test) = Some(test.clone());
        self.tell(&[ChangedKind::Test]);
        Ok(test)
    }

    /// The last test, as far as it got.
    ///
    /// # Errors
    /// None; the shape is that of every call.
    pub async fn test_notification(&self) -> Result<Option<TestView>, Problem> {
        Ok(lock(&self.inner.test).clone())
    }

    /// The person says whether they saw it.
    ///
    /// # Errors
    /// When there is no test.
    pub async fn answer_test(&self, seen: bool) -> Result<TestView, Problem> {
        self.test_step(4, if seen { "done" } else { "failed" }, (!seen).then(|| {
            "Open your desktop's settings, then Notifications, and turn on Docketbell. Also check \"Do Not Disturb\".".to_owned()
        }));
        lock(&self.inner.test).clone().ok_or_else(|| {
            Problem::new(
                "no_test",
                "There is no test to answer.",
                "Send a test notification first.",
            )
        })
    }

    fn test_handed_over(&self, problem: Option<Problem>) {
        self.test_step(1, "done", None);
        self.test_step(2, "done", None);
        match problem {
            None => {
                self.test_step(3, "done", None);
                self.test_step(4, "needs_you", None);
            }
            Some(problem) => self.test_step(3, "failed", Some(problem.to_string())),
        }
    }

    fn test_clicked(&self) {
        self.test_step(4, "done", None);
        self.test_step(5, "done", None);
    }

    fn test_step(&self, place: usize, state: &str, message: Option<String>) {
        if let Some(step) = lock(&self.inner.test)
            .as_mut()
            .and_then(|test| test.steps.get_mut(place))
        {
            state.clone_into(&mut step.state);
            step.message = message;
        }
        self.tell(&[ChangedKind::Test]);
    }
}

/// The place that a notification's target means.
pub fn place_of(target: &NoticeTarget) -> OpenPlace {
    match target {
        NoticeTarget::Case {
            case_id,
            change_id,
            entry_id,
        } => OpenPlace::Case {
            case_id: *case_id,
            entry_id: *entry_id,
            change_id: Some(*change_id),
        },
        NoticeTarget::Hearing { case_id, entry_id } => OpenPlace::Case {
            case_id: *case_id,
            entry_id: *entry_id,
            change_id: None,
        },
        NoticeTarget::Today => OpenPlace::Today,
        NoticeTarget::Test => OpenPlace::NotificationTest,
        NoticeTarget::Access => OpenPlace::Access,
        NoticeTarget::Accounts => OpenPlace::Accounts,
        NoticeTarget::Group => OpenPlace::Group,
    }
}

pub(crate) fn relay_settings(settings: &Settings) -> RelaySettings {
    let quiet = &settings.quiet;
    RelaySettings {
        notify: settings.notify,
        level: settings.level,
        quiet: if quiet.on {
            QuietSpan::parse(&quiet.from, &quiet.until, quiet.weekend)
        } else {
            None
        },
        hearing_soon: settings.break_through.hearing_soon,
        moved_earlier: settings.break_through.moved_earlier,
        warrant: settings.break_through.warrant,
        judgment: settings.break_through.judgment,
        watcher_failing: settings.break_through.watcher_failing,
        snoozed_until: None,
    }
}
