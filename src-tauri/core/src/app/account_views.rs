//! What the window is shown of accounts and journeys, and what it answers with: plain values, never a secret outwards.
//!
//! A page of a journey is shown as one form: [`PageView`] with its [`AskView`]s, answered by [`AnswerView`]s that name the
//! page's `question_id`. An answer to another page is refused, so that a late click cannot fill the wrong form.
//! `ts-rs` writes each of these to `ui/src/lib/generated/`. Moments are RFC 3339 UTC; the window words them in Central time.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

use crate::app::views::{Problem, Protection};

/// What a person can set out to do with an account (account-pages.md A, B, C; cli.md "Commands").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum JourneyKindView {
    /// A1 to A9: the account that the court's security unit issued.
    RegisterAdministrator,
    /// B1 to B8: an account for a member of a group.
    RegisterUser,
    /// C1 and C2: an account for Case.net.
    RegisterAccount,
    /// B9 to B12: joins a group; starts with an answer `link`.
    Associate,
    /// My Preferences: leaves the group.
    Dissociate,
    /// C3 and C4, or a log-on; starts with an answer `part` (`casenet`, `ecf`, `group`), and `user_name` where one was chosen.
    SignIn,
    /// C5, the password.
    RecoverPassword,
    /// C5, the user name.
    RecoverUserName,
    /// A new password for an account that is signed in.
    ChangePassword,
    /// The verification mail once more (C2).
    ResendVerification,
    /// My Preferences: the defaults for eFiling.
    Preferences,
    /// Settles an uncertain outcome by reading the portal.
    Reconcile,
}

/// A journey as the window draws it. Also the event `journey`, told on every change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct JourneyView {
    /// What it is for.
    pub kind: JourneyKindView,
    /// The procedure's steps in their order.
    pub steps: Vec<JourneyStepView>,
    /// The page that waits for a person; none while working or at the end.
    pub page: Option<PageView>,
    /// Something is being asked of the portal now.
    pub working: bool,
    /// How it ended.
    pub outcome: Option<OutcomeView>,
    /// Why it stands still; starting the same kind again goes on from here. Kinds that the view acts on: `session_ended`,
    /// `uncertain`, `locked`, `unexpected_page`, `label_not_found`, `label_ambiguous`, `foreign_host`, `stopped`.
    pub problem: Option<Problem>,
    /// When what is not secret was stored last.
    pub saved_at: Option<String>,
}

/// A step of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct JourneyStepView {
    /// The procedure's own number (`A2`, `B10`).
    pub number: String,
    /// What it is about; the window's own words for the number come first.
    pub title: String,
    /// Where the journey stands with it.
    pub state: StepStateView,
}

/// Where a journey stands with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum StepStateView {
    /// Behind us.
    Done,
    /// You are here.
    Here,
    /// Comes later.
    Ahead,
    /// Not needed this time.
    Skipped,
}

/// A page of the portal that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PageView {
    /// Names this page in the answer; another page has another.
    pub question_id: String,
    /// The procedure's own step.
    pub step: String,
    /// The heading as the portal shows it.
    pub page: String,
    /// The host that the answer goes to, in full.
    pub host: String,
    /// What the portal says on it (refusals at the top, notices), and what we have to say about it.
    pub told: Vec<ToldView>,
    /// What the page shows of what was entered before; read it before the last click.
    pub shows: Vec<ShownView>,
    /// What was given on the pages before; only where [`PageView::last_click`].
    pub given: Vec<GivenView>,
    /// What is asked.
    pub asks: Vec<AskView>,
    /// Pressing changes something for good.
    pub last_click: bool,
    /// The visible button that will be pressed.
    pub button: String,
}

/// A sentence above a page: the portal's, or ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ToldView {
    /// The words.
    pub words: String,
    /// It refuses something, so it is shown as an error; always the portal's.
    pub refusal: bool,
    /// They are Docketbell's, not the portal's.
    pub ours: bool,
}

