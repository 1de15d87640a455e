//! How much another program takes: wall time, processor time, peak memory.
//!
//! The system keeps these sums for all children together, so each measured program gets a parent of its own: `xtask
//! meter PROGRAM ARGUMENTS…` runs it and prints one JSON line at the end.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::process::{Command, ExitCode, Stdio};

/// What a program took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Milliseconds from start to end.
    pub wall_ms: f64,
    /// Milliseconds of processor time, its own and the system's for it.
    pub cpu_ms: f64,
    /// The most memory that it held, in MB (1,000,000 bytes).
    pub peak_mb: f64,
}

/// Runs a program through a parent of its own; gives its figures and its standard output.
pub fn taken(command: &Command, input: Option<File>) -> Result<(Taken, String)> {
    let mut metered = Command::new(std::env::current_exe().context("finding this program")?);
    metered
        .arg("meter")
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => metered.env(name, value),
            None => metered.env_remove(name),
        };
    }
    metered.stdin(input.map_or_else(Stdio::null, Stdio::from));
    let out = metered
        .output()
        .with_context(|| format!("measuring {command:?}"))?;
    let errors = String::from_utf8_lossy(&out.stderr);
    if !out.status.success() {
        bail!("{command:?} failed: {}", errors.trim());
    }
    let line = errors.lines().next_back().unwrap_or_default();
    let figures: serde_json::Value =
        serde_json::from_str(line).with_context(|| format!("reading `{line}`"))?;
    let number = |name: &str| {
        figures[name]
            .as_f64()
            .with_context(|| format!("the meter gave no {name}"))
    };
    let taken = Taken {
        wall_ms: number("wall_us")? / 1000.0,
        cpu_ms: number("cpu_us")? / 1000.0,
        peak_mb: number("peak_kib")? * 1024.0 / 1e6,
    };
    Ok((taken, String::from_utf8_lossy(&out.stdout).into_owned()))
}

/// Runs the program that the arguments name and prints its figures as the last line of standard error.
#[cfg(unix)]
pub fn main(arguments: &[String]) -> Result<ExitCode> {
    use nix::sys::resource::{UsageWho, getrusage};
    let Some((program, rest)) = arguments.split_first() else {
        bail!("meter wants a program")
    };
    let begun = std::time::Instant::now();
    let status = Command::new(program)
        .args(rest)
        .status()
        .with_context(|| format!("starting {program}"))?;
    let wall = begun.elapsed();
    let usage =
        getrusage(UsageWho::RUSAGE_CHILDREN).context("asking the system for the figures")?;
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    let figures = serde_json::json!({
        "wall_us": u64::try_from(wall.as_micros())?,
        "cpu_us": micros(usage.user_time()) + micros(usage.system_time()),
        "peak_kib": usage.max_rss(),
        "code": status.code(),
    });
    eprintln!("{figures}");
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
