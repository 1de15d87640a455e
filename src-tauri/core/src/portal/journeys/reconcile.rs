//! Settles a journey whose last click was sent and whose answer was lost: only by reading the portal, never by sending
//! again. A lost account is settled by signing in (`cli.md`, "Readings that are settled"), a mail that was asked for by the
//! person who gets it, since no page of the portal lists its mails; where that cannot tell, it stays uncertain.

use super::outcome::{JourneyError, Outcome, SignInState};
use super::person::{Answer, Ask, AskKind, AskOption, PageAsk, Said};
use super::place::Place;
use super::questions::PasswordName;
use super::walk::Walk;
use crate::domain::{JourneyKind, PortalPart};
use crate::portal::document::Page;
use crate::portal::words::{Press, Saying};

/// What the portal tells about a lost click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It was done.
    Done(Outcome),
    /// It was not done; the journey can go on.
    NotDone {
        /// The portal's words, where it has any.
        words: Option<String>,
    },
    /// The portal does not tell.
    StillUncertain {
        /// Why not.
        words: String,
    },
    /// Only the mail tells, and nobody has said whether it came.
    MailNotSeen,
}

/// What a person says about a mail that was asked for.
const CAME: &str = "came";
const CAME_NOT: &str = "came_not";

/// Words of a log-in that was refused because there is no such account.
const NO_ACCOUNT: [&str; 9] = [
    "no account",
    "no such",
    "not found",
    "does not exist",
    "doesn't exist",
    "unknown",
    "not registered",
    "is not recognized",
    "could not be found",
];

/// Whether a lost click of this step is told by the password that counts now.
fn is_new_password(lost: JourneyKind, step: &str) -> bool {
    lost == JourneyKind::ChangePassword
        || (lost == JourneyKind::RegisterAdministrator && step == "A2")
}

/// Reads the portal. `walk` is one of kind [`JourneyKind::SignIn`]; `step` is where the click was lost.
///
/// # Errors
/// As a sign-in, except for a refused log-in, which is an answer.
pub(super) async fn go(
    walk: &mut Walk<'_>,
    lost: JourneyKind,
    step: &str,
) -> Result<Settled, JourneyError> {
    if let Some(prompt) = mail_of(lost) {
        return Ok(by_the_mail(walk, lost, step, prompt).await);
    }
    if is_new_password(lost, step) {
        walk.log_on_with = PasswordName::New;
        walk.say("Log on with the new password: if the portal takes it, it counts. If it does not, the old one counts still.");
    }
    let part = match lost {
        JourneyKind::RegisterAdministrator | JourneyKind::RegisterUser => PortalPart::Group,
        JourneyKind::Associate | JourneyKind::Dissociate | JourneyKind::Preferences => {
            PortalPart::Ecf
        }
        _ => PortalPart::Casenet,
    };
    let signed_in = match super::sign_in::go(walk, part).await {
        // A menu says nothing of the defaults; their own page does.
        Ok((outcome, menu)) if lost == JourneyKind::Preferences => {
            return super::preferences::settle(walk, outcome, menu).await;
        }
        // The page for a new password again: the one that was sent did not arrive. Any other: it counts.
        Ok((outcome, page)) if is_new_password(lost, step) && outcome.word == "signed_in" => {
            let asked_again = Place::of(&page, walk.words(), &[Place::NewPassword], &[]).is_some();
            return Ok(if asked_again {
                Settled::NotDone {
                    words: outcome.notice,
                }
            } else {
                let next = outcome.next.or(Some("sign_in"));
                Settled::Done(Outcome {
                    word: "changed",
                    next,
                    ..outcome
                })
            });
        }
        // A menu looks the same with a group and without; My Preferences has <Remove Association> or not.
        Ok((outcome, menu)) if matches!(lost, JourneyKind::Associate | JourneyKind::Dissociate) => {
            with_group(walk, outcome, menu).await?
        }
        Ok((outcome, _)) => outcome,
        Err(JourneyError::LogInRefused { words, .. }) => {
            // A portal that asks for the e-mail's link first knows the account.
            let unverified = walk.words().saying(Saying::NotVerified).within(&words);
            if lost == JourneyKind::RegisterAccount && unverified {
                return Ok(Settled::Done(super::account::verify_next(walk)));
            }
            // A disabled user has an account, and is in the group still.
            if walk.words().saying(Saying::Disabled).within(&words) && !is_new_password(lost, step)
            {
                let mut outcome = Outcome::of("signed_in");
                (outcome.state, outcome.notice) = (SignInState::Disabled, Some(words));
                outcome.user_name = walk.user_name();
                return Ok(judge(lost, outcome));
            }
            return Ok(refused(lost, words));
        }
        // Past the log-on, on a page that says nothing of the group: the account is there.
        Err(JourneyError::Page { error, .. })
            if walk.is_past_log_on()
                && matches!(
                    lost,
                    JourneyKind::RegisterUser | JourneyKind::RegisterAccount
                ) =>
        {
            return Ok(Settled::StillUncertain {
                words: error.to_string(),
            });
        }
        Err(error) => return Err(error),
    };
    let mut signed_in = signed_in;
    if lost == JourneyKind::RegisterAccount
        && let Some(email) = walk.answers.get("email")
    {
        signed_in.user_name = Some(email.clone());
    }
    Ok(judge(lost, signed_in))
}

