//! Notices of the group: what the roster shows and nobody here asked for. A name is a person's, so it is told at the
//! levels that tell a case's name.

use super::APP_NAME;
use super::text::cut;
use crate::domain::notice::{NoticeAction, NoticeTarget};
use crate::domain::{Notice, NoticeLevel, RosterChangeKind};

/// One change of the roster.
pub(super) fn word_change(
    change: RosterChangeKind,
    name: &str,
    event_id: &str,
    level: NoticeLevel,
) -> Notice {
    let who = if level <= NoticeLevel::CaseName {
        cut(name, 60)
    } else {
        "Somebody".to_owned()
    };
    let (title, body) = match change {
        RosterChangeKind::Joined => (
            "New person in your group",
            format!("{who} joined. Do you know this person? Keep, disable or remove."),
        ),
        RosterChangeKind::Disabled => (
            "Disabled by another administrator",
            format!("{who} cannot file any more. Nobody asked for it here."),
        ),
        RosterChangeKind::Activated => (
            "Activated by another administrator",
            format!("{who} can file again. Nobody asked for it here."),
        ),
        RosterChangeKind::Removed => (
            "A person is gone from your group",
            format!("{who} left, or another administrator removed them. Consider a new PIN."),
        ),
        RosterChangeKind::Described => (
            "A person in your group changed",
            format!("{who} has another name or other information."),
        ),
    };
    notice(event_id, title.to_owned(), body)
}

/// Many at once.
pub(super) fn word_changes(count: u32, event_id: &str) -> Notice {
    notice(
        event_id,
        format!("{count} changes in your group"),
        "Nobody asked for them here. Look who joined, who was disabled and who is gone.".to_owned(),
    )
}

/// The PIN should be changed.
pub(super) fn word_pin(left: u32, event_id: &str) -> Notice {
    let body = match left {
        0 => "It is as old as you allow. Users who join need the new one.".to_owned(),
        1 => "1 person who was removed or disabled still knows it.".to_owned(),
        many => format!("{many} people who were removed or disabled still know it."),
    };
    notice(event_id, "Change the group's PIN".to_owned(), body)
}

/// The quarter's access review waits.
pub(super) fn word_review(period: &str, event_id: &str) -> Notice {
    notice(
        event_id,
        format!("Access review of {period}"),
        "Confirm for each person whether they may file for the group, and sign.".to_owned(),
    )
}

fn notice(event_id: &str, title: String, body: String) -> Notice {
    Notice {
        event_id: event_id.to_owned(),
        // Each stands for itself: the second must not cover the first.
        key: event_id.to_owned(),
        title,
        body,
        actions: vec![(NoticeAction::Open, "Open the group".to_owned())],
        target: NoticeTarget::Group,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notice_words::TITLE_LIMIT;

    #[test]
    fn names_are_told_where_names_are_told() {
        let kinds = [
            RosterChangeKind::Joined,
            RosterChangeKind::Disabled,
            RosterChangeKind::Activated,
            RosterChangeKind::Removed,
            RosterChangeKind::Described,
        ];
        for kind in kinds {
            for level in [
                NoticeLevel::Everything,
                NoticeLevel::CaseName,
                NoticeLevel::NoCaseNames,
            ] {
                let notice = word_change(kind, "Quinn Example", "group.1", level);
                assert!(
                    notice.title.chars().count() <= TITLE_LIMIT,
                    "{}",
                    notice.title
                );
                assert_eq!(
                    notice.body.contains("Quinn"),
                    level != NoticeLevel::NoCaseNames,
                    "{kind:?} at {level:?}: {}",
                    notice.body
                );
            }
        }
    }
}
