//! Days and moments in words for people: Missouri's time, with the zone named.
//!
//! One place for both the desktop's notifications and the terminal, so that "tomorrow" always means the court's
//! tomorrow, wherever the computer stands. Words follow `screens/notification.txt`, rule 5.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::told::CENTRAL;

/// The court's time zone. It is built into the program, so UTC stands in only on a computer whose own zone files
/// hide it.
pub fn central() -> TimeZone {
    // Looked up once: a list of cases asks for it in every row.
    static ZONE: LazyLock<TimeZone> =
        LazyLock::new(|| TimeZone::get(CENTRAL).unwrap_or(TimeZone::UTC));
    ZONE.clone()
}

/// The court's day at a moment.
pub fn central_day(at: Timestamp) -> Date {
    at.to_zoned(central()).date()
}

/// The court's time of day at a moment.
pub fn central_time(at: Timestamp) -> Time {
    at.to_zoned(central()).time()
}

/// The moment at which a time of day comes on one of the court's days. An hour that comes twice is its first coming; a
/// time that a change of clocks skips is the moment of the change's far side.
pub fn central_moment(day: Date, time: Time) -> Option<Timestamp> {
    central()
        .to_ambiguous_timestamp(day.to_datetime(time))
        .compatible()
        .ok()
}

/// `9:14 a.m.`
pub fn time_words(time: Time) -> String {
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if time.hour() < 12 { "a.m." } else { "p.m." };
    format!("{hour}:{:02} {half}", time.minute())
}

/// `9:14 a.m. Central`: the time of day of a moment.
pub fn clock_words(at: Timestamp) -> String {
    format!("{} Central", time_words(central_time(at)))
}

/// `November 17`, with the year when it is another than today's.
pub fn date_words(day: Date, today: Date) -> String {
    let plain = format!("{} {}", month_word(day.month()), day.day());
    with_year(plain, day, today)
}

/// `Tuesday, November 17`, with the year when it is another than today's.
pub fn day_words(day: Date, today: Date) -> String {
    format!(
        "{}, {}",
        weekday_word(day.weekday()),
        date_words(day, today)
    )
}

/// `today`, `tomorrow`, `yesterday`, else `Tuesday, November 17`.
pub fn near_day_words(day: Date, today: Date) -> String {
    near_word(day, today).map_or_else(|| day_words(day, today), str::to_owned)
}

/// `tomorrow, November 18`, else `Monday, December 7`: a day that must not be mistaken carries its date, too.
pub fn sure_day_words(day: Date, today: Date) -> String {
    match near_word(day, today) {
        Some(word) => format!("{word}, {}", date_words(day, today)),
        None => day_words(day, today),
    }
}

/// `yesterday, 5:02 p.m. Central`: a moment as seen from now.
pub fn moment_words(at: Timestamp, now: Timestamp) -> String {
    format!(
        "{}, {}",
        near_day_words(central_day(at), central_day(now)),
        clock_words(at)
    )
}

/// `Sunday, November 22, 2026, 12:00 a.m. Central`: a moment in words that may be read on another day.
pub fn whole_moment_words(at: Timestamp) -> String {
    let day = central_day(at);
    format!(
        "{}, {} {}, {}, {}",
        weekday_word(day.weekday()),
        month_word(day.month()),
        day.day(),
        day.year(),
        clock_words(at)
    )
}

fn near_word(day: Date, today: Date) -> Option<&'static str> {
    if day == today {
        Some("today")
    } else if today.tomorrow().is_ok_and(|next| next == day) {
        Some("tomorrow")
    } else if today.yesterday().is_ok_and(|last| last == day) {
        Some("yesterday")
    } else {
        None
    }
}

fn with_year(words: String, day: Date, today: Date) -> String {
    if day.year() == today.year() {
        words
    } else {
        format!("{words}, {}", day.year())
    }
}

fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month_word(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::morning("2026-11-17T15:14:00Z", "9:14 a.m. Central")]
    #[case::noon("2026-11-17T18:00:00Z", "12:00 p.m. Central")]
    #[case::midnight("2026-11-17T06:00:00Z", "12:00 a.m. Central")]
    #[case::summer("2026-07-06T18:30:00Z", "1:30 p.m. Central")]
    #[case::before_the_clocks_go_forward("2026-03-08T07:59:00Z", "1:59 a.m. Central")]
    #[case::after_the_clocks_went_forward("2026-03-08T08:00:00Z", "3:00 a.m. Central")]
    #[case::the_hour_that_comes_twice("2026-11-01T06:30:00Z", "1:30 a.m. Central")]
    #[case::the_hour_that_comes_twice_again("2026-11-01T07:30:00Z", "1:30 a.m. Central")]
    fn a_time_is_missouris_and_says_so(#[case] moment: &str, #[case] words: &str) {
        assert_eq!(clock_words(at(moment)), words, "{moment}");
    }

    #[rstest]
    #[case::same_day("2026-11-17T23:02:00Z", "today, 5:02 p.m. Central")]
    #[case::day_before("2026-11-16T23:02:00Z", "yesterday, 5:02 p.m. Central")]
    #[case::day_after("2026-11-18T15:00:00Z", "tomorrow, 9:00 a.m. Central")]
    #[case::late_evening_is_still_that_day("2026-11-17T04:30:00Z", "yesterday, 10:30 p.m. Central")]
    #[case::last_week("2026-11-10T15:00:00Z", "Tuesday, November 10, 9:00 a.m. Central")]
    #[case::another_year("2027-01-04T15:00:00Z", "Monday, January 4, 2027, 9:00 a.m. Central")]
    fn a_moment_is_told_as_seen_from_now(#[case] moment: &str, #[case] words: &str) {
        assert_eq!(
            moment_words(at(moment), at("2026-11-17T16:00:00Z")),
            words,
            "{moment}"
        );
    }

    #[test]
    fn a_day_that_must_not_be_mistaken_carries_its_date() {
        let today = date(2026, 11, 17);
        assert_eq!(
            sure_day_words(date(2026, 11, 18), today),
            "tomorrow, November 18"
        );
        assert_eq!(
            sure_day_words(date(2026, 12, 7), today),
            "Monday, December 7"
        );
        assert_eq!(
            near_day_words(date(2026, 11, 17), today),
            "today",
            "today is said in words"
        );
    }

    #[test]
    fn midnight_in_utc_is_not_midnight_in_missouri() {
        assert_eq!(
            central_day(at("2026-11-18T05:59:59Z")),
            date(2026, 11, 17),
            "one second before the court's midnight"
        );
        assert_eq!(
            central_day(at("2026-11-18T06:00:00Z")),
            date(2026, 11, 18),
            "the court's midnight"
        );
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_still_a_moment() {
        let skipped = central_moment(date(2026, 3, 8), Time::constant(2, 30, 0, 0));
        assert_eq!(
            skipped,
            Some(at("2026-03-08T08:30:00Z")),
            "half past three by the new clock"
        );
    }
}
