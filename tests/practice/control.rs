//! The control endpoint and its page.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::client::{Page, Visit};

const CASE: &str = "26BA-CV90123";

async fn call(visit: &Visit, method: Method, path: &str, body: Value) -> Page {
    let mut request = visit
        .http
        .request(method, visit.url(&format!("/practice/{path}")))
        .header("x-practice-token", visit.portal.token());
    if !body.is_null() {
        request = request.body(body.to_string());
    }
    Page::read(request.send().await.unwrap()).await
}

async fn post(visit: &Visit, path: &str, body: Value) -> Page {
    call(visit, Method::POST, path, body).await
}

#[rstest]
#[case::none("")]
#[case::wrong("0123456789abcdef0123456789abcdef0123456789abcdef")]
#[case::too_short("0")]
#[tokio::test]
async fn a_wrong_token_is_refused_and_changes_nothing(#[case] token: &str) {
    let visit = Visit::new().await;
    for path in ["cases", "", "requests", "page/26BA-CV90123"] {
        let page = visit.get(&format!("/practice/{path}?token={token}")).await;
        assert_eq!(page.status, 403, "{path}");
    }
    let response = visit
        .http
        .post(visit.url("/practice/seal"))
        .header("x-practice-token", token)
        .body(json!({ "case": CASE }).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 403);
    assert!(!visit.portal.world().truth(CASE).unwrap().sealed);
}

#[tokio::test]
async fn a_page_of_another_name_cannot_reach_it() {
    let visit = Visit::new().await;
    let response = visit
        .http
        .get(visit.url("/practice/cases"))
        .header("x-practice-token", visit.portal.token())
        .header("host", "evil.example:80")
        .send()
        .await
        .unwrap();
    assert_eq!(
        response.status(),
        403,
        "a name that was bent to this computer is not this computer"
    );
}

