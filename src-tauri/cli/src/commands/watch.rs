//! `watch`: keeps checking on schedule until Ctrl-C, and prints what `check` prints.

use std::sync::Arc;
use std::time::Duration;

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

/// How often it is looked whether access was stopped meanwhile. One row is read.
const LOOK_FOR_A_STOP: Duration = Duration::from_secs(2);

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
    not_stopped(desk).await?;
    if !everywhere.no_notify {
        desk.start_relay(Arc::new(DesktopNotifier::without_actions()))
            .await?;
    }
    out.say("Watching. Ctrl-C ends it.");
    let stop = CancellationToken::new();
    let mut events = desk.subscribe();
    let watching = desk.watch(&stop);
    tokio::pin!(watching);
    let mut look = tokio::time::interval(LOOK_FOR_A_STOP);
    let mut ending: Option<Outcome> = None;
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
                return ending.unwrap_or(Ok(()));
            }
            () = interrupt.wait(), if ending.is_none() => {
                ending = Some(Ok(()));
                stop.cancel();
            }
            _ = look.tick(), if ending.is_none() => {
                // Only a person lifts a stop, so there is nothing left to watch for.
                if let Err(stopped) = not_stopped(desk).await {
                    ending = Some(Err(stopped));
                    stop.cancel();
                }
            }
        }
    }
}

async fn not_stopped(desk: &Desk) -> Outcome {
    match desk.status().await?.stopped {
        None => Ok(()),
        Some(stop) => Err(Failure::new(
            "access_stopped",
            format!(
                "Access has been stopped since {}. The portal said: \"{}\"",
                moment(&stop.since),
                stop.words
            ),
            "When the portal may be asked again: docketctl access resume",
        )),
    }
}
