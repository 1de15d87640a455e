//! Starting, opening the store, ending.

use docketbell_core::app::views::{FirstRunAnswers, OpenPlace, StartView};
use secrecy::SecretString;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Here};
use crate::lifecycle;
use crate::shell::Shell;

/// Which face the window shows.
#[tauri::command]
pub async fn start_state(here: Here<'_>) -> Answer<StartView> {
    Ok(here.session().await.start_state().await)
}

/// Makes the store as the first-run steps say.
#[tauri::command]
pub async fn finish_first_run(
    here: Here<'_>,
    answers: FirstRunAnswers,
    passphrase: Option<SecretString>,
) -> Answer<StartView> {
    let view = here
        .session()
        .await
        .finish_first_run(answers, passphrase)
        .await?;
    here.begin().await;
    Ok(view)
}

/// Opens a store made with a passphrase.
#[tauri::command]
pub async fn unlock(here: Here<'_>, passphrase: SecretString) -> Answer<StartView> {
    let view = here.session().await.unlock(passphrase).await?;
    here.begin().await;
    Ok(view)
}

/// Tries again what could not be opened.
#[tauri::command]
pub async fn retry_open(here: Here<'_>) -> Answer<StartView> {
    let view = here.session().await.retry_open().await?;
    here.begin().await;
    Ok(view)
}

/// Ends the program.
#[tauri::command]
pub async fn quit(app: AppHandle) -> Answer<()> {
    lifecycle::quit(&app);
    Ok(())
}

/// The place that was asked for before the window listened.
#[tauri::command]
pub async fn take_open_place(shell: State<'_, Shell>) -> Answer<Option<OpenPlace>> {
    Ok(shell.take_place())
}
