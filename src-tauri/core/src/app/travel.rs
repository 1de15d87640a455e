//! A journey through the account pages, as window and terminal start it: what is known is loaded, what is answered is
//! kept as it is given, and the end is written down.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

use crate::app::account_book::{AccountBook, Standing};
use crate::app::account_secrets::{AccountSecret, PortalSession};
use crate::app::desk::{Desk, NOTICE_READ, lock};
use crate::app::folder;
use crate::app::views::{ChangedKind, Problem};
use crate::domain::notice_words::ProgramNews;
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::browser::{Cookies, Patience};
use crate::portal::journeys::{
    Answers, JourneyError, JourneyStep, NobodyThere, Outcome, PageAsk, Person, Record, Settled,
    SignInState, Start, Walk,
};
use crate::portal::{HttpBrowser, NotPermitted, PortalError};
use crate::storage::{JourneyState, StoredAgreement, StoredJourney};

/// Where pages are kept that stopped a journey.
pub(crate) const KEPT_PAGES: &str = "kept-pages";

/// The stable word of the reminder ([`ProgramNews::kind`]).
const VERIFY_KIND: &str = "verify_email";
/// How long before the link ends a person is reminded of it: time to look for the mail in the waking hours.
const REMIND_BEFORE: jiff::SignedDuration = jiff::SignedDuration::from_hours(6);

/// What a journey is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Where to sign in; else where the last journey was.
    pub part: Option<PortalPart>,
    /// The link of an e-mail (association, new password).
    pub link: Option<Url>,
    /// What is not secret and known beforehand, by id: `user_name`, `mailing_address.city`, `my_account.Phone`.
    pub answers: BTreeMap<String, String>,
    /// Give up what is kept of an earlier one, also where nobody knows what became of it: a person's decision.
    pub anew: bool,
}

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

/// A journey whose last answer was lost, after the portal was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconciled {
    /// The journey as it stands now.
    pub journey: StoredJourney,
    /// What the portal tells.
    pub settled: Settled,
}

