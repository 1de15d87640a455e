//! Looks at a list of case numbers on this computer only, pasted or from a file: nothing goes to the court.

use std::collections::HashMap;

use crate::app::desk::Desk;
use crate::app::import_list::{ListLine, WantedCase, read_list};
use crate::app::views::{PastedLine, PastedVerdict, Problem};
use crate::domain::CaseNumber;

/// Lines that are looked at; a longer list is cut and says so in its last line.
pub const MOST_LINES: usize = 10_000;

/// A case that is followed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedCase {
    /// Its court.
    pub court_id: String,
    /// What the person calls it.
    pub name: String,
}

impl Desk {
    /// Looks at a list on this computer only: one number on each line, or a table as `follow --from` takes it.
    ///
    /// # Errors
    /// A heading without `case_number`; when the store cannot be read.
    pub async fn preview_lines(&self, text: String) -> Result<Vec<PastedLine>, Problem> {
        let mut list = read_list(text.as_bytes())?;
        if list.is_empty() && !text.trim().is_empty() {
            // Words like "case number" alone are no heading of anything: they are what the person typed.
            list.push(ListLine::of_number(1, &text));
        }
        let numbers: Vec<String> = list
            .iter()
            .filter_map(|line| line.wanted.as_ref().ok())
            .map(|wanted| wanted.case_number.as_str().to_owned())
            .collect();
        let mut followed: HashMap<String, Vec<FollowedCase>> = HashMap::new();
        for (number, id) in self.inner.store.followed_among(&numbers).await? {
            if let Some(case) = self.inner.store.case(id, self.court_day()).await? {
                followed.entry(number).or_default().push(FollowedCase {
                    court_id: case.court_id,
                    name: case.words.label.unwrap_or(case.header.style.0),
                });
            }
        }
        Ok(look_at_lines(list, &followed))
    }
}

/// Looks at each line. `followed` holds what is followed already, by number.
pub fn look_at_lines(
    list: Vec<ListLine>,
    followed: &HashMap<String, Vec<FollowedCase>>,
) -> Vec<PastedLine> {
    let mut first_line_of: HashMap<(String, Option<String>), u32> = HashMap::new();
    let mut looked = Vec::new();
    for listed in list {
        if looked.len() == MOST_LINES {
            looked.push(PastedLine {
                message: format!(
                    "Only the first {MOST_LINES} lines are taken at once. Add the rest afterwards."
                ),
                ..bare(listed.line, listed.shown)
            });
            break;
        }
        looked.push(match listed.wanted {
            Ok(wanted) => look_at_line(
                listed.line,
                listed.shown,
                wanted,
                followed,
                &mut first_line_of,
            ),
            Err(message) => PastedLine {
                message,
                ..bare(listed.line, listed.shown)
            },
        });
    }
    looked
}

fn bare(line: u32, shown: String) -> PastedLine {
    PastedLine {
        line,
        shown,
        case_number: None,
        court_id: None,
        label: None,
        matter: None,
        note: None,
        verdict: PastedVerdict::Invalid,
        message: String::new(),
    }
}

