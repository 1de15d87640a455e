//! A Case.net account between its making and its first use: the mail and its clock, a sign-in that comes too early,
//! another mail; then a password that is kept, and forgotten again.

use docketbell_e2e::{Court, Stage};

use super::{Person, opened};
use crate::play;

const WHO: &str = "canary.verify@example.org";

async fn mails(court: &Court) -> usize {
    let said = court.ask("mails?kind=verify").await.unwrap();
    said["mails"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_sign_in_before_the_mail_was_followed_shows_its_clock_and_sends_it_again() {
    play(async {
        let stage = Stage::usual().await;
        let (app, court) = opened(&stage).await;
        let knows = [
            ("email", WHO),
            ("user_name", WHO),
            ("password", "Canary-Oak-77"),
        ];
        let mut person = Person::who_knows(&stage, &app, &court, &knows);
        person.glances();
        person.begins("register_account").await;
        assert_eq!(person.walks().await.detail, "registered");
        assert_eq!(mails(&court).await, 1);

        person.begins("sign_in").await;
        let early = person.walks().await;
        assert_eq!(early.detail, "not_verified", "{early:?}");
        app.window
            .wait_for_words("[data-testid=verify-clock]", "left.")
            .await;
        app.window
            .wait_for_words("[data-testid=verify-clock]", "after an hour")
            .await;
        app.window.enter_on("[data-testid=resend]").await;
        let again = person.walks().await;
        assert_eq!(
            (again.name.as_str(), mails(&court).await),
            ("outcome", 2),
            "{again:?}"
        );
        app.window
            .wait_for_words("[data-testid=verify-clock]", "left.")
            .await;
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window.wait_for("[data-testid=verify-clock]").await;

        court.open_newest_link("verify").await;
        person.keeps("password");
        person.begins("sign_in").await;
        assert_eq!(person.walks().await.detail, "signed_in");
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window.wait_for("[data-testid=forget-password]").await;
        app.window
            .wait_until_gone("[data-testid=verify-clock]")
            .await;
        app.window.enter_on("[data-testid=sign-out]").await;
        app.window.wait_for("[data-testid=nobody]").await;

        person.begins("sign_in").await;
        let log_on = person.walks_until(|face| face.step == "C3").await;
        assert_eq!(
            app.window
                .count("[data-testid=ask][data-kind=secret]")
                .await,
            0,
            "what is kept is not asked: {log_on:?}"
        );
        let remembered = person.walks_from(log_on).await;
        assert_eq!(remembered.detail, "signed_in", "{remembered:?}");
        app.window.enter_on("[data-testid=to-accounts]").await;
        app.window.enter_on("[data-testid=forget-password]").await;
        app.window
            .wait_until_gone("[data-testid=forget-password]")
            .await;
        person.looks("a password that was forgotten").await;
        app.end().await;
        person.found.extend(person.left_no_trace());
        person.ends();
    });
}
