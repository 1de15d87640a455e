//! Sending a request for a page, and telling an answer that was lost from one that says no.

use url::Url;

use super::super::outcome::JourneyError;
use super::Walk;
use crate::portal::browser::{PortalAnswer, PortalRequest, Wanted};
use crate::portal::document::Page;
use crate::portal::error::{PortalError, Trouble};

/// Why nobody can tell of a click that the log-on page came for.
pub(in super::super) const LOG_ON_CAME: &str = "the log-on page came in place of the next one";

/// How far a request came, with the hops after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Came {
    /// It never left.
    Nowhere,
    /// To the portal; what came, or did not come, is its own answer.
    Answered,
    /// The portal took it and sent us on: what came is the answer to the page after it.
    SentOn,
}

/// What is known of a click that no page answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Fate {
    /// It never left, or the portal itself says that it does not take it now.
    NotDone,
    /// Nobody can tell, and there is no more to say about it.
    Lost,
    /// Nobody can tell, and what came is told as what it is.
    Told,
}

impl Walk<'_> {
    /// Sends a request and reads the page that comes. `clicked`: the button, when pressing it changes something.
    pub(in super::super) async fn send(
        &mut self,
        request: PortalRequest,
        clicked: Option<&str>,
    ) -> Result<Page, JourneyError> {
        if clicked.is_some() {
            self.record.sending(true).await?;
        }
        let (sent, came) = self.try_send(request).await;
        self.clicked = clicked.map(|button| (button.to_owned(), came));
        let Some(clicked) = clicked else {
            return sent;
        };
        match sent {
            Err(JourneyError::Portal(error)) => match fate_of(&error, came) {
                Fate::Lost => Err(lost(clicked, &error)),
                // Uncertain on the record, told as what it is.
                Fate::Told => Err(told(clicked, error)),
                Fate::NotDone => {
                    self.record.sending(false).await?;
                    Err(error.into())
                }
            },
            sent => {
                self.record.sending(false).await?;
                sent
            }
        }
    }

    /// Sends a request, and tells how far it came.
    pub(in super::super) async fn try_send(
        &mut self,
        request: PortalRequest,
    ) -> (Result<Page, JourneyError>, Came) {
        let (reached, sent_on) = (self.browser.reached(), self.browser.sent_on());
        let mut refreshed = false;
        let sent = self.ask_portal(request, &mut refreshed).await;
        let came = if refreshed || self.browser.sent_on() > sent_on {
            Came::SentOn
        } else if self.browser.reached() > reached {
            Came::Answered
        } else {
            Came::Nowhere
        };
        (sent, came)
    }

    /// A page that says that the portal is out of service, in its words. Where a click was taken and sent us on to it, it
    /// says nothing about the click.
    pub(in super::super) async fn out_of_service(&mut self, words: String) -> JourneyError {
        let error = PortalError::Maintenance { words, until: None };
        match self.clicked.take() {
            Some((button, Came::SentOn)) => self.unconfirmed(&button, error.into()).await,
            _ => error.into(),
        }
    }

    /// The error of a page that ends the journey or begins it anew, when the portal took a click and sent us on to it: it
    /// says nothing about the click. `None` when the page is the portal's own answer, or answers no click: who has no
    /// session any more is told so before anything is done.
    pub(in super::super) async fn behind_a_click(&mut self, cause: &str) -> Option<JourneyError> {
        let clicked = match self.clicked.take() {
            Some((button, Came::SentOn)) => button,
            answered => {
                self.clicked = answered;
                return None;
            }
        };
        if let Err(error) = self.record.sending(true).await {
            return Some(error);
        }
        // What this session would show is of no use, whatever became of the click.
        if let Err(error) = self.record.session_ended().await {
            return Some(error);
        }
        Some(JourneyError::Uncertain {
            clicked,
            cause: cause.to_owned(),
        })
    }

    /// Opens the page that tells what became of a click, where the answer to it says nothing. Until it is read the click is
    /// uncertain, and what comes in its place says no more about it than a page behind a redirect.
    pub(in super::super) async fn read_back(
        &mut self,
        url: &Url,
        button: &str,
    ) -> Result<Page, JourneyError> {
        self.record.sending(true).await?;
        match self.open(url).await {
            Ok(page) => {
                self.clicked = Some((button.to_owned(), Came::SentOn));
                Ok(page)
            }
            Err(error) => Err(self.unconfirmed(button, error).await),
        }
    }

    /// The page after a click could not be had: nobody can tell what became of the click.
    pub(in super::super) async fn unconfirmed(
        &mut self,
        button: &str,
        error: JourneyError,
    ) -> JourneyError {
        let JourneyError::Portal(error) = error else {
            return error;
        };
        if let Err(error) = self.record.sending(true).await {
            return error;
        }
        match fate_of(&error, Came::SentOn) {
            Fate::Told => told(button, error),
            _ => lost(button, &error),
        }
    }

    /// `refreshed` tells whether a page came that only sent us on.
    async fn ask_portal(
        &mut self,
        request: PortalRequest,
        refreshed: &mut bool,
    ) -> Result<Page, JourneyError> {
        let mut page = self.page(request).await?;
        // A page that only sends on (`meta refresh`) is a hop.
        for _ in 0..4 {
            let Some(next) = page.moves_on.clone() else {
                break;
            };
            if page.forms.iter().any(|f| f.shown().count() > 0) {
                break;
            }
            *refreshed = true;
            if !self.profile.allows_host(&next) {
                let host = next.host_str().unwrap_or("(no host)").to_owned();
                return Err(PortalError::ForeignHost {
                    host,
                    allowed: self.profile.allowed_hosts.clone(),
                }
                .into());
            }
            page = self
                .page(PortalRequest::open(next, self.kind.in_words()))
                .await?;
        }
        Ok(page)
    }

    async fn page(&self, mut request: PortalRequest) -> Result<Page, JourneyError> {
        request.wanted = Wanted::Account;
        request.unnamed = self.unnamed;
        let answer: PortalAnswer = self.browser.send(request).await?;
        let mut page = Page::read_answer(answer).await?;
        // A page that repeats a secret must not carry it into a message, a record or a log.
        page.blot(&self.secrets_typed());
        Ok(page)
    }
}

