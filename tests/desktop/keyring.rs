//! The keyring on a private desktop, in each state that a person's keyring can be in (promise P13).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::process::Command;
use std::time::{Duration, Instant};

use docketbell_core::app::ports::{SecretBytes, SecretStore, SecretStoreError};
use docketbell_desktop::KeyringSecrets;
use docketbell_testbed::{Keyring, inside, start_refusing_keyring, start_silent_keyring};
use secrecy::{ExposeSecret, SecretBox};

fn daemon() -> Command {
    Command::new("gnome-keyring-daemon")
}

fn secret(bytes: &[u8]) -> SecretBytes {
    SecretBox::new(Box::new(bytes.to_vec()))
}

async fn why_not(secrets: &KeyringSecrets) -> SecretStoreError {
    let asked = Instant::now();
    let refused = secrets.get("data-key").await.map(|_| ()).unwrap_err();
    assert!(
        asked.elapsed() < Duration::from_millis(5_500),
        "an answer within 5 seconds"
    );
    refused
}

#[test]
fn a_secret_is_kept_for_its_portal_also_when_the_keyring_starts_anew() {
    inside(
        "a_secret_is_kept_for_its_portal_also_when_the_keyring_starts_anew",
        || async {
            let keyring = Keyring::start_unlocked(daemon()).await;
            let practice = KeyringSecrets::new("practice");
            assert!(
                practice.get("data-key").await.unwrap().is_none(),
                "nothing was kept yet"
            );
            practice
                .set("data-key", secret(b"\0first\xff"))
                .await
                .unwrap();
            practice
                .set("data-key", secret(b"\0second\xff"))
                .await
                .unwrap();
            keyring.end().await;
            let _keyring = Keyring::start_unlocked(daemon()).await;
            let kept = practice.get("data-key").await.unwrap().unwrap();
            assert_eq!(
                kept.expose_secret().as_slice(),
                b"\0second\xff",
                "the newest, byte for byte"
            );
            let other = KeyringSecrets::new("missouri")
                .get("data-key")
                .await
                .unwrap();
            assert!(other.is_none(), "another portal has its own");
            practice.remove("data-key").await.unwrap();
            practice
                .remove("data-key")
                .await
                .expect("removing what is not there is fine");
            assert!(practice.get("data-key").await.unwrap().is_none());
        },
    );
}

#[test]
fn the_entries_of_a_folder_are_found_by_their_beginning_and_removed() {
    inside(
        "the_entries_of_a_folder_are_found_by_their_beginning_and_removed",
        || async {
            let _keyring = Keyring::start_unlocked(daemon()).await;
            let practice = KeyringSecrets::new("practice");
            let other = KeyringSecrets::new("missouri");
            for name in [
                "account-1/password/jdoe",
                "account-1/pin/jdoe",
                "account-1/session",
                "account-12/session",
                "data-key-1",
            ] {
                practice.set(name, secret(b"kept")).await.unwrap();
            }
            other
                .set("account-1/session", secret(b"kept"))
                .await
                .unwrap();
            let mut names = practice.names("account-1/").await.unwrap();
            names.sort();
            assert_eq!(
                names,
                [
                    "account-1/password/jdoe",
                    "account-1/pin/jdoe",
                    "account-1/session"
                ],
                "of this folder and this portal alone"
            );
            for name in names {
                practice.remove(&name).await.unwrap();
            }
            assert!(practice.names("account-1/").await.unwrap().is_empty());
            assert_eq!(practice.names("").await.unwrap().len(), 2);
            assert_eq!(other.names("").await.unwrap(), ["account-1/session"]);
            assert!(practice.get("data-key-1").await.unwrap().is_some());
        },
    );
}

#[test]
fn a_locked_keyring_that_nobody_opens_is_called_locked() {
    inside(
        "a_locked_keyring_that_nobody_opens_is_called_locked",
        || async {
            let keyring = Keyring::start_unlocked(daemon()).await;
            let secrets = KeyringSecrets::new("practice");
            secrets.set("data-key", secret(b"kept")).await.unwrap();
            keyring.end().await;
            let locked = Keyring::start_locked(daemon()).await;
            assert_eq!(
                why_not(&secrets).await,
                SecretStoreError::Locked,
                "and never \"no entry\""
            );
            locked.end().await;
            let _open = Keyring::start_unlocked(daemon()).await;
            let kept = secrets.get("data-key").await.unwrap().unwrap();
            assert_eq!(
                kept.expose_secret().as_slice(),
                b"kept",
                "unlocking it is enough, without a restart"
            );
        },
    );
}

#[test]
fn a_keyring_without_a_collection_says_so() {
    inside("a_keyring_without_a_collection_says_so", || async {
        let _keyring = Keyring::start_locked(daemon()).await;
        assert_eq!(
            why_not(&KeyringSecrets::new("practice")).await,
            SecretStoreError::NoCollection
        );
    });
}

#[test]
fn no_service_is_told_from_a_service_that_went_away_only_by_what_came_before() {
    inside(
        "no_service_is_told_from_a_service_that_went_away_only_by_what_came_before",
        || async {
            let secrets = KeyringSecrets::new("practice");
            assert_eq!(why_not(&secrets).await, SecretStoreError::NoService);
            let keyring = Keyring::start_unlocked(daemon()).await;
            secrets.set("data-key", secret(b"kept")).await.unwrap();
            keyring.end().await;
            assert_eq!(
                why_not(&secrets).await,
                SecretStoreError::NoService,
                "gone later"
            );
        },
    );
}

#[test]
fn a_keyring_that_refuses_is_called_so() {
    inside("a_keyring_that_refuses_is_called_so", || async {
        let _keyring = start_refusing_keyring().await;
        assert_eq!(
            why_not(&KeyringSecrets::new("practice")).await,
            SecretStoreError::Denied
        );
    });
}

#[test]
fn a_keyring_that_never_answers_costs_five_seconds() {
    inside(
        "a_keyring_that_never_answers_costs_five_seconds",
        || async {
            let _keyring = start_silent_keyring().await;
            let refused = why_not(&KeyringSecrets::new("practice")).await;
            assert!(
                refused == SecretStoreError::Silent,
                "not \"locked\": {refused:?}"
            );
        },
    );
}

#[test]
fn without_a_session_bus_the_message_says_so() {
    if std::env::var_os("DOCKETBELL_TEST_NO_BUS").is_some() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let refused = runtime.block_on(why_not(&KeyringSecrets::new("practice")));
        assert_eq!(refused, SecretStoreError::NoBus);
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "without_a_session_bus_the_message_says_so"])
        .env("DOCKETBELL_TEST_NO_BUS", "1")
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            "unix:path=/nonexistent/docketbell-bus",
        )
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("1 passed"), "{said}");
}
