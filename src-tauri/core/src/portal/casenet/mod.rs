//! The public case system: searches, header, parties, docket, charges, hearings, documents (`wire-format.md` §3, §4).
//!
//! One file per endpoint. Asking and reading are two steps: `fetch_…` returns the answer as bytes with a digest,
//! `read_…` is a pure function of those bytes, so that an unchanged answer need not be read at all.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use super::browser::{Browser, PortalAnswer, PortalRequest};
use super::error::PortalError;
use super::profile::PortalProfile;
use super::recognise::looks_like_data;
use super::text;
use crate::domain::CaseKey;

mod answer;
mod case_number_search;
mod charges;
mod date;
mod docket;
mod document;
mod header;
mod hearings;
mod lenient;
mod party;

pub use answer::{JSON_DEPTH, RawAnswer};
pub use case_number_search::{CaseHit, Search, read_search};
pub use charges::read_charges;
pub use date::date;
pub use docket::read_docket;
pub use document::FetchedDocument;
pub use header::{HeaderReading, read_header};
pub use hearings::read_hearings;

pub use party::{Parties, read_party};

/// The public case system of one portal.
pub struct Casenet {
    browser: Arc<dyn Browser>,
    profile: Arc<PortalProfile>,
    // `/cnet` and `/casenet` are aliases of one application; the portal's own links say which one it speaks now.
    root: RwLock<Url>,
    // Learnt from the portal's answers: it wants a session first, or takes case data by GET only (both were seen in
    // one year or another, `wire-format.md` §2, §4.2).
    greeted: AtomicBool,
    greeting: tokio::sync::Mutex<()>,
    by_get: AtomicBool,
}

impl Casenet {
    /// The case system at the profile's address.
    pub fn new(browser: Arc<dyn Browser>, profile: Arc<PortalProfile>) -> Self {
        let root = RwLock::new(profile.urls.casenet.clone());
        Self {
            browser,
            profile,
            root,
            greeted: AtomicBool::new(false),
            greeting: tokio::sync::Mutex::default(),
            by_get: AtomicBool::new(false),
        }
    }

    /// The portal's profile.
    pub fn profile(&self) -> &Arc<PortalProfile> {
        &self.profile
    }

    /// The context root in use: the profile's, or the one that the portal last sent us to.
    pub fn context_root(&self) -> Url {
        self.root
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn learn_context_root(&self, root: Url) {
        if self.profile.allows_host(&root) {
            *self.root.write().unwrap_or_else(PoisonError::into_inner) = root;
        }
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.context_root();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let root = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{root}/{path}"));
        url.set_query((!query.is_empty()).then_some(query));
        url
    }

    /// Asks a case endpoint for data by a filled form (`wire-format.md` §4.2).
    async fn case_data(
        &self,
        key: &CaseKey,
        part: &str,
        path: &str,
        rest: &[(&'static str, &str)],
    ) -> Result<RawAnswer, PortalError> {
        let mut fields: Vec<(Cow<'static, str>, String)> = vec![
            ("caseNumber".into(), key.case_number.to_string()),
            ("courtId".into(), key.court_id.to_string()),
        ];
        fields.extend(
            rest.iter()
                .map(|(name, value)| ((*name).into(), (*value).to_owned())),
        );
        let why = format!("{part} of {}", key.case_number);
        let greeted = self.is_greeted();
        let answer = self.ask_for_data(path, &fields, &why).await?;
        let answer = if is_page(&answer) && self.greet(greeted).await? {
            self.ask_for_data(path, &fields, &why).await?
        } else {
            answer
        };
        self.hold_page(&why, &answer);
        Ok(answer.into())
    }

    /// Holds a page that came in place of what was asked for, until somebody keeps it.
    fn hold_page(&self, expected: &str, answer: &PortalAnswer) {
        if let Some(odd) = self.browser.odd_pages() {
            odd.hold(expected, answer);
        }
    }

    /// The page that an error is about, where one came in place of an answer. It is given once.
    pub fn page_behind(&self, error: &PortalError) -> Option<PortalAnswer> {
        match error {
            PortalError::Unreadable { what, .. } => self.browser.odd_pages()?.take(what),
            PortalError::UnexpectedPage { expected, .. } => {
                self.browser.odd_pages()?.take(expected)
            }
            _ => None,
        }
    }

    async fn ask_for_data(
        &self,
        path: &str,
        fields: &[(Cow<'static, str>, String)],
        why: &str,
    ) -> Result<PortalAnswer, PortalError> {
        if !self.by_get.load(Ordering::Relaxed) {
            let request = PortalRequest::data(self.url(path), fields.to_vec(), why);
            match self.browser.send(request).await {
                // "405 Method Not Allowed" says how to ask instead; nothing else is worth asking twice.
                Err(PortalError::UnexpectedPage { shown, .. }) if shown.contains("405") => {}
                other => return other,
            }
        }
        let mut url = self.url(path);
        url.query_pairs_mut().extend_pairs(fields);
        let request = PortalRequest {
            body: super::browser::Body::None,
            ..PortalRequest::data(url, Vec::new(), why)
        };
        let answer = self.browser.send(request).await?;
        self.by_get.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    fn is_greeted(&self) -> bool {
        self.greeted.load(Ordering::Relaxed)
    }

    /// Opens the search form as a person would, which begins a session. `before`: whether that had been done when the
    /// request was sent that this is about; then a missing session is not what is wrong, and the answer is `false`.
    async fn greet(&self, before: bool) -> Result<bool, PortalError> {
        if before {
            return Ok(false);
        }
        // Requests that were under way together wait here for one greeting, and each is asked again after it.
        let _one_at_a_time = self.greeting.lock().await;
        if !self.is_greeted() {
            self.greeted.store(true, Ordering::Relaxed);
            let form =
                PortalRequest::open(self.url("caseNoSearch.do"), "search form, for a session");
            self.browser.send(form).await?;
        }
        Ok(true)
    }
}

/// A page instead of data that is not the portal's word about a case.
fn is_page(answer: &PortalAnswer) -> bool {
    !answer.bytes.is_empty()
        && !looks_like_data(&answer.bytes)
        && text::decode(&answer.bytes, answer.charset).is_some_and(|text| {
            let start = text::cut(&text, 64 * 1024).to_ascii_lowercase();
            start.trim_start().starts_with('<') && !start.contains("alert-danger")
        })
}
