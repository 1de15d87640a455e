//! What is read from the local copy: `cases`, `docket`, `parties`, `charges`, `hearings`, `search`, `changes`.

use docketbell_core::app::Desk;
use docketbell_core::app::views::{CaseRow, CaseState, HearingView, SearchHit};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::args::{Everywhere, OneCase};
use crate::commands::{check, find};
use crate::failure::{Failure, Outcome};
use crate::open;
use crate::output::{Output, moment};
use crate::shapes;

/// Rows that are asked of the store at once.
const PAGE: u32 = 500;

/// `cases`.
pub async fn cases(everywhere: &Everywhere, out: &Output) -> Outcome {
    let rows = match open::open_existing(everywhere, out).await? {
        Some(desk) => desk.all_cases(false).await?,
        None => Vec::new(),
    };
    if out.is_json() {
        for row in &rows {
            out.result(&shapes::case(row), String::new);
        }
        return Ok(());
    }
    if rows.is_empty() {
        out.say("No case is followed yet. Follow one with: docketctl follow CASE_NUMBER");
        return Ok(());
    }
    let now = Timestamp::now();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.case_number.clone(),
                row.label.clone().unwrap_or_else(|| row.style.clone()),
                row.location.clone().unwrap_or_default(),
                row.entries.to_string(),
                if row.unreviewed > 0 {
                    row.unreviewed.to_string()
                } else {
                    String::new()
                },
                next_words(row, now),
                row.last_checked_at
                    .as_deref()
                    .map_or_else(|| "never".into(), moment),
            ]
        })
        .collect();
    out.table(
        &[
            "Case",
            "Name",
            "Court",
            "Entries",
            "New",
            "Next hearing",
            "Last checked",
        ],
        &lines,
    );
    Ok(())
}

/// `docket`.
pub async fn docket(
    everywhere: &Everywhere,
    out: &Output,
    asked: &OneCase,
    versions: bool,
) -> Outcome {
    let (desk, row) = opened(everywhere, out, asked).await?;
    head(out, &row);
    let mut offset = 0;
    loop {
        let page = desk.docket_page(row.id, offset, PAGE, false).await?;
        for entry in &page.entries {
            let former = match versions && entry.versions > 0 {
                true => desk.entry_versions(entry.id).await?,
                false => Vec::new(),
            };
            out.result(
                &shapes::entry(entry, versions.then_some(&former[..])),
                || {
                    let mark = match entry.state {
                        docketbell_core::app::views::EntryStateView::Current => "",
                        docketbell_core::app::views::EntryStateView::Missing => {
                            " [not on the last reading]"
                        }
                        docketbell_core::app::views::EntryStateView::Withdrawn => " [withdrawn]",
                    };
                    let mut words = format!(
                        "{}  {}{mark}",
                        entry.filed_on.as_deref().unwrap_or("no date   "),
                        entry.description
                    );
                    for part in [
                        entry.text.clone(),
                        entry.filed_by.as_ref().map(|by| format!("Filed by {by}")),
                    ]
                    .into_iter()
                    .flatten()
                    {
                        for line in part.lines() {
                            words.push_str("\n            ");
                            words.push_str(line);
                        }
                    }
                    for version in &former {
                        if let Some(until) = &version.seen_until {
                            words.push_str(&format!(
                                "\n            Until {}: {} {}",
                                moment(until),
                                version.description,
                                version.text.as_deref().unwrap_or("")
                            ));
                        }
                    }
                    words
                },
            );
        }
        if page.total == 0 && is_shown(&row) {
            out.note(EMPTY_DOCKET);
        }
        offset += PAGE;
        if page.entries.is_empty() || offset >= page.total {
            break;
        }
    }
    desk.close().await;
    Ok(())
}

