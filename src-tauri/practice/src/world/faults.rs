//! Faults: the odd and unwelcome answers of the portal (wire-format.md §2), each of which can be switched on for
//! everything, for one court, or for one case, for good or for the next few requests.

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 403, title "Error 403", the posted prohibition (S18).
    Refusal,
    /// A challenge page with status 403.
    #[serde(rename = "challenge_403")]
    Challenge403,
    /// A challenge page with status 200.
    #[serde(rename = "challenge_200")]
    Challenge200,
    /// 200 and a page where JSON was asked for.
    HtmlForJson,
    /// HTML with `div.alert.alert-danger`: no such case (2022–23).
    UnknownAlert,
    /// JSON without `caseNumber`: no such case (2026).
    NearEmptyJson,
    /// 200 and "UNABLE TO LOCATE JNDI NAME".
    #[serde(rename = "jndi_200")]
    Jndi200,
    /// 500 and "UNABLE TO LOCATE JNDI NAME".
    #[serde(rename = "jndi_500")]
    Jndi500,
    /// "Location Unavailable": one court is offline.
    LocationUnavailable,
    /// 503, "Service Unavailable".
    ServiceUnavailable,
    /// "Access Denied" (one source).
    AccessDenied,
    /// 429 with `Retry-After` of `seconds` (120).
    TooManyRequests,
    /// The nightly closing. The page's words are invented (unverified).
    Closed,
    /// The right answer after `seconds` (5).
    Slow,
    /// The connection is reset.
    Reset,
    /// The answer breaks off in the middle.
    Truncated,
    /// The right answer, cut in the middle, with a length that fits: broken JSON.
    BrokenJson,
    /// The right answer with a content type that does not fit.
    WrongType,
    /// The right answer in UTF-16, still said to be ISO-8859-1.
    WrongCharset,
    /// A redirect to a host that is not the portal.
    ForeignRedirect,
    /// A redirect to itself, without end.
    RedirectLoop,
    /// A docket without entries.
    EmptyDocket,
    /// A docket that misses its newest entries (the newer half).
    ShortDocket,
    /// The answer that belongs to another case.
    OtherCase,
    /// More than 64 MiB of JSON in some kilobytes of gzip.
    HugeJson,
    /// JSON that nests deeper than 128.
    DeepJson,
    /// HTML of more than 4 MiB.
    HugeHtml,
    /// HTML that nests deeper than 2,000.
    DeepHtml,
    /// Account pages, a press: it is done, and the reply is lost.
    LostReply,
    /// Account pages, a press: lost before anything is done.
    LostRequest,
    /// Account pages, a press: it is done, the reply comes after `seconds` (60).
    LateReply,
    /// Account pages, a press: something on the way sends it twice; the second reply arrives.
    Doubled,
    /// Account pages, a press: it is done, the reply is a page with status 500.
    #[serde(rename = "error_500_after")]
    Error500After,
    /// Account pages, a press: the session has ended before it.
    SessionEnded,
    /// B3: the phrase is asked for again, whatever was typed.
    PhraseAgain,
    /// Group Maintenance, a press: a second administrator has removed the user just before.
    UserGone,
    /// All pages: the court's maintenance page.
    Maintenance,
    /// Account pages: every field has a twin with the same label.
    TwoLabels,
    /// Account pages: a notice with <Continue> stands before the page.
    KnownNotice,
    /// Account pages: a page that no procedure names, with <Continue>, stands before the page.
    UnknownPage,
    /// Account pages: the form goes to another host.
    ForeignForm,
    /// Group Maintenance: the first row (or `user`'s) stands there twice, with another status.
    TwinRow,
    /// Group Maintenance: the first row (or `user`'s) has no status.
    RowWithoutStatus,
    /// Group Maintenance: the first row's status (or `user`'s) is a word that nobody knows.
    UnknownStatus,
}

