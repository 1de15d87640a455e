//! The journeys of an account: `register`, `associate`, `dissociate`, `preferences`, `sign-in`, `sign-out`,
//! `change-password`, `recover`, and settling one whose last answer was lost.

use std::path::PathBuf;

use docketbell_core::app::Desk;
use docketbell_core::app::accounts::link_of;
use docketbell_core::app::travel::{Reconciled, Stopped, Wish};
use docketbell_core::domain::{JourneyKind, PortalPart};
use docketbell_core::portal::journeys::{Outcome as End, PREFERENCES, Settled, SignInState};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::answers;
use crate::args::{Everywhere, RecoverWhat, RegisterWho, SignInTo};
use crate::ask::{self, TerminalPerson};
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::{Output, moment};
use crate::posted;

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        let mut problem = stopped.problem;
        problem.more.extend(stopped.more);
        Self { problem }
    }
}

/// What `register` was asked for.
pub struct Registration {
    pub who: RegisterWho,
    pub answers: Option<PathBuf>,
    pub remember: bool,
    pub anew: bool,
    pub resend: bool,
}

/// What `associate` was asked for.
pub struct Association {
    pub link: String,
    pub info: Option<String>,
    pub remember: bool,
    pub anew: bool,
}

/// `register`.
pub async fn register(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    asked: Registration,
) -> Outcome {
    let kind = match asked.who {
        RegisterWho::User => JourneyKind::RegisterUser,
        RegisterWho::Administrator => JourneyKind::RegisterAdministrator,
        RegisterWho::Account if asked.resend => JourneyKind::ResendVerification,
        RegisterWho::Account => JourneyKind::RegisterAccount,
    };
    let file = asked.answers.as_deref();
    let wish = Wish {
        answers: file.map(answers::read).transpose()?.unwrap_or_default(),
        anew: asked.anew,
        ..Wish::default()
    };
    journey(everywhere, out, interrupt, kind, wish, asked.remember).await
}

/// `associate`.
pub async fn associate(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    asked: Association,
) -> Outcome {
    let mut wish = Wish {
        link: Some(link_of(&asked.link)?),
        anew: asked.anew,
        ..Wish::default()
    };
    if let Some(info) = asked.info {
        wish.answers.insert("information".to_owned(), info);
    }
    let kind = JourneyKind::Associate;
    journey(everywhere, out, interrupt, kind, wish, asked.remember).await
}

/// `dissociate`.
pub async fn dissociate(everywhere: &Everywhere, out: &Output, interrupt: &Interrupt) -> Outcome {
    journey(
        everywhere,
        out,
        interrupt,
        JourneyKind::Dissociate,
        Wish::default(),
        false,
    )
    .await
}

/// `preferences`.
pub async fn preferences(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    set: Vec<(String, String)>,
) -> Outcome {
    let wish = Wish {
        looks_only: set.is_empty(),
        answers: set
            .into_iter()
            .map(|(label, value)| (format!("{PREFERENCES}{label}"), value))
            .collect(),
        ..Wish::default()
    };
    let kind = JourneyKind::Preferences;
    journey(everywhere, out, interrupt, kind, wish, false).await
}

/// `change-password`.
pub async fn change_password(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    to: Option<SignInTo>,
    remember: bool,
) -> Outcome {
    let wish = Wish {
        part: to.map(part_of),
        ..Wish::default()
    };
    let kind = JourneyKind::ChangePassword;
    journey(everywhere, out, interrupt, kind, wish, remember).await
}

fn part_of(to: SignInTo) -> PortalPart {
    match to {
        SignInTo::Casenet => PortalPart::Casenet,
        SignInTo::Ecf => PortalPart::Ecf,
        SignInTo::Group => PortalPart::Group,
    }
}

/// `sign-in`.
pub async fn sign_in(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    to: Option<SignInTo>,
    remember: bool,
) -> Outcome {
    let wish = Wish {
        part: to.map(part_of),
        ..Wish::default()
    };
    journey(
        everywhere,
        out,
        interrupt,
        JourneyKind::SignIn,
        wish,
        remember,
    )
    .await
}

/// `recover`.
pub async fn recover(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    what: RecoverWhat,
    link: bool,
) -> Outcome {
    let kind = match (what, link) {
        (RecoverWhat::Password, true) => JourneyKind::ChangePassword,
        (RecoverWhat::Password, false) => JourneyKind::RecoverPassword,
        (RecoverWhat::UserName, false) => JourneyKind::RecoverUserName,
        (RecoverWhat::UserName, true) => {
            return Err(Failure::new(
                "bad_input",
                "The e-mail about a user name names it and has no link.",
                "Leave --link out.",
            ));
        }
    };
    let link = match link {
        true => {
            let asked = ask::secret(out, "link", "The link in the portal's e-mail: ")?;
            Some(link_of(asked.expose_secret().trim())?)
        }
        false => None,
    };
    let wish = Wish {
        link,
        ..Wish::default()
    };
    journey(everywhere, out, interrupt, kind, wish, false).await
}

