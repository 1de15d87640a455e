//! The questions of a page of the portal, one after the other: what is known is not asked, secrets are read without
//! being shown, a phrase's picture lies in a private file for as long as the question is open.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use docketbell_core::portal::Waiting;
use docketbell_core::portal::journeys::{
    Answer, Answers, Ask, AskKind, Image, JourneyStep, NobodyThere, PageAsk, Person,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::TRIES;
use crate::output::{Output, for_terminal};

/// Whoever sits at the terminal, or the script on standard input.
pub struct TerminalPerson<'o> {
    out: &'o Output,
    /// Keep the password, or the PIN, when it was taken.
    pub remember: bool,
}

impl<'o> TerminalPerson<'o> {
    /// Asks on this output.
    pub fn new(out: &'o Output, remember: bool) -> Self {
        Self { out, remember }
    }

    async fn answer(&self, page: &PageAsk) -> Result<Answers, NobodyThere> {
        let mut answers = Vec::with_capacity(page.asks.len());
        for (label, value) in &page.review {
            self.out.note(&format!("The page shows: {label}: {value}"));
        }
        for ask in &page.asks {
            answers.push(match known(ask) {
                Some(known) => Answer::Text(known),
                None => self.ask_one(ask).await?,
            });
        }
        Ok(answers)
    }

    async fn ask_one(&self, ask: &Ask) -> Result<Answer, NobodyThere> {
        let picture = ask
            .image
            .as_ref()
            .and_then(|image| match Picture::lay_out(image) {
                Ok(picture) => Some(picture),
                Err(error) => {
                    self.out.note(&format!(
                        "The picture could not be written to a file: {error}."
                    ));
                    None
                }
            });
        let picture = picture.as_ref().map(|p| p.path.as_path());
        if self.out.is_json() {
            self.by_lines(ask, picture).await
        } else {
            self.by_words(ask, picture).await
        }
    }

    async fn by_lines(&self, ask: &Ask, picture: Option<&Path>) -> Result<Answer, NobodyThere> {
        if let Some(text) = &ask.text {
            self.out.note(text);
        }
        for _ in 0..TRIES {
            self.out.json_line(&question(ask, picture));
            let line = next_line().await.ok_or_else(|| nobody(ask))?;
            if matches!(ask.kind, AskKind::Secret | AskKind::Code) {
                // Read as what it is, so that no copy of it stays behind.
                if let Ok(given) = serde_json::from_str::<SecretLine>(line.expose_secret()) {
                    return Ok(self.secret(ask, given.answer));
                }
                self.out
                    .note(&format!("An answer is one JSON line: {}.", shape(ask.kind)));
                continue;
            }
            let answer = serde_json::from_str::<Value>(line.expose_secret()).ok();
            let answer = answer.as_ref().and_then(|a| a.get("answer"));
            match (ask.kind, answer) {
                (AskKind::Agreement, Some(Value::Bool(yes))) => return Ok(Answer::Agreed(*yes)),
                (AskKind::Phrase, Some(Value::Null)) => return Ok(Answer::AnotherPicture),
                (AskKind::Choice, Some(Value::String(value))) => {
                    if let Some(value) = option(ask, value) {
                        return Ok(Answer::Text(value));
                    }
                    self.out
                        .note("The answer must be the value of one of the options.");
                }
                (AskKind::Text | AskKind::Phrase, Some(Value::String(text))) => {
                    return Ok(Answer::Text(text.clone()));
                }
                _ => self
                    .out
                    .note(&format!("An answer is one JSON line: {}.", shape(ask.kind))),
            }
        }
        Err(nobody(ask))
    }

    async fn by_words(&self, ask: &Ask, picture: Option<&Path>) -> Result<Answer, NobodyThere> {
        if let Some(text) = &ask.text {
            self.out.note(text);
        }
        if let Some(words) = &ask.refused {
            self.out.note(&format!("The portal says: {words}"));
        }
        if ask.rules.is_some() {
            self.out.note(
                "A password has at least 8 characters, upper and lower case letters and a digit.",
            );
        }
        if let Some(path) = picture {
            self.out.note(&format!(
                "The picture is in {}. An empty line shows another one.",
                path.display()
            ));
        }
        for (n, option) in ask.options.iter().enumerate() {
            self.out.note(&format!("  {}  {}", n + 1, option.label));
        }
        let prompt = match (&ask.under, ask.kind) {
            (_, AskKind::Agreement) => format!("{} [yes/no]", ask.prompt),
            (Some(under), _) => format!("{under}, {}", ask.prompt),
            (None, _) => ask.prompt.clone(),
        };
        loop {
            if matches!(ask.kind, AskKind::Secret | AskKind::Code) && std::io::stdin().is_terminal()
            {
                let prompt = format!("{}: ", for_terminal(&prompt));
                let typed =
                    tokio::task::spawn_blocking(move || rpassword::prompt_password(prompt)).await;
                return match typed {
                    Ok(Ok(typed)) if !typed.is_empty() => Ok(self.secret(ask, typed.into())),
                    _ => Err(nobody(ask)),
                };
            }
            self.out.note(&format!("{prompt}:"));
            let line = next_line().await.ok_or_else(|| nobody(ask))?;
            let typed = line.expose_secret().trim();
            match ask.kind {
                AskKind::Agreement => {
                    return Ok(Answer::Agreed(matches!(
                        typed.to_lowercase().as_str(),
                        "yes" | "y"
                    )));
                }
                AskKind::Phrase if typed.is_empty() => return Ok(Answer::AnotherPicture),
                AskKind::Choice => {
                    let by_number = typed
                        .parse::<usize>()
                        .ok()
                        .and_then(|n| ask.options.get(n.checked_sub(1)?));
                    let value = by_number
                        .map(|o| o.value.clone())
                        .or_else(|| option(ask, typed));
                    if let Some(value) = value {
                        return Ok(Answer::Text(value));
                    }
                    self.out
                        .note(&format!("Type a number from 1 to {}.", ask.options.len()));
                }
                AskKind::Secret | AskKind::Code => return Ok(self.secret(ask, typed.into())),
                AskKind::Text | AskKind::Phrase => return Ok(Answer::Text(typed.to_owned())),
            }
        }
    }

