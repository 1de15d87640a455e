//! Usable by everyone (promise P19): axe finds nothing on any screen, light and dark, wide and narrow; the main job goes by keys alone.

use docketbell_e2e::{App, Court, Stage, key};
use serde_json::json;

use crate::{TOUR_CASE, play, start};

async fn look(app: &App, screen: &str, found: &mut Vec<String>) {
    for violation in app.window.axe().await {
        found.push(format!("{screen}: {violation}"));
    }
}

#[test]
fn axe_finds_nothing_on_any_screen() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        let mut found = Vec::new();
        app.window.bring_axe().await;
        for step in ["welcome", "portal", "protect", "notify"] {
            app.window.wait_for(&format!("[data-step={step}]")).await;
            look(&app, step, &mut found).await;
            app.window.click("[data-testid=first-next]").await;
        }
        app.window.wait_for("[data-testid=status]").await;
        look(&app, "nothing followed", &mut found).await;
        let case = app.follow(TOUR_CASE).await;
        let court = Court::of(&stage.data_folder()).await;
        let sequence = court
            .file_entry(TOUR_CASE, "Order", "Motion to Compel denied.")
            .await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket]", "Motion to Compel denied.")
            .await;
        let edit = json!({ "case": TOUR_CASE, "sequence": sequence, "text": "Motion to Compel sustained in part." });
        court.tell("edit_entry", edit).await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket]", "sustained in part")
            .await;

        let case = |part: &str| format!("#/case/{case}{part}");
        let screens = [
            ("#/today".to_owned(), "[data-testid=change-row]"),
            ("#/cases".into(), "[data-testid=case-row]"),
            (case(""), "[data-testid=docket-entry]"),
            (case("/parties"), "[data-testid=parties]"),
            (case("/hearings"), "[data-testid=hearings]"),
            (case("/documents"), "[data-testid=documents]"),
            (case("/history"), "[data-testid=history]"),
            ("#/add".into(), "#number"),
            ("#/add/list".into(), "#lines"),
            ("#/settings/appearance".into(), "[data-testid^=settings-]"),
            (
                "#/settings/notifications".into(),
                "[data-testid^=settings-]",
            ),
            ("#/settings/checking".into(), "[data-testid^=settings-]"),
            ("#/settings/privacy".into(), "[data-testid^=settings-]"),
            ("#/settings/keys".into(), "[data-testid^=settings-]"),
            ("#/settings/about".into(), "[data-testid^=settings-]"),
            ("#/search?q=motion".into(), "[data-testid=hit]"),
            ("#/accounts".into(), "[data-testid=help-desk]"),
            ("#/register".into(), "[data-testid=ways]"),
            ("#/register/register_user".into(), "[data-testid=before]"),
            ("#/register/associate".into(), "#group-link"),
            ("#/register/sign_in".into(), "#part-casenet"),
            ("#/journey".into(), "main h1"),
        ];
        for (theme, width) in [("light", 1180), ("dark", 400)] {
            app.window.resize(width, 850).await;
            let dress = "document.documentElement.dataset.theme = arguments[0]";
            for (address, there) in &screens {
                app.window.go_to(address).await;
                app.window.wait_for(there).await;
                app.window.script(dress, json!([theme])).await;
                look(&app, &format!("{address} {theme} {width}"), &mut found).await;
                if app.window.is_too_wide().await {
                    found.push(format!("{address} at {width} px must be scrolled sideways"));
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        app.end().await;
    });
}

#[test]
fn the_main_job_goes_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run_by_keys().await;
        app.window.tab_to("a[href='#/add']").await;
        app.window.press(key::ENTER).await;
        app.window.tab_to("#number").await;
        app.window.type_words(TOUR_CASE).await;
        app.window.press(key::ENTER).await;
        app.window
            .wait_for("[data-testid=follow-outcome][data-outcome=followed]")
            .await;
        let court = Court::of(&stage.data_folder()).await;
        court
            .file_entry(TOUR_CASE, "Motion to Compel", "By keys alone.")
            .await;
        app.window.tab_to("a[href='#/today']").await;
        app.window.press(key::ENTER).await;
        app.window.tab_to("[data-testid=check-now]").await;
        app.window.press(key::ENTER).await;
        app.window.tab_to("[data-testid=change-row] h3 a").await;
        app.window.press("r").await;
        app.window
            .wait_until_gone("[data-testid=change-row]:not(.is-reviewed)")
            .await;
        app.end().await;
    });
}
