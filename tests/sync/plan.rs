//! What the relay decides, as a table.

use docketbell_core::domain::NoticeLevel;
use docketbell_core::domain::notice_words::ProgramNews;
use docketbell_core::sync::relay::{
    News, Plan, QuietSpan, RelaySettings, Shown, Step, WaitingNotice, plan,
};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use crate::{at, entry, moved};

/// Tuesday, November 17, 2026, ten in the morning.
const MORNING: &str = "2026-11-17T16:00:00Z";
/// The same day, eight in the evening.
const EVENING: &str = "2026-11-18T02:00:00Z";

fn program(id: i64, news: ProgramNews) -> WaitingNotice {
    WaitingNotice {
        notice_id: id,
        event_id: format!("p-{id}"),
        news: News::Program(news),
        attempts: 0,
        held: false,
    }
}

fn held(notice: WaitingNotice) -> WaitingNotice {
    WaitingNotice {
        held: true,
        ..notice
    }
}

fn entries(n: i64) -> Vec<WaitingNotice> {
    (1..=n).map(|id| entry(id, id, "Motion")).collect()
}

fn quiet() -> RelaySettings {
    RelaySettings {
        quiet: QuietSpan::parse("18:00", "07:30", true),
        ..RelaySettings::default()
    }
}

fn shown(seconds_ago: i64, summary: bool) -> Shown {
    Shown {
        at: at(MORNING) - SignedDuration::from_secs(seconds_ago),
        summary,
    }
}

fn digest(ids: &[i64]) -> Step {
    Step::Digest {
        ids: ids.to_vec(),
        held_overnight: false,
    }
}

const OPENS: &str = "2026-11-18T13:30:00Z";

#[rstest]
#[case::nothing_waits(MORNING, RelaySettings::default(), vec![], vec![], vec![], None)]
#[case::one(MORNING, RelaySettings::default(), entries(1), vec![], vec![Step::Send(1)], None)]
#[case::three_go_one_by_one(MORNING, RelaySettings::default(), entries(3), vec![], vec![Step::Send(1), Step::Send(2), Step::Send(3)], None)]
#[case::four_become_a_summary(MORNING, RelaySettings::default(), entries(4), vec![], vec![digest(&[1, 2, 3, 4])], None)]
#[case::the_fourth_within_a_minute(MORNING, RelaySettings::default(), entries(1), vec![shown(50, false), shown(40, false), shown(1, false)], vec![digest(&[1])], None)]
#[case::the_fourth_after_a_minute(MORNING, RelaySettings::default(), entries(1), vec![shown(70, false), shown(65, false), shown(60, false)], vec![Step::Send(1)], None)]
#[case::a_second_summary_waits_for_its_minute(MORNING, RelaySettings::default(), entries(4), vec![shown(20, true)], vec![], Some("2026-11-17T16:00:40Z"))]
#[case::one_after_a_summary(MORNING, RelaySettings::default(), entries(1), vec![shown(20, true)], vec![Step::Send(1)], None)]
#[case::shown_in_the_future_says_nothing(MORNING, RelaySettings::default(), entries(3), vec![shown(-500, true)], vec![Step::Send(1), Step::Send(2), Step::Send(3)], None)]
#[case::discreet_ones_are_counted(MORNING, RelaySettings { level: NoticeLevel::Discreet, ..RelaySettings::default() }, entries(2), vec![], vec![digest(&[1, 2])], None)]
#[case::quiet_hours_hold(EVENING, quiet(), entries(2), vec![], vec![Step::Hold { ids: vec![1, 2], until: at(OPENS) }], None)]
#[case::a_hearing_tomorrow_breaks_through(EVENING, quiet(), vec![entry(1, 1, "Motion"), moved(2, 2, "2026-12-03", "2026-11-18")], vec![], vec![Step::Hold { ids: vec![1], until: at(OPENS) }, Step::Send(2)], None)]
#[case::not_when_the_person_says_no(EVENING, RelaySettings { hearing_soon: false, moved_earlier: false, ..quiet() }, vec![moved(2, 2, "2026-12-03", "2026-11-18")], vec![], vec![Step::Hold { ids: vec![2], until: at(OPENS) }], None)]
#[case::a_warrant_breaks_through(EVENING, quiet(), vec![entry(1, 1, "Warrant Issued")], vec![], vec![Step::Send(1)], None)]
#[case::a_judgment_only_if_chosen(EVENING, quiet(), vec![entry(1, 1, "Judgment Entered")], vec![], vec![Step::Hold { ids: vec![1], until: at(OPENS) }], None)]
#[case::after_quiet_hours_one_summary(OPENS, quiet(), vec![held(entry(1, 1, "Motion")), held(entry(2, 1, "Order")), entry(3, 2, "Order")], vec![], vec![Step::Digest { ids: vec![1, 2], held_overnight: true }, Step::Send(3)], None)]
#[case::held_once_more(EVENING, quiet(), vec![held(entry(1, 1, "Motion"))], vec![], vec![Step::Hold { ids: vec![1], until: at(OPENS) }], None)]
#[case::snoozed(MORNING, RelaySettings { snoozed_until: Some(at("2026-11-17T16:30:00Z")), ..RelaySettings::default() }, entries(2), vec![], vec![Step::Snooze { ids: vec![1, 2], until: at("2026-11-17T16:30:00Z") }], None)]
#[case::no_longer_snoozed(MORNING, RelaySettings { snoozed_until: Some(at(MORNING)), ..RelaySettings::default() }, entries(1), vec![], vec![Step::Send(1)], None)]
#[case::off(MORNING, RelaySettings { notify: false, ..RelaySettings::default() }, vec![entry(1, 1, "Motion"), program(2, ProgramNews::Test)], vec![], vec![Step::Drop(vec![1]), Step::Send(2)], None)]
#[case::a_test_breaks_through(EVENING, quiet(), vec![program(1, ProgramNews::Test)], vec![], vec![Step::Send(1)], None)]
#[case::failing_breaks_through(EVENING, quiet(), vec![program(1, ProgramNews::WatcherStopped { challenge: false })], vec![], vec![Step::Send(1)], None)]
#[case::working_again_can_wait(EVENING, quiet(), vec![program(1, ProgramNews::WatcherWorking { changes: 0, missed_seconds: 0 })], vec![], vec![Step::Hold { ids: vec![1], until: at(OPENS) }], None)]
#[case::the_program_is_no_part_of_a_summary(MORNING, RelaySettings::default(), { let mut all = entries(4); all.push(program(9, ProgramNews::WatcherStopped { challenge: true })); all }, vec![], vec![Step::Send(9), digest(&[1, 2, 3, 4])], None)]
#[case::nothing_to_tell(MORNING, RelaySettings::default(), vec![WaitingNotice { news: News::Nothing, ..entry(1, 1, "Motion") }], vec![], vec![Step::Drop(vec![1])], None)]
fn the_relay_decides(
    #[case] now: &str,
    #[case] settings: RelaySettings,
    #[case] waiting: Vec<WaitingNotice>,
    #[case] recent: Vec<Shown>,
    #[case] steps: Vec<Step>,
    #[case] again_at: Option<&str>,
) {
    let planned = plan(&waiting, &settings, at(now), &recent);
    assert_eq!(
        planned,
        Plan {
            steps,
            again_at: again_at.map(at)
        }
    );
}

