//! The audit log and the papers: only added to, whole or said not to be, no formulas, no secrets, nothing that runs.

use docketbell_core::app::group_views::{NewPin, WantedView};
use docketbell_core::app::ports::SecretStoreError;
use docketbell_core::app::views::DoctorVerdict;
use docketbell_core::storage::AuditEntry;
use rstest::rstest;
use secrecy::SecretString;

use crate::administrator::Administrator;

#[tokio::test]
async fn every_step_of_an_action_is_in_the_log_with_the_portals_words() {
    let admin = Administrator::with_roster().await;
    admin.delivers(WantedView::Removed, "jdoe_records").await;
    let log = admin.desk.audit_log(None, 100).await.unwrap();
    let about: Vec<&str> = log
        .lines
        .iter()
        .rev()
        .filter(|l| l.about.as_deref() == Some("jdoe_records"))
        .map(|l| l.what.as_str())
        .collect();
    assert_eq!(about, ["asked", "sent", "done"]);
    let done = log.lines.iter().find(|l| l.what == "done").unwrap();
    assert!(
        done.portal_says
            .as_deref()
            .unwrap_or_default()
            .contains("was removed"),
        "{done:?}"
    );
    assert!(log.whole);
    assert_eq!(done.who, "second_admin", "whose log-on it was");
    let page = admin.desk.audit_log(Some(done.number), 1).await.unwrap();
    assert_eq!(page.lines[0].number, done.number - 1, "page by page");
}

#[tokio::test]
async fn cells_of_the_csv_are_no_formulas() {
    let admin = Administrator::with_roster().await;
    for (user, first) in [
        ("=cmd", "=HYPERLINK(1)"),
        ("+1", "+SUM(1)"),
        ("-2", "-1+2"),
        ("@sum", "@SUM(A1)"),
    ] {
        admin.joins(user, first, "Doe");
        admin.read().await;
    }
    for words in ["\t=1+1", "\r=1+1", " =1+1", "\u{ff1d}1+1"] {
        let entry = AuditEntry {
            at: "2026-11-20T15:00:00Z".parse().unwrap(),
            who: words.to_owned(),
            what: "asked",
            about: Some(words.to_owned()),
            words: words.to_owned(),
            portal_says: Some(words.to_owned()),
        };
        admin.desk.store().audit(entry).await.unwrap();
    }
    let csv = admin.desk.audit_csv().await.unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    assert_eq!(heads.iter().next_back(), Some("hash"));
    let mut of_them = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            let first = cell.trim_start().chars().next();
            let is_formula = first.is_some_and(|c| "=+-@\u{ff1d}".contains(c));
            assert!(!is_formula, "a formula: {cell:?}");
            assert!(!cell.starts_with(['\t', '\r']), "{cell:?}");
            of_them += usize::from(cell.starts_with("'"));
        }
    }
    assert!(of_them >= 24, "names and user names are guarded: {csv}");
}

#[tokio::test]
async fn what_is_set_and_forgotten_here_is_in_the_log_too() {
    let admin = Administrator::with_roster().await;
    let pin = NewPin::Generated { length: 8 };
    admin.desk.change_pin(pin).await.unwrap();
    admin.desk.show_pin().await.unwrap();
    admin.desk.forget_pin().await.unwrap();
    admin.desk.save_pin_reminder(Some(30)).await.unwrap();
    let link = format!(
        "{}/ecf/groupAssociation?group=7f3a90",
        admin.practice.base_url()
    );
    admin.desk.save_association_link(Some(link)).await.unwrap();
    let log = admin.desk.audit_log(None, 100).await.unwrap();
    let told: Vec<&str> = log.lines.iter().rev().map(|l| l.what.as_str()).collect();
    let expected = [
        "first_reading",
        "pin_sent",
        "pin_changed",
        "pin_shown",
        "pin_forgotten",
        "pin_reminder_set",
        "association_link_set",
    ];
    assert_eq!(told, expected);
    assert!(log.lines.iter().all(|l| !l.who.is_empty()), "who asked");
}

#[tokio::test]
async fn the_print_is_a_page_of_text() {
    let admin = Administrator::with_roster().await;
    admin.joins(
        "kdoe_new",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
    );
    admin.read().await;
    let html = admin.desk.audit_html().await.unwrap();
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );
    assert!(html.contains("&lt;script&gt;"), "shown as text");
    assert!(
        html.contains("<thead>") && html.contains("@page"),
        "made to be printed"
    );
    assert!(html.contains("Fingerprint of the last line"));
    assert!(
        html.contains("Tuesday, November 17, 2026") && !html.contains("today"),
        "paper is read on another day: {html}"
    );
    for outside in ["http:", "https:", "src=\"", "url(", "@import"] {
        assert!(!html.contains(outside), "it asks nobody: {outside}");
    }
}

