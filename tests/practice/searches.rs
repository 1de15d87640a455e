//! The public searches (wire-format.md §3).

use jiff::ToSpan;
use rstest::rstest;
use serde_json::json;

use crate::client::{Page, Visit, config};

async fn find(visit: &Visit, number: &str, court: &str) -> Page {
    visit
        .post(
            "/casenet/caseNoSearch.do",
            &[
                ("courtType", ""),
                ("countyCode", ""),
                ("cortCode", court),
                ("caseNumber", number),
            ],
        )
        .await
}

#[tokio::test]
async fn one_hit_leads_to_its_page() {
    let visit = Visit::new().await;
    let page = find(&visit, "26ba-cv90123 ", "SW").await;
    assert_eq!(page.status, 302);
    assert_eq!(
        page.location,
        "/casenet/cases/newHeader.do?inputVO.caseNumber=26BA-CV90123&inputVO.courtId=CT13&inputVO.isTicket=false"
    );
    let shell = visit.get(&page.location).await;
    assert!(shell.text().contains("caseHeaderDataContainer"));
    assert!(shell.text().contains("JANE Q DOE V JOHN Q PUBLIC"));
}

#[tokio::test]
async fn a_citation_in_two_courts_gives_a_list_and_one_court_narrows_it() {
    let visit = Visit::new().await;
    let numbers = docketbell_practice::first_case_numbers(6);
    assert_eq!(
        numbers[4], numbers[5],
        "the fifth and sixth case share a number"
    );
    let page = find(&visit, &numbers[4], "SW").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("inputVO.courtId=CT22"));
    assert!(text.contains("inputVO.courtId=SMPDB0005_CT25"));
    let page = find(&visit, &numbers[4], "CT25").await;
    assert_eq!(page.status, 302, "one court, one hit");
    assert!(page.location.contains("inputVO.courtId=SMPDB0005_CT25"));
    assert!(page.location.ends_with("isTicket=true"));
}

#[rstest]
#[case::unknown("26BA-CV99998")]
#[case::not_a_number("HELLO")]
#[case::digits_only("999999999")]
#[tokio::test]
async fn no_hit_says_so(#[case] number: &str) {
    let visit = Visit::new().await;
    let page = find(&visit, number, "SW").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Your query returned no matches"));
}

fn names() -> Vec<(&'static str, &'static str)> {
    vec![
        ("courtType", "SW"),
        ("countyCode", ""),
        ("newSearch", "Y"),
        ("courtCode", "SW"),
        ("entityType", "P"),
        ("lastName", "DOE"),
        ("firstName", "JANE"),
        ("middleName", ""),
        ("_inclAlias", "on"),
        ("caseType", "All"),
        ("yearFiled", ""),
    ]
}

async fn name_rows(visit: &Visit) -> Page {
    let response = visit
        .http
        .post(visit.url("/casenet/nameSearchResult.do"))
        .header("content-type", "application/json;charset=UTF-8")
        .body("{}")
        .send()
        .await
        .unwrap();
    Page::read(response).await
}

#[tokio::test]
async fn a_name_search_lives_in_the_session() {
    let visit = Visit::new().await;
    let page = name_rows(&visit).await;
    assert!(
        page.content_type.starts_with("text/html"),
        "rows without a form before them are a page, not JSON"
    );
    visit.get("/casenet/nameSearch.do?newSearch=Y").await;
    let table = visit.post("/casenet/nameSearchEntry.do", &names()).await;
    assert!(table.text().contains("id=\"nameSearchResult\""));
    let rows = name_rows(&visit).await.json();
    let rows = rows["data"].as_array().unwrap().clone();
    assert!(
        rows.iter().any(|row| row["caseNumber"] == "26BA-CV90123"
            && row["partyName"] == "DOE, JANE Q"
            && row["dbSource"] == "CT13"),
        "{rows:?}"
    );
}

#[tokio::test]
async fn more_than_a_thousand_hits_are_a_common_last_name() {
    let visit = Visit::with(docketbell_practice::PracticeConfig {
        cases: 9_000,
        ..config()
    })
    .await;
    let mut form = names();
    form[6].1 = "";
    visit.get("/casenet/nameSearch.do?newSearch=Y").await;
    let page = visit.post("/casenet/nameSearchEntry.do", &form).await;
    assert!(page.text().contains("common last name"));
    let page = name_rows(&visit).await;
    assert!(page.content_type.starts_with("text/html"));
    form[5].1 = "D";
    let page = visit.post("/casenet/nameSearchEntry.do", &form).await;
    assert!(page.text().contains("at least 2 characters"));
}

#[tokio::test]
async fn filing_dates_show_seven_days_in_pages() {
    let visit = Visit::with(docketbell_practice::PracticeConfig {
        cases: 2_000,
        ..config()
    })
    .await;
    let truth = visit.portal.world().truth("26BA-CV90123").unwrap();
    let start = truth.filed_on - 3.days();
    let path = format!(
        "/casenet/searchResult.do?countyCode=BNE&newSearch=Y&courtCode=CT13&startDate={}&caseStatus=A&caseType=All&locationCode=",
        start.strftime("%m%%2F%d%%2F%Y")
    );
    let page = visit.get(&path).await;
    assert!(
        page.text()
            .contains("Displaying records returned for dates of")
    );
    let ask = async |from: usize, length: usize| {
        let body = json!({
            "draw": 3, "start": from, "length": length,
            "columns": [], "order": [{ "column": 0, "dir": "asc" }],
            "search": { "value": "", "regex": false }
        });
        let response = visit
            .http
            .post(visit.url("/casenet/searchResult.do"))
            .header("content-type", "application/json;charset=UTF-8")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        Page::read(response).await.json()
    };
    let first = ask(0, 2).await;
    assert_eq!(first["draw"], 3);
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    let total = first["recordsTotal"].as_u64().unwrap() as usize;
    let all = ask(0, 2_000).await;
    let rows = all["data"].as_array().unwrap();
    assert_eq!(rows.len(), total);
    assert!(rows.iter().any(|row| row["caseNumber"] == "26BA-CV90123"));
    for row in rows {
        assert_eq!(row["dbSource"], "CT13");
        assert_eq!(row["cortCode"], "13");
        let filed =
            jiff::civil::Date::strptime("%m/%d/%Y", row["initFiling"].as_str().unwrap()).unwrap();
        assert!((start..=start + 6.days()).contains(&filed), "{filed}");
    }
    assert_eq!(
        ask(1, 1).await["data"][0],
        rows[1],
        "pages are cut from one order"
    );
}

#[tokio::test]
async fn hearings_of_an_attorney_are_grouped_by_day() {
    let visit = Visit::new().await;
    let truth = visit.portal.world().truth("26BA-CV90123").unwrap();
    let (_, row) = truth.standing_settings(crate::client::TODAY)[0];
    let bar_number = truth.parties[0].attorneys[0].bar_number;
    let page = visit
        .get(&format!(
            "/casenet/calendarSearchResult.do?courtCode=CT13SPACEBNE&searchType=A&searchLength=7&mobarNumber={bar_number}&startDate={}",
            row.date.strftime("%m/%d/%Y")
        ))
        .await
        .text();
    assert!(page.contains("THURSDAY, DECEMBER 3, 2026"), "{page}");
    assert!(page.contains("26BA-CV90123"));
    assert!(page.contains("13:30:00"));
    let none = visit
        .get("/casenet/calendarSearchResult.do?courtCode=CT13SPACEBNE&searchType=A&searchLength=7&mobarNumber=1&startDate=12/03/2026")
        .await
        .text();
    assert!(none.contains("Your query returned no matches"));
}
