//! Full text: docket entries newest first, and cases by number, style, people and the person's own words.
//!
//! The order is the index's own: the rowid of an entry holds its day (`entry_row.rs`), so a page is read backwards
//! from where the last one ended and nothing is ranked or sorted (ranking 200,000 rows took 217 ms, this 10 ms).

use jiff::civil::Date;

use super::docket::StoredEntry;
use super::entry_row::{entry_of_search_row, search_row};
use super::moment::day_from_number;
use super::{Store, StoreError};

/// Where a page of hits ended. Opaque; `Display` and [`SearchCursor::parse`] carry it through a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchCursor(i64);

impl SearchCursor {
    /// Reads what `Display` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

impl std::fmt::Display for SearchCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What to search.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// What the person typed: all words must appear; the last one may be the beginning of a word; `"quoted words"`
    /// must stand together.
    pub words: String,
    /// Only entries of this day or later.
    pub since: Option<Date>,
    /// Only this case.
    pub case_id: Option<i64>,
    /// Go on after this hit.
    pub before: Option<SearchCursor>,
    /// At most this many.
    pub limit: u32,
}

/// A page of entries, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchHits {
    /// The entries.
    pub entries: Vec<StoredEntry>,
    /// Hand it back for the next page; `None`: no more.
    pub next: Option<SearchCursor>,
}

/// A case found by its own words or its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseHit {
    /// Number, style, judge or location.
    Header {
        /// Its case.
        case_id: i64,
    },
    /// Label, note, matter or tag: the person's own words.
    OwnWords {
        /// Its case.
        case_id: i64,
    },
    /// A party or an attorney.
    Party {
        /// Its case.
        case_id: i64,
        /// Name of the party.
        name: String,
        /// Its role in the court's words.
        role: String,
    },
}

/// Turns what a person typed into an FTS5 query in which nothing but words is left: every word is quoted, so that
/// `AND`, `*`, `^`, `:` and `-` are plain text. `None` when there is no word in it.
fn fts_query(words: &str) -> Option<String> {
    let has_word = |text: &str| text.chars().any(char::is_alphanumeric);
    let mut terms: Vec<String> = Vec::new();
    let mut last_is_open = false;
    for (index, piece) in words.split('"').enumerate().take(64) {
        if index % 2 == 1 {
            if has_word(piece) {
                terms.push(format!("\"{piece}\""));
                last_is_open = false;
            }
            continue;
        }
        for word in piece.split_whitespace().filter(|w| has_word(w)).take(32) {
            terms.push(format!("\"{word}\""));
            last_is_open = true;
        }
        if piece.ends_with(char::is_whitespace) {
            last_is_open = false;
        }
    }
    if last_is_open && let Some(last) = terms.last_mut() {
        last.push('*');
    }
    // NUL would end the query early inside SQLite.
    (!terms.is_empty()).then(|| terms.join(" ").replace('\0', " "))
}

