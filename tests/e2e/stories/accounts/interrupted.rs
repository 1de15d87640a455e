//! A journey that was broken off, and one that begins with a link from outside.

use docketbell_e2e::Stage;
use serde_json::json;

use super::{Person, opened};
use crate::{PROGRAM, play, start};

#[test]
fn a_journey_goes_on_after_the_app_was_killed_and_no_secret_comes_back_from_disk() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let knows = [
            ("user_name", "jordan_public"),
            ("password", "Canary-Oak-77"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("register_user").await;
        let addresses = person.walks_until(|face| face.step == "B5").await;
        person.fills_in(&addresses).await;
        app.window
            .wait_for("[data-testid=autosave][data-state=saved]")
            .await;
        person.found.extend(person.left_no_trace());
        person.ends();
        let pid = app.pid();
        app.is_killed(pid).await;

        let app = start(&stage).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.bring_axe().await;
        let court = docketbell_e2e::Court::of(&stage.data_folder()).await;
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        app.window.enter_on("a[href='#/accounts']").await;
        app.window.wait_for("[data-testid=open-journey]").await;
        person.looks("a journey that waits").await;
        app.window.enter_on("[data-testid=go-on]").await;
        let again = person.meets().await;
        assert_eq!(
            again.step, "B3",
            "the court knows no session of yesterday: {again:?}"
        );
        let secret = "return [...document.querySelectorAll('[data-kind=secret] input, [data-kind=phrase] input')].filter((e) => e.type !== 'checkbox').every((e) => e.value === '')";
        assert_eq!(
            app.window.script(secret, json!([])).await,
            true,
            "secrets are typed anew"
        );
        let known = "return document.querySelector('[data-name=user_name] input').value";
        assert_eq!(
            app.window.script(known, json!([])).await,
            "jordan_public",
            "the rest is there"
        );
        person.fills_in(&again).await;
        person.sends().await;
        let addresses = person.walks_until(|face| face.step == "B5").await;
        let filled = "return [...document.querySelectorAll('[data-kind=text] input')].filter((e) => e.value !== '').length";
        assert!(
            app.window.script(filled, json!([])).await.as_u64() >= Some(9),
            "what was typed and never sent is there: {addresses:?}"
        );
        person.fills_in(&addresses).await;
        person.sends().await;
        assert_eq!(person.walks().await.detail, "registered");
        app.end().await;
        person.ends();
    });
}

