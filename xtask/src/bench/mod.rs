//! `cargo xtask bench`: the figures of `docs/performance.md`.

pub mod meter;

use anyhow::{Result, bail};
use std::process::ExitCode;

/// Measures and prints.
pub fn bench(_arguments: &[String]) -> Result<ExitCode> {
    bail!("the figures come with the pieces that they measure, which are not there yet")
}
