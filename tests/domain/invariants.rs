//! What holds for every pair of readings, however odd. The store in `readings` checks places, keys and silence too.

use docketbell_core::domain::compare::{EntryState, Evidence};
use docketbell_core::domain::{DocketEntry, HearingState};
use jiff::civil::date;
use proptest::prelude::*;

use crate::readings::{Followed, With, entry};

const TITLES: [&str; 8] = [
    "Order",
    "Notice",
    "Hearing Scheduled",
    "Hearing Cancelled",
    "Hearing Continued/Rescheduled",
    "Hearing Held",
    "Trial Vacated",
    "Docket Entry",
];
const TEXTS: [&str; 5] = [
    "",
    "Hearing of December 3, 2026 is cancelled.",
    "Hearing Continued From: 12/03/2026; 9:00 AM",
    "Trial; Dec 10, 2026; 9:00 AM",
    "So ordered.",
];
const PURPOSES: [&str; 3] = ["Trial", "Hearing", "Arraignment"];

fn any_entry() -> impl Strategy<Value = DocketEntry> {
    (
        0..12_i64,
        0..TITLES.len(),
        0..TEXTS.len(),
        proptest::collection::vec((0..PURPOSES.len(), 0..4_i8, any::<bool>()), 0..3),
        proptest::option::of(1..12_i64),
    )
        .prop_map(|(sequence, title, text, settings, answers)| {
            let mut e = entry(sequence, TITLES[title]);
            if !TEXTS[text].is_empty() {
                e = e.text(TEXTS[text]);
            }
            for (purpose, week, held) in settings {
                let day = date(2026, 12, 3 + 7 * week.min(3));
                e = if held {
                    e.held(PURPOSES[purpose], day)
                } else {
                    e.set(PURPOSES[purpose], day, "9:00 AM")
                };
            }
            match answers {
                Some(n) => e.answers(n),
                None => e,
            }
        })
}

fn any_docket() -> impl Strategy<Value = Vec<DocketEntry>> {
    proptest::collection::vec(any_entry(), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_entry_shown_is_known_afterwards(readings in proptest::collection::vec(any_docket(), 1..5)) {
        let mut followed = Followed::default();
        for shown in readings {
            let before = followed.known.entries.len();
            let changes = followed.read(shown.clone());
            let known = &followed.known.entries;
            prop_assert_eq!(known.len(), before + changes.added.len(), "nothing that we know is ever dropped");
            let current = known.iter().filter(|e| e.state == EntryState::Current).count();
            if changes.evidence == Evidence::Whole {
                prop_assert_eq!(current, shown.len(), "what is current is what the court shows");
            } else {
                prop_assert!(changes.missing.is_empty() && changes.withdrawn.is_empty(), "no evidence");
                prop_assert!(current >= shown.len(), "what was current stays current");
            }
            for told in &changes.hearing_changes {
                let write = &changes.hearings[told.write];
                let expected = match told.after {
                    Some(_) => HearingState::Set,
                    None => write.hearing.state,
                };
                prop_assert_eq!(write.hearing.state, expected, "a hearing that is told as set or moved stands");
                prop_assert!(told.before.is_some() || told.after.is_some(), "there is something to say");
            }
        }
    }

    #[test]
    fn a_docket_read_twice_is_silent(shown in any_docket()) {
        let mut followed = Followed::from(shown.clone());
        prop_assert!(followed.read(shown).is_empty());
    }
}
