//! One action, one fate: what is said about it, and what is so.

use docketbell_core::domain::{ActionState, UserStatus, Wanted};
use docketbell_core::sync::group::{deliver, reconcile, refresh};
use rstest::rstest;
use tokio_util::sync::CancellationToken;

use super::portal::{Bench, Fate, MadePortal};

use ActionState::{Conflict, Done, Failed, Queued, Refused, Uncertain};
use UserStatus::{Active, Disabled, Removed};

#[rstest]
#[case::answered(&[Fate::Answered], Done, Disabled, 1)]
#[case::doubled(&[Fate::Doubled], Done, Disabled, 1)]
#[case::answered_elsewhere(&[Fate::ElsewhereAnswered], Done, Disabled, 2)]
#[case::lost_reply(&[Fate::LostReply], Done, Disabled, 2)]
#[case::lost_request(&[Fate::LostRequest], Uncertain, Active, 2)]
#[case::refused(&[Fate::Refused], Refused, Active, 1)]
#[case::session_ended(&[Fate::SessionEnded], Done, Disabled, 2)]
#[case::not_shown(&[Fate::NotShown], Done, Disabled, 2)]
#[case::unreachable(&[Fate::Unreachable], Queued, Active, 1)]
#[case::not_taken(&[Fate::NotTaken(false)], Queued, Active, 1)]
#[case::not_taken_and_yet_done(&[Fate::NotTaken(true)], Queued, Disabled, 1)]
#[case::answered_by_something_else(&[Fate::Unclear(true)], Uncertain, Disabled, 1)]
#[case::gone_between_list_and_click(&[Fate::Before(Wanted::Removed)], Conflict, Removed, 1)]
#[case::another_was_faster(&[Fate::Before(Wanted::Disabled)], Done, Disabled, 1)]
#[tokio::test]
async fn a_click_and_what_becomes_of_it(
    #[case] fates: &[Fate],
    #[case] state: ActionState,
    #[case] truth: UserStatus,
    #[case] readings: u32,
) {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active), ("aroe", Active)]);
    refresh(&bench.office(), &mut portal, &|_| ())
        .await
        .unwrap();
    portal.world().readings = 0;
    let id = bench.ask("jdoe", Wanted::Disabled).await;
    portal.fate(fates);
    let delivered = deliver(
        &bench.office(),
        &mut portal,
        &CancellationToken::new(),
        None,
        &|_| (),
    )
    .await;
    let action = &delivered.actions[0];
    assert_eq!(action.id, id);
    assert_eq!(action.state, state, "{action:?}");
    assert_eq!(portal.world().status("jdoe"), truth);
    assert!(portal.world().effects.len() <= 1, "no effect twice");
    assert_eq!(portal.world().readings, readings, "readings of the roster");
    let known = bench.store.group_user("jdoe").await.unwrap().unwrap();
    if delivered.stopped.is_none() {
        assert_eq!(known.user.status, truth, "the roster says what is so");
    }
    if !matches!(state, Done | Queued) {
        assert!(action.message.is_some(), "a reason is told");
    }
}

#[tokio::test]
async fn what_was_not_taken_and_yet_done_is_found_and_not_told_as_somebody_elses() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    bench.ask("jdoe", Wanted::Disabled).await;
    portal.fate(&[Fate::NotTaken(true)]);
    let cancel = CancellationToken::new();
    deliver(&office, &mut portal, &cancel, None, &|_| ()).await;
    let waiting = bench.store.pending_group_actions().await.unwrap();
    let words = waiting[0].message.clone().unwrap();
    assert!(words.contains("did not take it"), "{words}");
    assert!(!words.contains("othing was"), "nobody knows that: {words}");
    let refreshed = refresh(&office, &mut portal, &|_| ()).await.unwrap();
    assert!(refreshed.written.unasked.is_empty(), "it was our click");
    let delivered = deliver(&office, &mut portal, &cancel, None, &|_| ()).await;
    assert_eq!(delivered.actions[0].state, Done);
    assert_eq!(portal.world().clicks, 1, "it is not pressed again");
    let words = delivered.actions[0].message.clone().unwrap();
    assert!(!words.contains("othing was sent"), "it was: {words}");
}

