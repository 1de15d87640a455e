//! Journeys as the window walks them: start, answer the page that waits, until the end. Against the practice portal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test says what went wrong by failing"
)]

mod links;
mod untold;

use std::sync::Arc;

use docketbell_core::app::Desk;
use docketbell_core::app::account_views::{
    AnswerView, AskKindView, AskView, JourneyKindView, JourneyView, PageView, SignInStateView,
};
use docketbell_core::app::opening::{Place, Unlock, open_or_make};
use docketbell_core::app::ports::SystemClock;
use docketbell_core::portal::PortalProfile;
use docketbell_core::storage::Store;
use docketbell_practice::{PracticeConfig, RunningPractice, start};
use secrecy::SecretString;
use serde_json::{Value, json};

const PASSWORD: &str = "Window-Oak-77";
const GROUP: &str = "Sample County Records Office";
const PIN: &str = "482916";

struct Court {
    practice: RunningPractice,
    desk: Desk,
    store: Store,
    _folder: tempfile::TempDir,
}

async fn court() -> Court {
    let practice = start(PracticeConfig::default()).await.unwrap();
    let (desk, store, folder) = computer(&practice).await;
    Court {
        practice,
        desk,
        store,
        _folder: folder,
    }
}

/// A computer that has never asked this court.
async fn computer(practice: &RunningPractice) -> (Desk, Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let profile = PortalProfile::parse(&practice.profile_toml()).unwrap();
    let place = Place::new(folder.path().join("data"), profile);
    let passphrase = SecretString::from("a long enough passphrase");
    let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
        .await
        .unwrap();
    let desk = Desk::new(place, store.clone(), Arc::new(SystemClock)).unwrap();
    (desk, store, folder)
}

impl Court {
    fn phrase(&self) -> String {
        self.practice.world().phrases()[0].phrase.clone()
    }

    fn link(&self) -> String {
        format!(
            "{}/ecf/groupAssociation?group=7f3a90",
            self.practice.base_url()
        )
    }

    /// What a person types for a question, as the window sends it.
    fn answer(&self, ask: &AskView, own: &[(&str, &str)]) -> AnswerView {
        let text = |words: &str| match ask.kind {
            AskKindView::Secret => json!({"kind": "secret", "secret": words, "keep": false}),
            _ => json!({"kind": "text", "text": words}),
        };
        let owned = own.iter().find(|(name, _)| *name == ask.name);
        let value: Value = match (owned, ask.kind) {
            (Some((_, words)), _) => text(words),
            (None, AskKindView::Agreement) => json!({"kind": "yes"}),
            (None, AskKindView::Phrase) => text(&self.phrase()),
            (None, AskKindView::Choice) => text(&ask.options[0].value),
            (None, AskKindView::Code) => {
                let code = self.practice.world().mails().into_iter().rev();
                text(&code.filter_map(|mail| mail.code).next().unwrap())
            }
            (None, AskKindView::Secret) if ask.rules.is_some() => text(PASSWORD),
            (None, _) => text(match ask.name.as_str() {
                "password" | "new_password" => PASSWORD,
                "pin" => PIN,
                "email" => "jordan.public@example.org",
                "user_name" => "jordan_window",
                _ if ask.prompt.contains("State") => "MO",
                _ if ask.prompt.contains("Zip") => "65101",
                _ if ask.prompt.contains("Phone") => "573-555-0100",
                _ if ask.optional => "",
                _ => "Public",
            }),
        };
        serde_json::from_value(json!({"name": ask.name, "answer": value})).unwrap()
    }

    async fn answer_page(&self, page: &PageView, own: &[(&str, &str)]) -> JourneyView {
        let answers = page.asks.iter().map(|ask| self.answer(ask, own)).collect();
        self.desk
            .answer_page(page.question_id.clone(), answers)
            .await
            .unwrap()
    }

    /// Walks a journey to its end; the pages that a person saw on the way.
    async fn walk(
        &self,
        kind: JourneyKindView,
        with: &[(&str, &str)],
        own: &[(&str, &str)],
    ) -> (Vec<PageView>, JourneyView) {
        let with = with
            .iter()
            .map(|(name, text)| {
                let answer = json!({"name": name, "answer": {"kind": "text", "text": text}});
                serde_json::from_value(answer).unwrap()
            })
            .collect();
        let mut view = self.desk.start_journey(kind, with).await.unwrap();
        let mut pages = Vec::new();
        while let Some(page) = view.page.clone() {
            assert!(pages.len() < 30, "it comes to an end: {view:#?}");
            fits_the_window(&view, &page);
            view = self.answer_page(&page, own).await;
            pages.push(page);
        }
        if let Ok(folder) = std::env::var("DOCKETBELL_VIEWS_DIR") {
            let all = serde_json::to_string(&(&pages, &view)).unwrap();
            std::fs::write(format!("{folder}/{kind:?}.json"), all).unwrap();
        }
        assert_eq!(view.problem, None, "after {pages:#?}");
        (pages, view)
    }
}

