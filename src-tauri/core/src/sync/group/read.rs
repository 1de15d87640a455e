//! Reading the roster. Who is missing on a roster of several pages is believed only when a second reading agrees: a user
//! slips through when somebody on an earlier page is removed while it is read.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{DeskError, Office};
use crate::domain::action::{Sent, Verdict, settle};
use crate::domain::group::is_another_group;
use crate::domain::{ActionState, KnownUser, Roster, UserStatus};
use crate::portal::journeys::group::Maintenance;
use crate::storage::{GroupFacts, RosterReading, RosterWritten, Settlement, StoredAction};

/// Readings that must agree before we give up.
const READINGS: u32 = 3;
/// Users whom others may have removed between two readings without anybody wondering.
const MOST_GONE: usize = 5;
/// A roster that shrank is believed when a reading so much later shows the same.
const BELIEVED_AFTER: SignedDuration = SignedDuration::from_mins(20);
/// A click whose answer was lost longer ago than this is not on its way any more.
pub(super) const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(10);

/// What a refresh brought.
#[derive(Debug, Clone)]
pub struct Refreshed {
    /// The roster as it is kept now.
    pub roster: Roster,
    /// What changed.
    pub written: RosterWritten,
}

/// Reads the roster and keeps it, in one transaction. A reading that is not whole changes nothing.
///
/// # Errors
/// [`DeskError`]; the roster is as it was.
pub async fn refresh(
    office: &Office,
    desk: &mut impl Maintenance,
    page: &(dyn Fn(u32) + Sync),
) -> Result<Refreshed, DeskError> {
    office.store.lose_group_actions(false, office.now()).await?;
    let roster = whole(office, desk, &BTreeSet::new(), &BTreeSet::new(), page).await?;
    let settled = settle_lost(office, &roster, None).await?;
    let written = keep(office, &roster, settled).await?;
    Ok(Refreshed { roster, written })
}

/// Reads the whole roster. `gone`: users whom our own answered clicks removed.
pub(super) async fn whole(
    office: &Office,
    desk: &mut impl Maintenance,
    clickable: &BTreeSet<String>,
    gone: &BTreeSet<String>,
    page: &(dyn Fn(u32) + Sync),
) -> Result<Roster, DeskError> {
    let known = office.store.group_users().await?;
    let facts = office.store.group_facts().await?;
    let pressed = pressed_to_remove(office).await?;
    let mut before: Option<BTreeSet<String>> = None;
    for _ in 0..READINGS {
        let roster = desk.roster(clickable, page).await?;
        if is_another_group(facts.name.as_deref(), &known, &roster) {
            return Err(DeskError::OtherGroup {
                kept: facts.name.unwrap_or_default(),
                shown: roster.group.unwrap_or_default(),
            });
        }
        let missing = missing(&known, &roster, gone);
        let shrank = looks_cut_off(&known, &missing, &pressed);
        if missing.is_empty() || (roster.pages < 2 && !shrank) || before.as_ref() == Some(&missing)
        {
            if shrank && !is_believed(&facts, roster.users.len(), office.now()) {
                return Err(DeskError::Shrank {
                    shown: roster.users.len(),
                    gone: missing.len(),
                });
            }
            return Ok(roster);
        }
        before = Some(missing);
    }
    Err(DeskError::KeepsChanging)
}

fn missing(known: &[KnownUser], roster: &Roster, gone: &BTreeSet<String>) -> BTreeSet<String> {
    let there: BTreeSet<&str> = roster.users.iter().map(|u| u.user_name.as_str()).collect();
    known
        .iter()
        .filter(|k| k.user.status != UserStatus::Removed)
        .map(|k| &k.user.user_name)
        .filter(|name| !there.contains(name.as_str()) && !gone.contains(*name))
        .cloned()
        .collect()
}

/// Users whom a click of ours may have removed already, also one of a program that was killed before it read its clicks
/// back. That they are missing is no wonder.
async fn pressed_to_remove(office: &Office) -> Result<BTreeSet<String>, DeskError> {
    let pending = office.store.pending_group_actions().await?;
    Ok(pending
        .into_iter()
        .filter(|a| a.clicks > 0 && a.wanted.status() == UserStatus::Removed)
        .map(|a| a.user_name)
        .collect())
}

