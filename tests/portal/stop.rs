//! The first refusal or challenge stops everything, and only a person resumes.

use docketbell_core::portal::{AccessLedger, Browser, PortalError, PortalRequest, StopReason};
use rstest::rstest;

use super::fake::{always, browser, browser_with};

const PROHIBITED: &str = "<html><head><title>Error 403</title></head><body><p>Accessing any Missouri judicial web site with a site data scraper or similar software that discovers or extracts data through automated, repetitive querying is expressly prohibited.</p></body></html>";
const CHALLENGE: &str = "<html><head><title>Just a moment...</title></head><body><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate\"></script></body></html>";

#[rstest]
#[case::refusal(403, PROHIBITED, StopReason::Refusal)]
#[case::refusal_without_words(403, "", StopReason::Refusal)]
#[case::challenge_403(403, CHALLENGE, StopReason::Challenge)]
#[case::challenge_200(200, CHALLENGE, StopReason::Challenge)]
#[tokio::test]
async fn after_one_refusal_or_challenge_nothing_more_is_sent(
    #[case] status: u16,
    #[case] page: &'static str,
    #[case] reason: StopReason,
) {
    let (url, hits) = always(status, "text/html;charset=ISO-8859-1", page).await;
    let (browser, ledger) = browser(&url, "");
    let error = browser
        .send(PortalRequest::open(url.clone(), "test"))
        .await
        .unwrap_err();
    let PortalError::Stopped(stop) = &error else {
        panic!("{error}");
    };
    assert_eq!(stop.reason, reason);
    assert_eq!(error.exit_code(), 6);
    assert!(
        !stop.words.is_empty(),
        "the person is told in the portal's words"
    );

    for _ in 0..3 {
        let again = browser
            .send(PortalRequest::open(url.clone(), "test"))
            .await
            .unwrap_err();
        assert!(matches!(again, PortalError::Stopped(_)), "{again}");
    }
    let elsewhere = browser_with(&url, "", ledger.clone());
    assert!(
        elsewhere
            .send(PortalRequest::open(url.clone(), "test"))
            .await
            .is_err()
    );
    assert_eq!(
        hits.get(),
        1,
        "nothing is sent after a stop, also not by another process"
    );

    ledger.resume().await.unwrap();
    let _ = browser.send(PortalRequest::open(url, "test")).await;
    assert_eq!(
        hits.get(),
        2,
        "after a person resumed, one request finds out how things are"
    );
}

#[tokio::test]
async fn data_that_speaks_of_a_challenge_stops_nothing() {
    let (url, hits) = always(
        200,
        "application/json;charset=ISO-8859-1",
        "{\"docketText\":\"Just a moment... challenge-platform is expressly prohibited for a scraper\"}",
    )
    .await;
    let (browser, _) = browser(&url, "");
    for _ in 0..2 {
        browser
            .send(PortalRequest::data(url.clone(), vec![], "test"))
            .await
            .unwrap();
    }
    assert_eq!(hits.get(), 2);
}

#[tokio::test]
async fn requests_that_were_under_way_keep_the_first_stop() {
    let (url, hits) = always(403, "text/html", PROHIBITED).await;
    let (browser, ledger) = browser(&url, "max_in_flight = 2");
    let sends = (0..10).map(|_| browser.send(PortalRequest::open(url.clone(), "test")));
    let answers = futures::future::join_all(sends).await;
    assert!(
        answers
            .iter()
            .all(|a| matches!(a, Err(PortalError::Stopped(_))))
    );
    assert!(
        hits.get() <= 2,
        "only what was already under way reached the portal: {}",
        hits.get()
    );
    assert!(ledger.stopped().await.unwrap().is_some());
}
