//! Each sample of `screens/notification.txt`, as a case.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::domain::notice::NoticeAction;

const A: NoticeLevel = NoticeLevel::Everything;
const B: NoticeLevel = NoticeLevel::CaseName;
const C: NoticeLevel = NoticeLevel::NoCaseNames;
const D: NoticeLevel = NoticeLevel::Discreet;

/// Tuesday, November 17, 2026, ten in the morning.
fn now() -> Timestamp {
    "2026-11-17T16:00:00Z".parse().unwrap()
}

fn news(kind: ChangeKind, name: &str, before: Option<Value>, after: Option<Value>) -> ChangeNews {
    ChangeNews {
        event_id: "e-1".into(),
        case_id: 7,
        change_id: 70,
        entry_id: Some(700),
        kind,
        field: None,
        label: Some(name.into()),
        official_name: "DOE V ROE".into(),
        before,
        after,
    }
}

fn entry(description: &str, text: &str) -> Value {
    json!({"sequence": 4, "filed_on": "2026-11-09", "description": description, "text": text,
           "filed_by": null, "on_behalf_of": null, "code": null, "documents": []})
}

fn setting(day: &str, time: &str, purpose: &str) -> Value {
    json!({"purpose": purpose, "scheduled_on": day, "time": time, "starts_at": null,
           "location": null, "judge": null})
}

fn motion() -> ChangeNews {
    let mut filed = entry("Motion to Compel", "");
    filed["filed_by"] = json!("PAT X COUNSEL");
    filed["on_behalf_of"] = json!("JANE Q DOE");
    news(
        ChangeKind::EntryAdded,
        "Maple Street lease",
        None,
        Some(filed),
    )
}

fn order() -> ChangeNews {
    news(
        ChangeKind::EntryAmended,
        "Maple Street lease",
        Some(entry(
            "Order",
            "The motion to compel the answers is denied. Counsel shall confer by noon. The hearing stands as it was set in open court.",
        )),
        Some(entry(
            "Order",
            "The motion to compel the answers is sustained in part. Parties shall confer by evening. The hearing stands as it was set in open court.",
        )),
    )
}

fn withdrawn() -> ChangeNews {
    news(
        ChangeKind::EntryWithdrawn,
        "Sample traffic matter",
        Some(entry("Summons Issued", "")),
        None,
    )
}

fn moved_earlier() -> ChangeNews {
    news(
        ChangeKind::HearingMoved,
        "Maple Street lease",
        Some(setting(
            "2026-12-03",
            "1:30 PM",
            "Case Management Conference",
        )),
        Some(setting(
            "2026-11-18",
            "9:00 AM",
            "Case Management Conference",
        )),
    )
}

fn moved_later() -> ChangeNews {
    news(
        ChangeKind::HearingMoved,
        "Maple Street lease",
        Some(setting("2026-11-18", "9:00 AM", "Trial")),
        Some(setting("2026-12-03", "1:30 PM", "Trial")),
    )
}

fn set() -> ChangeNews {
    news(
        ChangeKind::HearingSet,
        "Roe parenting plan",
        None,
        Some(setting("2026-12-07", "10:30 AM", "Pretrial Conference")),
    )
}

fn cancelled(kind: ChangeKind) -> ChangeNews {
    news(
        kind,
        "Sample traffic matter",
        Some(setting("2026-11-19", "1:30 PM", "Arraignment")),
        None,
    )
}

fn gone() -> ChangeNews {
    news(
        ChangeKind::CaseUnavailable,
        "Maple Street lease",
        None,
        None,
    )
}

