//! Closed hours of a portal, such as `Mon-Fri 01:00-06:00 America/Chicago`: in them nothing is sent, whoever asks.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, AmbiguousTimestamp, TimeZone};

/// What a window looks like, for error messages.
pub(super) const ACCEPTED: &str = "texts such as \"Mon-Fri 01:00-06:00 America/Chicago\" or \"Sat,Sun 22:00-02:00 America/Chicago\"";

/// One window of closed hours, repeated every week. Past midnight it belongs to the day on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedWindow {
    text: String,
    days: [bool; 7],
    from: Time,
    /// `None` = 24:00.
    to: Option<Time>,
    zone: TimeZone,
}

impl ClosedWindow {
    /// Reads a window.
    ///
    /// # Errors
    /// A short sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let (Some(days), Some(hours), Some(zone), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("it needs days, hours and a time zone".to_owned());
        };
        let (from, to) = hours
            .split_once('-')
            .ok_or_else(|| format!("\"{hours}\" is not a span of hours"))?;
        let from = time(from)?;
        let to = if to == "24:00" { None } else { Some(time(to)?) };
        if to == Some(from) {
            return Err(
                "it starts and ends at the same time; a whole day is 00:00-24:00".to_owned(),
            );
        }
        Ok(Self {
            text: words_joined(text),
            days: parse_days(days)?,
            from,
            to,
            zone: TimeZone::get(zone)
                .map_err(|_| format!("\"{zone}\" is not a known time zone"))?,
        })
    }

    /// The window as the profile writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// When this window ends, if `now` lies in it.
    fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let today = now.to_zoned(self.zone.clone()).date();
        // A window past midnight that started yesterday may still hold.
        [today.yesterday().ok(), Some(today)]
            .into_iter()
            .flatten()
            .filter(|day| {
                self.days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
            })
            .filter_map(|day| self.span(day))
            .find(|(start, end)| (*start..*end).contains(&now))
            .map(|(_, end)| end)
    }

    fn span(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let end = match self.to {
            Some(to) if to > self.from => day.to_datetime(to),
            Some(to) => day.tomorrow().ok()?.to_datetime(to),
            None => day.tomorrow().ok()?.to_datetime(Time::midnight()),
        };
        // When the clocks go back an hour comes twice: closed from the first and until the second. When they go forward
        // an hour is left out: what begins or ends in it does so at the jump, and not an hour before or after.
        let start = self.zone.to_ambiguous_timestamp(day.to_datetime(self.from));
        let end = self.zone.to_ambiguous_timestamp(end);
        let start = self.jump(&start).or_else(|| start.earlier().ok())?;
        let end = self.jump(&end).or_else(|| end.later().ok())?;
        Some((start, end))
    }

    /// The moment at which the clocks go forward over a time that this day does not have.
    fn jump(&self, time: &AmbiguousTimestamp) -> Option<Timestamp> {
        if !matches!(time.offset(), AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let before = time.earlier().ok()?;
        Some(self.zone.following(before).next()?.timestamp())
    }
}

/// When the closed hours that hold at `now` end; windows that follow each other without a gap count as one.
pub(super) fn closed_until(windows: &[ClosedWindow], now: Timestamp) -> Option<Timestamp> {
    let mut until = None;
    // A profile may close every hour of the week; then the answer is "not within the next weeks".
    for _ in 0..64 {
        let at = until.unwrap_or(now);
        match windows.iter().filter_map(|w| w.until(at)).max() {
            Some(end) => until = Some(end),
            None => break,
        }
    }
    until
}

/// The window that holds at `now`.
pub(super) fn window_at(windows: &[ClosedWindow], now: Timestamp) -> Option<&ClosedWindow> {
    windows.iter().find(|w| w.until(now).is_some())
}

fn words_joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn time(text: &str) -> Result<Time, String> {
    let wrong = || format!("\"{text}\" is not a time such as 01:00");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let two_digits = |s: &str| (1..=2).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return Err(wrong());
    }
    let hour = hour.parse().map_err(|_| wrong())?;
    let minute = minute.parse().map_err(|_| wrong())?;
    Time::new(hour, minute, 0, 0).map_err(|_| wrong())
}

