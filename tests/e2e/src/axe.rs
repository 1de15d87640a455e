//! axe-core in the real window, brought by the driver: the page's content security policy stays as it is.

use serde_json::{Value, json};

use crate::Window;

/// The rules that promise P19 names: WCAG 2.2 A and AA, and what axe calls best practice.
const ALL: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// The rules that look at sizes. Names, roles and order stand in the document, colours in the theme, and large text needs
/// less contrast than small: nothing else can fail by larger text alone.
const SIZES: [&str; 2] = ["target-size", "scrollable-region-focusable"];

/// The status bar sticks to the
/// window's end, and a button that happens to lie half under it would be called too small; so it lies at the page's end
/// meanwhile. That no bar covers what has the focus is looked at with each Tab (`keys.rs`).
const RUN: &str = "const rules = arguments[0], least = arguments[1], answer = arguments[2], bar = document.querySelector('.status');
    if (bar) bar.style.position = 'static';
    const done = (found) => { if (bar) bar.style.position = ''; answer(found); };
    axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false, runOnly: rules })
       .then((found) => done(found.passes.length < least ? ['axe looked at nothing'] : found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${[...n.any, ...n.all].map((c) => c.message).join(', ').slice(0, 200)})`).join(' | ')}`)))
       .catch((error) => done([String(error)]))";

impl Window {
    /// Brings axe into the page; once for each start of the app.
    pub async fn bring_axe(&self) {
        let source = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../ui/node_modules/axe-core/axe.min.js"
        );
        let source =
            std::fs::read_to_string(source).expect("axe-core is among the window's packages");
        self.script(&source, json!([])).await;
    }

    /// What axe finds wrong with the page as it stands.
    pub async fn axe(&self) -> Vec<String> {
        self.axe_by(json!({ "type": "tag", "values": ALL }), 10)
            .await
    }

    /// What axe finds wrong with the page as it stands, where only its text has another size than when all was looked at.
    pub async fn axe_of_sizes(&self) -> Vec<String> {
        self.axe_by(json!({ "type": "rule", "values": SIZES }), 1)
            .await
    }

    /// `least` rules must have found something to look at.
    async fn axe_by(&self, rules: Value, least: u32) -> Vec<String> {
        self.settle().await;
        let found = self.script_async(RUN, json!([rules, least])).await;
        let words = |e: &Value| e.as_str().map(str::to_owned);
        found
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(words)
            .collect()
    }

    /// Whether the page must be scrolled sideways (WCAG 1.4.10).
    pub async fn is_too_wide(&self) -> bool {
        let wider =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.script(wider, json!([])).await == true
    }
}
