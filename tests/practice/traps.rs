//! The traps of the account pages: what is done, what is not, and what the page shows.

use docketbell_practice::{Act, Fault, FaultKind, GroupRef, MARKUP_VARIANTS};
use rstest::rstest;

use crate::{
    accounts::{register_user, written},
    browser::{Shown, ready},
    client::Visit,
};

const ANSWERS: [(&str, &str); 3] = [
    ("What was the name of your first school?", "Sample School"),
    ("In what city were you born?", "Anytown"),
    ("What was the name of your first pet?", "Rex"),
];

fn switch_on(visit: &Visit, fault: Fault) {
    visit.portal.world().set_fault(fault).unwrap();
}

/// B6, before the last click.
async fn at_the_questions(visit: &Visit, user: &str) -> Shown {
    switch_on(
        visit,
        Fault::new(FaultKind::Error500After).on_path("nothing"),
    );
    let page = visit.open("/registration").await;
    let page = visit.press(&page, &[], "Create an account.").await;
    let page = visit
        .press(
            &page,
            &[("I do not have a MOBAR number.", "on")],
            "Continue",
        )
        .await;
    let phrase = visit.phrase();
    let page = visit
        .press(
            &page,
            &[
                ("User Name", user),
                ("Password", "Practice-1"),
                ("Verify Password", "Practice-1"),
                ("Enter the phrase that shows in the box", &phrase),
            ],
            "Continue",
        )
        .await;
    let page = visit
        .press(
            &page,
            &[
                ("First Name", "Jo"),
                ("Last Name", "Doe"),
                ("E-mail Address", "jo@example.org"),
            ],
            "Continue",
        )
        .await;
    let address = ["Mailing Address", "Billing Address"].map(|heading| {
        [
            (format!("{heading} > Address Line 1"), "100 Any St"),
            (format!("{heading} > City"), "Anytown"),
            (format!("{heading} > State"), "MO"),
            (format!("{heading} > Zip"), "65101"),
        ]
    });
    let mut fill: Vec<(&str, &str)> = address
        .iter()
        .flatten()
        .map(|(label, value)| (label.as_str(), *value))
        .collect();
    fill.push(("Phone Number", "573-555-0100"));
    visit.press(&page, &fill, "Continue").await
}

/// The administrator at Group Maintenance; the registration is over.
pub async fn at_the_roster(visit: &Visit) -> Shown {
    crate::accounts::register_administrator(visit).await;
    visit.open("/registration/group-maintenance").await
}

#[rstest]
#[case::lost_reply(FaultKind::LostReply, true, false)]
#[case::lost_request(FaultKind::LostRequest, false, false)]
#[case::error_after(FaultKind::Error500After, true, true)]
#[case::cut_off(FaultKind::Truncated, true, false)]
#[case::reset(FaultKind::Reset, false, false)]
#[tokio::test]
async fn a_last_click_is_done_or_not_whatever_became_of_the_reply(
    #[case] kind: FaultKind,
    #[case] done: bool,
    #[case] answered: bool,
) {
    let visit = Visit::new().await;
    let page = at_the_questions(&visit, "new_clerk").await;
    switch_on(&visit, Fault::new(kind).on_path("questions").times(1));
    let sent = visit
        .fetch(ready(&page, &ANSWERS, "Continue", None), page.utf8)
        .await;
    assert_eq!(sent.is_ok(), answered);
    let account = visit.account("new_clerk").await;
    assert_eq!(!account.is_null(), done, "{account}");
}

#[tokio::test]
async fn a_doubled_press_makes_one_account_and_one_e_mail() {
    let visit = Visit::new().await;
    let page = at_the_questions(&visit, "new_clerk").await;
    switch_on(
        &visit,
        Fault::new(FaultKind::Doubled).on_path("questions").times(1),
    );
    visit
        .press(&page, &ANSWERS, "Continue")
        .await
        .expect("Additional Steps Required");
    let sent = visit.portal.world().mails();
    assert_eq!(
        sent.iter().filter(|mail| mail.kind == "registered").count(),
        1
    );
}

