//! Status, settings, and what the program says about itself.

use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::ports::SecretStore;
use docketbell_core::app::views::{AboutView, DoctorLine, Settings, StatusView, TestView};
use docketbell_desktop::{KeyringSecrets, notification_service};

use crate::commands::{Answer, Here};

/// The status bar.
#[tauri::command]
pub async fn status(here: Here<'_>) -> Answer<StatusView> {
    here.desk().await?.status().await
}

/// Facts about this installation.
#[tauri::command]
pub async fn about(here: Here<'_>) -> Answer<AboutView> {
    let mut about = here.desk().await?.about().await?;
    about.practice_control = here.practice().control_url().await.ok();
    Ok(about)
}

/// Checks everything and says what to do.
#[tauri::command]
pub async fn doctor(here: Here<'_>) -> Answer<Vec<DoctorLine>> {
    let desk = here.desk().await?;
    let secrets = KeyringSecrets::new(&portal_slug(&desk.profile().name));
    // Whether it answers is the question; a name that is not there is an answer.
    let keyring = secrets.get("doctor").await.map(drop);
    desk.doctor(keyring, notification_service().await).await
}

/// Settings as they are.
#[tauri::command]
pub async fn settings(here: Here<'_>) -> Answer<Settings> {
    here.desk().await?.settings().await
}

/// Keeps settings.
#[tauri::command]
pub async fn save_settings(here: Here<'_>, settings: Settings) -> Answer<Settings> {
    here.desk().await?.save_settings(settings).await
}

/// Sends a test notification.
#[tauri::command]
pub async fn send_test_notification(here: Here<'_>) -> Answer<TestView> {
    here.desk().await?.send_test_notification().await
}

/// How far the last test came.
#[tauri::command]
pub async fn test_notification(here: Here<'_>) -> Answer<Option<TestView>> {
    here.desk().await?.test_notification().await
}

/// The person saw the test, or did not.
#[tauri::command]
pub async fn answer_test(here: Here<'_>, seen: bool) -> Answer<TestView> {
    here.desk().await?.answer_test(seen).await
}
