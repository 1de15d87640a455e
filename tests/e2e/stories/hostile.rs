//! Portal text is text (promise P7): whatever a docket says, the window shows it and runs none of it.

use docketbell_e2e::{App, Court, Stage};
use serde_json::json;

use crate::{TOUR_CASE, play, start};

/// Strings that have run code, faked words, or broken pages elsewhere.
const HOSTILE: &[&str] = &[
    "<script>window.__ran = 1</script>",
    "<img src=x onerror='window.__ran = 2'>",
    "<svg/onload=window.__ran=3>",
    "\"><iframe srcdoc='<script>parent.__ran=4</script>'></iframe>",
    "javascript:window.__ran=5",
    "<a href=\"javascript:window.__ran=6\" autofocus onfocus=window.__ran=7>click</a>",
    "{{constructor.constructor('window.__ran=8')()}} ${window.__ran=9} <%= __ran %>",
    "&lt;script&gt;window.__ran=10&lt;/script&gt; &#60;b&#62; &amp;amp;",
    "<math><mi//xlink:href=\"data:x,<script>window.__ran=11</script>\">",
    "<style>*{display:none!important}</style><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'><form action=https://evil.example><button>Log in</button></form>",
    "&amp;lt;script&amp;gt;window.__ran=12&amp;lt;/script&amp;gt; &amp;amp;#60;i&amp;amp;#62;",
    "&#8238;not turned&#x202e; &rlm;&zwnj;&NoBreak; &lt",
];

/// Marks that turn the direction of writing or have no width, and how the window has to show them. The wire is
/// ISO-8859-1, and JSON carries them as escapes.
const TURNING: &[(&str, &str)] = &[
    (
        "Judgment \u{202e}deined\u{202c} today",
        "Judgment ‹U+202E›deined‹U+202C› today",
    ),
    (
        "\u{2066}left\u{2069} \u{2067}right\u{2069} \u{2068}either\u{2069}",
        "‹U+2066›left‹U+2069› ‹U+2067›right‹U+2069› ‹U+2068›either‹U+2069›",
    ),
    (
        "Never closed \u{202e}\u{2067}\u{202b}on and on",
        "Never closed ‹U+202E›‹U+2067›‹U+202B›on and on",
    ),
    (
        "gran\u{200b}ted den\u{2060}ied pa\u{feff}id \u{200f}mark\u{200e}",
        "gran‹U+200B›ted den‹U+2060›ied pa‹U+FEFF›id ‹U+200F›mark‹U+200E›",
    ),
    (
        "\u{5d1}\u{5d9}\u{5ea} 123 \u{5de}\u{5e9}\u{5e4}\u{5d8}",
        "\u{5d1}\u{5d9}\u{5ea} 123 \u{5de}\u{5e9}\u{5e4}\u{5d8}",
    ),
];

/// Whether every row that holds these words shows them, reads from left to right, and has its own words where they
/// belong: `From` before `Until`, and what we say about the entry in our own direction.
const READS_ON: &str = r#"
    const [selector, named, shown] = arguments;
    const rows = [...document.querySelectorAll(selector)].filter((r) => r.textContent.includes(named));
    if (rows.length === 0) return 'no row with ' + named;
    const place = (node, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
    };
    let looked = 0;
    for (const row of rows) {
        if (getComputedStyle(row).direction !== 'ltr') return 'the row is turned';
        const walk = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (!node.data.includes('From ') || !node.data.includes(' Until')) continue;
            if (!node.data.includes(shown)) return 'shown otherwise: ' + node.data;
            const start = node.data.indexOf('From ');
            const end = node.data.indexOf(' Until') + 1;
            const [f, m, u, l] = [start, start + 3, end, end + 4].map((at) => place(node, at));
            if (f.left >= m.left || u.left >= l.left) return 'words of ours read backwards: ' + node.data;
            const lineAbove = m.bottom <= u.top + 1;
            if (!lineAbove && m.left >= u.left) return 'read backwards: ' + node.data;
            looked += 1;
        }
    }
    return looked > 0 ? null : 'the words are nowhere';
"#;

async fn every_turning_text_reads_on(app: &App, rows: &str) {
    for (number, (_, shown)) in TURNING.iter().enumerate() {
        let named = format!("Turning {number} ");
        let wrong = app
            .window
            .script(READS_ON, json!([rows, named, shown]))
            .await;
        assert!(wrong.is_null(), "{rows}: {shown}: {wrong}");
    }
}

#[test]
fn hostile_docket_text_is_shown_as_text_and_nothing_of_it_runs() {
    play(async {
        let stage = Stage::usual().await;
        let app = start(&stage).await;
        app.first_run().await;
        app.follow(TOUR_CASE).await;
        let court = Court::of(&stage.data_folder()).await;
        for (number, text) in HOSTILE.iter().enumerate() {
            court
                .file_entry(TOUR_CASE, &format!("Exhibit {number} {text}"), text)
                .await;
        }
        for (number, (filed, _)) in TURNING.iter().enumerate() {
            court
                .file_entry(
                    TOUR_CASE,
                    &format!("Turning {number} From {filed} Until here"),
                    &format!("From {filed} Until the end of it"),
                )
                .await;
        }
        let huge = "Long words without an end ".repeat(1_048_576 / 26 + 1);
        court
            .file_entry(TOUR_CASE, "Exhibit of a megabyte", &huge)
            .await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket-entry]", "Exhibit of a megabyte")
            .await;

        let seen = app.window.words("[data-testid=docket]").await;
        for text in HOSTILE {
            assert!(
                seen.contains(text),
                "shown as it was written: {text}\nin {seen:.4000}"
            );
        }
        every_turning_text_reads_on(&app, "[data-testid=docket-entry]").await;
        app.window.go_to("#/today").await;
        app.window.wait_for("[data-testid=change-row]").await;
        app.window.settle().await;
        every_turning_text_reads_on(&app, "[data-testid=change-row]").await;
        let ran = app
            .window
            .script("return window.__ran ?? null", json!([]))
            .await;
        assert!(ran.is_null(), "something of it ran: {ran}");
        let foreign = "return document.querySelectorAll('#docketbell script, #docketbell iframe, #docketbell base, #docketbell [onerror], #docketbell [onload], #docketbell a[href^=javascript]').length";
        assert_eq!(
            app.window.script(foreign, json!([])).await,
            json!(0),
            "none of it became an element"
        );
        let place = app
            .window
            .script("return location.protocol + '//' + location.host", json!([]))
            .await;
        assert_eq!(place, "tauri://localhost", "and the window is where it was");

        let told = stage.notifications.as_ref().unwrap();
        for one in told.shown() {
            assert!(
                !one.body.contains("<script") && !one.body.contains('\u{202e}'),
                "a desktop that reads markup gets none: {}",
                one.body
            );
        }
        app.end().await;
    });
}
