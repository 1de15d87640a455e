//! Accounts and journeys, as the window asks for them: one journey at a time, its page answered as one form.

use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

use crate::app::Desk;
use crate::app::account_book::{AccountBook, Standing};
use crate::app::account_secrets::AccountSecret;
use crate::app::account_views::{
    AccountView, AccountsView, AgreementView, AnswerValue, AnswerView, ForgetView, JourneyKindView,
    JourneyView, KeptView, LinkView, MadePassword, OutcomeView, PartView, SignInStateView,
    SignInView,
};
use crate::app::travel::{LINK, Reconciled, Stopped, Wish};
use crate::app::views::{ChangedKind, Problem, Protection};
use crate::app::window_journey::{self, WindowPerson};
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::PortalError;
use crate::portal::journeys::{Answer, JourneyError, PasswordRules, Settled};
use crate::storage::{JourneyState, StoreFolder, StoreKind, StoredJourney};

/// How long a verification link that has ended is still told.
const OVER_IS_SHOWN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 7);

impl Desk {
    /// Accounts, sign-in, groups, and what is kept of them. Asks nothing of the portal.
    ///
    /// # Errors
    /// When the store or the secret store cannot be read.
    pub async fn accounts(&self) -> Result<AccountsView, Problem> {
        let book = self.account_book().await?;
        let now = self.now();
        let kind = StoreFolder::open(&self.inner.place.folder)?.kind();
        let agreements = self.inner.store.agreements().await?;
        let (open_journey, left_journeys) = self.journeys().await?;
        let keeping_problem = match self.secrets() {
            Err(error) => Some(error.into()),
            Ok(_) => self.keeping_trouble(),
        };
        if keeping_problem.is_some() {
            // Somebody who has started or opened the keyring meanwhile sees it here.
            self.test_keyring();
        }
        Ok(AccountsView {
            signed_in: book.signed_in.iter().map(sign_in_view).collect(),
            accounts: book
                .accounts
                .iter()
                .map(|a| AccountView {
                    user_name: a.user_name.clone(),
                    kept: KeptView {
                        password: a.password_kept,
                        pin: a.pin_kept,
                    },
                    group: a.group.clone(),
                })
                .collect(),
            kept_in: match kind {
                Some(StoreKind::Passphrase) => Protection::Passphrase,
                _ => Protection::Keyring,
            },
            keeping_problem,
            agreements: agreements
                .into_iter()
                .map(|a| AgreementView {
                    title: a.title,
                    agreed_at: a.agreed_at.to_string(),
                    hash: a.sha256,
                    user_name: a.user_name,
                })
                .collect(),
            open_journey,
            left_journeys,
            // A link that has ended is shown for a while, with the way to another; not for ever.
            verify_until: book
                .verify_until
                .filter(|until| now.duration_since(*until) < OVER_IS_SHOWN)
                .map(|at| at.to_string()),
            locked_until: book
                .locked
                .values()
                .filter(|until| **until > now)
                .max()
                .map(ToString::to_string),
            tries_left: book
                .accounts_asked()
                .filter_map(|who| book.tries_left(who, now))
                .min(),
            ecf_link: self
                .inner
                .profile
                .urls
                .ecf
                .as_ref()
                .map(ToString::to_string),
        })
    }

    /// Starts a journey, or goes on with the open one of the same kind. Answers as soon as a page waits for a person, or at
    /// the end.
    ///
    /// # Errors
    /// When another journey is open, or the profile does not allow it.
    pub async fn start_journey(
        &self,
        kind: JourneyKindView,
        answers: Vec<AnswerView>,
    ) -> Result<JourneyView, Problem> {
        let wish = wish(answers)?;
        if kind == JourneyKindView::ChangePassword && wish.link.is_none() {
            self.went_by_mail().await?;
        }
        if let Some(person) = self.begin_window_journey(kind)? {
            let desk = self.clone();
            tokio::spawn(async move {
                let ended = desk.walk_for_window(kind, wish, &person).await;
                person.ended(ended.map_err(|stopped| for_window(stopped.problem)));
            });
        }
        self.journey_at_rest().await
    }

    /// Refuses to go on, by the log-on, with a new password that was begun by the link of a mail: the old one is lost, and
    /// the link is not kept.
    async fn went_by_mail(&self) -> Result<(), Problem> {
        let kept = self.inner.store.journeys_under_way().await?;
        let by_mail = |j: &StoredJourney| {
            j.kind == JourneyKind::ChangePassword
                && j.state == JourneyState::Open
                && !j.step.is_empty()
                && j.answers.contains_key(LINK)
        };
        if !kept.iter().any(by_mail) {
            return Ok(());
        }
        Err(Problem::new(
            "link_needed",
            "The link of the court's e-mail is needed once more: it is kept nowhere.",
            "Paste it again. If you know the old password by now, throw this journey away and start again.",
        ))
    }

