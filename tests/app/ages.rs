//! What may be said as time passes and nobody asks the court: how old its last answer is.

use super::*;
use docketbell_core::app::views::LineState;

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
