//! The journeys of the account pages, page by page, as the procedures tell them; in every markup.

use docketbell_practice::{Act, MARKUP_VARIANTS, MarkupWanted};
use rstest::rstest;
use serde_json::Value;

use crate::{
    browser::Shown,
    client::{Page, Visit},
};

/// The link of the first group.
const GROUP_LINK: &str = "/ecf/groupAssociation?group=7f3a90";

pub async fn written(variant: &str, seed: u64) -> Visit {
    let visit = Visit::new().await;
    visit
        .portal
        .world()
        .act(Act::SetMarkup(MarkupWanted {
            variant: Some(variant.to_owned()),
            seed,
            markup: None,
        }))
        .unwrap();
    visit
}

impl Visit {
    pub async fn ask(&self, what: &str) -> Value {
        let response = self
            .http
            .get(self.url(&format!("/practice/{what}")))
            .header("x-practice-token", self.portal.token())
            .send()
            .await
            .unwrap();
        serde_json::from_slice(&Page::read(response).await.bytes).unwrap()
    }

    /// The last e-mail of a kind.
    pub async fn mail(&self, kind: &str) -> Value {
        let mails = self.ask(&format!("mails?kind={kind}")).await;
        mails["mails"].as_array().unwrap().last().unwrap().clone()
    }

    pub async fn account(&self, user: &str) -> Value {
        let all = self.ask("accounts").await;
        all["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["user_name"] == user)
            .cloned()
            .unwrap_or(Value::Null)
    }

    pub fn phrase(&self) -> String {
        self.portal.world().phrases()[0].phrase.clone()
    }
}

/// A1 to A9.
pub async fn register_administrator(visit: &Visit) -> Shown {
    let page = visit.open("/registration").await;
    let page = visit
        .press(
            &page,
            &[("Username", "sample_admin"), ("Password", "Start-4821-Now")],
            "Logon",
        )
        .await;
    let new = [
        ("New Password", "Better-2026"),
        ("Verify New Password", "Better-2026"),
    ];
    let page = visit.press(&page, &new, "Continue").await;
    page.expect("Password has been successfully reset");
    let page = visit
        .press(
            &page,
            &[("Username", "sample_admin"), ("Password", "Better-2026")],
            "Logon",
        )
        .await;
    page.expect("Missing Information");
    let mut page = visit.press(&page, &[], "My Account").await;
    for (row, value) in [
        ("Phone", "573-555-0100"),
        ("Mailing Address", "100 Any St, Jefferson City MO 65101"),
        ("Position", "Öffice mañager"),
    ] {
        page.expect("Please Update");
        let open = visit.press_in_row(&page, row, "Update").await;
        page = update(visit, &open, row, value).await;
    }
    let answers = [
        ("What was the name of your first school?", "Sample School"),
        ("In what city were you born?", "Anytown"),
        ("What was the name of your first pet?", "Rex"),
        ("New Password", "Better-2026"),
    ];
    let page = visit.press(&page, &answers, "Update").await;
    page.expect("My Applications");
    let page = visit
        .press_in_row(&page, "Electronic Case Filing", "Subscribe")
        .await;
    page.expect("User Agreement");
    let page = visit
        .press(&page, &[("I acknowledge", "on")], "Continue")
        .await;
    page.expect("Group Administrator Menu");
    page
}

/// The row's field is on a page of its own, or inside the row.
async fn update(visit: &Visit, open: &Shown, row: &str, value: &str) -> Shown {
    let inside = open.says("Please update all information");
    let ready = crate::browser::ready(open, &[(row, value)], "Update", inside.then_some(row));
    visit.fetch(ready, open.utf8).await.unwrap()
}

/// B1 to B8.
pub async fn register_user(visit: &Visit, user: &str) -> Shown {
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
                ("First Name", "Renée"),
                ("Last Name", "Muñoz Sample"),
                ("E-mail Address", "renee@example.org"),
            ],
            "Continue",
        )
        .await;
    let page = visit
        .press(
            &page,
            &[
                ("Mailing Address > Address Line 1", "100 Any St"),
                ("Mailing Address > City", "Jefferson City"),
                ("Mailing Address > State", "MO"),
                ("Mailing Address > Zip", "65101"),
                ("Billing Address > Address Line 1", "200 Other Ave"),
                ("Billing Address > City", "Columbia"),
                ("Billing Address > State", "MO"),
                ("Billing Address > Zip", "65201-1234"),
                ("Phone Number", "573-555-0100"),
            ],
            "Continue",
        )
        .await;
    let page = visit
        .press(
            &page,
            &[
                ("What was the name of your first school?", "Sample School"),
                ("In what city were you born?", "Anytown"),
                ("What was the name of your first pet?", "Rex"),
            ],
            "Continue",
        )
        .await;
    page.expect("eFiling Registration \u{2013} Additional Steps Required");
    let page = visit.press(&page, &[], "Continue").await;
    page.expect("Log On");
    page
}

