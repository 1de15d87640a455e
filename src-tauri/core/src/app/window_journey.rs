//! The journey that the window shows: a task whose person is the window. Its page waits until it is answered; a change of
//! anything is told as an event.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use base64_text::data_url;
use tokio::sync::{oneshot, watch};

use crate::app::account_views::{
    AnswerValue, AnswerView, AskKindView, AskOptionView, AskView, GivenView, JourneyKindView,
    JourneyStepView, JourneyView, OutcomeView, PageView, PasswordRulesView, ShownView,
    StepStateView, ToldView,
};
use crate::app::desk::{Desk, DeskEvent, lock};
use crate::app::views::Problem;
use crate::domain::JourneyKind;
use crate::portal::Waiting;
use crate::portal::journeys::{
    Answer, Answers, Ask, AskKind, JourneyStep, NobodyThere, Outcome, PageAsk, Person, Said,
};

mod base64_text;
mod given;

/// The journey of the window, if one is open.
#[derive(Default)]
pub(crate) struct WindowJourney {
    live: Mutex<Option<Live>>,
}

struct Live {
    /// Tells this journey from one that was left before it ended.
    id: u64,
    kind: JourneyKindView,
    step: String,
    seen: Vec<(String, String)>,
    /// What we have to say since the last page that waited, and no page has said yet.
    untold: Vec<Said>,
    page: Option<(PageView, Vec<Ask>)>,
    answer: Option<oneshot::Sender<Answers>>,
    outcome: Option<OutcomeView>,
    problem: Option<Problem>,
    saved_at: Option<String>,
    left: bool,
    /// Counts every rest: a page that waits, or the end.
    rests: watch::Sender<u64>,
}

/// The person in front of the window.
pub(crate) struct WindowPerson {
    desk: Desk,
    id: u64,
}

impl Live {
    fn working(&self) -> bool {
        self.page.is_none() && self.outcome.is_none() && self.problem.is_none()
    }

    fn view(&self) -> JourneyView {
        JourneyView {
            kind: self.kind,
            steps: steps(self.kind, &self.step, &self.seen, self.outcome.is_some()),
            page: self.page.as_ref().map(|(page, _)| page.clone()),
            working: self.working(),
            outcome: self.outcome.clone(),
            problem: self.problem.clone(),
            saved_at: self.saved_at.clone(),
        }
    }
}

impl Desk {
    /// Begins a journey in the window; the one that waits is given back when it is of the same kind.
    pub(crate) fn begin_window_journey(
        &self,
        kind: JourneyKindView,
    ) -> Result<Option<Arc<WindowPerson>>, Problem> {
        let mut live = lock(&self.inner.journey.live);
        if let Some(open) = live
            .as_ref()
            .filter(|l| !l.left && (l.page.is_some() || l.working()))
        {
            if open.kind == kind {
                return Ok(None);
            }
            return Err(Problem::new(
                "journey_open",
                "Another journey is open. Only one goes at a time.",
                "Finish it, or leave it for later: it is kept.",
            ));
        }
        let id = live.as_ref().map_or(1, |l| l.id + 1);
        *live = Some(Live {
            id,
            kind,
            step: String::new(),
            seen: Vec::new(),
            untold: Vec::new(),
            page: None,
            answer: None,
            outcome: None,
            problem: None,
            saved_at: None,
            left: false,
            rests: watch::channel(0).0,
        });
        Ok(Some(Arc::new(WindowPerson {
            desk: self.clone(),
            id,
        })))
    }

    /// Waits until a page waits for a person, or the journey has ended.
    pub(crate) async fn window_journey_at_rest(&self) -> Option<JourneyView> {
        let mut rests = {
            let live = lock(&self.inner.journey.live);
            let live = live.as_ref()?;
            if !live.working() {
                return Some(live.view());
            }
            live.rests.subscribe()
        };
        // The sender goes with the journey; what is there then is the answer as well.
        let _ = rests.changed().await;
        self.window_journey()
    }

    /// The journey as it stands.
    pub(crate) fn window_journey(&self) -> Option<JourneyView> {
        lock(&self.inner.journey.live)
            .as_ref()
            .filter(|l| !l.left)
            .map(Live::view)
    }

    /// The questions of the page that waits, if it is this one.
    pub(crate) fn waiting_asks(&self, question_id: Option<&str>) -> Result<Vec<Ask>, Problem> {
        let live = lock(&self.inner.journey.live);
        live.as_ref()
            .filter(|l| !l.left)
            .and_then(|l| l.page.as_ref())
            .filter(|(page, _)| question_id.is_none_or(|id| page.question_id == id))
            .map(|(_, asks)| asks.clone())
            .ok_or_else(|| {
                Problem::new(
                    "other_page",
                    "Another page waits by now. Nothing was sent.",
                    "Look at it first.",
                )
            })
    }

