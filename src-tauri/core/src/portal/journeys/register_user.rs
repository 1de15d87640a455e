//! A group user's account: B1 to B8. Ends at the log-on screen, where nobody logs on; association comes next.

use super::outcome::{JourneyError, Outcome};
use super::person::Said;
use super::place::{Anywhere, Place, anywhere};
use super::questions::PasswordName;
use super::walk::{Arrived, Click, LOG_ON_CAME, Walk};
use crate::portal::words::Press;

const PAGES: &[Place] = &[
    Place::LogOn,
    Place::Start,
    Place::NoMobarNumber,
    Place::NewUser,
    Place::Names,
    Place::Addresses,
    Place::Questions,
    Place::AdditionalSteps,
];
const CONTINUE: &[Press] = &[Press::Continue, Press::Submit];

/// Walks B1 to B8.
pub(super) async fn go(walk: &mut Walk<'_>) -> Result<Outcome, JourneyError> {
    let start = walk
        .profile
        .urls
        .registration
        .clone()
        .ok_or(JourneyError::NotOffered {
            part: "registration",
        })?;
    let mut page = walk.begin(&start, PAGES).await?;
    let mut next: &[Place] = &[Place::LogOn, Place::Start];
    // Whether the questions were answered in this walk: only then may the log-on screen be the end.
    let mut near_the_end = false;
    let mut answered = None;
    loop {
        // Behind "Additional Steps" only the log-on screen comes, and nobody logs on there: the account is made.
        let over = || {
            matches!(
                anywhere(&page, walk.words()),
                Some(Anywhere::SessionEnded(_))
            )
        };
        if near_the_end && over() {
            walk.record.session_ended().await?;
            return registered(walk).await;
        }
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                answered = None;
                next = &[Place::LogOn, Place::Start];
                page = walk.open(&start).await?;
                continue;
            }
        };
        let (step, then, changes): (&str, &[Place], bool) = match place {
            Place::LogOn | Place::Start if near_the_end => {
                walk.reached("B8", &shown, &[]).await?;
                return registered(walk).await;
            }
            Place::LogOn | Place::Start => {
                if answered == Some(Place::Questions) {
                    // The account may be there by now, or not: a second registration would tell neither.
                    walk.record.sending(true).await?;
                    return Err(JourneyError::Uncertain {
                        clicked: "Continue".to_owned(),
                        cause: LOG_ON_CAME.to_owned(),
                    });
                }
                if !matches!(next.first(), Some(Place::LogOn)) {
                    // The first page in the middle of the journey: the portal starts again without a word.
                    walk.again("the registration's first page".to_owned())
                        .await?;
                }
                page = walk
                    .go_on("B1", &shown, &[Press::CreateAccount], false)
                    .await?;
                next = &[Place::NoMobarNumber, Place::NewUser];
                continue;
            }
            Place::AdditionalSteps => {
                walk.passes(place, &shown)?;
                near_the_end = true;
                page = walk.go_on("B7", &shown, CONTINUE, true).await?;
                next = &[Place::LogOn];
                continue;
            }
            Place::NoMobarNumber => ("B2", &[Place::NewUser], false),
            Place::NewUser => ("B3", &[Place::NewUser, Place::Names], false),
            Place::Names => ("B4", &[Place::Names, Place::Addresses], false),
            Place::Addresses => ("B5", &[Place::Addresses, Place::Questions], false),
            _ => ("B6", &[Place::Questions, Place::AdditionalSteps], true),
        };
        let say = match place {
            Place::NewUser => {
                vec![Said::by_us(
                    "The user name can never be changed later; the password can.",
                )]
            }
            _ => Vec::new(),
        };
        let click = Click {
            step,
            place,
            press: CONTINUE,
            changes,
            password: PasswordName::Usual,
            say,
        };
        page = walk.answer(click, &shown).await?;
        answered = Some(place);
        next = then;
    }
}

async fn registered(walk: &mut Walk<'_>) -> Result<Outcome, JourneyError> {
    walk.keep_secrets().await?;
    let mut outcome = Outcome::of("registered");
    outcome.user_name = walk.user_name();
    outcome.next = Some("associate");
    Ok(outcome)
}
