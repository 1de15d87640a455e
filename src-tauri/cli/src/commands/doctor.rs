//! `doctor`: what was looked at, one line each. A store that does not open is a finding, not an end.

use docketbell_core::app::doctor;
use docketbell_core::app::folder::portal_slug;
use docketbell_core::app::ports::SecretStore;
use docketbell_core::app::views::{DoctorLine, DoctorVerdict};
use docketbell_desktop::{KeyringSecrets, notification_service};

use crate::args::Everywhere;
use crate::failure::Outcome;
use crate::open;
use crate::output::Output;

/// `doctor`.
pub async fn run(everywhere: &Everywhere, out: &Output) -> Outcome {
    let lines = match open::open_existing(everywhere, out).await {
        Ok(Some(desk)) => {
            let secrets = KeyringSecrets::new(&portal_slug(&desk.profile().name));
            // Whether it answers is the question; a name that is not there is an answer.
            let keyring = secrets.get("doctor").await.map(|_| ());
            let lines = desk.doctor(keyring, notification_service().await).await?;
            desk.close().await;
            lines
        }
        Ok(None) => vec![nothing_yet()],
        Err(failure) if failure.exit_code() == 7 => {
            vec![doctor::store(Err(&failure.problem))]
        }
        Err(failure) => return Err(failure),
    };
    for line in &lines {
        out.result(line, || words(line));
    }
    Ok(())
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
