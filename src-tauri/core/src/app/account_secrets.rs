//! Secrets of accounts: the session with the portal, and the password and PIN that a person asked to have kept. In the
//! keyring, or in the sealed file of a store made with a passphrase; never in the database.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::{Zeroize, Zeroizing};

use crate::app::desk::Desk;
use crate::app::opening::key_name;
use crate::app::ports::{SecretBytes, SecretStore, SecretStoreError, Waiting};
use crate::domain::JourneyKind;
use crate::portal::browser::Cookies;
use crate::storage::{SealedFile, StoreFolder, StoreKind};

/// The sealed file as a secret store.
struct Sealed(SealedFile);

impl SecretStore for Sealed {
    fn get(&self, name: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>> {
        let read = self.0.get(name);
        Box::pin(async move {
            let kept = read.map_err(|e| SecretStoreError::Other(e.to_string()))?;
            Ok(kept.map(|secret| SecretBox::new(Box::new(secret.to_vec()))))
        })
    }

    fn set(&self, name: &str, secret: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>> {
        let name = name.to_owned();
        Box::pin(async move {
            self.0
                .set(&name, secret.expose_secret())
                .await
                .map_err(|e| SecretStoreError::Other(e.to_string()))
        })
    }

    fn remove(&self, name: &str) -> Waiting<'_, Result<(), SecretStoreError>> {
        let name = name.to_owned();
        Box::pin(async move {
            self.0
                .remove(&name)
                .await
                .map_err(|e| SecretStoreError::Other(e.to_string()))
        })
    }

    fn names(&self, beginning: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>> {
        let names = self.0.names(beginning);
        Box::pin(async move { names.map_err(|e| SecretStoreError::Other(e.to_string())) })
    }
}

/// A session as it is kept: the cookies, and the page that waits.
#[derive(Serialize, Deserialize)]
struct KeptSession {
    cookies: String,
    at: Option<Url>,
    #[serde(default)]
    of: Option<JourneyKind>,
}

impl Drop for KeptSession {
    fn drop(&mut self) {
        self.cookies.zeroize();
    }
}

/// The session with the portal.
pub(crate) struct PortalSession {
    /// The cookies that the browser uses.
    pub cookies: Cookies,
    /// The page where it stands.
    pub at: Option<Url>,
    /// The journey that stands there.
    pub of: Option<JourneyKind>,
}

impl PortalSession {
    /// No session yet.
    pub fn fresh() -> Self {
        Self {
            cookies: Cookies::default(),
            at: None,
            of: None,
        }
    }
}

/// Which secret of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountSecret {
    /// The password.
    Password,
    /// The PIN of its group.
    Pin,
}

impl AccountSecret {
    fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Pin => "pin",
        }
    }
}

/// The entry of an account's secret, beside the folder's data key.
fn entry_name(key_name: &str, of: &str) -> String {
    format!("{}/{of}", key_name.replace("data-key", "account"))
}

/// What every entry of a folder's accounts begins with, for whoever erases the folder without opening its store.
pub(crate) fn account_entries(key_name: &str) -> String {
    entry_name(key_name, "")
}

impl Desk {
    /// Lets the desk keep secrets in this store of secrets. A store made with a passphrase has its sealed file and
    /// needs none.
    #[must_use]
    pub fn with_secrets(self, secrets: Arc<dyn SecretStore>) -> Self {
        // A second one would split what is kept; the first stays.
        let _ = self.inner.secrets.set(secrets);
        self
    }

    /// Where secrets go: the keyring or the sealed file, as the store was made; the other is never tried.
    pub(crate) fn secrets(&self) -> Result<Arc<dyn SecretStore>, SecretStoreError> {
        let kind = StoreFolder::open(&self.inner.place.folder)
            .ok()
            .and_then(|folder| folder.kind());
        match kind {
            Some(StoreKind::Passphrase) => Ok(Arc::new(Sealed(self.inner.store.sealed_file()))),
            _ => self
                .inner
                .secrets
                .get()
                .cloned()
                .ok_or(SecretStoreError::NoService),
        }
    }

