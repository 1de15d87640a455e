//! The window and the watcher: start, memory, idle processor time. All on a virtual display, with a session bus and a
//! keyring of their own.
//!
//! Start is measured from outside, in one way for the app and its floor (an empty Tauri window): from starting the process
//! to the last change of the picture, read from the display's memory every 5 ms, when nothing moves for two seconds after.

use super::built::release;
use super::table::{Row, median};
use super::world::World;
use crate::display::{Display, Environment, Session};
use crate::place::Place;
use crate::proc::Running;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 7;
/// Marks the processes of one measurement: children inherit it, also those that outlive their parent.
const MARK: &str = "DOCKETBELL_FIGURES";
/// After this long, what a start does once is done.
const SETTLED: Duration = Duration::from_secs(15);

/// Start to list usable with 10,000 cases stored, beside an empty window.
pub fn start_rows(place: &Place) -> Result<Vec<Row>> {
    let programs = release(
        place,
        &[
            "--package",
            "docketbell",
            "--bin",
            "docketbell",
            "--example",
            "empty_window",
        ],
    )?;
    let desk = Desk::set_up(place, "window", 10_000, 12)?;
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    for round in 0..STARTS {
        let empty = desk.start_time(&mut desk.program(&programs.join("examples/empty_window")))?;
        let mut app = desk.app(&programs);
        let app = desk.start_time(&mut app)?;
        println!(
            "start {round}: app {:.0} ms, empty window {:.0} ms",
            millis(app),
            millis(empty)
        );
        if round > 0 {
            ours.push(millis(app));
            floors.push(millis(empty));
        }
    }
    Ok(vec![Row::against(
        "window: start to list usable, 10,000 cases",
        median(ours),
        median(floors),
        "ms",
        1.5,
    )])
}

/// Memory and processor time while watching without a window: one that never had a window, and one that had.
pub fn watch_rows(place: &Place) -> Result<Vec<Row>> {
    let programs = release(place, &["--package", "docketbell", "--bin", "docketbell"])?;
    let desk = Desk::set_up(place, "watch", 1000, 12)?;
    // A window manager to close the window with; and a tray: without one nobody could find the program again, and it
    // would show its window after a minute.
    let start = |name: &str| {
        let started = desk.program(Path::new(name)).spawn();
        Ok::<_, anyhow::Error>(Running(
            started.with_context(|| format!("starting {name}"))?,
        ))
    };
    let _around = (start("openbox")?, start("trayer")?);
    std::thread::sleep(Duration::from_secs(1));

    let mut app = desk.app(&programs);
    app.arg("--background").env(MARK, "watching");
    let mut app = Running(app.spawn().context("starting the app without a window")?);
    // Long enough for what a start does once.
    std::thread::sleep(SETTLED);
    if let Some(status) = app.0.try_wait()? {
        bail!("the app without a window ended by itself ({status})");
    }
    let at_first = pss_mb("watching")?;
    // Every case is read once in the first minutes; what is measured comes after.
    std::thread::sleep(FIRST_ROUND);
    let (time, begun) = (cpu_ticks("watching"), Instant::now());
    std::thread::sleep(Duration::from_secs(60));
    let ticks = cpu_ticks("watching").saturating_sub(time);
    // The kernel counts processor time in hundredths of a second.
    #[expect(clippy::cast_precision_loss, reason = "a minute has 6,000 ticks")]
    let idle = ticks as f64 / begun.elapsed().as_secs_f64();
    let never = at_first.max(pss_mb("watching")?);
    drop(app);
    println!("window never open: {never:.1} MB, {idle:.2} % of a processor");

    let after = desk.after_a_window(&programs)?;
    let memory = |what: &str, measured, beside: &str| {
        let what = format!("memory while watching, {what} (PSS, all processes)");
        Row::below(what, measured, 80.0, "MB", beside)
    };
    Ok(vec![
        memory("window never open", never, "never made a window: 46 MiB"),
        memory(
            "window was open and is closed",
            after,
            "destroyed its window: 128 MiB",
        ),
        Row::below(
            "idle processor time, watching 1,000 cases",
            idle,
            0.2,
            "%",
            "",
        ),
    ])
}

/// In this time a watcher has read every new case once.
const FIRST_ROUND: Duration = Duration::from_secs(120);

/// A display, a session and a store full of cases or of a group's users.
pub(super) struct Desk {
    pub(super) world: World,
    folder: std::path::PathBuf,
    pub(super) session: Session,
    display: Display,
}

impl Desk {
    fn set_up(place: &Place, name: &str, cases: u32, entries: u32) -> Result<Self> {
        let world = World::start(place, name, cases, entries, 8)?;
        world.leave_in_peace()?;
        let desk = Self::around(world)?;
        desk.world.follow_all(&desk.session.environment())?;
        Ok(desk)
    }

    /// A session and a display for this world.
    pub(super) fn around(world: World) -> Result<Self> {
        let folder = world.folder.join("screen");
        std::fs::create_dir_all(&folder).context("making the screen's folder")?;
        let session = Session::start(&world.folder.join("session"))?;
        let display = Display::start(Some(&folder))?;
        Ok(Self {
            world,
            folder,
            session,
            display,
        })
    }

