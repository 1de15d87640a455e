//! How each operation becomes settled changes. What could differ on a second run (days, sequences) is settled here.

use jiff::civil::{Date, Time};

use crate::accounts::{
    acts::{self, CourtAct},
    desk::Measure,
};

use super::{
    Outcome, World, WorldError,
    act::{
        Act, AttorneyChange, CaseRef, EntryEdit, EntryRef, HearingCancel, HearingHeld, HearingMove,
        MoveWay, NewEntry, NewHearing, PartyChange,
    },
    change::{CaseChange, Change, DriftScope, read_name},
    order::{document_id, long_date, scheduled_title},
    truth::{
        AttorneyTruth, CaseTruth, DocumentTruth, EntryTruth, FiledBy, PartyTruth, Setting,
        clock_words, judge_words,
    },
};

pub(super) fn act(world: &World, act: Act) -> Result<Outcome, WorldError> {
    // One operation at a time: sequences are given out here.
    let mut journal = world.lock_journal();
    let (changes, outcome) = settle(world, act)?;
    world.keep(&mut journal, changes)?;
    Ok(outcome)
}

type Settled = (Vec<Change>, Outcome);

fn settle(world: &World, act: Act) -> Result<Settled, WorldError> {
    match act {
        Act::AddEntry(new) => add_entry(world, new),
        Act::EditEntry(edit) => edit_entry(world, edit),
        Act::WithdrawEntry(entry) => {
            let case = Opened::of(world, &entry.of)?;
            case.entry(entry.sequence)?;
            let number = case.truth.number.clone();
            Ok(case.done(
                vec![CaseChange::Withdraw(entry.sequence)],
                Some(entry.sequence),
                format!("Entry {} of {number} is withdrawn.", entry.sequence),
            ))
        }
        Act::SetHearing(hearing) => set_hearing(world, hearing),
        Act::MoveHearing(hearing) => move_hearing(world, hearing),
        Act::CancelHearing(hearing) => cancel_hearing(world, hearing),
        Act::UnlistHearing(entry) => cancel_hearing(
            world,
            HearingCancel {
                entry,
                telling: false,
            },
        ),
        Act::HoldHearing(held) => hold_hearing(world, held),
        Act::ChangeHeader(change) => {
            let case = Opened::of(world, &change.of)?;
            let message = format!("{} now says {}.", case.truth.number, change.value);
            let change = CaseChange::Header {
                field: change.field,
                value: change.value,
                on: world.today(),
            };
            Ok(case.done(vec![change], None, message))
        }
        Act::ChangeParty(change) => change_party(world, change),
        Act::ChangeAttorney(change) => change_attorney(world, change),
        Act::Seal(case) => seal(world, &case, true),
        Act::Unseal(case) => seal(world, &case, false),
        Act::MoveCourt { court, to } => {
            let made_with = made_with(world, &court)?;
            Ok(settled(
                Change::CourtMoved {
                    court: made_with,
                    to: to.clone(),
                },
                format!("The court {court} is now {to}."),
            ))
        }
        Act::CourtOffline { court } => court_offline(world, &court, true),
        Act::CourtOnline { court } => court_offline(world, &court, false),
        Act::SetFault(fault) => {
            let message = format!("Fault {} is on.", fault.kind.name());
            Ok(settled(Change::Fault(fault), message))
        }
        Act::ClearFaults => Ok(settled(Change::FaultsCleared, "All faults are off.".into())),
        Act::SetDrift { court, case, drift } => {
            let scope = match (case.filter(some), court.filter(some)) {
                (Some(case), _) => DriftScope::Case(case),
                (None, Some(court)) => DriftScope::Court(court),
                (None, None) => DriftScope::Everything,
            };
            Ok(settled(
                Change::Drift { scope, drift },
                "Drift is set.".into(),
            ))
        }
        Act::ClearDrift => Ok(settled(Change::DriftCleared, "All drift is off.".into())),
        Act::IssueAdministrator(wanted) => court(world, CourtAct::Issue(wanted)),
        Act::AddAccount(wanted) => court(world, CourtAct::AddAccount(wanted)),
        Act::AddGroup(wanted) => court(world, CourtAct::AddGroup(wanted)),
        Act::FillGroup(wanted) => court(world, CourtAct::FillGroup(wanted)),
        Act::SetGroupPin(wanted) => court(world, CourtAct::SetPin(wanted)),
        Act::EndGroupLink(wanted) => court(world, CourtAct::EndLink(wanted)),
        Act::DisableUser(user) => court(world, CourtAct::Measure(user, Measure::Disable)),
        Act::ActivateUser(user) => court(world, CourtAct::Measure(user, Measure::Activate)),
        Act::RemoveUser(user) => court(world, CourtAct::Measure(user, Measure::Remove)),
        Act::UnlockUser(user) => court(world, CourtAct::Unlock(user)),
        Act::AdvanceClock { seconds } => court(world, CourtAct::Clock(seconds)),
        Act::SetMarkup(wanted) => court(world, CourtAct::Markup(wanted)),
        Act::AccountSettings(wanted) => court(world, CourtAct::Settings(wanted)),
    }
}

