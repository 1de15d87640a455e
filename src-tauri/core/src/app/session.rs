//! From start to an open desk: first run, passphrase, a store that cannot be opened, ready. The window shows one face
//! for each; nothing is made, changed or replaced until the person has chosen.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::RwLock;

use crate::app::desk::Desk;
use crate::app::folder::{self, portal_slug};
use crate::app::keeping::self_test;
use crate::app::opening::{
    Place, Unlock, find_place, keep_profile, look, open_or_make, read_portal,
};
use crate::app::ports::{SecretStore, SharedClock};
use crate::app::views::{FirstRunAnswers, PortalChoice, Problem, Protection, StartView};
use crate::portal::PortalProfile;
use crate::portal::profile::{MISSOURI, PRACTICE_ADDRESS};
pub use crate::storage::StoreKey;
use crate::storage::{ADVISED_PASSPHRASE, StoreKind};

/// How the program was started.
#[derive(Debug, Clone, Default)]
pub struct StartOptions {
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--portal`: `practice`, `missouri`, or a profile file.
    pub portal: Option<String>,
}

/// Starts the embedded practice portal for a data folder, and gives back its profile (TOML).
pub type StartPractice = Arc<
    dyn Fn(PathBuf) -> futures::future::BoxFuture<'static, Result<String, Problem>> + Send + Sync,
>;

/// The court inside the program.
pub struct PracticeCourt {
    /// Starts it.
    pub start: StartPractice,
    /// A file that it leaves in every data folder it has served.
    pub mark: &'static str,
}

/// The secret store of a portal, by its folder name (`practice`, `missouri` …): window and terminal name entries alike.
pub type SecretsOf = Arc<dyn Fn(&str) -> Arc<dyn SecretStore> + Send + Sync>;

enum Phase {
    FirstRun {
        keyring: Option<Problem>,
    },
    NeedsPassphrase {
        place: Box<Place>,
        problem: Option<Problem>,
    },
    CannotOpen {
        folder: PathBuf,
        problem: Problem,
    },
    Ready(Desk),
}

/// The program from its start; holds the desk once there is one.
pub struct Session {
    options: StartOptions,
    secrets: SecretsOf,
    clock: SharedClock,
    practice: Option<PracticeCourt>,
    phase: RwLock<Phase>,
}

impl Session {
    /// Looks at the data folder and opens what can be opened without asking. `practice` starts the embedded practice
    /// portal when the folder is the practice portal's; without it, one that runs elsewhere is used.
    pub async fn start(
        options: StartOptions,
        secrets: SecretsOf,
        clock: SharedClock,
        practice: Option<PracticeCourt>,
    ) -> Self {
        Self::go_on(options, secrets, clock, practice, None).await
    }

    /// As [`Session::start`], after this process started itself anew: `key` is what its former life handed over
    /// ([`Desk::key_to_hand_over`]). A key that does not open the store is as good as none: the passphrase is asked.
    pub async fn go_on(
        options: StartOptions,
        secrets: SecretsOf,
        clock: SharedClock,
        practice: Option<PracticeCourt>,
        key: Option<StoreKey>,
    ) -> Self {
        let session = Self {
            options,
            secrets,
            clock,
            practice,
            phase: RwLock::new(Phase::FirstRun { keyring: None }),
        };
        session.open(key).await;
        session
    }

    /// The open desk.
    ///
    /// # Errors
    /// `not_ready` before there is one.
    pub async fn desk(&self) -> Result<Desk, Problem> {
        match &*self.phase.read().await {
            Phase::Ready(desk) => Ok(desk.clone()),
            _ => Err(Problem::new(
                "not_ready",
                "Docketbell is not open yet.",
                "Finish the steps on the screen first.",
            )),
        }
    }

    /// Which face to show.
    pub async fn start_state(&self) -> StartView {
        match &*self.phase.read().await {
            Phase::FirstRun { keyring } => StartView::FirstRun {
                keyring: keyring.clone(),
                data_folder: self.first_folder().display().to_string(),
                portals: portal_choices(self.options.portal.as_deref()),
                shortest_passphrase: u32::try_from(ADVISED_PASSPHRASE).unwrap_or(u32::MAX),
            },
            Phase::NeedsPassphrase { place, problem } => StartView::NeedsPassphrase {
                problem: problem.clone(),
                portal_name: place.profile.name.clone(),
            },
            Phase::CannotOpen { folder, problem } => StartView::CannotOpen {
                problem: problem.clone(),
                data_folder: folder.display().to_string(),
            },
            Phase::Ready(_) => StartView::Ready,
        }
    }

    /// Makes the store as the person chose, and opens it.
    ///
    /// # Errors
    /// A portal profile that cannot be read, a passphrase that is too short, a keyring or disk that refuses: nothing
    /// is made then.
    pub async fn finish_first_run(
        &self,
        answers: FirstRunAnswers,
        passphrase: Option<SecretString>,
    ) -> Result<StartView, Problem> {
        let profile = read_portal(&answers.portal)?;
        let folder = match &self.options.data_dir {
            Some(folder) => folder.clone(),
            None => folder::data_root()?.join(portal_slug(&profile.name)),
        };
        let place = self
            .with_practice(Place::new(folder, profile), Some(&answers.portal))
            .await?;
        keep(&place, &answers.portal)?;
        let secrets = self.secrets_of(&place);
        let unlock = match (answers.protection, &passphrase) {
            (Protection::Keyring, _) => Unlock::Keyring(&*secrets),
            (Protection::Passphrase, Some(passphrase)) => Unlock::Passphrase(passphrase),
            (Protection::Passphrase, None) => {
                return Err(Problem::bad_input(
                    "Type a passphrase, or choose the keyring. Nothing was made yet.",
                ));
            }
        };
        let store = open_or_make(&place, unlock).await?;
        if self.options.data_dir.is_none() {
            let root = folder::data_root()?;
            // The choice is a convenience; the store is made and stays.
            if let Err(error) = folder::choose_portal(&root, &portal_slug(&place.profile.name)) {
                tracing::warn!(%error, "the chosen portal was not remembered");
            }
        }
        let desk = Desk::new(place, store, Arc::clone(&self.clock))?.with_secrets(secrets);
        let mut settings = desk.settings().await?;
        settings.level = answers.level;
        settings.reviewer = answers.reviewer;
        desk.save_settings(settings).await?;
        *self.phase.write().await = Phase::Ready(desk);
        Ok(StartView::Ready)
    }

    /// Opens a store that waits for its passphrase. A wrong one is told in the view that comes back.
    ///
    /// # Errors
    /// None but those of the view.
    pub async fn unlock(&self, passphrase: SecretString) -> Result<StartView, Problem> {
        let place = match &*self.phase.read().await {
            Phase::NeedsPassphrase { place, .. } => place.clone(),
            _ => return Ok(StartView::Ready),
        };
        let next = match open_or_make(&place, Unlock::Passphrase(&passphrase)).await {
            Ok(store) => match Desk::new(*place, store, Arc::clone(&self.clock)) {
                Ok(desk) => Phase::Ready(desk),
                Err(problem) => return Err(problem),
            },
            Err(problem) if problem.kind == "wrong_key" => Phase::NeedsPassphrase {
                place,
                problem: Some(problem),
            },
            Err(problem) => Phase::CannotOpen {
                folder: place.folder.clone(),
                problem,
            },
        };
        *self.phase.write().await = next;
        Ok(self.start_state().await)
    }

    /// Tries again after the person mended what was wrong.
    ///
    /// # Errors
    /// None but those of the view.
    pub async fn retry_open(&self) -> Result<StartView, Problem> {
        if self.desk().await.is_err() {
            self.open(None).await;
        }
        Ok(self.start_state().await)
    }

    async fn open(&self, key: Option<StoreKey>) {
        let phase = match self.try_open(key).await {
            Ok(phase) => phase,
            Err(problem) => Phase::CannotOpen {
                folder: self.first_folder(),
                problem,
            },
        };
        *self.phase.write().await = phase;
    }

    async fn try_open(&self, key: Option<StoreKey>) -> Result<Phase, Problem> {
        let place = find_place(
            self.options.data_dir.as_deref(),
            self.options.portal.as_deref(),
        )?;
        match look(&place)? {
            None => Ok(Phase::FirstRun {
                keyring: self.keyring_trouble(&place).await,
            }),
            Some(StoreKind::Passphrase) => {
                let chosen = self.options.portal.as_deref();
                let place = Box::new(self.with_practice(place, chosen).await?);
                if let Some(key) = key {
                    match open_or_make(&place, Unlock::HandedKey(&key)).await {
                        Ok(store) => {
                            let desk = Desk::new(*place, store, Arc::clone(&self.clock))?;
                            return Ok(Phase::Ready(desk));
                        }
                        Err(problem) if problem.kind == "wrong_key" => {
                            tracing::warn!("the key that was handed over is another store's");
                        }
                        Err(problem) => return Err(problem),
                    }
                }
                Ok(Phase::NeedsPassphrase {
                    place,
                    problem: None,
                })
            }
            Some(StoreKind::Keyring) => {
                let chosen = self.options.portal.as_deref();
                let place = self.with_practice(place, chosen).await?;
                let secrets = self.secrets_of(&place);
                let store = open_or_make(&place, Unlock::Keyring(&*secrets)).await?;
                let desk = Desk::new(place, store, Arc::clone(&self.clock))?;
                Ok(Phase::Ready(desk.with_secrets(secrets)))
            }
        }
    }

    /// The practice portal moves along with the app: its profile carries the address it listens at now. A profile file
    /// that a person names, or once named for this folder, says where its portal is, whatever its name; another court in
    /// its place would know none of their cases, and close them all.
    async fn with_practice(
        &self,
        mut place: Place,
        chosen: Option<&str>,
    ) -> Result<Place, Problem> {
        let Some(practice) = &self.practice else {
            return Ok(place);
        };
        let ours = PortalProfile::practice(PRACTICE_ADDRESS)?;
        let lives_here = match chosen {
            Some(choice) => SHIPPED.contains(&choice),
            None => {
                place.profile.urls.casenet == ours.urls.casenet
                    || place.folder.join(practice.mark).exists()
            }
        };
        if lives_here && place.profile.name == ours.name {
            let profile = (practice.start)(place.folder.clone()).await?;
            place.profile = PortalProfile::parse(&profile)?;
            keep_profile(&place.folder, &profile)?;
        }
        Ok(place)
    }

    /// Why the keyring cannot keep a key.
    async fn keyring_trouble(&self, place: &Place) -> Option<Problem> {
        let tested = self_test(self.secrets_of(place)).await;
        tested.err().map(Problem::from)
    }

    fn secrets_of(&self, place: &Place) -> Arc<dyn SecretStore> {
        (self.secrets)(&portal_slug(&place.profile.name))
    }

    fn first_folder(&self) -> PathBuf {
        find_place(
            self.options.data_dir.as_deref(),
            self.options.portal.as_deref(),
        )
        .map(|place| place.folder)
        .or_else(|_| folder::data_root())
        .unwrap_or_default()
    }
}

/// Portals that are named by a word; anything else is a profile file.
const SHIPPED: [&str; 2] = ["practice", "missouri"];

/// A folder remembers its portal by its profile; a profile file is copied as it is.
fn keep(place: &Place, choice: &str) -> Result<(), Problem> {
    match choice {
        // Written when the practice portal started, with its address.
        "practice" => Ok(()),
        "missouri" => keep_profile(&place.folder, MISSOURI),
        path => {
            let text = std::fs::read_to_string(path).map_err(|e| {
                Problem::new(
                    "bad_profile",
                    format!("The portal profile cannot be read: {e}."),
                    "",
                )
            })?;
            keep_profile(&place.folder, &text)
        }
    }
}

fn portal_choices(asked: Option<&str>) -> Vec<PortalChoice> {
    let mut choices = vec![PortalChoice {
        id: "practice".to_owned(),
        name: "Practice portal".to_owned(),
        description:
            "An invented court on this computer. Try everything; nothing goes to a real court."
                .to_owned(),
        notice: None,
    }];
    if let Ok(missouri) = PortalProfile::missouri() {
        choices.push(PortalChoice {
            id: "missouri".to_owned(),
            name: missouri.name,
            description: "The Missouri courts' public site. One case at a time, when you ask; no checks by themselves.".to_owned(),
            notice: missouri.access.notice,
        });
    }
    if let Some(path) = asked.filter(|id| !SHIPPED.contains(id))
        && let Ok(profile) = read_portal(path)
    {
        choices.insert(
            0,
            PortalChoice {
                id: path.to_owned(),
                name: profile.name,
                description: format!("From the profile file {path}."),
                notice: profile.access.notice,
            },
        );
    }
    choices
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use rstest::rstest;

    use std::path::Path;

    use super::*;
    use crate::app::ports::{SecretBytes, SecretStoreError, SystemClock, Waiting};

    /// A computer without a keyring.
    struct NoKeyring;

    impl SecretStore for NoKeyring {
        fn get(&self, _: &str) -> Waiting<'_, Result<Option<SecretBytes>, SecretStoreError>> {
            Box::pin(async { Err(SecretStoreError::Other("none".to_owned())) })
        }
        fn set(&self, _: &str, _: SecretBytes) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async { Err(SecretStoreError::Other("none".to_owned())) })
        }
        fn remove(&self, _: &str) -> Waiting<'_, Result<(), SecretStoreError>> {
            Box::pin(async { Ok(()) })
        }
        fn names(&self, _: &str) -> Waiting<'_, Result<Vec<String>, SecretStoreError>> {
            Box::pin(async { Ok(Vec::new()) })
        }
    }

    /// A court that only notes that it was started, and leaves its mark.
    fn court(text: &str, started: &Arc<AtomicBool>) -> PracticeCourt {
        let (started, text) = (Arc::clone(started), text.to_owned());
        PracticeCourt {
            start: Arc::new(move |folder| {
                started.store(true, Ordering::Relaxed);
                let text = text.clone();
                Box::pin(async move {
                    std::fs::create_dir_all(&folder).unwrap();
                    std::fs::write(folder.join("mark"), "").unwrap();
                    Ok(text)
                })
            }),
            mark: "mark",
        }
    }

    async fn session(data: &Path, portal: Option<&str>, court: PracticeCourt) -> Session {
        Session::start(
            StartOptions {
                data_dir: Some(data.to_owned()),
                portal: portal.map(str::to_owned),
            },
            Arc::new(|_: &str| Arc::new(NoKeyring) as Arc<dyn SecretStore>),
            Arc::new(SystemClock),
            Some(court),
        )
        .await
    }

    #[tokio::test]
    async fn a_key_that_was_handed_over_opens_in_silence_and_any_other_leaves_the_passphrase_to_be_asked()
     {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let text = PortalProfile::practice_toml("http://127.0.0.1:4999");
        let started = Arc::new(AtomicBool::new(false));
        let first = session(&data, Some("practice"), court(&text, &started)).await;
        let answers = FirstRunAnswers {
            portal: "practice".to_owned(),
            protection: Protection::Passphrase,
            level: crate::domain::NoticeLevel::default(),
            reviewer: String::new(),
        };
        let passphrase = "correct horse battery staple";
        first
            .finish_first_run(answers, Some(passphrase.into()))
            .await
            .unwrap();
        let desk = first.desk().await.unwrap();
        let key = desk.key_to_hand_over().unwrap();
        desk.close().await;
        let next_life = async |key| {
            let session = Session::go_on(
                first.options.clone(),
                Arc::clone(&first.secrets),
                Arc::new(SystemClock),
                None,
                key,
            );
            session.await.start_state().await
        };
        assert!(matches!(next_life(Some(key)).await, StartView::Ready));
        for none in [None, Some(StoreKey::generate().unwrap())] {
            assert!(matches!(
                next_life(none).await,
                StartView::NeedsPassphrase { problem: None, .. }
            ));
        }
    }

    #[rstest]
    #[case::a_file_says_where_its_portal_is(true, false)]
    #[case::the_word_practice_means_our_own(false, true)]
    #[tokio::test]
    async fn the_embedded_court_never_stands_in_for_a_portal_that_a_file_names(
        #[case] by_file: bool,
        #[case] embedded: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        // The practice portal's own profile, of one that runs elsewhere.
        let text = PortalProfile::practice_toml("http://127.0.0.1:4999");
        let file = folder.path().join("portal.toml");
        std::fs::write(&file, &text).unwrap();
        let portal = if by_file {
            file.to_str().unwrap().to_owned()
        } else {
            "practice".to_owned()
        };
        let started = Arc::new(AtomicBool::new(false));
        let first = session(&data, Some(&portal), court(&text, &started)).await;
        first
            .finish_first_run(
                FirstRunAnswers {
                    portal,
                    protection: Protection::Passphrase,
                    level: crate::domain::NoticeLevel::default(),
                    reviewer: String::new(),
                },
                Some("correct horse battery staple".into()),
            )
            .await
            .unwrap();
        assert_eq!(
            started.load(Ordering::Relaxed),
            embedded,
            "another court knows none of the cases, and would close every copy"
        );
        drop(first);

        started.store(false, Ordering::Relaxed);
        session(&data, None, court(&text, &started)).await;
        assert_eq!(
            started.load(Ordering::Relaxed),
            embedded,
            "the folder remembers which court it is of, when nothing is said at the next start"
        );
    }
}
