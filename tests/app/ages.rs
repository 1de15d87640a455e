//! What may be said as time passes and nobody asks the court: how old its last answer is, and which hearing is next.

use super::*;
use docketbell_core::app::views::LineState;
use docketbell_core::domain::when::central_moment;
use jiff::civil::time;

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_told_with_the_moment_of_the_courts_last_answer() {
    let begun = jiff::Timestamp::now();
    let clock = Arc::new(ByHand(std::sync::Mutex::new(begun)));
    let court = court_by(clock.clone()).await;
    let desk = &court.desk;
    let nothing = desk.status().await.unwrap();
    assert_eq!((nothing.line, nothing.line_at), (LineState::Unknown, None));

    let followed = desk.follow_case(TOUR_CASE.to_owned(), None).await.unwrap();
    let at = |text: Option<String>| text.unwrap().parse::<jiff::Timestamp>().unwrap();
    let minute = jiff::SignedDuration::from_mins(1);
    let heard = desk.status().await.unwrap();
    assert_eq!(heard.line, LineState::Online);
    assert!(at(heard.line_at) < begun + minute);

    let later = begun + minute * 180;
    *clock.0.lock().unwrap() = later;
    let old = desk.status().await.unwrap();
    assert!(
        at(old.line_at) < begun + minute,
        "nothing was asked for three hours, so nothing newer is known"
    );

    desk.check_now(followed.case_id).await.unwrap();
    let again = desk.status().await.unwrap();
    assert!(at(again.line_at) >= later, "the newest answer counts");
    assert!(at(again.line_since) < begun + minute, "and it began then");
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_another_process_had_is_known_here() {
    let court = court().await;
    let folder = court._folder.path().join("data");
    let profile = PortalProfile::parse(&court.practice.profile_toml()).unwrap();
    let passphrase = SecretString::from("a long enough passphrase");
    court
        .desk
        .follow_case(TOUR_CASE.to_owned(), None)
        .await
        .unwrap();
    let heard = court.desk.status().await.unwrap();
    court.desk.close().await;

    let place = Place::new(folder, profile);
    let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
        .await
        .unwrap();
    let desk = Desk::new(place, store, Arc::new(SystemClock)).unwrap();
    let status = desk.status().await.unwrap();
    assert_eq!(
        status.line,
        LineState::Online,
        "a copy is there, so \"nothing was asked yet\" would not be true"
    );
    assert!(
        status.line_at.is_some() && status.line_at <= heard.line_at,
        "and it is no newer than it was: {status:?}"
    );
    desk.close().await;
    court.practice.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hearing_whose_time_has_passed_today_is_no_longer_next_and_is_still_told() {
    let clock = Arc::new(ByHand(std::sync::Mutex::new(jiff::Timestamp::now())));
    let court = court_by(clock.clone()).await;
    let desk = &court.desk;
    let world = court.practice.world();
    let day = |n: i64| world.today().saturating_add(jiff::Span::new().days(n));
    for (date, time) in [
        (day(40), time(13, 30, 0, 0)),
        (day(40), time(9, 0, 0, 0)),
        (day(45), time(10, 0, 0, 0)),
    ] {
        world
            .act(Act::SetHearing(NewHearing {
                of: CaseRef::number(TOUR_CASE),
                purpose: format!("Motion Hearing at {time}"),
                date,
                time: Some(time),
                location: None,
                judge: None,
            }))
            .unwrap();
    }
    let followed = desk.follow_case(TOUR_CASE.to_owned(), None).await.unwrap();
    let id = followed.case_id.unwrap();
    let (nine, half_past_one, ten) = (
        "Motion Hearing at 09:00:00",
        "Motion Hearing at 13:30:00",
        "Motion Hearing at 10:00:00",
    );
    for (now, next, earlier) in [
        (time(8, 0, 0, 0), nine, &[][..]),
        (time(9, 20, 0, 0), half_past_one, &[nine]),
        (time(16, 0, 0, 0), ten, &[nine, half_past_one]),
    ] {
        *clock.0.lock().unwrap() = central_moment(day(40), now).unwrap();
        let case = desk.case_view(id).await.unwrap().case;
        let purposes: Vec<_> = case.earlier_today.iter().map(|h| &h.purpose[..]).collect();
        assert_eq!(
            case.next_hearing.map(|h| h.purpose).as_deref(),
            Some(next),
            "at {now}"
        );
        assert_eq!(purposes, earlier, "at {now}");
    }
    court.practice.stop().await;
}