/// What somebody who has the store's key takes out of the log, and what is said of it.
#[rstest]
#[case::in_the_middle(
    "DELETE FROM group_audit WHERE number = 2",
    Some(3),
    "line 3 does not fit"
)]
#[case::at_the_end(
    "DELETE FROM group_audit WHERE number = (SELECT max(number) FROM group_audit)",
    None,
    "newest lines may be missing"
)]
#[tokio::test]
async fn a_line_that_was_taken_out_is_found_by_the_doctor_the_log_and_the_print(
    #[case] forced: &'static str,
    #[case] broken_at: Option<i64>,
    #[case] words: &str,
) {
    let admin = Administrator::with_roster().await;
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    let verdict = || async {
        let silent = Err(SecretStoreError::NoService);
        let lines = admin.desk.doctor(silent, Ok("made".into())).await.unwrap();
        let log = lines.into_iter().find(|l| l.check == "audit_log").unwrap();
        (log.verdict, log.message)
    };
    assert_eq!(verdict().await.0, DoctorVerdict::Ok);
    let store = admin.desk.store();
    for refused in [
        "UPDATE group_audit SET who = 'nobody' WHERE number = 2",
        forced,
    ] {
        assert!(store.tamper_for_tests(refused).await.is_err(), "{refused}");
    }
    for forced in ["DROP TRIGGER group_audit_is_not_cut", forced] {
        store.tamper_for_tests(forced).await.unwrap();
    }
    let (found, message) = verdict().await;
    assert_eq!(found, DoctorVerdict::Broken);
    assert!(message.contains(words), "{message}");
    let log = admin.desk.audit_log(None, 9).await.unwrap();
    assert_eq!(
        (log.broken_at, log.cut_off),
        (broken_at, broken_at.is_none())
    );
    assert!(!log.whole);
    assert!(admin.desk.audit_html().await.unwrap().contains(words));
}

#[tokio::test]
async fn papers_tell_the_way_and_never_the_pin() {
    let admin = Administrator::with_roster().await;
    let pin = NewPin::Typed {
        pin: SecretString::from("482917"),
        keep: true,
    };
    admin.desk.change_pin(pin).await.unwrap();
    let link = format!(
        "{}/ecf/groupAssociation?group=7f3a90",
        admin.practice.base_url()
    );
    let foreign = Some("https://portal.example.com/join".to_owned());
    assert!(admin.desk.save_association_link(foreign).await.is_err());
    admin
        .desk
        .save_association_link(Some(link.clone()))
        .await
        .unwrap();
    let paper = admin.desk.invitation().await.unwrap();
    for text in [&paper.instructions, &paper.print_html, &paper.mail.body] {
        assert!(text.contains("group=7f3a90"), "the link is in it: {text}");
        assert!(text.contains("/registration"), "{text}");
    }
    assert!(paper.mail.mailto.starts_with("mailto:?"));
    let texts = [
        paper.instructions,
        paper.print_html,
        paper.mail.body,
        paper.mail.subject,
        paper.mail.mailto,
        admin.desk.audit_csv().await.unwrap(),
        admin.desk.audit_html().await.unwrap(),
    ];
    for text in texts {
        assert!(!text.contains("482917"), "the PIN goes separately: {text}");
    }
    let early = admin.desk.message_to_disabled("jdoe_records".into()).await;
    assert!(early.is_err(), "it would not be true of somebody active");
    admin.delivers(WantedView::Disabled, "jdoe_records").await;
    let message = admin.desk.message_to_disabled("jdoe_records".into());
    let message = message.await.unwrap();
    assert!(message.body.contains("Jane Doe") && message.body.contains("disabled"));
    assert!(!message.mailto.contains("482917"), "the PIN is not in it");
    admin.delivers(WantedView::Removed, "jdoe_records").await;
    let late = admin.desk.message_to_disabled("jdoe_records".into()).await;
    assert!(late.is_err(), "nor of somebody who was removed since");
    assert!(
        admin
            .desk
            .message_to_disabled("nobody".into())
            .await
            .is_err()
    );
}
