//! The account pages of the practice portal through our reader: the same labels, headings and buttons whatever the
//! markup, and what is sent does what the person meant. Green here says that the two agree, nothing about the real portal.

use std::sync::Arc;

use docketbell_core::portal::{
    Accepted, Browser, Gate, HttpBrowser, MemoryLedger, Page, PortalError, PortalProfile,
    PortalRequest, SecretKind, Value,
};
use docketbell_practice::{
    Act, Fault, FaultKind, MARKUP_VARIANTS, MarkupWanted, PracticeConfig, RunningPractice, start,
};
use jiff::Timestamp;
use rstest::rstest;
use secrecy::SecretString;
use url::Url;

struct Visitor {
    practice: RunningPractice,
    profile: Arc<PortalProfile>,
    browser: HttpBrowser,
}

/// What goes into a field.
enum Give<'a> {
    Text(&'a str, &'a str),
    Under(&'a str, &'a str, &'a str),
    Secret(SecretKind, &'a str, &'a str),
    Tick(&'a str),
}
use Give::{Secret, Text, Tick, Under};

async fn visitor(variant: &str, seed: u64) -> Visitor {
    let practice = start(PracticeConfig::default()).await.unwrap();
    practice
        .world()
        .act(Act::SetMarkup(MarkupWanted {
            variant: Some(variant.to_owned()),
            seed,
            markup: None,
        }))
        .unwrap();
    let mut profile = PortalProfile::parse(&practice.profile_toml()).unwrap();
    profile.access.requests_per_minute = None;
    let profile = Arc::new(profile);
    let gate = Gate::new(
        Arc::clone(&profile),
        Arc::new(MemoryLedger::new()),
        Arc::new(Timestamp::now),
    );
    Visitor {
        browser: HttpBrowser::new(gate).unwrap(),
        practice,
        profile,
    }
}

impl Visitor {
    async fn open(&self, path: &str) -> Page {
        let url = Url::parse(&format!("{}{path}", self.practice.base_url())).unwrap();
        self.send(PortalRequest::open(url, "a test")).await
    }

    async fn send(&self, request: PortalRequest) -> Page {
        let mut request = request;
        loop {
            let answer = self.browser.send(request).await.unwrap();
            let page = Page::read_answer(answer).await.unwrap();
            let Some(next) = page.moves_on.clone() else {
                return page;
            };
            request = PortalRequest::open(next, "a test");
        }
    }

    fn filled(
        &self,
        page: &Page,
        fill: &[Give<'_>],
        button: &str,
    ) -> Result<PortalRequest, PortalError> {
        let label = match fill.first() {
            Some(Text(label, _) | Secret(_, label, _) | Tick(label) | Under(_, label, _)) => label,
            None => return page.press(&Accepted::only(button), &self.profile),
        };
        let forms = page.forms_asking(&[&Accepted::only(label)]);
        let [form] = forms.as_slice() else {
            panic!(
                "{} forms ask for {label:?} on {:?}",
                forms.len(),
                page.lines
            );
        };
        let mut filling = form.fill(&self.profile);
        for give in fill {
            match give {
                Text(label, text) => filling.set(&Accepted::only(label), *text)?,
                Under(heading, label, text) => {
                    filling.set_under(&Accepted::only(heading), &Accepted::only(label), *text)?
                }
                Secret(kind, label, text) => {
                    let secret = SecretString::from(*text);
                    filling.set(&Accepted::only(label), Value::Secret(*kind, &secret))?
                }
                Tick(label) => filling.tick(&Accepted::only(label))?,
            };
        }
        filling.press(&Accepted::only(button))
    }

    async fn press(&self, page: &Page, fill: &[Give<'_>], button: &str) -> Page {
        let request = self
            .filled(page, fill, button)
            .unwrap_or_else(|error| panic!("{error}: {:?}", page.lines));
        self.send(request).await
    }

    fn phrase(&self) -> String {
        self.practice.world().phrases()[0].phrase.clone()
    }
}

#[track_caller]
fn expect(page: &Page, heading: &str) {
    assert!(
        page.is_headed(&Accepted::only(heading)),
        "{heading:?} is no heading of {:?}: {:?}",
        page.headings,
        page.lines
    );
}

async fn user_and_group(visitor: &Visitor) {
    let page = visitor.open("/registration").await;
    let page = visitor.press(&page, &[], "Create an account.").await;
    let page = visitor
        .press(&page, &[Tick("I do not have a MOBAR number.")], "Continue")
        .await;
    let phrase = visitor.phrase();
    let password = SecretKind::Password;
    let form = page.forms_asking(&[&Accepted::only("Enter the phrase that shows in the box")])[0];
    let field = form
        .field(&Accepted::only("Enter the phrase that shows in the box"))
        .unwrap();
    let picture = form.picture_for(field).unwrap();
    assert!(picture.url.path().contains("/phrase/"), "{}", picture.url);
    let page = visitor
        .press(
            &page,
            &[
                Text("User Name", "rmunoz_records"),
                Secret(password, "Password", "Practice-1"),
                Secret(password, "Verify Password", "Practice-1"),
                Text("Enter the phrase that shows in the box", &phrase),
            ],
            "Continue",
        )
        .await;
    let page = visitor
        .press(
            &page,
            &[
                Text("First Name", "Renée"),
                Text("Last Name", "Muñoz Sample"),
                Text("E-mail Address", "renee@example.org"),
            ],
            "Continue",
        )
        .await;
    let mut fill = Vec::new();
    for heading in ["Mailing Address", "Billing Address"] {
        fill.extend([
            Under(heading, "Address Line 1", "100 Any St"),
            Under(heading, "City", "Jefferson City"),
            Under(heading, "State", "MO"),
            Under(heading, "Zip", "65101"),
        ]);
    }
    fill.push(Text("Phone Number", "573-555-0100"));
    let page = visitor.press(&page, &fill, "Continue").await;
    let answer = SecretKind::SecurityAnswer;
    let page = visitor
        .press(
            &page,
            &[
                Secret(answer, "What was the name of your first school?", "Sample"),
                Secret(answer, "In what city were you born?", "Anytown"),
                Secret(answer, "What was the name of your first pet?", "Rex"),
            ],
            "Continue",
        )
        .await;
    expect(&page, "eFiling Registration – Additional Steps Required");
    let page = visitor.open("/ecf/groupAssociation?group=7f3a90").await;
    let page = visitor
        .press(
            &page,
            &[
                Text("Username", "rmunoz_records"),
                Secret(password, "Password", "Practice-1"),
            ],
            "Logon",
        )
        .await;
    expect(&page, "Group User Authentication");
    let page = visitor
        .press(
            &page,
            &[
                Secret(SecretKind::Pin, "Pin", "482916"),
                Text("User Information", "señora"),
            ],
            "Submit",
        )
        .await;
    expect(&page, "User Agreement");
    let page = visitor
        .press(&page, &[Tick("I acknowledge")], "Continue")
        .await;
    expect(&page, "eFiling Menu");
}

#[tokio::test]
async fn a_user_registers_and_joins_a_group_in_every_markup() {
    for (variant, _) in MARKUP_VARIANTS {
        eprintln!("markup {variant}");
        user_and_group(&visitor(variant, 0).await).await;
    }
}

#[rstest]
#[case(11)]
#[case(12)]
#[case(13)]
#[case(14)]
#[case(15)]
#[case(16)]
#[tokio::test]
async fn a_user_registers_when_every_page_is_written_otherwise(#[case] seed: u64) {
    user_and_group(&visitor("shuffle", seed).await).await;
}

#[tokio::test]
async fn two_equal_labels_stop_and_a_foreign_form_gets_nothing_in_every_markup() {
    for (variant, _) in MARKUP_VARIANTS {
        for (kind, wanted) in [
            (FaultKind::TwoLabels, "ambiguous"),
            (FaultKind::ForeignForm, "foreign"),
        ] {
            let visitor = visitor(variant, 0).await;
            visitor
                .practice
                .world()
                .set_fault(Fault::new(kind))
                .unwrap();
            let page = visitor.open("/registration").await;
            let fill = [
                Text("Username", "jdoe_records"),
                Secret(SecretKind::Password, "Password", "Practice-2026"),
            ];
            let error = visitor.filled(&page, &fill, "Logon").unwrap_err();
            let is_it = match wanted {
                "ambiguous" => matches!(error, PortalError::LabelAmbiguous { .. }),
                _ => matches!(error, PortalError::ForeignHost { .. }),
            };
            assert!(is_it, "{variant}, {kind:?}: {error:?}");
        }
    }
}
