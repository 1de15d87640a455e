//! The public searches (wire-format.md §3).

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use super::{
    Portal,
    answer::Answer,
    asked::Asked,
    pages::{self, HearingBlock},
    session::{DateCriteria, NameCriteria},
};
use crate::{
    wire::lists::{self, Table},
    world::{Layout, World, courts::Court, truth::CaseTruth},
};

/// More hits than these are refused with a word about common names (OSCA-98877).
const MOST_NAMES: usize = 1_000;
/// The filing-date search always shows seven days.
const WINDOW_DAYS: i64 = 6;

/// `caseNoSearch.do`: one hit leads to its page, several to a list, none to a message.
pub(crate) fn number(world: &World, asked: &Asked) -> Answer {
    let number = asked.number();
    if number.is_empty() {
        return Answer::html(&pages::message(
            "Case.net: Case Number Search",
            "danger",
            "Case Number is required.",
        ));
    }
    let court = asked.params.get("cortCode");
    let cases: Vec<CaseTruth> = world
        .public_places(&number)
        .into_iter()
        .filter(|place| in_court(world, Layout::court(*place), court))
        .map(|place| world.head(place))
        .collect();
    match cases.as_slice() {
        [] => Answer::html(&pages::message(
            "Case.net: Case Number Search Results",
            "info",
            "Your query returned no matches to be viewed at this site.",
        )),
        [case] => Answer::redirect(pages::case_link(asked.root, case)),
        several => pages::number_list(asked, several),
    }
}

/// Whether a court is meant by the code of a search form, or by its database id.
fn in_court(world: &World, court: &Court, code: &str) -> bool {
    code.is_empty() || code == "SW" || court.search_code == code || world.court_id(court) == code
}

fn in_class(case: &CaseTruth, case_type: &str) -> bool {
    case_type.is_empty()
        || case_type.eq_ignore_ascii_case("all")
        || case.case_class == case_type
        // Tickets are infractions, too (unverified how the portal draws the line).
        || (case_type == "Infraction" && case.ticket)
}

/// `nameSearchEntry.do`: keeps the criteria in the session and shows an empty table that asks for its rows.
pub(crate) fn name_entry(portal: &Portal, asked: &Asked, session: &str) -> Answer {
    let get = |key: &str| asked.params.get(key).trim().to_uppercase();
    let criteria = NameCriteria {
        last: get("lastName"),
        first: get("firstName"),
        middle: get("middleName"),
        court: asked.params.get("courtCode").to_owned(),
        case_type: asked.params.get("caseType").to_owned(),
        year: get("yearFiled"),
    };
    if criteria.last.chars().count() < 2 {
        return Answer::html(&pages::message(
            "Case.net: Litigant Name Search",
            "danger",
            "Last Name must be at least 2 characters.",
        ));
    }
    let hits = matching(&portal.world, &criteria).len();
    if hits > MOST_NAMES {
        portal.sessions.change(session, |kept| kept.name = None);
        return Answer::html(&too_common());
    }
    portal
        .sessions
        .change(session, |kept| kept.name = Some(criteria));
    pages::name_table(asked)
}

fn too_common() -> String {
    pages::message(
        "Case.net: Litigant Name Search Results",
        "warning",
        "Your search returned more than 1,000 records. You have entered a common last name; please narrow your search.",
    )
}

/// `nameSearchResult.do`: rows for the criteria of the session; without a form before it, a page.
pub(crate) fn name_rows(portal: &Portal, asked: &Asked, session: &str) -> Answer {
    let Some(criteria) = portal.sessions.criteria(session).name else {
        return pages::name_form(asked);
    };
    let world = &portal.world;
    let rows: Vec<(CaseTruth, usize, bool)> = matching(world, &criteria)
        .into_iter()
        .map(|(case, party)| {
            let available = !world.is_offline(Layout::court(case.index).db_source);
            (case, party, available)
        })
        .collect();
    Answer::json(lists::names(&rows, &world.drift_for("", "")))
}

/// The hits, at most one more than the portal would show.
fn matching(world: &World, criteria: &NameCriteria) -> Vec<(CaseTruth, usize)> {
    let mut hits = Vec::new();
    for place in 0..world.case_count() {
        if !in_court(world, Layout::court(place), &criteria.court) || world.is_sealed(place) {
            continue;
        }
        let case = world.head(place);
        let in_year = criteria.year.is_empty() || case.filed_on.year().to_string() == criteria.year;
        if !in_year || !in_class(&case, &criteria.case_type) {
            continue;
        }
        for party in 0..case.parties.len() {
            let name = &case.parties[party].name;
            if name.last.to_uppercase().starts_with(&criteria.last)
                && name.first.starts_with(&criteria.first)
                && name.middle.starts_with(&criteria.middle)
            {
                hits.push((case.clone(), party));
            }
        }
        if hits.len() > MOST_NAMES {
            break;
        }
    }
    hits
}

fn date_criteria(asked: &Asked) -> Option<DateCriteria> {
    let start = read_day(asked.params.get("startDate"))?;
    Some(DateCriteria {
        court: asked.params.get("courtCode").to_owned(),
        county: asked.params.get("countyCode").to_owned(),
        location: asked.params.get("locationCode").to_owned(),
        start,
        status: asked.params.get("caseStatus").to_owned(),
        case_type: asked.params.get("caseType").to_owned(),
    })
}

