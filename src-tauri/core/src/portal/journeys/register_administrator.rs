//! A group administrator's account, issued by the court's security unit: A1 to A9.

use super::outcome::{JourneyError, Outcome};
use super::place::Place;
use super::questions::PasswordName;
use super::walk::{Arrived, Click, LOG_ON_CAME, Walk};
use crate::portal::words::{Press, Saying};

const PAGES: &[Place] = &[
    Place::LogOn,
    Place::NewPassword,
    Place::MissingInformation,
    Place::MyAccount,
    Place::QuestionsAndPassword,
    Place::MyApplications,
    Place::Agreement,
    Place::AdministratorMenu,
];
/// Noted once the portal has taken the new password.
pub const PASSWORD_CHANGED: &str = "password_changed";

/// Walks A1 to A9.
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
    let mut next: &[Place] = &[Place::LogOn];
    // The place whose answer brought the page: the log-on page after a log-on is a refusal.
    let mut from = None;
    loop {
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                (from, next) = (None, &[Place::LogOn]);
                page = walk.open(&start).await?;
                continue;
            }
        };
        let came_from = from.replace(place);
        let click = |step, press, changes| Click {
            step,
            place,
            press,
            changes,
            password: PasswordName::New,
            say: Vec::new(),
        };
        page = match place {
            Place::LogOn => {
                if let Some(error) = walk.behind_a_click(LOG_ON_CAME).await {
                    return Err(error);
                }
                // "Successfully reset" on every log-on page would have the passwords sent for ever.
                walk.passes(place, &shown)?;
                let reset = shown.says(walk.words().saying(Saying::PasswordReset));
                if reset {
                    walk.note(PASSWORD_CHANGED, "yes");
                }
                if came_from == Some(Place::LogOn) && !reset {
                    return Err(walk.log_in_refused(&shown));
                }
                let (step, password) = if walk.noted(PASSWORD_CHANGED) {
                    ("A3", PasswordName::New)
                } else {
                    ("A1", PasswordName::Temporary)
                };
                next = &[Place::LogOn, Place::NewPassword, Place::MissingInformation];
                walk.log_on(step, &shown, password).await?
            }
            Place::NewPassword => {
                next = &[Place::NewPassword, Place::LogOn];
                walk.answer(
                    click("A2", &[Press::Continue, Press::Submit, Press::Update], true),
                    &shown,
                )
                .await?
            }
            Place::MissingInformation => {
                walk.passes(place, &shown)?;
                walk.note(PASSWORD_CHANGED, "yes");
                next = &[Place::MyAccount];
                walk.go_on("A4", &shown, &[Press::MyAccount], false).await?
            }
            Place::MyAccount => {
                next = &[
                    Place::MyAccount,
                    Place::QuestionsAndPassword,
                    Place::MyApplications,
                ];
                match walk.my_account(&shown).await? {
                    Some(page) => page,
                    // Nothing reads "Please Update" any more, and the page itself leads on.
                    None => {
                        walk.passes(place, &shown)?;
                        walk.go_on("A5", &shown, &[Press::Continue], false).await?
                    }
                }
            }
            Place::QuestionsAndPassword => {
                next = &[Place::QuestionsAndPassword, Place::MyApplications];
                walk.answer(
                    click("A6", &[Press::Update, Press::Submit, Press::Continue], true),
                    &shown,
                )
                .await?
            }
            Place::MyApplications => {
                walk.passes(place, &shown)?;
                next = &[Place::Agreement];
                walk.subscribe(&shown).await?
            }
            Place::Agreement => {
                next = &[Place::Agreement, Place::AdministratorMenu];
                walk.answer(
                    click("A8", &[Press::Continue, Press::Accept, Press::Submit], true),
                    &shown,
                )
                .await?
            }
            _ => {
                walk.reached("A9", &shown, &[]).await?;
                walk.keep_secrets().await?;
                let mut outcome = Outcome::of("registered");
                outcome.user_name = walk.user_name();
                outcome.next = Some("group_menu");
                return Ok(outcome);
            }
        };
    }
}
