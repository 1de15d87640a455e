//! Reading a docket answer, beside `serde_json` reading the same bytes into `Value`.

use super::built::core_bench;
use super::table::Row;
use crate::place::Place;
use anyhow::{Context, Result};

/// 100 and 10,000 entries.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    core_bench(place, "read_docket", &[], &["--", "--noplot"])?;
    ["100", "10000"]
        .iter()
        .map(|entries| {
            let (ours, floor) = (
                median(place, "docket", entries)?,
                median(place, "floor_value", entries)?,
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
fn median(place: &Place, name: &str, entries: &str) -> Result<f64> {
    let file = place.target.join(format!(
        "criterion/read_docket/{name}/{entries}/new/estimates.json"
    ));
    let text = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let estimates: serde_json::Value =
        serde_json::from_slice(&text).context("reading criterion's estimates")?;
    let nanos = estimates["median"]["point_estimate"]
        .as_f64()
        .context("criterion gave no median")?;
    Ok(nanos / 1000.0)
}
