//! Reminders of hearings: which are due. Pure; they work without any network, from what was read last.
//!
//! Seven, three and one days before (`screens/notification.txt`, §7), in the morning of the court's day. A hearing that
//! was set or moved meanwhile was told by itself; what is told today, or followed today, is not reminded of today.

use jiff::Timestamp;
use jiff::civil::{Date, Time, time};

use super::when::{central_day, central_time};

/// Reminders begin at this time of the court's day; those of the day itself come at once.
const MORNING: Time = time(8, 0, 0, 0);
/// How many days ahead the first reminder comes.
pub const DAYS_AHEAD: i8 = 7;

/// Which of the three reminders a day is in: 7, 3 or 1 days before at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Seven to four days before.
    Week,
    /// Three or two days before.
    Days,
    /// The day before, and the day itself.
    LastDay,
}

impl Stage {
    /// The stage of a day; `None`: it is past, or too far ahead.
    pub fn of(day: Date, today: Date) -> Option<Self> {
        match (day - today).get_days() {
            0 | 1 => Some(Self::LastDay),
            2 | 3 => Some(Self::Days),
            4..=7 => Some(Self::Week),
            _ => None,
        }
    }

    /// The first day of this stage.
    fn begins(self, day: Date) -> Date {
        let days = match self {
            Self::Week => i64::from(DAYS_AHEAD),
            Self::Days => 3,
            Self::LastDay => 1,
        };
        day.checked_sub(jiff::Span::new().days(days)).unwrap_or(day)
    }

    fn number(self) -> u8 {
        match self {
            Self::Week => 7,
            Self::Days => 3,
            Self::LastDay => 1,
        }
    }
}

/// The event id of the reminder that is due for a hearing now; `None`: none is. One hearing on one day has at most three.
///
/// `changed_at`: when its setting was first seen or last moved. `starts_at`: where the time of day can be read.
pub fn due(
    hearing_id: i64,
    day: Date,
    starts_at: Option<Timestamp>,
    changed_at: Timestamp,
    now: Timestamp,
) -> Option<String> {
    let today = central_day(now);
    let stage = Stage::of(day, today)?;
    if day > today && central_time(now) < MORNING {
        return None;
    }
    if starts_at.is_some_and(|at| at <= now) {
        return None;
    }
    // What was set, moved or first followed lately was told or shown by itself; the last day's reminder rests for that
    // day only.
    let told_since = match stage {
        Stage::LastDay => today,
        Stage::Week | Stage::Days => stage.begins(day),
    };
    if central_day(changed_at) >= told_since {
        return None;
    }
    Some(format!(
        "reminder-{hearing_id}-{day}-{stage}",
        stage = stage.number()
    ))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const LONG_AGO: &str = "2026-09-01T15:00:00Z";

    #[rstest]
    #[case::eight_days_before("2026-11-10T16:00:00Z", LONG_AGO, None)]
    #[case::seven_days_before("2026-11-11T16:00:00Z", LONG_AGO, Some("7"))]
    #[case::six_days_before_is_the_same_reminder("2026-11-12T16:00:00Z", LONG_AGO, Some("7"))]
    #[case::three_days_before("2026-11-15T16:00:00Z", LONG_AGO, Some("3"))]
    #[case::the_day_before("2026-11-17T16:00:00Z", LONG_AGO, Some("1"))]
    #[case::before_eight_in_the_morning("2026-11-17T13:59:00Z", LONG_AGO, None)]
    #[case::at_eight_in_the_morning("2026-11-17T14:00:00Z", LONG_AGO, Some("1"))]
    #[case::early_on_the_day_itself("2026-11-18T11:00:00Z", LONG_AGO, Some("1"))]
    #[case::when_it_has_begun("2026-11-18T15:00:00Z", LONG_AGO, None)]
    #[case::the_day_after("2026-11-19T16:00:00Z", LONG_AGO, None)]
    #[case::set_two_days_before("2026-11-16T20:00:00Z", "2026-11-16T16:00:00Z", None)]
    #[case::set_the_day_before("2026-11-17T20:00:00Z", "2026-11-17T16:00:00Z", None)]
    #[case::set_the_day_before_and_now_it_is_the_day(
        "2026-11-18T11:00:00Z",
        "2026-11-17T16:00:00Z",
        Some("1")
    )]
    #[case::set_in_the_week_and_three_days_before(
        "2026-11-15T16:00:00Z",
        "2026-11-13T16:00:00Z",
        Some("3")
    )]
    fn a_hearing_on_november_18_at_nine(
        #[case] now: &str,
        #[case] changed: &str,
        #[case] stage: Option<&str>,
    ) {
        let told = due(
            4,
            date(2026, 11, 18),
            Some(at("2026-11-18T15:00:00Z")),
            at(changed),
            at(now),
        );
        assert_eq!(told, stage.map(|s| format!("reminder-4-2026-11-18-{s}")));
    }

    #[test]
    fn a_hearing_without_a_time_of_day_is_reminded_of_all_day() {
        let told = due(
            4,
            date(2026, 11, 18),
            None,
            at(LONG_AGO),
            at("2026-11-18T23:00:00Z"),
        );
        assert!(told.is_some(), "nobody knows that it has begun");
    }
}