fn parse_days(text: &str) -> Result<[bool; 7], String> {
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (weekday(first)?, weekday(last)?);
        let mut day = first;
        loop {
            days[usize::from(day.to_monday_zero_offset().unsigned_abs())] = true;
            if day == last {
                break;
            }
            day = day.next();
        }
    }
    Ok(days)
}

fn weekday(text: &str) -> Result<Weekday, String> {
    match text.to_ascii_lowercase().as_str() {
        "mon" => Ok(Weekday::Monday),
        "tue" => Ok(Weekday::Tuesday),
        "wed" => Ok(Weekday::Wednesday),
        "thu" => Ok(Weekday::Thursday),
        "fri" => Ok(Weekday::Friday),
        "sat" => Ok(Weekday::Saturday),
        "sun" => Ok(Weekday::Sunday),
        _ => Err(format!(
            "\"{text}\" is not one of Mon Tue Wed Thu Fri Sat Sun"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[rstest]
    // Central Standard Time is UTC-6, daylight time UTC-5. 20 November 2026 is a Friday.
    #[case::before("Mon-Fri 01:00-06:00 America/Chicago", "2026-11-20T06:59:59Z", None)]
    #[case::first_second(
        "Mon-Fri 01:00-06:00 America/Chicago",
        "2026-11-20T07:00:00Z",
        Some("2026-11-20T12:00:00Z")
    )]
    #[case::last_second(
        "Mon-Fri 01:00-06:00 America/Chicago",
        "2026-11-20T11:59:59Z",
        Some("2026-11-20T12:00:00Z")
    )]
    #[case::open_again("Mon-Fri 01:00-06:00 America/Chicago", "2026-11-20T12:00:00Z", None)]
    #[case::saturday("Mon-Fri 01:00-06:00 America/Chicago", "2026-11-21T08:00:00Z", None)]
    #[case::summer(
        "Mon-Fri 01:00-06:00 America/Chicago",
        "2026-07-14T06:00:00Z",
        Some("2026-07-14T11:00:00Z")
    )]
    #[case::past_midnight_before(
        "Fri 22:00-02:00 America/Chicago",
        "2026-11-21T04:30:00Z",
        Some("2026-11-21T08:00:00Z")
    )]
    #[case::past_midnight_after(
        "Fri 22:00-02:00 America/Chicago",
        "2026-11-21T07:30:00Z",
        Some("2026-11-21T08:00:00Z")
    )]
    #[case::past_midnight_other_day(
        "Fri 22:00-02:00 America/Chicago",
        "2026-11-20T07:30:00Z",
        None
    )]
    #[case::whole_days_join(
        "Sat-Sun 00:00-24:00 America/Chicago",
        "2026-11-21T12:00:00Z",
        Some("2026-11-23T06:00:00Z")
    )]
    #[case::over_the_week_end(
        "Fri-Mon 01:00-02:00 UTC",
        "2026-11-22T01:30:00Z",
        Some("2026-11-22T02:00:00Z")
    )]
    #[case::list_of_days(
        "Sat,Tue 01:00-02:00 UTC",
        "2026-11-24T01:30:00Z",
        Some("2026-11-24T02:00:00Z")
    )]
    // 1 November 2026: 01:00-02:00 comes twice; 8 March 2026: 02:00-03:00 does not come.
    #[case::clocks_back(
        "Sun 01:00-01:30 America/Chicago",
        "2026-11-01T06:45:00Z",
        Some("2026-11-01T07:30:00Z")
    )]
    #[case::clocks_back_long(
        "Sun 01:00-06:00 America/Chicago",
        "2026-11-01T06:00:00Z",
        Some("2026-11-01T12:00:00Z")
    )]
    #[case::clocks_forward(
        "Sun 01:00-06:00 America/Chicago",
        "2026-03-08T08:00:00Z",
        Some("2026-03-08T11:00:00Z")
    )]
    fn closed_hours_hold_in_local_time(
        #[case] window: &str,
        #[case] now: &str,
        #[case] until: Option<&str>,
    ) {
        let windows = [ClosedWindow::parse(window).unwrap()];
        assert_eq!(closed_until(&windows, at(now)), until.map(at));
    }

    #[test]
    fn two_windows_are_one_when_the_hour_between_them_does_not_come() {
        let window = ClosedWindow::parse("Mon-Sun 03:00-02:00 America/Chicago").unwrap();
        let until = closed_until(&[window], at("2032-03-13T09:00:00Z"));
        assert_eq!(
            until,
            Some(at("2032-03-15T07:00:00Z")),
            "02:00 does not come on 14 March 2032"
        );
    }

    #[test]
    fn a_portal_that_is_never_open_still_gives_an_answer() {
        let windows = [ClosedWindow::parse("Mon-Sun 00:00-24:00 UTC").unwrap()];
        assert!(closed_until(&windows, at("2026-11-21T12:00:00Z")).is_some());
    }

    #[rstest]
    #[case("")]
    #[case("Mon-Fri")]
    #[case("Mon-Fri 01:00-06:00")]
    #[case("Mon-Fri 01:00-06:00 America/Chicago now")]
    #[case("Mo-Fr 01:00-06:00 America/Chicago")]
    #[case("Mon-Fri 1-6 America/Chicago")]
    #[case("Mon-Fri 25:00-06:00 America/Chicago")]
    #[case("Mon-Fri 01:00-01:00 America/Chicago")]
    #[case("Mon-Fri +1:00-06:00 America/Chicago")]
    fn a_window_that_cannot_be_read_is_refused(#[case] text: &str) {
        assert!(ClosedWindow::parse(text).is_err());
    }

    #[rstest::rstest]
    // On March 8, 2026 the clocks go from 2:00 to 3:00 Central, which is 08:00 UTC.
    #[case::open_before_the_jump(
        "Mon-Sun 02:00-01:00 America/Chicago",
        "2026-03-08T07:30:00Z",
        None
    )]
    #[case::open_from_its_end("Mon-Sun 02:00-01:00 America/Chicago", "2026-03-08T07:00:00Z", None)]
    #[case::closed_from_the_jump(
        "Sun 02:30-05:00 America/Chicago",
        "2026-03-08T08:00:00Z",
        Some("2026-03-08T10:00:00Z")
    )]
    #[case::closed_until_the_jump(
        "Sun 01:00-02:30 America/Chicago",
        "2026-03-08T07:59:59Z",
        Some("2026-03-08T08:00:00Z")
    )]
    #[case::open_after_the_jump("Sun 01:00-02:30 America/Chicago", "2026-03-08T08:00:00Z", None)]
    fn an_hour_that_a_day_does_not_have_begins_and_ends_at_the_jump(
        #[case] window: &str,
        #[case] now: &str,
        #[case] until: Option<&str>,
    ) {
        let window = ClosedWindow::parse(window).unwrap();
        assert_eq!(
            closed_until(&[window], now.parse().unwrap()),
            until.map(|u| u.parse().unwrap())
        );
    }

    proptest::proptest! {
        #[test]
        fn closed_hours_never_end_in_the_past(seconds in 1_600_000_000i64..2_000_000_000, from in 0u8..24, to in 0u8..24) {
            proptest::prop_assume!(from != to);
            let window = ClosedWindow::parse(&format!("Mon-Sun {from:02}:00-{to:02}:00 America/Chicago")).unwrap();
            let now = Timestamp::from_second(seconds).unwrap();
            if let Some(until) = closed_until(&[window], now) {
                proptest::prop_assert!(until > now);
                // On the day that the clocks go forward, the one hour between two windows may be the hour that does
                // not come (03:00-02:00 in March); the two are then one.
                proptest::prop_assert!(until.as_second() - now.as_second() <= 50 * 3600);
            }
        }
    }
}
