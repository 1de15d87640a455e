//! Entries: added, amended, withdrawn, back again; and the answers that prove nothing.

use docketbell_core::domain::compare::{EntryState, Evidence};
use docketbell_core::domain::{
    AssociatedEntry, Docket, DocketEntry, Document, Setting, SettingMark,
};
use jiff::civil::date;
use rstest::rstest;

use crate::readings::{Followed, TODAY, With, docket, entry, told};

fn plain(sequences: &[i64]) -> Vec<DocketEntry> {
    sequences
        .iter()
        .map(|n| entry(*n, &format!("Entry {n}")))
        .collect()
}

#[rstest]
#[case::nothing(&[1, 2, 3], &[1, 2, 3], &[])]
#[case::added_at_the_end(&[1, 2], &[1, 2, 3], &["entry_added 3"])]
#[case::added_in_the_middle(&[1, 2], &[1, 9, 2], &["entry_added 9"])]
#[case::added_at_the_front(&[1, 2], &[9, 1, 2], &["entry_added 9"])]
#[case::another_order(&[1, 2, 3, 4], &[3, 1, 2, 4], &[])]
#[case::reversed(&[1, 2, 3, 4], &[4, 3, 2, 1], &[])]
#[case::one_gone_is_not_told_yet(&[1, 2, 3], &[1, 3], &[])]
fn a_reading_tells(#[case] known: &[i64], #[case] shown: &[i64], #[case] expected: &[&str]) {
    let mut followed = Followed::from(plain(known));
    let shown = plain(shown);
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), expected, "{changes:?}");
}

#[test]
fn an_entry_is_withdrawn_when_the_next_reading_agrees() {
    let mut followed = Followed::from(plain(&[1, 2, 3]));
    let first = followed.read(plain(&[1, 3]));
    assert_eq!(first.missing.len(), 1, "shown as not on the last reading");
    assert!(first.withdrawn.is_empty(), "one reading proves nothing");
    let second = followed.read(plain(&[1, 3]));
    assert_eq!(second.withdrawn.len(), 1, "the second reading agrees");
    assert!(
        followed.read(plain(&[1, 3])).is_empty(),
        "and it is told once"
    );
}

#[test]
fn a_missing_entry_that_is_back_is_not_told() {
    let mut followed = Followed::from(plain(&[1, 2, 3]));
    followed.read(plain(&[1, 3]));
    let shown = plain(&[1, 2, 3]);
    let changes = followed.read(shown.clone());
    assert_eq!(
        changes.returned[0].was,
        EntryState::Missing,
        "it was missing"
    );
    assert!(told(&changes, &shown).is_empty(), "nothing was told before");
}

#[test]
fn a_withdrawn_entry_that_is_back_is_told_as_added() {
    let mut followed = Followed::from(plain(&[1, 2, 3]));
    followed.read(plain(&[1, 3]));
    followed.read(plain(&[1, 3]));
    let shown = vec![
        entry(1, "Entry 1"),
        entry(2, "Entry 2").text("Corrected."),
        entry(3, "Entry 3"),
    ];
    let changes = followed.read(shown.clone());
    assert_eq!(
        told(&changes, &shown),
        ["entry_added 2"],
        "once, although its words differ too"
    );
    assert_eq!(changes.amended.len(), 1, "and its old version is kept");
}

#[test]
fn an_edge_from_a_later_entry_amends_nothing() {
    let mut followed = Followed::from(plain(&[1, 2]));
    let shown = vec![
        entry(1, "Entry 1").answers(3),
        entry(2, "Entry 2"),
        entry(3, "Order").answers(1),
    ];
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), ["entry_added 3"], "only the order");
    assert_eq!(changes.resettled.len(), 1, "the edge is stored");
}

#[test]
fn same_day_twins_stay_apart() {
    let twin = || entry(0, "Notice of Service");
    let mut followed = Followed::from(vec![twin(), twin(), entry(5, "Order")]);
    assert_eq!(followed.known.entries.len(), 3, "two equal entries are two");
    let shown = vec![twin(), entry(5, "Order")];
    assert_eq!(
        followed.read(shown.clone()).missing.len(),
        1,
        "one twin left"
    );
    assert_eq!(followed.read(shown).withdrawn.len(), 1, "and is told once");
}