#[tokio::test]
async fn what_was_said_of_an_earlier_try_is_not_said_of_a_click_that_is_on_its_way() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    let id = bench.ask("jdoe", Wanted::Removed).await;
    portal.fate(&[Fate::Unreachable]);
    let cancel = CancellationToken::new();
    let delivered = deliver(&office, &mut portal, &cancel, None, &|_| ()).await;
    let words = delivered.actions[0].message.as_deref().unwrap();
    assert!(words.starts_with("It was not sent"), "{words}");
    let claimed = bench.store.claim_group_action(id, None, bench.now()).await;
    assert!(claimed.unwrap());
    let sending = bench.store.group_actions(&[id]).await.unwrap();
    assert_eq!(sending[0].message, None, "now it may well be sent");
}

#[rstest]
#[case::not_done(Fate::LostRequest, Failed)]
#[case::done_when_looked_at(Fate::Late(2), Done)]
#[tokio::test]
async fn what_is_uncertain_is_settled_by_reading_alone(
    #[case] fate: Fate,
    #[case] end: ActionState,
) {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    refresh(&bench.office(), &mut portal, &|_| ())
        .await
        .unwrap();
    bench.ask("jdoe", Wanted::Removed).await;
    portal.fate(&[fate]);
    let office = bench.office();
    deliver(
        &office,
        &mut portal,
        &CancellationToken::new(),
        None,
        &|_| (),
    )
    .await;
    let clicks = portal.world().clicks;
    let settled = reconcile(&office, &mut portal, &|_| ()).await.unwrap();
    assert_eq!(settled[0].state, end, "{settled:?}");
    assert_eq!(portal.world().clicks, clicks, "nothing is pressed");
    assert!(
        reconcile(&office, &mut portal, &|_| ())
            .await
            .unwrap()
            .is_empty(),
        "settled once"
    );
}

#[tokio::test]
async fn a_click_that_was_given_up_and_comes_late_is_told_as_ours() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    bench.ask("jdoe", Wanted::Disabled).await;
    portal.fate(&[Fate::Late(4)]);
    deliver(
        &office,
        &mut portal,
        &CancellationToken::new(),
        None,
        &|_| (),
    )
    .await;
    reconcile(&office, &mut portal, &|_| ()).await.unwrap();
    portal.world().settle_late();
    let refreshed = refresh(&office, &mut portal, &|_| ()).await.unwrap();
    assert!(refreshed.written.unasked.is_empty(), "nobody else did it");
    let ended = bench.store.ended_group_actions(9).await.unwrap();
    assert_eq!(ended[0].state, Done);
    assert!(ended[0].message.as_ref().unwrap().contains("late"));
}

#[tokio::test]
async fn two_hundred_actions_cost_two_readings_and_a_click_each() {
    let bench = Bench::new().await;
    let names: Vec<String> = (0..200).map(|n| format!("user{n:03}")).collect();
    let users: Vec<(&str, UserStatus)> = names.iter().map(|n| (n.as_str(), Active)).collect();
    let mut portal = MadePortal::with(&users);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    portal.world().readings = 0;
    for name in &names {
        bench.ask(name, Wanted::Removed).await;
    }
    portal.fate(&[Fate::ElsewhereAnswered; 200]);
    let delivered = deliver(
        &office,
        &mut portal,
        &CancellationToken::new(),
        None,
        &|_| (),
    )
    .await;
    assert!(delivered.actions.iter().all(|a| a.state == Done));
    let world = portal.world();
    assert_eq!(
        (world.readings, world.clicks),
        (2, 200),
        "one reading before, one after"
    );
}

#[tokio::test]
async fn what_nobody_here_asked_for_is_told_once_and_what_we_did_is_not() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active), ("aroe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    assert!(
        bench
            .store
            .next_notices(bench.now(), 9)
            .await
            .unwrap()
            .is_empty(),
        "the first reading tells nothing"
    );
    bench.ask("jdoe", Wanted::Disabled).await;
    deliver(
        &office,
        &mut portal,
        &CancellationToken::new(),
        None,
        &|_| (),
    )
    .await;
    portal.world().set("aroe", Wanted::Disabled);
    portal.world().users.insert("kdoe".into(), Active);
    bench.later(5);
    for _ in 0..2 {
        refresh(&office, &mut portal, &|_| ()).await.unwrap();
    }
    let told = bench.store.next_notices(bench.now(), 9).await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    let new = bench.store.new_group_users().await.unwrap();
    assert_eq!(new[0].user_name, "kdoe", "do you know this person?");
}

