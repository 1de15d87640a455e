//! A journey through the account pages, as window and terminal start it: what is known is loaded, what is answered is
//! kept as it is given, and the end is written down.

mod diary;
mod noting;
pub(crate) mod office;
mod settling;
mod stopped;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use crate::app::account_book::AccountBook;
use crate::app::account_secrets::PortalSession;
use crate::app::desk::{Desk, NOTICE_READ};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::notice_words::ProgramNews;
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::browser::{Cookies, Patience};
use crate::portal::journeys::{
    Answers, GROUP_LINK, JourneyError, JourneyStep, NobodyThere, Outcome, PREFERENCES, PageAsk,
    Person, Start, Walk,
};
use crate::portal::{HttpBrowser, NotPermitted, PortalError};
use crate::storage::{JourneyState, StoredJourney};

use diary::Diary;
pub use settling::Reconciled;
pub use stopped::Stopped;
use stopped::still_uncertain;

/// The stable word of the reminder ([`ProgramNews::kind`]).
const VERIFY_KIND: &str = "verify_email";
/// How long before the link ends a person is reminded of it: time to look for the mail in the waking hours.
const REMIND_BEFORE: jiff::SignedDuration = jiff::SignedDuration::from_hours(6);

/// What tells two links apart among a journey's answers.
pub(crate) const LINK: &str = "link";

/// What a journey is asked for. Its `Debug` shows no link: one for a new password counts for whoever holds it.
#[derive(Clone, Default)]
pub struct Wish {
    /// Where to sign in; else where the last journey was.
    pub part: Option<PortalPart>,
    /// The link of an e-mail (association, new password).
    pub link: Option<Url>,
    /// What is not secret and known beforehand, by id: `user_name`, `mailing_address.city`, `my_account.Phone`.
    pub answers: BTreeMap<String, String>,
    /// Preferences: say what is set, and change nothing.
    pub looks_only: bool,
    /// Give up what is kept of an earlier one, also where nobody knows what became of it: a person's decision.
    pub anew: bool,
}

