//! Every fault in every flow: the same name for the same fault, wherever it comes, and never "there is none".

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use docketbell_core::domain::{CaseKey, CaseNumber, CourtId, Document};
use docketbell_core::portal::casenet::{
    read_charges, read_docket, read_header, read_hearings, read_party,
};
use docketbell_core::portal::{Casenet, PortalError};
use rstest::rstest;

use super::fake::{browser, profile, redirect, response, serve};

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// A network's own sign-in page in place of whatever was asked for.
    CaptivePage,
    /// The same by sending us on to the network's own host.
    CaptiveRedirect,
    RedirectLoop,
    Refused403,
    SlowDown,
    Maintenance,
    ServerError,
    CutOff,
}

impl Fault {
    fn answer(self) -> Response {
        match self {
            Self::CaptivePage => response(
                200,
                "text/html",
                "<!DOCTYPE html><title>Hotel Wi-Fi</title><form>Room number <input name=room></form>",
            ),
            Self::CaptiveRedirect => redirect("http://login.hotel.invalid/portal?next=x"),
            Self::RedirectLoop => redirect("/round/and/round"),
            Self::Refused403 => response(403, "text/html", "<title>Error 403</title>"),
            Self::SlowDown => response(429, "text/html", "slow down"),
            Self::Maintenance => response(503, "text/html", "<title>Service Unavailable</title>"),
            Self::ServerError => response(500, "text/html", "<title>Oops</title>"),
            Self::CutOff => {
                let broken = futures::stream::iter([
                    Ok(bytes::Bytes::from_static(b"{\"caseNumber\":")),
                    Err(std::io::Error::other("cable pulled")),
                ]);
                response(200, "application/json", Body::from_stream(broken))
            }
        }
    }
}

fn key() -> CaseKey {
    CaseKey {
        case_number: CaseNumber::parse("26BA-CV90123").unwrap(),
        court_id: CourtId::new("CT13"),
    }
}

/// Asks and reads, as the sync room does.
async fn flow(casenet: &Casenet, flow: &str) -> Result<String, PortalError> {
    let key = key();
    match flow {
        "search" => casenet
            .find_case_number(&key.case_number)
            .await
            .map(|found| format!("{found:?}")),
        "header" => read_header(&casenet.fetch_header(&key).await?, &key).map(|r| format!("{r:?}")),
        "parties" => read_party(&casenet.fetch_party(&key).await?, &key).map(|r| format!("{r:?}")),
        "docket" => read_docket(&casenet.fetch_docket(&key).await?, &key).map(|r| format!("{r:?}")),
        "charges" => {
            read_charges(&casenet.fetch_charges(&key).await?, &key).map(|r| format!("{r:?}"))
        }
        "hearings" => {
            read_hearings(&casenet.fetch_hearings(&key).await?, &key).map(|r| format!("{r:?}"))
        }
        _ => {
            let document = Document {
                document_id: "1".to_owned(),
                title: "Petition".to_owned(),
                extension: "pdf".to_owned(),
                security_level: Some(1),
            };
            let fetched = casenet.fetch_document("13", &document, "document").await?;
            Ok(format!("{fetched:?}"))
        }
    }
}

#[rstest]
#[case::captive_page(Fault::CaptivePage, &["unexpected_page", "access_denied"])]
#[case::captive_redirect(Fault::CaptiveRedirect, &["foreign_host"])]
#[case::redirect_loop(Fault::RedirectLoop, &["unexpected_page"])]
#[case::refused(Fault::Refused403, &["access_stopped"])]
#[case::slow_down(Fault::SlowDown, &["too_many_requests"])]
#[case::maintenance(Fault::Maintenance, &["maintenance"])]
#[case::server_error(Fault::ServerError, &["portal_error"])]
#[case::cut_off(Fault::CutOff, &["unreachable"])]
#[tokio::test]
async fn a_fault_has_one_name_in_every_flow_and_nothing_is_made_of_it(
    #[case] fault: Fault,
    #[case] kinds: &[&str],
    #[values(
        "search", "header", "parties", "docket", "charges", "hearings", "document"
    )]
    asked: &str,
) {
    let (url, reached) = serve(move |_| async move { fault.answer() }).await;
    let (browser, ledger) = browser(&url, "max_in_flight = 2");
    let casenet = Casenet::new(Arc::new(browser), profile(&url, ""));
    let error = match flow(&casenet, asked).await {
        Err(error) => error,
        Ok(made) => panic!("{fault:?} was taken for an answer: {made}"),
    };
    assert!(
        kinds.contains(&error.kind()),
        "{fault:?} in {asked}: {}: {error}",
        error.kind()
    );
    assert!(
        asked == "document" || error.kind() != "access_denied",
        "a hotel's page is not the court's word about a case: {error}"
    );
    assert!(!error.hint().is_empty(), "{error}");
    assert_eq!(ledger.in_flight(), 0, "every place is given back");
    let most = if matches!(fault, Fault::RedirectLoop) {
        16
    } else {
        3
    };
    assert!(
        reached.get() <= most,
        "{} requests are no polite way to fail",
        reached.get()
    );
}
