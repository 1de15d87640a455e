//! Stored rows as the window is shown them.

use jiff::Timestamp;

use crate::app::group_views::{
    ActionStateView, ActionView, ConflictChoice, ConflictDecision, ConflictSides, GroupUserView,
    UserStatusView, WantedView,
};
use crate::domain::action::REVIEW_AFTER;
use crate::domain::{ActionState, KnownUser, UserStatus, Wanted, group_words};
use crate::storage::StoredAction;

pub(super) fn wanted(view: WantedView) -> Wanted {
    match view {
        WantedView::Active => Wanted::Active,
        WantedView::Disabled => Wanted::Disabled,
        WantedView::Removed => Wanted::Removed,
    }
}

fn wanted_view(wanted: Wanted) -> WantedView {
    match wanted {
        Wanted::Active => WantedView::Active,
        Wanted::Disabled => WantedView::Disabled,
        Wanted::Removed => WantedView::Removed,
    }
}

/// A status that nobody knows never comes into the store; were it there, it would be no leave to file.
pub(super) fn status(status: &UserStatus) -> UserStatusView {
    match status {
        UserStatus::Active => UserStatusView::Active,
        UserStatus::Disabled | UserStatus::Other(_) => UserStatusView::Disabled,
        UserStatus::Removed => UserStatusView::Removed,
    }
}

fn state(state: ActionState) -> ActionStateView {
    match state {
        ActionState::Queued => ActionStateView::Queued,
        ActionState::Sending => ActionStateView::Sending,
        ActionState::Done => ActionStateView::Done,
        ActionState::Refused => ActionStateView::Refused,
        ActionState::Uncertain => ActionStateView::Uncertain,
        ActionState::Conflict => ActionStateView::Conflict,
        ActionState::Failed => ActionStateView::Failed,
        ActionState::Withdrawn => ActionStateView::Withdrawn,
    }
}

/// From when on a person looks at it before it is sent.
fn review_from(action: &StoredAction) -> Timestamp {
    let from = action.looked_at.checked_add(REVIEW_AFTER);
    from.unwrap_or(action.looked_at)
}

/// Whether it waits for that look.
pub(super) fn needs_review(action: &StoredAction, now: Timestamp) -> bool {
    action.state == ActionState::Queued && now > review_from(action)
}

/// An action, with what is known of its user.
pub(super) fn action(
    action: &StoredAction,
    user: Option<&KnownUser>,
    now: Timestamp,
) -> ActionView {
    let name = user.map_or(action.user_name.as_str(), |k| k.user.name.as_str());
    let shown = user.map(|k| &k.user.status).or(action.shown.as_ref());
    ActionView {
        id: action.id,
        user_name: action.user_name.clone(),
        name: name.to_owned(),
        wanted: wanted_view(action.wanted),
        state: state(action.state),
        title: group_words::title(action.wanted, name),
        words: group_words::standing(action.wanted, action.state, name, shown),
        asked_at: action.asked_at.to_string(),
        asked_by: action.asked_by.clone(),
        told: group_words::told(action.wanted).to_owned(),
        needs_review: needs_review(action, now),
        review_from: review_from(action).to_string(),
        was: action.expected.as_ref().map(UserStatus::in_words),
        portal_shows: action.shown.as_ref().map(status),
        sides: (action.state == ActionState::Conflict).then(|| sides(action, name)),
        portal_says: action.portal_says.clone(),
        message: action.message.clone(),
        settled_at: action.settled_at.map(|at| at.to_string()),
        offboarding_id: action.offboarding_id,
    }
}

fn sides(action: &StoredAction, name: &str) -> ConflictSides {
    let shown = action.shown.clone().unwrap_or(UserStatus::Removed);
    let was = action
        .expected
        .as_ref()
        .map_or(String::new(), |was| match was {
            UserStatus::Active => " (was active)".to_owned(),
            UserStatus::Disabled => " (was disabled)".to_owned(),
            UserStatus::Removed => " (was not in the group)".to_owned(),
            UserStatus::Other(_) => String::new(),
        });
    let stays = match shown {
        UserStatus::Active => format!("{name} stays active."),
        UserStatus::Removed => format!("{name} stays out of the group."),
        UserStatus::Disabled | UserStatus::Other(_) => format!("{name} stays disabled."),
    };
    let mut choices = vec![ConflictChoice {
        decision: ConflictDecision::Drop,
        words: format!("Drop my request. {stays}"),
    }];
    if shown == UserStatus::Removed {
        choices.push(ConflictChoice {
            decision: ConflictDecision::InviteAgain,
            words: format!(
                "Invite {name} again. We prepare two messages: one with the link, one with the PIN."
            ),
        });
    } else {
        choices.push(ConflictChoice {
            decision: ConflictDecision::Insist,
            words: format!("{} all the same.", group_words::title(action.wanted, name)),
        });
    }
    ConflictSides {
        asked: format!("{}{was}", group_words::title(action.wanted, name)),
        asked_at: action.asked_at.to_string(),
        shown: format!("{name} {}", shown.in_words()),
        shown_at: action.shown_at.unwrap_or(action.asked_at).to_string(),
        choices,
    }
}

/// A user, with what waits.
pub(super) fn user(known: &KnownUser, pending: &[StoredAction], now: Timestamp) -> GroupUserView {
    let last = pending
        .iter()
        .rfind(|a| a.user_name == known.user.user_name);
    let can = match (&known.user.status, last.map(|a| a.wanted)) {
        (UserStatus::Removed, _) => Vec::new(),
        (_, Some(_)) => Vec::new(),
        (UserStatus::Active, None) => vec![WantedView::Disabled, WantedView::Removed],
        (_, None) => vec![WantedView::Active, WantedView::Removed],
    };
    let gone = known.user.status == UserStatus::Removed;
    GroupUserView {
        user_name: known.user.user_name.clone(),
        name: known.user.name.clone(),
        status: status(&known.user.status),
        status_since: known.status_since.to_string(),
        information: known.user.information.clone(),
        first_seen_at: known.first_seen_at.to_string(),
        from_the_start: known.from_the_start,
        last_seen_at: known.last_seen_at.to_string(),
        removed_at: gone.then(|| known.status_since.to_string()),
        note: known.note.clone(),
        pending: last.map(|a| action(a, Some(known), now)),
        can,
    }
}