#[rstest]
#[case::new_entry_a(
    motion(),
    A,
    "New entry: Maple Street lease",
    "Motion to Compel. Filed by PAT X COUNSEL for JANE Q DOE."
)]
#[case::new_entry_b(motion(), B, "New entry: Maple Street lease", "Motion to Compel.")]
#[case::new_entry_c(
    motion(),
    C,
    "New entry in a case you follow",
    "Open Docketbell to read it."
)]
#[case::edited_a(
    order(),
    A,
    "Entry edited: Maple Street lease",
    "Order of November 9. \"denied\" is now \"sustained in part\", and 2 more edits."
)]
#[case::edited_b(order(), B, "Entry edited: Maple Street lease", "Order of November 9.")]
#[case::edited_c(
    order(),
    C,
    "Entry edited in a case you follow",
    "Open Docketbell to read it."
)]
#[case::withdrawn_a(
    withdrawn(),
    A,
    "Entry withdrawn: Sample traffic matter",
    "\"Summons Issued\" is no longer on the docket. We kept what it said."
)]
#[case::withdrawn_c(
    withdrawn(),
    C,
    "Entry withdrawn in a case you follow",
    "Open Docketbell to read it."
)]
#[case::moved_earlier_a(
    moved_earlier(),
    A,
    "Hearing moved earlier: Maple Street lease",
    "Now tomorrow, November 18, 9:00 a.m. Central. It was December 3, 1:30 p.m. Case Management Conference."
)]
#[case::moved_earlier_b(
    moved_earlier(),
    B,
    "Hearing moved earlier: Maple Street lease",
    "Now tomorrow, November 18, 9:00 a.m. Central. It was December 3."
)]
#[case::moved_earlier_c(
    moved_earlier(),
    C,
    "A hearing was moved to an earlier date",
    "Now tomorrow, November 18, 9:00 a.m. Central. Open to see which case."
)]
#[case::moved_later_b(
    moved_later(),
    B,
    "Hearing moved: Maple Street lease",
    "Now Thursday, December 3, 1:30 p.m. Central. It was November 18."
)]
#[case::moved_later_c(
    moved_later(),
    C,
    "A hearing was moved",
    "Now Thursday, December 3, 1:30 p.m. Central. Open to see which case."
)]
#[case::set_a(
    set(),
    A,
    "Hearing set: Roe parenting plan",
    "Monday, December 7, 10:30 a.m. Central. Pretrial Conference."
)]
#[case::set_b(
    set(),
    B,
    "Hearing set: Roe parenting plan",
    "Monday, December 7, 10:30 a.m. Central. Pretrial Conference."
)]
#[case::set_c(
    set(),
    C,
    "A hearing was set in a case you follow",
    "Monday, December 7, 10:30 a.m. Central."
)]
#[case::cancelled_b(
    cancelled(ChangeKind::HearingCancelled),
    B,
    "Hearing cancelled: Sample traffic matter",
    "The docket cancels Thursday, November 19, 1:30 p.m. Call the clerk before you decide not to go."
)]
#[case::cancelled_c(
    cancelled(ChangeKind::HearingCancelled),
    C,
    "A hearing was cancelled in a case you follow",
    "The docket cancels Thursday, November 19, 1:30 p.m. Call the clerk before you decide not to go."
)]
#[case::unlisted_b(
    cancelled(ChangeKind::HearingUnlisted),
    B,
    "Hearing no longer listed: Sample traffic matter",
    "Thursday, November 19, 1:30 p.m. The court gave no reason. Call the clerk."
)]
#[case::gone_a(
    gone(),
    A,
    "A case you followed is no longer public",
    "It may now be confidential. We closed our copy; it is erased if a second reading agrees."
)]
#[case::gone_b(
    gone(),
    B,
    "A case you followed is no longer public",
    "It may now be confidential. We closed our copy; it is erased if a second reading agrees."
)]
#[case::gone_c(
    gone(),
    C,
    "A case you followed is no longer public",
    "It may now be confidential. We closed our copy; it is erased if a second reading agrees."
)]
#[case::discreet_entry(motion(), D, "1 update", "Open when you can.")]
#[case::discreet_hearing(moved_earlier(), D, "1 update", "Open when you can.")]
#[case::discreet_gone(gone(), D, "1 update", "Open when you can.")]
fn a_change_is_told_in_the_agreed_words(
    #[case] news: ChangeNews,
    #[case] level: NoticeLevel,
    #[case] title: &str,
    #[case] body: &str,
) {
    let notice = word(&news, level, now());
    assert_eq!(notice.title, title, "title at {level:?}");
    assert_eq!(notice.body, body, "body at {level:?}");
    assert_eq!(notice.event_id, "e-1", "the event id travels along");
}

