//! What an administrator wants to become true of a user, and what is to be done about it: pure decisions, each from what
//! is wanted, what was known, and what the portal shows now (architecture rule 6).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::group::UserStatus;

/// After this time an action that waits is looked at by a person again before it is sent.
pub const REVIEW_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// Users that one action may name: a slip must not empty a group.
pub const MOST_AT_ONCE: usize = 20;

/// What is to become true of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// May file.
    Active,
    /// May not file until activated.
    Disabled,
    /// Does not belong to the group any more.
    Removed,
}

impl Wanted {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Disabled, Self::Removed];

    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Removed => "removed",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == word)
    }

    /// The status that fulfils it.
    pub fn status(self) -> UserStatus {
        match self {
            Self::Active => UserStatus::Active,
            Self::Disabled => UserStatus::Disabled,
            Self::Removed => UserStatus::Removed,
        }
    }

    /// What the person does: "disable".
    pub fn verb(self) -> &'static str {
        match self {
            Self::Active => "activate",
            Self::Disabled => "disable",
            Self::Removed => "remove",
        }
    }

    /// Takes something away from somebody: until it is delivered, they still have it.
    pub fn is_security(self) -> bool {
        matches!(self, Self::Disabled | Self::Removed)
    }
}

/// How an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// Waits; not in effect.
    Queued,
    /// Its click is on its way; nobody knows yet.
    Sending,
    /// The portal's own list shows it.
    Done,
    /// The portal said no.
    Refused,
    /// Sent, and its answer was lost. Only the portal's list settles it.
    Uncertain,
    /// Somebody else changed the user; a person decides.
    Conflict,
    /// It was not carried out, and the reason is known.
    Failed,
    /// Taken back while it waited.
    Withdrawn,
}

impl ActionState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Done,
        Self::Refused,
        Self::Uncertain,
        Self::Conflict,
        Self::Failed,
        Self::Withdrawn,
    ];

    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
            Self::Conflict => "conflict",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Not at its end: shown over what the roster says.
    pub fn is_pending(self) -> bool {
        matches!(
            self,
            Self::Queued | Self::Sending | Self::Uncertain | Self::Conflict
        )
    }
}

/// What is to be done with an action whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The portal shows it already: done without a click.
    AlreadySo,
    /// Press the button.
    Send,
    /// A person looks at it first: it is older than [`REVIEW_AFTER`].
    Review,
    /// Somebody else changed the user since it was asked for.
    Conflict,
    /// The roster has no such user, and nobody here ever saw one.
    NoSuchUser,
}

/// What is known about an action when its turn comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What is wanted.
    pub wanted: Wanted,
    /// How the user stood when it was asked for, as far as was known, or as our own earlier actions left them.
    pub expected: Option<UserStatus>,
    /// When it was asked for, or looked at again.
    pub looked_at: Timestamp,
}

/// Decides, from the portal's own list of this moment.
pub fn decide(turn: &Turn, shown: &UserStatus, now: Timestamp) -> Decision {
    if *shown == UserStatus::Removed && turn.expected.is_none() {
        return Decision::NoSuchUser;
    }
    if *shown == turn.wanted.status() {
        return Decision::AlreadySo;
    }
    let as_expected = turn.expected.as_ref().is_none_or(|was| was == shown);
    // Nobody can be disabled or activated who is not there, whatever was expected.
    if !as_expected || matches!(shown, UserStatus::Removed | UserStatus::Other(_)) {
        return Decision::Conflict;
    }
    if now.duration_since(turn.looked_at) > REVIEW_AFTER {
        return Decision::Review;
    }
    Decision::Send
}

/// What became of a click, as far as the portal's list tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The list shows what was wanted.
    Done,
    /// The list shows the user as before, and the portal said why.
    Refused,
    /// The list shows the user as before.
    NotDone,
    /// The list shows something that neither we nor the click explain.
    Conflict,
    /// The list shows the user as before, and the click may still be on its way.
    StillUncertain,
}

/// How sure we are about a click that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The portal answered it with a page, and refused it in words (`true`) or said nothing against it.
    Answered {
        /// The portal said something.
        said_no: bool,
    },
    /// The answer was lost just now; the click may still arrive.
    JustLost,
    /// The answer was lost some time ago, and a person wants it settled.
    LostBefore,
}

