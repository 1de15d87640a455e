//! The PIN: changed now or not at all, seen for 30 seconds by who asks, and nowhere afterwards.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use docketbell_e2e::{App, Stage, key};
use docketbell_testbed::{canary, until};
use serde_json::json;

use super::{
    County, KNOWS, has_a_pin_made, logs_on, opened, pin_at, reads_the_list_first, still_stands,
};
use crate::accounts::Person;
use crate::play;

const TYPED: &str = "Canary4826";

#[test]
fn a_pin_is_changed_by_keys_seen_for_thirty_seconds_and_gone_from_page_clipboard_and_disk() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        has_papers(&stage);
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;

        // Typed, and not kept.
        app.window.enter_on("[data-testid=change-pin]").await;
        app.choose_by_arrows("[data-testid=pin-form] input[type=radio]", "I type it")
            .await;
        app.window
            .tab_to("[data-testid=pin-form] .secret input")
            .await;
        app.window.type_words(TYPED).await;
        person.looks("group a PIN is typed").await;
        person.is_pictured("group-pin").await;
        app.window
            .enter_on("[data-testid=pin-send]:not([aria-disabled])")
            .await;
        app.window.wait_until_gone("[data-testid=pin-form]").await;
        still_stands(&app, "after the PIN was changed").await;
        assert_eq!(pin_at(&court).await, TYPED);
        assert_eq!(
            app.window.count("[data-testid=pin-kept]").await,
            0,
            "nobody asked to keep it"
        );
        assert!(!holds(&app, TYPED).await, "it left the page");

        // The session ends between the page and its button; nobody loses a PIN by that.
        let ended = json!({ "kind": "session_ended", "path": "my-preferences", "count": 1 });
        court.tell("set_fault", ended).await;
        has_a_pin_made(&app).await;
        app.window
            .wait_for_words("[data-testid=pin]", "The PIN was not changed")
            .await;
        assert_eq!(
            app.window.count("[data-testid=pin-uncertain]").await,
            0,
            "the court did nothing, and that is known"
        );
        assert_eq!(pin_at(&court).await, TYPED);
        person.looks("group a PIN needs a log-on").await;
        logs_on(&mut person, &app).await;
        app.window.wait_for("[data-testid=pin-form]").await;

        // The answer is lost: set again, and settled.
        let lost = json!({ "kind": "lost_reply", "path": "my-preferences", "count": 1 });
        court.tell("set_fault", lost).await;
        app.window
            .enter_on("[data-testid=pin-send]:not([aria-disabled])")
            .await;
        app.window.wait_for("[data-testid=pin-uncertain]").await;
        person.looks("group a PIN is uncertain").await;
        app.window
            .enter_on("[data-testid=pin-send]:not([aria-disabled])")
            .await;
        app.window
            .wait_until_gone("[data-testid=pin-uncertain]")
            .await;
        let made = pin_at(&court).await;
        assert_ne!(made, TYPED);
        assert_eq!(made.chars().count(), 8, "as long as was chosen");

        // Seen and copied when somebody asks, for 30 seconds.
        app.window.wait_for("[data-testid=pin-kept]").await;
        assert!(!holds(&app, &made).await, "it is not shown by itself");
        is_printed_on_a_sheet_of_its_own(&stage, &app, &made).await;
        let asked = Instant::now();
        app.window.enter_on("[data-testid=show-pin]").await;
        app.window
            .wait_for_words("[data-testid=pin-shown]", &made)
            .await;
        app.window.enter_on("[data-testid=copy-pin]").await;
        until(
            "the PIN on the clipboard",
            docketbell_e2e::PATIENCE,
            async || (stage.clipboard().as_deref() == Some(&made)).then_some(()),
        )
        .await;
        until(
            "the clipboard to be cleared",
            Duration::from_secs(90),
            async || stage.clipboard().is_none().then_some(()),
        )
        .await;
        assert!(
            asked.elapsed() > Duration::from_secs(29),
            "there was time to paste it"
        );
        app.window.wait_until_gone("[data-testid=pin-shown]").await;
        assert!(!holds(&app, &made).await, "the page has forgotten it");
        still_stands(&app, "after the PIN went").await;

        // Forgotten here, it goes on counting.
        app.window.enter_on("[data-testid=forget-kept-pin]").await;
        app.window.wait_until_gone("[data-testid=pin-kept]").await;
        assert_eq!(pin_at(&court).await, made);
        app.window.press(key::TAB).await;
        app.end().await;
        let secrets = [
            ("the typed PIN", TYPED.as_bytes().to_vec()),
            ("the made PIN", made.into_bytes()),
        ];
        person
            .found
            .extend(canary::found_below(stage.desktop.folder(), &secrets));
        person.ends();
    });
}

/// Whether the words stand anywhere in the page, fields included.
async fn holds(app: &App, words: &str) -> bool {
    let all = "return (document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((e) => ` ${e.value}`).join('')).includes(arguments[0])";
    app.window.script(all, json!([words])).await == true
}

/// Through the desktop's own print dialog, which is let be the first time; the page never has the PIN for it.
async fn is_printed_on_a_sheet_of_its_own(stage: &Stage, app: &App, made: &str) {
    let paper = papers(stage).join("output.pdf");
    let said = "[data-testid=said]";
    for (keys, words) in [
        (&["Escape"][..], ""),
        // No preview: the PIN would lie in a file.
        (&["alt+v"][..], "has no preview"),
        (&["alt+p"][..], "went to the printer"),
    ] {
        app.window
            .enter_on("[data-testid=print-pin]:not([aria-disabled])")
            .await;
        let dialog = until("the print dialog", docketbell_e2e::PATIENCE, async || {
            stage.windows_named("^Print$").pop()
        })
        .await;
        assert!(!holds(app, made).await, "the page has no part in it");
        until("the dialog to end", docketbell_e2e::PATIENCE, async || {
            if words.contains("printer") {
                // Nothing is chosen by itself on a desktop without a printer: the first of the list, a file.
                stage.clicks_in(&dialog, 90, 100);
            }
            stage.presses_in(&dialog, keys);
            stage.windows_named("^Print$").is_empty().then_some(())
        })
        .await;
        match words {
            "" => {}
            "has no preview" => {
                app.window
                    .wait_for_words("[data-testid=pin-kept] [data-testid=problem]", words)
                    .await;
            }
            _ => app.window.wait_for_words(said, words).await,
        }
        if !words.contains("printer") {
            assert!(!paper.exists(), "printed only when somebody says so");
        }
    }
    let sheet = until("the sheet", docketbell_e2e::PATIENCE, async || {
        let written = std::fs::read(&paper).ok()?;
        written
            .trim_ascii_end()
            .ends_with(b"%%EOF")
            .then_some(written)
    })
    .await;
    assert!(sheet.starts_with(b"%PDF"), "a sheet of paper");
    std::fs::remove_file(&paper).unwrap();
}

/// Where a sheet is put that is printed into a file.
fn papers(stage: &Stage) -> PathBuf {
    stage.desktop.folder().join("papers")
}

/// A desktop whose person has such a folder.
fn has_papers(stage: &Stage) {
    let (folder, papers) = (stage.desktop.folder(), papers(stage));
    std::fs::create_dir(&papers).unwrap();
    let line = format!("XDG_DOCUMENTS_DIR=\"{}\"\n", papers.display());
    std::fs::write(folder.join("config/user-dirs.dirs"), line).unwrap();
}
