//! Running other programs: their words go to the terminal as they come and are kept for counting.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

/// How a program ended.
pub struct Ended {
    /// It ended by itself, with success.
    pub ok: bool,
    /// It was ended because its time was over.
    pub timed_out: bool,
    /// Standard output and standard error, in the order they came.
    pub text: String,
    /// Standard output alone.
    pub stdout: String,
}

/// Whether standard output is shown on the way. Standard error always is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Both streams.
    All,
    /// Standard error only: the standard output is for us.
    ErrorsOnly,
}

/// Runs to the end, or until `limit`, when it and everything it started are ended.
pub fn watched(command: &mut Command, show: Show, limit: Duration) -> Result<Ended> {
    let named = format!("{command:?}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {named}"))?;
    let both = Arc::new(Mutex::new(String::new()));
    let alone = Arc::new(Mutex::new(String::new()));
    let (done, all_read) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        follow(
            out,
            vec![both.clone(), alone.clone()],
            show == Show::All,
            done.clone(),
        );
    }
    if let Some(err) = child.stderr.take() {
        follow(err, vec![both.clone()], true, done.clone());
    }
    drop(done);
    let (ok, timed_out) = wait(&mut child, limit)?;
    // A daemon that the program left behind may hold its streams open for ever; what came within two seconds counts.
    let patience = Instant::now() + Duration::from_secs(2);
    while let Some(left) = patience.checked_duration_since(Instant::now()) {
        if all_read.recv_timeout(left).is_err() {
            break;
        }
    }
    let taken = |text: &Mutex<String>| text.lock().map(|text| text.clone()).unwrap_or_default();
    Ok(Ended {
        ok,
        timed_out,
        text: taken(&both),
        stdout: taken(&alone),
    })
}

fn follow(
    stream: impl Read + Send + 'static,
    keep: Vec<Arc<Mutex<String>>>,
    show: bool,
    done: mpsc::Sender<()>,
) {
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while matches!(lines.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            if show {
                let mut out = std::io::stdout().lock();
                let _ = out.write_all(&line).and_then(|()| out.flush());
            }
            let text = String::from_utf8_lossy(&line);
            for kept in &keep {
                if let Ok(mut kept) = kept.lock() {
                    kept.push_str(&text);
                }
            }
            line.clear();
        }
        let _ = done.send(());
    });
}

fn wait(child: &mut Child, limit: Duration) -> Result<(bool, bool)> {
    let end = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().context("waiting for a program")? {
            return Ok((status.success(), false));
        }
        if Instant::now() >= end {
            end_tree(child);
            return Ok((false, true));
        }
        std::thread::sleep(Duration::from_millis(25));
    }
}

/// Ends a program and everything that it started.
pub fn end_tree(child: &mut Child) {
    for pid in descendants(child.id()) {
        end(pid);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Asks a program to end (the signal that Ctrl-C or a logout sends), and ends it after `patience`.
pub fn ask_to_end(child: &mut Child, patience: Duration) {
    #[cfg(unix)]
    if let Ok(pid) = i32::try_from(child.id()) {
        let _ = nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(pid),
            nix::sys::signal::Signal::SIGTERM,
        );
    }
    if !matches!(wait(child, patience), Ok((_, false))) {
        end_tree(child);
    }
}

#[cfg(unix)]
fn end(pid: u32) {
    if let Ok(pid) = i32::try_from(pid) {
        let _ = nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(pid),
            nix::sys::signal::Signal::SIGKILL,
        );
    }
}

#[cfg(not(unix))]
fn end(_pid: u32) {}

/// Children, their children, and so on, as `/proc` tells; empty where there is no `/proc`.
pub fn descendants(of: u32) -> Vec<u32> {
    let mut family = vec![of];
    let mut at = 0;
    while let Some(&parent) = family.get(at) {
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task"))
            .into_iter()
            .flatten()
            .flatten();
        for task in tasks {
            let children =
                std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
            family.extend(
                children
                    .split_whitespace()
                    .filter_map(|pid| pid.parse::<u32>().ok()),
            );
        }
        at += 1;
    }
    family.remove(0);
    family
}

/// A program that runs until it is dropped.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        ask_to_end(&mut self.0, Duration::from_secs(5));
    }
}

/// Standard output of a program that must succeed, trimmed.
pub fn said(command: &mut Command) -> Option<String> {
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Whether a program of this name is on the search path.
pub fn on_path(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            folder
                .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
                .is_file()
        })
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_words_of_both_streams_are_kept() {
        let ended = watched(
            &mut sh("echo one; echo two >&2; exit 3"),
            Show::ErrorsOnly,
            Duration::from_secs(20),
        )
        .unwrap();
        assert!(!ended.ok, "exit code 3 is no success");
        assert!(
            ended.text.contains("one\n") && ended.text.contains("two\n"),
            "both streams count: {}",
            ended.text
        );
        assert_eq!(
            ended.stdout, "one\n",
            "standard output can be read on its own"
        );
    }

    #[test]
    fn a_program_past_its_time_is_ended_with_its_children() {
        let begun = Instant::now();
        let ended = watched(
            &mut sh("sleep 600 & wait"),
            Show::ErrorsOnly,
            Duration::from_millis(200),
        )
        .unwrap();
        assert!(ended.timed_out && !ended.ok, "its time was over");
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nobody waits for ten minutes"
        );
    }

    #[test]
    fn a_daemon_left_behind_does_not_hold_us_up() {
        let begun = Instant::now();
        let ended = watched(
            &mut sh("sleep 30 & echo $!"),
            Show::ErrorsOnly,
            Duration::from_secs(20),
        )
        .unwrap();
        assert!(ended.ok, "the program itself ended well");
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "its daemon still holds the stream, and we go on"
        );
        end(ended.stdout.trim().parse().unwrap());
    }
}
