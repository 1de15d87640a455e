//! Asking the court.

use docketbell_core::app::views::{AccessLine, CheckSummary};
use tauri::{AppHandle, Manager};

use crate::commands::{Answer, Here};
use crate::house::House;

/// Checks one case, or all.
#[tauri::command]
pub async fn check_now(here: Here<'_>, id: Option<i64>) -> Answer<CheckSummary> {
    here.desk().await?.check_now(id).await
}

/// Stops that.
#[tauri::command]
pub async fn cancel_check(here: Here<'_>) -> Answer<()> {
    here.desk().await?.cancel_check().await
}

/// The portal's posted notice was read.
#[tauri::command]
pub async fn read_notice(here: Here<'_>) -> Answer<()> {
    here.desk().await?.read_notice().await
}

/// The person resumes after a refusal.
#[tauri::command]
pub async fn resume_access(here: Here<'_>) -> Answer<()> {
    here.desk().await?.resume_access().await
}

/// What was sent to the portal.
#[tauri::command]
pub async fn access_log(here: Here<'_>, limit: u32) -> Answer<Vec<AccessLine>> {
    here.desk().await?.access_log(limit).await
}

/// "Check now" in the tray. What it finds arrives as notifications; why it could not, in the window's status bar.
pub fn from_tray(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        match app.state::<House>().desk().await {
            Ok(desk) => {
                if let Err(problem) = desk.check_now(None).await {
                    tracing::info!(
                        kind = problem.kind,
                        "the check from the tray found a problem"
                    );
                }
            }
            // The store waits for its passphrase, or cannot be opened: the window says which.
            Err(_) => crate::windows::show(&app, None),
        }
    });
}
