//! The arrows of the architecture, read from the sources: who may know whom.
//!
//! A room is a folder of the core (`domain portal storage sync app`) or a package of its own (shell, desktop, cli,
//! practice). Drawing a new arrow means changing a table here, and saying why in the commit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a source that cannot be read fails the test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// For each room of the core, the rooms that it may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("portal", &["domain", "portal"]),
    ("storage", &["domain", "storage"]),
    // The notifier and the clock are passed in from above; `sync` knows them by their ports only.
    (
        "sync",
        &["domain", "portal", "storage", "sync", "app::ports"],
    ),
    ("app", &["domain", "portal", "storage", "sync", "app"]),
];

/// For each package, the packages and libraries that its sources must not name, and why.
const STRANGERS: &[(&str, &[&str], &str)] = &[
    (
        "src-tauri/core/src",
        &[
            "tauri",
            "gtk",
            "notify_rust",
            "secret_service",
            "zbus",
            "docketbell_desktop",
            "docketbell_practice",
        ],
        "the core compiles and tests without Tauri and without a display",
    ),
    (
        "src-tauri/core/src/domain",
        &["sqlx", "reqwest", "scraper", "tokio", "std::fs", "std::net"],
        "the domain has no I/O, no async, no SQL, no HTML",
    ),
    (
        "src-tauri/core/src/portal",
        &["sqlx"],
        "the website knows no storage",
    ),
    (
        "src-tauri/core/src/storage",
        &["reqwest", "scraper"],
        "the store knows no website",
    ),
    (
        "src-tauri/desktop/src",
        &["tauri", "gtk", "docketbell_practice", "sqlx"],
        "a desktop's services without Tauri",
    ),
    (
        "src-tauri/cli/src",
        &["tauri", "gtk", "sqlx"],
        "the terminal needs no window and asks through `app`",
    ),
    (
        "src-tauri/practice/src",
        &["docketbell_core", "docketbell_desktop", "tauri", "sqlx"],
        "an independent reading of the wire format",
    ),
    (
        "src-tauri/src",
        &["sqlx", "reqwest", "scraper"],
        "the shell asks through `app`",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())
        .expect("the workspace")
        .to_owned()
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((
                path.clone(),
                without_comments(&fs::read_to_string(&path).unwrap()),
            ));
        }
    }
    found
}

/// Comments may speak of anything.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The paths below `crate::` that a source names, two steps deep: `app::ports`, `domain::case`.
fn named(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            for path in top_level_items(group) {
                names.insert(two_steps(path.trim()));
            }
        } else {
            names.insert(two_steps(rest));
        }
    }
    names
}

/// The items of a `{…}` group, its nested groups kept whole.
fn top_level_items(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut items) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    items
}

fn two_steps(path: &str) -> String {
    let words: String = path
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':')
        .collect();
    words
        .split("::")
        .filter(|step| !step.is_empty())
        .take(2)
        .collect::<Vec<_>>()
        .join("::")
}

#[test]
fn each_room_of_the_core_names_only_the_rooms_below_it() {
    let mut wrong = Vec::new();
    for (room, may) in ARROWS {
        for (file, text) in sources(&root().join("src-tauri/core/src").join(room)) {
            for path in named(&text) {
                let allowed = may
                    .iter()
                    .any(|m| path == *m || path.starts_with(&format!("{m}::")));
                let a_room = ARROWS
                    .iter()
                    .any(|(room, _)| path.split("::").next() == Some(room));
                if a_room && !allowed {
                    wrong.push(format!("{} names crate::{path}", file.display()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows that the architecture does not have:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn each_package_leaves_alone_what_it_must_not_know() {
    let mut wrong = Vec::new();
    for (folder, strangers, why) in STRANGERS {
        for (file, text) in sources(&root().join(folder)) {
            for stranger in *strangers {
                let path = format!("{stranger}::");
                let named = text.match_indices(&path).any(|(at, _)| {
                    !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                });
                if named {
                    wrong.push(format!("{} names {stranger}; {why}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_groups_and_nested_groups() {
    let text = "use crate::{app::{Desk, views}, domain::case::Case, storage};\nlet x = crate::sync::read::now(); my_crate::app::no();";
    let seen: Vec<String> = named(text).into_iter().collect();
    assert_eq!(
        seen,
        ["app", "domain::case", "storage", "sync::read"],
        "and `my_crate` is another"
    );
}
