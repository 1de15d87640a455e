//! Programs as they are shipped: what is measured is the release build.

use crate::place::{Place, cargo};
use crate::proc::{Show, watched};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// A folder of programs that are built already, laid out as a target folder: then nothing is built here.
const PROGRAMS: &str = "DOCKETBELL_BENCH_PROGRAMS";

/// Builds these programs of a package (`--bin NAME`, `--example NAME` …) in release, and tells the target's folder.
pub fn release(place: &Place, words: &[&str]) -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os(PROGRAMS) {
        println!("measuring the programs in {}", folder.display());
        return Ok(folder.into());
    }
    if words.contains(&"docketbell") {
        // Without it the app would embed an empty window, which shows itself in no time.
        crate::ui::build(place)?;
    }
    let ended = watched(
        Command::new(cargo())
            .args(["build", "--release"])
            .args(words)
            .current_dir(&place.root),
        Show::All,
        Duration::from_secs(3600),
    )?;
    if !ended.ok {
        bail!("cargo build --release {} failed", words.join(" "));
    }
    Ok(place.target.join("release"))
}

/// Runs a bench of the core and gives its standard output.
pub fn core_bench(
    place: &Place,
    name: &str,
    env: &[(&str, &str)],
    words: &[&str],
) -> Result<String> {
    if !place.has_target("bench", name) {
        bail!("there is no bench `{name}` yet");
    }
    let ended = watched(
        Command::new(cargo())
            .args(["bench", "--package", "docketbell-core", "--bench", name])
            .args(words)
            .envs(env.iter().copied())
            .current_dir(&place.root),
        Show::All,
        Duration::from_secs(3600),
    )?;
    if !ended.ok {
        bail!("the bench `{name}` failed");
    }
    Ok(ended.stdout)
}
