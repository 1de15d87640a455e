//! Answering a page: its questions are asked, its form is filled by labels and sent; a page that comes again was refused.

use secrecy::{ExposeSecret, SecretString};

use super::super::kept::heading;
use super::super::outcome::JourneyError;
use super::super::person::{Answer, Ask, AskKind, Image, PageAsk, Said, host_of};
use super::super::place::Place;
use super::super::questions::{self, Given, PasswordName, Question};
use super::super::{agreement, picture, refusal, states};
use super::{MOST_REFUSALS, SAME_PAGE, Walk};
use crate::portal::browser::{PortalRequest, Wanted};
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::form::{Form, Value};
use crate::portal::words::{Accepted, Label, Press};

const SAYS_NOTHING: &str = "The portal shows the same page again and does not say why.";

/// What pressing a page's button means.
pub(in super::super) struct Click<'w> {
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
    pub say: Vec<Said>,
}

impl Walk<'_> {
    /// Answers a page: asks the person what it asks, fills it by its labels, presses its button, and gives the page that
    /// comes. A page that comes again was refused: what the portal says about it is asked again, and the same answer is
    /// not sent a second time.
    pub(in super::super) async fn answer(
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
            refusals = self.told(&page);
            // Somebody who answers by rote would send it for ever.
            if let Some(words) = refusals.first().filter(|_| times > MOST_REFUSALS) {
                return Err(JourneyError::Refused {
                    words: words.clone(),
                    about: None,
                });
            }
            told.extend(refusals.iter().map(Said::by_portal));
            if refusals.is_empty() {
                if times > SAME_PAGE {
                    return Err(self.stopped(
                        &page,
                        page.unexpected("the next page; the same one came again without a word"),
                    ));
                }
                told.push(Said::by_us(SAYS_NOTHING));
            }
        } else {
            self.refused.clear();
            told.extend(page.told.iter().map(Said::by_portal));
        }
        told.extend(click.say.iter().cloned());
        let mut told = self.reached(click.step, &page, &told).await?;

        let mut pictures = 0;
        let mut empty = 0;
        loop {
            let refused = again.then_some(refusals.as_slice());
            let (form, mut questions) = self.read_form(&click, &page, refused)?;
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
                let about = asks.iter().find(|a| a.refused.is_some()).or(asks.first());
                let about = about.map(|a| a.name.clone());
                self.person
                    .ask(ask)
                    .await
                    .map_err(|nobody| match refusals.first() {
                        // What the portal refused is the reason why somebody is needed.
                        Some(words) => JourneyError::Refused {
                            words: words.clone(),
                            about,
                        },
                        None => JourneyError::NobodyThere {
                            about: nobody.about,
                        },
                    })?
            };
            if asks.iter().zip(&answers).any(is_empty_code) {
                // Sent, it would be a wrong code.
                empty += 1;
                if empty > SAME_PAGE {
                    return Err(JourneyError::NobodyThere {
                        about: "email_code".to_owned(),
                    });
                }
                told.push(Said::by_us("The code was empty, and nothing was sent."));
                continue;
            }
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
            if !again {
                self.sends(&page);
                self.shown_at = Some(page.url.clone()).filter(|url| *url != form.action);
            }
            self.sent_to = Some(form.action.clone());
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
        refusals: Option<&[String]>,
    ) -> Result<(Form, Vec<Question>), JourneyError> {
        let found = click
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
            })?;
        let label = match click.place {
            Place::Agreement => Some(Label::Acknowledge),
            Place::NewAccount => Some(Label::Terms),
            _ => None,
        };
        let at = page.forms.iter().position(|f| std::ptr::eq(f, found));
        let text = match (label, at) {
            (Some(label), Some(at)) => agreement::text(page, at, label, self.words()),
            _ => String::new(),
        };
        let form = found.clone();
        let questions = questions::read(
            click.place,
            &form,
            self.words(),
            self.kind,
            click.password,
            &text,
            refusals,
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
                    ask.known = questions::known(&ask.id, &self.answers)
                        .map(|known| states::as_offered(known, &ask));
                }
                ask.refused = self.refused.get(&ask.id).cloned().filter(|w| !w.is_empty());
                if self.refused.contains_key(&ask.id) && ask.refused.is_none() {
                    ask.refused = Some(SAYS_NOTHING.to_owned());
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
            return Ok(picture::inline(&picture.url));
        }
        let mut request = PortalRequest::open(picture.url.clone(), "the picture with the phrase");
        request.wanted = Wanted::Picture;
        let answer = self.browser.send(request).await?;
        Ok(Some(Image {
            media_type: picture::media_type(answer.content_type.as_deref(), &answer.bytes),
            bytes: answer.bytes.to_vec(),
        }))
    }

    /// `<New picture>`, or the page once more.
    async fn another_picture(&mut self, page: &Page, place: Place) -> Result<Page, JourneyError> {
        let wanted = self.words().button(Press::NewPicture);
        let request = match page.press(wanted, self.profile) {
            Ok(request) => request,
            Err(PortalError::LabelNotFound { .. }) => {
                // A refused page may stand at the address that its form was sent to, which nobody can open.
                let sent_to = self.sent_to.as_ref() == Some(&page.url);
                let at = self.shown_at.as_ref().filter(|_| sent_to);
                PortalRequest::open(at.unwrap_or(&page.url).clone(), "another picture")
            }
            Err(error) => return Err(self.stopped(page, error)),
        };
        let page = self.send(request, None).await?;
        match Place::of(&page, self.words(), &[place], &[place]) {
            Some(_) => Ok(page),
            None => Err(self.unexpected(&page, &[place]).await),
        }
    }
}

fn is_empty_code((ask, answer): (&Ask, &Answer)) -> bool {
    ask.kind == AskKind::Code
        && match answer {
            Answer::Secret(code, _) => code.expose_secret().trim().is_empty(),
            Answer::Text(code) => code.trim().is_empty(),
            _ => false,
        }
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