    /// Entries carry the name of the folder's key, so that two folders of one portal never share a session.
    pub(crate) fn secret_name(&self, of: &str) -> String {
        match key_name(&self.inner.place.folder) {
            Ok(name) => entry_name(&name, of),
            Err(_) => format!("account/{of}"),
        }
    }

    pub(crate) fn account_secret(&self, user_name: &str, which: AccountSecret) -> String {
        self.secret_name(&format!("{}/{user_name}", which.word()))
    }

    pub(crate) async fn load_session(&self) -> PortalSession {
        let Ok(secrets) = self.secrets() else {
            return PortalSession::fresh();
        };
        // A session that cannot be read is one that has ended: the person signs in again.
        let Ok(Some(kept)) = secrets.get(&self.secret_name("session")).await else {
            return PortalSession::fresh();
        };
        let Ok(kept) = serde_json::from_slice::<KeptSession>(kept.expose_secret()) else {
            return PortalSession::fresh();
        };
        match cookie_store::serde::json::load_all(kept.cookies.as_bytes()) {
            Ok(store) => PortalSession {
                cookies: Arc::new(reqwest_cookie_store::CookieStoreMutex::new(store)),
                at: kept.at.clone(),
                of: kept.of,
            },
            Err(_) => PortalSession::fresh(),
        }
    }

    /// The session as bytes for the secret store.
    pub(crate) fn session_bytes(
        cookies: &Cookies,
        at: Option<&Url>,
        of: Option<JourneyKind>,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(Vec::new());
        {
            let jar = cookies.lock().ok()?;
            cookie_store::serde::json::save_incl_expired_and_nonpersistent(&jar, &mut *text)
                .ok()?;
        }
        let kept = KeptSession {
            cookies: String::from_utf8(text.to_vec()).ok()?,
            at: at.cloned(),
            of,
        };
        serde_json::to_vec(&kept).ok().map(Zeroizing::new)
    }

    pub(crate) async fn keep_session(&self, bytes: &[u8]) -> Result<(), SecretStoreError> {
        let secret = SecretBox::new(Box::new(bytes.to_vec()));
        let secrets = self.learnt(self.secrets())?;
        self.learnt(secrets.set(&self.secret_name("session"), secret).await)
    }

    /// The names of all that is kept for the accounts of this folder, the session among them.
    pub(crate) async fn account_entries(&self) -> Result<Vec<String>, SecretStoreError> {
        self.secrets()?.names(&self.secret_name("")).await
    }

    /// Forgets all that is kept for accounts, also of accounts that nobody remembers.
    pub(crate) async fn forget_account_entries(&self) -> Result<(), SecretStoreError> {
        let secrets = self.secrets()?;
        for name in self.account_entries().await? {
            secrets.remove(&name).await?;
        }
        Ok(())
    }

    pub(crate) async fn forget_session(&self) -> Result<(), SecretStoreError> {
        self.secrets()?.remove(&self.secret_name("session")).await
    }

    pub(crate) async fn keep_account_secret(
        &self,
        user_name: &str,
        which: AccountSecret,
        secret: &SecretString,
    ) -> Result<(), SecretStoreError> {
        let bytes = SecretBox::new(Box::new(secret.expose_secret().as_bytes().to_vec()));
        let secrets = self.learnt(self.secrets())?;
        let name = self.account_secret(user_name, which);
        self.learnt(secrets.set(&name, bytes).await)
    }

    pub(crate) async fn kept_account_secret(
        &self,
        user_name: &str,
        which: AccountSecret,
    ) -> Option<SecretString> {
        let secrets = self.secrets().ok()?;
        let kept = secrets
            .get(&self.account_secret(user_name, which))
            .await
            .ok()??;
        std::str::from_utf8(kept.expose_secret())
            .ok()
            .map(SecretString::from)
    }

    pub(crate) async fn forget_account_secret(
        &self,
        user_name: &str,
        which: AccountSecret,
    ) -> Result<(), SecretStoreError> {
        self.secrets()?
            .remove(&self.account_secret(user_name, which))
            .await
    }
}
