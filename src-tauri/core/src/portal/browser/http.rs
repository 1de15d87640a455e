//! [`HttpBrowser`]: reqwest, one gate pass for each HTTP request, hops followed by our own loop so that each is
//! checked against the allowed hosts before anything is sent there.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER,
};
use reqwest::{Method, Response};
use url::Url;

use super::{Body, Browser, JSON_CAP, OddPages, PortalAnswer, PortalRequest, UNNAMED, Wanted};
use crate::portal::Waiting;
use crate::portal::access::{Gate, Pass, RequestIntent, RequestOutcome};
use crate::portal::document::HTML_CAP;
use crate::portal::error::{Because, PortalError, Trouble};
use crate::portal::recognise::{Seen, in_place, recognise};
use crate::portal::text::Charset;

/// How the client names itself: honestly, always the same.
pub const USER_AGENT: &str = concat!(
    "Docketbell/",
    env!("CARGO_PKG_VERSION"),
    " (+https://docketbell.example/about)"
);

/// How long one request may take in all. [`crate::portal::access::LEASE`] is longer.
pub const OVERALL_TIMEOUT: Duration = Duration::from_secs(90);

/// How many hops are followed for one page.
const HOPS: usize = 8;

/// How long to wait for the portal.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next bytes.
    pub silence: Duration,
    /// For one request in all.
    pub overall: Duration,
}

impl Patience {
    /// The bound that a request met which waited this long. Silence bounds every wait for the next bytes, and comes first
    /// unless the bytes kept trickling.
    fn that_ended(&self, waited: Duration) -> Duration {
        let bounds = [self.connect, self.silence, self.overall];
        let met = bounds.into_iter().filter(|bound| *bound <= waited);
        met.max().unwrap_or(self.overall.min(self.silence))
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            overall: OVERALL_TIMEOUT,
        }
    }
}

/// The cookies of a browser. Its holder decides whether they outlive the process.
pub type Cookies = Arc<reqwest_cookie_store::CookieStoreMutex>;

/// A browser without a window. Cookies live in memory and end with it.
pub struct HttpBrowser {
    client: reqwest::Client,
    gate: Gate,
    patience: Patience,
    reached: AtomicU64,
    sent_on: AtomicU64,
    odd: OddPages,
}

impl HttpBrowser {
    /// A browser behind this gate.
    ///
    /// # Errors
    /// [`PortalError::Unreachable`] when the TLS library cannot be set up.
    pub fn new(gate: Gate) -> Result<Self, PortalError> {
        Self::with_patience(gate, Patience::default())
    }

    /// A browser that waits as long as told.
    ///
    /// # Errors
    /// As [`HttpBrowser::new`].
    pub fn with_patience(gate: Gate, patience: Patience) -> Result<Self, PortalError> {
        Self::with_cookies(gate, patience, Cookies::default())
    }

