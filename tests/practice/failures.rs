//! The failure set (wire-format.md §2), each once, and what a fault may be limited to.

use std::time::{Duration, Instant};

use docketbell_practice::{Fault, FaultKind};
use rstest::rstest;

use crate::client::{Page, Visit};

async fn docket_page(visit: &Visit) -> Page {
    visit
        .case_page(
            "docketEntriesSearch.do?sortOption=D",
            "26BA-CV90123",
            "CT13",
        )
        .await
}

#[rstest]
#[case::refusal(FaultKind::Refusal, 403, "expressly prohibited")]
#[case::challenge_refused(FaultKind::Challenge403, 403, "challenge-platform")]
#[case::challenge_as_if_fine(FaultKind::Challenge200, 200, "Just a moment")]
#[case::html(FaultKind::HtmlForJson, 200, "<html")]
#[case::alert(FaultKind::UnknownAlert, 200, "alert alert-danger")]
#[case::near_empty(FaultKind::NearEmptyJson, 200, "{\"protectionOrder\"")]
#[case::jndi_fine(FaultKind::Jndi200, 200, "UNABLE TO LOCATE JNDI NAME FOR CT13")]
#[case::jndi_error(FaultKind::Jndi500, 500, "DataSourceLookupFailureException")]
#[case::location(FaultKind::LocationUnavailable, 200, "currently unavailable")]
#[case::service(FaultKind::ServiceUnavailable, 503, "Service Unavailable")]
#[case::denied(FaultKind::AccessDenied, 403, "Access Denied")]
#[case::too_many(FaultKind::TooManyRequests, 429, "Too many requests")]
#[case::closed(FaultKind::Closed, 200, "6:00 a.m. Central")]
#[case::deep_json(FaultKind::DeepJson, 200, "[[[[[[")]
#[case::huge_html(FaultKind::HugeHtml, 200, "larger than any page")]
#[case::deep_html(FaultKind::DeepHtml, 200, "<div><div>")]
#[tokio::test]
async fn an_answer_that_is_another_page(
    #[case] kind: FaultKind,
    #[case] status: u16,
    #[case] words: &str,
) {
    let visit = Visit::new().await;
    visit.portal.world().set_fault(Fault::new(kind)).unwrap();
    let page = docket_page(&visit).await;
    assert_eq!(page.status, status);
    assert!(
        page.text().contains(words),
        "{}",
        &page.text()[..page.text().len().min(500)]
    );
    visit.portal.world().clear_faults().unwrap();
    assert_eq!(
        docket_page(&visit).await.json()["caseNumber"],
        "26BA-CV90123",
        "without the fault all is well again"
    );
}

#[tokio::test]
async fn every_kind_of_fault_has_a_name_that_the_control_endpoint_takes() {
    for kind in docketbell_practice::FAULT_KINDS {
        let named: FaultKind = serde_json::from_value(kind.name().into()).unwrap();
        assert_eq!(named, kind);
    }
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back() {
    let visit = Visit::new().await;
    let fault = Fault::new(FaultKind::TooManyRequests).seconds(90.0);
    visit.portal.world().set_fault(fault).unwrap();
    let response = visit
        .http
        .get(visit.url("/cnet/welcome.do"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["retry-after"], "90");
}

#[tokio::test]
async fn a_counted_fault_is_used_up_and_only_by_requests_that_it_meets() {
    let visit = Visit::new().await;
    let fault = Fault::new(FaultKind::ServiceUnavailable)
        .for_case("26BA-CV90123")
        .on_path("docketEntriesSearch")
        .times(2);
    visit.portal.world().set_fault(fault).unwrap();
    let other = visit
        .case_page("docketEntriesSearch.do", "26BB-CR90088-01", "CT12")
        .await;
    assert_eq!(other.status, 200, "another case");
    let header = visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT13")
        .await;
    assert_eq!(header.status, 200, "another page");
    for expected in [503, 503, 200] {
        assert_eq!(docket_page(&visit).await.status, expected);
    }
}

#[tokio::test]
async fn a_fault_of_one_court_leaves_the_others_alone() {
    let visit = Visit::new().await;
    let fault = Fault::new(FaultKind::Jndi500).for_court("CT12");
    visit.portal.world().set_fault(fault).unwrap();
    assert_eq!(docket_page(&visit).await.status, 200);
    let page = visit.case_page("party.do", "26BB-CR90088-01", "CT12").await;
    assert_eq!(page.status, 500);
}

#[tokio::test]
async fn a_slow_answer_is_the_right_one() {
    let visit = Visit::new().await;
    let fault = Fault::new(FaultKind::Slow).seconds(0.3);
    visit.portal.world().set_fault(fault).unwrap();
    let started = Instant::now();
    assert_eq!(
        docket_page(&visit).await.json()["caseNumber"],
        "26BA-CV90123"
    );
    assert!(started.elapsed() >= Duration::from_millis(290));
}

#[tokio::test]
async fn a_reset_connection_gives_no_answer_at_all() {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::Reset).times(1))
        .unwrap();
    // A POST is not repeated by the client on its own.
    let sent = visit
        .http
        .post(visit.url("/cnet/cases/party.do"))
        .form(&[("caseNumber", "26BA-CV90123"), ("courtId", "CT13")])
        .send()
        .await;
    assert!(sent.is_err(), "no status line arrived");
}

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_sends() {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::Truncated))
        .unwrap();
    let response = visit
        .http
        .get(visit.url("/cnet/cases/docketEntriesSearch.do?caseNumber=26BA-CV90123&courtId=CT13"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err(), "the body breaks off");
}

