//! Who is visiting: per session, and in it per part of the portal, where the person is and what was typed so far.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;

use crate::accounts::{desk::Applicant, markup::Markup};

/// So many sessions are kept; the oldest goes first.
const KEPT: usize = 2_000;
/// So many tokens that were not sent back yet are good.
const TOKENS: usize = 1_000;

/// The parts of the portal that have a log-on of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Registration,
    Ecf,
    CaseNet,
}

macro_rules! steps {
    ($($(#[$about:meta])* $step:ident => $slug:literal,)*) => {
        /// The pages, each with its name in addresses and in the control endpoint's `path`.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) enum Step {
            #[default]
            $($(#[$about])* $step,)*
        }

        impl Step {
            pub(super) fn slug(self) -> &'static str {
                match self { $(Self::$step => $slug,)* }
            }

            pub(super) fn of_slug(slug: &str) -> Option<Self> {
                match slug { $($slug => Some(Self::$step),)* _ => None }
            }
        }
    };
}

steps! {
    /// A1, A3, B1, B8, B9, C3, C6.
    Logon => "logon",
    ChangePassword => "change-password",
    MissingInformation => "missing-information",
    MyAccount => "my-account",
    UpdateRow => "update-row",
    SecurityQuestions => "security-questions",
    MyApplications => "my-applications",
    UserAgreement => "user-agreement",
    AdministratorMenu => "group-administrator-menu",
    Preferences => "my-preferences",
    NewPassword => "new-password",
    Maintenance => "group-maintenance",
    NoMobar => "no-mobar-number",
    UserName => "user-name",
    PersonName => "name",
    Addresses => "addresses",
    Questions => "questions",
    AdditionalSteps => "additional-steps",
    GroupAuthentication => "group-user-authentication",
    GroupAgreement => "group-agreement",
    EfilingMenu => "efiling-menu",
    GroupLink => "group-link",
    CreateAccount => "create-account",
    CheckMail => "check-your-email",
    Code => "code",
    Dashboard => "dashboard",
    ForgotPassword => "forgot-password",
    ForgotUserName => "forgot-username",
    MailSent => "mail-sent",
    ResetPassword => "reset-password",
    Verified => "verified",
    LinkEnded => "link-ended",
    Track => "track-this-case",
    Manage => "manage-my-case",
    Ended => "session-ended",
    Expired => "page-expired",
    Notice => "notice",
    Unknown => "verify-your-records",
}

impl Step {
    /// Its name for the faults; a roster says which page of it.
    pub(super) fn name(self, page: &str) -> String {
        if self == Self::Maintenance {
            format!("{}-{page}", self.slug())
        } else {
            self.slug().to_owned()
        }
    }
}

/// Where the person is in one part of the portal.
#[derive(Debug)]
pub(super) struct Seat {
    /// Signed in as.
    pub(super) user: Option<String>,
    /// A user who is on the way in: a code, a verification, a new password is missing.
    pub(super) waiting: Option<String>,
    pub(super) step: Step,
    /// A page that stands before `step`.
    pub(super) before: Option<Step>,
    /// What the page says at its top.
    pub(super) said: Vec<String>,
    /// What it says at a field.
    pub(super) refused: BTreeMap<String, String>,
    /// What was typed, secrets aside.
    pub(super) typed: HashMap<String, String>,
    pub(super) applicant: Applicant,
    /// Place of the picture in its address, and what it says.
    pub(super) phrase: (String, String),
    pub(super) row: usize,
    pub(super) page: usize,
    /// Key of the group that a link named.
    pub(super) group: Option<String>,
    /// Case number and court to be tracked.
    pub(super) case: Option<(String, String)>,
    pub(super) seen: Timestamp,
}

impl Default for Seat {
    fn default() -> Self {
        Self {
            user: None,
            waiting: None,
            step: Step::Logon,
            before: None,
            said: Vec::new(),
            refused: BTreeMap::new(),
            typed: HashMap::new(),
            applicant: Applicant::default(),
            phrase: Default::default(),
            row: 0,
            page: 1,
            group: None,
            case: None,
            seen: Timestamp::UNIX_EPOCH,
        }
    }
}

impl Seat {
    /// The page that is shown.
    pub(super) fn shown(&self) -> Step {
        self.before.unwrap_or(self.step)
    }

    /// The page's name; a roster says which page of it.
    pub(super) fn name(&self) -> String {
        self.shown().name(&self.page.to_string())
    }

    /// Whether there is something that a session's end would lose.
    pub(super) fn is_busy(&self) -> bool {
        self.user.is_some()
            || matches!(
                self.step,
                Step::UserName | Step::PersonName | Step::Addresses | Step::Questions | Step::Code
            )
    }
}

/// A session.
#[derive(Debug, Default)]
pub(super) struct Visit {
    seats: HashMap<Place, Seat>,
    /// Which page and which field or button a name on the wire stands for; of every page that was drawn.
    offered: HashMap<String, (Step, String)>,
    tokens: VecDeque<String>,
    spent: HashSet<String>,
    /// The markup of the page that was drawn last.
    pub(super) markup: Markup,
    /// Pages drawn.
    pub(super) pages: u64,
}

impl Visit {
    pub(super) fn seat(&mut self, place: Place) -> &mut Seat {
        self.seats.entry(place).or_default()
    }

    pub(super) fn offer(&mut self, name: String, step: Step, key: String) {
        self.offered.insert(name, (step, key));
    }

    pub(super) fn meaning(&self, name: &str) -> Option<&(Step, String)> {
        self.offered.get(name)
    }

    pub(super) fn new_token(&mut self) -> String {
        let token = format!("{:016x}", rand::random::<u64>());
        if self.tokens.len() == TOKENS {
            self.tokens.pop_front();
        }
        self.tokens.push_back(token.clone());
        token
    }

    /// Whether a token is good; a good one is good no longer.
    pub(super) fn spend(&mut self, token: &str) -> bool {
        let place = self.tokens.iter().position(|known| known == token);
        if let Some(place) = place {
            self.tokens.remove(place);
            self.spent.insert(token.to_owned());
        }
        place.is_some()
    }
}

/// All sessions. In memory only: a portal that starts anew knows none of them.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    visits: HashMap<String, Arc<Mutex<Visit>>>,
    order: VecDeque<String>,
}

impl Visits {
    pub(super) fn visit(&self, session: &str) -> Arc<Mutex<Visit>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(visit) = kept.visits.get(session) {
            return Arc::clone(visit);
        }
        kept.order.push_back(session.to_owned());
        if kept.order.len() > KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.visits.remove(&oldest);
        }
        Arc::clone(kept.visits.entry(session.to_owned()).or_default())
    }

    pub(super) fn known(&self, session: &str) -> Option<Arc<Mutex<Visit>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.visits.get(session).cloned()
    }

    /// A log-on gives the session another id.
    pub(super) fn rename(&self, session: &str, new: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(visit) = kept.visits.remove(session) {
            kept.visits.insert(new.to_owned(), visit);
            kept.order.push_back(new.to_owned());
        }
    }

    /// Ends a session.
    pub(super) fn end(&self, session: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.visits.remove(session);
    }
}
