//! Reading a docket answer, beside `serde_json` reading the same bytes into `Value`; reading an account page into its
//! forms, beside parsing it alone.

use super::built::core_bench;
use super::table::Row;
use crate::place::Place;
use anyhow::{Context, Result};

/// 100 and 10,000 entries; account pages of up to 200 kB, and pages of 4 MB whose nesting is meant to hurt.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    let mut rows = dockets(place)?;
    rows.extend(pages(place)?);
    Ok(rows)
}

fn pages(place: &Place) -> Result<Vec<Row>> {
    core_bench(place, "read_page", &[], &["--", "--noplot"])?;
    let read = ["small", "roster", "agreement", "fields"]
        .iter()
        .map(|page| {
            let (ours, floor) = (
                median(place, "read_page", "page", page)?,
                median(place, "read_page", "floor_parse", page)?,
            );
            Ok(Row::against(
                format!("read an account page into its forms, {page}"),
                ours,
                floor,
                "µs",
                3.0,
            ))
        });
    let refused = HOSTILE.iter().map(|page| {
        Ok(Row::below(
            format!("refuse a page of 4 MB with hostile nesting, {page}"),
            median(place, "refuse_page", "nested", page)? / 1000.0,
            50.0,
            "ms",
            "",
        ))
    });
    read.chain(refused).collect()
}

/// The names of the hostile pages in `benches/read_page.rs`.
const HOSTILE: [&str; 4] = [
    "open_elements",
    "end_tags_in_the_deep",
    "formatting_made_anew",
    "tables_in_cells",
];

fn dockets(place: &Place) -> Result<Vec<Row>> {
    core_bench(place, "read_docket", &[], &["--", "--noplot"])?;
    ["100", "10000"]
        .iter()
        .map(|entries| {
            let (ours, floor) = (
                median(place, "read_docket", "docket", entries)?,
                median(place, "read_docket", "floor_value", entries)?,
            );
            Ok(Row::against(
                format!("read a docket answer, {entries} entries"),
                ours,
                floor,
                "µs",
                1.5,
            ))
        })
        .collect()
}

/// Microseconds, as criterion keeps them.
fn median(place: &Place, group: &str, name: &str, size: &str) -> Result<f64> {
    let file = place.target.join(format!(
        "criterion/{group}/{name}/{size}/new/estimates.json"
    ));
    let text = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let estimates: serde_json::Value =
        serde_json::from_slice(&text).context("reading criterion's estimates")?;
    let nanos = estimates["median"]["point_estimate"]
        .as_f64()
        .context("criterion gave no median")?;
    Ok(nanos / 1000.0)
}
