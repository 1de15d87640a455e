//! The practice portal inside the app: started for a data folder that is the practice portal's, so that a newcomer sees
//! the product work without asking a court anything.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use docketbell_core::app::folder::PROFILE_FILE;
use docketbell_core::app::session::PracticeCourt;
use docketbell_core::app::views::Problem;
use docketbell_practice::{PORT_FILE, PracticeConfig, PracticeError, RunningPractice, start};
use tokio::sync::Mutex;

/// Seconds between the steps of a day at court: long enough to read each notification.
const DAY_PACE: f64 = 20.0;

/// The practice portal, if it runs in this process.
#[derive(Clone, Default)]
pub struct Practice {
    running: Arc<Mutex<Option<RunningPractice>>>,
}

impl Practice {
    /// How the core starts it. A day at court that was under way when the window closed goes on.
    #[must_use]
    pub fn court(&self, day_goes_on: bool) -> PracticeCourt {
        let practice = self.clone();
        PracticeCourt {
            start: Arc::new(move |folder| {
                let practice = practice.clone();
                Box::pin(async move { practice.start(folder, day_goes_on).await })
            }),
            mark: PORT_FILE,
        }
    }

    async fn start(&self, folder: PathBuf, day_goes_on: bool) -> Result<String, Problem> {
        let mut running = self.running.lock().await;
        if let Some(practice) = &*running {
            return Ok(practice.profile_toml());
        }
        docketbell_core::app::folder::make_private_folder(&folder).map_err(|e| {
            Problem::new(
                "practice_failed",
                format!("The data folder cannot be used: {e}."),
                "Choose another folder with --data-dir.",
            )
        })?;
        let config = PracticeConfig {
            folder: Some(folder.clone()),
            ..PracticeConfig::default()
        };
        match start(config).await {
            Ok(practice) => {
                if day_goes_on {
                    practice.start_day(DAY_PACE);
                }
                let profile = practice.profile_toml();
                *running = Some(practice);
                Ok(profile)
            }
            // `docketctl practice` serves this folder already; its address is in the profile that it wrote.
            Err(PracticeError::InUse(_)) => kept_profile(&folder),
            Err(error) => Err(Problem::new("practice_failed", error.to_string(), "")),
        }
    }

    /// Whether a day at court is under way in this process.
    pub async fn day_is_running(&self) -> bool {
        self.running
            .lock()
            .await
            .as_ref()
            .is_some_and(RunningPractice::day_is_running)
    }

    /// Ends it, with its world kept.
    pub async fn stop(&self) {
        if let Some(practice) = self.running.lock().await.take() {
            practice.stop().await;
        }
    }

    /// Lets a day at court happen.
    ///
    /// # Errors
    /// When the practice portal does not run in this process.
    pub async fn start_day(&self) -> Result<(), Problem> {
        match &*self.running.lock().await {
            Some(practice) => {
                practice.start_day(DAY_PACE);
                Ok(())
            }
            None => Err(elsewhere()),
        }
    }

    /// Its control page.
    ///
    /// # Errors
    /// When the practice portal does not run in this process.
    pub async fn control_url(&self) -> Result<String, Problem> {
        self.running
            .lock()
            .await
            .as_ref()
            .map(RunningPractice::control_url)
            .ok_or_else(elsewhere)
    }
}

fn kept_profile(folder: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(folder.join(PROFILE_FILE)).map_err(|_| {
        Problem::new(
            "practice_failed",
            "Another practice portal holds this folder and has not said where it listens.",
            "End it, or start it anew with: docketctl practice",
        )
    })
}

fn elsewhere() -> Problem {
    Problem::new(
        "practice_elsewhere",
        "The practice portal does not run inside this window.",
        "Where you started it, it printed the address of its control page.",
    )
}
