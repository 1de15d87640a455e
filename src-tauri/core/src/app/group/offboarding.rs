//! Somebody leaves: disable, remove, change the PIN, tell the others, read the list again. It may take days; each step's
//! state comes from what is in effect, and the record stays.

use crate::app::desk::Desk;
use crate::app::group_views::{
    OffboardingStepKind as Kind, OffboardingStepState as State, OffboardingStepView,
    OffboardingView,
};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::{ActionState, KnownUser, UserStatus, Wanted, group_words};
use crate::storage::{AuditEntry, GroupFacts, StoredAction, StoredOffboarding};

const STEPS: [Kind; 5] = [
    Kind::Disable,
    Kind::Remove,
    Kind::ChangePin,
    Kind::TellOthers,
    Kind::Verify,
];

fn word(step: Kind) -> &'static str {
    match step {
        Kind::Disable => "disable",
        Kind::Remove => "remove",
        Kind::ChangePin => "change_pin",
        Kind::TellOthers => "tell_others",
        Kind::Verify => "verify",
    }
}

fn title(step: Kind) -> &'static str {
    match step {
        Kind::Disable => "Disable",
        Kind::Remove => "Remove from the group",
        Kind::ChangePin => "Change the group PIN",
        Kind::TellOthers => "Tell the remaining users",
        Kind::Verify => "Read the list again",
    }
}

impl Desk {
    /// Begins a playbook for a user; one that is under way goes on. Nothing is queued or sent by beginning.
    ///
    /// # Errors
    /// `no_such_user`.
    pub async fn start_offboarding(&self, user_name: String) -> Result<OffboardingView, Problem> {
        let users = self.inner.store.group_users().await?;
        let known = users
            .iter()
            .find(|k| k.user.user_name == user_name)
            .ok_or_else(|| {
                Problem::new(
                    "no_such_user",
                    format!("The roster of the group has no user \"{user_name}\"."),
                    "",
                )
            })?;
        let name = known.user.name.clone();
        let entry = self
            .entry(
                "offboarding_begun",
                &user_name,
                format!("{name} is leaving: the playbook was begun."),
            )
            .await?;
        let id = self
            .inner
            .store
            .begin_offboarding(user_name, name, entry)
            .await?;
        self.tell(&[ChangedKind::Group]);
        self.one_offboarding(id).await
    }

