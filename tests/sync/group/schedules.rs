//! Random schedules: answers lost, late and doubled, a second administrator, the program killed at any click. Whatever
//! happens: no effect twice, no action lost, none stuck, nothing said that is not so.

use std::collections::BTreeMap;

use docketbell_core::domain::{ActionState, UserStatus, Wanted};
use docketbell_core::storage::StoredAction;
use docketbell_core::sync::group::{deliver, reconcile, refresh};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tokio_util::sync::CancellationToken;

use super::portal::{Bench, Fate, MadePortal};

/// A step of a schedule.
#[derive(Debug, Clone)]
enum Step {
    Ask(usize, Wanted),
    Another(usize, Wanted),
    Deliver(Vec<Fate>),
    /// The first, second or third reading of the delivery fails, before its clicks or after.
    DeliverAndReadingFails(Vec<Fate>, u32),
    Reconcile,
    Refresh,
    Withdraw(usize),
    Minutes(i64),
}

const USERS: usize = 4;

fn any_wanted() -> impl Strategy<Value = Wanted> {
    prop::sample::select(&Wanted::ALL[..])
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        6 => Just(Fate::Answered),
        2 => Just(Fate::LostRequest),
        2 => Just(Fate::LostReply),
        2 => Just(Fate::Doubled),
        2 => (1_u32..6).prop_map(Fate::Late),
        1 => Just(Fate::SessionEnded),
        1 => Just(Fate::Unreachable),
        2 => any::<bool>().prop_map(Fate::NotTaken),
        2 => any::<bool>().prop_map(Fate::Unclear),
        1 => Just(Fate::NotShown),
        2 => Just(Fate::ElsewhereAnswered),
        1 => Just(Fate::Refused),
        2 => any_wanted().prop_map(Fate::Before),
        2 => Just(Fate::KilledDone),
        2 => Just(Fate::KilledNotDone),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..USERS, any_wanted()).prop_map(|(u, w)| Step::Ask(u, w)),
        2 => (0..USERS, any_wanted()).prop_map(|(u, w)| Step::Another(u, w)),
        4 => prop::collection::vec(any_fate(), 0..5).prop_map(Step::Deliver),
        2 => (prop::collection::vec(any_fate(), 0..5), 1_u32..4)
            .prop_map(|(fates, nth)| Step::DeliverAndReadingFails(fates, nth)),
        1 => Just(Step::Reconcile),
        1 => Just(Step::Refresh),
        1 => (0..6_usize).prop_map(Step::Withdraw),
        1 => prop_oneof![Just(1_i64), Just(30), Just(25 * 60)].prop_map(Step::Minutes),
    ]
}

fn schedules() -> u32 {
    std::env::var("DOCKETBELL_SOAK")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60)
}

async fn delivery(bench: &Bench, portal: &mut MadePortal) {
    let kill = portal.kill.clone();
    let cancel = CancellationToken::new();
    let mut desk = portal.clone();
    let office = bench.office();
    tokio::select! {
        biased;
        // The program is gone: nothing after its last click happens.
        () = kill.notified() => {}
        _ = deliver(&office, &mut desk, &cancel, None, &|_| ()) => {}
    }
    portal.world().killed = false;
}

