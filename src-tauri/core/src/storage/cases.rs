//! Followed cases: rows of the list, and one case by number or id.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AssertSqlSafe;

use super::follow::number_hash;
use super::moment::{day_from_text, from_millis, maybe_from_millis, to_millis};
use super::{OwnWords, Store, StoreError};
use crate::domain::{CaseHeader, CaseStyle, Disposition};

/// What we may show of a stored case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// Followed and readable.
    #[default]
    Followed,
    /// No longer followed; the local copy stays until it is forgotten.
    Unfollowed,
    /// The court no longer shows it: the copy is closed, a second reading decides.
    Closed,
    /// Two readings agreed: the copy was erased.
    Erased,
}

impl CaseState {
    /// Reads the stored word; an unknown one (a newer program's) counts as closed, which shows nothing.
    pub(crate) fn parse(word: &str) -> Self {
        match word {
            "followed" => Self::Followed,
            "unfollowed" => Self::Unfollowed,
            "erased" => Self::Erased,
            _ => Self::Closed,
        }
    }

    /// Whether the court's words of the case may be shown.
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Followed | Self::Unfollowed)
    }
}

/// The last attempt failed: why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastProblem {
    /// Stable word.
    pub kind: String,
    /// Plain sentence.
    pub message: String,
    /// When.
    pub at: Timestamp,
}

/// A stored case. Of a closed or erased one, everything that the court said is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCase {
    /// Row id.
    pub case_id: i64,
    /// Case number; empty for a closed or erased case.
    pub case_number: String,
    /// Court id; empty for a closed or erased case.
    pub court_id: String,
    /// Header; empty for a closed or erased case.
    pub header: CaseHeader,
    /// What we may show.
    pub state: CaseState,
    /// The person's own words.
    pub words: OwnWords,
    /// When it was followed.
    pub followed_at: Timestamp,
    /// When its copy was closed.
    pub closed_at: Option<Timestamp>,
    /// When its copy was erased.
    pub erased_at: Option<Timestamp>,
    /// Entries on the docket.
    pub entries: u32,
    /// Changes to review.
    pub unreviewed: u32,
    /// A hearing is set for today or later: [`Store::hearings_ahead`] gives the nearest.
    pub hearings_ahead: bool,
    /// Last success.
    pub last_checked_at: Option<Timestamp>,
    /// When it is due.
    pub next_check_at: Option<Timestamp>,
    /// Why the last attempt failed, when it did after the last success.
    pub problem: Option<LastProblem>,
    /// The last docket proved nothing about absent entries.
    pub incomplete: bool,
    /// The court's list of parties was read at least once.
    pub parties_read: bool,
}

/// Columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// The person's name for the case, else its style.
    #[default]
    Name,
    /// Case number.
    CaseNumber,
    /// Location.
    Location,
    /// Filing date.
    FiledOn,
    /// Next hearing; cases without one last.
    NextHearing,
    /// Last checked.
    LastChecked,
    /// Changes to review.
    Unreviewed,
    /// Case type.
    CaseType,
}

/// Which cases to list, and how.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Words that must all appear in number, style, label, matter, tag, judge or location.
    pub words: String,
    /// Only this tag.
    pub tag: Option<String>,
    /// Only cases with changes to review.
    pub unreviewed_only: bool,
    /// Only cases never read, last read before this moment, or whose last attempt failed.
    pub read_before: Option<Timestamp>,
    /// Unfollowed ones, too.
    pub unfollowed_too: bool,
    /// Column to sort by.
    pub order: CaseOrder,
    /// Largest or latest first.
    pub descending: bool,
    /// First row.
    pub offset: u32,
    /// At most this many rows.
    pub limit: u32,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct CaseList {
    /// The rows.
    pub rows: Vec<StoredCase>,
    /// Rows that match, all pages together.
    pub total: u32,
}