#[rstest]
#[case::entry(motion(), C, &["Open case", "Mark reviewed"], false)]
#[case::moved(moved_earlier(), C, &["Open case", "I have seen this"], true)]
#[case::set(set(), C, &["Open case", "Mark reviewed"], false)]
#[case::cancelled(cancelled(ChangeKind::HearingCancelled), C, &["Open case", "I have seen this"], true)]
#[case::gone(gone(), A, &["What this means"], false)]
#[case::discreet(motion(), D, &["Open"], false)]
fn buttons_are_at_most_two_and_the_safest_comes_first(
    #[case] news: ChangeNews,
    #[case] level: NoticeLevel,
    #[case] labels: &[&str],
    #[case] stays: bool,
) {
    let notice = word(&news, level, now());
    let shown: Vec<&str> = notice.actions.iter().map(|(_, l)| l.as_str()).collect();
    assert_eq!(shown, labels, "{:?} at {level:?}", news.kind);
    assert_eq!(notice.stays, stays, "stays until closed");
}

#[test]
fn what_a_level_hides_stands_nowhere_in_the_notice() {
    let mut header = news(
        ChangeKind::HeaderChanged,
        "MINE",
        Some(json!("COURTWORDS")),
        Some(json!("COURTWORDS TOO")),
    );
    header.field = Some(HeaderField::SecurityLevel);
    let party = json!({"name": "COURTWORDS", "role": "Defendant", "address": "COURTWORDS", "attorneys": []});
    let mut all = vec![
        header,
        news(ChangeKind::PartyChanged, "MINE", None, Some(party)),
        news(
            ChangeKind::EntryAdded,
            "MINE",
            None,
            Some(entry("Motion", "COURTWORDS")),
        ),
        news(
            ChangeKind::EntryAmended,
            "MINE",
            Some(entry("Order", "COURTWORDS")),
            Some(entry("Order", "COURTWORDS TOO")),
        ),
        news(ChangeKind::CaseUnavailable, "MINE", None, None),
    ];
    for unnamed in &mut all {
        unnamed.official_name = "STYLE V CASE".into();
    }
    for news in &all {
        for level in [A, B, C, D] {
            let told = format!("{:?}", word(news, level, now()));
            let kind = news.kind;
            if level != A {
                assert!(
                    !told.contains("COURTWORDS"),
                    "{kind:?} at {level:?}: {told}"
                );
            }
            if level > B || kind == ChangeKind::CaseUnavailable {
                assert!(!told.contains("MINE"), "{kind:?} at {level:?}: {told}");
            }
            if level == D {
                let lower = told.to_lowercase();
                assert!(
                    !["docket", "court", "hearing", "warrant"]
                        .iter()
                        .any(|w| lower.contains(w)),
                    "nothing about courts: {told}"
                );
            }
            let mut unlabelled = news.clone();
            unlabelled.label = None;
            let told = format!("{:?}", word(&unlabelled, level, now()));
            assert_eq!(
                told.contains("STYLE V CASE"),
                level == A && kind != ChangeKind::CaseUnavailable,
                "the style holds party names, so {kind:?} at {level:?} shows: {told}"
            );
        }
    }
}

#[test]
fn a_title_is_cut_at_fifty_characters_and_a_word() {
    let mut long = motion();
    long.label = Some("The long story of the leaking roof on Maple Street".into());
    let title = word(&long, B, now()).title;
    assert_eq!(title, "New entry: The long story of the leaking roof...");
    for kind in ChangeKind::ALL {
        let mut any = long.clone();
        any.kind = kind;
        any.field = Some(HeaderField::SecurityLevel);
        for level in [A, B, C, D] {
            let notice = word(&any, level, now());
            assert!(
                notice.title.chars().count() <= TITLE_LIMIT,
                "{kind:?} at {level:?}: {}",
                notice.title
            );
            assert!(notice.actions.len() <= 2, "{kind:?} at {level:?}");
            assert!(!notice.title.contains('!'), "rule 7: {}", notice.title);
        }
    }
}

