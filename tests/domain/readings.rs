//! Dockets made in a line each, and a store in memory that applies what a comparison found.

use docketbell_core::domain::compare::{
    DocketChanges, EntryState, Evidence, KnownDocket, KnownEntry, KnownHearing, ToldAt,
    compare_docket,
};
use docketbell_core::domain::{
    AssociatedEntry, CaseNumber, ChangeKind, Docket, DocketEntry, HearingState, Setting,
    SettingMark,
};
use jiff::civil::{Date, date};

/// The day of all these readings.
pub const TODAY: Date = date(2026, 11, 17);

pub fn entry(sequence: i64, title: &str) -> DocketEntry {
    DocketEntry {
        sequence: (sequence > 0).then_some(sequence),
        filed_on: Some(date(2026, 11, 2)),
        description: title.to_owned(),
        ..DocketEntry::default()
    }
}

/// Shorthands that read well in a table.
pub trait With: Sized {
    fn text(self, text: &str) -> Self;
    fn on(self, day: Date) -> Self;
    fn set(self, purpose: &str, day: Date, time: &str) -> Self;
    fn held(self, purpose: &str, day: Date) -> Self;
    fn answers(self, sequence: i64) -> Self;
}

impl With for DocketEntry {
    fn text(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }
    fn on(mut self, day: Date) -> Self {
        self.filed_on = Some(day);
        self
    }
    fn set(mut self, purpose: &str, day: Date, time: &str) -> Self {
        self.settings
            .push(setting(purpose, day, time, SettingMark::Set));
        self
    }
    fn held(mut self, purpose: &str, day: Date) -> Self {
        self.settings
            .push(setting(purpose, day, "9:00 AM", SettingMark::Result));
        self
    }
    fn answers(mut self, sequence: i64) -> Self {
        self.associated.push(AssociatedEntry {
            sequence: Some(sequence),
            filed_on: None,
            description: String::new(),
        });
        self
    }
}

fn setting(purpose: &str, day: Date, time: &str, mark: SettingMark) -> Setting {
    Setting {
        scheduled_on: Some(day),
        time: Some(time.to_owned()),
        purpose: purpose.to_owned(),
        location: Some("Boone".to_owned()),
        judge: Some("ROBIN T EXAMPLE".to_owned()),
        mark,
    }
}

pub fn docket(entries: Vec<DocketEntry>) -> Docket {
    Docket {
        case_number: CaseNumber::parse("26BA-CV90123").unwrap(),
        court: docketbell_core::domain::NamedCourt::default(),
        entries,
    }
}

/// A store of one docket.
#[derive(Default)]
pub struct Followed {
    pub known: KnownDocket,
    next_id: i64,
}

impl Followed {
    /// Follows a docket: its first reading.
    pub fn from(entries: Vec<DocketEntry>) -> Self {
        let mut followed = Self::default();
        followed.read(entries);
        followed
    }

    /// Reads the docket again and keeps what was found.
    pub fn read(&mut self, entries: Vec<DocketEntry>) -> DocketChanges {
        let shown = docket(entries);
        let changes = compare_docket(&self.known, &shown, TODAY);
        self.apply(&shown, &changes);
        let again = compare_docket(&self.known, &shown, TODAY);
        if changes.evidence == Evidence::Whole && changes.missing.is_empty() {
            assert!(
                again.is_empty(),
                "the same docket read again changes nothing: {again:?}"
            );
        }
        changes
    }

