//! What the window is shown of the administrator's desk: roster, outbox, PIN, playbooks, reviews, audit log. Plain values,
//! never a secret. `ts-rs` writes each of these to `ui/src/lib/generated/`. Moments are RFC 3339 UTC; the window words them
//! in Central time. Sentences are ready to be shown as they are.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

use crate::app::views::Problem;

/// The group as this computer knows it. Asks nothing of the portal.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct GroupView {
    /// The group's name as the portal says it.
    pub name: Option<String>,
    /// The administrator whose log-on read it.
    pub administrator: Option<String>,
    /// When the whole roster was last read; none: never.
    pub as_of: Option<String>,
    /// Why the last reading did not work, if it was tried after `as_of`. The roster is as it was.
    pub last_problem: Option<Problem>,
    /// Everybody, the removed included, in the portal's order; removed ones last.
    pub users: Vec<GroupUserView>,
    /// How many are active, by the portal's last word.
    pub active: u32,
    /// How many are disabled.
    pub disabled: u32,
    /// How many were removed and are still remembered.
    pub removed: u32,
    /// What waits and what needs a person.
    pub outbox: OutboxView,
    /// The PIN and who knows it.
    pub pin: PinView,
    /// New associations that nobody here has looked at.
    pub new_users: Vec<NewUserView>,
    /// Playbooks under way; those that ended are asked for by `offboardings`.
    pub offboardings: Vec<OffboardingView>,
    /// The access review of this quarter.
    pub access_review: AccessReviewView,
    /// Whom to call when something cannot wait.
    pub help_desk: String,
}

/// How a user stands, by the portal's own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum UserStatusView {
    /// May file.
    Active,
    /// Still in the group, may not file.
    Disabled,
    /// Not in the group any more.
    Removed,
}

/// A user of the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct GroupUserView {
    /// Names the user everywhere; never changes.
    pub user_name: String,
    /// The person's name, as the portal writes it.
    pub name: String,
    /// By the portal's last word. A pending action never changes it.
    pub status: UserStatusView,
    /// When a reading first showed this status.
    pub status_since: String,
    /// What the user told the administrator: position, department, supervisor.
    pub information: String,
    /// When a reading first showed the user.
    pub first_seen_at: String,
    /// Was there at the first reading: when they joined is not known.
    pub from_the_start: bool,
    /// When a reading last showed the user.
    pub last_seen_at: String,
    /// When the user was found gone.
    pub removed_at: Option<String>,
    /// The administrator's own words.
    pub note: Option<String>,
    /// What was asked for and is not in effect yet; the latest. Draw it beside `status`, never in its place.
    pub pending: Option<ActionView>,
    /// What can be asked for now: not what is so already, nothing for somebody who is gone.
    pub can: Vec<WantedView>,
}

/// What is to become true of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum WantedView {
    /// Activate.
    Active,
    /// Disable.
    Disabled,
    /// Remove.
    Removed,
}

/// How an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ActionStateView {
    /// Waits: not in effect yet.
    Queued,
    /// On its way.
    Sending,
    /// The portal's list shows it.
    Done,
    /// The portal said no.
    Refused,
    /// Sent, answer lost; settled by reading the portal (`settle_uncertain`).
    Uncertain,
    /// Somebody else changed the user: a person decides (`resolve_conflict`).
    Conflict,
    /// Not carried out; the reason is in `message`.
    Failed,
    /// Taken back.
    Withdrawn,
}

/// An action on one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ActionView {
    /// Names it.
    #[ts(type = "number")]
    pub id: i64,
    /// Whom it is about.
    pub user_name: String,
    /// The person's name; the user name where none is known.
    pub name: String,
    /// What is to become true.
    pub wanted: WantedView,
    /// How it stands.
    pub state: ActionStateView,
    /// "Disable Quinn Example".
    pub title: String,
    /// What that means now, in a sentence: "Not in effect yet: Quinn Example can still file until the court confirms."
    pub words: String,
    /// When it was asked for.
    pub asked_at: String,
    /// By whom on this computer; empty when no name is set.
    pub asked_by: String,
    /// Who it tells: "The court e-mails Quinn Example; you are copied."
    pub told: String,
    /// It waits longer than 24 hours: a person confirms it first (`confirm_actions`).
    pub needs_review: bool,
    /// From when on it has to be looked at again.
    pub review_from: String,
    /// How the user stood when it was asked for, in words.
    pub was: Option<String>,
    /// A conflict's other side: how the user stands at the portal.
    pub portal_shows: Option<UserStatusView>,
    /// Both sides of a conflict in sentences: what was asked, what the portal shows.
    pub sides: Option<ConflictSides>,
    /// The portal's own words.
    pub portal_says: Option<String>,
    /// Ours.
    pub message: Option<String>,
    /// When it came to its end, or was read back.
    pub settled_at: Option<String>,
    /// The playbook that it is part of.
    #[ts(type = "number | null")]
    pub offboarding_id: Option<i64>,
}

/// The two sides of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConflictSides {
    /// "Activate Terry Sample (was disabled)".
    pub asked: String,
    /// When.
    pub asked_at: String,
    /// "Terry Sample is not in the group".
    pub shown: String,
    /// When that was read.
    pub shown_at: String,
    /// What can be decided, the safest first.
    pub choices: Vec<ConflictChoice>,
}

/// A way out of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConflictChoice {
    /// What `resolve_conflict` is given.
    pub decision: ConflictDecision,
    /// "Drop my request. Terry Sample stays out of the group."
    pub words: String,
}

