//! Debian, Ubuntu and their family: asks `dpkg-query` what is there and lets `apt-get` install the rest.

use super::Need;
use super::version::Version;
use crate::proc::{on_path, said};
use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use std::io::IsTerminal;
use std::process::{Command, Stdio};

/// Whether this system's packages are Debian's.
pub fn is_here() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    family_of_debian(&release) && on_path("dpkg-query") && on_path("apt-get")
}

fn family_of_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .flat_map(|names| names.trim_matches(['"', '\'']).split_whitespace())
        .any(|name| name == "debian" || name == "ubuntu")
}

/// The version that the system's package lists offer.
pub fn offered(package: &str) -> Option<Version> {
    if !is_here() {
        return None;
    }
    let policy = said(
        Command::new("apt-cache")
            .args(["policy", package])
            .env("LC_ALL", "C"),
    )?;
    policy
        .lines()
        .find_map(|line| Version::first_in(line.trim().strip_prefix("Candidate:")?))
}

/// Installs what is missing, after saying what and why.
pub fn install(needs: &[&Need]) -> Result<()> {
    let missing = missing(needs)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("These packages are missing and will be installed:");
    for need in &missing {
        println!("  {:30} {}", need.debian, need.what_for);
    }
    let names: Vec<&str> = missing.iter().map(|need| need.debian).collect();
    let by_hand = format!("apt-get install {}", names.join(" "));
    let as_root = as_root(&by_hand)?;
    // A source that cannot be reached is no reason to stop while the lists at hand still name the packages.
    if !apt(as_root, &["update", "-q"])? {
        eprintln!("apt-get update had trouble; going on with the package lists that are here");
    }
    let mut words = vec!["install", "-y", "-q", "--no-install-recommends"];
    words.extend(&names);
    if !apt(as_root, &words)? {
        bail!("apt-get could not install everything. By hand: {by_hand}");
    }
    let left = self::missing(needs)?;
    if !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|need| need.debian).collect();
        bail!(
            "apt-get said that it was done, yet these are not installed: {}",
            names.join(" ")
        );
    }
    Ok(())
}

fn missing<'a>(needs: &[&'a Need]) -> Result<Vec<&'a Need>> {
    // A package that was never heard of makes dpkg-query end with 1; what it knows is printed all the same.
    let out = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\\n"])
        .args(needs.iter().map(|need| need.debian))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .context("asking dpkg-query what is installed")?;
    let text = String::from_utf8_lossy(&out.stdout);
    let installed = installed(&text);
    Ok(needs
        .iter()
        .filter(|need| !installed.contains(need.debian))
        .copied()
        .collect())
}

fn installed(text: &str) -> HashSet<&str> {
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, status)| *status == "installed")
        .map(|(package, _)| package)
        .collect()
}

#[derive(Clone, Copy)]
enum Root {
    Already,
    ThroughSudo,
}

fn as_root(by_hand: &str) -> Result<Root> {
    if is_root() {
        return Ok(Root::Already);
    }
    if !on_path("sudo") {
        bail!("installing needs the administrator, and there is no sudo here. As root: {by_hand}");
    }
    let without_asking = said(Command::new("sudo").args(["-n", "true"])).is_some();
    if !without_asking && !std::io::stdin().is_terminal() {
        bail!("installing needs sudo, and nobody is here to answer it. By hand: sudo {by_hand}");
    }
    if !without_asking {
        println!("Installing packages needs the administrator: sudo will ask for your password.");
    }
    Ok(Root::ThroughSudo)
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

fn apt(root: Root, words: &[&str]) -> Result<bool> {
    let mut command = match root {
        Root::Already => Command::new("env"),
        Root::ThroughSudo => {
            let mut command = Command::new("sudo");
            command.arg("env");
            command
        }
    };
    let status = command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(words)
        .status()
        .context("starting apt-get")?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_is_told_by_os_release() {
        let table = [
            ("Debian", "NAME=\"Debian GNU/Linux\"\nID=debian\n", true),
            ("Ubuntu", "ID=ubuntu\nID_LIKE=debian\n", true),
            (
                "Linux Mint",
                "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n",
                true,
            ),
            (
                "Fedora",
                "ID=fedora\nHOME_URL=\"https://example.org/debian\"\n",
                false,
            ),
            (
                "openSUSE",
                "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n",
                false,
            ),
            ("nothing", "", false),
        ];
        for (name, release, wanted) in table {
            assert_eq!(family_of_debian(release), wanted, "{name}");
        }
    }

    #[test]
    fn a_package_counts_only_when_it_is_whole() {
        let text = "xvfb installed\ndunst config-files\nlibssl-dev installed\nlibssl-dev not-installed\nopenbox half-configured\n";
        let found = installed(text);
        assert!(found.contains("xvfb"), "it is there");
        assert!(
            found.contains("libssl-dev"),
            "another architecture's copy does not matter"
        );
        assert!(
            !found.contains("dunst"),
            "it was removed and left its settings behind"
        );
        assert!(!found.contains("openbox"), "its installation broke off");
    }
}
