//! Closing, hiding, ending.
//!
//! Hiding a window frees nothing and destroying it leaves the web view's libraries behind (platform-notes.md, "Floors"),
//! so a watcher that must stay small starts itself anew without a window. The process keeps its id.

use std::path::PathBuf;

use docketbell_core::app::session::StoreKey;
use tauri::{AppHandle, CloseRequestApi, ExitRequestApi, Manager};

#[cfg(unix)]
use crate::handover;
use crate::house_of;
use crate::shell::{Ending, Shell};
use crate::windows::MAIN;

/// What to do when a person closes the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnClose {
    /// Close it and watch on from the tray.
    WatchOn,
    /// Ask first: closing ends the watching, and the person may not know.
    Ask,
    /// Close it and end.
    Quit,
}

/// Decides it from what is there.
#[must_use]
pub fn on_close(ready: bool, keep_watching: bool, tray: bool) -> OnClose {
    match (ready && keep_watching, tray) {
        (true, true) => OnClose::WatchOn,
        (true, false) => OnClose::Ask,
        // Nothing is being watched, or the person chose that it ends with the window: no word of warning.
        (false, _) => OnClose::Quit,
    }
}

/// The last window is gone, or somebody said quit: the program ends, unless the tray icon is to stay.
pub fn exit_asked(app: &AppHandle, code: Option<i32>, api: &ExitRequestApi) {
    if code.is_none() && app.state::<Shell>().ending() == Ending::Stay {
        api.prevent_exit();
    }
}

/// A person closes the window.
pub fn close_asked(app: &AppHandle, api: &CloseRequestApi) {
    let shell = app.state::<Shell>();
    match on_close(
        house_of(app).is_ready(),
        shell.keeps_watching(),
        shell.has_tray(),
    ) {
        OnClose::WatchOn => {
            shell.end(match program() {
                Some(_) => Ending::Anew,
                // Larger, but watching.
                None => Ending::Stay,
            });
        }
        OnClose::Quit => shell.end(Ending::Quit),
        OnClose::Ask => {
            api.prevent_close();
            ask_before_quitting(app);
        }
    }
}

/// Ends the program for good.
pub fn quit(app: &AppHandle) {
    app.state::<Shell>().end(Ending::Quit);
    app.exit(0);
}

/// "Docketbell stops watching when you close it.", in the desktop's own dialog: it works even when the window does not.
#[cfg(target_os = "linux")]
fn ask_before_quitting(app: &AppHandle) {
    use gtk::prelude::*;
    let Some(window) = app
        .get_webview_window(MAIN)
        .and_then(|w| w.gtk_window().ok())
    else {
        return quit(app);
    };
    let dialog = gtk::MessageDialog::new(
        Some(&window),
        gtk::DialogFlags::MODAL | gtk::DialogFlags::DESTROY_WITH_PARENT,
        gtk::MessageType::Question,
        gtk::ButtonsType::None,
        "Docketbell stops watching when you close it.",
    );
    dialog.set_title("Close Docketbell?");
    dialog.set_secondary_text(Some(
        "Your desktop has no tray where it could go on. Changes at the court are found when you open it again.",
    ));
    dialog.add_button("_Quit", gtk::ResponseType::Close);
    dialog.add_button("_Keep open", gtk::ResponseType::Cancel);
    dialog.set_default_response(gtk::ResponseType::Cancel);
    let app = app.clone();
    dialog.connect_response(move |dialog, answer| {
        dialog.close();
        if answer == gtk::ResponseType::Close {
            quit(&app);
        }
    });
    dialog.show();
}

#[cfg(not(target_os = "linux"))]
fn ask_before_quitting(app: &AppHandle) {
    quit(app);
}

/// Starts the program anew without a window, in this very process; `key` is for a store that the next life cannot open by
/// itself. Returns only when that failed.
#[cfg(unix)]
pub fn start_anew(app: &AppHandle, day_goes_on: bool, key: Option<StoreKey>) {
    use std::os::unix::process::CommandExt;
    let Some(program) = program() else { return };
    // Gives the name back; otherwise the new start would find it taken, by itself.
    tauri_plugin_single_instance::destroy(app);
    let mut anew = std::process::Command::new(program);
    anew.args(app.state::<Shell>().options.in_background(day_goes_on));
    if let Some(key) = key {
        match handover::pipe_with(&key) {
            Ok(pipe) => {
                anew.arg("--key-on-stdin").stdin(pipe);
            }
            // The next life asks for the passphrase, in its window.
            Err(error) => tracing::error!(%error, "the key could not be handed over"),
        }
    }
    let failed = anew.exec();
    // The pipe may be standard input by now.
    docketbell_desktop::close_stdin();
    tracing::error!(error = %failed, "could not start anew without a window");
}

/// What is started anew: the program where it lies, or, when an update has put another there or taken it away, the one
/// that runs.
#[cfg(unix)]
fn program() -> Option<PathBuf> {
    let running = cfg!(target_os = "linux").then(|| PathBuf::from("/proc/self/exe"));
    let here = std::env::current_exe().ok();
    here.into_iter()
        .chain(running)
        .find(|program| program.is_file())
}

/// Elsewhere the process stays as it is.
#[cfg(not(unix))]
fn program() -> Option<PathBuf> {
    None
}

/// The web view's helper processes of the life with a window are still this process's children. They end by themselves;
/// somebody has to take note of it, or they stay in the process list for ever.
#[cfg(target_os = "linux")]
pub fn bury_former_children() {
    let me = std::process::id();
    let children = std::fs::read_to_string(format!("/proc/{me}/task/{me}/children"));
    for child in children.unwrap_or_default().split_whitespace() {
        let pid = child.parse().ok().and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            std::thread::spawn(move || {
                // Already gone is as good as gone now.
                let _ = rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty());
            });
        }
    }
}

/// Elsewhere nothing is left behind.
#[cfg(not(target_os = "linux"))]
pub fn bury_former_children() {}

/// Elsewhere nothing is ever started anew.
#[cfg(not(unix))]
pub fn start_anew(_: &AppHandle, _: bool, _: Option<StoreKey>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_keeps_watching_only_where_the_window_can_be_found_again() {
        for (ready, keep, tray, then, why) in [
            (true, true, true, OnClose::WatchOn, "a tray holds it"),
            (
                true,
                true,
                false,
                OnClose::Ask,
                "without a tray it ends, and the person is told first",
            ),
            (
                true,
                false,
                true,
                OnClose::Quit,
                "the person chose that closing ends it",
            ),
            (
                true,
                false,
                false,
                OnClose::Quit,
                "the person chose that closing ends it",
            ),
            (
                false,
                true,
                true,
                OnClose::Quit,
                "nothing is open that could be watched",
            ),
        ] {
            assert_eq!(on_close(ready, keep, tray), then, "{why}");
        }
    }
}