    /// Hands the answers to the journey.
    pub(crate) fn answer_window_page(&self, answers: Answers) {
        let mut live = lock(&self.inner.journey.live);
        if let Some(live) = live.as_mut() {
            live.page = None;
            if let Some(sender) = live.answer.take() {
                // A journey that is gone needs no answer.
                let _ = sender.send(answers);
            }
        }
        drop(live);
        self.tell_journey();
    }

    /// Nobody answers any more; the journey keeps its state and ends.
    pub(crate) fn leave_window_journey(&self) {
        let mut live = lock(&self.inner.journey.live);
        if let Some(live) = live.as_mut() {
            live.left = true;
            live.page = None;
            live.answer = None;
            live.rests.send_modify(|n| *n += 1);
        }
    }

    /// Takes an ended journey off the table: it is told once.
    pub(crate) fn clear_ended_journey(&self) {
        let mut live = lock(&self.inner.journey.live);
        if live.as_ref().is_some_and(|l| l.outcome.is_some()) {
            *live = None;
        }
    }

    pub(crate) fn saved_now(&self) -> String {
        let at = self.now().to_string();
        if let Some(live) = lock(&self.inner.journey.live).as_mut() {
            live.saved_at = Some(at.clone());
        }
        at
    }

    fn tell_journey(&self) {
        if let Some(view) = self.window_journey() {
            // Nobody listens when no window is open.
            let _ = self.inner.events.send(DeskEvent::Journey(Box::new(view)));
        }
    }
}

impl WindowPerson {
    fn change(&self, change: impl FnOnce(&mut Live)) -> bool {
        let mut held = lock(&self.desk.inner.journey.live);
        let Some(live) = held.as_mut().filter(|l| l.id == self.id && !l.left) else {
            return false;
        };
        change(live);
        let rests = !live.working();
        if rests {
            live.rests.send_modify(|n| *n += 1);
        }
        drop(held);
        self.desk.tell_journey();
        true
    }

    /// What was given on the pages before one whose button changes something for good.
    async fn given_before(&self, page: &PageAsk) -> Vec<GivenView> {
        if !page.last_click {
            return Vec::new();
        }
        // Without the store the review is shorter, and says nothing wrong.
        let kept = self.desk.inner.store.journeys_under_way().await;
        let kept = kept.unwrap_or_default();
        let asked: Vec<&str> = page.asks.iter().map(|ask| ask.id.as_str()).collect();
        kept.iter()
            .find(|journey| journey.kind == page.journey)
            .map(|journey| given::given(&journey.answers, &asked))
            .unwrap_or_default()
    }

    /// The journey has ended.
    pub(crate) fn ended(&self, ended: Result<OutcomeView, Problem>) {
        self.change(|live| {
            live.page = None;
            match ended {
                Ok(outcome) => live.outcome = Some(outcome),
                Err(problem) => live.problem = Some(problem),
            }
        });
    }
}

impl Person for WindowPerson {
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        Box::pin(async move {
            let about = page
                .asks
                .first()
                .map(|a| a.name.clone())
                .unwrap_or_default();
            let nobody = || NobodyThere {
                about: about.clone(),
            };
            let (sender, answer) = oneshot::channel();
            let question_id = question_id();
            let given = self.given_before(&page).await;
            let shown = self.change(|live| {
                live.step.clone_from(&page.step);
                live.saved_at = Some(self.desk.now().to_string());
                let before = std::mem::take(&mut live.untold);
                let mut view = page_view(&page, before, question_id);
                view.given = given;
                live.page = Some((view, page.asks.clone()));
                live.answer = Some(sender);
            });
            if !shown {
                return Err(nobody());
            }
            answer.await.map_err(|_| nobody())
        })
    }

    fn reached(&self, step: &JourneyStep) {
        self.change(|live| {
            live.step.clone_from(&step.step);
            if !live.seen.iter().any(|(number, _)| *number == step.step) {
                live.seen.push((step.step.clone(), step.page.clone()));
            }
            for said in step.told.iter().filter(|said| said.ours) {
                if !live.untold.contains(said) {
                    live.untold.push(said.clone());
                }
            }
        });
    }
}

fn question_id() -> String {
    let mut random = [0_u8; 8];
    // Without randomness the id is the same for all pages; an answer is still checked against its asks.
    let _ = getrandom::fill(&mut random);
    format!("{:016x}", u64::from_le_bytes(random))
}

