//! An administrator who is signed in, with a clock that the test moves.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use docketbell_core::app::Desk;
use docketbell_core::app::group_views::{GroupUserView, GroupView, WantedView};
use docketbell_core::app::opening::{Place, Unlock, open_or_make};
use docketbell_core::app::ports::Clock;
use docketbell_core::portal::journeys::{
    Answer, Answers, AskKind, JourneyStep, NobodyThere, PageAsk, Person,
};
use docketbell_core::portal::{PortalProfile, Waiting};
use docketbell_core::storage::StoredNotice;
use docketbell_practice::{
    Act, Fault, FaultKind, GroupRef, IssueAdministrator, NewAccount, PracticeConfig,
    RunningPractice, UserRef, start,
};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

const ADMIN: &str = "second_admin";
const PASSWORD: &str = "Practice-2026";

/// A clock that stands where it is put.
#[derive(Clone)]
struct Hand(Arc<Mutex<Timestamp>>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Signs in, and agrees to nothing else.
pub struct SigningIn;

impl Person for SigningIn {
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        let answers = page
            .asks
            .iter()
            .map(|ask| match (ask.kind, ask.name.as_str()) {
                (AskKind::Secret, "password") => {
                    Ok(Answer::Secret(SecretString::from(PASSWORD), false))
                }
                (AskKind::Text, "user_name") => Ok(Answer::Text(ADMIN.to_owned())),
                _ => Err(NobodyThere {
                    about: ask.name.clone(),
                }),
            })
            .collect();
        Box::pin(async move { answers })
    }

    fn reached(&self, _step: &JourneyStep) {}
}

pub struct Administrator {
    pub practice: RunningPractice,
    pub desk: Desk,
    now: Arc<Mutex<Timestamp>>,
    _folder: tempfile::TempDir,
}

impl Administrator {
    /// Signed in, before the first reading. It is a Tuesday in November.
    pub async fn signed_in() -> Self {
        Self::at("2026-11-17T16:00:00Z").await
    }

    pub async fn at(now: &str) -> Self {
        let practice = start(PracticeConfig::default()).await.unwrap();
        let profile = practice
            .profile_toml()
            .replace("requests_per_minute = 600\n", "");
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(
            folder.path().join("data"),
            PortalProfile::parse(&profile).unwrap(),
        );
        let passphrase = SecretString::from("a long enough passphrase");
        let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
            .await
            .unwrap();
        let now = Arc::new(Mutex::new(now.parse().unwrap()));
        let desk = Desk::new(place, store, Arc::new(Hand(Arc::clone(&now)))).unwrap();
        let administrator = Self {
            practice,
            desk,
            now,
            _folder: folder,
        };
        administrator.act(Act::IssueAdministrator(IssueAdministrator {
            user_name: ADMIN.to_owned(),
            ready: true,
            ..IssueAdministrator::default()
        }));
        administrator
    }

    /// As [`Administrator::signed_in`], with the roster read once.
    pub async fn with_roster() -> Self {
        let administrator = Self::signed_in().await;
        administrator.read().await;
        administrator
    }

    pub fn act(&self, act: Act) {
        self.practice.world().act(act).unwrap();
    }

    pub fn fault(&self, kind: FaultKind, path: &str) {
        let fault = Fault::new(kind).on_path(path).times(1);
        self.practice.world().set_fault(fault).unwrap();
    }

    pub fn fill(&self, users: u32) {
        self.act(Act::FillGroup(GroupRef {
            count: users,
            ..GroupRef::default()
        }));
    }

    /// What a second administrator does.
    pub fn another(&self, act: fn(UserRef) -> Act, user: &str) {
        self.act(act(UserRef {
            user_name: user.to_owned(),
        }));
    }

    /// Somebody joins the group with these names.
    pub fn joins(&self, user: &str, first_name: &str, last_name: &str) {
        let group = self.practice.world().act(Act::AddAccount(NewAccount {
            user_name: user.to_owned(),
            first_name: Some(first_name.to_owned()),
            last_name: Some(last_name.to_owned()),
            group: Some("Sample County Records Office".to_owned()),
            information: Some("Clerk".to_owned()),
            ..NewAccount::default()
        }));
        group.unwrap();
    }

    pub fn later(&self, hours: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_hours(hours);
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    /// Reads the roster, a minute later, signing in where that is needed.
    pub async fn read(&self) {
        *self.now.lock().unwrap() += SignedDuration::from_mins(1);
        self.desk.refresh_roster(&SigningIn).await.unwrap();
    }

    /// Asks for something and delivers it.
    pub async fn delivers(&self, wanted: WantedView, user: &str) {
        self.desk
            .queue_actions(wanted, vec![user.to_owned()])
            .await
            .unwrap();
        *self.now.lock().unwrap() += SignedDuration::from_mins(1);
        let only = BTreeSet::from([user.to_owned()]);
        let delivery = self.desk.deliver_actions(Some(&only), &SigningIn).await;
        assert!(delivery.unwrap().stopped.is_none());
    }

    pub async fn view(&self) -> GroupView {
        self.desk.group().await.unwrap()
    }

    pub async fn user(&self, user: &str) -> GroupUserView {
        let users = self.view().await.users;
        users.into_iter().find(|u| u.user_name == user).unwrap()
    }

    /// The notices of a kind that may be shown now, and are: each is told once.
    pub async fn told(&self, kind: &str) -> Vec<StoredNotice> {
        let store = self.desk.store();
        let mut due = store.next_notices(self.now(), 50).await.unwrap();
        due.retain(|notice| notice.kind == kind);
        let ids: Vec<i64> = due.iter().map(|n| n.notice_id).collect();
        store.mark_sending(&ids, self.now()).await.unwrap();
        store.mark_shown(&ids, self.now()).await.unwrap();
        due
    }

    /// How the portal has a user's association: true, or gone.
    pub fn mails(&self, kind: &str) -> usize {
        let mails = self.practice.world().mails();
        mails.iter().filter(|m| m.kind == kind).count()
    }
}
