//! Starting, closing, hiding, ending.

use docketbell_core::app::Desk;
use docketbell_core::app::clock::clock;
use docketbell_core::app::opening::{Unlock, find_place, open_or_make};
use docketbell_e2e::{Court, PATIENCE, Stage, pss_kib};
use docketbell_testbed::canary::{found_below, found_in};
use docketbell_testbed::until;

use crate::{PROGRAM, TOUR_CASE, play, start};

/// Issue: memory while watching with the window closed, also after it was open.
const WATCHING_KIB: u64 = 80 * 1024;

#[test]
fn closing_hides_in_the_tray_and_gives_the_web_views_memory_back() {
    play(async {
        let stage = Stage::usual().await.with_tray().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        app.wait_for_tray().await;
        let pid = app.pid();
        let before = pss_kib(pid);
        stage.close_window("^Docketbell$").await;
        wait_for_background(&stage, pid).await;
        // The practice portal is part of the small process and answers once it watches again.
        Court::of(&stage.data_folder()).await;
        let after = wait_until_small(pid).await;
        until(
            "the web view's helpers to be gone from the process list",
            PATIENCE,
            async || {
                let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
                children.unwrap_or_default().trim().is_empty().then_some(())
            },
        )
        .await;
        println!("PSS: {before} KiB with the window, {after} KiB while watching");

        stage.start_again(PROGRAM, &[]).await;
        until("the window to come back", PATIENCE, async || {
            stage.windows_named("^Docketbell$").pop()
        })
        .await;
        app.end_process(pid).await;
    });
}

/// The process that draws the window's page.
fn drawing_process(pid: u32) -> Option<u32> {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
    children
        .split_whitespace()
        .filter_map(|child| child.parse().ok())
        .find(|child: &u32| {
            std::fs::read_to_string(format!("/proc/{child}/comm"))
                .is_ok_and(|name| name.starts_with("WebKitWebProces"))
        })
}

#[test]
fn a_page_whose_process_ended_is_loaded_again() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        let pid = app.pid();
        app.window.click("nav a[href^='#/settings']").await;
        app.window.wait_for("input[name=theme]").await;
        assert_eq!(starts(&stage), 1);
        let drew = drawing_process(pid).unwrap();
        let killed = std::process::Command::new("kill")
            .args(["-9", &drew.to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        until("another process to draw it", PATIENCE, async || {
            drawing_process(pid).filter(|now| *now != drew)
        })
        .await;
        // The driver's session ended with the process; what the page does as it starts is in the log.
        until("the page to be there again", PATIENCE, async || {
            (starts(&stage) == 2).then_some(())
        })
        .await;
        app.end_process(pid).await;
    });
}

/// How often a window's page has started, as the program's log tells.
fn starts(stage: &Stage) -> usize {
    let logs = std::fs::read_dir(stage.desktop.data_home().join("docketbell/logs"));
    logs.into_iter()
        .flatten()
        .flatten()
        .filter_map(|log| std::fs::read_to_string(log.path()).ok())
        .map(|log| log.matches("the window listens").count())
        .sum()
}

#[test]
fn from_the_tray_a_person_checks_is_told_and_opens_what_changed() {
    play(async {
        let stage = Stage::usual().await.with_pressable_tray().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        app.wait_for_tray().await;
        let pid = app.pid();
        stage.close_window("^Docketbell$").await;
        wait_for_background(&stage, pid).await;
        let court = Court::of(&stage.data_folder()).await;
        court
            .file_entry(
                TOUR_CASE,
                "Motion to Compel",
                "Filed while the window was closed.",
            )
            .await;

        let tray = stage.tray.as_ref().unwrap();
        // The icon of the process with the window answers no more; what answers is the small one's.
        tray.press("Check now").await;
        let told = stage.notifications.as_ref().unwrap();
        let shown = told
            .wait_for("the notification", |one| one.title.contains("New entry"))
            .await;
        assert!(
            stage.windows_named("^Docketbell$").is_empty(),
            "all of it without a window"
        );

        told.press(shown.id, "default").await;
        until("the window to come back", PATIENCE, async || {
            stage.windows_named("^Docketbell$").pop()
        })
        .await;
        tray.press("Quit").await;
        wait_for_end(pid).await;
        drop(app);
    });
}

/// The data key of the store that the app made, got by its passphrase as the app gets it.
async fn data_key(stage: &Stage, passphrase: &str) -> Vec<u8> {
    let place = find_place(Some(&stage.data_folder()), None).unwrap();
    let passphrase = passphrase.into();
    let store = open_or_make(&place, Unlock::Passphrase(&passphrase)).await;
    let desk = Desk::new(place, store.unwrap(), clock()).unwrap();
    let key = desk.key_to_hand_over().unwrap();
    desk.close().await;
    key.expose().to_vec()
}