#[rstest]
#[case::evening(EVENING, Some(OPENS))]
#[case::after_midnight("2026-11-18T08:00:00Z", Some(OPENS))]
#[case::first_moment("2026-11-18T00:00:00Z", Some(OPENS))]
#[case::last_moment("2026-11-18T13:29:59Z", Some(OPENS))]
#[case::over(OPENS, None)]
#[case::midday(MORNING, None)]
#[case::friday_evening_lasts_until_monday("2026-11-21T01:00:00Z", Some("2026-11-23T13:30:00Z"))]
#[case::saturday_noon("2026-11-21T18:00:00Z", Some("2026-11-23T13:30:00Z"))]
#[case::the_night_the_clocks_go_back("2026-11-01T02:00:00Z", Some("2026-11-02T13:30:00Z"))]
#[case::the_night_the_clocks_go_forward("2026-03-07T03:00:00Z", Some("2026-03-09T12:30:00Z"))]
fn quiet_hours_end_in_missouris_morning(#[case] now: &str, #[case] end: Option<&str>) {
    let span = QuietSpan::parse("18:00", "07:30", true).unwrap();
    assert_eq!(span.until(at(now)), end.map(at), "quiet at {now}");
}

#[rstest]
#[case::within_a_day("12:00", "13:00", MORNING, None)]
#[case::within_a_day_at_noon(
    "12:00",
    "13:00",
    "2026-11-17T18:30:00Z",
    Some("2026-11-17T19:00:00Z")
)]
#[case::equal_times_mean_none("09:00", "09:00", MORNING, None)]
fn quiet_hours_may_lie_within_a_day(
    #[case] from: &str,
    #[case] until: &str,
    #[case] now: &str,
    #[case] end: Option<&str>,
) {
    let span = QuietSpan::parse(from, until, false).unwrap();
    assert_eq!(span.until(at(now)), end.map(at));
    assert_eq!(QuietSpan::parse("25:00", until, false), None, "no time");
}

#[test]
fn quiet_hours_that_never_end_are_bounded() {
    let always = QuietSpan::parse("00:00", "23:59", true).unwrap();
    let end: Option<Timestamp> = always.until(at(MORNING));
    assert!(end.is_some(), "an answer, not a loop");
}
