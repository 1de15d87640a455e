//! Hearings: set, moved, cancelled, no longer listed, held.

use docketbell_core::domain::{DocketEntry, HearingState};
use jiff::civil::{Date, date};
use rstest::rstest;

use crate::readings::{Followed, With, entry, told};

const DEC3: Date = date(2026, 12, 3);
const DEC10: Date = date(2026, 12, 10);
const NOV18: Date = date(2026, 11, 18);
const NOV16: Date = date(2026, 11, 16);
const PAST: Date = date(2026, 11, 10);
const CMC: &str = "Case Management Conference";

fn scheduled(day: Date) -> DocketEntry {
    entry(5, "Case Management Conference Scheduled").set(CMC, day, "1:30 PM")
}

fn bare() -> DocketEntry {
    entry(5, "Case Management Conference Scheduled")
}

fn after(sequence: i64, title: &str) -> DocketEntry {
    entry(sequence, title).on(NOV16)
}

#[rstest]
#[case::set_on_a_new_entry(
    vec![],
    vec![scheduled(DEC3)],
    &["entry_added 5 covered", "hearing_set 5 ->12/3"]
)]
#[case::set_on_a_known_entry(
    vec![bare()],
    vec![scheduled(DEC3)],
    &["hearing_set 5 ->12/3"]
)]
#[case::the_row_moved(
    vec![scheduled(DEC3)],
    vec![scheduled(NOV18)],
    &["hearing_moved 5 12/3>11/18"]
)]
#[case::the_row_moved_and_an_entry_tells_of_it(
    vec![scheduled(DEC3)],
    vec![
        scheduled(NOV18).answers(9),
        after(9, "Hearing Continued/Rescheduled").answers(5)
            .text("Case Management Conference; November 18, 2026; 1:30 PM; ROBIN T EXAMPLE; Boone."),
    ],
    &["entry_added 9 covered", "hearing_moved 5 12/3>11/18"]
)]
#[case::a_new_entry_has_the_new_row_and_the_old_row_stays(
    vec![scheduled(DEC3)],
    vec![
        scheduled(DEC3).answers(9),
        after(9, "Hearing Continued/Rescheduled").answers(5).set(CMC, NOV18, "9:00 AM"),
    ],
    &["entry_added 9 covered", "hearing_moved 9 12/3>11/18"]
)]
#[case::continued_by_one_entry_and_set_by_another(
    vec![scheduled(DEC3)],
    vec![
        scheduled(DEC3),
        after(9, "Hearing Continued/Rescheduled").text("Hearing Continued From: 12/03/2026; 1:30 PM"),
        after(10, "Case Management Conference Scheduled").set(CMC, DEC10, "9:00 AM"),
    ],
    &["entry_added 9 covered", "entry_added 10 covered", "hearing_moved 10 12/3>12/10"]
)]
#[case::the_old_row_is_gone_and_a_new_entry_has_its_purpose(
    vec![scheduled(DEC3)],
    vec![bare(), after(9, "Case Management Conference Scheduled").set(CMC, DEC10, "9:00 AM")],
    &["entry_added 9 covered", "hearing_moved 9 12/3>12/10"]
)]
#[case::another_place_is_a_move(
    vec![scheduled(DEC3)],
    vec![{ let mut e = scheduled(DEC3); e.settings[0].location = Some("Callaway".into()); e }],
    &["hearing_moved 5 12/3>12/3"]
)]
#[case::another_way_to_write_the_time_is_none(
    vec![scheduled(DEC3)],
    vec![{ let mut e = scheduled(DEC3); e.settings[0].time = Some("1:30 p.m.".into()); e }],
    &[]
)]
#[case::a_left_out_place_is_none(
    vec![scheduled(DEC3)],
    vec![{ let mut e = scheduled(DEC3); e.settings[0].location = None; e }],
    &[]
)]
#[case::another_judge_is_none(
    vec![scheduled(DEC3)],
    vec![{ let mut e = scheduled(DEC3); e.settings[0].judge = Some("LEE SAMPLE".into()); e }],
    &[]
)]
#[case::cancelled_by_an_edge_and_the_row_gone(
    vec![scheduled(DEC3)],
    vec![bare().answers(9), after(9, "Hearing Cancelled").answers(5)],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::cancelled_although_the_row_is_still_there(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing Cancelled").answers(5)],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::cancelled_by_the_day_it_names(
    vec![scheduled(DEC3), entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM")],
    vec![
        scheduled(DEC3),
        entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM"),
        after(9, "Hearing Cancelled").text("Scheduled For: 12/10/2026; 9:00 AM"),
    ],
    &["entry_added 9 covered", "hearing_cancelled 9 12/10>-"]
)]
#[case::cancelled_by_its_purpose(
    vec![scheduled(DEC3), entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM")],
    vec![
        scheduled(DEC3),
        entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM"),
        after(9, "Case Management Conference Cancelled"),
    ],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::cancelled_as_the_only_one(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing Cancelled")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::which_of_two_cannot_be_told(
    vec![scheduled(DEC3), entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM")],
    vec![
        scheduled(DEC3),
        entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM"),
        after(9, "Hearing Cancelled"),
    ],
    &["entry_added 9"]
)]
#[case::another_day_is_named(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing Cancelled").text("Scheduled For: 01/07/2027; 9:00 AM")],
    &["entry_added 9"]
)]
#[case::another_kind_is_named(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Trial Cancelled")],
    &["entry_added 9"]
)]
#[case::a_motion_cancels_nothing(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Motion to Cancel Hearing").answers(5)],
    &["entry_added 9"]
)]
#[case::continued_without_a_word_of_when_while_the_row_stands(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing Continued/Rescheduled").answers(5)],
    &["entry_added 9"]
)]
#[case::continued_without_a_new_day_and_the_row_gone(
    vec![scheduled(DEC3)],
    vec![bare(), after(9, "Hearing Continued/Rescheduled").answers(5)],
    &["entry_added 9", "hearing_unlisted 5 12/3>-"]
)]
#[case::no_longer_listed(
    vec![scheduled(DEC3)],
    vec![bare()],
    &["hearing_unlisted 5 12/3>-"]
)]
#[case::a_past_hearing_may_vanish(
    vec![scheduled(PAST)],
    vec![bare()],
    &[]
)]
#[case::held_by_a_result_row(
    vec![scheduled(PAST)],
    vec![scheduled(PAST), after(9, "Hearing Held").answers(5).held(CMC, PAST)],
    &["entry_added 9"]
)]
#[case::the_row_itself_became_a_result(
    vec![scheduled(PAST)],
    vec![bare().held(CMC, PAST)],
    &[]
)]
#[case::the_first_of_two_days_is_gone(
    vec![scheduled(DEC3).set(CMC, DEC10, "1:30 PM")],
    vec![scheduled(DEC10)],
    &["hearing_unlisted 5 12/3>-"]
)]
#[case::another_purpose_at_the_same_time(
    vec![scheduled(DEC3)],
    vec![bare().set("Trial", DEC3, "1:30 PM")],
    &["hearing_unlisted 5 12/3>-", "hearing_set 5 ->12/3"]
)]
#[case::the_same_purpose_in_more_words(
    vec![bare().set("Trial", DEC3, "1:30 PM")],
    vec![bare().set("Jury Trial", DEC3, "1:30 PM")],
    &["hearing_set 5 ->12/3"]
)]
#[case::set_anew_after_it_was_vacated(
    vec![scheduled(DEC3), after(9, "Hearing Cancelled").answers(5)],
    vec![scheduled(DEC10), after(9, "Hearing Cancelled").answers(5)],
    &["hearing_set 5 ->12/10"]
)]
#[case::another_purpose_is_named_in_the_title(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Pretrial Conference Cancelled")],
    &["entry_added 9"]
)]
#[case::another_hearing_is_named_in_the_title(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Bond Hearing Cancelled")],
    &["entry_added 9"]
)]
#[case::another_purpose_is_named_in_the_text(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Pretrial Conference cancelled")],
    &["entry_added 9"]
)]
#[case::another_purpose_of_the_same_day_is_named(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Scheduled For: 12/03/2026; 9:00 AM; ROBIN T EXAMPLE; Boone; Pre-Trial Conference")],
    &["entry_added 9"]
)]
#[case::another_purpose_and_day_are_named(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Pretrial Conference set 10/15/2026 at 9:00 AM cancelled")],
    &["entry_added 9"]
)]
#[case::a_day_of_the_past_is_named(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Case Management Conference of 01/01/2020 cancelled")],
    &["entry_added 9"]
)]
#[case::filed_before_the_hearing_was_set(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Hearing cancelled").on(date(2026, 10, 1))],
    &["entry_added 9"]
)]
#[case::the_purpose_and_a_day_of_another_act(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Motion of 11/10/2026 granted. Case Management Conference is cancelled.")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::the_purpose_in_initials(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "CMC Hearing Cancelled")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::other_words_around_it(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Case Settled - Hearing Cancelled by Agreement of the Parties")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::a_mediation_did_it(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing Cancelled").text("Settled at mediation of 11/12/2026.")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::the_portals_list_of_the_setting(
    vec![scheduled(DEC3)],
    vec![scheduled(DEC3), after(9, "Hearing/Trial Cancelled").text("Scheduled For: 12/03/2026; 1:30 PM; ROBIN T EXAMPLE; Boone; Case Management Conference")],
    &["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
)]
#[case::which_of_two_is_told_by_the_row_that_went(
    vec![scheduled(DEC3), entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM")],
    vec![
        scheduled(DEC3),
        entry(6, "Trial Scheduled"),
        after(9, "Hearing/Trial Cancelled"),
    ],
    &["entry_added 9 covered", "hearing_cancelled 9 12/10>-"]
)]
#[case::two_rows_went_and_neither_is_named(
    vec![scheduled(DEC3), entry(6, "Trial Scheduled").set("Trial", DEC10, "9:00 AM")],
    vec![bare(), entry(6, "Trial Scheduled"), after(9, "Hearing/Trial Cancelled")],
    &["entry_added 9", "hearing_unlisted 5 12/3>-", "hearing_unlisted 6 12/10>-"]
)]
#[case::its_own_entry_says_so_and_the_row_is_gone(
    vec![scheduled(DEC3)],
    vec![bare().text("Hearing cancelled")],
    &["entry_amended 5", "hearing_cancelled 5 12/3>-"]
)]
#[case::its_own_title_says_so_and_the_row_is_gone(
    vec![scheduled(DEC3)],
    vec![entry(5, "Case Management Conference Cancelled")],
    &["entry_amended 5", "hearing_cancelled 5 12/3>-"]
)]
#[case::its_own_entry_says_so_of_another_day(
    vec![scheduled(DEC3)],
    vec![bare().text("Hearing of 01/05/2026 cancelled")],
    &["entry_amended 5", "hearing_unlisted 5 12/3>-"]
)]
fn a_reading_tells(
    #[case] known: Vec<DocketEntry>,
    #[case] shown: Vec<DocketEntry>,
    #[case] expected: &[&str],
) {
    let mut followed = Followed::from(known);
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), expected, "{changes:#?}");
}

