//! What a machine needs, and how it gets it. On Debian and its family it is installed; elsewhere it is named.

mod debian;
mod version;

use crate::place::{Place, cargo};
use crate::proc::{on_path, said};
use anyhow::{Context, Result, bail};
use std::process::Command;
use version::Version;

/// How to tell that something is there on a system whose packages we do not know.
enum Sign {
    /// A library that `pkg-config` knows.
    Library(&'static str),
    /// A program on the search path.
    Program(&'static str),
    /// Something that cannot be looked for in one way everywhere.
    Unseen,
}

/// One thing to have.
struct Need {
    debian: &'static str,
    sign: Sign,
    what_for: &'static str,
}

const fn need(debian: &'static str, sign: Sign, what_for: &'static str) -> Need {
    Need {
        debian,
        sign,
        what_for,
    }
}

/// To build the app.
const BUILD: &[Need] = &[
    need(
        "build-essential",
        Sign::Program("cc"),
        "compiles the encrypted database (SQLCipher)",
    ),
    need(
        "pkg-config",
        Sign::Program("pkg-config"),
        "finds the libraries below",
    ),
    need(
        "libwebkit2gtk-4.1-dev",
        Sign::Library("webkit2gtk-4.1"),
        "the window",
    ),
    need(
        "libayatana-appindicator3-dev",
        Sign::Library("ayatana-appindicator3-0.1"),
        "the tray icon",
    ),
    need(
        "libssl-dev",
        Sign::Library("libcrypto"),
        "the cipher of the encrypted database",
    ),
    need(
        "libdbus-1-dev",
        Sign::Library("dbus-1"),
        "talking to the desktop",
    ),
    need(
        "git",
        Sign::Program("git"),
        "tells whether generated files are stale",
    ),
];

/// To show the app where there is no display.
const VIRTUAL_DISPLAY: &[Need] = &[
    need("xvfb", Sign::Program("Xvfb"), "a display without a screen"),
    need(
        "dbus",
        Sign::Program("dbus-daemon"),
        "a private session bus",
    ),
    need("fonts-dejavu-core", Sign::Unseen, "letters in the window"),
    need(
        "openbox",
        Sign::Program("openbox"),
        "a window manager: focus, close, minimise",
    ),
    need(
        "webkit2gtk-driver",
        Sign::Program("WebKitWebDriver"),
        "drives the real window",
    ),
    need(
        "dunst",
        Sign::Program("dunst"),
        "a real notification daemon",
    ),
    need(
        "gnome-keyring",
        Sign::Program("gnome-keyring-daemon"),
        "a real keyring",
    ),
    need(
        "libsecret-tools",
        Sign::Program("secret-tool"),
        "looks into that keyring from outside",
    ),
    need(
        "xdotool",
        Sign::Program("xdotool"),
        "keys and clicks as a person sends them",
    ),
    need(
        "x11-utils",
        Sign::Program("xwininfo"),
        "tells which windows are shown",
    ),
    need(
        "trayer",
        Sign::Program("trayer"),
        "a tray for the tray icon",
    ),
    need(
        "imagemagick",
        Sign::Program("import"),
        "pictures of the whole display",
    ),
];

/// The oldest Node that the window's build tools accept.
const NODE: Version = Version(20, 19, 0);

/// Sees to it that the app can be built. What a person has to get by hand is asked for first, before minutes of installing.
pub fn to_build(place: &Place) -> Result<()> {
    rust(place)?;
    node()?;
    have(BUILD.iter().collect())
}

/// Sees to it that the app can be built, shown and driven without a display.
pub fn to_drive(place: &Place) -> Result<()> {
    rust(place)?;
    node()?;
    have(BUILD.iter().chain(VIRTUAL_DISPLAY).collect())
}

/// Rust is there, since it runs us; is it the one that the project pins?
fn rust(place: &Place) -> Result<()> {
    let pinned = std::fs::read_to_string(place.root.join("rust-toolchain.toml"))
        .context("reading rust-toolchain.toml")?;
    let Some(wanted) = channel(&pinned) else {
        bail!("rust-toolchain.toml names no version")
    };
    let found =
        said(Command::new("rustc").arg("--version")).and_then(|line| Version::first_in(&line));
    if found.is_none_or(|found| found < wanted) {
        let found = found.map_or("none was found".to_owned(), |found| {
            format!("here is {found}")
        });
        bail!(
            "Docketbell is built with Rust {wanted}; {found}.\n\
             Get it with rustup (https://rustup.rs): it reads rust-toolchain.toml and fetches the right version by itself.\n\
             By hand: rustup toolchain install {wanted} --component rustfmt,clippy"
        );
    }
    for part in ["fmt", "clippy"] {
        if said(Command::new(cargo()).args([part, "--version"])).is_none() {
            bail!(
                "`cargo {part}` is missing, and the tests ask it.\n\
                 With rustup: rustup component add rustfmt clippy. With a distribution's Rust, install its packages of those names."
            );
        }
    }
    Ok(())
}

fn channel(toolchain: &str) -> Option<Version> {
    toolchain.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "channel").then(|| Version::first_in(value.trim().trim_matches('"')))?
    })
}