/// What a page says that came in place of the one that a click leads to.
pub(in super::super) fn it_says(words: &str) -> String {
    format!(
        "the page that it led to says \"{}\"",
        words.trim_end_matches('.')
    )
}

/// The error of a click of which nobody can tell.
pub(in super::super) fn lost(clicked: &str, error: &PortalError) -> JourneyError {
    JourneyError::Uncertain {
        clicked: clicked.to_owned(),
        cause: cause_of(error),
    }
}

/// The error of a click of which nobody can tell, told as what came behind it.
fn told(clicked: &str, error: PortalError) -> JourneyError {
    match error {
        error @ PortalError::UnexpectedPage { .. } => JourneyError::Behind {
            clicked: clicked.to_owned(),
            error,
            page: None,
        },
        error => error.into(),
    }
}

/// What an answer that is no page says about the click before it. What the portal answers to a page that a click led to is
/// no word about the click.
pub(in super::super) fn fate_of(error: &PortalError, came: Came) -> Fate {
    match (error, came) {
        (PortalError::Unreachable(trouble), Came::Nowhere) => match trouble {
            Trouble::TooSlow { .. } | Trouble::BrokeOff | Trouble::Other(_) => Fate::Lost,
            _ => Fate::NotDone,
        },
        (_, Came::Nowhere) => Fate::NotDone,
        (PortalError::ForeignHost { .. } | PortalError::UnexpectedPage { .. }, _)
        | (PortalError::Stopped(_), Came::SentOn) => Fate::Told,
        (_, Came::SentOn) => Fate::Lost,
        (
            PortalError::Unreachable(_)
            | PortalError::ServerError { .. }
            | PortalError::Unreadable { .. }
            | PortalError::TooManyRedirects { .. }
            | PortalError::Closed { .. }
            | PortalError::BudgetSpent { .. }
            | PortalError::NotPermitted(_)
            | PortalError::Ledger(_),
            Came::Answered,
        ) => Fate::Lost,
        (_, Came::Answered) => Fate::NotDone,
    }
}

pub(in super::super) fn cause_of(error: &PortalError) -> String {
    match error {
        PortalError::Unreachable(trouble) => trouble.to_string(),
        PortalError::ServerError { status, .. } => {
            format!("the portal answered with an error of its own, {status}")
        }
        PortalError::TooManyRedirects { .. } => "it sent us on and on".to_owned(),
        PortalError::Closed { .. } | PortalError::BudgetSpent { .. } => {
            "the page that it led to could not be asked for any more".to_owned()
        }
        PortalError::TooManyRequests { .. } => {
            "the portal wants a pause before it shows the page that it led to".to_owned()
        }
        PortalError::Maintenance { .. } | PortalError::CourtOffline { .. } => {
            "the page that it led to is out of service".to_owned()
        }
        PortalError::AccessDenied { .. } => {
            "the portal does not show us the page that it led to".to_owned()
        }
        _ => "the answer could not be read".to_owned(),
    }
}
