//! The shapes of the wire (wire-format.md §2–§4).

use crate::client::Visit;

#[tokio::test]
async fn the_tour_case_has_the_header_that_the_guide_shows() {
    let visit = Visit::new().await;
    let page = visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT13")
        .await;
    assert_eq!(page.content_type, "application/json;charset=ISO-8859-1");
    let header = page.json();
    assert_eq!(header["caseDesc"], "JANE Q DOE V JOHN Q PUBLIC");
    assert_eq!(header["courtId"], "CT13");
    assert_eq!(header["filingDate"], "08/04/2026");
    assert_eq!(header["judgeDetails"]["formattedName"], "EXAMPLE, ROBIN T.");
    assert_eq!(
        header["dismissed"], "F",
        "flags are mixed as captured: this one is T or F in a string"
    );
}

#[tokio::test]
async fn a_docket_lists_newest_first_and_its_sequences_are_not_its_places() {
    let visit = Visit::new().await;
    let docket = visit.docket("26BA-CV90123", "CT13").await;
    let entries = docket["docketTabModelList"].as_array().unwrap();
    assert_eq!(entries.len(), 31, "the tour's docket has 31 entries");
    let places: Vec<u64> = entries
        .iter()
        .map(|entry| entry["whichone"].as_u64().unwrap())
        .collect();
    assert!(
        places.windows(2).all(|pair| pair[0] == pair[1] + 1),
        "whichone descends without gaps: {places:?}"
    );
    assert!(
        entries
            .iter()
            .any(|entry| entry["whichone"] != entry["sequenceNumber"]),
        "a reader that takes the place for the sequence must be found out"
    );
}