fn node() -> Result<()> {
    let found =
        said(Command::new("node").arg("--version")).and_then(|line| Version::first_in(&line));
    if found.is_some_and(|found| found >= NODE) && said(crate::ui::npm().arg("--version")).is_some()
    {
        return Ok(());
    }
    let found = match found {
        Some(found) if found >= NODE => "it is here, but npm is not".to_owned(),
        Some(found) => format!("here is {found}, which is too old"),
        None => "none was found".to_owned(),
    };
    let offer = match debian::offered("nodejs").filter(|offered| *offered >= NODE) {
        Some(offered) => format!("This system offers {offered}: sudo apt-get install nodejs npm"),
        None => "Get the long-term version from https://nodejs.org (it brings npm), or with a version manager such as nvm or fnm.".to_owned(),
    };
    bail!("The window is built with Node {NODE} or newer and npm; {found}.\n{offer}");
}

fn have(needs: Vec<&Need>) -> Result<()> {
    if debian::is_here() {
        return debian::install(&needs);
    }
    let missing: Vec<String> = needs
        .iter()
        .filter(|need| match need.sign {
            Sign::Library(name) => {
                said(Command::new("pkg-config").args(["--exists", name])).is_none()
            }
            Sign::Program(name) => !on_path(name),
            Sign::Unseen => false,
        })
        .map(|need| match need.sign {
            Sign::Library(name) => format!(
                "  {name} (library; Debian calls it {}): {}",
                need.debian, need.what_for
            ),
            Sign::Program(name) => format!(
                "  {name} (program; Debian calls it {}): {}",
                need.debian, need.what_for
            ),
            Sign::Unseen => format!("  {}: {}", need.debian, need.what_for),
        })
        .collect();
    // Windows and macOS bring their own window libraries; a missing one shows itself when building.
    if !missing.is_empty() && cfg!(target_os = "linux") {
        bail!(
            "This system is not Debian or one of its family, so nothing is installed for you. What is missing:\n{}\n\
             Install these with your package manager and run the same command again.",
            missing.join("\n")
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_rust_is_read_from_its_file() {
        let file = "[toolchain]\nchannel = \"1.95.0\"\ncomponents = [\"rustfmt\", \"clippy\"]\n";
        assert_eq!(
            channel(file),
            Some(Version(1, 95, 0)),
            "the version that rustup would fetch"
        );
        assert_eq!(
            channel("[toolchain]\nchannel = \"stable\"\n"),
            None,
            "a name is no version to compare with"
        );
    }

    #[test]
    fn each_need_is_named_once_and_says_what_for() {
        let mut names: Vec<&str> = BUILD
            .iter()
            .chain(VIRTUAL_DISPLAY)
            .map(|need| need.debian)
            .collect();
        assert!(
            BUILD
                .iter()
                .chain(VIRTUAL_DISPLAY)
                .all(|need| !need.what_for.is_empty()),
            "sudo is asked with a reason"
        );
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(
            names.len(),
            all,
            "a package that is listed twice is told twice"
        );
    }
}
