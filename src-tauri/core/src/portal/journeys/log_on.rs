//! The log-on page, wherever it stands (A1, A3, B9, C3). A refused log-in ends the journey: it is never tried a second
//! time by itself.

use super::outcome::JourneyError;
use super::person::Said;
use super::place::Place;
use super::questions::PasswordName;
use super::walk::{Click, Walk};
use crate::domain::when::whole_moment_words;
use crate::portal::document::Page;
use crate::portal::words::Press;

/// Buttons of the log-on page.
const LOG_ON: &[Press] = &[Press::Logon, Press::Login, Press::Submit, Press::Continue];

impl Walk<'_> {
    /// Logs on, and gives the page that comes.
    ///
    /// # Errors
    /// [`JourneyError::LogInRefused`] or [`JourneyError::Locked`] when the log-on page comes again.
    pub(super) async fn log_on(
        &mut self,
        step: &str,
        page: &Page,
        password: PasswordName,
    ) -> Result<Page, JourneyError> {
        let mut say = Vec::new();
        if let Some(until) = self.start.locked_until.filter(|until| *until > self.now()) {
            say.push(Said::by_us(format!("The portal locked this account. It can be tried again on {}; until then only the help desk can unlock it.", whole_moment_words(until))));
            // A kept password must not be what makes the lock last longer.
            self.forget_secret(password.name());
        }
        if self.start.tries_left == Some(1) {
            say.push(Said::by_us("This is the last try before the portal locks the account for 30 minutes. If you are not sure of the password, recover it instead."));
            self.forget_secret(password.name());
        }
        self.leave_page();
        let click = Click {
            step,
            place: Place::LogOn,
            press: LOG_ON,
            changes: false,
            password,
            say,
        };
        let next = self.answer(click, page).await?;
        self.leave_page();
        Ok(next)
    }
}
