//! The stories of the product in its real window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story stops at the first surprise"
)]

mod accounts;
mod disk;
mod everyone;
mod group;
mod hostile;
mod keyring;
mod life;
mod main_job;

use docketbell_e2e::{App, Stage};

/// The app as cargo built it for these tests.
const PROGRAM: &str = env!("CARGO_BIN_EXE_docketbell");

/// The case that the practice portal's notes call the tour case.
const TOUR_CASE: &str = "26BA-CV90123";

/// Plays a story on a runtime of its own.
fn play(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(story);
}

async fn start(stage: &Stage) -> App {
    App::start(stage, PROGRAM, &[]).await
}
