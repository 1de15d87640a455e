//! The project's own commands. A machine that has Rust and Node can do everything through them, since each
//! installs or names what it needs before it starts.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod bench;
mod display;
mod fuzz;
mod icons;
mod needs;
mod place;
mod proc;
mod run;
mod soak;
mod test;
mod ui;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run                  build Docketbell and start it on the practice portal; without a display, play
                       the main job through on a virtual one and leave screenshots
  test [--only A,B]    everything that CI asks: fmt, ui, clippy, core, e2e (the names that --only takes)
  bench [--only A,B]   the figures of docs/performance.md, each beside its floor (`bench --list` names them)
  fuzz [SECONDS]       each fuzz target for 60 seconds, or as long as you say
  soak [SCHEDULES]     deliveries before a faulty portal, 2,000 random schedules, or as many as you say
  icons                draw icons/*.png anew from icons/*.svg
  help                 this text

Not there yet: package (installers); it comes with an issue of its own.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: &[String]) -> Result<ExitCode> {
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", &[][..]),
    };
    match name {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        // Not in the help: how `bench` measures another program from outside (see `bench::meter`).
        "meter" => bench::meter::main(rest),
        "fuzz" => fuzz::fuzz(rest),
        "icons" => icons::icons(rest),
        "soak" => soak::soak(rest),
        "package" => bail!("`{name}` is not there yet; it comes with an issue of its own"),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// Reads `--only a,b`; `None` where it is absent. Refuses names outside `known` and any other word.
fn only(arguments: &[String], known: &[&str]) -> Result<Option<Vec<String>>> {
    let mut wanted = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let list = match word.strip_prefix("--only") {
            Some("") => words.next().map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => bail!(
                "`{word}` is not an option here; `--only {}` is",
                known.join(",")
            ),
        };
        let Some(list) = list else {
            bail!("--only wants names out of {}", known.join(","))
        };
        for name in list.split(',') {
            if !known.contains(&name) {
                bail!(
                    "--only does not know `{name}`; it knows {}",
                    known.join(", ")
                );
            }
        }
        wanted = Some(list.split(',').map(str::to_owned).collect());
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::only;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn only_takes_known_names_in_both_spellings() {
        let known = ["fmt", "ui"];
        assert_eq!(
            only(&words(""), &known).unwrap(),
            None,
            "without the option everything runs"
        );
        assert_eq!(
            only(&words("--only fmt,ui"), &known).unwrap(),
            Some(words("fmt ui"))
        );
        assert_eq!(
            only(&words("--only=ui"), &known).unwrap(),
            Some(words("ui"))
        );
    }

    #[test]
    fn only_refuses_what_it_does_not_know() {
        for line in ["--only lint", "--only", "fmt", "--only fmt,", "--onlyfmt"] {
            assert!(
                only(&words(line), &["fmt"]).is_err(),
                "`{line}` would silently run the wrong stages"
            );
        }
    }
}
