//! What asks the court: following cases and checking them now.

use std::collections::HashMap;

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use crate::app::desk::{Desk, DeskEvent, lock};
use crate::app::reading::own_words;
use crate::app::views::{
    CaseWords, ChangedKind, CheckSummary, CheckingView, CourtChoice, FollowLine, FollowOutcome,
    FollowProgress, FollowResult, Problem,
};
use crate::domain::{CaseNumber, CaseNumberError, Change, ChangeKind, CourtId};
use crate::portal::{Asked, CaseHit, PortalError};
use crate::storage::{Followed, OwnWords};
use crate::sync::ahead::RowsAhead;
use crate::sync::refresh::{Found, RefreshError, Refreshed, Refresher};

/// A case to follow, as a line of a list gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowWish {
    /// Line number, from 1.
    pub line: u32,
    /// What stood there.
    pub case_number: String,
    /// The court, where it is known.
    pub court_id: Option<String>,
    /// The person's own words.
    pub words: OwnWords,
    /// A line of a list that does not look like a case number is asked for all the same: the person said so.
    pub anyway: bool,
}

impl FollowWish {
    fn number(&self) -> Result<CaseNumber, CaseNumberError> {
        match self.anyway {
            true => CaseNumber::asked(&self.case_number),
            false => CaseNumber::parse(&self.case_number),
        }
    }
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowedList {
    /// Of each line, in the list's order.
    pub outcomes: Vec<FollowOutcome>,
    /// What ended the list before its last line was asked for: it concerns the portal or the store, not a line.
    pub ended: Option<Problem>,
}

fn as_typed(words: OwnWords) -> CaseWords {
    CaseWords {
        label: words.label,
        note: words.note,
        matter: words.matter,
        tags: words.tags,
    }
}

impl Desk {
    /// Follows one case; asks the court for it by number, or in the court given. A number that looks wrong is asked for
    /// all the same.
    ///
    /// # Errors
    /// When the profile does not allow it, the portal cannot be asked, or the store cannot be written. What the court
    /// itself answers (no such case, several courts) is an outcome.
    pub async fn follow_case(
        &self,
        case_number: String,
        court_id: Option<String>,
    ) -> Result<FollowOutcome, Problem> {
        self.follow_wish(FollowWish {
            line: 1,
            case_number,
            court_id,
            words: OwnWords::default(),
            anyway: true,
        })
        .await
    }

    /// As [`Desk::follow_case`], with the person's own words.
    ///
    /// # Errors
    /// As [`Desk::follow_case`].
    pub async fn follow_wish(&self, wish: FollowWish) -> Result<FollowOutcome, Problem> {
        // One number that a person asks for by itself is asked for whatever it looks like; the warning came before.
        let number = CaseNumber::asked(&wish.case_number)
            .map_err(|e| Problem::new("bad_case_number", e.to_string(), ""))?;
        let wish = FollowWish {
            words: own_words(as_typed(wish.words))?,
            ..wish
        };
        let already = self.already(&number, &wish).await?;
        // Where no court was named, the same number in another court may be meant: then the court list decides. Without an
        // answer it is the one that is followed.
        let already = match already {
            Some(already) if wish.court_id.is_some() => return Ok(already),
            already => already,
        };
        if let Err(not_now) = self.may(Asked::One).await {
            return already.ok_or(not_now);
        }
        match self.ask_to_follow(&number, &wish).await {
            Ok(outcome) => {
                self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
                Ok(outcome)
            }
            Err(RefreshError::Portal(error)) => match (already, error.is_no_answer()) {
                (Some(already), true) => Ok(already),
                _ => Err(self.problem_kept(&error).await),
            },
            Err(RefreshError::Store(error)) => Err(error.into()),
        }
    }