/// A page, with what was said on the way to it: that the portal ended the session, that a notice was passed.
fn page_view(page: &PageAsk, before: Vec<Said>, question_id: String) -> PageView {
    let mut told = before;
    told.retain(|said| !page.told.contains(said));
    told.extend(page.told.iter().cloned());
    PageView {
        question_id,
        step: page.step.clone(),
        page: page.page.clone(),
        host: page.host.clone(),
        told: told
            .into_iter()
            .map(|said| ToldView {
                refusal: !said.ours && page.refusals.contains(&said.words),
                words: said.words,
                ours: said.ours,
            })
            .collect(),
        shows: page
            .review
            .iter()
            .map(|(label, value)| ShownView {
                label: label.clone(),
                value: value.clone(),
            })
            .collect(),
        given: Vec::new(),
        asks: page.asks.iter().map(ask_view).collect(),
        last_click: page.last_click,
        button: page.button.clone(),
    }
}

fn ask_view(ask: &Ask) -> AskView {
    AskView {
        name: ask.id.clone(),
        kind: match ask.kind {
            AskKind::Secret => AskKindView::Secret,
            AskKind::Text => AskKindView::Text,
            AskKind::Phrase => AskKindView::Phrase,
            AskKind::Code => AskKindView::Code,
            AskKind::Choice => AskKindView::Choice,
            AskKind::Agreement => AskKindView::Agreement,
        },
        prompt: ask.prompt.clone(),
        under: ask.under.clone(),
        optional: ask.optional,
        options: ask
            .options
            .iter()
            .map(|o| AskOptionView {
                value: o.value.clone(),
                label: o.label.clone(),
            })
            .collect(),
        image: ask.image.as_ref().map(data_url),
        text: ask.text.clone(),
        refused: ask.refused.clone(),
        known: ask.known.clone(),
        rules: ask.rules.map(|r| PasswordRulesView {
            least: r.least,
            upper: r.both_cases,
            lower: r.both_cases,
            digit: r.digit,
        }),
        may_keep: ask.may_keep,
    }
}

/// The answers in the order of the questions; one that is missing is told by its words.
pub(crate) fn answers_to(asks: &[Ask], given: Vec<AnswerView>) -> Result<Answers, Problem> {
    let mut by_name: BTreeMap<String, AnswerValue> =
        given.into_iter().map(|a| (a.name, a.answer)).collect();
    asks.iter()
        .map(|ask| {
            let missing = || {
                Problem::bad_input(format!(
                    "\"{}\" is not answered yet. Nothing was sent.",
                    ask.prompt
                ))
            };
            match (ask.kind, by_name.remove(&ask.id)) {
                (AskKind::Agreement, Some(AnswerValue::Yes)) => Ok(Answer::Agreed(true)),
                (AskKind::Agreement, Some(AnswerValue::No)) => Ok(Answer::Agreed(false)),
                (AskKind::Secret | AskKind::Code, Some(AnswerValue::Secret { secret, keep })) => {
                    Ok(Answer::Secret(secret, keep && ask.may_keep))
                }
                (AskKind::Code, Some(AnswerValue::Text { text })) => {
                    Ok(Answer::Secret(text.into(), false))
                }
                (
                    AskKind::Text | AskKind::Choice | AskKind::Phrase,
                    Some(AnswerValue::Text { text }),
                ) => Ok(Answer::Text(text)),
                (AskKind::Text | AskKind::Choice, None) => match &ask.known {
                    Some(known) => Ok(Answer::Text(known.clone())),
                    None if ask.optional => Ok(Answer::Text(String::new())),
                    None => Err(missing()),
                },
                _ => Err(missing()),
            }
        })
        .collect()
}

/// How a journey ended, for the window.
pub(crate) fn outcome_view(outcome: &Outcome) -> OutcomeView {
    OutcomeView {
        outcome: outcome.word.to_owned(),
        as_whom: outcome.user_name.clone(),
        group: outcome.group.clone(),
        next: outcome.next.map(str::to_owned),
        until: outcome.until.map(|at| at.to_string()),
        portal_says: outcome.notice.clone(),
    }
}

/// The journey of the core that a kind of the window is; none for settling what is uncertain.
pub(crate) fn kind_of(view: JourneyKindView) -> Option<JourneyKind> {
    Some(match view {
        JourneyKindView::RegisterAdministrator => JourneyKind::RegisterAdministrator,
        JourneyKindView::RegisterUser => JourneyKind::RegisterUser,
        JourneyKindView::RegisterAccount => JourneyKind::RegisterAccount,
        JourneyKindView::Associate => JourneyKind::Associate,
        JourneyKindView::Dissociate => JourneyKind::Dissociate,
        JourneyKindView::SignIn => JourneyKind::SignIn,
        JourneyKindView::RecoverPassword => JourneyKind::RecoverPassword,
        JourneyKindView::RecoverUserName => JourneyKind::RecoverUserName,
        JourneyKindView::ChangePassword => JourneyKind::ChangePassword,
        JourneyKindView::ResendVerification => JourneyKind::ResendVerification,
        JourneyKindView::Preferences => JourneyKind::Preferences,
        JourneyKindView::Reconcile => return None,
    })
}

