//! Journeys that ended without an answer, and sessions that end: what was sent and not confirmed is settled by reading
//! the portal, never by sending again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::diary::Diary;
use super::{Stopped, user_name};
use crate::app::desk::Desk;
use crate::app::views::{ChangedKind, Problem};
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::PortalError;
use crate::portal::browser::Cookies;
use crate::portal::journeys::{
    JourneyError, PASSWORD_CHANGED, PREFERENCES, Person, Settled, Start, VERIFY_WITHIN, Walk,
};
use crate::storage::{JourneyState, StoredJourney};

/// A journey whose last answer was lost, after the portal was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconciled {
    /// The journey as it stands now.
    pub journey: StoredJourney,
    /// What the portal tells.
    pub settled: Settled,
}

impl Desk {
    /// Settles every journey whose last answer was lost, by reading the portal.
    ///
    /// # Errors
    /// When the portal cannot be read; what is not settled stays uncertain.
    pub async fn reconcile_journeys(
        &self,
        person: &dyn Person,
    ) -> Result<Vec<Reconciled>, Stopped> {
        self.may_travel().await?;
        let uncertain: Vec<StoredJourney> = self
            .inner
            .store
            .journeys_under_way()
            .await
            .map_err(Problem::from)?
            .into_iter()
            .filter(|j| j.state == JourneyState::Uncertain)
            .collect();
        let mut all = Vec::new();
        for mut journey in uncertain {
            let answers: BTreeMap<String, String> = journey
                .answers
                .iter()
                .filter(|(id, _)| {
                    ["user_name", "email"].contains(&id.as_str()) || id.starts_with(PREFERENCES)
                })
                .map(|(id, value)| (id.clone(), value.clone()))
                .collect();
            let start = Start {
                kind: JourneyKind::SignIn,
                answers,
                secrets: HashMap::new(),
                resume_at: None,
                tries_left: None,
                locked_until: None,
                now: self.clock(),
            };
            // The session of the lost click may be one that shows its last page for ever.
            let cookies = Cookies::default();
            let browser = self.account_browser(&cookies)?;
            let diary = Diary::new(self.clone(), None, cookies);
            let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
            let settled = walk.settle(journey.kind, &journey.step).await;
            drop(walk);
            let mut settled = settled.map_err(|error| self.stopped(journey.kind, error))?;
            if let Settled::Done(outcome) = &mut settled
                && outcome.next == Some("verify_email")
            {
                // The link counts from the click on, not from now.
                outcome.until = journey.updated_at.checked_add(VERIFY_WITHIN).ok();
            }
            let who = user_name(journey.kind, &journey.answers);
            let mut book = self.account_book().await?;
            let verify_before = book.verify_until;
            match &settled {
                Settled::Done(outcome) => {
                    let part = outcome.to.unwrap_or(journey.kind.part());
                    self.note_outcome(&mut book, journey.kind, part, outcome, who.as_deref());
                    if outcome.next == Some("register_administrator") {
                        // The click was done, and the registration goes on from the page after it.
                        let key = PASSWORD_CHANGED.to_owned();
                        journey.answers.insert(key, "yes".to_owned());
                        journey.state = JourneyState::Open;
                    } else {
                        journey.state = JourneyState::Done;
                        journey.outcome = Some(outcome.word.to_owned());
                    }
                }
                Settled::NotDone { .. } => journey.state = JourneyState::Open,
                Settled::StillUncertain { words } => {
                    if let Some(who) = &who {
                        book.refused(who, None, self.now());
                    }
                    tracing::info!(kind = %journey.kind, "a lost click could not be settled");
                    let _ = words;
                }
                Settled::MailNotSeen => {}
            }
            journey.updated_at = self.now();
            self.inner
                .store
                .keep_journey(&journey)
                .await
                .map_err(Problem::from)?;
            self.keep_account_book(&book).await?;
            self.remind_of_verification(&book, verify_before).await?;
            all.push(Reconciled { journey, settled });
        }
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts]);
        Ok(all)
    }

    /// Ends the sessions: at the portal where it offers that, and here in any case. `true` when the portal was told.
    ///
    /// # Errors
    /// When the session's cookies could not be removed here.
    pub async fn end_session(&self, person: &dyn Person) -> Result<bool, Stopped> {
        let session = self.load_session().await;
        let mut book = self.account_book().await?;
        let had = session.at.is_some();
        let mut told = false;
        if had && self.may_travel().await.is_ok() {
            let part = book.last_part.unwrap_or(PortalPart::Casenet);
            let browser = self.account_browser(&session.cookies)?;
            let diary = Diary::new(self.clone(), None, Arc::clone(&session.cookies));
            let start = Start {
                kind: JourneyKind::SignIn,
                answers: BTreeMap::new(),
                secrets: HashMap::new(),
                resume_at: session.at.clone(),
                tries_left: None,
                locked_until: None,
                now: self.clock(),
            };
            let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
            match walk.sign_out(part).await {
                Ok(done) => told = done,
                // A stop is a person's business; everything else ends with the cookies.
                Err(JourneyError::Portal(error @ PortalError::Stopped(_))) => {
                    self.forget_session().await.map_err(Problem::from)?;
                    return Err(self.problem(&error).into());
                }
                Err(error) => tracing::info!(
                    kind = error.kind(),
                    "the portal was not told of the sign-out"
                ),
            }
        }
        self.forget_session().await.map_err(Problem::from)?;
        book.signed_in.clear();
        self.keep_account_book(&book).await?;
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts]);
        Ok(told)
    }
}
