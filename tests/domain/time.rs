//! Time is right (promise P18): 100,000 cases of each property, half of them around midnight and the two days on which
//! Missouri's clocks change.

use docketbell_core::domain::hearing::parse_time_of_day;
use docketbell_core::domain::told::starts_at;
use docketbell_core::domain::when::{
    central, central_day, central_moment, central_time, clock_words, moment_words, near_day_words,
    sure_day_words, time_words,
};
use docketbell_core::domain::{Setting, SettingMark};
use docketbell_core::portal::PortalProfile;
use docketbell_core::portal::access::budget_day;
use docketbell_core::portal::casenet::date as read_date;
use docketbell_core::sync::relay::QuietSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Span, Timestamp};
use proptest::prelude::*;

const CASES: u32 = 100_000;

/// The second Sunday of March, or the first of November: when the clocks change (since 2007).
fn change_day(year: i16, spring: bool) -> Date {
    let (month, which) = if spring { (3, 2) } else { (11, 1) };
    Date::new(year, month, 1)
        .and_then(|first| first.nth_weekday_of_month(which, Weekday::Sunday))
        .unwrap()
}

/// Any day under the rules of today; half of them within two days of a change of the clocks.
fn any_day() -> impl Strategy<Value = Date> {
    prop_oneof![
        (2007_i16..2100, any::<bool>(), -2_i32..=2)
            .prop_map(|(year, spring, off)| change_day(year, spring) + Span::new().days(off)),
        (2007_i16..2100, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap()),
    ]
}

/// Any time of day to the second; half of them around midnight and two in the morning.
fn any_time() -> impl Strategy<Value = Time> {
    let seconds = prop_oneof![
        Just(0_i32),
        Just(86_399),
        0..600_i32,
        85_800..86_400_i32,
        3_000..12_000_i32,
        0..86_400_i32,
    ];
    seconds.prop_map(|s| {
        let part = |n: i32| i8::try_from(n).unwrap();
        Time::new(part(s / 3600), part(s / 60 % 60), part(s % 60), 0).unwrap()
    })
}

/// Any moment, with the same leanings.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (any_day(), any_time(), 0_i64..2).prop_map(|(day, time, later)| {
        central_moment(day, time).unwrap() + SignedDuration::from_hours(later)
    })
}

fn in_gap(day: Date, time: Time) -> bool {
    day == change_day(day.year(), true) && time.hour() == 2
}

/// What a property says of one case.
type Checked = Result<(), TestCaseError>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// One drawing for several properties: drawing costs more than checking.
    #[test]
    fn days_and_times_of_the_court_are_right(day in any_day(), time in any_time()) {
        a_day_reads_the_same_however_the_court_writes_it(day, time)?;
        a_time_of_day_survives_being_said(time)?;
        a_court_day_and_time_are_a_moment_that_reads_back(day, time)?;
        a_hearing_begins_at_its_own_day_and_time(day, time)?;
    }

    #[test]
    fn moments_and_spans_are_right(
        now in any_moment(),
        ahead in -200_000_i64..200_000,
        from in any_time(),
        until in any_time(),
        weekend in any::<bool>(),
    ) {
        today_and_tomorrow_are_the_courts(now, ahead)?;
        budget_days_follow_each_other_from_midnight_to_midnight(now)?;
        quiet_hours_end_when_the_clock_on_the_wall_says_so(now, from, until, weekend)?;
    }
}

fn a_day_reads_the_same_however_the_court_writes_it(day: Date, time: Time) -> Checked {
    let (year, month, number) = (day.year(), day.month(), day.day());
    for written in [
        format!("{month:02}/{number:02}/{year:04}"),
        format!("{month}/{number}/{year:04} {}", time_words(time)),
        format!("{year:04}-{month:02}-{number:02}T{time}"),
        day.strftime("%A, %B %-d, %Y").to_string(),
        day.strftime("%a %b %d 00:00:00 CDT %Y").to_string(),
        day.strftime("%d-%b-%Y").to_string(),
    ] {
        prop_assert_eq!(read_date(&written), Some(day), "{}", written);
    }
    Ok(())
}

