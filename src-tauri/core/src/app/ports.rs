//! What the core needs from a desktop: a clock, a place for secrets, a notifier, randomness. `docketbell-desktop`
//! implements these; fakes stay below them and beside a test of the real thing.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretBox;

use crate::domain::Notice;
use crate::domain::notice::{NoticeAction, NoticeTarget};

/// A boxed future, for the ports that wait.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What time it is. Passed in, so that a test can stand at any moment.
pub trait Clock: Send + Sync + 'static {
    /// The moment now, UTC.
    fn now(&self) -> Timestamp;
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A shared clock.
pub type SharedClock = Arc<dyn Clock>;

/// A secret as bytes; prints nothing, zeroised when dropped.
pub type SecretBytes = SecretBox<Vec<u8>>;

/// Why a secret store cannot be used now. Each state has its own message (promise P13).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretStoreError {
    /// No session bus.
    #[error(
        "There is no desktop session bus, so the keyring cannot be reached. Start Docketbell from your desktop, or use a store with a passphrase."
    )]
    NoBus,
    /// A bus, but nothing that keeps secrets.
    #[error(
        "No keyring service is running (gnome-keyring, KWallet, KeePassXC). Start one, or use a store with a passphrase."
    )]
    NoService,
    /// A service without a collection to keep secrets in.
    #[error(
        "The keyring has no default collection yet. Open your desktop's passwords program once and create one."
    )]
    NoCollection,
    /// Locked, and nobody answered within 5 seconds.
    #[error(
        "The keyring is locked and nobody unlocked it. Unlock it, then try again. Nothing was changed."
    )]
    Locked,
    /// The person or a policy said no.
    #[error(
        "The keyring refused access. Allow it for Docketbell, then try again. Nothing was changed."
    )]
    Denied,
    /// A service that takes the question and never answers.
    #[error(
        "The keyring does not answer. Restart it, or sign out of your desktop and in again. Nothing was changed."
    )]
    Silent,
    /// What was written could not be read back.
    #[error(
        "The keyring did not give back what it was just given, so it cannot keep the key of your cases."
    )]
    Forgets,
    /// Anything else, in the service's own words.
    #[error("The keyring did not answer as expected: {0}. Nothing was changed.")]
    Other(String),
}

/// A place for secrets: the desktop's keyring, or a sealed file beside a store made with a passphrase.
///
/// A missing entry is `Ok(None)` and proves nothing: never make a new data key beside an existing store.
pub trait SecretStore: Send + Sync + 'static {
    /// Reads a secret.
    fn get(&self, name: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>>;
    /// Writes a secret, and has it on disk when it returns.
    fn set(&self, name: &str, secret: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>>;
    /// Removes a secret; removing what is not there is fine.
    fn remove(&self, name: &str) -> Waiting<'_, Result<(), SecretStoreError>>;
    /// The names that begin so, in no order: what is kept for accounts is named for each user, and nobody else has a list
    /// of them once the store is gone. The secrets themselves are not read.
    fn names(&self, beginning: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>>;
}

/// What a person did with a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAnswer {
    /// [`Notice::event_id`].
    pub event_id: String,
    /// Which button; [`NoticeAction::Open`] for a click on the notification itself.
    pub action: NoticeAction,
    /// [`Notice::target`].
    pub target: NoticeTarget,
}

/// Why a notification could not be shown. It stays queued; nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifierError {
    /// No notification service answered.
    #[error("No notification service is running on this desktop. Changes are shown in Docketbell.")]
    NoService,
    /// The service did not answer in time: nobody knows whether the notification is on the screen.
    #[error("The desktop did not say whether it took the notification.")]
    NoAnswer,
    /// The service said no.
    #[error("The desktop did not take the notification: {0}")]
    Refused(String),
}

/// Shows native notifications.
pub trait Notifier: Send + Sync + 'static {
    /// Hands one notice to the desktop; `Ok` means that the desktop took it.
    fn show(&self, notice: &Notice) -> Waiting<'_, Result<(), NotifierError>>;
}
