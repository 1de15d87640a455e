//! Opens the data folder: which portal, which store, with which key. The rules are the window's
//! (`docketbell_core::app::opening`); here only the passphrase comes from the environment or a prompt.

use std::path::Path;

use docketbell_core::app::Desk;
use docketbell_core::app::clock::clock;
use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::opening::{self, Place, Unlock};
use docketbell_core::app::views::Problem;
use docketbell_core::storage::{ADVISED_PASSPHRASE, SHORTEST_PASSPHRASE, StoreKind};
use docketbell_desktop::KeyringSecrets;
use secrecy::SecretString;

use crate::args::Everywhere;
use crate::failure::Failure;
use crate::{ask, output::Output};

const VARIABLE: &str = "DOCKETBELL_PASSPHRASE";

/// The folder and the portal that were asked for.
pub fn place(everywhere: &Everywhere) -> Result<Place, Failure> {
    let portal = match everywhere.portal.as_deref().map(Path::to_str) {
        Some(None) => {
            return Err(Failure::new(
                "bad_input",
                "The name of the portal profile is not UTF-8.",
                "",
            ));
        }
        Some(Some(path)) => Some(path),
        None => None,
    };
    let place = opening::find_place(everywhere.data_dir.as_deref(), portal)?;
    #[cfg(debug_assertions)]
    let place = as_a_test_wants_it(place);
    Ok(place)
}

/// In debug builds a test, which opens its store hundreds of times, may have a new passphrase cost less memory than a
/// person's: so many KiB.
#[cfg(debug_assertions)]
fn as_a_test_wants_it(mut place: Place) -> Place {
    let asked = std::env::var("DOCKETBELL_TEST_PASSPHRASE_KIB").ok();
    if let Some(kib) = asked.and_then(|kib| kib.parse().ok()) {
        place.bounds.passphrase_memory_kib = kib;
    }
    place
}

/// Opens the store; where there is none yet, makes one.
pub async fn open_or_make(everywhere: &Everywhere, out: &Output) -> Result<Desk, Failure> {
    let place = place(everywhere)?;
    let kind = opening::look(&place)?;
    open(everywhere, out, place, kind).await
}

/// Opens the store, if there is one: a command that only reads makes none.
pub async fn open_existing(everywhere: &Everywhere, out: &Output) -> Result<Option<Desk>, Failure> {
    let place = place(everywhere)?;
    match opening::look(&place)? {
        None => Ok(None),
        kind => open(everywhere, out, place, kind).await.map(Some),
    }
}

async fn open(
    everywhere: &Everywhere,
    out: &Output,
    place: Place,
    kind: Option<StoreKind>,
) -> Result<Desk, Failure> {
    let secrets = KeyringSecrets::new(&portal_slug(&place.profile.name));
    let store = match passphrase(out, kind)? {
        Some(passphrase) => opening::open_or_make(&place, Unlock::Passphrase(&passphrase)).await?,
        None => opening::open_or_make(&place, Unlock::Keyring(&secrets))
            .await
            .map_err(|problem| with_the_other_way(problem, kind))?,
    };
    if kind.is_none() {
        remember_profile(everywhere, &place)?;
    }
    Ok(Desk::new(place, store, clock())?.with_secrets(std::sync::Arc::new(secrets)))
}

/// The passphrase, for a store that has one or is to have one. A store knows which kind it is; the other way is never
/// tried.
pub fn passphrase(out: &Output, kind: Option<StoreKind>) -> Result<Option<SecretString>, Failure> {
    let given = std::env::var(VARIABLE).ok().filter(|text| !text.is_empty());
    match (kind, given) {
        (Some(StoreKind::Keyring), _) | (None, None) => Ok(None),
        (_, Some(given)) => Ok(Some(given.into())),
        (Some(StoreKind::Passphrase), None) => {
            let typed =
                (!out.is_json()).then(|| ask::passphrase("Passphrase of your Docketbell store: "));
            match typed.flatten() {
                Some(typed) => Ok(Some(typed.into())),
                None => Err(Failure::new(
                    "needs_passphrase",
                    "This store opens with its passphrase, and none was given. Nothing was changed.",
                    format!("Set {VARIABLE}, or run the command in a terminal and type it."),
                )),
            }
        }
    }
}

/// Where there is no store yet, a passphrase is the way without a keyring.
fn with_the_other_way(problem: Problem, kind: Option<StoreKind>) -> Problem {
    if kind.is_some() || !problem.kind.starts_with("keyring") {
        return problem;
    }
    Problem {
        hint: format!(
            "Start the keyring, or set {VARIABLE} to make a store that opens with a passphrase of at least {SHORTEST_PASSPHRASE} characters, better {ADVISED_PASSPHRASE} or more."
        ),
        ..problem
    }
}

/// A folder remembers the profile that its store was made with. The running practice portal keeps its own up to date.
fn remember_profile(everywhere: &Everywhere, place: &Place) -> Result<(), Failure> {
    let kept = place
        .folder
        .join(docketbell_core::app::folder::PROFILE_FILE);
    if let Some(file) = everywhere.portal.as_deref().filter(|_| !kept.exists()) {
        let text = std::fs::read_to_string(file).map_err(|e| Failure::file(file, "read", &e))?;
        opening::keep_profile(&place.folder, &text)?;
    }
    Ok(())
}
