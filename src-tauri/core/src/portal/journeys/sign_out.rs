//! Signing out: `<Log off>` where the portal offers it. What is kept here is forgotten by the caller, whatever the portal
//! answers.

use super::outcome::JourneyError;
use super::walk::Walk;
use crate::domain::PortalPart;
use crate::portal::words::Press;

/// Presses `<Log off>` on the page where the session stands; `false` when the portal offers none.
pub(super) async fn go(walk: &mut Walk<'_>, part: PortalPart) -> Result<bool, JourneyError> {
    let start = match walk.start.resume_at.take() {
        Some(at) => at,
        None => super::sign_in::entrance(walk, part)?,
    };
    let page = walk.open(&start).await?;
    if !page.offers(walk.words().button(Press::LogOff)) {
        return Ok(false);
    }
    let (request, _) = walk.press(&page, &[Press::LogOff])?;
    walk.send(request, None).await?;
    Ok(true)
}
