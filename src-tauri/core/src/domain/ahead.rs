//! Which of a case's hearings is next. A hearing whose time has passed today is not called next while another follows,
//! and it is never left out: hearings run late, and somebody may be waiting for one in a hallway.

use jiff::Timestamp;

use super::Setting;
use super::told::starts_at;

/// What lies ahead of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead<T> {
    /// The first whose time has not come; when none is left, the last of today.
    pub next: Option<T>,
    /// Those of today before it, the earliest first: their time has passed.
    pub earlier_today: Vec<T>,
}

impl<T> Default for Ahead<T> {
    fn default() -> Self {
        Self {
            next: None,
            earlier_today: Vec::new(),
        }
    }
}

/// Orders hearings that are set for today or a later day. On one day what has no time that we can read comes last, and
/// its time never counts as passed: nobody knows when it is.
pub fn ahead<T>(
    mut hearings: Vec<T>,
    setting: impl Fn(&T) -> &Setting,
    now: Timestamp,
) -> Ahead<T> {
    let begins = |hearing: &T| starts_at(setting(hearing));
    hearings.sort_by_key(|hearing| {
        let begins = begins(hearing);
        (setting(hearing).scheduled_on, begins.is_none(), begins)
    });
    let to_come = hearings
        .iter()
        .position(|hearing| begins(hearing).is_none_or(|at| at > now));
    let Some(next) = to_come.or_else(|| hearings.len().checked_sub(1)) else {
        return Ahead::default();
    };
    hearings.truncate(next + 1);
    Ahead {
        next: hearings.pop(),
        earlier_today: hearings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SettingMark;
    use jiff::civil::{Date, date};
    use rstest::rstest;

    const TODAY: Date = date(2026, 11, 17);
    const LATER: Date = date(2026, 12, 3);

    fn set(day: Date, time: &str) -> Setting {
        Setting {
            scheduled_on: Some(day),
            time: Some(time.to_owned()),
            purpose: "Motion Hearing".to_owned(),
            location: None,
            judge: None,
            mark: SettingMark::Set,
        }
    }

    #[rstest]
    #[case::before_both("08:59", &[(TODAY, "10:30 AM"), (TODAY, "9:00 AM")], Some("9:00 AM"), &[])]
    #[case::at_its_minute("09:00", &[(TODAY, "9:00 AM"), (TODAY, "10:30 AM")], Some("10:30 AM"), &["9:00 AM"])]
    #[case::between_two_of_today("09:40", &[(TODAY, "10:30 AM"), (TODAY, "9:00 AM")], Some("10:30 AM"), &["9:00 AM"])]
    #[case::only_a_later_day_is_left("12:00", &[(LATER, "1:30 PM"), (TODAY, "9:00 AM")], Some("1:30 PM"), &["9:00 AM"])]
    #[case::two_passed_and_a_later_day("12:00", &[(TODAY, "10:30 AM"), (LATER, "8:00 AM"), (TODAY, "9:00 AM")], Some("8:00 AM"), &["9:00 AM", "10:30 AM"])]
    #[case::nothing_follows("12:00", &[(TODAY, "9:00 AM")], Some("9:00 AM"), &[])]
    #[case::nothing_follows_two("12:00", &[(TODAY, "10:30 AM"), (TODAY, "9:00 AM")], Some("10:30 AM"), &["9:00 AM"])]
    #[case::late_at_night("23:59", &[(TODAY, "9:00 AM"), (LATER, "9:00 AM")], Some("9:00 AM"), &["9:00 AM"])]
    #[case::a_time_that_is_none_is_last_of_its_day("08:00", &[(TODAY, "AFTER LUNCH"), (TODAY, "4:00 PM")], Some("4:00 PM"), &[])]
    #[case::a_time_that_is_none_may_still_come("18:00", &[(TODAY, "AFTER LUNCH"), (TODAY, "4:00 PM"), (LATER, "9:00 AM")], Some("AFTER LUNCH"), &["4:00 PM"])]
    #[case::the_courts_ways_to_write_a_time("12:45", &[(TODAY, "13:30"), (TODAY, "12:30 p.m."), (TODAY, "9:15 A.M.")], Some("13:30"), &["9:15 A.M.", "12:30 p.m."])]
    #[case::none_is_set("09:00", &[], None, &[])]
    fn the_next_hearing_is_the_first_whose_time_has_not_come(
        #[case] clock: &str,
        #[case] set_for: &[(Date, &str)],
        #[case] next: Option<&str>,
        #[case] earlier: &[&str],
    ) {
        // The court's clock: six hours behind in November.
        let now = format!("2026-11-17T{clock}:00-06:00").parse().unwrap();
        let hearings: Vec<Setting> = set_for.iter().map(|(day, time)| set(*day, time)).collect();
        let all = ahead(hearings, |setting| setting, now);
        let time = |setting: &Setting| setting.time.clone().unwrap();
        assert_eq!(all.next.as_ref().map(time).as_deref(), next);
        assert_eq!(
            all.earlier_today.iter().map(time).collect::<Vec<_>>(),
            earlier,
            "what has passed today is still told"
        );
    }

    #[test]
    fn the_courts_clock_decides_and_not_greenwichs() {
        let hearings = vec![set(TODAY, "9:00 AM"), set(TODAY, "4:00 PM")];
        let now = "2026-11-17T20:00:00Z".parse().unwrap();
        let all = ahead(hearings, |setting| setting, now);
        assert_eq!(
            all.next.and_then(|s| s.time).as_deref(),
            Some("4:00 PM"),
            "it is two in the afternoon in Missouri"
        );
    }
}
