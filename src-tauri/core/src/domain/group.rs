//! A group and its users, in the portal's words, and what changed between two readings of its roster.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a user stands in the group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// May file.
    Active,
    /// Still associated, may not file until activated.
    Disabled,
    /// Not on the whole roster any more.
    Removed,
    /// A word of the portal's that we have not learnt. Nothing is done on such a roster.
    Other(String),
}

impl UserStatus {
    /// Stable word for storage and `--json`; another status is told in the portal's own words.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Removed => "removed",
            Self::Other(words) => words,
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "disabled" => Self::Disabled,
            "removed" => Self::Removed,
            other => Self::Other(other.to_owned()),
        }
    }

    /// For people: "is not in the group".
    pub fn in_words(&self) -> String {
        match self {
            Self::Active => "is active".to_owned(),
            Self::Disabled => "is disabled".to_owned(),
            Self::Removed => "is not in the group".to_owned(),
            Self::Other(words) => format!("has the status \"{words}\""),
        }
    }
}

/// A row of Group Maintenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupUser {
    /// As the portal writes it; never changes.
    pub user_name: String,
    /// The person's name, as the portal writes it.
    pub name: String,
    /// How the user stands.
    pub status: UserStatus,
    /// What the user typed so that the administrator knows them: position, department, supervisor.
    pub information: String,
}

/// The whole roster, read through all its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// The group's name as the portal says it, where it does.
    pub group: Option<String>,
    /// Its users in the portal's order; each user name once.
    pub users: Vec<GroupUser>,
    /// How many pages it had.
    pub pages: u32,
}

impl Roster {
    /// How a user stands on it; [`UserStatus::Removed`] when the user is not there.
    pub fn status_of(&self, user_name: &str) -> UserStatus {
        self.users
            .iter()
            .find(|user| user.user_name == user_name)
            .map_or(UserStatus::Removed, |user| user.status.clone())
    }
}

/// A user as this computer knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUser {
    /// What the portal showed last.
    pub user: GroupUser,
    /// When a reading first showed the user.
    pub first_seen_at: Timestamp,
    /// When a reading last showed the user.
    pub last_seen_at: Timestamp,
    /// When a reading first showed this status.
    pub status_since: Timestamp,
    /// Was there at the first reading of the roster: when they joined is not known.
    pub from_the_start: bool,
    /// The administrator's own words.
    pub note: Option<String>,
}

/// What is different about a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterChangeKind {
    /// A new association; also one who was removed before and is back.
    Joined,
    /// Disabled.
    Disabled,
    /// Activated.
    Activated,
    /// Not on the roster any more.
    Removed,
    /// Another name or other user information.
    Described,
}

impl RosterChangeKind {
    /// Stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "user_joined",
            Self::Disabled => "user_disabled",
            Self::Activated => "user_activated",
            Self::Removed => "user_removed",
            Self::Described => "user_described",
        }
    }
}

/// A difference between what we knew and what the portal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterChange {
    /// Whom it is about.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// What is different.
    pub kind: RosterChangeKind,
    /// How the user stood before; none for somebody new.
    pub before: Option<UserStatus>,
    /// How the user stands now.
    pub after: UserStatus,
}

/// What changed since the last reading, in the roster's order; who is gone comes last, by user name.
pub fn compare_rosters(known: &[KnownUser], shown: &[GroupUser]) -> Vec<RosterChange> {
    let before: BTreeMap<&str, &KnownUser> = known
        .iter()
        .map(|k| (k.user.user_name.as_str(), k))
        .collect();
    let mut changes: Vec<RosterChange> = shown
        .iter()
        .filter_map(|user| {
            let was = before.get(user.user_name.as_str());
            let kind = match was.map(|k| &k.user) {
                None => RosterChangeKind::Joined,
                Some(was) if was.status == UserStatus::Removed => RosterChangeKind::Joined,
                Some(was) if was.status != user.status => match user.status {
                    UserStatus::Disabled => RosterChangeKind::Disabled,
                    _ => RosterChangeKind::Activated,
                },
                Some(was) if was.name != user.name || was.information != user.information => {
                    RosterChangeKind::Described
                }
                Some(_) => return None,
            };
            Some(RosterChange {
                user_name: user.user_name.clone(),
                name: user.name.clone(),
                kind,
                before: was.map(|k| k.user.status.clone()),
                after: user.status.clone(),
            })
        })
        .collect();
    let there: BTreeSet<&str> = shown.iter().map(|u| u.user_name.as_str()).collect();
    changes.extend(
        before
            .values()
            .filter(|k| {
                k.user.status != UserStatus::Removed && !there.contains(k.user.user_name.as_str())
            })
            .map(|k| RosterChange {
                user_name: k.user.user_name.clone(),
                name: k.user.name.clone(),
                kind: RosterChangeKind::Removed,
                before: Some(k.user.status.clone()),
                after: UserStatus::Removed,
            }),
    );
    changes
}

