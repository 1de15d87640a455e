//! A forgotten password: the mail is asked for, its link is pasted and looked at, and the new password signs in.

use docketbell_e2e::Stage;
use serde_json::json;

use super::{Person, opened};
use crate::play;

const WHO: &str = "canary.forgot@example.org";
const NEW: &str = "Canary-Oak-77";

#[test]
fn a_forgotten_password_is_set_anew_by_the_mailed_link_and_signs_in() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        court
            .tell(
                "add_account",
                json!({ "user_name": WHO, "email": WHO, "kind": "case_net", "password": "Canary-Gone-1" }),
            )
            .await;
        let knows = [
            ("user_name", WHO),
            ("email", WHO),
            ("new_password", NEW),
            ("password", NEW),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.begins("recover_password").await;
        let mailed = person.walks().await;
        assert_eq!(mailed.detail, "mailed", "{mailed:?}");
        let link = court.newest_link("reset").await;
        app.window.enter_on("[data-testid=to-new-password]").await;
        app.window
            .wait_for("[data-testid=before][data-kind=change_password]")
            .await;
        person.stands_on_the_heading("the mailed link").await;

        let asked = court.requests().await.len();
        let elsewhere = "https://portal.example.org/casenet/reset.do?key=of-somebody-else";
        person.has_a_link_looked_at(elsewhere, false).await;
        app.window
            .wait_for_words(".link-host", "portal.example.org")
            .await;
        app.window
            .wait_for_words("[data-testid=link-review]", "Type no password there")
            .await;
        assert_eq!(
            app.window.count("[data-testid=open-link]").await,
            0,
            "a page of another site is opened by no button of ours"
        );
        person.looks("a mailed link of another site").await;

        person.pastes_the_mailed_link(&link).await;
        let host = link.trim_start_matches("http://").split('/').next();
        assert_eq!(
            Some(app.window.words(".link-host").await.as_str()),
            host,
            "the whole host"
        );
        person.looks("a mailed link that was looked at").await;
        assert_eq!(
            court.requests().await.len(),
            asked,
            "looking at a link asks nobody"
        );
        person.steps.clear();
        app.window.enter_on("[data-testid=open-link]").await;
        let changed = person.walks().await;
        assert_eq!(changed.detail, "changed", "{changed:?}");
        assert_eq!(person.steps, ["C5"], "no log-on is asked for");

        app.window
            .enter_on("[data-testid=outcome] .btn--primary")
            .await;
        app.window
            .wait_for("[data-testid=before][data-kind=sign_in]")
            .await;
        app.window.enter_on("[data-testid=start-journey]").await;
        let signed_in = person.walks().await;
        assert_eq!(signed_in.detail, "signed_in", "{signed_in:?}");
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}
