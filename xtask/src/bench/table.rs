//! The rows of figures, as they are printed and kept in `docs/performance.md`.

/// One figure.
pub struct Row {
    what: String,
    floor: String,
    measured: String,
    target: String,
    /// `None` where nothing is promised, or nothing could be taken.
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Misses,
    NotTaken,
}

impl Row {
    /// A figure that is held against a floor: at most `times` as much.
    pub fn against(
        what: impl Into<String>,
        measured: f64,
        floor: f64,
        unit: &str,
        times: f64,
    ) -> Self {
        let ratio = measured / floor;
        Self {
            what: what.into(),
            floor: amount(floor, unit),
            measured: format!("{}, {ratio:.2} ×", amount(measured, unit)),
            target: format!("≤ {times} ×"),
            verdict: if ratio <= times {
                Verdict::Holds
            } else {
                Verdict::Misses
            },
        }
    }

    /// A figure with a limit of its own, and what stands beside it.
    pub fn below(
        what: impl Into<String>,
        measured: f64,
        limit: f64,
        unit: &str,
        beside: &str,
    ) -> Self {
        Self {
            what: what.into(),
            floor: beside.to_owned(),
            measured: amount(measured, unit),
            target: format!("≤ {}", amount(limit, unit)),
            verdict: if measured <= limit {
                Verdict::Holds
            } else {
                Verdict::Misses
            },
        }
    }

    /// A figure that could not be taken, and why.
    pub fn not_taken(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            floor: String::new(),
            measured: format!("not taken: {}", why.into().replace('\n', " ")),
            target: String::new(),
            verdict: Verdict::NotTaken,
        }
    }

    /// It was taken and meets its target.
    pub fn holds(&self) -> bool {
        self.verdict == Verdict::Holds
    }
}

/// An amount in as many digits as mean something.
pub fn amount(value: f64, unit: &str) -> String {
    let digits = match value {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 0.1 => 2,
        _ => 4,
    };
    format!("{value:.digits$} {unit}")
}

/// The table, as it stands in the document.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "| what | floor beside it | target | measured | |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let mark = match row.verdict {
            Verdict::Holds => "holds",
            Verdict::Misses => "**misses**",
            Verdict::NotTaken => "not taken",
        };
        text.push_str(&format!(
            "| {} | {} | {} | {} | {mark} |\n",
            row.what, row.floor, row.target, row.measured
        ));
    }
    text
}

/// The middle of several measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_judged_by_its_ratio() {
        assert!(
            Row::against("read", 15.0, 10.0, "µs", 1.5).holds(),
            "1.5 times is what was promised"
        );
        assert!(
            !Row::against("read", 15.1, 10.0, "µs", 1.5).holds(),
            "and no more"
        );
        assert!(
            !Row::not_taken("read", "no bench yet").holds(),
            "a figure that was not taken proves nothing"
        );
        assert!(
            !Row::below("idle", f64::NAN, 0.2, "%", "").holds(),
            "nor does one that is no number"
        );
    }

    #[test]
    fn the_table_shows_both_sides_of_a_ratio() {
        let text = markdown(&[Row::against("read 100", 12.0, 10.0, "µs", 1.5)]);
        assert!(
            text.contains("| read 100 | 10.0 µs | ≤ 1.5 × | 12.0 µs, 1.20 × | holds |"),
            "{text}"
        );
    }
}
