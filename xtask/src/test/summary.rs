//! Counting: what the test runners say at their end.

/// How many passed and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, ran out of time, or were not run because another failed.
    pub failed: u64,
}

impl Tally {
    /// A stage that is one question with one answer.
    pub fn one(ok: bool) -> Self {
        Self {
            passed: u64::from(ok),
            failed: u64::from(!ok),
        }
    }

    /// A runner that ended badly without naming a failed test still failed; one that ran no test proved nothing.
    pub fn believed(found: Option<Self>, ok: bool) -> Self {
        match found {
            Some(tally) if tally.failed > 0 => tally,
            Some(tally) if tally.passed > 0 && ok => tally,
            Some(tally) => Self { failed: 1, ..tally },
            None => Self::one(ok),
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The sum over every `test result:` line (the standard harness prints one for each program).
pub fn libtest(text: &str) -> Option<Tally> {
    let mut sum: Option<Tally> = None;
    for line in plain(text).lines() {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else {
            continue;
        };
        let counts = rest.split_once(". ").map_or(rest, |(_, counts)| counts);
        let tally = Tally {
            passed: before(counts, "passed"),
            failed: before(counts, "failed"),
        };
        *sum.get_or_insert_default() += tally;
    }
    sum
}

/// nextest's last `Summary` line. Tests that it did not come to count as failed.
pub fn nextest(text: &str) -> Option<Tally> {
    let text = plain(text);
    let line = text
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["))?;
    let (_, counts) = line.split_once("] ")?;
    let (run, counts) = counts.split_once(" run: ")?;
    let numbers = run.split_whitespace().next()?;
    let not_run = match numbers.split_once('/') {
        Some((run, of)) => of.parse::<u64>().ok()?.saturating_sub(run.parse().ok()?),
        None => 0,
    };
    let bad = ["failed", "timed out", "exec failed"].map(|word| before(counts, word));
    Some(Tally {
        passed: before(counts, "passed"),
        failed: bad.iter().sum::<u64>() + not_run,
    })
}

/// vitest's `Tests` line.
pub fn vitest(text: &str) -> Option<Tally> {
    let text = plain(text);
    let line = text
        .lines()
        .rev()
        .find_map(|line| line.trim_start().strip_prefix("Tests  "))?;
    Some(Tally {
        passed: before(line, "passed"),
        failed: before(line, "failed"),
    })
}

/// The number in front of a word, where the counts are set apart by `,`, `;` or `|`.
fn before(counts: &str, word: &str) -> u64 {
    counts
        .split([',', ';', '|'])
        .find_map(|part| {
            let (number, rest) = part.trim().split_once(' ')?;
            let rest = rest.split_once('(').map_or(rest, |(rest, _)| rest);
            (rest.trim() == word).then(|| number.parse().ok())?
        })
        .unwrap_or(0)
}

/// The text without the colours that a terminal is sent.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // A colour is `ESC [ … m`: skip to the first letter after the bracket.
            for skipped in letters.by_ref() {
                if skipped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn tally(passed: u64, failed: u64) -> Option<Tally> {
        Some(Tally { passed, failed })
    }

    #[test]
    fn the_standard_harness_is_summed_over_its_programs() {
        let text = "\
running 2 tests
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
";
        assert_eq!(libtest(text), tally(15, 2));
        assert_eq!(
            libtest("error: could not compile"),
            None,
            "no summary, no count"
        );
    }

    #[test]
    fn nextest_is_read_in_each_shape_of_its_summary() {
        let table = [
            (
                "     Summary [   0.012s] 12 tests run: 12 passed, 0 skipped",
                tally(12, 0),
            ),
            (
                "     Summary [   0.012s] 1 test run: 1 passed, 30 skipped",
                tally(1, 0),
            ),
            (
                "     Summary [  10.1s] 9 tests run: 6 passed (1 slow, 1 leaky), 2 failed, 1 timed out, 3 skipped",
                tally(6, 3),
            ),
            (
                "     Summary [  10.1s] 5/12 tests run: 4 passed, 1 failed, 0 skipped",
                tally(4, 8),
            ),
            (
                "     Summary [   0.1s] 3 tests run: 1 passed, 2 exec failed, 0 skipped",
                tally(1, 2),
            ),
            (
                "     Summary [   0.1s] 0 tests run: 0 passed, 4 skipped",
                tally(0, 0),
            ),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.0s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
                tally(2, 0),
            ),
            ("error: no tests", None),
        ];
        for (line, wanted) in table {
            assert_eq!(nextest(line), wanted, "{line}");
        }
    }

    #[test]
    fn vitest_is_read_with_and_without_failures() {
        let table = [
            (
                " Test Files  2 passed (2)\n      Tests  16 passed (16)\n",
                tally(16, 0),
            ),
            (
                " Test Files  1 failed | 1 passed (2)\n      Tests  3 failed | 12 passed | 1 skipped (16)\n",
                tally(12, 3),
            ),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m4 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (4)\u{1b}[39m\n",
                tally(4, 0),
            ),
            ("No test files found", None),
        ];
        for (text, wanted) in table {
            assert_eq!(vitest(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_runner_that_ended_badly_never_counts_as_passed() {
        let table = [
            (
                "all passed, but it crashed at the end",
                tally(5, 0),
                false,
                Tally {
                    passed: 5,
                    failed: 1,
                },
            ),
            (
                "no test ran",
                tally(0, 0),
                true,
                Tally {
                    passed: 0,
                    failed: 1,
                },
            ),
            (
                "no count, good end",
                None,
                true,
                Tally {
                    passed: 1,
                    failed: 0,
                },
            ),
            (
                "no count, bad end",
                None,
                false,
                Tally {
                    passed: 0,
                    failed: 1,
                },
            ),
            (
                "failures are counted as they are",
                tally(5, 2),
                false,
                Tally {
                    passed: 5,
                    failed: 2,
                },
            ),
        ];
        for (name, found, ok, wanted) in table {
            assert_eq!(Tally::believed(found, ok), wanted, "{name}");
        }
    }
}
