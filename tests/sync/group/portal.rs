//! A made Group Maintenance: what a click does and what becomes of its answer is said beforehand, click by click.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use docketbell_core::domain::{GroupUser, Roster, UserStatus, Wanted};
use docketbell_core::portal::PortalError;
use docketbell_core::portal::error::Trouble;
use docketbell_core::portal::journeys::JourneyError;
use docketbell_core::portal::journeys::group::{ClickAnswer, ClickError, Maintenance};
use docketbell_core::storage::{Store, StoreFolder, StoreKey};
use docketbell_core::sync::group::Office;
use jiff::{SignedDuration, Timestamp};

/// What becomes of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Done and answered.
    Answered,
    /// Lost before it arrived.
    LostRequest,
    /// Done, and the answer lost (also: answered with an error).
    LostReply,
    /// Arrives twice; the second answer comes.
    Doubled,
    /// The answer is lost now, and it is done after so many further things were asked.
    Late(u32),
    /// The session had ended before.
    SessionEnded,
    /// The portal cannot be reached.
    Unreachable,
    /// Answered with "not now" (429, maintenance, a refusal); `true`: carried out all the same.
    NotTaken(bool),
    /// Answered with a page that says nothing about it; `true`: carried out.
    Unclear(bool),
    /// The page that showed the user is not good any more.
    NotShown,
    /// Answered by a page that does not show the user.
    ElsewhereAnswered,
    /// The portal refuses it in words.
    Refused,
    /// A second administrator does this just before it arrives.
    Before(Wanted),
    /// The program is killed while it is on its way: it was done.
    KilledDone,
    /// The program is killed while it is on its way: it was not done.
    KilledNotDone,
}

/// The portal's side.
#[derive(Default)]
pub struct World {
    pub users: BTreeMap<String, UserStatus>,
    /// Changes that our clicks made, by user.
    pub effects: Vec<(String, Wanted)>,
    pub clicks: u32,
    pub readings: u32,
    pub fates: VecDeque<Fate>,
    /// So many readings of the roster from now on one fails, whichever of its pages it was; 1: the next.
    pub reading_fails: u32,
    /// Readings end after so many users, and nobody says so.
    pub cut_off: Option<usize>,
    late: Vec<(u32, String, Wanted)>,
    /// Everything that was ever true of a user.
    pub history: BTreeMap<String, BTreeSet<UserStatus>>,
    pub killed: bool,
}

impl World {
    /// A change by our click; what it says.
    fn press(&mut self, user: &str, wanted: Wanted) -> Option<String> {
        let is = self.users.get(user).cloned();
        match (is, wanted) {
            (None, _) => return Some(format!("{user} is not associated to your group.")),
            (Some(is), wanted) if is == wanted.status() => {
                return Some(format!("{user} is already so."));
            }
            _ => {}
        }
        self.set(user, wanted);
        self.effects.push((user.to_owned(), wanted));
        None
    }

    /// A change by whoever.
    pub fn set(&mut self, user: &str, wanted: Wanted) {
        match wanted {
            Wanted::Removed => {
                self.users.remove(user);
            }
            wanted => {
                if self.users.contains_key(user) {
                    self.users.insert(user.to_owned(), wanted.status());
                }
            }
        }
        let now = self.status(user);
        self.history.entry(user.to_owned()).or_default().insert(now);
    }

    pub fn status(&self, user: &str) -> UserStatus {
        self.users.get(user).cloned().unwrap_or(UserStatus::Removed)
    }

    /// Something was asked: clicks that were late arrive when their time has come.
    fn tick(&mut self) {
        for late in &mut self.late {
            late.0 = late.0.saturating_sub(1);
        }
        let (now, later): (Vec<_>, Vec<_>) = self.late.drain(..).partition(|(n, ..)| *n == 0);
        self.late = later;
        for (_, user, wanted) in now {
            self.press(&user, wanted);
        }
    }

    /// Everything that is still on its way arrives.
    pub fn settle_late(&mut self) {
        for (_, user, wanted) in std::mem::take(&mut self.late) {
            self.press(&user, wanted);
        }
    }
}

/// The portal as the desk sees it.
#[derive(Clone)]
pub struct MadePortal {
    pub world: Arc<Mutex<World>>,
    pub kill: Arc<tokio::sync::Notify>,
}

impl MadePortal {
    pub fn with(users: &[(&str, UserStatus)]) -> Self {
        let mut world = World::default();
        for (user, status) in users {
            world.users.insert((*user).to_owned(), status.clone());
            world
                .history
                .entry((*user).to_owned())
                .or_default()
                .insert(status.clone());
        }
        Self {
            world: Arc::new(Mutex::new(world)),
            kill: Arc::default(),
        }
    }

    pub fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub fn fate(&self, fates: &[Fate]) {
        self.world().fates.extend(fates);
    }
}

