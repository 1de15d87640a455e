//! Answers that may come anywhere, known before anything else is read: refusal, challenge, "slow down", maintenance,
//! a court that is offline, a court id that has moved (`wire-format.md` §1 and §2, "Error and odd responses").
//!
//! Data is never searched for such words: a docket entry may say "Just a moment" without anybody being challenged.

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use super::access::{Stop, StopReason};
use super::error::PortalError;
use super::text::{self, Charset};

mod in_place;
pub use in_place::in_place;

/// How far into a page we look.
const LOOK: usize = 256 * 1024;
/// The pause after "too many requests" without a `Retry-After`.
const USUAL_PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// The longest pause that is kept; a portal may well mean weeks, hardly ever years.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is looked at of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<&'a str>,
    /// `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// `Cf-Mitigated: challenge`: the protection layer says itself that this is a challenge.
    pub says_challenge: bool,
    /// The body.
    pub body: &'a [u8],
}

/// The error that this answer is, whatever was asked for; `None` when it may be what was asked for.
pub fn recognise(seen: &Seen<'_>, now: Timestamp) -> Option<PortalError> {
    let status = seen.status;
    let data = looks_like_data(seen.body);
    // The usual case, kept cheap: data with status 200.
    if status == 200 && data && !seen.says_challenge {
        return small_error_object(seen.body);
    }
    // A filing may quote "Error 403" or "service unavailable"; it is not searched for the portal's words either.
    if (200..300).contains(&status) && !seen.says_challenge && is_known_file(seen.body) {
        return None;
    }
    let page = Page::read(seen);
    let stop = |reason| {
        PortalError::Stopped(Stop {
            reason,
            words: page.words(status),
            since: now,
        })
    };
    if seen.says_challenge || (!data && page.is_challenge()) {
        return Some(stop(StopReason::Challenge));
    }
    // 401 is a logon page's answer elsewhere; the public case system has no reason for it but refusal.
    if status == 403 || status == 401 || (!data && page.is_refusal()) {
        return Some(stop(StopReason::Refusal));
    }
    let pause = pause(seen.retry_after, now);
    if status == 429 {
        let until = pause.unwrap_or_else(|| later(now, USUAL_PAUSE));
        return Some(PortalError::TooManyRequests { until });
    }
    if page.has(&WRONG_DATABASE) {
        return Some(PortalError::WrongCourtDatabase {
            words: page.words(status),
        });
    }
    // A list of cases may say of one of them that its court is offline; that is not the answer to the search.
    let lists_cases = page.has(&["gotothiscase(", "casenumber="]);
    if !lists_cases || status >= 500 {
        if page.has(&COURT_OFFLINE) {
            return Some(PortalError::CourtOffline {
                words: page.words(status),
            });
        }
        if status == 503 || (!data && page.has(&MAINTENANCE)) {
            return Some(PortalError::Maintenance {
                words: page.words(status),
                until: pause,
            });
        }
        if !data && page.title_has("access denied") || page.is_short_and_has("access denied") {
            return Some(PortalError::AccessDenied {
                words: page.words(status),
            });
        }
    }
    match status {
        200..=299 => None,
        500.. => Some(PortalError::ServerError {
            status,
            words: page.title.clone(),
        }),
        _ => Some(PortalError::UnexpectedPage {
            expected: "an answer with status 200".to_owned(),
            shown: page.title.clone().map_or_else(
                || format!("status {status}"),
                |t| format!("status {status}, {t}"),
            ),
        }),
    }
}

const WRONG_DATABASE: [&str; 3] = [
    "unable to locate jndi name",
    "datasourcelookupfailureexception",
    "persistenceexception",
];
const COURT_OFFLINE: [&str; 3] = [
    "location unavailable",
    "court location is currently unavailable",
    "this court is currently unavailable",
];
const MAINTENANCE: [&str; 6] = [
    "is not available at this time",
    "service unavailable",
    "error retrieving",
    "system maintenance",
    "scheduled maintenance",
    "currently unavailable",
];

/// When a `Retry-After` ends: seconds, or an HTTP date; not in the past, and at most thirty days away.
pub fn pause(retry_after: Option<&str>, now: Timestamp) -> Option<Timestamp> {
    let text = retry_after?.trim();
    let until = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More seconds than fit any number are the longest pause, not none.
        let seconds = text.parse::<i64>().unwrap_or(i64::MAX);
        let longest = LONGEST_PAUSE.as_secs();
        later(now, SignedDuration::from_secs(seconds.min(longest)))
    } else {
        rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?
    };
    Some(until.clamp(now, later(now, LONGEST_PAUSE)))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Whether a body is data rather than a page: its first character that is not blank opens an object or a list.
