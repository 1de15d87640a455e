//! A request as the portal looks at it: which page, which parameters, about which case.

use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;

/// The pages of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Welcome,
    CaseNoSearch,
    NameSearch,
    NameSearchEntry,
    NameSearchResult,
    FilingDateSearch,
    SearchResult,
    HearingSearch,
    HearingResult,
    Shell,
    Header,
    Party,
    Docket,
    OldDocket,
    Charges,
    Event,
    Financial,
    Document,
}

impl Page {
    /// The page at a path below the context root.
    pub(crate) fn at(path: &str) -> Option<Self> {
        Some(match path {
            "" | "welcome.do" => Self::Welcome,
            "caseNoSearch.do" => Self::CaseNoSearch,
            "nameSearch.do" => Self::NameSearch,
            "nameSearchEntry.do" => Self::NameSearchEntry,
            "nameSearchResult.do" => Self::NameSearchResult,
            "filingDateSearch.do" => Self::FilingDateSearch,
            "searchResult.do" => Self::SearchResult,
            "scheduledHearingSearch.do" | "calendarSearch.do" => Self::HearingSearch,
            "calendarSearchResult.do" => Self::HearingResult,
            "cases/newHeader.do" => Self::Shell,
            "cases/newHeaderData.do" => Self::Header,
            "cases/party.do" => Self::Party,
            "cases/docketEntriesSearch.do" => Self::Docket,
            "cases/searchDockets.do" => Self::OldDocket,
            "cases/charges.do" => Self::Charges,
            "cases/event.do" => Self::Event,
            "cases/getFinancialInfo.do" => Self::Financial,
            _ => return None,
        })
    }

    /// JSON about one case.
    pub(crate) fn is_case_json(self) -> bool {
        matches!(
            self,
            Self::Header
                | Self::Party
                | Self::Docket
                | Self::Charges
                | Self::Event
                | Self::Financial
        )
    }

    /// Pages that read through many cases; they stay off the async threads.
    pub(crate) fn reads_many(self) -> bool {
        matches!(
            self,
            Self::NameSearchEntry
                | Self::NameSearchResult
                | Self::SearchResult
                | Self::HearingResult
        )
    }
}

/// A request.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// `cnet` or `casenet`, as asked; answers stay under the same one.
    pub(crate) root: &'static str,
    pub(crate) page: Option<Page>,
    pub(crate) path: String,
    pub(crate) params: Params,
    pub(crate) body: Bytes,
    pub(crate) session: Option<String>,
    pub(crate) accepts_gzip: bool,
    /// The query as sent.
    pub(crate) query: String,
    /// The cookies as sent.
    pub(crate) cookies: String,
    /// Name and port under which the client knows the portal.
    pub(crate) host: String,
}

impl Asked {
    pub(crate) fn is_json(&self) -> bool {
        self.page.is_some_and(|page| {
            page.is_case_json()
                || page == Page::NameSearchResult
                || (page == Page::SearchResult && self.method == Method::POST)
        })
    }

    /// The case number asked about, as the portal compares it.
    pub(crate) fn number(&self) -> String {
        self.params.get("caseNumber").trim().to_uppercase()
    }

    /// The court id asked about.
    pub(crate) fn court_id(&self) -> &str {
        self.params.get("courtId").trim()
    }
}

/// Query and form parameters; the prefix `inputVO.` of some pages makes no difference.
#[derive(Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn read(query: &str, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut pairs = Vec::new();
        let mut take = |bytes: &[u8]| {
            for (key, value) in url::form_urlencoded::parse(bytes) {
                let key = key.strip_prefix("inputVO.").unwrap_or(&key).to_owned();
                pairs.push((key, value.into_owned()));
            }
        };
        take(query.as_bytes());
        let form = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        if form {
            take(body);
        }
        Self(pairs)
    }

    /// The first value that is not empty, else nothing.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.0
            .iter()
            .find(|(name, value)| name == key && !value.is_empty())
            .map_or("", |(_, value)| value)
    }
}

/// The value of `JSESSIONID`.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix("JSESSIONID="))
        .map(str::to_owned)
}
