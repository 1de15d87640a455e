//! A group of 5,000: found at once, and asked for 20 at a time at most.

use std::time::{Duration, Instant};

use docketbell_e2e::{Stage, key};
use serde_json::json;

use super::{
    County, KNOWS, opened, presses, reads_the_list_first, row, says_yes, still_stands, turns_to,
    waiting,
};
use crate::accounts::Person;
use crate::play;

/// That it does not hang; the figure itself (300 ms) is measured on a quiet machine by the bench.
const SHOWN_WITHIN: Duration = Duration::from_secs(20);

#[test]
fn five_thousand_people_are_read_shown_and_found_and_at_most_twenty_are_asked_for_at_once() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        court.tell("fill_group", json!({ "count": 5000 })).await;
        // Fewer pages than the court's own 25 people each: the portal may be asked 600 times a minute at most.
        court
            .tell("account_settings", json!({ "page_size": 200 }))
            .await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        person.glances();
        reads_the_list_first(&mut person, &app).await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "1 to 50 of 5,003")
            .await;
        person.looks("group of 5,000").await;

        app.window.tab_to("#who").await;
        app.window.type_words("user04").await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "1 to 50 of 1,000")
            .await;
        app.window.type_words("999").await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "1 to 1 of 1")
            .await;
        app.window.wait_for(&row("user04999")).await;
        app.window.tab_to("#who").await;
        app.window.type_anew("nobody at all").await;
        app.window
            .wait_for_words("[data-testid=roster-none]", "Nobody here matches")
            .await;
        app.window.type_anew("user04").await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "1 to 50 of 1,000")
            .await;
        // From the last name of a page it is not far to the next page.
        app.window.tab_to("[data-person]").await;
        app.window.press(key::END).await;
        app.window.enter_on("[data-testid=next-page]").await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "51 to 100 of 1,000")
            .await;

        let pressed = presses(&court).await;
        // One after the other by the letter; the next one's name has the focus by the arrow.
        app.window.tab_to("[data-person]").await;
        app.window.press(key::HOME).await;
        for _ in 0..21 {
            app.window.press("s").await;
            app.window.press(key::DOWN).await;
        }
        app.window
            .wait_for_words("[data-testid=chosen]", "20 people chosen")
            .await;
        app.window
            .wait_for_words("[data-testid=chosen]", "At most 20 at once")
            .await;
        assert_eq!(
            app.window
                .count("[data-testid=user] input[type=checkbox]:checked")
                .await,
            20,
            "the one more was not taken"
        );
        person.looks("group twenty chosen").await;
        app.window
            .enter_on("[data-testid=chosen-removed]:not([aria-disabled])")
            .await;
        app.window
            .wait_for_words("[data-testid=plan]", "Remove 20 people?")
            .await;
        person.looks("group before twenty are removed").await;
        says_yes(&app).await;
        app.window.wait_for(&waiting("queued")).await;
        assert_eq!(app.window.count(&waiting("queued")).await, 20);
        still_stands(&app, "after twenty were asked for").await;
        assert_eq!(presses(&court).await, pressed, "nothing was sent");

        // From another part of the desk to all of them.
        turns_to(&app, "/log").await;
        let asked = Instant::now();
        turns_to(&app, "").await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "of 5,003")
            .await;
        assert!(
            asked.elapsed() < SHOWN_WITHIN,
            "shown after {:?}",
            asked.elapsed()
        );
        app.end().await;
        person.ends();
    });
}