#[tokio::test]
async fn a_late_reply_comes_after_the_deed() {
    let visit = Visit::new().await;
    let page = at_the_questions(&visit, "new_clerk").await;
    switch_on(
        &visit,
        Fault::new(FaultKind::LateReply)
            .on_path("questions")
            .times(1)
            .seconds(3_000.0),
    );
    let press = visit.fetch(ready(&page, &ANSWERS, "Continue", None), page.utf8);
    let wait = async {
        while visit.account("new_clerk").await.is_null() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = press => panic!("the reply is 3,000 seconds late"),
        () = wait => {}
    }
}

#[tokio::test]
async fn a_session_that_ends_between_pages_says_so_and_makes_nothing() {
    let visit = Visit::new().await;
    let page = at_the_questions(&visit, "new_clerk").await;
    switch_on(&visit, Fault::new(FaultKind::SessionEnded).times(1));
    visit
        .press(&page, &ANSWERS, "Continue")
        .await
        .expect("Session Ended");
    assert!(visit.account("new_clerk").await.is_null());
}

#[tokio::test]
async fn a_notice_stands_in_the_way_until_its_own_button_is_pressed() {
    for (variant, _) in MARKUP_VARIANTS {
        let visit = written(variant, 0).await;
        let page = at_the_questions(&visit, "new_clerk").await;
        switch_on(
            &visit,
            Fault::new(FaultKind::KnownNotice)
                .on_path("additional-steps")
                .times(1),
        );
        let page = visit.press(&page, &ANSWERS, "Continue").await;
        page.expect("Important Notice");
        let page = visit.press(&page, &[], "Continue").await;
        page.expect("Additional Steps Required");
    }
}

#[tokio::test]
async fn an_unexpected_page_asks_for_something_that_no_procedure_names() {
    let visit = Visit::new().await;
    let page = visit.open("/registration").await;
    switch_on(&visit, Fault::new(FaultKind::UnknownPage).times(1));
    let page = visit.press(&page, &[], "Create an account.").await;
    page.expect("Verify Your Records");
    let page = visit
        .press(&page, &[("Records Card Number", "1")], "Continue")
        .await;
    page.expect("MOBAR");
    switch_on(&visit, Fault::new(FaultKind::UnknownPage).times(1));
    let page = visit.open("/registration").await;
    page.expect("Verify Your Records");
    let page = visit.open("/registration/no-mobar-number").await;
    page.expect("Verify Your Records");
    let page = visit.open("/registration").await;
    page.expect("Username");
}

#[tokio::test]
async fn the_phrase_is_asked_for_again_however_it_was_typed() {
    let visit = Visit::new().await;
    switch_on(&visit, Fault::new(FaultKind::PhraseAgain).times(1));
    let page = visit.open("/registration").await;
    let page = visit.press(&page, &[], "Create an account.").await;
    let page = visit
        .press(
            &page,
            &[("I do not have a MOBAR number.", "on")],
            "Continue",
        )
        .await;
    for words in ["phrase does not match", "First Name"] {
        let phrase = visit.phrase();
        let page = visit
            .press(
                &page,
                &[
                    ("User Name", "new_clerk"),
                    ("Password", "Practice-1"),
                    ("Verify Password", "Practice-1"),
                    ("Enter the phrase that shows in the box", &phrase),
                ],
                "Continue",
            )
            .await;
        page.expect(words);
    }
}

#[tokio::test]
async fn every_field_has_a_twin_in_every_markup() {
    for (variant, _) in MARKUP_VARIANTS {
        let visit = written(variant, 0).await;
        switch_on(&visit, Fault::new(FaultKind::TwoLabels));
        let page = visit.open("/registration").await;
        let secrets = page.html.matches("type=\"password\"").count();
        assert_eq!(secrets, 2, "{variant}: {}", page.html);
    }
}