#[tokio::test]
async fn the_log_cannot_be_rewritten_and_shows_when_it_was() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    refresh(&bench.office(), &mut portal, &|_| ())
        .await
        .unwrap();
    bench.ask("jdoe", Wanted::Disabled).await;
    let log = bench.store.audit_log(None, 100).await.unwrap();
    assert_eq!((log.total, log.broken_at), (2, None));
    for statement in [
        "UPDATE group_audit SET words = 'nothing' WHERE number = 1",
        "DELETE FROM group_audit WHERE number = 2",
    ] {
        let refused = bench.store.tamper_for_tests(statement).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{refused}");
    }
    bench
        .store
        .tamper_for_tests("DROP TRIGGER group_audit_is_not_rewritten")
        .await
        .unwrap();
    bench
        .store
        .tamper_for_tests("UPDATE group_audit SET words = 'nothing' WHERE number = 1")
        .await
        .unwrap();
    let log = bench.store.audit_log(None, 100).await.unwrap();
    assert_eq!(log.broken_at, Some(1), "the line that was changed shows");
}

/// What somebody with the store's key does to the log's newest line, which the lines before it do not show.
#[rstest]
#[case::cut("DELETE FROM group_audit WHERE number = 2")]
#[case::cut_to_nothing("DELETE FROM group_audit")]
#[case::cut_and_its_end_forgotten("DELETE FROM group_audit_end")]
#[tokio::test]
async fn a_log_whose_newest_lines_were_cut_off_says_so(#[case] statement: &'static str) {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active)]);
    refresh(&bench.office(), &mut portal, &|_| ())
        .await
        .unwrap();
    let log = bench.store.audit_log(None, 100).await.unwrap();
    assert!(!log.cut_off, "an untouched log of one line");
    bench.ask("jdoe", Wanted::Disabled).await;
    for statement in ["DROP TRIGGER group_audit_is_not_cut", statement] {
        bench.store.tamper_for_tests(statement).await.unwrap();
    }
    let log = bench.store.audit_log(None, 100).await.unwrap();
    assert!(log.cut_off && log.broken_at.is_none(), "{log:?}");
}

#[tokio::test]
async fn who_is_removed_and_comes_back_is_asked_about_anew() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("jdoe", Active), ("aroe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    portal.world().set("jdoe", Wanted::Removed);
    bench.later(60);
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    portal.world().users.insert("jdoe".into(), Active);
    bench.later(60);
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    let new = bench.store.new_group_users().await.unwrap();
    assert_eq!(new.len(), 1);
    let known = bench.store.group_user("jdoe").await.unwrap().unwrap();
    assert_eq!(known.user.status, Active);
    assert!(!known.from_the_start, "now it is known when they joined");
    assert_eq!(known.first_seen_at, bench.now());
}

/// How many users a group has, how many of them a reading shows, and whether those who are missing are believed to be gone.
#[rstest]
#[case::one_of_many(30, 29, true)]
#[case::a_few_at_the_end(30, 26, true)]
#[case::the_end_of_the_list(30, 25, false)]
#[case::half_of_it(12, 6, false)]
#[case::all_of_many(30, 0, false)]
#[case::all_of_a_few(4, 0, true)]
#[tokio::test]
async fn a_list_that_may_be_cut_off_says_nothing_of_who_is_missing(
    #[case] users: usize,
    #[case] shown: usize,
    #[case] believed: bool,
) {
    let bench = Bench::new().await;
    let names: Vec<String> = (0..users).map(|n| format!("user{n:03}")).collect();
    let all: Vec<(&str, UserStatus)> = names.iter().map(|n| (n.as_str(), Active)).collect();
    let mut portal = MadePortal::with(&all);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    portal.world().cut_off = Some(shown);
    let read = refresh(&office, &mut portal, &|_| ()).await;
    assert_eq!(read.is_ok(), believed, "{:?}", read.err());
    let known = bench.store.group_users().await.unwrap();
    let gone = known.iter().filter(|k| k.user.status == Removed).count();
    assert_eq!(gone, if believed { users - shown } else { 0 });
}