    /// Follows many; one bad line stops nothing, a stop of the portal ends the rest. Each outcome is also an event.
    ///
    /// # Errors
    /// When the profile does not allow more than one case and there are more.
    pub async fn follow_wishes(&self, wishes: Vec<FollowWish>) -> Result<FollowedList, Problem> {
        self.may(if wishes.len() > 1 {
            Asked::All
        } else {
            Asked::One
        })
        .await?;
        let stop = self.fresh_stop(false);
        let total = u32::try_from(wishes.len()).unwrap_or(u32::MAX);
        let mut outcomes = Vec::with_capacity(wishes.len());
        let mut ended: Option<Problem> = None;
        let at_once = self.at_once();
        // In order of the list, several under way as far as the profile allows.
        let mut running = futures::stream::iter(wishes.into_iter().map(|wish| {
            let (desk, stop) = (self.clone(), stop.clone());
            async move {
                if stop.is_cancelled() {
                    return (wish, None);
                }
                let asked = desk.follow_line(&wish).await;
                if asked.as_ref().is_err_and(ends_all) {
                    stop.cancel();
                }
                (wish, Some(asked))
            }
        }))
        .buffered(at_once);
        while let Some((wish, asked)) = running.next().await {
            let outcome = match asked {
                Some(Ok(outcome)) => outcome,
                Some(Err(problem)) => {
                    let outcome = not_asked(&wish, &problem);
                    // A refusal or challenge is what a person has to know first.
                    let known = ended.as_ref().is_some_and(|known| {
                        known.kind == "access_stopped" || problem.kind != "access_stopped"
                    });
                    if ends_all(&problem) && !known {
                        ended = Some(problem);
                    }
                    outcome
                }
                None => match &ended {
                    Some(problem) => not_asked(&wish, problem),
                    None => not_asked(
                        &wish,
                        &Problem::new(
                            "cancelled",
                            "You stopped before this line. It was not asked for.",
                            "",
                        ),
                    ),
                },
            };
            outcomes.push(outcome.clone());
            let done = u32::try_from(outcomes.len()).unwrap_or(u32::MAX);
            let _ = self.inner.events.send(DeskEvent::Follow(FollowProgress {
                outcome,
                done,
                total,
            }));
        }
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(FollowedList { outcomes, ended })
    }

    /// Follows the lines of a list.
    ///
    /// # Errors
    /// Words that are too long; as [`Desk::follow_wishes`].
    pub async fn follow_lines(
        &self,
        lines: Vec<FollowLine>,
        tag: Option<String>,
    ) -> Result<Vec<FollowOutcome>, Problem> {
        let tags: Vec<String> = tag
            .into_iter()
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        let mut wishes = Vec::with_capacity(lines.len());
        for (line, number) in lines.into_iter().zip(1..) {
            let words = CaseWords {
                label: line.label,
                note: line.note,
                matter: line.matter,
                tags: tags.clone(),
            };
            let words = own_words(words).map_err(|problem| Problem {
                message: format!("{}: {}", line.case_number, problem.message),
                ..problem
            })?;
            wishes.push(FollowWish {
                line: number,
                case_number: line.case_number,
                court_id: line.court_id,
                words,
                anyway: line.anyway,
            });
        }
        Ok(self.follow_wishes(wishes).await?.outcomes)
    }

    /// Stops a running list after the lines that are under way.
    pub async fn cancel_follow(&self) -> Result<(), Problem> {
        lock(&self.inner.follow_stop).cancel();
        Ok(())
    }

    async fn follow_line(&self, wish: &FollowWish) -> Result<FollowOutcome, Problem> {
        let number = match wish.number() {
            Ok(number) => number,
            Err(error) => {
                let mut outcome = outcome(wish, FollowResult::Invalid);
                outcome.message = Some(error.to_string());
                return Ok(outcome);
            }
        };
        let words = match own_words(as_typed(wish.words.clone())) {
            Ok(words) => words,
            Err(problem) => {
                let mut outcome = outcome(wish, FollowResult::Invalid);
                outcome.message = Some(problem.message);
                return Ok(outcome);
            }
        };
        let wish = &FollowWish {
            words,
            ..wish.clone()
        };
        if let Some(already) = self.already(&number, wish).await? {
            return Ok(already);
        }
        match self.ask_to_follow(&number, wish).await {
            Ok(outcome) => Ok(outcome),
            Err(RefreshError::Portal(error)) => Err(self.problem_kept(&error).await),
            Err(RefreshError::Store(error)) => Err(error.into()),
        }
    }

    async fn already(
        &self,
        number: &CaseNumber,
        wish: &FollowWish,
    ) -> Result<Option<FollowOutcome>, Problem> {
        let mut stored = Vec::new();
        for (_, id) in self
            .inner
            .store
            .followed_among(&[number.as_str().to_owned()])
            .await?
        {
            stored.push((id, self.inner.store.case_key(id).await?.1));
        }
        let hit = match &wish.court_id {
            Some(court) => stored
                .into_iter()
                .find(|(_, stored)| stored.as_str() == court),
            // Without a court the same number may well be meant in another one; the court list decides then.
            None if stored.len() == 1 => stored.into_iter().next(),
            None => None,
        };
        Ok(hit.map(|(case_id, _)| {
            let mut already = outcome(wish, FollowResult::Already);
            number.as_str().clone_into(&mut already.case_number);
            already.case_id = Some(case_id);
            already.message = Some("You follow this case already.".to_owned());
            already
        }))
    }

