//! The desk: one open store and one portal, and everything that window and terminal may ask of them.
//!
//! Cheap to clone. The use cases live in files of their own beside this one; this file holds what they share.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use jiff::Timestamp;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::app::account_views::JourneyView;
use crate::app::group_views::DeliveryProgress;
use crate::app::keeping::Keeping;
use crate::app::kept_pages;
use crate::app::opening::Place;
use crate::app::ports::{SecretStore, SharedClock};
use crate::app::views::{
    Changed, ChangedKind, CheckingView, FollowProgress, OpenPlace, Problem, TestView,
};
use crate::app::window_journey::WindowJourney;
use crate::domain::Change;
use crate::portal::{
    AccessLedger, Asked, Casenet, Gate, HttpBrowser, PortalError, PortalProfile, may_check,
};
use crate::storage::{Store, StoreFolder, StoreKey, StoreKind};
use crate::sync::ledger::StoreLedger;
use crate::sync::refresh::Refresher;
use crate::sync::relay::RelaySettings;

/// The setting that says that a person has read the portal's posted notice.
pub(crate) const NOTICE_READ: &str = "portal_notice_read_at";

/// What the desk tells whoever listens.
#[derive(Debug, Clone)]
pub enum DeskEvent {
    /// Something in the store changed: views ask again.
    Changed(Changed),
    /// A line of a pasted list was dealt with.
    Follow(FollowProgress),
    /// A notification was clicked: show this place.
    Open(OpenPlace),
    /// The portal's own site is wanted, in the person's browser. The address is the profile's own.
    OpenOutside(url::Url),
    /// A check found and stored a change.
    Found(Change),
    /// The open journey moved on.
    Journey(Box<JourneyView>),
    /// A delivery to the group's pages goes on.
    Delivery(Box<DeliveryProgress>),
}

/// An open store and its portal.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub place: Place,
    pub profile: Arc<PortalProfile>,
    pub store: Store,
    pub casenet: Arc<Casenet>,
    pub gate: Gate,
    /// Where secrets of accounts go, for a store whose key is in a keyring.
    pub secrets: OnceLock<Arc<dyn SecretStore>>,
    /// Whether secrets can be kept now, as far as was learnt.
    pub keeping: Keeping,
    /// The journey that the window shows.
    pub journey: WindowJourney,
    pub ledger: Arc<StoreLedger>,
    pub refresher: Refresher,
    pub clock: SharedClock,
    pub events: broadcast::Sender<DeskEvent>,
    pub checking: Mutex<Option<CheckingView>>,
    pub check_stop: Mutex<CancellationToken>,
    pub follow_stop: Mutex<CancellationToken>,
    /// How the delivery under way goes on.
    pub delivery: Mutex<Option<DeliveryProgress>>,
    /// One delivery at a time.
    pub delivery_runs: Mutex<bool>,
    /// Ends the delivery under way.
    pub group_stop: Mutex<CancellationToken>,
    pub test: Mutex<Option<TestView>>,
    pub line: Mutex<Line>,
    pub watching: AtomicBool,
    pub tray: AtomicBool,
    pub relay_settings: Arc<Mutex<RelaySettings>>,
    pub open_place: Mutex<Option<OpenPlace>>,
    /// Where copies for viewing are kept, once there are some.
    pub viewing: Mutex<Option<PathBuf>>,
    /// Followed cases, for the plan's share of the budget.
    pub followed: Arc<AtomicU32>,
    pub notifier_problem: Mutex<Option<Problem>>,
    pub stop: CancellationToken,
}

/// Whether the portal could be reached, as far as the last request tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub online: Option<bool>,
    pub since: Option<Timestamp>,
    /// The last request that told it.
    pub at: Option<Timestamp>,
    pub problem: Option<Problem>,
}

impl Line {
    /// With an answer that the log holds: of another process, or from before this one was started.
    pub(crate) fn with_heard(self, heard: Option<Timestamp>) -> Self {
        match heard.filter(|heard| self.at.is_none_or(|at| at < *heard)) {
            Some(heard) => Self {
                since: self
                    .since
                    .filter(|_| self.online == Some(true))
                    .or(Some(heard)),
                online: Some(true),
                at: Some(heard),
                // That nobody answered is over; anything else may still stand.
                problem: self.problem.filter(|_| self.online != Some(false)),
            },
            None => self,
        }
    }
}