/// So many of thirty users were removed by clicks that a kill cut off before they were read back; whether others are
/// missing, too, from the end of the list; and whether that is believed.
#[rstest]
#[case::our_own(7, 30, true)]
#[case::our_own_and_one_more(7, 29, true)]
#[case::our_own_and_the_end_of_the_list(7, 24, false)]
#[tokio::test]
async fn what_our_own_clicks_removed_before_a_kill_keeps_nothing_urgent_waiting(
    #[case] removed: usize,
    #[case] shown: usize,
    #[case] believed: bool,
) {
    let bench = Bench::new().await;
    let names: Vec<String> = (0..30).map(|n| format!("user{n:03}")).collect();
    let all: Vec<(&str, UserStatus)> = names.iter().map(|n| (n.as_str(), Active)).collect();
    let mut portal = MadePortal::with(&all);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    // Pages whose answers do not show the user: all of it is read back at the end, which a kill prevents.
    for name in &names[10..10 + removed] {
        bench.ask(name, Wanted::Removed).await;
    }
    let cancel = CancellationToken::new();
    portal.fate(&vec![Fate::ElsewhereAnswered; removed - 1]);
    portal.fate(&[Fate::KilledDone]);
    let kill = portal.kill.clone();
    let mut killed = portal.clone();
    tokio::select! {
        biased;
        () = kill.notified() => {}
        _ = deliver(&office, &mut killed, &cancel, None, &|_| ()) => {}
    }
    let gone = 30 - portal.world().users.len();
    assert_eq!(
        gone, removed,
        "done at the portal, and nobody knows it here"
    );
    let away: Vec<String> = names[shown..].to_vec();
    portal.world().users.retain(|name, _| !away.contains(name));
    bench.later(1);
    let urgent = bench.ask("user000", Wanted::Disabled).await;
    let delivered = deliver(&office, &mut portal, &cancel, None, &|_| ()).await;
    let stopped = delivered.stopped.as_ref().map(ToString::to_string);
    assert_eq!(stopped.is_none(), believed, "{stopped:?}");
    let disabled = bench.store.group_actions(&[urgent]).await.unwrap();
    assert_eq!(disabled[0].state == Done, believed, "{disabled:?}");
    let known = bench.store.group_users().await.unwrap();
    let missing = known.iter().filter(|k| k.user.status == Removed).count();
    let expected = if believed { removed + 30 - shown } else { 0 };
    assert_eq!(
        missing, expected,
        "nobody is said to be gone who may not be"
    );
}

#[tokio::test]
async fn a_store_that_refuses_the_next_click_forgets_nothing_of_the_last() {
    let bench = Bench::new().await;
    let mut portal = MadePortal::with(&[("adoe", Active), ("broe", Active)]);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    let first = bench.ask("adoe", Wanted::Disabled).await;
    let second = bench.ask("broe", Wanted::Disabled).await;
    bench
        .store
        .tamper_for_tests(
            "CREATE TRIGGER refuses BEFORE UPDATE ON group_actions
             WHEN NEW.user_name = 'broe' AND NEW.state = 'sending'
             BEGIN SELECT RAISE(ABORT, 'the disk takes nothing'); END",
        )
        .await
        .unwrap();
    let cancel = CancellationToken::new();
    let delivered = deliver(&office, &mut portal, &cancel, None, &|_| ()).await;
    assert!(delivered.stopped.is_some(), "the store refused");
    assert_eq!(
        portal.world().clicks,
        1,
        "what is not written is not pressed"
    );
    let actions = bench.store.group_actions(&[first, second]).await.unwrap();
    assert_eq!(
        (actions[0].state, actions[1].state),
        (Done, Queued),
        "the portal's answer to the first click was read: {actions:?}"
    );
}