impl Desk {
    /// Walks a journey to its end, or to where it stops. The same wish goes on with one that is under way.
    ///
    /// # Errors
    /// [`Stopped`]; what was answered is kept.
    pub async fn travel(
        &self,
        kind: JourneyKind,
        wish: Wish,
        person: &dyn Person,
    ) -> Result<Outcome, Stopped> {
        self.may_travel().await?;
        if wish.anew {
            self.give_up_journey(kind).await?;
        }
        let mut journey = self
            .inner
            .store
            .begin_journey(kind, self.now())
            .await
            .map_err(Problem::from)?;
        if journey.state == JourneyState::Uncertain {
            return Err(still_uncertain(&journey).into());
        }
        let same = continues(&journey, &wish);
        if !same {
            journey.answers.clear();
            journey.step.clear();
        }
        journey.answers.extend(wish.answers.clone());
        if let Some(link) = &wish.link {
            journey.answers.insert("link".to_owned(), bare(link));
        }
        let mut book = self.account_book().await?;
        let part = wish
            .part
            .or_else(|| {
                (same && !journey.step.is_empty())
                    .then(|| {
                        journey
                            .answers
                            .get("part")
                            .and_then(|p| PortalPart::parse(p))
                    })
                    .flatten()
            })
            .or(book.last_part.filter(|_| kind == JourneyKind::SignIn))
            .unwrap_or(kind.part());
        journey
            .answers
            .insert("part".to_owned(), part.as_str().to_owned());

        // A session belongs to the journey that made it, or to whoever is signed in; anybody else starts without one,
        // or the portal would take them for the one before.
        let mut session = self.load_session().await;
        let ours = session.of.is_none_or(|of| of == kind);
        let resumed = same && ours && !journey.step.is_empty();
        let mut resume_at = session.at.clone().filter(|_| resumed);
        if !resumed {
            let signed_in = book.signed_in_as(part).filter(|_| uses_session(kind));
            match signed_in {
                Some(who) => {
                    journey
                        .answers
                        .entry("user_name".to_owned())
                        .or_insert(who.to_owned());
                }
                None => session = PortalSession::fresh(),
            }
            resume_at = None;
        }
        let secrets = self.kept_secrets(kind, &mut journey.answers, &book).await;
        let who = user_name(kind, &journey.answers);
        let now = self.now();
        let start = Start {
            kind,
            answers: journey.answers.clone(),
            secrets,
            resume_at,
            tries_left: who.as_deref().and_then(|who| book.tries_left(who, now)),
            locked_until: who.as_deref().and_then(|who| book.locked_until(who, now)),
            now: self.clock(),
        };
        let browser = self.account_browser(&session.cookies)?;
        let diary = Diary::new(self.clone(), Some(journey), session.cookies);
        let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
        let ended = walk.go(part, wish.link.as_ref()).await;
        let answers = walk.answers().clone();
        drop(walk);
        let who = user_name(kind, &answers);
        book = self.account_book().await?;
        let journey = diary.finish();
        let told = match ended {
            Ok(outcome) => {
                self.note_outcome(&mut book, kind, part, &outcome, who.as_deref());
                self.end_journey(journey, &answers, Some(&outcome)).await?;
                self.remind_of_verification(&book).await?;
                Ok(outcome)
            }
            Err(error) => {
                self.note_error(&mut book, &error, who.as_deref()).await;
                Err(self.stopped(kind, error))
            }
        };
        self.keep_account_book(&book).await?;
        // A status that could not be written says less about freshness and nothing false.
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts, ChangedKind::Status]);
        told
    }

    /// A reminder before the link in the verification mail ends; none once somebody has signed in.
    async fn remind_of_verification(&self, book: &AccountBook) -> Result<(), Problem> {
        let Some(until) = book.verify_until.filter(|until| *until > self.now()) else {
            let kind = VERIFY_KIND;
            return Ok(self.inner.store.drop_notices_of(kind).await?);
        };
        let news = ProgramNews::VerifyEmail { until };
        let payload = serde_json::to_value(&news).ok();
        let not_before = until.checked_sub(REMIND_BEFORE).unwrap_or(until);
        let event_id = format!("{VERIFY_KIND}.{}", until.as_millisecond());
        let store = &self.inner.store;
        Ok(store
            .raise_notice(
                event_id,
                news.kind().to_owned(),
                payload,
                not_before,
                not_before,
            )
            .await?)
    }

    /// Gives up what is kept of the journey of this kind that is under way.
    pub(crate) async fn give_up_journey(&self, kind: JourneyKind) -> Result<(), Problem> {
        for mut journey in self.inner.store.journeys_under_way().await? {
            if journey.kind == kind {
                journey.state = JourneyState::Left;
                journey.answers.clear();
                journey.updated_at = self.now();
                self.inner.store.keep_journey(&journey).await?;
            }
        }
        Ok(())
    }

    /// Settles every journey whose last answer was lost, by reading the portal.
    ///
    /// # Errors
    /// When the portal cannot be read; what is not settled stays uncertain.
    pub async fn reconcile_journeys(
        &self,
        person: &dyn Person,
    ) -> Result<Vec<Reconciled>, Stopped> {
        self.may_travel().await?;
        let uncertain: Vec<StoredJourney> = self
            .inner
            .store
            .journeys_under_way()
            .await
            .map_err(Problem::from)?
            .into_iter()
            .filter(|j| j.state == JourneyState::Uncertain)
            .collect();
        let mut all = Vec::new();
        for mut journey in uncertain {
            let answers: BTreeMap<String, String> = ["user_name", "email"]
                .into_iter()
                .filter_map(|key| Some((key.to_owned(), journey.answers.get(key)?.clone())))
                .collect();
            let start = Start {
                kind: JourneyKind::SignIn,
                answers,
                secrets: HashMap::new(),
                resume_at: None,
                tries_left: None,
                locked_until: None,
                now: self.clock(),
            };
            // The session of the lost click may be one that shows its last page for ever.
            let cookies = Cookies::default();
            let browser = self.account_browser(&cookies)?;
            let diary = Diary::new(self.clone(), None, cookies);
            let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
            let settled = walk.settle(journey.kind).await;
            drop(walk);
            let settled = settled.map_err(|error| self.stopped(journey.kind, error))?;
            let who = user_name(journey.kind, &journey.answers);
            let mut book = self.account_book().await?;
            match &settled {
                Settled::Done(outcome) => {
                    let part = outcome.to.unwrap_or(journey.kind.part());
                    self.note_outcome(&mut book, journey.kind, part, outcome, who.as_deref());
                    journey.state = JourneyState::Done;
                    journey.outcome = Some(outcome.word.to_owned());
                }
                Settled::NotDone { .. } => journey.state = JourneyState::Open,
                Settled::StillUncertain { words } => {
                    if let Some(who) = &who {
                        book.refused(who, None, self.now());
                    }
                    tracing::info!(kind = %journey.kind, "a lost click could not be settled");
                    let _ = words;
                }
            }
            journey.updated_at = self.now();
            self.inner
                .store
                .keep_journey(&journey)
                .await
                .map_err(Problem::from)?;
            self.keep_account_book(&book).await?;
            all.push(Reconciled { journey, settled });
        }
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts]);
        Ok(all)
    }

    /// Ends the sessions: at the portal where it offers that, and here in any case. `true` when the portal was told.
    ///
    /// # Errors
    /// When the session's cookies could not be removed here.
    pub async fn end_session(&self, person: &dyn Person) -> Result<bool, Stopped> {
        let session = self.load_session().await;
        let mut book = self.account_book().await?;
        let had = session.at.is_some();
        let mut told = false;
        if had && self.may_travel().await.is_ok() {
            let part = book.last_part.unwrap_or(PortalPart::Casenet);
            let browser = self.account_browser(&session.cookies)?;
            let diary = Diary::new(self.clone(), None, Arc::clone(&session.cookies));
            let start = Start {
                kind: JourneyKind::SignIn,
                answers: BTreeMap::new(),
                secrets: HashMap::new(),
                resume_at: session.at.clone(),
                tries_left: None,
                locked_until: None,
                now: self.clock(),
            };
            let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
            match walk.sign_out(part).await {
                Ok(done) => told = done,
                // A stop is a person's business; everything else ends with the cookies.
                Err(JourneyError::Portal(error @ PortalError::Stopped(_))) => {
                    self.forget_session().await.map_err(Problem::from)?;
                    return Err(self.problem(&error).into());
                }
                Err(error) => tracing::info!(
                    kind = error.kind(),
                    "the portal was not told of the sign-out"
                ),
            }
        }
        self.forget_session().await.map_err(Problem::from)?;
        book.signed_in.clear();
        self.keep_account_book(&book).await?;
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts]);
        Ok(told)
    }

    /// A person reads what the portal posts before anything is asked of it. What a person drives page by page needs no
    /// permission beyond that (architecture rule 13).
    async fn may_travel(&self) -> Result<(), Problem> {
        let read = self
            .inner
            .store
            .setting::<String>(NOTICE_READ)
            .await?
            .is_some();
        if self.inner.profile.access.notice_must_be_read && !read {
            return Err(PortalError::NotPermitted(NotPermitted::NoticeUnread).into());
        }
        Ok(())
    }

    fn account_browser(&self, cookies: &Cookies) -> Result<HttpBrowser, Problem> {
        Ok(HttpBrowser::with_cookies(
            self.inner.gate.clone(),
            Patience::default(),
            Arc::clone(cookies),
        )?)
    }

    fn clock(&self) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let clock = Arc::clone(&self.inner.clock);
        Arc::new(move || clock.now())
    }

    /// Secrets that a person asked to have kept, for a journey that logs on.
    async fn kept_secrets(
        &self,
        kind: JourneyKind,
        answers: &mut BTreeMap<String, String>,
        book: &AccountBook,
    ) -> HashMap<String, SecretString> {
        let mut secrets = HashMap::new();
        let logs_on = matches!(
            kind,
            JourneyKind::SignIn
                | JourneyKind::Associate
                | JourneyKind::Dissociate
                | JourneyKind::ChangePassword
        );
        if !logs_on {
            return secrets;
        }
        if user_name(kind, answers).is_none() {
            let mut remembered = book.accounts.iter().filter(|a| a.password_kept);
            if let (Some(account), None) = (remembered.next(), remembered.next()) {
                let key = if account.user_name.contains('@') {
                    "email"
                } else {
                    "user_name"
                };
                answers.insert(key.to_owned(), account.user_name.clone());
            }
        }
        if let Some(who) = user_name(kind, answers) {
            if let Some(password) = self
                .kept_account_secret(&who, AccountSecret::Password)
                .await
            {
                secrets.insert("password".to_owned(), password);
            }
            if let Some(pin) = self.kept_account_secret(&who, AccountSecret::Pin).await {
                secrets.insert("pin".to_owned(), pin);
            }
        }
        secrets
    }

    fn note_outcome(
        &self,
        book: &mut AccountBook,
        kind: JourneyKind,
        part: PortalPart,
        outcome: &Outcome,
        who: Option<&str>,
    ) {
        let Some(who) = who else { return };
        let account = book.account(who);
        match kind {
            JourneyKind::Dissociate => account.group = None,
            _ => {
                if outcome.group.is_some() {
                    account.group.clone_from(&outcome.group);
                }
            }
        }
        if outcome.next == Some("verify_email") {
            book.verify_until = outcome.until;
        }
        let signed_in = match kind {
            JourneyKind::SignIn => outcome.word == "signed_in",
            JourneyKind::Associate
            | JourneyKind::RegisterAdministrator
            | JourneyKind::Dissociate => true,
            _ => false,
        };
        if signed_in {
            let standing = match outcome.state {
                SignInState::SignedIn => Standing::SignedIn,
                SignInState::Disabled => Standing::Disabled,
                SignInState::NoGroup => Standing::NoGroup,
            };
            if part == PortalPart::Casenet {
                // Whoever signs in has verified the address.
                book.verify_until = None;
            }
            book.logged_in(part, who, standing, outcome.notice.clone(), self.now());
        } else if matches!(
            kind,
            JourneyKind::RegisterUser | JourneyKind::RegisterAccount
        ) {
            book.last_part = Some(part);
        }
    }

    async fn note_error(&self, book: &mut AccountBook, error: &JourneyError, who: Option<&str>) {
        match (error, who) {
            (JourneyError::LogInRefused { tries_left, .. }, Some(who)) => {
                book.refused(who, *tries_left, self.now());
                // A password that was refused is not worth keeping, and must not be tried again.
                if self
                    .forget_account_secret(who, AccountSecret::Password)
                    .await
                    .is_ok()
                    && let Some(account) = book.accounts.iter_mut().find(|a| a.user_name == who)
                {
                    account.password_kept = false;
                }
            }
            (JourneyError::Locked { until, .. }, Some(who)) => {
                book.refused(who, Some(0), self.now());
                book.locked.insert(who.to_owned(), *until);
            }
            (JourneyError::SessionEnded { .. }, _) => book.ended(),
            _ => {}
        }
    }

    async fn end_journey(
        &self,
        journey: Option<StoredJourney>,
        answers: &BTreeMap<String, String>,
        outcome: Option<&Outcome>,
    ) -> Result<(), Problem> {
        let Some(mut journey) = journey else {
            return Ok(());
        };
        journey.state = JourneyState::Done;
        journey.outcome = outcome.map(|o| o.word.to_owned());
        // What was needed on the way is not kept for ever: who it was for is enough.
        journey.answers = ["user_name", "email", "group", "part"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), answers.get(key)?.clone())))
            .collect();
        journey.updated_at = self.now();
        Ok(self.inner.store.keep_journey(&journey).await?)
    }

    /// A journey's error as a person and a script need it; a page that stopped it is written beside the store.
    fn stopped(&self, kind: JourneyKind, error: JourneyError) -> Stopped {
        let mut more = serde_json::Map::new();
        let mut problem = match &error {
            JourneyError::Portal(portal) => self.problem(portal),
            _ => Problem::new(error.kind(), error.to_string(), error.hint()),
        };
        problem.retry_at = error.retry_at().map(|at| at.to_string());
        let portal = match &error {
            JourneyError::Portal(portal) | JourneyError::Page { error: portal, .. } => Some(portal),
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
            JourneyError::Page { page, .. } => match self.keep_page(kind, page) {
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
        let folder = self.inner.place.folder.join(KEPT_PAGES);
        folder::make_private_folder(&folder)?;
        let at = self.now().strftime("%Y%m%dT%H%M%S").to_string();
        let path = folder.join(format!("{at}-{}.txt", kind.as_str()));
        folder::write_private(&path, page.text.as_bytes())?;
        Ok(path.display().to_string())
    }
}

/// Journeys of somebody who is signed in already.
fn uses_session(kind: JourneyKind) -> bool {
    matches!(
        kind,
        JourneyKind::Dissociate | JourneyKind::ChangePassword | JourneyKind::Preferences
    )
}

/// Whether the wish is for the journey that is under way: the same person, the same link.
fn continues(journey: &StoredJourney, wish: &Wish) -> bool {
    let same = |key: &str, wished: Option<&String>| match (journey.answers.get(key), wished) {
        (Some(kept), Some(wished)) => kept == wished,
        _ => true,
    };
    let link = wish.link.as_ref().map(bare);
    same("user_name", wish.answers.get("user_name"))
        && same("email", wish.answers.get("email"))
        && same("link", link.as_ref())
        && wish.part.is_none_or(|part| {
            journey
                .answers
                .get("part")
                .is_none_or(|kept| kept == part.as_str())
        })
}

/// What tells two links apart without keeping what they carry.
fn bare(link: &Url) -> String {
    Sha256::digest(link.as_str().as_bytes())
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect()
}

fn user_name(kind: JourneyKind, answers: &BTreeMap<String, String>) -> Option<String> {
    let order = match kind {
        JourneyKind::RegisterAccount | JourneyKind::ResendVerification => ["email", "user_name"],
        _ => ["user_name", "email"],
    };
    order
        .iter()
        .find_map(|key| answers.get(*key))
        .filter(|v| !v.is_empty())
        .cloned()
}

fn still_uncertain(journey: &StoredJourney) -> Problem {
    Problem::new(
        "uncertain",
        format!(
            "The last click of {} was sent, and its answer was lost. Nobody can tell yet whether it was done; nothing was sent now.",
            journey.kind.in_words()
        ),
        "Settle it first by reading the portal: `docketctl reconcile`, or Accounts in the window.",
    )
}

/// Nobody answers: what needs an answer ends there.
pub(crate) struct NobodyHere;

impl Person for NobodyHere {
    fn ask(&self, page: PageAsk) -> crate::portal::Waiting<'_, Result<Answers, NobodyThere>> {
        let about = page
            .asks
            .first()
            .map(|a| a.name.clone())
            .unwrap_or_default();
        Box::pin(std::future::ready(Err(NobodyThere { about })))
    }

    fn reached(&self, _step: &JourneyStep) {}
}

