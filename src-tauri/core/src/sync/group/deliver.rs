//! Delivers what is queued. One reading of the roster before, one click an action, and a reading after where the answers
//! to the clicks did not show it already. A click is on disk as `sending` before it leaves, and what became of it is
//! decided by the portal's list alone.

use std::collections::{BTreeMap, BTreeSet};

use tokio_util::sync::CancellationToken;

use super::read::{keep, settle_lost, verdict, whole};
use super::{DeskError, Office, without_promise};
use crate::domain::action::{Decision, Sent, decide};
use crate::domain::{ActionState, Roster, UserStatus};
use crate::portal::journeys::group::{ClickAnswer, ClickError, Maintenance};
use crate::storage::{Settlement, StoredAction};

/// Lost answers after which a delivery ends: the line is not good enough for pressing buttons.
const MOST_LOST: u32 = 3;
/// Readings of one delivery.
const MOST_ROUNDS: u32 = 8;

/// What a delivery is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Reads a page of the roster, before anything is sent or after.
    Reading {
        /// After clicks.
        after: bool,
        /// Page that was read.
        page: u32,
    },
    /// Presses a button.
    Sending(Box<StoredAction>),
    /// An action came to rest.
    Settled(Box<StoredAction>),
}

/// What a delivery came to.
#[derive(Debug)]
pub struct Delivered {
    /// The actions that it was about, as they stand now.
    pub actions: Vec<StoredAction>,
    /// Actions that a person looks at first: they are older than a day.
    pub to_review: Vec<i64>,
    /// Why it ended before its end.
    pub stopped: Option<DeskError>,
    /// Whether a click of it left, or may have.
    pub clicked: bool,
}

/// What is on its way and not settled: by action, whether the portal said something against it.
type Answered = BTreeMap<i64, Option<String>>;

/// A delivery under way.
struct Delivery<'d, M> {
    office: &'d Office,
    desk: &'d mut M,
    tell: &'d (dyn Fn(Step) + Sync),
    cancel: &'d CancellationToken,
    ids: BTreeSet<i64>,
    answered: Answered,
    /// How the last click came to rest. It is written together with the next one's claim: one wait for the disk a click.
    /// Were the program to end before, its click would be one whose answer was lost, which the roster settles.
    held: Option<(Settlement, String)>,
    /// Removed by our own answered clicks.
    gone: BTreeSet<String>,
    lost: u32,
    /// Whether a click left, or may have.
    clicked: bool,
    to_review: BTreeSet<i64>,
}

/// Why a round of clicks ended.
enum Round {
    /// Everything that could be sent was.
    Over,
    /// The roster has to be read before anything else is sent.
    ReadAgain,
    /// Nothing more is sent.
    Stop(DeskError),
}

/// Delivers everything that is queued and may be sent; with `only`, what is about these users. Never fails as a whole: what stopped it is told beside what
/// was done.
pub async fn deliver<M: Maintenance>(
    office: &Office,
    desk: &mut M,
    cancel: &CancellationToken,
    only: Option<&BTreeSet<String>>,
    tell: &(dyn Fn(Step) + Sync),
) -> Delivered {
    let ids = match about(office, only).await {
        Ok(ids) => ids,
        Err(error) => {
            return Delivered {
                actions: Vec::new(),
                to_review: Vec::new(),
                stopped: Some(error),
                clicked: false,
            };
        }
    };
    let mut delivery = Delivery {
        office,
        desk,
        tell,
        cancel,
        ids: ids.iter().copied().collect(),
        answered: Answered::new(),
        held: None,
        gone: BTreeSet::new(),
        lost: 0,
        clicked: false,
        to_review: BTreeSet::new(),
    };
    let mut stopped = if ids.is_empty() {
        None
    } else {
        delivery.rounds().await.err()
    };
    if let Err(error) = delivery.leave().await {
        stopped.get_or_insert(error);
    }
    let to_review = delivery.to_review.iter().copied().collect();
    let clicked = delivery.clicked;
    match office.store.group_actions(&ids).await {
        Ok(actions) => Delivered {
            actions,
            to_review,
            stopped,
            clicked,
        },
        Err(error) => Delivered {
            actions: Vec::new(),
            to_review,
            stopped: Some(stopped.unwrap_or(error.into())),
            clicked,
        },
    }
}

