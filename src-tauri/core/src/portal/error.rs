//! What can go wrong with the portal, shaped by what happens next: wait, ask a person, resolve the court again,
//! keep the old docket and say so. Each error says what happened, what it means, and what to do.

use crate::domain::when::whole_moment_words;
use jiff::Timestamp;

use super::access::{LedgerError, Stop, StopReason};

/// An answer of the portal that is not the one we asked for.
///
/// Whatever the error, what is stored stays as it was: no error is evidence that a case or an entry is gone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortalError {
    /// The portal refused us or asked for proof that a person is there. Nothing more is sent until a person resumes.
    #[error("{}", stopped_words(.0))]
    Stopped(Stop),
    /// The portal asked us to slow down (429).
    #[error("The portal asked for a pause. Nothing more is sent to it until {}. Nothing was changed.", whole_moment_words(*.until))]
    TooManyRequests {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The whole service is down or being worked on.
    #[error("The portal is not in service now. It says: \"{words}\". Nothing was changed.")]
    Maintenance {
        /// The portal's own words, cut to a few lines.
        words: String,
        /// When the portal says that it may be asked again, where it does.
        until: Option<Timestamp>,
    },
    /// One court's system is down; the others answer.
    #[error(
        "This court's system is not available now. The portal says: \"{words}\". Nothing was changed."
    )]
    CourtOffline {
        /// The portal's own words.
        words: String,
    },
    /// The court id is not (or no longer) one that the portal knows: find the case again to learn the new one.
    #[error(
        "The portal does not find the court's database under the id we hold. Court ids change; the case has to be found again by its number."
    )]
    WrongCourtDatabase {
        /// The portal's own words.
        words: String,
    },
    /// The portal answers "Access Denied" for this page.
    #[error("The portal does not show this page: \"{words}\". Nothing was changed.")]
    AccessDenied {
        /// The portal's own words.
        words: String,
    },
    /// The portal does not know the case, or no longer shows it.
    #[error("The portal shows no case {asked}{}.", said(.words))]
    UnknownCase {
        /// The case number asked for.
        asked: String,
        /// The portal's own words, where it has any.
        words: Option<String>,
    },
    /// The answer is about another case than the one asked for.
    #[error(
        "We asked for {asked} and the portal answered about {answered}. That answer was not used; nothing was changed."
    )]
    OtherCase {
        /// The case number asked for.
        asked: String,
        /// The case number in the answer.
        answered: String,
    },
    /// The answer cannot be read.
    #[error(
        "The portal's answer ({what}) cannot be read: {because}. It was not used; nothing was changed."
    )]
    Unreadable {
        /// What was asked for: "docket of 26BA-CV90123".
        what: String,
        /// Why not.
        because: Because,
    },
    /// A page that we did not ask for and do not know.
    #[error(
        "The portal showed another page than expected. Expected: {expected}. Shown: \"{shown}\". Nothing was changed."
    )]
    UnexpectedPage {
        /// What should have come.
        expected: String,
        /// What came: a title, a first line, a status.
        shown: String,
    },
    /// The page has nothing with the words that we look for.
    #[error(
        "The portal's page has no \"{wanted}\"{}. Nothing was sent.", offered_words(.offered)
    )]
    LabelNotFound {
        /// The usual words of the field, box, button or option.
        wanted: String,
        /// What the page offers instead, as shown.
        offered: Vec<String>,
    },
    /// Two things on the page fit the same words, and nothing is guessed.
    #[error(
        "More than one thing on the portal's page fits \"{wanted}\"{}, and nothing is guessed. Nothing was sent.", offered_words(.offered)
    )]
    LabelAmbiguous {
        /// The usual words.
        wanted: String,
        /// Those that fit, as shown.
        offered: Vec<String>,
    },
    /// The portal sent us on to a host that its profile does not allow. Nothing was sent there.
    #[error(
        "The portal sent us on to {host}, which its profile does not allow. Nothing was sent there."
    )]
    ForeignHost {
        /// The host we were sent to.
        host: String,
        /// The hosts that are allowed.
        allowed: Vec<String>,
    },
    /// The portal sent us on and on.
    #[error("The portal sent us on {hops} times without showing a page. Nothing was changed.")]
    TooManyRedirects {
        /// How many hops were followed.
        hops: usize,
    },
    /// The portal could not be reached, or the answer broke off.
    #[error("The portal could not be reached: {0}. Nothing was changed.")]
    Unreachable(Trouble),
    /// The portal answered with an error of its own.
    #[error("The portal answered with an error of its own ({status}){}. Nothing was changed.", said(.words))]
    ServerError {
        /// HTTP status.
        status: u16,
        /// The page's title, where it has one.
        words: Option<String>,
    },
    /// The profile's closed hours. They bind what a person asks, too.
    #[error("The portal is closed until {} ({window}). Nothing was sent.", whole_moment_words(*.until))]
    Closed {
        /// When it opens.
        until: Timestamp,
        /// The window as the profile writes it.
        window: String,
    },
    /// Today's requests are used up.
    #[error(
        "Today's {budget} requests to the portal are used up. More can be sent from {}. Nothing was sent.",
        whole_moment_words(*.until)
    )]
    BudgetSpent {
        /// Requests a day.
        budget: u32,
        /// When the next day begins.
        until: Timestamp,
    },
    /// The profile does not allow this.
    #[error("{0}. Nothing was sent.")]
    NotPermitted(NotPermitted),
    /// The portal has no such search, or its profile does not say where it is. That is never "no cases".
    #[error(
        "This portal does not offer the search {search}. That does not mean that there are no such cases."
    )]
    SearchNotOffered {
        /// The search in the portal's words.
        search: String,
    },
    /// Our own record of requests could not be kept, so nothing was sent.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why the portal could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No address for the host's name.
    #[error("the name {host} was not found; check the network connection")]
    NoAddress {
        /// The host.
        host: String,
    },
    /// Nothing listens there.
    #[error("{host} did not take the connection")]
    Refused {
        /// The host, with its port where unusual.
        host: String,
    },
    /// No answer in time.
    #[error("no answer within {seconds} seconds")]
    TooSlow {
        /// How long we waited.
        seconds: u64,
    },
    /// The connection ended before the answer did.
    #[error("the connection broke off before the answer was whole")]
    BrokeOff,
    /// The secure connection could not be made (a bad certificate, a clock that is off, a network that looks inside).
    #[error("no secure connection to {host} could be made: {words}")]
    NotSecure {
        /// The host.
        host: String,
        /// The cause in the library's words.
        words: String,
    },
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Why an answer cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Because {
    /// It ends in the middle.
    #[error("it ends in the middle")]
    Truncated,
    /// Nested deeper than we read.
    #[error("it is nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Larger than we read.
    #[error("it is larger than {limit_mib} MiB")]
    TooLarge {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// A web page came where data was expected.
    #[error("a web page came instead of data{}", titled(.title))]
    HtmlForJson {
        /// The page's title, where it has one.
        title: Option<String>,
    },
    /// Some other kind of content.
    #[error("it is of another kind ({shown})")]
    WrongType {
        /// The content type, or what the first bytes look like.
        shown: String,
    },
    /// Bytes of another character set than the one declared.
    #[error("it is written in another character set than it says")]
    WrongCharset,
    /// Nothing came.
    #[error("it is empty")]
    Empty,
    /// Not data as the portal sends it.
    #[error("it is not the data we know ({0})")]
    NotJson(String),
    /// A part without which the answer says nothing is missing.
    #[error("the part \"{key}\" is missing")]
    Missing {
        /// The portal's key.
        key: &'static str,
    },
    /// A part has a shape that we do not know.
    #[error("the part \"{key}\" has a shape that we do not know")]
    Shape {
        /// The portal's key.
        key: &'static str,
    },
}

/// What the profile does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPermitted {
    /// Checks on a schedule.
    #[error("This portal's profile does not allow checks on a schedule (automatic_checks is off)")]
    AutomaticChecks,
    /// More than one case at a time.
    #[error("This portal's profile allows checking one case at a time (asked_checks is \"one\")")]
    MoreThanOne,
    /// Any check.
    #[error("This portal's profile allows no checks (asked_checks is \"none\")")]
    AnyCheck,
    /// The portal's posted notice has not been read yet.
    #[error(
        "The portal posts a notice about automated access, and nobody has confirmed reading it"
    )]
    NoticeUnread,
}

