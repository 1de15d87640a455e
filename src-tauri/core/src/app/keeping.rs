//! Whether secrets can be kept now: the keyring's self-test, in a thread of its own and within a bound, and what was
//! learnt since. A keyring that hangs costs a person a sentence, never a frozen window.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretBox};

use crate::app::account_secrets::AccountSecret;
use crate::app::desk::{Desk, lock};
use crate::app::ports::{SecretBytes, SecretStore, SecretStoreError};
use crate::app::views::{ChangedKind, Problem};
use crate::storage::{StoreFolder, StoreKind};

/// How long the self-test may take. A keyring has five seconds, in which it can still say that it is locked; one that
/// does not keep to that is left behind a moment later.
const BOUND: Duration = Duration::from_millis(5_500);
/// What entries of a self-test begin with; one that a crash left behind goes with the store.
pub(crate) const TEST_ENTRY: &str = "self-test";

/// What is known of the keeping of secrets.
#[derive(Default)]
pub(crate) struct Keeping {
    trouble: std::sync::Mutex<Option<SecretStoreError>>,
    testing: AtomicBool,
}

/// Writes, reads back and removes a small secret: whether this keyring can keep one.
///
/// # Errors
/// The state that it is in. After the bound [`SecretStoreError::Silent`], whatever it does later.
pub async fn self_test(secrets: Arc<dyn SecretStore>) -> Result<(), SecretStoreError> {
    let (tell, told) = tokio::sync::oneshot::channel();
    let runtime = tokio::runtime::Handle::current();
    let thread = std::thread::Builder::new().name("keyring test".to_owned());
    let started = thread.spawn(move || {
        let tested = runtime.block_on(try_out(&*secrets));
        // Nobody waits any more after the bound.
        let _ = tell.send(tested);
    });
    if let Err(error) = started {
        return Err(SecretStoreError::Other(error.to_string()));
    }
    match tokio::time::timeout(BOUND, told).await {
        Ok(Ok(tested)) => tested,
        Ok(Err(_)) => Err(SecretStoreError::Other("its test ended early".to_owned())),
        Err(_) => Err(SecretStoreError::Silent),
    }
}

async fn try_out(secrets: &dyn SecretStore) -> Result<(), SecretStoreError> {
    let mut random = [0_u8; 8];
    // Window and terminal may test at the same moment; without randomness they would meet.
    let _ = getrandom::fill(&mut random);
    let name = format!("{TEST_ENTRY}-{:016x}", u64::from_le_bytes(random));
    let secret = || -> SecretBytes { SecretBox::new(Box::new(b"docketbell".to_vec())) };
    secrets.set(&name, secret()).await?;
    let back = secrets.get(&name).await?;
    secrets.remove(&name).await?;
    match back {
        Some(back) if back.expose_secret() == secret().expose_secret() => Ok(()),
        _ => Err(SecretStoreError::Forgets),
    }
}

impl Desk {
    /// Why secrets cannot be kept now, as far as was learnt.
    pub fn keeping_trouble(&self) -> Option<Problem> {
        lock(&self.inner.keeping.trouble).clone().map(Problem::from)
    }

    /// Tests the keyring beside everything else, and tells when the answer is another than before. A store made with a
    /// passphrase needs none.
    pub fn test_keyring(&self) {
        let kind = StoreFolder::open(&self.inner.place.folder)
            .ok()
            .and_then(|folder| folder.kind());
        let (Some(StoreKind::Keyring), Ok(secrets)) = (kind, self.secrets()) else {
            return;
        };
        if self.inner.keeping.testing.swap(true, Ordering::AcqRel) {
            return;
        }
        let desk = self.clone();
        tokio::spawn(async move {
            let tested = desk.learnt(self_test(secrets).await);
            desk.inner.keeping.testing.store(false, Ordering::Release);
            if tested.is_ok()
                && let Err(problem) = desk.match_kept().await
            {
                tracing::info!(kind = problem.kind, "what is kept was not compared");
            }
        });
    }

