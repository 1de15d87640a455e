//! Finding a case by its number: `caseNoSearch.do` (`wire-format.md` §3.3).
//!
//! One hit is a redirect to the case page, whose address names case and court; the page itself is not fetched. Several
//! hits are a page with links, whose markup nobody has shown us: every kind of link that case pages are known to carry
//! is read. "None" is reported only when the page says so.

use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::Casenet;
use super::date::date;
use crate::domain::{CaseKey, CaseNumber, CourtId};
use crate::portal::browser::PortalRequest;
use crate::portal::document::read_html;
use crate::portal::error::{Because, PortalError};
use crate::portal::text;

/// The case page, where the portal sends us on to when there is one hit.
const CASE_PAGE: &str = "/cases/newHeader.do";

/// A case that the portal found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CaseHit {
    /// Number and court.
    pub key: CaseKey,
    /// Style, where the list shows it.
    pub style: Option<String>,
    /// Case type, where the list shows it.
    pub case_type: Option<String>,
    /// Filing date, where the list shows it.
    pub filed_on: Option<Date>,
    /// Location or court in words, where the list shows it.
    pub location: Option<String>,
    /// The row's visible words, for a person who has to choose; the court id when there is nothing else.
    pub label: String,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Search {
    /// The hits, in the portal's order; empty only when the portal itself says that there are none.
    pub hits: Vec<CaseHit>,
    /// The portal's words where it says that there are none.
    pub words: Option<String>,
}

impl Casenet {
    /// Looks for a case number in all courts.
    ///
    /// # Errors
    /// [`PortalError`]; [`PortalError::OtherCase`] when the one hit is another case.
    pub async fn find_case_number(&self, number: &CaseNumber) -> Result<Search, PortalError> {
        let greeted = self.is_greeted();
        match self.search_case_number(number).await {
            Err(PortalError::UnexpectedPage { .. }) if self.greet(greeted).await? => {
                self.search_case_number(number).await
            }
            other => other,
        }
    }

    async fn search_case_number(&self, number: &CaseNumber) -> Result<Search, PortalError> {
        let fields = [
            ("courtType", ""),
            ("countyCode", ""),
            ("cortCode", "SW"),
            ("caseNumber", number.as_str()),
        ];
        let fields = fields
            .map(|(name, value)| (name.into(), value.to_owned()))
            .to_vec();
        let why = format!("search for {number}");
        let request = PortalRequest {
            enough: Some(CASE_PAGE),
            ..PortalRequest::submit(self.url("caseNoSearch.do"), fields, why.clone())
        };
        let answer = self.browser.send(request).await?;
        if let Some(root) = context_root(&answer.url) {
            self.learn_context_root(root);
        }
        if let Some(hit) = hit_of_address(&answer.url, number) {
            return one(hit, number);
        }
        let Some(page) = text::decode(&answer.bytes, answer.charset) else {
            let shown = answer.content_type.unwrap_or_default();
            return Err(PortalError::Unreadable {
                what: why,
                because: Because::WrongType { shown },
            });
        };
        let (base, number) = (answer.url.clone(), number.clone());
        let read = read_html(page.into_owned(), &why, move |page| {
            read_search(page, &base, &number)
        })
        .await?;
        if let Err(PortalError::UnexpectedPage { expected, .. }) = &read {
            self.hold_page(expected, &answer);
        }
        read
    }
}

