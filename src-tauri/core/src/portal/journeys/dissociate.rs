//! Leaving the group: My Preferences of a group user, `<Remove Association>`. Asks first, and says what it means.

use super::kept::heading;
use super::outcome::{JourneyError, Outcome, SignInState};
use super::person::{Answer, Ask, AskKind, PageAsk, Said, host_of};
use super::place::{Anywhere, Place, anywhere, not_available};
use super::walk::{Walk, it_says};
use crate::domain::PortalPart;
use crate::portal::document::Page;
use crate::portal::words::{Press, Saying};

const HERE: &[Place] = &[Place::Preferences];
const MEANS: &str = "You leave your group: you cannot file for it any more until you join a group again with its link and PIN. Your account stays.";

/// Signs in, opens My Preferences, and removes the association.
pub(super) async fn go(walk: &mut Walk<'_>) -> Result<Outcome, JourneyError> {
    let (signed_in, menu) = super::sign_in::go(walk, PortalPart::Ecf).await?;
    if signed_in.word != "signed_in" || signed_in.state == SignInState::NoGroup {
        // Nothing to leave; the portal says so itself.
        let mut outcome = Outcome {
            word: "nothing_done",
            ..signed_in
        };
        outcome.next = None;
        return Ok(outcome);
    }
    let mut page = menu;
    if !page.offers(walk.words().button(Press::RemoveAssociation)) {
        page = walk
            .go_on("B12", &page, &[Press::MyPreferences], false)
            .await?;
    }
    let offered = page.offers(walk.words().button(Press::RemoveAssociation));
    if !offered && is_preferences(walk, &page) && is_removed(walk, &page) {
        walk.reached("B12", &page, &[]).await?;
        return Ok(Outcome {
            word: "nothing_done",
            state: SignInState::NoGroup,
            notice: super::sign_in::no_group(walk.words(), &page),
            next: None,
            ..signed_in
        });
    }
    if !offered {
        return Err(walk.unexpected(&page, HERE).await);
    }
    let says: Vec<Said> = page.told.iter().map(Said::by_portal).collect();
    let told = walk.reached("B12", &page, &says).await?;
    let group = signed_in
        .group
        .clone()
        .or_else(|| super::sign_in::of_the_group(walk.words(), &page));
    ask_first(walk, &page, group.as_deref(), told).await?;
    let (request, button) = walk.press(&page, &[Press::RemoveAssociation])?;
    let mut page = walk.send(request, Some(&button)).await?;
    // "Are you sure?" was asked already.
    if !is_removed(walk, &page)
        && page.offers(walk.words().button(Press::Yes))
        && page.offers(walk.words().button(Press::No))
    {
        walk.reached("B12", &page, &[]).await?;
        let (request, button) = walk.press(&page, &[Press::Yes])?;
        page = walk.send(request, Some(&button)).await?;
    }
    let button_is_gone =
        is_preferences(walk, &page) && !page.offers(walk.words().button(Press::RemoveAssociation));
    if !is_removed(walk, &page) && !button_is_gone {
        if let Some(Anywhere::SessionEnded(words)) = anywhere(&page, walk.words()) {
            let behind = walk.behind_a_click(&it_says(&words)).await;
            return Err(behind.unwrap_or(JourneyError::SessionEnded { words }));
        }
        if let Some(words) = not_available(&page, walk.words()) {
            return Err(walk.out_of_service(words).await);
        }
        let still_there = page.offers(walk.words().button(Press::RemoveAssociation));
        if let Some(words) = super::refusal::told(&page)
            .into_iter()
            .next()
            .filter(|_| still_there)
        {
            return Err(JourneyError::Refused { words, about: None });
        }
        return Err(walk.unexpected(&page, HERE).await);
    }
    walk.reached("B12", &page, &[]).await?;
    let mut outcome = Outcome::of("dissociated");
    outcome.user_name = walk.user_name();
    outcome.to = Some(PortalPart::Ecf);
    outcome.state = SignInState::NoGroup;
    outcome.group = group;
    outcome.next = Some("associate");
    Ok(outcome)
}

async fn ask_first(
    walk: &Walk<'_>,
    page: &Page,
    group: Option<&str>,
    told: Vec<Said>,
) -> Result<(), JourneyError> {
    let prompt = match group {
        Some(group) => format!("Leave the group {group}?"),
        None => "Leave your group?".to_owned(),
    };
    let mut ask = Ask::new(AskKind::Agreement, "agreement", &prompt);
    ask.text = Some(MEANS.to_owned());
    let wanted = walk.words().button(Press::RemoveAssociation);
    let answers = walk
        .person
        .ask(PageAsk {
            journey: walk.kind,
            step: "B12".to_owned(),
            page: heading(page),
            told,
            refusals: Vec::new(),
            asks: vec![ask],
            last_click: true,
            review: group
                .map(|g| ("Group Name".to_owned(), g.to_owned()))
                .into_iter()
                .collect(),
            button: wanted.first().to_owned(),
            host: host_of(&page.url),
        })
        .await
        .map_err(|nobody| JourneyError::NobodyThere {
            about: nobody.about,
        })?;
    match answers.first() {
        Some(Answer::Agreed(true)) => Ok(()),
        _ => Err(JourneyError::NotAgreed { about: prompt }),
    }
}

fn is_preferences(walk: &Walk<'_>, page: &Page) -> bool {
    Place::of(page, walk.words(), HERE, HERE).is_some()
}

/// The portal's own words that there is no group any more.
pub(super) fn is_removed(walk: &Walk<'_>, page: &Page) -> bool {
    let words = walk.words();
    page.says(words.saying(Saying::AssociationRemoved)) || page.says(words.saying(Saying::NoGroup))
}
