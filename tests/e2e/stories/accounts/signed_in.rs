//! What somebody does who has an account: defaults, leaving and choosing a group, a new password, being forgotten here.

use docketbell_e2e::Stage;
use serde_json::json;

use super::sign_in::signs_in_to;
use super::{Person, opened};
use crate::play;

const GROUP: &str = "Sample County Records Office";
const PASSWORD: &str = "Practice-2026";

#[test]
fn a_user_sets_defaults_leaves_the_group_and_chooses_it_from_the_list_in_other_markups() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court
            .tell("set_markup", json!({ "variant": "cell_left" }))
            .await;
        let knows = [
            ("user_name", "jdoe_records"),
            ("password", PASSWORD),
            ("pin", "482916"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        signs_in_to(&mut person, &app, "ecf").await;
        assert_eq!(person.walks().await.detail, "signed_in");
        person.goes_from_accounts("preferences").await;
        let page = person.meets().await;
        assert_eq!(page.step, "B12", "{page:?}");
        app.window
            .wait_for_words("[data-testid=ask]", "DEFAULT COURT")
            .await;
        person.fills_in(&page).await;
        app.window.tab_to("[data-kind=text] input").await;
        app.window.type_anew("Boone").await;
        person.sends().await;
        let saved = person.walks().await;
        assert_eq!(saved.detail, "saved", "{saved:?}");

        // Another mixture of markups on every page from here on.
        court
            .tell("set_markup", json!({ "variant": "shuffle", "seed": 11 }))
            .await;
        person.goes_from_accounts("dissociate").await;
        let first = person.meets().await;
        app.window
            .wait_for_words("[data-testid=ask]", &format!("Leave the group {GROUP}?"))
            .await;
        app.window
            .wait_for_words("[data-testid=ask]", "you cannot file for it any more")
            .await;
        person.sends().await;
        person.is_corrected("leaving without a tick", 1).await;
        assert_eq!(court.members(GROUP).await, 3, "it asks first");
        person.fills_in_from_here().await;
        person.sends().await;
        let review = person.meets().await;
        assert_eq!(review.name, "review", "{first:?} {review:?}");
        app.window
            .wait_for_words(
                "[data-testid=review]",
                "You can no longer file for the group",
            )
            .await;
        let left = person.walks_from(review).await;
        assert_eq!(left.detail, "dissociated", "{left:?}");
        assert_eq!(court.members(GROUP).await, 2);

        court
            .tell("account_settings", json!({ "group_list": true }))
            .await;
        person.sets_out("associate").await;
        person.pastes_the_link(&court.group_link("7f3a90")).await;
        app.window.enter_on("[data-testid=open-link]").await;
        let chosen = person.walks_until(|face| face.step == "B10").await;
        app.window
            .wait_for("[data-testid=ask][data-kind=choice]")
            .await;
        let end = person.walks_from(chosen).await;
        assert_eq!(end.detail, "associated", "{end:?}");
        app.window
            .wait_for_words("[data-testid=outcome]", GROUP)
            .await;
        assert_eq!(court.members(GROUP).await, 3);
        // Filing itself is the person's own, in their own browser.
        app.window.enter_on("[data-testid=open-ecf]").await;
        let opened = stage.wait_for_opened_outside().await;
        assert!(opened.ends_with("/ecf/"), "the eFiling menu: {opened}");
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}

#[test]
fn a_password_is_changed_its_lost_answer_is_settled_and_the_account_is_forgotten_here() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court
            .tell("set_markup", json!({ "variant": "aria_upper" }))
            .await;
        let who = "canary.change@example.org";
        court
            .tell(
                "add_account",
                json!({ "user_name": who, "email": who, "kind": "case_net", "password": PASSWORD }),
            )
            .await;
        let knows = [
            ("user_name", who),
            ("email", who),
            ("password", PASSWORD),
            ("new_password", "Canary-Oak-77"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        signs_in_to(&mut person, &app, "casenet").await;
        assert_eq!(person.walks().await.detail, "signed_in");
        person.goes_from_accounts("change_password").await;
        let review = person.walks_until(|face| face.name == "review").await;
        court
            .tell(
                "set_fault",
                json!({ "kind": "lost_reply", "path": "new-password", "count": 1 }),
            )
            .await;
        let lost = person.walks_from(review).await;
        assert_eq!(
            (lost.name.as_str(), lost.detail.as_str()),
            ("standstill", "uncertain"),
            "{lost:?}"
        );
        let sent = court.requests().await.len();
        // It waits under Accounts as well, also for somebody who comes back to it later.
        app.window.enter_on("a[href='#/accounts']").await;
        app.window.enter_on("[data-testid=go-on]").await;
        assert_eq!(person.meets().await.detail, "uncertain");
        assert_eq!(court.requests().await.len(), sent, "nothing is sent again");
        app.window.enter_on("[data-testid=reconcile]").await;
        let settled = person.walks().await;
        assert_eq!(settled.detail, "changed", "{settled:?}");

        app.window.enter_on("[data-testid=to-accounts]").await;
        let account = format!("[data-testid=account][data-user='{who}']");
        app.window.wait_for(&account).await;
        app.window
            .enter_on(&format!("{account} [data-testid=forget-account]"))
            .await;
        app.window
            .wait_for("[data-testid=forget-account-dialog]")
            .await;
        person.looks("forgetting an account").await;
        app.window
            .enter_on("[data-testid=forget-account-yes]")
            .await;
        app.window.wait_until_gone(&account).await;
        app.window.wait_for("[data-testid=nobody]").await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}
