//! Where things are: the work tree and the target folder.

use anyhow::{Context, Result, anyhow};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The work tree's folders.
pub struct Place {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration put it.
    pub target: PathBuf,
    /// `cargo metadata` of the workspace's own packages.
    metadata: serde_json::Value,
}

/// A test program of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestTarget {
    /// The package that declares it.
    pub package: String,
    /// The name of the target.
    pub name: String,
}

impl Place {
    /// Asks cargo.
    pub fn find() -> Result<Self> {
        let out = Command::new(cargo())
            .args(["metadata", "--format-version=1", "--no-deps"])
            .output()
            .context("asking `cargo metadata` where the target folder is")?;
        if !out.status.success() {
            return Err(anyhow!(
                "cargo metadata: {}",
                String::from_utf8_lossy(&out.stderr).trim()
            ));
        }
        let metadata: serde_json::Value =
            serde_json::from_slice(&out.stdout).context("reading cargo metadata")?;
        let folder = |key: &str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .ok_or_else(|| anyhow!("cargo metadata names no {key}"))
        };
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
            metadata,
        })
    }

    /// The folder of the window's sources.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A built program.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Whether a package of the workspace declares such a target (`kind`: `bench`, `example`, `bin` …).
    pub fn has_target(&self, kind: &str, name: &str) -> bool {
        targets(&self.metadata).any(|(_, target)| {
            target["name"] == name
                && target["kind"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|k| k == kind))
        })
    }

    /// The test programs whose sources lie under `folder` (from the root).
    pub fn tests_under(&self, folder: &str) -> Vec<TestTarget> {
        tests_under(&self.metadata, &self.root.join(folder))
    }
}

fn targets(metadata: &serde_json::Value) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            package["targets"]
                .as_array()
                .into_iter()
                .flatten()
                .map(move |target| (name, target))
        })
}

fn tests_under(metadata: &serde_json::Value, folder: &Path) -> Vec<TestTarget> {
    targets(metadata)
        .filter(|(_, target)| {
            target["kind"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|k| k == "test"))
        })
        .filter(|(_, target)| {
            target["src_path"]
                .as_str()
                .is_some_and(|path| Path::new(path).starts_with(folder))
        })
        .map(|(package, target)| TestTarget {
            package: package.to_owned(),
            name: target["name"].as_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The cargo that runs us.
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_targets_below_the_folder_count() {
        let metadata = serde_json::json!({"packages": [
            {"name": "docketbell", "targets": [
                {"kind": ["test"], "name": "e2e", "src_path": "/tree/tests/e2e/main.rs"},
                {"kind": ["bin"], "name": "docketbell", "src_path": "/tree/src-tauri/src/main.rs"}]},
            {"name": "docketbell-core", "targets": [
                {"kind": ["test"], "name": "casenet", "src_path": "/tree/tests/casenet.rs"}]}]});
        let found = tests_under(&metadata, Path::new("/tree/tests/e2e"));
        let e2e = TestTarget {
            package: "docketbell".into(),
            name: "e2e".into(),
        };
        assert_eq!(
            found,
            [e2e],
            "the window's suite runs on its own, and nothing else does"
        );
    }
}
