//! The same page in other clothes: light and dark, wide and narrow, large text. `DOCKETBELL_FACES_DIR` takes a picture of each.

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

/// The folder for pictures, where somebody wants them.
fn folder() -> Option<PathBuf> {
    std::env::var_os("DOCKETBELL_FACES_DIR").map(PathBuf::from)
}

/// What axe finds, and what must be scrolled sideways, in any of the dresses.
pub async fn look(app: &App, stage: &Stage, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    let pictures = folder();
    let more: &[Dress] = if pictures.is_some() { &MORE } else { &[] };
    for dress in more.iter().chain(&DRESSES) {
        let (theme, width, text) = *dress;
        put_on(app, *dress).await;
        let dressed = format!("{place} ({theme}, {width} px, text {text} %)");
        for violation in app.window.axe().await {
            found.push(format!("{dressed}: {violation}"));
        }
        if app.window.is_too_wide().await {
            found.push(format!("{dressed}: must be scrolled sideways"));
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
    let height = Stage::display_height() - 100;
    app.window.resize(width, height).await;
    let put_on = "document.documentElement.dataset.theme = arguments[0];
        document.documentElement.style.fontSize = arguments[1] === 100 ? '' : `${arguments[1]}%`;";
    app.window.script(put_on, json!([theme, text])).await;
    app.window.settle().await;
}