    async fn walk_for_window(
        &self,
        kind: JourneyKindView,
        wish: Wish,
        person: &WindowPerson,
    ) -> Result<OutcomeView, Stopped> {
        match window_journey::kind_of(kind) {
            Some(kind) => Ok(window_journey::outcome_view(
                &self.travel(kind, wish, person).await?,
            )),
            None => {
                let settled = self.reconcile_journeys(person).await?;
                Ok(settled_view(&settled)?)
            }
        }
    }

    /// The journey that is open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn journey(&self) -> Result<Option<JourneyView>, Problem> {
        Ok(self.journeys().await?.0)
    }

    /// The journey that is open, and those of other kinds that were left before their end.
    async fn journeys(&self) -> Result<(Option<JourneyView>, Vec<JourneyView>), Problem> {
        let kept = self.inner.store.journeys_under_way().await?;
        // A sign-in that nobody finished is begun anew; there is nothing in it to go on with.
        let mut left = kept
            .iter()
            .filter(|j| j.kind != JourneyKind::SignIn && !j.step.is_empty())
            .map(kept_view);
        let open = match self.window_journey() {
            Some(live) => Some(live),
            None => left.next(),
        };
        let shown = open.as_ref().map(|view| view.kind);
        let left = left.filter(|view| Some(view.kind) != shown).collect();
        Ok((open, left))
    }

    /// Answers the page that waits. Answers as soon as the next page waits, or at the end.
    ///
    /// # Errors
    /// `other_page` when another page waits by now.
    pub async fn answer_page(
        &self,
        question_id: String,
        answers: Vec<AnswerView>,
    ) -> Result<JourneyView, Problem> {
        let asks = self.waiting_asks(Some(&question_id))?;
        let answers = window_journey::answers_to(&asks, answers)?;
        self.answer_window_page(answers);
        self.journey_at_rest().await
    }

    /// Keeps what is typed so far on the page that waits, so that a crash loses none of it. A secret among the answers is
    /// passed over: secrets are never stored. Answers with the moment of the keeping.
    ///
    /// # Errors
    /// `other_page` when another page waits by now; when the store cannot be written.
    pub async fn keep_answers(
        &self,
        question_id: String,
        answers: Vec<AnswerView>,
    ) -> Result<String, Problem> {
        let asks = self.waiting_asks(Some(&question_id))?;
        let kind = self
            .window_journey()
            .and_then(|view| window_journey::kind_of(view.kind));
        let typed: Vec<(String, String)> = answers
            .into_iter()
            .filter_map(|answer| match answer.answer {
                AnswerValue::Text { text } => Some((answer.name, text)),
                _ => None,
            })
            .filter(|(name, _)| asks.iter().any(|a| a.id == *name && a.kind.is_kept()))
            .collect();
        let kept = self.inner.store.journeys_under_way().await?;
        if let Some(mut journey) = kept.into_iter().find(|j| Some(j.kind) == kind) {
            journey.answers.extend(typed);
            journey.updated_at = self.now();
            self.inner.store.keep_journey(&journey).await?;
        }
        Ok(self.saved_now())
    }

    /// Asks the portal for another picture of a phrase.
    ///
    /// # Errors
    /// When no picture is asked about now.
    pub async fn another_picture(&self) -> Result<JourneyView, Problem> {
        let asks = self.waiting_asks(None)?;
        if !asks
            .iter()
            .any(|a| a.kind == crate::portal::journeys::AskKind::Phrase)
        {
            return Err(Problem::new(
                "other_page",
                "No picture is asked about now.",
                "",
            ));
        }
        self.answer_window_page(asks.iter().map(|_| Answer::AnotherPicture).collect());
        self.journey_at_rest().await
    }

    /// Leaves the journey for later: what is not secret stays in the store.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn leave_journey(&self) -> Result<(), Problem> {
        self.leave_window_journey();
        self.tell(&[ChangedKind::Accounts]);
        Ok(())
    }

    /// Forgets the journey of this kind, open or left, and all its answers. Others stay as they are.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_journey(&self, kind: JourneyKindView) -> Result<(), Problem> {
        let live = self.window_journey().is_some_and(|view| view.kind == kind);
        if live {
            self.leave_window_journey();
        }
        let stored = window_journey::kind_of(kind);
        if let Some(kind) = stored {
            self.give_up_journey(kind).await?;
        }
        // The session of another journey, or of whoever is signed in, is not this one's to end.
        if live || (stored.is_some() && self.load_session().await.of == stored) {
            self.forget_session().await?;
        }
        self.tell(&[ChangedKind::Accounts]);
        Ok(())
    }

    /// Ends every session with the portal, there and here.
    ///
    /// # Errors
    /// When the session's cookies could not be removed.
    pub async fn sign_out(&self) -> Result<(), Problem> {
        let person = crate::app::travel::NobodyHere;
        self.end_session(&person)
            .await
            .map(|_| ())
            .map_err(|stopped| for_window(stopped.problem))
    }

    /// Forgets on this computer. The portal is not asked.
    ///
    /// # Errors
    /// When the store or the secret store cannot be written.
    pub async fn forget_account(&self, what: ForgetView) -> Result<(), Problem> {
        let mut book = self.account_book().await?;
        match what {
            ForgetView::Password { user_name } => {
                self.forget_account_secret(&user_name, AccountSecret::Password)
                    .await?;
                book.account(&user_name).password_kept = false;
            }
            ForgetView::Pin { user_name } => {
                self.forget_account_secret(&user_name, AccountSecret::Pin)
                    .await?;
                book.account(&user_name).pin_kept = false;
            }
            ForgetView::Account { user_name } => self.forget_one(&mut book, &user_name).await?,
            ForgetView::Everything => {
                let all: Vec<String> = book.accounts.iter().map(|a| a.user_name.clone()).collect();
                for user_name in all {
                    self.forget_one(&mut book, &user_name).await?;
                }
                self.forget_account_entries().await?;
                book = AccountBook::default();
            }
        }
        self.keep_account_book(&book).await?;
        self.tell(&[ChangedKind::Accounts]);
        Ok(())
    }

    async fn forget_one(&self, book: &mut AccountBook, user_name: &str) -> Result<(), Problem> {
        self.forget_account_secret(user_name, AccountSecret::Password)
            .await?;
        self.forget_account_secret(user_name, AccountSecret::Pin)
            .await?;
        if book.signed_in.iter().any(|s| s.user_name == user_name) {
            self.forget_session().await?;
        }
        book.forget(user_name);
        Ok(())
    }

    /// Looks at a group-association link, on this computer only.
    ///
    /// # Errors
    /// When there is no address in it.
    pub async fn inspect_link(&self, link: String) -> Result<LinkView, Problem> {
        let url = link_of(&link)?;
        let allowed = self.inner.profile.allows_host(&url);
        let problem = (!allowed).then(|| self.foreign_link(&url));
        Ok(LinkView {
            link: url.to_string(),
            host: host_of(&url),
            allowed,
            problem,
        })
    }

    /// A link of the person's that leads away from the portal, in the words of a journey: the portal sent nobody there.
    pub(crate) fn foreign_link(&self, link: &Url) -> Problem {
        let error = JourneyError::ForeignLink {
            error: PortalError::ForeignHost {
                host: host_of(link),
                allowed: self.inner.profile.allowed_hosts.clone(),
            },
        };
        Problem::new(error.kind(), error.to_string(), error.hint())
    }

    /// A new password that fits the portal's rules.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub async fn generate_password(&self) -> Result<MadePassword, Problem> {
        // Without letters and digits that look alike, since some portals show no way to paste.
        const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        loop {
            let mut random = Zeroizing::new([0_u8; 64]);
            getrandom::fill(&mut *random).map_err(|e| {
                Problem::new(
                    "internal",
                    format!("The system gave no randomness: {e}."),
                    "Type a password of your own.",
                )
            })?;
            let mut made = Zeroizing::new(String::new());
            // A byte beyond the last whole round of the letters would favour the first ones.
            let whole = 256 / LETTERS.len() * LETTERS.len();
            for byte in random
                .iter()
                .map(|b| usize::from(*b))
                .filter(|b| *b < whole)
                .take(16)
            {
                made.push(char::from(LETTERS[byte % LETTERS.len()]));
            }
            if made.len() == 16 && PasswordRules::PORTAL.lacks(&made).is_empty() {
                return Ok(MadePassword(SecretString::from(made.as_str())));
            }
        }
    }

    async fn journey_at_rest(&self) -> Result<JourneyView, Problem> {
        let view = self.window_journey_at_rest().await;
        self.clear_ended_journey();
        view.ok_or_else(|| Problem::new("not_found", "No journey is open.", ""))
    }
}