/// Writes down what must not be lost, as it comes.
struct Diary {
    desk: Desk,
    journey: Mutex<Option<StoredJourney>>,
    cookies: Cookies,
    kept_session: Mutex<Zeroizing<Vec<u8>>>,
}

impl Diary {
    fn new(desk: Desk, journey: Option<StoredJourney>, cookies: Cookies) -> Self {
        Self {
            desk,
            journey: Mutex::new(journey),
            cookies,
            kept_session: Mutex::default(),
        }
    }

    fn finish(self) -> Option<StoredJourney> {
        lock(&self.journey).take()
    }

    /// Changes the journey's row, if that changes anything.
    async fn change(
        &self,
        change: impl FnOnce(&mut StoredJourney) + Send,
    ) -> Result<(), JourneyError> {
        let changed = {
            let mut held = lock(&self.journey);
            let Some(journey) = held.as_mut() else {
                return Ok(());
            };
            let before = journey.clone();
            change(journey);
            if *journey == before {
                return Ok(());
            }
            journey.updated_at = self.desk.now();
            journey.clone()
        };
        self.desk
            .inner
            .store
            .keep_journey(&changed)
            .await
            .map_err(store_error)
    }
}

fn store_error(error: crate::storage::StoreError) -> JourneyError {
    JourneyError::Store {
        kind: error.kind().to_owned(),
        message: error.to_string(),
        hint: error.hint().to_owned(),
    }
}

