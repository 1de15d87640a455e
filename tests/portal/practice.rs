//! The practice portal through our readers: every case of its world reads whole, and each of its faults has its name.
//! Green here says that the two agree, nothing about the real portal.

use std::sync::Arc;

use docketbell_core::domain::{CaseKey, CaseNumber, CourtId};
use docketbell_core::portal::casenet::{
    read_charges, read_docket, read_header, read_hearings, read_party,
};
use docketbell_core::portal::{
    Casenet, Gate, HttpBrowser, MemoryLedger, PortalError, PortalProfile,
};
use docketbell_practice::{
    Act, Drift, Fault, FaultKind, NewEntry, PracticeConfig, RunningPractice, TOUR_CASE, start,
};
use jiff::Timestamp;
use rstest::rstest;

async fn practice() -> RunningPractice {
    start(PracticeConfig::default()).await.unwrap()
}

fn casenet(practice: &RunningPractice) -> Casenet {
    let profile = PortalProfile::parse(&practice.profile_toml()).unwrap();
    assert!(profile.warnings.is_empty(), "{:?}", profile.warnings);
    let mut profile = profile;
    profile.access.requests_per_minute = None;
    let profile = Arc::new(profile);
    let gate = Gate::new(
        Arc::clone(&profile),
        Arc::new(MemoryLedger::new()),
        Arc::new(Timestamp::now),
    );
    Casenet::new(Arc::new(HttpBrowser::new(gate).unwrap()), profile)
}

/// The first case that the court finds by this number.
async fn key_of(casenet: &Casenet, number: &CaseNumber) -> CaseKey {
    let mut found = casenet.find_case_number(number).await.unwrap();
    found.hits.remove(0).key
}

#[tokio::test]
async fn every_case_of_the_practice_world_reads_whole() {
    let practice = practice().await;
    let casenet = casenet(&practice);
    let (mut entries, mut settings, mut documents) = (0, 0, 0);
    for case in practice.world().cases(0, 40) {
        let number = CaseNumber::parse(&case.case_number).unwrap();
        let found = casenet.find_case_number(&number).await.unwrap();
        assert!(!found.hits.is_empty(), "{number} is found");
        for hit in found.hits {
            let key = hit.key;
            let reference = docketbell_practice::CaseRef {
                court: Some(key.court_id.to_string()),
                ..docketbell_practice::CaseRef::number(key.case_number.as_str())
            };
            let truth = practice.world().truth(reference).unwrap();
            let header = read_header(&casenet.fetch_header(&key).await.unwrap(), &key).unwrap();
            assert_eq!(header.header.style.0, truth.style);
            assert_eq!(header.header.filed_on, Some(truth.filed_on));
            let parties = read_party(&casenet.fetch_party(&key).await.unwrap(), &key).unwrap();
            assert_eq!(parties.parties.len(), truth.parties.len(), "{number}");
            let docket = read_docket(&casenet.fetch_docket(&key).await.unwrap(), &key).unwrap();
            assert_eq!(docket.entries.len(), truth.entries.len(), "{number}");
            for (read, written) in docket.entries.iter().zip(&truth.entries) {
                assert_eq!(
                    read.sequence,
                    Some(i64::from(written.sequence)),
                    "oldest first"
                );
                assert_eq!(read.description, written.description);
                assert_eq!(read.text.as_deref(), written.text.as_deref());
                assert_eq!(read.filed_on, Some(written.filed_on));
                assert_eq!(read.settings.len(), written.settings.len());
                assert_eq!(read.documents.len(), written.documents.len());
                entries += 1;
                settings += read.settings.len();
                documents += read.documents.len();
            }
            let charges = read_charges(&casenet.fetch_charges(&key).await.unwrap(), &key).unwrap();
            assert_eq!(charges.len(), truth.charges.len(), "{number}");
            read_hearings(&casenet.fetch_hearings(&key).await.unwrap(), &key).unwrap();
        }
    }
    assert!(
        entries > 400 && settings > 40 && documents > 40,
        "{entries} {settings} {documents}"
    );
    practice.stop().await;
}

#[tokio::test]
async fn a_document_of_the_practice_portal_can_be_fetched() {
    let practice = practice().await;
    let casenet = casenet(&practice);
    for case in practice.world().cases(0, 40) {
        let number = CaseNumber::parse(&case.case_number).unwrap();
        let key = key_of(&casenet, &number).await;
        let header = read_header(&casenet.fetch_header(&key).await.unwrap(), &key).unwrap();
        let docket = read_docket(&casenet.fetch_docket(&key).await.unwrap(), &key).unwrap();
        if let Some(document) = docket.entries.iter().flat_map(|e| &e.documents).next() {
            let code = header.header.court_code.unwrap();
            let fetched = casenet
                .fetch_document(&code, document, "document")
                .await
                .unwrap();
            assert!(fetched.bytes.starts_with(b"%PDF"));
            assert!(fetched.file_name.to_lowercase().ends_with(".pdf"));
            return;
        }
    }
    panic!("no case with a document");
}