impl PortalError {
    /// The stable word for `--json` and the window.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Stopped(_) => "access_stopped",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Maintenance { .. } => "maintenance",
            Self::CourtOffline { .. } => "court_offline",
            Self::WrongCourtDatabase { .. } => "wrong_court_database",
            Self::AccessDenied { .. } => "access_denied",
            Self::UnknownCase { .. } => "unknown_case",
            // `cli.md` names one word for every answer that is not the page asked for.
            Self::OtherCase { .. }
            | Self::Unreadable { .. }
            | Self::UnexpectedPage { .. }
            | Self::TooManyRedirects { .. } => "unexpected_page",
            Self::LabelNotFound { .. } => "label_not_found",
            Self::LabelAmbiguous { .. } => "label_ambiguous",
            Self::ForeignHost { .. } => "foreign_host",
            Self::Unreachable(_) => "unreachable",
            Self::ServerError { .. } => "portal_error",
            Self::Closed { .. } => "portal_closed",
            Self::BudgetSpent { .. } => "budget_spent",
            Self::NotPermitted(_) => "not_permitted",
            Self::SearchNotOffered { .. } => "search_not_offered",
            Self::Ledger(e) => e.kind(),
        }
    }

    /// The exit code of `docketctl` that `cli.md` gives to this error.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::AccessDenied { .. }
            | Self::UnknownCase { .. }
            | Self::SearchNotOffered { .. } => 4,
            Self::TooManyRequests { .. }
            | Self::Maintenance { .. }
            | Self::CourtOffline { .. }
            | Self::WrongCourtDatabase { .. }
            | Self::Unreachable(_)
            | Self::ServerError { .. }
            | Self::Closed { .. }
            | Self::BudgetSpent { .. }
            | Self::NotPermitted(_) => 5,
            Self::Stopped(_) => 6,
            Self::Ledger(_) => 7,
            Self::OtherCase { .. }
            | Self::Unreadable { .. }
            | Self::UnexpectedPage { .. }
            | Self::TooManyRedirects { .. }
            | Self::LabelNotFound { .. }
            | Self::LabelAmbiguous { .. }
            | Self::ForeignHost { .. } => 8,
        }
    }

    /// What happened, in plain words (the same as `Display`).
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What the person can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Stopped(_) => {
                "Open the portal in your own browser to read what it says. When you have settled it, resume with `docketctl access resume` or in the settings."
            }
            Self::TooManyRequests { .. } | Self::Maintenance { .. } | Self::CourtOffline { .. } => {
                "Your local copy stays readable. Try again later."
            }
            Self::WrongCourtDatabase { .. } => {
                "Check the case again; it is then looked up by its number."
            }
            Self::AccessDenied { .. } => {
                "Ask the clerk of the court, or open the case in your own browser."
            }
            Self::UnknownCase { .. } => {
                "Check the number. A case that was public may have become confidential; the clerk can tell."
            }
            Self::OtherCase { .. } | Self::Unreadable { .. } | Self::ServerError { .. } => {
                "Your local copy is as it was. Try again later; if it stays so, open the case in your own browser."
            }
            Self::UnexpectedPage { .. } | Self::TooManyRedirects { .. } => {
                "Your local copy is as it was. Open the portal in your own browser to see what changed there."
            }
            Self::LabelNotFound { .. } | Self::LabelAmbiguous { .. } => {
                "The portal's page has changed. What you entered is kept; go on in your own browser, or add the portal's words to its profile under [words]."
            }
            Self::ForeignHost { .. } => {
                "If you use a public or hotel network, sign in to it first. Otherwise add the host to allowed_hosts only if you are sure that it is the court's."
            }
            Self::Unreachable(Trouble::NotSecure { words, .. }) if blames_the_date(words) => {
                "This computer's date and time may be wrong: set them, then try again. Docketbell never goes on without a secure connection."
            }
            Self::Unreachable(Trouble::NotSecure { .. }) => {
                "If you use a public or hotel network, sign in to it first. Docketbell never goes on without a secure connection. Your local copy stays readable."
            }
            Self::Unreachable(_) => "Check the network connection. Your local copy stays readable.",
            Self::Closed { .. } => {
                "Your local copy stays readable. Ask again when the portal is open."
            }
            Self::BudgetSpent { .. } => {
                "Your local copy stays readable. The budget protects the portal; it is daily_budget in the portal profile."
            }
            Self::NotPermitted(NotPermitted::MoreThanOne) => {
                "Name one case, for example `docketctl check 26BA-CV90123`."
            }
            Self::NotPermitted(NotPermitted::NoticeUnread) => {
                "Read the portal's notice once and confirm it in the settings."
            }
            Self::NotPermitted(_) => {
                "With a written permission of the court, say so in the portal profile (`permission`, `automatic_checks`)."
            }
            Self::SearchNotOffered { .. } => "Open the portal in your own browser to search there.",
            Self::Ledger(LedgerError::Unusable { hint, .. }) => hint,
            Self::Ledger(_) => "Close other Docketbell programs, check the disk, and try again.",
        }
    }

    /// Whether nothing listens at the portal's address.
    pub fn nobody_listens(&self) -> bool {
        matches!(self, Self::Unreachable(Trouble::Refused { .. }))
    }

    /// Whether the portal said nothing about what was asked, and refused nothing either: it is away, closed or busy.
    pub fn is_no_answer(&self) -> bool {
        matches!(
            self,
            Self::TooManyRequests { .. }
                | Self::Maintenance { .. }
                | Self::CourtOffline { .. }
                | Self::Unreachable(_)
                | Self::ServerError { .. }
                | Self::Closed { .. }
                | Self::BudgetSpent { .. }
                | Self::NotPermitted(_)
        )
    }

    /// Whether the same request can succeed later without anybody doing anything.
    pub fn retry_helps(&self) -> bool {
        match self {
            Self::TooManyRequests { .. }
            | Self::Maintenance { .. }
            | Self::CourtOffline { .. }
            | Self::Unreachable(_)
            | Self::ServerError { .. }
            | Self::Closed { .. }
            | Self::BudgetSpent { .. }
            | Self::OtherCase { .. }
            | Self::Unreadable { .. }
            | Self::UnexpectedPage { .. }
            | Self::TooManyRedirects { .. } => true,
            Self::Ledger(e) => matches!(e, LedgerError::Busy),
            _ => false,
        }
    }

    /// When to try again, where the portal or the profile says so.
    pub fn retry_at(&self) -> Option<Timestamp> {
        match self {
            Self::TooManyRequests { until }
            | Self::Closed { until, .. }
            | Self::BudgetSpent { until, .. } => Some(*until),
            Self::Maintenance { until, .. } => *until,
            _ => None,
        }
    }

    /// What was expected, for the errors that `cli.md` reports with `expected` and `shown`.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::UnexpectedPage { expected, .. } => Some(expected.clone()),
            Self::Unreadable { what, .. } => Some(what.clone()),
            Self::OtherCase { asked, .. } => Some(asked.clone()),
            Self::LabelNotFound { wanted, .. } | Self::LabelAmbiguous { wanted, .. } => {
                Some(wanted.clone())
            }
            Self::ForeignHost { allowed, .. } => Some(allowed.join(", ")),
            Self::TooManyRedirects { .. } => Some("a page".to_owned()),
            _ => None,
        }
    }

    /// What was shown instead; see [`PortalError::expected`].
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::UnexpectedPage { shown, .. } => Some(shown.clone()),
            Self::Unreadable { because, .. } => Some(because.to_string()),
            Self::OtherCase { answered, .. } => Some(answered.clone()),
            Self::LabelNotFound { offered, .. } | Self::LabelAmbiguous { offered, .. } => {
                Some(offered.join("; "))
            }
            Self::ForeignHost { host, .. } => Some(host.clone()),
            Self::TooManyRedirects { hops } => Some(format!("{hops} redirects")),
            _ => None,
        }
    }

    /// The portal's own words, where the error carries some.
    pub fn portal_says(&self) -> Option<&str> {
        match self {
            Self::Stopped(stop) => Some(&stop.words),
            Self::Maintenance { words, .. }
            | Self::CourtOffline { words }
            | Self::WrongCourtDatabase { words }
            | Self::AccessDenied { words } => Some(words),
            Self::UnknownCase { words, .. } | Self::ServerError { words, .. } => words.as_deref(),
            _ => None,
        }
    }
}

/// A certificate that is not valid yet, or no longer, usually means that our own clock is off.
fn blames_the_date(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["not valid yet", "notvalidyet", "expired"]
        .iter()
        .any(|w| words.contains(w))
}

fn stopped_words(stop: &Stop) -> String {
    let what = match stop.reason {
        StopReason::Refusal => "The portal refused this program",
        StopReason::Challenge => "The portal asks for proof that a person is at the keyboard",
    };
    format!(
        "{what}. It says: \"{}\". Nothing more is sent to it until you resume.",
        stop.words
    )
}

fn said(words: &Option<String>) -> String {
    words
        .as_deref()
        .filter(|w| !w.is_empty())
        .map_or_else(String::new, |w| format!("; it says: \"{w}\""))
}

fn offered_words(offered: &[String]) -> String {
    if offered.is_empty() {
        return String::new();
    }
    let shown: Vec<&str> = offered.iter().map(String::as_str).take(20).collect();
    format!(" (it shows: {})", shown.join("; "))
}

fn titled(title: &Option<String>) -> String {
    title
        .as_deref()
        .filter(|t| !t.is_empty())
        .map_or_else(String::new, |t| format!(", titled \"{t}\""))
}
