//! The account journeys through the built `docketctl`, before the practice portal: in each of its markups, and with
//! another one on every page. What it "sent" by e-mail is read in its inbox.

use docketbell_practice::{
    Act, Fault, FaultKind, MARKUP_VARIANTS, MarkupWanted, PracticeConfig, RunningPractice, start,
};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::talk::{Talk, answers_file, talk_with};
use crate::harness::Person;

pub const LINK: &str = "/ecf/groupAssociation?group=7f3a90";

pub struct Court {
    pub practice: RunningPractice,
    /// Answers the portal's requests until it is dropped.
    _runtime: Runtime,
}

/// The practice portal in a markup; behind the last of them, pages that are all written otherwise.
fn court(variant: usize) -> Court {
    match MARKUP_VARIANTS.get(variant) {
        Some((name, _)) => court_in(name, 0),
        None => court_in("shuffle", variant as u64),
    }
}

pub fn court_in(variant: &str, seed: u64) -> Court {
    let runtime = Runtime::new().unwrap();
    let practice = runtime.block_on(start(PracticeConfig::default())).unwrap();
    practice
        .world()
        .act(Act::SetMarkup(MarkupWanted {
            variant: Some(variant.to_owned()),
            seed,
            markup: None,
        }))
        .unwrap();
    Court {
        practice,
        _runtime: runtime,
    }
}

impl Court {
    pub fn person(&self) -> Person {
        Person::new(&self.practice.profile_toml())
    }

    /// Answers by the name of what is asked; phrases and codes come from the court.
    fn talk(&self, person: &Person, command: &[&str], answers: &[(&str, &str)]) -> Talk {
        talk_with(person, command, |ask, _| {
            let world = self.practice.world();
            let name = ask["for"].as_str().unwrap_or_default();
            match ask["ask"].as_str().unwrap_or_default() {
                "phrase" => Some(json!(world.phrases()[0].phrase)),
                "agreement" => Some(json!(true)),
                "code" => {
                    let mails = world.mails();
                    let mail = mails.iter().rfind(|mail| mail.kind == "code")?;
                    Some(json!(mail.code))
                }
                _ => answers
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| Value::from(*value)),
            }
        })
    }

    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.practice.base_url())
    }
}

/// What a new user knows.
const USER: [(&str, &str); 5] = [
    ("user_name", "jdoe_sample"),
    ("password", "Practice-1"),
    ("security_answer", "Sample"),
    ("pin", "482916"),
    ("group", "Sample County Records Office"),
];

#[track_caller]
fn ends(run: &Talk, outcome: &str) {
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["outcome"], outcome, "{run:?}");
}

#[rstest]
fn an_administrator_registers(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 22, 23)] variant: usize,
) {
    let court = court(variant);
    let person = court.person();
    let run = court.talk(
        &person,
        &["register", "administrator"],
        &[
            ("user_name", "sample_admin"),
            ("temporary_password", "Start-4821-Now"),
            ("new_password", "Better-2026"),
            ("password", "Better-2026"),
            ("security_answer", "Sample"),
            ("Phone", "573-555-0100"),
            ("Mailing Address", "100 Any St"),
            ("Position", "Clerk"),
        ],
    );
    ends(&run, "registered");
    assert_eq!(run.last()["next"], "group_menu", "{run:?}");
}

#[rstest]
fn a_user_registers_and_joins_a_group(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 22, 23)] variant: usize,
) {
    let court = court(variant);
    let person = court.person();
    let file = answers_file(&person, "user_name = \"jdoe_sample\"");
    let run = court.talk(&person, &["register", "user", "--answers", &file], &USER);
    ends(&run, "registered");
    let link = court.link(LINK);
    let run = court.talk(&person, &["associate", &link, "--info", "Clerk"], &USER);
    ends(&run, "associated");
    assert_eq!(
        run.last()["group"],
        "Sample County Records Office",
        "{run:?}"
    );
    let mails = court.practice.world().mails();
    let told = mails.iter().find(|mail| mail.kind == "associated").unwrap();
    assert!(
        told.text.contains("Jané Doe"),
        "no letter is lost: {told:?}"
    );
}