fn court(world: &World, act: CourtAct) -> Result<Settled, WorldError> {
    let (changes, message) = world.books(|books| acts::settle(books, act))?;
    Ok((
        changes.into_iter().map(Change::Book).collect(),
        Outcome {
            sequence: None,
            message,
        },
    ))
}

/// A field of a form that was left empty means the same as one that is absent.
fn some(words: &impl AsRef<str>) -> bool {
    !words.as_ref().is_empty()
}

fn settled(change: Change, message: String) -> Settled {
    (
        vec![change],
        Outcome {
            sequence: None,
            message,
        },
    )
}

fn made_with(world: &World, court: &str) -> Result<String, WorldError> {
    world
        .made_with(court)
        .map(str::to_owned)
        .ok_or_else(|| WorldError::NoCourt(court.to_owned()))
}

fn court_offline(world: &World, court: &str, offline: bool) -> Result<Settled, WorldError> {
    let change = Change::CourtOffline {
        court: made_with(world, court)?,
        offline,
    };
    let word = if offline { "offline" } else { "online" };
    Ok(settled(change, format!("The court {court} is {word}.")))
}

fn seal(world: &World, case: &CaseRef, sealed: bool) -> Result<Settled, WorldError> {
    let case = Opened::of(world, case)?;
    let message = format!(
        "{} is {}.",
        case.truth.number,
        if sealed { "sealed" } else { "public again" }
    );
    Ok(case.done(vec![CaseChange::Sealed(sealed)], None, message))
}

/// A case under change.
struct Opened {
    truth: CaseTruth,
    next_sequence: u32,
    today: Date,
}

impl Opened {
    fn of(world: &World, case: &CaseRef) -> Result<Self, WorldError> {
        let place = world.place(case)?;
        let truth = world.whole(place);
        // Sequences are never given out twice, not even when the entry is gone again.
        let made = world
            .layout()
            .whole(place)
            .entries
            .iter()
            .map(|entry| entry.sequence)
            .max()
            .unwrap_or(0);
        let changed = world
            .read()
            .cases
            .get(&place)
            .map_or(0, super::change::Overlay::last_sequence);
        Ok(Self {
            truth,
            next_sequence: made.max(changed) + 1,
            today: world.today(),
        })
    }

    fn entry(&self, sequence: u32) -> Result<&EntryTruth, WorldError> {
        self.truth.entry(sequence).ok_or(WorldError::NoEntry {
            case: self.truth.number.clone(),
            sequence,
        })
    }

    /// The entry and the place of its row `C`.
    fn hearing(&self, sequence: u32) -> Result<(&EntryTruth, usize), WorldError> {
        let entry = self.entry(sequence)?;
        let row = entry.settings.iter().position(|row| !row.result);
        row.map(|row| (entry, row)).ok_or(WorldError::NoHearing {
            case: self.truth.number.clone(),
            sequence,
        })
    }

    fn blank(&self, description: impl Into<String>, code: &str, pred: &str) -> EntryTruth {
        EntryTruth {
            sequence: self.next_sequence,
            filed_on: self.today,
            description: description.into().into(),
            text: None,
            code: code.to_owned().into(),
            pred_code: (!pred.is_empty()).then(|| pred.to_owned().into()),
            filed_by: None,
            on_behalf_of: "".into(),
            settings: Vec::new(),
            answers: Vec::new(),
            documents: Vec::new(),
            confidential: false,
        }
    }

    fn done(self, changes: Vec<CaseChange>, sequence: Option<u32>, message: String) -> Settled {
        let place = self.truth.index;
        let changes = changes
            .into_iter()
            .map(|change| Change::Case { place, change })
            .collect();
        (changes, Outcome { sequence, message })
    }
}

fn put(entry: EntryTruth) -> CaseChange {
    CaseChange::Put(Box::new(entry))
}

