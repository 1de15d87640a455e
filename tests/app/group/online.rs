//! What asks the portal says, when a log-on is needed, just that: the window then offers one. And a list that may be cut
//! off is not believed.

use docketbell_core::app::group_views::{NewPin, UserStatusView, WantedView};
use docketbell_core::app::views::Problem;
use docketbell_practice::{Act, FaultKind};
use rstest::rstest;
use secrecy::SecretString;

use crate::administrator::Administrator;

#[derive(Debug, Clone, Copy)]
enum Does {
    Refresh,
    Deliver,
    Settle,
    ChangePin,
}

async fn problem_of(admin: &Administrator, does: Does) -> Option<Problem> {
    match does {
        Does::Refresh => admin.desk.refresh_group().await.err(),
        Does::Deliver => match admin.desk.deliver_outbox().await {
            Ok(delivered) => delivered.problem,
            Err(problem) => Some(problem),
        },
        Does::Settle => admin.desk.settle_uncertain().await.err(),
        Does::ChangePin => {
            let pin = NewPin::Typed {
                pin: SecretString::from("482917"),
                keep: false,
            };
            admin.desk.change_pin(pin).await.err()
        }
    }
}

/// Something that a delivery, and a settling, has to ask the portal about.
async fn with_work(does: Does) -> Administrator {
    let admin = Administrator::with_roster().await;
    if matches!(does, Does::Deliver | Does::Settle) {
        let users = vec!["jdoe_records".to_owned()];
        let queued = admin.desk.queue_actions(WantedView::Removed, users);
        queued.await.unwrap();
    }
    if matches!(does, Does::Settle) {
        admin.fault(FaultKind::LostRequest, "group-maintenance");
        admin.desk.deliver_outbox().await.unwrap();
        assert_eq!(admin.view().await.outbox.uncertain, 1);
    }
    admin
}

#[rstest]
#[tokio::test]
async fn a_session_that_has_ended_asks_for_a_log_on(
    #[values(Does::Refresh, Does::Deliver, Does::Settle, Does::ChangePin)] does: Does,
) {
    let admin = with_work(does).await;
    // The portal ends sessions that nobody used for hours.
    admin.act(Act::AdvanceClock {
        seconds: 12 * 60 * 60,
    });
    let problem = problem_of(&admin, does).await.unwrap();
    assert_eq!(problem.kind, "needs_person", "{problem:?}");
    let not = ["Nothing was sent", "The PIN was not changed"];
    assert!(
        not.iter().any(|words| problem.message.contains(words)),
        "{problem:?}"
    );
    assert!(problem.hint.contains("Sign in"), "{problem:?}");
}

#[rstest]
#[case::of_a_pin(Does::ChangePin, "my-preferences")]
#[case::of_a_delivery(Does::Deliver, "group-maintenance")]
#[tokio::test]
async fn a_session_that_ends_between_page_and_click_asks_for_a_log_on(
    #[case] does: Does,
    #[case] page: &str,
) {
    let admin = with_work(does).await;
    admin.fault(FaultKind::SessionEnded, page);
    let problem = problem_of(&admin, does).await.unwrap();
    assert_eq!(problem.kind, "needs_person", "{problem:?}");
    assert!(!admin.view().await.pin.uncertain, "nothing was done");
    assert_eq!(admin.view().await.outbox.uncertain, 0);
    assert_eq!(
        admin.user("jdoe_records").await.status,
        UserStatusView::Active
    );
}

#[tokio::test]
async fn a_list_that_shrank_is_believed_only_when_a_later_reading_agrees() {
    let admin = Administrator::signed_in().await;
    admin.fill(37);
    admin.read().await;
    for n in 20..=37 {
        admin.another(Act::RemoveUser, &format!("user{n:05}"));
    }
    let problem = problem_of(&admin, Does::Refresh).await.unwrap();
    assert_eq!(problem.kind, "unexpected_page", "{problem:?}");
    assert!(problem.message.contains("18 who were there"), "{problem:?}");
    let view = admin.view().await;
    assert_eq!(view.removed, 0, "nobody is said to be gone");
    assert!(view.last_problem.is_some(), "and it says so");
    let users = vec!["user00001".to_owned()];
    admin
        .desk
        .queue_actions(WantedView::Disabled, users)
        .await
        .unwrap();
    let stopped = problem_of(&admin, Does::Deliver).await.unwrap();
    assert_eq!(stopped.kind, "unexpected_page", "nothing is pressed on it");
    assert_eq!(admin.view().await.outbox.queued, 1);
    assert!(problem_of(&admin, Does::Refresh).await.is_some());
    admin.later(1);
    admin.desk.refresh_group().await.unwrap();
    assert_eq!(admin.view().await.removed, 18, "it is so");
}

#[tokio::test]
async fn a_list_that_goes_on_shrinking_is_not_the_same_list() {
    let admin = Administrator::signed_in().await;
    admin.fill(37);
    admin.read().await;
    for n in 20..=36 {
        admin.another(Act::RemoveUser, &format!("user{n:05}"));
    }
    assert!(problem_of(&admin, Does::Refresh).await.is_some());
    admin.another(Act::RemoveUser, "user00037");
    admin.later(1);
    assert!(
        problem_of(&admin, Does::Refresh).await.is_some(),
        "another number is no agreement"
    );
    assert_eq!(admin.view().await.removed, 0);
    admin.later(1);
    assert!(problem_of(&admin, Does::Refresh).await.is_none());
}
