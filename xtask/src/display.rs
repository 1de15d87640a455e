//! A display and a session bus where the machine has none.

use crate::proc::Running;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Names and values for a program's environment.
pub type Environment = Vec<(String, String)>;

/// A virtual display; it ends when dropped.
pub struct Display {
    _server: Running,
    name: String,
}

/// Whether a person looks at this machine.
pub fn is_shown() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}

impl Display {
    /// A display that nobody sees, also where there is a real one: tests press keys, and must not press a person's.
    pub fn for_tests() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            // The server looks for a free number itself and says it on its standard output.
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
                "-dpi",
                "96",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb")?;
        let out = server.stdout.take();
        let server = Running(server);
        let mut line = String::new();
        if let Some(out) = out {
            BufReader::new(out)
                .read_line(&mut line)
                .context("reading the display's number from Xvfb")?;
        }
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
        vec![
            ("DISPLAY".into(), self.name.clone()),
            ("GDK_BACKEND".into(), "x11".into()),
            ("WAYLAND_DISPLAY".into(), String::new()),
            ("LIBGL_ALWAYS_SOFTWARE".into(), "1".into()),
        ]
    }
}
