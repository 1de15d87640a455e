//! The access review: every quarter each user is confirmed, or not, and somebody signs.

use crate::app::desk::Desk;
use crate::app::group_views::{AccessReviewLine, AccessReviewView, NewUserDecision};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::when::central_day;
use crate::domain::{UserStatus, Wanted};
use crate::storage::AuditEntry;

impl Desk {
    /// The quarter of this moment, by Missouri's calendar: "2026-Q4".
    fn quarter(&self) -> String {
        let day = central_day(self.now());
        format!("{}-Q{}", day.year(), (day.month() + 2) / 3)
    }

    pub(super) async fn access_review_view(&self) -> Result<AccessReviewView, Problem> {
        let period = self.quarter();
        let stored = self.inner.store.access_review(&period).await?;
        let Some(stored) = stored else {
            let read = self.inner.store.group_facts().await?.as_of.is_some();
            return Ok(AccessReviewView {
                period,
                due: read,
                lines: Vec::new(),
                signed_at: None,
                signed_by: None,
                hash: None,
            });
        };
        Ok(AccessReviewView {
            due: stored.signed_at.is_none(),
            lines: stored
                .lines
                .into_iter()
                .map(|line| AccessReviewLine {
                    user_name: line.user_name,
                    name: line.name,
                    status: super::shown::status(&UserStatus::parse(&line.status)),
                    information: line.information,
                    decision: line.decision.as_deref().and_then(decision_of),
                })
                .collect(),
            signed_at: stored.signed_at.map(|at| at.to_string()),
            signed_by: stored.signed_by,
            hash: stored.hash,
            period,
        })
    }

    /// Opens the review of this quarter: everybody who is in the group now.
    ///
    /// # Errors
    /// `bad_input` before the roster was ever read.
    pub async fn open_access_review(&self) -> Result<AccessReviewView, Problem> {
        if self.inner.store.group_facts().await?.as_of.is_none() {
            return Err(Problem::new(
                "bad_input",
                "The roster was never read.",
                "Read it first.",
            ));
        }
        let period = self.quarter();
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "review_opened",
            about: None,
            words: format!("The access review of {period} was opened."),
            portal_says: None,
        };
        self.inner.store.open_access_review(period, entry).await?;
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }

    /// Decides about a user in the review. Nothing is queued before it is signed.
    ///
    /// # Errors
    /// `not_found` when the review is signed, or has no such user.
    pub async fn decide_access(
        &self,
        user_name: String,
        decision: NewUserDecision,
    ) -> Result<AccessReviewView, Problem> {
        let decided = self
            .inner
            .store
            .decide_access(self.quarter(), user_name, word(decision))
            .await?;
        if !decided {
            return Err(Problem::new(
                "not_found",
                "This user is not in an open review.",
                "",
            ));
        }
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }

    /// Signs the review, and queues what was decided: disable, remove.
    ///
    /// # Errors
    /// `bad_input` without a name, or while a user is undecided.
    pub async fn sign_access_review(&self, name: String) -> Result<AccessReviewView, Problem> {
        let name: String = name.trim().chars().take(120).collect();
        if name.is_empty() {
            return Err(Problem::bad_input("Type your name to sign."));
        }
        let period = self.quarter();
        let review = self.access_review_view().await?;
        if review.signed_at.is_some() {
            return Ok(review);
        }
        if review.lines.is_empty() || review.lines.iter().any(|line| line.decision.is_none()) {
            return Err(Problem::bad_input(
                "Decide about every user first; then sign.",
            ));
        }
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "review_signed",
            about: None,
            words: format!("The access review of {period} was signed by {name}."),
            portal_says: None,
        };
        self.inner
            .store
            .sign_access_review(period, name, entry)
            .await?;
        // A person each: the bound of 20 is for one slip of the hand, and here each was decided by itself.
        for line in &review.lines {
            let wanted = match line.decision {
                Some(NewUserDecision::Disable) => Wanted::Disabled,
                Some(NewUserDecision::Remove) => Wanted::Removed,
                _ => continue,
            };
            // Who left meanwhile needs nothing.
            if let Err(problem) = self
                .ask_for(wanted, vec![line.user_name.clone()], None)
                .await
            {
                tracing::info!(
                    kind = problem.kind,
                    "a decision of the review needs no action"
                );
            }
        }
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }
}

fn word(decision: NewUserDecision) -> &'static str {
    match decision {
        NewUserDecision::Keep => "keep",
        NewUserDecision::Disable => "disable",
        NewUserDecision::Remove => "remove",
    }
}

fn decision_of(word: &str) -> Option<NewUserDecision> {
    Some(match word {
        "keep" => NewUserDecision::Keep,
        "disable" => NewUserDecision::Disable,
        "remove" => NewUserDecision::Remove,
        _ => return None,
    })
}