    /// All playbooks, those under way first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn offboardings(&self) -> Result<Vec<OffboardingView>, Problem> {
        let users = self.inner.store.group_users().await?;
        self.offboardings_of(&users).await
    }

    /// Does a step, or says that it was done (`done`), or leaves it out. Disable and remove are queued, not sent.
    ///
    /// # Errors
    /// `bad_input` where the list does not show it yet.
    pub async fn offboarding_step(
        &self,
        id: i64,
        step: Kind,
        done: bool,
    ) -> Result<OffboardingView, Problem> {
        let stored = self.stored_offboarding(id).await?;
        let user_name = stored.user_name.clone();
        let wanted = match step {
            Kind::Disable => Some(Wanted::Disabled),
            Kind::Remove => Some(Wanted::Removed),
            _ => None,
        };
        match (wanted, done) {
            (Some(wanted), true) => {
                self.ask_for(wanted, vec![user_name], Some(id)).await?;
            }
            _ => {
                if step == Kind::Verify && done {
                    self.must_be_verified(&stored).await?;
                }
                let words = match (step, done) {
                    (Kind::ChangePin, true) => "The PIN was changed (said by hand).".to_owned(),
                    (Kind::TellOthers, true) => "The remaining users were told.".to_owned(),
                    (Kind::Verify, true) => {
                        format!("The list was read again: {} is not on it.", stored.name)
                    }
                    (step, _) => format!("{}: left out.", title(step)),
                };
                let entry = self.entry("offboarding_step", &user_name, words).await?;
                self.inner
                    .store
                    .keep_offboarding_step(id, word(step), done, entry)
                    .await?;
            }
        }
        self.keep_offboardings_going().await?;
        self.tell(&[ChangedKind::Group]);
        self.one_offboarding(id).await
    }

    async fn must_be_verified(&self, stored: &StoredOffboarding) -> Result<(), Problem> {
        let facts = self.inner.store.group_facts().await?;
        let user = self.inner.store.group_user(&stored.user_name).await?;
        let status = user.as_ref().map(|k| k.user.status.clone());
        let since = user.map(|k| k.status_since);
        let gone = status == Some(UserStatus::Removed);
        if !gone {
            return Err(Problem::new(
                "bad_input",
                format!("The court's list still shows {}.", stored.name),
                "Remove them first, then read the list again.",
            ));
        }
        // A reading that came after the one that showed the removal, or the removal's own.
        if facts
            .as_of
            .zip(since)
            .is_none_or(|(as_of, since)| as_of < since)
        {
            return Err(Problem::new(
                "bad_input",
                "The list was not read since the removal.",
                "Read the list again first.",
            ));
        }
        if !self.inner.store.new_group_users().await?.is_empty() {
            return Err(Problem::new(
                "bad_input",
                "Somebody is new in the group, and nobody decided about them.",
                "Decide first whether you know them.",
            ));
        }
        Ok(())
    }

    /// Keeps the steps that came true by themselves (read back, or the PIN was changed), and ends playbooks that are
    /// through.
    pub(super) async fn keep_offboardings_going(&self) -> Result<(), Problem> {
        let users = self.inner.store.group_users().await?;
        for view in self.offboardings_of(&users).await? {
            if view.finished_at.is_some() {
                continue;
            }
            let stored = self.stored_offboarding(view.id).await?;
            for step in &view.steps {
                let kept = stored.steps.iter().any(|s| s.step == word(step.step));
                if step.state == State::Done && !kept {
                    let entry = self
                        .entry("offboarding_step", &view.user_name, step.words.clone())
                        .await?;
                    self.inner
                        .store
                        .keep_offboarding_step(view.id, word(step.step), true, entry)
                        .await?;
                }
            }
            if view
                .steps
                .iter()
                .all(|s| matches!(s.state, State::Done | State::Skipped))
            {
                let words = format!("{} has left: every step is done or left out.", view.name);
                let entry = self
                    .entry("offboarding_ended", &view.user_name, words)
                    .await?;
                self.inner.store.finish_offboarding(view.id, entry).await?;
            }
        }
        Ok(())
    }

    async fn entry(
        &self,
        what: &'static str,
        about: &str,
        words: String,
    ) -> Result<AuditEntry, Problem> {
        Ok(AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what,
            about: Some(about.to_owned()),
            words,
            portal_says: None,
        })
    }

    async fn stored_offboarding(&self, id: i64) -> Result<StoredOffboarding, Problem> {
        let all = self.inner.store.offboardings().await?;
        all.into_iter()
            .find(|o| o.id == id)
            .ok_or_else(|| Problem::new("not_found", "There is no such playbook.", ""))
    }

    async fn one_offboarding(&self, id: i64) -> Result<OffboardingView, Problem> {
        let all = self.offboardings().await?;
        all.into_iter()
            .find(|o| o.id == id)
            .ok_or_else(|| Problem::new("not_found", "There is no such playbook.", ""))
    }

    pub(super) async fn offboardings_of(
        &self,
        users: &[KnownUser],
    ) -> Result<Vec<OffboardingView>, Problem> {
        let store = &self.inner.store;
        let facts = store.group_facts().await?;
        let mut views = Vec::new();
        for stored in store.offboardings().await? {
            let actions = store.offboarding_actions(stored.id).await?;
            let user = users.iter().find(|k| k.user.user_name == stored.user_name);
            let steps: Vec<OffboardingStepView> = STEPS
                .into_iter()
                .map(|step| self.step_view(step, &stored, &actions, user, &facts))
                .collect();
            let done = steps
                .iter()
                .filter(|s| matches!(s.state, State::Done | State::Skipped))
                .count();
            let mut view = OffboardingView {
                id: stored.id,
                user_name: stored.user_name,
                name: stored.name,
                started_at: stored.started_at.to_string(),
                finished_at: stored.finished_at.map(|at| at.to_string()),
                done: u32::try_from(done).unwrap_or(u32::MAX),
                steps,
                record_html: None,
            };
            if view.finished_at.is_some() {
                view.record_html = Some(super::papers::record(&view));
            }
            views.push(view);
        }
        Ok(views)
    }

    fn step_view(
        &self,
        step: Kind,
        stored: &StoredOffboarding,
        actions: &[StoredAction],
        user: Option<&KnownUser>,
        facts: &GroupFacts,
    ) -> OffboardingStepView {
        let name = stored.name.as_str();
        let kept = stored.steps.iter().find(|s| s.step == word(step));
        let wanted = match step {
            Kind::Disable => Some(Wanted::Disabled),
            Kind::Remove => Some(Wanted::Removed),
            _ => None,
        };
        let action = wanted.and_then(|w| actions.iter().rfind(|a| a.wanted == w));
        let (state, words) = if let Some(kept) = kept {
            let state = if kept.done {
                State::Done
            } else {
                State::Skipped
            };
            (state, kept.words.clone())
        } else if let Some(wanted) = wanted {
            access_step(wanted, name, action, user)
        } else if step == Kind::ChangePin {
            match facts.pin_set_at.filter(|at| *at > stored.started_at) {
                Some(_) => (
                    State::Done,
                    "The PIN was changed after this was begun.".to_owned(),
                ),
                None if facts.pin_sent_at.is_some() => (
                    State::Stuck,
                    "The new PIN was sent and its answer was lost. Set it again.".to_owned(),
                ),
                None => (
                    State::ToDo,
                    format!("{name} knows the PIN. Best after the removal is in effect."),
                ),
            }
        } else if step == Kind::TellOthers {
            (
                State::ToDo,
                "Only people who have not joined yet need the new PIN; tell the others that it changed.".to_owned(),
            )
        } else {
            (
                State::ToDo,
                format!("We check that {name} is gone and no one is new."),
            )
        };
        OffboardingStepView {
            step,
            title: title(step).to_owned(),
            state,
            words,
            at: kept.map(|k| k.at.to_string()),
            action: action.map(|a| super::shown::action(a, user, self.now())),
        }
    }
}

