//! Where data lives, and which portal a folder is for. Window and terminal share these rules (`cli.md`, "Everywhere").
//!
//! ```text
//! $XDG_DATA_HOME/docketbell/          the root
//!   settings.toml                     which portal was chosen last
//!   practice/  missouri/  <slug>/     one data folder a portal
//!     profile.toml                    the portal's profile as it was chosen (the practice portal writes its address here)
//!     store.toml  docketbell.db …     the store
//! ```

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The profile a data folder was made for, beside its store.
pub const PROFILE_FILE: &str = "profile.toml";
const CHOICE_FILE: &str = "settings.toml";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Choice {
    portal: Option<String>,
}

/// The platform's data folder for Docketbell: `$XDG_DATA_HOME/docketbell`, else the system's own place.
///
/// # Errors
/// When neither the variable nor a home folder is set.
pub fn data_root() -> Result<PathBuf, crate::app::views::Problem> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    let base = set("XDG_DATA_HOME")
        .filter(|p| p.is_absolute())
        .or_else(|| {
            if cfg!(windows) {
                set("APPDATA")
            } else if cfg!(target_os = "macos") {
                set("HOME").map(|home| home.join("Library/Application Support"))
            } else {
                set("HOME").map(|home| home.join(".local/share"))
            }
        });
    base.map(|base| base.join("docketbell")).ok_or_else(|| {
        crate::app::views::Problem::new(
            "no_data_folder",
            "No home folder is set, so there is no place to keep your cases.",
            "Name one with --data-dir, or set HOME.",
        )
    })
}

/// The folder name of a portal: lower case letters, digits and hyphens. "Practice portal" is `practice`.
pub fn portal_slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug {
        "" => "portal".to_owned(),
        "practice-portal" => "practice".to_owned(),
        "missouri-courts" | "missouri-case-net" => "missouri".to_owned(),
        other => other.to_owned(),
    }
}

/// The portal chosen last in the window: a shipped profile's id or a slug. The practice portal at first start.
pub fn chosen_portal(root: &Path) -> String {
    std::fs::read_to_string(root.join(CHOICE_FILE))
        .ok()
        .and_then(|text| toml::from_str::<Choice>(&text).ok())
        .and_then(|choice| choice.portal)
        .filter(|portal| portal_slug(portal) == *portal)
        .unwrap_or_else(|| "practice".to_owned())
}

/// Remembers which portal was chosen.
///
/// # Errors
/// When the root cannot be written.
pub fn choose_portal(root: &Path, slug: &str) -> io::Result<()> {
    make_private_folder(root)?;
    let text = toml::to_string(&Choice {
        portal: Some(slug.to_owned()),
    })
    .map_err(io::Error::other)?;
    write_private(&root.join(CHOICE_FILE), text.as_bytes())
}

/// Makes a folder that only this user can read (0700), with its parents.
///
/// # Errors
/// When it cannot be made, or a file stands in its place.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a small file that only this user can read (0600): whole or not at all.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let partial = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = (|| {
        let mut file = options.open(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, path)
    })();
    if written.is_err() {
        // A half-written file beside the real one would only confuse; the error that matters is the first.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_has_a_folder_name_that_is_safe_on_every_disk() {
        for (name, slug) in [
            ("Practice portal", "practice"),
            ("Missouri Courts", "missouri"),
            ("Court / Test: É", "court-test"),
            ("../..", "portal"),
        ] {
            assert_eq!(portal_slug(name), slug, "{name}");
        }
    }

    #[test]
    fn the_chosen_portal_is_remembered_and_a_broken_file_means_practice() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(chosen_portal(root.path()), "practice", "first start");
        choose_portal(root.path(), "missouri").unwrap();
        assert_eq!(chosen_portal(root.path()), "missouri");
        std::fs::write(root.path().join(CHOICE_FILE), "portal = \"../../etc\"").unwrap();
        assert_eq!(
            chosen_portal(root.path()),
            "practice",
            "a path is not a portal"
        );
    }
}
