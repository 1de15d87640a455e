//! What asks the portal for the group: reading the roster, delivering what is queued, settling what is uncertain. Each is
//! a person's act.

use std::collections::BTreeSet;

use tokio_util::sync::CancellationToken;

use crate::app::desk::{Desk, DeskEvent, lock};
use crate::app::group_views::{DeliveredView, DeliveryProgress, DeliveryStep, GroupView};
use crate::app::travel::office::signed_in;
use crate::app::travel::{NobodyHere, Stopped};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::{ActionState, KnownUser, RosterChange};
use crate::portal::journeys::Person;
use crate::portal::journeys::group::GroupDesk;
use crate::storage::{GroupFacts, StoredAction};
use crate::sync::group::{self, Step};

/// The roster as it is kept, for the terminal.
#[derive(Debug, Clone)]
pub struct Roster {
    /// The group.
    pub facts: GroupFacts,
    /// Its users, who is gone behind.
    pub users: Vec<KnownUser>,
    /// What waits.
    pub pending: Vec<StoredAction>,
}

/// What a delivery came to, for the terminal.
#[derive(Debug)]
pub struct Delivery {
    /// The actions that it was about, as they stand now.
    pub actions: Vec<StoredAction>,
    /// Actions that a person looks at first.
    pub to_review: Vec<i64>,
    /// Why it ended before its end.
    pub stopped: Option<Stopped>,
}

