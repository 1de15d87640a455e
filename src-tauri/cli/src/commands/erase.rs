//! `erase`: the whole store with its key, or only closed copies, after a person agreed.

use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::views::ClosedCopyView;
use docketbell_core::app::{Desk, opening};
use docketbell_desktop::KeyringSecrets;
use serde_json::json;

use crate::args::Everywhere;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::{ask, open};

/// `erase`.
pub async fn run(everywhere: &Everywhere, out: &Output, yes: bool) -> Outcome {
    let place = open::place(everywhere)?;
    // A store of another portal is refused before anybody is asked about it.
    let there = opening::is_anything_there(&place)?;
    let name = &place.profile.name;
    if there && !yes {
        let text = format!(
            "This removes every case, note and mark of \"{name}\" from this computer, with the store's key and every password, PIN and session that is kept for it. It cannot be undone. Backups that you made are not touched.",
        );
        if !ask::agreement(out, "agreement", "Erase the store?", &text)? {
            return Err(Failure::new(
                "needs_person",
                "You did not agree, so nothing was erased.",
                "",
            ));
        }
    }
    if there {
        opening::erase(&place, &KeyringSecrets::new(&portal_slug(name))).await?;
    }
    out.result(
        &json!({ "outcome": if there { "erased" } else { "nothing_to_erase" } }),
        || {
            if there {
                format!("The store of \"{name}\" is gone from this computer.")
            } else {
                format!("There is no store of \"{name}\" here.")
            }
        },
    );
    Ok(())
}

/// `erase --closed`: the copies of cases that the court no longer shows, after a person read back which they are.
pub async fn closed(everywhere: &Everywhere, out: &Output, yes: bool) -> Outcome {
    let desk = open::open_existing(everywhere, out).await?;
    let ended = match &desk {
        Some(desk) => erase_closed(desk, out, yes).await,
        None => Ok(0),
    };
    if let Some(desk) = desk {
        desk.close().await;
    }
    let erased = ended?;
    out.result(
        &json!({ "outcome": if erased > 0 { "erased" } else { "nothing_to_erase" }, "closed_copies": erased }),
        || match erased {
            0 => "There is no closed copy to erase.".to_owned(),
            1 => "1 closed copy is gone from this computer.".to_owned(),
            n => format!("{n} closed copies are gone from this computer."),
        },
    );
    Ok(())
}

async fn erase_closed(desk: &Desk, out: &Output, yes: bool) -> Result<u32, Failure> {
    let copies = desk.closed_copies().await?;
    if copies.is_empty() {
        return Ok(0);
    }
    if !yes {
        let prompt = match copies.len() {
            1 => "Erase this closed copy?".to_owned(),
            n => format!("Erase these {n} closed copies?"),
        };
        if !ask::agreement(out, "agreement", &prompt, &read_back(&copies))? {
            return Err(Failure::new(
                "needs_person",
                "You did not agree, so nothing was erased.",
                "",
            ));
        }
    }
    let ids = copies.iter().map(|copy| copy.id).collect();
    Ok(desk.erase_closed_copies(ids).await?)
}

/// How many copies, and which, by nothing but the person's own words.
fn read_back(copies: &[ClosedCopyView]) -> String {
    let mut text = format!(
        "The court no longer shows these cases: {}. Their dockets, parties and hearings are deleted from this computer and cannot be brought back. If you restored a backup, the copy of before that was kept aside goes with them, whole. Your own labels and notes stay.",
        copies.len()
    );
    let mut nameless = 0;
    for copy in copies {
        let since = copy.closed_at.as_deref().unwrap_or("an unknown moment");
        match &copy.name {
            Some(name) => text.push_str(&format!("\n  {name}, closed since {since}")),
            None => nameless += 1,
        }
    }
    if nameless > 0 {
        text.push_str(&format!("\n  {nameless} without a name of yours"));
    }
    text
}
