//! The floor of the window's start: the least that a Tauri program can do and still show a page.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(1180.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!(
            "benches/empty_window/tauri.conf.json"
        ))
}
