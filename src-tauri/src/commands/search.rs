//! Full-text search of the local copy.

use docketbell_core::app::views::SearchPage;

use crate::commands::{Answer, Here};

/// A page of hits.
#[tauri::command]
pub async fn search(
    here: Here<'_>,
    words: String,
    case_id: Option<i64>,
    cursor: Option<String>,
) -> Answer<SearchPage> {
    here.desk().await?.search(words, case_id, cursor).await
}