/// Reads the page that answers a search. `base` is its address.
///
/// # Errors
/// [`PortalError::UnexpectedPage`] for a page that shows neither cases nor words for none.
pub fn read_search(page: &Html, base: &Url, number: &CaseNumber) -> Result<Search, PortalError> {
    let mut hits: Vec<CaseHit> = Vec::new();
    for link in select(page, "a, [onclick]") {
        let target = link.value();
        let key = ["href", "onclick"]
            .iter()
            .filter_map(|name| target.attr(name))
            .find_map(|target| key_of_link(target, base, number));
        if let Some(key) = key
            && !hits.iter().any(|h| h.key == key)
        {
            hits.push(hit(key, link));
        }
    }
    if hits.is_empty()
        && let Some(key) = key_of_fields(page, number)
        && key.case_number == *number
    {
        hits.push(bare_hit(key));
    }
    if !hits.is_empty() {
        return settle(hits, number);
    }
    let html = page.html();
    let words = text::visible(&html, 300);
    let alert = select(page, ".alert, td.errorLine, td.messageLine")
        .map(|alert| joined(alert))
        .find(|words| !words.is_empty());
    match alert {
        Some(alert) if !is_trouble(&alert) => Ok(Search {
            hits,
            words: Some(text::cut(&alert, 300).to_owned()),
        }),
        _ if says_none(&words) => Ok(Search {
            hits,
            words: Some(words),
        }),
        alert => Err(PortalError::UnexpectedPage {
            expected: format!("the cases numbered {number}, or the portal's words for none"),
            shown: alert
                .or_else(|| text::title(&html))
                .unwrap_or_else(|| text::cut(&words, 120).to_owned()),
        }),
    }
}

/// The one hit has to be the case asked for, or a part of it (`-01` behind the number).
fn one(hit: CaseHit, asked: &CaseNumber) -> Result<Search, PortalError> {
    if is_part_of(&hit.key.case_number, asked) {
        return Ok(Search {
            hits: vec![hit],
            words: None,
        });
    }
    Err(PortalError::OtherCase {
        asked: asked.to_string(),
        answered: hit.key.case_number.to_string(),
    })
}

/// Hits that are the case asked for come alone; where there are none, its parts; other cases are no answer.
fn settle(hits: Vec<CaseHit>, asked: &CaseNumber) -> Result<Search, PortalError> {
    let other = hits
        .first()
        .map(|h| h.key.case_number.to_string())
        .unwrap_or_default();
    let hits: Vec<CaseHit> = hits
        .into_iter()
        .filter(|h| is_part_of(&h.key.case_number, asked))
        .collect();
    if hits.is_empty() {
        return Err(PortalError::OtherCase {
            asked: asked.to_string(),
            answered: other,
        });
    }
    Ok(Search { hits, words: None })
}

fn is_part_of(number: &CaseNumber, asked: &CaseNumber) -> bool {
    number == asked
        || number
            .as_str()
            .strip_prefix(asked.as_str())
            .is_some_and(|rest| rest.starts_with('-'))
}

/// The context root of a page's address: what stands before `/cases/`, or before the last slash.
fn context_root(url: &Url) -> Option<Url> {
    let path = url.path();
    let end = path.find("/cases/").or_else(|| path.rfind('/'))?;
    if end == 0 {
        return None;
    }
    let mut root = url.clone();
    root.set_path(&path[..end]);
    root.set_query(None);
    root.set_fragment(None);
    Some(root)
}

fn hit_of_address(url: &Url, asked: &CaseNumber) -> Option<CaseHit> {
    url.path()
        .ends_with(CASE_PAGE)
        .then(|| key_of_query(url, asked))
        .flatten()
        .map(bare_hit)
}

/// The case and court that an address names, in any of the spellings that links are known to have.
fn key_of_query(url: &Url, asked: &CaseNumber) -> Option<CaseKey> {
    let value = |names: &[&str]| {
        names.iter().find_map(|name| {
            url.query_pairs()
                .find(|(k, v)| k == name && !v.trim().is_empty())
                .map(|(_, v)| v.into_owned())
        })
    };
    let number = value(&["inputVO.caseNumber", "caseNumber"])?;
    let court = value(&["inputVO.courtId", "courtId", "ci", "courtCode"])?;
    key(&number, &court, asked)
}

/// A number that does not look like one is a case's only when it is the one that was asked for.
fn key(number: &str, court: &str, asked: &CaseNumber) -> Option<CaseKey> {
    let court = court.trim();
    let plausible = !court.is_empty()
        && court.len() <= 60
        && !court.chars().any(|c| c.is_whitespace() || c.is_control());
    (plausible && court != "SW").then_some(())?;
    Some(CaseKey {
        case_number: CaseNumber::parse(number)
            .ok()
            .or_else(|| CaseNumber::asked(number).ok().filter(|n| n == asked))?,
        court_id: CourtId::new(court),
    })
}

