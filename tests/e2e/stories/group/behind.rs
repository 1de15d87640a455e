//! What happens behind an administrator's back: a second one acts, a session ends, an answer is lost.

use docketbell_e2e::{PATIENCE, Stage};
use docketbell_testbed::until;
use serde_json::json;

use super::{
    County, GROUP, KNOWS, asks_for, goes_to_the_group, logs_on, opened, presses,
    reads_the_list_first, row, sends, stands, started, still_stands, waiting,
};
use crate::accounts::Person;
use crate::play;

#[test]
fn what_a_second_administrator_did_is_shown_beside_the_request_and_a_person_decides() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let terry = json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe", "group": GROUP });
        court.tell("add_account", terry).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;
        asks_for(&app, "d", "jdoe_records").await;
        asks_for(&app, "r", "aroe_intake").await;
        asks_for(&app, "d", "troe_clerk").await;
        let by_another = |user: &str| json!({ "user_name": user });
        court.tell("remove_user", by_another("jdoe_records")).await;
        court.tell("disable_user", by_another("aroe_intake")).await;
        court.tell("disable_user", by_another("troe_clerk")).await;

        let pressed = presses(&court).await;
        sends(&app).await;
        app.window
            .wait_for_words("[data-testid=delivered]", "1 action is in effect")
            .await;
        app.window
            .wait_for_words("[data-testid=delivered]", "2 actions need you")
            .await;
        assert_eq!(presses(&court).await, pressed, "nothing was pressed");
        app.window
            .wait_for_words("nav a[href='#/group']", "2 to decide")
            .await;
        let panels = [
            (
                "Disable Jane Doe (was active)",
                "Jane Doe is not in the group",
            ),
            ("Remove Alex Roe (was active)", "Alex Roe is disabled"),
        ];
        for (asked, shown) in panels {
            app.window
                .wait_for_words("[data-testid=conflict] .sides", asked)
                .await;
            app.window
                .wait_for_words("[data-testid=conflict] .sides", shown)
                .await;
        }
        person.looks("group two conflicts").await;
        person.is_pictured("group-conflict").await;
        decides(&app, "Decide about Jane Doe", "Drop my request").await;
        app.window
            .wait_for_words("nav a[href='#/group']", "1 to decide")
            .await;
        still_stands(&app, "after a decision").await;
        decides(&app, "Decide about Alex Roe", "all the same").await;
        app.window.wait_until_gone("[data-testid=conflict]").await;
        app.window.wait_for(&waiting("queued")).await;

        // The session ends between the list and the click.
        let ended = json!({ "kind": "session_ended", "path": "group-maintenance", "count": 1 });
        court.tell("set_fault", ended).await;
        sends(&app).await;
        logs_on(&mut person, &app).await;
        assert_eq!(
            stands(&court, "aroe_intake").await.as_deref(),
            Some("disabled"),
            "it waits for the log-on"
        );
        sends(&app).await;
        app.window
            .wait_for_words("[data-testid=delivered]", "1 action is in effect")
            .await;
        assert_eq!(stands(&court, "aroe_intake").await, None, "removed");
        let told = court.newest_mail("removed").await;
        assert!(
            told["text"].as_str().unwrap().contains("aroe_intake")
                || told["to"].as_str().unwrap().contains("aroe_intake"),
            "the court tells who was removed: {told}"
        );

        // After twenty minutes without a request the court has forgotten who this is; reading asks for the log-on, too.
        court
            .tell("advance_clock", json!({ "seconds": 3600 }))
            .await;
        app.window.enter_on("[data-testid=read-group]").await;
        logs_on(&mut person, &app).await;
        app.window.enter_on("[data-testid=read-group]").await;
        app.window
            .wait_until_gone("[data-testid=read-group][aria-disabled]")
            .await;
        assert_eq!(app.window.count("[data-testid=group-sign-in]").await, 0);
        app.end().await;
        person.ends();
    });
}

#[test]
fn a_click_whose_answer_never_came_is_uncertain_and_settled_by_the_list_without_another_click() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;
        asks_for(&app, "d", "jdoe_records").await;
        let late = json!({ "kind": "late_reply", "path": "group-maintenance", "count": 1, "seconds": 120 });
        court.tell("set_fault", late).await;
        sends(&app).await;
        until("the court to have done it", PATIENCE, async || {
            (stands(&court, "jdoe_records").await.as_deref() == Some("disabled")).then_some(())
        })
        .await;
        app.window
            .wait_for_words("[data-testid=delivery]", "0 of 1 dealt with")
            .await;
        person.looks("group sending").await;
        let pid = app.pid();
        person.ends();
        app.is_killed(pid).await;

        let app = started(&stage, &county).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.bring_axe().await;
        app.window
            .wait_for_words("nav a[href='#/group']", "1 to decide")
            .await;
        goes_to_the_group(&app).await;
        app.window.wait_for(&waiting("uncertain")).await;
        app.window
            .wait_for(&format!("{}[data-status=active]", row("jdoe_records")))
            .await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        person.looks("group uncertain").await;
        court
            .tell("advance_clock", json!({ "seconds": 3600 }))
            .await;
        let pressed = presses(&court).await;
        app.window
            .enter_on("[data-testid=settle]:not([aria-disabled])")
            .await;
        logs_on(&mut person, &app).await;
        app.window
            .enter_on("[data-testid=settle]:not([aria-disabled])")
            .await;
        app.window
            .wait_for_words("[data-testid=delivered]", "1 action is in effect")
            .await;
        app.window
            .wait_for(&format!("{}[data-status=disabled]", row("jdoe_records")))
            .await;
        assert_eq!(presses(&court).await, pressed, "settled by reading");
        still_stands(&app, "after it was settled").await;
        app.end().await;
        person.ends();
    });
}

/// Chooses in the panel with this title by the arrows, and saves.
async fn decides(app: &docketbell_e2e::App, title: &str, choice: &str) {
    let mark = "const panel = [...document.querySelectorAll('[data-testid=conflict]')].find((e) => e.innerText.includes(arguments[0]));
        document.querySelectorAll('[data-story]').forEach((e) => delete e.dataset.story);
        if (panel) panel.dataset.story = 'here'; return !!panel";
    app.window.until_true(title, mark, json!([title])).await;
    let radios = "[data-story=here] input[type=radio]";
    app.choose_by_arrows(radios, choice).await;
    // The first of a choice has the focus before anything is chosen.
    app.window.press(docketbell_e2e::key::SPACE).await;
    app.window
        .enter_on("[data-story=here] [data-testid=save-decision]:not([aria-disabled])")
        .await;
    app.window
        .until_true(
            "the panel to go",
            "return ![...document.querySelectorAll('[data-testid=conflict]')].some((e) => e.innerText.includes(arguments[0]))",
            json!([title]),
        )
        .await;
}
