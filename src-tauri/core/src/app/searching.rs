//! Full text over the local copy. Nothing here asks the court.

use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::app::desk::Desk;
use crate::app::views::{Problem, SearchHit, SearchPage};
use crate::storage::{CaseHit, SearchCursor, SearchQuery};

const PAGE: u32 = 50;
const CASES: u32 = 20;
/// Characters of a hit's text around which a person recognises it.
const SNIPPET: usize = 240;

impl Desk {
    /// A page of hits: on the first page the cases and people that fit, then entries, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn search(
        &self,
        words: String,
        case_id: Option<i64>,
        cursor: Option<String>,
    ) -> Result<SearchPage, Problem> {
        self.search_since(&words, case_id, None, cursor.as_deref(), PAGE)
            .await
    }

    /// As [`Desk::search`], of entries filed on or after a day, in pages of `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn search_since(
        &self,
        words: &str,
        case_id: Option<i64>,
        since: Option<Date>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<SearchPage, Problem> {
        let before = cursor.and_then(SearchCursor::parse);
        let mut hits = Vec::new();
        if before.is_none() && since.is_none() {
            for hit in self.inner.store.search_cases(words, CASES).await? {
                let (kind, id, title, text) = match hit {
                    CaseHit::Header { case_id } => ("case", case_id, String::new(), String::new()),
                    CaseHit::OwnWords { case_id } => {
                        ("note", case_id, "Your note".to_owned(), String::new())
                    }
                    CaseHit::Party {
                        case_id,
                        name,
                        role,
                    } => ("party", case_id, name, role),
                };
                if case_id.is_none_or(|wanted| wanted == id) {
                    hits.extend(self.case_hit(kind, id, title, text).await?);
                }
            }
        }
        let found = self
            .inner
            .store
            .search(&SearchQuery {
                words: words.to_owned(),
                since,
                case_id,
                before,
                limit,
            })
            .await?;
        let mut names: std::collections::HashMap<i64, Option<SearchHit>> =
            std::collections::HashMap::new();
        for stored in found.entries {
            let case = match names.entry(stored.case_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(
                    self.case_hit("entry", stored.case_id, String::new(), String::new())
                        .await?,
                ),
            };
            let Some(case) = case else { continue };
            hits.push(SearchHit {
                entry_id: Some(stored.entry_id),
                sequence: stored.entry.sequence,
                filed_on: stored.entry.filed_on.map(|d| d.to_string()),
                text: snippet(stored.entry.text.as_deref().unwrap_or_default(), words),
                title: stored.entry.description,
                ..case.clone()
            });
        }
        Ok(SearchPage {
            hits,
            next: found.next.map(|next| next.to_string()),
        })
    }

    /// `None` for a case that was forgotten meanwhile.
    async fn case_hit(
        &self,
        kind: &str,
        id: i64,
        title: String,
        text: String,
    ) -> Result<Option<SearchHit>, Problem> {
        let Some(case) = self.inner.store.case(id, self.court_day()).await? else {
            return Ok(None);
        };
        let name = case
            .words
            .label
            .clone()
            .unwrap_or_else(|| case.header.style.0.clone());
        let text = if kind == "note" {
            case.words.note.clone().unwrap_or_default()
        } else {
            text
        };
        Ok(Some(SearchHit {
            kind: kind.to_owned(),
            case_id: id,
            case_number: case.case_number,
            court_id: case.court_id,
            title: if title.is_empty() {
                name.clone()
            } else {
                title
            },
            case_name: name,
            entry_id: None,
            sequence: None,
            filed_on: None,
            text,
        }))
    }
}

/// The part of a long text in which the first of the words stands, cut at words.
fn snippet(text: &str, words: &str) -> String {
    if text.chars().count() <= SNIPPET {
        return text.to_owned();
    }
    let lower = text.to_lowercase();
    let first = words
        .split_whitespace()
        .filter_map(|word| lower.find(&word.trim_matches('"').to_lowercase()))
        .min()
        .unwrap_or(0);
    // Lower case can have other lengths; the place is a hint, and it is moved to a character's start.
    let start = text.floor_char_boundary(first.min(text.len()).saturating_sub(60));
    // Blanks come in several lengths, too (a no-break space has two bytes).
    let start = text[..start]
        .char_indices()
        .rfind(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, blank)| at + blank.len_utf8());
    let end = text.floor_char_boundary((start + SNIPPET).min(text.len()));
    let end = if end == text.len() {
        end
    } else {
        text[..end]
            .rfind(char::is_whitespace)
            .filter(|at| *at > start)
            .unwrap_or(end)
    };
    let before = if start > 0 { "... " } else { "" };
    let after = if end < text.len() { " ..." } else { "" };
    format!("{before}{}{after}", &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_the_word_that_was_asked_for() {
        let text = format!(
            "{} the injunction {}",
            "before ".repeat(100),
            "after ".repeat(100)
        );
        let shown = snippet(&text, "injunction");
        assert!(
            shown.contains("injunction") && shown.starts_with("... ") && shown.ends_with(" ..."),
            "{shown}"
        );
    }

    #[test]
    fn a_snippet_may_begin_after_a_blank_of_two_bytes() {
        let text = format!(
            "word\u{a0}{} needle {}",
            "b".repeat(80),
            "after ".repeat(60)
        );
        assert!(snippet(&text, "needle").starts_with("... bbb"));
    }

    proptest::proptest! {
        #[test]
        fn a_snippet_never_breaks_a_character(text in "\\PC{200,400}", word in "\\PC{0,3}") {
            let _ = snippet(&text, &word);
        }
    }
}