    /// A browser with a cookie jar that somebody else holds as well.
    ///
    /// # Errors
    /// As [`HttpBrowser::new`].
    pub fn with_cookies(
        gate: Gate,
        patience: Patience,
        cookies: Cookies,
    ) -> Result<Self, PortalError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en-US,en;q=0.8"));
        let mut builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .cookie_provider(cookies)
            .redirect(reqwest::redirect::Policy::none())
            // A request that is sent again by the library would pass the gate only once.
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(patience.connect)
            .read_timeout(patience.silence)
            .timeout(patience.overall)
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(gate.profile().access.max_in_flight as usize)
            .tcp_nodelay(true);
        if gate.profile().is_on_this_computer() {
            // A proxy on the network cannot reach this computer, and must not learn of practice cases.
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|e| PortalError::Unreachable(Trouble::Other(causes(&e))))?;
        Ok(Self {
            client,
            gate,
            patience,
            reached: AtomicU64::new(0),
            sent_on: AtomicU64::new(0),
            odd: OddPages::default(),
        })
    }

    /// The gate that requests pass.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    async fn follow(&self, request: PortalRequest) -> Result<PortalAnswer, PortalError> {
        let PortalRequest {
            mut url,
            mut body,
            wanted,
            why,
            enough,
            secret,
            unnamed,
        } = request;
        let asked = url.clone();
        for _ in 0..HOPS {
            self.check_host(&url)?;
            let pass = self.gate.pass(intent(&url, &body, &why, unnamed)).await?;
            let began = Instant::now();
            let response = match self.request(&url, &body, wanted).send().await {
                Ok(response) => {
                    self.reached.fetch_add(1, Ordering::Relaxed);
                    response
                }
                Err(e) => {
                    if !e.is_connect() {
                        self.reached.fetch_add(1, Ordering::Relaxed);
                    }
                    pass.finish(RequestOutcome::default()).await?;
                    return Err(self.trouble(&e, &url, began.elapsed()));
                }
            };
            let status = response.status().as_u16();
            let Some(next) = next_hop(&response, &url) else {
                let mut answer = self.arrive(pass, response, url, wanted, &why, began).await;
                if let Ok(answer) = &mut answer
                    && secret
                    && answer.url.query() == asked.query()
                {
                    answer.url.set_query(None);
                }
                return answer;
            };
            self.sent_on.fetch_add(1, Ordering::Relaxed);
            pass.finish(RequestOutcome {
                status: Some(status),
                ..RequestOutcome::default()
            })
            .await?;
            self.check_host(&next)?;
            if enough.is_some_and(|end| next.path().ends_with(end)) {
                return Ok(PortalAnswer {
                    url: next,
                    status,
                    content_type: None,
                    charset: Charset::Western,
                    bytes: Bytes::new(),
                });
            }
            if !matches!(status, 307 | 308) {
                body = Body::None;
            }
            url = next;
        }
        Err(PortalError::TooManyRedirects { hops: HOPS })
    }

    fn check_host(&self, url: &Url) -> Result<(), PortalError> {
        let profile = self.gate.profile();
        if profile.allows_host(url) {
            return Ok(());
        }
        let host = url.host_str().unwrap_or("(no host)");
        // Plain http to an allowed host is as foreign as another host.
        let host = if url.scheme() == "https" {
            host.to_owned()
        } else {
            format!("{}://{host}", url.scheme())
        };
        Err(PortalError::ForeignHost {
            host,
            allowed: profile.allowed_hosts.clone(),
        })
    }

    fn request(&self, url: &Url, body: &Body, wanted: Wanted) -> reqwest::RequestBuilder {
        let method = if *body == Body::None {
            Method::GET
        } else {
            Method::POST
        };
        let mut request = self.client.request(method, url.clone());
        request = match wanted {
            Wanted::Picture => request.header(ACCEPT, "image/*,*/*;q=0.5"),
            Wanted::Page | Wanted::Account => {
                request.header(ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
            }
            Wanted::Data => request
                .header(ACCEPT, "application/json, text/javascript, */*; q=0.01")
                .header("X-Requested-With", "XMLHttpRequest"),
            Wanted::File => request.header(ACCEPT, "application/pdf,*/*;q=0.8"),
        };
        match body {
            Body::None => request,
            Body::Form(fields) => request.form(fields),
            Body::Encoded {
                content_type,
                bytes,
            } => request
                .header(CONTENT_TYPE, content_type.as_str())
                .body(bytes.to_vec()),
            Body::Json(json) => request
                .header(CONTENT_TYPE, "application/json;charset=UTF-8")
                .body(json.clone()),
        }
    }

    /// Reads the body of the last answer, records what became of the request, and tells an odd answer by name.
    async fn arrive(
        &self,
        pass: Pass,
        response: Response,
        url: Url,
        wanted: Wanted,
        why: &str,
        began: Instant,
    ) -> Result<PortalAnswer, PortalError> {
        let status = response.status().as_u16();
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let content_type = header(CONTENT_TYPE.as_str());
        let retry_after = header(RETRY_AFTER.as_str());
        let says_challenge = header("cf-mitigated").is_some_and(|v| v.contains("challenge"));
        let is_html = content_type
            .as_deref()
            .is_some_and(|t| t.to_ascii_lowercase().contains("html"));
        let cap = if is_html || matches!(wanted, Wanted::Page | Wanted::Account | Wanted::Picture) {
            HTML_CAP
        } else {
            JSON_CAP
        };

        let read = read_body(response, cap).await;
        // A refusal that breaks off is still a refusal, so what did arrive is looked at first.
        let (bytes, broken) = match read {
            Ok(bytes) => (bytes, None),
            Err((bytes, broken)) => (bytes, Some(broken)),
        };
        let now = self.gate.now();
        let seen = Seen {
            status,
            content_type: content_type.as_deref(),
            retry_after: retry_after.as_deref(),
            says_challenge,
            body: &bytes,
        };
        let mut odd = if wanted == Wanted::Account && is_refused_form(&seen) {
            None
        } else {
            recognise(&seen, now).or_else(|| in_place(&seen, wanted, now))
        };
        if wanted == Wanted::Account
            && status == 200
            && matches!(
                odd,
                Some(PortalError::Maintenance { .. } | PortalError::CourtOffline { .. })
            )
        {
            // A notice may speak of Sunday's maintenance, and a form of what is not available: the page itself is read.
            odd = None;
        }
        if broken.is_some() && status == 200 && !matches!(odd, Some(PortalError::Stopped(_))) {
            odd = None;
        }
        let recorded = pass
            .finish(outcome(status, bytes.len(), odd.as_ref(), now))
            .await;
        if let Some(odd) = odd {
            // Also when it could not be recorded: a refusal matters more than our record of it.
            let answer = answer(url, status, content_type, bytes);
            return Err(self.held(odd, &answer, wanted, why));
        }
        recorded?;
        match broken {
            Some(Broken::TooLarge) => Err(PortalError::Unreadable {
                what: why.to_owned(),
                because: Because::TooLarge {
                    limit_mib: (cap / 1024 / 1024) as u64,
                },
            }),
            Some(Broken::Network(e)) => Err(self.trouble(&e, &url, began.elapsed())),
            None => Ok(answer(url, status, content_type, bytes)),
        }
    }

    /// Holds a page that nobody asked for, under a name that no other request shares. What came to an account is the
    /// journey's to keep: it knows what was typed.
    fn held(
        &self,
        odd: PortalError,
        page: &PortalAnswer,
        wanted: Wanted,
        why: &str,
    ) -> PortalError {
        match odd {
            PortalError::UnexpectedPage { expected, shown }
                if !matches!(wanted, Wanted::Account | Wanted::Picture) =>
            {
                let expected = format!("{why}, {expected}");
                self.odd.hold(&expected, page);
                PortalError::UnexpectedPage { expected, shown }
            }
            odd => odd,
        }
    }

    /// Network misery as sentences.
    fn trouble(&self, e: &reqwest::Error, url: &Url, waited: Duration) -> PortalError {
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => "the portal".to_owned(),
        };
        let words = causes(e);
        let lower = words.to_ascii_lowercase();
        let says = |parts: &[&str]| parts.iter().any(|p| lower.contains(p));
        let trouble = if e.is_timeout() {
            Trouble::TooSlow {
                seconds: self.patience.that_ended(waited).as_secs().max(1),
            }
        } else if e.is_connect() && (e.is_dns() || says(&["dns error", "failed to lookup"])) {
            Trouble::NoAddress { host }
        } else if e.is_connect() && says(&["refused", "unreachable"]) {
            Trouble::Refused { host }
        } else if says(&["certificate", "tls", "ssl", "handshake", "corrupt message"]) {
            Trouble::NotSecure {
                host,
                words: crate::portal::text::cut(&words, 300).to_owned(),
            }
        } else if e.is_connect() {
            Trouble::Other(words)
        } else {
            Trouble::BrokeOff
        };
        PortalError::Unreachable(trouble)
    }
}

