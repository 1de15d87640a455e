//! Why a journey stopped, as a person and a script need it; the page that stopped it is kept.

use serde_json::{Value, json};

use crate::app::desk::Desk;
use crate::app::kept_pages;
use crate::app::views::Problem;
use crate::domain::JourneyKind;
use crate::portal::PortalError;
use crate::portal::journeys::JourneyError;
use crate::storage::StoredJourney;

/// Why a journey stopped, with what a script wants to know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// What happened, what it means, what to do.
    pub problem: Problem,
    /// Further fields of the error line: `expected`, `shown`, `kept`, `wanted`, `offered`, `tries_left`, `for`.
    pub more: serde_json::Map<String, Value>,
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            more: serde_json::Map::new(),
        }
    }
}

impl Desk {
    /// A journey's error as a person and a script need it; a page that stopped it is written beside the store.
    pub(super) fn stopped(&self, kind: JourneyKind, error: JourneyError) -> Stopped {
        let mut more = serde_json::Map::new();
        let mut problem = match &error {
            JourneyError::Portal(portal) => self.problem(portal),
            _ => Problem::new(error.kind(), error.to_string(), error.hint()),
        };
        problem.retry_at = error.retry_at().map(|at| at.to_string());
        let portal = match &error {
            JourneyError::Portal(portal)
            | JourneyError::Page { error: portal, .. }
            | JourneyError::Behind { error: portal, .. }
            | JourneyError::ForeignLink { error: portal } => Some(portal),
            _ => None,
        };
        if let Some(portal) = portal {
            if let Some(expected) = portal.expected() {
                more.insert("expected".to_owned(), json!(expected));
            }
            if let Some(shown) = portal.shown() {
                more.insert("shown".to_owned(), json!(shown));
            }
            if let PortalError::LabelNotFound { wanted, offered }
            | PortalError::LabelAmbiguous { wanted, offered } = portal
            {
                more.insert("wanted".to_owned(), json!(wanted));
                more.insert("offered".to_owned(), json!(offered));
            }
        }
        match &error {
            JourneyError::Page { page, .. }
            | JourneyError::Behind {
                page: Some(page), ..
            } => match self.keep_page(kind, page) {
                Ok(path) => {
                    more.insert("kept".to_owned(), json!(path));
                }
                Err(cause) => {
                    tracing::warn!(%cause, "a page that stopped a journey could not be kept")
                }
            },
            JourneyError::NobodyThere { about } => {
                more.insert("for".to_owned(), json!(about));
            }
            JourneyError::Refused {
                about: Some(about), ..
            } => {
                more.insert("for".to_owned(), json!(about));
            }
            JourneyError::LogInRefused {
                tries_left: Some(left),
                ..
            } => {
                more.insert("tries_left".to_owned(), json!(left));
            }
            _ => {}
        }
        Stopped { problem, more }
    }

    fn keep_page(
        &self,
        kind: JourneyKind,
        page: &crate::portal::journeys::KeptPage,
    ) -> std::io::Result<String> {
        let at = self.now().strftime("%Y%m%dT%H%M%S").to_string();
        let name = format!("{at}-{}.txt", kind.as_str());
        let path = kept_pages::keep(&self.inner.place.folder, &name, &page.text)?;
        Ok(path.display().to_string())
    }
}

pub(super) fn still_uncertain(journey: &StoredJourney) -> Problem {
    Problem::new(
        "uncertain",
        format!(
            "The last click of {} was sent, and its answer was lost. Nobody can tell yet whether it was done; nothing was sent now.",
            journey.kind.in_words()
        ),
        "Settle it first by reading the portal: `docketctl reconcile`, or Accounts in the window.",
    )
}