    fn secret(&self, ask: &Ask, typed: SecretString) -> Answer {
        Answer::Secret(typed, self.remember && ask.may_keep)
    }
}

impl Person for TerminalPerson<'_> {
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        Box::pin(async move { self.answer(&page).await })
    }

    fn reached(&self, step: &JourneyStep) {
        let mut line = json!({ "step": step.step, "page": step.page });
        if let (false, Some(line)) = (step.told.is_empty(), line.as_object_mut()) {
            let words: Vec<&str> = step.told.iter().map(|said| said.words.as_str()).collect();
            line.insert("told".into(), json!(words));
        }
        self.out
            .result(&line, || format!("{}: {}", step.step, step.page));
        for said in &step.told {
            if said.ours {
                self.out.note(&said.words);
            } else {
                self.out.note(&format!("The portal says: {}", said.words));
            }
        }
    }
}

/// What need not be asked: what was answered before and not refused, and what may stay empty.
fn known(ask: &Ask) -> Option<String> {
    if ask.refused.is_some() || !matches!(ask.kind, AskKind::Text | AskKind::Choice) {
        return None;
    }
    match (&ask.known, ask.kind) {
        (Some(known), AskKind::Choice) => option(ask, known),
        (Some(known), _) if !known.is_empty() || ask.optional => Some(known.clone()),
        (None, _) if ask.optional => Some(String::new()),
        _ => None,
    }
}

/// The option that a text means: its value, its words, or the words' beginning ("MO" for "MO - Missouri").
fn option(ask: &Ask, text: &str) -> Option<String> {
    let fits = |o: &&docketbell_core::portal::journeys::AskOption| {
        o.value == text || o.label.eq_ignore_ascii_case(text)
    };
    let begins = |o: &&docketbell_core::portal::journeys::AskOption| {
        !text.is_empty()
            && o.label
                .get(..text.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(text))
            && !o.label[text.len()..].starts_with(|c: char| c.is_alphanumeric())
    };
    let found = ask
        .options
        .iter()
        .find(fits)
        .or_else(|| ask.options.iter().find(begins));
    found.map(|o| o.value.clone())
}

fn question(ask: &Ask, picture: Option<&Path>) -> Value {
    let mut line = json!({ "ask": ask.kind.as_str(), "for": ask.name, "prompt": ask.prompt });
    let Some(fields) = line.as_object_mut() else {
        return line;
    };
    if !ask.options.is_empty() {
        let options: Vec<Value> = ask
            .options
            .iter()
            .map(|o| json!({ "value": o.value, "label": o.label }))
            .collect();
        fields.insert("options".into(), json!(options));
    }
    if let Some(path) = picture {
        fields.insert("image".into(), json!(path.display().to_string()));
    }
    for (key, value) in [
        ("text", &ask.text),
        ("under", &ask.under),
        ("refused", &ask.refused),
    ] {
        if let Some(value) = value {
            fields.insert(key.into(), json!(value));
        }
    }
    if let Some(rules) = &ask.rules {
        fields.insert(
            "rules".into(),
            json!({ "least": rules.least, "both_cases": rules.both_cases, "digit": rules.digit }),
        );
    }
    line
}

fn shape(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Agreement => "{\"answer\": true} or {\"answer\": false}",
        AskKind::Phrase => "{\"answer\": TEXT}, or {\"answer\": null} for another picture",
        _ => "{\"answer\": TEXT}",
    }
}

fn nobody(ask: &Ask) -> NobodyThere {
    NobodyThere {
        about: ask.name.clone(),
    }
}

/// A line that answers a question for a secret.
#[derive(serde::Deserialize)]
struct SecretLine {
    answer: SecretString,
}

/// The next line of standard input; on a thread of its own, so that Ctrl-C is heard meanwhile.
async fn next_line() -> Option<SecretString> {
    let read = tokio::task::spawn_blocking(|| {
        // A line that grew would leave a part of itself behind.
        let mut line = String::with_capacity(4096);
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(SecretString::from(line)),
        }
    });
    read.await.ok().flatten()
}

/// A picture in a file that only this user can read; gone when the question is answered.
struct Picture {
    path: PathBuf,
}

impl Picture {
    fn lay_out(image: &Image) -> std::io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let ending = match image.media_type.as_str() {
            "image/jpeg" => "jpg",
            "image/gif" => "gif",
            "image/bmp" => "bmp",
            "image/webp" => "webp",
            "image/svg+xml" => "svg",
            _ => "png",
        };
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let moment = jiff::Timestamp::now().as_nanosecond();
        let name = format!(
            "docketbell-phrase-{}-{n}-{moment}.{ending}",
            std::process::id()
        );
        let path = std::env::temp_dir().join(name);
        let mut options = std::fs::OpenOptions::new();
        // A file of that name that is there already is somebody else's.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        let picture = Self { path };
        file.write_all(&image.bytes)?;
        Ok(picture)
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // It holds nothing but the picture; the system clears its folder as well.
        let _ = std::fs::remove_file(&self.path);
    }
}
