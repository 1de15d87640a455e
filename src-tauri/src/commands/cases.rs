//! The cases that are followed, and one of them.

use docketbell_core::app::views::{
    CasePage, CaseQuery, CaseView, CaseWords, ChangeView, ChargeView, ClosedCopyView, DocketPage,
    DocumentView, HearingView, PartyView, VersionView,
};

use crate::commands::{Answer, Here};

/// A page of the list.
#[tauri::command]
pub async fn list_cases(here: Here<'_>, query: CaseQuery) -> Answer<CasePage> {
    here.desk().await?.list_cases(query).await
}

/// One case.
#[tauri::command]
pub async fn case_view(here: Here<'_>, id: i64) -> Answer<CaseView> {
    here.desk().await?.case_view(id).await
}

/// A page of its docket.
#[tauri::command]
pub async fn docket_page(
    here: Here<'_>,
    id: i64,
    offset: u32,
    limit: u32,
    oldest_first: bool,
) -> Answer<DocketPage> {
    here.desk()
        .await?
        .docket_page(id, offset, limit, oldest_first)
        .await
}

/// The place of an entry on its docket.
#[tauri::command]
pub async fn entry_offset(here: Here<'_>, id: i64, entry_id: i64) -> Answer<u32> {
    here.desk().await?.entry_offset(id, entry_id).await
}

/// The versions of an entry.
#[tauri::command]
pub async fn entry_versions(here: Here<'_>, entry_id: i64) -> Answer<Vec<VersionView>> {
    here.desk().await?.entry_versions(entry_id).await
}

/// Parties.
#[tauri::command]
pub async fn parties(here: Here<'_>, id: i64) -> Answer<Vec<PartyView>> {
    here.desk().await?.parties(id).await
}

/// Hearings.
#[tauri::command]
pub async fn hearings(here: Here<'_>, id: i64) -> Answer<Vec<HearingView>> {
    here.desk().await?.hearings(id).await
}

/// Charges.
#[tauri::command]
pub async fn charges(here: Here<'_>, id: i64) -> Answer<Vec<ChargeView>> {
    here.desk().await?.charges(id).await
}

/// Documents.
#[tauri::command]
pub async fn documents(here: Here<'_>, id: i64) -> Answer<Vec<DocumentView>> {
    here.desk().await?.documents(id).await
}

/// All changes since it is followed.
#[tauri::command]
pub async fn case_changes(here: Here<'_>, id: i64) -> Answer<Vec<ChangeView>> {
    here.desk().await?.case_changes(id).await
}

/// Keeps the person's own words.
#[tauri::command]
pub async fn save_case_words(here: Here<'_>, id: i64, words: CaseWords) -> Answer<()> {
    here.desk().await?.save_case_words(id, words).await
}

/// Stops following; the copy stays.
#[tauri::command]
pub async fn unfollow_case(here: Here<'_>, id: i64) -> Answer<()> {
    here.desk().await?.unfollow_case(id).await
}

/// Follows it again.
#[tauri::command]
pub async fn refollow_case(here: Here<'_>, id: i64) -> Answer<()> {
    here.desk().await?.refollow_case(id).await
}

/// Removes the copy.
#[tauri::command]
pub async fn forget_case(here: Here<'_>, id: i64) -> Answer<()> {
    here.desk().await?.forget_case(id).await
}

/// Copies of cases that the court no longer shows.
#[tauri::command]
pub async fn closed_copies(here: Here<'_>) -> Answer<Vec<ClosedCopyView>> {
    here.desk().await?.closed_copies().await
}

/// Erases such copies, as they were read back.
#[tauri::command]
pub async fn erase_closed_copies(here: Here<'_>, ids: Vec<i64>) -> Answer<u32> {
    here.desk().await?.erase_closed_copies(ids).await
}
