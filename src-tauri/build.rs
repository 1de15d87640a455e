//! Tells Tauri which commands the window may be given: the list in `src/commands/mod.rs`, read from the file itself,
//! so that there is one list.

fn main() {
    let commands = "src-tauri/src/commands/mod.rs";
    println!("cargo:rerun-if-changed={commands}");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    embed_the_window();
    let text = std::fs::read_to_string(commands).unwrap_or_default();
    let names: Vec<&'static str> = names(&text)
        .map(|name| &*Box::leak(name.to_owned().into_boxed_str()))
        .collect();
    assert!(!names.is_empty(), "{commands} names no commands");
    let manifest = tauri_build::AppManifest::new().commands(Box::leak(names.into_boxed_slice()));
    let attributes = tauri_build::Attributes::new()
        .app_manifest(manifest)
        .capabilities_path_pattern("./src-tauri/capabilities/*.json");
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}

/// The window is built before the app, by npm. A check of the Rust code alone must not fail for want of it, so an empty
/// folder stands in, and says so.
fn embed_the_window() {
    println!("cargo:rerun-if-changed=ui/dist");
    if !std::path::Path::new("ui/dist/index.html").is_file() {
        println!("cargo:warning=ui/dist holds no window; build it with: npm run build (in ui/)");
        // Where even that cannot be made, Tauri's own message names the folder.
        let _ = std::fs::create_dir_all("ui/dist");
    }
}

/// The commands' names between `generate_handler![` and `]`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split_once("generate_handler![")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list)
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
}
