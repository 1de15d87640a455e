//! The practice world: an invented court, made from a seed, and what was changed in it since.

pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod courts;
pub(crate) mod day;
mod dice;
mod docket;
pub(crate) mod drift;
mod error;
pub(crate) mod faults;
mod journal;
mod kinds;
mod layout;
pub(crate) mod names;
mod operations;
mod order;
pub(crate) mod truth;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{
        Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub(crate) use dice::Dice;
pub use error::WorldError;
pub(crate) use layout::Layout;
pub use layout::TOUR_CASE;
pub use names::PersonName;
pub(crate) use order::DOCUMENTS_PER_CASE;

use crate::accounts::books::{BookChange, Books, Mail};
use crate::{
    config::{PracticeConfig, PracticeError},
    requests::RequestLog,
};
use act::Act;
use change::{Change, DriftScope, Overlay};
use courts::{COURTS, Court};
use drift::Drift;
use faults::{Fault, Meets};
use journal::{Header, Journal};
use truth::CaseTruth;

/// The world behind the practice portal. All control operations are methods here; the control endpoint and the
/// control page call the same ones.
#[derive(Debug)]
pub struct World {
    layout: RwLock<Layout>,
    today: Option<Date>,
    state: RwLock<State>,
    /// Mirrors the number of faults, so that a request without any takes no lock for them.
    faults: AtomicUsize,
    journal: Mutex<Journal>,
    /// Phrases that pages have shown, newest last; only in memory.
    phrases: Mutex<VecDeque<ShownPhrase>>,
    pub(crate) requests: RequestLog,
}

#[derive(Debug, Default)]
struct State {
    cases: HashMap<u32, Overlay>,
    /// By the id the world was made with.
    moved: BTreeMap<String, String>,
    offline: Vec<String>,
    faults: Vec<Fault>,
    drift: BTreeMap<DriftScope, Drift>,
    day: u32,
    books: Books,
}

/// A phrase that a page asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownPhrase {
    /// The picture's place in its address.
    pub picture: String,
    /// What it says.
    pub phrase: String,
}

/// What the control endpoint says about a case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseSummary {
    /// Case number.
    pub case_number: String,
    /// Database id of its court as it is now.
    pub court_id: String,
    /// Style.
    pub style: String,
    /// Case type.
    pub case_type: String,
    /// Location.
    pub location: String,
    /// Day of filing.
    pub filed_on: Date,
    /// Sealed.
    pub sealed: bool,
    /// Changes made to it.
    pub version: u32,
}

/// What an operation did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The entry that was added or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u32>,
    /// What happened, in words.
    pub message: String,
}

/// What a request of the portal is about, as far as faults and drift look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) path: &'a str,
    pub(crate) case: &'a str,
    pub(crate) court: &'a str,
    pub(crate) json: bool,
    pub(crate) case_json: bool,
    pub(crate) docket: bool,
    /// Account pages: the page that a press comes from, or that is about to be shown.
    pub(crate) step: &'a str,
    /// A button of an account page was pressed.
    pub(crate) press: bool,
    /// An account page is about to be drawn.
    pub(crate) shown: bool,
}

/// What a court id and case number lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Case(u32),
    Unknown,
    /// No database of this name.
    NoSuchCourt,
    Offline,
}

impl World {
    pub(crate) fn open(config: &PracticeConfig) -> Result<Self, PracticeError> {
        if config.cases == 0 || config.cases > layout::MOST_CASES {
            return Err(PracticeError::Cases {
                asked: config.cases,
                most: layout::MOST_CASES,
            });
        }
        let header = Header {
            seed: config.seed,
            entries_per_case: config.entries_per_case,
            anchor: config.today.unwrap_or_else(today_in_chicago),
        };
        let (journal, header, changes) = match &config.folder {
            Some(folder) => Journal::open(folder, header)?,
            None => (Journal::nowhere(), header, Vec::new()),
        };
        let world = Self {
            layout: RwLock::new(Layout {
                seed: header.seed,
                cases: config.cases,
                entries_per_case: header.entries_per_case,
                anchor: header.anchor,
            }),
            today: config.today,
            state: RwLock::default(),
            faults: AtomicUsize::new(0),
            journal: Mutex::new(journal),
            phrases: Mutex::default(),
            requests: RequestLog::default(),
        };
        {
            let mut state = world.write();
            state.books = Books::new(header.anchor);
            for change in changes {
                state.take(change);
            }
        }
        world.count_faults();
        Ok(world)
    }

