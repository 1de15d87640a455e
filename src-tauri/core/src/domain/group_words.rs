//! What an action on a group's user means, in sentences: its effect, who is told by whom, what is not in effect yet.
//! From the procedure: a removed user is e-mailed by the portal, a disabled one is not and learns it at the next log-on;
//! the administrator is copied on every e-mail that the court sends the group's users.

use super::action::{ActionState, Wanted};
use super::group::UserStatus;

/// Whom to call when something cannot wait.
pub const HELP_DESK: &str =
    "the court's help desk, (573) 526-0062, Monday to Friday, 7:30 a.m. to 5:00 p.m. Central";

/// "Disable Quinn Example".
pub fn title(wanted: Wanted, name: &str) -> String {
    let verb = match wanted {
        Wanted::Active => "Activate",
        Wanted::Disabled => "Disable",
        Wanted::Removed => "Remove",
    };
    format!("{verb} {name}")
}

/// What it does to one user.
pub fn effect(wanted: Wanted, name: &str) -> String {
    match wanted {
        Wanted::Active => format!("{name} can file for the group again."),
        Wanted::Disabled => {
            format!("{name} stays in the group and cannot file until you activate them.")
        }
        Wanted::Removed => format!(
            "{name} does not belong to the group any more and cannot file for it. To come back they need the link and the PIN again."
        ),
    }
}

/// What it does, for several.
pub fn effect_of_several(wanted: Wanted, count: usize) -> String {
    match wanted {
        Wanted::Active => format!("{count} users can file for the group again."),
        Wanted::Disabled => {
            format!("{count} users stay in the group and cannot file until you activate them.")
        }
        Wanted::Removed => format!(
            "{count} users do not belong to the group any more and cannot file for it. To come back they need the link and the PIN again."
        ),
    }
}

/// Who is told by whom.
pub fn told(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Active => "The court does not say so to them. Tell them yourself.",
        Wanted::Disabled => {
            "The court does not e-mail them: they learn it when they log on next. You can send them a message yourself."
        }
        Wanted::Removed => "The court e-mails them. You are copied on that e-mail.",
    }
}

/// Why a queued action that takes access away may be too slow.
pub fn urgent() -> String {
    format!(
        "Access continues until this is delivered and the court's list shows it. If somebody must lose access now, call {HELP_DESK}."
    )
}

/// How an action stands, in a sentence. `now`: how the user stands by the portal's last word.
pub fn standing(
    wanted: Wanted,
    state: ActionState,
    name: &str,
    now: Option<&UserStatus>,
) -> String {
    let can_file = !matches!(now, Some(UserStatus::Disabled | UserStatus::Removed));
    match state {
        ActionState::Queued | ActionState::Sending => match wanted {
            Wanted::Disabled => {
                format!("Not in effect yet: {name} can still file until the court's list shows it.")
            }
            Wanted::Removed if can_file => format!(
                "Not in effect yet: {name} belongs to the group and can file until the court's list shows it."
            ),
            Wanted::Removed => format!(
                "Not in effect yet: {name} cannot file, and still belongs to the group."
            ),
            Wanted::Active => format!("Not in effect yet: {name} cannot file until the court's list shows it."),
        },
        ActionState::Uncertain => "Nobody knows yet whether it is in effect: it was sent, and the answer was lost. Reading the court's list settles it; it is not sent again.".to_owned(),
        ActionState::Conflict => {
            format!("Your request and the court's list no longer fit together. Nothing was sent. Decide about {name}.")
        }
        ActionState::Done => match wanted {
            Wanted::Active => format!("In effect: the court's list shows {name} as active."),
            Wanted::Disabled => format!("In effect: the court's list shows {name} as disabled."),
            Wanted::Removed => format!("In effect: {name} is not on the court's list any more."),
        },
        ActionState::Refused => "Not in effect: the court's site refused it.".to_owned(),
        ActionState::Failed => "Not in effect: it was not carried out.".to_owned(),
        ActionState::Withdrawn => "Taken back; nothing was sent.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_to_be_in_effect_before_it_is() {
        for wanted in Wanted::ALL {
            for state in ActionState::ALL {
                let words = standing(wanted, state, "Quinn Example", Some(&UserStatus::Active));
                assert_eq!(
                    words.starts_with("In effect"),
                    state == ActionState::Done,
                    "{state:?}: {words}"
                );
            }
        }
    }

    #[test]
    fn who_is_told_by_whom_is_the_procedures() {
        assert!(told(Wanted::Removed).starts_with("The court e-mails them"));
        assert!(told(Wanted::Disabled).contains("does not e-mail"));
        assert!(urgent().contains("(573) 526-0062"), "a number to call");
    }
}
