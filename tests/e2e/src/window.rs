//! A thin WebDriver client: what a story does to a page, and what it sees there.

use std::path::Path;
use std::time::Duration;

use docketbell_testbed::until;
use serde_json::{Value, json};

use crate::PATIENCE;

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The app's window, through its driver.
pub struct Window {
    http: reqwest::Client,
    session: String,
}

impl Window {
    /// Starts the program through the driver that listens at `driver`.
    pub async fn open(driver: &str, binary: &Path, arguments: &[String]) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": arguments },
            "timeouts": { "script": 60_000 },
        } } });
        let answer: Value = http
            .post(format!("{driver}/session"))
            .json(&wanted)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let id = answer["value"]["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("the driver started the app: {answer}"));
        Self {
            session: format!("{driver}/session/{id}"),
            http,
        }
    }

    /// Runs a script in the page; the words after `return` are the answer.
    pub async fn script(&self, script: &str, arguments: Value) -> Value {
        self.ask(
            "execute/sync",
            json!({ "script": script, "args": arguments }),
        )
        .await
        .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs a script that answers by calling its last argument.
    pub async fn script_async(&self, script: &str, arguments: Value) -> Value {
        self.ask(
            "execute/async",
            json!({ "script": script, "args": arguments }),
        )
        .await
        .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits until the selector finds something.
    pub async fn wait_for(&self, selector: &str) {
        self.until_true(
            &format!("{selector} in the window"),
            "return !!document.querySelector(arguments[0])",
            json!([selector]),
        )
        .await;
    }

    /// Waits until the selector finds nothing.
    pub async fn wait_until_gone(&self, selector: &str) {
        self.until_true(
            &format!("{selector} to go"),
            "return !document.querySelector(arguments[0])",
            json!([selector]),
        )
        .await;
    }

    /// Waits until what the selector finds shows these words.
    pub async fn wait_for_words(&self, selector: &str, words: &str) {
        self.until_true(
            &format!("{words:?} in {selector}"),
            "return [...document.querySelectorAll(arguments[0])].some((e) => e.innerText.includes(arguments[1]))",
            json!([selector, words]),
        )
        .await;
    }

    /// Waits until a script says `true`; shows the page's words when it does not.
    pub async fn until_true(&self, what: &str, script: &str, arguments: Value) {
        let begun = std::time::Instant::now();
        loop {
            let said = self
                .ask(
                    "execute/sync",
                    json!({ "script": script, "args": arguments }),
                )
                .await;
            if said == Ok(Value::Bool(true)) {
                return;
            }
            if begun.elapsed() > PATIENCE {
                let shown = self.words("body").await;
                panic!(
                    "waited {PATIENCE:?} for {what}; last: {said:?}; the window shows:\n{shown}"
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The words that the first match shows.
    pub async fn words(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.script(script, json!([selector]))
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// An attribute of the first match.
    pub async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let script =
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.script(script, json!([selector, name]))
            .await
            .as_str()
            .map(str::to_owned)
    }

    /// How many matches there are.
    pub async fn count(&self, selector: &str) -> u64 {
        let script = "return document.querySelectorAll(arguments[0]).length";
        self.script(script, json!([selector]))
            .await
            .as_u64()
            .unwrap()
    }

    /// Waits for it and clicks it as a mouse does.
    pub async fn click(&self, selector: &str) {
        self.wait_for(selector).await;
        self.act_on(selector, "click", json!({})).await;
    }

    /// Waits for a field, empties it and types.
    pub async fn type_into(&self, selector: &str, text: &str) {
        self.wait_for(selector).await;
        self.act_on(selector, "clear", json!({})).await;
        self.act_on(selector, "value", json!({ "text": text }))
            .await;
    }

    /// Goes to one of the app's own addresses, `#/today` …
    pub async fn go_to(&self, address: &str) {
        self.script("location.hash = arguments[0]", json!([address]))
            .await;
        self.settle().await;
    }

    /// Presses and releases one key; WebDriver's names for the keys without a letter.
    pub async fn press(&self, key: &str) {
        self.keys(vec![
            json!({ "type": "keyDown", "value": key }),
            json!({ "type": "keyUp", "value": key }),
        ])
        .await;
    }

    /// Plays key presses and releases in their order.
    pub(crate) async fn keys(&self, keys: Vec<Value>) {
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] });
        self.ask("actions", actions).await.unwrap();
    }

    /// Makes the window so large.
    pub async fn resize(&self, width: u32, height: u32) {
        self.ask("window/rect", json!({ "width": width, "height": height }))
            .await
            .unwrap();
        self.settle().await;
    }

    /// Two animation frames: what changed is drawn then.
    pub async fn settle(&self) {
        self.script_async(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))",
            json!([]),
        )
        .await;
    }

    /// Ends the session, and with it the app.
    pub async fn end(&self) {
        let _ = self.http.delete(&self.session).send().await;
    }

    async fn act_on(&self, selector: &str, act: &str, body: Value) {
        let what = format!("{act} on {selector}");
        until(&what, PATIENCE, async || {
            let found = self
                .ask(
                    "element",
                    json!({ "using": "css selector", "value": selector }),
                )
                .await
                .ok()?;
            let id = found[ELEMENT].as_str()?;
            // A view that was drawn anew in between, or that something covers for a moment, is tried again.
            self.ask(&format!("element/{id}/{act}"), body.clone())
                .await
                .ok()
        })
        .await;
    }

    pub(crate) async fn ask(&self, what: &str, body: Value) -> Result<Value, String> {
        let answer = self
            .http
            .post(format!("{}/{what}", self.session))
            .json(&body)
            .send()
            .await;
        let answer: Value = answer
            .map_err(|e| e.to_string())?
            .json()
            .await
            .map_err(|e| e.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].clone()),
        }
    }
}
