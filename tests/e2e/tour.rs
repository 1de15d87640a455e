//! The tour: plays the main job through in a window that nobody sees. `DOCKETBELL_TOUR_DIR` says where its pictures
//! go; their paths are printed, one line each. Without it they are taken all the same, and thrown away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tour stops at the first surprise"
)]

use std::path::{Path, PathBuf};

use docketbell_e2e::{App, Court, Stage};
use serde_json::json;

const TOUR_CASE: &str = "26BA-CV90123";

#[test]
fn the_tour_comes_to_its_end_and_leaves_its_pictures() {
    let thrown_away = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("DOCKETBELL_TOUR_DIR")
        .map_or_else(|| thrown_away.path().to_owned(), PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.unwrap().block_on(tour(&folder));
}

async fn tour(folder: &Path) {
    let stage = Stage::bare().await.with_keyring().await.with_dunst().await;
    let app = App::start(&stage, env!("CARGO_BIN_EXE_docketbell"), &[]).await;
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
    app.window.wait_for("[data-testid=version-shown]").await;
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
