//! The order of a docket: days that never run backwards, sequences that differ from the places, document ids.

use jiff::{
    ToSpan,
    civil::{Date, Time},
};

use super::{dice::Dice, layout::weekday, truth::EntryTruth};

/// Document ids are made so that the case and the entry can be read back from them.
pub(crate) const DOCUMENTS_PER_CASE: u64 = 1_000_000;

/// Days for the entries: never backwards, about a third on the same day as the one before.
pub(crate) fn days(from: Date, to: Date, count: usize, dice: &mut Dice) -> Vec<Date> {
    let span = i64::from((to - from).get_days().max(1));
    let mut offset = 0;
    let parts = count.max(1) as i64 * 1000;
    let mut days = Vec::with_capacity(count);
    let mut written = (i64::MIN, from);
    for place in 0..count {
        if place > 0 && !dice.chance(35) {
            offset = (place as i64 * 1000 + i64::from(dice.below(1000))) * span / parts;
        }
        if written.0 != offset {
            written = (offset, weekday(from + offset.days()).max(from));
        }
        days.push(written.1);
    }
    if let Some(last) = days.last_mut().filter(|_| count > 1) {
        *last = to.max(from);
    }
    days
}

/// Database sequences: rising, with gaps where an entry was taken back before anyone saw it.
pub(crate) fn sequences(count: usize, dice: &mut Dice) -> Vec<u32> {
    let mut next = 0;
    (0..count)
        .map(|_| {
            next += if dice.chance(6) { 2 } else { 1 };
            next
        })
        .collect()
}

/// Exchanges the sequences of neighbours where an entry was made later than its place says. An entry that answers
/// another, or is answered, keeps its own.
pub(crate) fn exchange_sequences(case: u32, entries: &mut [EntryTruth], dice: &mut Dice) {
    // The second and third entries always, so that no reader may take the place for the sequence.
    let mut place = 1;
    while place + 1 < entries.len() {
        let (one, two) = (entries[place].sequence, entries[place + 1].sequence);
        let related = entries[place..]
            .iter()
            .take(5)
            .any(|entry| entry.answers.contains(&one) || entry.answers.contains(&two))
            || !entries[place].answers.is_empty()
            || !entries[place + 1].answers.is_empty();
        if !related && (place == 1 || dice.chance(25)) {
            for (entry, sequence) in [(place, two), (place + 1, one)] {
                entries[entry].sequence = sequence;
                for document in &mut entries[entry].documents {
                    document.id = document_id(case, sequence);
                }
            }
            place += 1;
        }
        place += 1;
    }
}

/// The document id of an entry's document.
pub(crate) fn document_id(case: u32, sequence: u32) -> u64 {
    (u64::from(case) + 1) * DOCUMENTS_PER_CASE + u64::from(sequence)
}

pub(crate) fn hearing_time(slot: u32) -> Time {
    match slot {
        0 => Time::constant(8, 30, 0, 0),
        1 => Time::constant(9, 0, 0, 0),
        2 => Time::constant(10, 30, 0, 0),
        3 => Time::constant(13, 0, 0, 0),
        4 => Time::constant(13, 30, 0, 0),
        _ => Time::constant(15, 0, 0, 0),
    }
}

/// `Arraignment Scheduled`, as the court titles the entry that sets a hearing.
pub(crate) fn scheduled_title(purpose: &str) -> String {
    format!("{purpose} Scheduled")
}

/// `November 30, 2026`.
pub(crate) fn long_date(day: Date) -> String {
    day.strftime("%B %-d, %Y").to_string()
}
