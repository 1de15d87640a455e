//! Notifications on a private desktop: what a service is told, and what comes back when a person answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::process::Command;
use std::time::{Duration, Instant};

use docketbell_core::app::ports::{Notifier, NotifierError};
use docketbell_core::domain::Notice;
use docketbell_core::domain::notice::{NoticeAction, NoticeTarget};
use docketbell_desktop::DesktopNotifier;
use docketbell_testbed::{Dunst, FakeNotifications, Service, inside, until};

fn notice(event: &str, key: &str) -> Notice {
    Notice {
        event_id: event.into(),
        key: key.into(),
        title: "New entry: Sample traffic matter".into(),
        body: "Motion <to> Compel & more.".into(),
        actions: vec![
            (NoticeAction::Open, "Open case".into()),
            (NoticeAction::MarkReviewed, "Mark reviewed".into()),
        ],
        target: NoticeTarget::Case {
            case_id: 1,
            change_id: 2,
            entry_id: Some(3),
        },
        stays: false,
        app_name: "Docketbell".into(),
    }
}

#[test]
fn a_notice_carries_its_words_its_buttons_and_its_event_id() {
    inside(
        "a_notice_carries_its_words_its_buttons_and_its_event_id",
        || async {
            let service = FakeNotifications::start().await;
            let (notifier, _answers) = DesktopNotifier::new();
            notifier.show(&notice("e-1", "case:1")).await.unwrap();
            let shown = service.shown().pop().unwrap();
            assert_eq!(shown.title, "New entry: Sample traffic matter");
            assert_eq!(
                shown.body, "Motion &lt;to&gt; Compel &amp; more.",
                "this service reads markup"
            );
            assert_eq!(
                shown.event_id.as_deref(),
                Some("e-1"),
                "repeats are counted by it"
            );
            let names: Vec<_> = shown
                .actions
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            assert_eq!(names, ["default", "open", "mark-reviewed"]);
            assert_eq!(
                (shown.app_name.as_str(), shown.timeout),
                ("Docketbell", -1),
                "the desktop decides how long"
            );
        },
    );
}

#[test]
fn a_click_and_a_button_come_back_with_the_notices_own_target() {
    inside(
        "a_click_and_a_button_come_back_with_the_notices_own_target",
        || async {
            let service = FakeNotifications::start().await;
            let (notifier, mut answers) = DesktopNotifier::new();
            for (pressed, meant) in [
                ("default", NoticeAction::Open),
                ("mark-reviewed", NoticeAction::MarkReviewed),
            ] {
                notifier.show(&notice(pressed, "case:1")).await.unwrap();
                service
                    .press(service.shown().last().unwrap().id, pressed)
                    .await;
                let answer = answers.recv().await.unwrap();
                assert_eq!((answer.action, answer.event_id.as_str()), (meant, pressed));
                assert_eq!(
                    answer.target,
                    notice("", "").target,
                    "the click opens that entry"
                );
            }
        },
    );
}

#[test]
fn the_same_key_replaces_and_one_click_is_told_once() {
    inside(
        "the_same_key_replaces_and_one_click_is_told_once",
        || async {
            let service = FakeNotifications::start().await;
            let (notifier, mut answers) = DesktopNotifier::new();
            notifier.show(&notice("e-1", "case:1")).await.unwrap();
            notifier.show(&notice("e-2", "case:1")).await.unwrap();
            notifier.show(&notice("e-3", "case:2")).await.unwrap();
            let shown = service.shown();
            assert_eq!(
                shown[1].replaces, shown[0].id,
                "the second takes the first one's place"
            );
            assert_eq!(shown[2].replaces, 0, "another case has its own");
            service.press(shown[1].id, "default").await;
            assert_eq!(
                answers.recv().await.unwrap().event_id,
                "e-2",
                "the newest words were clicked"
            );
            service.press(shown[2].id, "default").await;
            assert_eq!(
                answers.recv().await.unwrap().event_id,
                "e-3",
                "and nothing came twice in between"
            );
        },
    );
}

#[test]
fn a_short_run_shows_no_buttons() {
    inside("a_short_run_shows_no_buttons", || async {
        let service = FakeNotifications::start().await;
        let notifier = DesktopNotifier::without_actions();
        notifier.show(&notice("e-1", "case:1")).await.unwrap();
        assert!(
            service.shown()[0].actions.is_empty(),
            "nobody would hear the click"
        );
    });
}

#[test]
fn a_hearing_that_moved_stays_until_closed() {
    inside("a_hearing_that_moved_stays_until_closed", || async {
        let service = FakeNotifications::start().await;
        let (notifier, _answers) = DesktopNotifier::new();
        let mut moved = notice("e-1", "case:1");
        moved.stays = true;
        notifier.show(&moved).await.unwrap();
        assert_eq!(service.shown()[0].timeout, 0, "0 means: until it is closed");
    });
}

#[test]
fn without_a_service_the_answer_is_quick_and_a_service_that_comes_later_is_found() {
    inside(
        "without_a_service_the_answer_is_quick_and_a_service_that_comes_later_is_found",
        || async {
            let (notifier, _answers) = DesktopNotifier::new();
            let asked = Instant::now();
            let refused = notifier.show(&notice("e-1", "case:1")).await;
            assert_eq!(refused, Err(NotifierError::NoService));
            assert!(
                asked.elapsed() < Duration::from_secs(1),
                "nothing has to time out"
            );
            let service = FakeNotifications::start().await;
            notifier.show(&notice("e-1", "case:1")).await.unwrap();
            assert_eq!(
                service.shown().len(),
                1,
                "the first failure is not remembered"
            );
        },
    );
}

#[test]
fn the_real_dunst_shows_it_and_its_click_comes_back() {
    inside(
        "the_real_dunst_shows_it_and_its_click_comes_back",
        || async {
            let display = format!(":{}", 2000 + std::process::id() % 30_000);
            let _display = Service::start(Command::new("Xvfb").args([
                &display,
                "-screen",
                "0",
                "640x480x24",
                "-nolisten",
                "tcp",
            ]));
            let socket = format!("/tmp/.X11-unix/X{}", &display[1..]);
            until("the display", Duration::from_secs(10), async || {
                std::path::Path::new(&socket).exists().then_some(())
            })
            .await;
            let mut dunst = Command::new("dunst");
            dunst.env("DISPLAY", &display);
            let _dunst = Dunst::start(dunst).await;
            let (notifier, mut answers) = DesktopNotifier::new();
            notifier.show(&notice("e-1", "case:1")).await.unwrap();
            let answer = until("dunst's click", Duration::from_secs(10), async || {
                let pressed = Command::new("dunstctl").args(["action", "0"]).status();
                assert!(pressed.unwrap().success(), "dunst is there to be asked");
                tokio::time::timeout(Duration::from_millis(300), answers.recv())
                    .await
                    .ok()
                    .flatten()
            })
            .await;
            assert_eq!(answer.action, NoticeAction::Open);
        },
    );
}