#[test]
fn two_journeys_that_were_left_wait_after_a_restart_and_one_is_forgotten_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court.tell("add_account", json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe", "password": "Canary-Oak-77" })).await;
        let knows = [
            ("user_name", "jordan_public"),
            ("password", "Canary-Ash-55"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.glances();
        person.begins("register_user").await;
        person.walks_until(|face| face.step == "B4").await;
        app.window.enter_on("[data-testid=later]").await;
        app.window.wait_for(&left("register_user")).await;

        person.learns("user_name", "troe_clerk");
        person.learns("password", "Canary-Oak-77");
        person.sets_out("associate").await;
        person.pastes_the_link(&court.group_link("7f3a90")).await;
        app.window.enter_on("[data-testid=open-link]").await;
        person.walks_until(|face| face.step == "B10").await;
        app.window.enter_on("[data-testid=later]").await;
        app.window.wait_for(&left("associate")).await;
        person.found.extend(person.left_no_trace());
        person.ends();
        app.quits().await;

        let app = start(&stage).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.bring_axe().await;
        let court = docketbell_e2e::Court::of(&stage.data_folder()).await;
        let knows = [
            ("user_name", "troe_clerk"),
            ("password", "Canary-Oak-77"),
            ("pin", "482916"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        app.window.enter_on("a[href='#/accounts']").await;
        for kind in ["register_user", "associate"] {
            for way in ["go-on", "forget-journey"] {
                let button = format!("{} [data-testid={way}]", left(kind));
                app.window.tab_to(&button).await;
            }
        }
        assert_eq!(app.window.count("[data-testid=open-journey]").await, 2);
        person.looks("two journeys that were left").await;
        let asked = court.requests().await.len();

        let forget = format!("{} [data-testid=forget-journey]", left("register_user"));
        app.window.enter_on(&forget).await;
        app.window
            .wait_for("[data-testid=forget-journey-dialog]")
            .await;
        app.window
            .enter_on("[data-testid=forget-journey-yes]")
            .await;
        app.window.wait_until_gone(&left("register_user")).await;
        assert_eq!(
            app.window.count(&left("associate")).await,
            1,
            "the other still waits"
        );
        assert_eq!(
            court.requests().await.len(),
            asked,
            "nothing is asked of the court for that"
        );

        person.glances();
        let on = format!("{} [data-testid=go-on]", left("associate"));
        app.window.enter_on(&on).await;
        let joined = person.walks().await;
        assert_eq!(
            joined.detail,
            "associated",
            "{:?}: {}",
            person.steps,
            app.window.words("main").await
        );
        assert!(
            person.steps.contains(&"B10".to_owned()),
            "{:?}",
            person.steps
        );
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window.wait_for("[data-testid=kept]").await;
        assert_eq!(app.window.count("[data-testid=open-journey]").await, 0);
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

/// The journey of this kind among those that wait.
fn left(kind: &str) -> String {
    format!("[data-testid=open-journey][data-kind={kind}]")
}

#[test]
fn a_link_from_outside_shows_host_and_group_and_waits_for_the_person() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court.tell("add_account", json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe", "password": "Canary-Oak-77" })).await;
        let link = court.group_link("7f3a90");
        let outside = format!(
            "docketbell://associate?link={}",
            link.replace(':', "%3A")
                .replace('/', "%2F")
                .replace('?', "%3F")
                .replace('=', "%3D")
        );
        let before = court.requests().await.len();
        stage.start_again(PROGRAM, &[&outside]).await;
        app.window.wait_for("[data-testid=from-outside]").await;
        app.window
            .wait_for("[data-testid=link-review][data-allowed=true]")
            .await;
        let host = link
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap();
        app.window.wait_for_words(".link-host", host).await;
        let knows = [("user_name", "troe_clerk"), ("password", "Canary-Oak-77")];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.looks("a link from outside").await;
        assert_eq!(
            court.requests().await.len(),
            before,
            "it does nothing by itself"
        );
        app.window.enter_on("[data-testid=open-link]").await;
        person.walks_until(|face| face.step == "B10").await;
        app.window
            .wait_for_words("[data-testid=page]", "Sample County Records Office")
            .await;
        app.window
            .wait_for_words("[data-testid=copied]", "copied on every e-mail")
            .await;
        app.window.enter_on("[data-testid=later]").await;
        app.window.wait_for("[data-testid=open-journey]").await;
        person.glances();
        person.learns("pin", "482916");
        app.window.enter_on("[data-testid=go-on]").await;
        let joined = person.walks().await;
        assert_eq!(
            joined.detail, "associated",
            "it goes on without the link being pasted again: {joined:?}"
        );
        app.end().await;
        person.ends();
    });
}

#[test]
fn the_packages_tell_the_desktop_to_hand_links_of_our_scheme_to_the_program() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let config: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    assert_eq!(
        config["plugins"]["deep-link"]["desktop"]["schemes"],
        json!(["docketbell"]),
        "the bundler writes the scheme into MimeType from here"
    );
    for package in ["deb", "rpm"] {
        let template = &config["bundle"]["linux"][package]["desktopTemplate"];
        let entry = read(template.as_str().unwrap());
        assert!(
            entry.contains("\nMimeType={{mime_type}}\n") && entry.contains("\nExec={{exec}} %u\n"),
            "without %u the desktop starts the program and keeps the link: {entry}"
        );
    }
}
