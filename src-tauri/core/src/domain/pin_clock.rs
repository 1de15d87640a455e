//! The exposure clock: who knows the group's PIN, for how long it has been the same, and when to remind of it.

use jiff::{SignedDuration, Timestamp};

use super::group::{KnownUser, UserStatus};

/// What is known of the PIN's age, and what its administrator wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PinClock {
    /// Its last change from here; none: nobody here has changed it yet.
    pub set_at: Option<Timestamp>,
    /// The first reading of the roster: without a change since, the PIN is at least that old.
    pub first_read_at: Option<Timestamp>,
    /// Remind at this age in days; none: never.
    pub remind_after_days: Option<u32>,
}

impl PinClock {
    /// Since when the PIN is certainly the same.
    pub fn known_since(&self) -> Option<Timestamp> {
        self.set_at.or(self.first_read_at)
    }

    /// When it is as old as its administrator allows.
    fn due_at(&self) -> Option<Timestamp> {
        let (since, days) = self.known_since().zip(self.remind_after_days)?;
        since
            .checked_add(SignedDuration::from_hours(i64::from(days) * 24))
            .ok()
    }
}

/// Who knows the PIN, and for how long it has been the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Since when it is the same; none when nobody here has changed it yet.
    pub since: Option<Timestamp>,
    /// Whole days since then.
    pub days: Option<i64>,
    /// Whole days since which it is certainly the same.
    pub at_least_days: i64,
    /// Removed or disabled since, and still knows it.
    pub left: Vec<KnownUser>,
    /// Active users who joined with it.
    pub joined: u32,
    /// The PIN is older than the administrator wanted it to be.
    pub overdue: bool,
}

/// The exposure clock. Where nobody knows when the PIN was set, everybody who ever left counts.
pub fn exposure(clock: &PinClock, users: &[KnownUser], now: Timestamp) -> Exposure {
    let since = |at: Timestamp| clock.set_at.is_none_or(|set| at > set);
    let mut left: Vec<KnownUser> = users
        .iter()
        .filter(|k| has_left(k) && since(k.status_since))
        .cloned()
        .collect();
    left.sort_by_key(|k| k.status_since);
    let joined = users
        .iter()
        .filter(|k| {
            k.user.status == UserStatus::Active && !k.from_the_start && since(k.first_seen_at)
        })
        .count();
    let days = |at: Timestamp| now.duration_since(at).as_hours().max(0) / 24;
    Exposure {
        since: clock.set_at,
        days: clock.set_at.map(days),
        at_least_days: clock.known_since().map_or(0, days),
        left,
        joined: u32::try_from(joined).unwrap_or(u32::MAX),
        overdue: clock.due_at().is_some_and(|due| now >= due),
    }
}

/// Who was removed or disabled after this moment, the earliest first: they know a PIN that is the same since then.
pub fn left_since(users: &[KnownUser], since: Timestamp) -> Vec<&KnownUser> {
    let mut left: Vec<&KnownUser> = users
        .iter()
        .filter(|k| has_left(k) && k.status_since > since)
        .collect();
    left.sort_by_key(|k| k.status_since);
    left
}

fn has_left(known: &KnownUser) -> bool {
    matches!(
        known.user.status,
        UserStatus::Removed | UserStatus::Disabled
    )
}

/// A reminder to change the PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinReminder {
    /// One for each reason: the same one is told once.
    pub event_id: String,
    /// How many who left still know the PIN; 0: it is old.
    pub left: u32,
    /// Not to be told before.
    pub at: Timestamp,
}

