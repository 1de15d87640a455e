//! `cargo xtask test`: everything that CI asks, in stages that are counted and timed.
//!
//! The order is by what the next stage needs: the app embeds the built window, so the window comes before anything
//! that compiles the app. All Rust tests are built by one cargo call over the whole workspace: a call for each
//! package would choose other features for the same libraries and build them again.

mod suites;
mod summary;
mod table;

use crate::place::{Place, cargo};
use crate::proc::{Ended, Show, watched};
use crate::{needs, only, ui};
use anyhow::Result;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use summary::Tally;
use table::{Line, State};

const MINUTE: Duration = Duration::from_secs(60);

/// The names that `--only` takes. `core` stands for all Rust tests that need no window.
const NAMES: [&str; 5] = ["fmt", "ui", "clippy", "core", "e2e"];

/// Runs the stages, prints the table and the closing line.
pub fn test(arguments: &[String]) -> Result<ExitCode> {
    let wanted = only(arguments, &NAMES)?;
    let asked = |name: &str| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(|w| w == name))
    };
    let place = Place::find()?;
    let begun = Instant::now();
    needs::to_drive(&place)?;

    let mut run = Run {
        place: &place,
        lines: Vec::new(),
    };
    if asked("fmt") {
        run.stage("formatting", || {
            cargo_says(&place, &["fmt", "--all", "--check"], 5 * MINUTE)
        });
    }
    let mut embedded = true;
    if !place.ui().join("package.json").is_file() {
        run.absent("window", "there is no ui/package.json yet");
    } else {
        let installed = run.stage("window: packages", || {
            ui::packages(&place).map(|()| Tally::one(true))
        });
        if asked("ui") && installed {
            run.stage("window: types", || npm_says(&place, "check", |_| None));
            run.stage("window: tests", || {
                npm_says(&place, "test", summary::vitest)
            });
        }
        embedded = installed
            && run.stage("window: build", || {
                ui::build(&place).map(|()| Tally::one(true))
            });
    }
    if asked("clippy") {
        // The icon drawer is behind a feature, and code that nothing compiles rots.
        let words = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "xtask/icons",
            "--",
            "-D",
            "warnings",
        ];
        run.stage("clippy", || cargo_says(&place, &words, 40 * MINUTE));
    }
    if asked("core") || asked("e2e") {
        rust_tests(&mut run, embedded, asked("core"), asked("e2e"));
    }

    table::print(&run.lines, begun.elapsed());
    let sum = run.sum();
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 && sum.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn rust_tests(run: &mut Run, embedded: bool, core: bool, e2e: bool) {
    let place = run.place;
    if !embedded {
        run.lost(
            "Rust tests",
            "the window was not built, and the app embeds it",
        );
        return;
    }
    let mut programs = Vec::new();
    let built = run.stage("build", || {
        let (ended, found) = suites::build(place)?;
        programs = found;
        Ok(counted(&ended, |_| None))
    });
    if !built {
        run.lost("Rust tests", "they could not be built");
        return;
    }
    let windowed = place.tests_under("tests/e2e");
    if core {
        run.stage("Rust tests", || {
            suites::without_window(place, &programs, &windowed)
        });
        run.stage("generated types", || suites::generated_types(place));
    }
    if e2e && windowed.is_empty() {
        run.absent("real window", "there is no test under tests/e2e yet");
    } else if e2e && cfg!(target_os = "linux") {
        run.stage("real window", || {
            suites::in_the_window(place, &programs, &windowed)
        });
    } else if e2e {
        run.absent(
            "real window",
            "this suite drives WebKitGTK and a D-Bus session: it runs on Linux only",
        );
    }
}

/// What has been run so far.
struct Run<'a> {
    place: &'a Place,
    lines: Vec<Line>,
}

impl Run<'_> {
    /// Runs one stage and tells whether it passed whole.
    fn stage(&mut self, name: &'static str, work: impl FnOnce() -> Result<Tally>) -> bool {
        println!("\n── {name} ──");
        let begun = Instant::now();
        let tally = work().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Tally::one(false)
        });
        self.lines.push(Line {
            name,
            state: State::Ran(tally),
            took: begun.elapsed(),
        });
        tally.failed == 0
    }

    /// A stage that could not run, since an earlier one failed: it counts as a failure.
    fn lost(&mut self, name: &'static str, why: &'static str) {
        println!("\n── {name} ──\nnot run: {why}");
        self.lines.push(Line {
            name,
            state: State::Lost(why),
            took: Duration::ZERO,
        });
    }

    /// A stage whose subject does not exist: said, and not counted.
    fn absent(&mut self, name: &'static str, why: &'static str) {
        println!("\n── {name} ──\nnothing to run: {why}");
        self.lines.push(Line {
            name,
            state: State::Absent(why),
            took: Duration::ZERO,
        });
    }

    fn sum(&self) -> Tally {
        let mut sum = Tally::default();
        for line in &self.lines {
            match line.state {
                State::Ran(tally) => sum += tally,
                State::Lost(_) => sum += Tally::one(false),
                State::Absent(_) => {}
            }
        }
        sum
    }
}

fn counted(ended: &Ended, count: fn(&str) -> Option<Tally>) -> Tally {
    if ended.timed_out {
        eprintln!("ended: it did not come to an end in its time");
    }
    match count(&ended.text) {
        None => Tally::one(ended.ok),
        found => Tally::believed(found, ended.ok),
    }
}

fn cargo_says(place: &Place, words: &[&str], limit: Duration) -> Result<Tally> {
    let ended = watched(
        Command::new(cargo()).args(words).current_dir(&place.root),
        Show::All,
        limit,
    )?;
    Ok(counted(&ended, |_| None))
}

fn npm_says(place: &Place, script: &str, count: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let ended = ui::script(place, &["run", script], 10 * MINUTE)?;
    Ok(counted(&ended, count))
}
