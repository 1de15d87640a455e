//! What the court may do to a click or to its list: each click is pressed once, and an odd list is not believed.

use docketbell_e2e::Stage;
use serde_json::json;

use super::{
    County, GROUP, KNOWS, asks_for, opened, presses, reads_the_list_first, row, sends, stands,
    still_stands, waiting,
};
use crate::accounts::Person;
use crate::play;

/// What the court does to the next click, who is to be disabled by it, what the desk says then, and how they stand.
const CLICKS: [(&str, &str, &str, Option<&str>); 4] = [
    ("lost_reply", "jdoe_records", "in effect", Some("disabled")),
    (
        "error_500_after",
        "aroe_intake",
        "in effect",
        Some("disabled"),
    ),
    ("doubled", "troe_clerk", "in effect", Some("disabled")),
    ("user_gone", "qexample_aide", "1 action needs you", None),
];

#[test]
fn whatever_happens_to_a_click_it_is_pressed_once_and_the_list_tells_what_became_of_it() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        for (user, first, last) in [
            ("troe_clerk", "Terry", "Roe"),
            ("qexample_aide", "Quinn", "Example"),
        ] {
            let joined = json!({ "user_name": user, "first_name": first, "last_name": last, "group": GROUP });
            court.tell("add_account", joined).await;
        }
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        person.glances();
        reads_the_list_first(&mut person, &app).await;
        for (fault, user, said, stands_then) in CLICKS {
            asks_for(&app, "d", user).await;
            let fault_on = json!({ "kind": fault, "path": "group-maintenance", "count": 1 });
            court.tell("set_fault", fault_on).await;
            let pressed = presses(&court).await;
            sends(&app).await;
            app.window
                .wait_for_words("[data-testid=delivered]", said)
                .await;
            assert_eq!(
                stands(&court, user).await.as_deref(),
                stands_then,
                "{fault}: as the court has it"
            );
            // "Doubled" presses by itself; nobody here presses a second time.
            let by_the_court = usize::from(fault == "doubled");
            assert!(
                presses(&court).await - pressed <= 1 + by_the_court,
                "{fault}: pressed once"
            );
            if let Some(status) = stands_then {
                app.window
                    .wait_for(&format!("{}[data-status={status}]", row(user)))
                    .await;
                app.window.wait_until_gone(&waiting("uncertain")).await;
            }
            still_stands(&app, &format!("after {fault}")).await;
        }
        app.window
            .wait_for_words(
                "[data-testid=conflict] .sides",
                "Quinn Example is not in the group",
            )
            .await;
        app.end().await;
        person.ends();
    });
}

#[test]
fn a_list_on_which_anything_is_odd_changes_nothing_and_says_what_it_is() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        court.tell("fill_group", json!({ "count": 60 })).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        person.glances();
        reads_the_list_first(&mut person, &app).await;
        app.window
            .wait_for_words("[data-testid=roster] ~ nav", "1 to 50 of 63")
            .await;
        asks_for(&app, "d", "jdoe_records").await;
        let pressed = presses(&court).await;
        let odd = [
            (
                json!({ "kind": "twin_row", "user": "aroe_intake" }),
                "aroe_intake",
            ),
            (
                json!({ "kind": "row_without_status", "user": "aroe_intake" }),
                "aroe_intake",
            ),
            (
                json!({ "kind": "unknown_status", "user": "aroe_intake" }),
                "Suspended",
            ),
            (
                json!({ "kind": "service_unavailable", "path": "group-maintenance-2" }),
                "not in service",
            ),
        ];
        for (fault, said) in odd {
            let kind = fault["kind"].as_str().unwrap().to_owned();
            court.tell("set_fault", fault).await;
            sends(&app).await;
            app.window
                .wait_for_words("[data-testid=group] .msg", said)
                .await;
            app.window
                .wait_for("[data-testid=send]:not([aria-disabled])")
                .await;
            person.looks(&format!("group list with {kind}")).await;
            app.window.wait_for(&waiting("queued")).await;
            app.window
                .wait_for_words("[data-testid=roster] ~ nav", "1 to 50 of 63")
                .await;
            assert_eq!(presses(&court).await, pressed, "{kind}: nothing is pressed");
            court.tell("clear_faults", json!({})).await;
        }
        sends(&app).await;
        app.window
            .wait_for_words("[data-testid=delivered]", "1 action is in effect")
            .await;
        assert_eq!(
            stands(&court, "jdoe_records").await.as_deref(),
            Some("disabled")
        );
        app.end().await;
        person.ends();
    });
}
