//! Links of e-mails: which one is kept, for how long, and whose mail one is.

use docketbell_core::app::account_views::{AnswerView, JourneyKindView, JourneyView};
use docketbell_core::app::travel::Wish;
use docketbell_core::domain::JourneyKind;
use docketbell_core::portal::Waiting;
use docketbell_core::portal::journeys::{Answers, JourneyStep, NobodyThere, PageAsk, Person};
use docketbell_core::storage::{JourneyState, StoredJourney};
use rstest::rstest;
use serde_json::json;

use super::{Court, PASSWORD, court};

const CLERK: &[(&str, &str)] = &[("user_name", "troe_clerk")];
const MAIL: &str = "jordan.public@example.org";

fn with(name: &str, words: &str) -> Vec<AnswerView> {
    let text = json!({"kind": "text", "text": words});
    serde_json::from_value(json!([{"name": name, "answer": text}])).unwrap()
}

impl Court {
    fn tell(&self, act: serde_json::Value) {
        let act: docketbell_practice::Act = serde_json::from_value(act).unwrap();
        self.practice.world().act(act).unwrap();
    }

    async fn joins(&self, with: Vec<AnswerView>) -> JourneyView {
        let kind = JourneyKindView::Associate;
        self.desk.start_journey(kind, with).await.unwrap()
    }

    /// Answers pages until this step waits, or nothing does.
    async fn until(&self, step: &str, mut view: JourneyView) -> JourneyView {
        while let Some(page) = view.page.clone().filter(|page| page.step != step) {
            view = self.answer_page(&page, CLERK).await;
        }
        view
    }

    /// All that the store keeps of journeys under way.
    async fn kept(&self) -> String {
        format!("{:?}", self.store.journeys_under_way().await.unwrap())
    }

    /// Not in the store, not in the log of requests, not among the secrets.
    async fn wrote_nothing_down_of(&self, link: &str) {
        let log = self.desk.access_log(1000).await.unwrap();
        assert!(log.len() > 3, "{log:?}");
        let sealed = self.store.sealed_file();
        let mut told = vec![format!("{log:?}"), self.kept().await];
        for name in sealed.names("").unwrap() {
            let kept = sealed.get(&name).unwrap().unwrap();
            told.push(String::from_utf8_lossy(&kept).into_owned());
        }
        assert!(told.len() > 2, "a session is kept");
        for told in told {
            assert!(!told.contains(token(link)), "it lies in {told}");
        }
    }

    /// What is kept of the session with the court.
    fn session(&self) -> Option<String> {
        let sealed = self.store.sealed_file();
        let mut names = sealed.names("").unwrap().into_iter();
        let kept = sealed
            .get(&names.find(|name| name.ends_with("/session"))?)
            .unwrap()?;
        Some(String::from_utf8_lossy(&kept).into_owned())
    }

    fn asked(&self) -> usize {
        self.practice.world().requests().since(0).len()
    }
}