/// Figures for the status bar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Followed cases (closed ones too).
    pub followed: u32,
    /// Of them, never read.
    pub never_read: u32,
    /// Of them, cases whose last attempt failed.
    pub failing: u32,
    /// Changes to review.
    pub to_review: u32,
    /// Cases with changes to review.
    pub cases_to_review: u32,
    /// The newest success.
    pub last_checked_at: Option<Timestamp>,
    /// The oldest last success of a case whose copy is open: nothing that is shown is older.
    pub oldest_checked_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    case_id: i64,
    case_number: String,
    court_id: String,
    style: String,
    court: Option<String>,
    location: Option<String>,
    location_code: Option<String>,
    court_code: Option<String>,
    case_type: Option<String>,
    case_type_code: Option<String>,
    filed_on: Option<String>,
    judge: Option<String>,
    disposition: Option<String>,
    disposed_on: Option<String>,
    security_level: Option<String>,
    is_criminal: bool,
    confidential: bool,
    state: String,
    followed_at: i64,
    closed_at: Option<i64>,
    erased_at: Option<i64>,
    entries: i64,
    label: Option<String>,
    note: Option<String>,
    matter: Option<String>,
    tags: Option<String>,
    unreviewed: i64,
    hearings_ahead: bool,
    last_checked_at: Option<i64>,
    last_attempt_at: Option<i64>,
    next_check_at: Option<i64>,
    error_kind: Option<String>,
    error_message: Option<String>,
    incomplete: Option<bool>,
    parties_read: bool,
}

impl Row {
    /// The stored header, whatever may be shown of it.
    fn header(&self) -> CaseHeader {
        CaseHeader {
            case_number: self.case_number.clone(),
            court_id: Some(self.court_id.clone()),
            style: CaseStyle(self.style.clone()),
            court: self.court.clone(),
            location: self.location.clone(),
            location_code: self.location_code.clone(),
            court_code: self.court_code.clone(),
            case_type: self.case_type.clone(),
            case_type_code: self.case_type_code.clone(),
            filed_on: day_from_text(self.filed_on.clone()),
            judge: self.judge.clone(),
            disposition: self.disposition.clone().map(|description| Disposition {
                description,
                disposed_on: day_from_text(self.disposed_on.clone()),
            }),
            security_level: self.security_level.clone(),
            is_criminal: self.is_criminal,
            confidential: self.confidential,
        }
    }

    fn case(self) -> Result<StoredCase, StoreError> {
        let state = CaseState::parse(&self.state);
        let readable = state.is_readable();
        let header = self.header();
        let words = OwnWords {
            label: self.label,
            note: self.note,
            matter: self.matter,
            tags: self
                .tags
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?
                .unwrap_or_default(),
        };
        Ok(StoredCase {
            case_id: self.case_id,
            case_number: if readable {
                self.case_number
            } else {
                String::new()
            },
            court_id: if readable {
                self.court_id
            } else {
                String::new()
            },
            header: if readable {
                header
            } else {
                CaseHeader::default()
            },
            state,
            words,
            followed_at: from_millis(self.followed_at),
            closed_at: maybe_from_millis(self.closed_at),
            erased_at: maybe_from_millis(self.erased_at),
            entries: if readable {
                u32::try_from(self.entries).unwrap_or(u32::MAX)
            } else {
                0
            },
            unreviewed: u32::try_from(self.unreviewed).unwrap_or(u32::MAX),
            hearings_ahead: self.hearings_ahead && readable,
            last_checked_at: maybe_from_millis(self.last_checked_at),
            next_check_at: maybe_from_millis(self.next_check_at),
            problem: self.error_kind.map(|kind| LastProblem {
                kind,
                message: self.error_message.unwrap_or_default(),
                at: from_millis(self.last_attempt_at.unwrap_or(0)),
            }),
            incomplete: self.incomplete.unwrap_or(false),
            parties_read: self.parties_read,
        })
    }
}

/// `?1` is today, for what lies ahead.
const COLUMNS: &str = "c.case_id, c.case_number, c.court_id, c.style, c.court, c.location, c.location_code, c.court_code,
    c.case_type, c.case_type_code, c.filed_on, c.judge, c.disposition, c.disposed_on, c.security_level, c.is_criminal,
    c.confidential, c.state, c.followed_at, c.closed_at, c.erased_at, c.entries, n.label, n.note, n.matter, n.tags,
    (SELECT count(*) FROM changes x WHERE x.case_id = c.case_id AND x.reviewed_at IS NULL) AS unreviewed,
    EXISTS (SELECT 1 FROM hearings h WHERE h.case_id = c.case_id AND h.state = 'set' AND h.scheduled_on >= ?1)
        AS hearings_ahead,
    s.last_checked_at, s.last_attempt_at, s.next_check_at, s.error_kind, s.error_message, s.incomplete,
    s.party_digest IS NOT NULL AS parties_read";

