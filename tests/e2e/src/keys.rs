//! A person without a mouse: keys only, and a look at where the focus is after each of them.

use serde_json::{Value, json};

use crate::Window;

/// WebDriver's names of the keys without a letter.
pub mod key {
    /// To the next stop.
    pub const TAB: &str = "\u{e004}";
    /// Presses what has the focus, or sends the form.
    pub const ENTER: &str = "\u{e007}";
    /// Ticks, chooses, opens.
    pub const SPACE: &str = " ";
    /// Held with Tab: to the stop before.
    pub const SHIFT: &str = "\u{e008}";
    /// To the next choice.
    pub const DOWN: &str = "\u{e015}";
    /// To the choice before.
    pub const UP: &str = "\u{e013}";
    /// To the beginning of a list.
    pub const HOME: &str = "\u{e011}";
    /// To the end of a field, or of a list.
    pub const END: &str = "\u{e010}";
    /// Takes away what stands before the caret.
    pub const BACKSPACE: &str = "\u{e003}";
    /// Closes a dialog.
    pub const ESCAPE: &str = "\u{e00c}";
}

/// Marks what was reached, and tells where the focus is and whether a person can see it: a ring is drawn, and nothing
/// covers the stop (WCAG 2.4.7, 2.4.11).
const LOOK: &str = "const e = document.activeElement;
    if (!e || e === document.body) return null;
    e.__reached = true;
    const ring = (x) => { const s = getComputedStyle(x); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== 'transparent'; };
    // A row or a card may draw the ring for the link inside it.
    const ringed = (x) => !!x && x !== document.body && (ring(x) || ringed(x.parentElement));
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const seen = (y) => { const hit = document.elementFromPoint(x, y); return !!hit && (e.contains(hit) || hit.closest('label')?.control === e); };
    const y = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    const ask = e.closest('[data-testid=ask]');
    return { inMain: !!e.closest('main'), tag: e.tagName, type: e.type ?? '', testid: e.dataset.testid ?? '', id: e.id,
        ask: ask?.dataset.name ?? '', kind: ask?.dataset.kind ?? '', label: (e.labels?.[0] ?? e).innerText, checked: e.checked ?? false,
        filled: 'value' in e && e.value !== '', ring: ringed(e), seen: y.every(seen), box: `${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight}, under ${document.elementFromPoint(x, y.find((y) => !seen(y)) ?? y[1])?.outerHTML.slice(0, 80)}`, html: e.outerHTML.slice(0, 200) };";

/// What a mouse could press or fill in, and no key has reached.
const UNREACHED: &str = "const all = [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary, [tabindex=\"0\"])')];
    const groups = new Set(all.filter((e) => e.__reached && e.type === 'radio').map((e) => e.name));
    return all.filter((e) => !e.__reached && e.checkVisibility() && !(e.type === 'radio' && groups.has(e.name))).map((e) => e.outerHTML.slice(0, 160));";

/// Where the focus stands.
#[derive(Debug, Clone)]
pub struct Stop(Value);

impl Stop {
    /// One of the words that [`Window::focus`] gathers: `tag`, `type`, `testid`, `id`, `ask`, `kind`, `label`, `html`.
    pub fn word(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    /// One of its facts: `inMain`, `checked`, `filled`, `ring`, `seen`.
    pub fn is(&self, name: &str) -> bool {
        self.0[name] == true
    }
}

impl Window {
    /// Where the focus is; nothing when it is nowhere.
    pub async fn focus(&self) -> Option<Stop> {
        let found = self.script(LOOK, json!([])).await;
        (!found.is_null()).then_some(Stop(found))
    }

    /// Tab, and where it led; stops the story when a person could not see where.
    pub async fn tab(&self) -> Option<Stop> {
        self.press(key::TAB).await;
        self.seen_focus().await
    }

    /// Tab with Shift.
    pub async fn tab_back(&self) -> Option<Stop> {
        self.press_with(key::SHIFT, key::TAB).await;
        self.seen_focus().await
    }

    async fn seen_focus(&self) -> Option<Stop> {
        let mut stop = self.focus().await?;
        // WebKit brings what has the focus into view a moment later.
        for _ in 0..60 {
            if stop.is("seen") {
                break;
            }
            self.settle().await;
            stop = self.focus().await?;
        }
        assert!(
            stop.is("seen"),
            "nothing may cover what has the focus: {} at {}",
            stop.word("html"),
            stop.word("box")
        );
        assert!(
            stop.is("ring"),
            "the focus must be seen: {}",
            stop.word("html")
        );
        Some(stop)
    }

    /// Goes to what the selector finds, forwards or backwards, by Tab alone.
    pub async fn tab_to(&self, selector: &str) {
        self.wait_for(selector).await;
        for _ in 0..150 {
            // Where it is from here: 0 there, 1 behind, -1 before.
            let where_is = "const e = document.activeElement, all = [...document.querySelectorAll(arguments[0])];
                if (all.includes(e)) return 0;
                return all[0]?.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1";
            match self.script(where_is, json!([selector])).await.as_i64() {
                Some(0) => return,
                Some(-1) => self.tab_back().await,
                _ => self.tab().await,
            };
        }
        panic!(
            "Tab never reached {selector}; the focus is on {:?}",
            self.focus().await
        );
    }

    /// Goes there by Tab and presses Enter.
    pub async fn enter_on(&self, selector: &str) {
        self.tab_to(selector).await;
        self.press(key::ENTER).await;
    }

    /// Types words, key by key.
    pub async fn type_words(&self, words: &str) {
        let keys: Vec<Value> = words
            .chars()
            .flat_map(|letter| {
                ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": letter }))
            })
            .collect();
        self.keys(keys).await;
    }

    /// Empties the field that has the focus, then types.
    pub async fn type_anew(&self, words: &str) {
        self.press_with("\u{e009}", "a").await;
        self.press(key::BACKSPACE).await;
        self.type_words(words).await;
    }

    /// Presses a key while another is held.
    pub async fn press_with(&self, held: &str, pressed: &str) {
        self.keys(vec![
            json!({ "type": "keyDown", "value": held }),
            json!({ "type": "keyDown", "value": pressed }),
            json!({ "type": "keyUp", "value": pressed }),
            json!({ "type": "keyUp", "value": held }),
        ])
        .await;
    }

    /// What of the page no key has reached since it was drawn; each with its beginning.
    pub async fn unreached(&self) -> Vec<String> {
        let found = self.script(UNREACHED, json!([])).await;
        let words = |e: &Value| e.as_str().unwrap_or_default().to_owned();
        found.as_array().into_iter().flatten().map(words).collect()
    }
}
