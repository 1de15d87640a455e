//! Group Maintenance: any number of users by pages, one click on one of them, and a second administrator.

use std::time::Instant;

use docketbell_practice::{Act, Fault, FaultKind, IssueAdministrator, MARKUP_VARIANTS, UserRef};
use rstest::rstest;

use crate::{
    browser::{Shown, ready},
    client::Visit,
    traps::{at_the_roster, roster_of},
};

fn users(page: &Shown) -> Vec<String> {
    let html = page.page();
    let rows = scraper::Selector::parse("tr").unwrap();
    let cells = scraper::Selector::parse("td").unwrap();
    html.select(&rows)
        .filter(|row| row.select(&rows).next().is_none())
        .filter_map(|row| row.select(&cells).next())
        .map(|cell| cell.text().collect::<String>())
        .filter(|words| words.contains("user") || words.contains('_'))
        .collect()
}

#[tokio::test]
async fn a_roster_of_five_thousand_is_read_page_by_page_to_its_end() {
    let (visit, mut page) = roster_of("plain", 4_997).await;
    page.expect("5000 users. Page 1 of 200.");
    let started = Instant::now();
    let mut all = users(&page);
    while page.says("Next") {
        page = visit.press(&page, &[], "Next").await;
        all.extend(users(&page));
    }
    eprintln!("200 pages in {:?}", started.elapsed());
    assert_eq!(all.len(), 5_000);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 5_000, "nobody is on two pages");
}

#[tokio::test]
async fn every_markup_pages_disables_activates_and_removes() {
    for (variant, _) in MARKUP_VARIANTS {
        let (visit, page) = roster_of(variant, 40).await;
        let page = visit.press(&page, &[], "Next").await;
        let page = visit.press_in_row(&page, "user00030", "Disable").await;
        page.expect("user00030 was disabled.");
        let page = visit.press_in_row(&page, "user00030", "Activate").await;
        page.expect("user00030 was activated.");
        let page = visit.press_in_row(&page, "user00030", "Remove").await;
        page.expect("user00030 was removed");
        let account = visit.account("user00030").await;
        assert!(account["group"].is_null(), "{variant}");
        assert_eq!(visit.mail("removed").await["to"], "user00030@example.org");
    }
}

#[tokio::test]
async fn a_click_on_a_page_that_was_read_earlier_is_one_request() {
    for variant in ["plain", "title", "old_table", "shuffle"] {
        let (visit, first) = roster_of(variant, 60).await;
        let mut page = visit.press(&first, &[], "Next").await;
        while page.says("Next") {
            page = visit.press(&page, &[], "Next").await;
        }
        let early = ready(&first, &[], "Disable", Some("jdoe_records"));
        let shown = visit.fetch(early, first.utf8).await.unwrap();
        shown.expect("jdoe_records was disabled.");
        assert_eq!(visit.account("jdoe_records").await["status"], "disabled");
    }
}

#[rstest]
#[case::lost_reply(FaultKind::LostReply, true)]
#[case::lost_request(FaultKind::LostRequest, false)]
#[case::error_after(FaultKind::Error500After, true)]
#[case::doubled(FaultKind::Doubled, true)]
#[case::session(FaultKind::SessionEnded, false)]
#[tokio::test]
async fn a_removal_is_done_once_or_not_at_all(#[case] kind: FaultKind, #[case] done: bool) {
    let (visit, page) = roster_of("plain", 0).await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(kind).on_path("group-maintenance").times(1))
        .unwrap();
    let press = ready(&page, &[], "Remove", Some("jdoe_records"));
    drop(visit.fetch(press, page.utf8).await);
    let account = visit.account("jdoe_records").await;
    assert_eq!(account["group"].is_null(), done, "{account}");
    let told = visit.portal.world().mails();
    let told = told.iter().filter(|mail| mail.kind == "removed").count();
    assert_eq!(told, usize::from(done), "told once, or not");
}

