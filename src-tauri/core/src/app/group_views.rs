//! What the window is shown of the administrator's desk: roster, outbox, PIN; its papers stand beside it. Plain values, never
//! a secret. `ts-rs` writes each of these to `ui/src/lib/generated/`. Moments are RFC 3339 UTC; the window words them
//! in Central time. Sentences are ready to be shown as they are.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

use crate::app::views::Problem;

mod papers;
pub use papers::*;

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

/// A sheet of paper with the PIN, for who comes to the group; never with a link beside it. It is given to the printer and
/// nothing else: it has no way across the IPC.
#[derive(Debug)]
pub struct PinSheet {
    /// The group's name.
    pub group: String,
    /// The PIN.
    pub pin: SecretString,
}

/// A line of such a sheet.
pub struct PinSheetLine {
    /// What stands there.
    pub words: SecretString,
    /// The PIN itself: large, in letters that nobody mixes up.
    pub is_pin: bool,
    /// What the sheet is about.
    pub is_heading: bool,
}

impl PinSheet {
    /// What is printed, from top to bottom.
    pub fn lines(&self) -> [PinSheetLine; 4] {
        let line = |words: &str| PinSheetLine {
            words: SecretString::from(words),
            is_pin: false,
            is_heading: false,
        };
        [
            PinSheetLine {
                is_heading: true,
                ..line(&self.group)
            },
            line("Group PIN"),
            PinSheetLine {
                is_pin: true,
                ..line(self.pin.expose_secret())
            },
            line(
                "Keep this sheet apart from the invitation: whoever has the PIN and the group's link can join the group. Destroy it when you have joined.",
            ),
        ]
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
