//! Accounts and journeys. A secret comes from the window once, inside its answer, and never goes back.

use docketbell_core::app::account_views::{
    AccountsView, AnswerView, ForgetView, JourneyKindView, JourneyView, LinkView, MadePassword,
};

use crate::commands::{Answer, Here};

/// Accounts, sign-in, groups, and what is kept of them.
#[tauri::command]
pub async fn accounts(here: Here<'_>) -> Answer<AccountsView> {
    here.desk().await?.accounts().await
}

/// Starts a journey or goes on with the open one.
#[tauri::command]
pub async fn start_journey(
    here: Here<'_>,
    kind: JourneyKindView,
    answers: Vec<AnswerView>,
) -> Answer<JourneyView> {
    here.desk().await?.start_journey(kind, answers).await
}

/// The journey that is open.
#[tauri::command]
pub async fn journey(here: Here<'_>) -> Answer<Option<JourneyView>> {
    here.desk().await?.journey().await
}

/// Answers the page that waits.
#[tauri::command]
pub async fn answer_page(
    here: Here<'_>,
    question_id: String,
    answers: Vec<AnswerView>,
) -> Answer<JourneyView> {
    here.desk().await?.answer_page(question_id, answers).await
}

/// Keeps what is typed so far; no secret is among it.
#[tauri::command]
pub async fn keep_answers(
    here: Here<'_>,
    question_id: String,
    answers: Vec<AnswerView>,
) -> Answer<String> {
    here.desk().await?.keep_answers(question_id, answers).await
}

/// Another picture of a phrase.
#[tauri::command]
pub async fn another_picture(here: Here<'_>) -> Answer<JourneyView> {
    here.desk().await?.another_picture().await
}

/// Leaves the journey for later.
#[tauri::command]
pub async fn leave_journey(here: Here<'_>) -> Answer<()> {
    here.desk().await?.leave_journey().await
}

/// Forgets the journey of this kind.
#[tauri::command]
pub async fn forget_journey(here: Here<'_>, kind: JourneyKindView) -> Answer<()> {
    here.desk().await?.forget_journey(kind).await
}

/// Signs out everywhere.
#[tauri::command]
pub async fn sign_out(here: Here<'_>) -> Answer<()> {
    here.desk().await?.sign_out().await
}

/// Forgets something on this computer.
#[tauri::command]
pub async fn forget_account(here: Here<'_>, what: ForgetView) -> Answer<()> {
    here.desk().await?.forget_account(what).await
}

/// Looks at a group-association link, on this computer only.
#[tauri::command]
pub async fn inspect_link(here: Here<'_>, link: String) -> Answer<LinkView> {
    here.desk().await?.inspect_link(link).await
}

/// A new password that fits the portal's rules: the one secret made here, for the person to see and change.
#[tauri::command]
pub async fn generate_password(here: Here<'_>) -> Answer<MadePassword> {
    here.desk().await?.generate_password().await
}
