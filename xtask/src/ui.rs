//! The window's part: npm's packages and Vite's build, each only when what it reads has changed.

use crate::place::Place;
use crate::proc::{Ended, Show, watched};
use anyhow::{Context, Result, bail};
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// npm, by the name it has here.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// `npm ci`, unless the packages on disk are those of the lock file.
pub fn packages(place: &Place) -> Result<()> {
    let ui = place.ui();
    let wanted = fingerprint(&[ui.join("package.json"), ui.join("package-lock.json")])?;
    // The stamp lives with the packages, so that whoever deletes them deletes it, too.
    let stamp = ui.join("node_modules/.docketbell-packages");
    if std::fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    println!("ui: npm ci (package-lock.json is new here or has changed)");
    let ended = script(
        place,
        &["ci", "--no-audit", "--no-fund"],
        Duration::from_secs(900),
    )?;
    if !ended.ok {
        bail!("npm ci failed; the lines above say why");
    }
    std::fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))
}

/// `npm run build`, unless `ui/dist` was built from these very files.
pub fn build(place: &Place) -> Result<()> {
    packages(place)?;
    let ui = place.ui();
    let mut read = Vec::new();
    for entry in std::fs::read_dir(&ui).context("reading ui/")?.flatten() {
        let name = entry.file_name();
        if !["node_modules", "dist", "coverage", "test-results"]
            .iter()
            .any(|left_out| name == *left_out)
        {
            files_under(&entry.path(), &mut read)?;
        }
    }
    let wanted = fingerprint(&read)?;
    let stamp = ui.join("node_modules/.docketbell-dist");
    if ui.join("dist/index.html").is_file()
        && std::fs::read_to_string(&stamp).is_ok_and(|had| had == wanted)
    {
        return Ok(());
    }
    println!("ui: npm run build");
    let ended = script(place, &["run", "build"], Duration::from_secs(600))?;
    if !ended.ok {
        bail!("the window could not be built; the lines above say why");
    }
    std::fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))
}

/// Runs npm in `ui/`.
pub fn script(place: &Place, words: &[&str], limit: Duration) -> Result<Ended> {
    watched(npm().args(words).current_dir(place.ui()), Show::All, limit)
}

fn files_under(path: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)
            .with_context(|| format!("reading {}", path.display()))?
            .flatten()
        {
            files_under(&entry.path(), into)?;
        }
    } else {
        into.push(path.to_owned());
    }
    Ok(())
}

/// Tells two states of the same files apart. It guards against nothing but forgetting to build.
fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut hash = std::hash::DefaultHasher::new();
    for file in &files {
        let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        hash.write(file.as_os_str().as_encoded_bytes());
        hash.write_usize(bytes.len());
        hash.write(&bytes);
    }
    Ok(format!("{:016x}", hash.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_changed_moved_and_new_files() {
        let folder =
            std::env::temp_dir().join(format!("docketbell-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (one, two) = (folder.join("one"), folder.join("two"));
        std::fs::write(&one, "bell").unwrap();
        std::fs::write(&two, "").unwrap();
        let before = fingerprint(&[one.clone(), two.clone()]).unwrap();
        assert_eq!(
            fingerprint(&[two.clone(), one.clone()]).unwrap(),
            before,
            "the order of a folder listing means nothing"
        );
        std::fs::write(&one, "").unwrap();
        std::fs::write(&two, "bell").unwrap();
        assert_ne!(
            fingerprint(&[one.clone(), two]).unwrap(),
            before,
            "the same bytes in another file are another state"
        );
        assert!(
            fingerprint(&[folder.join("gone")]).is_err(),
            "a missing lock file is an error, not a state"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