const TABLES: &str =
    "cases c LEFT JOIN case_notes n USING (case_id) LEFT JOIN case_status s USING (case_id)";

impl Store {
    /// A page of the list of cases. `today` is the court's day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list_cases(
        &self,
        filter: &CaseFilter,
        today: Date,
    ) -> Result<CaseList, StoreError> {
        let mut conditions = vec![if filter.unfollowed_too {
            "1".to_owned()
        } else {
            "c.state <> 'unfollowed'".to_owned()
        }];
        let mut values: Vec<String> = Vec::new();
        for word in filter.words.split_whitespace().take(16) {
            values.push(format!(
                "%{}%",
                word.replace('\\', "\\\\")
                    .replace('%', "\\%")
                    .replace('_', "\\_")
            ));
            // What the court said of a closed case is not searched; the person's own words are.
            conditions.push(format!(
                "(concat_ws(' ', n.label, n.matter, n.tags) LIKE ?{n} ESCAPE '\\'
                  OR (c.state IN ('followed', 'unfollowed')
                      AND concat_ws(' ', c.case_number, c.style, c.judge, c.location) LIKE ?{n} ESCAPE '\\'))",
                n = values.len() + 1
            ));
        }
        if let Some(tag) = &filter.tag {
            values.push(tag.clone());
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM json_each(n.tags) WHERE value = ?{})",
                values.len() + 1
            ));
        }
        if filter.unreviewed_only {
            conditions.push(
                "EXISTS (SELECT 1 FROM changes x WHERE x.case_id = c.case_id AND x.reviewed_at IS NULL)".to_owned(),
            );
        }
        if let Some(before) = filter.read_before {
            conditions.push(format!(
                "(coalesce(s.last_checked_at, 0) < {} OR s.error_kind IS NOT NULL)",
                to_millis(before)
            ));
        }
        let key = match filter.order {
            CaseOrder::Name => {
                "coalesce(n.label, CASE WHEN c.state IN ('followed', 'unfollowed') THEN c.style ELSE '' END) COLLATE NOCASE"
            }
            CaseOrder::CaseNumber => "c.case_number",
            CaseOrder::Location => "coalesce(c.location, '') COLLATE NOCASE",
            CaseOrder::FiledOn => "coalesce(c.filed_on, '')",
            CaseOrder::NextHearing => {
                "coalesce((SELECT min(scheduled_on) FROM hearings h WHERE h.case_id = c.case_id AND h.state = 'set'
                   AND h.scheduled_on >= ?1), '9999-99-99')"
            }
            CaseOrder::LastChecked => "coalesce(s.last_checked_at, 0)",
            CaseOrder::Unreviewed => {
                "(SELECT count(*) FROM changes x WHERE x.case_id = c.case_id AND x.reviewed_at IS NULL)"
            }
            CaseOrder::CaseType => "coalesce(c.case_type, '') COLLATE NOCASE",
        };
        let direction = if filter.descending { "DESC" } else { "ASC" };
        let conditions = conditions.join(" AND ");
        let mut conn = self.reader().await?;
        let total = {
            let sql = format!("SELECT count(*) FROM {TABLES} WHERE ?1 = ?1 AND {conditions}");
            let mut query =
                sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).bind(today.to_string());
            for value in &values {
                query = query.bind(value);
            }
            query.fetch_one(&mut *conn).await?
        };
        // The page is chosen by id first, so that counts and hearings are looked up for its rows only.
        let sql = format!(
            "SELECT {COLUMNS} FROM (SELECT c.case_id AS id, row_number() OVER () AS place FROM
                 (SELECT c.case_id FROM {TABLES} WHERE {conditions}
                  ORDER BY {key} {direction}, c.case_id LIMIT {} OFFSET {}) c) page
             JOIN cases c ON c.case_id = page.id LEFT JOIN case_notes n USING (case_id)
             LEFT JOIN case_status s USING (case_id) ORDER BY page.place",
            filter.limit, filter.offset
        );
        let mut query = sqlx::query_as::<_, Row>(AssertSqlSafe(sql)).bind(today.to_string());
        for value in &values {
            query = query.bind(value);
        }
        let rows = query.fetch_all(&mut *conn).await?;
        Ok(CaseList {
            rows: rows.into_iter().map(Row::case).collect::<Result<_, _>>()?,
            total: u32::try_from(total).unwrap_or(u32::MAX),
        })
    }

    /// The stored header for a comparison, of a closed copy too: it is never shown from here.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be read.
    pub async fn header(&self, case_id: i64, today: Date) -> Result<CaseHeader, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE c.case_id = ?2"
        )))
        .bind(today.to_string())
        .bind(case_id)
        .fetch_optional(&mut *conn)
        .await?;
        Ok(row.ok_or(StoreError::NoSuchCase)?.header())
    }

    /// One case.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case(&self, case_id: i64, today: Date) -> Result<Option<StoredCase>, StoreError> {
        let mut conn = self.reader().await?;
        let row: Option<Row> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE c.case_id = ?2"
        )))
        .bind(today.to_string())
        .bind(case_id)
        .fetch_optional(&mut *conn)
        .await?;
        row.map(Row::case).transpose()
    }

    /// The ids of cases with this number: in one court, or in all. Erased ones are found, too, so that their rows can
    /// be forgotten.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn cases_by_number(
        &self,
        case_number: &str,
        court_id: Option<&str>,
    ) -> Result<Vec<i64>, StoreError> {
        let mut conn = self.reader().await?;
        Ok(sqlx::query_scalar(
            "SELECT case_id FROM cases
             WHERE number_hash = ?1 AND (case_number = ?2 OR state = 'erased')
                   AND (?3 IS NULL OR court_id = ?3 OR state = 'erased')
             ORDER BY state = 'erased', case_id",
        )
        .bind(number_hash(case_number))
        .bind(case_number)
        .bind(court_id)
        .fetch_all(&mut *conn)
        .await?)
    }

    /// Which of these numbers are followed: `(number, case id)`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn followed_among(
        &self,
        numbers: &[String],
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut conn = self.reader().await?;
        Ok(sqlx::query_as(
            "SELECT c.case_number, c.case_id FROM json_each(?1) j JOIN cases c ON c.case_number = j.value
             WHERE c.case_number <> '' AND c.state IN ('followed', 'closed')",
        )
        .bind(serde_json::to_string(numbers)?)
        .fetch_all(&mut *conn)
        .await?)
    }

    /// The number and court of a case, whatever its state; for asking the court. Empty once erased.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`]; when the store cannot be read.
    pub async fn case_key(&self, case_id: i64) -> Result<(String, String), StoreError> {
        let mut conn = self.reader().await?;
        let found: Option<(String, String)> =
            sqlx::query_as("SELECT case_number, court_id FROM cases WHERE case_id = ?1")
                .bind(case_id)
                .fetch_optional(&mut *conn)
                .await?;
        found.ok_or(StoreError::NoSuchCase)
    }

    /// All tags in use, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tags(&self) -> Result<Vec<String>, StoreError> {
        let mut conn = self.reader().await?;
        Ok(sqlx::query_scalar(
            "SELECT DISTINCT t.value FROM case_notes n, json_each(n.tags) t ORDER BY t.value COLLATE NOCASE",
        )
        .fetch_all(&mut *conn)
        .await?)
    }

    /// Figures for the status bar.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let mut conn = self.reader().await?;
        type Figures = (u32, u32, u32, u32, u32, Option<i64>, Option<i64>);
        let (followed, never_read, failing, to_review, cases_to_review, last, oldest): Figures =
            sqlx::query_as(
                "SELECT count(*), coalesce(sum(s.last_checked_at IS NULL), 0), coalesce(sum(s.error_kind IS NOT NULL), 0),
                     (SELECT count(*) FROM changes WHERE reviewed_at IS NULL),
                     (SELECT count(DISTINCT case_id) FROM changes WHERE reviewed_at IS NULL),
                     max(s.last_checked_at),
                     min(CASE WHEN c.state = 'followed' THEN s.last_checked_at END)
                 FROM cases c LEFT JOIN case_status s USING (case_id) WHERE c.state IN ('followed', 'closed')",
            )
            .fetch_one(&mut *conn)
            .await?;
        Ok(Counts {
            followed,
            never_read,
            failing,
            to_review,
            cases_to_review,
            last_checked_at: maybe_from_millis(last),
            oldest_checked_at: maybe_from_millis(oldest),
        })
    }
}
