//! Commands of `docs/docketctl.md` that this version does not have: they say so, and name what exists.

use crate::failure::{Failure, Outcome};

const HERE: &str = "practice, follow, unfollow, cases, docket, parties, charges, hearings, check, watch, search, changes, \
                    access, document, doctor, export, backup, restore, forget, erase, register, associate, \
                    dissociate, preferences, change-password, sign-in, sign-out, recover, reconcile, group, outbox, deliver, withdraw";

/// Ends a command that this version does not have.
pub fn not_yet(command: &str) -> Outcome {
    Err(Failure::new(
        "not_yet",
        format!("This version of docketctl does not have \"{command}\" yet. Nothing was sent."),
        format!("It has: {HERE}."),
    ))
}