    async fn ask_to_follow(
        &self,
        number: &CaseNumber,
        wish: &FollowWish,
    ) -> Result<FollowOutcome, RefreshError> {
        let court = wish.court_id.as_deref().map(CourtId::new);
        let found = self
            .inner
            .refresher
            .follow(number, court.as_ref(), wish.words.clone())
            .await;
        self.note(match &found {
            Err(RefreshError::Portal(error)) => Err(error),
            _ => Ok(()),
        });
        let mut asked = match found? {
            Found::Followed {
                followed,
                style,
                entries,
                ..
            } => {
                let already = matches!(followed, Followed::Already(_));
                let mut asked = outcome(
                    wish,
                    if already {
                        FollowResult::Already
                    } else {
                        FollowResult::Followed
                    },
                );
                asked.case_id = Some(followed.case_id());
                asked.style = Some(style);
                asked.entries = u32::try_from(entries).unwrap_or(u32::MAX);
                asked.message = number.doubt();
                asked
            }
            Found::Several(search) => {
                let mut asked = outcome(wish, FollowResult::Ambiguous);
                asked.courts = search.hits.iter().map(choice).collect();
                asked.message = Some(format!(
                    "{} courts have this number. Choose one.",
                    asked.courts.len()
                ));
                asked
            }
            Found::None { words } => {
                let mut asked = outcome(wish, FollowResult::NotFound);
                asked.message = Some(match words {
                    Some(words) => format!("The court says: {words}"),
                    None => "The court shows no case with this number. Check the number; confidential cases are never shown.".to_owned(),
                });
                asked
            }
        };
        number.as_str().clone_into(&mut asked.case_number);
        Ok(asked)
    }

    /// Checks one case now, or all of them where the profile allows it.
    ///
    /// # Errors
    /// When nothing could be asked at all; failures of single cases are counted in the summary.
    pub async fn check_now(&self, id: Option<i64>) -> Result<CheckSummary, Problem> {
        let ids = match id {
            Some(id) => vec![id],
            None => self.followed_ids().await?,
        };
        let asked = if id.is_some() || ids.len() == 1 {
            Asked::One
        } else {
            Asked::All
        };
        self.may(asked).await?;
        let stop = self.fresh_stop(true);
        self.check_cases(ids, &stop, |_, _| {}).await
    }

    /// Every followed case (closed copies too: their second reading decides), in the order followed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn followed_ids(&self) -> Result<Vec<i64>, Problem> {
        Ok(self.inner.store.followed_ids().await?)
    }