/// A fact that a person gave on an earlier page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct GivenView {
    /// `user_name`, `first_name`, `last_name`, `email`, `phone`, `mailing_address`, `billing_address`; `my_account` for a
    /// row of that page.
    pub name: String,
    /// The portal's own label, where only the portal has words for it.
    pub label: Option<String>,
    /// What was given.
    pub value: String,
}

/// A label and a value that a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ShownView {
    /// The visible label.
    pub label: String,
    /// The visible value.
    pub value: String,
}

/// One thing that a page asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AskView {
    /// Names it in the answer: cli.md's NAME, or the row's visible label. Unique within a page.
    pub name: String,
    /// What kind of answer is wanted.
    pub kind: AskKindView,
    /// The page's words.
    pub prompt: String,
    /// The heading it stands under, where two labels are equal.
    pub under: Option<String>,
    /// The portal takes an empty answer.
    pub optional: bool,
    /// What can be chosen.
    pub options: Vec<AskOptionView>,
    /// The picture of a phrase, as a `data:` URL.
    pub image: Option<String>,
    /// An agreement in full.
    pub text: Option<String>,
    /// The portal's words at this field.
    pub refused: Option<String>,
    /// What was answered before, or what the page filled in; never a secret.
    pub known: Option<String>,
    /// The rules of a password that is being made.
    pub rules: Option<PasswordRulesView>,
    /// The secret can be kept where `AccountsView::kept_in` says, if the person ticks it.
    pub may_keep: bool,
}

/// What kind of answer is wanted (cli.md "A person's part").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum AskKindView {
    /// A password, PIN or security answer: typed, sent once, cleared.
    Secret,
    /// A line of text.
    Text,
    /// The phrase in a picture.
    Phrase,
    /// A code that was e-mailed.
    Code,
    /// One of the options.
    Choice,
    /// A text to read, and a box to tick or not.
    Agreement,
}

/// One of the things that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AskOptionView {
    /// What is answered.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// What a new password must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PasswordRulesView {
    /// The least number of characters.
    pub least: u32,
    /// A capital letter is needed.
    pub upper: bool,
    /// A small letter is needed.
    pub lower: bool,
    /// A digit is needed.
    pub digit: bool,
}

/// How a journey ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OutcomeView {
    /// cli.md's word: `registered`, `associated`, `dissociated`, `signed_in`, `mailed`, `changed`, `saved`, `nothing_done`.
    pub outcome: String,
    /// For whom.
    #[serde(rename = "as")]
    pub as_whom: Option<String>,
    /// The group, as the portal says it.
    pub group: Option<String>,
    /// What comes next: `verify_email`, `associate`, `sign_in`, `read_email`.
    pub next: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// The portal's own words at the end (a disabled user's notice).
    pub portal_says: Option<String>,
}

/// Accounts, sign-in, groups, and what is kept of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountsView {
    /// Signed in as whom, for which part of the portal.
    pub signed_in: Vec<SignInView>,
    /// Accounts that this computer knows.
    pub accounts: Vec<AccountView>,
    /// Where secrets are kept: the keyring, or the sealed file of a store made with a passphrase.
    pub kept_in: Protection,
    /// Why they cannot be kept now.
    pub keeping_problem: Option<Problem>,
    /// What was agreed to.
    pub agreements: Vec<AgreementView>,
    /// A journey that is open.
    pub open_journey: Option<JourneyView>,
    /// Further journeys that were left before their end, each of another kind.
    pub left_journeys: Vec<JourneyView>,
    /// The link in the verification mail counts until then.
    pub verify_until: Option<String>,
    /// The portal has locked the account until then, as far as we can count.
    pub locked_until: Option<String>,
    /// Log-ins left before the portal locks the account, as far as we can count.
    pub tries_left: Option<u32>,
    /// The link to keep (`/ecf/`), where the profile names one.
    pub ecf_link: Option<String>,
}

