//! One list of calls between window and Rust: `ui/src/lib/ipc.ts`, the commands that are registered, the commands that
//! exist, and the capability file must name the same, with the same arguments.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a source that cannot be read fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())
        .expect("the workspace")
        .to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Names of calls with the names of their arguments.
type Calls = BTreeMap<String, BTreeSet<String>>;

/// `invoke<T>('name', { a, b: c })` in `ipc.ts`.
fn calls_of_the_window() -> Calls {
    let text = read("ui/src/lib/ipc.ts");
    let mut calls = Calls::new();
    for piece in text.split("invoke<").skip(1) {
        let (_, rest) = piece.split_once(">('").expect("a call with its type");
        let (name, rest) = rest.split_once('\'').unwrap();
        let arguments = rest
            .strip_prefix(", {")
            .map_or("", |rest| rest.split_once('}').unwrap().0);
        let arguments = arguments
            .split(',')
            .map(|argument| argument.split(':').next().unwrap().trim().to_owned())
            .filter(|argument| !argument.is_empty())
            .collect();
        calls.insert(name.to_owned(), arguments);
    }
    calls
}

fn registered() -> BTreeSet<String> {
    let text = read("src-tauri/src/commands/mod.rs");
    let (_, rest) = text.split_once("generate_handler![").unwrap();
    let (list, _) = rest.split_once(']').unwrap();
    list.split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// `#[tauri::command] pub async fn name(…)` in the command files, with the arguments that the window gives.
fn commands() -> Calls {
    let mut calls = Calls::new();
    for entry in fs::read_dir(root().join("src-tauri/src/commands")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for piece in text.split("#[tauri::command").skip(1) {
            let (_, rest) = piece.split_once("fn ").unwrap();
            let (name, rest) = rest.split_once('(').unwrap();
            let (arguments, _) = rest.split_once(") ").unwrap();
            let arguments = arguments
                .split(", ")
                .flat_map(|a| a.split(",\n"))
                .filter_map(|argument| argument.split_once(':'))
                .filter(|(_, kind)| {
                    !["AppHandle", "State<", "Here<"]
                        .iter()
                        .any(|ours| kind.contains(ours))
                })
                .map(|(name, _)| camel(name.trim()))
                .collect();
            calls.insert(name.to_owned(), arguments);
        }
    }
    calls
}

/// Tauri gives arguments to the window in camel case.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |so_far, word| {
        let (head, tail) = word.split_at(1.min(word.len()));
        so_far + &head.to_uppercase() + tail
    })
}

#[test]
fn the_window_the_commands_and_the_capability_name_the_same_calls() {
    let window: BTreeSet<_> = calls_of_the_window().into_keys().collect();
    assert!(window.len() > 40, "ipc.ts was read: {} calls", window.len());
    assert_eq!(window, registered(), "ipc.ts, and what is registered");
    assert_eq!(
        window,
        commands().into_keys().collect(),
        "ipc.ts, and the commands that exist"
    );
    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let allowed: BTreeSet<_> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str()?.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert_eq!(window, allowed, "ipc.ts, and what the capability allows");
}

#[test]
fn each_call_gives_the_arguments_that_its_command_takes() {
    let commands = commands();
    for (name, given) in calls_of_the_window() {
        assert_eq!(
            commands.get(&name),
            Some(&given),
            "the arguments of `{name}`"
        );
    }
}

#[test]
fn the_window_may_do_nothing_but_call_us_and_listen() {
    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let others: Vec<_> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str())
        .filter(|p| !p.starts_with("allow-"))
        .collect();
    assert_eq!(
        others,
        ["core:event:allow-listen", "core:event:allow-unlisten"]
    );
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no remote page may call us"
    );
}

#[test]
fn events_have_the_same_names_on_both_sides() {
    let text = read("ui/src/lib/ipc.ts");
    let heard: BTreeSet<_> = text
        .split("listen<")
        .skip(1)
        .filter_map(|piece| piece.split_once(">('")?.1.split_once('\''))
        .map(|(name, _)| name.to_owned())
        .collect();
    let mut told = BTreeSet::new();
    for entry in fs::read_dir(root().join("src-tauri/src")).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for piece in text.split("emit(\"").skip(1) {
            told.insert(piece.split_once('"').unwrap().0.to_owned());
        }
    }
    assert_eq!(heard, told, "ipc.ts listens to what the shell tells");
}

#[test]
fn the_content_security_policy_is_the_promised_one() {
    let config: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    let security = &config["app"]["security"];
    assert_eq!(
        security["csp"],
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src ipc: http://ipc.localhost; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
         object-src 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
    );
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(
        config["app"]["windows"],
        serde_json::json!([]),
        "the window is made in Rust, when it is wanted"
    );
}