impl Store {
    /// Docket entries that hold all the words, newest first. Closed copies are not searched.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchHits, StoreError> {
        let Some(words) = fts_query(&query.words) else {
            return Ok(SearchHits::default());
        };
        let limit = query.limit.clamp(1, 500);
        let mut before = query.before.map_or(i64::MAX, |cursor| cursor.0);
        let mut lowest = query.since.map_or(i64::MIN, |day| search_row(Some(day), 0));
        let mut of_case = None;
        if let Some(case_id) = query.case_id {
            let rows = self.search_rows_of(case_id).await?;
            let Some((first, last)) = rows.iter().copied().min().zip(rows.iter().copied().max())
            else {
                return Ok(SearchHits::default());
            };
            lowest = lowest.max(first);
            before = before.min(last.saturating_add(1));
            of_case = Some(rows);
        }
        let mut entries: Vec<StoredEntry> = Vec::new();
        // Closed and other cases' entries are left out after the index, so a page may need more than one look; each
        // look is larger than the one before, and the whole is bounded.
        let mut look = i64::from(limit) + 1;
        loop {
            let rows: Vec<i64> = {
                let mut conn = self.reader().await?;
                match &of_case {
                    None => {
                        sqlx::query_scalar(
                            "SELECT rowid FROM entry_search WHERE entry_search MATCH ?1 AND rowid < ?2 AND rowid >= ?3
                             ORDER BY rowid DESC LIMIT ?4",
                        )
                        .bind(&words)
                        .bind(before)
                        .bind(lowest)
                        .bind(look)
                        .fetch_all(&mut *conn)
                        .await?
                    }
                    // Only the span of the case's own days is walked through. The plus keeps SQLite from asking the
                    // index for each entry by itself, which takes a thousand times as long.
                    Some(rows) => {
                        sqlx::query_scalar(
                            "SELECT rowid FROM entry_search WHERE entry_search MATCH ?1 AND rowid < ?2 AND rowid >= ?3
                                 AND +rowid IN (SELECT value FROM json_each(?5))
                             ORDER BY rowid DESC LIMIT ?4",
                        )
                        .bind(&words)
                        .bind(before)
                        .bind(lowest)
                        .bind(look)
                        .bind(serde_json::to_string(rows)?)
                        .fetch_all(&mut *conn)
                        .await?
                    }
                }
            };
            let exhausted = i64::try_from(rows.len()).is_ok_and(|n| n < look);
            let ids: Vec<i64> = rows.iter().map(|row| entry_of_search_row(*row)).collect();
            let mut found = self.entries(&ids).await?;
            for row in &rows {
                before = *row;
                if let Some(entry) = found.remove(&entry_of_search_row(*row)) {
                    entries.push(entry);
                    if entries.len() == limit as usize {
                        let more = !exhausted || rows.last() != Some(row);
                        return Ok(SearchHits {
                            entries,
                            next: more.then_some(SearchCursor(before)),
                        });
                    }
                }
            }
            if exhausted {
                return Ok(SearchHits {
                    entries,
                    next: None,
                });
            }
            look = (look * 4).min(4000);
        }
    }

    /// The rows of the search index that a case has.
    async fn search_rows_of(&self, case_id: i64) -> Result<Vec<i64>, StoreError> {
        let mut conn = self.reader().await?;
        let entries: Vec<(i64, Option<i64>)> = sqlx::query_as(
            "SELECT w.entry_id, w.filed_on FROM docket_entries d JOIN docket_entry_words w USING (entry_id)
             WHERE d.case_id = ?1",
        )
        .bind(case_id)
        .fetch_all(&mut *conn)
        .await?;
        Ok(entries
            .into_iter()
            .map(|(id, day)| search_row(day.and_then(day_from_number), id))
            .collect())
    }

    /// Cases found by number, style, people, or the person's own words; at most `limit`. Of closed copies only the
    /// person's own words are searched.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn search_cases(&self, words: &str, limit: u32) -> Result<Vec<CaseHit>, StoreError> {
        let Some(words) = fts_query(words) else {
            return Ok(Vec::new());
        };
        let mut conn = self.reader().await?;
        let own: Vec<i64> = sqlx::query_scalar(
            "SELECT rowid FROM case_search WHERE case_search MATCH '{own_words} : (' || ?1 || ')'
             ORDER BY rowid DESC LIMIT ?2",
        )
        .bind(&words)
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        let header: Vec<i64> = sqlx::query_scalar(
            "SELECT s.rowid FROM case_search s JOIN cases c ON c.case_id = s.rowid
             WHERE case_search MATCH '{court_words} : (' || ?1 || ')' AND c.state IN ('followed', 'unfollowed')
             ORDER BY s.rowid DESC LIMIT ?2",
        )
        .bind(&words)
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        let party: Vec<(i64, String, String)> = sqlx::query_as(
            "SELECT p.case_id, p.name, p.role FROM party_search s JOIN parties p ON p.party_id = s.rowid
             JOIN cases c USING (case_id)
             WHERE party_search MATCH ?1 AND c.state IN ('followed', 'unfollowed') ORDER BY s.rowid DESC LIMIT ?2",
        )
        .bind(&words)
        .bind(limit)
        .fetch_all(&mut *conn)
        .await?;
        Ok(own
            .into_iter()
            .map(|case_id| CaseHit::OwnWords { case_id })
            .chain(
                header
                    .into_iter()
                    .map(|case_id| CaseHit::Header { case_id }),
            )
            .chain(
                party
                    .into_iter()
                    .map(|(case_id, name, role)| CaseHit::Party {
                        case_id,
                        name,
                        role,
                    }),
            )
            .take(limit as usize)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::fts_query;

    #[rstest::rstest]
    #[case::nothing("  ", None)]
    #[case::only_marks("-- * \"\"", None)]
    #[case::a_word("motion", Some("\"motion\"*"))]
    #[case::a_finished_word("motion ", Some("\"motion\""))]
    #[case::operators_are_words("a AND NOT b*", Some("\"a\" \"AND\" \"NOT\" \"b*\"*"))]
    #[case::a_phrase("\"case management\" conf", Some("\"case management\" \"conf\"*"))]
    #[case::an_open_quote("say \"case man", Some("\"say\" \"case man\""))]
    #[case::a_column("title:x", Some("\"title:x\"*"))]
    fn what_is_typed_becomes_words_only(#[case] typed: &str, #[case] query: Option<&str>) {
        assert_eq!(fts_query(typed).as_deref(), query, "{typed}");
    }
}