    fn environment(&self) -> Environment {
        [self.session.environment(), self.display.environment()].concat()
    }

    pub(super) fn program(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .envs(self.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub(super) fn app(&self, programs: &Path) -> Command {
        let mut command = self.program(&programs.join("docketbell"));
        command
            .arg("--data-dir")
            .arg(self.world.data())
            .arg("--portal")
            .arg(&self.world.profile);
        command
    }

    /// Opens the window, closes it as a person does, and tells the memory of what watches on.
    fn after_a_window(&self, programs: &Path) -> Result<f64> {
        const MARKED: &str = "had a window";
        let mut app = self.app(programs);
        let app = Running(app.env(MARK, MARKED).spawn().context("starting the app")?);
        let without_window = || {
            let words = std::fs::read(format!("/proc/{}/cmdline", app.0.id())).unwrap_or_default();
            words
                .split(|byte| *byte == 0)
                .any(|word| word == b"--background")
        };
        let window = |then: &[&str]| {
            let mut tool = self.program(Path::new("xdotool"));
            let search = ["search", "--onlyvisible", "--name", "^Docketbell$"];
            Ok(tool
                .args(search)
                .args(then)
                .status()
                .context("looking for the window with xdotool")?
                .success())
        };
        wait("the window", || window(&[]))?;
        // Until the list is there and the icon is in the tray; before that, closing would quit.
        std::thread::sleep(SETTLED);
        let with_window = pss_mb(MARKED)?;
        println!("with its window open: {with_window:.1} MB");
        // A call of its own: after a search, xdotool would send the keys to the window, where no window manager hears them.
        let press = || {
            let mut tool = self.program(Path::new("xdotool"));
            tool.args(["key", "alt+F4"])
                .status()
                .context("pressing alt+F4 with xdotool")
        };
        // The window manager may not hear the first key: it is pressed until the program has started anew.
        wait("the program to start anew without its window", || {
            if without_window() {
                return Ok(true);
            }
            if window(&["windowactivate", "--sync"])? {
                press()?;
            }
            std::thread::sleep(Duration::from_secs(2));
            Ok(without_window())
        })?;
        std::thread::sleep(SETTLED);
        pss_mb(MARKED)
    }

    fn start_time(&self, command: &mut Command) -> Result<Duration> {
        let mut running = None;
        let what = format!("{command:?}");
        self.until_still(&what, Duration::from_secs(2), || {
            running = Some(Running(
                command
                    .spawn()
                    .with_context(|| format!("starting {command:?}"))?,
            ));
            Ok(())
        })
    }

    /// From this act to the last change of the picture before it stands still for so long.
    pub(super) fn until_still(
        &self,
        what: &str,
        still: Duration,
        act: impl FnOnce() -> Result<()>,
    ) -> Result<Duration> {
        let screen = Display::screen(&self.folder);
        let before = picture(&screen)?;
        let begun = Instant::now();
        act()?;
        let (mut last, mut changed) = (before, None);
        loop {
            let now = picture(&screen)?;
            if now != last {
                (last, changed) = (now, Some(begun.elapsed()));
            }
            match changed {
                Some(changed) if begun.elapsed() > changed + still => {
                    return Ok(changed);
                }
                None if begun.elapsed() > Duration::from_secs(30) => {
                    bail!("{what} showed nothing in 30 seconds")
                }
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

/// Waits for something that takes seconds.
pub(super) fn wait(what: &str, mut there: impl FnMut() -> Result<bool>) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(60);
    while !there()? {
        if Instant::now() > end {
            bail!("waited a minute for {what}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Compared as it is: a digest of five megabytes would take one of two processors from what is measured.
fn picture(screen: &Path) -> Result<Vec<u8>> {
    std::fs::read(screen).with_context(|| format!("reading {}", screen.display()))
}

/// The processes that carry the mark.
fn marked(mark: &str) -> Vec<u32> {
    let wanted = format!("{MARK}={mark}");
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment
                .split(|byte| *byte == 0)
                .any(|one| one == wanted.as_bytes())
        })
        .collect()
}

/// Proportional memory of all of them, in MB: what several of them share counts once.
fn pss_mb(mark: &str) -> Result<f64> {
    let mut kib = 0.0;
    for pid in marked(mark) {
        let rollup =
            std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        kib += line
            .and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok())
            .unwrap_or(0.0);
    }
    if kib == 0.0 {
        bail!("no process of the app was found");
    }
    Ok(kib * 1024.0 / 1e6)
}

fn cpu_ticks(mark: &str) -> u64 {
    let of = |pid: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may hold spaces; the numbers come after it.
        let mut numbers = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        Some(numbers.next()?.parse::<u64>().ok()? + numbers.next()?.parse::<u64>().ok()?)
    };
    marked(mark).into_iter().filter_map(of).sum()
}

pub(super) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