impl Desk {
    /// A desk over an open store.
    ///
    /// # Errors
    /// When the web client cannot be made (no certificates on this system).
    pub fn new(place: Place, store: Store, clock: SharedClock) -> Result<Self, Problem> {
        kept_pages::tidy(&place.folder);
        let profile = Arc::new(place.profile.clone());
        let now: Arc<dyn Fn() -> Timestamp + Send + Sync> = {
            let clock = Arc::clone(&clock);
            Arc::new(move || clock.now())
        };
        let ledger = Arc::new(StoreLedger::new(store.clone()));
        let gate = Gate::new(
            Arc::clone(&profile),
            Arc::clone(&ledger) as Arc<dyn AccessLedger>,
            Arc::clone(&now),
        );
        let browser = Arc::new(HttpBrowser::new(gate.clone())?);
        let casenet = Arc::new(Casenet::new(browser, Arc::clone(&profile)));
        let followed = Arc::new(AtomicU32::new(1));
        let plan = crate::app::plan::Plan::new(
            Arc::clone(&profile),
            Arc::clone(&clock),
            Arc::clone(&followed),
        );
        let refresher = Refresher::new(
            store.clone(),
            Arc::clone(&casenet),
            now,
            plan.next_check(),
            plan.first_check(),
        );
        let (events, _) = broadcast::channel(256);
        let inner = Arc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            let refresher = refresher.with_observer(Arc::new(move |refreshed| {
                if let Some(inner) = weak.upgrade() {
                    Desk { inner }.observe(refreshed);
                }
            }));
            Inner {
                place,
                profile,
                store,
                casenet,
                gate,
                secrets: OnceLock::new(),
                keeping: Keeping::default(),
                journey: WindowJourney::default(),
                ledger,
                refresher,
                clock,
                events,
                checking: Mutex::default(),
                check_stop: Mutex::default(),
                follow_stop: Mutex::default(),
                delivery: Mutex::default(),
                delivery_runs: Mutex::default(),
                group_stop: Mutex::default(),
                test: Mutex::default(),
                line: Mutex::default(),
                watching: AtomicBool::new(false),
                tray: AtomicBool::new(false),
                relay_settings: Arc::default(),
                open_place: Mutex::default(),
                viewing: Mutex::default(),
                followed,
                notifier_problem: Mutex::default(),
                stop: CancellationToken::new(),
            }
        });
        Ok(Self { inner })
    }

    /// Events from now on. A listener that falls behind loses the oldest and asks for everything again.
    pub fn subscribe(&self) -> broadcast::Receiver<DeskEvent> {
        self.inner.events.subscribe()
    }

    /// The store, for the terminal's own commands (backup, export).
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The portal's profile.
    pub fn profile(&self) -> &PortalProfile {
        &self.inner.profile
    }

    /// Where the data lives.
    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    /// The key that this process hands to its next life, for a store made with a passphrase: that life has nobody to ask.
    /// A store whose key is in a keyring needs none. Read it while the store is open, and show it to nobody.
    pub fn key_to_hand_over(&self) -> Option<StoreKey> {
        let folder = StoreFolder::open(&self.inner.place.folder).ok()?;
        (folder.kind() == Some(StoreKind::Passphrase)).then(|| self.inner.store.key().clone())
    }

    /// Stops everything that runs and closes the store. Nothing is lost by not calling it.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        self.remove_viewed();
        lock(&self.inner.check_stop).cancel();
        lock(&self.inner.follow_stop).cancel();
        self.stop_delivery();
        // A status that could not be written says less about freshness and nothing false.
        let _ = self.inner.refresher.flush().await;
        let _ = self.inner.ledger.flush().await;
        self.inner.store.close().await;
    }

    pub(crate) fn tell(&self, kinds: &[ChangedKind]) {
        // Nobody listens in a short terminal run; that is fine.
        let _ = self.inner.events.send(DeskEvent::Changed(Changed {
            kinds: kinds.to_vec(),
        }));
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Whether the profile allows it, and a person has read what the portal posts.
    pub(crate) async fn may(&self, asked: Asked) -> Result<(), Problem> {
        let read = self
            .inner
            .store
            .setting::<String>(NOTICE_READ)
            .await?
            .is_some();
        Ok(may_check(&self.inner.profile, asked, read)?)
    }

    /// Remembers what a request told about the line, and words its error for a person.
    pub(crate) fn note(&self, outcome: Result<(), &PortalError>) {
        let online = match outcome {
            Ok(()) => Some(true),
            Err(PortalError::Unreachable(_)) => Some(false),
            // Nothing was sent, so nothing was learnt about the line.
            Err(
                PortalError::NotPermitted(_)
                | PortalError::Closed { .. }
                | PortalError::BudgetSpent { .. }
                | PortalError::Ledger(_),
            ) => None,
            Err(_) => Some(true),
        };
        let mut line = lock(&self.inner.line);
        if online.is_some() {
            line.at = Some(self.now());
            if line.online != online {
                line.online = online;
                line.since = line.at;
            }
        }
        line.problem = outcome.err().map(|error| self.problem(error));
    }

    /// An error of the portal as a person needs it; the practice portal says how it is started.
    pub(crate) fn problem(&self, error: &PortalError) -> Problem {
        let mut problem = Problem::from(error.clone());
        if error.nobody_listens() && self.is_practice() {
            "The practice portal is not running. Start it with `docketctl practice`, or open Docketbell's window."
                .clone_into(&mut problem.hint);
        }
        problem
    }

    pub(crate) fn is_practice(&self) -> bool {
        self.inner.profile.name == "Practice portal"
    }

    pub(crate) fn is_watching(&self) -> bool {
        self.inner.watching.load(Ordering::Relaxed)
    }
}

/// A poisoned lock holds plain data that is still good to read.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
