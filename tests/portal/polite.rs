//! What is sent: an honest name, the portal's own headers, a session, and nothing that is not needed.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::{Browser, Casenet, PortalRequest};

use super::fake::{browser, profile, redirect, response, serve};

type Sent = Arc<Mutex<Vec<(String, HeaderMap, String)>>>;

fn remember(
    sent: &Sent,
    request: axum::extract::Request,
) -> impl Future<Output = ()> + Send + use<> {
    let sent = Arc::clone(sent);
    async move {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, 100_000).await.unwrap();
        let line = format!("{} {}", head.method, head.uri);
        sent.lock().unwrap().push((
            line,
            head.headers,
            String::from_utf8(body.to_vec()).unwrap(),
        ));
    }
}

#[tokio::test]
async fn a_docket_is_asked_for_as_the_portals_own_page_does() {
    let sent = Sent::default();
    let seen = Arc::clone(&sent);
    let (url, hits) = serve(move |request| {
        let remembered = remember(&seen, request);
        async move {
            remembered.await;
            response(200, "application/json;charset=ISO-8859-1", "{}")
        }
    })
    .await;
    let (browser, ledger) = browser(&url, "");
    let casenet = Casenet::new(Arc::new(browser), profile(&url, ""));
    let key = CaseKey {
        case_number: CaseNumber::parse("26BA-CV90123").unwrap(),
        court_id: CourtId::new("CT13"),
    };
    casenet.fetch_docket(&key).await.unwrap();
    assert_eq!(hits.get(), 1, "one request for a docket");
    let (line, headers, body) = sent.lock().unwrap()[0].clone();
    assert_eq!(
        line,
        "POST /casenet/cases/docketEntriesSearch.do?displayOption=A&sortOption=D&hasChange=false"
    );
    assert_eq!(
        body,
        "caseNumber=26BA-CV90123&courtId=CT13&isTicket=&tabName=Docket"
    );
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        headers["accept"],
        "application/json, text/javascript, */*; q=0.01"
    );
    assert_eq!(headers["x-requested-with"], "XMLHttpRequest");
    let name = headers["user-agent"].to_str().unwrap();
    assert!(
        name.starts_with("Docketbell/") && name.contains("(+https://"),
        "an honest name: {name}"
    );
    let (intent, outcome) = ledger.log().remove(0);
    assert_eq!(
        intent.path, "/casenet/cases/docketEntriesSearch.do",
        "the log holds no query values"
    );
    assert_eq!(intent.why, "docket of 26BA-CV90123");
    assert_eq!(outcome.unwrap().status, Some(200));
}

#[tokio::test]
async fn the_session_cookie_is_kept_and_a_form_is_not_sent_twice() {
    let sent = Sent::default();
    let seen = Arc::clone(&sent);
    let (url, _) = serve(move |request| {
        let path = request.uri().path().to_owned();
        let remembered = remember(&seen, request);
        async move {
            remembered.await;
            if path == "/first" {
                let mut answer = redirect("/second");
                answer
                    .headers_mut()
                    .insert("set-cookie", "JSESSIONID=0001abc; Path=/".parse().unwrap());
                return answer;
            }
            response(200, "text/html", Body::from("<p>fine"))
        }
    })
    .await;
    let (browser, ledger) = browser(&url, "");
    let form = vec![("caseNumber".into(), "26BA-CV90123".to_owned())];
    let request = PortalRequest::submit(url.join("first").unwrap(), form, "test");
    browser.send(request).await.unwrap();
    let sent = sent.lock().unwrap();
    assert_eq!(sent[0].0, "POST /first");
    assert_eq!(sent[1].0, "GET /second");
    assert_eq!(sent[1].1["cookie"], "JSESSIONID=0001abc");
    assert_eq!(sent[1].2, "", "the form stays where it was sent");
    assert_eq!(ledger.log().len(), 2, "each hop is a request of its own");
}

#[tokio::test]
async fn the_way_that_a_mailed_link_names_stands_in_no_log() {
    let (url, _) = serve(|request| async move {
        match request.uri().path() {
            "/canary-4711" => redirect("/canary-4711/form"),
            _ => response(200, "text/html", Body::from("<p>fine")),
        }
    })
    .await;
    let (browser, ledger) = browser(&url, "");
    let link = url.join("canary-4711").unwrap();
    let request = PortalRequest {
        unnamed: true,
        ..PortalRequest::open(link, "a new password")
    };
    browser.send(request).await.unwrap();
    let log = ledger.log();
    assert_eq!(log.len(), 2, "that something was sent is told: {log:?}");
    let told = format!("{log:?}");
    assert!(!told.contains("canary"), "whoever has it, has it: {told}");
}
