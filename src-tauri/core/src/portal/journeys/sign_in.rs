//! Signing in: to Case.net (C3, C4), to eFiling, to the group's administration. A disabled user and one without a group
//! are told so in the portal's words.

use super::outcome::{JourneyError, Outcome, SignInState};
use super::person::Said;
use super::place::Place;
use super::questions::PasswordName;
use super::walk::{Arrived, Click, Walk};
use crate::domain::PortalPart;
use crate::portal::document::Page;
use crate::portal::words::{Heading, Press, Saying, Words};
use url::Url;

const PAGES: &[Place] = &[
    Place::LogOn,
    Place::Code,
    Place::AdministratorMenu,
    Place::EfilingMenu,
    Place::MissingInformation,
    Place::MyAccount,
    Place::QuestionsAndPassword,
    Place::NewPassword,
    Place::MyApplications,
    Place::Agreement,
    Place::GroupAuthentication,
    Place::Dashboard,
    Place::CheckEmail,
    Place::AdditionalSteps,
    Place::Front,
];

/// Where a part of the portal begins.
pub(super) fn entrance(walk: &Walk<'_>, part: PortalPart) -> Result<Url, JourneyError> {
    let urls = &walk.profile.urls;
    match part {
        PortalPart::Casenet => Ok(urls.casenet.clone()),
        PortalPart::Ecf => urls
            .ecf
            .clone()
            .ok_or(JourneyError::NotOffered { part: "ecf" }),
        PortalPart::Group => urls
            .registration
            .clone()
            .or_else(|| urls.ecf.clone())
            .ok_or(JourneyError::NotOffered {
                part: "registration",
            }),
    }
}

/// Signs in, and gives what came of it with the page that is shown then.
pub(super) async fn go(
    walk: &mut Walk<'_>,
    part: PortalPart,
) -> Result<(Outcome, Page), JourneyError> {
    let start = entrance(walk, part)?;
    let mut page = walk.begin(&start, &[Place::Code]).await?;
    let mut next: &[Place] = &[Place::LogOn];
    let mut logged_on = false;
    let mut fronts = 0;
    loop {
        // Notices of a log-on come on pages of any heading: they are looked for before the page is.
        // The menu of an administrator may speak of users who are disabled; the administrator is not one of them.
        let is_menu = Place::of(&page, walk.words(), &[Place::AdministratorMenu], &[]).is_some();
        if let Some(notice) = notice(walk.words(), &page)
            .filter(|_| !is_menu && (logged_on || !has_log_on(walk, &page)))
        {
            walk.reached(step_of(part), &page, &[Said::by_portal(&notice.1)])
                .await?;
            if notice.0 == SignInState::Disabled && has_log_on(walk, &page) {
                // The log-on page stayed: the words are why nobody is signed in.
                return Err(JourneyError::LogInRefused {
                    words: notice.1,
                    tries_left: None,
                });
            }
            walk.keep_secrets().await?;
            let mut outcome = signed_in(walk, part);
            (outcome.state, outcome.notice) = (notice.0, Some(notice.1));
            return Ok((outcome, page));
        }
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                (logged_on, next, fronts) = (false, &[Place::LogOn], 0);
                page = walk.open(&start).await?;
                continue;
            }
        };
        page = match place {
            Place::LogOn if logged_on => {
                let refused = walk.log_in_refused(&shown);
                return match refused {
                    JourneyError::LogInRefused { words, .. }
                        if part == PortalPart::Casenet
                            && walk.words().saying(Saying::NotVerified).within(&words) =>
                    {
                        Ok((not_verified(walk, words), shown))
                    }
                    refused => Err(refused),
                };
            }
            Place::LogOn if part == PortalPart::Group && walk.start.signed_in_at.is_some() => {
                match walk.still_signed_in(Place::AdministratorMenu).await? {
                    Some(menu) => menu,
                    // The page that was left may be out of date by now.
                    None => walk.open(&start).await?,
                }
            }
            Place::LogOn => {
                logged_on = true;
                next = after_log_on(part);
                walk.log_on(step_of(part), &shown, walk.log_on_with).await?
            }
            Place::Code => {
                logged_on = true;
                next = &[Place::Code, Place::Dashboard];
                let click = Click {
                    step: "C4",
                    place,
                    press: &[Press::Continue, Press::Submit, Press::Login],
                    changes: false,
                    password: PasswordName::Usual,
                    say: Vec::new(),
                };
                walk.answer(click, &shown).await?
            }
            Place::Front if !logged_on && fronts < 2 => {
                fronts += 1;
                next = &[Place::LogOn];
                walk.go_on(
                    step_of(part),
                    &shown,
                    &[Press::Login, Press::MyAccount],
                    false,
                )
                .await?
            }
            Place::CheckEmail => {
                // The account is there and its e-mail address is not verified yet.
                let words = shown
                    .line_with(walk.words().saying(Saying::CheckEmail))
                    .unwrap_or_default()
                    .to_owned();
                walk.reached("C2", &shown, &[]).await?;
                return Ok((not_verified(walk, words), shown));
            }
            Place::Front if !logged_on => {
                return Err(walk.unexpected(&shown, &[Place::LogOn]).await);
            }
            _ => {
                walk.reached(step_of(part), &shown, &[]).await?;
                walk.keep_secrets().await?;
                if part == PortalPart::Group && place == Place::AdministratorMenu {
                    walk.is_signed_in_at(Some(shown.url.clone()).filter(|at| *at != start));
                }
                let mut outcome = signed_in(walk, part);
                outcome.group = of_the_group(walk.words(), &shown);
                match place {
                    Place::MissingInformation
                    | Place::MyAccount
                    | Place::QuestionsAndPassword
                    | Place::NewPassword
                    | Place::MyApplications => outcome.next = Some("register_administrator"),
                    Place::Agreement if part == PortalPart::Group => {
                        outcome.next = Some("register_administrator")
                    }
                    Place::Agreement => outcome.next = Some("associate"),
                    Place::GroupAuthentication | Place::AdditionalSteps => {
                        outcome.state = SignInState::NoGroup;
                        outcome.next = Some("associate");
                    }
                    _ => {}
                }
                return Ok((outcome, shown));
            }
        };
    }
}