#[test]
fn a_hearing_of_a_vanished_entry_is_unlisted_when_the_entry_is_withdrawn() {
    let others = || vec![entry(1, "Petition"), entry(2, "Summons")];
    let mut with = others();
    with.push(scheduled(DEC3));
    let mut followed = Followed::from(with);
    let first = followed.read(others());
    assert!(
        told(&first, &others()).is_empty(),
        "one reading proves nothing"
    );
    let second = followed.read(others());
    assert_eq!(
        told(&second, &others()),
        ["entry_withdrawn", "hearing_unlisted known 12/3>-"]
    );
}

#[test]
fn a_hearing_of_a_vanished_entry_that_is_set_elsewhere_has_moved() {
    let mut followed = Followed::from(vec![
        entry(1, "Petition"),
        entry(2, "Summons"),
        scheduled(DEC3),
    ]);
    let shown = vec![
        entry(1, "Petition"),
        entry(2, "Summons"),
        after(9, "Case Management Conference Scheduled").set(CMC, DEC10, "9:00 AM"),
    ];
    let changes = followed.read(shown.clone());
    assert_eq!(
        told(&changes, &shown),
        ["entry_added 9 covered", "hearing_moved 9 12/3>12/10"]
    );
}

#[test]
fn a_cut_off_docket_unlists_nothing_and_the_next_whole_one_does() {
    let rest = |from: i64| (from..=16).map(|n| entry(n, &format!("Entry {n}")));
    let mut known = vec![scheduled(DEC3)];
    known.extend(rest(7));
    let mut followed = Followed::from(known);
    let mut cut = vec![bare()];
    cut.extend(rest(7).take(5));
    assert!(
        told(&followed.read(cut.clone()), &cut).is_empty(),
        "a docket that is cut off is no evidence"
    );
    let mut whole = vec![bare()];
    whole.extend(rest(7));
    assert_eq!(
        told(&followed.read(whole.clone()), &whole),
        ["hearing_unlisted 5 12/3>-"]
    );
}

