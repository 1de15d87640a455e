//! `practice`: the practice portal in the foreground, until Ctrl-C.

use std::path::{Path, PathBuf};
use std::time::Duration;

use docketbell_core::app::folder;
use docketbell_practice::{PracticeConfig, PracticeError, RunningPractice};
use serde_json::json;

use crate::args::Everywhere;
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::output::Output;

/// What `practice` was asked for.
#[derive(Debug)]
pub struct Asked {
    pub port: u16,
    pub cases: u32,
    pub profile_out: Option<PathBuf>,
    pub day: bool,
}

/// Runs the practice portal until it is interrupted.
pub async fn run(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    asked: Asked,
) -> Outcome {
    let data_folder = match &everywhere.data_dir {
        Some(folder) => folder.clone(),
        None => folder::data_root()?.join("practice"),
    };
    folder::make_private_folder(&data_folder)
        .map_err(|e| Failure::file(&data_folder, "used", &e))?;
    refuse_a_folder_of_another_portal(&data_folder)?;
    let running = docketbell_practice::start(PracticeConfig {
        port: asked.port,
        cases: asked.cases,
        folder: Some(data_folder.clone()),
        ..PracticeConfig::default()
    })
    .await
    .map_err(|e| why_not(&e))?;

    let profile = data_folder.join(folder::PROFILE_FILE);
    let text = running.profile_toml();
    write(&profile, &text)?;
    if let Some(path) = &asked.profile_out {
        write(path, &text)?;
    }
    let shown = asked.profile_out.as_deref().unwrap_or(&profile);
    out.result(
        &json!({
            "ready": true,
            "base_url": running.base_url(),
            "profile": std::path::absolute(shown).unwrap_or_else(|_| shown.to_owned()),
            "control_url": running.control_url(),
        }),
        || {
            format!(
                "The practice portal answers at {}\nChange its world at {}\nLeave this running; Ctrl-C ends it. In another terminal:\n  docketctl follow {}",
                running.base_url(),
                running.control_url(),
                docketbell_practice::TOUR_CASE,
            )
        },
    );
    if asked.day {
        day_at_court(&running, out, interrupt).await;
    }
    interrupt.wait().await;
    running.stop().await;
    out.say("The practice portal has ended. Its world is kept.");
    Ok(())
}

/// Lets the scripted day happen, a step every few seconds.
async fn day_at_court(running: &RunningPractice, out: &Output, interrupt: &Interrupt) {
    const BETWEEN: Duration = Duration::from_secs(8);
    for _ in 0..docketbell_practice::DAY_STEPS {
        tokio::select! {
            () = tokio::time::sleep(BETWEEN) => {}
            () = interrupt.wait() => return,
        }
        if let Err(error) = running.world().day_step() {
            out.note(&format!("The day at court ended: {error}"));
            return;
        }
    }
}

/// The practice profile is written into the data folder, so that folder must not be another portal's.
fn refuse_a_folder_of_another_portal(data_folder: &Path) -> Outcome {
    let Ok(text) = std::fs::read_to_string(data_folder.join(folder::PROFILE_FILE)) else {
        return Ok(());
    };
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .unwrap_or_default();
    if name.trim_matches('"') == "Practice portal" {
        return Ok(());
    }
    Err(Failure::new(
        "other_portal",
        format!(
            "The data folder {} belongs to another portal ({name}). Practice cases are never mixed with real ones.",
            data_folder.display()
        ),
        "Name another folder with --data-dir.",
    ))
}

fn write(path: &Path, text: &str) -> Outcome {
    folder::write_private(path, text.as_bytes()).map_err(|e| Failure::file(path, "written", &e))
}

fn why_not(error: &PracticeError) -> Failure {
    Failure::new("bad_input", format!("{error}."), "")
}
