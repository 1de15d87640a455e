//! The store: its size, a first follow, one change in a long docket, search. The benches run in the core and print one
//! JSON line for each figure; here they become rows.

use super::built::core_bench;
use super::table::Row;
use crate::place::Place;
use anyhow::{Result, bail};

/// All figures, over 10,000 cases of 100 entries, or as many cases as `DOCKETBELL_BENCH_CASES` says.
pub fn rows(place: &Place) -> Result<Vec<Row>> {
    let cases = std::env::var("DOCKETBELL_BENCH_CASES").unwrap_or_else(|_| "10000".to_owned());
    figures(
        place,
        "storage",
        &[("DOCKETBELL_BENCH_CASES", cases.as_str())],
    )
}

/// A check that finds one change in a docket of 10,000 entries, beside reading the same answer.
pub fn change_rows(place: &Place) -> Result<Vec<Row>> {
    figures(place, "one_change", &[])
}

pub(super) fn figures(place: &Place, bench: &str, env: &[(&str, &str)]) -> Result<Vec<Row>> {
    let said = core_bench(place, bench, env, &[])?;
    let rows: Vec<Row> = said.lines().filter_map(row).collect();
    if rows.is_empty() {
        bail!("the bench `{bench}` printed no figure");
    }
    Ok(rows)
}

/// `{"name","value","unit","target","floor"?,"ratio"?}`; the target reads `<= 2 x` (times the floor) or `<= 30 MB …`.
/// Figures without a target are printed by the bench and make no row.
fn row(line: &str) -> Option<Row> {
    let figure: serde_json::Value = serde_json::from_str(line).ok()?;
    let (name, unit) = (figure["name"].as_str()?, figure["unit"].as_str()?);
    let (value, floor) = (figure["value"].as_f64()?, figure["floor"].as_f64());
    let mut target = figure["target"]
        .as_str()?
        .strip_prefix("<= ")?
        .split_whitespace();
    let limit: f64 = target.next()?.parse().ok()?;
    Some(match (target.next(), floor) {
        (Some("x"), Some(floor)) => Row::against(name, value, floor, unit, limit),
        (_, Some(floor)) => {
            Row::below(name, value, limit, unit, &super::table::amount(floor, unit))
        }
        (_, None) => Row::below(name, value, limit, unit, ""),
    })
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn a_figure_of_the_bench_becomes_a_row() {
        let ratio = r#"{"name":"first follow","value":3.0,"unit":"s","floor":2.0,"ratio":1.5,"target":"<= 2 x"}"#;
        assert!(row(ratio).unwrap().holds(), "1.5 times is within 2 times");
        let size = r#"{"name":"size","value":31.0,"unit":"MB","floor":53.0,"target":"<= 30 MB for 1,000"}"#;
        assert!(
            !row(size).unwrap().holds(),
            "31 MB is more than 30 MB, whatever stands beside it"
        );
        assert!(
            row(r#"{"name":"n","value":1.0,"unit":"ms","target":""}"#).is_none(),
            "nothing is promised"
        );
        assert!(
            row("12.00 MB entries").is_none(),
            "what is meant for people is no figure"
        );
    }
}