/// What a person decides about a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ConflictDecision {
    /// What the portal shows stays.
    Drop,
    /// What was asked still holds: queued again, against what the portal shows now.
    Insist,
    /// Drop it, and prepare an invitation (`invitation`).
    InviteAgain,
}

/// Everything that waits, and what came to its end lately.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct OutboxView {
    /// Queued, sending, uncertain, in conflict; in the order in which they go.
    pub waiting: Vec<ActionView>,
    /// Ended, the latest first; at most 50.
    pub ended: Vec<ActionView>,
    /// How many wait for Send.
    pub queued: u32,
    /// How many of them need a look first.
    pub to_review: u32,
    /// How many conflicts wait for a decision.
    pub conflicts: u32,
    /// How many are uncertain.
    pub uncertain: u32,
    /// How many new people nobody here has looked at (`GroupView::new_users`): the rail counts them with the above.
    pub new_users: u32,
    /// A delivery runs.
    pub delivering: Option<DeliveryProgress>,
    /// Some action takes access away and is not in effect: this sentence, with the help desk's number.
    pub urgent: Option<String>,
}

/// How a delivery goes on. Also the event `delivery`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DeliveryProgress {
    /// What it does now.
    pub step: DeliveryStep,
    /// The action that is being sent.
    pub action: Option<Box<ActionView>>,
    /// Actions dealt with.
    pub done: u32,
    /// Actions in all.
    pub total: u32,
    /// Page of the roster that is being read.
    pub page: Option<u32>,
}

/// A step of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStep {
    /// Reads the roster before anything is sent.
    ReadingBefore,
    /// One click.
    Sending,
    /// Reads the roster to see what is in effect.
    ReadingAfter,
    /// Over.
    Ended,
}

/// What a delivery, or a settling, came to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DeliveredView {
    /// The actions it dealt with, as they stand now.
    pub actions: Vec<ActionView>,
    /// Why it stopped before its end; the rest waits. `needs_person`: sign in to the group's administration first.
    pub problem: Option<Problem>,
    /// A reminder about the PIN, once somebody was removed or disabled.
    pub pin_reminder: Option<String>,
}

/// What actions would mean, before they are queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ActionPlan {
    /// One a user.
    pub users: Vec<PlannedAction>,
    /// What it does, in a sentence for all of them.
    pub effect: String,
    /// Who is told by whom.
    pub told: String,
    /// Until it is delivered, access continues; the help desk's number. Only for disable and remove.
    pub urgent: Option<String>,
    /// Why it cannot be asked for as it stands: more than 20 users, nobody, a user who is gone.
    pub problem: Option<Problem>,
}

/// What an action would mean for one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PlannedAction {
    /// The user.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// "Quinn Example stays in the group and cannot file until activated."
    pub effect: String,
    /// It is so already, or waits already; nothing would be queued.
    pub nothing_to_do: Option<String>,
}

/// The PIN: never itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PinView {
    /// When it was last changed from here; none: never.
    pub set_at: Option<String>,
    /// Whole days since then.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// It is in the secret store and can be shown for 30 seconds (`show_pin`).
    pub kept: bool,
    /// The last change was sent and its answer was lost: set it again.
    pub uncertain: bool,
    /// Removed or disabled since, and still know it.
    pub left: Vec<KnowsPinView>,
    /// Active users who joined with it.
    pub joined: u32,
    /// Remind at this age in days; none: never.
    pub remind_after_days: Option<u32>,
    /// Why the PIN should be changed now, in a sentence; none when it need not.
    pub reminder: Option<String>,
}

/// Somebody who knows the PIN and should not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KnowsPinView {
    /// The user.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// Removed or disabled.
    pub status: UserStatusView,
    /// Since when, as far as readings tell.
    pub since: String,
}

/// The new PIN.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum NewPin {
    /// Typed by the administrator.
    Typed {
        /// As typed; goes to Rust once and is cleared by the window.
        #[ts(type = "string")]
        pin: SecretString,
        /// Keep it in the secret store.
        keep: bool,
    },
    /// Made here, 6 to 12 characters without look-alikes, and kept in the secret store before it is sent.
    Generated {
        /// How many characters.
        length: u32,
    },
}

/// A PIN that an administrator asked to see. The window shows it for 30 seconds and then forgets it.
#[derive(Debug)]
pub struct ShownPin(pub SecretString);

impl Serialize for ShownPin {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.expose_secret())
    }
}

/// A new association that nobody here has looked at: "Do you know this person?"
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct NewUserView {
    /// Names it.
    #[ts(type = "number")]
    pub id: i64,
    /// The user.
    pub user_name: String,
    /// The person's name.
    pub name: String,
    /// What they told.
    pub information: String,
    /// When a reading first showed them.
    pub found_at: String,
}

/// What a person decides about somebody new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum NewUserDecision {
    /// I know this person.
    Keep,
    /// Queue: disable.
    Disable,
    /// Queue: remove.
    Remove,
}

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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_pin_is_not_printed() {
        let typed: NewPin = serde_json::from_value(serde_json::json!({
            "how": "typed", "pin": "Canary77", "keep": true
        }))
        .unwrap();
        assert!(
            matches!(&typed, NewPin::Typed { pin, keep: true } if pin.expose_secret() == "Canary77"),
            "it arrives whole"
        );
        assert!(!format!("{typed:?}").contains("Canary"));
    }
}
