//! What the court refuses on the account pages, in words, and what it tells whom by e-mail.

use docketbell_practice::{Act, UserRef};
use rstest::rstest;
use serde_json::json;

use crate::{
    accounts::{associate, case_net_account, log_in, register_user, written},
    browser::Shown,
    client::Visit,
};

const DAY: i64 = 24 * 60 * 60;

fn advance(visit: &Visit, seconds: i64) {
    visit
        .portal
        .world()
        .act(Act::AdvanceClock { seconds })
        .unwrap();
}

fn of(user: &str) -> UserRef {
    UserRef {
        user_name: user.to_owned(),
    }
}

async fn log_on(visit: &Visit, at: &str, user: &str, password: &str) -> Shown {
    let page = visit.open(at).await;
    visit
        .press(
            &page,
            &[("Username", user), ("Password", password)],
            "Logon",
        )
        .await
}

async fn to_user_name(visit: &Visit) -> Shown {
    let page = visit.open("/registration").await;
    let page = visit.press(&page, &[], "Create an account.").await;
    visit
        .press(
            &page,
            &[("I do not have a MOBAR number.", "on")],
            "Continue",
        )
        .await
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_thirty_minutes_everywhere() {
    let visit = Visit::new().await;
    for left in [4, 3, 2] {
        let page = log_on(&visit, "/ecf/", "jdoe_records", "wrong").await;
        page.expect(&format!("You have {left} attempts left"));
    }
    let page = log_on(&visit, "/registration", "jdoe_records", "wrong").await;
    page.expect("You have 1 attempt left");
    let page = log_on(&visit, "/ecf/", "jdoe_records", "wrong").await;
    page.expect("account is locked");
    let page = log_on(&visit, "/registration", "jdoe_records", "Practice-2026").await;
    page.expect("account is locked");
    advance(&visit, 29 * 60);
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    page.expect("account is locked");
    advance(&visit, 61);
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    page.expect("eFiling Menu");
}

#[tokio::test]
async fn a_right_password_ends_the_count_and_case_matters() {
    let visit = Visit::new().await;
    for _ in 0..4 {
        log_on(&visit, "/ecf/", "jdoe_records", "practice-2026").await;
    }
    log_on(&visit, "/ecf/", "JDOE_RECORDS", "Practice-2026").await;
    assert_eq!(visit.account("jdoe_records").await["failures"], 0);
}

#[rstest]
#[case::taken("jdoe_records", "Practice-1", "Practice-1", true, "already taken")]
#[case::short_name("jd", "Practice-1", "Practice-1", true, "5 to 30")]
#[case::weak("new_user", "practice", "practice", true, "at least 8 characters")]
#[case::differs("new_user", "Practice-1", "Practice-2", true, "do not match")]
#[case::phrase("new_user", "Practice-1", "Practice-1", false, "phrase does not match")]
#[tokio::test]
async fn b3_refuses_in_words_keeps_the_name_and_asks_for_another_phrase(
    #[case] user: &str,
    #[case] password: &str,
    #[case] again: &str,
    #[case] right: bool,
    #[case] words: &str,
) {
    for variant in ["plain", "around", "aria"] {
        let visit = written(variant, 0).await;
        let page = to_user_name(&visit).await;
        let phrase = visit.phrase();
        let typed = if right {
            phrase.as_str()
        } else {
            "something else"
        };
        let page = visit
            .press(
                &page,
                &[
                    ("User Name", user),
                    ("Password", password),
                    ("Verify Password", again),
                    ("Enter the phrase that shows in the box", typed),
                ],
                "Continue",
            )
            .await;
        page.expect(words);
        assert!(
            page.html.contains(&format!("value=\"{user}\"")),
            "{variant}"
        );
        assert!(!page.html.contains(password), "a secret is not sent back");
        assert_ne!(visit.phrase(), phrase, "a phrase is asked once");
    }
}

#[tokio::test]
async fn the_picture_is_the_forms_own_and_another_one_can_be_had() {
    let visit = Visit::new().await;
    let page = to_user_name(&visit).await;
    let first = visit.phrase();
    let at = page.html.find("/registration/phrase/").unwrap();
    let path = page.html[at..].split('"').next().unwrap();
    let picture = visit.get(path).await;
    assert_eq!(picture.content_type, "image/png");
    assert!(picture.bytes.starts_with(b"\x89PNG"));
    visit.press(&page, &[], "New picture").await;
    assert_ne!(visit.phrase(), first);
    assert_eq!(visit.get(path).await.status, 404, "the old picture is gone");
    let second = visit.phrase();
    visit.open("/registration/user-name").await;
    assert_ne!(
        visit.phrase(),
        second,
        "loading the page again gives another"
    );
}

#[tokio::test]
async fn an_invalid_address_is_refused_at_its_own_field() {
    let visit = Visit::new().await;
    let page = to_user_name(&visit).await;
    let phrase = visit.phrase();
    let page = visit
        .press(
            &page,
            &[
                ("User Name", "new_user"),
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
            &[("First Name", "Jo"), ("E-mail Address", "jo@nowhere")],
            "Continue",
        )
        .await;
    page.expect("This field is required.");
    page.expect("valid e-mail address");
    let page = visit
        .press(
            &page,
            &[("Last Name", "Doe"), ("E-mail Address", "jo@example.org")],
            "Continue",
        )
        .await;
    let page = visit
        .press(
            &page,
            &[
                ("Mailing Address > Zip", "6510"),
                ("Billing Address > State", "Missouri"),
                ("Phone Number", "555"),
            ],
            "Continue",
        )
        .await;
    for words in ["valid zip code", "valid state", "valid phone number"] {
        page.expect(words);
    }
    assert!(page.html.contains("value=\"6510\""), "what was typed stays");
}

#[rstest]
#[case::wrong_pin("000000", "Clerk", "does not match the Pin")]
#[case::no_information("482916", "", "enter information")]
#[case::no_pin("", "Clerk", "enter the Pin")]
#[tokio::test]
async fn b10_refuses_in_words_and_associates_nobody(
    #[case] pin: &str,
    #[case] information: &str,
    #[case] words: &str,
) {
    let visit = Visit::new().await;
    register_user(&visit, "new_clerk").await;
    visit.open("/ecf/groupAssociation?group=7f3a90").await;
    let page = log_on(
        &visit,
        "/ecf/groupAssociation?group=7f3a90",
        "new_clerk",
        "Practice-1",
    )
    .await;
    page.expect("Group User Authentication");
    let page = visit
        .press(
            &page,
            &[("Pin", pin), ("User Information", information)],
            "Submit",
        )
        .await;
    page.expect(words);
    assert!(visit.account("new_clerk").await["group"].is_null());
}

#[tokio::test]
async fn a_group_is_chosen_from_a_list_where_the_court_gives_one() {
    for variant in ["plain", "legend", "cell_above"] {
        let visit = written(variant, 0).await;
        let world = visit.portal.world();
        world
            .act(Act::AccountSettings(json!({ "group_list": true })))
            .unwrap();
        register_user(&visit, "new_clerk").await;
        let page = log_on(
            &visit,
            "/ecf/groupAssociation?group=7f3a90",
            "new_clerk",
            "Practice-1",
        )
        .await;
        let page = visit
            .press(
                &page,
                &[
                    ("Group Name", "Sample County Records Office"),
                    ("Pin", "482916"),
                    ("User Information", "Clerk"),
                ],
                "Submit",
            )
            .await;
        page.expect("User Agreement");
    }
}

#[tokio::test]
async fn an_unknown_group_and_a_link_that_has_ended_say_so() {
    let visit = Visit::new().await;
    visit
        .open("/ecf/groupAssociation?group=nothing")
        .await
        .expect("group was not found");
    let world = visit.portal.world();
    world.act(Act::EndGroupLink(Default::default())).unwrap();
    visit
        .open("/ecf/groupAssociation?group=7f3a90")
        .await
        .expect("link has expired");
}

#[tokio::test]
async fn a_disabled_user_learns_it_at_the_log_on_and_a_removed_user_has_no_group() {
    let visit = Visit::new().await;
    let world = visit.portal.world();
    world.act(Act::DisableUser(of("jdoe_records"))).unwrap();
    assert!(
        visit
            .portal
            .world()
            .mails()
            .iter()
            .all(|mail| mail.kind == "issued"),
        "nobody is e-mailed about a disabled user"
    );
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    page.expect("You have been disabled from the group Sample County Records Office");
    visit.open("/ecf/logoff").await;
    world.act(Act::RemoveUser(of("jdoe_records"))).unwrap();
    let mail = visit.mail("removed").await;
    assert_eq!(mail["to"], "jdoe_records@example.org");
    assert_eq!(mail["cc"], json!(["pat.sample@example.org"]));
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    page.expect("You are not associated to a group.");
    world
        .act(Act::AccountSettings(
            json!({ "disabled_are_refused": true }),
        ))
        .unwrap();
    visit.open("/ecf/logoff").await;
    let page = log_on(&visit, "/ecf/", "mpublic_scan", "Practice-2026").await;
    page.expect("You have been disabled");
    page.expect("Log On");
}

#[tokio::test]
async fn a_user_sets_defaults_and_leaves_the_group() {
    let visit = Visit::new().await;
    log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    let page = visit.open("/ecf/my-preferences").await;
    let page = visit
        .press(
            &page,
            &[
                ("Default Court", "Boone"),
                ("E-mail me a copy of every filing", "on"),
            ],
            "Save",
        )
        .await;
    page.expect("preferences have been saved");
    assert!(page.html.contains("value=\"Boone\"") && page.html.contains(" checked"));
    let page = visit.press(&page, &[], "Remove Association").await;
    page.expect("association to the group has been removed");
    assert!(visit.account("jdoe_records").await["group"].is_null());
}

#[tokio::test]
async fn a_verification_link_is_good_for_a_day_and_a_new_one_can_be_had() {
    let visit = Visit::new().await;
    let page = visit.open("/cnet/account/create-account").await;
    let page = visit
        .press(
            &page,
            &[
                ("E-mail Address", "alex.roe@example.org"),
                ("Password", "Practice-1"),
                ("Confirm Password", "Practice-1"),
                ("I agree to the terms of use", "on"),
            ],
            "Create Account",
        )
        .await;
    page.expect("within 24 hours");
    let first = visit.mail("verify").await["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = visit.open("/cnet/account/logon").await;
    let page = log_in(&visit, &page, "Practice-1").await;
    page.expect("not verified yet");
    advance(&visit, DAY);
    let page = visit.open(&first).await;
    page.expect("link has expired");
    visit.press(&page, &[], "Resend").await;
    let second = visit.mail("verify").await["link"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    visit
        .open(&first)
        .await
        .expect("link has expired or is not valid");
    visit.open(&second).await.expect("account is active");
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_a_known_device_is_not_asked_again() {
    let visit = Visit::new().await;
    case_net_account(&visit).await;
    visit.open("/cnet/account/logoff").await;
    let page = visit.open("/cnet/account/logon").await;
    log_in(&visit, &page, "Practice-1")
        .await
        .expect("Manage My Case");
    let other = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let visit = Visit {
        portal: visit.portal,
        http: other,
    };
    let page = visit.open("/cnet/account/logon").await;
    let page = log_in(&visit, &page, "Practice-1").await;
    let page = visit
        .press(&page, &[("Verification Code", "none")], "Continue")
        .await;
    page.expect("code is incorrect");
    let code = visit.mail("code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    advance(&visit, 601);
    let page = visit
        .press(&page, &[("Verification Code", &code)], "Continue")
        .await;
    page.expect("code has expired");
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_the_link_and_a_user_name_is_e_mailed() {
    let visit = Visit::new().await;
    for (page, kind) in [
        ("forgot-username", "user_name"),
        ("forgot-password", "reset"),
    ] {
        let page = visit.open(&format!("/cnet/account/{page}")).await;
        let page = visit
            .press(
                &page,
                &[("E-mail Address", "jdoe_records@example.org")],
                "Submit",
            )
            .await;
        page.expect("we have sent an e-mail");
        assert_eq!(visit.mail(kind).await["to"], "jdoe_records@example.org");
    }
    let link = visit.mail("reset").await["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = visit.open(&link).await;
    let page = visit
        .press(
            &page,
            &[
                ("New Password", "Another-1"),
                ("Verify New Password", "Another-1"),
            ],
            "Submit",
        )
        .await;
    page.expect("Password has been successfully reset");
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Another-1").await;
    page.expect("eFiling Menu");
    visit.open(&link).await.expect("Link Expired");
}

#[tokio::test]
async fn a_session_without_a_request_for_twenty_minutes_ends() {
    let visit = Visit::new().await;
    log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    advance(&visit, 19 * 60);
    visit
        .open("/ecf/my-preferences")
        .await
        .expect("Default Court");
    advance(&visit, 21 * 60);
    visit
        .open("/ecf/my-preferences")
        .await
        .expect("Session Ended");
    visit.open("/ecf/").await.expect("Username");
}

#[tokio::test]
async fn one_account_logs_on_at_all_three_parts_and_each_has_a_log_on_of_its_own() {
    let visit = Visit::new().await;
    let page = log_on(&visit, "/ecf/", "jdoe_records", "Practice-2026").await;
    page.expect("eFiling Menu");
    let page = visit.open("/registration").await;
    page.expect("Username");
    let page = log_on(&visit, "/registration", "jdoe_records", "Practice-2026").await;
    page.expect("eFiling Menu");
    let page = visit.open("/casenet/account/").await;
    let page = visit
        .press(
            &page,
            &[
                ("E-mail Address", "jdoe_records@example.org"),
                ("Password", "Practice-2026"),
            ],
            "Login",
        )
        .await;
    page.expect("Verification Code");
}

#[tokio::test]
async fn a_case_is_tracked_from_its_page_and_taken_off_the_list() {
    let visit = Visit::new().await;
    case_net_account(&visit).await;
    let page = visit
        .open("/cnet/trackThisCaseLanding.do?caseNumber=26BA-CV90123&courtId=CT13")
        .await;
    page.expect("Track This Case");
    let page = visit
        .press(
            &page,
            &[("Text message", "on"), ("Phone Number", "573-555-0100")],
            "Track This Case",
        )
        .await;
    page.expect("JANE Q DOE V JOHN Q PUBLIC");
    let page = visit
        .press_in_row(&page, "26BA-CV90123", "Stop Tracking")
        .await;
    page.expect("not tracking any cases");
}

#[tokio::test]
async fn accounts_survive_a_restart_and_sessions_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let config = || docketbell_practice::PracticeConfig {
        folder: Some(folder.path().to_owned()),
        ..crate::client::config()
    };
    let visit = Visit::with(config()).await;
    register_user(&visit, "new_clerk").await;
    associate(&visit, "new_clerk", "Practice-1").await;
    advance(&visit, 60);
    let before = visit.ask("mails").await;
    let Visit { portal, http } = visit;
    portal.stop().await;
    let journal = std::fs::read_to_string(folder.path().join("practice-journal.jsonl")).unwrap();
    for secret in ["Practice-1", "Sample School", "482916"] {
        assert!(!journal.contains(secret), "{secret} was typed by a person");
    }
    let visit = Visit {
        portal: docketbell_practice::start(config()).await.unwrap(),
        http,
    };
    let after = visit.account("new_clerk").await;
    assert_eq!(after["status"], "active");
    assert_eq!(visit.ask("mails").await, before);
    assert_eq!(visit.ask("accounts").await["clock_ahead_seconds"], 60);
    visit.open("/ecf/").await.expect("Username");
    let page = log_on(&visit, "/ecf/", "new_clerk", "Practice-1").await;
    page.expect("eFiling Menu");
}

#[tokio::test]
async fn no_secret_is_in_the_request_log_or_in_the_list_of_accounts() {
    let visit = written("several_forms", 0).await;
    register_user(&visit, "new_clerk").await;
    associate(&visit, "new_clerk", "Practice-1").await;
    let log = visit.ask("requests").await.to_string();
    let accounts = visit.ask("accounts").await.to_string();
    for secret in ["Practice-1", "Sample School"] {
        assert!(!log.contains(secret), "{secret} is in the log");
        assert!(!accounts.contains(secret), "{secret} is in the list");
    }
}
