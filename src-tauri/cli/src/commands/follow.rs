//! `follow`, `unfollow`, `forget`.

use std::io::Read;
use std::path::Path;

use docketbell_core::app::Desk;
use docketbell_core::app::asking::FollowWish;
use docketbell_core::app::desk::DeskEvent;
use docketbell_core::app::import_list::{self, LARGEST_LIST, ListLine, WantedCase};
use docketbell_core::app::views::{CaseWords, FollowOutcome, FollowResult};
use docketbell_core::domain::CaseNumber;
use docketbell_core::storage::OwnWords;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::args::{Everywhere, OneCase};
use crate::ask::{self, AskOption};
use crate::commands::find;
use crate::failure::{Failure, Outcome};
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::Output;
use crate::posted;
use crate::progress::Progress;

/// What `follow CASE_NUMBER` was asked for.
#[derive(Debug)]
pub struct Asked {
    pub case_number: String,
    pub court: Option<String>,
    pub label: Option<String>,
    pub matter: Option<String>,
    pub note: Option<String>,
}

/// Follows one case; asks a person where several courts have the number.
pub async fn one(everywhere: &Everywhere, out: &Output, asked: Asked) -> Outcome {
    // What cannot be sent is told before a store is made for it. What only looks wrong is a person's to ask for.
    let number = CaseNumber::asked(&asked.case_number)
        .map_err(|e| Failure::new("bad_input", e.to_string(), ""))?;
    if let Some(doubt) = number.doubt() {
        out.note(&format!("{doubt} The court is asked for it all the same."));
    }
    let desk = open::open_or_make(everywhere, out).await?;
    let ended = follow(&desk, out, asked).await;
    desk.close().await;
    ended
}

async fn follow(desk: &Desk, out: &Output, asked: Asked) -> Outcome {
    posted::read_first(desk, out, 1).await?;
    let words = OwnWords {
        label: asked.label.clone(),
        matter: asked.matter.clone(),
        note: asked.note.clone(),
        ..OwnWords::default()
    };
    let mut wish = FollowWish {
        line: 1,
        case_number: asked.case_number.clone(),
        court_id: asked.court.clone(),
        words,
        anyway: true,
    };
    let mut outcome = desk.follow_wish(wish.clone()).await?;
    if outcome.outcome == FollowResult::Ambiguous {
        let options: Vec<AskOption> = outcome
            .courts
            .iter()
            .map(|court| AskOption {
                value: court.value.clone(),
                label: court.label.clone(),
            })
            .collect();
        let prompt = outcome
            .message
            .clone()
            .unwrap_or_else(|| "Several courts have this number.".to_owned());
        wish.court_id = Some(ask::choice(out, "court", &prompt, &options)?);
        outcome = desk.follow_wish(wish).await?;
    }
    let message = outcome.message.clone().unwrap_or_default();
    let Some(id) = outcome.case_id else {
        return Err(match outcome.outcome {
            FollowResult::NotFound => Failure::new(
                "not_found",
                message,
                "Check the number. Confidential cases are never shown.",
            ),
            FollowResult::Invalid => Failure::new("bad_input", message, ""),
            _ => Failure::new("unexpected_page", message, "Try again later."),
        });
    };
    if outcome.outcome == FollowResult::Already {
        add_words(desk, id, &asked).await?;
    }
    let view = desk.case_view(id).await?;
    let row = &view.case;
    out.result(
        &json!({
            "case_number": row.case_number,
            "court_id": row.court_id,
            "style": row.style,
            "entries": row.entries,
        }),
        || {
            format!(
                "{} {} ({}): {} entries. It is kept fresh from now on.",
                row.case_number, row.style, row.court_id, row.entries
            )
        },
    );
    Ok(())
}

/// Words that were given for a case that is followed already replace its own; those not given stay.
async fn add_words(desk: &Desk, id: i64, asked: &Asked) -> Outcome {
    if asked.label.is_none() && asked.matter.is_none() && asked.note.is_none() {
        return Ok(());
    }
    let row = desk.case_view(id).await?.case;
    let words = CaseWords {
        label: asked.label.clone().or(row.label),
        matter: asked.matter.clone().or(row.matter),
        note: asked.note.clone().or(row.note),
        tags: row.tags,
    };
    Ok(desk.save_case_words(id, words).await?)
}

/// Follows a list; every line has its outcome, and one bad line stops nothing. What stopped the sending for all of them is
/// told once more as the last line.
pub async fn list(
    everywhere: &Everywhere,
    out: &Output,
    interrupt: &Interrupt,
    from: &Path,
) -> Outcome {
    let lines = import_list::read_list(&read(from)?)?;
    if lines.is_empty() {
        return Err(Failure::new(
            "bad_input",
            format!("{} holds no case number.", from.display()),
            "Write one case number per line, or CSV with the columns case_number,court_id,label,matter,note.",
        ));
    }
    let desk = open::open_or_make(everywhere, out).await?;
    let ended = follow_lines(&desk, out, interrupt, lines).await;
    desk.close().await;
    ended
}

