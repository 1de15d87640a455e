//! One click on one user, and what the portal shows after it.

use super::super::kept::heading;
use super::super::outcome::JourneyError;
use super::super::place::{Anywhere, Place, anywhere, not_available};
use super::super::refusal;
use super::super::walk::{Came, Fate, cause_of, fate_of};
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
        let (request, _) =
            pressed.map_err(|error| ClickError::NotSent(self.walk.stopped(&page.page, error)))?;
        let (mut shown, mut came) = self.click_on(request).await?;
        // "Are you sure?": asked before, by our own question. Only where it names the user.
        if self.asks_again(&shown, user_name) {
            let (yes, _) = self
                .walk
                .press(&shown, &[Press::Yes])
                .map_err(ClickError::Stopped)?;
            (shown, came) = self.click_on(yes).await?;
        }
        self.read_back(shown, user_name, came).await
    }

    /// Sends a click; gives the page that came, and whether the portal sent us on to it. What is known of one without an
    /// answer is how far it came.
    async fn click_on(&mut self, request: PortalRequest) -> Result<(Page, Came), ClickError> {
        match self.walk.try_send(request).await {
            (Ok(page), came) => Ok((page, came)),
            (Err(error), came) => Err(not_answered(error, came)),
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
        mut came: Came,
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
                    came = Came::SentOn;
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
            return Err(not_answered(error.into(), came));
        }
        Err(ClickError::Stopped(
            self.walk.unexpected(&page, &[Place::Roster]).await,
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

/// A click without an answer: whether it may have been carried out.
fn not_answered(error: JourneyError, came: Came) -> ClickError {
    let JourneyError::Portal(error) = error else {
        return ClickError::Stopped(error);
    };
    let says_not_now = matches!(
        error,
        PortalError::Stopped(_)
            | PortalError::TooManyRequests { .. }
            | PortalError::Maintenance { .. }
            | PortalError::CourtOffline { .. }
    );
    match (fate_of(&error, came), came) {
        (Fate::NotDone, Came::Nowhere) => ClickError::NotSent(error.into()),
        (Fate::NotDone, _) if says_not_now => ClickError::NotTaken(error.into()),
        // It took the click, sent us on, and wants no more questions: a pause is a pause.
        (Fate::Lost, _) if says_not_now || matches!(error, PortalError::AccessDenied { .. }) => {
            ClickError::Stopped(error.into())
        }
        (Fate::Lost, _) => ClickError::Lost {
            cause: cause_of(&error),
        },
        (Fate::Told | Fate::NotDone, _) => ClickError::Stopped(error.into()),
    }
}