/// Whether so many are missing, or just the end of the list, that a part of it may not have come: a page that failed and
/// was not said to have. `pressed`: who is missing by our own doing does not count.
fn looks_cut_off(
    known: &[KnownUser],
    missing: &BTreeSet<String>,
    pressed: &BTreeSet<String>,
) -> bool {
    let missing: BTreeSet<&String> = missing.difference(pressed).collect();
    if missing.len() < MOST_GONE {
        return false;
    }
    let was: Vec<&String> = known
        .iter()
        .filter(|k| k.user.status != UserStatus::Removed)
        .map(|k| &k.user.user_name)
        .filter(|name| !pressed.contains(*name))
        .collect();
    let end = was.iter().rev().take(missing.len());
    missing.len() * 5 >= was.len() || end.into_iter().all(|name| missing.contains(*name))
}

/// A reading some time ago showed the same number of users: then it is so.
fn is_believed(facts: &GroupFacts, shown: usize, now: Timestamp) -> bool {
    let same = facts
        .failed
        .as_ref()
        .and_then(|failed| failed.shrank_to)
        .is_some_and(|before| usize::try_from(before).is_ok_and(|n| n == shown));
    same && facts
        .failed_at
        .is_some_and(|at| now.duration_since(at) >= BELIEVED_AFTER)
}

/// Keeps a reading, with what it settles.
pub(super) async fn keep(
    office: &Office,
    roster: &Roster,
    settled: Vec<Settlement>,
) -> Result<RosterWritten, DeskError> {
    let reading = RosterReading {
        roster: roster.clone(),
        administrator: office.administrator.clone(),
        at: office.now(),
        settled,
    };
    Ok(office.store.apply_roster(reading).await?)
}

/// What a whole roster says about clicks whose answers were lost. `sure`: a person wants them settled now.
pub(super) async fn settle_lost(
    office: &Office,
    roster: &Roster,
    sure: Option<Sent>,
) -> Result<Vec<Settlement>, DeskError> {
    let pending = office.store.pending_group_actions().await?;
    let now = office.now();
    let lost = pending.iter().filter(|a| a.state == ActionState::Uncertain);
    Ok(lost
        .filter_map(|action| {
            let shown = roster.status_of(&action.user_name);
            let long_ago = action
                .sent_at
                .is_none_or(|at| now.duration_since(at) > ON_ITS_WAY);
            let sent = sure.unwrap_or(if long_ago {
                Sent::LostBefore
            } else {
                Sent::JustLost
            });
            verdict(office, action, &shown, sent, None)
        })
        .collect())
}

/// The settlement of a click by the list; none when it stays uncertain.
pub(super) fn verdict(
    office: &Office,
    action: &StoredAction,
    shown: &UserStatus,
    sent: Sent,
    told: Option<String>,
) -> Option<Settlement> {
    let lost = !matches!(sent, Sent::Answered { .. });
    let (state, message) = match settle(action.wanted, action.expected.as_ref(), shown, sent) {
        Verdict::Done if lost => (
            ActionState::Done,
            Some("The answer was lost; the portal's list shows that it was done.".to_owned()),
        ),
        Verdict::Done => (ActionState::Done, None),
        Verdict::Refused => (
            ActionState::Refused,
            Some("The portal did not do it.".to_owned()),
        ),
        Verdict::NotDone if lost => (
            ActionState::Failed,
            Some(format!(
                "The click was lost on its way: the portal's list shows that {} {} as before. Ask for it again if it still holds.",
                action.user_name,
                shown.in_words()
            )),
        ),
        Verdict::NotDone => (
            ActionState::Failed,
            Some(format!(
                "The portal answered and changed nothing: {} {} as before. It does not say why.",
                action.user_name,
                shown.in_words()
            )),
        ),
        Verdict::Conflict => (
            ActionState::Conflict,
            Some(format!(
                "Somebody else changed {}: the portal's list shows that the user {}.",
                action.user_name,
                shown.in_words()
            )),
        ),
        Verdict::StillUncertain => return None,
    };
    Some(Settlement {
        id: action.id,
        state,
        shown: Some(shown.clone()),
        portal_says: told,
        message,
        at: office.now(),
    })
}