/// The other way.
pub(crate) fn view_of(kind: JourneyKind) -> JourneyKindView {
    match kind {
        JourneyKind::RegisterAdministrator => JourneyKindView::RegisterAdministrator,
        JourneyKind::RegisterUser => JourneyKindView::RegisterUser,
        JourneyKind::RegisterAccount => JourneyKindView::RegisterAccount,
        JourneyKind::Associate => JourneyKindView::Associate,
        JourneyKind::Dissociate => JourneyKindView::Dissociate,
        // Group Maintenance asks a person for nothing but the log-on.
        JourneyKind::SignIn | JourneyKind::Maintenance => JourneyKindView::SignIn,
        JourneyKind::RecoverPassword => JourneyKindView::RecoverPassword,
        JourneyKind::RecoverUserName => JourneyKindView::RecoverUserName,
        JourneyKind::ChangePassword => JourneyKindView::ChangePassword,
        JourneyKind::ResendVerification => JourneyKindView::ResendVerification,
        JourneyKind::Preferences => JourneyKindView::Preferences,
    }
}

/// The procedure's steps of a journey, and where it stands.
pub(crate) fn steps(
    kind: JourneyKindView,
    here: &str,
    seen: &[(String, String)],
    ended: bool,
) -> Vec<JourneyStepView> {
    let walk: &[&str] = match kind {
        JourneyKindView::RegisterAdministrator => {
            &["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"]
        }
        JourneyKindView::RegisterUser => &["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"],
        JourneyKindView::Associate => &["B9", "B10", "B11", "B12"],
        JourneyKindView::RegisterAccount => &["C1", "C2"],
        JourneyKindView::SignIn if here == "B9" || here == "A3" => &[],
        JourneyKindView::SignIn => &["C3", "C4"],
        JourneyKindView::RecoverPassword | JourneyKindView::RecoverUserName => &["C5"],
        _ => &[],
    };
    let mut numbers: Vec<&str> = walk.to_vec();
    for number in seen
        .iter()
        .map(|(number, _)| number.as_str())
        .chain(std::iter::once(here))
    {
        if !number.is_empty() && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    let at = numbers.iter().position(|n| *n == here);
    numbers
        .iter()
        .enumerate()
        .map(|(n, number)| {
            let was_seen = seen.iter().find(|(seen, _)| seen == number);
            let state = match at {
                Some(at) if n == at && !ended => StepStateView::Here,
                Some(at) if n > at => {
                    if ended {
                        StepStateView::Skipped
                    } else {
                        StepStateView::Ahead
                    }
                }
                Some(at)
                    if n < at
                        && was_seen.is_none()
                        && seen.iter().any(|(s, _)| numbers[..n].contains(&s.as_str())) =>
                {
                    StepStateView::Skipped
                }
                Some(_) => StepStateView::Done,
                None => StepStateView::Ahead,
            };
            JourneyStepView {
                number: (*number).to_owned(),
                title: was_seen.map_or_else(String::new, |(_, page)| page.clone()),
                state,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_say_where_a_journey_stands() {
        let seen = [
            ("A1".to_owned(), "Log on".to_owned()),
            ("A5".to_owned(), "My Account".to_owned()),
        ];
        let states: Vec<StepStateView> =
            steps(JourneyKindView::RegisterAdministrator, "A5", &seen, false)
                .into_iter()
                .map(|s| s.state)
                .collect();
        assert_eq!(states[0], StepStateView::Done);
        assert_eq!(
            states[1],
            StepStateView::Skipped,
            "the password was changed before"
        );
        assert_eq!(
            (states[4], states[5]),
            (StepStateView::Here, StepStateView::Ahead)
        );
    }

    #[test]
    fn an_answer_that_is_missing_is_told_by_the_pages_words() {
        let mut phone = Ask::new(AskKind::Text, "phone", "Phone Number");
        let missing = answers_to(std::slice::from_ref(&phone), Vec::new()).unwrap_err();
        assert!(missing.message.contains("Phone Number"), "{missing}");
        phone.known = Some("573-555-0100".to_owned());
        let answers = answers_to(&[phone], Vec::new()).unwrap();
        assert!(matches!(&answers[..], [Answer::Text(text)] if text == "573-555-0100"));
    }
}
