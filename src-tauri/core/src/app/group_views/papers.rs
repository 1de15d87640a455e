//! What the window is shown of the desk's papers: drafts, invitations, playbooks, reviews, the audit log.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActionView, NewUserDecision, UserStatusView};

/// A message that is opened in the person's own mail program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct MailDraft {
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// `mailto:` with both; no address, since the roster has none. Never holds a PIN.
    pub mailto: String,
}

/// What a new user is given. The PIN is never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct InvitationView {
    /// The steps in our own words.
    pub instructions: String,
    /// Where an account is made.
    pub registration_link: Option<String>,
    /// The group-association link that the court gave the administrator; asked for once (`save_association_link`).
    pub association_link: Option<String>,
    /// The whole as a mail.
    pub mail: MailDraft,
    /// The whole as a page to print: no script, no address but the two links.
    pub print_html: String,
    /// How the PIN travels, in a sentence.
    pub pin_hint: String,
}

/// A playbook: somebody leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OffboardingView {
    /// Names it.
    #[ts(type = "number")]
    pub id: i64,
    /// Who leaves.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// When it was begun.
    pub started_at: String,
    /// When its last step was done.
    pub finished_at: Option<String>,
    /// Its steps in order.
    pub steps: Vec<OffboardingStepView>,
    /// Steps done or skipped.
    pub done: u32,
    /// The record at the end, as a page to print.
    pub record_html: Option<String>,
}

/// A step of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OffboardingStepView {
    /// Which.
    pub step: OffboardingStepKind,
    /// "Change the group PIN".
    pub title: String,
    /// How it stands.
    pub state: OffboardingStepState,
    /// What it means, or what happened.
    pub words: String,
    /// When it was done or skipped.
    pub at: Option<String>,
    /// Its action, for disable and remove.
    pub action: Option<ActionView>,
}

/// The steps of a playbook, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum OffboardingStepKind {
    /// Disable: access ends at once.
    Disable,
    /// Remove from the group.
    Remove,
    /// Change the PIN.
    ChangePin,
    /// Tell the remaining users: who has not joined yet needs the new PIN.
    TellOthers,
    /// Read the roster again: the user is gone and nobody is new.
    Verify,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum OffboardingStepState {
    /// To do.
    ToDo,
    /// Asked for, not in effect yet.
    Waiting,
    /// Needs a person: refused, in conflict, uncertain, failed.
    Stuck,
    /// Done and, where the portal can tell, read back.
    Done,
    /// Left out by a person.
    Skipped,
}

/// The access review of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccessReviewView {
    /// "2026-Q4".
    pub period: String,
    /// It is due: not signed yet.
    pub due: bool,
    /// When it was opened; none: not yet.
    pub opened_at: Option<String>,
    /// Everybody to be confirmed; empty until the review is opened (`open_access_review`).
    pub lines: Vec<AccessReviewLine>,
    /// When it was signed.
    pub signed_at: Option<String>,
    /// By whom.
    pub signed_by: Option<String>,
    /// Fingerprint of the signed record.
    pub hash: Option<String>,
    /// Signed reviews of earlier quarters, the latest first; their records stay.
    pub earlier: Vec<SignedReviewView>,
}

/// A review that somebody signed in an earlier quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SignedReviewView {
    /// "2026-Q3".
    pub period: String,
    /// When it was signed.
    pub signed_at: String,
    /// By whom.
    pub signed_by: String,
}

/// A line of an access review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccessReviewLine {
    /// The user.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// How they stood when the review was opened.
    pub status: UserStatusView,
    /// What they told.
    pub information: String,
    /// What was decided; none: not yet.
    pub decision: Option<NewUserDecision>,
}

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AuditLine {
    /// Its number, from 1.
    #[ts(type = "number")]
    pub number: i64,
    /// When.
    pub at: String,
    /// Who, on this computer; "the portal" for what it showed by itself.
    pub who: String,
    /// Stable word of what was done: `asked`, `sent`, `done`, `pin_changed` …
    pub what: String,
    /// Whom it is about.
    pub about: Option<String>,
    /// In a sentence.
    pub words: String,
    /// The portal's own words.
    pub portal_says: Option<String>,
}

/// A page of the audit log, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<AuditLine>,
    /// Lines in all.
    #[ts(type = "number")]
    pub total: i64,
    /// Every line still fits the one before it. False: somebody changed the file; the first line that does not fit.
    pub whole: bool,
    /// The number of that line.
    #[ts(type = "number | null")]
    pub broken_at: Option<i64>,
    /// It does not end where it was written down to end: its newest lines may be missing.
    pub cut_off: bool,
}
