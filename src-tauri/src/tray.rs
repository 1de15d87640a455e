//! The tray icon: where Docketbell is while its window is closed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tauri::AppHandle;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;

use crate::{commands, lifecycle, windows};

/// Puts the icon into the tray; `false` when this desktop has none.
pub fn put(app: &AppHandle) -> bool {
    // The library behind it panics when the desktop lacks its shared object; that desktop has no tray for us.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "no tray icon");
            false
        }
        Err(_) => {
            tracing::warn!("no tray icon: the tray library is missing");
            false
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let open = MenuItem::with_id(app, "open", "Open Docketbell", true, None::<&str>)?;
    let check = MenuItem::with_id(app, "check", "Check now", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let line = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&open, &check, &line, &quit])?;
    TrayIconBuilder::with_id("docketbell")
        .icon(tauri::image::Image::from_bytes(include_bytes!(
            "../../icons/tray.png"
        ))?)
        .tooltip("Docketbell")
        .menu(&menu)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => windows::show(app, None),
            "check" => commands::check::from_tray(app.clone()),
            "quit" => lifecycle::quit(app),
            _ => {}
        })
        .build(app)?;
    Ok(())
}
