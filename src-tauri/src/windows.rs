//! The window: made when somebody wants to see it, closed when they do not.

use docketbell_core::app::views::OpenPlace;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::revive;
use crate::shell::Shell;

/// The only window's label; the capability file names it.
pub const MAIN: &str = "main";

/// Shows the window, at a place if there is one: the window that is there, or a new one.
/// Callable from any thread.
pub fn show(app: &AppHandle, place: Option<OpenPlace>) {
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || show_now(&handle, place));
    if shown.is_err() {
        tracing::warn!("the window could not be shown because the program is ending");
    }
}

fn show_now(app: &AppHandle, place: Option<OpenPlace>) {
    let shell = app.state::<Shell>();
    if let Some(window) = app.get_webview_window(MAIN) {
        bring_forward(&window);
        if let Some(place) = place {
            match shell.hand_over(place) {
                Some(place) if window.emit("open_place", &place).is_err() => {
                    tracing::warn!("the window did not take the place to open");
                }
                _ => {}
            }
        }
        return;
    }
    shell.keep_for_the_next_window(place);
    if let Err(error) = build(app) {
        tracing::error!(%error, "the window could not be made");
    }
}

fn bring_forward(window: &WebviewWindow) {
    // Each may be refused by the desktop (no focus stealing); then the task bar blinks, which is enough.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

fn build(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Docketbell")
        .inner_size(1180.0, 800.0)
        .min_inner_size(320.0, 400.0)
        .center()
        .disable_drag_drop_handler()
        // Nothing in the window leads anywhere else: links out are opened by `links`, in the person's browser.
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost")
        })
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    revive::its_page(&window);
    Ok(window)
}
