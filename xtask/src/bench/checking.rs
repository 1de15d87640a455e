//! A check of 1,000 unchanged cases over loopback, beside a bare reqwest loop that fetches the same bytes.
//!
//! The practice portal runs beside both and costs both the same; what is compared is what stands on top of the loop.

use super::meter::{Taken, taken};
use super::table::{Row, median};
use super::world::World;
use crate::display::Session;
use crate::place::Place;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::process::Command;

const CASES: u32 = 1000;
const ENTRIES: u32 = 100;
const IN_FLIGHT: u32 = 4;
/// The first pair warms both up and is thrown away; the medians of the rest are shown.
const ROUNDS: usize = 6;

/// Wall time, processor time, and peak memory.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    let world = World::start(place, "check", CASES, ENTRIES, IN_FLIGHT)?;
    // With a keyring: a store with a passphrase would pay for stretching it, which is no part of a check.
    let session = Session::start(&world.folder.join("session"))?;
    let environment = session.environment();
    world.follow_all(&environment)?;
    let check = world.docketctl(&environment, &["check"]);
    // The first check after a follow may still settle things; what is measured is a quiet day.
    taken(&check, None)?;

    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (checked, said) = taken(&check, None)?;
        let summary = said.lines().next_back().unwrap_or_default();
        if !summary.contains(&format!("\"unchanged\":{CASES}")) {
            bail!("the check did not find {CASES} unchanged cases, so it is no measure: {summary}");
        }
        let mut floor = Command::new(world.program("figures-http-floor"));
        floor.arg(&world.base_url).arg(IN_FLIGHT.to_string());
        let (bare, said) = taken(
            &floor,
            Some(File::open(world.list()).context("opening the list of cases")?),
        )?;
        println!(
            "round {round}: check {:.0} ms, loop {:.0} ms ({})",
            checked.wall_ms,
            bare.wall_ms,
            said.trim()
        );
        if round > 0 {
            ours.push(checked);
            floors.push(bare);
        }
    }
    let ours = |pick: fn(&Taken) -> f64| median(ours.iter().map(pick).collect());
    let floors = |pick: fn(&Taken) -> f64| median(floors.iter().map(pick).collect());
    let beside = (ours(|t| t.cpu_ms) - floors(|t| t.cpu_ms)) / f64::from(CASES);
    let cpu = format!(
        "loop {:.2} ms a case",
        floors(|t| t.cpu_ms) / f64::from(CASES)
    );
    let peak = format!("loop {:.1} MB", floors(|t| t.peak_mb));
    let what = format!("check {CASES} unchanged cases, wall time");
    Ok(vec![
        Row::against(what, ours(|t| t.wall_ms), floors(|t| t.wall_ms), "ms", 1.5),
        Row::below(
            "… processor time beside the loop's, a case",
            beside,
            0.2,
            "ms",
            &cpu,
        ),
        Row::below("… peak memory", ours(|t| t.peak_mb), 25.0, "MB", &peak),
    ])
}
