//! A display and a desktop session of our own: for machines that have none, and wherever tests or figures must neither
//! see nor disturb a person's.

use crate::proc::Running;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Names and values for a program's environment.
pub type Environment = Vec<(String, String)>;

/// Whether a person looks at this machine.
pub fn is_shown() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A virtual display; it ends when dropped.
pub struct Display {
    _server: Running,
    name: String,
}

impl Display {
    /// Starts one, also where there is a real one: tests press keys, and must not press a person's.
    ///
    /// With `memory`, the screen's memory is the file [`Display::screen`] in that folder.
    pub fn start(memory: Option<&Path>) -> Result<Self> {
        let mut command = Command::new("Xvfb");
        // The server looks for a free number itself and says it on its standard output.
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x900x24",
            "-nolisten",
            "tcp",
            "-dpi",
            "96",
        ]);
        if let Some(folder) = memory {
            command.arg("-fbdir").arg(folder);
        }
        let mut server = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb")?;
        let out = server
            .stdout
            .take()
            .context("Xvfb has no standard output")?;
        let server = Running(server);
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .context("reading the display's number from Xvfb")?;
        let number = line.trim();
        if number.is_empty() {
            bail!("Xvfb ended before it had a display; try `Xvfb -displayfd 1` by hand to see why");
        }
        Ok(Self {
            name: format!(":{number}"),
            _server: server,
        })
    }

    /// What a program needs to show itself here.
    pub fn environment(&self) -> Environment {
        named([
            ("DISPLAY", self.name.as_str()),
            ("GDK_BACKEND", "x11"),
            ("WAYLAND_DISPLAY", ""),
            ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ])
    }

    /// The file that is the screen's memory, where the display was started with such a folder.
    pub fn screen(folder: &Path) -> PathBuf {
        folder.join("Xvfb_screen0")
    }
}

/// A session bus and an unlocked keyring in folders of their own; both end when dropped.
pub struct Session {
    _keyring: Running,
    _bus: Running,
    environment: Environment,
}

/// Without service folders: what runs in this session is what was started in it.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

impl Session {
    /// Starts both, with a home folder and XDG folders below `folder`.
    pub fn start(folder: &Path) -> Result<Self> {
        let place = |name: &str| -> Result<String> {
            let place = folder.join(name);
            private_folder(&place)?;
            Ok(place.to_string_lossy().into_owned())
        };
        let config = folder.join("bus.conf");
        let mut environment = named([
            ("HOME", place("home")?.as_str()),
            ("XDG_DATA_HOME", place("data")?.as_str()),
            ("XDG_CONFIG_HOME", place("config")?.as_str()),
            ("XDG_CACHE_HOME", place("cache")?.as_str()),
            ("XDG_STATE_HOME", place("state")?.as_str()),
            ("XDG_RUNTIME_DIR", place("run")?.as_str()),
            ("GIO_USE_VFS", "local"),
            ("GSETTINGS_BACKEND", "memory"),
            ("NO_AT_BRIDGE", "1"),
            ("LC_ALL", "C.UTF-8"),
        ]);
        std::fs::write(&config, BUS).context("writing the bus's configuration")?;
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting dbus-daemon")?;
        let out = bus
            .stdout
            .take()
            .context("dbus-daemon has no standard output")?;
        let bus = Running(bus);
        let mut address = String::new();
        BufReader::new(out)
            .read_line(&mut address)
            .context("reading the bus's address")?;
        if address.trim().is_empty() {
            bail!("dbus-daemon ended before it had an address");
        }
        environment.push(("DBUS_SESSION_BUS_ADDRESS".into(), address.trim().into()));

        let mut keyring = Command::new("gnome-keyring-daemon")
            .args(["--components=secrets", "--foreground", "--unlock"])
            .envs(environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting gnome-keyring-daemon")?;
        if let Some(mut input) = keyring.stdin.take() {
            input
                .write_all(b"invented")
                .context("unlocking the keyring")?;
        }
        let session = Self {
            _keyring: Running(keyring),
            _bus: bus,
            environment,
        };
        session.wait_for_the_keyring()?;
        Ok(session)
    }

    /// What a program needs to be in this session.
    pub fn environment(&self) -> Environment {
        self.environment.clone()
    }

    /// Asks until a secret can be stored, since the daemon says nothing when it is ready.
    fn wait_for_the_keyring(&self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(10);
        while Instant::now() < end {
            let mut tool = Command::new("secret-tool")
                .args(["store", "--label=probe", "probe", "yes"])
                .envs(self.environment.iter().cloned())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .context("starting secret-tool")?;
            if let Some(mut input) = tool.stdin.take() {
                // It may have ended already, which its exit code tells.
                let _ = input.write_all(b"probe");
            }
            if tool.wait().context("waiting for secret-tool")?.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the keyring of the private session was not ready within 10 seconds")
    }
}

fn named<const N: usize>(pairs: [(&str, &str); N]) -> Environment {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A folder that only its owner may enter.
fn private_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .with_context(|| format!("closing {} to others", folder.display()))?;
    }
    Ok(())
}
