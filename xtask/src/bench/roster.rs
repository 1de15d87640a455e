//! A group of 5,000 in the real window: from the key that opens the desk to the last change of the picture, read from the
//! display's memory as for the start (`window`). The key is pressed by a process of its own, whose start counts.

use super::built::release;
use super::group::{MORE, read_once};
use super::table::{Row, median};
use super::window::{Desk, millis, wait};
use super::world::World;
use crate::place::Place;
use crate::proc::Running;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Duration;

/// Starts of the app; each shows the group for the first time once.
const STARTS: usize = 5;
/// Visits after the first, of each start.
const AGAIN: usize = 3;
const TODAY: &str = "ctrl+1";
const GROUP: &str = "ctrl+4";
/// What a start does late is done after this: the watcher begins 2.5 seconds after the window listens.
const SETTLED: Duration = Duration::from_secs(10);
/// A page that stands still for so long is drawn. Two seconds after it a scroll bar fades, for two seconds more.
const STILL: Duration = Duration::from_secs(1);
/// The scroll bar is gone after this.
const FADED: Duration = Duration::from_secs(5);

/// The group's page, opened for the first time and again; beside it a page without a list.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    let programs = release(place, &["--package", "docketbell", "--bin", "docketbell"])?;
    let world = World::with_group(place, "roster", MORE)?;
    let desk = Desk::around(world)?;
    read_once(&desk.world, &desk.session.environment())?;
    let openbox = desk.program(Path::new("openbox")).spawn();
    let _manager = Running(openbox.context("starting openbox")?);
    let (mut first, mut again, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for start in 0..STARTS {
        let app = desk.app(&programs).spawn();
        let app = Running(app.context("starting the app")?);
        wait("the window", || Ok(!window(&desk, &[])?.is_empty()))?;
        std::thread::sleep(SETTLED);
        window(&desk, &["windowactivate", "--sync"])?;
        first.push(opens(&desk, GROUP)?);
        for _ in 0..AGAIN {
            std::thread::sleep(FADED);
            without.push(opens(&desk, TODAY)?);
            std::thread::sleep(FADED);
            again.push(opens(&desk, GROUP)?);
        }
        if start == 0 {
            pictured(&desk)?;
        }
        drop(app);
        wait("the window to go", || Ok(window(&desk, &[])?.is_empty()))?;
        println!(
            "start {start}: {first:.0?}, again {again:.0?}, a page without a list {without:.0?}"
        );
    }
    let beside = format!("a page without a list: {:.0} ms", median(without));
    let row = |what: &str, times| {
        let what = format!("window: the desk of a group of {} users, {what}", MORE + 3);
        Row::below(what, median(times), 300.0, "ms", &beside)
    };
    Ok(vec![
        row("opened for the first time", first),
        row("opened again", again),
    ])
}

/// Milliseconds from a key to the last change of the picture. A page that does not change it is no measure.
fn opens(desk: &Desk, key: &str) -> Result<f64> {
    let time = desk.until_still(key, STILL, || {
        let pressed = desk
            .program(Path::new("xdotool"))
            .args(["key", key])
            .status();
        if !pressed.context("pressing a key with xdotool")?.success() {
            bail!("xdotool did not press {key}");
        }
        Ok(())
    })?;
    Ok(millis(time))
}

/// What was measured, to be looked at.
fn pictured(desk: &Desk) -> Result<()> {
    let picture = desk.world.folder.join("roster.png");
    let mut import = desk.program(Path::new("import"));
    let taken = import.args(["-window", "root"]).arg(&picture).status();
    if !taken.context("taking a picture")?.success() {
        bail!("no picture was taken");
    }
    println!("what was measured: {}", picture.display());
    Ok(())
}

/// What xdotool says of the app's window, and does to it.
fn window(desk: &Desk, then: &[&str]) -> Result<String> {
    let mut tool = desk.program(Path::new("xdotool"));
    tool.args(["search", "--onlyvisible", "--class", "docketbell"]);
    let out = tool
        .args(then)
        .stdout(std::process::Stdio::piped())
        .output()
        .context("looking for the window with xdotool")?;
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