    /// Remembers how the keeping of secrets went.
    pub(crate) fn learnt<T>(
        &self,
        result: Result<T, SecretStoreError>,
    ) -> Result<T, SecretStoreError> {
        let now = result.as_ref().err().cloned();
        let before = std::mem::replace(&mut *lock(&self.inner.keeping.trouble), now.clone());
        if before != now {
            self.tell(&[ChangedKind::Accounts]);
        }
        result
    }

    /// Another desktop may have another keyring: what it does not hold is not called kept.
    async fn match_kept(&self) -> Result<(), Problem> {
        let mut book = self.account_book().await?;
        if !book.accounts.iter().any(|a| a.password_kept || a.pin_kept) {
            return Ok(());
        }
        let names = self.account_entries().await?;
        let before = book.clone();
        for account in &mut book.accounts {
            let holds = |which| {
                let name = self.account_secret(&account.user_name, which);
                names.contains(&name)
            };
            account.password_kept &= holds(AccountSecret::Password);
            account.pin_kept &= holds(AccountSecret::Pin);
        }
        if book != before {
            self.keep_account_book(&book).await?;
            self.tell(&[ChangedKind::Accounts]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ports::Waiting;

    /// A keyring that answers nothing, and blocks whoever asks.
    struct Stuck;

    impl SecretStore for Stuck {
        fn get(&self, _: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>> {
            Box::pin(async { Ok(None) })
        }
        fn set(&self, _: &str, _: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async {
                std::thread::sleep(Duration::from_secs(30));
                Ok(())
            })
        }
        fn remove(&self, _: &str) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async { Ok(()) })
        }
        fn names(&self, _: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>> {
            Box::pin(async { Ok(Vec::new()) })
        }
    }

    /// A keyring that takes everything and gives nothing back.
    struct Forgetful;

    impl SecretStore for Forgetful {
        fn get(&self, _: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>> {
            Box::pin(async { Ok(None) })
        }
        fn set(&self, _: &str, _: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async { Ok(()) })
        }
        fn remove(&self, _: &str) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async { Ok(()) })
        }
        fn names(&self, _: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>> {
            Box::pin(async { Ok(Vec::new()) })
        }
    }

    #[tokio::test]
    async fn a_keyring_that_blocks_its_thread_costs_the_bound_and_no_more() {
        let begun = std::time::Instant::now();
        let other_work = async {
            // The thread that draws goes on meanwhile.
            tokio::time::sleep(Duration::from_millis(10)).await;
            begun.elapsed()
        };
        let (tested, meanwhile) = tokio::join!(self_test(Arc::new(Stuck)), other_work);
        assert_eq!(tested, Err(SecretStoreError::Silent));
        assert!(meanwhile < Duration::from_secs(1), "{meanwhile:?}");
        assert!(begun.elapsed() < Duration::from_secs(6));
    }

    #[tokio::test]
    async fn a_keyring_that_forgets_is_found_out() {
        let tested = self_test(Arc::new(Forgetful)).await;
        assert_eq!(tested, Err(SecretStoreError::Forgets));
    }

    #[test]
    fn every_state_has_a_message_and_a_word_of_its_own() {
        let all = [
            SecretStoreError::NoBus,
            SecretStoreError::NoService,
            SecretStoreError::NoCollection,
            SecretStoreError::Locked,
            SecretStoreError::Denied,
            SecretStoreError::Silent,
            SecretStoreError::Forgets,
        ];
        let distinct = |of: fn(&SecretStoreError) -> String| {
            let words: std::collections::BTreeSet<String> = all.iter().map(of).collect();
            words.len()
        };
        assert_eq!(distinct(|e| e.kind().to_owned()), all.len());
        assert_eq!(distinct(ToString::to_string), all.len());
        for error in &all {
            let problem = Problem::from(error.clone());
            assert!(!problem.hint.is_empty(), "{error:?} says what to do");
        }
    }
}