/// `parties`.
pub async fn parties(everywhere: &Everywhere, out: &Output, asked: &OneCase) -> Outcome {
    let (desk, row) = opened(everywhere, out, asked).await?;
    head(out, &row);
    let parties = desk.parties(row.id).await?;
    if parties.is_empty() && is_shown(&row) {
        out.note(if desk.case_view(row.id).await?.parties_read {
            NO_PARTIES
        } else {
            PARTIES_UNREAD
        });
    }
    for party in parties {
        out.result(&shapes::party(&party), || {
            let attorneys: String = party
                .attorneys
                .iter()
                .map(|a| format!("\n    represented by {} ({})", a.name, a.role))
                .collect();
            format!("{} ({}){attorneys}", party.name, party.role)
        });
    }
    desk.close().await;
    Ok(())
}

/// `charges`.
pub async fn charges(everywhere: &Everywhere, out: &Output, asked: &OneCase) -> Outcome {
    let (desk, row) = opened(everywhere, out, asked).await?;
    head(out, &row);
    let charges = desk.charges(row.id).await?;
    if charges.is_empty() && is_shown(&row) {
        out.note(NO_CHARGES);
    }
    for charge in charges {
        out.result(&shapes::charge(&charge), || {
            format!(
                "{}. {} {}",
                charge.number,
                charge.description,
                charge.level.as_deref().unwrap_or("")
            )
        });
    }
    desk.close().await;
    Ok(())
}

/// `hearings`: of one case, or of all.
pub async fn hearings(
    everywhere: &Everywhere,
    out: &Output,
    case_number: Option<&str>,
    court: Option<&str>,
) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return match case_number {
            Some(number) => find::case(None, number, court).await.map(|_| ()),
            None => Ok(()),
        };
    };
    let rows = match case_number {
        Some(number) => vec![find::case(Some(&desk), number, court).await?],
        None => desk.all_cases(false).await?,
    };
    if case_number.is_some() {
        rows.iter().for_each(|row| head(out, row));
    } else if !rows.is_empty() {
        out.say(NOT_OFFICIAL);
    }
    let hidden = rows.iter().filter(|row| {
        case_number.is_none() && matches!(row.state, CaseState::Closed | CaseState::Erased)
    });
    match hidden.count() {
        0 => {}
        1 => out.note("One case is left out: the court no longer shows it."),
        n => out.note(&format!(
            "{n} cases are left out: the court no longer shows them."
        )),
    }
    for row in &rows {
        for hearing in desk.hearings(row.id).await? {
            out.result(&shapes::of_case(row, shapes::hearing(&hearing)), || {
                let state = hearing.state.as_str();
                let place = hearing.location.as_deref().unwrap_or("");
                format!(
                    "{}  {}  {}  {place}  [{state}]",
                    when(&hearing),
                    row.case_number,
                    hearing.purpose
                )
            });
        }
    }
    desk.close().await;
    Ok(())
}

const NOT_OFFICIAL: &str = "Not an official court record.";
/// Why nothing follows; told on standard error, so that a program which reads JSON takes no silence for the court's word.
const EMPTY_DOCKET: &str = "The court's docket came empty. That is no evidence that there are no entries; check again later.";
const NO_PARTIES: &str = "The court's answer lists no parties.";
const PARTIES_UNREAD: &str = "The court's list of parties was not read yet, so nobody can say who they are. Ask for it: docketctl check CASE_NUMBER";
const NO_CHARGES: &str = "The header of this case lists no charges. The court's own page of charges is asked for only when a traffic or criminal case is followed, and may not have been readable then.";

/// Whether the copy is shown, and was read: what it has none of can then be said.
fn is_shown(row: &CaseRow) -> bool {
    row.last_checked_at.is_some()
        && matches!(row.state, CaseState::Followed | CaseState::Unfollowed)
}

/// What is said before anything of a case: its age, whose words these are, and why there may be nothing. A program that
/// reads JSON gets the last on standard error.
fn head(out: &Output, row: &CaseRow) {
    let read = row
        .last_checked_at
        .as_deref()
        .map_or_else(|| "never read".into(), |at| format!("as of {}", moment(at)));
    out.say(&format!("{} {} ({read})", row.case_number, row.style));
    out.say(NOT_OFFICIAL);
    match row.state {
        CaseState::Followed if row.last_checked_at.is_none() => {
            out.note("This case was never read, so your copy says nothing of it. Ask for it: docketctl check CASE_NUMBER");
        }
        CaseState::Followed => {}
        CaseState::Unfollowed => out.note("No longer followed: the copy is not kept fresh."),
        CaseState::Closed => out.note(
            "The court no longer shows this case: the copy is closed and nothing of it is shown. A later reading decides what becomes of it. Ask the clerk of the court if you need it now.",
        ),
        CaseState::Erased => out.note(
            "The court no longer shows this case, and two readings agreed: the copy was erased. Your own label and note are kept until you say: docketctl forget.",
        ),
    }
}

