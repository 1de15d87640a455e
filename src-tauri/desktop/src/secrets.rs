//! Secrets in the desktop's keyring, through the Secret Service.
//!
//! The service is asked directly and anew for each secret: a library that keeps a default store would remember
//! a failed first attempt for the life of the process, and a person who starts their keyring must not have to
//! restart Docketbell. Each answer comes within [`BOUND`]; only the desktop's own unlock dialog may stay open longer.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use docketbell_core::app::ports::{SecretBytes, SecretStore, SecretStoreError, Waiting};
use secrecy::{ExposeSecret, SecretBox};
use secret_service::{EncryptionType, Error, Item, SecretService};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{APP_ID, BOUND, nobody_answers};

/// How long an unlock dialog may stay open after we stopped waiting: someone may be typing a long password.
const DIALOG_AT_MOST: std::time::Duration = std::time::Duration::from_secs(120);

/// The keyring, for one portal's store.
#[derive(Clone)]
pub struct KeyringSecrets {
    portal: String,
    /// One dialog at a time, also when several secrets are asked for at once.
    dialog: Arc<Mutex<()>>,
}

impl KeyringSecrets {
    /// The keyring entries of one portal (`practice`, `missouri` …), named `<portal>/<name>`.
    #[must_use]
    pub fn new(portal: &str) -> Self {
        Self {
            portal: portal.to_owned(),
            dialog: Arc::default(),
        }
    }

    fn user(&self, name: &str) -> String {
        format!("{}/{name}", self.portal)
    }

    /// Makes sure that the keyring is open. The dialog lives on when the person needs longer than we wait.
    async fn open(&self, deadline: Instant) -> Result<(), SecretStoreError> {
        if bounded(deadline, default_is_open()).await? {
            return Ok(());
        }
        let dialog = Arc::clone(&self.dialog);
        let unlocking = tokio::spawn(async move {
            let _one_at_a_time = dialog.lock().await;
            timeout(DIALOG_AT_MOST, unlock_default()).await
        });
        match timeout_at(deadline, unlocking).await {
            Ok(Ok(Ok(opened))) => opened,
            Ok(Ok(Err(_))) | Err(_) => Err(SecretStoreError::Locked),
            Ok(Err(ended)) => Err(SecretStoreError::Other(ended.to_string())),
        }
    }

    async fn read(
        &self,
        user: &str,
        deadline: Instant,
    ) -> Result<Option<SecretBytes>, SecretStoreError> {
        self.open(deadline).await?;
        bounded(deadline, async {
            let service = connect().await?;
            let found = service.search_items(attributes(user)).await?;
            // Someone may have moved the entry to another collection; it is still ours.
            for item in found.locked.iter().chain(&found.unlocked) {
                item.unlock().await?;
            }
            match found.unlocked.first().or(found.locked.first()) {
                Some(item) => Ok(Some(SecretBox::new(Box::new(item.get_secret().await?)))),
                None => Ok(None),
            }
        })
        .await
    }

    async fn write(
        &self,
        user: &str,
        secret: &SecretBytes,
        deadline: Instant,
    ) -> Result<(), SecretStoreError> {
        self.open(deadline).await?;
        bounded(deadline, async {
            let service = connect().await?;
            let collection = service.get_default_collection().await?;
            let label = format!("Docketbell ({user})");
            let bytes = secret.expose_secret();
            collection
                .create_item(
                    &label,
                    attributes(user),
                    bytes,
                    true,
                    "application/octet-stream",
                )
                .await?;
            Ok(())
        })
        .await?;
        // A data key that cannot be read back would lock a new store for ever.
        match self.read(user, deadline).await? {
            Some(kept) if kept.expose_secret() == secret.expose_secret() => Ok(()),
            _ => Err(SecretStoreError::Forgets),
        }
    }

    async fn erase(&self, user: &str, deadline: Instant) -> Result<(), SecretStoreError> {
        self.open(deadline).await?;
        bounded(deadline, async {
            let service = connect().await?;
            let found = service.search_items(attributes(user)).await?;
            for item in found.locked.iter().chain(&found.unlocked) {
                remove(item).await?;
            }
            Ok(())
        })
        .await
    }
}

