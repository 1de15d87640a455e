//! The administrator's commands: `group …`, `outbox`, `deliver`, `withdraw`, and what `reconcile` settles of them.

use std::collections::BTreeSet;

use docketbell_core::app::Desk;
use docketbell_core::app::group::Delivery;
use docketbell_core::domain::action::REVIEW_AFTER;
use docketbell_core::domain::{ActionState, KnownUser, UserStatus, Wanted, group_words};
use docketbell_core::portal::Waiting;
use docketbell_core::portal::journeys::{
    Answer, Answers, Ask, AskKind, JourneyStep, NobodyThere, PageAsk, Person,
};
use docketbell_core::storage::StoredAction;
use serde_json::{Map, Value, json};

use crate::args::{Everywhere, GroupUsers, GroupWhat};
use crate::ask::{self, TerminalPerson};
use crate::failure::{Failure, Outcome, exit_code};
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::{Output, moment};
use crate::posted;

/// Whoever sits at the terminal. The pages that are passed are nobody's business here: one line a user is printed.
struct AtTheDesk<'o>(TerminalPerson<'o>);

impl<'o> AtTheDesk<'o> {
    fn new(out: &'o Output) -> Self {
        Self(TerminalPerson::new(out, false))
    }
}

impl Person for AtTheDesk<'_> {
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        self.0.ask(page)
    }

    fn reached(&self, _step: &JourneyStep) {}
}

/// `group …`.
pub async fn run(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    what: GroupWhat,
) -> Outcome {
    let desk = open::open_or_make(everywhere, out).await?;
    let done = tokio::select! {
        done = one(&desk, out, what) => done,
        // Each click is on disk before it is sent: what is on its way is uncertain, and settled by reading.
        () = interrupt.wait() => docketbell_desktop::leave(130),
    };
    desk.close().await;
    done
}

async fn one(desk: &Desk, out: &Output, what: GroupWhat) -> Outcome {
    match what {
        GroupWhat::Roster { refresh } => roster(desk, out, refresh).await,
        GroupWhat::Disable(users) => change(desk, out, Wanted::Disabled, users).await,
        GroupWhat::Activate(users) => change(desk, out, Wanted::Active, users).await,
        GroupWhat::Remove(users) => change(desk, out, Wanted::Removed, users).await,
        GroupWhat::Pin {
            generate,
            length,
            remember,
        } => pin(desk, out, generate.then_some(length), remember).await,
    }
}

async fn roster(desk: &Desk, out: &Output, refresh: bool) -> Outcome {
    if refresh {
        posted::read_first(desk, out, 1).await?;
        let read_before = desk.roster().await?.facts.as_of.is_some();
        let changes = desk.refresh_roster(&AtTheDesk::new(out)).await?;
        for change in changes.iter().filter(|_| read_before) {
            out.note(&format!("{} {} now.", change.name, change.after.in_words()));
        }
    }
    let roster = desk.roster().await?;
    let as_of = roster.facts.as_of.map(|at| at.to_string());
    let mut rows = Vec::with_capacity(roster.users.len());
    for known in &roster.users {
        let pending = roster
            .pending
            .iter()
            .rfind(|a| a.user_name == known.user.user_name);
        if out.is_json() {
            out.json_line(&line(known, as_of.as_deref(), pending));
        } else {
            rows.push(row(known, pending));
        }
    }
    match &as_of {
        Some(as_of) => {
            out.table(
                &["User name", "Name", "Status", "Information", "Waiting"],
                &rows,
            );
            out.say(&format!(
                "{}, as of {}.",
                roster.facts.name.as_deref().unwrap_or("The group"),
                moment(as_of)
            ));
            if let Some(failed) = &roster.facts.failed {
                out.note(&format!(
                    "The last reading did not work: {}",
                    failed.message
                ));
            }
        }
        None => out.note("The roster was never read. Read it: docketctl group roster --refresh"),
    }
    Ok(())
}

fn line(known: &KnownUser, as_of: Option<&str>, pending: Option<&StoredAction>) -> Value {
    let mut line = json!({
        "user_name": known.user.user_name,
        "name": known.user.name,
        "status": known.user.status.as_str(),
        "information": known.user.information,
        "as_of": as_of,
        "status_since": known.status_since.to_string(),
        "first_seen_at": known.first_seen_at.to_string(),
        "last_seen_at": known.last_seen_at.to_string(),
        "note": known.note,
    });
    if let (Some(action), Some(line)) = (pending, line.as_object_mut()) {
        let pending = json!({
            "id": action.id,
            "wanted": action.wanted.as_str(),
            "state": action.state.as_str(),
        });
        line.insert("pending".into(), pending);
    }
    line
}

