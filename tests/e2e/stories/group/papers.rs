//! What leaves the desk on paper and by mail, who is new, who leaves, the quarter's review, and the log of all of it.

use docketbell_e2e::{App, Court, PATIENCE, Stage, key};
use docketbell_testbed::until;
use serde_json::json;

use super::{
    County, GROUP, KNOWS, goes_to_the_group, has_a_pin_made, logs_on, opened, pin_at,
    reads_the_list_first, row, says_yes, sends, stands, started, still_stands, turns_to, waiting,
};
use crate::accounts::Person;
use crate::play;

#[test]
fn an_invitation_is_mailed_printed_and_copied_and_the_pin_goes_with_none_of_them() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;
        has_a_pin_made(&app).await;
        app.window.wait_for("[data-testid=pin-kept]").await;
        let pin = pin_at(&court).await;

        turns_to(&app, "/invitation").await;
        app.window
            .wait_for("[data-testid=mail-invitation][aria-disabled]")
            .await;
        let link = court.group_link("7f3a90");
        app.window.tab_to("#assoc").await;
        app.window.type_words(&link).await;
        app.window.enter_on("[data-testid=save-link]").await;
        app.window
            .wait_for_words("[data-testid=instructions]", &link)
            .await;
        person.looks("group invitation").await;
        app.window
            .enter_on("[data-testid=mail-invitation]:not([aria-disabled])")
            .await;
        let draft = handed_over(&stage, 1).await;
        assert!(
            draft.starts_with("mailto:?subject=Join%20Sample%20County%20Records%20Office"),
            "a draft without an address: {draft}"
        );
        assert!(draft.contains("groupAssociation"), "the link: {draft}");
        app.window
            .enter_on("[data-testid=print-invitation]:not([aria-disabled])")
            .await;
        let paper = std::fs::read_to_string(handed_over(&stage, 2).await).unwrap();
        assert!(paper.contains("groupAssociation"), "{paper}");
        app.window
            .enter_on("[data-testid=copy-invitation]:not([aria-disabled])")
            .await;
        let copied = until("the steps on the clipboard", PATIENCE, async || {
            stage.clipboard().filter(|text| text.contains(&link))
        })
        .await;
        for (what, text) in [("mail", draft), ("paper", paper), ("copy", copied)] {
            assert!(!text.contains(&pin), "the PIN is in the {what}");
        }
        still_stands(&app, "after the invitation").await;
        app.end().await;
        person.ends();
    });
}

#[test]
fn who_is_new_is_decided_and_somebody_leaves_from_the_first_step_to_the_record() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;

        joins(&court, "troe_clerk", "Terry", "Roe").await;
        joins(&court, "qexample_aide", "Quinn", "Example").await;
        app.window.enter_on("[data-testid=read-group]").await;
        app.window
            .wait_for_words("nav a[href='#/group']", "2 to decide")
            .await;
        app.window.wait_for("[data-testid=new-users]").await;
        person.looks("group two are new").await;
        let of = |user: &str, what: &str| {
            format!("[data-testid=new-user][data-user={user}] [data-testid={what}]")
        };
        app.window.enter_on(&of("troe_clerk", "new-keep")).await;
        app.window
            .wait_until_gone(&of("troe_clerk", "new-keep"))
            .await;
        still_stands(&app, "after somebody new was kept").await;
        app.window
            .enter_on(&of("qexample_aide", "new-disable"))
            .await;
        says_yes(&app).await;
        app.window.wait_until_gone("[data-testid=new-users]").await;
        still_stands(&app, "after somebody new was to be disabled").await;
        app.window.wait_for(&waiting("queued")).await;

        // Jane Doe leaves: each step where its words stand.
        app.window.enter_on("[data-person=jdoe_records]").await;
        app.window.wait_for("[data-testid=user-details]").await;
        person.looks("group a person").await;
        app.window.enter_on("[data-testid=begin-leaving]").await;
        app.window
            .wait_for("[data-testid=group][data-tab=leaving] [data-testid=playbook]")
            .await;
        does(&app, "disable", "waiting").await;
        does(&app, "remove", "waiting").await;
        still_stands(&app, "after two steps").await;
        app.end().await;
        person.ends();

        // Days later it goes on where it was left; by then the court has forgotten who this is.
        court
            .tell("advance_clock", json!({ "seconds": 3600 }))
            .await;
        let app = started(&stage, &county).await;
        app.window.wait_for("[data-testid=status]").await;
        app.window.bring_axe().await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        goes_to_the_group(&app).await;
        app.window
            .wait_for_words("[data-testid=playbook]", "Jane Doe is leaving")
            .await;
        for step in ["disable", "remove"] {
            app.window
                .wait_for(&format!(
                    "[data-testid=step][data-step={step}][data-state=waiting]"
                ))
                .await;
        }
        sends(&app).await;
        logs_on(&mut person, &app).await;
        sends(&app).await;
        app.window
            .wait_for_words("[data-testid=delivered]", "3 actions are in effect")
            .await;
        assert_eq!(
            stands(&court, "qexample_aide").await.as_deref(),
            Some("disabled")
        );
        assert_eq!(stands(&court, "jdoe_records").await, None, "removed");
        app.window
            .enter_on(&format!("{} [data-person]", row("qexample_aide")))
            .await;
        app.window
            .enter_on("[data-testid=user-details] [data-testid=draft]")
            .await;
        let draft = handed_over(&stage, 1).await;
        assert!(draft.starts_with("mailto:?subject="), "{draft}");
        assert!(draft.contains("disabled"), "it says what was done: {draft}");
        assert!(!draft.contains(&pin_at(&court).await), "never the PIN");

        turns_to(&app, "/leaving").await;
        person.looks("group leaving").await;
        person.is_pictured("group-leaving").await;
        app.window
            .enter_on("[data-testid=step][data-step=change_pin] a")
            .await;
        app.window.wait_for("[data-testid=pin-form]").await;
        app.window
            .enter_on("[data-testid=pin-send]:not([aria-disabled])")
            .await;
        app.window.wait_for("[data-testid=pin-kept]").await;
        turns_to(&app, "/leaving").await;
        app.window
            .wait_for("[data-testid=step][data-step=change_pin][data-state=done]")
            .await;
        does(&app, "tell_others", "done").await;
        does(&app, "verify", "done").await;
        app.window.wait_for("[data-testid=print-record]").await;
        person.looks("group has left").await;
        app.window
            .enter_on("[data-testid=print-record]:not([aria-disabled])")
            .await;
        let record = std::fs::read_to_string(handed_over(&stage, 2).await).unwrap();
        assert!(record.contains("Jane Doe"), "{record}");
        assert!(!record.contains(&pin_at(&court).await), "never the PIN");
        app.end().await;
        person.ends();
    });
}