impl fmt::Debug for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wish")
            .field("part", &self.part)
            .field("link", &self.link.as_ref().and_then(Url::host_str))
            .field("looks_only", &self.looks_only)
            .field("anew", &self.anew)
            .finish_non_exhaustive()
    }
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
        if [LINK, GROUP_LINK]
            .iter()
            .any(|name| wish.answers.contains_key(*name))
        {
            // An answer is kept as it is, and a link may count for whoever holds it.
            return Err(Problem::bad_input(
                "A link is not one of the answers. Nothing was sent. Give it as the link of the journey.",
            )
            .into());
        }
        if wish.anew {
            self.give_up_journey(kind).await?;
        } else if kind == JourneyKind::RegisterAccount {
            self.waits_for_its_mail(&wish).await?;
        }
        let mut journey = if wish.looks_only {
            not_kept(kind, self.now())
        } else {
            let begun = self.inner.store.begin_journey(kind, self.now()).await;
            begun.map_err(Problem::from)?
        };
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
            journey.answers.insert(LINK.to_owned(), bare(link));
        }
        let kept = journey.answers.get(GROUP_LINK);
        let link = match (kind, &wish.link) {
            (_, Some(link)) => Some(link.clone()),
            (JourneyKind::Associate, None) => kept.and_then(|link| link.parse().ok()),
            _ => None,
        };
        if kind == JourneyKind::Associate && link.is_none() {
            return Err(link_needed().into());
        }
        let mut book = self.account_book().await?;
        let verify_before = book.verify_until;
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
            .or(book
                .last_part
                .filter(|_| matches!(kind, JourneyKind::SignIn | JourneyKind::ChangePassword)))
            .unwrap_or(kind.part());
        journey
            .answers
            .insert("part".to_owned(), part.as_str().to_owned());

        // A session belongs to the journey that made it, or to whoever is signed in; anybody else starts without one,
        // or the portal would take them for the one before.
        let mut session = self.load_session().await;
        let ours = session.of.is_none_or(|of| of == kind);
        let resumed = same && ours && !journey.step.is_empty();
        // Whoever is signed in goes on from the menu: their page alone would cost them the session.
        let resumes = resumed && !uses_session(kind);
        let mut resume_at = session.at.clone().filter(|_| resumes);
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
        let password_before = secrets.get("password").cloned();
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
        let journey = (!wish.looks_only).then_some(journey);
        let diary = Diary::new(self.clone(), journey, session.cookies);
        let mut walk = Walk::new(start, &browser, person, &diary, &self.inner.profile);
        let ended = if wish.looks_only {
            walk.read_preferences().await
        } else {
            walk.go(part, link.as_ref()).await
        };
        let answers = walk.answers().clone();
        drop(walk);
        let who = user_name(kind, &answers);
        book = self.account_book().await?;
        let journey = diary.finish();
        let told = match ended {
            Ok(mut outcome) => {
                if outcome.word == "not_verified" {
                    // Logging on sends no mail: the link still ends when it did, if anybody knows when that is.
                    outcome.until = verify_before;
                    if verify_before.is_some_and(|until| until <= self.now()) {
                        outcome.next = Some("resend_verification");
                    }
                }
                self.note_outcome(&mut book, kind, part, &outcome, who.as_deref());
                if outcome.word == "changed" {
                    let before = password_before.as_ref();
                    self.forget_old_password(&mut book, who.as_deref(), before)
                        .await;
                }
                self.end_journey(journey, &answers, Some(&outcome)).await?;
                if let Some(asked_for) = mail_behind(kind, &wish, part, &outcome) {
                    self.mail_has_come(asked_for, &answers).await?;
                }
                self.remind_of_verification(&book, verify_before).await?;
                Ok(outcome)
            }
            Err(error) => {
                self.note_error(&mut book, &error, who.as_deref()).await;
                self.forget_refused_link(journey, &error).await?;
                Err(self.stopped(kind, error))
            }
        };
        self.keep_account_book(&book).await?;
        // A status that could not be written says less about freshness and nothing false.
        let _ = self.inner.ledger.flush().await;
        self.tell(&[ChangedKind::Accounts, ChangedKind::Status]);
        told
    }

    /// An account that was made and waits for its e-mail's link is not made a second time by itself.
    async fn waits_for_its_mail(&self, wish: &Wish) -> Result<(), Problem> {
        let book = self.account_book().await?;
        let waits = book.verify_until.is_some_and(|until| until > self.now());
        let email = wish
            .answers
            .get("email")
            .filter(|email| waits && book.accounts.iter().any(|a| a.user_name == **email));
        let Some(email) = email else {
            return Ok(());
        };
        let under_way = self.inner.store.journeys_under_way().await?;
        if under_way
            .iter()
            .any(|j| j.kind == JourneyKind::RegisterAccount)
        {
            return Ok(());
        }
        Err(Problem::new(
            "not_verified",
            format!(
                "The account {email} is made already, and its e-mail address is not verified yet. Nothing was sent."
            ),
            "Follow the link in the portal's e-mail, or ask for another: docketctl register account --resend. To make the account once more all the same: the same command with --anew.",
        ))
    }

    /// A link that the portal refuses, or that leads elsewhere, is of no use to go on with.
    async fn forget_refused_link(
        &self,
        journey: Option<StoredJourney>,
        error: &JourneyError,
    ) -> Result<(), Problem> {
        let refused = matches!(
            error,
            JourneyError::UnknownGroup { .. }
                | JourneyError::LinkExpired { .. }
                | JourneyError::ForeignLink { .. }
                | JourneyError::Portal(PortalError::ForeignHost { .. })
                | JourneyError::Page {
                    error: PortalError::ForeignHost { .. },
                    ..
                }
        );
        let Some(mut journey) = journey.filter(|_| refused) else {
            return Ok(());
        };
        if journey.answers.remove(GROUP_LINK).is_some() {
            journey.updated_at = self.now();
            self.inner.store.keep_journey(&journey).await?;
        }
        Ok(())
    }

    /// The mail that nobody was sure of is there: what was asked for was sent. Only where the mail is this account's.
    async fn mail_has_come(
        &self,
        asked_for: JourneyKind,
        answers: &BTreeMap<String, String>,
    ) -> Result<(), Problem> {
        for mut journey in self.inner.store.journeys_under_way().await? {
            if journey.kind == asked_for
                && journey.state == JourneyState::Uncertain
                && is_of_the_same_account(&journey, answers)
            {
                journey.state = JourneyState::Done;
                journey.outcome = Some("mailed".to_owned());
                journey.updated_at = self.now();
                self.inner.store.keep_journey(&journey).await?;
            }
        }
        Ok(())
    }

    /// A reminder before the link in the verification mail ends; none once somebody has signed in.
    async fn remind_of_verification(
        &self,
        book: &AccountBook,
        before: Option<Timestamp>,
    ) -> Result<(), Problem> {
        if before != book.verify_until {
            // The link of an earlier mail is of no use any more.
            self.inner.store.drop_notices_of(VERIFY_KIND).await?;
        }
        let Some(until) = book.verify_until.filter(|until| *until > self.now()) else {
            return Ok(self.inner.store.drop_notices_of(VERIFY_KIND).await?);
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

    /// A person reads what the portal posts before anything is asked of it. What a person drives page by page needs no
    /// permission beyond that (architecture rule 13).
    pub(crate) async fn may_travel(&self) -> Result<(), Problem> {
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

    pub(crate) fn account_browser(&self, cookies: &Cookies) -> Result<HttpBrowser, Problem> {
        Ok(HttpBrowser::with_cookies(
            self.inner.gate.clone(),
            Patience::default(),
            Arc::clone(cookies),
        )?)
    }

    pub(crate) fn clock(&self) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let clock = Arc::clone(&self.inner.clock);
        Arc::new(move || clock.now())
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
}

/// A journey of which nothing is kept: it asks nothing and changes nothing.
fn not_kept(kind: JourneyKind, now: Timestamp) -> StoredJourney {
    StoredJourney {
        id: 0,
        kind,
        state: JourneyState::Open,
        step: String::new(),
        page: String::new(),
        answers: BTreeMap::new(),
        outcome: None,
        started_at: now,
        updated_at: now,
    }
}

/// Whose mail this journey has shown to have come: the link in it was opened, or the account that it verifies logged on.
fn mail_behind(
    kind: JourneyKind,
    wish: &Wish,
    part: PortalPart,
    outcome: &Outcome,
) -> Option<JourneyKind> {
    match kind {
        JourneyKind::ChangePassword if wish.link.is_some() => Some(JourneyKind::RecoverPassword),
        JourneyKind::SignIn if part == PortalPart::Casenet && outcome.word == "signed_in" => {
            Some(JourneyKind::ResendVerification)
        }
        _ => None,
    }
}

/// Whether the mail of a journey is one of this account. The page behind a mailed link for a new password need not name
/// the account; then the mail was the one that was waited for.
fn is_of_the_same_account(journey: &StoredJourney, answers: &BTreeMap<String, String>) -> bool {
    let names = |answers: &BTreeMap<String, String>| -> Vec<String> {
        ["user_name", "email"]
            .iter()
            .filter_map(|key| answers.get(*key))
            .filter(|name| !name.is_empty())
            .map(|name| name.to_lowercase())
            .collect()
    };
    let (asked, here) = (names(&journey.answers), names(answers));
    here.is_empty() || asked.iter().any(|name| here.contains(name))
}

fn link_needed() -> Problem {
    Problem::new(
        "link_needed",
        "The link of the group is needed once more. It is kept only after the court has shown the group's page for it.",
        "Open the link from the administrator's e-mail again, or paste it.",
    )
}

/// Journeys of somebody who is signed in already.
fn uses_session(kind: JourneyKind) -> bool {
    matches!(
        kind,
        JourneyKind::Dissociate | JourneyKind::ChangePassword | JourneyKind::Preferences
    )
}

/// Whether the wish is for the journey that is under way: the same person, the same link, the same defaults.
fn continues(journey: &StoredJourney, wish: &Wish) -> bool {
    let same = |key: &str, wished: Option<&String>| match (journey.answers.get(key), wished) {
        (Some(kept), Some(wished)) => kept == wished,
        _ => true,
    };
    let link = wish.link.as_ref().map(bare);
    let defaults = |answers: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let of_page = answers.iter().filter(|(id, _)| id.starts_with(PREFERENCES));
        of_page.map(|(id, v)| (id.clone(), v.clone())).collect()
    };
    let wished = defaults(&wish.answers);
    (wished.is_empty() || wished == defaults(&journey.answers))
        && same("user_name", wish.answers.get("user_name"))
        && same("email", wish.answers.get("email"))
        && same(LINK, link.as_ref())
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
