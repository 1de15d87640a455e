//! `cargo xtask run`: build the app and start it on the practice portal.

use crate::place::{Place, cargo};
use crate::proc::{Show, watched};
use crate::{display, needs, ui};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// The test program that plays the main job through and leaves pictures of it.
const TOUR: &str = "tour";
/// Names the folder for its pictures.
const TOUR_FOLDER: &str = "DOCKETBELL_TOUR_DIR";

/// Builds, then shows the app; without a display plays the tour instead. Further words are the app's options.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let place = Place::find()?;
    if !display::is_shown() {
        return tour(&place);
    }
    needs::to_build(&place)?;
    ui::build(&place)?;
    let built = Command::new(cargo())
        .args(["build", "--package", "docketbell", "--bin", "docketbell"])
        .current_dir(&place.root)
        .status()
        .context("starting cargo build")?;
    if !built.success() {
        bail!("the app could not be built; the lines above say why");
    }
    println!("Docketbell starts on the practice portal: an invented court, on this computer only.");
    let ended = Command::new(place.program("debug", "docketbell"))
        .args(["--portal", "practice"])
        .args(arguments)
        .status()
        .context("starting the app")?;
    Ok(if ended.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tour(place: &Place) -> Result<ExitCode> {
    println!("There is no display here, so the main job is played through on a virtual one.");
    needs::to_drive(place)?;
    ui::build(place)?;
    let tours = place.tests_under("tests/e2e");
    let Some(tour) = tours.iter().find(|test| test.name == TOUR) else {
        bail!("no package declares the test program `{TOUR}` under tests/e2e");
    };
    let folder = place.target.join("tour");
    // Pictures of an earlier tour would pass for this one's.
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut play = Command::new(cargo());
    play.args([
        "test",
        "--package",
        &tour.package,
        "--test",
        &tour.name,
        "--",
        "--nocapture",
    ]);
    play.env(TOUR_FOLDER, &folder).current_dir(&place.root);
    let ended = watched(&mut play, Show::All, Duration::from_secs(3600))?;
    let pictures = pictures(&folder)?;
    println!("\nPictures of the tour:");
    for picture in &pictures {
        println!("  {}", picture.display());
    }
    if !ended.ok {
        bail!("the tour did not come to its end; the lines above say where it stopped");
    }
    if pictures.is_empty() {
        bail!("the tour left no picture in {}", folder.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn pictures(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut pictures: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
        .collect();
    pictures.sort();
    Ok(pictures)
}