#[test]
fn a_store_with_a_passphrase_watches_on_in_a_small_process_and_is_not_asked_for_it_again() {
    const PASSPHRASE: &str = "Canary pass/7f+é horse";
    play(async {
        let stage = Stage::bare().await.with_fake_notifications().await;
        let stage = stage.with_pressable_tray().await;
        let app = start(&stage).await;
        app.first_run_with_passphrase(PASSPHRASE).await;
        app.follow(TOUR_CASE).await;
        app.wait_for_tray().await;
        let pid = app.pid();
        let before = pss_kib(pid);
        let secrets = [
            ("the data key", data_key(&stage, PASSPHRASE).await),
            ("the passphrase", PASSPHRASE.as_bytes().to_vec()),
        ];
        stage.close_window("^Docketbell$").await;
        wait_for_background(&stage, pid).await;
        let court = Court::of(&stage.data_folder()).await;
        let after = wait_until_small(pid).await;
        println!("PSS: {before} KiB with the window, {after} KiB while watching");

        let entry = "Filed while the window was closed.";
        court.file_entry(TOUR_CASE, "Motion to Compel", entry).await;
        let tray = stage.tray.as_ref().unwrap();
        // The icon of the process with the window answers no more; what answers is the small one's.
        tray.press("Check now").await;
        let told = stage.notifications.as_ref().unwrap();
        told.wait_for("the notification", |one| one.title.contains("New entry"))
            .await;
        assert!(
            stage.windows_named("^Docketbell$").is_empty(),
            "nobody was asked for the passphrase"
        );
        for (name, secret) in &secrets {
            for place in ["cmdline", "environ"] {
                let text = std::fs::read(format!("/proc/{pid}/{place}")).unwrap();
                let found = found_in(&text, secret);
                assert!(found.is_empty(), "{name} in {place}: {found:?}");
            }
        }
        let found = found_below(&stage.desktop.data_home(), &secrets);
        assert!(found.is_empty(), "{found:#?}");
        let stdin = std::fs::read_link(format!("/proc/{pid}/fd/0")).unwrap();
        assert_eq!(stdin, std::path::Path::new("/dev/null"), "the pipe is gone");

        assert_eq!(starts(&stage), 1);
        tray.press("Open Docketbell").await;
        // A page says so once it shows the store's cases, never while it asks for a passphrase.
        until("the cases to be shown", PATIENCE, async || {
            (starts(&stage) == 2).then_some(())
        })
        .await;
        tray.press("Quit").await;
        wait_for_end(pid).await;
        drop(app);
    });
}

/// Waits until what runs is no larger than a watcher may be.
async fn wait_until_small(pid: u32) -> u64 {
    let limit = WATCHING_KIB * if cfg!(debug_assertions) { 2 } else { 1 };
    until(
        "the web view's memory to be given back",
        PATIENCE,
        async || Some(pss_kib(pid)).filter(|pss| *pss <= limit),
    )
    .await
}

async fn wait_for_background(stage: &Stage, pid: u32) {
    until(
        "the program to start anew without a window",
        PATIENCE,
        async || {
            let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            (line.contains("--background") && stage.windows_named("^Docketbell$").is_empty())
                .then_some(())
        },
    )
    .await;
}

async fn wait_for_end(pid: u32) {
    until("the program to end", PATIENCE, async || {
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        (state.is_empty() || state.contains(") Z ")).then_some(())
    })
    .await;
}

#[test]
fn a_second_start_shows_the_window_that_is_there_and_ends() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.window.wait_for("[data-testid=first-run]").await;
        let windows = stage.windows_named("^Docketbell$").len();
        stage.start_again(PROGRAM, &[]).await;
        assert_eq!(
            stage.windows_named("^Docketbell$").len(),
            windows,
            "no second window"
        );
        app.first_run().await;
        app.window.go_to("#/settings/about").await;
        stage
            .start_again(PROGRAM, &["--open-place", r#"{"place":"today"}"#])
            .await;
        app.window
            .until_true(
                "the place that the second start asked for",
                "return location.hash.startsWith('#/today')",
                serde_json::json!([]),
            )
            .await;
        app.end().await;
    });
}

#[test]
fn a_link_from_outside_is_shown_with_its_whole_host_and_never_acts() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        let link = "docketbell://associate?link=https%3A%2F%2Fwww.courts.mo.gov.evil.example%2Fg";
        stage.start_again(PROGRAM, &[link]).await;
        app.window.wait_for("[data-testid=from-outside]").await;
        app.window
            .wait_for_words(
                "[data-testid=link-review][data-allowed=false]",
                "www.courts.mo.gov.evil.example",
            )
            .await;
        assert_eq!(
            app.window.count("[data-testid=open-link]").await,
            0,
            "a foreign host cannot be opened"
        );
        assert!(stage.opened_outside().is_empty(), "nor in the browser");
        app.end().await;
    });
}

#[test]
fn without_a_tray_closing_asks_first_and_keeping_it_open_is_the_easy_answer() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        let pid = app.pid();
        stage.close_window("^Docketbell$").await;
        until("the question", PATIENCE, async || {
            dialog(&stage).then_some(())
        })
        .await;
        stage.press_keys(&["Return"]);
        until("the question to go", PATIENCE, async || {
            (!dialog(&stage)).then_some(())
        })
        .await;
        app.window.wait_for("[data-testid=status]").await;

        stage.close_window("^Docketbell$").await;
        until("the question", PATIENCE, async || {
            dialog(&stage).then_some(())
        })
        .await;
        stage.press_keys(&["alt+q"]);
        wait_for_end(pid).await;
    });
}

fn dialog(stage: &Stage) -> bool {
    !stage.windows_named("Close Docketbell").is_empty()
}