impl Browser for HttpBrowser {
    fn send(&self, request: PortalRequest) -> Waiting<'_, Result<PortalAnswer, PortalError>> {
        Box::pin(self.follow(request))
    }

    fn reached(&self) -> u64 {
        self.reached.load(Ordering::Relaxed)
    }

    fn sent_on(&self) -> u64 {
        self.sent_on.load(Ordering::Relaxed)
    }

    fn odd_pages(&self) -> Option<&OddPages> {
        Some(&self.odd)
    }
}

fn answer(url: Url, status: u16, content_type: Option<String>, bytes: Bytes) -> PortalAnswer {
    PortalAnswer {
        charset: Charset::of(content_type.as_deref()),
        url,
        status,
        content_type,
        bytes,
    }
}

/// A form that was not accepted, told by a status: the page with the form and the portal's words is what a person sees.
/// A refusal of the whole client never has a password to ask for, and stays a refusal.
fn is_refused_form(seen: &Seen<'_>) -> bool {
    if !matches!(seen.status, 400 | 401 | 409 | 422) || seen.says_challenge {
        return false;
    }
    let as_page = Seen {
        status: 200,
        ..*seen
    };
    let lower =
        String::from_utf8_lossy(&seen.body[..seen.body.len().min(64 * 1024)]).to_ascii_lowercase();
    lower.contains("<form") && recognise(&as_page, Timestamp::UNIX_EPOCH).is_none()
}

