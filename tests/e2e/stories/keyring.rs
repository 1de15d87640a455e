//! The keyring, in the states that a desktop can have it (promise P13): the window is there, says what is, and loses nothing.

use std::time::{Duration, Instant};

use docketbell_e2e::Stage;

use crate::{TOUR_CASE, play, start};

#[test]
fn without_a_keyring_the_first_run_says_so_and_a_passphrase_works() {
    play(async {
        let stage = Stage::bare().await.with_fake_notifications().await;
        let begun = Instant::now();
        let app = start(&stage).await;
        app.window.wait_for("[data-testid=first-run]").await;
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nothing waits for a keyring that is not there"
        );
        app.first_run_with_passphrase("correct horse battery staple")
            .await;
        app.follow(TOUR_CASE).await;
        app.end().await;

        let app = start(&stage).await;
        app.window
            .type_into("#passphrase", "not the passphrase")
            .await;
        app.window.press("\u{e007}").await;
        app.window.wait_for("[data-testid=passphrase] [role=alert], [data-testid=problem], .field-error, .msg--error").await;
        app.window
            .type_into("#passphrase", "correct horse battery staple")
            .await;
        app.window.press("\u{e007}").await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.go_to("#/cases").await;
        app.window.wait_for("[data-testid=case-row]").await;
        app.end().await;
    });
}

#[test]
fn a_store_whose_keyring_is_locked_or_gone_is_explained_and_opens_when_it_is_back() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        app.end().await;

        let stage = stage.with_locked_keyring().await;
        let app = start(&stage).await;
        app.window.wait_for("[data-testid=cannot-open]").await;
        app.window
            .wait_for_words("[data-testid=cannot-open]", "locked")
            .await;
        let stage = stage.with_keyring().await;
        app.window
            .click("[data-testid=cannot-open] .btn--primary")
            .await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.go_to("#/cases").await;
        app.window.wait_for("[data-testid=case-row]").await;
        app.end().await;

        let mut stage = stage;
        stage.end_keyring().await;
        let app = start(&stage).await;
        app.window
            .wait_for_words("[data-testid=cannot-open]", "No keyring service")
            .await;
        app.end().await;
    });
}
