//! `cargo xtask soak`: the suites of chance, long. `test` plays a short run of each.

use crate::place::{Place, cargo};
use anyhow::{Context, Result};
use std::process::{Command, ExitCode};

/// What is played: package, test target, which of its tests.
const SUITES: [(&str, &str, &str); 2] = [
    ("docketbell-core", "sync", "group::schedules"),
    ("docketctl", "cli", "group::kills"),
];

/// Plays 2,000 random schedules, or as many as the first argument says.
pub fn soak(arguments: &[String]) -> Result<ExitCode> {
    let schedules: u32 = match arguments.first() {
        Some(word) => word
            .parse()
            .with_context(|| format!("`{word}` is not a number of schedules"))?,
        None => 2_000,
    };
    let place = Place::find()?;
    let mut failed = Vec::new();
    for (package, target, which) in SUITES {
        println!("\n── {package}, {which}, {schedules} ──");
        let status = Command::new(cargo())
            .args(["test", "-p", package, "--test", target, which])
            .env("DOCKETBELL_SOAK", schedules.to_string())
            .current_dir(&place.root)
            .status()
            .context("starting cargo test")?;
        if !status.success() {
            failed.push(which);
        }
    }
    println!(
        "\n{} suites, {} failed {}",
        SUITES.len(),
        failed.len(),
        failed.join(" ")
    );
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
