//! Accounts and journeys, as the window asks for them. Not built yet: every call says so.

use crate::app::Desk;
use crate::app::account_views::{
    AccountsView, AnswerView, ForgetView, JourneyKindView, JourneyView, LinkView, MadePassword,
};
use crate::app::views::Problem;

fn not_yet() -> Problem {
    Problem::new(
        "not_yet",
        "Docketbell cannot do this yet.",
        "Use the court's own site in your browser.",
    )
}

impl Desk {
    /// Accounts, sign-in, groups, and what is kept of them. Asks nothing of the portal.
    ///
    /// # Errors
    /// When the store or the secret store cannot be read.
    pub async fn accounts(&self) -> Result<AccountsView, Problem> {
        Err(not_yet())
    }

    /// Starts a journey, or goes on with the open one of the same kind. Answers as soon as a page waits for a person, or at
    /// the end.
    ///
    /// # Errors
    /// When another journey is open, or the profile does not allow it.
    pub async fn start_journey(
        &self,
        _kind: JourneyKindView,
        _answers: Vec<AnswerView>,
    ) -> Result<JourneyView, Problem> {
        Err(not_yet())
    }

    /// The journey that is open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn journey(&self) -> Result<Option<JourneyView>, Problem> {
        Err(not_yet())
    }

    /// Answers the page that waits. Answers as soon as the next page waits, or at the end.
    ///
    /// # Errors
    /// `other_page` when another page waits by now.
    pub async fn answer_page(
        &self,
        _question_id: String,
        _answers: Vec<AnswerView>,
    ) -> Result<JourneyView, Problem> {
        Err(not_yet())
    }

    /// Keeps what is typed so far on the page that waits, so that a crash loses none of it. A secret among the answers is
    /// passed over: secrets are never stored. Answers with the moment of the keeping.
    ///
    /// # Errors
    /// `other_page` when another page waits by now; when the store cannot be written.
    pub async fn keep_answers(
        &self,
        _question_id: String,
        _answers: Vec<AnswerView>,
    ) -> Result<String, Problem> {
        Err(not_yet())
    }

    /// Asks the portal for another picture of a phrase.
    ///
    /// # Errors
    /// When no picture is asked about now.
    pub async fn another_picture(&self) -> Result<JourneyView, Problem> {
        Err(not_yet())
    }

    /// Leaves the journey for later: what is not secret stays in the store.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn leave_journey(&self) -> Result<(), Problem> {
        Err(not_yet())
    }

    /// Forgets the open journey and all its answers.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_journey(&self) -> Result<(), Problem> {
        Err(not_yet())
    }

    /// Ends every session with the portal, there and here.
    ///
    /// # Errors
    /// When the session's cookies could not be removed.
    pub async fn sign_out(&self) -> Result<(), Problem> {
        Err(not_yet())
    }

    /// Forgets on this computer. The portal is not asked.
    ///
    /// # Errors
    /// When the store or the secret store cannot be written.
    pub async fn forget_account(&self, _what: ForgetView) -> Result<(), Problem> {
        Err(not_yet())
    }

    /// Looks at a group-association link, on this computer only.
    ///
    /// # Errors
    /// When there is no address in it.
    pub async fn inspect_link(&self, _link: String) -> Result<LinkView, Problem> {
        Err(not_yet())
    }

    /// A new password that fits the portal's rules.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub async fn generate_password(&self) -> Result<MadePassword, Problem> {
        Err(not_yet())
    }
}
