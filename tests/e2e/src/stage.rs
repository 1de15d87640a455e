//! The desktop that a story plays on.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::PATIENCE;
use docketbell_testbed::{
    Dunst, FakeNotifications, FakeTray, Keyring, PrivateDesktop, Service, until,
};

/// A private desktop with a display of its own.
pub struct Stage {
    /// Bus and folders.
    pub desktop: PrivateDesktop,
    display: String,
    services: Vec<Service>,
    dunst: Option<Dunst>,
    keyring: Option<Keyring>,
    /// The stand-in tray, where a story uses one.
    pub tray: Option<FakeTray>,
    /// The stand-in notification service, where a story uses one.
    pub notifications: Option<FakeNotifications>,
}

impl Stage {
    /// Display, window manager and bus, and nothing else.
    pub async fn bare() -> Self {
        let desktop = PrivateDesktop::start();
        let mut services = Vec::new();
        let display = start_display(&mut services);
        let mut stage = Self {
            desktop,
            display,
            services,
            dunst: None,
            keyring: None,
            tray: None,
            notifications: None,
        };
        let openbox = Service::start(&mut stage.command("openbox"));
        stage.services.push(openbox);
        stage.put_a_stand_in_for_the_browser();
        stage
    }

    /// How high the display is: tall enough for a whole page where somebody wants pictures of pages.
    pub fn display_height() -> u32 {
        let wanted = |folder: &str| std::env::var_os(folder).is_some();
        if wanted("DOCKETBELL_FACES_DIR") {
            2300
        } else if wanted("DOCKETBELL_GUIDE_DIR") {
            1500
        } else {
            900
        }
    }

    /// A desktop as most people have it: keyring open, a notification service that writes down what it is told.
    pub async fn usual() -> Self {
        Self::bare()
            .await
            .with_keyring()
            .await
            .with_fake_notifications()
            .await
    }

    /// The keyring, unlocked.
    pub async fn with_keyring(mut self) -> Self {
        let command = self.command("gnome-keyring-daemon");
        self.keyring = Some(Keyring::start_unlocked(command).await);
        self
    }

    /// A keyring that exists, and is locked.
    pub async fn with_locked_keyring(self) -> Self {
        let mut stage = self.with_keyring().await;
        stage.end_keyring().await;
        let command = stage.command("gnome-keyring-daemon");
        stage.keyring = Some(Keyring::start_locked(command).await);
        stage
    }

    /// Ends the keyring.
    pub async fn end_keyring(&mut self) {
        if let Some(keyring) = self.keyring.take() {
            keyring.end().await;
        }
    }

    /// A notification service that shows nothing and remembers everything.
    pub async fn with_fake_notifications(mut self) -> Self {
        let fake = FakeNotifications::start_on(
            Some(self.desktop.bus_address()),
            &["actions", "body", "body-markup"],
        );
        self.notifications = Some(fake.await);
        self
    }

    /// The real dunst.
    pub async fn with_dunst(mut self) -> Self {
        self.dunst = Some(Dunst::start(self.command("dunst")).await);
        self
    }

    /// A tray of the newer kind, whose menu a story can press.
    pub async fn with_pressable_tray(mut self) -> Self {
        self.tray = Some(FakeTray::start_on(self.desktop.bus_address()).await);
        self
    }

    /// A tray as light desktops have it.
    pub async fn with_tray(mut self) -> Self {
        let mut trayer = self.command("trayer");
        trayer.args(["--edge", "top", "--widthtype", "request", "--height", "32"]);
        self.services.push(Service::start(&mut trayer));
        until("the tray", PATIENCE, async || {
            let found = self
                .command("xdotool")
                .args(["search", "--class", "trayer"])
                .output()
                .ok()?;
            (!found.stdout.is_empty()).then_some(())
        })
        .await;
        self
    }

