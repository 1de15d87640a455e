//! Settles clicks whose answers were lost, by reading the portal's own list. Presses nothing.

use std::collections::BTreeSet;

use super::read::{keep, settle_lost, whole};
use super::{DeskError, Office};
use crate::domain::ActionState;
use crate::domain::action::Sent;
use crate::portal::journeys::group::Maintenance;
use crate::storage::StoredAction;

/// Settles every uncertain action; gives them as they stand now. Without one the portal is not asked.
///
/// # Errors
/// [`DeskError`]; what is uncertain stays so.
pub async fn reconcile(
    office: &Office,
    desk: &mut impl Maintenance,
    page: &(dyn Fn(u32) + Sync),
) -> Result<Vec<StoredAction>, DeskError> {
    office.store.lose_group_actions(false, office.now()).await?;
    let ids: Vec<i64> = office
        .store
        .pending_group_actions()
        .await?
        .iter()
        .filter(|a| a.state == ActionState::Uncertain)
        .map(|a| a.id)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let roster = whole(office, desk, &BTreeSet::new(), &BTreeSet::new(), page).await?;
    let settled = settle_lost(office, &roster, Some(Sent::LostBefore)).await?;
    keep(office, &roster, settled).await?;
    Ok(office.store.group_actions(&ids).await?)
}
