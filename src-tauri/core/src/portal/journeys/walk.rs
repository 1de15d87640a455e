//! What every journey shares: asking the portal for a page, asking the person what the page asks, sending it, and
//! telling a refusal, a lost answer and an ended session apart. At most one request for each page that a person sees,
//! plus the pictures that it needs.

mod answering;
mod sending;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::kept::{KeptPage, heading};
use super::outcome::JourneyError;
use super::person::{JourneyStep, Person, Said};
use super::place::{Anywhere, Place, anywhere, not_available};
use super::questions::PasswordName;
use super::refusal;
use super::way_on;
use crate::domain::JourneyKind;
use crate::portal::Waiting;
use crate::portal::browser::{Browser, PortalRequest};
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::profile::PortalProfile;
use crate::portal::words::{Accepted, Press, Words};

pub(super) use answering::Click;
pub(super) use sending::{Came, Fate, LOG_ON_CAME, cause_of, fate_of, it_says, lost};

/// How long a locked account stays locked (seed 002).
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(30);
/// How often a journey begins anew by itself when the portal ends the session.
const RESTARTS: u32 = 2;
/// How often one page may come again without a word before we stop asking for it.
const SAME_PAGE: u32 = 3;

/// How often the journey passes one page that asks nobody anything, before it stops going round.
const ROUNDS: u32 = 4;

/// How often one page may be refused with words before the journey ends with them.
const MOST_REFUSALS: u32 = 10;

/// Where a journey writes down what must not be lost. Nothing secret passes here but the session, which goes to the
/// secret store.
pub trait Record: Send + Sync {
    /// Keeps how far the journey came and what was answered.
    fn keep<'a>(
        &'a self,
        step: &'a str,
        page: &'a str,
        answers: &'a BTreeMap<String, String>,
    ) -> Waiting<'a, Result<(), JourneyError>>;
    /// Keeps where the portal stands with us: its session, and the address of the page that waits.
    fn session<'a>(&'a self, at: &'a Url) -> Waiting<'a, Result<(), JourneyError>>;
    /// The portal ended the session: its cookies are of no use any more.
    fn session_ended(&self) -> Waiting<'_, Result<(), JourneyError>>;
    /// Keeps what was agreed to.
    fn agreed<'a>(&'a self, title: &'a str, text: &'a str)
    -> Waiting<'a, Result<(), JourneyError>>;
    /// Keeps a secret that the person asked to be kept.
    fn keep_secret<'a>(
        &'a self,
        name: &'a str,
        secret: &'a SecretString,
    ) -> Waiting<'a, Result<(), JourneyError>>;
    /// A click that changes something is about to be sent (`true`), or was answered (`false`).
    fn sending(&self, under_way: bool) -> Waiting<'_, Result<(), JourneyError>>;
}

/// What a journey starts with.
pub struct Start {
    /// Which journey.
    pub kind: JourneyKind,
    /// What is known already: the answers file, an earlier run; by id.
    pub answers: BTreeMap<String, String>,
    /// Secrets that were kept on the person's wish: `password`, `pin`.
    pub secrets: HashMap<String, SecretString>,
    /// The address of the page where it stopped.
    pub resume_at: Option<Url>,
    /// Log-ins left before the portal locks the account, as far as is known.
    pub tries_left: Option<u32>,
    /// Until when the account is locked, as far as is known.
    pub locked_until: Option<Timestamp>,
    /// The moment now.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// A journey under way.
pub struct Walk<'a> {
    pub(super) browser: &'a dyn Browser,
    pub(super) person: &'a dyn Person,
    pub(super) record: &'a dyn Record,
    pub(super) profile: &'a PortalProfile,
    pub(super) kind: JourneyKind,
    pub(super) answers: BTreeMap<String, String>,
    pub(super) start: Start2,
    /// Which password the log-on page of a sign-in asks for.
    pub(super) log_on_with: PasswordName,
    secrets: HashMap<String, SecretString>,
    to_keep: Vec<(String, SecretString)>,
    /// What is to be said with the next page.
    say: Vec<String>,
    restarts: u32,
    /// The page that was answered last, and how often it came again.
    last: Option<(Place, u32)>,
    refused: HashMap<String, String>,
    /// Every text that was typed, to be blotted out of what the portal shows.
    typed: Vec<SecretString>,
    /// What the page said that was sent last: a line that is new when it comes again is the portal's word about it.
    sent: Vec<String>,
    /// Where the page that was answered last stood when it first came, and where its form was sent to.
    shown_at: Option<Url>,
    sent_to: Option<Url>,
    /// Whether the pages are reached by the link of an e-mail that counts for whoever holds it.
    unnamed: bool,
    /// How often a page was passed that asks nobody anything.
    passed: HashMap<Place, u32>,
    /// The click that was sent last, when it changes something, and how far it came.
    clicked: Option<(String, Came)>,
}

