//! The main job: a case is followed, the court changes its docket, the person is told, a click shows what changed.

use std::time::Duration;

use docketbell_e2e::{App, Court, PATIENCE, Stage};
use docketbell_practice::{PracticeConfig, start as start_court};
use docketbell_testbed::{NotifyWatch, until};
use serde_json::json;

use crate::{PROGRAM, TOUR_CASE, play, start};

#[test]
fn a_change_at_the_court_is_told_and_a_click_opens_it_at_its_entry() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        let case = app.follow(TOUR_CASE).await;
        let court = Court::of(&stage.data_folder()).await;
        let text = "Plaintiff's Motion to Compel answers to interrogatories.";
        court.file_entry(TOUR_CASE, "Motion to Compel", text).await;
        app.window.go_to("#/today").await;
        app.check_now().await;

        let told = stage.notifications.as_ref().unwrap();
        let shown = told
            .wait_for("the notification", |one| one.title.contains("New entry"))
            .await;
        assert_eq!(
            shown.title, "New entry in a case you follow",
            "level C names no case"
        );
        let everything = format!("{} {}", shown.title, shown.body);
        assert!(
            !everything.contains("DOE") && !everything.contains(TOUR_CASE),
            "neither party nor number: {everything}"
        );
        assert!(shown.event_id.is_some(), "repeats can be counted");

        told.press(shown.id, "default").await;
        app.window
            .until_true(
                "the case at its entry",
                "return location.hash.startsWith(`#/case/${arguments[0]}?entry=`)",
                json!([case]),
            )
            .await;
        app.window
            .wait_for_words("[data-testid=docket]", text)
            .await;
        app.end().await;
    });
}

#[test]
fn an_edited_entry_is_told_by_the_real_dunst_and_its_click_shows_what_changed() {
    play(async {
        let stage = Stage::bare().await.with_keyring().await.with_dunst().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        let court = Court::of(&stage.data_folder()).await;
        let sequence = court
            .file_entry(TOUR_CASE, "Order", "Motion to Compel denied.")
            .await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket]", "Motion to Compel denied.")
            .await;
        stage.dunst_ctl(&["close-all"]);

        let mut bus = NotifyWatch::start(stage.desktop.bus_address()).await;
        let edit = json!({ "case": TOUR_CASE, "sequence": sequence, "text": "Motion to Compel sustained in part." });
        court.tell("edit_entry", edit).await;
        app.window.go_to("#/today").await;
        app.check_now().await;
        let (title, _) = bus.next_titled("Entry edited").await;
        assert_eq!(
            title, "Entry edited in a case you follow",
            "as the bus carried it to dunst"
        );

        until("dunst's click to open the case", PATIENCE, async || {
            stage.dunst_ctl(&["action", "0"]);
            tokio::time::timeout(
                Duration::from_millis(500),
                app.window
                    .wait_for_words("[data-testid=version-shown]", "sustained"),
            )
            .await
            .ok()
        })
        .await;
        let shown = app.window.words("[data-testid=version-shown]").await;
        assert!(
            shown.contains("denied"),
            "what was there before is shown beside it: {shown}"
        );
        app.end().await;
    });
}

#[test]
fn without_the_court_everything_stored_is_shown_with_its_age() {
    play(async {
        let stage = Stage::usual().await;
        let court = start_court(PracticeConfig::default()).await.unwrap();
        let profile = stage.desktop.folder().join("county.toml");
        let words = court
            .profile_toml()
            .replace("Practice portal", "County court");
        std::fs::write(&profile, words).unwrap();
        let portal = ["--portal", profile.to_str().unwrap()];
        let app = App::start(&stage, PROGRAM, &portal).await;
        app.first_run_with("input[name=portal]").await;
        let case = app.follow(TOUR_CASE).await;
        let entries = app.window.count("[data-testid=docket-entry]").await;
        app.end().await;
        court.stop().await;

        let app = App::start(&stage, PROGRAM, &portal).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.go_to(&format!("#/case/{case}")).await;
        app.window.wait_for("[data-testid=docket-entry]").await;
        assert_eq!(
            app.window.count("[data-testid=docket-entry]").await,
            entries,
            "every entry is there without the court"
        );
        let age = app.window.words("[data-testid=freshness]").await;
        assert!(
            age.to_lowercase().contains("checked"),
            "its age is said: {age}"
        );
        app.check_now().await;
        app.window
            .until_true(
                "the window to say that the court cannot be reached",
                "return /offline|cannot be reached|could not be reached|no connection/i.test(document.body.innerText)",
                json!([]),
            )
            .await;
        assert_eq!(
            app.window.count("[data-testid=docket-entry]").await,
            entries,
            "and a failed check takes nothing away"
        );
        app.end().await;
    });
}

#[test]
fn a_document_is_fetched_and_handed_to_the_desktop() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        let case = app.follow(TOUR_CASE).await;
        app.window.go_to(&format!("#/case/{case}/documents")).await;
        app.window.wait_for("[data-testid=open-document]").await;
        app.window.click("[data-testid=open-document]").await;
        let copy = until("the copy", Duration::from_secs(30), async || {
            stage.opened_outside().pop()
        })
        .await;
        let bytes = std::fs::read(&copy).expect("the file that the desktop was given");
        assert!(bytes.starts_with(b"%PDF-"), "{copy}");
        assert!(
            !std::path::Path::new(&copy).starts_with(stage.data_folder()),
            "the data folder holds nothing readable: {copy}"
        );
        app.end().await;
    });
}
