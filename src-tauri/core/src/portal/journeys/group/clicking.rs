//! One click on one user, and what the portal shows after it.

use super::super::kept::heading;
use super::super::outcome::JourneyError;
use super::super::place::{Anywhere, Place, anywhere, not_available};
use super::super::refusal;
use super::maintenance::{GroupDesk, answer};
use super::roster_page::{self, RosterPage};
use super::{ClickAnswer, ClickError};
use crate::domain::Wanted;
use crate::portal::browser::PortalRequest;
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::words::{Press, Words};

impl GroupDesk<'_, '_> {
    /// Presses the button of the row, on the page that the portal shows now.
    pub(super) async fn press(
        &mut self,
        user_name: &str,
        wanted: Wanted,
    ) -> Result<ClickAnswer, ClickError> {
        // Looking for the page changes nothing, so whatever stops it means that nothing was sent.
        match self.show(user_name).await {
            Ok(true) => {}
            Ok(false) => return Err(ClickError::NotShown),
            Err(JourneyError::SessionEnded { words }) => {
                self.signed_out = true;
                return Err(ClickError::SessionEnded(words));
            }
            Err(error) => return Err(ClickError::NotSent(error)),
        }
        let Some(page) = self.current.take() else {
            return Err(ClickError::NotShown);
        };
        if page.status_of(user_name) == Some(&wanted.status()) {
            // So already since the roster was read: nothing to press.
            let shown = answer(&page, user_name, None);
            self.current = Some(page);
            return Ok(shown);
        }
        let pressed = page.press(user_name, wanted, self.walk.words(), self.walk.profile);
        let (request, button) =
            pressed.map_err(|error| ClickError::NotSent(self.walk.stopped(&page.page, error)))?;
        let (mut came, mut hops) = self.click_on(request, &button).await?;
        // "Are you sure?": asked before, by our own question. Only where it names the user.
        if self.asks_again(&came, user_name) {
            let (yes, button) = self
                .walk
                .press(&came, &[Press::Yes])
                .map_err(ClickError::Stopped)?;
            (came, hops) = self.click_on(yes, &button).await?;
        }
        self.read_back(came, user_name, hops).await
    }

    /// Sends a click; gives the page that came, and by how many hops. What is known of one without an answer is how far it came.
    async fn click_on(
        &mut self,
        request: PortalRequest,
        button: &str,
    ) -> Result<(Page, u64), ClickError> {
        let before = self.walk.browser.reached();
        let sent = self.walk.send(request, Some(button)).await;
        let hops = self.walk.browser.reached().saturating_sub(before);
        match sent {
            Ok(page) => Ok((page, hops)),
            Err(error) => Err(not_answered(error, hops)),
        }
    }

    fn asks_again(&self, page: &Page, user_name: &str) -> bool {
        let words = self.walk.words();
        RosterPage::read(page.clone(), words).is_err()
            && page.offers(words.button(Press::Yes))
            && page.offers(words.button(Press::No))
            && page.lines.iter().any(|line| line.contains(user_name))
    }

    async fn read_back(
        &mut self,
        mut page: Page,
        user_name: &str,
        hops: u64,
    ) -> Result<ClickAnswer, ClickError> {
        for _ in 0..3 {
            if roster_page::has_table(&page, self.walk.words()) {
                break;
            }
            match anywhere(&page, self.walk.words()) {
                Some(Anywhere::Notice) => {
                    let (request, _) = self
                        .walk
                        .press(&page, &[Press::Continue])
                        .map_err(ClickError::Stopped)?;
                    page =
                        self.walk
                            .send(request, None)
                            .await
                            .map_err(|error| ClickError::Lost {
                                cause: error.to_string(),
                            })?;
                }
                Some(Anywhere::SessionEnded(words)) => {
                    self.signed_out = true;
                    return Err(ClickError::SessionEnded(words));
                }
                Some(Anywhere::Locked(words) | Anywhere::LinkExpired(words)) => {
                    return Err(ClickError::Lost { cause: words });
                }
                None => break,
            }
        }
        let words = self.walk.words();
        if roster_page::is_one(&page, words) {
            let shown = RosterPage::read(page.clone(), words)
                .map_err(|error| ClickError::Stopped(self.walk.stopped(&page, error)))?;
            let told = told(&page, user_name, words);
            let answer = answer(&shown, user_name, told);
            self.current = Some(shown);
            return Ok(answer);
        }
        if Place::of(&page, words, &[Place::LogOn], &[]).is_some() {
            self.signed_out = true;
            return Err(ClickError::SessionEnded(heading(&page)));
        }
        // A page of its own that says what was done and leads back: what is so, the roster will tell.
        let named = page.lines.iter().any(|line| line.contains(user_name));
        if named && page.offers(words.button(Press::GroupMaintenance)) {
            return Ok(ClickAnswer {
                row: None,
                whole: false,
                told: told(&page, user_name, words),
            });
        }
        if let Some(words) = not_available(&page, words) {
            let error = PortalError::Maintenance { words, until: None };
            return Err(not_answered(error.into(), hops));
        }
        Err(ClickError::Stopped(
            self.walk.unexpected(&page, &[Place::Roster]),
        ))
    }
}

/// What the portal says: its messages, else the line that speaks of the user.
fn told(page: &Page, user_name: &str, words: &Words) -> Option<String> {
    let messages = refusal::told(page);
    if !messages.is_empty() {
        return Some(messages.join(" "));
    }
    roster_page::said(page, words)
        .find(|line| line.contains(user_name) && *line != user_name)
        .map(str::to_owned)
}

/// A click without an answer: whether it may have been carried out. `hops`: how many requests came to the portal.
fn not_answered(error: JourneyError, hops: u64) -> ClickError {
    match (error, hops) {
        (JourneyError::Uncertain { cause, .. }, _) => ClickError::Lost { cause },
        (error, 0) => ClickError::NotSent(error),
        // The portal answered the click itself, and says that it does not take it now.
        (
            JourneyError::Portal(
                error @ (PortalError::Stopped(_)
                | PortalError::TooManyRequests { .. }
                | PortalError::Maintenance { .. }
                | PortalError::CourtOffline { .. }),
            ),
            1,
        ) => ClickError::NotTaken(error.into()),
        // It took the click and sent us on, or answered with something that says nothing about it.
        (error, _) => ClickError::Stopped(error),
    }
}
