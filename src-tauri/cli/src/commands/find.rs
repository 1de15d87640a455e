//! Finds a followed case by its number, and by its court where the number repeats.

use docketbell_core::app::Desk;
use docketbell_core::app::views::CaseRow;
use docketbell_core::domain::CaseNumber;

use crate::failure::Failure;

/// The case that a number names on this computer.
pub async fn case(
    desk: Option<&Desk>,
    number: &str,
    court: Option<&str>,
) -> Result<CaseRow, Failure> {
    let number =
        CaseNumber::asked(number).map_err(|e| Failure::new("bad_input", e.to_string(), ""))?;
    let mut rows = match desk {
        Some(desk) => desk.cases_numbered(&number, court).await?,
        None => Vec::new(),
    };
    match rows.len() {
        1 => Ok(rows.remove(0)),
        0 if CaseNumber::parse(number.as_str()).is_err() => Err(Failure::new(
            "bad_input",
            format!(
                "{} Nothing with this number is followed on this computer.",
                number.doubt().unwrap_or_default()
            ),
            "See what is followed with: docketctl cases",
        )),
        0 => Err(Failure::new(
            "not_followed",
            match court {
                Some(court) => {
                    format!("{number} in court {court} is not followed on this computer.")
                }
                None => format!("{number} is not followed on this computer."),
            },
            format!("Follow it with: docketctl follow {number}"),
        )),
        _ => {
            let courts: Vec<&str> = rows.iter().map(|row| row.court_id.as_str()).collect();
            Err(Failure::new(
                "ambiguous",
                format!(
                    "{number} is followed in several courts: {}.",
                    courts.join(", ")
                ),
                "Name one with --court.",
            ))
        }
    }
}
