//! The journeys of the account pages, walked by keys alone in the real window, before the practice portal.

mod dress;
mod forgotten;
mod interrupted;
mod person;
mod registrations;
mod sign_in;
mod signed_in;
mod surprises;
mod verification;

use docketbell_e2e::{App, Court, Stage};

pub use person::Person;

use crate::start;

/// The app on a usual desktop, past its first run, and the court inside it.
async fn opened(stage: &Stage) -> (App, Court) {
    let app = start(stage).await;
    app.first_run_by_keys().await;
    app.window.bring_axe().await;
    let court = Court::of(&stage.data_folder()).await;
    (app, court)
}