async fn with_clerk() -> Court {
    let court = court().await;
    court.tell(json!({"do": "add_account", "user_name": "troe_clerk", "password": PASSWORD}));
    court
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_a_new_password_that_is_pasted_as_a_groups_link_is_never_kept() {
    let (court, link) = with_a_mailed_link().await;
    let view = court.joins(with("link", &link)).await;
    assert!(view.problem.is_some(), "it is no link of a group: {view:?}");
    let kept = court.kept().await;
    assert!(!kept.contains(token(&link)), "it lies in the store: {kept}");
}

/// An account, and the link of the mail that the court sent for a new password.
async fn with_a_mailed_link() -> (Court, String) {
    let court = with_clerk().await;
    court.walk(JourneyKindView::RegisterAccount, &[], &[]).await;
    let own = [("email", MAIL), ("user_name", MAIL)];
    court
        .walk(JourneyKindView::RecoverPassword, &[], &own)
        .await;
    let mails = court.practice.world().mails();
    let path = mails.into_iter().rev().find_map(|mail| mail.link).unwrap();
    let link = format!("{}{path}", court.practice.base_url());
    (court, link)
}

/// What of a link counts for whoever holds it.
fn token(link: &str) -> &str {
    let (_, token) = link.rsplit_once(['=', '/']).unwrap();
    assert!(token.len() > 5, "{link}");
    token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_link_is_walked_to_the_new_password_and_written_down_nowhere() {
    let (court, link) = with_a_mailed_link().await;
    let looked = court.desk.inspect_link(link.clone()).await.unwrap();
    assert!(looked.allowed, "{looked:?}");
    let kind = JourneyKindView::ChangePassword;
    let new = [("new_password", "Window-New-88")];
    let (pages, end) = court.walk(kind, &[("link", &link)], &new).await;
    assert_eq!(super::steps(&pages), ["C5"], "no log-on is asked for");
    assert!(pages[0].last_click && link.contains(&pages[0].host));
    let outcome = end.outcome.unwrap();
    assert_eq!(
        (outcome.outcome.as_str(), outcome.next.as_deref()),
        ("changed", Some("sign_in"))
    );

    court.wrote_nothing_down_of(&link).await;
    let own = [
        ("user_name", MAIL),
        ("email", MAIL),
        ("password", "Window-New-88"),
    ];
    court
        .walk(JourneyKindView::SignIn, &[("part", "casenet")], &own)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_was_left_wants_its_link_again_and_never_a_log_on() {
    let (court, link) = with_a_mailed_link().await;
    let kind = JourneyKindView::ChangePassword;
    let start = async |answers| court.desk.start_journey(kind, answers).await;
    let view = start(with("link", &link)).await.unwrap();
    assert!(view.page.is_some(), "{view:?}");
    court.wrote_nothing_down_of(&link).await;
    court.desk.leave_journey().await.unwrap();
    let asked = court.asked();
    let problem = start(Vec::new()).await.unwrap_err();
    assert_eq!(problem.kind, "link_needed", "{problem:?}");
    assert_eq!(court.asked(), asked, "nothing is asked without it");
    let view = start(with("link", &link)).await.unwrap();
    assert_eq!(view.page.unwrap().step, "C5", "it goes on");
    court.desk.leave_journey().await.unwrap();
    court.desk.forget_journey(kind).await.unwrap();
    let view = start(Vec::new()).await.unwrap();
    assert_eq!(
        view.page.unwrap().asks.len(),
        2,
        "who knows the old one logs on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn journeys_that_were_left_are_all_told_and_each_is_forgotten_alone() {
    let court = with_clerk().await;
    let user = JourneyKindView::RegisterUser;
    let start = async |kind| court.desk.start_journey(kind, Vec::new()).await.unwrap();
    start(user).await;
    court.desk.leave_journey().await.unwrap();
    let account = JourneyKindView::RegisterAccount;
    start(account).await;
    court.desk.leave_journey().await.unwrap();
    let joins = court.joins(with("link", &court.link())).await;
    assert!(joins.page.is_some(), "one is open: {joins:?}");

    let told = async || {
        let view = court.desk.accounts().await.unwrap();
        let left: Vec<_> = view.left_journeys.iter().map(|j| j.kind).collect();
        (view.open_journey.map(|j| j.kind), left)
    };
    let (open, left) = told().await;
    assert_eq!(open, Some(JourneyKindView::Associate));
    assert!(left.len() == 2 && left.contains(&user) && left.contains(&account));
    let session = court.session();
    assert!(session.is_some(), "the open one has a session");
    court.desk.forget_journey(user).await.unwrap();
    assert!(court.session() == session, "another's session is let alone");
    let waits = court.desk.journey().await.unwrap().unwrap();
    assert!(waits.page.is_some(), "the open one still waits: {waits:?}");
    assert_eq!(told().await.1, [account], "the other is still there");
    court
        .desk
        .forget_journey(JourneyKindView::Associate)
        .await
        .unwrap();
    assert_eq!(told().await, (Some(account), Vec::new()));
    assert!(court.session().is_none(), "its own goes with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_groups_link_is_kept_from_the_groups_page_on_and_goes_when_it_is_refused() {
    let court = with_clerk().await;
    let view = court.joins(with("link", &court.link())).await;
    let page = view.page.expect("the log-on");
    assert_eq!(page.step, "B9");
    assert!(
        !court.kept().await.contains(&court.link()),
        "a log-on page may be anybody's"
    );
    court.desk.leave_journey().await.unwrap();
    let asked = court.asked();
    let view = court.joins(Vec::new()).await;
    let problem = view.problem.expect("there is no link to go on with");
    assert_eq!(problem.kind, "link_needed", "{problem:?}");
    assert_eq!(court.asked(), asked, "nothing is asked without it");

    let view = court.joins(with("link", &court.link())).await;
    let view = court.until("B10", view).await;
    assert!(view.page.is_some(), "{view:?}");
    assert!(court.kept().await.contains(&court.link()));
    court.desk.leave_journey().await.unwrap();

    // By the time the person goes on, the session is over and the link counts no longer.
    court.tell(json!({"do": "advance_clock", "seconds": 6 * 3600}));
    court.tell(json!({"do": "end_group_link", "group": "7f3a90"}));
    let view = court.until("B10", court.joins(Vec::new()).await).await;
    let problem = view.problem.expect("it has expired");
    assert_eq!(problem.kind, "link_expired", "{problem:?}");
    assert!(
        !court.kept().await.contains(&court.link()),
        "a link that was refused is not gone on with"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_no_answer(
    #[values("group_link", "link")] name: &str,
    #[values(
        JourneyKind::Associate,
        JourneyKind::ChangePassword,
        JourneyKind::SignIn
    )]
    kind: JourneyKind,
) {
    let court = court().await;
    let asked = court.asked();
    let mut wish = Wish::default();
    wish.answers.insert(name.to_owned(), court.link());
    let stopped = court.desk.travel(kind, wish, &Nobody).await.unwrap_err();
    assert_eq!(stopped.problem.kind, "bad_input", "{stopped:?}");
    assert_eq!(court.asked(), asked, "nothing was sent");
    assert!(!court.kept().await.contains(&court.link()));
}

struct Nobody;

impl Person for Nobody {
    fn ask(&self, _: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        let about = "nobody".to_owned();
        Box::pin(std::future::ready(Err(NobodyThere { about })))
    }

    fn reached(&self, _: &JourneyStep) {}
}

/// A second mail for the verification was asked for, and the answer was lost.
async fn waits_for_a_mail(court: &Court, of: &str) -> StoredJourney {
    let now = jiff::Timestamp::now();
    let kind = JourneyKind::ResendVerification;
    let mut journey = court.store.begin_journey(kind, now).await.unwrap();
    journey.state = JourneyState::Uncertain;
    journey.answers.insert("email".to_owned(), of.to_owned());
    court.store.keep_journey(&journey).await.unwrap();
    journey
}

#[rstest]
#[case::of_this_account("Jordan.Public@example.org", true)]
#[case::of_another_account("jane.doe@example.org", false)]
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_settled_by_a_sign_in_of_its_own_account_alone(
    #[case] of: &str,
    #[case] settles: bool,
) {
    let court = court().await;
    court.walk(JourneyKindView::RegisterAccount, &[], &[]).await;
    let mails = court.practice.world().mails();
    let mail = mails.into_iter().find(|mail| mail.kind == "verify");
    let link = mail.and_then(|mail| mail.link).unwrap();
    assert!(super::reqwest_get(&format!("{}{link}", court.practice.base_url())).await);
    let waiting = waits_for_a_mail(&court, of).await;
    let own = [("user_name", MAIL), ("email", MAIL)];
    let (_, end) = court
        .walk(JourneyKindView::SignIn, &[("part", "casenet")], &own)
        .await;
    assert_eq!(end.outcome.unwrap().outcome, "signed_in");
    let under_way = court.store.journeys_under_way().await.unwrap();
    let still = under_way.iter().any(|journey| journey.id == waiting.id);
    assert_eq!(still, !settles, "{under_way:?}");
}
