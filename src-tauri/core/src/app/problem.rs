//! Turns every error of the rooms below into what a view shows: what happened, what it means, what to do.

use crate::app::desk::Desk;
use crate::app::ports::SecretStoreError;
use crate::app::views::Problem;
use crate::storage::{LastProblem, StoreError};

impl Problem {
    /// A problem with a stable kind, a message and a hint.
    pub fn new(kind: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            message: message.into(),
            hint: hint.into(),
            retry_at: None,
            more: serde_json::Map::new(),
        }
    }

    /// Bad input: says which value and what is accepted.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new("bad_input", message, "")
    }
}

impl Desk {
    /// Why a case was not read the last time.
    pub(crate) async fn last_problem(&self, last: LastProblem) -> Result<Problem, StoreError> {
        let mut problem = Problem::new(&last.kind, last.message, "");
        if problem.kind == "too_many_requests" {
            // A pause binds every case, so it is kept once.
            let until = self.inner.store.access_state().await?.hold_off_until;
            let until = until.filter(|until| *until > self.now());
            problem.retry_at = until.map(|until| until.to_string());
        }
        Ok(problem)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl SecretStoreError {
    /// Stable word for `--json` and the views.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoBus => "keyring_no_bus",
            Self::NoService => "keyring_no_service",
            Self::NoCollection => "keyring_no_collection",
            Self::Locked => "keyring_locked",
            Self::Denied => "keyring_denied",
            Self::Silent => "keyring_silent",
            Self::Forgets => "keyring_forgets",
            Self::Other(_) => "keyring_failed",
        }
    }
}

impl From<SecretStoreError> for Problem {
    fn from(error: SecretStoreError) -> Self {
        Self::new(
            error.kind(),
            error.to_string(),
            "Your stored cases are unharmed. A store with a passphrase does not need the keyring.",
        )
    }
}