/// What a delivery is about: everything that waits. Clicks of this process that nobody waits for any more, and of
/// processes that are gone, are uncertain from here on.
async fn about(office: &Office, only: Option<&BTreeSet<String>>) -> Result<Vec<i64>, DeskError> {
    office.store.lose_group_actions(true, office.now()).await?;
    Ok(office
        .store
        .pending_group_actions()
        .await?
        .iter()
        .filter(|a| matches!(a.state, ActionState::Queued | ActionState::Uncertain))
        .filter(|a| only.is_none_or(|only| only.contains(&a.user_name)))
        .map(|a| a.id)
        .collect())
}

impl<M: Maintenance> Delivery<'_, M> {
    async fn rounds(&mut self) -> Result<(), DeskError> {
        for round in 0..MOST_ROUNDS {
            let roster = self.read(round > 0).await?;
            if self.lost >= MOST_LOST {
                return Err(DeskError::LineLost);
            }
            let round = self.round(&roster).await;
            self.settle_held().await?;
            match round? {
                Round::Over if self.answered.is_empty() => return Ok(()),
                Round::Over | Round::ReadAgain => {}
                Round::Stop(error) => {
                    // What was sent before is read back, if that is possible.
                    if !self.answered.is_empty() {
                        let _ = self.read(true).await;
                    }
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Reads the roster, keeps it, and settles by it what was sent.
    async fn read(&mut self, after: bool) -> Result<Roster, DeskError> {
        let waiting: BTreeSet<String> = self
            .office
            .store
            .pending_group_actions()
            .await?
            .into_iter()
            .filter(|a| a.state == ActionState::Queued)
            .map(|a| a.user_name)
            .collect();
        let tell = self.tell;
        let page = move |page: u32| tell(Step::Reading { after, page });
        let roster = whole(self.office, self.desk, &waiting, &self.gone, &page).await?;
        let mut settled = settle_lost(self.office, &roster, None).await?;
        let ids: Vec<i64> = self.answered.keys().copied().collect();
        for action in self.office.store.group_actions(&ids).await? {
            let said = self.answered.get(&action.id).cloned().flatten();
            let shown = roster.status_of(&action.user_name);
            let sent = Sent::Answered {
                said_no: said.is_some(),
            };
            settled.extend(verdict(self.office, &action, &shown, sent, said));
        }
        let told: Vec<i64> = settled.iter().map(|s| s.id).collect();
        keep(self.office, &roster, settled).await?;
        self.answered.clear();
        self.told(&told).await?;
        Ok(roster)
    }

    /// Sends what may be sent, in its order, by what the roster shows and what the answers show after it.
    async fn round(&mut self, roster: &Roster) -> Result<Round, DeskError> {
        let mut shown: BTreeMap<String, UserStatus> = BTreeMap::new();
        let known: BTreeMap<&str, (usize, &UserStatus)> = roster
            .users
            .iter()
            .enumerate()
            .map(|(place, u)| (u.user_name.as_str(), (place, &u.status)))
            .collect();
        // Page by page: the order counts among the actions of one user, and each page is shown once.
        let mut queue = self.queued().await?;
        queue.sort_by_key(|a| {
            (
                known.get(a.user_name.as_str()).map(|(place, _)| *place),
                a.id,
            )
        });
        while !queue.is_empty() {
            if self.cancel.is_cancelled() {
                return Ok(Round::Over);
            }
            let action = queue.remove(0);
            // Read anew: an earlier action of the same user may have changed what this one counts on, and a person may
            // have taken it back.
            if self.holds(&action.user_name) {
                self.settle_held().await?;
            }
            let turn = self.office.store.group_action_turn(action.id).await?;
            let Some((action, false)) = turn.filter(|(a, _)| a.state == ActionState::Queued) else {
                continue;
            };
            let now_shown = shown
                .get(&action.user_name)
                .or_else(|| {
                    known
                        .get(action.user_name.as_str())
                        .map(|(_, status)| *status)
                })
                .cloned()
                .unwrap_or(UserStatus::Removed);
            match decide(&action.turn(), &now_shown, self.office.now()) {
                Decision::Send => {}
                Decision::Review => {
                    self.to_review.insert(action.id);
                    continue;
                }
                other => {
                    self.rest(&action, other, &now_shown).await?;
                    continue;
                }
            }
            let settled = self.held.as_ref().map(|(settlement, _)| settlement.clone());
            let told = settled.as_ref().map(|s| s.id);
            let claimed = self
                .office
                .store
                .claim_group_action(action.id, settled, self.office.now())
                .await?;
            // Only now is it written: a store that refuses must not make it forgotten.
            self.held = None;
            self.told(&told.into_iter().collect::<Vec<_>>()).await?;
            if !claimed {
                continue;
            }
            (self.tell)(Step::Sending(Box::new(action.clone())));
            let answer = self.desk.click(&action.user_name, action.wanted).await;
            let stayed = matches!(answer, Err(ClickError::NotSent(_) | ClickError::NotShown));
            self.clicked |= !stayed;
            match self.after(&action, answer).await? {
                After::Known(status) => {
                    shown.insert(action.user_name.clone(), status);
                }
                After::Later => {}
                After::ReadAgain => return Ok(Round::ReadAgain),
                After::Stop(error) => return Ok(Round::Stop(error)),
            }
        }
        Ok(Round::Over)
    }

    async fn queued(&self) -> Result<Vec<StoredAction>, DeskError> {
        let mut pending = self.office.store.pending_group_actions().await?;
        pending.retain(|a| {
            a.state == ActionState::Queued
                && self.ids.contains(&a.id)
                && !self.to_review.contains(&a.id)
        });
        Ok(pending)
    }

    /// Whether how the last click came to rest is not written yet, and was about this user.
    fn holds(&self, user_name: &str) -> bool {
        self.held
            .as_ref()
            .is_some_and(|(_, held)| held == user_name)
    }

    async fn settle_held(&mut self) -> Result<(), DeskError> {
        let Some((settlement, _)) = self.held.clone() else {
            return Ok(());
        };
        let id = settlement.id;
        self.office.store.settle_group_action(settlement).await?;
        self.held = None;
        self.told(&[id]).await
    }

    /// Comes to rest without a click.
    async fn rest(
        &mut self,
        action: &StoredAction,
        decision: Decision,
        shown: &UserStatus,
    ) -> Result<(), DeskError> {
        let user = &action.user_name;
        let (state, message) = match decision {
            Decision::AlreadySo => (
                ActionState::Done,
                if action.clicks > 0 {
                    "The portal's list shows it; it was not pressed again.".to_owned()
                } else {
                    "The portal showed it already; nothing was sent.".to_owned()
                },
            ),
            Decision::NoSuchUser => (
                ActionState::Failed,
                format!("The roster shows no user {user}. Nothing was sent."),
            ),
            _ => (
                ActionState::Conflict,
                format!(
                    "Somebody else changed {user}: the portal shows that the user {}. Nothing was sent.",
                    shown.in_words()
                ),
            ),
        };
        let settlement = Settlement {
            id: action.id,
            state,
            shown: (decision != Decision::NoSuchUser).then(|| shown.clone()),
            portal_says: None,
            message: Some(message),
            at: self.office.now(),
        };
        self.office.store.settle_group_action(settlement).await?;
        self.told(&[action.id]).await
    }

    /// What the answer to a click means.
    async fn after(
        &mut self,
        action: &StoredAction,
        answer: Result<ClickAnswer, ClickError>,
    ) -> Result<After, DeskError> {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return self.no_answer(action, error).await,
        };
        let shown = match (answer.row, answer.whole) {
            (Some(row), _) => row,
            (None, true) => UserStatus::Removed,
            (None, false) => {
                // Not on this page: gone, or on another. The roster tells.
                if action.wanted.status() == UserStatus::Removed {
                    self.gone.insert(action.user_name.clone());
                }
                self.answered.insert(action.id, answer.told);
                return Ok(After::Later);
            }
        };
        let sent = Sent::Answered {
            said_no: answer.told.is_some(),
        };
        let Some(settlement) = verdict(self.office, action, &shown, sent, answer.told) else {
            return Ok(After::ReadAgain);
        };
        self.held = Some((settlement, action.user_name.clone()));
        Ok(After::Known(shown))
    }

    async fn no_answer(
        &mut self,
        action: &StoredAction,
        error: ClickError,
    ) -> Result<After, DeskError> {
        let store = &self.office.store;
        let now = self.office.now();
        match error {
            ClickError::NotSent(error) => {
                let why = format!("It was not sent: {error}");
                store
                    .unclaim_group_action(action.id, false, why, now)
                    .await?;
                Ok(After::Stop(error.into()))
            }
            ClickError::NotTaken(error) => {
                let why = format!(
                    "The portal did not take it: {} Before it is pressed again, the list is read.",
                    without_promise(&error.to_string())
                );
                store
                    .unclaim_group_action(action.id, true, why, now)
                    .await?;
                Ok(After::Stop(error.into()))
            }
            ClickError::NotShown => {
                let why = "It was not sent: the user moved to another page of the roster.";
                store
                    .unclaim_group_action(action.id, false, why.to_owned(), now)
                    .await?;
                self.lost += 1;
                Ok(After::ReadAgain)
            }
            ClickError::SessionEnded(words) => {
                // The portal says that it did nothing; the roster is read again before anything is pressed.
                let why = format!("The portal had ended the session: \"{words}\".");
                store
                    .unclaim_group_action(action.id, true, why, now)
                    .await?;
                self.lost += 1;
                Ok(After::ReadAgain)
            }
            ClickError::Lost { cause } => {
                self.uncertain(
                    action,
                    &format!("The answer to the click was lost: {cause}."),
                )
                .await?;
                self.lost += 1;
                Ok(After::ReadAgain)
            }
            ClickError::Stopped(error) => {
                self.uncertain(
                    action,
                    &format!(
                        "The click was answered by something that does not tell: {}",
                        without_promise(&error.to_string())
                    ),
                )
                .await?;
                Ok(After::Stop(error.into()))
            }
        }
    }

    async fn uncertain(&self, action: &StoredAction, why: &str) -> Result<(), DeskError> {
        let settlement = Settlement {
            id: action.id,
            state: ActionState::Uncertain,
            shown: None,
            portal_says: None,
            message: Some(why.to_owned()),
            at: self.office.now(),
        };
        Ok(self.office.store.settle_group_action(settlement).await?)
    }

    /// What was answered and could not be read back stays uncertain: an answer is not the list.
    async fn leave(&mut self) -> Result<(), DeskError> {
        self.settle_held().await?;
        let ids: Vec<i64> = std::mem::take(&mut self.answered).into_keys().collect();
        for action in self.office.store.group_actions(&ids).await? {
            self.uncertain(
                &action,
                "The portal answered, and its list could not be read back.",
            )
            .await?;
        }
        Ok(())
    }

    async fn told(&self, ids: &[i64]) -> Result<(), DeskError> {
        if ids.is_empty() {
            return Ok(());
        }
        for action in self.office.store.group_actions(ids).await? {
            (self.tell)(Step::Settled(Box::new(action)));
        }
        Ok(())
    }
}

/// What is known after a click.
enum After {
    /// The answer shows how the user stands.
    Known(UserStatus),
    /// The roster will tell.
    Later,
    /// The roster has to be read before anything else is sent.
    ReadAgain,
    /// Nothing more is sent.
    Stop(DeskError),
}