/// The question about the mail that a journey ends with.
fn mail_of(lost: JourneyKind) -> Option<&'static str> {
    match lost {
        JourneyKind::RecoverPassword => {
            Some("Has the portal's e-mail with the link for a new password come?")
        }
        JourneyKind::RecoverUserName => Some("Has the portal's e-mail with your user name come?"),
        JourneyKind::ResendVerification => {
            Some("Has the portal's e-mail with the verification link come once more?")
        }
        _ => None,
    }
}

/// Asks for what the person sees in their own mailbox. Nothing is sent to the portal.
async fn by_the_mail(walk: &mut Walk<'_>, lost: JourneyKind, step: &str, prompt: &str) -> Settled {
    let option = |value: &str, label: &str| AskOption {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let mut came = Ask::new(AskKind::Choice, "email", prompt);
    came.options = vec![
        option(CAME, "Yes, it came"),
        option(CAME_NOT, "No, and I have waited for it"),
        option("not_looked", "I cannot say yet"),
    ];
    let page = PageAsk {
        journey: walk.kind,
        step: step.to_owned(),
        page: "Your mailbox".to_owned(),
        told: vec![Said::by_us(
            "No page of the portal lists the e-mails that it sent. Look in your mailbox, and in the spam folder; nothing is asked of the portal now.",
        )],
        refusals: Vec::new(),
        asks: vec![came],
        last_click: false,
        review: Vec::new(),
        button: String::new(),
        host: String::new(),
    };
    match walk.person.ask(page).await.as_deref() {
        Ok([Answer::Text(said)]) if said == CAME => {
            let mut outcome = match lost {
                JourneyKind::ResendVerification => super::account::verify_next(walk),
                _ => Outcome::of("mailed"),
            };
            outcome.word = "mailed";
            outcome.user_name = walk.user_name();
            outcome.to = Some(PortalPart::Casenet);
            outcome.next = outcome.next.or(Some("read_email"));
            Settled::Done(outcome)
        }
        Ok([Answer::Text(said)]) if said == CAME_NOT => Settled::NotDone { words: None },
        _ => Settled::MailNotSeen,
    }
}

/// What My Preferences tells of the group, where the log-on did not tell it.
async fn with_group(
    walk: &mut Walk<'_>,
    mut outcome: Outcome,
    menu: Page,
) -> Result<Outcome, JourneyError> {
    let told = outcome.state != SignInState::SignedIn || outcome.next.is_some();
    let leads_there = menu.offers(walk.words().button(Press::MyPreferences));
    if told || !leads_there {
        return Ok(outcome);
    }
    let Some(page) = super::preferences::enter(walk, &outcome, menu).await? else {
        return Ok(outcome);
    };
    let here = &[Place::Preferences];
    if Place::of(&page, walk.words(), here, here).is_none() {
        return Err(walk.unexpected(&page, here).await);
    }
    if !page.offers(walk.words().button(Press::RemoveAssociation)) {
        outcome.state = SignInState::NoGroup;
    }
    outcome.group = super::sign_in::of_the_group(walk.words(), &page).or(outcome.group);
    Ok(outcome)
}

fn refused(lost: JourneyKind, words: String) -> Settled {
    let lower = words.to_lowercase();
    let made = matches!(
        lost,
        JourneyKind::RegisterUser | JourneyKind::RegisterAccount
    );
    if made && NO_ACCOUNT.iter().any(|w| lower.contains(w)) && !lower.contains("password") {
        return Settled::NotDone { words: Some(words) };
    }
    // "Wrong name or password" is said of an account that is not there as well as of a password mistyped.
    Settled::StillUncertain { words }
}

fn judge(lost: JourneyKind, signed_in: Outcome) -> Settled {
    let words = signed_in.notice.clone();
    let has_group = signed_in.state != SignInState::NoGroup && signed_in.next.is_none();
    let done = |word, next| {
        let mut outcome = Outcome {
            word,
            next,
            ..signed_in.clone()
        };
        if word == "dissociated" {
            outcome.group = None;
        }
        Settled::Done(outcome)
    };
    match lost {
        JourneyKind::RegisterAccount if signed_in.word == "not_verified" => {
            done("registered", Some("verify_email"))
        }
        JourneyKind::RegisterAccount => done("registered", Some("sign_in")),
        JourneyKind::RegisterUser => done("registered", Some("associate")),
        JourneyKind::RegisterAdministrator if signed_in.next.is_none() => {
            done("registered", Some("group_menu"))
        }
        JourneyKind::Associate if has_group => done("associated", Some("keep_link")),
        JourneyKind::Dissociate if signed_in.state == SignInState::NoGroup => {
            done("dissociated", Some("associate"))
        }
        _ => Settled::NotDone { words },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_in(state: SignInState, next: Option<&'static str>) -> Outcome {
        Outcome {
            state,
            next,
            ..Outcome::of("signed_in")
        }
    }

    #[test]
    fn a_menu_settles_what_was_lost_and_a_refusal_alone_does_not() {
        let menu = signed_in(SignInState::SignedIn, None);
        let alone = signed_in(SignInState::NoGroup, None);
        assert!(matches!(
            judge(JourneyKind::Associate, menu.clone()),
            Settled::Done(_)
        ));
        assert!(matches!(
            judge(JourneyKind::Associate, alone.clone()),
            Settled::NotDone { .. }
        ));
        assert!(matches!(
            judge(JourneyKind::Dissociate, alone),
            Settled::Done(_)
        ));
        assert!(matches!(
            judge(JourneyKind::Dissociate, menu.clone()),
            Settled::NotDone { .. }
        ));
        assert!(matches!(
            judge(JourneyKind::RegisterAccount, menu),
            Settled::Done(_)
        ));
        let half_way = signed_in(SignInState::SignedIn, Some("register_administrator"));
        assert!(matches!(
            judge(JourneyKind::RegisterAdministrator, half_way),
            Settled::NotDone { .. }
        ));
        let wrong = refused(
            JourneyKind::RegisterAccount,
            "Invalid user name or password.".to_owned(),
        );
        assert!(
            matches!(wrong, Settled::StillUncertain { .. }),
            "a mistyped password looks the same"
        );
        let none = refused(
            JourneyKind::RegisterAccount,
            "No account was found for this e-mail address.".to_owned(),
        );
        assert!(matches!(none, Settled::NotDone { .. }));
    }
}
