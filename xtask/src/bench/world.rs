//! A practice portal of a given size, and a data folder that follows its cases.

use super::built::release;
use super::meter::taken;
use crate::display::Environment;
use crate::place::Place;
use crate::proc::Running;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A portal that runs until it is dropped, and the files around it.
pub struct World {
    /// The folder of this measurement, emptied at the start.
    pub folder: PathBuf,
    /// The portal's profile, without pace.
    pub profile: PathBuf,
    /// The portal's address.
    pub base_url: String,
    cases: u32,
    token: String,
    programs: PathBuf,
    _running: Running,
}

impl World {
    /// Builds what is needed and starts the portal.
    pub fn start(
        place: &Place,
        name: &str,
        cases: u32,
        entries: u32,
        in_flight: u32,
    ) -> Result<Self> {
        Self::start_with(place, name, [cases, entries, in_flight], 0)
    }

    /// A portal whose group has so many more users.
    pub fn with_group(place: &Place, name: &str, users: u32) -> Result<Self> {
        Self::start_with(place, name, [1, 1, 1], users)
    }

    fn start_with(place: &Place, name: &str, numbers: [u32; 3], users: u32) -> Result<Self> {
        let [cases, ..] = numbers;
        let programs = release(
            place,
            &[
                "--package",
                "docketctl",
                "--package",
                "docketbell-figures",
                "--bins",
            ],
        )?;
        let folder = place.target.join("figures").join(name);
        // What an earlier run left would make this run's first check no first check.
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("emptying {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let profile = folder.join("portal.toml");
        let mut child = Command::new(programs.join("figures-portal"))
            .args(numbers.map(|number| number.to_string()))
            .arg(&profile)
            .arg(users.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the practice portal")?;
        let out = child
            .stdout
            .take()
            .context("the portal has no standard output")?;
        let running = Running(child);
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .context("reading the portal's address")?;
        let ready: serde_json::Value =
            serde_json::from_str(&line).with_context(|| format!("reading `{line}`"))?;
        let word = |name: &str| {
            ready[name]
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("the portal gave no {name}"))
        };
        let world = Self {
            base_url: word("base_url")?,
            token: word("token")?,
            folder,
            profile,
            cases,
            programs,
            _running: running,
        };
        world.list_cases()?;
        Ok(world)
    }

    /// Gives the profile a budget so small that the cases are read a few times a day, as at a real court. Without one a
    /// portal on this computer is asked about each case every minute, and never is nothing due.
    pub fn leave_in_peace(&self) -> Result<()> {
        let text = std::fs::read_to_string(&self.profile).context("reading the profile")?;
        let budget = format!("daily_budget = {}", u64::from(self.cases) * 6);
        let text: Vec<&str> = text
            .lines()
            .map(|line| {
                if line.starts_with("daily_budget") {
                    budget.as_str()
                } else {
                    line
                }
            })
            .collect();
        std::fs::write(&self.profile, text.join("\n")).context("writing the profile")
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("store")
    }

    /// The cases as lines of `CASE_NUMBER COURT_ID`.
    pub fn list(&self) -> PathBuf {
        self.folder.join("cases.txt")
    }

    /// A built program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// `docketctl` on this data folder and this portal.
    pub fn docketctl(&self, environment: &Environment, words: &[&str]) -> Command {
        let mut command = Command::new(self.program("docketctl"));
        command
            .arg("--data-dir")
            .arg(self.data())
            .arg("--portal")
            .arg(&self.profile);
        command
            .args(["--json", "--no-notify"])
            .args(words)
            .envs(environment.iter().cloned());
        command
    }

    /// Follows every case of the portal.
    pub fn follow_all(&self, environment: &Environment) -> Result<()> {
        println!("following {} cases", self.cases);
        let list = self.folder.join("cases.csv");
        let (took, said) = taken(
            &self.docketctl(environment, &["follow", "--from", &list.to_string_lossy()]),
            None,
        )?;
        let count = said
            .lines()
            .filter(|line| line.contains("\"followed\""))
            .count();
        println!(
            "followed {count} in {:.1} s, peak {:.1} MB",
            took.wall_ms / 1000.0,
            took.peak_mb
        );
        if count != self.cases as usize {
            bail!("{count} of {} cases were followed", self.cases);
        }
        Ok(())
    }

    /// Writes the cases as the CSV that `follow --from` reads and as the list that the bare loop reads.
    fn list_cases(&self) -> Result<()> {
        let (mut table, mut pairs) = (String::from("case_number,court_id\n"), String::new());
        let mut known = 0;
        while known < self.cases {
            let slice = get(
                &self.base_url,
                &format!("/practice/cases?from={known}&limit=1000"),
                &self.token,
            )?;
            let cases = slice["cases"]
                .as_array()
                .context("the portal listed no cases")?;
            if cases.is_empty() {
                bail!("the portal has only {known} cases");
            }
            for case in cases {
                let (Some(number), Some(court)) =
                    (case["case_number"].as_str(), case["court_id"].as_str())
                else {
                    bail!("a case without number or court: {case}")
                };
                writeln!(table, "{number},{court}")?;
                writeln!(pairs, "{number} {court}")?;
                known += 1;
            }
        }
        let write = |path: &Path, text: &str| {
            std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
        };
        write(&self.folder.join("cases.csv"), &table)?;
        write(&self.list(), &pairs)
    }
}

/// One answer of the control endpoint. A client of its own would cost more to build than these lines.
fn get(base_url: &str, path: &str, token: &str) -> Result<serde_json::Value> {
    let address = base_url
        .strip_prefix("http://")
        .context("the portal's address is not plain HTTP")?;
    let mut stream =
        std::net::TcpStream::connect(address).context("reaching the practice portal")?;
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nHost: {address}\r\nx-practice-token: {token}\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .context("reading from the practice portal")?;
    let body = answer
        .split_once("\r\n\r\n")
        .context("the practice portal answered without a body")?
        .1;
    serde_json::from_str(body).with_context(|| format!("reading {path}: {answer:.200}"))
}