/// The reminders that hold now: one after the last removal or disable since the PIN was set, one at the age that its
/// administrator set.
pub fn pin_reminders(clock: &PinClock, users: &[KnownUser], now: Timestamp) -> Vec<PinReminder> {
    let Some(since) = clock.known_since() else {
        return Vec::new();
    };
    let set = clock.set_at.map_or(0, Timestamp::as_millisecond);
    let left = left_since(users, since);
    let of_people = left.last().map(|last| PinReminder {
        // By the last one who left: whoever leaves after them is a reason of their own, however many there were.
        event_id: format!(
            "group_pin.{set}.left.{}",
            last.status_since.as_millisecond()
        ),
        left: u32::try_from(left.len()).unwrap_or(u32::MAX),
        at: now,
    });
    let of_age = clock.due_at().map(|at| PinReminder {
        event_id: format!("group_pin.{set}.age.{}", at.as_millisecond()),
        left: 0,
        at,
    });
    of_people.into_iter().chain(of_age).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::GroupUser;
    use proptest::prelude::*;
    use rstest::rstest;

    use UserStatus::{Active, Disabled, Removed};

    fn at(hours: i64) -> Timestamp {
        let start: Timestamp = "2026-08-15T12:00:00Z".parse().unwrap();
        start + SignedDuration::from_hours(hours)
    }

    fn known(user_name: &str, status: UserStatus, since: i64) -> KnownUser {
        KnownUser {
            user: GroupUser {
                user_name: user_name.to_owned(),
                name: format!("{user_name} Sample"),
                status,
                information: String::new(),
            },
            first_seen_at: at(0),
            last_seen_at: at(since),
            status_since: at(since),
            from_the_start: true,
            note: None,
        }
    }

    fn set(hours: i64, days: Option<u32>) -> PinClock {
        PinClock {
            set_at: Some(at(hours)),
            first_read_at: Some(at(0)),
            remind_after_days: days,
        }
    }

    fn never_set(days: Option<u32>) -> PinClock {
        PinClock {
            set_at: None,
            ..set(0, days)
        }
    }

    #[test]
    fn who_left_since_the_pin_was_set_still_knows_it() {
        let mut users = vec![
            known("early", Removed, -5),
            known("late", Removed, 5),
            known("off", Disabled, 3),
            known("new", Active, 6),
            known("old", Active, 0),
        ];
        users[3].first_seen_at = at(6);
        users[3].from_the_start = false;
        let clock = exposure(&set(1, Some(90)), &users, at(24 * 94 + 2));
        let left: Vec<&str> = clock
            .left
            .iter()
            .map(|k| k.user.user_name.as_str())
            .collect();
        assert_eq!(left, ["off", "late"], "in the order in which they left");
        assert_eq!(clock.joined, 1);
        assert_eq!(clock.days, Some(94));
        assert!(clock.overdue);
        let unknown = exposure(&never_set(Some(90)), &users, at(1));
        assert_eq!(
            unknown.left.len(),
            3,
            "nobody knows since when it is the same"
        );
        assert_eq!(unknown.days, None, "nobody knows its age");
        assert!(!unknown.overdue);
    }

    #[rstest]
    #[case::a_day_before(set(0, Some(30)), 24 * 30 - 1, false)]
    #[case::on_the_day(set(0, Some(30)), 24 * 30, true)]
    #[case::changed_meanwhile(set(24 * 20, Some(30)), 24 * 40, false)]
    #[case::never_wanted(set(0, None), 24 * 900, false)]
    #[case::never_changed_here_and_at_least_so_old(never_set(Some(30)), 24 * 30, true)]
    #[case::never_changed_here_and_perhaps_young(never_set(Some(30)), 24 * 29, false)]
    #[case::the_clock_was_set_back(set(50, Some(1)), 0, false)]
    fn the_age_counts_from_the_last_change(
        #[case] clock: PinClock,
        #[case] hours: i64,
        #[case] overdue: bool,
    ) {
        let exposure = exposure(&clock, &[], at(hours));
        assert_eq!(exposure.overdue, overdue);
        assert!(exposure.days.is_none_or(|days| days >= 0));
        // The notice says the same as the window, at the same moment.
        let due = pin_reminders(&clock, &[], at(hours));
        assert_eq!(due.iter().any(|r| r.at <= at(hours)), overdue);
    }

    #[test]
    fn each_reason_to_change_it_is_told_once() {
        let clock = set(1, None);
        let ids = |users: &[KnownUser]| -> Vec<String> {
            let due = pin_reminders(&clock, users, at(50));
            due.into_iter().map(|r| r.event_id).collect()
        };
        let disabled = ids(&[known("off", Disabled, 3)]);
        assert_eq!(disabled.len(), 1, "after a disable");
        assert_eq!(
            disabled,
            ids(&[known("off", Disabled, 3), known("in", Active, 9)]),
            "the same reason"
        );
        let removed = ids(&[known("off", Removed, 5)]);
        assert_ne!(disabled, removed, "after a removal, once more");
        let another = ids(&[known("off", Active, 6), known("other", Disabled, 7)]);
        assert_ne!(disabled, another, "another one, although it is one again");
        assert!(
            ids(&[known("early", Removed, 0)]).is_empty(),
            "the PIN is newer"
        );
        assert!(ids(&[]).is_empty());
        let unread = PinClock::default();
        assert!(pin_reminders(&unread, &[known("off", Disabled, 3)], at(9)).is_empty());
    }

    fn any_user() -> impl Strategy<Value = KnownUser> {
        (
            prop::sample::select(vec![Active, Disabled, Removed]),
            -100_i64..200,
            -100_i64..200,
            any::<bool>(),
        )
            .prop_map(|(status, since, seen, from_the_start)| KnownUser {
                first_seen_at: at(seen),
                from_the_start,
                ..known("user", status, since)
            })
    }

    proptest! {
        /// A new PIN is known to nobody who left before it and joined with by nobody who was there before it.
        #[test]
        fn the_numbers_are_of_this_pin(
            users in prop::collection::vec(any_user(), 0..12),
            set_at in -100_i64..200,
            now in 0_i64..10_000,
            days in prop::option::of(1_u32..400),
        ) {
            let clock = set(set_at, days);
            let exposure = exposure(&clock, &users, at(now));
            prop_assert!(exposure.left.iter().all(|k| k.status_since > at(set_at)));
            prop_assert!(exposure.left.iter().all(|k| k.user.status != Active));
            let not_active = users.iter().filter(|k| k.user.status != Active).count();
            let before = users
                .iter()
                .filter(|k| k.user.status != Active && k.status_since <= at(set_at))
                .count();
            prop_assert_eq!(exposure.left.len() + before, not_active, "nobody is left out");
            prop_assert!(exposure.left.is_sorted_by_key(|k| k.status_since));
            prop_assert!(exposure.joined as usize <= users.len() - not_active);
            // The moment after it is set nobody but its administrator knows it.
            let fresh = super::exposure(&set(300, days), &users, at(300));
            prop_assert_eq!((fresh.left.len(), fresh.joined, fresh.days), (0, 0, Some(0)));
            let told: Vec<_> = pin_reminders(&clock, &users, at(now));
            let of_people: u32 = told.iter().map(|r| r.left).sum();
            prop_assert_eq!(of_people as usize, exposure.left.len(), "the notice counts as the window does");
        }
    }
}