    /// Today in the world: the day it was given, else the day in Chicago.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(today_in_chicago)
    }

    /// How many cases the world has.
    pub fn case_count(&self) -> u32 {
        self.layout().cases
    }

    /// The cases from place `from` on, at most `limit`.
    pub fn cases(&self, from: u32, limit: u32) -> Vec<CaseSummary> {
        let until = from.saturating_add(limit).min(self.case_count());
        (from..until)
            .map(|place| {
                let case = self.head(place);
                CaseSummary {
                    case_number: case.number,
                    court_id: case.court_id,
                    style: case.style,
                    case_type: case.case_type.into_owned(),
                    location: case.location.into_owned(),
                    filed_on: case.filed_on,
                    sealed: case.sealed,
                    version: case.version,
                }
            })
            .collect()
    }

    /// The whole truth about a case, sealed or not.
    ///
    /// # Errors
    /// [`WorldError::NoCase`], [`WorldError::SeveralCourts`].
    pub fn truth(&self, case: impl Into<act::CaseRef>) -> Result<CaseTruth, WorldError> {
        Ok(self.whole(self.place(&case.into())?))
    }

    /// Does one operation and keeps it in the journal.
    ///
    /// # Errors
    /// Names what does not exist; nothing is changed then.
    pub fn act(&self, act: Act) -> Result<Outcome, WorldError> {
        operations::act(self, act)
    }

    /// Undoes everything: changes, faults, drift, moved courts. Cases are made anew for today.
    ///
    /// # Errors
    /// [`WorldError::Journal`].
    pub fn reset(&self) -> Result<(), WorldError> {
        let mut journal = self.lock_journal();
        let header = {
            let layout = self.layout();
            Header {
                seed: layout.seed,
                entries_per_case: layout.entries_per_case,
                anchor: self.today(),
            }
        };
        journal
            .restart(&header)
            .map_err(|error| WorldError::Journal(error.to_string()))?;
        self.layout
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .anchor = header.anchor;
        *self.write() = State {
            books: Books::new(header.anchor),
            ..State::default()
        };
        drop(journal);
        self.count_faults();
        Ok(())
    }

    /// Looks into the court's books.
    pub(crate) fn books<T>(&self, look: impl FnOnce(&Books) -> T) -> T {
        look(&self.read().books)
    }

    /// Looks into the court's books and makes the changes that follow; nothing comes between the two.
    pub(crate) fn change_books<T>(
        &self,
        look: impl FnOnce(&Books) -> (Vec<BookChange>, T),
    ) -> Result<T, WorldError> {
        let mut journal = self.lock_journal();
        let (changes, outcome) = self.books(look);
        if !changes.is_empty() {
            let changes = changes.into_iter().map(Change::Book).collect();
            self.keep(&mut journal, changes)?;
        }
        Ok(outcome)
    }

    /// The e-mails that the court "sent", oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.books(|books| books.mails().to_vec())
    }

    /// The phrases that pages asked for, newest first.
    pub fn phrases(&self) -> Vec<ShownPhrase> {
        let phrases = self.phrases.lock().unwrap_or_else(PoisonError::into_inner);
        phrases.iter().rev().cloned().collect()
    }

    pub(crate) fn phrase_shown(&self, picture: &str, phrase: &str) {
        let mut phrases = self.phrases.lock().unwrap_or_else(PoisonError::into_inner);
        if phrases.len() == 100 {
            phrases.pop_front();
        }
        phrases.push_back(ShownPhrase {
            picture: picture.to_owned(),
            phrase: phrase.to_owned(),
        });
    }

    /// The log of the portal's requests.
    pub fn requests(&self) -> &RequestLog {
        &self.requests
    }

    /// How many steps of the day at court are done.
    pub fn day_steps_done(&self) -> u32 {
        self.read().day
    }

    /// The faults that are switched on.
    pub fn faults(&self) -> Vec<Fault> {
        self.read().faults.clone()
    }

    pub(crate) fn layout(&self) -> Layout {
        *self.layout.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count_faults(&self) {
        self.faults
            .store(self.read().faults.len(), Ordering::Release);
    }

    /// Keeps the changes in the journal, then makes them; the caller holds the journal, so that operations do not
    /// overtake each other.
    fn keep(&self, journal: &mut Journal, changes: Vec<Change>) -> Result<(), WorldError> {
        journal
            .write(&changes)
            .map_err(|error| WorldError::Journal(error.to_string()))?;
        {
            let mut state = self.write();
            for change in changes {
                state.take(change);
            }
        }
        self.count_faults();
        Ok(())
    }

    /// The case without its docket, as it is now.
    pub(crate) fn head(&self, place: u32) -> CaseTruth {
        let mut case = self.layout().head(place);
        self.lay_over(&mut case, false);
        case
    }

    /// The case with its docket, as it is now.
    pub(crate) fn whole(&self, place: u32) -> CaseTruth {
        let mut case = self.layout().whole(place);
        self.lay_over(&mut case, true);
        case
    }

    fn lay_over(&self, case: &mut CaseTruth, with_docket: bool) {
        let state = self.read();
        if let Some(overlay) = state.cases.get(&case.index) {
            overlay.lay_over(case, with_docket);
        }
        if let Some(moved) = state.moved.get(&case.court_id) {
            case.court_id.clone_from(moved);
        }
    }

    pub(crate) fn is_sealed(&self, place: u32) -> bool {
        self.read()
            .cases
            .get(&place)
            .is_some_and(|overlay| overlay.sealed)
    }

    /// The places of all public cases with this number, offline courts included.
    pub(crate) fn public_places(&self, number: &str) -> Vec<u32> {
        self.layout()
            .places_of(number)
            .into_iter()
            .filter(|place| !self.is_sealed(*place))
            .collect()
    }

    /// Finds a case as the portal does: the database first, then the number in it.
    pub(crate) fn find(&self, number: &str, court_id: &str) -> Found {
        let Some(made_with) = self.made_with(court_id) else {
            return Found::NoSuchCourt;
        };
        if self.is_offline(made_with) {
            return Found::Offline;
        }
        self.public_places(number)
            .into_iter()
            .find(|place| Layout::court(*place).db_source == made_with)
            .map_or(Found::Unknown, Found::Case)
    }

    /// The style of a public case.
    pub(crate) fn public_style(&self, number: &str, court_id: &str) -> Option<String> {
        match self.find(number, court_id) {
            Found::Case(place) => Some(self.head(place).style),
            _ => None,
        }
    }

    /// The id that a court's database was made with, from its id as it is now.
    pub(crate) fn made_with(&self, court_id: &str) -> Option<&'static str> {
        let state = self.read();
        COURTS
            .iter()
            .map(|court| court.db_source)
            .find(|made_with| {
                state
                    .moved
                    .get(*made_with)
                    .map_or(*made_with, String::as_str)
                    == court_id
            })
    }

    pub(crate) fn is_offline(&self, made_with: &str) -> bool {
        self.read().offline.iter().any(|court| court == made_with)
    }

    /// The id of a court's database as it is now.
    pub(crate) fn court_id(&self, court: &Court) -> String {
        self.read()
            .moved
            .get(court.db_source)
            .cloned()
            .unwrap_or_else(|| court.db_source.to_owned())
    }

    fn place(&self, case: &act::CaseRef) -> Result<u32, WorldError> {
        let number = case.case.trim().to_uppercase();
        let mut places = self.layout().places_of(&number);
        if let Some(court) = case.court.as_deref().filter(|court| !court.is_empty()) {
            let made_with = self
                .made_with(court)
                .ok_or_else(|| WorldError::NoCourt(court.to_owned()))?;
            places.retain(|place| Layout::court(*place).db_source == made_with);
        }
        match places.as_slice() {
            [] => Err(WorldError::NoCase(number)),
            [place] => Ok(*place),
            several => Err(WorldError::SeveralCourts {
                number,
                courts: several
                    .iter()
                    .map(|place| self.court_id(Layout::court(*place)))
                    .collect(),
            }),
        }
    }

    /// The fault that meets this request, if any; a counted one is used up by one.
    pub(crate) fn fault_for(&self, about: &About<'_>) -> Option<Fault> {
        if self.faults.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut state = self.write();
        let place = state.faults.iter().position(|fault| fault.meets(about))?;
        let fault = state.faults[place].clone();
        if let Some(count) = &mut state.faults[place].count {
            *count = count.saturating_sub(1);
            if *count == 0 {
                state.faults.remove(place);
            }
        }
        drop(state);
        self.count_faults();
        Some(fault)
    }

    /// The drift for a case: its own over its court's over everything's.
    pub(crate) fn drift_for(&self, case: &str, court: &str) -> Drift {
        let state = self.read();
        if state.drift.is_empty() {
            return Drift::default();
        }
        let of = |scope: DriftScope| state.drift.get(&scope).cloned().unwrap_or_default();
        of(DriftScope::Case(case.to_owned()))
            .over(&of(DriftScope::Court(court.to_owned())))
            .over(&of(DriftScope::Everything))
    }
}

