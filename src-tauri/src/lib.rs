//! The shell: the only code that knows Tauri. It makes the window and the tray, holds the core (`house`), and passes on
//! what the window asks (`commands`) and what the core tells.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod clipboard;
mod commands;
#[cfg(unix)]
mod handover;
mod house;
mod lifecycle;
mod logs;
mod opening;
mod options;
mod pin_paper;
mod practice;
mod revive;
mod shell;
mod tray;
mod windows;

use std::time::Duration;

use clap::Parser;
use docketbell_core::app::session::StoreKey;
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

use crate::house::House;
use crate::options::Options;
use crate::shell::{Ending, Shell};

/// Runs the program until it ends.
pub fn run() {
    let options = Options::parse();
    // First of all, while there is neither a second thread nor a child.
    #[cfg(unix)]
    let handed = options.key_on_stdin.then(handover::take).flatten();
    #[cfg(not(unix))]
    let handed = None;
    // Before anything of this life is started: every child there is now belongs to the last one.
    lifecycle::bury_former_children();
    let built = tauri::Builder::default()
        // First, so that a second start does nothing but show the window of the first.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            second_start(app, arguments);
        }))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            set_up(app.handle(), options, handed);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(on_event),
        Err(error) => {
            eprintln!("Docketbell could not start: {error}. Start it from a desktop session.");
            std::process::exit(1);
        }
    }
}

fn set_up(app: &AppHandle, options: Options, handed: Option<StoreKey>) {
    let folder = options
        .data_dir
        .clone()
        .or_else(|| docketbell_core::app::folder::data_root().ok());
    if let Some(folder) = folder {
        logs::start(&folder.join("logs"));
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    if options.key_on_stdin && handed.is_none() {
        tracing::warn!("no key was handed over; the passphrase is asked");
    }
    let background = options.background;
    app.manage(House::new(app.clone(), &options, handed));
    app.manage(Shell::new(options));
    if !background {
        windows::show(app, None);
    }
    tauri::async_runtime::spawn(find_tray(app.clone(), background));
    tauri::async_runtime::spawn(open_house(app.clone(), background));
}

/// Opens the store beside the window, which shows itself meanwhile.
async fn open_house(app: AppHandle, background: bool) {
    let house = app.state::<House>();
    house.begin().await;
    if background && !house.is_ready() {
        // Watching in silence over a store that cannot be read would be a wrong statement.
        windows::show(&app, None);
    }
}

/// Puts the icon into the tray as soon as there is one: at login the tray may come after us.
async fn find_tray(app: AppHandle, background: bool) {
    for _ in 0..30 {
        if docketbell_desktop::tray_host_exists().await {
            let (tell, told) = tokio::sync::oneshot::channel();
            let handle = app.clone();
            let asked = app.run_on_main_thread(move || {
                // The other end is gone only when the program ends.
                let _ = tell.send(tray::put(&handle));
            });
            if asked.is_ok() && told.await.unwrap_or(false) {
                app.state::<Shell>().set_tray(true);
                if let Ok(desk) = app.state::<House>().desk().await {
                    desk.set_tray(true);
                }
            }
            return;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    if background {
        // Nobody could find a program that has neither window nor icon.
        windows::show(&app, None);
    }
}

/// Somebody started the program again: what they want is to see it.
fn second_start(app: &AppHandle, arguments: Vec<String>) {
    match Options::try_parse_from(arguments) {
        Ok(again) if again.background => {}
        Ok(again) => windows::show(app, again.place()),
        Err(_) => windows::show(app, None),
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } => lifecycle::close_asked(app, &api),
        RunEvent::ExitRequested { api, code, .. } => lifecycle::exit_asked(app, code, &api),
        RunEvent::Exit => {
            let ending = app.state::<Shell>().ending();
            let house = app.state::<House>();
            let (day, key) = tauri::async_runtime::block_on(async {
                let day = house.practice().day_is_running().await;
                let key = match ending {
                    Ending::Anew => house.key_to_hand_over().await,
                    Ending::Stay | Ending::Quit => None,
                };
                // A check that will not end is cut off; what it has not stored, the next one finds.
                let _ = tokio::time::timeout(Duration::from_secs(5), house.close()).await;
                (day, key)
            });
            tracing::info!(ending = ?ending, "ended");
            if ending == Ending::Anew {
                lifecycle::start_anew(app, day, key);
            }
        }
        _ => {}
    }
}

/// The house, where a command's state is not at hand.
fn house_of(app: &AppHandle) -> tauri::State<'_, House> {
    app.state::<House>()
}