#[rstest]
fn a_case_net_account_is_made_verified_and_signed_in_with_a_code(
    #[values(0, 1, 5, 8, 11, 21)] variant: usize,
) {
    let court = court(variant);
    let person = court.person();
    let file = answers_file(&person, "");
    let secrets = [
        ("password", "Practice-1"),
        ("email", "jane.doe@example.org"),
    ];
    let run = court.talk(
        &person,
        &["register", "account", "--answers", &file],
        &secrets,
    );
    ends(&run, "registered");
    assert_eq!(run.last()["next"], "verify_email");
    let early = court.talk(&person, &["sign-in", "--to", "casenet"], &secrets);
    assert_ne!(early.code, 0, "the link was not followed yet: {early:?}");
    let mails = court.practice.world().mails();
    let mail = mails.iter().find(|mail| mail.kind == "verify").unwrap();
    let link = court.link(mail.link.as_deref().unwrap());
    court._runtime.block_on(async {
        reqwest::get(&link)
            .await
            .unwrap()
            .error_for_status()
            .unwrap()
    });
    let run = court.talk(&person, &["sign-in", "--to", "casenet"], &secrets);
    ends(&run, "signed_in");
}

#[rstest]
#[case::two_labels(FaultKind::TwoLabels, "logon", 8, "label_ambiguous")]
#[case::foreign_form(FaultKind::ForeignForm, "logon", 8, "foreign_host")]
#[case::unknown_page(FaultKind::UnknownPage, "addresses", 8, "unexpected_page")]
#[case::maintenance(FaultKind::Maintenance, "", 5, "")]
#[case::refusal(FaultKind::Refusal, "", 6, "")]
#[case::challenge(FaultKind::Challenge200, "", 6, "")]
#[case::lost_reply(FaultKind::LostReply, "questions", 9, "")]
#[case::lost_request(FaultKind::LostRequest, "questions", 9, "")]
#[case::late_error(FaultKind::Error500After, "questions", 9, "")]
fn a_trap_ends_the_registration_by_its_own_name(
    #[case] kind: FaultKind,
    #[case] page: &str,
    #[case] code: i32,
    #[case] name: &str,
) {
    let court = court(0);
    let person = court.person();
    let file = answers_file(&person, "user_name = \"jdoe_sample\"");
    let mut fault = Fault::new(kind).on_path(page);
    if name.is_empty() && code == 9 {
        fault = fault.times(1);
    }
    let world = court.practice.world();
    if page == "logon" {
        // The registration presses a button there and fills nothing; signing in fills both fields.
        world.set_fault(fault).unwrap();
        let run = court.talk(&person, &["sign-in", "--to", "ecf"], &USER);
        assert_eq!((run.code, run.kind()), (code, name), "{run:?}");
        let asked = world.requests().since(0);
        assert!(
            asked.iter().all(|line| line.method == "GET"),
            "nothing was sent: {asked:?}"
        );
        return;
    }
    world.set_fault(fault).unwrap();
    let run = court.talk(&person, &["register", "user", "--answers", &file], &USER);
    assert_eq!(run.code, code, "{run:?}");
    if !name.is_empty() {
        assert_eq!(run.kind(), name, "{run:?}");
    }
}

#[test]
fn a_known_notice_is_passed_and_a_phrase_is_asked_for_again() {
    let court = court(0);
    let person = court.person();
    let file = answers_file(&person, "user_name = \"jdoe_sample\"");
    let world = court.practice.world();
    let notice = Fault::new(FaultKind::KnownNotice).on_path("addresses");
    world.set_fault(notice.times(1)).unwrap();
    world
        .set_fault(Fault::new(FaultKind::PhraseAgain).times(1))
        .unwrap();
    let run = court.talk(&person, &["register", "user", "--answers", &file], &USER);
    ends(&run, "registered");
    let phrases = run.asked().iter().filter(|name| *name == "phrase").count();
    assert_eq!(phrases, 2, "{run:?}");
}

/// What a user of the new world's group knows.
const MEMBER: [(&str, &str); 3] = [
    ("user_name", "jdoe_records"),
    ("password", "Practice-2026"),
    ("new_password", "Better-2026"),
];

