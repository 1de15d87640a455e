//! `access`: whether the portal may be asked, going on after a stop, and what was sent.

use serde_json::json;

use crate::args::{AccessWhat, Everywhere};
use crate::failure::Outcome;
use crate::open;
use crate::output::{Output, moment};

/// `access`.
pub async fn run(everywhere: &Everywhere, out: &Output, what: AccessWhat) -> Outcome {
    match what {
        AccessWhat::Status => status(everywhere, out).await,
        AccessWhat::Resume => resume(everywhere, out).await,
        AccessWhat::Log { limit } => log(everywhere, out, limit).await,
    }
}

async fn status(everywhere: &Everywhere, out: &Output) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        out.result(&json!({ "stopped": null, "requests_today": 0 }), || {
            "Nothing was sent yet.".to_owned()
        });
        return Ok(());
    };
    let (status, about) = (desk.status().await?, desk.about().await?);
    let line = json!({
        "portal": status.portal_name,
        "stopped": status.stopped,
        "closed_until": status.closed_until,
        "budget_spent_until": status.budget_spent_until,
        "requests_today": about.requests_today,
        "daily_budget": about.daily_budget,
        "requests_per_minute": about.requests_per_minute,
        "automatic_checks": status.automatic,
        "asked_checks": status.asked_checks,
        "notice_unread": status.notice_unread,
        "permission": about.permission,
    });
    out.result(&line, || {
        let mut words = match &status.stopped {
            Some(stop) => format!(
                "{}: stopped since {}. The portal said: \"{}\"\nWhen it may be asked again: docketctl access resume",
                status.portal_name,
                moment(&stop.since),
                stop.words
            ),
            None => format!("{}: nothing is stopped.", status.portal_name),
        };
        if let Some(until) = &status.closed_until {
            words.push_str(&format!("\nClosed until {}.", moment(until)));
        }
        words.push_str(&match about.daily_budget {
            0 => format!("\n{} requests today.", about.requests_today),
            budget => format!("\n{} of {budget} requests today.", about.requests_today),
        });
        words
    });
    desk.close().await;
    Ok(())
}

async fn resume(everywhere: &Everywhere, out: &Output) -> Outcome {
    if let Some(desk) = open::open_existing(everywhere, out).await? {
        desk.resume_access().await?;
        desk.close().await;
    }
    out.result(&json!({ "outcome": "resumed" }), || {
        "The portal may be asked again. Nothing was sent by this.".to_owned()
    });
    Ok(())
}

async fn log(everywhere: &Everywhere, out: &Output, limit: u32) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Ok(());
    };
    for line in desk.access_log(limit).await? {
        out.result(&line, || {
            let status = line
                .status
                .map_or_else(|| "no answer".to_owned(), |s| s.to_string());
            format!(
                "{}  {} {}  {status}  {} bytes  {}",
                moment(&line.at),
                line.method,
                line.path,
                line.bytes,
                line.why
            )
        });
    }
    desk.close().await;
    Ok(())
}
