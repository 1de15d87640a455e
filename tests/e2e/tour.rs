//! The tour: plays the main job through in a window that nobody sees, and leaves its pictures.
//!
//! `tour PROGRAM FOLDER`: the app's program, and where the pictures go. Prints their paths, one line each.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tour stops at the first surprise"
)]

use std::path::{Path, PathBuf};

use docketbell_e2e::{App, Court, Stage};
use serde_json::json;

const TOUR_CASE: &str = "26BA-CV90123";

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.parent()?.join("docketbell")));
    let program = arguments.next().or(beside).expect("the app's program");
    let folder = arguments.next().unwrap_or_else(|| "target/tour".into());
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    tour(&program, &folder).await;
}

async fn tour(program: &Path, folder: &Path) {
    let stage = Stage::bare().await.with_keyring().await.with_dunst().await;
    let app = App::start(&stage, program.to_str().expect("a path in UTF-8"), &[]).await;
    let take = async |name: &str| {
        let path = folder.join(format!("{name}.png"));
        app.window.settle().await;
        stage.picture(Some("^Docketbell|Docketbell$"), &path);
        println!("{}", path.display());
    };
    app.window.resize(1180, 800).await;
    app.window.wait_for("[data-testid=first-run]").await;
    take("1-first-run").await;
    app.first_run().await;
    let case = app.follow(TOUR_CASE).await;
    take("2-follow").await;

    let court = Court::of(&stage.data_folder()).await;
    let order = court
        .file_entry(
            TOUR_CASE,
            "Order",
            "Motion to Compel denied. Answers due in 14 days.",
        )
        .await;
    app.check_now().await;
    app.window
        .wait_for_words("[data-testid=docket]", "Motion to Compel denied.")
        .await;
    stage.dunst_ctl(&["close-all"]);
    let edit = json!({ "case": TOUR_CASE, "sequence": order, "text": "Motion to Compel sustained in part. Answers due in 14 days." });
    court.tell("edit_entry", edit).await;
    app.window.go_to("#/today").await;
    app.check_now().await;
    app.window
        .wait_for_words("[data-testid=change-row]", "sustained")
        .await;
    take("3-change").await;

    stage.wait_for_dunst(1).await;
    let path = folder.join("4-notification.png");
    stage.picture(None, &path);
    println!("{}", path.display());
    stage.dunst_ctl(&["action", "0"]);
    app.window
        .wait_for(
            "[data-testid=docket-entry] [aria-expanded=true], [data-testid=version-shown]",
        )
        .await;
    stage.wait_for_dunst(0).await;
    take("5-click").await;

    app.window.go_to(&format!("#/case/{case}")).await;
    app.window.wait_for("[data-testid=docket-entry]").await;
    for theme in ["light", "dark"] {
        for width in [1180, 400] {
            app.window.resize(width, 850).await;
            app.window
                .script(
                    "document.documentElement.dataset.theme = arguments[0]",
                    json!([theme]),
                )
                .await;
            take(&format!("6-case-{theme}-{width}")).await;
        }
    }
    app.window.resize(1180, 800).await;
    app.window
        .script(
            "document.documentElement.dataset.theme = 'light'",
            json!([]),
        )
        .await;
    app.window.go_to("#/cases").await;
    app.window.wait_for("[data-testid=case-row]").await;
    take("7-cases").await;
    app.end().await;
}
