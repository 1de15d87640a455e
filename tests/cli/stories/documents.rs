//! Documents: fetched when asked for, saved whole under a safe name, and only those that the court offers to everybody.

use std::path::PathBuf;

use rstest::rstest;
use serde_json::json;

use crate::foreign::{Fault, ForeignPortal, Habits, Shown, document};
use crate::harness::{NUMBER, Person, Run, followed};

const PDF: &[u8] = b"%PDF-1.4\nError 403: Service Unavailable, says this filing.";

/// A case whose entry 4 has these documents; those numbered in `shown` can be fetched.
fn with_documents(
    habits: Habits,
    documents: serde_json::Value,
    shown: &[(&str, Shown)],
) -> (ForeignPortal, Person) {
    let (portal, person) = followed(habits);
    {
        let mut world = portal.world();
        world.case(NUMBER).entry(4)["document"] = documents;
        for (id, shown) in shown {
            let key = ("13".to_owned(), (*id).to_owned());
            world.documents.insert(key, shown.clone());
        }
    }
    person.check();
    portal.world().log.clear();
    (portal, person)
}

fn pdf() -> Shown {
    Shown {
        status: 200,
        content_type: "application/pdf",
        bytes: PDF.to_vec(),
    }
}

fn fetch(person: &Person) -> (Run, PathBuf) {
    let out = person.home().join("papers");
    let run = person.run(&["document", NUMBER, "4", "--out", out.to_str().unwrap()]);
    (run, out)
}