#[tokio::test]
async fn a_user_who_is_gone_between_list_and_click_is_said_to_be_gone() {
    let (visit, page) = roster_of("plain", 0).await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::UserGone).times(1))
        .unwrap();
    let page = visit.press_in_row(&page, "jdoe_records", "Disable").await;
    page.expect("jdoe_records is not associated to your group.");
    assert_eq!(users(&page), ["aroe_intake", "mpublic_scan"]);
}

#[tokio::test]
async fn a_second_administrator_was_faster() {
    let (visit, page) = roster_of("plain", 0).await;
    let world = visit.portal.world();
    world
        .act(Act::DisableUser(UserRef {
            user_name: "jdoe_records".to_owned(),
        }))
        .unwrap();
    let page = visit.press_in_row(&page, "jdoe_records", "Disable").await;
    page.expect("jdoe_records is already disabled.");
}

#[rstest]
#[case::twin(FaultKind::TwinRow, 4)]
#[case::no_status(FaultKind::RowWithoutStatus, 3)]
#[case::unknown_status(FaultKind::UnknownStatus, 3)]
#[tokio::test]
async fn odd_rows_stand_on_the_page_and_nowhere_else(#[case] kind: FaultKind, #[case] rows: usize) {
    let (visit, _) = roster_of("plain", 0).await;
    let mut fault = Fault::new(kind);
    fault.user = Some("jdoe_records".to_owned());
    visit.portal.world().set_fault(fault).unwrap();
    let page = visit.open("/registration/group-maintenance").await;
    assert_eq!(users(&page).len(), rows);
    assert_eq!(page.says("Suspended"), kind == FaultKind::UnknownStatus);
    if kind == FaultKind::RowWithoutStatus {
        assert!(
            page.html.contains("<td>Jane Doe</td><td></td>"),
            "{}",
            page.html
        );
    }
    assert_eq!(visit.account("jdoe_records").await["status"], "active");
}

#[tokio::test]
async fn one_page_of_the_roster_can_fail_alone() {
    let (visit, first) = roster_of("plain", 60).await;
    visit
        .portal
        .world()
        .set_fault(Fault::new(FaultKind::ServiceUnavailable).on_path("group-maintenance-2"))
        .unwrap();
    let failed = visit.press(&first, &[], "Next").await;
    failed.expect("Service Unavailable");
    visit
        .open("/registration/group-maintenance?page=3")
        .await
        .expect("Page 3 of 3");
}

#[tokio::test]
async fn an_administrator_can_be_had_whose_registration_is_over() {
    let visit = Visit::new().await;
    let ready = IssueAdministrator {
        user_name: "second_admin".to_owned(),
        ready: true,
        ..IssueAdministrator::default()
    };
    let world = visit.portal.world();
    world.act(Act::IssueAdministrator(ready)).unwrap();
    let page = visit.open("/registration").await;
    let fill = [("Username", "second_admin"), ("Password", "Practice-2026")];
    let page = visit.press(&page, &fill, "Logon").await;
    page.expect("Group Administrator Menu");
    let page = visit.press(&page, &[], "Group Maintenance").await;
    assert_eq!(users(&page).len(), 3);
}

#[tokio::test]
async fn a_group_without_users_says_so() {
    let (visit, mut page) = roster_of("plain", 0).await;
    for user in ["jdoe_records", "aroe_intake", "mpublic_scan"] {
        page = visit.press_in_row(&page, user, "Remove").await;
    }
    page.expect("There are no users in your group.");
}

#[tokio::test]
async fn the_pin_is_changed_and_the_old_one_lets_nobody_in() {
    let visit = Visit::new().await;
    at_the_roster(&visit).await;
    let page = visit.open("/registration/my-preferences").await;
    let page = visit
        .press(
            &page,
            &[("New Pin", "13"), ("Verify New Pin", "14")],
            "Update",
        )
        .await;
    page.expect("4 to 12");
    page.expect("do not match");
    let new = [("New Pin", "775533"), ("Verify New Pin", "775533")];
    let page = visit.press(&page, &new, "Update").await;
    page.expect("Pin has been updated");
    let groups = visit.ask("accounts").await;
    assert_eq!(groups["groups"][0]["pin"], "775533");
}
