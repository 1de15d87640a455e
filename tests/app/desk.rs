//! The main job without a window: follow, the court changes the docket, check, review. Against the practice portal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test says what went wrong by failing"
)]

mod ages;

use std::sync::Arc;

use docketbell_core::app::Desk;
use docketbell_core::app::opening::{Place, Unlock, open_or_make};
use docketbell_core::app::ports::{Clock, SharedClock, SystemClock};
use docketbell_core::app::views::{FollowResult, TodayTab};
use docketbell_core::domain::{ChangeKind, HearingState};
use docketbell_core::portal::PortalProfile;
use docketbell_practice::{
    Act, CaseRef, EntryRef, Fault, FaultKind, HearingCancel, HearingMove, MoveWay, NewHearing,
    PracticeConfig, RunningPractice, TOUR_CASE, start,
};
use secrecy::SecretString;

struct Court {
    practice: RunningPractice,
    desk: Desk,
    _folder: tempfile::TempDir,
}

async fn court() -> Court {
    court_by(Arc::new(SystemClock)).await
}

async fn court_by(clock: SharedClock) -> Court {
    let folder = tempfile::tempdir().unwrap();
    let practice = start(PracticeConfig::default()).await.unwrap();
    let profile = PortalProfile::parse(&practice.profile_toml()).unwrap();
    let place = Place::new(folder.path().join("data"), profile);
    let passphrase = SecretString::from("a long enough passphrase");
    let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
        .await
        .unwrap();
    let desk = Desk::new(place, store, clock).unwrap();
    Court {
        practice,
        desk,
        _folder: folder,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_followed_case_tells_what_the_court_changed_and_nothing_else() {
    let court = court().await;
    let followed = court
        .desk
        .follow_case(TOUR_CASE.to_owned(), None)
        .await
        .unwrap();
    assert_eq!(followed.outcome, FollowResult::Followed, "{followed:?}");
    let id = followed.case_id.unwrap();
    let before = court.desk.docket_page(id, 0, 1000, false).await.unwrap();
    assert_eq!(
        before.total, followed.entries,
        "every entry of the first reading is in the store"
    );

    let quiet = court.desk.check_now(Some(id)).await.unwrap();
    assert_eq!(
        (quiet.checked, quiet.unchanged, quiet.changed),
        (1, 1, 0),
        "nothing changed at the court: {quiet:?}"
    );
    let today = court.desk.today(TodayTab::ToReview, 0).await.unwrap();
    assert_eq!(today.to_review, 0, "the first reading is nothing to review");

    let truth = court.practice.world().truth(TOUR_CASE).unwrap();
    let newest = truth.entries.last().unwrap().sequence;
    court
        .practice
        .world()
        .edit_text(TOUR_CASE, newest, "Motion is sustained in part.")
        .unwrap();
    let checked = court.desk.check_now(Some(id)).await.unwrap();
    assert_eq!(
        (checked.checked, checked.changed),
        (1, 1),
        "the edit is found: {checked:?}"
    );
    let today = court.desk.today(TodayTab::ToReview, 0).await.unwrap();
    let changes: Vec<ChangeKind> = today
        .groups
        .iter()
        .flat_map(|g| &g.changes)
        .map(|c| c.kind)
        .collect();
    assert_eq!(
        changes,
        [ChangeKind::EntryAmended],
        "one edit is one change"
    );
    let change = &today.groups[0].changes[0];
    assert!(
        !change.redline.is_empty() || change.mostly_changed,
        "what changed is shown word by word: {change:?}"
    );

    court.desk.review_changes(vec![change.id]).await.unwrap();
    assert_eq!(
        court
            .desk
            .today(TodayTab::ToReview, 0)
            .await
            .unwrap()
            .to_review,
        0
    );
    court.desk.undo_review(vec![change.id]).await.unwrap();
    assert_eq!(
        court
            .desk
            .today(TodayTab::ToReview, 0)
            .await
            .unwrap()
            .to_review,
        1,
        "undo brings it back"
    );

    court.practice.world().clear_faults().unwrap();
    let again = court.desk.check_now(Some(id)).await.unwrap();
    assert_eq!(again.changed, 0, "a change is told once");
    court.practice.stop().await;
}

/// Takes what it is shown; answers as a desktop does.
#[derive(Default)]
struct Wall(std::sync::Mutex<Vec<docketbell_core::domain::Notice>>);

impl docketbell_core::app::ports::Notifier for Wall {
    fn show(
        &self,
        notice: &docketbell_core::domain::Notice,
    ) -> docketbell_core::app::ports::Waiting<
        '_,
        Result<(), docketbell_core::app::ports::NotifierError>,
    > {
        self.0.lock().unwrap().push(notice.clone());
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_shown_once_and_a_click_opens_its_entry() {
    use docketbell_core::app::ports::NoticeAnswer;
    use docketbell_core::app::views::OpenPlace;
    use docketbell_core::domain::notice::NoticeAction;

    let court = court().await;
    let id = court
        .desk
        .follow_case(TOUR_CASE.to_owned(), None)
        .await
        .unwrap()
        .case_id
        .unwrap();
    let wall = Arc::new(Wall::default());
    court.desk.relay_once(wall.clone()).await.unwrap();
    assert!(
        wall.0.lock().unwrap().is_empty(),
        "the first reading raises no notice"
    );

    let sequence = court
        .practice
        .world()
        .truth(TOUR_CASE)
        .unwrap()
        .entries
        .last()
        .unwrap()
        .sequence;
    court
        .practice
        .world()
        .edit_text(TOUR_CASE, sequence, "So ordered.")
        .unwrap();
    court.desk.check_now(Some(id)).await.unwrap();
    court.desk.relay_once(wall.clone()).await.unwrap();
    court.desk.relay_once(wall.clone()).await.unwrap();
    let shown = wall.0.lock().unwrap().clone();
    assert_eq!(
        shown.len(),
        1,
        "one change is one notification, and never a second: {shown:?}"
    );
    assert!(
        !shown[0].body.contains("So ordered"),
        "the standard level shows no court text: {shown:?}"
    );

    let clicked = NoticeAnswer {
        event_id: shown[0].event_id.clone(),
        action: NoticeAction::Open,
        target: shown[0].target.clone(),
    };
    court.desk.answer_notice(clicked).await.unwrap();
    let change = court
        .desk
        .today(TodayTab::ToReview, 0)
        .await
        .unwrap()
        .groups[0]
        .changes[0]
        .clone();
    assert_eq!(
        court.desk.take_open_place().await.unwrap(),
        Some(OpenPlace::Case {
            case_id: id,
            entry_id: change.entry_id,
            change_id: Some(change.id)
        }),
        "the click opens the entry that changed"
    );
    assert!(change.entry_id.is_some(), "an edited entry can be opened");

    let mut events = court.desk.subscribe();
    let pressed = NoticeAnswer {
        event_id: "watcher".to_owned(),
        action: NoticeAction::OpenPortal,
        target: docketbell_core::domain::notice::NoticeTarget::Access,
    };
    court.desk.answer_notice(pressed).await.unwrap();
    let told = events.try_recv();
    assert!(
        matches!(&told, Ok(docketbell_core::app::DeskEvent::OpenOutside(page))
            if court.desk.profile().allows_host(page) && page.path().ends_with("/welcome.do")),
        "the button opens the portal's own front page: {told:?}"
    );
    court.practice.stop().await;
}

/// A clock that is set by hand.
struct ByHand(std::sync::Mutex<jiff::Timestamp>);

impl Clock for ByHand {
    fn now(&self) -> jiff::Timestamp {
        *self.0.lock().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hearings_are_reminded_of_unless_the_person_turned_that_off() {
    let clock = Arc::new(ByHand(std::sync::Mutex::new(jiff::Timestamp::now())));
    let court = court_by(clock.clone()).await;
    let followed = court.desk.follow_case(TOUR_CASE.to_owned(), None).await;
    let id = followed.unwrap().case_id.unwrap();
    let hearings = court.desk.hearings(id).await.unwrap();
    let day: jiff::civil::Date = hearings
        .iter()
        .filter_map(|hearing| hearing.scheduled_on.as_deref())
        .max()
        .unwrap()
        .parse()
        .unwrap();
    let morning = day
        .checked_sub(jiff::Span::new().days(3))
        .unwrap()
        .at(9, 0, 0, 0);
    *clock.0.lock().unwrap() = morning.in_tz("America/Chicago").unwrap().timestamp();

    let wall = Arc::new(Wall::default());
    let mut settings = court.desk.settings().await.unwrap();
    settings.remind = false;
    court.desk.save_settings(settings.clone()).await.unwrap();
    court.desk.relay_once(wall.clone()).await.unwrap();
    assert!(wall.0.lock().unwrap().is_empty(), "it is turned off");

    settings.remind = true;
    court.desk.save_settings(settings).await.unwrap();
    court.desk.relay_once(wall.clone()).await.unwrap();
    let shown = wall.0.lock().unwrap().clone();
    assert_eq!(shown.len(), 1, "three days before: {shown:?}");
    court.practice.stop().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_document_for_viewing_is_for_this_user_only_and_goes_with_the_desk() {
    use std::os::unix::fs::PermissionsExt;

    let court = court().await;
    let followed = court.desk.follow_case(TOUR_CASE.to_owned(), None).await;
    let id = followed.unwrap().case_id.unwrap();
    let listed = court.desk.documents(id).await.unwrap();
    let first = listed.first().expect("the tour's case has a document");
    assert!(first.public && first.opens, "{first:?}");
    let copy = || {
        court
            .desk
            .copy_to_view(id, first.entry_id, &first.document_id)
    };
    let path = copy().await.unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let folder = path.parent().unwrap().parent().unwrap();
    assert_eq!((mode(&path), mode(folder)), (0o600, 0o700));
    assert!(
        !path.starts_with(&court.desk.place().folder),
        "a stolen data folder holds no document"
    );
    assert_eq!(copy().await.unwrap(), path, "opened again, it is the same");

    let other_case = court
        .desk
        .copy_to_view(id + 1, first.entry_id, &first.document_id);
    assert_eq!(other_case.await.unwrap_err().kind, "no_document");

    court.desk.close().await;
    assert!(!folder.exists(), "the copies go with the program");
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_check_is_promised_only_while_one_will_come() {
    let court = court().await;
    let desk = &court.desk;
    let followed = desk.follow_case(TOUR_CASE.to_owned(), None).await.unwrap();
    let id = followed.case_id.unwrap();
    let promised = || async {
        let status = desk.status().await.unwrap().next_check_at;
        let case = desk.case_view(id).await.unwrap().next_check_at;
        (status, case)
    };
    assert_eq!(promised().await, (None, None), "nobody watches yet");

    desk.start_watching();
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while promised().await.0.is_none() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("watching begins");
    let (status, case) = promised().await;
    for at in [status.unwrap(), case.unwrap()] {
        let ahead = at.parse::<jiff::Timestamp>().unwrap();
        assert!(
            ahead.duration_since(jiff::Timestamp::now()).as_secs() > -5,
            "what will come lies ahead: {at}"
        );
    }

    let refusal = Fault::new(FaultKind::Refusal);
    court.practice.world().set_fault(refusal).unwrap();
    let refused = desk.check_now(Some(id)).await;
    assert!(refused.is_err() || refused.unwrap().problem.is_some());
    assert_eq!(
        promised().await,
        (None, None),
        "nothing is asked after a refusal, so no time is named"
    );
    desk.close().await;
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_budget_is_shared_by_all_cases_also_where_nobody_looks_at_a_status_bar() {
    const CASES: u32 = 8;
    let folder = tempfile::tempdir().unwrap();
    let practice = start(PracticeConfig::default()).await.unwrap();
    let text = practice.profile_toml();
    let text = text.replace("daily_budget = 100000", "daily_budget = 240");
    let place = Place::new(
        folder.path().join("data"),
        PortalProfile::parse(&text).unwrap(),
    );
    assert_eq!(place.profile.access.daily_budget, Some(240));
    let passphrase = SecretString::from("a long enough passphrase");
    let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
        .await
        .unwrap();
    let desk = Desk::new(place, store.clone(), Arc::new(SystemClock)).unwrap();
    for case in practice.world().cases(0, CASES) {
        let followed = desk.follow_case(case.case_number, Some(case.court_id));
        assert_eq!(followed.await.unwrap().outcome, FollowResult::Followed);
    }
    let summary = desk.check_now(None).await.unwrap();
    assert_eq!(summary.checked, CASES, "{summary:?}");
    // Of 240 requests a day 0.8 are planned: three for each of eight cases fit in every three hours. The first moment
    // lies at least half of that ahead; a case with a hearing soon may use four times its share.
    let next = store.next_due_at().await.unwrap().unwrap();
    let ahead = next.duration_since(jiff::Timestamp::now());
    assert!(
        ahead.as_mins() >= 20,
        "each case is read as if it were the only one: {ahead:?}"
    );
    desk.close().await;
    practice.stop().await;
}

/// What became of the hearings of the changes that wait: by kind, and the day that they are set for now.
async fn hearings_now(desk: &Desk) -> Vec<(ChangeKind, Option<(HearingState, Option<String>)>)> {
    let today = desk.today(TodayTab::ToReview, 0).await.unwrap();
    let mut found: Vec<_> = today
        .groups
        .iter()
        .flat_map(|group| &group.changes)
        .filter(|change| change.kind.as_str().starts_with("hearing"))
        .map(|change| {
            let now = change.hearing_now.as_ref();
            (
                change.id,
                change.kind,
                now.map(|now| (now.state, now.setting.scheduled_on.clone())),
            )
        })
        .collect();
    found.sort_by_key(|(id, ..)| *id);
    found
        .into_iter()
        .map(|(_, kind, now)| (kind, now))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_waits_for_review_tells_what_became_of_its_hearing_since() {
    let court = court().await;
    let desk = &court.desk;
    let followed = desk.follow_case(TOUR_CASE.to_owned(), None).await.unwrap();
    let world = court.practice.world();
    let day = |n: i64| world.today().saturating_add(jiff::Span::new().days(n));
    let sequence = world
        .act(Act::SetHearing(NewHearing {
            of: CaseRef::number(TOUR_CASE),
            purpose: "Motion Hearing".to_owned(),
            date: day(40),
            time: None,
            location: None,
            judge: None,
        }))
        .unwrap()
        .sequence
        .unwrap();
    let entry = || EntryRef {
        of: CaseRef::number(TOUR_CASE),
        sequence,
    };
    desk.check_now(followed.case_id).await.unwrap();
    assert_eq!(
        hearings_now(desk).await,
        [(ChangeKind::HearingSet, None)],
        "it is as it was found"
    );

    world
        .act(Act::MoveHearing(HearingMove {
            entry: entry(),
            date: day(50),
            time: None,
            way: MoveWay::Row,
        }))
        .unwrap();
    desk.check_now(followed.case_id).await.unwrap();
    let moved = Some((HearingState::Set, Some(day(50).to_string())));
    assert_eq!(
        hearings_now(desk).await,
        [
            (ChangeKind::HearingSet, moved),
            (ChangeKind::HearingMoved, None)
        ],
        "the row of its first day does not stand alone with a day that is no longer true"
    );

    world
        .act(Act::CancelHearing(HearingCancel {
            entry: entry(),
            telling: true,
        }))
        .unwrap();
    desk.check_now(followed.case_id).await.unwrap();
    let states: Vec<_> = hearings_now(desk)
        .await
        .into_iter()
        .map(|(kind, now)| (kind, now.map(|(state, _)| state)))
        .collect();
    let cancelled = Some(HearingState::Cancelled);
    assert_eq!(
        states,
        [
            (ChangeKind::HearingSet, cancelled),
            (ChangeKind::HearingMoved, cancelled),
            (ChangeKind::HearingCancelled, None),
        ]
    );
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_case_that_was_read_now_does_not_hide_how_old_the_others_are() {
    let begun = jiff::Timestamp::now();
    let clock = Arc::new(ByHand(std::sync::Mutex::new(begun)));
    let court = court_by(clock.clone()).await;
    let desk = &court.desk;
    let mut ids = Vec::new();
    for case in court.practice.world().cases(0, 2) {
        let followed = desk.follow_case(case.case_number, Some(case.court_id));
        let followed = followed.await.unwrap();
        ids.push(followed.case_id);
    }
    let later = begun + jiff::SignedDuration::from_hours(70);
    *clock.0.lock().unwrap() = later;
    desk.check_now(ids[0]).await.unwrap();
    let today = desk.today(TodayTab::ToReview, 0).await.unwrap();
    let read = |text: Option<String>| text.unwrap().parse::<jiff::Timestamp>().unwrap();
    let middle = begun + jiff::SignedDuration::from_hours(1);
    assert!(read(today.last_checked_at) > middle);
    assert!(
        read(today.oldest_checked_at) < middle,
        "the other one was read three days ago"
    );
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parties_that_could_not_be_read_are_not_called_none() {
    let court = court().await;
    let fault = Fault::new(FaultKind::HtmlForJson).on_path("party");
    court.practice.world().set_fault(fault).unwrap();
    let followed = court.desk.follow_case(TOUR_CASE.to_owned(), None).await;
    let id = followed.unwrap().case_id.unwrap();
    let view = court.desk.case_view(id).await.unwrap();
    assert_eq!((view.parties, view.parties_read), (0, false));
    assert!(view.case.last_checked_at.is_some(), "the docket was read");

    court.practice.world().clear_faults().unwrap();
    court.desk.check_now(Some(id)).await.unwrap();
    let view = court.desk.case_view(id).await.unwrap();
    assert!(view.parties > 0 && view.parties_read, "{view:?}");
    court.practice.stop().await;
}