    /// A command on this desktop, with its display.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.desktop.command(program);
        command.envs(self.environment()).stdin(Stdio::null());
        command
    }

    /// Display and drawing, for a program on this desktop.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = std::env::var("PATH").unwrap_or_default();
        vec![
            ("DISPLAY", self.display.clone()),
            ("GDK_BACKEND", "x11".into()),
            ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
            ("PATH", format!("{}:{path}", self.bin().display())),
            (
                "DOCKETBELL_TEST_CLOCK",
                self.clock_file().display().to_string(),
            ),
        ]
    }

    /// Sets the clock of our programs so many minutes ahead of the computer's, or behind it; also of those that run.
    pub fn clock_ahead(&self, minutes: i64) {
        fs::write(self.clock_file(), (minutes * 60).to_string()).unwrap();
    }

    fn clock_file(&self) -> PathBuf {
        self.desktop.folder().join("clock")
    }

    /// The display's name.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// The app's data folder for the practice portal.
    pub fn data_folder(&self) -> PathBuf {
        self.desktop.data_home().join("docketbell/practice")
    }

    /// What was handed to the browser or file manager so far, one line each.
    pub fn opened_outside(&self) -> Vec<String> {
        fs::read_to_string(self.opened_file())
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// What was handed to the browser last, as soon as something was.
    pub async fn wait_for_opened_outside(&self) -> String {
        until("the browser", Duration::from_secs(20), async || {
            self.opened_outside().pop()
        })
        .await
    }

    /// The X11 ids of the visible windows whose name matches.
    pub fn windows_named(&self, name: &str) -> Vec<String> {
        let found = self
            .command("xdotool")
            .args(["search", "--onlyvisible", "--name", name])
            .output()
            .expect("xdotool is installed");
        String::from_utf8_lossy(&found.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// Closes a window as the window manager's own key does.
    pub async fn close_window(&self, name: &str) {
        let window = until("a window to close", PATIENCE, async || {
            self.windows_named(name).into_iter().next()
        })
        .await;
        // The window manager may still be starting; until it answers, nothing is pressed.
        until("the window manager to close it", PATIENCE, async || {
            let keys = self
                .command("xdotool")
                .args(["windowactivate", "--sync", &window, "key", "alt+F4"])
                .status();
            keys.unwrap().success().then_some(())
        })
        .await;
    }

    /// Starts the program once more, as a person who clicks its icon again, and waits for that start to end.
    pub async fn start_again(&self, program: &str, arguments: &[&str]) {
        let mut again = self.command(program);
        let mut again = again.args(arguments).spawn().unwrap();
        let status = until(
            "the second start to end",
            Duration::from_secs(20),
            async || again.try_wait().unwrap(),
        )
        .await;
        assert!(status.success(), "it handed over and ended: {status}");
    }

    /// Waits until dunst shows so many notifications.
    pub async fn wait_for_dunst(&self, shown: u32) {
        until("dunst to show it", Duration::from_secs(20), async || {
            let count = self
                .command("dunstctl")
                .args(["count", "displayed"])
                .output()
                .ok()?;
            (String::from_utf8_lossy(&count.stdout).trim() == shown.to_string()).then_some(())
        })
        .await;
    }

    /// `dunstctl` on this desktop.
    pub fn dunst_ctl(&self, arguments: &[&str]) {
        let told = self.command("dunstctl").args(arguments).status();
        assert!(told.unwrap().success(), "dunst was told {arguments:?}");
    }

    /// Presses keys for whatever has the focus.
    pub fn press_keys(&self, keys: &[&str]) {
        let pressed = self.command("xdotool").arg("key").args(keys).status();
        assert!(pressed.unwrap().success(), "{keys:?}");
    }

    /// A picture of a window as the display shows it, or of the whole display (`None`). The driver's own pictures hang
    /// where nothing is composited.
    pub fn picture(&self, window: Option<&str>, path: &Path) {
        let window = window.map_or_else(
            || "root".to_owned(),
            |name| self.windows_named(name).pop().expect("a window to picture"),
        );
        let taken = self
            .command("import")
            .args(["-window", &window])
            .arg(path)
            .status();
        assert!(taken.unwrap().success(), "{}", path.display());
    }

    /// Presses keys in a window that is not the program's page: a dialog of the desktop. `false` when it is gone.
    pub fn presses_in(&self, window: &str, keys: &[&str]) -> bool {
        let mut tool = self.command("xdotool");
        let pressed = tool
            .args(["windowactivate", "--sync", window, "key"])
            .args(keys)
            .output();
        pressed.unwrap().status.success()
    }

    /// Clicks there, in points from the window's upper left corner. `false` when the window is gone.
    pub fn clicks_in(&self, window: &str, x: u32, y: u32) -> bool {
        let mut tool = self.command("xdotool");
        let (x, y) = (x.to_string(), y.to_string());
        let clicked = tool
            .args(["mousemove", "--window", window, &x, &y, "click", "1"])
            .output();
        clicked.unwrap().status.success()
    }

    fn bin(&self) -> PathBuf {
        self.desktop.folder().join("bin")
    }

    fn opened_file(&self) -> PathBuf {
        self.desktop.folder().join("opened-outside")
    }

    fn put_a_stand_in_for_the_browser(&self) {
        let program = self.bin().join("xdg-open");
        fs::create_dir_all(self.bin()).unwrap();
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
            self.opened_file().display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn start_display(services: &mut Vec<Service>) -> String {
    let mut server = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &format!("1440x{}x24", Stage::display_height()),
            "-nolisten",
            "tcp",
            "-dpi",
            "96",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is installed");
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    services.push(server.into());
    assert!(!line.trim().is_empty(), "the display says its number");
    format!(":{}", line.trim())
}