/// What stays the same during a walk.
pub(super) struct Start2 {
    pub resume_at: Option<Url>,
    pub tries_left: Option<u32>,
    pub locked_until: Option<Timestamp>,
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Where whoever is signed in was last.
    pub signed_in_at: Option<Url>,
}

impl<'a> Walk<'a> {
    /// A journey at its start.
    pub fn new(
        start: Start,
        browser: &'a dyn Browser,
        person: &'a dyn Person,
        record: &'a dyn Record,
        profile: &'a PortalProfile,
    ) -> Self {
        Self {
            browser,
            person,
            record,
            profile,
            kind: start.kind,
            answers: start.answers,
            start: Start2 {
                resume_at: start.resume_at,
                tries_left: start.tries_left,
                locked_until: start.locked_until,
                now: start.now,
                signed_in_at: None,
            },
            log_on_with: PasswordName::Usual,
            secrets: start.secrets,
            to_keep: Vec::new(),
            say: Vec::new(),
            restarts: 0,
            last: None,
            refused: HashMap::new(),
            typed: Vec::new(),
            sent: Vec::new(),
            shown_at: None,
            sent_to: None,
            unnamed: false,
            passed: HashMap::new(),
            clicked: None,
        }
    }

    /// Somebody is signed in, and this is where they were last. Some portals ask everybody who comes to the entrance for
    /// a log-on.
    pub(crate) fn is_signed_in_at(&mut self, at: Option<Url>) {
        self.start.signed_in_at = at;
    }