/// Signed in, for one part of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SignInView {
    /// Which part.
    pub part: PartView,
    /// As whom.
    #[serde(rename = "as")]
    pub as_whom: String,
    /// Since when.
    pub since: String,
    /// How it stands.
    pub state: SignInStateView,
    /// The portal's own words about it.
    pub portal_says: Option<String>,
}

/// A part of the portal with a sign-in of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PartView {
    /// Case.net: Track This Case, Manage My Case.
    Casenet,
    /// eFiling.
    Ecf,
    /// The group: its menu, or its administration.
    Group,
}

/// How a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SignInStateView {
    /// Signed in.
    SignedIn,
    /// The portal ended the session; sign in again.
    Ended,
    /// The group's administrator disabled this user.
    Disabled,
    /// Signed in, but in no group.
    NoGroup,
}

/// An account that this computer knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountView {
    /// The user name, or the e-mail address of a Case.net account.
    pub user_name: String,
    /// What is kept of it.
    pub kept: KeptView,
    /// The group it belongs to, as the portal says it.
    pub group: Option<String>,
}

/// Which secrets exist. The window learns that, never the secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export)]
pub struct KeptView {
    /// A password is kept.
    pub password: bool,
    /// A PIN is kept.
    pub pin: bool,
}

/// What a person agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AgreementView {
    /// The heading of the page.
    pub title: String,
    /// When the box was ticked.
    pub agreed_at: String,
    /// SHA-256 of the text that was shown, in hex.
    pub hash: String,
    /// For which account.
    pub user_name: Option<String>,
}

/// A group-association link, looked at on this computer only: nothing is asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LinkView {
    /// The link as it would be opened.
    pub link: String,
    /// Its host in full, as the network knows it (punycode).
    pub host: String,
    /// The portal's profile allows this host.
    pub allowed: bool,
    /// Why it cannot be used.
    pub problem: Option<Problem>,
}

/// What is forgotten on this computer. The portal's own account stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ForgetView {
    /// The kept password of an account.
    Password {
        /// Whose.
        user_name: String,
    },
    /// The kept PIN of an account's group.
    Pin {
        /// Whose.
        user_name: String,
    },
    /// All that is kept of an account.
    Account {
        /// Whose.
        user_name: String,
    },
    /// All accounts.
    Everything,
}

/// An answer to one thing that was asked.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct AnswerView {
    /// The name in [`AskView`].
    pub name: String,
    /// The answer.
    pub answer: AnswerValue,
}

/// What was answered. Its `Debug` shows nothing of it: a text may be a code, or the link of an e-mail.
#[derive(Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnswerValue {
    /// Text, a code, a phrase, or the value of a choice.
    Text {
        /// As typed.
        text: String,
    },
    /// A secret. The window sends it once and clears its field.
    Secret {
        /// As typed.
        #[ts(type = "string")]
        secret: SecretString,
        /// Keep it, where the page offers that.
        keep: bool,
    },
    /// A box was ticked.
    Yes,
    /// A box was left alone.
    No,
}

impl fmt::Debug for AnswerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text { .. } => "Text",
            Self::Secret { .. } => "Secret",
            Self::Yes => "Yes",
            Self::No => "No",
        })
    }
}

/// A password that was made for a person to see: the only secret that is ever given to the window.
#[derive(Debug)]
pub struct MadePassword(pub SecretString);

impl Serialize for MadePassword {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.expose_secret())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_never_shows_its_secret_when_it_is_printed() {
        let answer: AnswerView = serde_json::from_value(serde_json::json!({
            "name": "password", "answer": {"kind": "secret", "secret": "Canary-77", "keep": false}
        }))
        .unwrap();
        assert!(
            matches!(&answer.answer, AnswerValue::Secret { secret, .. }
                if secret.expose_secret() == "Canary-77"),
            "the secret arrives whole"
        );
        assert!(
            !format!("{answer:?}").contains("Canary"),
            "Debug prints nothing of it"
        );
    }
}
