//! The journeys through the account pages, one a file. Each is driven by the pages that the portal shows: which page it
//! is, is read from its visible words (`place.rs`); what it asks, from its labels (`questions.rs`); sending, refusals, lost
//! answers and ended sessions are the same for all (`walk.rs`).

mod account;
mod agreement;
mod associate;
mod dissociate;
pub mod group;
mod kept;
mod log_on;
mod my_account;
mod outcome;
mod person;
mod picture;
mod place;
mod preferences;
mod questions;
mod reconcile;
mod recover;
mod refusal;
mod register_administrator;
mod register_user;
mod sign_in;
mod sign_out;
mod states;
mod walk;
mod way_on;

use url::Url;

use crate::domain::{JourneyKind, PortalPart};
use crate::portal::words::Press;

pub use account::VERIFY_WITHIN;
pub use associate::GROUP_LINK;
pub use kept::KeptPage;
pub use outcome::{HELP_DESK, JourneyError, Outcome, SignInState};
pub use person::{
    Answer, Answers, Ask, AskKind, AskOption, Image, JourneyStep, NobodyThere, PageAsk,
    PasswordRules, Person, Said,
};
pub use preferences::PREFERENCES;
pub use reconcile::Settled;
pub use register_administrator::PASSWORD_CHANGED;
pub use walk::{LOCKED_FOR, Record, Start, Walk};

impl Walk<'_> {
    /// Walks the journey to its end. `part` is where one signs in to; `link` what an e-mail named.
    ///
    /// # Errors
    /// [`JourneyError`]; what was answered is kept, and the same journey goes on from it.
    pub async fn go(
        &mut self,
        part: PortalPart,
        link: Option<&Url>,
    ) -> Result<Outcome, JourneyError> {
        match self.kind {
            JourneyKind::RegisterAdministrator => register_administrator::go(self).await,
            JourneyKind::RegisterUser => register_user::go(self).await,
            JourneyKind::RegisterAccount => account::go(self).await,
            JourneyKind::ResendVerification => account::resend(self).await,
            JourneyKind::Associate => match link {
                Some(link) => associate::go(self, link).await,
                None => Err(JourneyError::NotOffered {
                    part: "the link of the group",
                }),
            },
            JourneyKind::Dissociate => dissociate::go(self).await,
            JourneyKind::SignIn => Ok(sign_in::go(self, part).await?.0),
            JourneyKind::RecoverPassword => recover::go(self, Press::ForgotPassword).await,
            JourneyKind::RecoverUserName => recover::go(self, Press::ForgotUserName).await,
            JourneyKind::ChangePassword => recover::change_password(self, link, part).await,
            JourneyKind::Preferences => preferences::go(self, false).await,
            // Not one way to one end: `group::GroupDesk` reads and clicks as often as it is asked.
            JourneyKind::Maintenance => Err(JourneyError::NotOffered {
                part: "Group Maintenance",
            }),
        }
    }

    /// The defaults for eFiling as they are set; nothing is asked about them and nothing changed.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn read_preferences(&mut self) -> Result<Outcome, JourneyError> {
        preferences::go(self, true).await
    }

    /// Settles a journey of this kind whose last answer was lost at this step, by reading the portal.
    ///
    /// # Errors
    /// When the portal cannot be read; then it stays uncertain.
    pub async fn settle(&mut self, lost: JourneyKind, step: &str) -> Result<Settled, JourneyError> {
        reconcile::go(self, lost, step).await
    }

    /// Ends the session with the portal; `false` when the portal offers no way to.
    ///
    /// # Errors
    /// When the portal cannot be asked.
    pub async fn sign_out(&mut self, part: PortalPart) -> Result<bool, JourneyError> {
        sign_out::go(self, part).await
    }

    /// What was answered so far, by id; nothing secret.
    pub fn answers(&self) -> &std::collections::BTreeMap<String, String> {
        &self.answers
    }
}
