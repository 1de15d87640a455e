//! A court that can be away: its world lies in a folder, and comes back where it was.

use std::net::TcpListener;
use std::path::PathBuf;

use docketbell_e2e::{Court, Stage};
use docketbell_practice::{PracticeConfig, RunningPractice, start};

/// An invented court outside the app.
pub struct County {
    folder: PathBuf,
    profile: PathBuf,
    port: u16,
    running: Option<RunningPractice>,
}

impl County {
    /// Opens for the first time.
    pub async fn on(stage: &Stage) -> Self {
        let folder = stage.desktop.folder().join("county");
        std::fs::create_dir_all(&folder).unwrap();
        let mut county = Self {
            profile: folder.join("county.toml"),
            port: quiet_port(),
            folder,
            running: None,
        };
        county.opens().await;
        let words = county.running.as_ref().unwrap().profile_toml();
        let words = words.replace("Practice portal", "County court");
        std::fs::write(&county.profile, words).unwrap();
        county
    }

    /// Answers again.
    pub async fn opens(&mut self) {
        let config = PracticeConfig {
            port: self.port,
            folder: Some(self.folder.clone()),
            ..PracticeConfig::default()
        };
        self.running = Some(start(config).await.unwrap());
    }

    /// Nobody answers any more.
    pub async fn closes(&mut self) {
        self.running.take().unwrap().stop().await;
    }

    /// The file that tells the app where it is.
    pub fn profile(&self) -> &str {
        self.profile.to_str().unwrap()
    }

    /// Its control endpoint.
    pub async fn court(&self) -> Court {
        Court::of(&self.folder).await
    }
}

/// A port that is free, and that no system gives out by itself: it is still free when the court comes back.
fn quiet_port() -> u16 {
    let from = 20_000 + std::process::id() as u16 % 8_000;
    (from..32_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
