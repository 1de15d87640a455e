//! Usable by everyone (promise P19): axe finds nothing on any screen, light and dark, wide and narrow; the main job goes by keys alone.

use docketbell_e2e::{App, Court, Stage};
use serde_json::{Value, json};

use crate::{TOUR_CASE, play, start};

/// The rules that promise P19 names: WCAG 2.2 A and AA, and what axe calls best practice.
const RUN_AXE: &str = "const done = arguments[0];
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
       .then((found) => done(found.passes.length < 10 ? ['axe looked at nothing'] : found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)))
       .catch((error) => done([String(error)]))";

async fn look(app: &App, screen: &str, found: &mut Vec<String>) {
    app.window.settle().await;
    let violations = app.window.script_async(RUN_AXE, json!([])).await;
    for violation in violations
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        found.push(format!("{screen}: {violation}"));
    }
}

async fn bring_axe(app: &App) {
    let source = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ui/node_modules/axe-core/axe.min.js"
    );
    let source = std::fs::read_to_string(source).expect("axe-core is among the window's packages");
    app.window.script(&source, json!([])).await;
}

#[test]
fn axe_finds_nothing_on_any_screen() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        let mut found = Vec::new();
        bring_axe(&app).await;
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
                let wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
                if app.window.script(wider, json!([])).await == true {
                    found.push(format!("{address} at {width} px must be scrolled sideways"));
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        app.end().await;
    });
}

/// Moves the focus with Tab until it is where the selector says.
async fn tab_to(app: &App, selector: &str) {
    app.window.wait_for(selector).await;
    for _ in 0..120 {
        let here = "return document.activeElement?.matches(arguments[0]) ?? false";
        if app.window.script(here, json!([selector])).await == true {
            return;
        }
        app.window.press(TAB).await;
    }
    panic!(
        "Tab never reached {selector}; the focus is on {}",
        app.window
            .script("return document.activeElement?.outerHTML", json!([]))
            .await
    );
}

async fn type_words(app: &App, words: &str) {
    for letter in words.chars() {
        app.window.press(&letter.to_string()).await;
    }
}

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

#[test]
fn the_main_job_goes_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        for step in ["welcome", "portal", "protect", "notify"] {
            app.window.wait_for(&format!("[data-step={step}]")).await;
            tab_to(&app, "[data-testid=first-next]").await;
            app.window.press(ENTER).await;
        }
        app.window.wait_for("[data-testid=status]").await;
        tab_to(&app, "a[href='#/add']").await;
        app.window.press(ENTER).await;
        tab_to(&app, "#number").await;
        type_words(&app, TOUR_CASE).await;
        app.window.press(ENTER).await;
        app.window
            .wait_for("[data-testid=follow-outcome][data-outcome=followed]")
            .await;
        let court = Court::of(&stage.data_folder()).await;
        court
            .file_entry(TOUR_CASE, "Motion to Compel", "By keys alone.")
            .await;
        tab_to(&app, "a[href='#/today']").await;
        app.window.press(ENTER).await;
        tab_to(&app, "[data-testid=check-now]").await;
        app.window.press(ENTER).await;
        tab_to(&app, "[data-testid=change-row] h3 a").await;
        app.window.press("r").await;
        app.window
            .wait_until_gone("[data-testid=change-row]:not(.is-reviewed)")
            .await;
        app.end().await;
    });
}
