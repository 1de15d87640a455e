//! Reminders of hearings (§7). There is no court-day sheet to offer, so none is promised.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::hearing::capital;
use super::text::{counted, cut, sentence};
use super::{APP_NAME, TITLE_LIMIT, discreet};
use crate::domain::notice::{NoticeAction, NoticeTarget};
use crate::domain::when::{central_day, day_words, time_words};
use crate::domain::{Notice, NoticeLevel};

/// A hearing that a person is reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderNews {
    /// Row id of the hearing.
    pub hearing_id: i64,
    /// Row id of the case.
    pub case_id: i64,
    /// Row id of the docket entry that it comes from, where that is stored.
    pub entry_id: Option<i64>,
    /// The person's own name for the case: shown at levels A and B.
    pub label: Option<String>,
    /// Style of case, or case number: shown at level A only, where there is no label.
    pub official_name: String,
    /// The court's day.
    pub day: Date,
    /// Time of day, where it can be read.
    pub time: Option<Time>,
    /// Place in the court's words: shown at levels A and B.
    pub location: Option<String>,
}

impl ReminderNews {
    fn name_at(&self, level: NoticeLevel) -> Option<&str> {
        super::name_at(self.label.as_deref(), &self.official_name, level)
    }

    /// `tomorrow, 9:00 a.m. Central` or `in 3 days`.
    fn soon(&self, today: Date) -> String {
        let word = match (self.day - today).get_days() {
            i32::MIN..=0 => "today",
            1 => "tomorrow",
            days => return format!("in {days} days"),
        };
        match self.time {
            Some(time) => format!("{word}, {} Central", time_words(time)),
            None => word.to_owned(),
        }
    }
}

/// A setting is known from the docket alone.
const ONE_SOURCE: &str = "Not confirmed by a second source.";

/// A reminder as a notification.
pub fn word_reminder(
    news: &ReminderNews,
    event_id: &str,
    level: NoticeLevel,
    now: Timestamp,
) -> Notice {
    if level == NoticeLevel::Discreet {
        return discreet(event_id, 1);
    }
    let today = central_day(now);
    let soon = news.soon(today);
    let last_day = (news.day - today).get_days() <= 1;
    let name = news.name_at(level);
    let title = match name {
        Some(name) => format!("{}: {name}", capital(&soon)),
        None => format!("You have a hearing {soon}"),
    };
    let when = match news.time {
        Some(time) => format!(
            "{}, {} Central.",
            day_words(news.day, today),
            time_words(time)
        ),
        None => format!("{}. No time was read.", day_words(news.day, today)),
    };
    let body = match (name, last_day) {
        (Some(_), true) => {
            let place = news
                .location
                .as_deref()
                .map(|place| sentence(&cut(place, 80)));
            let first = match (place, news.time) {
                (Some(place), _) => place,
                (None, Some(_)) => "Open to see where.".to_owned(),
                (None, None) => "No time was read: call the clerk.".to_owned(),
            };
            format!("{first} If you miss it, the judge may decide without you. {ONE_SOURCE}")
        }
        (Some(_), false) => {
            format!("{when} Plan your way there and your time off. {ONE_SOURCE}")
        }
        (None, true) => format!("Open to see where. {ONE_SOURCE}"),
        (None, false) => format!("{when} Open to see where. {ONE_SOURCE}"),
    };
    Notice {
        event_id: event_id.to_owned(),
        key: format!("reminder-{}-{}", news.hearing_id, news.day),
        title: cut(&title, TITLE_LIMIT),
        body,
        actions: vec![(NoticeAction::Open, "Open case".to_owned())],
        target: NoticeTarget::Hearing {
            case_id: news.case_id,
            entry_id: news.entry_id,
        },
        stays: last_day,
        app_name: APP_NAME.to_owned(),
    }
}