fn add_entry(world: &World, new: NewEntry) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &new.of)?;
    let mut entry = case.blank(
        new.description
            .unwrap_or_else(|| "Correspondence Filed".to_owned()),
        new.code.as_deref().unwrap_or("CORR"),
        new.pred_code.as_deref().unwrap_or("ZFILE"),
    );
    entry.text = new.text.filter(some).map(Into::into);
    entry.filed_on = new.filed_on.unwrap_or(entry.filed_on);
    entry.filed_by = new.filed_by.filter(some).map(|name| FiledBy {
        name: read_name(&name),
        role: new
            .filed_by_role
            .unwrap_or_else(|| "Attorney for Plaintiff".to_owned()),
    });
    entry.on_behalf_of = new.on_behalf_of.unwrap_or_default().into();
    entry.answers = new.answers.into_iter().collect();
    entry.confidential = new.confidential;
    entry.documents = new
        .document
        .filter(some)
        .map(|title| DocumentTruth {
            id: document_id(case.truth.index, entry.sequence),
            title: title.into(),
            extension: "pdf".into(),
        })
        .into_iter()
        .collect();
    let sequence = entry.sequence;
    let message = format!(
        "Entry {sequence} is on the docket of {}.",
        case.truth.number
    );
    Ok(case.done(vec![put(entry)], Some(sequence), message))
}

fn edit_entry(world: &World, edit: EntryEdit) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &edit.entry.of)?;
    let mut entry = case.entry(edit.entry.sequence)?.clone();
    if let Some(description) = edit.description.filter(some) {
        entry.description = description.into();
    }
    if let Some(text) = edit.text {
        entry.text = Some(text).filter(some).map(Into::into);
    }
    entry.filed_on = edit.filed_on.unwrap_or(entry.filed_on);
    let sequence = entry.sequence;
    let message = format!("Entry {sequence} of {} is edited.", case.truth.number);
    Ok(case.done(vec![put(entry)], Some(sequence), message))
}

fn set_hearing(world: &World, hearing: NewHearing) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &hearing.of)?;
    let code = match hearing.purpose.as_str() {
        "Arraignment" => "SCAR",
        _ => "SCSH",
    };
    let mut entry = case.blank(scheduled_title(&hearing.purpose), code, "ZHESC");
    entry.settings.push(Setting {
        date: hearing.date,
        time: hearing.time.unwrap_or(Time::constant(9, 0, 0, 0)),
        purpose: hearing.purpose.into(),
        location: hearing
            .location
            .map_or_else(|| case.truth.location.clone(), Into::into),
        judge: hearing
            .judge
            .unwrap_or_else(|| judge_words(&case.truth.judge))
            .into(),
        result: false,
    });
    let sequence = entry.sequence;
    let message = format!(
        "Entry {sequence} of {} sets a hearing on {}.",
        case.truth.number,
        long_date(hearing.date)
    );
    Ok(case.done(vec![put(entry)], Some(sequence), message))
}

fn move_hearing(world: &World, hearing: HearingMove) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &hearing.entry.of)?;
    let (entry, row) = case.hearing(hearing.entry.sequence)?;
    let mut setting = entry.settings[row].clone();
    setting.date = hearing.date;
    setting.time = hearing.time.unwrap_or(setting.time);
    let mut changes = Vec::new();
    if hearing.way != MoveWay::NewEntry {
        let mut entry = entry.clone();
        entry.settings[row] = setting.clone();
        changes.push(put(entry));
    }
    let mut sequence = hearing.entry.sequence;
    if hearing.way != MoveWay::Row {
        let mut told = case.blank("Hearing Continued/Rescheduled", "HRCON", "ZHESC");
        told.answers.push(hearing.entry.sequence);
        told.text = Some(
            format!(
                "{}; {}; {}; {}; {}.",
                setting.purpose,
                long_date(setting.date),
                clock_words(setting.time),
                setting.judge,
                setting.location
            )
            .into(),
        );
        if hearing.way == MoveWay::NewEntry {
            told.settings.push(setting);
        }
        sequence = told.sequence;
        changes.push(put(told));
    }
    let message = format!(
        "The hearing of {} is moved to {}.",
        case.truth.number,
        long_date(hearing.date)
    );
    Ok(case.done(changes, Some(sequence), message))
}

fn cancel_hearing(world: &World, hearing: HearingCancel) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &hearing.entry.of)?;
    let (entry, row) = case.hearing(hearing.entry.sequence)?;
    let mut entry = entry.clone();
    let setting = entry.settings.remove(row);
    let mut sequence = entry.sequence;
    let mut changes = vec![put(entry)];
    if hearing.telling {
        let mut told = case.blank("Hearing Cancelled", "HRCAN", "ZHESC");
        told.answers.push(hearing.entry.sequence);
        told.text = Some(
            format!(
                "{} of {}, {}, is cancelled.",
                setting.purpose,
                long_date(setting.date),
                clock_words(setting.time)
            )
            .into(),
        );
        sequence = told.sequence;
        changes.push(put(told));
    }
    let message = if hearing.telling {
        format!("The hearing of {} is cancelled.", case.truth.number)
    } else {
        format!("The hearing of {} is no longer listed.", case.truth.number)
    };
    Ok(case.done(changes, Some(sequence), message))
}