#[tokio::test]
async fn a_form_that_goes_to_a_foreign_host_is_written_so_in_every_markup() {
    for (variant, _) in MARKUP_VARIANTS {
        let visit = written(variant, 0).await;
        switch_on(&visit, Fault::new(FaultKind::ForeignForm));
        let page = visit.open("/registration").await;
        let fill = [("Username", "jdoe_records"), ("Password", "Practice-2026")];
        let sent = ready(&page, &fill, "Logon", None);
        assert_eq!(
            sent.url.host_str(),
            Some("portal.example.invalid"),
            "{variant}"
        );
    }
}

#[rstest]
#[case::maintenance(FaultKind::Maintenance, 200, "scheduled maintenance")]
#[case::refusal(FaultKind::Refusal, 403, "prohibited")]
#[case::challenge(FaultKind::Challenge200, 200, "cookies to continue")]
#[case::foreign(FaultKind::ForeignRedirect, 302, "")]
#[tokio::test]
async fn the_other_faults_meet_account_pages_too(
    #[case] kind: FaultKind,
    #[case] status: u16,
    #[case] words: &str,
) {
    let visit = Visit::new().await;
    switch_on(&visit, Fault::new(kind));
    let page = visit.get("/registration").await;
    assert_eq!(page.status, status);
    assert!(page.text().contains(words), "{}", page.text());
    if status == 302 {
        assert!(page.location.contains(".invalid"), "{}", page.location);
    }
}

#[tokio::test]
async fn a_token_is_good_once_and_a_form_without_it_does_nothing() {
    let visit = written("labelled_by", 0).await;
    let page = at_the_roster(&visit).await;
    let press = || ready(&page, &[], "Disable", Some("jdoe_records"));
    let mut bare = press();
    bare.pairs.retain(|(_, value)| value.len() != 16);
    bare.url.set_query(None);
    let shown = visit.fetch(bare, page.utf8).await.unwrap();
    shown.expect("Page Expired");
    assert_eq!(visit.account("jdoe_records").await["status"], "active");
    visit.press(&shown, &[], "Continue").await;
    let shown = visit.fetch(press(), page.utf8).await.unwrap();
    shown.expect("was disabled");
    let shown = visit.fetch(press(), page.utf8).await.unwrap();
    shown.expect("Page Expired");
}

#[tokio::test]
async fn two_buttons_at_once_are_refused() {
    let visit = Visit::new().await;
    let page = at_the_roster(&visit).await;
    let mut both = ready(&page, &[], "Disable", Some("jdoe_records"));
    both.pairs
        .extend(ready(&page, &[], "Remove", Some("jdoe_records")).pairs);
    visit
        .fetch(both, page.utf8)
        .await
        .unwrap()
        .expect("Error 400");
    assert_eq!(visit.account("jdoe_records").await["status"], "active");
}

#[tokio::test]
async fn an_older_page_of_a_registration_that_is_over_changes_nothing() {
    let visit = Visit::new().await;
    let page = at_the_questions(&visit, "new_clerk").await;
    let before = ready(&page, &ANSWERS, "Continue", None);
    visit.press(&page, &ANSWERS, "Continue").await;
    let shown = visit.fetch(before, page.utf8).await.unwrap();
    shown.expect("Additional Steps Required");
    assert_eq!(
        visit.portal.world().mails().len(),
        2,
        "issued and registered"
    );
    register_user(&visit, "another_clerk").await;
}

/// A roster in this markup, with so many more users.
pub async fn roster_of(variant: &str, count: u32) -> (Visit, Shown) {
    let visit = written(variant, 3).await;
    visit
        .portal
        .world()
        .act(Act::FillGroup(GroupRef {
            count,
            ..GroupRef::default()
        }))
        .unwrap();
    let page = at_the_roster(&visit).await;
    (visit, page)
}
