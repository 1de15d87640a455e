//! The portal's posted notice: shown once, before the first thing is asked of a portal whose profile wants it read.

use docketbell_core::app::Desk;

use crate::ask;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Lets a person read the notice, where nobody has yet. `cases`: how many are about to be asked for; what the profile
/// does not allow anyway is refused without a question.
pub async fn read_first(desk: &Desk, out: &Output, cases: usize) -> Outcome {
    let status = desk.status().await?;
    let allowed = match status.asked_checks.as_str() {
        "all" => true,
        "one" => cases <= 1,
        _ => false,
    };
    if !status.notice_unread || !allowed {
        return Ok(());
    }
    let text = desk.about().await?.notice.unwrap_or_default();
    let prompt = format!(
        "{} posts this notice. Have you read it?",
        status.portal_name
    );
    if ask::agreement(out, "agreement", &prompt, &text)? {
        return Ok(desk.read_notice().await?);
    }
    Err(Failure::new(
        "needs_person",
        "The portal's posted notice has to be read once before anything is asked. Nothing was sent.",
        "Run the command again and read it.",
    ))
}