#[test]
fn an_unlisted_hearing_that_is_back_is_told_as_set() {
    let mut followed = Followed::from(vec![scheduled(DEC3)]);
    followed.read(vec![bare()]);
    let shown = vec![scheduled(DEC3)];
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), ["hearing_set 5 ->12/3"]);
}

#[test]
fn a_moved_hearings_old_row_is_never_taken_for_a_new_one() {
    let mut followed = Followed::from(vec![scheduled(DEC3)]);
    let moved = || {
        vec![
            scheduled(DEC3).answers(9),
            after(9, "Hearing Continued/Rescheduled")
                .answers(5)
                .set(CMC, NOV18, "9:00 AM"),
        ]
    };
    followed.read(moved());
    assert_eq!(followed.hearings(HearingState::Moved), 1);
    let mut shown = moved();
    shown[0] = shown[0].clone().answers(12);
    shown.push(after(12, "Order").answers(5));
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), ["entry_added 12"]);
    assert_eq!(
        followed.hearings(HearingState::Set),
        1,
        "one hearing stands"
    );
}

#[test]
fn hearings_follow_their_entry_to_a_new_sequence_number() {
    let numbered = |by: i64| {
        vec![
            entry(1 + by, "Petition"),
            entry(2 + by, "Summons"),
            DocketEntry {
                sequence: Some(5 + by),
                ..scheduled(DEC3)
            },
        ]
    };
    let mut followed = Followed::from(numbered(0));
    let shown = numbered(40);
    let changes = followed.read(shown.clone());
    assert!(told(&changes, &shown).is_empty(), "{changes:?}");
    let shown = {
        let mut shown = numbered(40);
        shown[2].settings[0].scheduled_on = Some(NOV18);
        shown
    };
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), ["hearing_moved 45 12/3>11/18"]);
}