#[tokio::test]
async fn broken_json_arrives_whole_but_does_not_parse() {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::BrokenJson))
        .unwrap();
    let page = docket_page(&visit).await;
    assert!(serde_json::from_str::<serde_json::Value>(&page.text()).is_err());
}

#[tokio::test]
async fn a_wrong_type_and_a_wrong_charset_are_what_they_say() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    world.set_fault(Fault::new(FaultKind::WrongType)).unwrap();
    assert_eq!(
        docket_page(&visit).await.content_type,
        "application/octet-stream"
    );
    world.clear_faults().unwrap();
    world
        .set_fault(Fault::new(FaultKind::WrongCharset))
        .unwrap();
    let page = docket_page(&visit).await;
    assert_eq!(page.bytes[1], 0, "UTF-16, whatever the header says");
}

#[tokio::test]
async fn redirects_lead_away_or_round_in_circles() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    world
        .set_fault(Fault::new(FaultKind::ForeignRedirect))
        .unwrap();
    let page = docket_page(&visit).await;
    assert!(page.location.starts_with("http://portal.example.invalid/"));
    world.clear_faults().unwrap();
    world
        .set_fault(Fault::new(FaultKind::RedirectLoop))
        .unwrap();
    let page = docket_page(&visit).await;
    assert_eq!(page.location, "/cnet/cases/docketEntriesSearch.do");
}

#[tokio::test]
async fn a_docket_can_come_empty_short_or_from_another_case() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    let whole = docket_page(&visit).await.json();
    let whole = whole["docketTabModelList"].as_array().unwrap().len();
    world.set_fault(Fault::new(FaultKind::EmptyDocket)).unwrap();
    let page = docket_page(&visit).await.json();
    assert_eq!(page["caseNumber"], "26BA-CV90123");
    assert_eq!(page["docketTabModelList"].as_array().unwrap().len(), 0);
    world.clear_faults().unwrap();
    world.set_fault(Fault::new(FaultKind::ShortDocket)).unwrap();
    let page = docket_page(&visit).await.json();
    assert_eq!(
        page["docketTabModelList"].as_array().unwrap().len(),
        whole / 2
    );
    world.clear_faults().unwrap();
    world.set_fault(Fault::new(FaultKind::OtherCase)).unwrap();
    let page = docket_page(&visit).await.json();
    assert_ne!(page["caseNumber"], "26BA-CV90123");
    assert!(page["caseNumber"].is_string());
}

#[tokio::test]
async fn a_huge_answer_is_small_on_the_wire() {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::HugeJson))
        .unwrap();
    let plain = reqwest::Client::builder().no_gzip().build().unwrap();
    let response = plain
        .get(visit.url("/cnet/cases/party.do?caseNumber=26BA-CV90123&courtId=CT13"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let bytes = response.bytes().await.unwrap();
    assert!(
        bytes.len() < 1024 * 1024,
        "{} bytes hold 66 MiB",
        bytes.len()
    );
}

#[tokio::test]
async fn the_log_says_which_fault_met_a_request_and_how_the_client_names_itself() {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::Refusal).times(1))
        .unwrap();
    docket_page(&visit).await;
    docket_page(&visit).await;
    let log = visit.portal.world().requests();
    let lines = log.since(0);
    assert_eq!(lines.len(), 2);
    assert_eq!(log.counts().total, 2);
    assert_eq!(log.counts().in_flight, 0);
    assert_eq!(lines[0].fault.as_deref(), Some("refusal"));
    assert_eq!((lines[0].status, lines[1].status), (403, 200));
    assert_eq!(lines[1].path, "/cnet/cases/docketEntriesSearch.do");
    assert_eq!(lines[1].case_number, "26BA-CV90123");
}
