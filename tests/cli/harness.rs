//! Runs the built `docketctl` on a data folder of its own, and reads what it prints.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::foreign::{Case, ForeignPortal, Habits};

/// The passphrase of every store made here; a canary that must appear nowhere.
pub const PASSPHRASE: &str = "canary-passphrase-7f3a";
/// Longer than any command here may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a portal that is on this computer may be asked.
pub const FREE: &str = "automatic_checks = true\npermission = \"written for this test\"\nasked_checks = \"all\"\nrequests_per_minute = 100000\nmax_in_flight = 4\ndaily_budget = 100000";

/// A person at a computer: a data folder, a portal profile, a clock.
pub struct Person {
    home: tempfile::TempDir,
    pub data: PathBuf,
    pub profile: PathBuf,
    pub passphrase: Option<String>,
    pub environment: Vec<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub lines: Vec<Value>,
    pub stdout: String,
    pub stderr: String,
}

impl Person {
    /// A person with a profile text and a passphrase.
    pub fn new(profile: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let path = home.path().join("portal.toml");
        std::fs::write(&path, profile).unwrap();
        std::fs::write(home.path().join("clock"), "0").unwrap();
        Self {
            data,
            profile: path,
            passphrase: Some(PASSPHRASE.into()),
            environment: vec![],
            home,
        }
    }

    /// A person before this portal, which may be asked freely.
    pub fn at(portal: &ForeignPortal) -> Self {
        Self::new(&portal.profile("Foreign portal", FREE))
    }

    /// A folder for this person's files.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sets the clock this many minutes ahead of the computer's.
    pub fn clock_ahead(&self, minutes: i64) {
        std::fs::write(self.home.path().join("clock"), (minutes * 60).to_string()).unwrap();
    }

    /// The command, ready to start.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docketctl"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env("DOCKETBELL_TEST_CLOCK", self.home.path().join("clock"))
            // A person waits for their passphrase once a day, these tests thousands of times.
            .env("DOCKETBELL_TEST_PASSPHRASE_KIB", "64")
            .envs(self.environment.iter().map(|(k, v)| (k, v)))
            .arg("--json")
            .arg("--data-dir")
            .arg(&self.data)
            .arg("--portal")
            .arg(&self.profile)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(passphrase) = &self.passphrase {
            command.env("DOCKETBELL_PASSPHRASE", passphrase);
        }
        command
    }

    /// Runs a command.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments), None)
    }

    /// Runs a command that reads this from standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        Run::of(self.command(arguments), Some(input))
    }

    /// Runs a command that must succeed.
    pub fn done(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
        run
    }

    /// Checks, and gives the changes as `(kind, sequence)`.
    pub fn check(&self) -> Vec<(String, Option<i64>)> {
        self.done(&["check"]).kinds()
    }
}

impl Run {
    fn of(mut command: Command, input: Option<&[u8]>) -> Self {
        if input.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().unwrap();
        if let Some(input) = input {
            // A program that does not read its input closes it; that is the program's business.
            let _ = child.stdin.take().unwrap().write_all(input);
        }
        let id = child.id();
        let (told, wait) = std::sync::mpsc::channel();
        std::thread::spawn(move || told.send(child.wait_with_output()));
        let output = match wait.recv_timeout(PATIENCE) {
            Ok(output) => output.unwrap(),
            Err(_) => {
                let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
                panic!("docketctl did not end within {PATIENCE:?}");
            }
        };
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!stderr.contains("panicked"), "{stderr}");
        for text in [&stdout, &stderr] {
            assert!(
                !text.contains(PASSPHRASE),
                "the passphrase is printed nowhere: {text}"
            );
        }
        let lines = stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        Self {
            code: output.status.code().unwrap_or(-1),
            lines,
            stdout,
            stderr,
        }
    }

    /// The changes that were told.
    pub fn changes(&self) -> Vec<&Value> {
        self.lines
            .iter()
            .filter(|l| l["change"].is_string())
            .collect()
    }

    /// Their kinds and sequences.
    pub fn kinds(&self) -> Vec<(String, Option<i64>)> {
        self.changes()
            .iter()
            .map(|c| {
                (
                    c["change"].as_str().unwrap().to_owned(),
                    c["sequence"].as_i64(),
                )
            })
            .collect()
    }

    /// The last line.
    pub fn last(&self) -> &Value {
        self.lines.last().unwrap_or(&Value::Null)
    }

    /// The error of the last line.
    pub fn error(&self) -> &Value {
        &self.last()["error"]
    }

    /// Its kind.
    pub fn kind(&self) -> &str {
        self.error()["kind"].as_str().unwrap_or_default()
    }
}

/// A portal with one ordinary case, and a person who follows it.
pub fn followed(habits: Habits) -> (ForeignPortal, Person) {
    let portal = ForeignPortal::start(habits);
    portal
        .world()
        .cases
        .push(Case::new(NUMBER, "CT13", "JANE Q DOE V JOHN PUBLIC"));
    let person = Person::at(&portal);
    let run = person.done(&["follow", NUMBER]);
    assert_eq!(run.last()["entries"], 3, "{run:?}");
    (portal, person)
}

/// The ordinary case.
pub const NUMBER: &str = "26BA-CV90001";

/// The sequence numbers of the ordinary case's docket, all of whose entries are current.
pub fn sequences(person: &Person) -> Vec<i64> {
    let docket = person.done(&["docket", NUMBER]);
    assert!(
        docket.lines.iter().all(|l| l["state"] == "current"),
        "{docket:?}"
    );
    docket
        .lines
        .iter()
        .filter_map(|l| l["sequence"].as_i64())
        .collect()
}

/// Waits for something, without sleeping longer than needed.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