/// `sign-out`.
pub async fn sign_out(everywhere: &Everywhere, out: &Output) -> Outcome {
    let told = match open::open_existing(everywhere, out).await? {
        Some(desk) => {
            let person = TerminalPerson::new(out, false);
            let ended = desk.end_session(&person).await;
            desk.close().await;
            ended?
        }
        None => false,
    };
    out.result(
        &json!({ "outcome": "signed_out", "next": "sign_in", "portal_told": told }),
        || {
            if told {
                "Signed out, here and at the portal.".to_owned()
            } else {
                "The session is forgotten on this computer.".to_owned()
            }
        },
    );
    Ok(())
}

/// `reconcile`: what was lost is settled by reading the portal.
pub async fn reconcile(everywhere: &Everywhere, out: &Output, interrupt: &Interrupt) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        out.say("Nothing is uncertain.");
        return Ok(());
    };
    let person = TerminalPerson::new(out, false);
    let settled = tokio::select! {
        settled = desk.reconcile_journeys(&person) => settled,
        () = interrupt.wait() => docketbell_desktop::leave(130),
    };
    let settled = match settled {
        Ok(settled) => settled,
        Err(stopped) => {
            desk.close().await;
            return Err(stopped.into());
        }
    };
    let actions = super::group::settle(&desk, out, interrupt).await;
    desk.close().await;
    let mut open = false;
    for reconciled in &settled {
        open |= matches!(
            reconciled.settled,
            Settled::StillUncertain { .. } | Settled::MailNotSeen
        );
        print_reconciled(out, reconciled);
    }
    let actions = actions?;
    if settled.is_empty() && actions.is_empty() {
        out.say("Nothing is uncertain.");
    }
    open |= super::group::print_settled(out, &actions);
    if open {
        return Err(Failure::new(
            "uncertain",
            "The portal did not tell whether the last click was carried out. Nothing was sent again.",
            "Run `docketctl reconcile` again later, with the right password or once you have looked into your mailbox; or look in your own browser. If you know that a registration was not done: the same command with --anew.",
        ));
    }
    Ok(())
}

async fn journey(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    kind: JourneyKind,
    wish: Wish,
    remember: bool,
) -> Outcome {
    let desk = open::open_or_make(everywhere, out).await?;
    let ended = tokio::select! {
        ended = travel(&desk, out, kind, wish, remember) => ended,
        // What was answered is kept page by page, so nothing has to be finished first.
        () = interrupt.wait() => docketbell_desktop::leave(130),
    };
    if remember && let Some(problem) = desk.keeping_trouble() {
        out.note(&format!("It is not kept: {}", problem.message));
    }
    desk.close().await;
    let end = ended?;
    if end.word == "not_verified" {
        return Err(not_verified(&end));
    }
    print(out, kind, &end);
    Ok(())
}

/// The account is there and cannot be used yet: while the link counts, and when it does so no longer.
fn not_verified(end: &End) -> Failure {
    let words = end.notice.clone().unwrap_or_default();
    let words = words.strip_suffix('.').unwrap_or(&words);
    let over = end.next == Some("resend_verification");
    match end.until.filter(|_| over) {
        Some(until) => Failure::new(
            "not_verified",
            format!(
                "The link in the portal's e-mail counted until {}, and the e-mail address was not verified by then. The portal says: \"{words}\".",
                moment(&until.to_string())
            ),
            "Ask for another e-mail: docketctl register account --resend. Where the portal knows the account no longer, register it once more.",
        ),
        None => Failure::new(
            "not_verified",
            format!(
                "The account is there, and its e-mail address is not verified yet. The portal says: \"{words}\"."
            ),
            "Follow the link in the portal's e-mail within 24 hours, or ask for another: docketctl register account --resend",
        ),
    }
}

async fn travel(
    desk: &Desk,
    out: &Output,
    kind: JourneyKind,
    wish: Wish,
    remember: bool,
) -> Result<End, Failure> {
    posted::read_first(desk, out, 1).await?;
    let person = TerminalPerson::new(out, remember);
    Ok(desk.travel(kind, wish, &person).await?)
}

fn print(out: &Output, kind: JourneyKind, end: &End) {
    let mut line = json!({ "outcome": end.word });
    if let Some(fields) = line.as_object_mut() {
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                fields.insert(key.to_owned(), value);
            }
        };
        match kind {
            JourneyKind::SignIn => {
                put("as", json!(end.user_name));
                put("to", json!(end.to.map(PortalPart::as_str)));
                let state = match end.state {
                    SignInState::SignedIn => Value::Null,
                    SignInState::Disabled => json!("disabled"),
                    SignInState::NoGroup => json!("no_group"),
                };
                put("state", state);
                put("group", json!(end.group));
            }
            JourneyKind::Associate => {
                fields.insert("group".to_owned(), json!(end.group));
            }
            JourneyKind::Dissociate => put("group", json!(end.group)),
            _ => put("as", json!(end.user_name)),
        }
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                fields.insert(key.to_owned(), value);
            }
        };
        if kind == JourneyKind::Preferences {
            let set = |(label, value): &(String, String)| json!({ "label": label, "value": value });
            put("preferences", end.preferences.iter().map(set).collect());
        }
        put("next", json!(end.next));
        put("until", json!(end.until.map(|at| at.to_string())));
        put("notice", json!(end.notice));
    }
    out.result(&line, || in_words(kind, end));
}

