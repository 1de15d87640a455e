//! Sending a request for a page, and telling an answer that was lost from one that says no.

use super::super::outcome::JourneyError;
use super::Walk;
use crate::portal::browser::{PortalAnswer, PortalRequest, Wanted};
use crate::portal::document::Page;
use crate::portal::error::{PortalError, Trouble};

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
        let before = self.browser.reached();
        let sent = self.ask_portal(request).await;
        // A hop that could not be asked for says nothing about the click that led to it.
        let left = self.browser.reached() > before;
        match (sent, clicked) {
            (Ok(page), clicked) => {
                if clicked.is_some() {
                    self.record.sending(false).await?;
                }
                Ok(page)
            }
            (Err(JourneyError::Portal(error)), Some(clicked)) if is_lost(&error, left) => {
                Err(JourneyError::Uncertain {
                    clicked: clicked.to_owned(),
                    cause: cause_of(&error),
                })
            }
            // It was sent and answered by something that says nothing about it: uncertain on the record, told as what it is.
            (
                Err(
                    error @ JourneyError::Portal(
                        PortalError::ForeignHost { .. } | PortalError::UnexpectedPage { .. },
                    ),
                ),
                Some(_),
            ) => Err(error),
            (Err(error), clicked) => {
                if clicked.is_some() {
                    self.record.sending(false).await?;
                }
                Err(error)
            }
        }
    }

    async fn ask_portal(&mut self, request: PortalRequest) -> Result<Page, JourneyError> {
        let mut page = self.page(request).await?;
        // A page that only sends on (`meta refresh`) is a hop.
        for _ in 0..4 {
            let Some(next) = page.moves_on.clone() else {
                break;
            };
            if page.forms.iter().any(|f| f.shown().count() > 0) {
                break;
            }
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
        let answer: PortalAnswer = self.browser.send(request).await?;
        let mut page = Page::read_answer(answer).await?;
        // A page that repeats a secret must not carry it into a message, a record or a log.
        page.blot(&self.secrets_typed());
        Ok(page)
    }
}

/// Whether a request may have been carried out although no answer came. `left`: it, or a hop after it, may have come to
/// the portal.
fn is_lost(error: &PortalError, left: bool) -> bool {
    match error {
        PortalError::Unreachable(_)
        | PortalError::Closed { .. }
        | PortalError::BudgetSpent { .. }
        | PortalError::NotPermitted(_)
        | PortalError::Ledger(_)
            if left =>
        {
            true
        }
        PortalError::Unreachable(trouble) => {
            matches!(
                trouble,
                Trouble::TooSlow { .. } | Trouble::BrokeOff | Trouble::Other(_)
            )
        }
        PortalError::ServerError { .. }
        | PortalError::Unreadable { .. }
        | PortalError::TooManyRedirects { .. } => true,
        _ => false,
    }
}

fn cause_of(error: &PortalError) -> String {
    match error {
        PortalError::Unreachable(trouble) => trouble.to_string(),
        PortalError::ServerError { status, .. } => {
            format!("the portal answered with an error of its own, {status}")
        }
        PortalError::TooManyRedirects { .. } => "it sent us on and on".to_owned(),
        PortalError::Closed { .. } | PortalError::BudgetSpent { .. } => {
            "the page that it led to could not be asked for any more".to_owned()
        }
        _ => "the answer could not be read".to_owned(),
    }
}
