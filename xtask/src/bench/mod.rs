//! `cargo xtask bench`: the figures of `docs/performance.md`, each beside its floor from the same run.

mod built;
mod checking;
mod group;
pub mod meter;
mod reading;
mod roster;
mod storage;
mod table;
mod window;
mod world;

use crate::place::Place;
use crate::{needs, only};
use anyhow::Result;
use std::process::ExitCode;
use table::Row;

/// A group of rows that are measured together.
type Measure = fn(&Place) -> Result<Vec<Row>>;

const GROUPS: [(&str, Measure); 8] = [
    ("read", reading::rows),
    ("store", storage::rows),
    ("change", storage::change_rows),
    ("check", checking::rows),
    ("group", group::rows),
    ("roster", roster::rows),
    ("window", window::start_rows),
    ("watch", window::watch_rows),
];

/// Measures, prints the table, and fails when a figure misses its target or could not be taken.
pub fn bench(arguments: &[String]) -> Result<ExitCode> {
    let names = GROUPS.map(|(name, _)| name);
    if arguments.iter().any(|word| word == "--list") {
        println!("{}", names.join("\n"));
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = only(arguments, &names)?;
    let place = Place::find()?;
    needs::to_drive(&place)?;
    let mut rows = Vec::new();
    for (name, measure) in GROUPS {
        if wanted
            .as_ref()
            .is_some_and(|wanted| !wanted.iter().any(|w| w == name))
        {
            continue;
        }
        println!("\n── {name} ──");
        match measure(&place) {
            Ok(measured) => rows.extend(measured),
            Err(error) => rows.push(Row::not_taken(name, format!("{error:#}"))),
        }
    }
    println!("\n{}", table::markdown(&rows));
    Ok(if rows.iter().all(Row::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
