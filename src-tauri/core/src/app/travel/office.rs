//! Group Maintenance, asked for by whoever is signed in as the group's administrator: the session, the kept password, and
//! what is written down when it ends.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use secrecy::SecretString;
use serde_json::json;
use url::Url;

use super::diary::Diary;
use super::{Stopped, user_name};
use crate::app::account_secrets::PortalSession;
use crate::app::desk::Desk;
use crate::app::views::Problem;
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::HttpBrowser;
use crate::portal::journeys::group::GroupDesk;
use crate::portal::journeys::{JourneyError, Outcome, Person, Start, Walk};
use crate::storage::ReadingFailed;
use crate::sync::group::{DeskError, Office, without_promise};

/// A session with the administrator's pages.
pub(crate) struct GroupSession {
    browser: HttpBrowser,
    diary: Diary,
    start: Option<Start>,
    kept: Vec<(String, SecretString)>,
    /// Where whoever is signed in was last.
    at: Option<Url>,
    /// Who is signed in, as far as is known before the portal was asked.
    who: Option<String>,
}

impl GroupSession {
    /// The walk through its pages.
    pub fn walk<'w>(
        &'w mut self,
        desk: &'w Desk,
        person: &'w dyn Person,
    ) -> (Walk<'w>, Vec<(String, SecretString)>) {
        let start = self.start.take().unwrap_or_else(|| Start {
            kind: JourneyKind::Maintenance,
            answers: BTreeMap::new(),
            secrets: HashMap::new(),
            resume_at: None,
            tries_left: None,
            locked_until: None,
            now: desk.clock(),
        });
        let mut walk = Walk::new(
            start,
            &self.browser,
            person,
            &self.diary,
            &desk.inner.profile,
        );
        walk.is_signed_in_at(self.at.clone());
        (walk, self.kept.clone())
    }
}

impl Desk {
    /// Opens a session with the administrator's pages; asks nothing of the portal yet.
    pub(crate) async fn group_session(&self) -> Result<GroupSession, Problem> {
        self.may_travel().await?;
        let book = self.account_book().await?;
        let facts = self.inner.store.group_facts().await?;
        let mut answers = BTreeMap::new();
        let mut session = match book.signed_in_as(PortalPart::Group) {
            Some(who) => {
                answers.insert("user_name".to_owned(), who.to_owned());
                self.load_session().await
            }
            None => {
                if let Some(who) = facts.administrator {
                    answers.insert("user_name".to_owned(), who);
                }
                PortalSession::fresh()
            }
        };
        let mut secrets = self
            .kept_secrets(JourneyKind::SignIn, &mut answers, &book)
            .await;
        // A PIN is never filled into a log-on.
        secrets.remove("pin");
        let who = user_name(JourneyKind::Maintenance, &answers);
        let now = self.now();
        let kept = secrets
            .iter()
            .map(|(id, secret)| (id.clone(), secret.clone()))
            .collect();
        let browser = self.account_browser(&session.cookies)?;
        Ok(GroupSession {
            at: session.at.take(),
            browser,
            diary: Diary::new(self.clone(), None, Arc::clone(&session.cookies)),
            start: Some(Start {
                kind: JourneyKind::Maintenance,
                tries_left: who.as_deref().and_then(|who| book.tries_left(who, now)),
                locked_until: who.as_deref().and_then(|who| book.locked_until(who, now)),
                answers,
                secrets,
                resume_at: None,
                now: self.clock(),
            }),
            kept,
            who,
        })
    }

    /// What roster and outbox need besides the portal.
    pub(crate) fn office(&self, session: &GroupSession) -> Office {
        Office {
            store: self.inner.store.clone(),
            now: self.clock(),
            administrator: session.who.clone(),
        }
    }

    /// Writes down who is signed in, or why nobody is.
    pub(crate) async fn end_group_session(
        &self,
        signed_in: Option<Outcome>,
        who: Option<String>,
        error: Option<&DeskError>,
    ) -> Result<(), Problem> {
        let mut book = self.account_book().await?;
        let before = book.clone();
        if let Some(outcome) = signed_in
            && book.signed_in_as(PortalPart::Group) != who.as_deref()
        {
            let (kind, part) = (JourneyKind::SignIn, PortalPart::Group);
            self.note_outcome(&mut book, kind, part, &outcome, who.as_deref());
        }
        if let (Some(who), None) = (&who, error) {
            // Who signs in on the way is known only now.
            self.inner.store.group_is_read_by(who.clone()).await?;
        }
        if let Some(DeskError::Portal(error)) = error {
            self.note_error(&mut book, error, who.as_deref()).await;
        }
        if book != before {
            self.keep_account_book(&book).await?;
        }
        let _ = self.inner.ledger.flush().await;
        Ok(())
    }

    /// An error of the desk as a person and a script need it; a reading that did not work is noted beside the roster.
    /// After a click that left, or may have, nothing is promised of it.
    pub(crate) async fn group_stopped(
        &self,
        error: DeskError,
        reading: bool,
        clicked: bool,
    ) -> Stopped {
        let mut shrank_to = None;
        let mut stopped = match error {
            DeskError::Shrank { shown, gone } => {
                shrank_to = u32::try_from(shown).ok();
                let problem = Problem::new(
                    "unexpected_page",
                    DeskError::Shrank { shown, gone }.to_string(),
                    "Look at the list on the portal. If it is right, read it again in 20 minutes: then it is believed.",
                );
                let mut stopped: Stopped = problem.into();
                let expected = format!("the {gone} users who are missing, or most of them");
                stopped.more.insert("expected".to_owned(), json!(expected));
                let shown = format!("{shown} users");
                stopped.more.insert("shown".to_owned(), json!(shown));
                stopped
            }
            DeskError::Portal(JourneyError::Portal(error)) => {
                self.note(Err(&error));
                self.stopped(JourneyKind::Maintenance, JourneyError::Portal(error))
            }
            DeskError::Portal(error) => self.stopped(JourneyKind::Maintenance, error),
            DeskError::Store(error) => Problem::from(error).into(),
            DeskError::OtherGroup { kept, shown } => {
                let message = DeskError::OtherGroup {
                    kept: kept.clone(),
                    shown: shown.clone(),
                }
                .to_string();
                let mut stopped: Stopped = Problem::new(
                    "other_group",
                    message,
                    "Sign in as the administrator of that group, or use another data folder for the other group.",
                )
                .into();
                stopped.more.insert("expected".to_owned(), json!(kept));
                stopped.more.insert("shown".to_owned(), json!(shown));
                stopped
            }
            error @ (DeskError::KeepsChanging | DeskError::LineLost) => Problem::new(
                "portal_error",
                error.to_string(),
                "Try again later; your local copy is as it was.",
            )
            .into(),
        };
        if clicked {
            stopped.problem.message = without_promise(&stopped.problem.message);
        }
        if reading {
            let problem = &stopped.problem;
            let failed = ReadingFailed {
                kind: problem.kind.clone(),
                message: problem.message.clone(),
                hint: problem.hint.clone(),
                shrank_to,
            };
            // The error itself is told now; that the roster is old shows by its age, too.
            let _ = self.inner.store.roster_not_read(failed, self.now()).await;
        }
        stopped
    }
}

/// Who is signed in now, and how, once the walk is over.
pub(crate) fn signed_in(desk: &GroupDesk<'_, '_>) -> (Option<Outcome>, Option<String>) {
    (desk.outcome(), desk.administrator())
}
