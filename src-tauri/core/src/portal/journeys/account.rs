//! A Case.net account: C1 and C2, and the verification mail once more.

use jiff::SignedDuration;

use super::outcome::{JourneyError, Outcome};
use super::place::Place;
use super::questions::PasswordName;
use super::refusal;
use super::walk::{Arrived, Click, Walk};
use crate::domain::PortalPart;
use crate::portal::document::Page;
use crate::portal::words::Press;

const PAGES: &[Place] = &[
    Place::NewAccount,
    Place::CheckEmail,
    Place::LogOn,
    Place::Start,
    Place::Front,
];
/// How long the link in the verification mail counts (seed 002).
pub const VERIFY_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Walks C1 and C2.
pub(super) async fn go(walk: &mut Walk<'_>) -> Result<Outcome, JourneyError> {
    let start = walk.profile.urls.casenet.clone();
    let mut page = walk.begin(&start, PAGES).await?;
    let mut next: &[Place] = &[Place::NewAccount, Place::LogOn, Place::Front];
    let mut asked = false;
    let mut fronts = 0;
    loop {
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                (asked, next, fronts) =
                    (false, &[Place::NewAccount, Place::LogOn, Place::Front], 0);
                page = walk.open(&start).await?;
                continue;
            }
        };
        page = match place {
            Place::NewAccount => {
                next = &[Place::NewAccount, Place::CheckEmail];
                asked = true;
                let click = Click {
                    step: "C1",
                    place,
                    press: &[Press::CreateAccount, Press::Submit, Press::Continue],
                    changes: true,
                    password: PasswordName::Usual,
                    say: Vec::new(),
                };
                walk.answer(click, &shown).await?
            }
            Place::CheckEmail => {
                walk.reached("C2", &shown, &[]).await?;
                walk.keep_secrets().await?;
                return Ok(verify_next(walk));
            }
            _ if asked => return Err(walk.unexpected(&shown, next).await),
            _ if fronts >= 3 => return Err(walk.unexpected(&shown, &[Place::NewAccount]).await),
            _ => {
                // The front page leads to the log-in, the log-in to <Create Account>.
                fronts += 1;
                next = &[Place::NewAccount, Place::LogOn, Place::Start];
                let press = walk.way_to(&shown, place, Press::CreateAccount)?;
                walk.go_on("C1", &shown, &press, false).await?
            }
        };
    }
}

pub(super) fn verify_next(walk: &Walk<'_>) -> Outcome {
    let mut outcome = Outcome::of("registered");
    // The account is its e-mail address, whatever user name an answers file holds for the others.
    let email = walk.answers.get("email").cloned();
    outcome.user_name = email.or_else(|| walk.user_name());
    outcome.to = Some(PortalPart::Casenet);
    outcome.next = Some("verify_email");
    outcome.until = walk.now().checked_add(VERIFY_WITHIN).ok();
    outcome
}

/// Whether the answer to Resend says that a mail was sent: another page says nothing of it.
async fn mailed_again(walk: &mut Walk<'_>, answer: Page) -> Result<Outcome, JourneyError> {
    const AFTER: &[Place] = &[Place::CheckEmail, Place::LogOn, Place::Front];
    let next = &[Place::CheckEmail];
    let Arrived::At(place, shown) = walk.arrive(answer, AFTER, next).await? else {
        walk.record.sending(true).await?;
        return Err(JourneyError::Uncertain {
            clicked: walk.words().button(Press::Resend).first().to_owned(),
            cause: "the portal ended the session".to_owned(),
        });
    };
    let said = refusal::mail_sent(&shown, walk.words());
    if place != Place::CheckEmail && said.is_none() {
        return Err(walk.unexpected(&shown, next).await);
    }
    walk.reached("C2", &shown, &[]).await?;
    let mut outcome = verify_next(walk);
    outcome.word = "mailed";
    outcome.notice = said.or_else(|| refusal::told(&shown).into_iter().next());
    Ok(outcome)
}

/// The verification mail once more, from the page that the portal shows when one signs in without having verified, or
/// after the account was made.
pub(super) async fn resend(walk: &mut Walk<'_>) -> Result<Outcome, JourneyError> {
    let start = walk.profile.urls.casenet.clone();
    let mut page = walk.begin(&start, &[Place::CheckEmail]).await?;
    let mut logged_on = false;
    for _ in 0..5 {
        if page.offers(walk.words().button(Press::Resend)) {
            let answer = walk.go_on("C2", &page, &[Press::Resend], true).await?;
            return mailed_again(walk, answer).await;
        }
        let next: &[Place] = &[Place::LogOn, Place::CheckEmail];
        let Arrived::At(place, shown) = walk
            .arrive(page, &[Place::LogOn, Place::Front, Place::CheckEmail], next)
            .await?
        else {
            page = walk.open(&start).await?;
            continue;
        };
        page = match place {
            Place::LogOn if logged_on => return Err(walk.log_in_refused(&shown)),
            Place::LogOn => {
                logged_on = true;
                walk.log_on("C3", &shown, PasswordName::Usual).await?
            }
            Place::Front => {
                walk.go_on("C3", &shown, &[Press::Login, Press::MyAccount], false)
                    .await?
            }
            _ => return Err(walk.unexpected(&shown, next).await),
        };
    }
    let start_page = walk.open(&start).await?;
    Err(walk.unexpected(&start_page, &[Place::CheckEmail]).await)
}