/// `MM/DD/YYYY`.
fn read_day(words: &str) -> Option<Date> {
    Date::strptime("%m/%d/%Y", words.trim()).ok()
}

/// GET `searchResult.do`: keeps the criteria in the session and shows the empty table.
pub(crate) fn date_page(portal: &Portal, asked: &Asked, session: &str) -> Answer {
    let Some(criteria) = date_criteria(asked) else {
        return pages::date_form(asked);
    };
    let end = criteria.start + WINDOW_DAYS.days();
    let page = pages::date_table(asked, criteria.start, end);
    portal
        .sessions
        .change(session, |kept| kept.date = Some(criteria));
    page
}

/// The body that DataTables sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TableRequest {
    draw: u64,
    start: usize,
    length: Option<usize>,
    order: Vec<Order>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Order {
    column: usize,
    dir: String,
}

/// POST `searchResult.do`: rows for the criteria of the query string, else of the session; without either, a page.
pub(crate) fn date_rows(portal: &Portal, asked: &Asked, session: &str) -> Answer {
    let kept = || portal.sessions.criteria(session).date;
    let Some(criteria) = date_criteria(asked).or_else(kept) else {
        return pages::date_form(asked);
    };
    let request: TableRequest = serde_json::from_slice(&asked.body).unwrap_or_default();
    let world = &portal.world;
    let end = criteria.start + WINDOW_DAYS.days();
    let mut cases: Vec<CaseTruth> = (0..world.case_count())
        .filter(|place| {
            let court = Layout::court(*place);
            in_court(world, court, &criteria.court)
                && (criteria.county.is_empty() || court.county == criteria.county)
                && (criteria.location.is_empty() || court.locn == criteria.location)
                && !world.is_sealed(*place)
        })
        .map(|place| world.head(place))
        .filter(|case| {
            let in_status = match criteria.status.as_str() {
                "P" => case.disposed_on.is_none(),
                "D" => case.disposed_on.is_some(),
                _ => true,
            };
            (criteria.start..=end).contains(&case.filed_on)
                && in_status
                && in_class(case, &criteria.case_type)
        })
        .collect();
    let order = request.order.first();
    match order.map_or(0, |order| order.column) {
        2 => cases.sort_by(|one, two| one.number.cmp(&two.number)),
        3 => cases.sort_by(|one, two| one.style.cmp(&two.style)),
        4 => cases.sort_by(|one, two| one.case_type.cmp(&two.case_type)),
        5 => cases.sort_by(|one, two| one.location.cmp(&two.location)),
        _ => cases.sort_by_key(|case| (case.filed_on, case.index)),
    }
    if order.is_some_and(|order| order.dir == "desc") {
        cases.reverse();
    }
    let total = cases.len();
    let rows: Vec<(CaseTruth, bool)> = cases
        .into_iter()
        .skip(request.start)
        .take(request.length.unwrap_or(10).max(1))
        .map(|case| {
            let available = !world.is_offline(Layout::court(case.index).db_source);
            (case, available)
        })
        .collect();
    let table = Table {
        draw: request.draw,
        total,
        rows: &rows,
    };
    Answer::json(lists::filing_dates(&table, &world.drift_for("", "")))
}

/// `calendarSearchResult.do`: hearings of an attorney (`searchType=A`) or a judge (`J`; its parameter `judgeName` is
/// invented, unverified) within 1 or 7 days.
pub(crate) fn hearings(world: &World, asked: &Asked) -> Answer {
    let Some(start) = read_day(asked.params.get("startDate")) else {
        return pages::hearing_form(asked);
    };
    let days = if asked.params.get("searchLength") == "1" {
        0
    } else {
        WINDOW_DAYS
    };
    let end = start + days.days();
    let code = asked.params.get("courtCode");
    let (code, county) = code.split_once("SPACE").unwrap_or((code, ""));
    let by_judge = asked.params.get("searchType") == "J";
    let judge = asked.params.get("judgeName").trim().to_uppercase();
    let bar_number: u32 = asked.params.get("mobarNumber").trim().parse().unwrap_or(0);
    let mut blocks = Vec::new();
    for place in 0..world.case_count() {
        let court = Layout::court(place);
        if !in_court(world, court, code)
            || (!county.is_empty() && court.county != county)
            || world.is_sealed(place)
        {
            continue;
        }
        // The head is made in a moment; the docket only for cases of this attorney or judge.
        let head = world.head(place);
        let theirs = if by_judge {
            !judge.is_empty() && head.judge.formal().to_uppercase().starts_with(&judge)
        } else {
            head.parties
                .iter()
                .flat_map(|party| &party.attorneys)
                .any(|attorney| attorney.bar_number == bar_number)
        };
        if !theirs {
            continue;
        }
        let case = world.whole(place);
        for (_, row) in case.standing_settings(start) {
            if row.date <= end {
                blocks.push(HearingBlock::new(&case, row));
            }
        }
    }
    blocks.sort_by_key(|block| block.at);
    pages::hearing_list(asked, &blocks)
}
