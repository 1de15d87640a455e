//! Starts and stops the practice portal.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::any};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{PracticeConfig, PracticeError},
    control::{self, Control},
    listener::{Connection, PracticeListener},
    portal::{self, Portal},
    world::World,
};

const TOKEN_FILE: &str = "practice-token";
/// In a folder that a practice portal has served: the port that it listened at last.
pub const PORT_FILE: &str = "practice-port";

/// A practice portal that answers until it is stopped or dropped.
#[derive(Debug)]
pub struct RunningPractice {
    address: SocketAddr,
    token: String,
    world: Arc<World>,
    control: Arc<Control>,
    stopping: CancellationToken,
    serving: JoinHandle<()>,
}

/// Starts a practice portal on loopback.
///
/// # Errors
/// [`PracticeError`] names the port or the folder that could not be used.
pub async fn start(config: PracticeConfig) -> Result<RunningPractice, PracticeError> {
    let world = Arc::new(World::open(&config)?);
    let token = token(config.folder.as_deref())?;
    let listener = listen(&config).await?;
    let address = listener
        .local_addr()
        .map_err(|source| PracticeError::Listen {
            port: config.port,
            source,
        })?;
    if let Some(folder) = &config.folder {
        // Only a convenience: links to the portal stay good over a restart.
        drop(fs::write(
            folder.join(PORT_FILE),
            address.port().to_string(),
        ));
    }
    let stopping = CancellationToken::new();
    let control = Arc::new(Control::new(
        Arc::clone(&world),
        token.clone(),
        format!("http://{address}"),
        stopping.clone(),
    ));
    let router = router(&world, &control, &stopping);
    let service = router.into_make_service_with_connect_info::<Connection>();
    let server = axum::serve(PracticeListener(listener), service)
        .with_graceful_shutdown(stopping.clone().cancelled_owned());
    let serving = tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "the practice portal ended");
        }
    });
    Ok(RunningPractice {
        address,
        token,
        world,
        control,
        stopping,
        serving,
    })
}

impl RunningPractice {
    /// `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The control page, with its token.
    pub fn control_url(&self) -> String {
        format!("http://{}/practice/?token={}", self.address, self.token)
    }

    /// The token of the control endpoint.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The portal profile that leads to this practice portal.
    pub fn profile_toml(&self) -> String {
        profile_toml(&self.base_url())
    }

    /// The world, for tests and tools in the same process: the same operations as on the control endpoint.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Lets the steps of the day at court arrive one by one, so many seconds apart; a running day begins anew from the
    /// step it came to.
    pub fn start_day(&self, seconds: f64) {
        self.control.start_day(seconds);
    }

    /// Whether a day at court is under way.
    pub fn day_is_running(&self) -> bool {
        self.control.day_is_running()
    }

    /// Ends the practice portal. Requests that are being answered have a second to finish.
    pub async fn stop(mut self) {
        self.stopping.cancel();
        let ended = tokio::time::timeout(Duration::from_secs(1), &mut self.serving).await;
        if ended.is_err() {
            self.serving.abort();
        }
    }
}

impl Drop for RunningPractice {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

/// The profile of a practice portal at this address.
pub fn profile_toml(base_url: &str) -> String {
    format!(
        r#"name = "Practice portal"
allowed_hosts = ["127.0.0.1"]

[urls]
registration = "{base_url}/registration"
casenet = "{base_url}/cnet"
ecf = "{base_url}/ecf/"
file_viewer = "{base_url}/fv/c/"

[access]
automatic_checks = true
asked_checks = "all"
permission = "practice portal"
requests_per_minute = 600
max_in_flight = 2
daily_budget = 100000
closed = []

# The one notice with <Continue> that this court is known to show in between.
[words.headings]
notice = ["Important Notice"]
"#
    )
}

fn router(world: &Arc<World>, control: &Arc<Control>, stopping: &CancellationToken) -> Router {
    let portal = Arc::new(Portal::new(Arc::clone(world), stopping.clone()));
    let pages = Router::new()
        .fallback(any(portal::serve))
        .with_state(portal);
    Router::new()
        .merge(control::router(Arc::clone(control)))
        .fallback_service(pages)
}

async fn listen(config: &PracticeConfig) -> Result<TcpListener, PracticeError> {
    let last = config
        .folder
        .as_deref()
        .filter(|_| config.port == 0)
        .and_then(|folder| fs::read_to_string(folder.join(PORT_FILE)).ok())
        .and_then(|port| port.trim().parse::<u16>().ok());
    if let Some(port) = last
        && let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, config.port))
        .await
        .map_err(|source| PracticeError::Listen {
            port: config.port,
            source,
        })
}

/// The token of the folder, or a new one that only this user can read.
fn token(folder: Option<&Path>) -> Result<String, PracticeError> {
    let new = || -> Result<String, PracticeError> {
        let mut bytes = [0_u8; 24];
        rand::TryRngCore::try_fill_bytes(&mut rand::rngs::OsRng, &mut bytes)
            .map_err(|_| PracticeError::Random)?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    };
    let Some(folder) = folder else {
        return new();
    };
    let path = folder.join(TOKEN_FILE);
    if let Ok(kept) = fs::read_to_string(&path)
        && kept.trim().len() >= 32
    {
        return Ok(kept.trim().to_owned());
    }
    let token = new()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, token.as_bytes()))
        .map_err(|source| PracticeError::Folder { path, source })?;
    Ok(token)
}
