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

#[tokio::test]
async fn a_name_outside_of_ascii_travels_as_one_byte_a_letter() {
    let visit = Visit::new().await;
    let (number, court) = visit
        .portal
        .world()
        .cases(0, 40)
        .into_iter()
        .find(|case| !case.style.is_ascii())
        .map(|case| (case.case_number, case.court_id))
        .expect("the default world holds a name outside of ASCII");
    for page in ["newHeaderData.do", "newHeader.do"] {
        let page = visit.case_page(page, &number, &court).await;
        assert!(
            std::str::from_utf8(&page.bytes).is_err(),
            "ISO-8859-1 bytes are not UTF-8: a client that takes them for it must be found out"
        );
        assert!(page.content_type.ends_with("charset=ISO-8859-1"));
    }
}

#[tokio::test]
async fn every_case_answers_alike_to_get_and_post_under_both_roots() {
    let visit = Visit::new().await;
    for page in [
        "newHeaderData.do",
        "party.do",
        "docketEntriesSearch.do",
        "charges.do",
        "event.do",
        "getFinancialInfo.do",
    ] {
        let posted = visit.case_page(page, "26BA-CV90123", "CT13").await;
        assert_eq!(posted.content_type, "application/json;charset=ISO-8859-1");
        for root in ["casenet", "cnet"] {
            let got = visit
                .get(&format!(
                    "/{root}/cases/{page}?inputVO.caseNumber=26BA-CV90123&inputVO.courtId=CT13"
                ))
                .await;
            assert_eq!(got.json(), posted.json(), "{page} under /{root}");
        }
    }
}

#[tokio::test]
async fn the_first_answer_gives_a_session_and_json_carries_its_odd_disposition() {
    let visit = Visit::new().await;
    let url = visit.url("/casenet/cases/newHeaderData.do?caseNumber=26BA-CV90123&courtId=CT13");
    let first = visit.http.get(&url).send().await.unwrap();
    let header = |response: &reqwest::Response, name: &str| {
        response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    assert!(
        header(&first, "set-cookie")
            .unwrap()
            .starts_with("JSESSIONID=0001")
    );
    assert_eq!(
        header(&first, "content-disposition").unwrap(),
        "inline;filename=f.txt"
    );
    assert_eq!(header(&first, "cache-control").unwrap(), "no-store");
    let second = visit.http.get(&url).send().await.unwrap();
    assert_eq!(
        header(&second, "set-cookie"),
        None,
        "a visitor who has a session keeps it"
    );
}

#[tokio::test]
async fn an_association_stands_on_both_ends_with_the_same_pair() {
    let visit = Visit::new().await;
    let docket = visit.docket("26BA-CV90123", "CT13").await;
    let entries = docket["docketTabModelList"].as_array().unwrap();
    let entry = |sequence: &serde_json::Value| {
        entries
            .iter()
            .find(|entry| entry["sequenceNumber"] == *sequence)
            .unwrap()
    };
    let mut edges = 0;
    for one in entries {
        for edge in one["associatedDocketInfoDetails"].as_array().unwrap() {
            let here = &one["sequenceNumber"];
            let there = if edge["mainDockSeq"] == *here {
                &edge["assocDockSeq"]
            } else {
                assert_eq!(edge["assocDockSeq"], *here);
                &edge["mainDockSeq"]
            };
            let other = entry(there);
            assert_eq!(edge["associatedDescription"], other["docketDesc"]);
            assert_eq!(edge["associatedDate"], other["filingDate"]);
            assert!(
                other["associatedDocketInfoDetails"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|back| back["mainDockSeq"] == edge["mainDockSeq"]
                        && back["assocDockSeq"] == edge["assocDockSeq"]),
                "the other end repeats the pair"
            );
            assert!(
                edge["mainDockSeq"].as_u64() < edge["assocDockSeq"].as_u64(),
                "the main entry is the earlier one"
            );
            edges += 1;
        }
    }
    assert!(edges >= 4, "a docket of 31 entries has associations");
}

#[tokio::test]
async fn parties_nest_their_attorneys_and_charges_stand_alone() {
    let visit = Visit::new().await;
    let party = visit
        .case_page("party.do", "26BA-CV90123", "CT13")
        .await
        .json();
    let list = party["partyDetailsList"].as_array().unwrap();
    assert_eq!(list[0]["formattedPartyName"], "DOE, JANE Q");
    assert_eq!(list[0]["descCode"], "PLF");
    assert_eq!(list[0]["attorneyList"][0]["partyType"], "attorney");
    assert!(
        list[0]["formattedPartyAddress"]
            .as_str()
            .unwrap()
            .contains('\n'),
        "an address holds newlines"
    );
    let charges = visit
        .case_page("charges.do", "26BB-CR90088-01", "CT12")
        .await
        .json();
    assert_eq!(charges[0]["chargeNumber"], "1");
}

#[tokio::test]
async fn a_document_opens_with_its_court_code_and_only_with_it() {
    let visit = Visit::new().await;
    let docket = visit.docket("26BA-CV90123", "CT13").await;
    let document = docket["docketTabModelList"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|entry| entry["document"].get(0))
        .expect("a document");
    let id = &document["documentId"];
    let page = visit
        .get(&format!("/fv/c/Any%20title.pdf?courtCode=13&di={id}"))
        .await;
    assert_eq!(page.content_type, "application/pdf");
    assert!(page.bytes.starts_with(b"%PDF-1.4") && page.bytes.ends_with(b"%%EOF\n"));
    let other = visit
        .get(&format!("/fv/c/Any.pdf?courtCode=12&di={id}"))
        .await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn an_unknown_case_is_nearly_empty_and_an_unknown_court_is_a_jndi_error() {
    let visit = Visit::new().await;
    let page = visit
        .case_page("newHeaderData.do", "26BA-CV99999", "CT13")
        .await;
    assert!(page.json().get("caseNumber").is_none());
    let page = visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT99")
        .await;
    assert!(page.text().contains("UNABLE TO LOCATE JNDI NAME FOR CT99"));
    let page = visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT12")
        .await;
    assert!(
        page.json().get("caseNumber").is_none(),
        "the number is known in another court only"
    );
}

#[tokio::test]
async fn the_same_seed_makes_the_same_court() {
    let (one, two) = (Visit::new().await, Visit::new().await);
    let other = Visit::with(docketbell_practice::PracticeConfig {
        seed: 7,
        ..crate::client::config()
    })
    .await;
    let mut differs = 0;
    for case in one.portal.world().cases(0, 40) {
        let path = format!(
            "/cnet/cases/docketEntriesSearch.do?caseNumber={}&courtId={}",
            case.case_number, case.court_id
        );
        let bytes = one.get(&path).await.bytes;
        assert_eq!(bytes, two.get(&path).await.bytes, "{path}");
        differs += usize::from(bytes != other.get(&path).await.bytes);
    }
    assert!(differs > 35, "another seed makes another court: {differs}");
}
