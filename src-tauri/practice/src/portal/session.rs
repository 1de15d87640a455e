//! Server sessions: search criteria live here between a form and the rows it asks for (wire-format.md §2).

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use jiff::civil::Date;

/// So many sessions are kept; the oldest goes first.
const KEPT: usize = 1_000;

/// What was asked for by a form of this session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Criteria {
    pub(crate) name: Option<NameCriteria>,
    pub(crate) date: Option<DateCriteria>,
}

/// A litigant name search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameCriteria {
    pub(crate) last: String,
    pub(crate) first: String,
    pub(crate) middle: String,
    pub(crate) court: String,
    pub(crate) case_type: String,
    pub(crate) year: String,
}

/// A filing date search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateCriteria {
    pub(crate) court: String,
    pub(crate) county: String,
    pub(crate) location: String,
    pub(crate) start: Date,
    pub(crate) status: String,
    pub(crate) case_type: String,
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    kept: Mutex<(HashMap<String, Criteria>, VecDeque<String>)>,
}

impl Sessions {
    pub(crate) fn criteria(&self, session: &str) -> Criteria {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0.get(session).cloned().unwrap_or_default()
    }

    pub(crate) fn change(&self, session: &str, change: impl FnOnce(&mut Criteria)) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.0.contains_key(session) {
            kept.1.push_back(session.to_owned());
            if kept.1.len() > KEPT
                && let Some(oldest) = kept.1.pop_front()
            {
                kept.0.remove(&oldest);
            }
        }
        change(kept.0.entry(session.to_owned()).or_default());
    }
}

/// A new session id in the form that WebSphere gives them: `0001…:clone`.
pub(crate) fn new_session_id() -> String {
    let random: u128 = rand::random();
    format!("0001{random:032x}:1practice")
}
