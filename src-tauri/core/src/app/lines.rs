//! Looks at a pasted list of case numbers on this computer only: nothing goes to the court.

use std::collections::HashMap;

use crate::app::views::{PastedLine, PastedVerdict};
use crate::domain::CaseNumber;

/// Lines that are looked at; a longer list is cut and says so in its last line.
pub const MOST_LINES: usize = 10_000;

/// Reads each line that is not blank. `followed` names the case behind a number that is followed already.
pub fn look_at_lines(text: &str, followed: &HashMap<String, String>) -> Vec<PastedLine> {
    let mut first_line_of: HashMap<String, u32> = HashMap::new();
    let mut looked = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let shown: String = line.trim().trim_matches(',').chars().take(60).collect();
        if shown.is_empty() {
            continue;
        }
        if looked.len() == MOST_LINES {
            looked.push(PastedLine {
                line: number,
                shown,
                case_number: None,
                verdict: PastedVerdict::Invalid,
                message: format!("Only the first {MOST_LINES} lines are taken at once. Paste the rest afterwards."),
            });
            break;
        }
        looked.push(look_at_line(number, shown, followed, &mut first_line_of));
    }
    looked
}

fn look_at_line(
    line: u32,
    shown: String,
    followed: &HashMap<String, String>,
    first_line_of: &mut HashMap<String, u32>,
) -> PastedLine {
    let number = match CaseNumber::parse(&shown) {
        Ok(number) => number,
        Err(error) => {
            return PastedLine {
                line,
                shown,
                case_number: None,
                verdict: PastedVerdict::Invalid,
                message: error.to_string(),
            };
        }
    };
    let written = number.as_str().to_owned();
    let (verdict, message) = if let Some(first) = first_line_of.get(&written) {
        (
            PastedVerdict::Repeated,
            format!("The same number as line {first}."),
        )
    } else if let Some(name) = followed.get(&written) {
        (
            PastedVerdict::Already,
            format!("Already in your list as \"{name}\"."),
        )
    } else if let Some(warning) = number.warning() {
        (PastedVerdict::Unusual, warning)
    } else if written == shown {
        (PastedVerdict::Ready, String::new())
    } else {
        (
            PastedVerdict::Ready,
            format!("We read \"{shown}\" this way."),
        )
    };
    first_line_of.entry(written.clone()).or_insert(line);
    PastedLine {
        line,
        shown,
        case_number: Some(written),
        verdict,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pasted_line_says_what_it_is_before_the_court_is_asked() {
        let followed =
            HashMap::from([("25BA-FC90417".to_owned(), "Roe parenting plan".to_owned())]);
        let text = "26BA-CV90555\n24ba cv 90212\n\n26BB-CR9072\n25BA-FC90417\r\nO'Public, Jordan\n26BA-CV90555\n";
        let looked: Vec<(u32, PastedVerdict)> = look_at_lines(text, &followed)
            .iter()
            .map(|l| (l.line, l.verdict))
            .collect();
        assert_eq!(
            looked,
            [
                (1, PastedVerdict::Ready),
                (2, PastedVerdict::Ready),
                (4, PastedVerdict::Unusual),
                (5, PastedVerdict::Already),
                (6, PastedVerdict::Invalid),
                (7, PastedVerdict::Repeated),
            ],
            "one verdict a line, blank lines passed over, line numbers as in the text"
        );
    }

    #[test]
    fn a_list_that_is_too_long_says_where_it_was_cut() {
        let text: String = (0..MOST_LINES + 5)
            .map(|n| format!("26BA-CV{:05}\n", n % 100_000))
            .collect();
        let looked = look_at_lines(&text, &HashMap::new());
        assert_eq!(looked.len(), MOST_LINES + 1);
        assert!(
            looked[MOST_LINES].message.contains("first 10000 lines"),
            "the person learns that the rest was not taken"
        );
    }
}