/// Disable and remove: what is in effect says how they stand.
fn access_step(
    wanted: Wanted,
    name: &str,
    action: Option<&StoredAction>,
    user: Option<&KnownUser>,
) -> (State, String) {
    let status = user.map(|k| &k.user.status);
    let in_effect = match wanted {
        Wanted::Disabled => matches!(status, Some(UserStatus::Disabled | UserStatus::Removed)),
        _ => matches!(status, Some(UserStatus::Removed)),
    };
    if in_effect && action.is_none_or(|a| !a.state.is_pending()) {
        return (
            State::Done,
            match status {
                Some(status) => format!("The court's list shows it: {name} {}.", status.in_words()),
                None => String::new(),
            },
        );
    }
    match action {
        None => (
            State::ToDo,
            format!(
                "{} {}",
                group_words::effect(wanted, name),
                group_words::told(wanted)
            ),
        ),
        Some(action) => {
            let words = group_words::standing(wanted, action.state, name, status);
            let state = match action.state {
                ActionState::Queued | ActionState::Sending => State::Waiting,
                ActionState::Withdrawn => State::ToDo,
                _ => State::Stuck,
            };
            let more = action.message.as_deref().unwrap_or_default();
            (state, format!("{words} {more}").trim().to_owned())
        }
    }
}