/// Several reminders at once, the soonest hearing first in the words.
pub fn word_reminders(
    news: &[&ReminderNews],
    event_id: &str,
    level: NoticeLevel,
    now: Timestamp,
) -> Notice {
    let count = u32::try_from(news.len()).unwrap_or(u32::MAX);
    if level == NoticeLevel::Discreet {
        return discreet(event_id, count);
    }
    let today = central_day(now);
    let first = news.iter().min_by_key(|n| (n.day, n.time));
    let body = first.map_or_else(String::new, |first| {
        let name = first
            .name_at(level)
            .map(|name| format!(", {}", cut(name, 60)))
            .unwrap_or_default();
        format!(
            "The first is {}{name}. Open to see them all.",
            first.soon(today)
        )
    });
    Notice {
        event_id: event_id.to_owned(),
        key: "reminders".to_owned(),
        title: format!(
            "{} in the next 7 days",
            counted(count, "hearing", "hearings")
        ),
        body,
        actions: vec![(NoticeAction::OpenToday, "Open Today".to_owned())],
        target: NoticeTarget::Today,
        stays: false,
        app_name: APP_NAME.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use rstest::rstest;

    use super::*;

    const A: NoticeLevel = NoticeLevel::Everything;
    const B: NoticeLevel = NoticeLevel::CaseName;
    const C: NoticeLevel = NoticeLevel::NoCaseNames;

    fn lease() -> ReminderNews {
        ReminderNews {
            hearing_id: 4,
            case_id: 7,
            entry_id: Some(700),
            label: Some("Maple Street lease".into()),
            official_name: "SAMPLE V PUBLIC".into(),
            day: date(2026, 11, 18),
            time: Some(time(9, 0, 0, 0)),
            location: Some("Boone County Courthouse, Division 4".into()),
        }
    }

    #[rstest]
    #[case::three_days_b(
        "2026-11-15T16:00:00Z",
        B,
        "In 3 days: Maple Street lease",
        "Wednesday, November 18, 9:00 a.m. Central. Plan your way there and your time off. Not confirmed by a second source."
    )]
    #[case::tomorrow_a(
        "2026-11-17T16:00:00Z",
        A,
        "Tomorrow, 9:00 a.m. Central: Maple Street lease",
        "Boone County Courthouse, Division 4. If you miss it, the judge may decide without you. Not confirmed by a second source."
    )]
    #[case::tomorrow_c(
        "2026-11-17T16:00:00Z",
        C,
        "You have a hearing tomorrow, 9:00 a.m. Central",
        "Open to see where. Not confirmed by a second source."
    )]
    #[case::today_b(
        "2026-11-18T11:00:00Z",
        B,
        "Today, 9:00 a.m. Central: Maple Street lease",
        "Boone County Courthouse, Division 4. If you miss it, the judge may decide without you. Not confirmed by a second source."
    )]
    #[case::a_week_c(
        "2026-11-11T16:00:00Z",
        C,
        "You have a hearing in 7 days",
        "Wednesday, November 18, 9:00 a.m. Central. Open to see where. Not confirmed by a second source."
    )]
    fn the_samples_of_section_7(
        #[case] now: &str,
        #[case] level: NoticeLevel,
        #[case] title: &str,
        #[case] body: &str,
    ) {
        let notice = word_reminder(&lease(), "e-1", level, now.parse().unwrap());
        assert_eq!((notice.title.as_str(), notice.body.as_str()), (title, body));
    }

    #[test]
    fn no_case_is_named_below_level_b() {
        let mut nameless = lease();
        nameless.label = None;
        for (news, level) in [
            (lease(), C),
            (lease(), NoticeLevel::Discreet),
            (nameless, B),
        ] {
            let now = "2026-11-17T16:00:00Z".parse().unwrap();
            for notice in [
                word_reminder(&news, "e-1", level, now),
                word_reminders(&[&news, &news], "e-1", level, now),
            ] {
                let words = format!("{} {} {}", notice.title, notice.body, notice.key);
                assert!(
                    !words.contains("Maple") && !words.contains("SAMPLE"),
                    "{level:?}: {words}"
                );
            }
        }
    }

    #[test]
    fn many_are_one_that_names_the_soonest() {
        let mut later = lease();
        later.day = date(2026, 11, 23);
        later.label = Some("Roe parenting plan".into());
        let now = "2026-11-17T16:00:00Z".parse().unwrap();
        let notice = word_reminders(&[&later, &lease()], "e-1", B, now);
        assert_eq!(notice.title, "2 hearings in the next 7 days");
        assert_eq!(
            notice.body,
            "The first is tomorrow, 9:00 a.m. Central, Maple Street lease. Open to see them all."
        );
    }
}