#[tokio::test]
async fn entries_are_added_edited_and_withdrawn() {
    let visit = Visit::new().await;
    let page = post(
        &visit,
        "add_entry",
        json!({
            "case": CASE, "description": "Motion to Compel", "text": "Please <b>compel</b> \u{202e}",
            "filed_by": "COUNSEL, PAT X", "on_behalf_of": "JANE Q DOE", "document": "Motion to Compel"
        }),
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let sequence = page.json()["sequence"].as_u64().unwrap();
    let find = async || {
        visit.docket(CASE, "CT13").await["docketTabModelList"]
            .as_array()
            .unwrap()
            .iter()
            .find(|entry| entry["sequenceNumber"] == sequence)
            .cloned()
    };
    let entry = find().await.unwrap();
    assert_eq!(entry["docketText"], "Please <b>compel</b> \u{202e}");
    assert_eq!(entry["filingDate"], "11/17/2026", "today in the world");
    assert_eq!(entry["filingPartyFullName"], "PAT X COUNSEL");
    assert_eq!(entry["canSeeCaseDocuments"], true);
    let place = entry["whichone"].clone();
    let page = post(
        &visit,
        "edit-entry",
        json!({ "case": CASE, "sequence": sequence, "text": "Changed" }),
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let entry = find().await.unwrap();
    assert_eq!(entry["docketText"], "Changed");
    assert_eq!(entry["docketDesc"], "Motion to Compel");
    assert_eq!(entry["whichone"], place, "an edited entry keeps its place");
    post(
        &visit,
        "withdraw_entry",
        json!({ "case": CASE, "sequence": sequence }),
    )
    .await;
    assert!(find().await.is_none());
    let again = post(&visit, "add_entry", json!({ "case": CASE }))
        .await
        .json();
    assert!(
        again["sequence"].as_u64().unwrap() > sequence,
        "a sequence is never given out twice"
    );
}

#[tokio::test]
async fn a_backdated_entry_takes_its_place_by_date_and_its_sequence_by_time() {
    let visit = Visit::new().await;
    let page = post(
        &visit,
        "add_entry",
        json!({ "case": CASE, "filed_on": "2026-08-10", "description": "Late to the file" }),
    )
    .await
    .json();
    let docket = visit.docket(CASE, "CT13").await;
    let entry = docket["docketTabModelList"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["sequenceNumber"] == page["sequence"])
        .unwrap();
    assert!(entry["whichone"].as_u64().unwrap() < 8);
    assert!(entry["sequenceNumber"].as_u64().unwrap() > 31);
}

#[tokio::test]
async fn a_sealed_case_is_answered_as_unknown_everywhere() {
    let visit = Visit::new().await;
    post(&visit, "seal", json!({ "case": CASE })).await;
    let page = visit
        .case_page("docketEntriesSearch.do", CASE, "CT13")
        .await;
    assert!(page.json().get("caseNumber").is_none());
    let page = visit
        .post(
            "/cnet/caseNoSearch.do",
            &[("cortCode", "SW"), ("caseNumber", CASE)],
        )
        .await;
    assert!(page.text().contains("no matches"));
    post(&visit, "unseal", json!({ "case": CASE })).await;
    let page = visit
        .case_page("docketEntriesSearch.do", CASE, "CT13")
        .await;
    assert_eq!(page.json()["caseNumber"], CASE);
}

#[tokio::test]
async fn a_court_that_moves_answers_under_its_new_id_only() {
    let visit = Visit::new().await;
    let moved = json!({ "court": "CT13", "to": "SMPDB0004_CT13" });
    assert_eq!(post(&visit, "move_court", moved).await.status, 200);
    let old = visit.case_page("party.do", CASE, "CT13").await;
    assert!(old.text().contains("UNABLE TO LOCATE JNDI NAME FOR CT13"));
    let new = visit.case_page("party.do", CASE, "SMPDB0004_CT13").await;
    assert_eq!(new.json()["courtId"], "SMPDB0004_CT13");
    let page = visit
        .post(
            "/cnet/caseNoSearch.do",
            &[("cortCode", "SW"), ("caseNumber", CASE)],
        )
        .await;
    assert!(page.location.contains("courtId=SMPDB0004_CT13"));
    post(
        &visit,
        "court_offline",
        json!({ "court": "SMPDB0004_CT13" }),
    )
    .await;
    let page = visit.case_page("party.do", CASE, "SMPDB0004_CT13").await;
    assert!(page.text().contains("Location Unavailable"));
    post(&visit, "court_online", json!({ "court": "SMPDB0004_CT13" })).await;
    let page = visit.case_page("party.do", CASE, "SMPDB0004_CT13").await;
    assert_eq!(page.json()["caseNumber"], CASE);
}

#[tokio::test]
async fn header_parties_and_attorneys_change() {
    let visit = Visit::new().await;
    for (operation, body) in [
        (
            "change_header",
            json!({ "case": CASE, "field": "judge", "value": "BENCH, SIDNEY A" }),
        ),
        (
            "change_header",
            json!({ "case": CASE, "field": "disposition", "value": "Dismissed by Court w/o Prejud" }),
        ),
        (
            "change_header",
            json!({ "case": CASE, "field": "location", "value": "Boone - Division 9" }),
        ),
        (
            "change_party",
            json!({ "case": CASE, "party": 3, "name": "ROE, MORGAN", "role": "Intervenor" }),
        ),
        (
            "change_party",
            json!({ "case": CASE, "party": 2, "street": "999 SAMPLE RD" }),
        ),
        (
            "change_attorney",
            json!({ "case": CASE, "party": 2, "name": "ADVOCATE, EMERY X", "bar_number": 90_077 }),
        ),
        ("change_attorney", json!({ "case": CASE, "party": 1 })),
    ] {
        let page = post(&visit, operation, body).await;
        assert_eq!(page.status, 200, "{operation}: {}", page.text());
    }
    let party = visit.case_page("party.do", CASE, "CT13").await.json();
    assert_eq!(party["judgeDetails"]["formattedName"], "BENCH, SIDNEY A.");
    assert_eq!(
        party["caseDispositionDetail"]["dispositionDescription"],
        "Dismissed by Court w/o Prejud"
    );
    assert_eq!(party["disposed"], true);
    assert_eq!(party["location"], "Boone - Division 9");
    let list = party["partyDetailsList"].as_array().unwrap();
    assert_eq!(list[2]["formattedPartyName"], "ROE, MORGAN");
    assert_eq!(list[1]["addrLine1"], "999 SAMPLE RD");
    assert_eq!(list[1]["attorneyList"][0]["lastName"], "ADVOCATE");
    assert_eq!(list[0]["attorneyList"], json!([]));
}

#[rstest]
#[case::no_case("withdraw_entry", json!({ "case": "26BA-CV99999", "sequence": 1 }), 404, "no_case")]
#[case::no_entry("withdraw_entry", json!({ "case": CASE, "sequence": 9999 }), 404, "no_entry")]
#[case::no_hearing("unlist_hearing", json!({ "case": CASE, "sequence": 1 }), 409, "no_hearing")]
#[case::no_court("move_court", json!({ "court": "CT99", "to": "X" }), 404, "no_court")]
#[case::no_party("change_party", json!({ "case": CASE, "party": 9 }), 404, "no_party")]
#[case::several("seal", json!({ "case": docketbell_practice::first_case_numbers(5)[4] }), 409, "several_courts")]
#[case::no_operation("dance", json!({}), 400, "bad_request")]
#[case::missing_field("withdraw_entry", json!({ "case": CASE }), 400, "bad_request")]
#[tokio::test]
async fn what_does_not_fit_is_named(
    #[case] operation: &str,
    #[case] body: Value,
    #[case] status: u16,
    #[case] kind: &str,
) {
    let visit = Visit::new().await;
    let page = post(&visit, operation, body).await;
    assert_eq!(page.status, status, "{}", page.text());
    assert_eq!(page.json()["error"]["kind"], kind);
}

#[tokio::test]
async fn lists_tell_the_truth() {
    let visit = Visit::new().await;
    let cases = call(&visit, Method::GET, "cases", Value::Null).await.json();
    assert_eq!(cases["total"], 40);
    assert_eq!(cases["cases"][0]["case_number"], CASE);
    let truth = call(&visit, Method::GET, &format!("case/{CASE}"), Value::Null)
        .await
        .json();
    assert_eq!(truth["entries"].as_array().unwrap().len(), 31);
    let courts = call(&visit, Method::GET, "courts", Value::Null)
        .await
        .json();
    assert_eq!(courts["courts"][0]["court_id"], "CT13");
    visit.get("/cnet/welcome.do").await;
    let log = call(&visit, Method::GET, "requests", Value::Null)
        .await
        .json();
    assert_eq!(
        log["counts"]["total"], 1,
        "the control endpoint does not count itself"
    );
    assert_eq!(log["requests"][0]["path"], "/cnet/welcome.do");
    call(&visit, Method::DELETE, "requests", Value::Null).await;
    let log = call(&visit, Method::GET, "requests", Value::Null)
        .await
        .json();
    assert_eq!(log["counts"]["total"], 0);
}

#[tokio::test]
async fn the_day_at_court_goes_step_by_step_and_can_be_played_again() {
    let visit = Visit::new().await;
    let mut words = Vec::new();
    for round in 1..=2 {
        for step in 1..=docketbell_practice::DAY_STEPS {
            let page = post(&visit, "day/step", Value::Null).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let done = page.json();
            assert_eq!(done["step"], step, "round {round}");
            words.push(done["message"].as_str().unwrap().to_owned());
        }
    }
    assert!(
        words[0].contains("moved to November 18, 2026"),
        "{}",
        words[0]
    );
    let truth = visit.portal.world().truth(CASE).unwrap();
    assert!(
        truth
            .entries
            .iter()
            .any(|entry| entry.description == "Motion to Compel")
    );
    assert!(
        !truth
            .entries
            .iter()
            .any(|entry| entry.description == "Notice of Hearing Filed"
                && entry.filed_on == jiff::civil::date(2026, 11, 6))
    );
    let day = call(&visit, Method::GET, "day", Value::Null).await.json();
    assert_eq!(day["running"], false);
}

#[tokio::test]
async fn a_day_that_was_started_arrives_by_itself() {
    let visit = Visit::new().await;
    let page = post(&visit, "day/start", json!({ "seconds": 0.05 })).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let mut done = 0;
    for _ in 0..200 {
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        let day = call(&visit, Method::GET, "day", Value::Null).await.json();
        done = day["done"].as_u64().unwrap();
        if day["running"] == false {
            break;
        }
    }
    assert_eq!(done, 12, "the day ends by itself after its last step");
}

#[tokio::test]
async fn the_page_shows_the_cases_and_its_forms_work() {
    let visit = Visit::new().await;
    let token = visit.portal.token().to_owned();
    let page = visit.get(&format!("/practice/?token={token}")).await;
    assert_eq!(page.status, 200);
    let text = String::from_utf8(page.bytes).unwrap();
    assert!(text.contains("JANE Q DOE V JOHN Q PUBLIC"), "{text}");
    assert!(text.contains("is invented"));
    let page = visit
        .get(&format!("/practice/page/{CASE}?court=CT13&token={token}"))
        .await;
    let text = String::from_utf8(page.bytes).unwrap();
    assert!(
        text.contains("name=\"case\" value=\"26BA-CV90123\""),
        "{text}"
    );
    let page = visit
        .post(
            &format!("/practice/form/add_entry?token={token}"),
            &[
                ("case", CASE),
                ("court", "CT13"),
                ("back", "/practice/page/26BA-CV90123?court=CT13"),
                ("description", "By hand"),
                ("text", "<script>alert(1)</script>"),
                ("filed_on", ""),
                ("answers", "1"),
            ],
        )
        .await;
    assert_eq!(page.status, 303);
    let page = visit.get(&page.location).await;
    let text = String::from_utf8(page.bytes).unwrap();
    assert!(text.contains("is on the docket of 26BA-CV90123"), "{text}");
    assert!(!text.contains("<script>"), "court text is text here, too");
    for (form, fields) in [
        (
            "set_fault",
            vec![
                ("kind", "refusal"),
                ("count", "2"),
                ("case", ""),
                ("seconds", ""),
            ],
        ),
        ("clear_faults", vec![]),
        (
            "set_drift",
            vec![
                ("drift.document", "object"),
                ("drift.flags", ""),
                ("drift.gzip", "true"),
                ("case", ""),
            ],
        ),
        ("clear_drift", vec![]),
        (
            "move_court",
            vec![("court", "CT31"), ("to", "SMPDB0009_CT31")],
        ),
        ("day_step", vec![]),
        ("reset", vec![]),
    ] {
        let page = visit
            .post(&format!("/practice/form/{form}?token={token}"), &fields)
            .await;
        assert!(
            !page.location.contains("failed"),
            "{form}: {}",
            page.location
        );
    }
}

#[tokio::test]
async fn the_profile_leads_to_this_portal() {
    let visit = Visit::new().await;
    let profile = visit.portal.profile_toml();
    let base = visit.portal.base_url();
    for line in [
        "name = \"Practice portal\"".to_owned(),
        format!("casenet = \"{base}/cnet\""),
        format!("file_viewer = \"{base}/fv/c/\""),
        "automatic_checks = true".to_owned(),
        "permission = \"practice portal\"".to_owned(),
        "notice = [\"Important Notice\"]".to_owned(),
    ] {
        assert!(profile.contains(&line), "{line} in {profile}");
    }
}

#[tokio::test]
async fn the_document_lists_the_cases_and_has_an_example_of_every_operation() {
    let visit = Visit::new().await;
    let document = include_str!("../../docs/practice-portal.md");
    for case in visit.portal.world().cases(0, 40) {
        let row = format!(
            "| `{}` | {} | {} | {} | `{}` |",
            case.case_number, case.style, case.case_type, case.location, case.court_id
        );
        assert!(document.contains(&row), "{row}");
    }
    for kind in docketbell_practice::FAULT_KINDS {
        assert!(
            document.contains(&format!("`{}`", kind.name())),
            "{}",
            kind.name()
        );
    }
    // Every example of one line is sent as it stands; each has to be understood.
    let mut examples = 0;
    for line in document.lines() {
        let Some((operation, body)) = line
            .strip_prefix("tell ")
            .and_then(|rest| rest.split_once(" '"))
            .and_then(|(operation, body)| Some((operation, body.strip_suffix('\'')?)))
        else {
            continue;
        };
        let body = if body.is_empty() { "{}" } else { body };
        let body: Value = serde_json::from_str(body).unwrap();
        let page = post(&visit, operation, body).await;
        assert_ne!(page.status, 400, "{line}: {}", page.text());
        examples += 1;
    }
    assert!(examples >= 25, "{examples} examples");
    for operation in [
        "add_entry",
        "edit_entry",
        "withdraw_entry",
        "set_hearing",
        "move_hearing",
        "cancel_hearing",
        "unlist_hearing",
        "hold_hearing",
        "change_header",
        "change_party",
        "change_attorney",
        "seal",
        "unseal",
        "move_court",
        "court_offline",
        "court_online",
        "set_fault",
        "clear_faults",
        "set_drift",
        "clear_drift",
        "issue_administrator",
        "add_account",
        "add_group",
        "fill_group",
        "disable_user",
        "activate_user",
        "remove_user",
        "unlock_user",
        "set_group_pin",
        "end_group_link",
        "advance_clock",
        "account_settings",
        "set_markup",
        "day/start",
        "day/step",
        "day/stop",
        "reset",
    ] {
        assert!(
            document.contains(&format!("tell {operation} ")),
            "{operation}"
        );
    }
}
