//! All three registrations and the association, from the rail to the last page of the procedure.

use docketbell_e2e::Stage;
use serde_json::json;

use super::{Person, opened};
use crate::play;

const GROUP: &str = "Sample County Records Office";
const PIN: &str = "Canary4826";
const PASSWORD: &str = "Canary-Oak-77";

#[test]
fn a_group_administrator_sets_up_the_issued_account_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let issued = json!({ "user_name": "canary_admin", "group": "Sample City Clerk", "password": "Canary-Start-1", "rows": ["Phone", "Fax"] });
        court.tell("issue_administrator", issued).await;
        let knows = [
            ("user_name", "canary_admin"),
            ("temporary_password", "Canary-Start-1"),
            ("new_password", PASSWORD),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("register_administrator").await;
        let missing = person.walks_until(|face| face.step == "A5").await;
        person.is_pictured("accounts-missing").await;
        let end = person.walks_from(missing).await;
        assert_eq!(
            (end.name.as_str(), end.detail.as_str()),
            ("outcome", "registered"),
            "{end:?}"
        );
        person.steps.dedup();
        assert_eq!(
            person.steps,
            ["A1", "A2", "A3", "A5", "A6", "A8"],
            "the pages of the procedure that ask something"
        );
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for("[data-testid=sign-in][data-state=signed_in]")
            .await;
        person.looks("accounts of an administrator").await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

#[test]
fn a_group_user_registers_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let knows = [
            ("user_name", "jordan_public"),
            ("password", PASSWORD),
            ("first_name", "Jordan"),
            ("mailing_address.line1", "100 Any St"),
            ("mailing_address.line2", "Suite 5"),
            ("mailing_address.city", "Jefferson City"),
            ("billing_address.line1", "PO Box 100"),
            ("billing_address.line2", "Records"),
            ("billing_address.city", "Jefferson City"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        app.window.enter_on("a[href='#/accounts']").await;
        app.window.wait_for("[data-testid=nobody]").await;
        person.looks("accounts of nobody").await;
        app.window.enter_on("[data-testid=to-register]").await;
        app.window.wait_for("[data-testid=ways]").await;
        person.looks("the choice of journeys").await;
        person.is_pictured("accounts-choice").await;

        person.begins("register_user").await;
        // Nothing typed; then a name that is taken, and a phrase that is not the picture's.
        assert_eq!(person.meets().await.step, "B3");
        person.is_pictured("accounts-phrase").await;
        person.sends().await;
        person.is_corrected("three fields left empty", 3).await;
        person.learns("user_name", "jdoe_records");
        person.learns("phrase", "not the phrase");
        person.fills_in_from_here().await;
        person.sends().await;
        let refused = person.meets().await;
        assert_eq!(refused.focus, "error-summary", "{refused:?}");
        app.window
            .wait_for_words("[data-testid=ask] .field-error", "already taken")
            .await;
        person.is_pictured("accounts-refused").await;
        person.learns("user_name", "jordan_public");
        person.forgets("phrase");
        person.types_anew("user_name", "jordan_public").await;
        let review = person
            .walks_from_until(refused, |face| face.name == "review")
            .await;
        app.window
            .wait_for_words("[data-testid=review-given]", "jordan_public")
            .await;
        person.is_pictured("accounts-review").await;
        let end = person.walks_from(review).await;
        assert_eq!(
            (end.name.as_str(), end.detail.as_str()),
            ("outcome", "registered"),
            "{end:?}"
        );
        person.steps.dedup();
        assert_eq!(
            person.steps,
            ["B3", "B4", "B5", "B6"],
            "where a person is asked"
        );

        app.window.tab_to("main .btn--primary").await;
        app.window.press(docketbell_e2e::key::ENTER).await;
        app.window.wait_for("#group-link").await;
        person.stands_on_the_heading("the group's link").await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

#[test]
fn a_user_joins_the_group_past_a_wrong_link_and_a_wrong_pin_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court
            .tell("set_group_pin", json!({ "group": "7f3a90", "pin": PIN }))
            .await;
        court.tell("add_account", json!({ "user_name": "terry_roe", "first_name": "Terry", "last_name": "Roe", "password": PASSWORD })).await;
        let knows = [
            ("user_name", "terry_roe"),
            ("password", PASSWORD),
            ("pin", "Canary0000"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.sets_out("associate").await;
        person.pastes_the_link(&court.group_link("nobody")).await;
        app.window.enter_on("[data-testid=open-link]").await;
        let stands = person.walks().await;
        assert_eq!(
            (stands.name.as_str(), stands.detail.as_str()),
            ("standstill", "unknown_group"),
            "{stands:?}"
        );
        app.window.enter_on("[data-testid=another-link]").await;
        person.stands_on_the_heading("the link once more").await;
        person.pastes_the_link(&court.group_link("7f3a90")).await;
        person.looks("the link, looked at").await;
        person.is_pictured("accounts-link").await;
        app.window.enter_on("[data-testid=open-link]").await;
        person.steps.clear();
        person.keeps("pin");
        let pin = person.walks_until(|face| face.step == "B10").await;
        person.is_pictured("accounts-pin").await;
        let refused = person
            .walks_from_until(pin, |face| face.focus == "error-summary")
            .await;
        app.window
            .wait_for_words(
                "[data-name=pin] .field-error",
                "Ask your group's administrator for the PIN of today",
            )
            .await;
        person.learns("pin", PIN);
        let end = person.walks_from(refused).await;
        assert_eq!(
            (end.name.as_str(), end.detail.as_str()),
            ("outcome", "associated"),
            "{end:?}"
        );
        person.steps.dedup();
        assert_eq!(person.steps, ["B9", "B10", "B11"]);
        app.window
            .wait_for_words("[data-testid=outcome]", GROUP)
            .await;
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for_words("[data-testid=group]", GROUP)
            .await;
        app.window.wait_for("[data-testid=forget-pin]").await;
        assert_eq!(
            app.window.count("[data-testid=forget-password]").await,
            0,
            "only what the person asked to keep is kept"
        );
        person.looks("accounts of a group user").await;
        person.is_pictured("accounts-kept").await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

#[test]
fn a_casenet_account_is_made_verified_and_signed_in_to_by_keys_alone() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let knows = [
            ("email", "jordan.public@example.org"),
            ("user_name", "jordan.public@example.org"),
            ("password", PASSWORD),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("register_account").await;
        let end = person.walks().await;
        assert_eq!(
            (end.name.as_str(), end.detail.as_str()),
            ("outcome", "registered"),
            "{end:?}"
        );
        assert_eq!(person.steps, ["C1"]);
        app.window.wait_for("[data-testid=verify-clock]").await;
        person.is_pictured("accounts-verify").await;
        court.open_newest_link("verify").await;

        // Another computer's account: the court does not know this one, and sends a code.
        court.tell("add_account", json!({ "user_name": "canary.code@example.org", "email": "canary.code@example.org", "kind": "case_net", "password": PASSWORD })).await;
        person.learns("user_name", "canary.code@example.org");
        person.learns("email", "canary.code@example.org");
        person.begins("sign_in").await;
        person.steps.clear();
        let end = person.walks().await;
        assert_eq!(
            (end.name.as_str(), end.detail.as_str()),
            ("outcome", "signed_in"),
            "{end:?}"
        );
        assert_eq!(person.steps, ["C3", "C4"]);
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window
            .wait_for("[data-testid=sign-in][data-part=casenet][data-state=signed_in]")
            .await;

        person.begins("recover_password").await;
        let end = person.walks().await;
        assert_eq!(end.name, "outcome", "{end:?}");
        assert!(
            court.newest_mail("reset").await["link"].is_string(),
            "the court sent a mail"
        );
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}