fn key_of_link(target: &str, base: &Url, asked: &CaseNumber) -> Option<CaseKey> {
    if let Some(at) = target.find("goToThisCase(") {
        let arguments = &target[at + "goToThisCase(".len()..];
        let mut quoted = arguments.split(['\'', '"']).skip(1).step_by(2);
        return key(quoted.next()?, quoted.next()?, asked);
    }
    if !target.contains("aseNumber") {
        return None;
    }
    key_of_query(&base.join(target).ok()?, asked)
}

/// The case and court that hidden fields name: the case page itself, shown without a redirect.
fn key_of_fields(page: &Html, asked: &CaseNumber) -> Option<CaseKey> {
    let value = |names: &str| {
        select(page, names)
            .find_map(|field| field.value().attr("value").filter(|v| !v.trim().is_empty()))
    };
    key(
        value("input[name='inputVO.caseNumber'], input[name='caseNumber']")?,
        value("input[name='inputVO.courtId'], input[name='courtId']")?,
        asked,
    )
}

fn bare_hit(key: CaseKey) -> CaseHit {
    CaseHit {
        label: key.court_id.to_string(),
        key,
        style: None,
        case_type: None,
        filed_on: None,
        location: None,
    }
}

/// What the row around a link says, by the titles of its columns.
fn hit(key: CaseKey, link: ElementRef<'_>) -> CaseHit {
    let ancestors = || link.ancestors().filter_map(ElementRef::wrap);
    let named = |name: &'static str| ancestors().find(|e| e.value().name() == name);
    let Some(row) = named("tr") else {
        let around = ["li", "p", "div"].into_iter().find_map(named);
        let words = joined(around.unwrap_or(link));
        let mut hit = bare_hit(key);
        if !words.is_empty() {
            hit.label = text::cut(&words, 300).to_owned();
        }
        return hit;
    };
    let cells: Vec<String> = children(row, &["td", "th"]).map(joined).collect();
    let titles: Vec<String> = named("table")
        .and_then(|table| {
            table
                .descendants()
                .filter_map(ElementRef::wrap)
                .find(|e| e.value().name() == "tr" && children(*e, &["th"]).next().is_some())
        })
        .map(|row| {
            children(row, &["td", "th"])
                .map(|c| joined(c).to_ascii_lowercase())
                .collect()
        })
        .unwrap_or_default();
    let column = |words: &[&str]| {
        titles
            .iter()
            .position(|title| words.iter().any(|w| title.contains(w)))
            .and_then(|at| cells.get(at))
            .filter(|cell| !cell.is_empty())
            .cloned()
    };
    let label = cells
        .iter()
        .filter(|c| !c.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ");
    CaseHit {
        style: column(&["style"]),
        case_type: column(&["case type", "type"]),
        filed_on: column(&["filed", "filing"]).and_then(|cell| date(&cell)),
        location: column(&["location", "court", "county"]),
        label: if label.is_empty() {
            key.court_id.to_string()
        } else {
            text::cut(&label, 300).to_owned()
        },
        key,
    }
}

fn children<'a>(
    row: ElementRef<'a>,
    names: &'static [&'static str],
) -> impl Iterator<Item = ElementRef<'a>> {
    row.children()
        .filter_map(ElementRef::wrap)
        .filter(|e| names.contains(&e.value().name()))
}

fn joined(element: ElementRef<'_>) -> String {
    let words: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
    words.join(" ")
}

fn select<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
    let found: Vec<ElementRef<'a>> = Selector::parse(selector)
        .map(|selector| page.select(&selector).collect())
        .unwrap_or_default();
    found.into_iter()
}

fn says_none(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    [
        "returned no matches",
        "no matches",
        "no match ",
        "no cases found",
        "no case was found",
        "no case found",
        "no records",
        "no results",
        "no data available",
        "not found",
        "could not be found",
        "cannot be found",
        "does not exist",
        "did not match",
    ]
    .iter()
    .any(|w| words.contains(w))
}

fn is_trouble(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let troubled = [
        "error",
        "try again",
        "session",
        "unavailable",
        "too many",
        "more than 1,000",
        "common",
    ]
    .iter()
    .any(|w| words.contains(w));
    troubled && !says_none(&words)
}