/// The account is there, and the link of the portal's e-mail was not followed yet.
fn not_verified(walk: &Walk<'_>, words: String) -> Outcome {
    let mut outcome = super::account::verify_next(walk);
    outcome.word = "not_verified";
    outcome.notice = Some(words);
    outcome
}

fn after_log_on(part: PortalPart) -> &'static [Place] {
    match part {
        PortalPart::Casenet => &[Place::Dashboard, Place::Code],
        PortalPart::Ecf => &[Place::EfilingMenu, Place::AdministratorMenu],
        PortalPart::Group => &[Place::AdministratorMenu, Place::EfilingMenu],
    }
}

fn signed_in(walk: &Walk<'_>, part: PortalPart) -> Outcome {
    let mut outcome = Outcome::of("signed_in");
    outcome.user_name = walk.user_name();
    outcome.to = Some(part);
    outcome
}

/// The step that a log-on stands for in the procedures.
fn step_of(part: PortalPart) -> &'static str {
    match part {
        PortalPart::Casenet => "C3",
        PortalPart::Ecf => "B9",
        PortalPart::Group => "A3",
    }
}

fn has_log_on(walk: &Walk<'_>, page: &Page) -> bool {
    Place::of(page, walk.words(), &[Place::LogOn], &[]).is_some()
}

/// What the page says of a user who is disabled, or in no group.
fn notice(words: &Words, page: &Page) -> Option<(SignInState, String)> {
    let line = |saying| page.line_with(words.saying(saying)).map(str::to_owned);
    if let Some(line) = line(Saying::Disabled) {
        return Some((SignInState::Disabled, line));
    }
    if page.is_headed(words.heading(Heading::Disabled)) {
        return Some((SignInState::Disabled, page.name().to_owned()));
    }
    line(Saying::NoGroup).map(|line| (SignInState::NoGroup, line))
}

/// The portal's words that the user has no group.
pub(super) fn no_group(words: &Words, page: &Page) -> Option<String> {
    page.line_with(words.saying(Saying::NoGroup))
        .map(str::to_owned)
}

/// The group that a menu names: "Group: Sample Agency", also behind another sentence of its line.
pub(super) fn of_the_group(words: &Words, page: &Page) -> Option<String> {
    page.lines
        .iter()
        .find_map(|line| group_in(words, line))
        .map(str::to_owned)
}

fn group_in<'l>(words: &Words, line: &'l str) -> Option<&'l str> {
    let wanted = words.label(crate::portal::words::Label::GroupName);
    let (label, value) = line.split_once(':')?;
    let (before, label) = label.rsplit_once(". ").unwrap_or(("", label));
    // The stop of a sentence among others is not part of the name; that of "Group: Sample and Co." may be.
    let value = match before {
        "" => value,
        _ => value.strip_suffix('.').unwrap_or(value),
    };
    let value = value.trim();
    (wanted.is(label) && !value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::alone("Group: Sample Agency", Some("Sample Agency"))]
    #[case::with_a_stop_of_its_own("Group Name: Sample and Co.", Some("Sample and Co."))]
    #[case::behind_a_sentence("Signed in as jdoe. Group: Sample Agency.", Some("Sample Agency"))]
    #[case::empty("Signed in as jdoe. Group: .", None)]
    #[case::something_else("Cases that you track: 4", None)]
    #[case::no_label("The group files", None)]
    fn a_menu_names_the_group(#[case] line: &str, #[case] group: Option<&str>) {
        assert_eq!(group_in(&Words::shipped(), line), group, "{line}");
    }
}
