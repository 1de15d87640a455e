//! What waits longer than a day: nobody sends it without having looked at it again.

use docketbell_e2e::Stage;

use super::{
    County, KNOWS, asks_for, logs_on, opened, presses, reads_the_list_first, row, sends, stands,
    still_stands, turns_to, waiting,
};
use crate::accounts::Person;
use crate::play;

const A_DAY_AND_MORE: i64 = 25 * 60;

#[test]
fn what_waits_longer_than_a_day_is_looked_at_again_before_it_can_be_sent() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        stage.clock_ahead(-A_DAY_AND_MORE);
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;
        asks_for(&app, "d", "jdoe_records").await;
        asks_for(&app, "r", "aroe_intake").await;
        app.window
            .wait_for("[data-testid=send]:not([aria-disabled])")
            .await;

        // A day later; only what is asked for now may be sent as it is.
        stage.clock_ahead(0);
        turns_to(&app, "/log").await;
        turns_to(&app, "").await;
        let old = format!("{}[data-review=true]", waiting("queued"));
        app.window.wait_for(&old).await;
        assert_eq!(app.window.count(&old).await, 2, "both are old");
        app.window
            .wait_for("[data-testid=send][aria-disabled]")
            .await;
        person.looks("group what waits is old").await;
        let pressed = presses(&court).await;
        sends_in_vain(&app).await;
        // The first that was asked for in this store: Jane Doe is to be disabled.
        app.window
            .enter_on("[data-action-id='1'] [data-testid=confirm]")
            .await;
        app.window
            .wait_for("[data-testid=send]:not([aria-disabled])")
            .await;
        assert_eq!(app.window.count(&old).await, 1, "one was looked at");
        still_stands(&app, "after one was looked at again").await;
        assert_eq!(presses(&court).await, pressed, "nothing was sent yet");

        sends(&app).await;
        // The court's session is older than a day, too, or it is not: then it asks for a log-on.
        app.window
            .wait_for("[data-testid=delivered], [data-testid=group-sign-in]")
            .await;
        if app.window.count("[data-testid=group-sign-in]").await > 0 {
            logs_on(&mut person, &app).await;
            sends(&app).await;
        }
        app.window
            .wait_for(&format!("{}[data-status=disabled]", row("jdoe_records")))
            .await;
        assert_eq!(
            stands(&court, "jdoe_records").await.as_deref(),
            Some("disabled")
        );
        assert_eq!(
            stands(&court, "aroe_intake").await.as_deref(),
            Some("active"),
            "what nobody looked at waits on"
        );
        assert_eq!(app.window.count(&old).await, 1);
        assert_eq!(presses(&court).await - pressed, 1, "one press");
        app.end().await;
        person.ends();
    });
}

/// The button says why it does nothing, and does nothing.
async fn sends_in_vain(app: &docketbell_e2e::App) {
    app.window.enter_on("[data-testid=send]").await;
    app.window
        .wait_for_words("[data-testid=outbox]", "Look at the old actions first")
        .await;
}
