//! A case system written from the notes on the wire format alone: not the practice portal, and other choices wherever
//! the notes leave one. What passes here does not lean on how our own practice portal happens to answer.

mod answer;
mod world;
mod write;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

pub use world::{Accepts, Case, Charset, Documents, Fault, Gone, Habits, Hits, Request, World};
pub use world::{Shown, attorney, document, entry, party, result_row, setting, with_setting};

/// A running portal; ends when dropped.
pub struct ForeignPortal {
    address: SocketAddr,
    world: Arc<Mutex<World>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl ForeignPortal {
    /// Starts a portal with these habits and no cases.
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
            .fallback(serve)
            .with_state(Arc::clone(&world));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self {
            address,
            world,
            runtime: Some(runtime),
        }
    }

    /// The world behind it: tests change it between two checks.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests came in so far.
    pub fn requests(&self) -> usize {
        self.world().log.len()
    }

    /// A portal profile for it, with further lines for `[access]`.
    pub fn profile(&self, name: &str, access: &str) -> String {
        let base = self.base();
        let root = self.world().habits.root;
        format!(
            "name = \"{name}\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\ncasenet = \"{base}{root}\"\nfile_viewer = \"{base}/fv/c/\"\n[access]\n{access}\n"
        )
    }
}

impl Drop for ForeignPortal {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(
    State(world): State<Arc<Mutex<World>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let (response, slowness) = {
        let mut world = world
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let request = Request::new(&method, &uri, &headers, &body);
        (answer::answer(&mut world, &request), world.slowness)
    };
    tokio::time::sleep(slowness).await;
    response
}