/// What a journey is started with: answers by name, the part to sign in to, a link.
fn wish(answers: Vec<AnswerView>) -> Result<Wish, Problem> {
    let mut wish = Wish::default();
    for answer in answers {
        let AnswerValue::Text { text } = answer.answer else {
            continue;
        };
        match answer.name.as_str() {
            "part" => wish.part = PortalPart::parse(&text),
            "link" => wish.link = Some(link_of(&text)?),
            _ => {
                wish.answers.insert(answer.name, text);
            }
        }
    }
    Ok(wish)
}

/// The host of a link, with the port where one is written.
fn host_of(link: &Url) -> String {
    match (link.host_str(), link.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    }
}

/// A link as it was pasted: an address, or the deep link that carries one.
pub fn link_of(text: &str) -> Result<Url, Problem> {
    let wrong = || {
        Problem::new(
            "bad_input",
            "This is not a link that can be opened.",
            "Copy the whole link from the e-mail, from \"https://\" on.",
        )
    };
    let url = Url::parse(text.trim()).map_err(|_| wrong())?;
    let url = if url.scheme() == "docketbell" {
        let link = url
            .query_pairs()
            .find(|(key, _)| key == "link")
            .map(|(_, link)| link.into_owned());
        Url::parse(link.unwrap_or_default().trim()).map_err(|_| wrong())?
    } else {
        url
    };
    let is_web = matches!(url.scheme(), "https" | "http") && url.host_str().is_some();
    if !is_web || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong());
    }
    Ok(url)
}

