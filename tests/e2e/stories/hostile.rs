//! Portal text is text (promise P7): whatever a docket says, the window shows it and runs none of it.

use docketbell_e2e::{Court, Stage};
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
    "Judgment \u{202e}deined\u{202c} and \u{2066}isolated\u{2069} \u{200f}marks",
];

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
        let huge = "Long words without an end ".repeat(1_048_576 / 26 + 1);
        court
            .file_entry(TOUR_CASE, "Exhibit of a megabyte", &huge)
            .await;
        app.check_now().await;
        app.window
            .wait_for_words("[data-testid=docket-entry]", "Exhibit of a megabyte")
            .await;

        let seen = app.window.words("[data-testid=docket]").await;
        // The wire is ISO-8859-1: marks outside of it arrive as the portal writes them, and are not looked for here.
        for text in HOSTILE.iter().filter(|text| text.is_ascii()) {
            let start: String = text.chars().take(12).collect();
            assert!(
                seen.contains(&start) || start.starts_with("&lt;"),
                "shown as it was written: {text}"
            );
        }
        app.window.go_to("#/today").await;
        app.window.wait_for("[data-testid=change-row]").await;
        app.window.settle().await;
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
