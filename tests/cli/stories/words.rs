//! Usage, words, and court text that would like to act.

use rstest::rstest;

use crate::foreign::{Habits, entry};
use crate::harness::{NUMBER, Person, followed};

#[test]
fn hostile_court_text_is_shown_as_text() {
    let hostile = "<script>alert(1)</script> &lt;b&gt; \u{202e}txt.exe \u{1b}[31mred\u{1b}]0;t\u{7} \\u0000 ${x} {{7*7}}";
    let (portal, person) = followed(Habits {
        charset: crate::foreign::Charset::Utf8,
        ..Habits::RECENT
    });
    portal.world().case(NUMBER).docket.push(entry(
        5,
        "02/01/2026",
        hostile,
        Some(&"A".repeat(1_000_000)),
    ));
    person.check();
    let docket = person.done(&["docket", NUMBER]);
    assert_eq!(
        docket.lines[0]["description"],
        hostile.trim(),
        "JSON carries it word for word"
    );
    assert_eq!(docket.lines[0]["text"].as_str().unwrap().len(), 1_000_000);
    assert!(
        !docket.stdout.contains('\u{1b}'),
        "and escapes what a terminal would obey"
    );

    let human = person.command(&["docket", NUMBER]);
    let arguments: Vec<std::ffi::OsString> = human.get_args().skip(1).map(Into::into).collect();
    let mut bare = std::process::Command::new(human.get_program());
    bare.args(arguments);
    for (key, value) in human.get_envs() {
        if let Some(value) = value {
            bare.env(key, value);
        }
    }
    let shown = String::from_utf8(bare.output().unwrap().stdout).unwrap();
    assert!(shown.contains("<script>"), "{}", &shown[..300]);
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
        "nothing steers the terminal"
    );
}

#[rstest]
#[case(&["find", "name", "--last", "Doe"])]
#[case(&["tracked", "--import"])]
#[case(&["track", "26BA-CV90001"])]
fn commands_of_later_versions_say_so(#[case] command: &[&str]) {
    let run = Person::new("").run(command);
    assert_eq!((run.code, run.kind()), (2, "not_yet"), "{run:?}");
    assert!(
        run.error()["message"]
            .as_str()
            .unwrap()
            .contains(command[0]),
        "{run:?}"
    );
    assert!(
        run.error()["hint"].as_str().unwrap().contains("check"),
        "what exists is named: {run:?}"
    );
}

#[rstest]
#[case(&["nonsense"])]
#[case(&["follow"])]
#[case(&["export", "pdf", "x"])]
#[case(&["search", "x", "--since", "yesterday"])]
#[case(&["check", "--passphrase", "x"])]
fn wrong_usage_is_exit_2_with_a_json_line(#[case] command: &[&str]) {
    let run = Person::new("").run(command);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.error()["message"].is_string(), "{run:?}");
}

#[test]
fn dates_and_moments_have_one_shape() {
    let (_portal, person) = followed(Habits::OTHER);
    let case = person.done(&["cases"]).lines[0].clone();
    assert_eq!(case["filed_on"], "2026-01-05");
    let at = case["last_checked_at"].as_str().unwrap();
    assert!(
        at.parse::<jiff::Timestamp>().is_ok() && at.ends_with('Z'),
        "{at}"
    );
    for key in [
        "case_number",
        "court_id",
        "style",
        "case_type",
        "location",
        "filed_on",
        "disposition",
        "judge",
        "entries",
        "unreviewed",
        "next_hearing",
        "earlier_today",
        "last_checked_at",
        "last_refusal",
    ] {
        assert!(case.get(key).is_some(), "{key}: {case}");
    }
    let entry = person.done(&["docket", NUMBER]).lines[0].clone();
    for key in [
        "sequence",
        "filed_on",
        "description",
        "text",
        "filed_by",
        "on_behalf_of",
        "code",
        "documents",
        "hearings",
        "associated",
        "confidential",
        "first_seen_at",
        "reviewed_at",
        "state",
    ] {
        assert!(entry.get(key).is_some(), "{key}: {entry}");
    }
}
