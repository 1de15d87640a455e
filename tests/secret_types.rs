//! Where a secret lies in a type of ours: in one that is wiped when it goes and prints nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test says what went wrong by failing"
)]

use std::path::{Path, PathBuf};

/// Names that only a secret has.
const NAMES: [&str; 12] = [
    "password",
    "new_password",
    "old_password",
    "temporary_password",
    "passphrase",
    "pin",
    "new_pin",
    "secret",
    "data_key",
    "email_code",
    "security_answer",
    "cookies",
];
/// Types that hold text or bytes as they are; a borrowed one is somebody else's to wipe.
const PLAIN: [&str; 4] = ["String", "Vec<u8>", "[u8", "Box<str>"];
/// Types that are wiped when they go.
const WIPED: [&str; 4] = ["SecretString", "SecretBytes", "SecretBox<", "Zeroizing<"];
/// Plain ones, each with the reason why it is one.
const ALLOWED: [(&str, &str, &str); 2] = [
    (
        "core/src/app/account_secrets.rs",
        "cookies",
        "serde writes it; `KeptSession` wipes it when it is dropped",
    ),
    (
        "core/src/storage/folder.rs",
        "passphrase",
        "what one opens: its cost and the sealed key, never the passphrase",
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source of the product, by its path from `src-tauri`, without its own tests.
fn product() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri");
    let mut found = Vec::new();
    for room in ["core/src", "desktop/src", "cli/src", "src"] {
        sources(&root.join(room), &mut found);
    }
    assert!(found.len() > 100, "the sources are found");
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let own = text.split("#[cfg(test)]").next().unwrap().to_owned();
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            (name, own)
        })
        .collect()
}

/// A field, or a parameter on a line of its own: its name and its type.
fn declared(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().strip_suffix(',').unwrap_or(line.trim());
    let line = match line.strip_prefix("pub") {
        Some(rest) => rest
            .trim_start_matches("(crate)")
            .trim_start_matches("(super)")
            .trim(),
        None => line,
    };
    let (name, of) = line.split_once(": ")?;
    name.chars()
        .all(|c| c.is_ascii_lowercase() || c == '_')
        .then_some((name, of))
}

#[test]
fn a_field_that_holds_a_secret_is_wiped_when_it_goes() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (path, text) in product() {
        for line in text.lines() {
            let Some((name, of)) = declared(line).filter(|(name, _)| NAMES.contains(name)) else {
                continue;
            };
            let wiped = WIPED.iter().any(|w| of.contains(w));
            let plain = PLAIN.iter().any(|p| of.contains(p)) && !wiped;
            seen += usize::from(wiped);
            let allowed = |(file, field, _): &(&str, &str, &str)| path == *file && name == *field;
            if plain && !ALLOWED.iter().any(allowed) {
                wrong.push(format!("{path}: {}", line.trim()));
            }
        }
    }
    assert!(seen > 5, "the secrets are found: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `Zeroizing` prints what it holds: a type with one in it says itself what it shows.
#[test]
fn no_type_with_wiped_text_in_it_derives_its_debug() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (path, text) in product() {
        for part in text.split("#[derive(").skip(1) {
            let Some((derived, rest)) = part.split_once(")]") else {
                continue;
            };
            // A type of several lines ends with its bracket, one of a line with its semicolon.
            let end = [rest.find("\n}"), rest.find(";\n")];
            let item = &rest[..end.into_iter().flatten().min().unwrap_or(rest.len())];
            if item.contains("Zeroizing<") {
                seen += 1;
                if derived.contains("Debug") {
                    wrong.push(format!("{path}: {}", item.trim().lines().next().unwrap()));
                }
            }
        }
    }
    assert!(seen > 2, "the types are found: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