fn a_time_of_day_survives_being_said(time: Time) -> Checked {
    let minute = Time::new(time.hour(), time.minute(), 0, 0).unwrap();
    prop_assert_eq!(parse_time_of_day(&time_words(time)), Some(minute));
    prop_assert_eq!(parse_time_of_day(&time.to_string()), Some(time));
    Ok(())
}

fn a_court_day_and_time_are_a_moment_that_reads_back(day: Date, time: Time) -> Checked {
    let moment = central_moment(day, time).unwrap();
    prop_assert_eq!(central_day(moment), day, "never the day before or after");
    if in_gap(day, time) {
        prop_assert_eq!(
            central_time(moment).hour(),
            3,
            "the skipped hour is the one behind it"
        );
    } else {
        prop_assert_eq!(central_time(moment), time);
    }
    let again = moment - SignedDuration::from_hours(1);
    let came_before = central_day(again) == day && central_time(again) == time;
    prop_assert!(!came_before, "an hour that comes twice is its first coming");
    Ok(())
}

fn a_hearing_begins_at_its_own_day_and_time(day: Date, time: Time) -> Checked {
    let minute = Time::new(time.hour(), time.minute(), 0, 0).unwrap();
    let setting = Setting {
        scheduled_on: Some(day),
        time: Some(time_words(minute)),
        location: None,
        judge: None,
        purpose: "Trial".to_owned(),
        mark: SettingMark::Set,
    };
    let begins = starts_at(&setting).unwrap();
    prop_assert_eq!(central_day(begins), day);
    if !in_gap(day, minute) {
        prop_assert_eq!(Some(begins), central_moment(day, minute));
        prop_assert_eq!(
            clock_words(begins),
            format!("{} Central", time_words(minute))
        );
    }
    Ok(())
}

fn today_and_tomorrow_are_the_courts(now: Timestamp, ahead: i64) -> Checked {
    let at = now + SignedDuration::from_secs(ahead);
    let (day, today) = (central_day(at), central_day(now));
    let apart = today.until(day).unwrap().get_days();
    let words = moment_words(at, now);
    prop_assert!(words.ends_with(" Central"), "{}", words);
    for (said, days) in [("yesterday", -1), ("today", 0), ("tomorrow", 1)] {
        prop_assert_eq!(
            words.starts_with(said),
            apart == days,
            "{} at {} days",
            words,
            apart
        );
    }
    let sure = sure_day_words(day, today);
    prop_assert!(
        sure.contains(&day.strftime("%B %-d").to_string()),
        "the date is always there: {}",
        sure
    );
    prop_assert_eq!(
        near_day_words(day, today).contains(&day.year().to_string()),
        apart.abs() > 1 && day.year() != today.year()
    );
    Ok(())
}

fn budget_days_follow_each_other_from_midnight_to_midnight(now: Timestamp) -> Checked {
    let (from, until) = budget_day(now);
    prop_assert!(
        from <= now && now < until,
        "{} is in its own day {}..{}",
        now,
        from,
        until
    );
    prop_assert_eq!(
        budget_day(until).0,
        until,
        "the next begins where this one ends"
    );
    prop_assert_eq!(budget_day(from), (from, until));
    for midnight in [from, until] {
        prop_assert_eq!(central_time(midnight), Time::midnight());
    }
    let hours = until.duration_since(from).as_hours();
    prop_assert!((23..=25).contains(&hours), "{} hours", hours);
    Ok(())
}