/// Whether this roster is that of another group than the one that is known: another name and hardly a user in common. A
/// group that the court renamed keeps its users; one whose users all changed keeps its name.
pub fn is_another_group(known_name: Option<&str>, known: &[KnownUser], shown: &Roster) -> bool {
    let (Some(was), Some(now)) = (known_name, shown.group.as_deref()) else {
        return false;
    };
    if was.trim().eq_ignore_ascii_case(now.trim()) {
        return false;
    }
    let there: BTreeSet<&str> = shown.users.iter().map(|u| u.user_name.as_str()).collect();
    let stayed: Vec<&KnownUser> = known
        .iter()
        .filter(|k| k.user.status != UserStatus::Removed)
        .collect();
    let common = stayed
        .iter()
        .filter(|k| there.contains(k.user.user_name.as_str()))
        .count();
    common * 2 < stayed.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn at(hours: i64) -> Timestamp {
        let start: Timestamp = "2026-08-15T12:00:00Z".parse().unwrap();
        start + jiff::SignedDuration::from_hours(hours)
    }

    fn user(user_name: &str, status: UserStatus) -> GroupUser {
        GroupUser {
            user_name: user_name.to_owned(),
            name: format!("{user_name} Sample"),
            status,
            information: "Clerk".to_owned(),
        }
    }

    fn known(user_name: &str, status: UserStatus) -> KnownUser {
        KnownUser {
            user: user(user_name, status),
            first_seen_at: at(0),
            last_seen_at: at(0),
            status_since: at(0),
            from_the_start: true,
            note: None,
        }
    }

    use RosterChangeKind as Kind;
    use UserStatus::{Active, Disabled, Removed};

    #[rstest]
    #[case::nothing(Some(Active), Some(Active), None)]
    #[case::somebody_new(None, Some(Active), Some(Kind::Joined))]
    #[case::back_again(Some(Removed), Some(Active), Some(Kind::Joined))]
    #[case::back_and_disabled(Some(Removed), Some(Disabled), Some(Kind::Joined))]
    #[case::disabled(Some(Active), Some(Disabled), Some(Kind::Disabled))]
    #[case::activated(Some(Disabled), Some(Active), Some(Kind::Activated))]
    #[case::gone(Some(Active), None, Some(Kind::Removed))]
    #[case::gone_when_disabled(Some(Disabled), None, Some(Kind::Removed))]
    #[case::gone_before(Some(Removed), None, None)]
    fn each_difference_has_its_name(
        #[case] was: Option<UserStatus>,
        #[case] is: Option<UserStatus>,
        #[case] kind: Option<RosterChangeKind>,
    ) {
        let before: Vec<KnownUser> = was.map(|s| known("jdoe", s)).into_iter().collect();
        let shown: Vec<GroupUser> = is.map(|s| user("jdoe", s)).into_iter().collect();
        let kinds: Vec<_> = compare_rosters(&before, &shown)
            .into_iter()
            .map(|c| c.kind)
            .collect();
        assert_eq!(kinds, kind.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn another_group_is_not_taken_for_a_group_that_everybody_left() {
        let before = [known("jdoe", Active), known("aroe", Active)];
        let roster = |group: &str, users: &[&str]| Roster {
            group: Some(group.to_owned()),
            users: users.iter().map(|u| user(u, Active)).collect(),
            pages: 1,
        };
        let is = |roster: &Roster| is_another_group(Some("Sample Office"), &before, roster);
        assert!(is(&roster("Example Office", &["kdoe"])));
        assert!(!is(&roster("SAMPLE OFFICE", &["kdoe"])), "the same name");
        assert!(
            !is(&roster("Example Office", &["jdoe"])),
            "renamed by the court"
        );
        assert!(!is_another_group(
            None,
            &before,
            &roster("Example Office", &[])
        ));
    }
}
