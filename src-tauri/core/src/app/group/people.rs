//! The group as it is shown, the administrator's notes, and the queue of those who joined: "Do you know this person?".

use crate::app::desk::Desk;
use crate::app::group_views::{GroupView, NewUserDecision, NewUserView, UserStatusView};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::{KnownUser, Wanted};
use crate::portal::journeys::HELP_DESK;
use crate::storage::AuditEntry;

/// The longest note on a user, in characters.
const LONGEST_NOTE: usize = 500;

impl Desk {
    /// Everything about the group, from the local copy. Asks nothing of the portal.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn group(&self) -> Result<GroupView, Problem> {
        let store = &self.inner.store;
        let facts = store.group_facts().await?;
        let known = store.group_users().await?;
        let pending = self.waiting().await?;
        let now = self.now();
        let users: Vec<_> = known
            .iter()
            .map(|k| super::shown::user(k, &pending, now))
            .collect();
        let count = |status: UserStatusView| -> u32 {
            let n = users.iter().filter(|u| u.status == status).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        Ok(GroupView {
            active: count(UserStatusView::Active),
            disabled: count(UserStatusView::Disabled),
            removed: count(UserStatusView::Removed),
            outbox: self.outbox_of(&known).await?,
            pin: self.pin_of(&facts, &known),
            new_users: self.new_users(&known).await?,
            offboardings: self
                .offboardings_of(&known)
                .await?
                .into_iter()
                .filter(|o| o.finished_at.is_none())
                .collect(),
            access_review: self.access_review_view().await?,
            name: facts.name,
            administrator: facts.administrator,
            as_of: facts.as_of.map(|at| at.to_string()),
            last_problem: facts.failed.map(|failed| Problem {
                kind: failed.kind,
                message: failed.message,
                hint: failed.hint,
                retry_at: None,
                more: serde_json::Map::new(),
            }),
            users,
            help_desk: HELP_DESK.to_owned(),
        })
    }

    /// The administrator's own words about a user.
    ///
    /// # Errors
    /// `bad_input` when they are too long.
    pub async fn save_user_note(
        &self,
        user_name: String,
        note: Option<String>,
    ) -> Result<(), Problem> {
        let note = note
            .map(|note| note.trim().to_owned())
            .filter(|note| !note.is_empty());
        if note
            .as_ref()
            .is_some_and(|n| n.chars().count() > LONGEST_NOTE)
        {
            return Err(Problem::bad_input("A note has at most 500 characters."));
        }
        self.inner.store.note_on_user(user_name, note).await?;
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }

    async fn new_users(&self, known: &[KnownUser]) -> Result<Vec<NewUserView>, Problem> {
        let found = self.inner.store.new_group_users().await?;
        Ok(found
            .into_iter()
            .map(|new| {
                let user = known.iter().find(|k| k.user.user_name == new.user_name);
                NewUserView {
                    id: new.id,
                    name: user.map_or_else(|| new.user_name.clone(), |k| k.user.name.clone()),
                    information: user.map_or_else(String::new, |k| k.user.information.clone()),
                    user_name: new.user_name,
                    found_at: new.found_at.to_string(),
                }
            })
            .collect())
    }

    /// A person decides about somebody who joined. Disable and remove are queued, not sent.
    ///
    /// # Errors
    /// `not_found` when it was decided before.
    pub async fn decide_new_user(&self, id: i64, decision: NewUserDecision) -> Result<(), Problem> {
        let open = self.inner.store.new_group_users().await?;
        let gone = || Problem::new("not_found", "This was decided before.", "");
        let new = open.into_iter().find(|n| n.id == id).ok_or_else(gone)?;
        let (word, words, wanted) = match decision {
            NewUserDecision::Keep => ("keep", "known and kept", None),
            NewUserDecision::Disable => ("disable", "to be disabled", Some(Wanted::Disabled)),
            NewUserDecision::Remove => ("remove", "to be removed", Some(Wanted::Removed)),
        };
        if let Some(wanted) = wanted {
            // Queued first: a decision without its action would look as if it were under way.
            self.ask_for(wanted, vec![new.user_name.clone()], None)
                .await?;
        }
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "new_user_decided",
            about: Some(new.user_name.clone()),
            words: format!("{} joined: {words}.", new.user_name),
            portal_says: None,
        };
        if !self.inner.store.decide_new_user(id, word, entry).await? {
            return Err(gone());
        }
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }
}