fn row(known: &KnownUser, pending: Option<&StoredAction>) -> Vec<String> {
    vec![
        known.user.user_name.clone(),
        known.user.name.clone(),
        match &known.user.status {
            UserStatus::Removed => "removed".to_owned(),
            status => status.as_str().to_owned(),
        },
        known.user.information.clone(),
        pending.map_or(String::new(), |action| {
            format!("{}: {}", action.wanted.verb(), action.state.as_str())
        }),
    ]
}

/// `group disable`, `activate`, `remove`: queues, and delivers at once unless `--later`.
async fn change(desk: &Desk, out: &Output, wanted: Wanted, asked: GroupUsers) -> Outcome {
    let GroupUsers { users, later } = asked;
    if !later {
        posted::read_first(desk, out, 1).await?;
    }
    let person = AtTheDesk::new(out);
    let queued = match desk.ask_for(wanted, users.clone(), None).await {
        // Somebody who joined after the roster was read.
        Err(problem) if problem.kind == "no_such_user" && !later => {
            desk.refresh_roster(&person).await?;
            desk.ask_for(wanted, users, None).await?
        }
        queued => queued?,
    };
    out.note(&format!(
        "{} {}",
        match queued.as_slice() {
            [one] => group_words::effect(wanted, &one.user_name),
            many => group_words::effect_of_several(wanted, many.len()),
        },
        group_words::told(wanted)
    ));
    if later {
        for action in &queued {
            print_change(out, action);
        }
        if wanted.is_security() {
            out.note(&group_words::urgent());
        }
        return Ok(());
    }
    let ids: BTreeSet<i64> = queued.iter().map(|a| a.id).collect();
    let names: BTreeSet<String> = queued.iter().map(|a| a.user_name.clone()).collect();
    let delivered = desk.deliver_actions(Some(&names), &person).await;
    let delivered = match delivered {
        Ok(delivered) => delivered,
        Err(stopped) => {
            for action in &queued {
                print_change(out, action);
            }
            return Err(waits(stopped.into()));
        }
    };
    let (ours, earlier): (Vec<_>, Vec<_>) = delivered
        .actions
        .iter()
        .partition(|action| ids.contains(&action.id));
    for action in ours
        .iter()
        .filter(|a| a.settled_at.is_none() || a.state != ActionState::Withdrawn)
    {
        print_change(out, action);
    }
    // An action in conflict is not delivered; it is told all the same.
    for action in queued.iter().filter(|q| !ours.iter().any(|a| a.id == q.id)) {
        print_change(out, action);
    }
    let mut all: Vec<&StoredAction> = ours;
    all.extend(queued.iter().filter(|q| q.state == ActionState::Conflict));
    if !earlier.is_empty() {
        out.note("Earlier requests about these users went first; `docketctl outbox` shows them.");
    }
    ended(out, &all, &delivered)
}

fn print_change(out: &Output, action: &StoredAction) {
    let mut line = json!({
        "user_name": action.user_name,
        "wanted": action.wanted.as_str(),
        "state": action.state.as_str(),
        "id": action.id,
    });
    add_words(&mut line, action);
    out.result(&line, || in_words(action));
}

fn in_words(action: &StoredAction) -> String {
    let name = &action.user_name;
    let mut words = format!(
        "{}. {}",
        group_words::title(action.wanted, name),
        group_words::standing(action.wanted, action.state, name, None)
    );
    for more in [&action.message, &action.portal_says].into_iter().flatten() {
        words.push(' ');
        words.push_str(more);
    }
    words
}

fn add_words(line: &mut Value, action: &StoredAction) {
    let Some(fields) = line.as_object_mut() else {
        return;
    };
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value);
        }
    };
    put("portal_says", action.portal_says.as_ref().map(|w| json!(w)));
    put("message", action.message.as_ref().map(|w| json!(w)));
    if action.state == ActionState::Conflict {
        put(
            "expected",
            action.expected.as_ref().map(|s| json!(s.as_str())),
        );
        put("shown", action.shown.as_ref().map(|s| json!(s.as_str())));
    }
}

/// A line of `outbox`, `deliver`, `reconcile` and `withdraw`.
fn action_line(action: &StoredAction) -> Value {
    let mut line = json!({
        "id": action.id,
        "kind": action.wanted.verb(),
        "user_name": action.user_name,
        "wanted": action.wanted.as_str(),
        "state": action.state.as_str(),
        "asked_at": action.asked_at.to_string(),
    });
    add_words(&mut line, action);
    if let (Some(at), Some(fields)) = (action.settled_at, line.as_object_mut()) {
        fields.insert("settled_at".into(), json!(at.to_string()));
    }
    line
}

