//! What every journey shares: asking the portal for a page, asking the person what the page asks, sending it, and
//! telling a refusal, a lost answer and an ended session apart. At most one request for each page that a person sees,
//! plus the pictures that it needs.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::kept::{KeptPage, heading};
use super::outcome::JourneyError;
use super::person::{Answer, Ask, AskKind, Image, JourneyStep, PageAsk, Person, host_of};
use super::place::{Anywhere, Place, anywhere, not_available};
use super::questions::{self, Given, PasswordName, Question};
use super::refusal;
use crate::domain::JourneyKind;
use crate::portal::Waiting;
use crate::portal::browser::{Browser, PortalAnswer, PortalRequest, Wanted};
use crate::portal::document::Page;
use crate::portal::error::{PortalError, Trouble};
use crate::portal::form::{Form, Value};
use crate::portal::profile::PortalProfile;
use crate::portal::words::{Accepted, Label, Press, Words};

/// How long a locked account stays locked (seed 002).
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(30);
/// How often a journey begins anew by itself when the portal ends the session.
const RESTARTS: u32 = 2;
/// How often one page may come again without a word before we stop asking for it.
const SAME_PAGE: u32 = 3;

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
    secrets: HashMap<String, SecretString>,
    to_keep: Vec<(String, SecretString)>,
    /// What is to be said with the next page.
    say: Vec<String>,
    restarts: u32,
    /// The page that was answered last, and how often it came again.
    last: Option<(Place, u32)>,
    refused: HashMap<String, String>,
    /// Every text that was typed, to be blotted out of a page that is kept.
    typed: Vec<SecretString>,
}