#[rstest]
fn defaults_for_efiling_are_set_in_my_preferences(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 22, 23)] variant: usize,
) {
    let court = court(variant);
    let person = court.person();
    let set = [
        "preferences",
        "--set",
        "Default Court=Boone",
        "--set",
        "E-mail me a copy of every filing=yes",
    ];
    let run = court.talk(&person, &set, &MEMBER);
    ends(&run, "saved");
    let run = court.talk(&person, &["preferences"], &MEMBER);
    ends(&run, "read");
    let values: Vec<&Value> = run.last()["preferences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["value"])
        .collect();
    assert_eq!(values, ["Boone", "yes"], "{run:?}");
    let long = format!("Default Court={}", "x".repeat(61));
    let run = court.talk(&person, &["preferences", "--set", &long], &MEMBER);
    assert_eq!((run.code, run.kind()), (4, "refused"), "{run:?}");
    assert!(run.message().contains("at most 60 characters"), "{run:?}");
}

#[rstest]
fn a_group_user_changes_the_password_from_my_preferences(
    #[values(0, 2, 5, 8, 11, 21)] variant: usize,
) {
    let court = court(variant);
    let person = court.person();
    let change = ["change-password", "--to", "ecf"];
    let run = court.talk(&person, &change, &MEMBER);
    ends(&run, "changed");
    let newly = [MEMBER[0], ("password", "Better-2026")];
    let run = court.talk(&person, &["sign-out"], &newly);
    assert_eq!(run.code, 0, "{run:?}");
    let run = court.talk(&person, &["sign-in", "--to", "ecf"], &newly);
    ends(&run, "signed_in");
}

/// Once, an agreement's box was named by the legend around it, and a mixture of markups stopped there.
#[rstest]
fn a_group_is_joined_whatever_the_mixture_of_markups(#[values(1, 2, 3, 4, 5, 6, 7, 8)] seed: u64) {
    let court = court_in("shuffle", seed);
    let person = court.person();
    let file = answers_file(&person, "user_name = \"jdoe_sample\"");
    let run = court.talk(&person, &["register", "user", "--answers", &file], &USER);
    ends(&run, "registered");
    let link = court.link(LINK);
    let run = court.talk(&person, &["associate", &link, "--info", "Clerk"], &USER);
    ends(&run, "associated");
    let agreement = run.lines.iter().find(|l| l["for"] == "agreement").unwrap();
    let text = agreement["text"].as_str().unwrap();
    assert!(
        text.starts_with("This is the User Agreement of the practice portal.")
            && text.ends_with("by writing to the court."),
        "the agreement in full, and nothing else: {text}"
    );
    let run = court.talk(&person, &["dissociate"], &USER);
    ends(&run, "dissociated");
}

#[rstest]
fn a_forgotten_password_is_recovered_from_a_folder_that_is_signed_in(
    #[values("casenet", "ecf")] part: &str,
) {
    let court = court(0);
    let person = court.person();
    let who = [MEMBER[0], MEMBER[1], ("email", "jdoe_records")];
    let run = court.talk(&person, &["sign-in", "--to", part], &who);
    ends(&run, "signed_in");
    let known = [("email", "jane.doe@example.org")];
    for what in ["password", "user-name"] {
        let run = court.talk(&person, &["recover", what], &known);
        ends(&run, "mailed");
    }
}

#[test]
fn the_link_of_a_mail_is_asked_for_and_stands_in_no_argument() {
    let court = court(0);
    let person = court.person();
    let file = answers_file(&person, "");
    let known = [
        ("password", "Practice-1"),
        ("email", "jane.doe@example.org"),
    ];
    let made = &["register", "account", "--answers", &file];
    ends(&court.talk(&person, made, &known), "registered");
    ends(
        &court.talk(&person, &["recover", "password"], &known),
        "mailed",
    );
    let mails = court.practice.world().mails();
    let link = mails.iter().rev().find_map(|mail| mail.link.as_deref());
    let link = court.link(link.unwrap());
    let refused = person.run(&["recover", "password", &link]);
    assert_eq!(refused.code, 2, "{refused:?}");
    let new = [("new_password", "Canary-Elm-93"), ("link", &link)];
    let run = court.talk(&person, &["recover", "password", "--link"], &new);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.asked()[0], "link", "before anything is sent: {run:?}");
    let nobody = person.run(&["recover", "password", "--link"]);
    assert_eq!((nobody.code, nobody.kind()), (3, "needs_person"));
    let wrong = person.run(&["recover", "user-name", "--link"]);
    assert_eq!((wrong.code, wrong.kind()), (2, "bad_input"));
}