/// The next hearing, and after it those of today whose time has passed: they run late, so none is left out.
fn next_words(row: &CaseRow, now: Timestamp) -> String {
    let words = |hearing: &HearingView| {
        let begins = hearing.starts_at.as_deref().and_then(|at| at.parse().ok());
        match begins.is_some_and(|at: Timestamp| at <= now) {
            true => format!("{} (its time has passed)", when(hearing)),
            false => when(hearing),
        }
    };
    let told: Vec<_> = row
        .next_hearing
        .iter()
        .chain(&row.earlier_today)
        .map(words)
        .collect();
    told.join("; ")
}

fn when(hearing: &HearingView) -> String {
    let day = hearing.scheduled_on.as_deref().unwrap_or("no date");
    match hearing.time.as_deref() {
        Some(time) => format!("{day} {time}"),
        None => day.to_owned(),
    }
}

/// `search`.
pub async fn search(
    everywhere: &Everywhere,
    out: &Output,
    words: &[String],
    since: Option<Date>,
    case: Option<&str>,
) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Ok(());
    };
    let only = match case {
        Some(number) => Some(find::case(Some(&desk), number, None).await?.id),
        None => None,
    };
    let words = words.join(" ");
    let mut cursor: Option<String> = None;
    let mut found = 0_usize;
    loop {
        let page = desk
            .search_since(&words, only, since, cursor.as_deref(), PAGE)
            .await?;
        for hit in &page.hits {
            found += 1;
            print_hit(out, hit);
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    if found == 0 {
        out.say("Nothing found in your local copy.");
    }
    desk.close().await;
    Ok(())
}

fn print_hit(out: &Output, hit: &SearchHit) {
    let line = json!({
        "kind": hit.kind,
        "case_number": hit.case_number,
        "court_id": hit.court_id,
        "case_name": hit.case_name,
        "sequence": hit.sequence,
        "filed_on": hit.filed_on,
        "title": hit.title,
        "text": hit.text,
    });
    out.result(&line, || {
        let day = hit.filed_on.as_deref().unwrap_or("");
        format!(
            "{}  {day}  {}\n    {}",
            hit.case_number,
            hit.title,
            hit.text.replace('\n', " ")
        )
    });
}

/// `changes`.
pub async fn changes(
    everywhere: &Everywhere,
    out: &Output,
    since: Option<jiff::Timestamp>,
    unreviewed: bool,
) -> Outcome {
    let Some(desk) = open::open_existing(everywhere, out).await? else {
        return Ok(());
    };
    for stored in desk.stored_changes(since, unreviewed).await? {
        let told = check::Told::from(&stored);
        let mut line = told.line();
        line.insert("found_at".into(), json!(stored.found_at.to_string()));
        line.insert(
            "reviewed_at".into(),
            json!(stored.reviewed_at.map(|at| at.to_string())),
        );
        out.result(&line, || {
            format!("{}  {}", moment(&stored.found_at.to_string()), told.words())
        });
    }
    desk.close().await;
    Ok(())
}

async fn opened(
    everywhere: &Everywhere,
    out: &Output,
    asked: &OneCase,
) -> Result<(Desk, CaseRow), Failure> {
    let desk = open::open_existing(everywhere, out).await?;
    let row = find::case(desk.as_ref(), &asked.case_number, asked.court.as_deref()).await?;
    match desk {
        Some(desk) => Ok((desk, row)),
        // Without a store no case is found above.
        None => Err(Failure::new(
            "not_followed",
            "No case is followed on this computer.",
            "",
        )),
    }
}
