//! The PIN: changed now or not at all, kept only on the person's wish, shown on request, and its clock.

use docketbell_core::app::group_views::{NewPin, WantedView};
use docketbell_practice::{Act, FaultKind, MarkupWanted};
use secrecy::{ExposeSecret, SecretString};

use crate::administrator::Administrator;

fn typed(pin: &str, keep: bool) -> NewPin {
    NewPin::Typed {
        pin: SecretString::from(pin),
        keep,
    }
}

#[tokio::test]
async fn a_new_pin_starts_the_clock_anew() {
    let admin = Administrator::with_roster().await;
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    admin.delivers(WantedView::Removed, "aroe_intake").await;
    admin.joins("kdoe_new", "Kim", "Doe");
    admin.read().await;
    let pin = admin.view().await.pin;
    assert_eq!(pin.days, None, "nobody here has set it");
    assert_eq!(pin.joined, 1);
    assert!(pin.left.len() >= 2, "{:?}", pin.left);
    assert!(pin.reminder.is_some());
    admin.later(1);
    let pin = admin.desk.change_pin(typed("482917", false)).await.unwrap();
    assert_eq!((pin.days, pin.joined, pin.left.len()), (Some(0), 0, 0));
    assert!(pin.reminder.is_none() && !pin.kept && !pin.uncertain);
    assert!(
        admin.told("group_pin").await.is_empty(),
        "what was to be told of the old PIN is not told of the new one"
    );
    admin.later(24 * 10);
    assert_eq!(admin.view().await.pin.days, Some(10));
    admin.delivers(WantedView::Disabled, "kdoe_new").await;
    let pin = admin.view().await.pin;
    let left: Vec<&str> = pin.left.iter().map(|k| k.user_name.as_str()).collect();
    assert_eq!(left, ["kdoe_new"]);
}

#[tokio::test]
async fn a_typed_pin_is_kept_only_when_asked_and_shown_only_when_kept() {
    let admin = Administrator::with_roster().await;
    admin.desk.change_pin(typed("482917", false)).await.unwrap();
    assert_eq!(admin.desk.show_pin().await.unwrap_err().kind, "not_found");
    admin.desk.change_pin(typed("917482", true)).await.unwrap();
    assert!(admin.view().await.pin.kept);
    assert_eq!(
        admin.desk.show_pin().await.unwrap().0.expose_secret(),
        "917482"
    );
    let shown = admin.desk.pin_to_copy().await.unwrap();
    assert_eq!(shown.0.expose_secret(), "917482");
    let sheet = admin.desk.pin_to_print().await.unwrap();
    let lines = sheet.lines();
    let pins = lines
        .iter()
        .filter(|l| l.words.expose_secret().contains("917482"));
    assert!(pins.count() == 1 && lines.iter().any(|l| l.is_pin));
    assert!(
        !lines
            .iter()
            .any(|l| l.words.expose_secret().contains("://")),
        "never on one sheet with the link"
    );
    let log = admin.desk.audit_log(None, 50).await.unwrap();
    let whats: Vec<&str> = log.lines.iter().map(|l| l.what.as_str()).collect();
    assert!(
        ["pin_shown", "pin_copied", "pin_printed"]
            .iter()
            .all(|what| whats.contains(what)),
        "{whats:?}"
    );
    assert!(
        log.lines.iter().all(|l| !l.words.contains("917482")),
        "the log knows that there was a PIN, never which"
    );
    admin.desk.forget_pin().await.unwrap();
    assert!(admin.desk.show_pin().await.is_err());
    assert!(!admin.view().await.pin.kept);
}

#[tokio::test]
async fn a_lost_answer_is_uncertain_until_the_pin_is_set_again() {
    let admin = Administrator::with_roster().await;
    admin.fault(FaultKind::LostReply, "my-preferences");
    let made = NewPin::Generated { length: 8 };
    let problem = admin.desk.change_pin(made).await.unwrap_err();
    assert_eq!(problem.kind, "uncertain", "{problem:?}");
    let pin = admin.view().await.pin;
    assert!(pin.uncertain && pin.reminder.is_some());
    let log = admin.desk.audit_log(None, 50).await.unwrap();
    let told = |what: &str| log.lines.iter().any(|l| l.what == what);
    assert!(told("pin_uncertain") && !told("pin_not_sent"), "{log:?}");
    assert_eq!(
        admin.desk.pin_to_print().await.unwrap_err().kind,
        "uncertain",
        "paper cannot be told later that it may be wrong"
    );
    let maybe = admin.desk.show_pin().await.unwrap();
    assert_eq!(
        maybe.0.expose_secret().len(),
        8,
        "the one that may count is not lost"
    );
    // A new attempt that does not reach the portal settles nothing, and loses nothing.
    admin.fault(FaultKind::ServiceUnavailable, "my-preferences");
    assert!(admin.desk.change_pin(typed("111222", true)).await.is_err());
    assert!(admin.view().await.pin.uncertain, "still nobody can tell");
    let still = admin.desk.show_pin().await.unwrap();
    assert_eq!(still.0.expose_secret(), maybe.0.expose_secret());
    admin.desk.change_pin(typed("482917", true)).await.unwrap();
    assert!(
        !admin.view().await.pin.uncertain,
        "setting it again settles it"
    );
    assert_eq!(
        admin.desk.show_pin().await.unwrap().0.expose_secret(),
        "482917"
    );
}

/// The portal sends on after every press: behind a click that was taken the page says nothing about the click.
#[tokio::test]
async fn a_made_pin_is_kept_when_the_page_behind_the_click_is_a_log_on() {
    let admin = Administrator::with_roster().await;
    admin.act(Act::SetMarkup(MarkupWanted {
        variant: Some("around".to_owned()),
        ..MarkupWanted::default()
    }));
    admin.fault(FaultKind::SessionEnded, "my-preferences");
    let made = NewPin::Generated { length: 8 };
    let problem = admin.desk.change_pin(made).await.unwrap_err();
    assert_eq!(problem.kind, "uncertain", "{problem:?}");
    assert!(admin.view().await.pin.uncertain);
    let maybe = admin.desk.show_pin().await.unwrap();
    assert_eq!(maybe.0.expose_secret().len(), 8, "its only copy");
    let log = admin.desk.audit_log(None, 50).await.unwrap();
    let told = |what: &str| log.lines.iter().any(|l| l.what == what);
    assert!(told("pin_uncertain") && !told("pin_not_sent"), "{log:?}");
}

#[tokio::test]
async fn a_pin_that_was_never_sent_is_never_shown() {
    let admin = Administrator::with_roster().await;
    admin.desk.sign_out().await.unwrap();
    let made = NewPin::Generated { length: 8 };
    let problem = admin.desk.change_pin(made).await.unwrap_err();
    assert_eq!(problem.kind, "needs_person", "{problem:?}");
    assert!(!admin.view().await.pin.uncertain);
    assert_eq!(admin.desk.show_pin().await.unwrap_err().kind, "not_found");
}

#[tokio::test]
async fn what_the_portal_refuses_is_told_in_its_words_and_the_old_one_counts() {
    let admin = Administrator::with_roster().await;
    let problem = admin.desk.change_pin(typed("1", true)).await.unwrap_err();
    assert_eq!(problem.kind, "refused", "{problem:?}");
    let pin = admin.view().await.pin;
    assert!(!pin.uncertain && !pin.kept && pin.set_at.is_none());
    assert!(admin.desk.show_pin().await.is_err());
}
