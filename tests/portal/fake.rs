//! A small portal for one test: a handler, a count of what reached it, and a browser that may talk to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use docketbell_core::portal::{Gate, HttpBrowser, MemoryLedger, PortalProfile, browser::Patience};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// What reached a server.
#[derive(Clone, Default)]
pub struct Count(Arc<AtomicUsize>);

impl Count {
    pub fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
    pub fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Starts a server; returns its address and how many requests reached it.
pub async fn serve<F, A>(answer: F) -> (Url, Count)
where
    F: Fn(Request) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response> + Send + 'static,
{
    let count = Count::default();
    let counted = count.clone();
    let router = Router::new().fallback(move |request: Request| {
        counted.add();
        answer(request)
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, count)
}

/// A server that always answers the same.
pub async fn always(
    status: u16,
    content_type: &'static str,
    body: impl Into<Vec<u8>>,
) -> (Url, Count) {
    let body = body.into();
    serve(move |_| {
        let body = body.clone();
        async move { response(status, content_type, body) }
    })
    .await
}

/// A server below HTTP: writes these bytes to every connection, then closes it.
pub async fn raw(bytes: &'static [u8]) -> (Url, Count) {
    let count = Count::default();
    let counted = count.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            counted.add();
            let mut request = [0; 4096];
            let _ = connection.read(&mut request).await;
            let _ = connection.write_all(bytes).await;
            let _ = connection.shutdown().await;
        }
    });
    (url, count)
}

pub fn response(status: u16, content_type: &str, body: impl Into<Body>) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body.into())
        .unwrap()
}

pub fn redirect(to: &str) -> Response {
    Response::builder()
        .status(302)
        .header("location", to)
        .body(Body::empty())
        .unwrap()
}

/// A profile for a server on this computer.
pub fn profile(base: &Url, access: &str) -> Arc<PortalProfile> {
    let text = format!(
        "name = \"Test\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\ncasenet = \"{base}casenet\"\n[access]\nasked_checks = \"all\"\n{access}\n"
    );
    Arc::new(PortalProfile::parse(&text).unwrap())
}

/// A browser for that server, with its ledger.
pub fn browser(base: &Url, access: &str) -> (HttpBrowser, Arc<MemoryLedger>) {
    let ledger = Arc::new(MemoryLedger::new());
    (browser_with(base, access, Arc::clone(&ledger)), ledger)
}

/// A browser that shares a ledger with others, as two processes do.
pub fn browser_with(base: &Url, access: &str, ledger: Arc<MemoryLedger>) -> HttpBrowser {
    let gate = Gate::new(profile(base, access), ledger, Arc::new(Timestamp::now));
    let patience = Patience {
        connect: Duration::from_secs(2),
        silence: Duration::from_secs(2),
        overall: Duration::from_secs(20),
    };
    HttpBrowser::with_patience(gate, patience).unwrap()
}