#[rstest]
#[case::empty(10, vec![], Evidence::Empty)]
#[case::newest_cut_off(10, (1..=7).collect(), Evidence::CutOff)]
#[case::oldest_cut_off(10, (4..=10).collect(), Evidence::CutOff)]
#[case::most_gone(10, vec![1, 4, 7, 10], Evidence::CutOff)]
#[case::another_case_altogether(4, vec![21, 22, 23, 24], Evidence::CutOff)]
#[case::two_at_an_end_are_withdrawals(10, (1..=8).collect(), Evidence::Whole)]
#[case::three_in_the_middle(10, vec![1, 2, 6, 7, 8, 9, 10], Evidence::Whole)]
#[case::three_at_the_end_and_a_new_one_behind(10, vec![1, 2, 3, 4, 5, 6, 7, 11], Evidence::Whole)]
fn a_docket_that_is_cut_off_withdraws_nothing(
    #[case] known: i64,
    #[case] shown: Vec<i64>,
    #[case] evidence: Evidence,
) {
    let mut followed = Followed::from(plain(&(1..=known).collect::<Vec<_>>()));
    let shown = plain(&shown);
    for _ in 0..3 {
        let changes = followed.read(shown.clone());
        assert_eq!(
            changes.evidence == Evidence::Whole,
            evidence == Evidence::Whole
        );
        if evidence != Evidence::Whole {
            assert_eq!(changes.evidence, evidence);
            assert!(changes.missing.is_empty() && changes.withdrawn.is_empty());
        }
    }
    if evidence != Evidence::Whole {
        assert!(
            followed
                .known
                .entries
                .iter()
                .all(|e| e.state == EntryState::Current),
            "all that we knew still stands"
        );
    }
}

#[test]
fn a_cut_off_docket_still_adds_and_amends() {
    let mut followed = Followed::from(plain(&(1..=10).collect::<Vec<_>>()));
    let mut shown = plain(&[4, 5, 6, 7, 8, 9, 10, 11]);
    shown[0].text = Some("Now with text".to_owned());
    let changes = followed.read(shown.clone());
    assert_eq!(changes.evidence, Evidence::CutOff);
    assert_eq!(
        told(&changes, &shown),
        ["entry_added 11", "entry_amended 4"]
    );
}

#[rstest]
#[case::dropped((1..=8).map(|_| 0).collect())]
#[case::shifted((1..=8).map(|n| n + 1).collect())]
#[case::all_new((1..=8).map(|n| n + 100).collect())]
#[case::turned_round((1..=8).rev().collect())]
fn new_sequence_numbers_change_nothing_to_tell(#[case] numbers: Vec<i64>) {
    let content = |n: usize| format!("Entry {n}");
    let before: Vec<DocketEntry> = (1..=8)
        .map(|n| entry(i64::try_from(n).unwrap(), &content(n)))
        .collect();
    let after: Vec<DocketEntry> = numbers
        .iter()
        .enumerate()
        .map(|(at, n)| entry(*n, &content(at + 1)))
        .collect();
    let mut followed = Followed::from(before);
    let changes = followed.read(after.clone());
    assert!(told(&changes, &after).is_empty(), "{changes:?}");
    assert!(changes.missing.is_empty(), "{changes:?}");
    assert_eq!(changes.rekeyed.len(), 8, "all have another identity");
}

#[test]
fn an_edit_beside_a_new_entry_with_the_old_words_is_an_edit() {
    let mut followed = Followed::from(vec![entry(5, "Notice"), entry(6, "Order")]);
    let shown = vec![
        entry(5, "Notice").text("Amended"),
        entry(6, "Order"),
        entry(9, "Notice"),
    ];
    let changes = followed.read(shown.clone());
    assert_eq!(told(&changes, &shown), ["entry_added 9", "entry_amended 5"]);
}

#[test]
fn inserting_many_entries_at_one_place_renumbers_when_no_room_is_left() {
    let mut sequences = vec![1, 2];
    let mut followed = Followed::from(plain(&sequences));
    let mut moved = 0;
    for n in 3..40 {
        sequences.insert(1, n);
        moved += followed.read(plain(&sequences)).repositioned.len();
    }
    assert!(
        moved > 0,
        "1024 halves ten times, then everything moves once"
    );
}

#[test]
fn ten_thousand_unchanged_entries_are_quick() {
    let entries: Vec<DocketEntry> = (1..=10_000)
        .map(|n| {
            entry(n, "Notice of Service").text("Document ID: 26-SMCC-9123, for SAMPLE, TERRY.")
        })
        .collect();
    let mut followed = Followed::from(entries.clone());
    let shown: Docket = docket(entries);
    let started = std::time::Instant::now();
    let changes = docketbell_core::domain::compare::compare_docket(&followed.known, &shown, TODAY);
    let took = started.elapsed();
    assert!(changes.is_empty());
    println!("10,000 unchanged entries: {took:?}");
    assert!(took.as_millis() < 200, "no string work: {took:?}");
    let mut shown = shown.entries;
    shown.push(entry(10_001, "Order").on(date(2026, 11, 16)));
    assert_eq!(followed.read(shown).added.len(), 1);
}

