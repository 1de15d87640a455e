//! What a journey writes down as it comes: answers into the store, the session and kept secrets into the secret store.

use std::collections::BTreeMap;
use std::sync::Mutex;

use secrecy::SecretString;
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

use super::user_name;
use crate::app::account_secrets::AccountSecret;
use crate::app::desk::{Desk, lock};
use crate::app::views::Problem;
use crate::portal::browser::Cookies;
use crate::portal::journeys::{JourneyError, Record};
use crate::storage::{JourneyState, StoredAgreement, StoredJourney};

/// Writes down what must not be lost, as it comes.
pub(super) struct Diary {
    desk: Desk,
    journey: Mutex<Option<StoredJourney>>,
    cookies: Cookies,
    kept_session: Mutex<Zeroizing<Vec<u8>>>,
}

impl Diary {
    pub(super) fn new(desk: Desk, journey: Option<StoredJourney>, cookies: Cookies) -> Self {
        Self {
            desk,
            journey: Mutex::new(journey),
            cookies,
            kept_session: Mutex::default(),
        }
    }

    pub(super) fn finish(self) -> Option<StoredJourney> {
        lock(&self.journey).take()
    }

    /// Changes the journey's row, if that changes anything.
    async fn change(
        &self,
        change: impl FnOnce(&mut StoredJourney) + Send,
    ) -> Result<(), JourneyError> {
        let changed = {
            let mut held = lock(&self.journey);
            let Some(journey) = held.as_mut() else {
                return Ok(());
            };
            let before = journey.clone();
            change(journey);
            if *journey == before {
                return Ok(());
            }
            journey.updated_at = self.desk.now();
            journey.clone()
        };
        self.desk
            .inner
            .store
            .keep_journey(&changed)
            .await
            .map_err(store_error)
    }
}

fn store_error(error: crate::storage::StoreError) -> JourneyError {
    JourneyError::Store {
        kind: error.kind().to_owned(),
        message: error.to_string(),
        hint: error.hint().to_owned(),
    }
}

impl Record for Diary {
    fn keep<'a>(
        &'a self,
        step: &'a str,
        page: &'a str,
        answers: &'a BTreeMap<String, String>,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(self.change(move |journey| {
            step.clone_into(&mut journey.step);
            page.clone_into(&mut journey.page);
            journey.answers.clone_from(answers);
        }))
    }

    fn session<'a>(&'a self, at: &'a Url) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let of = lock(&self.journey).as_ref().map(|journey| journey.kind);
            let Some(bytes) = Desk::session_bytes(&self.cookies, Some(at), of) else {
                return Ok(());
            };
            if *lock(&self.kept_session) == bytes {
                return Ok(());
            }
            match self.desk.keep_session(&bytes).await {
                Ok(()) => *lock(&self.kept_session) = bytes,
                // Without it the person signs in again after a restart; nothing else is lost.
                Err(error) => tracing::warn!(
                    kind = error.kind(),
                    "the session with the portal is not kept"
                ),
            }
            Ok(())
        })
    }

    fn session_ended(&self) -> crate::portal::Waiting<'_, Result<(), JourneyError>> {
        Box::pin(async move {
            if let Ok(mut jar) = self.cookies.lock() {
                jar.clear();
            }
            lock(&self.kept_session).clear();
            let mut book = self.desk.account_book().await.map_err(problem_error)?;
            book.ended();
            self.desk
                .keep_account_book(&book)
                .await
                .map_err(problem_error)
        })
    }

    fn agreed<'a>(
        &'a self,
        title: &'a str,
        text: &'a str,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let held = lock(&self.journey).clone();
            let Some(journey) = held else { return Ok(()) };
            let sha256 = Sha256::digest(text.as_bytes())
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            let agreement = StoredAgreement {
                kind: journey.kind,
                title: title.to_owned(),
                sha256,
                user_name: user_name(journey.kind, &journey.answers),
                agreed_at: self.desk.now(),
            };
            self.desk
                .inner
                .store
                .keep_agreement(agreement)
                .await
                .map_err(store_error)
        })
    }

    fn keep_secret<'a>(
        &'a self,
        name: &'a str,
        secret: &'a SecretString,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let which = match name {
                "password" | "new_password" => AccountSecret::Password,
                "pin" => AccountSecret::Pin,
                _ => return Ok(()),
            };
            let held = lock(&self.journey).clone();
            let Some(who) = held.and_then(|j| user_name(j.kind, &j.answers)) else {
                return Ok(());
            };
            if let Err(error) = self.desk.keep_account_secret(&who, which, secret).await {
                tracing::warn!(kind = error.kind(), "a secret that was to be kept is not");
                return Ok(());
            }
            let mut book = self.desk.account_book().await.map_err(problem_error)?;
            let account = book.account(&who);
            match which {
                AccountSecret::Password => account.password_kept = true,
                AccountSecret::Pin => account.pin_kept = true,
            }
            self.desk
                .keep_account_book(&book)
                .await
                .map_err(problem_error)
        })
    }

    fn sending(&self, under_way: bool) -> crate::portal::Waiting<'_, Result<(), JourneyError>> {
        Box::pin(self.change(move |journey| {
            journey.state = if under_way {
                JourneyState::Uncertain
            } else {
                JourneyState::Open
            };
        }))
    }
}

fn problem_error(problem: Problem) -> JourneyError {
    JourneyError::Store {
        kind: problem.kind,
        message: problem.message,
        hint: problem.hint,
    }
}