fn unreachable_error() -> JourneyError {
    PortalError::Unreachable(Trouble::Refused {
        host: "portal.example.org".into(),
    })
    .into()
}

impl Maintenance for MadePortal {
    async fn roster(
        &mut self,
        _keep: &BTreeSet<String>,
        page: &(dyn Fn(u32) + Sync),
    ) -> Result<Roster, JourneyError> {
        tokio::task::yield_now().await;
        let mut world = self.world();
        world.tick();
        world.readings += 1;
        if world.reading_fails > 0 {
            world.reading_fails -= 1;
            if world.reading_fails == 0 {
                return Err(unreachable_error());
            }
        }
        let shown = world.cut_off.unwrap_or(usize::MAX);
        page(1);
        Ok(Roster {
            group: Some("Sample Office".into()),
            users: world
                .users
                .iter()
                .take(shown)
                .map(|(user, status)| GroupUser {
                    user_name: user.clone(),
                    name: format!("{user} Sample"),
                    status: status.clone(),
                    information: String::new(),
                })
                .collect(),
            pages: 1,
        })
    }

    async fn click(&mut self, user: &str, wanted: Wanted) -> Result<ClickAnswer, ClickError> {
        tokio::task::yield_now().await;
        let killed = {
            let mut world = self.world();
            world.tick();
            world.clicks += 1;
            let fate = world.fates.pop_front().unwrap_or(Fate::Answered);
            let lost = || ClickError::Lost {
                cause: "the connection broke off".into(),
            };
            let answer = |world: &mut World, told: Option<String>, elsewhere: bool| {
                let row = world.users.get(user).cloned();
                Ok(ClickAnswer {
                    row: row.filter(|_| !elsewhere),
                    whole: !elsewhere,
                    told,
                })
            };
            match fate {
                Fate::Answered => {
                    let told = world.press(user, wanted);
                    return answer(&mut world, told, false);
                }
                Fate::ElsewhereAnswered => {
                    let told = world.press(user, wanted);
                    return answer(&mut world, told, true);
                }
                Fate::Doubled => {
                    world.press(user, wanted);
                    let told = world.press(user, wanted);
                    return answer(&mut world, told, false);
                }
                Fate::Before(other) => {
                    world.set(user, other);
                    let told = world.press(user, wanted);
                    return answer(&mut world, told, false);
                }
                Fate::Refused => {
                    return answer(&mut world, Some("Not at this time.".into()), false);
                }
                Fate::LostRequest => return Err(lost()),
                Fate::LostReply => {
                    world.press(user, wanted);
                    return Err(lost());
                }
                Fate::Late(after) => {
                    world.late.push((after.max(1), user.to_owned(), wanted));
                    return Err(lost());
                }
                Fate::SessionEnded => return Err(ClickError::SessionEnded("ended".into())),
                Fate::Unreachable => return Err(ClickError::NotSent(unreachable_error())),
                Fate::NotTaken(done) | Fate::Unclear(done) => {
                    if done {
                        world.press(user, wanted);
                    }
                    let error = PortalError::Maintenance {
                        words: "Back soon.".into(),
                        until: None,
                    };
                    return Err(match fate {
                        Fate::NotTaken(_) => ClickError::NotTaken(error.into()),
                        _ => ClickError::Stopped(error.into()),
                    });
                }
                Fate::NotShown => return Err(ClickError::NotShown),
                Fate::KilledDone => {
                    world.press(user, wanted);
                    world.killed = true;
                }
                Fate::KilledNotDone => world.killed = true,
            }
            true
        };
        if killed {
            self.kill.notify_one();
        }
        std::future::pending().await
    }
}

/// A store of its own, and a clock that the test moves.
pub struct Bench {
    _folder: tempfile::TempDir,
    pub store: Store,
    now: Arc<Mutex<Timestamp>>,
}

impl Bench {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = StoreKey::generate().unwrap();
        let store = StoreFolder::open(folder.path().join("data"))
            .unwrap()
            .create_with_key(&key, "Practice portal")
            .await
            .unwrap();
        Self {
            _folder: folder,
            store,
            now: Arc::new(Mutex::new(crate::at("2026-11-17T16:00:00Z"))),
        }
    }

    pub fn office(&self) -> Office {
        let now = Arc::clone(&self.now);
        Office {
            store: self.store.clone(),
            now: Arc::new(move || *now.lock().unwrap()),
            administrator: Some("sample_admin".into()),
        }
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn later(&self, minutes: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_mins(minutes);
    }

    pub async fn ask(&self, user: &str, wanted: Wanted) -> i64 {
        self.store
            .queue_group_actions(vec![user.into()], wanted, None, "Sample".into(), self.now())
            .await
            .unwrap()[0]
            .id
    }
}
