//! The table at the end of a test run.

use super::summary::Tally;
use std::time::Duration;

/// One stage.
pub struct Line {
    /// What it looked at.
    pub name: &'static str,
    /// How it went.
    pub state: State,
    /// How long it took.
    pub took: Duration,
}

/// How a stage went.
pub enum State {
    /// It ran and was counted.
    Ran(Tally),
    /// It could not run, because an earlier stage failed.
    Lost(&'static str),
    /// There is nothing to run yet.
    Absent(&'static str),
}

/// Prints one line for each stage, and the time of all.
pub fn print(lines: &[Line], all: Duration) {
    println!(
        "\n{:20} {:>8} {:>8} {:>9}",
        "stage", "passed", "failed", "time"
    );
    for line in lines {
        println!("{}", row(line));
    }
    println!("{:20} {:>8} {:>8} {:>9}\n", "all", "", "", clock(all));
}

fn row(line: &Line) -> String {
    match line.state {
        State::Ran(tally) => {
            let mark = if tally.failed > 0 { "  ◄" } else { "" };
            format!(
                "{:20} {:>8} {:>8} {:>9}{mark}",
                line.name,
                tally.passed,
                tally.failed,
                clock(line.took)
            )
        }
        State::Lost(why) => format!(
            "{:20} {:>8} {:>8} {:>9}  ◄ not run: {why}",
            line.name, "", 1, ""
        ),
        State::Absent(why) => format!("{:20} {:>8} {:>8} {:>9}  {why}", line.name, "–", "–", ""),
    }
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{}:{:02} min", time.as_secs() / 60, time.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_did_not_run_says_why() {
        let lost = Line {
            name: "Rust tests",
            state: State::Lost("they could not be built"),
            took: Duration::ZERO,
        };
        assert!(
            row(&lost).contains("1") && row(&lost).contains("they could not be built"),
            "{}",
            row(&lost)
        );
        let absent = Line {
            name: "window",
            state: State::Absent("there is no ui/package.json yet"),
            took: Duration::ZERO,
        };
        assert!(
            row(&absent).contains("no ui/package.json"),
            "nothing is left out in silence: {}",
            row(&absent)
        );
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(clock(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(clock(Duration::from_secs(754)), "12:34 min");
    }
}
