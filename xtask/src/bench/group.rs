//! A group of 5,000: shown from the local copy, read anew, delivered to. Readings and deliveries are measured by a bench of
//! the core; here the terminal's view is, from the start of its process.

use super::meter::taken;
use super::storage::figures;
use super::table::{Row, median};
use super::world::World;
use crate::display::{Environment, Session};
use crate::place::Place;
use anyhow::{Context, Result, bail};
use std::fs::File;

/// So many more than the three that are there.
pub(super) const MORE: u32 = 4_997;
const ROUNDS: usize = 9;
/// A person's part of the log-on.
const LOG_ON: &str = "{\"answer\":\"second_admin\"}\n{\"answer\":\"Practice-2026\"}\n";

/// All figures of a large group.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    let mut rows = figures(place, "group", &[])?;
    rows.push(terminal(place)?);
    Ok(rows)
}

/// `docketctl group roster --json`, with a keyring, from start to end.
fn terminal(place: &Place) -> Result<Row> {
    let world = World::with_group(place, "group", MORE)?;
    let session = Session::start(&world.folder.join("session"))?;
    let environment = session.environment();
    read_once(&world, &environment)?;
    let show = world.docketctl(&environment, &["group", "roster"]);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let (shown, said) = taken(&show, None)?;
        let users = said.lines().count();
        if users != MORE as usize + 3 {
            bail!("{users} users were shown, so it is no measure");
        }
        times.push(shown.wall_ms);
    }
    let what = format!(
        "`docketctl group roster` of {} users, from its start",
        MORE + 3
    );
    Ok(Row::below(what, median(times), 300.0, "ms", ""))
}

/// Signs in and reads the whole roster, so that it is in the local copy.
pub(super) fn read_once(world: &World, environment: &Environment) -> Result<()> {
    let answers = world.folder.join("answers");
    std::fs::write(&answers, LOG_ON).context("writing the answers of the log-on")?;
    let sign_in = world.docketctl(environment, &["sign-in", "--to", "group"]);
    let answers = File::open(&answers).context("opening the answers of the log-on")?;
    taken(&sign_in, Some(answers))?;
    let read = world.docketctl(environment, &["group", "roster", "--refresh"]);
    let (_, said) = taken(&read, None)?;
    let users = said.lines().count();
    if users < MORE as usize {
        bail!("{users} users were read, so it is no measure");
    }
    Ok(())
}
