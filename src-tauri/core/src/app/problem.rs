//! Turns every error of the rooms below into what a view shows: what happened, what it means, what to do.

use crate::app::ports::SecretStoreError;
use crate::app::views::Problem;

impl Problem {
    /// A problem with a stable kind, a message and a hint.
    pub fn new(kind: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            message: message.into(),
            hint: hint.into(),
            retry_at: None,
        }
    }

    /// Bad input: says which value and what is accepted.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new("bad_input", message, "")
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