    /// The page of whoever is signed in, when the entrance asks for a log-on all the same. Asked for once: a session
    /// that shows something else has ended, and a page that asks for a log-on as well would be asked for for ever.
    pub(super) async fn still_signed_in(
        &mut self,
        place: Place,
    ) -> Result<Option<Page>, JourneyError> {
        let Some(at) = self.start.signed_in_at.take() else {
            return Ok(None);
        };
        match self.open(&at).await {
            Ok(page) if Place::of(&page, self.words(), &[place], &[]).is_some() => Ok(Some(page)),
            Ok(_)
            | Err(JourneyError::Portal(
                PortalError::UnexpectedPage { .. }
                | PortalError::ServerError { .. }
                | PortalError::TooManyRedirects { .. },
            )) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn words(&self) -> &'a Words {
        &self.profile.words
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.start.now)()
    }

    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.say.push(words.into());
    }

    /// Remembers something about the journey that is no answer of a person.
    pub(super) fn note(&mut self, key: &str, value: &str) {
        self.answers.insert(key.to_owned(), value.to_owned());
    }

    pub(super) fn noted(&self, key: &str) -> bool {
        self.answers.contains_key(key)
    }

    /// For whom: the user name, or the e-mail address of a Case.net account.
    pub(super) fn user_name(&self) -> Option<String> {
        let order = match self.kind {
            JourneyKind::RegisterAccount => ["email", "user_name"],
            _ => ["user_name", "email"],
        };
        order.iter().find_map(|key| self.answers.get(*key).cloned())
    }

    /// The first page: where the journey stopped, or the start.
    pub(super) async fn begin(
        &mut self,
        start: &Url,
        allowed: &[Place],
    ) -> Result<Page, JourneyError> {
        let Some(at) = self.start.resume_at.take().filter(|at| at != start) else {
            return self.open(start).await;
        };
        match self.open(&at).await {
            Ok(page) => {
                let known = Place::of(&page, self.words(), allowed, &[]).is_some()
                    || anywhere(&page, self.words()).is_some_and(|a| a == Anywhere::Notice);
                if known {
                    return Ok(page);
                }
            }
            // The page cannot be opened by its address; the portal has to be asked from the start.
            Err(JourneyError::Portal(
                PortalError::UnexpectedPage { .. }
                | PortalError::ServerError { .. }
                | PortalError::TooManyRedirects { .. },
            )) => {}
            // A refusal: nothing more is asked now, and the next time the person begins at the start.
            Err(error @ JourneyError::Portal(PortalError::AccessDenied { .. })) => {
                self.record.session(start).await?;
                return Err(error);
            }
            Err(error) => return Err(error),
        }
        // A session that shows something else there would show it for ever.
        self.record.session_ended().await?;
        self.say("The portal does not show the page again where you stopped, so the journey starts at its beginning. What is known is filled in.");
        self.open(start).await
    }

    /// The walk goes by the link of an e-mail that counts for whoever holds it. It is written down nowhere: not as the
    /// page that waits, not in the log of requests, and what it carries is blotted out like a secret that was typed.
    pub(super) fn goes_by_mail(&mut self, link: &Url) {
        self.unnamed = true;
        // A word of the address ("reset", "password") is a word of its pages, too.
        let is_token = |text: &String| {
            text.len() >= 24 || (text.len() >= 6 && text.bytes().any(|b| b.is_ascii_digit()))
        };
        let values = link.query_pairs().map(|(_, value)| value.into_owned());
        let parts = link
            .path_segments()
            .into_iter()
            .flatten()
            .map(str::to_owned);
        let carried = values.chain(parts).filter(is_token);
        self.typed.extend(carried.map(SecretString::from));
    }

    /// Opens a page.
    pub(super) async fn open(&mut self, url: &Url) -> Result<Page, JourneyError> {
        let why = self.kind.in_words();
        self.send(PortalRequest::open(url.clone(), why), None).await
    }

    /// Which page of the journey this is. Pages that may come anywhere are dealt with first: a notice that is known is
    /// passed, an ended session is told as [`Arrived::Again`]. Behind a click that was taken there is no beginning anew: the
    /// click would be pressed a second time.
    pub(super) async fn arrive(
        &mut self,
        mut page: Page,
        allowed: &[Place],
        next: &[Place],
    ) -> Result<Arrived, JourneyError> {
        for _ in 0..3 {
            match anywhere(&page, self.words()) {
                None => break,
                Some(Anywhere::Notice) => {
                    let notice = heading(&page);
                    self.say(format!(
                        "The portal showed a notice, \"{notice}\", and it was passed."
                    ));
                    let request = self.press(&page, &[Press::Continue])?.0;
                    let clicked = self.clicked.take();
                    let passed = self.send(request, None).await;
                    page = match (passed, clicked) {
                        (Err(error), Some((button, _))) => {
                            return Err(self.unconfirmed(&button, error).await);
                        }
                        (passed, clicked) => {
                            // What comes behind a notice says no more about the click than behind a redirect.
                            self.clicked = clicked.map(|(button, _)| (button, Came::SentOn));
                            passed?
                        }
                    };
                }
                Some(Anywhere::Locked(words)) => {
                    let until = refusal::locked_until(&words, self.now());
                    return Err(JourneyError::Locked { words, until });
                }
                Some(Anywhere::LinkExpired(words)) => {
                    return match self.behind_a_click(&it_says(&words)).await {
                        Some(error) => Err(error),
                        None => Err(JourneyError::LinkExpired { words }),
                    };
                }
                Some(Anywhere::SessionEnded(words)) => {
                    return match self.behind_a_click(&it_says(&words)).await {
                        Some(error) => Err(error),
                        None => self.again(words).await,
                    };
                }
            }
        }
        match Place::of(&page, self.words(), allowed, next) {
            Some(place) => {
                // The page that the click leads to is the portal's answer to it.
                if next.contains(&place) {
                    self.clicked = None;
                }
                Ok(Arrived::At(place, Box::new(page)))
            }
            None => match not_available(&page, self.words()) {
                Some(words) => Err(self.out_of_service(words).await),
                None => Err(self.unexpected(&page, next).await),
            },
        }
    }

    /// The portal forces a restart: said, and what is known is filled in again. Secrets are asked again.
    pub(super) async fn again(&mut self, words: String) -> Result<Arrived, JourneyError> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(JourneyError::SessionEnded { words });
        }
        self.record.session_ended().await?;
        self.is_signed_in_at(None);
        self.secrets.clear();
        self.refused.clear();
        self.last = None;
        // What was sent when the session ended was not refused: a row that asks for it again only never got it.
        self.answers.retain(|key, _| !key.starts_with("sent."));
        self.say(format!(
            "The portal ended the session (\"{words}\") and starts again. What is known is filled in; secrets are asked again."
        ));
        Ok(Arrived::Again)
    }

    /// The error of a page that is none of the expected ones; the page is kept. Behind a click that the portal took,
    /// nobody can tell what became of the click.
    pub(super) async fn unexpected(&self, page: &Page, next: &[Place]) -> JourneyError {
        let expected: Vec<&str> = next.iter().map(|p| p.in_words()).collect();
        let stopped = self.stopped(page, page.unexpected(&expected.join(", or ")));
        match &self.clicked {
            Some((button, came)) if *came != Came::Nowhere => {
                if let Err(error) = self.record.sending(true).await {
                    return error;
                }
                stopped.behind(button)
            }
            _ => stopped,
        }
    }

    /// An error about a page, with the page.
    pub(super) fn stopped(&self, page: &Page, error: PortalError) -> JourneyError {
        match error {
            error @ (PortalError::UnexpectedPage { .. }
            | PortalError::LabelNotFound { .. }
            | PortalError::LabelAmbiguous { .. }
            | PortalError::ForeignHost { .. }) => {
                let mut typed = self.secrets_typed();
                typed.extend(self.answers.values().map(String::as_str));
                JourneyError::Page {
                    error,
                    page: Box::new(KeptPage::of(page, &typed, self.unnamed)),
                }
            }
            other => other.into(),
        }
    }

    /// Says that a page was reached, and keeps it. Gives back all that there is to say above it.
    pub(super) async fn reached(
        &mut self,
        step: &str,
        page: &Page,
        more: &[Said],
    ) -> Result<Vec<Said>, JourneyError> {
        let name = heading(page);
        let mut told: Vec<Said> = std::mem::take(&mut self.say)
            .into_iter()
            .map(Said::by_us)
            .collect();
        told.extend(more.iter().cloned());
        self.person.reached(&JourneyStep {
            journey: self.kind,
            step: step.to_owned(),
            page: name.clone(),
            told: told.clone(),
        });
        let entrance = &self.profile.urls.casenet;
        let at = if self.unnamed { entrance } else { &page.url };
        self.record.session(at).await?;
        self.record.keep(step, &name, &self.answers).await?;
        Ok(told)
    }

    /// A button or link of the page, and its words.
    pub(super) fn press(
        &self,
        page: &Page,
        presses: &[Press],
    ) -> Result<(PortalRequest, String), JourneyError> {
        let mut first = None;
        for press in presses {
            let wanted = self.words().button(*press);
            match page.press(wanted, self.profile) {
                Ok(request) => return Ok((request, wanted.first().to_owned())),
                Err(PortalError::LabelNotFound { wanted, offered }) => {
                    first.get_or_insert(PortalError::LabelNotFound { wanted, offered });
                }
                // "<Login> or <My Account>" stand beside each other on one page (C1): the words come in their order.
                Err(PortalError::LabelAmbiguous { .. }) if *press == Press::Login => {
                    for word in wanted.all() {
                        match page.press(&Accepted::only(word), self.profile) {
                            Ok(request) => return Ok((request, word.clone())),
                            Err(PortalError::LabelNotFound { .. }) => {}
                            Err(error) => return Err(self.stopped(page, error)),
                        }
                    }
                }
                Err(error) => return Err(self.stopped(page, error)),
            }
        }
        Err(self.stopped(page, first.unwrap_or_else(|| page.unexpected("a button"))))
    }

    /// What leads from this page to the one behind `wanted`: its own button or link, else the way to the log-in, where that
    /// stands. The form of a log-in is not the way to anything else.
    pub(super) fn way_to(
        &self,
        page: &Page,
        place: Place,
        wanted: Press,
    ) -> Result<Vec<Press>, JourneyError> {
        if page.offers(self.words().button(wanted)) {
            return Ok(vec![wanted]);
        }
        let to_log_in = [Press::Login, Press::MyAccount];
        let leads = |press: &Press| way_on::leads_on(page, self.words(), *press);
        if place == Place::LogOn && !to_log_in.iter().any(leads) {
            let error = PortalError::LabelNotFound {
                wanted: self.words().button(wanted).first().to_owned(),
                offered: page.offered(),
            };
            return Err(self.stopped(page, error));
        }
        Ok(to_log_in.to_vec())
    }

    /// A page that asks for nothing: says that it was reached and presses on. A button that sends a form which a person
    /// would fill is no mere way on.
    pub(super) async fn go_on(
        &mut self,
        step: &str,
        page: &Page,
        presses: &[Press],
        changes: bool,
    ) -> Result<Page, JourneyError> {
        self.reached(step, page, &[]).await?;
        let ways: Vec<Press> = presses
            .iter()
            .copied()
            .filter(|press| way_on::leads_on(page, self.words(), *press))
            .collect();
        let unfilled = way_on::unfilled(page, self.words(), presses);
        let (request, button) = match unfilled {
            Some(error) if ways.is_empty() => return Err(self.stopped(page, error)),
            Some(_) => self.press(&way_on::without_sending(page, self.words(), &ways), &ways)?,
            None => self.press(page, presses)?,
        };
        self.send(request, changes.then_some(button.as_str())).await
    }

    /// Secrets that the person asked to have kept: kept once the portal has accepted them.
    pub(super) async fn keep_secrets(&mut self) -> Result<(), JourneyError> {
        for (name, secret) in std::mem::take(&mut self.to_keep) {
            self.record.keep_secret(&name, &secret).await?;
        }
        Ok(())
    }

    /// A secret that was kept counts again after the portal ended the session.
    pub(super) fn remember_secret(&mut self, id: &str, secret: SecretString) {
        self.secrets.insert(id.to_owned(), secret);
    }

    pub(super) fn forget_secret(&mut self, id: &str) {
        self.secrets.remove(id);
    }

    /// Whether a log-on was sent and its page did not come again.
    pub(super) fn is_past_log_on(&self) -> bool {
        self.last.is_none() && !self.typed.is_empty()
    }

    /// What the portal says on a page that came again: its messages; where it marks none as one, the lines that were not
    /// there before.
    pub(super) fn told(&self, page: &Page) -> Vec<String> {
        let told = refusal::told(page);
        if told.is_empty() && !self.sent.is_empty() {
            refusal::new_lines(page, &self.sent)
        } else {
            told
        }
    }

    /// Every secret that was typed, and those that were kept.
    pub(super) fn secrets_typed(&self) -> Vec<&str> {
        self.typed
            .iter()
            .chain(self.secrets.values())
            .map(ExposeSecret::expose_secret)
            .collect()
    }

    /// Remembers what a page says before it is sent for the first time.
    pub(super) fn sends(&mut self, page: &Page) {
        self.sent.clone_from(&page.lines);
    }

    /// A page is passed without anybody being asked. A portal that shows it over and over would be asked for ever.
    pub(super) fn passes(&mut self, place: Place, page: &Page) -> Result<(), JourneyError> {
        let times = self.passed.entry(place).or_default();
        *times += 1;
        if *times <= ROUNDS {
            return Ok(());
        }
        let error = page.unexpected("the next page; this one came again and again");
        Err(self.stopped(page, error))
    }

    pub(super) fn leave_page(&mut self) {
        self.last = None;
    }

    /// What the log-on page was told by the portal: refused, or locked.
    pub(super) fn log_in_refused(&self, page: &Page) -> JourneyError {
        let told = self.told(page);
        let words = if told.is_empty() {
            "the log-on page again, without a word".to_owned()
        } else {
            told.join(" ")
        };
        if refusal::says_locked(&words, self.words()) {
            let until = refusal::locked_until(&words, self.now());
            return JourneyError::Locked { words, until };
        }
        JourneyError::LogInRefused {
            tries_left: refusal::tries_left(&words),
            words,
        }
    }
}

/// Where a request has brought us.
pub(super) enum Arrived {
    /// A page of the journey.
    At(Place, Box<Page>),
    /// The portal forces a restart.
    Again,
}
