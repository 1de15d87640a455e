//! What is printed: one JSON object a line, or words and tables for people. Court text is untrusted, so what goes to a
//! terminal holds no control character.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;

/// Standard output and standard error, in the way that was asked for.
#[derive(Debug)]
pub struct Output {
    json: bool,
    // A reader that went away (`docketctl cases | head`) must not stop a check half-way.
    closed: AtomicBool,
    writing: Mutex<()>,
}

impl Output {
    /// JSON lines, or words.
    pub fn new(json: bool) -> Self {
        Self {
            json,
            closed: AtomicBool::new(false),
            writing: Mutex::new(()),
        }
    }

    /// Whether JSON lines were asked for.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether progress may be drawn: a person looks at standard error.
    pub fn shows_progress(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// A result: its JSON line, or the words for people.
    pub fn result(&self, value: &impl Serialize, words: impl FnOnce() -> String) {
        if self.json {
            match serde_json::to_string(value) {
                Ok(line) => self.line(&for_one_line(&line)),
                Err(error) => self.note(&format!("A result could not be written as JSON: {error}")),
            }
        } else {
            self.line(&for_terminal(&words()));
        }
    }

    /// A JSON line of its own, whatever the way (the ask protocol).
    pub fn json_line(&self, value: &Value) {
        self.line(&for_one_line(&value.to_string()));
    }

    /// A table for people; nothing in `--json`.
    pub fn table(&self, headings: &[&str], rows: &[Vec<String>]) {
        if !self.json {
            self.line(table(headings, rows).trim_end());
        }
    }

    /// A sentence for people on standard output; nothing in `--json`.
    pub fn say(&self, words: &str) {
        if !self.json {
            self.line(&for_terminal(words));
        }
    }

    /// A sentence on standard error, in both ways.
    pub fn note(&self, words: &str) {
        let _still = self.writing.lock();
        // Nowhere is left to report that standard error is gone.
        let _ = writeln!(std::io::stderr().lock(), "{}", for_terminal(words));
    }

    /// The last line of a command that did not do its work.
    pub fn failure(&self, failure: &Failure) {
        if self.json {
            self.line(&for_one_line(&failure.as_json().to_string()));
        } else {
            self.note(&failure.problem.to_string());
            if let Some(at) = &failure.problem.retry_at {
                self.note(&format!("Trying again can help from {}.", moment(at)));
            }
        }
    }

    fn line(&self, line: &str) {
        if self.closed.load(Ordering::Relaxed) {
            return;
        }
        let _still = self.writing.lock();
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
            self.closed.store(true, Ordering::Relaxed);
        }
    }
}

/// A JSON line that is one line for every reader and harmless in a terminal: what some take for the end of a line, what
/// a terminal obeys, and what turns the direction of writing around is written as `\u….`; the values are the same.
fn for_one_line(json: &str) -> String {
    let is_odd = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !json.contains(is_odd) {
        return json.to_owned();
    }
    let mut line = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_odd(c) {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    line
}

/// Court text as a terminal may show it: newlines stay; other control characters and those that turn the direction of
/// writing around become visible placeholders.
pub fn for_terminal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' => ' ',
            '\u{200e}'
            | '\u{200f}'
            | '\u{061c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// A moment for people: Central time, with the zone named.
pub fn moment(rfc3339: &str) -> String {
    rfc3339
        .parse::<jiff::Timestamp>()
        .ok()
        .and_then(|at| at.in_tz("America/Chicago").ok())
        .map_or_else(
            || rfc3339.to_owned(),
            |at| at.strftime("%b %-d, %Y, %-I:%M %p %Z").to_string(),
        )
}

fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    const WIDEST: usize = 44;
    let one_line = |cell: &str| -> String {
        let cell = for_terminal(&cell.split_whitespace().collect::<Vec<_>>().join(" "));
        if cell.chars().count() > WIDEST {
            let cut: String = cell.chars().take(WIDEST - 1).collect();
            format!("{cut}…")
        } else {
            cell
        }
    };
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| one_line(cell)).collect())
        .collect();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .chain(std::iter::once(headings[column].chars().count()))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let mut text = String::new();
    let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
    for row in std::iter::once(&headings).chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_line_is_one_line_for_every_reader() {
        let text = "a\u{2028}b\u{85}c\u{9b}31m \u{202e}é\u{7f}";
        let json = serde_json::to_string(text).unwrap();
        let line = for_one_line(&json);
        assert_eq!(line, "\"a\\u2028b\\u0085c\\u009b31m \\u202eé\\u007f\"");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    #[test]
    fn court_text_cannot_steer_a_terminal() {
        let shown = for_terminal("\u{1b}]0;owned\u{7}red\u{1b}[31m \u{202e}txt\nnext\u{9b}1m");
        assert!(
            shown.chars().all(|c| c == '\n' || !c.is_control()),
            "{shown:?}"
        );
        assert!(
            !shown.contains('\u{202e}'),
            "direction marks are shown, not obeyed"
        );
        assert!(shown.contains("\nnext"), "line ends of the court stay");
    }

    #[test]
    fn a_table_keeps_its_columns_whatever_the_cells_hold() {
        let text = table(
            &["Case", "Style"],
            &[
                vec!["26BA-CV90001".into(), "DOE\nV\u{1b}[2J ROE".into()],
                vec!["X".into(), "é".repeat(60)],
            ],
        );
        assert_eq!(text.lines().count(), 3, "one line a row: {text}");
        assert!(
            text.lines().nth(2).is_some_and(|l| l.ends_with('…')),
            "long cells are cut and say so"
        );
    }

    #[test]
    fn moments_are_told_in_central_time_with_the_zone() {
        assert_eq!(moment("2026-07-01T15:00:00Z"), "Jul 1, 2026, 10:00 AM CDT");
    }
}
