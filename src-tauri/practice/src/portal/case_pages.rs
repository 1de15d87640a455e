//! The pages of one case: the shell page and the JSON behind its tabs (wire-format.md §4).

use axum::http::StatusCode;

use super::{
    answer::Answer,
    asked::{Asked, Page},
    failures, old_docket, pages,
};
use crate::{
    wire::{
        docket::{self, Wanted},
        header, lists, party,
    },
    world::{
        Found, World,
        drift::{Drift, UnknownShape},
    },
};

/// The page of a case, or what the portal says when there is none.
pub(crate) fn answer(world: &World, asked: &Asked, page: Page) -> Answer {
    let number = asked.number();
    let drift = world.drift_for(&number, asked.court_id());
    if page == Page::OldDocket && !Drift::on(drift.old_docket) {
        return pages::not_there();
    }
    match world.find(&number, asked.court_id()) {
        Found::Case(place) => of_case(world, asked, page, place, &drift, usize::MAX),
        Found::Unknown => unknown(page, &drift),
        Found::NoSuchCourt => failures::jndi(StatusCode::OK, asked.court_id()),
        Found::Offline => failures::location_unavailable(),
    }
}

/// The page of the case at this place; a docket of at most so many entries.
pub(crate) fn of_case(
    world: &World,
    asked: &Asked,
    page: Page,
    place: u32,
    drift: &Drift,
    at_most: usize,
) -> Answer {
    let bytes = match page {
        Page::Header => header::header(&world.head(place), drift),
        Page::Party => party::party(&world.head(place), drift),
        Page::Charges => header::charges(&world.head(place), drift),
        Page::Financial => header::financial(&world.head(place), drift),
        Page::Event => lists::events(&world.whole(place), drift, world.today()),
        Page::Docket | Page::OldDocket => {
            let wanted = Wanted {
                newest_first: asked.params.get("sortOption") != "A"
                    && asked.params.get("sortBy") != "A",
                pending_motions: asked.params.get("displayOption") == "P"
                    || asked.params.get("displayBy") == "P",
                at_most,
            };
            if Drift::on(drift.old_docket) {
                return old_docket::answer(asked, &world.whole(place), wanted);
            }
            docket::docket(&world.whole(place), drift, wanted)
        }
        _ => return pages::shell(asked, &world.head(place)),
    };
    let mut answer = Answer::json(bytes);
    if Drift::on(drift.leading_junk) {
        // One client was seen to skip ahead to the first bracket; this is what it may have skipped.
        let mut junk = b"\r\n\r\nfor(;;);\r\n".to_vec();
        junk.extend_from_slice(&answer.bytes);
        answer.bytes = junk.into();
    }
    answer
}

/// What is said of a case that does not exist, or is sealed.
pub(crate) fn unknown(page: Page, drift: &Drift) -> Answer {
    match drift.unknown_case {
        Some(UnknownShape::Alert) => failures::unknown_alert(),
        _ if page == Page::Shell => failures::unknown_alert(),
        _ => failures::near_empty(page),
    }
}
