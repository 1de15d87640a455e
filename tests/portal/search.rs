//! Finding a case by its number, over HTTP.

use std::sync::Arc;

use docketbell_core::domain::CaseNumber;
use docketbell_core::portal::{Casenet, PortalError};

use super::fake::{browser, profile, redirect, response, serve};

async fn find(
    number: &str,
    location: &'static str,
) -> (
    Result<docketbell_core::portal::Search, PortalError>,
    Casenet,
    usize,
) {
    let (url, hits) = serve(move |_| async move {
        if location.is_empty() {
            response(
                200,
                "text/html",
                "<div class=\"alert alert-info\">Your query returned no matches.</div>",
            )
        } else {
            redirect(location)
        }
    })
    .await;
    let (browser, _) = browser(&url, "");
    let casenet = Casenet::new(Arc::new(browser), profile(&url, ""));
    let found = casenet
        .find_case_number(&CaseNumber::parse(number).unwrap())
        .await;
    (found, casenet, hits.get())
}

#[tokio::test]
async fn one_hit_costs_one_request_and_teaches_the_context_root() {
    let to = "/cnet/cases/newHeader.do?inputVO.caseNumber=704000001&inputVO.courtId=SMPDB0005_CT25&inputVO.isTicket=false";
    let (found, casenet, hits) = find("704000001", to).await;
    let found = found.unwrap();
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.hits[0].key.court_id.as_str(), "SMPDB0005_CT25");
    assert_eq!(hits, 1, "the case page itself is not fetched");
    assert_eq!(casenet.context_root().path(), "/cnet");
}

#[tokio::test]
async fn a_hit_on_another_case_is_not_taken() {
    let to = "/casenet/cases/newHeader.do?inputVO.caseNumber=704000002&inputVO.courtId=CT25";
    let (found, ..) = find("704000001", to).await;
    assert!(
        matches!(found, Err(PortalError::OtherCase { .. })),
        "{found:?}"
    );
}

#[tokio::test]
async fn no_hit_is_said_in_the_portals_words() {
    let (found, ..) = find("704000001", "").await;
    let found = found.unwrap();
    assert!(found.hits.is_empty());
    assert_eq!(
        found.words.as_deref(),
        Some("Your query returned no matches.")
    );
}

#[tokio::test]
async fn a_search_that_ends_on_the_form_again_is_not_none() {
    let (found, ..) = find("704000001", "/casenet/caseNoSearch.do").await;
    assert!(
        matches!(found, Err(PortalError::TooManyRedirects { .. })),
        "{found:?}"
    );
}
