//! What should become true: planned in sentences, queued, looked at again, taken back.

use crate::app::desk::{Desk, lock};
use crate::app::group_views::{
    ActionPlan, ActionView, ConflictDecision, OutboxView, PlannedAction, WantedView,
};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::action::MOST_AT_ONCE;
use crate::domain::{ActionState, KnownUser, UserStatus, Wanted, group_words};
use crate::storage::StoredAction;

/// What ended, in a list.
const ENDED: u32 = 50;

impl Desk {
    /// What actions would mean, before they are queued. Writes nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn plan_actions(
        &self,
        wanted: WantedView,
        user_names: Vec<String>,
    ) -> Result<ActionPlan, Problem> {
        let wanted = super::shown::wanted(wanted);
        let users = self.inner.store.group_users().await?;
        let pending = self.inner.store.pending_group_actions().await?;
        let problem = named(&users, &user_names).err().or_else(|| {
            user_names
                .is_empty()
                .then(|| Problem::bad_input("Choose at least one user."))
        });
        let planned: Vec<PlannedAction> = user_names
            .iter()
            .map(|user_name| {
                let user = users.iter().find(|k| &k.user.user_name == user_name);
                let name = user.map_or(user_name, |k| &k.user.name);
                PlannedAction {
                    user_name: user_name.clone(),
                    name: name.clone(),
                    effect: group_words::effect(wanted, name),
                    nothing_to_do: nothing_to_do(wanted, user, &pending, user_name),
                }
            })
            .collect();
        Ok(ActionPlan {
            effect: match planned.as_slice() {
                [one] => one.effect.clone(),
                many => group_words::effect_of_several(wanted, many.len()),
            },
            told: group_words::told(wanted).to_owned(),
            urgent: wanted.is_security().then(group_words::urgent),
            users: planned,
            problem,
        })
    }

    /// Queues what should become true; nothing is sent. Users for whom it is so already are left out.
    ///
    /// # Errors
    /// `bad_input` for more than 20 users, or one whom the roster does not have; then none is queued.
    pub async fn queue_actions(
        &self,
        wanted: WantedView,
        user_names: Vec<String>,
    ) -> Result<Vec<ActionView>, Problem> {
        let wanted = super::shown::wanted(wanted);
        let users = self.inner.store.group_users().await?;
        let pending = self.inner.store.pending_group_actions().await?;
        let mut asked = named(&users, &user_names)?;
        asked.retain(|user_name| {
            let user = users.iter().find(|k| &k.user.user_name == user_name);
            nothing_to_do(wanted, user, &pending, user_name).is_none()
        });
        let queued = self.ask_for(wanted, asked, None).await?;
        let now = self.now();
        Ok(queued
            .iter()
            .map(|action| {
                let user = users.iter().find(|k| k.user.user_name == action.user_name);
                super::shown::action(action, user, now)
            })
            .collect())
    }

    /// Queues what should become true of these users, as the roster writes their names.
    ///
    /// # Errors
    /// As [`Desk::queue_actions`].
    pub async fn ask_for(
        &self,
        wanted: Wanted,
        user_names: Vec<String>,
        offboarding: Option<i64>,
    ) -> Result<Vec<StoredAction>, Problem> {
        let store = &self.inner.store;
        let users = store.group_users().await?;
        let read = store.group_facts().await?.as_of.is_some();
        // Before the first reading nobody knows who is there; the delivery looks before it presses anything.
        let user_names = if read {
            named(&users, &user_names)?
        } else {
            at_most(user_names)?
        };
        let by = self.who().await?;
        let queued = store
            .queue_group_actions(user_names, wanted, offboarding, by, self.now())
            .await?;
        self.tell(&[ChangedKind::Group]);
        Ok(queued)
    }

    /// What waits, and what ended lately.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn outbox(&self) -> Result<OutboxView, Problem> {
        let users = self.inner.store.group_users().await?;
        self.outbox_of(&users).await
    }

    /// What waits. A click of a program that is gone is uncertain from here on, and can be settled. On a disk that takes
    /// nothing this cannot be written down; then it is shown as it is stored, and the next look writes it.
    pub(super) async fn waiting(&self) -> Result<Vec<StoredAction>, Problem> {
        let store = &self.inner.store;
        let pending = store.pending_group_actions().await?;
        let on_its_way = pending.iter().any(|a| a.state == ActionState::Sending);
        if !on_its_way || *lock(&self.inner.delivery_runs) {
            return Ok(pending);
        }
        match store.lose_group_actions(false, self.now()).await {
            Ok(_) => Ok(store.pending_group_actions().await?),
            Err(error) => {
                tracing::warn!(%error, "a click of a program that is gone could not be marked");
                Ok(pending)
            }
        }
    }

    pub(super) async fn outbox_of(&self, users: &[KnownUser]) -> Result<OutboxView, Problem> {
        let store = &self.inner.store;
        let now = self.now();
        let view = |actions: Vec<StoredAction>| -> Vec<ActionView> {
            actions
                .iter()
                .map(|action| {
                    let user = users.iter().find(|k| k.user.user_name == action.user_name);
                    super::shown::action(action, user, now)
                })
                .collect()
        };
        let pending = self.waiting().await?;
        let count = |state: ActionState| -> u32 {
            let n = pending.iter().filter(|a| a.state == state).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        let urgent = pending
            .iter()
            .any(|a| a.wanted.is_security())
            .then(group_words::urgent);
        let (queued, conflicts, uncertain) = (
            count(ActionState::Queued),
            count(ActionState::Conflict),
            count(ActionState::Uncertain),
        );
        let waiting = view(pending);
        Ok(OutboxView {
            to_review: u32::try_from(waiting.iter().filter(|a| a.needs_review).count())
                .unwrap_or(u32::MAX),
            waiting,
            ended: view(store.ended_group_actions(ENDED).await?),
            queued,
            conflicts,
            uncertain,
            new_users: u32::try_from(store.new_group_users().await?.len()).unwrap_or(u32::MAX),
            delivering: lock(&self.inner.delivery).clone(),
            urgent,
        })
    }

    /// Everything that waits and what ended lately, for the terminal: in the order in which it was asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn outbox_lines(&self) -> Result<Vec<StoredAction>, Problem> {
        let store = &self.inner.store;
        let mut all = self.waiting().await?;
        all.extend(store.ended_group_actions(ENDED).await?);
        all.sort_by_key(|action| action.id);
        Ok(all)
    }

    /// A person looked at actions that waited longer than a day, and they still hold.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn confirm_actions(&self, ids: Vec<i64>) -> Result<(), Problem> {
        let by = self.who().await?;
        self.inner
            .store
            .confirm_group_actions(ids, by, self.now())
            .await?;
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }

    /// Takes an action back while it waits.
    ///
    /// # Errors
    /// `not_found`; `too_late` when it was sent.
    pub async fn withdraw_action(&self, id: i64) -> Result<StoredAction, Problem> {
        let by = self.who().await?;
        let action = self
            .inner
            .store
            .withdraw_group_action(id, by, self.now())
            .await?;
        self.tell(&[ChangedKind::Group]);
        match action {
            None => Err(Problem::new(
                "bad_input",
                format!("There is no action {id}."),
                "The outbox lists them.",
            )),
            Some(action) if action.state == ActionState::Withdrawn => Ok(action),
            Some(action) => Err(Problem::new(
                "too_late",
                format!(
                    "Action {id} cannot be taken back: it is {}.",
                    action.state.as_str()
                ),
                match action.state {
                    ActionState::Sending | ActionState::Uncertain => {
                        "It was sent. Read the portal to see what became of it."
                    }
                    _ => "To undo it, ask for the opposite.",
                },
            )),
        }
    }

    /// A person decides about a conflict.
    ///
    /// # Errors
    /// `not_found` when the action is in no conflict any more.
    pub async fn resolve_conflict(
        &self,
        id: i64,
        decision: ConflictDecision,
    ) -> Result<(), Problem> {
        match decision {
            ConflictDecision::Drop | ConflictDecision::InviteAgain => {
                self.withdraw_action(id).await.map(|_| ())
            }
            ConflictDecision::Insist => {
                let by = self.who().await?;
                let insisted = self
                    .inner
                    .store
                    .insist_on_group_action(id, by, self.now())
                    .await?;
                self.tell(&[ChangedKind::Group]);
                insisted.then_some(()).ok_or_else(|| {
                    Problem::new("not_found", "This action is in no conflict any more.", "")
                })
            }
        }
    }
}