/// All kinds with their names on the wire of the control endpoint.
pub const FAULT_KINDS: [FaultKind; 44] = [
    FaultKind::Refusal,
    FaultKind::Challenge403,
    FaultKind::Challenge200,
    FaultKind::HtmlForJson,
    FaultKind::UnknownAlert,
    FaultKind::NearEmptyJson,
    FaultKind::Jndi200,
    FaultKind::Jndi500,
    FaultKind::LocationUnavailable,
    FaultKind::ServiceUnavailable,
    FaultKind::AccessDenied,
    FaultKind::TooManyRequests,
    FaultKind::Closed,
    FaultKind::Slow,
    FaultKind::Reset,
    FaultKind::Truncated,
    FaultKind::BrokenJson,
    FaultKind::WrongType,
    FaultKind::WrongCharset,
    FaultKind::ForeignRedirect,
    FaultKind::RedirectLoop,
    FaultKind::EmptyDocket,
    FaultKind::ShortDocket,
    FaultKind::OtherCase,
    FaultKind::HugeJson,
    FaultKind::DeepJson,
    FaultKind::HugeHtml,
    FaultKind::DeepHtml,
    FaultKind::LostReply,
    FaultKind::LostRequest,
    FaultKind::LateReply,
    FaultKind::Doubled,
    FaultKind::Error500After,
    FaultKind::SessionEnded,
    FaultKind::PhraseAgain,
    FaultKind::UserGone,
    FaultKind::Maintenance,
    FaultKind::TwoLabels,
    FaultKind::KnownNotice,
    FaultKind::UnknownPage,
    FaultKind::ForeignForm,
    FaultKind::TwinRow,
    FaultKind::RowWithoutStatus,
    FaultKind::UnknownStatus,
];

/// Which requests a fault can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meets {
    Everything,
    Json,
    CaseJson,
    Docket,
    /// A button of an account page was pressed.
    Press,
    PhrasePress,
    RosterPress,
    /// An account page is about to be drawn.
    Shown,
    RosterShown,
}

impl FaultKind {
    pub(crate) fn meets(self) -> Meets {
        match self {
            Self::HtmlForJson | Self::BrokenJson | Self::HugeJson | Self::DeepJson => Meets::Json,
            Self::UnknownAlert | Self::NearEmptyJson | Self::OtherCase => Meets::CaseJson,
            Self::EmptyDocket | Self::ShortDocket => Meets::Docket,
            Self::LostReply
            | Self::LostRequest
            | Self::LateReply
            | Self::Doubled
            | Self::Error500After
            | Self::SessionEnded => Meets::Press,
            Self::PhraseAgain => Meets::PhrasePress,
            Self::UserGone => Meets::RosterPress,
            Self::TwoLabels | Self::KnownNotice | Self::UnknownPage | Self::ForeignForm => {
                Meets::Shown
            }
            Self::TwinRow | Self::RowWithoutStatus | Self::UnknownStatus => Meets::RosterShown,
            _ => Meets::Everything,
        }
    }

    /// The name on the control endpoint, such as `challenge_403`.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// A fault that is switched on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Only this court (its database id as it is now).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
    /// Only this case number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Only requests whose path, or whose account page's name, holds these words, such as `docketEntriesSearch` or
    /// `user-agreement`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only the next so many requests that it meets. Such a fault does not survive a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Only the row of this user (Group Maintenance).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Seconds, for `slow`, `late_reply` and `too_many_requests`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

impl Fault {
    /// This fault for every request, until cleared.
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            court: None,
            case: None,
            path: None,
            count: None,
            user: None,
            seconds: None,
        }
    }

    /// The same, for the next `count` requests only.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The same, for one case only.
    #[must_use]
    pub fn for_case(mut self, number: &str) -> Self {
        self.case = Some(number.to_owned());
        self
    }

    /// The same, for one court only.
    #[must_use]
    pub fn for_court(mut self, court_id: &str) -> Self {
        self.court = Some(court_id.to_owned());
        self
    }

    /// The same, only where the path holds these words.
    #[must_use]
    pub fn on_path(mut self, words: &str) -> Self {
        self.path = Some(words.to_owned());
        self
    }

    /// The same, with these seconds (`slow`, `too_many_requests`).
    #[must_use]
    pub fn seconds(mut self, seconds: f64) -> Self {
        self.seconds = Some(seconds);
        self
    }
}
