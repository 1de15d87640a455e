//! What a person asks for on a train: queued, shown as not in effect, kept over a restart, sent when they say so.

use docketbell_e2e::Stage;

use super::{
    ADMINISTRATOR, County, GROUP, KNOWS, asks_for, goes_to_the_group, logs_on, opened, presses,
    reads_the_list_first, row, says_yes, stands, started, still_stands, waiting,
};
use crate::accounts::Person;
use crate::play;

const HELP_DESK: &str = "(573) 526-0062";

#[test]
fn what_is_asked_for_offline_waits_over_a_restart_and_is_in_effect_only_after_send() {
    play(async {
        let stage = Stage::usual().await;
        let mut county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let terry = serde_json::json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe", "group": GROUP, "information": "Clerk" });
        court.tell("add_account", terry).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        goes_to_the_group(&app).await;
        person.looks("group never read").await;
        reads_the_list_first(&mut person, &app).await;
        app.window.wait_for_words("main h1", GROUP).await;
        app.window
            .wait_for_words("[data-testid=as-of]", "As of")
            .await;
        app.window
            .wait_for_words("main .kicker", ADMINISTRATOR)
            .await;
        assert_eq!(app.window.count("[data-testid=user]").await, 4);
        person.looks("group").await;
        person.is_pictured("group-list").await;

        county.closes().await;
        app.window.enter_on("[data-testid=read-group]").await;
        app.window
            .wait_for_words("[data-testid=group]", "could not be")
            .await;
        assert_eq!(
            app.window.count("[data-testid=user]").await,
            4,
            "a reading that failed takes nobody away"
        );
        still_stands(&app, "after a reading that failed").await;
        // Two at once, chosen with the letter; then one by its own letter.
        for user in ["jdoe_records", "aroe_intake"] {
            app.window.tab_to(&format!("[data-person={user}]")).await;
            app.window.press("s").await;
        }
        app.window
            .enter_on("[data-testid=chosen-disabled]:not([aria-disabled])")
            .await;
        app.window
            .wait_for_words("[data-testid=plan]", HELP_DESK)
            .await;
        person.looks("group before two are disabled").await;
        says_yes(&app).await;
        still_stands(&app, "after two were asked for").await;
        asks_for(&app, "r", "troe_clerk").await;
        assert_eq!(
            app.window.count("[data-testid=delivery]").await,
            0,
            "a reading that ended is no delivery under way"
        );
        assert_eq!(app.window.count(&waiting("queued")).await, 3);
        for user in ["jdoe_records", "aroe_intake", "troe_clerk"] {
            let row = row(user);
            app.window
                .wait_for(&format!("{row}[data-status=active][data-pending=queued]"))
                .await;
            app.window.wait_for_words(&row, "not in effect yet").await;
        }
        app.window
            .wait_for_words("[data-testid=outbox]", "can still file")
            .await;
        app.window
            .wait_for_words("[data-testid=urgent]", HELP_DESK)
            .await;
        person.looks("group offline").await;
        person.is_pictured("group-waiting").await;
        app.end().await;
        person.ends();

        let app = started(&stage, &county).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.bring_axe().await;
        app.window
            .wait_for_words("[data-testid=status-waiting]", "3")
            .await;
        goes_to_the_group(&app).await;
        app.window.wait_for(&waiting("queued")).await;
        assert_eq!(app.window.count(&waiting("queued")).await, 3);
        app.window
            .enter_on(&format!("{} [data-testid=take-back]", row("aroe_intake")))
            .await;
        app.window
            .wait_until_gone(&format!("{}[data-pending]", row("aroe_intake")))
            .await;
        still_stands(&app, "after one was taken back").await;
        assert_eq!(app.window.count(&waiting("queued")).await, 2);
        app.window
            .enter_on("[data-testid=send]:not([aria-disabled])")
            .await;
        app.window
            .wait_for_words("[data-testid=group] .msg--error", "could not be reached")
            .await;
        app.window
            .wait_for("[data-testid=send]:not([aria-disabled])")
            .await;
        assert_eq!(
            app.window.count(&waiting("queued")).await,
            2,
            "what could not be sent waits on"
        );

        county.opens().await;
        let court = county.court().await;
        for user in ["jdoe_records", "aroe_intake", "troe_clerk"] {
            assert_eq!(stands(&court, user).await.as_deref(), Some("active"));
        }
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        let pressed = presses(&court).await;
        app.window
            .enter_on("[data-testid=send]:not([aria-disabled])")
            .await;
        logs_on(&mut person, &app).await;
        app.window
            .enter_on("[data-testid=send]:not([aria-disabled])")
            .await;
        app.window
            .wait_for_words("[data-testid=delivered]", "2 actions are in effect")
            .await;
        person.looks("group delivered").await;
        app.window
            .wait_for(&format!("{}[data-status=disabled]", row("jdoe_records")))
            .await;
        assert_eq!(
            stands(&court, "jdoe_records").await.as_deref(),
            Some("disabled")
        );
        assert_eq!(stands(&court, "troe_clerk").await, None, "removed");
        assert_eq!(
            stands(&court, "aroe_intake").await.as_deref(),
            Some("active"),
            "what was taken back was not sent"
        );
        assert_eq!(
            presses(&court).await - pressed,
            2,
            "one press an action: {:?}",
            court.requests().await
        );
        still_stands(&app, "after everything was sent").await;
        app.end().await;
        person.ends();
    });
}