/// What stays the same during a walk.
pub(super) struct Start2 {
    pub resume_at: Option<Url>,
    pub tries_left: Option<u32>,
    pub locked_until: Option<Timestamp>,
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// What pressing a page's button means.
pub(super) struct Click<'w> {
    /// The procedure's own step.
    pub step: &'w str,
    /// Which page.
    pub place: Place,
    /// The buttons that go on, the usual one first.
    pub press: &'w [Press],
    /// Whether it changes something for good.
    pub changes: bool,
    /// How the log-on page's password is called now.
    pub password: PasswordName,
    /// What we have to say about the page.
    pub say: Vec<String>,
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
            },
            secrets: start.secrets,
            to_keep: Vec::new(),
            say: Vec::new(),
            restarts: 0,
            last: None,
            refused: HashMap::new(),
            typed: Vec::new(),
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
                | PortalError::AccessDenied { .. }
                | PortalError::TooManyRedirects { .. },
            )) => {}
            Err(error) => return Err(error),
        }
        // A session that shows something else there would show it for ever.
        self.record.session_ended().await?;
        self.say("The portal does not show the page again where you stopped, so the journey starts at its beginning. What is known is filled in.");
        self.open(start).await
    }

    /// Opens a page.
    pub(super) async fn open(&mut self, url: &Url) -> Result<Page, JourneyError> {
        let why = self.kind.in_words();
        self.send(PortalRequest::open(url.clone(), why), None).await
    }

    /// Sends a request and reads the page that comes. `clicked`: the button, when pressing it changes something.
    pub(super) async fn send(
        &mut self,
        request: PortalRequest,
        clicked: Option<&str>,
    ) -> Result<Page, JourneyError> {
        if clicked.is_some() {
            self.record.sending(true).await?;
        }
        let sent = self.ask_portal(request).await;
        match (sent, clicked) {
            (Ok(page), clicked) => {
                if clicked.is_some() {
                    self.record.sending(false).await?;
                }
                Ok(page)
            }
            (Err(JourneyError::Portal(error)), Some(clicked)) if is_lost(&error) => {
                Err(JourneyError::Uncertain {
                    clicked: clicked.to_owned(),
                    cause: cause_of(&error),
                })
            }
            // It was sent and answered by something that says nothing about it: uncertain on the record, told as what it is.
            (
                Err(
                    error @ JourneyError::Portal(
                        PortalError::ForeignHost { .. } | PortalError::UnexpectedPage { .. },
                    ),
                ),
                Some(_),
            ) => Err(error),
            (Err(error), clicked) => {
                if clicked.is_some() {
                    self.record.sending(false).await?;
                }
                Err(error)
            }
        }
    }

    async fn ask_portal(&mut self, request: PortalRequest) -> Result<Page, JourneyError> {
        let mut page = self.page(request).await?;
        // A page that only sends on (`meta refresh`) is a hop.
        for _ in 0..4 {
            let Some(next) = page.moves_on.clone() else {
                break;
            };
            if page.forms.iter().any(|f| f.shown().count() > 0) {
                break;
            }
            if !self.profile.allows_host(&next) {
                let host = next.host_str().unwrap_or("(no host)").to_owned();
                return Err(PortalError::ForeignHost {
                    host,
                    allowed: self.profile.allowed_hosts.clone(),
                }
                .into());
            }
            page = self
                .page(PortalRequest::open(next, self.kind.in_words()))
                .await?;
        }
        Ok(page)
    }

    async fn page(&self, mut request: PortalRequest) -> Result<Page, JourneyError> {
        request.wanted = Wanted::Account;
        let answer: PortalAnswer = self.browser.send(request).await?;
        Ok(Page::read_answer(answer).await?)
    }

    /// Which page of the journey this is. Pages that may come anywhere are dealt with first: a notice that is known is
    /// passed, an ended session is told as [`Arrived::Again`].
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
                    page = self.send(request, None).await?;
                }
                Some(Anywhere::Locked(words)) => {
                    let until = refusal::locked_until(&words, self.now());
                    return Err(JourneyError::Locked { words, until });
                }
                Some(Anywhere::LinkExpired(words)) => {
                    return Err(JourneyError::LinkExpired { words });
                }
                Some(Anywhere::SessionEnded(words)) => return self.again(words).await,
            }
        }
        match Place::of(&page, self.words(), allowed, next) {
            Some(place) => Ok(Arrived::At(place, Box::new(page))),
            None => match not_available(&page, self.words()) {
                Some(words) => Err(PortalError::Maintenance { words, until: None }.into()),
                None => Err(self.unexpected(&page, next)),
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
        self.secrets.clear();
        self.refused.clear();
        self.last = None;
        self.say(format!(
            "The portal ended the session (\"{words}\") and starts again. What is known is filled in; secrets are asked again."
        ));
        Ok(Arrived::Again)
    }

    /// The error of a page that is none of the expected ones; the page is kept.
    pub(super) fn unexpected(&self, page: &Page, next: &[Place]) -> JourneyError {
        let expected: Vec<&str> = next.iter().map(|p| p.in_words()).collect();
        self.stopped(page, page.unexpected(&expected.join(", or ")))
    }

    /// An error about a page, with the page.
    pub(super) fn stopped(&self, page: &Page, error: PortalError) -> JourneyError {
        match error {
            error @ (PortalError::UnexpectedPage { .. }
            | PortalError::LabelNotFound { .. }
            | PortalError::LabelAmbiguous { .. }
            | PortalError::ForeignHost { .. }) => {
                let typed: Vec<&str> = self
                    .typed
                    .iter()
                    .chain(self.secrets.values())
                    .map(ExposeSecret::expose_secret)
                    .chain(self.answers.values().map(String::as_str))
                    .collect();
                JourneyError::Page {
                    error,
                    page: Box::new(KeptPage::of(page, &typed)),
                }
            }
            other => other.into(),
        }
    }

    /// Says that a page was reached, and keeps it.
    pub(super) async fn reached(
        &mut self,
        step: &str,
        page: &Page,
        more: &[String],
    ) -> Result<(), JourneyError> {
        let name = heading(page);
        let mut told = std::mem::take(&mut self.say);
        told.extend(more.iter().cloned());
        self.person.reached(&JourneyStep {
            journey: self.kind,
            step: step.to_owned(),
            page: name.clone(),
            told,
        });
        self.record.session(&page.url).await?;
        self.record.keep(step, &name, &self.answers).await
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

    /// A page that asks for nothing: says that it was reached and presses on.
    pub(super) async fn go_on(
        &mut self,
        step: &str,
        page: &Page,
        presses: &[Press],
        changes: bool,
    ) -> Result<Page, JourneyError> {
        self.reached(step, page, &[]).await?;
        let (request, button) = self.press(page, presses)?;
        self.send(request, changes.then_some(button.as_str())).await
    }

    /// Answers a page: asks the person what it asks, fills it by its labels, presses its button, and gives the page that
    /// comes. A page that comes again was refused: what the portal says about it is asked again, and the same answer is
    /// not sent a second time.
    pub(super) async fn answer(
        &mut self,
        click: Click<'_>,
        page: &Page,
    ) -> Result<Page, JourneyError> {
        let mut page = page.clone();
        let again = matches!(self.last, Some((place, _)) if place == click.place);
        let times = match self.last {
            Some((place, times)) if place == click.place => times + 1,
            _ => 0,
        };
        let mut told = Vec::new();
        let mut refusals = Vec::new();
        if again {
            refusals = refusal::told(&page);
            told.extend(refusals.iter().cloned());
            if refusals.is_empty() {
                if times > SAME_PAGE {
                    return Err(self.stopped(
                        &page,
                        page.unexpected("the next page; the same one came again without a word"),
                    ));
                }
                told.push("The portal shows the same page again and does not say why.".to_owned());
            }
        } else {
            self.refused.clear();
            told.extend(page.told.iter().cloned());
        }
        told.extend(click.say.iter().cloned());
        self.reached(click.step, &page, &told).await?;

        let mut pictures = 0;
        loop {
            let (form, mut questions) = self.read_form(&click, &page)?;
            if again && pictures == 0 {
                self.mark_refused(&mut questions, &refusals);
            }
            let button = self.button_of(&page, &form, click.press)?;
            for question in &mut questions {
                if question.ask.kind == AskKind::Phrase && question.ask.image.is_none() {
                    question.ask.image = self.picture(&form, question.field).await?;
                }
            }
            let asks = self.asks(&questions);
            let answers = if asks.is_empty() {
                Vec::new()
            } else {
                let ask = PageAsk {
                    journey: self.kind,
                    step: click.step.to_owned(),
                    page: heading(&page),
                    told: told.clone(),
                    refusals: refusals.clone(),
                    asks: asks.clone(),
                    last_click: click.changes,
                    review: review(&form, &questions),
                    button: button.clone(),
                    host: host_of(&form.action),
                };
                let names: Vec<String> = asks.iter().map(|a| a.name.clone()).collect();
                self.person
                    .ask(ask)
                    .await
                    .map_err(|nobody| match refusals.first() {
                        // What the portal refused is the reason why somebody is needed.
                        Some(words) => JourneyError::Refused {
                            words: words.clone(),
                            about: names.first().cloned(),
                        },
                        None => JourneyError::NobodyThere {
                            about: nobody.about,
                        },
                    })?
            };
            if self.take(&asks, answers, &refusals)? {
                // Another picture: what was typed stays, the page comes anew.
                pictures += 1;
                page = self.another_picture(&page, click.place).await?;
                continue;
            }
            self.record
                .keep(click.step, &heading(&page), &self.answers)
                .await?;
            let request = self.fill(&click, &page, &form, &questions)?;
            for question in &questions {
                if question.ticks.is_some() {
                    let text = question.ask.text.clone().unwrap_or_default();
                    self.record.agreed(&heading(&page), &text).await?;
                }
            }
            self.last = Some((click.place, times));
            // A phrase and a code count once.
            self.secrets.remove("email_code");
            self.answers.remove("phrase");
            return self
                .send(request, click.changes.then_some(button.as_str()))
                .await;
        }
    }

    fn read_form(
        &self,
        click: &Click<'_>,
        page: &Page,
    ) -> Result<(Form, Vec<Question>), JourneyError> {
        let form = click
            .place
            .form(page, self.words())
            .map_err(|e| self.stopped(page, e))?
            .ok_or_else(|| {
                let wanted = click
                    .place
                    .must()
                    .first()
                    .map_or(click.place.in_words(), |l| self.words().label(*l).first());
                self.stopped(
                    page,
                    PortalError::LabelNotFound {
                        wanted: wanted.to_owned(),
                        offered: page.offered(),
                    },
                )
            })?
            .clone();
        let text = page.lines.join("\n");
        let questions = questions::read(
            click.place,
            &form,
            self.words(),
            self.kind,
            click.password,
            &text,
        )
        .map_err(|e| self.stopped(page, e))?;
        Ok((form, questions))
    }

    /// Which answers the portal refused: those with a message at their field; else those whose label its words name;
    /// else everything that a person typed on the page.
    fn mark_refused(&mut self, questions: &mut [Question], refusals: &[String]) {
        let all = refusals.join(" ");
        let mut any = false;
        for question in questions.iter_mut() {
            if let Some(message) = question.ask.refused.clone() {
                self.refuse(question, &message);
                any = true;
            }
        }
        if !any {
            for question in questions.iter_mut() {
                if !all.is_empty() && refusal::names(&all, question, self.words()) {
                    question.ask.refused = Some(all.clone());
                    self.refuse(question, &all);
                    any = true;
                }
            }
        }
        if !any {
            for question in questions.iter_mut().filter(|q| q.same_as.is_none()) {
                question.ask.refused = Some(all.clone());
                self.refuse(question, &all);
            }
        }
    }

    fn refuse(&mut self, question: &Question, words: &str) {
        let id = question
            .same_as
            .clone()
            .unwrap_or_else(|| question.ask.id.clone());
        self.refused.insert(id, words.to_owned());
    }

    /// What the person is asked: nothing twice, with what is known already.
    fn asks(&self, questions: &[Question]) -> Vec<Ask> {
        questions
            .iter()
            .filter(|q| q.same_as.is_none())
            .filter(|q| {
                // A secret that was typed before, or is kept, is not asked again unless it was refused.
                !(matches!(q.ask.kind, AskKind::Secret | AskKind::Code)
                    && self.secrets.contains_key(&q.ask.id)
                    && !self.refused.contains_key(&q.ask.id))
            })
            .map(|q| {
                let mut ask = q.ask.clone();
                if ask.kind.is_kept() {
                    ask.known = questions::known(&ask.id, &self.answers);
                }
                ask.refused = self.refused.get(&ask.id).cloned().filter(|w| !w.is_empty());
                if self.refused.contains_key(&ask.id) && ask.refused.is_none() {
                    ask.refused = Some(
                        "The portal shows the same page again and does not say why.".to_owned(),
                    );
                }
                ask
            })
            .collect()
    }

    /// Takes the answers in; `true` when another picture is wanted.
    fn take(
        &mut self,
        asks: &[Ask],
        answers: Vec<Answer>,
        refusals: &[String],
    ) -> Result<bool, JourneyError> {
        let mut picture = false;
        let mut same = asks.iter().any(|a| a.refused.is_some());
        for (ask, answer) in asks.iter().zip(answers) {
            if matches!(answer, Answer::AnotherPicture) {
                picture = true;
                continue;
            }
            if let Answer::Agreed(false) = answer {
                return Err(JourneyError::NotAgreed {
                    about: ask.prompt.clone(),
                });
            }
            let keep = matches!(answer, Answer::Secret(_, true));
            match questions::given(ask.kind, answer) {
                Some(Given::Text(text)) => {
                    if ask.refused.is_some() {
                        same &= questions::known(&ask.id, &self.answers).as_deref()
                            == Some(text.as_str());
                    }
                    if ask.kind == AskKind::Phrase {
                        // A phrase belongs to its picture, and is never kept; another picture has another one.
                        same &= ask.refused.is_none();
                        self.secrets.insert(ask.id.clone(), text.into());
                    } else {
                        self.answers.insert(ask.id.clone(), text);
                    }
                }
                Some(Given::Secret(secret)) => {
                    if ask.refused.is_some() {
                        let before = self.secrets.get(&ask.id).map(ExposeSecret::expose_secret);
                        same &= before == Some(secret.expose_secret());
                    }
                    if keep && ask.may_keep {
                        self.to_keep.push((ask.name.clone(), secret.clone()));
                    }
                    self.typed.push(secret.clone());
                    self.secrets.insert(ask.id.clone(), secret);
                }
                Some(Given::Agreed) => same &= ask.refused.is_none(),
                None => {
                    return Err(JourneyError::NobodyThere {
                        about: ask.name.clone(),
                    });
                }
            }
        }
        if picture {
            return Ok(true);
        }
        if same && let Some(words) = refusals.first() {
            // The same answer would be refused again, and a PIN or password that is tried again may lock an account.
            return Err(JourneyError::Refused {
                words: words.clone(),
                about: asks
                    .iter()
                    .find(|a| a.refused.is_some())
                    .map(|a| a.name.clone()),
            });
        }
        self.refused.clear();
        Ok(false)
    }

    fn fill(
        &self,
        click: &Click<'_>,
        page: &Page,
        form: &Form,
        questions: &[Question],
    ) -> Result<PortalRequest, JourneyError> {
        let mut filling = form.fill(self.profile);
        let nothing = SecretString::from(String::new());
        for question in questions {
            let id = question.same_as.as_deref().unwrap_or(&question.ask.id);
            if let Some(label) = question.ticks {
                filling
                    .tick(self.words().label(label))
                    .map_err(|e| self.stopped(page, e))?;
                continue;
            }
            let Some(field) = form.fields.get(question.field) else {
                continue;
            };
            let filled = match (question.secret, question.ask.kind) {
                (Some(kind), _) => filling.set_field(
                    field,
                    Value::Secret(kind, self.secrets.get(id).unwrap_or(&nothing)),
                ),
                (None, AskKind::Phrase) => {
                    let phrase = self.secrets.get(id).unwrap_or(&nothing);
                    filling.set_field(field, phrase.expose_secret())
                }
                (None, _) => {
                    let text = questions::known(id, &self.answers).unwrap_or_default();
                    if text.is_empty() && question.ask.optional {
                        continue;
                    }
                    filling.set_field(field, text.as_str())
                }
            };
            filled.map_err(|e| self.stopped(page, e))?;
        }
        if click.place == Place::NoMobarNumber {
            filling
                .tick(self.words().label(Label::NoMobarNumber))
                .map_err(|e| self.stopped(page, e))?;
        }
        let wanted = self.wanted(click.press);
        filling.press(&wanted).map_err(|e| self.stopped(page, e))
    }

    fn wanted(&self, presses: &[Press]) -> Accepted {
        let mut presses = presses.iter();
        let first = presses.next().map_or_else(
            || Accepted::new::<_, String>([]),
            |p| self.words().button(*p).clone(),
        );
        presses.fold(first, |all, press| all.or(self.words().button(*press)))
    }

    /// The words of the button that will be pressed.
    fn button_of(
        &self,
        page: &Page,
        form: &Form,
        presses: &[Press],
    ) -> Result<String, JourneyError> {
        let wanted = self.wanted(presses);
        let found = form
            .buttons
            .iter()
            .find(|b| b.visible && b.enabled && wanted.fit(&b.label).is_some());
        found.map(|b| b.label.clone()).ok_or_else(|| {
            self.stopped(
                page,
                PortalError::LabelNotFound {
                    wanted: wanted.first().to_owned(),
                    offered: form
                        .buttons
                        .iter()
                        .filter(|b| b.visible)
                        .map(|b| b.label.clone())
                        .collect(),
                },
            )
        })
    }

    /// The picture of a phrase. One on a foreign host is not fetched.
    async fn picture(&self, form: &Form, field: usize) -> Result<Option<Image>, JourneyError> {
        let Some(picture) = form.fields.get(field).and_then(|f| form.picture_for(f)) else {
            return Ok(None);
        };
        if picture.url.scheme() == "data" {
            return Ok(super::picture::inline(&picture.url));
        }
        let mut request = PortalRequest::open(picture.url.clone(), "the picture with the phrase");
        request.wanted = Wanted::Picture;
        let answer = self.browser.send(request).await?;
        Ok(Some(Image {
            media_type: super::picture::media_type(answer.content_type.as_deref(), &answer.bytes),
            bytes: answer.bytes.to_vec(),
        }))
    }

    /// `<New picture>`, or the page once more.
    async fn another_picture(&mut self, page: &Page, place: Place) -> Result<Page, JourneyError> {
        let wanted = self.words().button(Press::NewPicture);
        let request = match page.press(wanted, self.profile) {
            Ok(request) => request,
            Err(PortalError::LabelNotFound { .. }) => {
                PortalRequest::open(page.url.clone(), "another picture")
            }
            Err(error) => return Err(self.stopped(page, error)),
        };
        let page = self.send(request, None).await?;
        match Place::of(&page, self.words(), &[place], &[place]) {
            Some(_) => Ok(page),
            None => Err(self.unexpected(&page, &[place])),
        }
    }

    /// Secrets that the person asked to have kept: kept once the portal has accepted them.
    pub(super) async fn keep_secrets(&mut self) -> Result<(), JourneyError> {
        for (name, secret) in std::mem::take(&mut self.to_keep) {
            self.record.keep_secret(&name, &secret).await?;
        }
        Ok(())
    }

    pub(super) fn forget_secret(&mut self, id: &str) {
        self.secrets.remove(id);
    }

    /// Whether a log-on was sent and its page did not come again.
    pub(super) fn is_past_log_on(&self) -> bool {
        self.last.is_none() && !self.typed.is_empty()
    }

    pub(super) fn leave_page(&mut self) {
        self.last = None;
    }

    /// What the log-on page was told by the portal: refused, or locked.
    pub(super) fn log_in_refused(&self, page: &Page) -> JourneyError {
        let told = refusal::told(page);
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

/// What the page shows of values that the portal filled in or the person typed before: read before the last click.
fn review(form: &Form, questions: &[Question]) -> Vec<(String, String)> {
    form.shown()
        .enumerate()
        .filter(|(_, f)| {
            !questions.iter().any(|q| {
                form.fields
                    .get(q.field)
                    .is_some_and(|a| std::ptr::eq(a, *f))
            })
        })
        .filter_map(|(_, f)| questions::chosen(form, f).map(|value| (f.label.clone(), value)))
        .filter(|(label, _)| !label.is_empty())
        .collect()
}

/// Whether a request may have been carried out although no answer came.
fn is_lost(error: &PortalError) -> bool {
    match error {
        PortalError::Unreachable(trouble) => {
            matches!(
                trouble,
                Trouble::TooSlow { .. } | Trouble::BrokeOff | Trouble::Other(_)
            )
        }
        PortalError::ServerError { .. }
        | PortalError::Unreadable { .. }
        | PortalError::TooManyRedirects { .. } => true,
        _ => false,
    }
}

fn cause_of(error: &PortalError) -> String {
    match error {
        PortalError::Unreachable(trouble) => trouble.to_string(),
        PortalError::ServerError { status, .. } => {
            format!("the portal answered with an error of its own, {status}")
        }
        PortalError::TooManyRedirects { .. } => "it sent us on and on".to_owned(),
        _ => "the answer could not be read".to_owned(),
    }
}
