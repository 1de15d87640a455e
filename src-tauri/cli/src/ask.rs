//! A person's part: a question, and the answer to it. In `--json` a question is a line on standard output and the
//! answer a line on standard input; otherwise a person is asked on the terminal. End of input keeps the state (exit 3).
//! The questions of a journey's pages are in `ask/page.rs`.

use std::io::{BufRead, IsTerminal};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;

mod page;

pub use page::TerminalPerson;

use crate::failure::Failure;
use crate::output::{Output, for_terminal};

/// How often a question is put to a program that answers it wrongly, before it counts as not answered.
const TRIES: u8 = 3;

/// One of the answers that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskOption {
    /// What the answer holds.
    pub value: String,
    /// What a person reads.
    pub label: String,
}

#[derive(Deserialize)]
struct Answer {
    answer: Option<String>,
}

/// Asks for one of several options; the value of the chosen one.
///
/// # Errors
/// `needs_person` when the input ends without an answer.
pub fn choice(
    out: &Output,
    about: &str,
    prompt: &str,
    options: &[AskOption],
) -> Result<String, Failure> {
    if out.is_json() {
        choice_by_lines(out, about, prompt, options)
    } else if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        choice_on_terminal(about, prompt, options)
    } else {
        choice_by_number(out, about, prompt, options)
    }
}

fn choice_by_lines(
    out: &Output,
    about: &str,
    prompt: &str,
    options: &[AskOption],
) -> Result<String, Failure> {
    // A program that answers waits for a question: one that was answered wrongly is put again.
    for _ in 0..TRIES {
        out.json_line(
            &json!({ "ask": "choice", "for": about, "prompt": prompt, "options": options }),
        );
        let line = next_line(about)?;
        let Ok(Answer { answer }) = serde_json::from_str::<Answer>(&line) else {
            out.note("An answer is one JSON line: {\"answer\": VALUE}.");
            continue;
        };
        match answer {
            Some(value) if options.iter().any(|o| o.value == value) => return Ok(value),
            _ => out.note("The answer must be the value of one of the options."),
        }
    }
    Err(nobody(about))
}

fn choice_on_terminal(about: &str, prompt: &str, options: &[AskOption]) -> Result<String, Failure> {
    let labels: Vec<String> = options
        .iter()
        .map(|o| for_terminal(&o.label).replace('\n', " "))
        .collect();
    let chosen = dialoguer::Select::new()
        .with_prompt(for_terminal(prompt))
        .items(&labels)
        .default(0)
        .interact_opt();
    match chosen {
        Ok(Some(at)) if at < options.len() => Ok(options[at].value.clone()),
        _ => Err(nobody(about)),
    }
}

fn choice_by_number(
    out: &Output,
    about: &str,
    prompt: &str,
    options: &[AskOption],
) -> Result<String, Failure> {
    out.note(prompt);
    for (at, option) in options.iter().enumerate() {
        out.note(&format!(
            "  {}  {} ({})",
            at + 1,
            option.label,
            option.value
        ));
    }
    loop {
        let line = next_line(about)?;
        let typed = line.trim();
        let by_number = typed
            .parse::<usize>()
            .ok()
            .and_then(|n| options.get(n.checked_sub(1)?));
        let chosen = by_number.or_else(|| options.iter().find(|o| o.value == typed));
        if let Some(option) = chosen {
            return Ok(option.value.clone());
        }
        out.note(&format!("Type a number from 1 to {}.", options.len()));
    }
}

/// Asks for a yes; anything else is a no.
///
/// # Errors
/// `needs_person` when the input ends without an answer.
pub fn agreement(out: &Output, about: &str, prompt: &str, text: &str) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Yes {
        answer: bool,
    }
    if out.is_json() {
        out.note(text);
        out.json_line(&json!({ "ask": "agreement", "for": about, "prompt": prompt, "text": text }));
        loop {
            match serde_json::from_str::<Yes>(&next_line(about)?) {
                Ok(yes) => return Ok(yes.answer),
                Err(_) => out
                    .note("An answer is one JSON line: {\"answer\": true} or {\"answer\": false}."),
            }
        }
    }
    out.note(text);
    out.note(&format!("{prompt} [yes/no]"));
    let typed = next_line(about)?.trim().to_lowercase();
    Ok(typed == "yes" || typed == "y")
}

/// Asks for words that nobody else may see.
///
/// # Errors
/// `needs_person` when the input ends without an answer.
pub fn secret(out: &Output, about: &str, prompt: &str) -> Result<SecretString, Failure> {
    #[derive(Deserialize)]
    struct Given {
        answer: SecretString,
    }
    if out.is_json() {
        for _ in 0..TRIES {
            out.json_line(&json!({ "ask": "secret", "for": about, "prompt": prompt }));
            match serde_json::from_str::<Given>(&next_line(about)?) {
                Ok(given) => return Ok(given.answer),
                Err(_) => out.note("An answer is one JSON line: {\"answer\": VALUE}."),
            }
        }
        return Err(nobody(about));
    }
    if let Some(typed) = passphrase(prompt) {
        return Ok(typed.into());
    }
    Ok(next_line(about)?.into())
}

/// Asks for a passphrase on the terminal, without showing it. `None` where nobody can be asked.
pub fn passphrase(prompt: &str) -> Option<String> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return None;
    }
    rpassword::prompt_password(prompt)
        .ok()
        .filter(|typed| !typed.is_empty())
}

fn next_line(about: &str) -> Result<String, Failure> {
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => Err(nobody(about)),
        Ok(_) => Ok(line),
    }
}

fn nobody(about: &str) -> Failure {
    let mut failure = Failure::new(
        "needs_person",
        format!("A person has to answer ({about}), and nobody did. Nothing was changed."),
        "Run the same command again and answer, or name the answer as an option.",
    );
    failure.problem.more.insert("for".into(), json!(about));
    failure
}