fn quiet_hours_end_when_the_clock_on_the_wall_says_so(
    now: Timestamp,
    from: Time,
    until: Time,
    weekend: bool,
) -> Checked {
    let quiet = QuietSpan {
        from,
        until,
        weekend,
    };
    if let Some(end) = quiet.until(now) {
        prop_assert!(end > now);
        let (day, wall) = (central_day(end), central_time(end));
        let weekend_over = weekend && wall == Time::midnight() && day.weekday() == Weekday::Monday;
        prop_assert!(
            wall == until
                || weekend_over
                || in_gap(day, until)
                || change_day(day.year(), true) == day,
            "{} is neither {} nor the end of a weekend",
            wall,
            until
        );
        prop_assert!(end.duration_since(now) <= SignedDuration::from_hours(24 * 4 + 1));
    } else if !weekend && from != until {
        let wall = central_time(now);
        let inside = if from < until {
            from <= wall && wall < until
        } else {
            wall >= from || wall < until
        };
        let changes = [true, false].iter().any(|s| {
            let apart = central_day(now)
                .until(change_day(central_day(now).year(), *s))
                .unwrap();
            apart.get_days().abs() <= 1
        });
        prop_assert!(!inside || changes, "{} is within {}..{}", wall, from, until);
    }
    Ok(())
}

fn closed_at_night() -> PortalProfile {
    let text = "name = \"Test\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\ncasenet = \"http://127.0.0.1:1/casenet\"\n[access]\nclosed = [\"Mon-Fri 01:00-06:00 America/Chicago\", \"Sat,Sun 22:00-02:30 America/Chicago\"]\n";
    PortalProfile::parse(text).unwrap()
}

#[test]
fn closed_hours_hold_by_the_clock_on_the_wall_whatever_the_day() {
    let profile = closed_at_night();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(CASES));
    runner
        .run(&any_moment(), |now| {
            let (day, wall) = (central_day(now), central_time(now));
            let two_thirty = Time::constant(2, 30, 0, 0);
            let weekday = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let night = weekday(day) && (1..6).contains(&wall.hour());
            let late = !weekday(day) && wall.hour() >= 22;
            let after_late = wall < two_thirty && !weekday(day.yesterday().unwrap());
            let until = profile.closed_until(now);
            if night || late || after_late {
                let until = until.ok_or_else(|| TestCaseError::fail(format!("{now} is closed")))?;
                prop_assert!(until > now);
                prop_assert_eq!(profile.closed_until(until), None, "it ends where it says");
            } else if let Some(until) = until {
                // Only an hour that comes twice may stretch a window, and a skipped one end it late.
                let changes = [true, false]
                    .iter()
                    .any(|spring| change_day(day.year(), *spring) == day);
                prop_assert!(changes, "{now} is open, not closed until {until}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_two_days_and_midnight_by_hand() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    for (moment, hours) in [
        ("2026-03-08T12:00:00Z", 23),
        ("2026-11-01T12:00:00Z", 25),
        ("2026-07-04T12:00:00Z", 24),
    ] {
        let (from, until) = budget_day(at(moment));
        assert_eq!(until.duration_since(from).as_hours(), hours, "{moment}");
    }
    assert_eq!(central().iana_name(), Some("America/Chicago"));
    // The last second of a day, and the first of the next.
    assert_eq!(
        moment_words(at("2026-11-18T05:59:59Z"), at("2026-11-18T06:00:00Z")),
        "yesterday, 11:59 p.m. Central"
    );
    assert_eq!(
        moment_words(at("2026-11-18T06:00:00Z"), at("2026-11-18T05:59:59Z")),
        "tomorrow, 12:00 a.m. Central"
    );
    // Half past one comes twice on the first of November; both are today, an hour apart.
    assert_eq!(
        clock_words(at("2026-11-01T06:30:00Z")),
        clock_words(at("2026-11-01T07:30:00Z"))
    );
    assert_eq!(
        central_moment(Date::constant(2026, 11, 1), Time::constant(1, 30, 0, 0)),
        Some(at("2026-11-01T06:30:00Z"))
    );
}