impl Desk {
    /// The roster as it is kept. Asks nothing of the portal.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn roster(&self) -> Result<Roster, Problem> {
        let store = &self.inner.store;
        Ok(Roster {
            facts: store.group_facts().await?,
            users: store.group_users().await?,
            pending: store.pending_group_actions().await?,
        })
    }

    /// Reads the roster through all its pages and keeps it; gives what changed.
    ///
    /// # Errors
    /// [`Stopped`]; the roster is as it was, and says that it could not be read.
    pub async fn refresh_roster(&self, person: &dyn Person) -> Result<Vec<RosterChange>, Stopped> {
        let mut session = self.group_session().await?;
        let mut office = self.office(&session);
        let (mut walk, kept) = session.walk(self, person);
        let mut desk = GroupDesk::new(&mut walk, kept);
        office.administrator = desk.administrator();
        let read = group::refresh(&office, &mut desk, &|page| self.reading(false, page)).await;
        let (outcome, who) = signed_in(&desk);
        drop(walk);
        self.end_group_session(outcome, who, read.as_ref().err())
            .await?;
        let ended = match read {
            Ok(refreshed) => {
                self.note(Ok(()));
                Ok(refreshed.written.changes)
            }
            Err(error) => Err(self.group_stopped(error, true, false).await),
        };
        self.remind_of_group().await?;
        self.tell(&[
            ChangedKind::Group,
            ChangedKind::Accounts,
            ChangedKind::Status,
        ]);
        ended
    }

    /// Delivers what is queued, or with `only` what is queued about these users: a person's act.
    ///
    /// # Errors
    /// When nothing could be begun; what stopped a delivery under way is in [`Delivery::stopped`].
    pub async fn deliver_actions(
        &self,
        only: Option<&BTreeSet<String>>,
        person: &dyn Person,
    ) -> Result<Delivery, Stopped> {
        let Some(_only) = OneDelivery::begin(self) else {
            return Err(Problem::new(
                "busy",
                "A delivery is under way already.",
                "Wait until it has ended.",
            )
            .into());
        };
        let cancel = lock(&self.inner.group_stop).clone();
        self.begin_telling(only).await?;
        let mut session = self.group_session().await?;
        let mut office = self.office(&session);
        let (mut walk, kept) = session.walk(self, person);
        let mut desk = GroupDesk::new(&mut walk, kept);
        office.administrator = desk.administrator();
        let delivered = group::deliver(&office, &mut desk, &cancel, only, &|step| {
            self.delivering(step)
        })
        .await;
        let (outcome, who) = signed_in(&desk);
        drop(walk);
        self.end_group_session(outcome, who, delivered.stopped.as_ref())
            .await?;
        let stopped = match delivered.stopped {
            Some(error) => Some(self.group_stopped(error, true, delivered.clicked).await),
            None => {
                self.note(Ok(()));
                None
            }
        };
        self.keep_offboardings_going().await?;
        self.remind_of_group().await?;
        self.tell(&[
            ChangedKind::Group,
            ChangedKind::Accounts,
            ChangedKind::Status,
        ]);
        Ok(Delivery {
            actions: delivered.actions,
            to_review: delivered.to_review,
            stopped,
        })
    }

    /// Settles what is uncertain by reading the roster; presses nothing. Without anything uncertain the portal is not asked.
    ///
    /// # Errors
    /// [`Stopped`]; what is uncertain stays so.
    pub async fn reconcile_actions(
        &self,
        person: &dyn Person,
    ) -> Result<Vec<StoredAction>, Stopped> {
        let now = self.now();
        let store = &self.inner.store;
        store
            .lose_group_actions(false, now)
            .await
            .map_err(Problem::from)?;
        let pending = store.pending_group_actions().await.map_err(Problem::from)?;
        if !pending.iter().any(|a| a.state == ActionState::Uncertain) {
            return Ok(Vec::new());
        }
        let mut session = self.group_session().await?;
        let mut office = self.office(&session);
        let (mut walk, kept) = session.walk(self, person);
        let mut desk = GroupDesk::new(&mut walk, kept);
        office.administrator = desk.administrator();
        let settled = group::reconcile(&office, &mut desk, &|page| self.reading(true, page)).await;
        let (outcome, who) = signed_in(&desk);
        drop(walk);
        self.end_group_session(outcome, who, settled.as_ref().err())
            .await?;
        let ended = match settled {
            Ok(actions) => Ok(actions),
            Err(error) => Err(self.group_stopped(error, true, false).await),
        };
        self.keep_offboardings_going().await?;
        self.remind_of_group().await?;
        self.tell(&[ChangedKind::Group, ChangedKind::Accounts]);
        ended
    }

    /// Reads the roster, for the window. Where a log-on is needed it says so (`needs_person`).
    ///
    /// # Errors
    /// As [`Desk::refresh_roster`].
    pub async fn refresh_group(&self) -> Result<GroupView, Problem> {
        let read = self.refresh_roster(&NobodyHere).await;
        // A reading is told like a delivery's, and ends like one: else the outbox would show it for ever.
        self.tell_delivery(None);
        read.map_err(|stopped| sign_in_first(stopped.problem, NOTHING_SENT, THE_SAME_AGAIN))?;
        self.group().await
    }

    /// Delivers what is queued, for the window; its progress is told by events.
    ///
    /// # Errors
    /// When nothing could be begun.
    pub async fn deliver_outbox(&self) -> Result<DeliveredView, Problem> {
        let delivered = self.deliver_actions(None, &NobodyHere).await;
        self.tell_delivery(None);
        let again = |problem, what| sign_in_first(problem, what, THE_SAME_AGAIN);
        let delivered = delivered.map_err(|stopped| again(stopped.problem, NOTHING_SENT))?;
        let waits = |a: &StoredAction| a.state == ActionState::Queued && a.clicks == 0;
        let what = if delivered.actions.iter().all(waits) {
            NOTHING_SENT
        } else {
            "What was not sent yet still waits."
        };
        self.delivered_view(
            &delivered.actions,
            delivered.stopped.map(|s| again(s.problem, what)),
        )
        .await
    }

    /// Settles what is uncertain, for the window.
    ///
    /// # Errors
    /// As [`Desk::reconcile_actions`].
    pub async fn settle_uncertain(&self) -> Result<DeliveredView, Problem> {
        let settled = self.reconcile_actions(&NobodyHere).await;
        self.tell_delivery(None);
        let settled = settled
            .map_err(|stopped| sign_in_first(stopped.problem, NOTHING_SENT, THE_SAME_AGAIN))?;
        self.delivered_view(&settled, None).await
    }

    /// Ends a delivery after the click that is on its way.
    pub fn stop_delivery(&self) {
        lock(&self.inner.group_stop).cancel();
    }

    /// How much a delivery has before it, from its first moment on.
    async fn begin_telling(&self, only: Option<&BTreeSet<String>>) -> Result<(), Problem> {
        let pending = self.inner.store.pending_group_actions().await?;
        let goes = pending.iter().filter(|a| {
            a.state == ActionState::Queued
                && only.is_none_or(|only| only.contains(&a.user_name))
                && !super::shown::needs_review(a, self.now())
        });
        *lock(&self.inner.delivery) = Some(DeliveryProgress {
            total: u32::try_from(goes.count()).unwrap_or(u32::MAX),
            ..nothing_done()
        });
        Ok(())
    }

    fn reading(&self, after: bool, page: u32) {
        self.delivering(Step::Reading { after, page });
    }

    fn delivering(&self, step: Step) {
        let progress = {
            let mut held = lock(&self.inner.delivery);
            let mut progress = held.clone().unwrap_or_else(nothing_done);
            match step {
                Step::Reading { after, page } => {
                    progress.step = if after {
                        DeliveryStep::ReadingAfter
                    } else {
                        DeliveryStep::ReadingBefore
                    };
                    progress.page = Some(page);
                    progress.action = None;
                }
                Step::Sending(action) => {
                    progress.step = DeliveryStep::Sending;
                    progress.page = None;
                    progress.action =
                        Some(Box::new(super::shown::action(&action, None, self.now())));
                }
                Step::Settled(action) => {
                    progress.done = progress.done.saturating_add(1);
                    progress.action =
                        Some(Box::new(super::shown::action(&action, None, self.now())));
                }
            }
            *held = Some(progress.clone());
            progress
        };
        let _ = self
            .inner
            .events
            .send(DeskEvent::Delivery(Box::new(progress)));
    }

    fn tell_delivery(&self, progress: Option<DeliveryProgress>) {
        let last = std::mem::replace(&mut *lock(&self.inner.delivery), progress);
        if let Some(mut last) = last {
            last.step = DeliveryStep::Ended;
            last.page = None;
            last.action = None;
            let _ = self.inner.events.send(DeskEvent::Delivery(Box::new(last)));
        }
    }

    async fn delivered_view(
        &self,
        actions: &[StoredAction],
        problem: Option<Problem>,
    ) -> Result<DeliveredView, Problem> {
        let users = self.inner.store.group_users().await?;
        let now = self.now();
        let pin = self.pin_view().await?;
        Ok(DeliveredView {
            actions: actions
                .iter()
                .map(|action| {
                    let user = users.iter().find(|k| k.user.user_name == action.user_name);
                    super::shown::action(action, user, now)
                })
                .collect(),
            problem,
            pin_reminder: pin.reminder,
        })
    }
}

