//! Joining a group: B9 to B12. The link leads to a log-on; the group's page is shown as the portal says it before the
//! PIN is given.

use url::Url;

use super::outcome::{JourneyError, Outcome, SignInState};
use super::person::Said;
use super::place::Place;
use super::questions::PasswordName;
use super::sign_in::of_the_group;
use super::walk::{Arrived, Click, LOG_ON_CAME, Walk};
use crate::domain::PortalPart;
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::words::{Heading, Label, Press, Saying};

const PAGES: &[Place] = &[
    Place::LogOn,
    Place::GroupAuthentication,
    Place::Agreement,
    Place::EfilingMenu,
];
/// The link of the group, whole, among the answers of an association: it goes on where it stopped without being pasted
/// again. Kept once it has led to the page of the group. The administrator gives the same link to everybody, and it is of
/// no use without the PIN; a link for a new password, pasted here by mistake, counts for whoever holds it and is never kept.
pub const GROUP_LINK: &str = "group_link";

const COPIED: &str = "The group's administrator is copied on every e-mail that the court sends you, and is told when you join.";

/// Walks B9 to B12.
pub(super) async fn go(walk: &mut Walk<'_>, link: &Url) -> Result<Outcome, JourneyError> {
    if !walk.profile.allows_host(link) {
        let host = link.host_str().unwrap_or("(no host)").to_owned();
        return Err(JourneyError::ForeignLink {
            error: PortalError::ForeignHost {
                host,
                allowed: walk.profile.allowed_hosts.clone(),
            },
        });
    }
    // A log-on where the journey stopped knows nothing of the group: only the link's does.
    let mut page = walk.begin(link, &PAGES[1..]).await?;
    let mut next: &[Place] = &[Place::LogOn, Place::GroupAuthentication];
    let mut from = None;
    let mut group: Option<String> = walk.answers.get("joined").cloned();
    loop {
        if let Some(words) = unknown_group(walk, &page) {
            return Err(JourneyError::UnknownGroup { words });
        }
        let (place, shown) = match walk.arrive(page, PAGES, next).await? {
            Arrived::At(place, page) => (place, *page),
            Arrived::Again => {
                (from, next) = (None, &[Place::LogOn, Place::GroupAuthentication]);
                page = walk.open(link).await?;
                continue;
            }
        };
        let came_from = from.replace(place);
        page = match place {
            Place::LogOn => {
                if came_from == Some(Place::LogOn) {
                    return Err(walk.log_in_refused(&shown));
                }
                if let Some(error) = walk.behind_a_click(LOG_ON_CAME).await {
                    return Err(error);
                }
                if came_from.is_some() {
                    walk.again("the log-on page".to_owned()).await?;
                }
                next = &[
                    Place::LogOn,
                    Place::GroupAuthentication,
                    Place::Agreement,
                    Place::EfilingMenu,
                ];
                walk.log_on("B9", &shown, PasswordName::Usual).await?
            }
            Place::GroupAuthentication => {
                next = &[Place::GroupAuthentication, Place::Agreement];
                walk.note(GROUP_LINK, link.as_str());
                let named = group_shown(walk, &shown);
                let mut say = vec![Said::by_us(COPIED)];
                if let Some(named) = &named {
                    say.insert(0, Said::by_portal(format!("Group: {named}")));
                    walk.note("joined", named);
                }
                let click = Click {
                    step: "B10",
                    place,
                    press: &[Press::Submit, Press::Continue],
                    changes: true,
                    password: PasswordName::Usual,
                    say,
                };
                let answered = walk.answer(click, &shown).await?;
                group = named.or_else(|| walk.answers.get("group").cloned());
                if let Some(group) = &group {
                    let group = group.clone();
                    walk.note("joined", &group);
                }
                answered
            }
            Place::Agreement => {
                walk.keep_secrets().await?;
                next = &[Place::Agreement, Place::EfilingMenu];
                let click = Click {
                    step: "B11",
                    place,
                    press: &[Press::Continue, Press::Accept, Press::Submit],
                    changes: true,
                    password: PasswordName::Usual,
                    say: Vec::new(),
                };
                walk.answer(click, &shown).await?
            }
            _ => {
                walk.reached("B12", &shown, &[]).await?;
                walk.keep_secrets().await?;
                let mut outcome = Outcome::of("associated");
                outcome.user_name = walk.user_name();
                outcome.group = group.or_else(|| of_the_group(walk.words(), &shown));
                outcome.to = Some(PortalPart::Ecf);
                outcome.state = SignInState::SignedIn;
                outcome.next = Some("keep_link");
                return Ok(outcome);
            }
        };
    }
}

/// The portal's words that it has no such group; on the page where the group is chosen they are a refusal among others.
fn unknown_group(walk: &Walk<'_>, page: &Page) -> Option<String> {
    let here = &[Place::GroupAuthentication];
    let line = page.line_with(walk.words().saying(Saying::UnknownGroup))?;
    Place::of(page, walk.words(), here, here)
        .is_none()
        .then(|| line.to_owned())
}

/// The group that the page has filled in, as the portal says it.
fn group_shown(walk: &Walk<'_>, page: &Page) -> Option<String> {
    let words = walk.words();
    let wanted = words.label(Label::GroupName);
    let field = page.forms.iter().find_map(|form| {
        let field = form.shown().find(|f| f.fit(wanted).is_some())?;
        Some(super::questions::chosen(form, field))
    });
    match field {
        // A list to choose from, or a field to fill: the person says which.
        Some(chosen) => chosen,
        None => shown_beside(page, wanted),
    }
    .filter(|name| !words.heading(Heading::GroupUserAuthentication).is(name))
}

/// A value that is shown beside its label, without a field: "Group Name: Sample Agency", or in the next cell or line.
fn shown_beside(page: &Page, wanted: &crate::portal::words::Accepted) -> Option<String> {
    for row in page.tables.iter().flat_map(|t| &t.rows) {
        if let Some(at) = row.cells.iter().position(|c| wanted.is(&c.text)) {
            let value = row.cells.get(at + 1).map(|c| c.text.trim().to_owned());
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                return Some(value);
            }
        }
    }
    for (at, line) in page.lines.iter().enumerate() {
        if let Some((label, value)) = line.split_once(':')
            && wanted.is(label)
            && !value.trim().is_empty()
        {
            return Some(value.trim().to_owned());
        }
        if wanted.is(line) {
            return page
                .lines
                .get(at + 1)
                .map(|l| l.trim().to_owned())
                .filter(|l| !l.is_empty());
        }
    }
    None
}
