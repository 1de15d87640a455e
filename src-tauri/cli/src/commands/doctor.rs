//! `doctor`: what was looked at, one line each. A store that does not open is a finding, not an end.

use std::sync::Arc;

use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::keeping::self_test;
use docketbell_core::app::ports::SecretStore;
use docketbell_core::app::views::{DoctorLine, DoctorVerdict, Protection};
use docketbell_core::app::{doctor, opening};
use docketbell_core::storage::StoreKind;
use docketbell_desktop::{KeyringSecrets, notification_service};

use crate::args::Everywhere;
use crate::failure::{Failure, Outcome};
use crate::open;
use crate::output::Output;

/// `doctor`.
pub async fn run(everywhere: &Everywhere, out: &Output) -> Outcome {
    let lines = match open::open_existing(everywhere, out).await {
        Ok(Some(desk)) => {
            let keyring = match desk.about().await?.protection {
                Protection::Keyring => self_test(keyring_of(&desk.profile().name)).await,
                // Nothing is written where nothing is needed: a name that is not there is an answer as well.
                Protection::Passphrase => {
                    let secrets = keyring_of(&desk.profile().name);
                    secrets.get("doctor").await.map(|_| ())
                }
            };
            let lines = desk.doctor(keyring, notification_service().await).await?;
            desk.close().await;
            lines
        }
        Ok(None) => vec![nothing_yet(), keyring_alone(everywhere).await?],
        Err(failure) if failure.exit_code() == 7 => {
            let store = doctor::store(Err(&failure.problem));
            match opening::look(&open::place(everywhere)?) {
                Ok(Some(StoreKind::Passphrase)) | Err(_) => vec![store],
                _ => vec![store, keyring_alone(everywhere).await?],
            }
        }
        Err(failure) => return Err(failure),
    };
    for line in &lines {
        out.result(line, || words(line));
    }
    Ok(())
}

/// The keyring by itself: there is no store, or none that opens.
async fn keyring_alone(everywhere: &Everywhere) -> Result<DoctorLine, Failure> {
    let place = open::place(everywhere)?;
    let tested = self_test(keyring_of(&place.profile.name)).await;
    Ok(doctor::keyring(tested.as_ref().copied(), None))
}

fn keyring_of(portal: &str) -> Arc<dyn SecretStore> {
    Arc::new(KeyringSecrets::new(&portal_slug(portal)))
}

fn nothing_yet() -> DoctorLine {
    DoctorLine {
        check: "store".into(),
        verdict: DoctorVerdict::Ok,
        message: "There is no store yet.".into(),
        hint: "Follow a case to make one: docketctl follow CASE_NUMBER".into(),
    }
}

fn words(line: &DoctorLine) -> String {
    let mark = match line.verdict {
        DoctorVerdict::Ok => "ok    ",
        DoctorVerdict::Warning => "look  ",
        DoctorVerdict::Broken => "broken",
    };
    let hint = if line.hint.is_empty() {
        String::new()
    } else {
        format!("\n                  {}", line.hint)
    };
    format!("{mark}  {:<9} {}{hint}", line.check, line.message)
}