impl Record for Diary {
    fn keep<'a>(
        &'a self,
        step: &'a str,
        page: &'a str,
        answers: &'a BTreeMap<String, String>,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(self.change(move |journey| {
            step.clone_into(&mut journey.step);
            page.clone_into(&mut journey.page);
            journey.answers.clone_from(answers);
        }))
    }

    fn session<'a>(&'a self, at: &'a Url) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let of = lock(&self.journey).as_ref().map(|journey| journey.kind);
            let Some(bytes) = Desk::session_bytes(&self.cookies, Some(at), of) else {
                return Ok(());
            };
            if *lock(&self.kept_session) == bytes {
                return Ok(());
            }
            match self.desk.keep_session(&bytes).await {
                Ok(()) => *lock(&self.kept_session) = bytes,
                // Without it the person signs in again after a restart; nothing else is lost.
                Err(error) => tracing::warn!(
                    kind = error.kind(),
                    "the session with the portal is not kept"
                ),
            }
            Ok(())
        })
    }

    fn session_ended(&self) -> crate::portal::Waiting<'_, Result<(), JourneyError>> {
        Box::pin(async move {
            if let Ok(mut jar) = self.cookies.lock() {
                jar.clear();
            }
            lock(&self.kept_session).clear();
            let mut book = self.desk.account_book().await.map_err(problem_error)?;
            book.ended();
            self.desk
                .keep_account_book(&book)
                .await
                .map_err(problem_error)
        })
    }

    fn agreed<'a>(
        &'a self,
        title: &'a str,
        text: &'a str,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let held = lock(&self.journey).clone();
            let Some(journey) = held else { return Ok(()) };
            let sha256 = Sha256::digest(text.as_bytes())
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            let agreement = StoredAgreement {
                kind: journey.kind,
                title: title.to_owned(),
                sha256,
                user_name: user_name(journey.kind, &journey.answers),
                agreed_at: self.desk.now(),
            };
            self.desk
                .inner
                .store
                .keep_agreement(agreement)
                .await
                .map_err(store_error)
        })
    }

    fn keep_secret<'a>(
        &'a self,
        name: &'a str,
        secret: &'a SecretString,
    ) -> crate::portal::Waiting<'a, Result<(), JourneyError>> {
        Box::pin(async move {
            let which = match name {
                "password" | "new_password" => AccountSecret::Password,
                "pin" => AccountSecret::Pin,
                _ => return Ok(()),
            };
            let held = lock(&self.journey).clone();
            let Some(who) = held.and_then(|j| user_name(j.kind, &j.answers)) else {
                return Ok(());
            };
            if let Err(error) = self.desk.keep_account_secret(&who, which, secret).await {
                tracing::warn!(kind = error.kind(), "a secret that was to be kept is not");
                return Ok(());
            }
            let mut book = self.desk.account_book().await.map_err(problem_error)?;
            let account = book.account(&who);
            match which {
                AccountSecret::Password => account.password_kept = true,
                AccountSecret::Pin => account.pin_kept = true,
            }
            self.desk
                .keep_account_book(&book)
                .await
                .map_err(problem_error)
        })
    }

    fn sending(&self, under_way: bool) -> crate::portal::Waiting<'_, Result<(), JourneyError>> {
        Box::pin(self.change(move |journey| {
            journey.state = if under_way {
                JourneyState::Uncertain
            } else {
                JourneyState::Open
            };
        }))
    }
}

fn problem_error(problem: Problem) -> JourneyError {
    JourneyError::Store {
        kind: problem.kind,
        message: problem.message,
        hint: problem.hint,
    }
}