pub fn looks_like_data(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    matches!(
        body.iter().find(|b| !b.is_ascii_whitespace()),
        Some(b'{' | b'[')
    )
}

/// Whether a body is a document of a kind that we know by its first bytes: PDF, TIFF, PNG, JPEG.
pub fn is_known_file(body: &[u8]) -> bool {
    file_kind(body).is_some()
}

/// The kind that the first bytes tell: `pdf`, `tif`, `png`, `jpg`. A PDF may have junk in front of its mark.
pub fn file_kind(body: &[u8]) -> Option<&'static str> {
    let starts = [
        (&b"II*\0"[..], "tif"),
        (b"MM\0*", "tif"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpg"),
    ];
    if let Some((_, kind)) = starts.into_iter().find(|(mark, _)| body.starts_with(mark)) {
        return Some(kind);
    }
    let head = &body[..body.len().min(1024)];
    let at = head.windows(5).position(|w| w == b"%PDF-")?;
    // A page that only quotes the mark begins as a page.
    (at == 0 || !head[..at].contains(&b'<')).then_some("pdf")
}

/// A small object that names no case and carries a database error instead.
fn small_error_object(body: &[u8]) -> Option<PortalError> {
    if body.len() > 4096 {
        return None;
    }
    let text = text::decode(body, Charset::Western)?;
    let lower = text.to_ascii_lowercase();
    (WRONG_DATABASE.iter().any(|w| lower.contains(w)) && !lower.contains("\"casenumber\"")).then(
        || PortalError::WrongCourtDatabase {
            words: text::visible(&text, 300),
        },
    )
}

struct Page {
    text: String,
    lower: String,
    title: Option<String>,
}

impl Page {
    fn read(seen: &Seen<'_>) -> Self {
        let body = &seen.body[..seen.body.len().min(LOOK)];
        let text = text::decode(body, Charset::of(seen.content_type))
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default();
        Self {
            lower: text.to_ascii_lowercase(),
            title: text::title(&text),
            text,
        }
    }

    fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.lower.contains(w))
    }

    fn title_has(&self, words: &str) -> bool {
        self.title
            .as_deref()
            .is_some_and(|t| t.to_ascii_lowercase().contains(words))
    }

    fn is_short_and_has(&self, words: &str) -> bool {
        self.lower.len() < 8 * 1024
            && self.lower.contains(words)
            && !self.lower.contains("casenumber")
    }

    fn is_challenge(&self) -> bool {
        self.title_has("just a moment") || self.lower.contains("challenge-platform")
    }

    fn is_refusal(&self) -> bool {
        self.title_has("error 403")
            || (self.lower.contains("expressly prohibited")
                && self.has(&["scraper", "automated"])
                && !self.has(&["gotothiscase(", "casenumber="]))
    }

    fn words(&self, status: u16) -> String {
        let words = text::gist(&self.text);
        if words.is_empty() {
            format!("status {status}, without a word")
        } else {
            words
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn now() -> Timestamp {
        "2026-11-21T12:00:00Z".parse().unwrap()
    }

    fn kind_of(status: u16, content_type: &str, body: &str) -> &'static str {
        let seen = Seen {
            status,
            content_type: Some(content_type),
            retry_after: None,
            says_challenge: false,
            body: body.as_bytes(),
        };
        match recognise(&seen, now()) {
            None => "none",
            Some(PortalError::Stopped(stop)) => stop.reason.as_str(),
            Some(error) => error.kind(),
        }
    }

    const PROHIBITED: &str = "<html><title>Error 403</title><p>Accessing any Missouri judicial web site with a site data scraper or similar software is expressly prohibited.</p>";

    #[rstest]
    #[case::data(200, "{\"caseNumber\":\"x\"}", "none")]
    #[case::data_that_mentions_a_challenge(
        200,
        "{\"docketText\":\"Just a moment... challenge-platform expressly prohibited scraper\"}",
        "none"
    )]
    #[case::filing_that_quotes_a_refusal(
        200,
        "%PDF-1.4 (Error 403, service unavailable, Just a moment... challenge-platform)",
        "none"
    )]
    #[case::page_that_quotes_a_filing(503, "<p>%PDF-1.4 Service Unavailable</p>", "maintenance")]
    #[case::page(200, "<html><title>Case.net</title><p>Welcome</p>", "none")]
    #[case::refusal(403, PROHIBITED, "refusal")]
    #[case::refusal_at_200(200, PROHIBITED, "refusal")]
    #[case::plain_403(403, "Forbidden", "refusal")]
    #[case::empty_403(403, "", "refusal")]
    #[case::data_403(403, "{\"error\":\"no\"}", "refusal")]
    #[case::challenge_403(403, "<title>Just a moment...</title>", "challenge")]
    #[case::challenge_200(
        200,
        "<title>Just a moment...</title><script src=\"/cdn-cgi/challenge-platform/x\"></script>",
        "challenge"
    )]
    #[case::challenge_503(503, "<title>Just a moment...</title>", "challenge")]
    #[case::slow_down(429, "", "too_many_requests")]
    #[case::maintenance(503, "<title>503</title>", "maintenance")]
    #[case::maintenance_at_200(
        200,
        "<h1>Service Unavailable</h1> Call the OSCA help desk.",
        "maintenance"
    )]
    #[case::court_offline(
        200,
        "<h1>Location Unavailable</h1>The court location is currently unavailable.",
        "court_offline"
    )]
    #[case::court_offline_503(503, "<h1>Location Unavailable</h1>", "court_offline")]
    #[case::jndi(200, "UNABLE TO LOCATE JNDI NAME FOR CT99", "wrong_court_database")]
    #[case::jndi_500(
        500,
        "<html>org.springframework.jdbc.datasource.lookup.DataSourceLookupFailureException</html>",
        "wrong_court_database"
    )]
    #[case::persistence(
        500,
        "javax.persistence.PersistenceException: x",
        "wrong_court_database"
    )]
    #[case::jndi_as_data(
        200,
        "{\"error\":\"UNABLE TO LOCATE JNDI NAME FOR CT99\"}",
        "wrong_court_database"
    )]
    #[case::entry_about_jndi(
        200,
        "{\"caseNumber\":\"x\",\"t\":\"UNABLE TO LOCATE JNDI NAME\"}",
        "none"
    )]
    #[case::access_denied(200, "<title>Access Denied</title>", "access_denied")]
    #[case::list_with_an_offline_court(
        200,
        "<a href=\"newHeader.do?caseNumber=1\">1</a> Location Unavailable",
        "none"
    )]
    #[case::server_error(500, "<title>Oops</title>", "portal_error")]
    #[case::bad_gateway(502, "", "portal_error")]
    #[case::not_found(404, "<title>Not found</title>", "unexpected_page")]
    fn odd_answers_are_known_by_name(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
        assert_eq!(kind_of(status, "text/html;charset=ISO-8859-1", body), kind);
    }

    #[rstest]
    #[case("120", Some("2026-11-21T12:02:00Z"))]
    #[case("0", Some("2026-11-21T12:00:00Z"))]
    #[case("Sat, 21 Nov 2026 12:30:00 GMT", Some("2026-11-21T12:30:00Z"))]
    #[case("Sat, 21 Nov 2020 12:30:00 GMT", Some("2026-11-21T12:00:00Z"))]
    #[case("259200", Some("2026-11-24T12:00:00Z"))]
    #[case("4000000000", Some("2026-12-21T12:00:00Z"))]
    #[case("99999999999999999999999", Some("2026-12-21T12:00:00Z"))]
    #[case("-5", None)]
    #[case("soon", None)]
    fn retry_after_is_read(#[case] text: &str, #[case] until: Option<&str>) {
        assert_eq!(pause(Some(text), now()), until.map(|t| t.parse().unwrap()));
    }

    #[test]
    fn the_words_of_a_refusal_are_the_portals() {
        let seen = Seen {
            status: 403,
            content_type: Some("text/html"),
            retry_after: None,
            says_challenge: false,
            body: PROHIBITED.as_bytes(),
        };
        let Some(PortalError::Stopped(stop)) = recognise(&seen, now()) else {
            panic!("a refusal");
        };
        assert!(
            stop.words.contains("expressly prohibited"),
            "{}",
            stop.words
        );
    }
}