/// The users of these names, as the roster writes them.
///
/// # Errors
/// `bad_input`: more than 20, a name that the roster does not have, one that fits two.
pub fn named(users: &[KnownUser], wanted: &[String]) -> Result<Vec<String>, Problem> {
    let mut found: Vec<String> = Vec::new();
    for name in at_most(wanted.to_vec())? {
        let there = |k: &&KnownUser| k.user.status != UserStatus::Removed;
        let exact = users.iter().find(|k| k.user.user_name == name);
        let alike: Vec<&KnownUser> = users
            .iter()
            .filter(there)
            .filter(|k| k.user.user_name.eq_ignore_ascii_case(&name))
            .collect();
        let user = match (exact, alike.as_slice()) {
            (Some(user), _) => user,
            (None, [user]) => *user,
            _ => {
                return Err(Problem::new(
                    "no_such_user",
                    format!("The roster of the group has no user \"{name}\"."),
                    "Look at the user names with `docketctl group roster`; add --refresh to read the roster again.",
                ));
            }
        };
        if user.user.status == UserStatus::Removed {
            return Err(Problem::new(
                "no_such_user",
                format!("{name} does not belong to the group any more."),
                "To come back they need the group-association link and the PIN.",
            ));
        }
        if !found.contains(&user.user.user_name) {
            found.push(user.user.user_name.clone());
        }
    }
    Ok(found)
}

fn at_most(user_names: Vec<String>) -> Result<Vec<String>, Problem> {
    if user_names.len() > MOST_AT_ONCE {
        return Err(Problem::new(
            "bad_input",
            format!(
                "{} users were named; at most {MOST_AT_ONCE} at once, so that a slip does not empty the group.",
                user_names.len()
            ),
            "Name fewer of them.",
        ));
    }
    let clean: Vec<String> = user_names
        .into_iter()
        .map(|name| name.trim().to_owned())
        .collect();
    if clean
        .iter()
        .any(|name| name.is_empty() || name.chars().count() > 200)
    {
        return Err(Problem::bad_input("A user name is missing or too long."));
    }
    Ok(clean)
}

/// Why nothing would be queued for a user.
fn nothing_to_do(
    wanted: Wanted,
    user: Option<&KnownUser>,
    pending: &[StoredAction],
    user_name: &str,
) -> Option<String> {
    let name = user.map_or(user_name, |k| k.user.name.as_str());
    let last = pending.iter().rfind(|a| a.user_name == user_name);
    if let Some(waits) = last {
        return (waits.wanted == wanted).then(|| format!("{name}: asked for already."));
    }
    let status = user.map(|k| &k.user.status)?;
    (*status == wanted.status()).then(|| format!("{name} {} already.", status.in_words()))
}
