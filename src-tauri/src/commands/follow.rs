//! Adding cases.

use docketbell_core::app::import_list::text_of;
use docketbell_core::app::views::{FollowLine, FollowOutcome, PastedLine};

use crate::commands::{Answer, Here};

/// The text of a file that the person chose, to be looked at as if it had been pasted.
#[tauri::command]
pub async fn list_text(bytes: Vec<u8>) -> Answer<String> {
    text_of(&bytes)
}

/// Looks at a pasted list on this computer only.
#[tauri::command]
pub async fn preview_lines(here: Here<'_>, text: String) -> Answer<Vec<PastedLine>> {
    here.desk().await?.preview_lines(text).await
}

/// Follows one case.
#[tauri::command]
pub async fn follow_case(
    here: Here<'_>,
    case_number: String,
    court_id: Option<String>,
) -> Answer<FollowOutcome> {
    here.desk().await?.follow_case(case_number, court_id).await
}

/// Follows a list, one by one.
#[tauri::command]
pub async fn follow_lines(
    here: Here<'_>,
    lines: Vec<FollowLine>,
    tag: Option<String>,
) -> Answer<Vec<FollowOutcome>> {
    here.desk().await?.follow_lines(lines, tag).await
}

/// Stops that.
#[tauri::command]
pub async fn cancel_follow(here: Here<'_>) -> Answer<()> {
    here.desk().await?.cancel_follow().await
}
