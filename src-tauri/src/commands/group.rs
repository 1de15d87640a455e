//! The group administrator's desk. The PIN comes from the window once, when it is typed; it goes back only when its
//! administrator asks to see it.

use docketbell_core::app::group_views::{
    AccessReviewView, ActionPlan, ActionView, AuditPage, ConflictDecision, DeliveredView,
    GroupView, InvitationView, MailDraft, NewPin, NewUserDecision, OffboardingStepKind,
    OffboardingView, OutboxView, PinView, ShownPin, WantedView,
};
use tauri::AppHandle;

use crate::clipboard::copy_secret;
use crate::commands::{Answer, Here};
use crate::pin_paper::print_pin_sheet;

/// The group as this computer knows it.
#[tauri::command]
pub async fn group(here: Here<'_>) -> Answer<GroupView> {
    here.desk().await?.group().await
}

/// The administrator's own words about a user.
#[tauri::command]
pub async fn save_user_note(here: Here<'_>, user_name: String, note: Option<String>) -> Answer<()> {
    here.desk().await?.save_user_note(user_name, note).await
}

/// What actions would mean; writes nothing.
#[tauri::command]
pub async fn plan_actions(
    here: Here<'_>,
    wanted: WantedView,
    user_names: Vec<String>,
) -> Answer<ActionPlan> {
    here.desk().await?.plan_actions(wanted, user_names).await
}

/// Queues actions; sends nothing.
#[tauri::command]
pub async fn queue_actions(
    here: Here<'_>,
    wanted: WantedView,
    user_names: Vec<String>,
) -> Answer<Vec<ActionView>> {
    here.desk().await?.queue_actions(wanted, user_names).await
}

/// What waits, and what ended lately.
#[tauri::command]
pub async fn outbox(here: Here<'_>) -> Answer<OutboxView> {
    here.desk().await?.outbox().await
}

/// A person looked at what is older than a day.
#[tauri::command]
pub async fn confirm_actions(here: Here<'_>, ids: Vec<i64>) -> Answer<()> {
    here.desk().await?.confirm_actions(ids).await
}

/// Takes back what waits.
#[tauri::command]
pub async fn withdraw_action(here: Here<'_>, id: i64) -> Answer<()> {
    here.desk().await?.withdraw_action(id).await.map(|_| ())
}

/// A person's decision about a conflict.
#[tauri::command]
pub async fn resolve_conflict(here: Here<'_>, id: i64, decision: ConflictDecision) -> Answer<()> {
    let desk = here.desk().await?;
    desk.resolve_conflict(id, decision).await.map(|_| ())
}

/// A person's decision about somebody new.
#[tauri::command]
pub async fn decide_new_user(here: Here<'_>, id: i64, decision: NewUserDecision) -> Answer<()> {
    here.desk().await?.decide_new_user(id, decision).await
}

/// From which age on the PIN is reminded of.
#[tauri::command]
pub async fn save_pin_reminder(here: Here<'_>, days: Option<u32>) -> Answer<()> {
    here.desk().await?.save_pin_reminder(days).await
}

/// Reads the roster.
#[tauri::command]
pub async fn refresh_group(here: Here<'_>) -> Answer<GroupView> {
    here.desk().await?.refresh_group().await
}

/// Delivers what is queued.
#[tauri::command]
pub async fn deliver_outbox(here: Here<'_>) -> Answer<DeliveredView> {
    here.desk().await?.deliver_outbox().await
}

/// Ends a delivery after the click that is on its way.
#[tauri::command]
pub async fn stop_delivery(here: Here<'_>) -> Answer<()> {
    here.desk().await?.stop_delivery();
    Ok(())
}

/// Settles what is uncertain by reading.
#[tauri::command]
pub async fn settle_uncertain(here: Here<'_>) -> Answer<DeliveredView> {
    here.desk().await?.settle_uncertain().await
}

/// Changes the PIN at the portal, now.
#[tauri::command]
pub async fn change_pin(here: Here<'_>, pin: NewPin) -> Answer<PinView> {
    here.desk().await?.change_pin(pin).await
}

/// The kept PIN, for its administrator who asks to see it.
#[tauri::command]
pub async fn show_pin(here: Here<'_>) -> Answer<ShownPin> {
    here.desk().await?.show_pin().await
}

/// The kept PIN to the clipboard, for 30 seconds. The window never sees it.
#[tauri::command]
pub async fn copy_pin(app: AppHandle, here: Here<'_>) -> Answer<()> {
    let ShownPin(pin) = here.desk().await?.pin_to_copy().await?;
    copy_secret(&app, pin).await
}

/// The kept PIN on a sheet of its own, through the desktop's print dialog; `false` when the person let it be. The window
/// never sees it.
#[tauri::command]
pub async fn print_pin(app: AppHandle, here: Here<'_>) -> Answer<bool> {
    let sheet = here.desk().await?.pin_to_print().await?;
    print_pin_sheet(&app, sheet).await
}

/// Removes the kept PIN from this computer.
#[tauri::command]
pub async fn forget_pin(here: Here<'_>) -> Answer<()> {
    here.desk().await?.forget_pin().await
}

/// What a new user is given.
#[tauri::command]
pub async fn invitation(here: Here<'_>) -> Answer<InvitationView> {
    here.desk().await?.invitation().await
}

/// Keeps the group-association link.
#[tauri::command]
pub async fn save_association_link(here: Here<'_>, link: Option<String>) -> Answer<()> {
    here.desk().await?.save_association_link(link).await
}

/// A message to somebody who was disabled.
#[tauri::command]
pub async fn message_to_disabled(here: Here<'_>, user_name: String) -> Answer<MailDraft> {
    here.desk().await?.message_to_disabled(user_name).await
}

/// Begins a playbook: somebody leaves.
#[tauri::command]
pub async fn start_offboarding(here: Here<'_>, user_name: String) -> Answer<OffboardingView> {
    here.desk().await?.start_offboarding(user_name).await
}

/// Does a step of a playbook, or leaves it out.
#[tauri::command]
pub async fn offboarding_step(
    here: Here<'_>,
    id: i64,
    step: OffboardingStepKind,
    done: bool,
) -> Answer<OffboardingView> {
    here.desk().await?.offboarding_step(id, step, done).await
}

/// All playbooks.
#[tauri::command]
pub async fn offboardings(here: Here<'_>) -> Answer<Vec<OffboardingView>> {
    here.desk().await?.offboardings().await
}

/// Opens the access review of this quarter.
#[tauri::command]
pub async fn open_access_review(here: Here<'_>) -> Answer<AccessReviewView> {
    here.desk().await?.open_access_review().await
}

/// Decides about a user in the review.
#[tauri::command]
pub async fn decide_access(
    here: Here<'_>,
    user_name: String,
    decision: NewUserDecision,
) -> Answer<AccessReviewView> {
    here.desk().await?.decide_access(user_name, decision).await
}

/// Signs the access review.
#[tauri::command]
pub async fn sign_access_review(here: Here<'_>, name: String) -> Answer<AccessReviewView> {
    here.desk().await?.sign_access_review(name).await
}

/// A page of the audit log.
#[tauri::command]
pub async fn audit_log(here: Here<'_>, before: Option<i64>, limit: u32) -> Answer<AuditPage> {
    here.desk().await?.audit_log(before, limit).await
}
