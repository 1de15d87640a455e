//! The clipboard for a secret: handed out on demand, marked so that clipboard histories leave it out, and taken back
//! after 30 seconds. What somebody else copied meanwhile stays.

use docketbell_core::app::views::Problem;
use secrecy::SecretString;
use tauri::AppHandle;

/// Puts a secret on the clipboard for 30 seconds.
///
/// # Errors
/// When the desktop gives no clipboard.
#[cfg(target_os = "linux")]
pub async fn copy_secret(app: &AppHandle, secret: SecretString) -> Result<(), Problem> {
    let (told, given) = tokio::sync::oneshot::channel();
    let asked = app.run_on_main_thread(move || {
        let _ = told.send(give(secret));
    });
    match (asked, given.await) {
        (Ok(()), Ok(true)) => Ok(()),
        _ => Err(none()),
    }
}

/// Other desktops: not yet.
#[cfg(not(target_os = "linux"))]
pub async fn copy_secret(_app: &AppHandle, _secret: SecretString) -> Result<(), Problem> {
    Err(none())
}

fn none() -> Problem {
    Problem::new(
        "no_clipboard",
        "Your desktop did not take it on the clipboard. Nothing was copied.",
        "Show the PIN and type it by hand.",
    )
}

#[cfg(target_os = "linux")]
fn give(secret: SecretString) -> bool {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use gtk::{Clipboard, TargetEntry, TargetFlags, gdk, glib};
    use secrecy::ExposeSecret;

    /// Which copy is the latest: an earlier one must not take a later one back.
    static COPIES: AtomicU64 = AtomicU64::new(0);
    const TEXT: u32 = 0;
    const HINT: u32 = 1;

    let targets: Vec<TargetEntry> = [
        ("UTF8_STRING", TEXT),
        ("text/plain;charset=utf-8", TEXT),
        ("text/plain", TEXT),
        ("STRING", TEXT),
        // Klipper and others leave out of their history what says this of itself.
        ("x-kde-passwordManagerHint", HINT),
    ]
    .into_iter()
    .map(|(name, info)| TargetEntry::new(name, TargetFlags::empty(), info))
    .collect();
    let clipboard = Clipboard::get(&gdk::SELECTION_CLIPBOARD);
    let given = clipboard.set_with_data(&targets, move |_, selection, info| {
        if info == HINT {
            selection.set(&selection.target(), 8, b"secret");
        } else {
            selection.set_text(secret.expose_secret());
        }
    });
    if given {
        let mine = COPIES.fetch_add(1, Ordering::Relaxed) + 1;
        glib::timeout_add_local_once(Duration::from_secs(30), move || {
            if COPIES.load(Ordering::Relaxed) == mine {
                // Clears only what is still ours.
                clipboard.clear();
            }
        });
    }
    given
}