impl KeyringSecrets {
    /// The names below this portal that begin so. A service searches for whole attributes only, so all entries of the
    /// program are looked at, without their secrets.
    async fn list(
        &self,
        beginning: &str,
        deadline: Instant,
    ) -> Result<Vec<String>, SecretStoreError> {
        self.open(deadline).await?;
        let prefix = self.user("");
        bounded(deadline, async {
            let service = connect().await?;
            let ours = HashMap::from([("service", APP_ID)]);
            let found = service.search_items(ours).await?;
            let mut names = Vec::new();
            for item in found.locked.iter().chain(&found.unlocked) {
                let mut attributes = item.get_attributes().await?;
                let user = attributes.remove("username").unwrap_or_default();
                if user.starts_with(beginning)
                    && let Some(name) = user.strip_prefix(&prefix)
                {
                    names.push(name.to_owned());
                }
            }
            Ok(names)
        })
        .await
    }
}

impl SecretStore for KeyringSecrets {
    fn get(&self, name: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>> {
        let user = self.user(name);
        Box::pin(async move { self.read(&user, Instant::now() + BOUND).await })
    }

    fn set(&self, name: &str, secret: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>> {
        let user = self.user(name);
        Box::pin(async move { self.write(&user, &secret, Instant::now() + BOUND).await })
    }

    fn remove(&self, name: &str) -> Waiting<'_, Result<(), SecretStoreError>> {
        let user = self.user(name);
        Box::pin(async move { self.erase(&user, Instant::now() + BOUND).await })
    }

    fn names(&self, beginning: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>> {
        let user = self.user(beginning);
        Box::pin(async move { self.list(&user, Instant::now() + BOUND).await })
    }
}

fn attributes(user: &str) -> HashMap<&str, &str> {
    HashMap::from([("service", APP_ID), ("username", user)])
}

async fn connect() -> Result<SecretService<'static>, Error> {
    let bus = zbus::Connection::session()
        .await
        .map_err(|_| Error::Unavailable)?;
    // Encrypted on the bus, too: `dbus-monitor` must not show a data key.
    SecretService::connect_with_existing(EncryptionType::Dh, bus).await
}

async fn default_is_open() -> Result<bool, Error> {
    let service = connect().await?;
    let collection = service.get_default_collection().await?;
    Ok(!collection.is_locked().await?)
}

async fn unlock_default() -> Result<(), SecretStoreError> {
    let asked = async {
        let service = connect().await?;
        let collection = service.get_default_collection().await?;
        collection.unlock().await?;
        collection.ensure_unlocked().await
    };
    asked.await.map_err(state)
}

async fn remove(item: &Item<'_>) -> Result<(), Error> {
    item.unlock().await?;
    item.delete().await
}

async fn bounded<T>(
    deadline: Instant,
    asked: impl Future<Output = Result<T, Error>> + Send,
) -> Result<T, SecretStoreError> {
    match timeout_at(deadline, asked).await {
        Ok(answer) => answer.map_err(state),
        Err(_) => Err(SecretStoreError::Silent),
    }
}

/// Which of the states a person can do something about.
fn state(error: Error) -> SecretStoreError {
    match error {
        Error::Unavailable => SecretStoreError::NoBus,
        // The only thing that we ask for and the service may not have is the default collection.
        Error::NoResult => SecretStoreError::NoCollection,
        // Dismissed by a person, or by the desktop because nobody is there to ask: both leave it locked.
        Error::Locked | Error::Prompt | Error::PromptDisconnected => SecretStoreError::Locked,
        other => {
            let words = other.to_string();
            if words.contains("AccessDenied") || words.contains("NotAuthorized") {
                SecretStoreError::Denied
            } else if words.contains("IsLocked") {
                SecretStoreError::Locked
            } else if nobody_answers(&words) || words.contains("NoReply") {
                SecretStoreError::NoService
            } else {
                SecretStoreError::Other(words)
            }
        }
    }
}