fn print_action(out: &Output, action: &StoredAction) {
    out.result(&action_line(action), || {
        format!("{}  {}", action.id, in_words(action))
    });
}

/// `outbox`.
pub async fn outbox(everywhere: &Everywhere, out: &Output) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        out.say("Nothing waits.");
        return Ok(());
    };
    let lines = desk.outbox_lines().await;
    desk.close().await;
    let lines = lines?;
    if lines.is_empty() {
        out.say("Nothing waits.");
    }
    for action in &lines {
        print_action(out, action);
    }
    if lines
        .iter()
        .any(|a| a.state.is_pending() && a.wanted.is_security())
    {
        out.note(&group_words::urgent());
    }
    Ok(())
}

/// `withdraw`.
pub async fn withdraw(everywhere: &Everywhere, out: &Output, id: i64) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Err(Failure::new(
            "bad_input",
            format!("There is no action {id}."),
            "The outbox lists them.",
        ));
    };
    let withdrawn = desk.withdraw_action(id).await;
    desk.close().await;
    print_action(out, &withdrawn?);
    Ok(())
}

/// `deliver`.
pub async fn deliver(everywhere: &Everywhere, out: &Output, interrupt: &Interrupt) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        out.say("Nothing waits.");
        return Ok(());
    };
    let done = tokio::select! {
        done = deliver_all(&desk, out) => done,
        () = interrupt.wait() => docketbell_desktop::leave(130),
    };
    desk.close().await;
    done
}

async fn deliver_all(desk: &Desk, out: &Output) -> Outcome {
    let roster = desk.roster().await?;
    if roster.pending.is_empty() {
        out.say("Nothing waits.");
        return Ok(());
    }
    posted::read_first(desk, out, 1).await?;
    let nobody_there = old_ones(&roster.pending, out, desk).await?;
    let delivered = match desk.deliver_actions(None, &AtTheDesk::new(out)).await {
        Ok(delivered) => delivered,
        Err(stopped) => return Err(waits(stopped.into())),
    };
    for action in &delivered.actions {
        print_action(out, action);
    }
    // Conflicts of earlier deliveries still wait for a person.
    let before: Vec<StoredAction> = roster
        .pending
        .into_iter()
        .filter(|a| a.state == ActionState::Conflict)
        .collect();
    for action in &before {
        print_action(out, action);
    }
    let all: Vec<&StoredAction> = delivered.actions.iter().chain(&before).collect();
    let ended = ended(out, &all, &delivered);
    match (ended, nobody_there) {
        (Ok(()), Some(nobody)) => Err(nobody),
        (ended, _) => ended,
    }
}

/// Actions older than a day: a person says whether they still hold. Gives the error of a question that nobody answered.
async fn old_ones(
    pending: &[StoredAction],
    out: &Output,
    desk: &Desk,
) -> Result<Option<Failure>, Failure> {
    let old: Vec<&StoredAction> = pending
        .iter()
        .filter(|a| a.state == ActionState::Queued && desk.is_older_than(a.looked_at, REVIEW_AFTER))
        .collect();
    let mut hold = Vec::new();
    for action in old {
        let prompt = format!(
            "{} was asked for on {}. Does it still hold?",
            group_words::title(action.wanted, &action.user_name),
            moment(&action.asked_at.to_string())
        );
        let text = format!(
            "{} {}",
            group_words::effect(action.wanted, &action.user_name),
            group_words::told(action.wanted)
        );
        match ask::agreement(out, "agreement", &prompt, &text) {
            Ok(true) => hold.push(action.id),
            Ok(false) => out.note(&format!(
                "Action {} waits on. Take it back: docketctl withdraw {}",
                action.id, action.id
            )),
            Err(nobody) => {
                desk.confirm_actions(hold).await?;
                return Ok(Some(nobody));
            }
        }
    }
    desk.confirm_actions(hold).await?;
    Ok(None)
}