fn nothing_done() -> DeliveryProgress {
    DeliveryProgress {
        step: DeliveryStep::ReadingBefore,
        action: None,
        done: 0,
        total: 0,
        page: None,
    }
}

const NOTHING_SENT: &str = "Nothing was sent.";
const THE_SAME_AGAIN: &str = "Sign in, then do the same again.";

/// The window signs in by a journey of its own, and then asks again.
pub(super) fn sign_in_first(mut problem: Problem, what: &str, then: &str) -> Problem {
    if matches!(problem.kind.as_str(), "needs_person" | "session_ended") {
        "needs_person".clone_into(&mut problem.kind);
        problem.message = format!("Sign in to the group's administration first. {what}");
        then.clone_into(&mut problem.hint);
    }
    problem
}

/// One delivery at a time in this process; others are kept off by the store, click by click.
struct OneDelivery {
    desk: Desk,
}

impl OneDelivery {
    fn begin(desk: &Desk) -> Option<Self> {
        let mut stop = lock(&desk.inner.group_stop);
        let mut held = lock(&desk.inner.delivery_runs);
        if *held {
            return None;
        }
        *held = true;
        *stop = CancellationToken::new();
        Some(Self { desk: desk.clone() })
    }
}

impl Drop for OneDelivery {
    fn drop(&mut self) {
        *lock(&self.desk.inner.delivery_runs) = false;
    }
}
