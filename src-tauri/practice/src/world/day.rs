//! A day at court: a script of changes that arrive one by one over the first cases, so that a newcomer sees what the
//! product does. Each step looks for its target on the docket as it is, so that the day can be played again.

use jiff::{ToSpan, civil::Time};
use serde::Serialize;

use super::{
    Layout, Outcome, World, WorldError,
    act::{
        Act, AttorneyChange, CaseRef, EntryEdit, EntryRef, HeaderChange, HearingCancel,
        HearingMove, MoveWay, NewEntry, NewHearing,
    },
    change::{Change, HeaderField},
    layout::next_weekday,
    order::long_date,
    truth::CaseTruth,
};

/// How many steps the day has.
pub const DAY_STEPS: u32 = 12;

/// One step of the day, done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayStep {
    /// Its number, from 1.
    pub step: u32,
    /// The case it changed.
    pub case_number: String,
    /// What happened.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Steps that are left today.
    pub left: u32,
}

impl World {
    /// Does the next step of the day; after the last one the day begins again.
    ///
    /// # Errors
    /// [`WorldError::Journal`], or what a step could not find in a small world.
    pub fn day_step(&self) -> Result<DayStep, WorldError> {
        let done = self.read().day % DAY_STEPS;
        let step = done + 1;
        let (case_number, act) = self.script(step);
        let outcome = self.act(act)?;
        let mut journal = self.lock_journal();
        self.keep(&mut journal, vec![Change::DayStep(step)])?;
        Ok(DayStep {
            step,
            case_number,
            outcome,
            left: DAY_STEPS - step,
        })
    }

    fn script(&self, step: u32) -> (String, Act) {
        // In a world of fewer cases the same steps fall on the cases there are.
        let place = |wanted: u32| wanted % self.case_count();
        let case = self.whole(place(match step {
            1..=4 => 0,
            5 | 6 => 1,
            7 | 8 => 2,
            9 => 3,
            10 => 9,
            11 => 8,
            _ => 22,
        }));
        let of = CaseRef {
            case: case.number.clone(),
            court: Some(case.court_id.clone()),
        };
        let act = match step {
            1 => self.move_earlier(&case, &of),
            2 => self.edit_order(&case, &of),
            3 => filed(
                &of,
                "Motion to Compel",
                "Plaintiff's Motion to Compel Answers to Interrogatories; Electronic Filing Certificate of Service.",
                &case,
            ),
            4 => withdraw(&case, &of, "Notice of Hearing Filed"),
            5 => match self.hearing_of(&case) {
                Some(sequence) => Act::CancelHearing(HearingCancel {
                    entry: EntryRef {
                        of: of.clone(),
                        sequence,
                    },
                    telling: true,
                }),
                None => self.set(&of, "Arraignment", 9),
            },
            6 => withdraw(&case, &of, "Summons Issued"),
            7 => self.set(&of, "Pretrial Conference", 20),
            8 => filed(&of, "Certificate of Service", "", &case),
            9 => filed(
                &of,
                "Inventory Filed",
                "Inventory and Appraisement of the estate.",
                &case,
            ),
            10 => {
                let value = if case.judge.last == "BENCH" {
                    "CHAMBERS, NOEL P"
                } else {
                    "BENCH, SIDNEY A"
                };
                Act::ChangeHeader(HeaderChange {
                    of: of.clone(),
                    field: HeaderField::Judge,
                    value: value.to_owned(),
                })
            }
            11 => {
                let name = if case.parties[0]
                    .attorneys
                    .iter()
                    .any(|attorney| attorney.name.first == "ROWAN")
                {
                    "ADVOCATE, EMERY X"
                } else {
                    "COUNSEL, ROWAN X"
                };
                Act::ChangeAttorney(AttorneyChange {
                    of: of.clone(),
                    party: 1,
                    name: Some(name.to_owned()),
                    bar_number: None,
                })
            }
            _ => match self.hearing_of(&case) {
                Some(sequence) => Act::UnlistHearing(EntryRef {
                    of: of.clone(),
                    sequence,
                }),
                None => self.set(&of, "Motion Hearing", 12),
            },
        };
        (case.number, act)
    }

    fn hearing_of(&self, case: &CaseTruth) -> Option<u32> {
        case.standing_settings(self.today())
            .first()
            .map(|(entry, _)| entry.sequence)
    }

    fn set(&self, of: &CaseRef, purpose: &str, days: i64) -> Act {
        Act::SetHearing(NewHearing {
            of: of.clone(),
            purpose: purpose.to_owned(),
            date: next_weekday(self.today() + days.days()),
            time: Some(Time::constant(10, 30, 0, 0)),
            location: None,
            judge: None,
        })
    }

    fn move_earlier(&self, case: &CaseTruth, of: &CaseRef) -> Act {
        let Some(sequence) = self.hearing_of(case) else {
            return self.set(of, "Case Management Conference", 16);
        };
        Act::MoveHearing(HearingMove {
            entry: EntryRef {
                of: of.clone(),
                sequence,
            },
            date: next_weekday(self.today() + 1.day()),
            time: Some(Time::constant(9, 0, 0, 0)),
            way: MoveWay::Telling,
        })
    }

    fn edit_order(&self, case: &CaseTruth, of: &CaseRef) -> Act {
        let order = case
            .entries
            .iter()
            .rev()
            .find(|entry| entry.description == "Order");
        let Some(order) = order else {
            return filed(of, "Order", "So Ordered.", case);
        };
        let closes = next_weekday(self.today() + 13.days());
        Act::EditEntry(EntryEdit {
            entry: EntryRef {
                of: of.clone(),
                sequence: order.sequence,
            },
            description: None,
            text: Some(format!(
                "Defendant's Motion to Continue is sustained in part. Discovery closes {}. Counsel to confer before the conference. So Ordered: {}.",
                long_date(closes),
                case.judge.formal()
            )),
            filed_on: None,
        })
    }
}

fn filed(of: &CaseRef, description: &str, text: &str, case: &CaseTruth) -> Act {
    let party = case.parties.last().or(case.parties.first());
    let with_counsel = case
        .parties
        .iter()
        .find(|party| !party.attorneys.is_empty())
        .or(party);
    let filer = with_counsel.map(|party| {
        party.attorneys.first().map_or_else(
            || (party.name.formal(), party.role.clone()),
            |attorney| (attorney.name.formal(), attorney.role.clone()),
        )
    });
    let (filed_by, filed_by_role) = filer.unzip();
    Act::AddEntry(NewEntry {
        of: of.clone(),
        description: Some(description.to_owned()),
        text: Some(text.to_owned()),
        code: (description == "Motion to Compel").then(|| "FMOTN".to_owned()),
        filed_by,
        filed_by_role,
        on_behalf_of: with_counsel.map(|party| party.name.natural()),
        document: (!text.is_empty()).then(|| description.to_owned()),
        ..NewEntry::default()
    })
}

fn withdraw(case: &CaseTruth, of: &CaseRef, description: &str) -> Act {
    let entry = case
        .entries
        .iter()
        .rev()
        .find(|entry| entry.description.starts_with(description));
    match entry {
        Some(entry) => Act::WithdrawEntry(EntryRef {
            of: of.clone(),
            sequence: entry.sequence,
        }),
        None => filed(of, description, "", case),
    }
}

/// The case numbers of a world's first cases, in order; the number of the twin citation is there twice.
pub fn first_case_numbers(count: u32) -> Vec<String> {
    (0..count).map(Layout::number).collect()
}
