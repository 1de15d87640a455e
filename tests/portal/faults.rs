//! Every network fault and odd answer has its own name (promise P10), and what came is not used.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use docketbell_core::portal::browser::Patience;
use docketbell_core::portal::{
    Because, Browser, Gate, HttpBrowser, PortalError, PortalRequest, Trouble,
};
use jiff::Timestamp;
use rstest::rstest;
use url::Url;

use super::fake::{always, browser, profile, raw, redirect, response, serve};

async fn ask(url: &Url) -> PortalError {
    let (browser, ledger) = browser(url, "");
    let error = browser
        .send(PortalRequest::data(
            url.clone(),
            vec![("caseNumber".into(), "26BA-CV90123".to_owned())],
            "docket",
        ))
        .await
        .unwrap_err();
    assert_eq!(
        ledger.in_flight(),
        0,
        "the place is given back after every fault"
    );
    error
}

#[tokio::test]
async fn a_connection_that_is_refused() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let error = ask(&url).await;
    assert!(
        matches!(error, PortalError::Unreachable(Trouble::Refused { .. })),
        "{error:?}"
    );
    assert_eq!(
        (error.kind(), error.exit_code(), error.retry_helps()),
        ("unreachable", 5, true)
    );
}

#[rstest]
#[case::closed_without_a_word(b"")]
#[case::half_a_header(b"HTTP/1.1 200 OK\r\ncontent-ty")]
#[case::truncated(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"caseNumber\":")]
#[case::half_a_chunk(
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{\"caseNumber\":"
)]
#[case::not_http(b"SSH-2.0-OpenSSH\r\n")]
#[tokio::test]
async fn a_connection_that_breaks_off(#[case] bytes: &'static [u8]) {
    let (url, hits) = raw(bytes).await;
    let error = ask(&url).await;
    assert!(
        matches!(error, PortalError::Unreachable(Trouble::BrokeOff)),
        "{error:?}"
    );
    assert_eq!(hits.get(), 1, "the library sends nothing again by itself");
}

