//! `cargo xtask fuzz`: each fuzz target for a while.

use crate::place::{Place, cargo};
use crate::proc::said;
use anyhow::{Context, Result, bail};
use std::process::{Command, ExitCode};

/// Runs every target of `fuzz/` for 60 seconds, or as many as the first argument says.
pub fn fuzz(arguments: &[String]) -> Result<ExitCode> {
    let seconds: u32 = match arguments.first() {
        Some(word) => word
            .parse()
            .with_context(|| format!("`{word}` is not a number of seconds"))?,
        None => 60,
    };
    let place = Place::find()?;
    if !place.root.join("fuzz/Cargo.toml").is_file() {
        bail!("there is no fuzz/Cargo.toml yet");
    }
    if said(Command::new(cargo()).args(["fuzz", "--version"])).is_none() {
        bail!("cargo-fuzz is missing. Get it with: cargo install cargo-fuzz");
    }
    // The sanitizer's flags are unstable; this lets the pinned compiler take them, instead of asking for a second one.
    let in_fuzz = |words: &[&str]| {
        let mut command = Command::new(cargo());
        command
            .arg("fuzz")
            .args(words)
            .env("RUSTC_BOOTSTRAP", "1")
            .current_dir(&place.root);
        command
    };
    let Some(targets) = said(&mut in_fuzz(&["list"])) else {
        bail!("`cargo fuzz list` failed")
    };
    let mut failed = Vec::new();
    for target in targets.lines() {
        println!("\n── {target}, {seconds} s ──");
        let time = format!("-max_total_time={seconds}");
        let status = in_fuzz(&["run", target, "--", &time, "-rss_limit_mb=2048"])
            .status()
            .context("starting cargo fuzz")?;
        if !status.success() {
            failed.push(target);
        }
    }
    println!(
        "\n{} fuzz targets, {} found something {}",
        targets.lines().count(),
        failed.len(),
        failed.join(" ")
    );
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
