//! Talks with `docketctl --json`: reads its lines, answers its questions by name.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use super::portal::AccountPortal;
use crate::harness::Person;

/// What a talk came to.
#[derive(Debug)]
pub struct Talk {
    pub code: i32,
    pub lines: Vec<Value>,
    pub stdout: String,
    pub stderr: String,
}

impl Talk {
    /// The questions, by name.
    pub fn asked(&self) -> Vec<String> {
        self.lines
            .iter()
            .filter(|l| l["ask"].is_string())
            .map(|l| l["for"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    pub fn steps(&self) -> Vec<String> {
        self.lines
            .iter()
            .filter_map(|l| l["step"].as_str().map(str::to_owned))
            .collect()
    }

    pub fn last(&self) -> &Value {
        self.lines.last().unwrap_or(&Value::Null)
    }

    pub fn error(&self) -> &Value {
        &self.last()["error"]
    }

    pub fn kind(&self) -> &str {
        self.error()["kind"].as_str().unwrap_or_default()
    }

    pub fn message(&self) -> &str {
        self.error()["message"].as_str().unwrap_or_default()
    }
}

/// A person who knows the answers.
pub struct Answers {
    by_name: HashMap<String, Value>,
    /// How many questions are answered before the input ends.
    pub at_most: usize,
}

impl Answers {
    pub fn new(pairs: &[(&str, &str)]) -> Self {
        let by_name = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), json!(v)))
            .collect();
        Self {
            by_name,
            at_most: usize::MAX,
        }
    }

    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.by_name.insert(name.to_owned(), value);
        self
    }

    pub fn only(mut self, most: usize) -> Self {
        self.at_most = most;
        self
    }
}

/// Runs a command and answers what it asks. A phrase is read from its picture.
pub fn talk(person: &Person, command: &[&str], answers: &Answers) -> Talk {
    talk_with(person, command, |ask, count| {
        if count >= answers.at_most {
            return None;
        }
        let name = ask["for"].as_str().unwrap_or_default();
        if ask["ask"] == "phrase" {
            let image = std::fs::read(ask["image"].as_str().expect("a picture"))
                .expect("the picture's file");
            return Some(json!(String::from_utf8_lossy(&image[8..])));
        }
        if ask["ask"] == "agreement" && !answers.by_name.contains_key(name) {
            return Some(json!(true));
        }
        answers.by_name.get(name).cloned()
    })
}

/// As [`talk`], with any way of answering: the question, and how many were answered; `None` ends the input.
pub fn talk_with(
    person: &Person,
    command: &[&str],
    mut answer: impl FnMut(&Value, usize) -> Option<Value>,
) -> Talk {
    let mut child: Child = person
        .command(command)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input: Option<ChildStdin> = child.stdin.take();
    let output: ChildStdout = child.stdout.take().unwrap();
    let mut errors = child.stderr.take().unwrap();
    let read_errors = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = errors.read_to_string(&mut text);
        text
    });
    let (mut lines, mut stdout, mut count) = (Vec::new(), String::new(), 0);
    for line in BufReader::new(output).lines() {
        let line = line.unwrap();
        stdout.push_str(&line);
        stdout.push('\n');
        let Ok(value) = serde_json::from_str::<Value>(&line) else {
            panic!("not a JSON line: {line}")
        };
        if value["ask"].is_string() {
            match answer(&value, count) {
                Some(answer) => {
                    count += 1;
                    assert!(count < 100, "it asks for ever: {stdout}");
                    if let Some(input) = &mut input {
                        let _ = writeln!(input, "{}", json!({ "answer": answer }));
                    }
                }
                None => input = None,
            }
        }
        lines.push(value);
    }
    let code = child.wait().unwrap().code().unwrap_or(-1);
    let stderr = read_errors.join().unwrap();
    assert!(!stderr.contains("panicked"), "{stderr}");
    Talk {
        code,
        lines,
        stdout,
        stderr,
    }
}

/// A person before this portal.
pub fn person_at(portal: &AccountPortal) -> Person {
    Person::new(&portal.profile())
}

/// The answers file of the manual.
pub fn answers_file(person: &Person, more: &str) -> String {
    let path = person.home().join("answers.toml");
    let text = format!(
        "{more}\nfirst_name = \"Jané\"\nlast_name = \"Doe\"\nemail = \"jane.doe@example.org\"\nphone = \"573-555-0100\"\n[mailing_address]\nline1 = \"100 Any St\"\ncity = \"Jefferson City\"\nstate = \"MO\"\nzip = \"65101\"\n"
    );
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}
