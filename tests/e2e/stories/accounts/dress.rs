//! The same page in other clothes: light and dark, wide and narrow, large text. `DOCKETBELL_FACES_DIR` takes a picture of
//! each, `DOCKETBELL_GUIDE_DIR` those that the guide shows.

use std::path::PathBuf;

use docketbell_e2e::{App, Stage};
use serde_json::json;

/// Theme, width, text size in percent.
type Dress = (&'static str, u32, u32);

/// What every page is looked at in; the last is the one that a journey goes on in.
const DRESSES: [Dress; 3] = [
    ("dark", 400, 100),
    ("light", 1180, 200),
    ("light", 1180, 100),
];

/// What is pictured besides.
const MORE: [Dress; 2] = [("light", 400, 100), ("dark", 1180, 100)];

/// What sticks out of the page.
const WIDEST: &str = "const wide = document.documentElement.clientWidth;
    return [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > wide + 0.5).slice(0, 3).map((e) => e.outerHTML.slice(0, 160));";

/// The folder for pictures, where somebody wants them.
fn folder() -> Option<PathBuf> {
    std::env::var_os("DOCKETBELL_FACES_DIR").map(PathBuf::from)
}

/// What axe finds, and what must be scrolled sideways, in any of the dresses; or in the last alone.
pub async fn look(app: &App, stage: &Stage, place: &str, glance: bool) -> Vec<String> {
    let mut found = Vec::new();
    let pictures = folder();
    let more: &[Dress] = if pictures.is_some() { &MORE } else { &[] };
    let worn: &[Dress] = if glance {
        &DRESSES[DRESSES.len() - 1..]
    } else {
        &DRESSES
    };
    for dress in more.iter().chain(worn) {
        let (theme, width, text) = *dress;
        put_on(app, *dress).await;
        let dressed = format!("{place} ({theme}, {width} px, text {text} %)");
        let violations = if text == 100 {
            app.window.axe().await
        } else {
            app.window.axe_of_sizes().await
        };
        for violation in violations {
            found.push(format!("{dressed}: {violation}"));
        }
        if app.window.is_too_wide().await {
            let widest = app.window.script(WIDEST, json!([])).await;
            found.push(format!("{dressed}: must be scrolled sideways for {widest}"));
        }
        if let Some(folder) = &pictures {
            let name: String = place
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { '-' })
                .collect();
            let path = folder.join(format!("{name}-{theme}-{width}-{text}.png"));
            stage.picture(Some("^Docketbell|Docketbell$"), &path);
        }
    }
    found
}

async fn put_on(app: &App, (theme, width, text): Dress) {
    let put_on = "document.documentElement.dataset.theme = arguments[0];
        document.documentElement.style.fontSize = arguments[1] === 100 ? '' : `${arguments[1]}%`; return true;";
    app.window.script(put_on, json!([theme, text])).await;
    let height = Stage::display_height() - 100;
    app.window.resize(width, height).await;
}

/// The picture of the window as it is, for the guide.
pub async fn picture_for_the_guide(app: &App, stage: &Stage, name: &str) {
    assert!(
        GUIDES.iter().any(|(_, pictures)| pictures.contains(&name)),
        "{name} is no picture of a guide's list"
    );
    let Some(folder) = std::env::var_os("DOCKETBELL_GUIDE_DIR").map(PathBuf::from) else {
        return;
    };
    let path = folder.join(format!("{name}.png"));
    // The whole page, and no more: what must be scrolled to is not in a picture.
    let height = "const main = document.querySelector('main'); window.scrollTo(0, 0); return Math.ceil(main.lastElementChild.getBoundingClientRect().bottom - main.getBoundingClientRect().top) + 110";
    let height = app.window.script(height, json!([])).await;
    let height = height.as_f64().unwrap_or_default() as u32;
    app.window.resize(1180, height.clamp(640, 1400)).await;
    app.window.settle().await;
    let full = path.with_extension("full.png");
    stage.picture(Some("^Docketbell|Docketbell$"), &full);
    app.window.resize(1180, 800).await;
    // So many colours are what a page of text and lines has; a third of the bytes.
    let smaller = stage
        .command("convert")
        .arg(&full)
        .args(["-strip", "+dither", "-colors", "48"])
        .arg(format!("PNG8:{}", path.display()))
        .status();
    assert!(smaller.unwrap().success(), "{}", path.display());
    std::fs::remove_file(full).unwrap();
}

/// The pictures of each guide below `docs/`.
const GUIDES: [(&str, &[&str]); 2] = [
    (
        "accounts",
        &[
            "accounts-choice",
            "accounts-phrase",
            "accounts-refused",
            "accounts-review",
            "accounts-link",
            "accounts-pin",
            "accounts-missing",
            "accounts-verify",
            "accounts-kept",
        ],
    ),
    (
        "group",
        &[
            "group-list",
            "group-waiting",
            "group-conflict",
            "group-pin",
            "group-leaving",
            "group-review",
        ],
    ),
];

#[test]
fn the_guides_show_every_picture_that_is_made_for_them() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (guide, pictures) in GUIDES {
        let words = std::fs::read_to_string(docs.join(format!("{guide}.md"))).unwrap();
        for name in pictures {
            let picture = format!("pictures/{name}.png");
            assert!(words.contains(&picture), "{guide} does not show {picture}");
            assert!(docs.join(&picture).is_file(), "{picture} is not there");
        }
        let shown = words.matches(&format!("](pictures/{guide}-")).count();
        assert_eq!(shown, pictures.len(), "{guide}: and no other, each once");
    }
}
