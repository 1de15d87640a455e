//! The seam through which everything is sent: open a page, submit a filled form, ask for data. [`HttpBrowser`] is the
//! reqwest one; a court window driven by the person comes second. Nothing above the seam knows which.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use url::Url;
use zeroize::Zeroizing;

use super::Waiting;
use super::error::PortalError;
use super::text::Charset;

mod http;
mod odd;
pub use http::{Cookies, HttpBrowser, OVERALL_TIMEOUT, Patience, USER_AGENT};
pub use odd::OddPages;

/// What a log says in place of an address that counts for whoever holds it.
const UNNAMED: &str = "(the link of an e-mail)";

/// The largest data answer that is read, in bytes, after decompression.
pub const JSON_CAP: usize = 64 * 1024 * 1024;

/// What we would like to get; decides `Accept`, the size cap, and how the answer is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A page for people.
    Page,
    /// Data, asked for as the portal's own scripts do (`wire-format.md` §2, "XHR headers used").
    Data,
    /// A document of the file viewer.
    File,
    /// A page of an account. What a portal answers to a form it does not accept may come with a status of its own (400,
    /// 401, 409, 422); with a form in it, it is the page.
    Account,
    /// A picture inside a page.
    Picture,
}

/// What is sent along.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing: a GET.
    None,
    /// A filled form: a POST of `application/x-www-form-urlencoded`, fields in this order.
    Form(Vec<(Cow<'static, str>, String)>),
    /// A POST of JSON.
    Json(String),
    /// A filled form of an account page, already written in the page's character set.
    Encoded {
        /// `Content-Type`.
        content_type: String,
        /// The body; may hold secrets.
        bytes: Zeroizing<Vec<u8>>,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is typed into a form is nobody's business.
        f.write_str(match self {
            Self::None => "None",
            Self::Form(_) => "Form",
            Self::Json(_) => "Json",
            Self::Encoded { .. } => "Encoded",
        })
    }
}

/// A request to the portal.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalRequest {
    /// Where to.
    pub url: Url,
    /// What is sent along.
    pub body: Body,
    /// What should come.
    pub wanted: Wanted,
    /// Why it is sent, for the log that a person can read: "docket of 26BA-CV90123".
    pub why: String,
    /// When the portal sends us on to a page whose path ends like this, its address is the answer: the page itself is
    /// not fetched ([`PortalAnswer::bytes`] is empty then). Spares the portal a request.
    pub enough: Option<&'static str>,
    /// Whether a secret travels along. One in the query (a form sent by GET) is forgotten as soon as it was sent: the
    /// address of the answer is given without it, so that no later request repeats it.
    pub secret: bool,
    /// Whether the address counts for whoever holds it, as the link of an e-mail does: no log names it.
    pub unnamed: bool,
}

impl fmt::Debug for PortalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalRequest")
            .field("path", &self.named_path())
            .field("body", &self.body)
            .field("wanted", &self.wanted)
            .field("why", &self.why)
            .finish_non_exhaustive()
    }
}

impl PortalRequest {
    /// Opens a page.
    pub fn open(url: Url, why: impl Into<String>) -> Self {
        Self {
            url,
            body: Body::None,
            wanted: Wanted::Page,
            why: why.into(),
            enough: None,
            secret: false,
            unnamed: false,
        }
    }

    /// Its path as a log may name it.
    pub fn named_path(&self) -> &str {
        if self.unnamed {
            UNNAMED
        } else {
            self.url.path()
        }
    }

    /// Submits a filled form.
    pub fn submit(
        url: Url,
        fields: Vec<(Cow<'static, str>, String)>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            body: Body::Form(fields),
            ..Self::open(url, why)
        }
    }

    /// Asks for data by a filled form.
    pub fn data(
        url: Url,
        fields: Vec<(Cow<'static, str>, String)>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            body: Body::Form(fields),
            wanted: Wanted::Data,
            ..Self::open(url, why)
        }
    }
}

/// An answer that is neither a refusal nor one of the pages that may come anywhere; those are errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalAnswer {
    /// Where we landed after redirects.
    pub url: Url,
    /// HTTP status, 200 to 299 (or 302 where the address was [enough](PortalRequest::enough)).
    pub status: u16,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// The charset that it declares.
    pub charset: Charset,
    /// The body, decompressed.
    pub bytes: Bytes,
}

/// Something that can be sent to the portal and answers.
pub trait Browser: Send + Sync + 'static {
    /// Sends one request, follows where the portal sends us on, and returns what came.
    fn send(&self, request: PortalRequest) -> Waiting<'_, Result<PortalAnswer, PortalError>>;

    /// How many requests may have come to the portal so far, each hop counted. What a click did is told by the difference:
    /// none, and it never left; one, and its own answer is what came; more, and it was answered and sent us on.
    fn reached(&self) -> u64;

    /// How often the portal has taken a request and sent us on. A hop that our own gate holds back comes to nobody, so
    /// [`Browser::reached`] alone does not tell a click that was taken from one that was refused.
    fn sent_on(&self) -> u64;

    /// The pages that came in place of answers, where they are held.
    fn odd_pages(&self) -> Option<&OddPages> {
        None
    }
}