fn in_words(kind: JourneyKind, end: &End) -> String {
    let who = end.user_name.as_deref().unwrap_or("you");
    let mut words = match (kind, end.word) {
        (JourneyKind::SignIn, _) => {
            format!(
                "Signed in to {} as {who}.",
                end.to.map_or("the portal", PortalPart::in_words)
            )
        }
        (JourneyKind::Associate, _) => match &end.group {
            Some(group) => format!("{who} belongs to the group {group} now."),
            None => format!("{who} belongs to the group now."),
        },
        (JourneyKind::Dissociate, "dissociated") => {
            "You have left the group. Your account stays.".to_owned()
        }
        (JourneyKind::Preferences, word) => {
            let first = match word {
                "saved" => "Saved.",
                _ if end.preferences.is_empty() => "There are no defaults to set.",
                _ => "The defaults for eFiling:",
            };
            let lines = end.preferences.iter();
            let lines = lines.map(|(label, value)| format!("\n  {label}: {value}"));
            format!("{first}{}", lines.collect::<String>())
        }
        (JourneyKind::Dissociate, _) => "There was no group to leave.".to_owned(),
        (JourneyKind::RegisterAccount, _) => format!("The account {who} is made."),
        (_, "registered") => format!("{who} is registered."),
        (_, "mailed") => "The portal sends an e-mail to the registered address.".to_owned(),
        (_, "changed") => "The password is changed.".to_owned(),
        (_, other) => format!("Done: {other}."),
    };
    let next = match end.next {
        Some("verify_email") => {
            let until = end.until.map(|at| moment(&at.to_string())).unwrap_or_default();
            format!(" Now follow the link in the portal's e-mail, until {until}. No mail after an hour: look among the spam, then call the help desk.")
        }
        Some("associate") => " Next: docketctl associate LINK, with the link from your group's administrator.".to_owned(),
        Some("keep_link") => " The link to keep is the portal's /ecf/.".to_owned(),
        Some("group_menu") => " Your users need three things from you: the instruction packet, the group-association link, the group PIN.".to_owned(),
        Some("read_email") => " Read it and follow it. Without access to that address only the help desk can help.".to_owned(),
        _ => String::new(),
    };
    words.push_str(&next);
    if let Some(notice) = &end.notice {
        words.push_str(&format!(" The portal says: \"{notice}\""));
    }
    words
}

fn print_reconciled(out: &Output, reconciled: &Reconciled) {
    let journey = &reconciled.journey;
    let order = match journey.kind {
        // The account is its e-mail address; the user name of an answers file is for the other registrations.
        JourneyKind::RegisterAccount | JourneyKind::ResendVerification => ["email", "user_name"],
        _ => ["user_name", "email"],
    };
    let who = order.iter().find_map(|name| journey.answers.get(*name));
    let (state, says, message) = match &reconciled.settled {
        Settled::Done(end) if end.next == Some("register_administrator") => (
            "done",
            end.notice.clone(),
            "The new password counts. Run the same command again; the registration goes on from there."
                .to_owned(),
        ),
        Settled::Done(end) => (
            "done",
            end.notice.clone(),
            format!("It was done: {}.", end.word),
        ),
        Settled::NotDone { words } => (
            "failed",
            words.clone(),
            match journey.kind {
                // Of several clicks on the way nobody can tell which one was lost; the portal shows what is missing.
                JourneyKind::RegisterAdministrator => "The registration is not over. Run the same command again; it goes on from where the portal stands.",
                _ => "It was not done. Run the same command again; it goes on from there.",
            }
            .to_owned(),
        ),
        Settled::StillUncertain { words } => (
            "uncertain",
            Some(words.clone()),
            "The portal does not tell.".to_owned(),
        ),
        Settled::MailNotSeen => (
            "uncertain",
            None,
            "Only the e-mail tells. Look in your mailbox and in the spam folder, then say so: docketctl reconcile. No e-mail after an hour: say that it did not come, and ask for another.".to_owned(),
        ),
    };
    let next = match &reconciled.settled {
        Settled::Done(end) => end.next,
        _ => None,
    };
    let line = json!({
        "id": format!("journey-{}", journey.id),
        "kind": journey.kind.as_str(),
        "user_name": who,
        "wanted": wanted(journey.kind),
        "state": state,
        "asked_at": journey.started_at.to_string(),
        "portal_says": says,
        "message": message,
        "next": next,
    });
    out.result(&line, || format!("{}: {message}", journey.kind.in_words()));
}

fn wanted(kind: JourneyKind) -> &'static str {
    match kind {
        JourneyKind::Associate => "associated",
        JourneyKind::Dissociate => "dissociated",
        JourneyKind::ChangePassword => "changed",
        JourneyKind::Preferences => "saved",
        JourneyKind::RecoverPassword
        | JourneyKind::RecoverUserName
        | JourneyKind::ResendVerification => "mailed",
        _ => "registered",
    }
}
