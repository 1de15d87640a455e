//! Today: changes to review.

use docketbell_core::app::views::{TodayTab, TodayView};

use crate::commands::{Answer, Here};

/// Changes by case.
#[tauri::command]
pub async fn today(here: Here<'_>, tab: TodayTab, offset: u32) -> Answer<TodayView> {
    here.desk().await?.today(tab, offset).await
}

/// Marks changes reviewed.
#[tauri::command]
pub async fn review_changes(here: Here<'_>, ids: Vec<i64>) -> Answer<()> {
    here.desk().await?.review_changes(ids).await
}

/// Takes that back.
#[tauri::command]
pub async fn undo_review(here: Here<'_>, ids: Vec<i64>) -> Answer<()> {
    here.desk().await?.undo_review(ids).await
}

/// "I have seen this": a hearing that moved or went.
#[tauri::command]
pub async fn acknowledge_change(here: Here<'_>, id: i64) -> Answer<()> {
    here.desk().await?.acknowledge_change(id).await
}