    fn apply(&mut self, shown: &Docket, changes: &DocketChanges) {
        let entries = &mut self.known.entries;
        let known = |entries: &mut Vec<KnownEntry>, id: i64| {
            entries.iter().position(|e| e.entry_id == id).unwrap()
        };
        for c in &changes.repositioned {
            let at = known(entries, c.entry_id);
            entries[at].position = c.position;
        }
        for c in &changes.rekeyed {
            let at = known(entries, c.entry_id);
            entries[at].identity = c.identity;
        }
        for c in &changes.amended {
            let at = known(entries, c.entry_id);
            entries[at].fingerprint = shown.entries[c.index].fingerprint();
            entries[at].settings_fingerprint = shown.entries[c.index].settings_fingerprint();
        }
        for c in &changes.resettled {
            let at = known(entries, c.entry_id);
            entries[at].settings_fingerprint = shown.entries[c.index].settings_fingerprint();
        }
        for c in &changes.returned {
            let at = known(entries, c.entry_id);
            entries[at].state = EntryState::Current;
        }
        for id in &changes.missing {
            let at = known(entries, *id);
            entries[at].state = EntryState::Missing;
        }
        for id in &changes.withdrawn {
            let at = known(entries, *id);
            entries[at].state = EntryState::Withdrawn;
        }
        for c in &changes.added {
            self.next_id += 1;
            entries.push(KnownEntry {
                entry_id: self.next_id,
                identity: c.identity,
                fingerprint: shown.entries[c.index].fingerprint(),
                settings_fingerprint: shown.entries[c.index].settings_fingerprint(),
                position: c.position,
                state: EntryState::Current,
            });
        }
        for write in &changes.hearings {
            let hearing = &write.hearing;
            if let Some(id) = write.hearing_id {
                self.known.hearings.retain(|h| h.hearing_id != id);
            }
            self.next_id += 1;
            self.known.hearings.push(KnownHearing {
                hearing_id: write.hearing_id.unwrap_or(self.next_id),
                key: hearing.key.clone(),
                setting: hearing.setting.clone(),
                state: hearing.state,
            });
        }
        let mut keys: Vec<_> = self.known.hearings.iter().map(|h| &h.key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(
            keys.len(),
            self.known.hearings.len(),
            "no two hearings share a key"
        );
        let mut order: Vec<(i64, i64)> = self
            .known
            .entries
            .iter()
            .map(|e| (e.position, e.entry_id))
            .collect();
        order.sort_unstable();
        order.dedup_by_key(|(position, _)| *position);
        assert_eq!(
            order.len(),
            self.known.entries.len(),
            "no two entries share a place"
        );
        let shown_ids: Vec<i64> = {
            let mut current: Vec<&KnownEntry> = self
                .known
                .entries
                .iter()
                .filter(|e| e.state == EntryState::Current)
                .collect();
            current.sort_by_key(|e| e.position);
            current.iter().map(|e| e.identity.id).collect()
        };
        if changes.evidence == Evidence::Whole {
            let expected: Vec<i64> = shown.entries.iter().map(DocketEntry::identity).collect();
            assert_eq!(shown_ids, expected, "places follow the court's order");
        }
    }

    /// How many hearings are in this state.
    pub fn hearings(&self, state: HearingState) -> usize {
        self.known
            .hearings
            .iter()
            .filter(|h| h.state == state)
            .count()
    }
}

/// What a person would be told, as `cli.md` names it, with the sequence of the entry shown where there is one.
pub fn told(changes: &DocketChanges, shown: &[DocketEntry]) -> Vec<String> {
    let at = |index: usize| shown[index].sequence.unwrap_or(0);
    let mut told = Vec::new();
    for c in &changes.added {
        told.push(format!(
            "entry_added {}{}",
            at(c.index),
            if c.covered { " covered" } else { "" }
        ));
    }
    for c in changes
        .returned
        .iter()
        .filter(|c| c.was == EntryState::Withdrawn)
    {
        told.push(format!("entry_added {}", at(c.index)));
    }
    for c in changes
        .amended
        .iter()
        .filter(|c| c.was != EntryState::Withdrawn)
    {
        told.push(format!("entry_amended {}", at(c.index)));
    }
    for _ in &changes.withdrawn {
        told.push("entry_withdrawn".to_owned());
    }
    for c in &changes.hearing_changes {
        let day = |s: &Option<Setting>| {
            s.as_ref()
                .and_then(|s| s.scheduled_on)
                .map_or_else(|| "-".to_owned(), |d| d.strftime("%-m/%-d").to_string())
        };
        let place = match c.at {
            ToldAt::Shown(index) => at(index).to_string(),
            ToldAt::Known(_) => "known".to_owned(),
            ToldAt::Nowhere => "nowhere".to_owned(),
        };
        assert!(
            matches!(
                c.kind,
                ChangeKind::HearingSet
                    | ChangeKind::HearingMoved
                    | ChangeKind::HearingCancelled
                    | ChangeKind::HearingUnlisted
            ),
            "a hearing change has a hearing's kind"
        );
        told.push(format!(
            "{} {place} {}>{}",
            c.kind.as_str(),
            day(&c.before),
            day(&c.after)
        ));
    }
    told
}
