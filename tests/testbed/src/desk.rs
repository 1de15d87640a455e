//! Private folders and a private session bus.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::Service;

/// Set for the process that runs inside a private desktop.
const INSIDE: &str = "DOCKETBELL_INSIDE_PRIVATE_DESKTOP";

/// A home folder, XDG folders and a session bus of its own. Everything ends and goes when it is dropped.
pub struct PrivateDesktop {
    _bus: Service,
    address: String,
    folder: tempfile::TempDir,
}

impl PrivateDesktop {
    /// Starts the bus.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("docketbell-desk-")
            .tempdir()
            .unwrap();
        for name in ["home", "data", "config", "cache", "run", "state"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let config = folder.path().join("bus.conf");
        let listen = folder.path().join("run");
        let mut file = fs::File::create(&config).unwrap();
        write!(
            file,
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#,
            listen.display()
        )
        .unwrap();
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let address = address.trim().to_owned();
        assert!(
            address.starts_with("unix:"),
            "the bus says where it listens: {address:?}"
        );
        Self {
            _bus: bus.into(),
            address,
            folder,
        }
    }

    /// Where the bus listens.
    pub fn bus_address(&self) -> &str {
        &self.address
    }

    /// The folder that holds everything of this desktop.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `$XDG_DATA_HOME` of this desktop.
    pub fn data_home(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The environment of a program on this desktop.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        vec![
            ("HOME", at("home")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_RUNTIME_DIR", at("run")),
            ("DBUS_SESSION_BUS_ADDRESS", self.address.clone()),
            ("GIO_USE_VFS", "local".into()),
            ("GSETTINGS_BACKEND", "memory".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("LC_ALL", "C.UTF-8".into()),
        ]
    }

    /// A command that runs on this desktop.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .envs(self.environment())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// A connection to this desktop's bus.
    pub async fn connect(&self) -> zbus::Connection {
        zbus::connection::Builder::address(self.address.as_str())
            .unwrap()
            .build()
            .await
            .unwrap()
    }
}

/// Runs the body of a test inside a private desktop: the test's own program is started anew for this one test with
/// the desktop's environment, because a process cannot change its environment safely once it has threads.
/// Give the test's full name as the test runner knows it.
pub fn inside<A: Future<Output = ()>>(test: &str, body: impl FnOnce() -> A) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        runtime.unwrap().block_on(body());
        return;
    }
    let desktop = PrivateDesktop::start();
    let output = desktop
        .command(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        said.contains("1 passed"),
        "inside the private desktop:\n{said}"
    );
}