/// The words of a problem that the window acts on.
fn for_window(mut problem: Problem) -> Problem {
    let kind = match problem.kind.as_str() {
        "locked_out" => "locked",
        "access_stopped" => "stopped",
        _ => return problem,
    };
    kind.clone_into(&mut problem.kind);
    problem
}

fn sign_in_view(signed_in: &crate::app::account_book::SignedIn) -> SignInView {
    SignInView {
        part: match signed_in.part {
            PortalPart::Casenet => PartView::Casenet,
            PortalPart::Ecf => PartView::Ecf,
            PortalPart::Group => PartView::Group,
        },
        as_whom: signed_in.user_name.clone(),
        since: signed_in.since.to_string(),
        state: match signed_in.standing {
            Standing::SignedIn => SignInStateView::SignedIn,
            Standing::Ended => SignInStateView::Ended,
            Standing::Disabled => SignInStateView::Disabled,
            Standing::NoGroup => SignInStateView::NoGroup,
        },
        portal_says: signed_in.portal_says.clone(),
    }
}

/// A journey that was left in an earlier run.
fn kept_view(journey: &StoredJourney) -> JourneyView {
    let kind = window_journey::view_of(journey.kind);
    let seen = [(journey.step.clone(), journey.page.clone())];
    let problem = (journey.state == JourneyState::Uncertain).then(|| {
        Problem::new(
            "uncertain",
            format!(
                "The last click of {} was sent, and its answer was lost.",
                journey.kind.in_words()
            ),
            "Settle it by reading the portal.",
        )
    });
    JourneyView {
        kind,
        steps: window_journey::steps(kind, &journey.step, &seen, false),
        page: None,
        working: false,
        outcome: None,
        problem,
        saved_at: Some(journey.updated_at.to_string()),
    }
}

/// What settling has shown, for the window: the last one that was done, or that nothing was.
fn settled_view(all: &[Reconciled]) -> Result<OutcomeView, Problem> {
    let mut view = OutcomeView {
        outcome: "nothing_done".to_owned(),
        as_whom: None,
        group: None,
        next: None,
        until: None,
        portal_says: None,
    };
    for one in all {
        match &one.settled {
            Settled::Done(outcome) => view = window_journey::outcome_view(outcome),
            Settled::NotDone { words } => view.portal_says.clone_from(words),
            Settled::StillUncertain { words } => {
                return Err(Problem::new(
                    "uncertain",
                    format!("The portal did not tell whether it was done. It says: \"{words}\"."),
                    "Try again later with the right password, or look in your own browser.",
                ));
            }
            Settled::MailNotSeen => {
                return Err(Problem::new(
                    "uncertain",
                    "Nobody knows yet whether the e-mail was sent.",
                    "Look in your mailbox, and in the spam folder. No e-mail after an hour: say so here, and ask for another.",
                ));
            }
        }
    }
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_taken_as_pasted_or_from_a_deep_link_and_never_with_a_password_in_it() {
        let plain = link_of(" https://www.courts.mo.gov/join?g=1 ").unwrap();
        assert_eq!(plain.host_str(), Some("www.courts.mo.gov"));
        let deep =
            link_of("docketbell://associate?link=https%3A%2F%2Fwww.courts.mo.gov%2Fjoin%3Fg%3D1")
                .unwrap();
        assert_eq!(deep, plain, "the same link");
        for bad in [
            "",
            "join",
            "javascript:alert(1)",
            "https://a:b@www.courts.mo.gov/",
            "docketbell://associate",
            "file:///etc/passwd",
        ] {
            assert!(link_of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_never_among_what_a_journey_starts_with() {
        let given: Vec<AnswerView> = serde_json::from_value(serde_json::json!([
            {"name": "part", "answer": {"kind": "text", "text": "ecf"}},
            {"name": "password", "answer": {"kind": "secret", "secret": "canary", "keep": true}},
        ]))
        .unwrap();
        let wish = wish(given).unwrap();
        assert_eq!((wish.part, wish.answers.len()), (Some(PortalPart::Ecf), 0));
    }
}
