//! An account portal written from the procedures alone: not the practice portal. Other paths, other field names, other
//! markup; every page is drawn in the way that its habits say.

mod more;
mod serve;
mod stages;
mod steps;
mod world;
mod write;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

pub use world::{Account, Asked, Odd, Trap, World};
pub use write::Habits;

/// A running portal; ends when dropped.
pub struct AccountPortal {
    address: SocketAddr,
    world: Arc<Mutex<World>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl AccountPortal {
    pub fn start(habits: Habits) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let world = Arc::new(Mutex::new(World::new(habits)));
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let app = axum::Router::new()
            .fallback(take)
            .with_state(Arc::clone(&world));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self {
            address,
            world,
            runtime: Some(runtime),
        }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> usize {
        self.world().log.len()
    }

    pub fn profile(&self) -> String {
        let base = self.base();
        format!(
            "name = \"Account portal\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\nregistration = \"{base}/reg\"\ncasenet = \"{base}/cn\"\necf = \"{base}/ecf/\"\n[access]\n{}\n",
            crate::harness::FREE
        )
    }
}

impl Drop for AccountPortal {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn take(
    State(world): State<Arc<Mutex<World>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
    let raw = format!(
        "{}&{}",
        uri.query().unwrap_or(""),
        String::from_utf8_lossy(&body)
    );
    let latin1 = world.habits.latin1;
    let fields = raw
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(k, v)| (decoded(k, latin1), decoded(v, latin1)))
        .collect::<HashMap<_, _>>();
    let cookie = headers
        .get("cookie")
        .and_then(|c| c.to_str().ok())
        .and_then(|c| c.split("; ").find_map(|c| c.strip_prefix("sid=")))
        .map(str::to_owned);
    let request = serve::Request {
        method: method.to_string(),
        path: uri.path().to_owned(),
        raw,
        fields,
        cookie,
    };
    let (reply, id) = serve::answer(&mut world, &request);
    world.tokens += 7;
    let token = world.tokens;
    let habits = world.habits;
    let response = Response::builder().header("set-cookie", format!("sid={id}; Path=/; HttpOnly"));
    let (kind, charset) = if latin1 {
        ("text/html; charset=ISO-8859-1", true)
    } else {
        ("text/html; charset=utf-8", false)
    };
    let encode = |text: &str| -> Vec<u8> {
        if charset {
            // What Latin-1 lacks is written as the byte of windows-1252, as such portals do.
            text.chars()
                .map(|c| {
                    if c == '–' {
                        0x96
                    } else {
                        u8::try_from(u32::from(c)).unwrap_or(b'?')
                    }
                })
                .collect()
        } else {
            text.as_bytes().to_vec()
        }
    };
    match reply {
        serve::Reply::Page(status, shown) => {
            let html = shown.html(&habits, token);
            response.status(status).header("content-type", kind).body(Body::from(encode(&html))).unwrap()
        }
        serve::Reply::Go(path) if habits.refresh => {
            let html = format!("<html><head><meta http-equiv='refresh' content='0; url={path}'></head><body>One moment</body></html>");
            response.header("content-type", kind).body(Body::from(html)).unwrap()
        }
        serve::Reply::Go(to) | serve::Reply::Redirect(to) => {
            response.status(302).header("location", to).body(Body::empty()).unwrap()
        }
        serve::Reply::Picture(bytes) => response.header("content-type", "image/png").body(Body::from(bytes)).unwrap(),
        serve::Reply::Challenge => response
            .status(403)
            .header("content-type", "text/html")
            .body(Body::from("<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>"))
            .unwrap(),
        serve::Reply::Odd(odd) => {
            let response = response.status(odd.status).header("retry-after", "120");
            response.header("content-type", "text/html").body(Body::from(odd.page)).unwrap()
        }
        serve::Reply::Broken => {
            let parts = futures_stream();
            response.header("content-type", kind).header("content-length", "5000").body(parts).unwrap()
        }
    }
}

/// A body that breaks off after a few bytes.
fn futures_stream() -> Body {
    let pieces = vec![
        Ok(Bytes::from_static(b"<html>")),
        Err(std::io::Error::other("gone")),
    ];
    Body::from_stream(futures::stream::iter(pieces))
}

fn decoded(text: &str, latin1: bool) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(b) = rest.next() {
        match b {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex: String = [rest.next(), rest.next()]
                    .into_iter()
                    .flatten()
                    .map(char::from)
                    .collect();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap_or(b'?'));
            }
            b => bytes.push(b),
        }
    }
    if latin1 {
        bytes.into_iter().map(char::from).collect()
    } else {
        String::from_utf8(bytes).unwrap_or_else(|_| "not utf-8".to_owned())
    }
}