fn titled(title: &str) -> DocketEntry {
    entry(2, title).text("Granted.\nSo ordered.")
}

#[rstest]
#[case::double_blanks(titled("Motion  to   Compel"))]
#[case::no_break(titled("Motion\u{a0}to Compel"))]
#[case::at_the_ends(titled(" Motion to Compel "))]
#[case::in_the_text(titled("Motion to Compel").text(" Granted.\u{a0} \r\nSo  ordered. "))]
#[case::confidential(DocketEntry { confidential: true, ..titled("Motion to Compel") })]
#[case::without_link(DocketEntry { without_link: true, ..titled("Motion to Compel") })]
fn what_changes_no_word_is_no_amendment(#[case] shown: DocketEntry) {
    let mut followed = Followed::from(plain(&[1]));
    followed.read(vec![entry(1, "Entry 1"), titled("Motion to Compel")]);
    let shown = vec![entry(1, "Entry 1"), shown];
    let changes = followed.read(shown.clone());
    assert!(told(&changes, &shown).is_empty(), "{changes:?}");
    let marked = shown[1].confidential || shown[1].without_link;
    assert_eq!(
        changes.resettled.len(),
        usize::from(marked),
        "the mark is kept"
    );
}

#[test]
fn a_new_line_or_word_is_an_amendment() {
    for text in ["Granted. So ordered.", "Granted.\nSo  re-ordered."] {
        let mut followed = Followed::from(vec![titled("Order")]);
        let shown = vec![titled("Order").text(text)];
        assert_eq!(
            told(&followed.read(shown.clone()), &shown),
            ["entry_amended 2"]
        );
    }
}

#[test]
fn an_entry_that_was_stored_with_every_blank_is_not_amended() {
    let marked = || DocketEntry {
        confidential: true,
        ..titled("Motion  to Compel")
    };
    let mut followed = Followed::from(vec![marked()]);
    followed.known.entries[0].fingerprint = marked().former_fingerprint();
    let shown = vec![marked()];
    assert!(told(&followed.read(shown.clone()), &shown).is_empty());
}

#[test]
fn fingerprints_are_those_that_stores_already_hold() {
    let usual = entry(1, "Order").text("Line one\nline two");
    assert_eq!(usual.fingerprint(), usual.former_fingerprint());
    let full = DocketEntry {
        sequence: Some(18),
        filed_on: Some(date(2026, 3, 25)),
        description: "Arraignment Scheduled".into(),
        text: Some("Line one\nline two".into()),
        filed_by: Some("PAT X COUNSEL".into()),
        on_behalf_of: Some("JANE Q DOE".into()),
        documents: vec![Document {
            document_id: "7".into(),
            title: "Notice".into(),
            extension: "pdf".into(),
            security_level: Some(1),
        }],
        settings: vec![Setting {
            scheduled_on: Some(date(2026, 4, 13)),
            time: Some("3:00 PM".into()),
            purpose: "Arraignment".into(),
            location: None,
            judge: Some("ROBIN T. EXAMPLE".into()),
            mark: SettingMark::Set,
        }],
        associated: vec![AssociatedEntry {
            sequence: Some(2),
            filed_on: None,
            description: "Summons Issued".into(),
        }],
        confidential: true,
        ..DocketEntry::default()
    };
    let long = DocketEntry {
        sequence: None,
        text: Some("word ".repeat(1000)),
        ..full.clone()
    };
    let hashes = |e: &DocketEntry| {
        let unmarked = DocketEntry {
            confidential: false,
            ..e.clone()
        };
        [
            e.identity(),
            e.former_fingerprint(),
            unmarked.settings_fingerprint(),
        ]
    };
    // Taken from the first version. Another hash would tell every entry of every docket as amended.
    assert_eq!(
        hashes(&full),
        [18, -8_637_309_653_389_451_199, 7_217_352_070_339_932_150]
    );
    assert_eq!(
        hashes(&long),
        [
            -4_704_214_051_800_219_677,
            -8_330_947_436_919_708_883,
            7_217_352_070_339_932_150
        ]
    );
    assert_eq!(
        hashes(&DocketEntry::default()),
        [
            -6_467_878_935_193_103_065,
            -5_449_569_372_082_791_315,
            3_244_421_341_483_603_138
        ]
    );
}
