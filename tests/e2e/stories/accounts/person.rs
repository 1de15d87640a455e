//! Somebody at the keyboard who knows every answer, looks at every page as axe does, and notices what no key reaches.

use docketbell_e2e::{App, Court, Stage, Stop, key};
use docketbell_testbed::canary;
use serde_json::json;

/// Faces of the journey's view on which a person must do something.
const FACES: [&str; 4] = ["page", "review", "outcome", "standstill"];

/// Waits for a face that is whole, and new since it was last asked; answers with its name and where it is.
const NEXT_FACE: &str = "for (const name of arguments[0]) {
        const e = document.querySelector(`[data-testid=${name}]`);
        if (!e || e.__met || e.querySelector('[aria-busy=true]') || e.ariaBusy === 'true') continue;
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        e.__met = true;
        return { name, step: e.dataset.step ?? '', detail: e.dataset.outcome ?? e.dataset.kind ?? '',
            focus: at === document.querySelector('main h1') ? 'heading' : at.dataset.testid || at.closest('[data-testid=ask]')?.dataset.kind || at.outerHTML.slice(0, 120) };
    }
    return null;";

/// Whether one of these words stands anywhere in the page, fields included.
const HOLDS: &str = "const all = document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((e) => ` ${e.value}`).join('');
    return arguments[0].filter((secret) => all.includes(secret));";

/// The face that the journey's view shows.
#[derive(Debug, Clone)]
pub struct Face {
    /// `page`, `review`, `outcome` or `standstill`.
    pub name: String,
    /// The procedure's number of the page's step.
    pub step: String,
    /// The outcome, or what it stands still for.
    pub detail: String,
    /// Where the focus went.
    pub focus: String,
}

/// A person at the keyboard.
pub struct Person<'a> {
    stage: &'a Stage,
    app: &'a App,
    court: &'a Court,
    /// The journey under way, for what was found.
    kind: String,
    knows: Vec<(&'static str, String)>,
    keeps: Vec<&'static str>,
    /// What was wrong on the way; [`Person::ends`] stops the story with it.
    pub found: Vec<String>,
    /// The steps of the pages that were answered.
    pub steps: Vec<String>,
    typed: Vec<(String, String)>,
    glances: bool,
}