async fn follow_lines(
    desk: &Desk,
    out: &Output,
    interrupt: &Interrupt,
    lines: Vec<ListLine>,
) -> Outcome {
    posted::read_first(desk, out, lines.len()).await?;
    let wishes: Vec<FollowWish> = lines.into_iter().map(wish).collect();
    let progress = Progress::new(out, wishes.len());
    let mut events = desk.subscribe();
    let following = desk.follow_wishes(wishes);
    tokio::pin!(following);
    // Lines are printed as they are done, in their order. When events were lost the rest is printed from the result.
    let mut printed = 0;
    let mut stopping = false;
    let list = loop {
        tokio::select! {
            biased;
            event = events.recv() => match event {
                Ok(DeskEvent::Follow(step)) if step.done == printed + 1 => {
                    printed += 1;
                    progress.step(|| print(out, &step.outcome));
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => events = desk.subscribe(),
            },
            list = &mut following => break list?,
            () = interrupt.wait(), if !stopping => {
                stopping = true;
                desk.cancel_follow().await?;
            }
        }
    };
    for outcome in list
        .outcomes
        .iter()
        .skip(usize::try_from(printed).unwrap_or(usize::MAX))
    {
        progress.step(|| print(out, outcome));
    }
    progress.end();
    // A bad line is told on its line; what ended the list is what the command ends with.
    list.ended.map_or(Ok(()), |problem| Err(problem.into()))
}

fn wish(line: ListLine) -> FollowWish {
    match line.wanted {
        Ok(WantedCase {
            case_number,
            court_id,
            label,
            matter,
            note,
        }) => FollowWish {
            line: line.line,
            // A line that looks wrong is named as it stands; it is not asked for.
            case_number: match CaseNumber::parse(case_number.as_str()) {
                Ok(number) => number.to_string(),
                Err(_) => line.shown,
            },
            court_id: court_id.map(|court| court.to_string()),
            words: OwnWords {
                label,
                matter,
                note,
                ..OwnWords::default()
            },
            anyway: false,
        },
        // The desk says of it what `import_list` said: there is nothing to ask for.
        Err(_) => FollowWish {
            line: line.line,
            case_number: line.shown,
            court_id: None,
            words: OwnWords::default(),
            anyway: false,
        },
    }
}

fn print(out: &Output, outcome: &FollowOutcome) {
    let mut outcome = outcome.clone();
    if outcome.outcome == FollowResult::Invalid
        && CaseNumber::parse(&outcome.case_number).is_err()
        && CaseNumber::asked(&outcome.case_number).is_ok()
        && let Some(why) = &mut outcome.message
    {
        why.push_str(
            " It was not asked for. If the court does call a case so, follow it by itself.",
        );
    }
    let outcome = &outcome;
    let mut line = json!({
        "line": outcome.line,
        "case_number": outcome.case_number,
        "outcome": outcome.outcome,
    });
    if let (Some(message), Some(line)) = (&outcome.message, line.as_object_mut()) {
        line.insert("message".into(), json!(message));
    }
    out.result(&line, || {
        let word = serde_json::to_value(outcome.outcome).ok();
        let word = word
            .as_ref()
            .and_then(|w| w.as_str())
            .unwrap_or_default()
            .replace('_', " ");
        let message = outcome
            .message
            .as_deref()
            .map(|m| format!(" ({m})"))
            .unwrap_or_default();
        format!(
            "line {}: {} {word}{message}",
            outcome.line, outcome.case_number
        )
    });
}

fn read(from: &Path) -> Result<Vec<u8>, Failure> {
    // One byte more than is taken, so that a longer list is told as such and never cut silently.
    let most = LARGEST_LIST as u64 + 1;
    let mut bytes = Vec::new();
    let read = if from == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(from).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|e| Failure::file(from, "read", &e))?;
    Ok(bytes)
}

/// Stops following a case; the copy stays.
pub async fn unfollow(everywhere: &Everywhere, out: &Output, asked: &OneCase) -> Outcome {
    let desk = open::open_existing(everywhere, out).await?;
    let row = find::case(desk.as_ref(), &asked.case_number, asked.court.as_deref()).await?;
    if let Some(desk) = desk {
        desk.unfollow_case(row.id).await?;
        desk.close().await;
    }
    // A closed copy does not tell its number; the person has just named it.
    let number = if row.case_number.is_empty() {
        asked.case_number.trim()
    } else {
        &row.case_number
    };
    out.result(
        &json!({ "case_number": number, "court_id": row.court_id, "outcome": "unfollowed" }),
        || {
            format!(
                "{number} is not followed any more. Its copy stays until: docketctl forget {number}"
            )
        },
    );
    Ok(())
}

/// Removes the copy of a case.
pub async fn forget(everywhere: &Everywhere, out: &Output, asked: &OneCase) -> Outcome {
    let desk = open::open_existing(everywhere, out).await?;
    let row = find::case(desk.as_ref(), &asked.case_number, asked.court.as_deref()).await?;
    if let Some(desk) = desk {
        desk.forget_case(row.id).await?;
        desk.close().await;
    }
    out.result(
        &json!({ "case_number": asked.case_number, "court_id": row.court_id, "outcome": "forgotten" }),
        || format!("The copy of {} is gone.", asked.case_number),
    );
    Ok(())
}
