//! `cargo xtask run`: build the app and start it on the practice portal.

use crate::place::{Place, cargo};
use crate::{display, needs, ui};
use anyhow::{Context, Result, bail};
use std::process::{Command, ExitCode};

/// Builds, then shows the app; without a display plays the tour instead.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let place = Place::find()?;
    let shown = display::is_shown();
    if shown {
        needs::to_build(&place)?
    } else {
        needs::to_drive(&place)?
    }
    if !place.ui().join("package.json").is_file() {
        bail!("there is no ui/package.json yet: the window comes with a later commit");
    }
    ui::build(&place)?;
    let status = Command::new(cargo())
        .args(["build", "--package", "docketbell", "--bin", "docketbell"])
        .current_dir(&place.root)
        .status()
        .context("starting cargo build")?;
    if !status.success() {
        bail!("the app could not be built; the lines above say why");
    }
    if !shown {
        bail!("the tour comes with the end-to-end suite, which is not there yet");
    }
    let status = Command::new(place.program("debug", "docketbell"))
        .args(arguments)
        .status()
        .context("starting the app")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
