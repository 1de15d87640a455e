//! A connection that is not secure, and a name that is not found: nothing is sent, and the words say what to do.

use std::sync::Arc;

use axum::body::Body;
use docketbell_core::portal::{Browser, PortalError, PortalRequest, Trouble};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use url::Url;

use super::fake::{Count, browser, response, serve};

/// A server with a certificate that nobody vouches for; counts the requests that it could read.
async fn self_signed(from: i32, until: i32) -> (Url, Count) {
    let key = KeyPair::generate().unwrap();
    let mut wanted = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    wanted.not_before = date_time_ymd(from, 1, 1);
    wanted.not_after = date_time_ymd(until, 1, 1);
    let certificate = wanted.self_signed(&key).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}/", listener.local_addr().unwrap())).unwrap();
    let read = Count::default();
    let counted = read.clone();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let Ok(mut secure) = acceptor.accept(connection).await else {
                continue;
            };
            let mut request = [0; 4096];
            if secure.read(&mut request).await.is_ok_and(|n| n > 0) {
                counted.add();
                let _ = secure
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                    .await;
            }
        }
    });
    (url, read)
}

async fn trouble(url: &Url) -> (PortalError, Trouble) {
    let (browser, ledger) = browser(url, "");
    let fields = vec![("caseNumber".into(), "26BA-CV90123".to_owned())];
    let asked = browser.send(PortalRequest::data(url.clone(), fields, "docket"));
    let error = asked.await.unwrap_err();
    assert_eq!(ledger.in_flight(), 0, "the place is given back");
    let kind = (error.kind(), error.exit_code(), error.retry_helps());
    assert_eq!(kind, ("unreachable", 5, true), "{error}");
    assert!(error.message().ends_with("Nothing was changed."), "{error}");
    let PortalError::Unreachable(trouble) = error.clone() else {
        panic!("{error:?}");
    };
    (error, trouble)
}

#[rstest]
#[case::nobody_vouches_for_it(2020, 2099, "sign in to it first")]
#[case::our_clock_is_behind(2098, 2099, "date and time may be wrong")]
#[case::our_clock_is_ahead(2001, 2002, "date and time may be wrong")]
#[tokio::test]
async fn a_bad_certificate_is_never_overridden(
    #[case] from: i32,
    #[case] until: i32,
    #[case] hint: &str,
) {
    let (url, read) = self_signed(from, until).await;
    let (error, trouble) = trouble(&url).await;
    assert!(matches!(trouble, Trouble::NotSecure { .. }), "{trouble:?}");
    assert!(error.hint().contains(hint), "{error}: {}", error.hint());
    assert!(
        !error.message().contains("26BA-CV90123"),
        "the case is no part of the words: {error}"
    );
    assert_eq!(read.get(), 0, "not a byte of the request was sent");
}

#[tokio::test]
async fn a_network_that_answers_without_encryption_gets_nothing() {
    let (url, reached) =
        serve(|_| async { response(200, "text/html", Body::from("sign in")) }).await;
    let mut secure = url;
    secure.set_scheme("https").unwrap();
    let (_, trouble) = trouble(&secure).await;
    assert!(matches!(trouble, Trouble::NotSecure { .. }), "{trouble:?}");
    assert_eq!(reached.get(), 0);
}

#[tokio::test]
async fn a_name_that_is_not_found_is_said_so() {
    // RFC 6761: `.invalid` is a name that never is.
    let url = Url::parse("https://court.invalid/").unwrap();
    let text = "name = \"Test\"\nallowed_hosts = [\"court.invalid\"]\n[urls]\ncasenet = \"https://court.invalid/casenet\"\n[access]\nasked_checks = \"all\"\n";
    let profile = docketbell_core::portal::PortalProfile::parse(text).unwrap();
    let ledger = Arc::new(docketbell_core::portal::MemoryLedger::new());
    let gate = docketbell_core::portal::Gate::new(
        Arc::new(profile),
        Arc::clone(&ledger) as Arc<dyn docketbell_core::portal::AccessLedger>,
        Arc::new(jiff::Timestamp::now),
    );
    let browser = docketbell_core::portal::HttpBrowser::new(gate).unwrap();
    let error = browser
        .send(PortalRequest::open(url, "search form"))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, PortalError::Unreachable(Trouble::NoAddress { host }) if host == "court.invalid"),
        "{error:?}"
    );
    assert_eq!((error.kind(), error.exit_code()), ("unreachable", 5));
    assert_eq!(ledger.in_flight(), 0);
}
