//! Type drift (wire-format.md §10): the same facts in other shapes.

use docketbell_practice::{
    Act, DocumentShape, Drift, FlagShape, ListShape, RowsShape, UnknownShape,
};
use serde_json::Value;

use crate::client::Visit;

async fn with(visit: &Visit, drift: Drift) {
    let world = visit.portal.world();
    world.act(Act::ClearDrift).unwrap();
    world
        .act(Act::SetDrift {
            court: None,
            case: None,
            drift,
        })
        .unwrap();
}

async fn header(visit: &Visit) -> Value {
    visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT13")
        .await
        .json()
}

async fn entries(visit: &Visit) -> Vec<Value> {
    visit.docket("26BA-CV90123", "CT13").await["docketTabModelList"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn documents_come_as_array_object_or_models() {
    let visit = Visit::new().await;
    let id = |entry: &Value| entry["document"][0]["documentId"].as_u64();
    let plain: Vec<u64> = entries(&visit).await.iter().filter_map(id).collect();
    assert!(plain.len() > 2);
    with(
        &visit,
        Drift {
            document: Some(DocumentShape::Object),
            ..Drift::default()
        },
    )
    .await;
    let objects: Vec<u64> = entries(&visit)
        .await
        .iter()
        .filter_map(|entry| entry["document"]["documentId"].as_u64())
        .collect();
    assert_eq!(objects, plain);
    with(
        &visit,
        Drift {
            document: Some(DocumentShape::Models),
            ..Drift::default()
        },
    )
    .await;
    let models: Vec<u64> = entries(&visit)
        .await
        .iter()
        .filter_map(|entry| entry["document"]["documentModels"][0]["docId"].as_u64())
        .collect();
    assert_eq!(models, plain);
}

#[tokio::test]
async fn the_circuit_case_number_comes_in_three_ways() {
    let visit = Visit::new().await;
    assert_eq!(header(&visit).await["circuitCaseNo"], serde_json::json!([]));
    for (shape, check) in [
        (ListShape::Array, "array"),
        (ListShape::Object, "object"),
        (ListShape::Absent, "absent"),
    ] {
        with(
            &visit,
            Drift {
                circuit_case_no: Some(shape),
                ..Drift::default()
            },
        )
        .await;
        let header = header(&visit).await;
        let value = header.get("circuitCaseNo");
        match check {
            "array" => assert_eq!(value.unwrap()[0]["caseValue"], "26BA-CV90123"),
            "object" => assert_eq!(value.unwrap()["caseValue"], "26BA-CV90123"),
            _ => assert!(value.is_none()),
        }
    }
}

#[tokio::test]
async fn yes_and_no_come_as_letters_words_or_booleans() {
    let visit = Visit::new().await;
    for (shape, no) in [
        (FlagShape::Bool, serde_json::json!(false)),
        (FlagShape::Letters, serde_json::json!("N")),
        (FlagShape::Words, serde_json::json!("false")),
    ] {
        with(
            &visit,
            Drift {
                flags: Some(shape),
                ..Drift::default()
            },
        )
        .await;
        let header = header(&visit).await;
        for key in [
            "disposed",
            "dismissed",
            "vineDisplay",
            "isTrafficOrCriminal",
        ] {
            assert_eq!(header[key], no, "{key}");
        }
    }
}

#[tokio::test]
async fn keys_can_be_absent() {
    let visit = Visit::new().await;
    with(
        &visit,
        Drift {
            without_docket_text: Some(true),
            without_pred_code: Some(true),
            without_file_locn: Some(true),
            without_empty_lists: Some(true),
            numbers_as_text: Some(true),
            ..Drift::default()
        },
    )
    .await;
    let header = header(&visit).await;
    for key in ["fileLocn", "predCode", "circuitCaseNo"] {
        assert!(header.get(key).is_none(), "{key}");
    }
    for entry in entries(&visit).await {
        assert!(entry.get("docketText").is_none());
        assert!(entry.get("predCode").is_none());
        assert_ne!(entry["document"], serde_json::json!([]));
        assert!(entry["sequenceNumber"].is_string());
    }
}

#[tokio::test]
async fn junk_can_stand_before_the_json() {
    let visit = Visit::new().await;
    with(
        &visit,
        Drift {
            leading_junk: Some(true),
            ..Drift::default()
        },
    )
    .await;
    let page = visit
        .case_page("newHeaderData.do", "26BA-CV90123", "CT13")
        .await
        .text();
    assert!(!page.starts_with('{'));
    let start = page.find('{').unwrap();
    assert!(serde_json::from_str::<Value>(&page[start..]).is_ok());
}

#[tokio::test]
async fn drift_of_a_case_stands_over_that_of_its_court_and_of_everything() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    let flags = |shape| Drift {
        flags: Some(shape),
        ..Drift::default()
    };
    for (court, case, shape) in [
        (None, None, FlagShape::Letters),
        (Some("CT13"), None, FlagShape::Words),
        (None, Some("26BA-CV90123"), FlagShape::Bool),
    ] {
        world
            .act(Act::SetDrift {
                court: court.map(str::to_owned),
                case: case.map(str::to_owned),
                drift: flags(shape),
            })
            .unwrap();
    }
    assert_eq!(header(&visit).await["disposed"], false);
    let sibling = visit
        .case_page("newHeaderData.do", "25BA-FC90417", "CT13")
        .await
        .json();
    assert_eq!(sibling["disposed"], "false");
    let elsewhere = visit
        .case_page("newHeaderData.do", "26BB-CR90088-01", "CT12")
        .await
        .json();
    assert_eq!(elsewhere["disposed"], "N");
}

#[tokio::test]
async fn an_unknown_case_can_be_an_alert_and_rows_can_be_bare() {
    let visit = Visit::new().await;
    with(
        &visit,
        Drift {
            unknown_case: Some(UnknownShape::Alert),
            name_rows: Some(RowsShape::Bare),
            ..Drift::default()
        },
    )
    .await;
    let page = visit.case_page("party.do", "26BA-CV99999", "CT13").await;
    assert!(page.text().contains("alert alert-danger"));
    visit
        .post("/cnet/nameSearchEntry.do", &[("lastName", "DOE")])
        .await;
    let rows = visit.post("/cnet/nameSearchResult.do", &[]).await.json();
    assert!(rows.is_array());
}

#[tokio::test]
async fn gzip_is_used_only_for_clients_that_take_it() {
    let visit = Visit::new().await;
    with(
        &visit,
        Drift {
            gzip: Some(true),
            ..Drift::default()
        },
    )
    .await;
    assert_eq!(header(&visit).await["caseNumber"], "26BA-CV90123");
    let plain = reqwest::Client::builder()
        .no_gzip()
        .no_brotli()
        .build()
        .unwrap();
    let url = visit.url("/cnet/cases/party.do?caseNumber=26BA-CV90123&courtId=CT13");
    let response = plain.get(&url).send().await.unwrap();
    assert!(response.headers().get("content-encoding").is_none());
    let response = plain
        .get(&url)
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn the_old_docket_page_leaves_out_the_day_that_is_the_one_above() {
    let visit = Visit::new().await;
    let at = "/casenet/cases/searchDockets.do?inputVO.caseNumber=26BA-CV90123&inputVO.courtId=CT13";
    assert_eq!(
        visit.get(at).await.status,
        404,
        "only where it is switched on"
    );
    let days: Vec<String> = entries(&visit)
        .await
        .iter()
        .map(|entry| entry["filingDate"].as_str().unwrap().to_owned())
        .collect();
    let drift = Drift {
        old_docket: Some(true),
        ..Drift::default()
    };
    with(&visit, drift).await;
    let in_place_of_the_data = visit
        .case_page("docketEntriesSearch.do", "26BA-CV90123", "CT13")
        .await
        .text();
    let page = visit.get(at).await.text();
    for page in [&page, &in_place_of_the_data] {
        assert!(
            page.contains("<td class=\"searchType\">26BA-CV90123 - JANE Q DOE"),
            "{page}"
        );
        assert!(
            page.contains("<title>Docket Entries Results</title>"),
            "{page}"
        );
        assert!(page.contains("name=\"docketEntriesForm\""), "{page}");
    }
    let mut above = "";
    let new_days = days
        .iter()
        .filter(|day| std::mem::replace(&mut above, day) != day.as_str());
    let new_days = new_days.count();
    assert!(
        new_days < days.len(),
        "a day with two entries is in the story"
    );
    assert_eq!(page.matches("class=\"detailSeperator\"").count(), new_days);
    let same_day = days.len() - new_days;
    assert_eq!(
        page.matches("class=\"detailThinSeperator\"").count(),
        same_day
    );
    assert_eq!(
        page.matches("<b></b>").count(),
        same_day,
        "an empty date says: as above"
    );
    let oldest_first = visit.get(&format!("{at}&inputVO.sortBy=A")).await.text();
    let first_day = |page: &str| page.split("width=\"12%\"><b>").nth(1).unwrap()[..10].to_owned();
    assert_eq!(Some(&first_day(&page)), days.first());
    assert_eq!(Some(&first_day(&oldest_first)), days.last());
}
