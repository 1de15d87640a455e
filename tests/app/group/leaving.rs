//! Somebody leaves: each step has its state, which comes from what is in effect; the playbook goes on after a restart, and a
//! record stays.

use docketbell_core::app::group_views::{
    NewPin, OffboardingStepKind as Step, OffboardingStepState as State, OffboardingView,
};
use docketbell_practice::FaultKind;
use secrecy::SecretString;

use crate::administrator::{Administrator, SigningIn};

fn state(view: &OffboardingView, step: Step) -> State {
    view.steps.iter().find(|s| s.step == step).unwrap().state
}

async fn one(admin: &Administrator) -> OffboardingView {
    admin.desk.offboardings().await.unwrap().remove(0)
}

#[tokio::test]
async fn somebody_leaves_step_by_step_and_a_record_stays() {
    let admin = Administrator::with_roster().await;
    let desk = &admin.desk;
    let begun = desk.start_offboarding("jdoe_records".into()).await.unwrap();
    assert!(begun.steps.iter().all(|s| s.state == State::ToDo));
    assert!(
        admin.view().await.outbox.waiting.is_empty(),
        "nothing is queued by beginning"
    );
    let again = desk.start_offboarding("jdoe_records".into()).await.unwrap();
    assert_eq!(again.id, begun.id, "it goes on, and does not begin anew");

    let id = begun.id;
    let view = desk
        .offboarding_step(id, Step::Disable, true)
        .await
        .unwrap();
    assert_eq!(
        state(&view, Step::Disable),
        State::Waiting,
        "not in effect yet"
    );
    let early = desk.offboarding_step(id, Step::Verify, true).await;
    assert!(early.is_err(), "the list still shows them");
    admin.later(1);
    desk.deliver_actions(None, &SigningIn).await.unwrap();
    assert_eq!(state(&one(&admin).await, Step::Disable), State::Done);

    desk.offboarding_step(id, Step::Remove, true).await.unwrap();
    admin.later(1);
    desk.deliver_actions(None, &SigningIn).await.unwrap();
    assert_eq!(state(&one(&admin).await, Step::Remove), State::Done);
    assert_eq!(admin.mails("removed"), 1, "the court tells them, once");

    admin.later(1);
    let pin = NewPin::Typed {
        pin: SecretString::from("482917"),
        keep: false,
    };
    desk.change_pin(pin).await.unwrap();
    assert_eq!(
        state(&one(&admin).await, Step::ChangePin),
        State::Done,
        "by itself: the PIN was changed"
    );
    desk.offboarding_step(id, Step::TellOthers, false)
        .await
        .unwrap();
    admin.read().await;
    let view = desk.offboarding_step(id, Step::Verify, true).await.unwrap();
    assert!(view.finished_at.is_some(), "{view:#?}");
    assert_eq!(view.done, 5);
    let record = view.record_html.unwrap();
    assert!(record.contains("left out") && record.contains("jdoe_records"));
    assert!(!record.contains("482917"));
    assert!(
        record.contains("Begun Tuesday, November 17, 2026") && !record.contains("2026-11-17T"),
        "moments in words: {record}"
    );
    assert!(
        admin.view().await.offboardings.is_empty(),
        "only what is under way"
    );
    let log = desk.audit_log(None, 100).await.unwrap();
    assert!(log.lines.iter().any(|l| l.what == "offboarding_ended"));
}

#[tokio::test]
async fn a_step_that_stands_still_says_so() {
    let admin = Administrator::with_roster().await;
    let desk = &admin.desk;
    let id = desk
        .start_offboarding("jdoe_records".into())
        .await
        .unwrap()
        .id;
    desk.offboarding_step(id, Step::Remove, true).await.unwrap();
    admin.fault(FaultKind::LostRequest, "group-maintenance");
    desk.deliver_actions(None, &SigningIn).await.unwrap();
    let view = one(&admin).await;
    assert_eq!(state(&view, Step::Remove), State::Stuck, "{view:#?}");
    desk.reconcile_actions(&SigningIn).await.unwrap();
    let view = one(&admin).await;
    assert_eq!(
        state(&view, Step::Remove),
        State::Stuck,
        "it was not carried out"
    );
    let view = desk.offboarding_step(id, Step::Remove, true).await.unwrap();
    assert_eq!(
        state(&view, Step::Remove),
        State::Waiting,
        "asked for again"
    );
    desk.deliver_actions(None, &SigningIn).await.unwrap();
    assert_eq!(state(&one(&admin).await, Step::Remove), State::Done);
}