#[tokio::test]
async fn a_docket_in_the_page_of_the_older_site_is_refused_by_name_whatever_its_entries_say() {
    let practice = practice().await;
    let casenet = casenet(&practice);
    let world = practice.world();
    world
        .add_entry(NewEntry {
            of: TOUR_CASE.into(),
            description: Some("Summons Returned Non-Est".into()),
            text: Some("Defendant not found.".into()),
            ..NewEntry::default()
        })
        .unwrap();
    let number = CaseNumber::parse(TOUR_CASE).unwrap();
    let key = key_of(&casenet, &number).await;
    let drift = Drift {
        old_docket: Some(true),
        ..Drift::default()
    };
    world
        .act(Act::SetDrift {
            court: None,
            case: None,
            drift,
        })
        .unwrap();
    let raw = casenet.fetch_docket(&key).await.unwrap();
    let refused = read_docket(&raw, &key).unwrap_err();
    assert_eq!(
        refused.kind(),
        "unexpected_page",
        "a docket whose entry says \"not found\" is no case that is gone: {refused}"
    );
    assert!(
        refused.to_string().contains("Docket Entries Results"),
        "{refused}"
    );
}

#[rstest]
#[case(FaultKind::Refusal, "access_stopped")]
#[case(FaultKind::Challenge403, "access_stopped")]
#[case(FaultKind::Challenge200, "access_stopped")]
#[case(FaultKind::HtmlForJson, "unexpected_page")]
#[case(FaultKind::UnknownAlert, "unknown_case")]
#[case(FaultKind::NearEmptyJson, "unknown_case")]
#[case(FaultKind::Jndi200, "wrong_court_database")]
#[case(FaultKind::Jndi500, "wrong_court_database")]
#[case(FaultKind::LocationUnavailable, "court_offline")]
#[case(FaultKind::ServiceUnavailable, "maintenance")]
#[case(FaultKind::AccessDenied, "access_stopped")]
#[case(FaultKind::TooManyRequests, "too_many_requests")]
#[case(FaultKind::Closed, "maintenance")]
#[case(FaultKind::Reset, "unreachable")]
#[case(FaultKind::Truncated, "unreachable")]
#[case(FaultKind::BrokenJson, "unexpected_page")]
#[case(FaultKind::WrongType, "unexpected_page")]
#[case(FaultKind::WrongCharset, "unexpected_page")]
#[case(FaultKind::ForeignRedirect, "foreign_host")]
#[case(FaultKind::RedirectLoop, "unexpected_page")]
#[case(FaultKind::EmptyDocket, "0 entries")]
#[case(FaultKind::ShortDocket, "fewer entries")]
#[case(FaultKind::OtherCase, "unexpected_page")]
#[case(FaultKind::HugeJson, "unexpected_page")]
#[case(FaultKind::DeepJson, "unexpected_page")]
#[case(FaultKind::HugeHtml, "unexpected_page")]
#[case(FaultKind::DeepHtml, "unexpected_page")]
#[tokio::test]
async fn each_fault_of_the_practice_portal_has_its_name(
    #[case] kind: FaultKind,
    #[case] name: &str,
) {
    let practice = practice().await;
    let casenet = casenet(&practice);
    let number = CaseNumber::parse(TOUR_CASE).unwrap();
    let key = key_of(&casenet, &number).await;
    let whole = read_docket(&casenet.fetch_docket(&key).await.unwrap(), &key)
        .unwrap()
        .entries
        .len();
    practice.world().set_fault(Fault::new(kind)).unwrap();
    let read = match casenet.fetch_docket(&key).await {
        Ok(raw) => read_docket(&raw, &key),
        Err(error) => Err(error),
    };
    let found = match &read {
        Ok(docket) if docket.entries.is_empty() => "0 entries",
        Ok(docket) if docket.entries.len() < whole => "fewer entries",
        Ok(_) => "a docket",
        Err(error) => error.kind(),
    };
    assert_eq!(found, name, "{read:?}");
}

#[tokio::test]
async fn an_unknown_case_is_unknown_at_every_endpoint() {
    let practice = practice().await;
    let casenet = casenet(&practice);
    let key = CaseKey {
        case_number: CaseNumber::parse("99ZZ-CV99999").unwrap(),
        court_id: CourtId::new("CT13"),
    };
    assert!(
        casenet
            .find_case_number(&key.case_number)
            .await
            .unwrap()
            .hits
            .is_empty()
    );
    let header = read_header(&casenet.fetch_header(&key).await.unwrap(), &key);
    assert!(
        matches!(header, Err(PortalError::UnknownCase { .. })),
        "{header:?}"
    );
    let docket = read_docket(&casenet.fetch_docket(&key).await.unwrap(), &key);
    assert!(
        matches!(docket, Err(PortalError::UnknownCase { .. })),
        "{docket:?}"
    );
    let party = read_party(&casenet.fetch_party(&key).await.unwrap(), &key);
    assert!(
        matches!(party, Err(PortalError::UnknownCase { .. })),
        "{party:?}"
    );
}
