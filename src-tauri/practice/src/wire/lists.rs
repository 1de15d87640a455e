//! Rows: filing date search (wire-format.md §3.2), name search (§3.1, unverified) and scheduled hearings (§4.2, mostly
//! unverified).

use jiff::civil::Date;

use crate::{
    wire::pen::{Native, Pen},
    world::{
        drift::{Drift, RowsShape},
        truth::{CaseTruth, PartyTruth, clock_words},
    },
};

/// A page of rows for DataTables.
pub(crate) struct Table<'a> {
    pub(crate) draw: u64,
    pub(crate) total: usize,
    /// The rows of this page, each with whether its court is available.
    pub(crate) rows: &'a [(CaseTruth, bool)],
}

/// The answer of `searchResult.do`.
pub(crate) fn filing_dates(table: &Table<'_>, drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 200 + table.rows.len() * 450);
    pen.object(|pen| {
        pen.whole("draw", table.draw);
        pen.whole("recordsTotal", table.total as u64);
        pen.whole("recordsFiltered", table.total as u64);
        pen.json.key("data").open(b'[');
        for (case, available) in table.rows {
            pen.object(|pen| case_row(pen, case, *available));
        }
        pen.json.close(b']');
    });
    pen.finish()
}

fn case_row(pen: &mut Pen<'_>, case: &CaseTruth, available: bool) {
    pen.flag("confidentialFlag", false, Native::Letter);
    pen.json.text("caseNumber", &case.number);
    pen.json.text("caseTypeCode", &case.case_type_code);
    pen.json.date("initFiling", case.filed_on);
    pen.json.text("cortCode", &case.court_code);
    pen.json.text("caseStyle", &case.style);
    pen.json.text("locnCode", &case.locn);
    pen.json.text("countyDesc", &case.location);
    pen.json.text("caseSecurity", &case.security);
    if !Drift::on(pen.drift.without_pred_code) {
        pen.json.text("predCode", &case.pred_code);
    }
    pen.flag("courtAvailableFlag", available, Native::Letter);
    pen.json.text("dbSource", &case.court_id);
    pen.json.text("src", "casenet");
    // `NON_CRIMINAL` was seen on a municipal case; the other value is invented (unverified).
    let class = if case.criminal && !case.ticket {
        "CRIMINAL"
    } else {
        "NON_CRIMINAL"
    };
    pen.json.text("caseType", class);
    pen.json.text("caseTypeDescription", &case.case_type);
}

/// The answer of `nameSearchResult.do`. The row schema is unknown: it is modelled on the filing-date row with the facts
/// that the old table showed (unverified).
pub(crate) fn names(rows: &[(CaseTruth, usize, bool)], drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 200 + rows.len() * 600);
    let write = |pen: &mut Pen<'_>| {
        pen.json.open(b'[');
        for (case, party, available) in rows {
            pen.object(|pen| {
                case_row(pen, case, *available);
                if let Some(party) = case.parties.get(*party) {
                    person(pen, party);
                }
            });
        }
        pen.json.close(b']');
    };
    if drift.name_rows == Some(RowsShape::Bare) {
        write(&mut pen);
    } else {
        pen.object(|pen| {
            pen.json.key("data");
            write(pen);
        });
    }
    pen.finish()
}

fn person(pen: &mut Pen<'_>, party: &PartyTruth) {
    pen.json.text("partyName", &party.name.formal());
    pen.json.text("partyTypeDesc", &party.role);
    pen.json.text(
        "partyAddress",
        &format!("{}\n{}, MO {}", party.street, party.city, party.zip),
    );
    if let Some(year) = party.birth_year {
        pen.json.text("yearOfBirth", &year.to_string());
    }
}

/// The answer of `event.do`: hearings that still stand. Only `formattedScheduledDate` and `caseNumber` are evidenced as
/// columns; the other keys are invented (unverified).
pub(crate) fn events(case: &CaseTruth, drift: &Drift, today: Date) -> Vec<u8> {
    let standing = case.standing_settings(today);
    let mut pen = Pen::new(drift, 200 + standing.len() * 400);
    pen.object(|pen| {
        pen.whole("draw", 1);
        pen.whole("recordsTotal", standing.len() as u64);
        pen.whole("recordsFiltered", standing.len() as u64);
        pen.json.key("data").open(b'[');
        for (_, row) in &standing {
            pen.object(|pen| {
                pen.json.date("formattedScheduledDate", row.date);
                pen.json
                    .text("formattedScheduledTime", &clock_words(row.time));
                pen.json.text("caseNumber", &case.number);
                pen.json.text("courtId", &case.court_id);
                pen.json.text("caseStyle", &case.style);
                pen.json.text("eventDesc", &row.purpose);
                pen.json.text("judgeName", &row.judge);
                pen.json.text("location", &row.location);
                pen.json.text("room", &case.room);
                pen.json.text("setting", "1");
                pen.json.text("eventText", "");
            });
        }
        pen.json.close(b']');
    });
    pen.finish()
}
