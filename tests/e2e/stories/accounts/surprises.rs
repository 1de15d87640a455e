//! What the court's site does that nobody expects, and a first start by somebody else's link.

use docketbell_e2e::{App, Court, Stage, key};
use serde_json::json;

use super::{Person, opened};
use crate::{PROGRAM, play};

#[test]
fn another_picture_the_browser_and_a_page_nobody_expected_are_met_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court
            .tell("set_markup", json!({ "variant": "post_back" }))
            .await;
        let knows = [
            ("user_name", "jordan_public"),
            ("password", "Canary-Oak-77"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("register_user").await;
        let page = person.meets().await;
        assert_eq!(page.step, "B3", "{page:?}");
        app.window.tab_to("[data-name=user_name] input").await;
        app.window.type_words("jordan_public").await;
        let picture = "return document.querySelector('.phrase-box').src";
        let before = app.window.script(picture, json!([])).await;
        app.window.enter_on("[data-testid=another-picture]").await;
        app.window
            .until_true(
                "another picture",
                "const e = document.querySelector('img.phrase-box'); return !!e && e.src !== arguments[0]",
                json!([before]),
            )
            .await;
        let again = person.meets().await;
        assert_eq!(
            (again.step.as_str(), again.focus.as_str()),
            ("B3", "phrase")
        );
        let kept = "return document.querySelector('[data-name=user_name] input').value";
        assert_eq!(app.window.script(kept, json!([])).await, "jordan_public");

        app.window.enter_on("[data-testid=in-browser]").await;
        app.window.wait_for("[data-testid=outside]").await;
        let opened = stage.wait_for_opened_outside().await;
        assert!(
            opened.ends_with("/registration"),
            "the court's own site: {opened}"
        );
        person.looks("the court's own site beside it").await;
        let beside = app.window.focus().await.map(|at| at.word("tag").to_owned());
        assert_eq!(
            beside.as_deref(),
            Some("H2"),
            "the focus goes to what is asked now"
        );
        app.window.enter_on("[data-testid=outside-back]").await;
        app.window.wait_until_gone("[data-testid=outside]").await;
        let back = app
            .window
            .focus()
            .await
            .map(|at| at.word("kind").to_owned());
        assert_eq!(back.as_deref(), Some("phrase"), "and back to the phrase");

        court
            .tell(
                "set_fault",
                json!({ "kind": "unknown_page", "path": "addresses", "count": 1 }),
            )
            .await;
        app.window.tab_to("[data-name=user_name] input").await;
        person.fills_in(&again).await;
        person.sends().await;
        let stopped = person.walks().await;
        assert_eq!(
            (stopped.name.as_str(), stopped.detail.as_str()),
            ("standstill", "unexpected_page"),
            "{stopped:?}"
        );
        let shown = app.window.words("[data-testid=problem]").await;
        for words in ["Verify Your Records", "Records Card Number", "addresses"] {
            assert!(
                shown.contains(words),
                "what was offered, and expected: {shown}"
            );
        }
        app.window.enter_on("[data-testid=go-on]").await;
        let on = person.walks_until(|face| face.step == "B5").await;
        assert_eq!(on.step, "B5", "the way on: {on:?}");
        app.window.enter_on("[data-testid=later]").await;
        app.window.wait_for("[data-testid=open-journey]").await;
        app.window.enter_on("[data-testid=forget-journey]").await;
        app.window
            .wait_for("[data-testid=forget-journey-dialog]")
            .await;
        person.looks("forgetting a journey").await;
        app.window
            .enter_on("[data-testid=forget-journey-yes]")
            .await;
        app.window
            .wait_until_gone("[data-testid=open-journey]")
            .await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

#[test]
fn a_lost_click_for_a_mail_is_settled_by_the_mail() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let who = "canary.lost@example.org";
        court
            .tell(
                "add_account",
                json!({ "user_name": who, "email": who, "kind": "case_net" }),
            )
            .await;
        let mut person = Person::who_knows(&stage, &app, &court, &[("email", who)]);
        person.glances();
        person.begins("recover_password").await;
        let review = person.walks_until(|face| face.name == "review").await;
        court
            .tell(
                "set_fault",
                json!({ "kind": "lost_reply", "path": "forgot-password", "count": 1 }),
            )
            .await;
        let lost = person.walks_from(review).await;
        assert_eq!(
            (lost.name.as_str(), lost.detail.as_str()),
            ("standstill", "uncertain"),
            "{lost:?}"
        );
        app.window
            .wait_for_words("main", "The mail itself tells")
            .await;
        let sent = court.requests().await.len();
        app.window.enter_on("[data-testid=reconcile]").await;
        let asked = person.meets().await;
        app.window
            .wait_for_words("[data-testid=ask]", "link for a new password come?")
            .await;
        assert_eq!(
            app.window.count("[data-testid=page] details").await,
            0,
            "it goes to nobody"
        );
        person.fills_in(&asked).await;
        person.sends().await;
        let settled = person.meets().await;
        assert_eq!(settled.detail, "mailed", "{settled:?}");
        assert_eq!(
            court.requests().await.len(),
            sent,
            "no page lists the mails"
        );
        assert!(court.newest_mail("reset").await["link"].is_string());

        person.begins("recover_user_name").await;
        let told = person.walks().await;
        assert_eq!(told.detail, "mailed", "{told:?}");
        assert!(court.newest_mail("user_name").await["text"].is_string());
        app.end().await;
        person.ends();
    });
}

#[test]
fn a_first_start_by_a_link_asks_nothing_of_it_and_the_court_names_the_group() {
    play(async {
        let stage = Stage::usual().await;
        let outside = "docketbell://associate?link=http%3A%2F%2F127.0.0.1%3A9%2Fecf%2FgroupAssociation%3Fgroup%3D7f3a90&pin=4826&group=Sample+Bank";
        let app = App::start(&stage, PROGRAM, &[outside]).await;
        app.first_run_by_keys().await;
        app.window.bring_axe().await;
        let court = Court::of(&stage.data_folder()).await;
        app.window.wait_for("[data-testid=from-outside]").await;
        app.window.wait_for("[data-testid=link-review]").await;
        assert_eq!(
            app.window.words(".link-host").await,
            "127.0.0.1:9",
            "the whole host"
        );
        let shown = app.window.words("main").await;
        assert!(
            !shown.contains("Sample Bank"),
            "only the court names a group: {shown}"
        );
        assert!(court.requests().await.is_empty(), "it never acts by itself");

        let knows = [("user_name", "troe_clerk"), ("password", "Canary-Oak-77")];
        court.tell("add_account", json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe", "password": "Canary-Oak-77" })).await;
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.looks("a first start by a link").await;
        person.glances();
        // The link of the court that is really there.
        app.window.tab_to("#group-link").await;
        app.window.type_anew(&court.group_link("7f3a90")).await;
        app.window.press(key::ENTER).await;
        let host = court.group_link("");
        let host = host
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap();
        app.window.wait_for_words(".link-host", host).await;
        app.window.enter_on("[data-testid=open-link]").await;
        person.walks_until(|face| face.step == "B10").await;
        app.window
            .wait_for_words("[data-testid=page]", "Sample County Records Office")
            .await;
        let pin = "return document.querySelector('[data-name=pin] input').value";
        assert_eq!(
            app.window.script(pin, json!([])).await,
            "",
            "a PIN in a link is not read"
        );
        app.end().await;
        person.ends();
    });
}