#[rstest]
#[case::earlier_that_day(
    setting("2026-11-18", "1:30 PM", "Trial"),
    setting("2026-11-18", "9:00 AM", "Trial"),
    "Hearing moved earlier: Maple Street lease",
    "Now tomorrow, November 18, 9:00 a.m. Central. It was 1:30 p.m."
)]
#[case::no_time(
    setting("2026-12-03", "TBA", "Trial"),
    setting("2026-12-04", "TBA", "Trial"),
    "Hearing moved: Maple Street lease",
    "Now Friday, December 4. It was December 3."
)]
#[case::only_the_place({ let mut s = setting("2026-12-03", "9:00 AM", "Trial"); s["location"] = json!("Division 2"); s }, { let mut s = setting("2026-12-03", "9:00 AM", "Trial"); s["location"] = json!("Division 4"); s }, "Hearing changed: Maple Street lease", "Still Thursday, December 3, 9:00 a.m. Central. The place changed.")]
#[case::unreadable_day(
    setting("2026-12-03", "9:00 AM", "Trial"),
    setting("", "", "Trial"),
    "Hearing moved: Maple Street lease",
    "The new day cannot be read. It was December 3."
)]
fn odd_moves_are_told_truly(
    #[case] before: Value,
    #[case] after: Value,
    #[case] title: &str,
    #[case] body: &str,
) {
    let moved = news(
        ChangeKind::HearingMoved,
        "Maple Street lease",
        Some(before),
        Some(after),
    );
    let notice = word(&moved, B, now());
    assert_eq!((notice.title.as_str(), notice.body.as_str()), (title, body));
}

fn eight() -> Counts {
    Counts {
        by_kind: BTreeMap::from([
            (ChangeKind::HearingSet, 1),
            (ChangeKind::HearingMoved, 1),
            (ChangeKind::HearingCancelled, 1),
            (ChangeKind::EntryAdded, 5),
        ]),
        cases: 4,
    }
}

#[rstest]
#[case::a(
    A,
    false,
    "8 changes in 4 cases",
    "1 hearing moved, 1 hearing cancelled, 1 hearing set. First: Maple Street lease."
)]
#[case::b(
    B,
    false,
    "8 changes in 4 cases",
    "1 hearing moved, 1 hearing cancelled, 1 hearing set. First: Maple Street lease."
)]
#[case::c(
    C,
    false,
    "8 changes in 4 cases",
    "1 hearing moved, 1 hearing cancelled, 1 hearing set."
)]
#[case::overnight(
    C,
    true,
    "Held overnight: 8 changes in 4 cases",
    "1 hearing moved, 1 hearing cancelled, 1 hearing set."
)]
#[case::d(D, true, "8 updates", "Open when you can.")]
fn a_summary_counts_and_puts_the_gravest_first(
    #[case] level: NoticeLevel,
    #[case] held: bool,
    #[case] title: &str,
    #[case] body: &str,
) {
    let notice = digest("e-1", &eight(), Some("Maple Street lease"), held, level);
    assert_eq!((notice.title.as_str(), notice.body.as_str()), (title, body));
}

