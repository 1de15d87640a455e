//! What a journey takes from the book of accounts, and what it writes into it: who is signed in, how many log-ins are
//! left, which secrets are kept.

use std::collections::{BTreeMap, HashMap};

use secrecy::{ExposeSecret, SecretString};

use super::user_name;
use crate::app::account_book::{AccountBook, Standing};
use crate::app::account_secrets::AccountSecret;
use crate::app::desk::Desk;
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::journeys::{JourneyError, Outcome, SignInState};

impl Desk {
    /// Secrets that a person asked to have kept, for a journey that logs on.
    pub(super) async fn kept_secrets(
        &self,
        kind: JourneyKind,
        answers: &mut BTreeMap<String, String>,
        book: &AccountBook,
    ) -> HashMap<String, SecretString> {
        let mut secrets = HashMap::new();
        let logs_on = matches!(
            kind,
            JourneyKind::SignIn
                | JourneyKind::Associate
                | JourneyKind::Dissociate
                | JourneyKind::ChangePassword
                | JourneyKind::ResendVerification
                | JourneyKind::Preferences
        );
        if !logs_on {
            return secrets;
        }
        if user_name(kind, answers).is_none() {
            let mut remembered = book.accounts.iter().filter(|a| a.password_kept);
            if let (Some(account), None) = (remembered.next(), remembered.next()) {
                let key = if account.user_name.contains('@') {
                    "email"
                } else {
                    "user_name"
                };
                answers.insert(key.to_owned(), account.user_name.clone());
            }
        }
        // An account that is known by its e-mail address is asked for by that where the page asks so.
        if let Some(who) = answers.get("user_name").filter(|who| who.contains('@')) {
            let who = who.clone();
            answers.entry("email".to_owned()).or_insert(who);
        }
        if let Some(who) = user_name(kind, answers) {
            if let Some(password) = self
                .kept_account_secret(&who, AccountSecret::Password)
                .await
            {
                secrets.insert("password".to_owned(), password);
            }
            if let Some(pin) = self.kept_account_secret(&who, AccountSecret::Pin).await {
                secrets.insert("pin".to_owned(), pin);
            }
        }
        secrets
    }

    pub(super) fn note_outcome(
        &self,
        book: &mut AccountBook,
        kind: JourneyKind,
        part: PortalPart,
        outcome: &Outcome,
        who: Option<&str>,
    ) {
        let Some(who) = who else { return };
        let account = book.account(who);
        match kind {
            JourneyKind::Dissociate => account.group = None,
            _ => {
                if outcome.group.is_some() {
                    account.group.clone_from(&outcome.group);
                }
            }
        }
        if outcome.next == Some("verify_email") {
            book.verify_until = outcome.until.or(book.verify_until);
        }
        let signed_in = match kind {
            JourneyKind::SignIn => outcome.word == "signed_in",
            JourneyKind::Associate
            | JourneyKind::RegisterAdministrator
            | JourneyKind::Dissociate => true,
            JourneyKind::Preferences => outcome.word != "not_verified",
            _ => false,
        };
        if signed_in {
            let standing = match outcome.state {
                SignInState::SignedIn => Standing::SignedIn,
                SignInState::Disabled => Standing::Disabled,
                SignInState::NoGroup => Standing::NoGroup,
            };
            if part == PortalPart::Casenet {
                // Whoever signs in has verified the address.
                book.verify_until = None;
            }
            book.logged_in(part, who, standing, outcome.notice.clone(), self.now());
        } else if matches!(
            kind,
            JourneyKind::RegisterUser | JourneyKind::RegisterAccount
        ) {
            book.last_part = Some(part);
        }
    }

    /// A password that was changed opens nothing any more; tried again, it would count as a failed log-in.
    pub(super) async fn forget_old_password(
        &self,
        book: &mut AccountBook,
        who: Option<&str>,
        before: Option<&SecretString>,
    ) {
        let (Some(who), Some(before)) = (who, before) else {
            return;
        };
        let kept = self.kept_account_secret(who, AccountSecret::Password).await;
        let is_old = kept.is_some_and(|kept| kept.expose_secret() == before.expose_secret());
        if is_old
            && self
                .forget_account_secret(who, AccountSecret::Password)
                .await
                .is_ok()
        {
            book.account(who).password_kept = false;
        }
    }

    pub(super) async fn note_error(
        &self,
        book: &mut AccountBook,
        error: &JourneyError,
        who: Option<&str>,
    ) {
        match (error, who) {
            (JourneyError::LogInRefused { tries_left, .. }, Some(who)) => {
                book.refused(who, *tries_left, self.now());
                // A password that was refused is not worth keeping, and must not be tried again.
                if self
                    .forget_account_secret(who, AccountSecret::Password)
                    .await
                    .is_ok()
                    && let Some(account) = book.accounts.iter_mut().find(|a| a.user_name == who)
                {
                    account.password_kept = false;
                }
            }
            (JourneyError::Locked { until, .. }, Some(who)) => {
                book.refused(who, Some(0), self.now());
                book.locked.insert(who.to_owned(), *until);
            }
            (JourneyError::SessionEnded { .. }, _) => book.ended(),
            _ => {}
        }
    }
}