fn intent(url: &Url, body: &Body, why: &str, unnamed: bool) -> RequestIntent {
    RequestIntent {
        method: if *body == Body::None { "GET" } else { "POST" },
        path: if unnamed {
            UNNAMED.to_owned()
        } else {
            url.path().to_owned()
        },
        why: why.to_owned(),
    }
}

fn outcome(status: u16, bytes: usize, odd: Option<&PortalError>, now: Timestamp) -> RequestOutcome {
    let (stop, hold_off_until) = match odd {
        Some(PortalError::Stopped(stop)) => (Some(stop.clone()), None),
        Some(PortalError::TooManyRequests { until }) => (None, Some(*until)),
        Some(PortalError::Maintenance { until, .. }) => (None, until.filter(|u| *u > now)),
        _ => (None, None),
    };
    RequestOutcome {
        status: Some(status),
        bytes: bytes as u64,
        stop,
        hold_off_until,
    }
}

/// Where the portal sends us on; `None` when this is the page. A redirect that cannot be read is a page of its own.
fn next_hop(response: &Response, from: &Url) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    from.join(&String::from_utf8_lossy(location.as_bytes()))
        .ok()
}

enum Broken {
    TooLarge,
    Network(reqwest::Error),
}

/// Reads a body up to `cap` bytes after decompression; stops reading there.
async fn read_body(mut response: Response, cap: usize) -> Result<Bytes, (Bytes, Broken)> {
    let Some(first) = response
        .chunk()
        .await
        .map_err(|e| (Bytes::new(), Broken::Network(e)))?
    else {
        return Ok(Bytes::new());
    };
    // The announced length is a hint from outside; it may save copies, but reserves little by itself.
    let announced = response
        .content_length()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0);
    if first.len() >= announced.max(1) && first.len() <= cap && announced > 0 {
        return match response.chunk().await {
            Ok(None) => Ok(first),
            Ok(Some(more)) => gather(response, cap, &[first, more], announced).await,
            Err(e) => Err((first, Broken::Network(e))),
        };
    }
    gather(response, cap, &[first], announced).await
}

async fn gather(
    mut response: Response,
    cap: usize,
    so_far: &[Bytes],
    announced: usize,
) -> Result<Bytes, (Bytes, Broken)> {
    let mut body = BytesMut::with_capacity(announced.clamp(8 * 1024, 1024 * 1024));
    for part in so_far {
        body.extend_from_slice(part);
    }
    loop {
        if body.len() > cap {
            body.truncate(cap);
            return Err((body.freeze(), Broken::TooLarge));
        }
        match response.chunk().await {
            Ok(Some(part)) => body.extend_from_slice(&part),
            Ok(None) => return Ok(body.freeze()),
            Err(e) => return Err((body.freeze(), Broken::Network(e))),
        }
    }
}

fn causes(e: &reqwest::Error) -> String {
    let mut words = e.to_string();
    let mut cause = e.source();
    while let Some(e) = cause {
        words.push_str(": ");
        words.push_str(&e.to_string());
        cause = e.source();
    }
    // The library names the address, query included; query values do not belong in messages.
    match (words.find("(http"), words.find(')')) {
        (Some(start), Some(end)) if end > start => {
            format!("{}{}", words[..start].trim_end(), &words[end + 1..])
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_mailed_link_stands_in_no_log() {
        let url = Url::parse("https://www.courts.mo.gov/reset/canary-77aa?t=canary-88").unwrap();
        let mut request = PortalRequest::open(url.clone(), "a new password");
        let named = intent(&url, &request.body, &request.why, request.unnamed);
        assert_eq!(
            named.path, "/reset/canary-77aa",
            "any other page is named in the log of requests"
        );
        request.unnamed = true;
        let unnamed = intent(&url, &request.body, &request.why, request.unnamed);
        let told = format!("{unnamed:?} {request:?}");
        assert!(!told.contains("canary"), "{told}");
    }
}