async fn play(bench: &Bench, steps: &[Step], round: u32) {
    let names: Vec<String> = (0..USERS).map(|n| format!("u{round}_{n}")).collect();
    let users: Vec<(&str, UserStatus)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let status = if n % 2 == 0 {
                UserStatus::Active
            } else {
                UserStatus::Disabled
            };
            (name.as_str(), status)
        })
        .collect();
    let mut portal = MadePortal::with(&users);
    let office = bench.office();
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    let mut asked: Vec<i64> = Vec::new();
    for step in steps {
        match step {
            Step::Ask(user, wanted) => asked.push(bench.ask(&names[*user], *wanted).await),
            Step::Another(user, wanted) => portal.world().set(&names[*user], *wanted),
            Step::Deliver(fates) => {
                portal.world().fates = fates.iter().copied().collect();
                delivery(bench, &mut portal).await;
                portal.world().fates.clear();
            }
            Step::DeliverAndReadingFails(fates, nth) => {
                portal.world().fates = fates.iter().copied().collect();
                portal.world().reading_fails = *nth;
                delivery(bench, &mut portal).await;
                portal.world().reading_fails = 0;
                portal.world().fates.clear();
            }
            Step::Reconcile => {
                reconcile(&office, &mut portal, &|_| ()).await.unwrap();
            }
            Step::Refresh => {
                refresh(&office, &mut portal, &|_| ()).await.unwrap();
            }
            Step::Withdraw(n) => {
                if let Some(id) = asked.get(*n) {
                    bench
                        .store
                        .withdraw_group_action(*id, "Sample".into(), bench.now())
                        .await
                        .unwrap();
                }
            }
            Step::Minutes(minutes) => bench.later(*minutes),
        }
        honest(bench, &portal, &names).await;
    }
    // Everything arrives, a person looks and sends; what is uncertain is settled.
    portal.world().settle_late();
    for _ in 0..4 {
        reconcile(&office, &mut portal, &|_| ()).await.unwrap();
        for action in bench.store.pending_group_actions().await.unwrap() {
            match action.state {
                ActionState::Conflict => {
                    bench
                        .store
                        .withdraw_group_action(action.id, "Sample".into(), bench.now())
                        .await
                        .unwrap();
                }
                _ => bench
                    .store
                    .confirm_group_actions(vec![action.id], "Sample".into(), bench.now())
                    .await
                    .unwrap(),
            }
        }
        delivery(bench, &mut portal).await;
    }
    let left = bench.store.pending_group_actions().await.unwrap();
    assert!(
        left.iter().all(|a| a.state == ActionState::Conflict),
        "stuck: {left:?}"
    );
    for id in &asked {
        let action = bench.store.group_actions(&[*id]).await.unwrap();
        assert_eq!(action.len(), 1, "action {id} is lost");
        let reason = action[0].message.is_some()
            || matches!(action[0].state, ActionState::Done | ActionState::Withdrawn);
        assert!(reason, "{:?} ended without a reason", action[0]);
    }
    refresh(&office, &mut portal, &|_| ()).await.unwrap();
    honest(bench, &portal, &names).await;
    for name in &names {
        let known = bench.store.group_user(name).await.unwrap().unwrap();
        assert_eq!(known.user.status, portal.world().status(name), "{name}");
    }
    once(&portal, bench, &asked).await;
    // The next schedule has users of its own.
    for id in left {
        bench
            .store
            .withdraw_group_action(id.id, "Sample".into(), bench.now())
            .await
            .unwrap();
    }
}

/// What is said to be in effect was so; a status that is shown was so.
async fn honest(bench: &Bench, portal: &MadePortal, names: &[String]) {
    let ended = bench.store.ended_group_actions(200).await.unwrap();
    for action in ended.iter().filter(|a| names.contains(&a.user_name)) {
        if action.state == ActionState::Done {
            assert!(
                portal.world().history[&action.user_name].contains(&action.wanted.status()),
                "said done and never was: {action:?}"
            );
        }
    }
    let ours = |a: &&StoredAction| names.contains(&a.user_name);
    let pending = bench.store.pending_group_actions().await.unwrap();
    for action in pending.iter().chain(&ended).filter(ours) {
        let words = action.message.as_deref().unwrap_or_default();
        let denies = words.contains("ot sent") || words.contains("othing was");
        let effect = (action.user_name.clone(), action.wanted);
        let once = portal
            .world()
            .effects
            .iter()
            .filter(|e| **e == effect)
            .count();
        let wishes = pending.iter().chain(&ended).filter(ours).filter(|a| {
            (a.user_name.clone(), a.wanted) == effect && a.state != ActionState::Withdrawn
        });
        if denies && wishes.count() == 1 && action.clicks > 0 {
            assert_eq!(
                once, 0,
                "what was done is said not to have been sent: {action:?}"
            );
        }
    }
    for name in names {
        if let Some(known) = bench.store.group_user(name).await.unwrap() {
            let was = portal.world().history[name].contains(&known.user.status);
            assert!(
                was,
                "{name} is shown as {:?}, which it never was",
                known.user.status
            );
        }
    }
}

/// No action had its effect twice: our clicks changed a user at most as often as it was asked for.
async fn once(portal: &MadePortal, bench: &Bench, asked: &[i64]) {
    let mut wishes: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut distinct = asked.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    for action in bench.store.group_actions(&distinct).await.unwrap() {
        *wishes
            .entry((action.user_name, action.wanted.as_str()))
            .or_default() += 1;
    }
    let mut effects: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (user, wanted) in &portal.world().effects {
        *effects.entry((user.clone(), wanted.as_str())).or_default() += 1;
    }
    for (what, times) in effects {
        let wished = wishes.get(&what).copied().unwrap_or(0);
        assert!(
            times <= wished,
            "{what:?}: {times} effects of {wished} wishes"
        );
    }
}

#[tokio::test]
async fn random_schedules_have_no_double_effect_no_lost_and_no_stuck_action() {
    let seed = [17_u8; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let steps = prop::collection::vec(any_step(), 3..14);
    let mut bench = Bench::new().await;
    for round in 0..schedules() {
        if round % 50 == 49 {
            bench = Bench::new().await;
        }
        let schedule = steps.new_tree(&mut runner).unwrap().current();
        eprintln!("{round}: {schedule:?}");
        play(&bench, &schedule, round).await;
    }
}