#[tokio::test]
async fn an_answer_that_does_not_come() {
    let (url, _) = serve(|_| std::future::pending::<Response>()).await;
    let gate = Gate::new(
        profile(&url, ""),
        std::sync::Arc::new(docketbell_core::portal::MemoryLedger::new()),
        std::sync::Arc::new(Timestamp::now),
    );
    // The words name the bound that was met, here the one between two bytes.
    let patience = Patience {
        silence: Duration::from_millis(1300),
        ..Patience::default()
    };
    let browser = HttpBrowser::with_patience(gate, patience).unwrap();
    let error = browser
        .send(PortalRequest::open(url, "test"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            PortalError::Unreachable(Trouble::TooSlow { seconds: 1 })
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_redirect_loop_ends() {
    let (url, hits) = serve(|_| async { redirect("/again") }).await;
    let error = ask(&url).await;
    assert!(
        matches!(error, PortalError::TooManyRedirects { .. }),
        "{error:?}"
    );
    assert_eq!((error.kind(), error.exit_code()), ("unexpected_page", 8));
    assert_eq!(hits.get(), 8, "hops are limited");
}

#[rstest]
#[case::other_host("http://localhost:{port}/casenet")]
#[case::no_scheme("//localhost:{port}/casenet")]
#[case::user_name_trick("http://127.0.0.1@localhost:{port}/")]
#[tokio::test]
async fn nothing_is_sent_to_a_foreign_host(#[case] to: &'static str) {
    let (foreign, reached) = always(200, "text/html", "<p>hello").await;
    let to = to.replace("{port}", &foreign.port().unwrap().to_string());
    let (url, _) = serve(move |_| {
        let to = to.clone();
        async move { redirect(&to) }
    })
    .await;
    let error = ask(&url).await;
    assert!(
        matches!(&error, PortalError::ForeignHost { host, .. } if host.contains("localhost")),
        "{error:?}"
    );
    assert_eq!((error.kind(), error.exit_code()), ("foreign_host", 8));
    assert_eq!(reached.get(), 0, "the foreign host saw nothing");
}

#[tokio::test]
async fn an_address_outside_the_profile_is_not_asked_at_all() {
    let (url, hits) = always(200, "text/html", "<p>hello").await;
    let (browser, ledger) = browser(&url, "");
    let mut elsewhere = url.clone();
    elsewhere.set_host(Some("localhost")).unwrap();
    let error = browser
        .send(PortalRequest::open(elsewhere, "test"))
        .await
        .unwrap_err();
    assert!(matches!(error, PortalError::ForeignHost { .. }));
    assert_eq!((hits.get(), ledger.log().len()), (0, 0));
}

#[tokio::test]
async fn too_many_requests_pauses_everybody_until_then() {
    let (url, hits) = serve(|_| async {
        let mut answer = response(429, "text/html", "slow down");
        answer
            .headers_mut()
            .insert("retry-after", "120".parse().unwrap());
        answer
    })
    .await;
    let (browser, _) = browser(&url, "");
    let before = Timestamp::now();
    let error = browser
        .send(PortalRequest::open(url.clone(), "test"))
        .await
        .unwrap_err();
    let PortalError::TooManyRequests { until } = error else {
        panic!("{error:?}");
    };
    let pause = until.duration_since(before).as_secs();
    assert!((119..=125).contains(&pause), "{pause}");
    let again = browser
        .send(PortalRequest::open(url, "test"))
        .await
        .unwrap_err();
    assert_eq!(
        again.retry_at(),
        Some(until),
        "the pause holds for the next request, too"
    );
    assert_eq!(hits.get(), 1);
}

#[rstest]
#[case::service(
    503,
    "<title>Service Unavailable</title><p>Please call the OSCA help desk.",
    "maintenance",
    5
)]
#[case::court(
    200,
    "<h1>Location Unavailable</h1><p>The court location is currently unavailable.",
    "court_offline",
    5
)]
#[case::moved(500, "UNABLE TO LOCATE JNDI NAME FOR CT99", "wrong_court_database", 5)]
#[case::denied(200, "<title>Access Denied</title>", "access_denied", 4)]
#[case::server(500, "<title>Oops</title>", "portal_error", 5)]
#[case::nowhere(404, "<title>Not found</title>", "unexpected_page", 8)]
#[tokio::test]
async fn odd_answers_have_a_name_and_an_exit_code(
    #[case] status: u16,
    #[case] body: &'static str,
    #[case] kind: &str,
    #[case] exit: u8,
) {
    let (url, _) = always(status, "text/html;charset=ISO-8859-1", body).await;
    let error = ask(&url).await;
    assert_eq!((error.kind(), error.exit_code()), (kind, exit), "{error}");
    assert!(!error.hint().is_empty());
}

fn gzip(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..bytes / block.len() {
        packed.write_all(&block).unwrap();
    }
    packed.finish().unwrap()
}

#[rstest]
#[case::page("text/html", 6 * 1024 * 1024, 4)]
#[case::data("application/json", 66 * 1024 * 1024, 64)]
#[tokio::test]
async fn a_gzip_bomb_is_dropped_at_the_cap(
    #[case] content_type: &'static str,
    #[case] unpacked: usize,
    #[case] cap: u64,
) {
    let packed = gzip(unpacked);
    assert!(packed.len() < unpacked / 500, "small on the wire");
    let (url, _) = serve(move |_| {
        let packed = packed.clone();
        async move {
            let mut answer = response(200, content_type, Body::from(packed));
            answer
                .headers_mut()
                .insert("content-encoding", "gzip".parse().unwrap());
            answer
        }
    })
    .await;
    let error = ask(&url).await;
    assert!(
        matches!(error, PortalError::Unreadable { because: Because::TooLarge { limit_mib }, .. } if limit_mib == cap),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_endless_answer_is_dropped_at_the_cap() {
    let (url, _) = serve(|_| async {
        let block = bytes::Bytes::from(vec![b'<'; 256 * 1024]);
        let endless = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(block.clone()));
        response(200, "text/html", Body::from_stream(endless))
    })
    .await;
    let error = ask(&url).await;
    assert!(
        matches!(
            error,
            PortalError::Unreadable {
                because: Because::TooLarge { .. },
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn broken_compression_is_an_answer_that_broke_off() {
    let (url, _) = serve(|_| async {
        let mut answer = response(200, "application/json", "this is not gzip");
        answer
            .headers_mut()
            .insert("content-encoding", "gzip".parse().unwrap());
        answer
    })
    .await;
    let error = ask(&url).await;
    assert!(
        matches!(error, PortalError::Unreachable(Trouble::BrokeOff)),
        "{error:?}"
    );
}
