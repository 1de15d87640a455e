//! `erase`: the whole store with its key, after a person agreed.

use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::opening;
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