impl<'a> Person<'a> {
    /// A person who knows these answers by their names, and an invented one for everything else.
    pub fn who_knows(
        stage: &'a Stage,
        app: &'a App,
        court: &'a Court,
        knows: &[(&'static str, &str)],
    ) -> Self {
        Self {
            stage,
            app,
            court,
            kind: String::new(),
            knows: knows.iter().map(|(n, w)| (*n, (*w).to_owned())).collect(),
            keeps: Vec::new(),
            found: Vec::new(),
            steps: Vec::new(),
            typed: Vec::new(),
            glances: false,
        }
    }

    /// From here on pages that other stories look at in every dress are looked at in one.
    pub fn glances(&mut self) {
        self.glances = true;
    }

    /// The person learns, or thinks better of, an answer.
    pub fn learns(&mut self, name: &'static str, words: &str) {
        self.knows.retain(|(known, _)| *known != name);
        self.knows.push((name, words.to_owned()));
    }

    /// The person has no answer of their own any more.
    pub fn forgets(&mut self, name: &str) {
        self.knows.retain(|(known, _)| *known != name);
    }

    /// The person asks to be remembered for this secret.
    pub fn keeps(&mut self, name: &'static str) {
        self.keeps.push(name);
    }

    /// From wherever the window is to the start of a journey: rail, accounts, the choice, its first button.
    pub async fn sets_out(&mut self, kind: &str) {
        kind.clone_into(&mut self.kind);
        let window = &self.app.window;
        window.enter_on("a[href='#/accounts']").await;
        window.wait_for("[data-testid=kept]").await;
        window.enter_on("[data-testid=to-register]").await;
        window.wait_for("[data-testid=ways]").await;
        let link = format!("main a[href='#/register/{kind}']");
        self.app.window.enter_on(&link).await;
        self.app
            .window
            .wait_for(&format!("[data-testid=before][data-kind={kind}]"))
            .await;
        self.stands_on_the_heading("before the journey").await;
        self.looks(&format!("before {kind}")).await;
    }

    /// The same, and presses the button that asks the court.
    pub async fn begins(&mut self, kind: &str) {
        self.sets_out(kind).await;
        self.app
            .window
            .enter_on("[data-testid=start-journey]")
            .await;
    }

    /// From the accounts, by the link that stands there, to a journey of whoever is signed in.
    pub async fn goes_from_accounts(&mut self, kind: &str) {
        kind.clone_into(&mut self.kind);
        let window = &self.app.window;
        window.enter_on("a[href='#/accounts']").await;
        window.wait_for("[data-testid=sign-out]").await;
        let link = format!("main a[href='#/register/{kind}']");
        window.enter_on(&link).await;
        window
            .wait_for(&format!("[data-testid=before][data-kind={kind}]"))
            .await;
        self.stands_on_the_heading("before the journey").await;
        self.looks(&format!("before {kind}")).await;
        self.app
            .window
            .enter_on("[data-testid=start-journey]")
            .await;
    }

    /// Pastes a group's link and has it looked at, before it is opened.
    pub async fn pastes_the_link(&self, link: &str) {
        self.has_a_link_looked_at(link, true).await;
    }

    /// The same with a link for a new password: what of it counts for whoever holds it is looked for like a secret.
    pub async fn pastes_the_mailed_link(&mut self, link: &str) {
        let (_, token) = link.rsplit_once(['=', '/']).expect("a link with a token");
        self.typed.push(("mailed_link".into(), token.to_owned()));
        self.has_a_link_looked_at(link, true).await;
    }

    /// Pastes a link, and waits for what is said of its host.
    pub async fn has_a_link_looked_at(&self, link: &str, allowed: bool) {
        let window = &self.app.window;
        window.tab_to("#group-link").await;
        window.type_anew(link).await;
        window.press(key::ENTER).await;
        window
            .wait_for(&format!(
                "[data-testid=link-review][data-allowed={allowed}]"
            ))
            .await;
    }

    /// Walks page by page until the journey ends or stands still; the last face.
    pub async fn walks(&mut self) -> Face {
        self.walks_until(|_| false).await
    }

    /// The same from a face that was met already.
    pub async fn walks_from(&mut self, face: Face) -> Face {
        self.walks_from_until(face, |_| false).await
    }

    /// From a face that was met already until one is as wanted, which is left unanswered.
    pub async fn walks_from_until(&mut self, face: Face, wanted: impl Fn(&Face) -> bool) -> Face {
        self.deals_with(&face).await;
        self.walks_until(wanted).await
    }

    async fn deals_with(&mut self, face: &Face) {
        if face.name == "review" {
            self.reads_the_review().await;
        } else {
            self.fills_in(face).await;
            self.sends().await;
        }
    }

    /// Walks until a face is as wanted, and leaves that one unanswered.
    pub async fn walks_until(&mut self, wanted: impl Fn(&Face) -> bool) -> Face {
        for _ in 0..40 {
            let face = self.meets().await;
            if face.name == "outcome" || face.name == "standstill" || wanted(&face) {
                return face;
            }
            self.deals_with(&face).await;
        }
        panic!("the journey does not come to an end: {:?}", self.steps);
    }

    /// Waits for the next face, and looks at it.
    pub async fn meets(&mut self) -> Face {
        let app = self.app;
        let faces = json!([FACES]);
        let begun = std::time::Instant::now();
        let met = loop {
            let met = app.window.script(NEXT_FACE, faces.clone()).await;
            if !met.is_null() {
                break met;
            }
            assert!(
                begun.elapsed() < docketbell_e2e::PATIENCE,
                "no next page; the focus is on {:?}; the window shows:\n{}",
                app.window.focus().await,
                app.window.words("body").await
            );
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        };
        let word = |name: &str| met[name].as_str().unwrap_or_default().to_owned();
        let face = Face {
            name: word("name"),
            step: word("step"),
            detail: word("detail"),
            focus: word("focus"),
        };
        let place = format!("{} {} {} {}", self.kind, face.name, face.step, face.detail);
        if !["heading", "error-summary", "phrase", "code"].contains(&face.focus.as_str()) {
            self.found
                .push(format!("{place}: the focus went to {}", face.focus));
        }
        let secrets: Vec<&str> = self.typed.iter().map(|(_, words)| words.as_str()).collect();
        let held = app.window.script(HOLDS, json!([secrets])).await;
        if held.as_array().is_some_and(|held| !held.is_empty()) {
            self.found
                .push(format!("{place}: the window still holds {held}"));
        }
        self.looks(&place).await;
        face
    }

    /// Goes through the page with Tab, from its heading to its end, and fills in every field on the way.
    pub async fn fills_in(&mut self, face: &Face) {
        self.steps.push(face.step.clone());
        self.fills_in_from_here().await;
        for left in self.app.window.unreached().await {
            self.found
                .push(format!("{}: no key reaches {left}", face.step));
        }
    }

    /// Fills in what has the focus, and every field from there on.
    pub async fn fills_in_from_here(&mut self) {
        let mut stop = self.app.window.focus().await;
        for _ in 0..100 {
            let Some(here) = stop.filter(|stop| stop.is("inMain")) else {
                return;
            };
            if !here.word("ask").is_empty() {
                self.answers(&here).await;
            }
            stop = self.app.window.tab().await;
        }
        panic!("the page has no end");
    }

    /// Types a field's answer anew.
    pub async fn types_anew(&mut self, name: &str, words: &str) {
        let window = &self.app.window;
        window.tab_to(&format!("[data-name={name}] input")).await;
        window.type_anew(words).await;
    }

    /// Presses the page's button as it is, and comes to what is wrong with it.
    pub async fn is_corrected(&mut self, what: &str, wrong: usize) {
        let summary = "return document.activeElement === document.querySelector('[data-testid=error-summary]') && document.querySelectorAll('[data-testid=error-summary] li').length";
        let window = &self.app.window;
        window
            .until_true(
                &format!("the summary of {wrong} errors to have the focus"),
                &format!("{summary} === arguments[0]"),
                json!([wrong]),
            )
            .await;
        self.looks(what).await;
        let window = &self.app.window;
        window.enter_on("[data-testid=error-summary] a").await;
        let field = window.focus().await.expect("a field with an error");
        if field.word("ask").is_empty() {
            self.found.push(format!(
                "{what}: the summary leads to {}",
                field.word("html")
            ));
        }
    }

    /// Presses the page's own button.
    pub async fn sends(&mut self) {
        self.app.window.enter_on("[data-testid=journey-next]").await;
    }

    /// Reads what will be sent, and presses the last button.
    pub async fn reads_the_review(&mut self) {
        let shown = self.app.window.words("[data-testid=review]").await;
        for (name, words) in &self.typed {
            if shown.contains(words.as_str()) {
                self.found.push(format!("the review shows the {name}"));
            }
        }
        self.app
            .window
            .enter_on("[data-testid=journey-press]")
            .await;
    }

    async fn answers(&mut self, stop: &Stop) {
        let window = &self.app.window;
        let (name, kind) = (stop.word("ask").to_owned(), stop.word("kind").to_owned());
        if stop.word("id").ends_with("-keep") {
            if self.keeps.iter().any(|kept| *kept == name) && !stop.is("checked") {
                window.press(key::SPACE).await;
            }
            return;
        }
        match (stop.word("tag"), kind.as_str()) {
            ("INPUT", "agreement") if !stop.is("checked") => window.press(key::SPACE).await,
            ("INPUT", "choice") if stop.word("type") == "radio" && !stop.is("checked") => {
                window.press(key::SPACE).await;
            }
            ("SELECT", _) if !stop.is("filled") => window.press(key::DOWN).await,
            ("INPUT", "secret" | "phrase" | "code") => {
                let words = self.words_for(&name, &kind, stop.word("label")).await;
                if stop.is("filled") {
                    window.type_anew(&words).await;
                } else {
                    window.type_words(&words).await;
                }
                if !self.typed.iter().any(|(_, known)| *known == words) {
                    self.typed.push((name, words));
                }
            }
            ("INPUT", "text") if !stop.is("filled") => {
                let words = self.words_for(&name, &kind, stop.word("label")).await;
                window.type_words(&words).await;
            }
            _ => {}
        }
    }

    async fn words_for(&self, name: &str, kind: &str, label: &str) -> String {
        if let Some((_, words)) = self.knows.iter().find(|(known, _)| *known == name) {
            return words.clone();
        }
        match kind {
            "phrase" => return self.court.phrase().await,
            "code" => return self.court.newest_code().await,
            _ => {}
        }
        let known = |name: &str| {
            let found = self.knows.iter().find(|(known, _)| *known == name);
            found.map(|(_, words)| words.clone())
        };
        match label {
            _ if kind == "secret" => known("security_answer")
                .as_deref()
                .unwrap_or("Canary-Answer-Heron")
                .to_owned(),
            _ if label.contains("State") => "MO".into(),
            _ if label.contains("Zip") => "65101".into(),
            _ if label.contains("Phone") || label.contains("Fax") => "573-555-0100".into(),
            _ if label.contains("mail") && !label.contains("Mailing") => {
                "jordan.public@example.org".into()
            }
            _ => "Public".into(),
        }
    }

    /// axe's look at the page as it is, in every dress.
    pub async fn looks(&mut self, place: &str) {
        let found = super::dress::look(self.app, self.stage, place, self.glances).await;
        self.found.extend(found);
    }

    /// A picture for the guide (`docs/accounts.md`), where somebody asks for them.
    pub async fn is_pictured(&self, name: &str) {
        super::dress::picture_for_the_guide(self.app, self.stage, name).await;
    }

    /// A new view begins at its heading.
    pub async fn stands_on_the_heading(&mut self, place: &str) {
        let script = "return document.activeElement === document.querySelector('main h1')";
        self.app
            .window
            .until_true(
                &format!("the focus on the heading of {place}"),
                script,
                json!([]),
            )
            .await;
    }

    /// Looks for every secret that was typed in all that the app wrote: its folders, its log, the desktop's folders.
    pub fn left_no_trace(&self) -> Vec<String> {
        assert!(!self.typed.is_empty(), "secrets were typed");
        let logs = self.stage.desktop.data_home().join("docketbell/logs");
        let logs = std::fs::read_dir(logs).unwrap();
        assert!(
            logs.flatten()
                .any(|f| f.path().extension().is_some_and(|e| e == "log")),
            "the window's log is among what is searched"
        );
        let secrets: Vec<(&str, Vec<u8>)> = self
            .typed
            .iter()
            .map(|(name, words)| (name.as_str(), words.clone().into_bytes()))
            .collect();
        let mut found = canary::found_below(self.stage.desktop.folder(), &secrets);
        // The court inside the app keeps the e-mails that it sent, and these stand in them.
        found.retain(|line| {
            let mailed = ["email_code", "temporary_password", "mailed_link"]
                .iter()
                .any(|name| line.starts_with(name));
            !(mailed && line.ends_with("practice-journal.jsonl"))
        });
        found
    }

    /// Stops the story with everything that was found on the way.
    pub fn ends(self) {
        assert!(self.found.is_empty(), "{}", self.found.join("\n"));
    }
}