fn names(folder: &PathBuf) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|all| {
            all.map(|f| f.unwrap().file_name().into_string().unwrap())
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn a_public_document_is_saved_under_a_safe_name_before_either_portal() {
    for habits in [Habits::RECENT, Habits::OTHER] {
        let listed = json!([document(77, "../../Answer: \"Doe\"", "PDF", 1)]);
        let (portal, person) = with_documents(habits, listed, &[("77", pdf())]);
        let (run, out) = fetch(&person);
        assert_eq!(run.code, 0, "{run:?}");
        let line = run.last();
        assert_eq!(
            (&line["outcome"], &line["sequence"], &line["bytes"]),
            (&json!("saved"), &json!(4), &json!(PDF.len())),
            "{run:?}"
        );
        let path = PathBuf::from(line["path"].as_str().unwrap());
        assert_eq!(path.parent(), Some(out.as_path()), "it stays in the folder");
        assert_eq!(std::fs::read(&path).unwrap(), PDF);
        let asked = portal.world().log.last().unwrap().path.clone();
        assert!(
            asked.starts_with("/fv/c/") && asked.ends_with(".PDF"),
            "{asked}"
        );
        let (again, _) = fetch(&person);
        assert_eq!(again.last()["outcome"], "already", "{again:?}");
        assert_eq!(names(&out).len(), 1, "no second copy, no partial file");
    }
}

#[rstest]
#[case::sealed_document(5, false)]
#[case::confidential_document(3, false)]
#[case::confidential_entry(1, true)]
fn what_is_not_public_says_so_and_nothing_is_sent(#[case] level: u8, #[case] confidential: bool) {
    let (portal, person) = followed(Habits::RECENT);
    {
        let mut world = portal.world();
        let entry = world.case(NUMBER).entry(4);
        entry["document"] = json!([document(77, "Exhibit", "pdf", level)]);
        entry["confidential"] = json!(confidential);
        world.documents.insert(("13".into(), "77".into()), pdf());
    }
    person.check();
    portal.world().log.clear();
    let (run, out) = fetch(&person);
    assert_eq!(
        (run.code, run.kind()),
        (4, "document_not_public"),
        "{run:?}"
    );
    assert_eq!(portal.requests(), 0, "nothing was sent");
    assert!(names(&out).is_empty());
}

#[rstest]
#[case::the_entry_offers_one(json!(true), true, true)]
#[case::the_entry_offers_one_alone(json!(true), false, true)]
#[case::the_entry_offers_none(json!(false), true, false)]
#[case::by_a_letter(json!("N"), true, false)]
#[case::nothing_is_said(json!(null), true, true)]
#[case::the_docket_offers_none(json!(null), false, false)]
fn a_document_is_asked_for_only_where_the_court_offers_a_link(
    #[case] entry_says: serde_json::Value,
    #[case] docket_says: bool,
    #[case] asked_for: bool,
) {
    let listed = json!([document(77, "Answer", "pdf", 1)]);
    let (portal, person) = with_documents(Habits::RECENT, listed, &[("77", pdf())]);
    {
        let mut world = portal.world();
        world.public_documents = docket_says;
        let entry = world.case(NUMBER).entry(4).as_object_mut().unwrap();
        entry.remove("canSeeCaseDocuments");
        if !entry_says.is_null() {
            entry.insert("canSeeCaseDocuments".into(), entry_says);
        }
    }
    assert_eq!(person.check(), [], "a link is no news");
    portal.world().log.clear();
    let (run, out) = fetch(&person);
    let expected = match asked_for {
        true => (0, ""),
        false => (4, "document_not_public"),
    };
    assert_eq!((run.code, run.kind()), expected, "{run:?}");
    assert_eq!(portal.requests(), usize::from(asked_for), "{run:?}");
    assert_eq!(names(&out).len(), usize::from(asked_for));
    if !asked_for {
        let says = run.error()["message"].as_str().unwrap();
        assert!(says.contains("no link"), "{says}");
    }
}

#[test]
fn one_document_that_does_not_come_does_not_keep_the_others_away() {
    let listed = json!([
        document(71, "Sealed", "pdf", 5),
        document(72, "Gone", "pdf", 1),
        document(73, "Order", "pdf", 1),
        document(74, "Lost", "pdf", 1),
    ]);
    let (_portal, person) = with_documents(Habits::RECENT, listed, &[("73", pdf())]);
    let (run, out) = fetch(&person);
    assert_eq!(names(&out), ["Order.pdf"]);
    assert_eq!(
        (run.code, run.kind()),
        (4, "document_not_public"),
        "the first that did not come decides: {run:?}"
    );
    let told = |line: &serde_json::Value| {
        let (kind, title) = (&line["error"]["kind"], &line["error"]["title"]);
        (kind.as_str().is_some(), title.as_str().map(str::to_owned))
    };
    let told: Vec<_> = run.lines.iter().map(told).filter(|t| t.0).collect();
    let titles: Vec<_> = told.into_iter().filter_map(|t| t.1).collect();
    assert_eq!(titles, ["Sealed", "Gone", "Lost", "Sealed"], "{run:?}");
    let words = run.error()["message"].as_str().unwrap();
    assert!(words.starts_with("\"Sealed\": "), "{words}");
}

#[rstest]
#[case::a_page_for_people("text/html", "<p>You may not view this.</p>", 4, "access_denied")]
#[case::a_page_that_calls_itself_a_file(
    "application/pdf",
    "<!DOCTYPE html><p>Sign in.",
    4,
    "access_denied"
)]
#[case::data("application/json", "{\"error\":\"no\"}", 8, "unexpected_page")]
#[case::nothing("application/pdf", "", 8, "unexpected_page")]
fn what_is_no_document_is_not_saved(
    #[case] content_type: &'static str,
    #[case] body: &str,
    #[case] code: i32,
    #[case] kind: &str,
) {
    let shown = Shown {
        status: 200,
        content_type,
        bytes: body.as_bytes().to_vec(),
    };
    let listed = json!([document(77, "Answer", "pdf", 1)]);
    let (_portal, person) = with_documents(Habits::RECENT, listed, &[("77", shown)]);
    let (run, out) = fetch(&person);
    assert_eq!((run.code, run.kind()), (code, kind), "{run:?}");
    assert!(names(&out).is_empty(), "nothing is left behind");
}

#[test]
fn a_document_that_the_portal_does_not_have_is_its_own_no() {
    let listed = json!([document(77, "Answer", "pdf", 1)]);
    let (_portal, person) = with_documents(Habits::RECENT, listed, &[]);
    let (run, _) = fetch(&person);
    assert_eq!((run.code, run.kind()), (4, "access_denied"), "{run:?}");
}

#[test]
fn a_refusal_at_a_document_stops_everything() {
    let listed = json!([document(77, "Answer", "pdf", 1)]);
    let (portal, person) = with_documents(Habits::RECENT, listed, &[("77", pdf())]);
    portal.world().fault = Some(Fault::Refusal);
    assert_eq!(fetch(&person).0.code, 6);
    portal.world().fault = None;
    assert_eq!(fetch(&person).0.code, 6, "until a person resumes");
}

#[test]
fn an_entry_that_is_not_there_or_has_no_document_is_bad_input() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().log.clear();
    let run = person.run(&["document", NUMBER, "99"]);
    assert_eq!((run.code, run.kind()), (2, "no_such_entry"), "{run:?}");
    let run = person.run(&["document", NUMBER, "1"]);
    assert_eq!((run.code, run.kind()), (2, "no_document"), "{run:?}");
    let run = person.run(&["document", "26XX-CV00000", "1"]);
    assert_eq!((run.code, run.kind()), (2, "not_followed"), "{run:?}");
    assert_eq!(portal.requests(), 0);
}