/// What the window takes for granted of every page.
fn fits_the_window(view: &JourneyView, page: &PageView) {
    let mut names: Vec<&str> = page.asks.iter().map(|a| a.name.as_str()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(
        names.len(),
        all,
        "answers are told apart by name: {page:#?}"
    );
    assert!(
        !page.host.is_empty() && !page.button.is_empty(),
        "{page:#?}"
    );
    assert!(
        view.steps.iter().any(|s| s.number == page.step
            && matches!(
                s.state,
                docketbell_core::app::account_views::StepStateView::Here
            )),
        "you are here: {:?}",
        view.steps
    );
    for ask in &page.asks {
        assert!(!ask.prompt.is_empty(), "the page's words: {ask:#?}");
        let secret = matches!(
            ask.kind,
            AskKindView::Secret | AskKindView::Phrase | AskKindView::Code
        );
        assert!(
            !secret || ask.known.is_none(),
            "no secret comes back: {}",
            ask.name
        );
        assert!(
            ask.kind != AskKindView::Choice || !ask.options.is_empty(),
            "{ask:#?}"
        );
        if ask.kind == AskKindView::Phrase {
            let image = ask.image.as_deref().unwrap_or_default();
            assert!(
                image.starts_with("data:image/"),
                "the picture itself: {ask:#?}"
            );
        }
    }
}

fn steps(pages: &[PageView]) -> Vec<&str> {
    let mut steps: Vec<&str> = pages.iter().map(|p| p.step.as_str()).collect();
    steps.dedup();
    steps
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_user_registers_and_joins_the_group() {
    let court = court().await;
    let (pages, end) = court.walk(JourneyKindView::RegisterUser, &[], &[]).await;
    assert_eq!(
        steps(&pages),
        ["B3", "B4", "B5", "B6"],
        "where a person is asked"
    );
    let given =
        |page: &PageView| -> Vec<String> { page.given.iter().map(|g| g.name.clone()).collect() };
    assert_eq!(
        given(&pages[3]),
        [
            "user_name",
            "first_name",
            "last_name",
            "email",
            "phone",
            "mailing_address",
            "billing_address"
        ],
        "all that the account is made of is read before the last click"
    );
    assert!(given(&pages[1]).is_empty(), "B4 changes nothing yet");
    let outcome = end.outcome.unwrap();
    assert_eq!(
        (outcome.outcome.as_str(), outcome.next.as_deref()),
        ("registered", Some("associate"))
    );
    assert!(
        court.desk.journey().await.unwrap().is_none(),
        "it is told once and then closed"
    );

    let link = court.desk.inspect_link(court.link()).await.unwrap();
    assert!(link.allowed, "{link:#?}");
    let (pages, end) = court
        .walk(JourneyKindView::Associate, &[("link", &court.link())], &[])
        .await;
    assert_eq!(steps(&pages), ["B9", "B10", "B11"]);
    assert!(
        pages
            .iter()
            .any(|p| p.asks.iter().any(|a| a.text.is_some())),
        "the agreement in full"
    );
    let outcome = end.outcome.unwrap();
    assert_eq!(
        (outcome.outcome.as_str(), outcome.group.as_deref()),
        ("associated", Some(GROUP))
    );

    let view = court.desk.accounts().await.unwrap();
    let account = &view.accounts[0];
    assert_eq!(
        (account.user_name.as_str(), account.group.as_deref()),
        ("jordan_window", Some(GROUP))
    );
    assert!(
        !account.kept.password && !account.kept.pin,
        "nobody asked to keep them"
    );
    assert_eq!(view.signed_in[0].state, SignInStateView::SignedIn);
    assert_eq!(view.agreements.len(), 1, "what was agreed to, once");
    assert!(view.ecf_link.unwrap().ends_with("/ecf/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issued_account_is_set_up_to_the_administrators_menu() {
    let court = court().await;
    let own = [
        ("user_name", "sample_admin"),
        ("temporary_password", "Start-4821-Now"),
    ];
    let (pages, end) = court
        .walk(JourneyKindView::RegisterAdministrator, &[], &own)
        .await;
    for step in ["A1", "A2", "A5", "A6", "A8"] {
        assert!(
            steps(&pages).contains(&step),
            "{step} of {:?}",
            steps(&pages)
        );
    }
    let last: Vec<&str> = pages
        .iter()
        .filter(|p| p.last_click)
        .map(|p| p.step.as_str())
        .collect();
    assert!(
        last.contains(&"A8"),
        "the agreement is reviewed before the click: {last:?}"
    );
    assert_eq!(end.outcome.unwrap().outcome, "registered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_net_account_waits_for_its_mail_and_signs_in_with_a_code() {
    let court = court().await;
    let (pages, end) = court.walk(JourneyKindView::RegisterAccount, &[], &[]).await;
    assert_eq!(steps(&pages), ["C1"]);
    let outcome = end.outcome.unwrap();
    assert_eq!(outcome.next.as_deref(), Some("verify_email"));
    assert_eq!(
        court.desk.accounts().await.unwrap().verify_until,
        outcome.until,
        "the clock runs"
    );

    let mails = court.practice.world().mails();
    let mail = mails.into_iter().find(|mail| mail.kind == "verify");
    let link = mail.and_then(|mail| mail.link).unwrap();
    let opened = reqwest_get(&format!("{}{link}", court.practice.base_url())).await;
    assert!(opened, "the person opened the mail's link in a browser");
    let own = [
        ("user_name", "jordan.public@example.org"),
        ("email", "jordan.public@example.org"),
    ];
    let (pages, end) = court
        .walk(JourneyKindView::SignIn, &[("part", "casenet")], &own)
        .await;
    assert_eq!(steps(&pages)[0], "C3");
    assert_eq!(end.outcome.unwrap().outcome, "signed_in");
    let view = court.desk.accounts().await.unwrap();
    assert_eq!(view.verify_until, None, "the clock has stopped");
    court.desk.sign_out().await.unwrap();
    assert!(
        court
            .desk
            .accounts()
            .await
            .unwrap()
            .signed_in
            .iter()
            .all(|s| s.state != SignInStateView::SignedIn),
        "signed out"
    );

    let (desk, store, folder) = computer(&court.practice).await;
    let elsewhere = Court {
        practice: court.practice,
        desk,
        store,
        _folder: folder,
    };
    let (pages, _) = elsewhere
        .walk(JourneyKindView::SignIn, &[("part", "casenet")], &own)
        .await;
    assert_eq!(steps(&pages), ["C3", "C4"], "a new computer is sent a code");
}

async fn reqwest_get(link: &str) -> bool {
    reqwest::get(link)
        .await
        .is_ok_and(|answer| answer.status().is_success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_comes_back_at_its_field_with_what_was_typed_and_a_new_picture() {
    let court = court().await;
    let view = court
        .desk
        .start_journey(JourneyKindView::RegisterUser, Vec::new())
        .await
        .unwrap();
    let page = view.page.unwrap();
    assert_eq!(page.step, "B3");
    let wrong: Vec<(&str, &str)> = page
        .asks
        .iter()
        .filter(|a| a.kind == AskKindView::Phrase)
        .map(|a| (a.name.as_str(), "not the phrase"))
        .collect();
    let again = court.answer_page(&page, &wrong).await.page.unwrap();
    assert_eq!(again.step, "B3");
    assert_ne!(again.question_id, page.question_id, "another page");
    let phrase = again
        .asks
        .iter()
        .find(|a| a.kind == AskKindView::Phrase)
        .unwrap();
    assert!(
        phrase.refused.is_some() || again.told.iter().any(|t| t.refusal),
        "the portal's words are shown: {again:#?}"
    );
    let user_name = again.asks.iter().find(|a| a.name == "user_name").unwrap();
    assert_eq!(
        user_name.known.as_deref(),
        Some("jordan_window"),
        "what was typed is kept"
    );

    let late = court
        .desk
        .answer_page(page.question_id.clone(), Vec::new())
        .await
        .unwrap_err();
    assert_eq!(late.kind, "other_page", "a late click fills nothing");
    let other = court.desk.another_picture().await.unwrap().page.unwrap();
    let picture = |page: &PageView| page.asks.iter().find_map(|a| a.image.clone());
    assert_ne!(picture(&other), picture(&again), "another picture");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_leaving_and_secrets_do_not() {
    let court = court().await;
    let view = court
        .desk
        .start_journey(JourneyKindView::RegisterUser, Vec::new())
        .await
        .unwrap();
    let view = court.answer_page(&view.page.unwrap(), &[]).await;
    let page = view.page.unwrap();
    assert_eq!(page.step, "B4");
    let typed = json!([
        {"name": "first_name", "answer": {"kind": "text", "text": "Jordan"}},
        {"name": "password", "answer": {"kind": "secret", "secret": "Canary-Typed-1", "keep": true}},
    ]);
    let typed: Vec<AnswerView> = serde_json::from_value(typed).unwrap();
    court
        .desk
        .keep_answers(page.question_id, typed)
        .await
        .unwrap();
    court.desk.leave_journey().await.unwrap();
    let waits = court.desk.journey().await.unwrap().expect("it waits");
    assert!(waits.page.is_none() && !waits.working, "{waits:#?}");
    let other = court
        .desk
        .start_journey(JourneyKindView::SignIn, Vec::new())
        .await;
    assert!(
        other.is_ok(),
        "a left journey stands in nobody's way: {other:?}"
    );
    court.desk.leave_journey().await.unwrap();

    let mut view = court
        .desk
        .start_journey(JourneyKindView::RegisterUser, Vec::new())
        .await
        .unwrap();
    let first_name = loop {
        let page = view
            .page
            .clone()
            .unwrap_or_else(|| panic!("it goes on: {view:#?}"));
        if let Some(ask) = page.asks.iter().find(|a| a.name == "first_name") {
            break ask.known.clone();
        }
        view = court.answer_page(&page, &[]).await;
    };
    assert_eq!(
        first_name.as_deref(),
        Some("Jordan"),
        "typed, never sent, and still there"
    );
    let kind = JourneyKindView::RegisterUser;
    court.desk.forget_journey(kind).await.unwrap();
    assert!(court.desk.journey().await.unwrap().is_none(), "forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_association_goes_on_where_it_stopped_without_its_link_being_pasted_again() {
    let court = court().await;
    let clerk = json!({"do": "add_account", "user_name": "troe_clerk", "password": PASSWORD});
    let clerk: docketbell_practice::Act = serde_json::from_value(clerk).unwrap();
    court.practice.world().act(clerk).unwrap();
    let link = |words: &str| -> Vec<AnswerView> {
        let text = json!({"kind": "text", "text": words});
        serde_json::from_value(json!([{"name": "link", "answer": text}])).unwrap()
    };
    let own = [("user_name", "troe_clerk")];
    let start = async |with| {
        let kind = JourneyKindView::Associate;
        court.desk.start_journey(kind, with).await.unwrap()
    };
    let unknown = format!(
        "{}/ecf/groupAssociation?group=nobody",
        court.practice.base_url()
    );
    let mut view = start(link(&unknown)).await;
    while let Some(page) = view.page.clone() {
        view = court.answer_page(&page, &own).await;
    }
    let problem = view.problem.expect("nobody knows that group");
    assert_eq!(problem.kind, "unknown_group", "{problem:?}");

    // The right link, in place of the one that stands still.
    let mut view = start(link(&court.link())).await;
    while view.page.as_ref().is_some_and(|page| page.step != "B10") {
        view = court.answer_page(&view.page.unwrap(), &own).await;
    }
    assert!(view.page.is_some(), "{view:#?}");
    court.desk.leave_journey().await.unwrap();
    let mut view = start(Vec::new()).await;
    while let Some(page) = view.page.clone() {
        view = court.answer_page(&page, &own).await;
    }
    assert_eq!(view.problem, None, "it goes on by itself: {view:#?}");
    let outcome = view.outcome.expect("it ends");
    assert_eq!(outcome.group.as_deref(), Some(GROUP), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_another_host_is_looked_at_and_never_asked() {
    let court = court().await;
    let before = court.practice.world().requests().since(0).len();
    let link = court
        .desk
        .inspect_link("https://www.courts.mo.gov.evil.example/g".into())
        .await
        .unwrap();
    assert_eq!(
        (link.allowed, link.host.as_str()),
        (false, "www.courts.mo.gov.evil.example")
    );
    let why = link.problem.unwrap();
    assert_eq!(
        (why.kind.as_str(), why.message.as_str()),
        (
            "foreign_host",
            "The link leads to www.courts.mo.gov.evil.example, which the portal's profile does not allow. Nothing was sent there."
        ),
        "the portal sent nobody there: it is the link that leads away"
    );
    let kept = court.desk.save_association_link(Some(link.link)).await;
    assert_eq!(
        kept.unwrap_err(),
        why,
        "the same words where the link would be kept"
    );
    assert!(court.desk.inspect_link("hello".into()).await.is_err());
    assert_eq!(
        court.practice.world().requests().since(0).len(),
        before,
        "nothing was asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_made_password_keeps_the_rules_and_is_another_each_time() {
    let court = court().await;
    let made = async || {
        let made = court.desk.generate_password().await.unwrap();
        serde_json::to_value(made)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (one, other) = (made().await, made().await);
    assert_ne!(one, other);
    for password in [one, other] {
        assert!(password.len() >= 8, "{password}");
        for kind in [char::is_uppercase, char::is_lowercase, char::is_numeric] {
            assert!(password.chars().any(kind), "{password}");
        }
    }
}
