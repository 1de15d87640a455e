//! How much another program takes: wall time, processor time, peak memory.
//!
//! The system keeps these sums for all children together, so each measured program gets a parent of its own: `xtask
//! meter PROGRAM ARGUMENTS…` runs it and prints one JSON line at the end.

use anyhow::{Result, bail};
use std::process::ExitCode;

/// Runs the program that the arguments name and prints its figures as the last line of standard error.
#[cfg(unix)]
pub fn main(arguments: &[String]) -> Result<ExitCode> {
    use anyhow::Context;
    use nix::sys::resource::{UsageWho, getrusage};
    let Some((program, rest)) = arguments.split_first() else {
        bail!("meter wants a program")
    };
    let begun = std::time::Instant::now();
    let status = std::process::Command::new(program)
        .args(rest)
        .status()
        .with_context(|| format!("starting {program}"))?;
    let wall = begun.elapsed();
    let usage =
        getrusage(UsageWho::RUSAGE_CHILDREN).context("asking the system for the figures")?;
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    eprintln!(
        "{}",
        serde_json::json!({
            "wall_us": wall.as_micros(),
            "cpu_us": micros(usage.user_time()) + micros(usage.system_time()),
            "peak_kib": usage.max_rss(),
            "code": status.code(),
        })
    );
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Only systems that keep such figures can be measured.
#[cfg(not(unix))]
pub fn main(_arguments: &[String]) -> Result<ExitCode> {
    bail!("the figures are read the Unix way")
}