/// Settles a click by the portal's whole list, read after it. Never a reason to click again.
pub fn settle(
    wanted: Wanted,
    before: Option<&UserStatus>,
    shown: &UserStatus,
    sent: Sent,
) -> Verdict {
    if *shown == wanted.status() {
        return Verdict::Done;
    }
    if before.is_some_and(|before| before != shown) {
        return Verdict::Conflict;
    }
    match sent {
        Sent::Answered { said_no: true } => Verdict::Refused,
        Sent::Answered { said_no: false } | Sent::LostBefore => Verdict::NotDone,
        Sent::JustLost => Verdict::StillUncertain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    use UserStatus::{Active, Disabled, Removed};

    fn now() -> Timestamp {
        "2026-11-20T15:00:00Z".parse().unwrap()
    }

    #[rstest]
    #[case::sent(Wanted::Disabled, Some(Active), Active, 1, Decision::Send)]
    #[case::sent_after_the_night(Wanted::Removed, Some(Disabled), Disabled, 24, Decision::Send)]
    #[case::sent_where_nobody_knew(Wanted::Disabled, None, Active, 1, Decision::Send)]
    #[case::already_so(Wanted::Disabled, Some(Active), Disabled, 1, Decision::AlreadySo)]
    #[case::already_so_however_old(
        Wanted::Removed,
        Some(Active),
        Removed,
        400,
        Decision::AlreadySo
    )]
    #[case::too_old(Wanted::Disabled, Some(Active), Active, 25, Decision::Review)]
    #[case::disabled_by_another(Wanted::Removed, Some(Active), Disabled, 1, Decision::Conflict)]
    #[case::activated_by_another(Wanted::Removed, Some(Disabled), Active, 1, Decision::Conflict)]
    #[case::removed_by_another(Wanted::Active, Some(Disabled), Removed, 1, Decision::Conflict)]
    #[case::a_conflict_is_told_before_its_age(
        Wanted::Active,
        Some(Disabled),
        Removed,
        90,
        Decision::Conflict
    )]
    #[case::nobody_of_that_name(Wanted::Removed, None, Removed, 1, Decision::NoSuchUser)]
    #[case::a_word_that_nobody_knows(
        Wanted::Removed,
        Some(Active),
        UserStatus::Other("Suspended".into()),
        1,
        Decision::Conflict
    )]
    fn the_turn_of_an_action(
        #[case] wanted: Wanted,
        #[case] expected: Option<UserStatus>,
        #[case] shown: UserStatus,
        #[case] hours: i64,
        #[case] decision: Decision,
    ) {
        let turn = Turn {
            wanted,
            expected,
            looked_at: now() - SignedDuration::from_hours(hours),
        };
        assert_eq!(decide(&turn, &shown, now()), decision);
    }

    #[rstest]
    #[case::read_back(Sent::Answered { said_no: false }, Disabled, Verdict::Done)]
    #[case::done_whatever_was_said(Sent::Answered { said_no: true }, Disabled, Verdict::Done)]
    #[case::lost_and_done(Sent::JustLost, Disabled, Verdict::Done)]
    #[case::settled_and_done(Sent::LostBefore, Disabled, Verdict::Done)]
    #[case::refused(Sent::Answered { said_no: true }, Active, Verdict::Refused)]
    #[case::without_a_word(Sent::Answered { said_no: false }, Active, Verdict::NotDone)]
    #[case::may_still_arrive(Sent::JustLost, Active, Verdict::StillUncertain)]
    #[case::did_not_arrive(Sent::LostBefore, Active, Verdict::NotDone)]
    #[case::somebody_else(Sent::LostBefore, Removed, Verdict::Conflict)]
    fn a_click_is_settled_by_the_list(
        #[case] sent: Sent,
        #[case] shown: UserStatus,
        #[case] verdict: Verdict,
    ) {
        assert_eq!(
            settle(Wanted::Disabled, Some(&Active), &shown, sent),
            verdict
        );
    }

    fn any_status() -> impl Strategy<Value = UserStatus> {
        prop_oneof![
            Just(Active),
            Just(Disabled),
            Just(Removed),
            Just(UserStatus::Other("Suspended".into()))
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_sent_against_what_the_portal_shows(
            wanted in prop::sample::select(&Wanted::ALL[..]),
            expected in prop::option::of(any_status()),
            shown in any_status(),
            hours in 0_i64..100,
        ) {
            let turn = Turn { wanted, expected: expected.clone(), looked_at: now() - SignedDuration::from_hours(hours) };
            if decide(&turn, &shown, now()) == Decision::Send {
                prop_assert!(matches!(shown, Active | Disabled));
                prop_assert!(shown != wanted.status(), "what is so already is not sent");
                prop_assert!(expected.is_none_or(|was| was == shown), "nobody else is overruled");
                prop_assert!(hours <= 24, "an old wish is looked at first");
            }
        }

        #[test]
        fn done_is_said_only_of_what_the_list_shows(
            wanted in prop::sample::select(&Wanted::ALL[..]),
            before in prop::option::of(any_status()),
            shown in any_status(),
            sent in prop_oneof![
                any::<bool>().prop_map(|said_no| Sent::Answered { said_no }),
                Just(Sent::JustLost),
                Just(Sent::LostBefore)
            ],
        ) {
            let verdict = settle(wanted, before.as_ref(), &shown, sent);
            prop_assert_eq!(verdict == Verdict::Done, shown == wanted.status());
        }
    }
}
