//! The group administrator's desk by keys alone in the real window: before a court that can be away.

mod behind;
mod county;
mod large;
mod offline;
mod old;
mod papers;
mod pin;
mod trouble;

use docketbell_e2e::{App, Court, Stage};
use serde_json::json;

pub use county::County;

use crate::PROGRAM;
use crate::accounts::Person;

/// The group that a new practice world has.
const GROUP: &str = "Sample County Records Office";
/// Who administers it in these stories.
const ADMINISTRATOR: &str = "sample_desk";
const PASSWORD: &str = "Canary-Oak-77";

/// What the administrator of these stories knows.
const KNOWS: [(&str, &str); 2] = [("user_name", ADMINISTRATOR), ("password", PASSWORD)];

/// The app past its first run, before a court with an administrator whose registration is over.
pub async fn opened(stage: &Stage, county: &County) -> (App, Court) {
    let court = county.court().await;
    let issued =
        json!({ "user_name": ADMINISTRATOR, "group": GROUP, "password": PASSWORD, "ready": true });
    court.tell("issue_administrator", issued).await;
    let app = started(stage, county).await;
    app.first_run_by_keys_at(Some("County court")).await;
    app.window.bring_axe().await;
    (app, court)
}

/// The app, started for this court.
pub async fn started(stage: &Stage, county: &County) -> App {
    App::start(stage, PROGRAM, &["--portal", county.profile()]).await
}

/// From wherever the window is to the group's people.
async fn goes_to_the_group(app: &App) {
    app.window.enter_on("nav a[href='#/group']").await;
    app.window
        .wait_for("[data-testid=group][data-tab='']")
        .await;
}

/// Logs on where the desk says that it is needed, and comes back.
async fn logs_on(person: &mut Person<'_>, app: &App) {
    app.window.enter_on("[data-testid=group-sign-in]").await;
    let end = person.walks().await;
    assert_eq!(end.detail, "signed_in", "{end:?}");
    app.window.enter_on("[data-testid=back-to-group]").await;
    app.window.wait_for("[data-testid=group]").await;
}

/// Reads the list, with the log-on that it needs the first time.
async fn reads_the_list_first(person: &mut Person<'_>, app: &App) {
    goes_to_the_group(app).await;
    app.window.enter_on("[data-testid=read-first]").await;
    logs_on(person, app).await;
    app.window.enter_on("[data-testid=read-group]").await;
    app.window.wait_for("[data-testid=roster]").await;
}

/// Presses one of the letters on a person of the list, and says yes to what it means.
async fn asks_for(app: &App, letter: &str, user: &str) {
    app.window.tab_to(&format!("[data-person='{user}']")).await;
    app.window.press(letter).await;
    says_yes(app).await;
    app.window
        .wait_for(&format!("{}[data-pending=queued]", row(user)))
        .await;
}

/// Puts what the dialog shows into Waiting.
async fn says_yes(app: &App) {
    app.window
        .wait_for("[data-testid=plan-yes]:not([aria-disabled])")
        .await;
    app.window.enter_on("[data-testid=plan-yes]").await;
    app.window.wait_until_gone("[data-testid=plan]").await;
}

/// The focus is somewhere: what was pressed may be gone, and somebody at the keyboard goes on from there.
async fn still_stands(app: &App, when: &str) {
    app.window
        .until_true(
            &format!("the focus to be somewhere {when}"),
            "return !!document.activeElement && document.activeElement !== document.body",
            json!([]),
        )
        .await;
}

/// The row of a person.
fn row(user: &str) -> String {
    format!("[data-testid=user][data-user='{user}']")
}

/// An action about somebody in this state, on the list of what waits.
fn waiting(state: &str) -> String {
    format!("[data-testid=outbox] > ul [data-testid=action][data-state={state}]")
}

/// Sends what waits, with the log-on that it needs where the court has forgotten who this is.
async fn sends(app: &App) {
    app.window
        .enter_on("[data-testid=send]:not([aria-disabled])")
        .await;
}

/// Goes to another part of the desk.
async fn turns_to(app: &App, part: &str) {
    app.window
        .enter_on(&format!("nav a[href='#/group{part}']"))
        .await;
    let tab = part.trim_start_matches('/');
    app.window
        .wait_for(&format!("[data-testid=group][data-tab='{tab}']"))
        .await;
}

/// The PIN that counts at the court.
async fn pin_at(court: &Court) -> String {
    let said = court.ask("accounts").await.unwrap();
    let groups = said["groups"].as_array().unwrap();
    let ours = groups.iter().find(|group| group["name"] == GROUP).unwrap();
    ours["pin"].as_str().unwrap().to_owned()
}

/// Opens the form of a new PIN and has one made.
async fn has_a_pin_made(app: &App) {
    app.window.enter_on("[data-testid=change-pin]").await;
    app.window.wait_for("[data-testid=pin-form]").await;
    app.window
        .enter_on("[data-testid=pin-send]:not([aria-disabled])")
        .await;
}

/// How a person stands at the court; nothing when they are in no group.
async fn stands(court: &Court, user: &str) -> Option<String> {
    let said = court.ask("accounts").await.unwrap();
    let all = said["accounts"].as_array().unwrap();
    let found = all.iter().find(|one| one["user_name"] == user).unwrap();
    found["status"].as_str().map(str::to_owned)
}

/// What the court was asked to do to the list so far: presses of its buttons, by page.
async fn presses(court: &Court) -> usize {
    let all = court.requests().await;
    all.iter()
        .filter(|(method, path)| method == "POST" && path.contains("roup"))
        .count()
}