#[rstest]
#[case::failing(ProgramNews::WatcherFailing { last_good_at: Some("2026-11-16T23:02:00Z".parse().unwrap()), hearings_this_week: 3 }, "Docketbell cannot check your cases", "Last good check: yesterday, 5:02 p.m. Central. 3 hearings are due this week.")]
#[case::failing_one_hearing(ProgramNews::WatcherFailing { last_good_at: None, hearings_this_week: 1 }, "Docketbell cannot check your cases", "No check has worked yet. 1 hearing is due this week.")]
#[case::gone_at_once(ProgramNews::GoneAtOnce { cases: 211 }, "Many of your cases are not shown any more", "The court's site shows none of 211 cases. That is more likely its fault than the court's order: we closed our copies and erase nothing. If it stays so, ask the clerk.")]
#[case::refused(ProgramNews::WatcherStopped { challenge: false }, "Docketbell stopped checking", "The court's site refused our request. We will not try again until you decide.")]
#[case::working(ProgramNews::WatcherWorking { changes: 5, missed_seconds: 2 * 86_400 + 3600 }, "Docketbell is checking again", "We found 5 changes from the 2 days we missed.")]
#[case::working_nothing_new(ProgramNews::WatcherWorking { changes: 0, missed_seconds: 3 * 3600 }, "Docketbell is checking again", "We found no changes from the 3 hours we missed.")]
#[case::test(
    ProgramNews::Test,
    "This is a test",
    "If you can read this, notifications reach you. Click to finish the test."
)]
fn the_program_tells_its_own_state(
    #[case] news: ProgramNews,
    #[case] title: &str,
    #[case] body: &str,
) {
    for level in [A, B, C] {
        let notice = word_program(&news, "e-1", level, now());
        assert_eq!((notice.title.as_str(), notice.body.as_str()), (title, body));
    }
    let discreet = word_program(&news, "e-1", D, now());
    assert_eq!(
        discreet.app_name, "Bell",
        "level D hides the program's name"
    );
    let stored = serde_json::to_string(&news).unwrap();
    assert_eq!(
        serde_json::from_str::<ProgramNews>(&stored).unwrap(),
        news,
        "what is stored is read back"
    );
}

#[rstest]
#[case::failing(ProgramNews::WatcherFailing { last_good_at: None, hearings_this_week: 0 }, &["Open on Case.net", "See why"])]
#[case::refused(ProgramNews::WatcherStopped { challenge: false }, &["See why"])]
#[case::challenged(ProgramNews::WatcherStopped { challenge: true }, &["See why"])]
#[case::working(ProgramNews::WatcherWorking { changes: 1, missed_seconds: 60 }, &["Open Today"])]
#[case::test(ProgramNews::Test, &["I see it"])]
fn the_programs_own_news_has_the_agreed_buttons(
    #[case] news: ProgramNews,
    #[case] labels: &[&str],
) {
    let shown = |level| -> Vec<String> {
        let notice = word_program(&news, "e-1", level, now());
        notice.actions.into_iter().map(|(_, label)| label).collect()
    };
    for level in [A, B, C] {
        assert_eq!(shown(level), labels, "{news:?}");
    }
    if news != ProgramNews::Test {
        assert_eq!(shown(D), ["Open"], "level D says nothing about courts");
    }
}

#[test]
fn after_a_crash_it_is_said_once_what_may_come_twice() {
    let two = maybe_shown_before("e-1", 2, C);
    assert_eq!(two.title, "2 notifications, maybe shown before");
    assert_eq!(
        two.body,
        "Docketbell stopped while sending them. Nothing is lost."
    );
    assert_eq!(
        two.actions,
        [(NoticeAction::OpenToday, "Open Today".to_owned())]
    );
    assert_eq!(
        maybe_shown_before("e-1", 1, C).title,
        "1 notification, maybe shown before"
    );
}

fn titled(title: &str) -> ChangeNews {
    news(ChangeKind::EntryAdded, "x", None, Some(entry(title, "")))
}

#[rstest]
#[case::moved_to_tomorrow(moved_earlier(), &[Breaks::HearingSoon, Breaks::MovedEarlier])]
#[case::moved_away_from_tomorrow(moved_later(), &[Breaks::HearingSoon])]
#[case::set_in_three_weeks(set(), &[])]
#[case::cancelled_the_day_after_tomorrow(cancelled(ChangeKind::HearingCancelled), &[Breaks::HearingSoon])]
#[case::warrant(titled("Warrant Issued"), &[Breaks::Warrant])]
#[case::warrant_recalled(titled("Warrant Recalled"), &[])]
#[case::judgment(titled("Judgment Entered"), &[Breaks::Judgment])]
#[case::motion_for_judgment(titled("Motion for Summary Judgment"), &[])]
#[case::plain(motion(), &[])]
#[case::no_longer_public(gone(), &[])]
fn only_what_presses_may_break_quiet_hours(#[case] news: ChangeNews, #[case] reasons: &[Breaks]) {
    assert_eq!(breaks(&news, now()), reasons);
}
