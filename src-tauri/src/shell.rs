//! What the shell itself remembers: where to open, whether there is a tray, how to end.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use docketbell_core::app::views::OpenPlace;
use tokio::sync::Notify;

use crate::options::Options;

/// What a first page takes to be read from the store and drawn on a slow computer, and a first look at it.
const TO_DRAW: Duration = Duration::from_millis(2500);

/// How the program ends when its last window is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It does not: the tray icon stays.
    Stay,
    /// It starts itself anew without a window, which gives the memory of the web view back.
    Anew,
    /// For good.
    Quit,
}

/// The shell's own state.
pub struct Shell {
    /// What the program was started with.
    pub options: Options,
    place: Mutex<Waiting>,
    window_listens: Notify,
    tray: AtomicBool,
    keep_watching: AtomicBool,
    ending: AtomicU8,
}

/// A place that a window was asked for, and whether the window listens already.
#[derive(Default)]
struct Waiting {
    place: Option<OpenPlace>,
    listening: bool,
}

impl Shell {
    /// A shell that has just started.
    pub fn new(options: Options) -> Self {
        let place = Waiting {
            place: options.place(),
            listening: false,
        };
        Self {
            options,
            place: Mutex::new(place),
            window_listens: Notify::new(),
            tray: AtomicBool::new(false),
            keep_watching: AtomicBool::new(true),
            ending: AtomicU8::new(0),
        }
    }

    /// The window's page ended: what is to be opened is kept until its next one listens.
    pub fn page_ended(&self) {
        self.waiting().listening = false;
    }

    /// A window is about to be made; it asks for its place when it listens.
    pub fn keep_for_the_next_window(&self, place: Option<OpenPlace>) {
        let mut waiting = self.waiting();
        waiting.listening = false;
        if place.is_some() {
            waiting.place = place;
        }
    }

    /// The place, back, when the window listens and can be told now; else it is kept until the window asks.
    pub fn hand_over(&self, place: OpenPlace) -> Option<OpenPlace> {
        let mut waiting = self.waiting();
        if waiting.listening {
            Some(place)
        } else {
            waiting.place = Some(place);
            None
        }
    }

    /// The window listens from now on, and takes what was kept for it.
    pub fn take_place(&self) -> Option<OpenPlace> {
        let mut waiting = self.waiting();
        waiting.listening = true;
        self.window_listens.notify_one();
        tracing::info!("the window listens");
        waiting.place.take()
    }

    /// Waits until a window that was asked for has its first page, and lets it draw; never longer than `bound`.
    pub async fn let_the_window_draw(&self, bound: Duration) {
        if self.options.background {
            return;
        }
        let drawn = async {
            self.window_listens.notified().await;
            tokio::time::sleep(TO_DRAW).await;
        };
        // A window that does not come keeps nothing from being done.
        let _ = tokio::time::timeout(bound, drawn).await;
    }

    /// Whether the tray icon is up.
    pub fn has_tray(&self) -> bool {
        self.tray.load(Ordering::Relaxed)
    }

    /// The tray icon is up, or not.
    pub fn set_tray(&self, up: bool) {
        self.tray.store(up, Ordering::Relaxed);
    }

    /// Whether the person wants to be told of changes while the window is closed.
    pub fn keeps_watching(&self) -> bool {
        self.keep_watching.load(Ordering::Relaxed)
    }

    /// What Settings say about it.
    pub fn set_keep_watching(&self, keep: bool) {
        self.keep_watching.store(keep, Ordering::Relaxed);
    }

    /// How the program ends when its last window is gone.
    pub fn ending(&self) -> Ending {
        match self.ending.load(Ordering::Relaxed) {
            1 => Ending::Anew,
            2 => Ending::Quit,
            _ => Ending::Stay,
        }
    }

    /// Decides it.
    pub fn end(&self, ending: Ending) {
        let number = match ending {
            Ending::Stay => 0,
            Ending::Anew => 1,
            Ending::Quit => 2,
        };
        self.ending.store(number, Ordering::Relaxed);
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        // A panic while it was held leaves a plain value behind.
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_asked_before_the_window_listens_is_kept_and_later_ones_are_told() {
        let shell = Shell::new(Options::default());
        assert_eq!(
            shell.hand_over(OpenPlace::Today),
            None,
            "nobody listens yet"
        );
        assert_eq!(
            shell.take_place(),
            Some(OpenPlace::Today),
            "the window asks once it listens"
        );
        assert_eq!(shell.take_place(), None, "a place is opened once");
        assert_eq!(
            shell.hand_over(OpenPlace::Access),
            Some(OpenPlace::Access),
            "told at once"
        );
        shell.keep_for_the_next_window(None);
        assert_eq!(
            shell.hand_over(OpenPlace::Today),
            None,
            "a new window does not listen yet"
        );
    }
}
