//! Sign-in and its states: signed in as whom, ended, disabled, locked; always said, never tried again unasked.

use docketbell_e2e::{App, Court, Stage, key};
use serde_json::json;

use super::{Person, opened};
use crate::play;

const PASSWORD: &str = "Practice-2026";

/// Chooses a part of the portal with the arrow keys, then asks the court.
pub async fn signs_in_to(person: &mut Person<'_>, app: &App, part: &str) {
    person.sets_out("sign_in").await;
    let wanted = format!("#part-{part}");
    app.window.tab_to("input[name=part]:checked").await;
    for _ in 0..3 {
        let here = "return document.activeElement.matches(arguments[0])";
        if app.window.script(here, json!([wanted])).await == true {
            break;
        }
        app.window.press(key::DOWN).await;
    }
    app.window.wait_for(&format!("{wanted}:checked")).await;
    app.window.enter_on("[data-testid=start-journey]").await;
}

async fn log_ons(court: &Court) -> usize {
    let pressed = court.requests().await;
    pressed
        .iter()
        .filter(|(method, _)| method == "POST")
        .count()
}

#[test]
fn a_session_that_ends_in_the_middle_is_signed_in_to_again_and_gone_on_with() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let issued = json!({ "user_name": "canary_admin", "group": "Sample City Clerk", "password": "Canary-Start-1", "rows": ["Phone"] });
        court.tell("issue_administrator", issued).await;
        let knows = [
            ("user_name", "canary_admin"),
            ("temporary_password", "Canary-Start-1"),
            ("new_password", "Canary-Oak-77"),
            ("password", "Canary-Oak-77"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("register_administrator").await;
        let before = person.walks_until(|face| face.step == "A6").await;
        court
            .tell("set_fault", json!({ "kind": "session_ended", "count": 1 }))
            .await;
        person.fills_in(&before).await;
        person.sends().await;
        assert_eq!(person.meets().await.name, "review");
        person.reads_the_review().await;
        let again = person.meets().await;
        assert_eq!(again.step, "A3", "it asks to log on again: {again:?}");
        app.window
            .wait_for_words("[data-testid=remarks]", "ended the session")
            .await;
        person.steps.clear();
        person.fills_in(&again).await;
        person.sends().await;
        let end = person.walks().await;
        assert_eq!(end.detail, "registered", "{end:?}");
        assert!(
            !person.steps.contains(&"A2".to_owned()),
            "it goes on where it was: {:?}",
            person.steps
        );
        app.end().await;
        person.ends();
    });
}

#[test]
fn a_person_signs_in_and_out_and_who_is_disabled_or_in_no_group_reads_so() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let knows = [("user_name", "jdoe_records"), ("password", PASSWORD)];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        signs_in_to(&mut person, &app, "ecf").await;
        assert_eq!(person.walks().await.detail, "signed_in");
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for("[data-testid=sign-in][data-part=ecf][data-state=signed_in]")
            .await;
        app.window
            .wait_for_words("[data-testid=sign-in]", "jdoe_records")
            .await;
        app.window.enter_on("[data-testid=sign-out]").await;
        app.window.wait_for("[data-testid=nobody]").await;
        person.looks("signed out").await;

        person.learns("user_name", "mpublic_scan");
        signs_in_to(&mut person, &app, "ecf").await;
        assert_eq!(person.walks().await.name, "outcome");
        app.window
            .wait_for_words("[data-testid=outcome]", "disabled")
            .await;
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for("[data-testid=sign-in][data-state=disabled]")
            .await;
        person.looks("a disabled user").await;

        court
            .tell(
                "add_account",
                json!({ "user_name": "troe_clerk", "first_name": "Terry", "last_name": "Roe" }),
            )
            .await;
        person.learns("user_name", "troe_clerk");
        signs_in_to(&mut person, &app, "ecf").await;
        assert_eq!(person.walks().await.name, "outcome");
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for("[data-testid=sign-in][data-part=ecf][data-state=no_group]")
            .await;
        app.window
            .wait_for("[data-testid=sign-in] a[href='#/register/associate']")
            .await;
        person.looks("a user without a group").await;
        app.end().await;
        person.ends();
    });
}

#[test]
fn before_the_last_try_a_person_is_warned_and_a_locked_account_is_left_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court.tell("account_settings", json!({ "tries": 3 })).await;
        let knows = [
            ("user_name", "jdoe_records"),
            ("password", "Canary-Wrong-9"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        signs_in_to(&mut person, &app, "ecf").await;
        for left in ["2", "1"] {
            let face = person.meets().await;
            person.fills_in(&face).await;
            person.sends().await;
            let stands = person.meets().await;
            assert_eq!(stands.detail, "log_in_refused", "{stands:?}");
            app.window
                .wait_for_words("main", &format!("{left} attempt"))
                .await;
            app.window.enter_on("[data-testid=go-on]").await;
        }
        let last = person.meets().await;
        app.window
            .wait_for_words("[data-testid=remarks].msg--warn", "last try")
            .await;
        person.fills_in(&last).await;
        person.sends().await;
        let stands = person.meets().await;
        assert_eq!(
            (stands.name.as_str(), stands.detail.as_str()),
            ("standstill", "locked"),
            "{stands:?}"
        );
        app.window.wait_for_words("main", "Central").await;
        let tried = log_ons(&court).await;

        assert_eq!(
            app.window.count("[data-testid=go-on]").await,
            0,
            "a locked account is not tried"
        );
        person.sets_out("sign_in").await;
        app.window.wait_for("[data-testid=locked]").await;
        assert_eq!(log_ons(&court).await, tried, "nothing tries by itself");
        app.end().await;
        person.ends();
    });
}
