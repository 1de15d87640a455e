//! Notices of a short run: without buttons, since the window's process owns clicks. What cannot be shown stays queued
//! for the window; nothing is lost.

use std::sync::Arc;

use docketbell_core::app::Desk;
use docketbell_desktop::DesktopNotifier;

use crate::args::Everywhere;
use crate::output::Output;

/// Shows the notices that wait, those that an earlier run left behind included.
pub async fn show(desk: &Desk, everywhere: &Everywhere, out: &Output) {
    if everywhere.no_notify {
        return;
    }
    let notifier = Arc::new(DesktopNotifier::without_actions());
    if let Err(problem) = desk.relay_once(notifier).await {
        // The check did its work; that a notice waits is no reason to say otherwise.
        out.note(&format!("Notices wait: {problem}"));
    }
}