fn hold_hearing(world: &World, held: HearingHeld) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &held.entry.of)?;
    let (entry, row) = case.hearing(held.entry.sequence)?;
    let mut result = entry.settings[row].clone();
    result.result = true;
    let mut told = case.blank("Hearing Held", "HRHR", "ZHEHE");
    told.answers.push(entry.sequence);
    told.settings.push(result);
    told.text = held
        .text
        .filter(some)
        .or_else(|| Some("Parties appear by counsel. Argument heard. Cause continued.".to_owned()))
        .map(Into::into);
    let sequence = told.sequence;
    let message = format!("The hearing of {} was held.", case.truth.number);
    Ok(case.done(vec![put(told)], Some(sequence), message))
}

fn change_party(world: &World, change: PartyChange) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &change.of)?;
    let mut parties = case.truth.parties.clone();
    let place = change.party.wrapping_sub(1) as usize;
    if place > parties.len() || (place == parties.len() && change.remove) {
        return Err(WorldError::NoParty {
            case: case.truth.number.clone(),
            party: change.party,
        });
    }
    if change.remove {
        parties.remove(place);
    } else {
        if place == parties.len() {
            parties.push(PartyTruth {
                role: "Intervenor".to_owned(),
                role_code: "INT".to_owned(),
                street: "100 ANY ST".to_owned(),
                city: "SOMEWHERE".to_owned(),
                zip: "63000".to_owned(),
                ..PartyTruth::default()
            });
        }
        let party = &mut parties[place];
        if let Some(name) = change.name.filter(some) {
            party.name = read_name(&name);
        }
        if let Some(role) = change.role.filter(some) {
            party.role = role;
        }
        if let Some(street) = change.street.filter(some) {
            party.street = street;
        }
    }
    let message = format!("The parties of {} are changed.", case.truth.number);
    Ok(case.done(vec![CaseChange::Parties(parties)], None, message))
}

fn change_attorney(world: &World, change: AttorneyChange) -> Result<Settled, WorldError> {
    let case = Opened::of(world, &change.of)?;
    let mut parties = case.truth.parties.clone();
    let Some(party) = parties.get_mut(change.party.wrapping_sub(1) as usize) else {
        return Err(WorldError::NoParty {
            case: case.truth.number.clone(),
            party: change.party,
        });
    };
    party.attorneys = change
        .name
        .filter(some)
        .map(|name| AttorneyTruth {
            name: read_name(&name),
            bar_number: change.bar_number.unwrap_or(90_099),
            role: format!("Attorney for {}", party.role),
        })
        .into_iter()
        .collect();
    let message = format!("The attorneys of {} are changed.", case.truth.number);
    Ok(case.done(vec![CaseChange::Parties(parties)], None, message))
}

impl World {
    /// Adds an entry; gives its sequence.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn add_entry(&self, new: NewEntry) -> Result<u32, WorldError> {
        let outcome = self.act(Act::AddEntry(new))?;
        Ok(outcome.sequence.unwrap_or_default())
    }

    /// Gives an entry a new text.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn edit_text(
        &self,
        case: impl Into<CaseRef>,
        sequence: u32,
        text: &str,
    ) -> Result<(), WorldError> {
        self.act(Act::EditEntry(EntryEdit {
            entry: EntryRef {
                of: case.into(),
                sequence,
            },
            description: None,
            text: Some(text.to_owned()),
            filed_on: None,
        }))
        .map(drop)
    }

    /// Takes an entry off the docket.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn withdraw_entry(
        &self,
        case: impl Into<CaseRef>,
        sequence: u32,
    ) -> Result<(), WorldError> {
        self.act(Act::WithdrawEntry(EntryRef {
            of: case.into(),
            sequence,
        }))
        .map(drop)
    }

    /// Switches a fault on.
    ///
    /// # Errors
    /// [`WorldError::Journal`].
    pub fn set_fault(&self, fault: super::faults::Fault) -> Result<(), WorldError> {
        self.act(Act::SetFault(fault)).map(drop)
    }

    /// Switches all faults off.
    ///
    /// # Errors
    /// [`WorldError::Journal`].
    pub fn clear_faults(&self) -> Result<(), WorldError> {
        self.act(Act::ClearFaults).map(drop)
    }
}
