//! The access review: everybody is confirmed or not, somebody signs, and what was decided is queued.

use docketbell_core::app::group_views::{NewUserDecision, WantedView};

use crate::administrator::Administrator;

#[tokio::test]
async fn a_quarter_is_confirmed_person_by_person_and_signed() {
    let admin = Administrator::with_roster().await;
    assert!(admin.view().await.access_review.due);
    let review = admin.desk.open_access_review().await.unwrap();
    assert_eq!((review.period.as_str(), review.lines.len()), ("2026-Q4", 3));
    assert!(
        admin
            .desk
            .sign_access_review("Pat Sample".into())
            .await
            .is_err(),
        "not before everybody is decided about"
    );
    for line in &review.lines {
        let decision = match line.user_name.as_str() {
            "jdoe_records" => NewUserDecision::Disable,
            "aroe_intake" => NewUserDecision::Remove,
            _ => NewUserDecision::Keep,
        };
        let user = line.user_name.clone();
        admin.desk.decide_access(user, decision).await.unwrap();
    }
    assert!(
        admin.view().await.outbox.waiting.is_empty(),
        "nothing is queued before it is signed"
    );
    assert!(admin.desk.sign_access_review("  ".into()).await.is_err());
    let signed = admin
        .desk
        .sign_access_review("Pat Sample".into())
        .await
        .unwrap();
    assert!(!signed.due);
    assert_eq!(signed.signed_by.as_deref(), Some("Pat Sample"));
    let hash = signed.hash.unwrap();
    assert_eq!(hash.len(), 64, "a fingerprint of the record");
    let record = admin.desk.access_review_record("2026-Q4").await.unwrap();
    for fact in ["Pat Sample", "Jane Doe", "jdoe_records", "disable", &hash] {
        assert!(record.contains(fact), "{fact} in the record: {record}");
    }
    assert!(record.contains("Tuesday, November 17, 2026"), "{record}");
    let unsigned = admin.desk.access_review_record("2026-Q3").await;
    assert_eq!(unsigned.unwrap_err().kind, "not_found");
    let waiting = admin.view().await.outbox.waiting;
    let wanted: Vec<(&str, WantedView)> = waiting
        .iter()
        .map(|a| (a.user_name.as_str(), a.wanted))
        .collect();
    assert!(wanted.contains(&("jdoe_records", WantedView::Disabled)));
    assert!(wanted.contains(&("aroe_intake", WantedView::Removed)));
    assert_eq!(wanted.len(), 2);
    let log = admin.desk.audit_log(None, 100).await.unwrap();
    assert!(
        log.lines.iter().any(|l| l.words.contains(&hash)),
        "the log holds the record's fingerprint"
    );
    let late = admin
        .desk
        .decide_access("jdoe_records".into(), NewUserDecision::Keep)
        .await;
    assert!(late.is_err(), "what is signed stays");
    admin.later(8 * 24);
    assert!(
        admin.told("access_review").await.is_empty(),
        "nobody is reminded of what is signed"
    );
    admin.later(60 * 24);
    let next = admin.view().await.access_review;
    assert_eq!((next.period.as_str(), next.due), ("2027-Q1", true));
    let earlier: Vec<&str> = next.earlier.iter().map(|r| r.period.as_str()).collect();
    assert_eq!(earlier, ["2026-Q4"], "its record can still be printed");
    assert_eq!(admin.told("access_review").await.len(), 1);
}

#[tokio::test]
async fn before_the_first_reading_there_is_nothing_to_review() {
    let admin = Administrator::signed_in().await;
    assert!(!admin.view().await.access_review.due);
    assert!(admin.desk.open_access_review().await.is_err());
}