/// The exit of a delivery: what stopped it, what is uncertain, what needs a person, what was refused.
fn ended(out: &Output, all: &[&StoredAction], delivered: &Delivery) -> Outcome {
    let of = |state: ActionState| all.iter().filter(|a| a.state == state).count();
    let uncertain = of(ActionState::Uncertain) + of(ActionState::Sending);
    let stopped = delivered.stopped.clone().map(Failure::from);
    if all
        .iter()
        .any(|a| a.wanted.is_security() && a.state.is_pending())
    {
        out.note(&group_words::urgent());
    }
    if let Some(stopped) = stopped {
        // That the portal could not be reached is the smaller news when nobody knows what is in effect.
        if uncertain == 0 || exit_code(&stopped.problem.kind) != 5 {
            return Err(waits(stopped));
        }
    }
    if uncertain > 0 {
        return Err(Failure::new(
            "uncertain",
            format!(
                "{uncertain} of {} actions: sent, and not confirmed by the portal's list. Nothing is sent again.",
                all.len()
            ),
            "Settle it by reading the portal: docketctl reconcile",
        ));
    }
    if of(ActionState::Conflict) > 0 {
        return Err(Failure::new(
            "conflict",
            format!(
                "{} of {} actions no longer fit what the portal shows: somebody else changed the user. Nothing was sent for them.",
                of(ActionState::Conflict),
                all.len()
            ),
            "Drop one with `docketctl withdraw ID`; to insist, withdraw it and ask for it again.",
        ));
    }
    if !delivered.to_review.is_empty() {
        return Err(Failure::new(
            "needs_person",
            format!(
                "{} actions wait for longer than a day and were not sent.",
                delivered.to_review.len()
            ),
            "Run `docketctl deliver` and say whether they still hold, or take them back with `docketctl withdraw ID`.",
        ));
    }
    let no = of(ActionState::Refused) + of(ActionState::Failed);
    if no > 0 {
        let words: Vec<String> = all
            .iter()
            .filter(|a| matches!(a.state, ActionState::Refused | ActionState::Failed))
            .filter_map(|a| a.portal_says.clone().or_else(|| a.message.clone()))
            .collect();
        let kind = if of(ActionState::Refused) > 0 {
            "refused"
        } else {
            "failed"
        };
        return Err(Failure::new(
            kind,
            words.join(" "),
            "Look at the roster; ask again if it still holds.",
        ));
    }
    Ok(())
}

/// What stopped a delivery, and that the rest waits.
fn waits(mut failure: Failure) -> Failure {
    let more = "What was not sent waits in the outbox and is not in effect: docketctl deliver";
    failure.problem.hint = format!("{} {more}", failure.problem.hint).trim().to_owned();
    failure
}

/// Settles uncertain actions by reading the roster; nothing is pressed.
pub async fn settle(
    desk: &Desk,
    out: &Output,
    interrupt: &Interrupt,
) -> Result<Vec<StoredAction>, Failure> {
    let person = AtTheDesk::new(out);
    tokio::select! {
        settled = desk.reconcile_actions(&person) => Ok(settled?),
        () = interrupt.wait() => docketbell_desktop::leave(130),
    }
}

/// Prints them; `true` when one stays uncertain.
pub fn print_settled(out: &Output, actions: &[StoredAction]) -> bool {
    for action in actions {
        print_action(out, action);
    }
    actions.iter().any(|a| a.state == ActionState::Uncertain)
}

/// `group pin`.
async fn pin(desk: &Desk, out: &Output, generate: Option<u32>, remember: bool) -> Outcome {
    posted::read_first(desk, out, 1).await?;
    let person = AtTheDesk(TerminalPerson::new(out, remember));
    let typed = match generate {
        Some(_) => None,
        None => Some(ask_pin(&person).await?),
    };
    let keep = remember || generate.is_some();
    let words = desk
        .change_group_pin(typed, generate.unwrap_or_default(), keep, &person)
        .await?;
    let mut line = Map::new();
    line.insert("outcome".into(), json!("changed"));
    line.insert("kept".into(), json!(keep));
    line.insert("portal_says".into(), json!(words));
    out.result(&Value::Object(line), || {
        format!(
            "The group's PIN is changed. {}",
            if keep {
                "It is kept in the secret store; the window shows it on request."
            } else {
                "It is not kept on this computer."
            }
        )
    });
    Ok(())
}

async fn ask_pin(person: &AtTheDesk<'_>) -> Result<secrecy::SecretString, Failure> {
    let ask = Ask::new(AskKind::Secret, "pin", "New PIN of the group");
    let page = PageAsk {
        journey: docketbell_core::domain::JourneyKind::Maintenance,
        step: String::new(),
        page: String::new(),
        told: Vec::new(),
        refusals: Vec::new(),
        asks: vec![ask],
        last_click: true,
        review: Vec::new(),
        button: String::new(),
        host: String::new(),
    };
    match person.ask(page).await.map(|mut answers| answers.pop()) {
        Ok(Some(Answer::Secret(pin, _))) => Ok(pin),
        _ => Err(Failure::new(
            "needs_person",
            "Nobody typed the new PIN. Nothing was sent.",
            "Run the command again, or let it make one: --generate",
        )),
    }
}