fn look_at_line(
    line: u32,
    shown: String,
    wanted: WantedCase,
    followed: &HashMap<String, Vec<FollowedCase>>,
    first_line_of: &mut HashMap<(String, Option<String>), u32>,
) -> PastedLine {
    let written = wanted.case_number.as_str().to_owned();
    let court_id = wanted.court_id.map(|court| court.to_string());
    let key = (written.clone(), court_id.clone());
    let already = followed.get(&written).and_then(|cases| {
        // A court that the line names must be the one that is followed: numbers repeat between courts.
        let same = |case: &&FollowedCase| court_id.as_ref().is_none_or(|id| *id == case.court_id);
        cases.iter().find(same)
    });
    let (verdict, message) = if let Some(first) = first_line_of.get(&key) {
        (
            PastedVerdict::Repeated,
            format!("The same number as line {first}."),
        )
    } else if let Some(case) = already {
        (
            PastedVerdict::Already,
            format!("Already in your list as \"{}\".", case.name),
        )
    } else if let Some(warning) = wanted.case_number.warning() {
        let verdict = if CaseNumber::parse(&written).is_ok() {
            PastedVerdict::Unusual
        } else {
            PastedVerdict::Invalid
        };
        (verdict, warning)
    } else if written == shown {
        (PastedVerdict::Ready, String::new())
    } else {
        (
            PastedVerdict::Ready,
            format!("We read \"{shown}\" this way."),
        )
    };
    first_line_of.entry(key).or_insert(line);
    PastedLine {
        case_number: Some(written),
        court_id,
        label: wanted.label,
        matter: wanted.matter,
        note: wanted.note,
        verdict,
        message,
        ..bare(line, shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::import_list::read_list;

    fn followed(court_id: &str) -> HashMap<String, Vec<FollowedCase>> {
        let case = FollowedCase {
            court_id: court_id.to_owned(),
            name: "Roe parenting plan".to_owned(),
        };
        HashMap::from([("25BA-FC90417".to_owned(), vec![case])])
    }

    fn look(text: &str) -> Vec<PastedLine> {
        look_at_lines(read_list(text.as_bytes()).unwrap(), &followed("CT13"))
    }

    #[test]
    fn a_table_keeps_its_courts_and_words_and_numbers_repeat_between_courts() {
        let looked = look(
            "Case No.,Court,Label,Note\n704000001,CT13,Public,\"ask, then wait\"\n704000001,CT25,,\n704000001,CT25,,\n25BA-FC90417,CT25,,\n25BA-FC90417,CT13,,\n",
        );
        let verdicts: Vec<(u32, PastedVerdict)> =
            looked.iter().map(|l| (l.line, l.verdict)).collect();
        assert_eq!(
            verdicts,
            [
                (2, PastedVerdict::Ready),
                (3, PastedVerdict::Ready),
                (4, PastedVerdict::Repeated),
                (5, PastedVerdict::Ready),
                (6, PastedVerdict::Already),
            ],
            "the heading is no case"
        );
        assert_eq!(looked[0].court_id.as_deref(), Some("CT13"));
        assert_eq!(looked[0].label.as_deref(), Some("Public"));
        assert_eq!(looked[0].note.as_deref(), Some("ask, then wait"));
    }

    #[test]
    fn each_pasted_line_says_what_it_is_before_the_court_is_asked() {
        let text = "26BA-CV90555\n24ba cv 90212\n\n26BB-CR9072\n25BA-FC90417\r\nO'Public, Jordan\n26BA-CV90555\n";
        let looked: Vec<(u32, PastedVerdict)> =
            look(text).iter().map(|l| (l.line, l.verdict)).collect();
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
    fn a_line_that_does_not_look_like_a_number_says_why_and_can_be_asked_for() {
        let looked = look(&format!(
            "Jordan Public\n26BA/CV1\n{}\n",
            "words ".repeat(30)
        ));
        let seen: Vec<(PastedVerdict, Option<&str>)> = looked
            .iter()
            .map(|l| (l.verdict, l.case_number.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [
                (PastedVerdict::Invalid, Some("JORDAN PUBLIC")),
                (PastedVerdict::Invalid, Some("26BA/CV1")),
                (PastedVerdict::Invalid, None),
            ],
            "only what cannot be sent has no number to ask for"
        );
        assert!(
            looked[0].message.contains("looks like a name"),
            "{looked:?}"
        );
        assert!(looked[0].message.contains("still ask"), "{looked:?}");
        assert!(!looked[2].message.contains("still ask"), "{looked:?}");
    }

    #[test]
    fn a_list_that_is_too_long_says_where_it_was_cut() {
        let text: String = (0..MOST_LINES + 5)
            .map(|n| format!("26BA-CV{:05}\n", n % 100_000))
            .collect();
        let looked = look(&text);
        assert_eq!(looked.len(), MOST_LINES + 1);
        assert!(
            looked[MOST_LINES].message.contains("first 10000 lines"),
            "the person learns that the rest was not taken"
        );
    }
}