    /// Case number and court of these cases, for messages about them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case_names(&self, ids: &[i64]) -> Result<HashMap<i64, (String, String)>, Problem> {
        Ok(self.inner.store.case_names(ids).await?)
    }

    /// Stops a running check after the cases that are under way.
    pub async fn cancel_check(&self) -> Result<(), Problem> {
        lock(&self.inner.check_stop).cancel();
        Ok(())
    }

    /// Checks cases in order, several under way as far as the profile allows. Permission is the caller's
    /// (`Desk::may_check_cases`). A stop, a closed portal or a spent budget ends the run; the rest is counted as skipped.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_cases(
        &self,
        ids: Vec<i64>,
        stop: &CancellationToken,
        mut each: impl FnMut(i64, &Result<Refreshed, Problem>) + Send,
    ) -> Result<CheckSummary, Problem> {
        let total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        self.count_followed().await?;
        self.progress(Some(CheckingView { done: 0, total }));
        let end = stop.child_token();
        let at_once = self.at_once();
        let mut running = futures::stream::iter(Refresher::rows_ahead(ids).map(|(id, ahead)| {
            let (desk, end) = (self.clone(), end.clone());
            async move {
                if end.is_cancelled() {
                    return (id, None);
                }
                let checked = desk.check_case(id, &ahead).await;
                let over = match &checked {
                    Err(problem) => ends_all(problem),
                    Ok(refreshed) => refreshed
                        .trouble
                        .as_ref()
                        .is_some_and(|t| matches!(t, PortalError::Stopped(_))),
                };
                if over {
                    end.cancel();
                }
                (id, Some(checked))
            }
        }))
        .buffer_unordered(at_once);
        let mut summary = CheckSummary::default();
        let mut done = 0;
        while let Some((id, checked)) = running.next().await {
            done += 1;
            match checked {
                None => summary.skipped += 1,
                Some(checked) => {
                    match &checked {
                        Ok(refreshed) => {
                            summary.checked += 1;
                            if refreshed.changes.is_empty() {
                                summary.unchanged += 1;
                            } else {
                                summary.changed += 1;
                            }
                            if let Some(trouble) = &refreshed.trouble {
                                summary.problem.get_or_insert_with(|| self.problem(trouble));
                            }
                        }
                        Err(problem) => {
                            summary.failed += 1;
                            match &summary.problem {
                                // A stop is what a person has to know first.
                                Some(known)
                                    if known.kind == "access_stopped"
                                        || problem.kind != "access_stopped" => {}
                                _ => summary.problem = Some(problem.clone()),
                            }
                        }
                    }
                    each(id, &checked);
                }
            }
            self.progress(Some(CheckingView { done, total }));
        }
        drop(running);
        self.inner.refresher.flush().await?;
        self.inner.ledger.flush().await?;
        self.progress(None);
        self.tell(&[ChangedKind::Cases, ChangedKind::Status]);
        Ok(summary)
    }

    /// Checks one case of a run; what it found is told as events.
    async fn check_case(&self, id: i64, ahead: &RowsAhead) -> Result<Refreshed, Problem> {
        match self.inner.refresher.refresh_of_run(id, ahead).await {
            Ok(refreshed) => Ok(refreshed),
            Err(RefreshError::Portal(error)) => Err(self.problem_kept(&error).await),
            Err(RefreshError::Store(error)) => Err(error.into()),
        }
    }

    /// Hears of every refresh, whoever asked for it.
    pub(crate) fn observe(&self, refreshed: Result<&Refreshed, &RefreshError>) {
        self.note(match refreshed {
            Err(RefreshError::Portal(error)) => Err(error),
            _ => Ok(()),
        });
        let Ok(refreshed) = refreshed else { return };
        let mut kinds = refreshed.changes.iter().map(|change| change.kind);
        if refreshed.gone || kinds.any(|kind| kind == ChangeKind::CaseUnavailable) {
            // A document or page of a case that may be confidential now does not stay on this computer; one that came
            // after the copy was closed goes when it is erased.
            self.remove_viewed();
            self.remove_pages_of_cases();
        }
        for change in &refreshed.changes {
            let _ = self
                .inner
                .events
                .send(DeskEvent::Found(Change::clone(change)));
        }
        if !refreshed.changes.is_empty() {
            self.tell(&[ChangedKind::Cases]);
        }
    }

    /// Whether a check of this many cases is allowed.
    ///
    /// # Errors
    /// `not_permitted`; nothing was sent.
    pub async fn may_check_cases(&self, cases: usize, automatic: bool) -> Result<(), Problem> {
        self.may(match (automatic, cases) {
            (true, _) => Asked::Automatic,
            (false, 0 | 1) => Asked::One,
            (false, _) => Asked::All,
        })
        .await
    }

    fn at_once(&self) -> usize {
        usize::try_from(self.inner.profile.access.max_in_flight.max(1)).unwrap_or(1)
    }

    fn fresh_stop(&self, check: bool) -> CancellationToken {
        let slot = if check {
            &self.inner.check_stop
        } else {
            &self.inner.follow_stop
        };
        let token = self.inner.stop.child_token();
        *lock(slot) = token.clone();
        token
    }

    fn progress(&self, now: Option<CheckingView>) {
        *lock(&self.inner.checking) = now;
        self.tell(&[ChangedKind::Status]);
    }
}

/// Problems that concern the portal as a whole: the rest of a list would meet the same.
fn ends_all(problem: &Problem) -> bool {
    matches!(
        problem.kind.as_str(),
        "access_stopped"
            | "portal_closed"
            | "budget_spent"
            | "not_permitted"
            | "too_many_requests"
            | "maintenance"
            | "unreachable"
    ) || problem.kind.starts_with("store_")
}

fn outcome(wish: &FollowWish, result: FollowResult) -> FollowOutcome {
    FollowOutcome {
        line: wish.line,
        case_number: wish.case_number.clone(),
        outcome: result,
        message: None,
        case_id: None,
        style: None,
        entries: 0,
        courts: Vec::new(),
    }
}

fn not_asked(wish: &FollowWish, problem: &Problem) -> FollowOutcome {
    let mut failed = outcome(wish, FollowResult::Failed);
    failed.message = Some(problem.to_string());
    failed
}

fn choice(hit: &CaseHit) -> CourtChoice {
    let place = hit.location.as_deref().unwrap_or_default();
    let label = match (&hit.style, place) {
        (Some(style), "") => style.clone(),
        (Some(style), place) => format!("{place}: {style}"),
        (None, _) => hit.label.clone(),
    };
    CourtChoice {
        value: hit.key.court_id.as_str().to_owned(),
        label,
    }
}