#[test]
fn a_quarter_is_reviewed_and_signed_and_the_log_is_saved_and_printed() {
    play(async {
        let stage = Stage::usual().await;
        let county = County::on(&stage).await;
        let (app, court) = opened(&stage, &county).await;
        let mut person = Person::who_knows(&stage, &app, &court, &KNOWS);
        reads_the_list_first(&mut person, &app).await;
        turns_to(&app, "/review").await;
        app.window
            .enter_on("[data-testid=open-review]:not([aria-disabled])")
            .await;
        app.window.wait_for("[data-testid=review-line]").await;
        still_stands(&app, "after the review was begun").await;
        for (user, decision) in [
            ("aroe_intake", "keep"),
            ("jdoe_records", "disable"),
            ("mpublic_scan", "remove"),
        ] {
            let line = format!("[data-testid=review-line][data-user={user}]");
            app.window
                .enter_on(&format!("{line} [data-testid=rev-{decision}]"))
                .await;
            app.window
                .wait_for(&format!("{line}[data-decision={decision}]"))
                .await;
            still_stands(&app, "after a decision of the review").await;
        }
        app.window.tab_to("#rev-name").await;
        app.window.type_words("Sam Example").await;
        person.looks("group review").await;
        person.is_pictured("group-review").await;
        app.window.tab_to("#rev-name").await;
        app.window.press(key::ENTER).await;
        app.window
            .wait_for_words("[data-testid=signed]", "Sam Example")
            .await;
        still_stands(&app, "after the review was signed").await;
        assert_eq!(app.window.count("[data-testid=rev-keep]").await, 0);
        person.looks("group review signed").await;
        app.window.enter_on("[data-testid=print-review]").await;
        let record = std::fs::read_to_string(handed_over(&stage, 1).await).unwrap();
        for fact in ["Sam Example", "Jane Doe", "mpublic_scan", "remove"] {
            assert!(record.contains(fact), "{fact} in the record: {record}");
        }
        turns_to(&app, "").await;
        app.window.wait_for(&waiting("queued")).await;
        assert_eq!(
            app.window.count(&waiting("queued")).await,
            2,
            "what was decided waits like anything else"
        );

        turns_to(&app, "/log").await;
        app.window
            .wait_for_words("[data-testid=audit]", "Every line still fits")
            .await;
        let lines = app.window.count("[data-testid=audit-line]").await;
        assert!(lines >= 3, "{lines} lines");
        person.looks("group log").await;
        app.window
            .enter_on("[data-testid=save-csv]:not([aria-disabled])")
            .await;
        app.window.wait_for("[data-testid=csv-saved]").await;
        let saved = app.window.words("[data-testid=csv-saved] .path-line").await;
        let csv = std::fs::read_to_string(saved.trim()).unwrap();
        assert_eq!(
            csv.lines().count() as u64,
            lines + 1,
            "a line each, and their titles: {csv}"
        );
        assert!(csv.contains("Sam Example"), "who signed: {csv}");
        app.window
            .enter_on("[data-testid=print-log]:not([aria-disabled])")
            .await;
        let printed = std::fs::read_to_string(handed_over(&stage, 2).await).unwrap();
        assert!(printed.contains(GROUP) && printed.contains("Sam Example"));
        app.end().await;
        person.ends();
    });
}

/// What the desktop was handed, as soon as it was so many times.
async fn handed_over(stage: &Stage, times: usize) -> String {
    until("the desktop to be handed it", PATIENCE, async || {
        let all = stage.opened_outside();
        (all.len() >= times).then(|| all[times - 1].clone())
    })
    .await
}

/// Somebody joins the group with its link and PIN.
async fn joins(court: &Court, user: &str, first: &str, last: &str) {
    let joined = json!({ "user_name": user, "first_name": first, "last_name": last, "group": GROUP, "information": "Clerk" });
    court.tell("add_account", joined).await;
}

/// Presses a step's button, and waits for how it stands then.
async fn does(app: &App, step: &str, state: &str) {
    app.window
        .enter_on(&format!("[data-testid=step-{step}]:not([aria-disabled])"))
        .await;
    app.window
        .wait_for(&format!(
            "[data-testid=step][data-step={step}][data-state={state}]"
        ))
        .await;
}
