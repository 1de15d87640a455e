//! `watch`: keeps checking on schedule until Ctrl-C, and prints what `check` prints.

use std::sync::{Arc, Mutex, PoisonError};

use docketbell_core::app::views::{CheckSummary, Problem};
use docketbell_core::app::{Desk, DeskEvent};
use docketbell_desktop::DesktopNotifier;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::args::Everywhere;
use crate::commands::check;
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::{Output, moment};

/// `watch`.
pub async fn run(everywhere: &Everywhere, out: &Output, interrupt: &Interrupt) -> Outcome {
    let desk = open::open_or_make(everywhere, out).await?;
    let ended = watch(&desk, everywhere, out, interrupt).await;
    desk.close().await;
    ended
}

async fn watch(
    desk: &Desk,
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
) -> Outcome {
    desk.may_check_cases(0, true).await?;
    if let Some(stop) = desk.status().await?.stopped {
        return Err(Failure::new(
            "access_stopped",
            format!(
                "Access has been stopped since {}. The portal said: \"{}\"",
                moment(&stop.since),
                stop.words
            ),
            "When the portal may be asked again: docketctl access resume",
        ));
    }
    if !everywhere.no_notify {
        desk.start_relay(Arc::new(DesktopNotifier::without_actions()))
            .await?;
    }
    out.say("Watching. Ctrl-C ends it.");
    let stop = CancellationToken::new();
    let stopped: Mutex<Option<Problem>> = Mutex::new(None);
    let mut events = desk.subscribe();
    let watching = desk.watch(&stop, |summary: &CheckSummary| {
        check::print_summary(out, summary);
        // Only a person lifts a stop, so there is nothing left to watch for.
        if let Some(problem) = summary
            .problem
            .as_ref()
            .filter(|p| p.kind == "access_stopped")
        {
            *stopped.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem.clone());
            stop.cancel();
        }
    });
    tokio::pin!(watching);
    let mut ending = false;
    loop {
        tokio::select! {
            biased;
            event = events.recv() => match event {
                Ok(DeskEvent::Found(change)) => check::print_change(out, &change),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => out.note("Some changes were not printed; all are in: docketctl changes"),
                Err(RecvError::Closed) => events = desk.subscribe(),
            },
            ended = &mut watching => {
                ended?;
                break;
            }
            () = interrupt.wait(), if !ending => {
                ending = true;
                stop.cancel();
            }
        }
    }
    let stopped = stopped
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    match stopped {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}