/// B9 to B12.
pub async fn associate(visit: &Visit, user: &str, password: &str) -> Shown {
    let page = visit.open(GROUP_LINK).await;
    let page = visit
        .press(
            &page,
            &[("Username", user), ("Password", password)],
            "Logon",
        )
        .await;
    page.expect("Group User Authentication");
    let page = visit
        .press(
            &page,
            &[
                ("Pin", "482916"),
                ("User Information", "Records clerk, señora P. Sample"),
            ],
            "Submit",
        )
        .await;
    page.expect("User Agreement");
    let page = visit
        .press(&page, &[("I acknowledge", "on")], "Continue")
        .await;
    page.expect("eFiling Menu");
    page
}

/// C1 to C4.
pub async fn case_net_account(visit: &Visit) -> Shown {
    let page = visit.open("/cnet/").await;
    let page = visit.press(&page, &[], "Login").await;
    let page = visit.press(&page, &[], "Create Account").await;
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
    page.expect("check your e-mail");
    let link = visit.mail("verify").await["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = visit.open(&link).await;
    let page = visit.press(&page, &[], "Login").await;
    let page = log_in(visit, &page, "Practice-1").await;
    let code = visit.mail("code").await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = visit
        .press(&page, &[("Verification Code", &code)], "Continue")
        .await;
    page.expect("Manage My Case");
    page
}

pub async fn log_in(visit: &Visit, page: &Shown, password: &str) -> Shown {
    visit
        .press(
            page,
            &[
                ("E-mail Address", "alex.roe@example.org"),
                ("Password", password),
            ],
            "Login",
        )
        .await
}

async fn everything(visit: &Visit) {
    let page = register_administrator(visit).await;
    visit.press(&page, &[], "Log Off").await;
    register_user(visit, "rmunoz_records").await;
    associate(visit, "rmunoz_records", "Practice-1").await;
    case_net_account(visit).await;
    let member = visit.account("rmunoz_records").await;
    assert_eq!(member["name"], "Renée Muñoz Sample", "no letter is lost");
    assert_eq!(member["information"], "Records clerk, señora P. Sample");
    assert_eq!(member["group"], "Sample County Records Office");
    let told = visit.mail("associated").await;
    assert_eq!(
        told["cc"][0], "pat.sample@example.org",
        "the administrator is copied"
    );
}

#[tokio::test]
async fn every_journey_comes_to_its_end_in_every_markup_that_has_a_name() {
    for (name, _) in MARKUP_VARIANTS {
        eprintln!("markup {name}");
        everything(&written(name, 0).await).await;
    }
}

#[rstest]
#[case(1)]
#[case(2)]
#[case(3)]
#[case(4)]
#[case(5)]
#[case(6)]
#[tokio::test]
async fn every_journey_comes_to_its_end_when_each_page_is_written_otherwise(#[case] seed: u64) {
    everything(&written("shuffle", seed).await).await;
}