impl State {
    fn take(&mut self, change: Change) {
        match change {
            Change::Case { place, change } => self.cases.entry(place).or_default().take(change),
            Change::CourtMoved { court, to } => {
                self.moved.insert(court, to);
            }
            Change::CourtOffline { court, offline } => {
                self.offline.retain(|known| *known != court);
                if offline {
                    self.offline.push(court);
                }
            }
            Change::Fault(fault) => self.faults.push(fault),
            Change::FaultsCleared => self.faults.clear(),
            Change::Drift { scope, drift } => {
                self.drift.insert(scope, drift);
            }
            Change::DriftCleared => self.drift.clear(),
            Change::DayStep(step) => self.day = step,
            Change::Book(change) => self.books.take(change),
        }
    }
}

impl Fault {
    fn meets(&self, about: &About<'_>) -> bool {
        let kind = match self.kind.meets() {
            Meets::Everything => !about.shown,
            Meets::Press => about.press,
            Meets::PhrasePress => about.press && about.step == "user-name",
            Meets::RosterPress => about.press && about.step.starts_with("group-maintenance"),
            Meets::Shown => about.shown,
            Meets::RosterShown => about.shown && about.step.starts_with("group-maintenance"),
            Meets::Json => about.json,
            Meets::CaseJson => about.case_json,
            Meets::Docket => about.docket,
        };
        let only = |wanted: &Option<String>, is: &str| {
            wanted
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(is))
        };
        kind && only(&self.court, about.court)
            && only(&self.case, about.case)
            && self
                .path
                .as_deref()
                .is_none_or(|words| about.path.contains(words) || names(words, about.step))
    }
}

/// Whether words name an account page: page 2 of a roster is not page 20.
fn names(words: &str, step: &str) -> bool {
    if words.ends_with(|letter: char| letter.is_ascii_digit()) {
        step == words
    } else {
        step.contains(words)
    }
}

/// The civil day in America/Chicago; courts know no other.
fn today_in_chicago() -> Date {
    let zone = TimeZone::get("America/Chicago").unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(zone).date()
}
