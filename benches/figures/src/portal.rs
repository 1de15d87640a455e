//! A practice portal of a given size, for measuring: `figures-portal CASES ENTRIES IN_FLIGHT PROFILE [USERS]`. With USERS
//! its group has so many more, and `second_admin` may sign in to it.
//!
//! Writes a portal profile without pace to the file PROFILE, prints one line with the portal's address and the token of
//! its control endpoint, and runs until its standard input closes.

use anyhow::{Context, Result};
use docketbell_practice::{Act, GroupRef, IssueAdministrator, PracticeConfig, start};
use serde_json::json;
use std::io::Read;

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let mut next = |what: &str| words.next().with_context(|| format!("{what} is missing"));
    let cases: u32 = next("the number of cases")?.parse()?;
    let entries: u32 = next("the number of entries")?.parse()?;
    let in_flight: u32 = next("the number of requests in flight")?.parse()?;
    let profile = next("the profile's file")?;
    let users: u32 = words.next().map_or(Ok(0), |word| word.parse())?;

    let running = start(PracticeConfig {
        cases,
        entries_per_case: Some(entries),
        ..PracticeConfig::default()
    })
    .await?;
    if users > 0 {
        running
            .world()
            .act(Act::IssueAdministrator(IssueAdministrator {
                user_name: "second_admin".to_owned(),
                ready: true,
                ..IssueAdministrator::default()
            }))?;
        running.world().act(Act::FillGroup(GroupRef {
            count: users,
            ..GroupRef::default()
        }))?;
    }
    let text = running
        .profile_toml()
        .replace("requests_per_minute = 600\n", "")
        .replace("max_in_flight = 2", &format!("max_in_flight = {in_flight}"))
        .replace("daily_budget = 100000", "daily_budget = 100000000");
    std::fs::write(&profile, text).with_context(|| format!("writing {profile}"))?;
    println!(
        "{}",
        json!({ "base_url": running.base_url(), "control_url": running.control_url(), "token": running.token() })
    );

    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    running.stop().await;
    Ok(())
}
