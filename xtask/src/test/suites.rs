//! The Rust tests: built once, run with nextest where it is installed, else program by program.

use super::summary::{self, Tally};
use super::{MINUTE, counted};
use crate::place::{Place, TestTarget, cargo};
use crate::proc::{Ended, Show, said, watched};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A built test program.
pub struct Program {
    /// The name of its target (a library's unit tests carry the library's name).
    target: String,
    executable: PathBuf,
    /// The folder that cargo would run it in.
    package: PathBuf,
}

/// Builds every test, and with them the app, `docketctl` and the examples.
pub fn build(place: &Place) -> Result<(Ended, Vec<Program>)> {
    let words = [
        "test",
        "--workspace",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ];
    let ended = watched(
        Command::new(cargo()).args(words).current_dir(&place.root),
        Show::ErrorsOnly,
        40 * MINUTE,
    )?;
    let programs = programs(&ended.stdout);
    println!("{} test programs", programs.len());
    Ok((ended, programs))
}

fn programs(messages: &str) -> Vec<Program> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["profile"]["test"] == true)
        .filter_map(|message| {
            Some(Program {
                target: message["target"]["name"].as_str()?.to_owned(),
                executable: message["executable"].as_str()?.into(),
                package: PathBuf::from(message["manifest_path"].as_str()?)
                    .parent()?
                    .to_owned(),
            })
        })
        .collect()
}

/// Everything but the suite in the real window.
pub fn without_window(
    place: &Place,
    programs: &[Program],
    windowed: &[TestTarget],
) -> Result<Tally> {
    if has_nextest() {
        let filter = if windowed.is_empty() {
            "all()".to_owned()
        } else {
            format!("not ({})", binaries(windowed))
        };
        return nextest(place, &["-E", &filter], 40 * MINUTE);
    }
    let chosen = programs
        .iter()
        .filter(|program| !windowed.iter().any(|target| target.name == program.target));
    one_by_one(chosen, false)
}

/// The suite in the real window, three stories at a time. Each brings its own display, bus, keyring and notification service,
/// and waits a good part of its time for frames and answers; more than three would wait for each other's processor.
pub fn in_the_window(
    place: &Place,
    programs: &[Program],
    windowed: &[TestTarget],
) -> Result<Tally> {
    if has_nextest() {
        return nextest(place, &["-j3", "-E", &binaries(windowed)], 40 * MINUTE);
    }
    let chosen = programs
        .iter()
        .filter(|program| windowed.iter().any(|target| target.name == program.target));
    one_by_one(chosen, true)
}

fn has_nextest() -> bool {
    said(Command::new(cargo()).args(["nextest", "--version"])).is_some()
}

fn binaries(targets: &[TestTarget]) -> String {
    let names: Vec<String> = targets
        .iter()
        .map(|target| format!("(package({}) & binary({}))", target.package, target.name))
        .collect();
    names.join(" | ")
}

fn nextest(place: &Place, words: &[&str], limit: std::time::Duration) -> Result<Tally> {
    let ended = watched(
        Command::new(cargo())
            .args([
                "nextest",
                "run",
                "--workspace",
                "--no-fail-fast",
                "--status-level",
                "slow",
            ])
            .args(words)
            .current_dir(&place.root),
        Show::All,
        limit,
    )?;
    Ok(counted(&ended, summary::nextest))
}

fn one_by_one<'a>(programs: impl Iterator<Item = &'a Program>, serial: bool) -> Result<Tally> {
    let mut sum = Tally::default();
    for program in programs {
        println!("{}", program.target);
        let mut command = Command::new(&program.executable);
        command
            .current_dir(&program.package)
            .env("CARGO_MANIFEST_DIR", &program.package);
        if serial {
            command.arg("--test-threads=1");
        }
        let ended = watched(&mut command, Show::All, 20 * MINUTE)?;
        // A program without a test is no failure here: every binary of the workspace has one.
        match summary::libtest(&ended.text) {
            Some(tally) if ended.ok => sum += tally,
            found => sum += Tally::believed(found, ended.ok),
        }
    }
    Ok(Tally::believed(Some(sum), true))
}

/// The core's tests have just written the types that window and core share: do they differ from what is committed?
pub fn generated_types(place: &Place) -> Result<Tally> {
    let folder = "ui/src/lib/generated";
    let out = Command::new("git")
        .args(["status", "--porcelain", "--", folder])
        .current_dir(&place.root)
        .output()?;
    if !out.status.success() {
        bail!(
            "git cannot tell whether {folder} is stale: {}",
            String::from_utf8_lossy(&out.stderr).trim()
        );
    }
    let stale = String::from_utf8_lossy(&out.stdout);
    if !stale.trim().is_empty() {
        eprintln!(
            "{folder} is stale. The tests have just written it anew: look at it and commit it.\n{stale}"
        );
        return Ok(Tally::one(false));
    }
    println!("{folder} is what the core's types say");
    Ok(Tally::one(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_read_from_what_cargo_built() {
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/tree/src-tauri/core/Cargo.toml","target":{"kind":["lib"],"name":"docketbell_core"},"profile":{"test":true},"executable":"/target/debug/deps/docketbell_core-1"}
{"reason":"compiler-artifact","manifest_path":"/tree/Cargo.toml","target":{"kind":["bin"],"name":"docketbell"},"profile":{"test":false},"executable":"/target/debug/docketbell"}
{"reason":"build-finished","success":true}
"#;
        let found = programs(messages);
        assert_eq!(found.len(), 1, "the app itself is no test program");
        assert_eq!(found[0].target, "docketbell_core");
        assert_eq!(
            found[0].package,
            PathBuf::from("/tree/src-tauri/core"),
            "tests read their pages from there"
        );
    }

    #[test]
    fn the_window_suite_is_picked_by_package_and_name() {
        let target = |package: &str| TestTarget {
            package: package.into(),
            name: "e2e".into(),
        };
        assert_eq!(
            binaries(&[target("docketbell")]),
            "(package(docketbell) & binary(e2e))"
        );
        assert!(
            binaries(&[target("a"), target("b")]).contains(" | "),
            "two suites are both taken"
        );
    }
}
