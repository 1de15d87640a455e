//! The core, as the shell holds it: from start to an open desk, and everything that begins once there is one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docketbell_core::app::clock::clock;
use docketbell_core::app::ports::{NoticeAnswer, SecretStore};
use docketbell_core::app::session::{Session, StartOptions, StoreKey};
use docketbell_core::app::views::{ChangedKind, Problem};
use docketbell_core::app::{Desk, DeskEvent};
use docketbell_desktop::{DesktopNotifier, KeyringSecrets};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OnceCell, mpsc};

use crate::opening::open_outside;
use crate::options::Options;
use crate::practice::Practice;
use crate::shell::Shell;
use crate::windows;

/// The core and what runs beside it.
pub struct House {
    app: AppHandle,
    options: StartOptions,
    day_goes_on: bool,
    session: OnceCell<Session>,
    practice: Practice,
    begun: AtomicBool,
    /// What the former life of this process handed over, until it is used.
    handed: Mutex<Option<StoreKey>>,
}

impl House {
    /// A house that nobody has opened yet; `handed` is the key that this process was handed by its former life.
    pub fn new(app: AppHandle, options: &Options, handed: Option<StoreKey>) -> Self {
        Self {
            app,
            options: StartOptions {
                data_dir: options.data_dir.clone(),
                portal: options.portal.clone(),
            },
            day_goes_on: options.practice_day,
            session: OnceCell::new(),
            practice: Practice::default(),
            begun: AtomicBool::new(false),
            handed: Mutex::new(handed),
        }
    }

    /// The session; the first caller opens what can be opened without asking, the others wait for it.
    pub async fn session(&self) -> &Session {
        self.session
            .get_or_init(|| {
                let secrets = Arc::new(|portal: &str| -> Arc<dyn SecretStore> {
                    Arc::new(KeyringSecrets::new(portal))
                });
                Session::go_on(
                    self.options.clone(),
                    secrets,
                    clock(),
                    Some(self.practice.court(self.day_goes_on)),
                    self.take_handed_key(),
                )
            })
            .await
    }

    /// The open desk.
    ///
    /// # Errors
    /// `not_ready` before there is one.
    pub async fn desk(&self) -> Result<Desk, Problem> {
        self.session().await.desk().await
    }

    /// The practice portal of this process.
    pub fn practice(&self) -> &Practice {
        &self.practice
    }

    /// Whether a desk is open, as far as the shell has seen.
    pub fn is_ready(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// The key that the next life of this process needs, if it needs one.
    pub async fn key_to_hand_over(&self) -> Option<StoreKey> {
        let desk = self.session.get()?.desk().await.ok()?;
        desk.key_to_hand_over()
    }

    /// What was handed over, once.
    fn take_handed_key(&self) -> Option<StoreKey> {
        let mut handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner);
        handed.take()
    }

    /// Begins what runs while a desk is open, once. Before there is one it does nothing.
    pub async fn begin(&self) {
        let Ok(desk) = self.desk().await else { return };
        if self.begun.swap(true, Ordering::AcqRel) {
            return;
        }
        desk.set_tray(self.app.state::<Shell>().has_tray());
        take_settings(&self.app, &desk).await;
        tauri::async_runtime::spawn(forward(self.app.clone(), desk.clone()));
        tracing::info!("the store is open");
        tauri::async_runtime::spawn(go_to_work(self.app.clone(), desk));
    }

    /// Ends everything in order: the desk, then the practice portal that it may be asking.
    pub async fn close(&self) {
        if let Some(session) = self.session.get()
            && let Ok(desk) = session.desk().await
        {
            desk.close().await;
        }
        self.practice.stop().await;
    }
}

/// The longest that work waits for the window.
const WINDOW_FIRST: Duration = Duration::from_secs(5);

/// Begins what goes on beside the window. Somebody who opens the window waits for their list, and on a small computer
/// looking through ten thousand cases for what is due takes as long as drawing it: so the window comes first.
async fn go_to_work(app: AppHandle, desk: Desk) {
    app.state::<Shell>().let_the_window_draw(WINDOW_FIRST).await;
    desk.test_keyring();
    let (notifier, answers) = DesktopNotifier::new();
    tauri::async_runtime::spawn(take_answers(desk.clone(), answers));
    if let Err(problem) = desk.start_relay(Arc::new(notifier)).await {
        tracing::error!(kind = problem.kind, "notifications are not shown");
    }
    desk.start_watching();
}

/// Does what people press on notifications.
async fn take_answers(desk: Desk, mut answers: mpsc::Receiver<NoticeAnswer>) {
    while let Some(answer) = answers.recv().await {
        if let Err(problem) = desk.answer_notice(answer).await {
            tracing::warn!(
                kind = problem.kind,
                "the answer to a notification was not kept"
            );
        }
    }
}

/// Tells the window what the desk tells.
async fn forward(app: AppHandle, desk: Desk) {
    let mut events = desk.subscribe();
    loop {
        match events.recv().await {
            Ok(DeskEvent::Changed(changed)) => {
                if changed.kinds.contains(&ChangedKind::Settings) {
                    take_settings(&app, &desk).await;
                }
                // A program without a window has nobody to tell; the next window reads everything anew.
                let _ = app.emit("changed", changed);
            }
            Ok(DeskEvent::Follow(progress)) => {
                let _ = app.emit("follow_progress", progress);
            }
            Ok(DeskEvent::Journey(journey)) => {
                let _ = app.emit("journey", journey);
            }
            Ok(DeskEvent::Delivery(progress)) => {
                let _ = app.emit("delivery", progress);
            }
            Ok(DeskEvent::Open(place)) => windows::show(&app, Some(place)),
            Ok(DeskEvent::OpenOutside(page)) => {
                if let Err(problem) = open_outside(page.as_str()).await {
                    tracing::warn!(kind = problem.kind, "the portal's site was not opened");
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn take_settings(app: &AppHandle, desk: &Desk) {
    if let Ok(settings) = desk.settings().await {
        app.state::<Shell>()
            .set_keep_watching(settings.keep_watching);
    }
}
