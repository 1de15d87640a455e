//! A forgotten password or user name: C5. The portal sends a mail; the link in it opens the page for a new password.

use super::outcome::{JourneyError, Outcome};
use super::person::Said;
use super::place::Place;
use super::questions::PasswordName;
use super::refusal;
use super::walk::{Arrived, Click, Walk};
use crate::domain::PortalPart;
use crate::portal::error::PortalError;
use crate::portal::words::{Press, Saying};
use url::Url;

const PAGES: &[Place] = &[Place::Forgot, Place::CheckEmail, Place::LogOn, Place::Front];

/// Walks C5 as far as the mail.
pub(super) async fn go(walk: &mut Walk<'_>, forgotten: Press) -> Result<Outcome, JourneyError> {
    let start = walk.profile.urls.casenet.clone();
    let mut page = walk.begin(&start, &[Place::Forgot]).await?;
    let mut next: &[Place] = &[Place::Forgot, Place::LogOn, Place::Front];
    let mut asked = false;
    let mut fronts = 0;
    loop {
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                (asked, next, fronts) = (false, &[Place::Forgot, Place::LogOn, Place::Front], 0);
                page = walk.open(&start).await?;
                continue;
            }
        };
        page = match place {
            Place::Forgot => {
                next = &[Place::Forgot, Place::CheckEmail];
                asked = true;
                let click = Click {
                    step: "C5",
                    place,
                    press: &[Press::Submit, Press::Continue],
                    // A mail is sent, and the link of an earlier one may count no longer.
                    changes: true,
                    password: PasswordName::Usual,
                    say: vec![Said::by_us(
                        "If you cannot read that e-mail address any more, only the help desk can help.",
                    )],
                };
                walk.answer(click, &shown).await?
            }
            // After the address was sent, the log-in page with a word about the mail is the end as well. Without one,
            // nobody has said that a mail was sent.
            _ if asked => {
                let said = refusal::mail_sent(&shown, walk.words());
                if place != Place::CheckEmail && said.is_none() {
                    return Err(walk.unexpected(&shown, &[Place::CheckEmail]).await);
                }
                walk.reached("C5", &shown, &[]).await?;
                let mut outcome = Outcome::of("mailed");
                outcome.user_name = walk.user_name();
                outcome.to = Some(PortalPart::Casenet);
                outcome.next = Some("read_email");
                outcome.notice = said;
                return Ok(outcome);
            }
            _ if fronts >= 3 => return Err(walk.unexpected(&shown, &[Place::Forgot]).await),
            _ => {
                fronts += 1;
                next = &[Place::Forgot, Place::LogOn];
                let press = walk.way_to(&shown, place, forgotten)?;
                walk.go_on("C5", &shown, &press, false).await?
            }
        };
    }
}

/// A new password: from the link of the mail, or for an account that is signed in.
pub(super) async fn change_password(
    walk: &mut Walk<'_>,
    link: Option<&Url>,
    part: PortalPart,
) -> Result<Outcome, JourneyError> {
    let allowed = &[
        Place::NewPassword,
        Place::LogOn,
        Place::Dashboard,
        Place::CheckEmail,
    ];
    let mut page = match link {
        Some(link) if !walk.profile.allows_host(link) => {
            let host = link.host_str().unwrap_or("(no host)").to_owned();
            return Err(JourneyError::ForeignLink {
                error: PortalError::ForeignHost {
                    host,
                    allowed: walk.profile.allowed_hosts.clone(),
                },
            });
        }
        Some(link) => {
            walk.goes_by_mail(link);
            walk.open(link).await?
        }
        None => {
            let (outcome, page) = super::sign_in::go(walk, part).await?;
            if outcome.word != "signed_in" {
                return Ok(outcome);
            }
            walk.go_on(
                "C5",
                &page,
                &[
                    Press::ChangePassword,
                    Press::MyAccount,
                    Press::MyPreferences,
                ],
                false,
            )
            .await?
        }
    };
    let mut asked = false;
    let mut presses = 0;
    loop {
        let words = walk.words();
        let changed = page
            .line_with(words.saying(Saying::PasswordReset))
            .map(str::to_owned);
        if let Some(said) = changed.filter(|_| asked) {
            walk.reached("C5", &page, &[]).await?;
            walk.keep_secrets().await?;
            let mut outcome = Outcome::of("changed");
            outcome.user_name = walk.user_name();
            outcome.next = Some("sign_in");
            outcome.notice = Some(said);
            return Ok(outcome);
        }
        if !asked
            && presses < 2
            && Place::of(&page, words, &[Place::NewPassword], &[]).is_none()
            && page.offers(words.button(Press::ChangePassword))
        {
            presses += 1;
            page = walk
                .go_on("C5", &page, &[Press::ChangePassword], false)
                .await?;
            continue;
        }
        let Arrived::At(place, shown) = walk.arrive(page, allowed, &[Place::NewPassword]).await?
        else {
            return Err(JourneyError::SessionEnded {
                words: "the session has ended".to_owned(),
            });
        };
        if place != Place::NewPassword {
            return Err(walk.unexpected(&shown, &[Place::NewPassword]).await);
        }
        asked = true;
        let click = Click {
            step: "C5",
            place,
            press: &[
                Press::Submit,
                Press::Continue,
                Press::Update,
                Press::ChangePassword,
            ],
            changes: true,
            password: PasswordName::Usual,
            say: Vec::new(),
        };
        page = walk.answer(click, &shown).await?;
    }
}
