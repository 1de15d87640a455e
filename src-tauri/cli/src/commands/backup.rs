//! `backup` and `restore`: an encrypted copy of the store, out and in. A backup opens with a passphrase: the one in
//! `DOCKETBELL_PASSPHRASE`, else one that a person types.

use std::path::Path;

use docketbell_core::app::views::Problem;
use docketbell_core::storage::{ADVISED_PASSPHRASE, BackupLock, SHORTEST_PASSPHRASE};
use jiff::Timestamp;
use serde_json::json;

use crate::args::Everywhere;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::{ask, open};

/// `backup`.
pub async fn write(everywhere: &Everywhere, out: &Output, path: &Path) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Err(Failure::new(
            "no_store",
            "There is no store here yet, so there is nothing to back up.",
            "Follow a case first, or name the store's folder with --data-dir.",
        ));
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|p| !p.is_dir()) {
        desk.close().await;
        return Err(Failure::new(
            "bad_input",
            format!("The folder {} does not exist.", folder.display()),
            "Name a folder that exists; nothing was written.",
        ));
    }
    let lock = passphrase(&format!(
        "A passphrase for the backup (at least {SHORTEST_PASSPHRASE} characters, better {ADVISED_PASSPHRASE} or more): "
    ))?;
    let written = desk.store().backup(path, lock, Timestamp::now()).await;
    desk.close().await;
    let summary = written.map_err(Problem::from)?;
    out.result(
        &json!({ "outcome": "backed_up", "path": path.display().to_string(), "cases": summary.cases, "entries": summary.entries }),
        || {
            format!(
                "{} cases and {} docket entries are in {}. It opens with the passphrase only; keep that elsewhere.",
                summary.cases,
                summary.entries,
                path.display()
            )
        },
    );
    Ok(())
}

/// `restore`: into a missing or empty store; one that holds cases is never replaced.
pub async fn read(everywhere: &Everywhere, out: &Output, path: &Path) -> Outcome {
    // What is not there to be read must not leave an empty store behind.
    std::fs::File::open(path).map_err(|e| Failure::file(path, "read", &e))?;
    let lock = passphrase("The backup's passphrase: ")?;
    let desk = open::open_or_make(everywhere, out).await?;
    let restored = async {
        if desk.status().await?.followed > 0 || !desk.all_cases(true).await?.is_empty() {
            return Err(Failure::new(
                "already_there",
                "This store holds cases, and a restore would replace them. Nothing was changed.",
                "Restore into an empty folder (--data-dir), or back this store up and erase it first.",
            ));
        }
        let restored = desk.store().restore(path, lock, Timestamp::now()).await;
        Ok(restored.map_err(Problem::from)?.0)
    }
    .await;
    desk.close().await;
    let summary = restored?;
    out.result(
        &json!({ "outcome": "restored", "cases": summary.cases, "entries": summary.entries, "changes": summary.changes }),
        || format!("{} cases and {} docket entries are back. Check them to see what the court shows now.", summary.cases, summary.entries),
    );
    Ok(())
}

fn passphrase(prompt: &str) -> Result<BackupLock, Failure> {
    let given = std::env::var("DOCKETBELL_PASSPHRASE")
        .ok()
        .filter(|p| !p.is_empty());
    match given.or_else(|| ask::passphrase(prompt)) {
        Some(passphrase) => Ok(BackupLock::Passphrase(passphrase.into())),
        None => Err(Failure::new(
            "needs_person",
            "A backup needs a passphrase, and nobody was there to type one. Nothing was written.",
            "Run it in a terminal, or set DOCKETBELL_PASSPHRASE.",
        )),
    }
}