#[test]
fn the_first_reading_knows_what_became_of_each_hearing() {
    let followed = Followed::from(vec![
        entry(1, "Arraignment Scheduled").set("Arraignment", PAST, "9:00 AM"),
        after(2, "Hearing Held")
            .answers(1)
            .held("Arraignment", PAST),
        scheduled(DEC3),
        after(9, "Hearing Continued/Rescheduled")
            .answers(5)
            .set(CMC, DEC10, "9:00 AM"),
        entry(10, "Trial Scheduled").set("Trial", date(2027, 1, 7), "9:00 AM"),
        after(11, "Trial Cancelled").answers(10),
    ]);
    for state in [
        HearingState::Held,
        HearingState::Moved,
        HearingState::Set,
        HearingState::Cancelled,
    ] {
        assert_eq!(followed.hearings(state), 1, "{state:?}");
    }
}

#[test]
fn a_bare_cancellation_after_another_purpose_means_the_one_that_stands() {
    let mut followed = Followed::from(vec![scheduled(DEC3)]);
    let trial = || bare().set("Trial", DEC3, "1:30 PM");
    followed.read(vec![trial()]);
    let shown = vec![trial(), after(9, "Hearing Cancelled")];
    let changes = followed.read(shown.clone());
    assert_eq!(
        told(&changes, &shown),
        ["entry_added 9 covered", "hearing_cancelled 9 12/3>-"]
    );
}

#[test]
fn another_way_to_write_the_time_is_not_kept_as_a_former_setting() {
    let mut followed = Followed::from(vec![scheduled(DEC3)]);
    for time in ["13:30:00", "1:30 p.m."] {
        let changes = followed.read(vec![bare().set(CMC, DEC3, time)]);
        assert!(changes.hearings.is_empty(), "{time}: {changes:?}");
    }
}
