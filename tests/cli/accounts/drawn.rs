//! Pages written by hand that a portal of the procedures may show: what is pressed on them, what is asked, what is told.

use rstest::rstest;
use serde_json::{Value, json};

use super::journeys::{PASSWORD, issued, knows_all, user};
use super::portal::{Account, AccountPortal, Habits, Trap};
use super::talk::{Talk, answers_file, person_at, talk, talk_with};

const HOME_LOG_IN: &str = "<title>Case.net</title><h1>Case.net</h1><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form><a href='/cn/create'>Create Account</a>";
const HOME_LOG_IN_AND_LINK: &str = "<title>Case.net</title><h1>Case.net</h1><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form><a href='/cn/forgot'>Forgot Password</a>";
const STRANGE_LOG_IN: &str = "<title>Case.net</title><h1>Case.net Login</h1><form method='post' action='/cn/login'><label>Sign-in name <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>";
const STRANGE_CREATE: &str = "<title>Case.net</title><h1>Create Account</h1><form method='post' action='/cn/create'><label>E-mail Address <input name='e1'></label><label>Password <input type='password' name='p1'></label><label>Repeat it <input type='password' name='p2'></label><label><input type='checkbox' name='terms'> I agree to the terms of use</label><button>Create Account</button></form>";
const END: &str = "<title>The end</title><h1>The end of the story</h1>";
const B1: &str = "<title>Registration</title><h1>Welcome</h1><a href='/new'>Create an account.</a>";

fn posts(portal: &AccountPortal, path: &str) -> Vec<String> {
    let world = portal.world();
    let to = |r: &&super::portal::Asked| r.method == "POST" && r.path == path;
    let sent = world.log.iter().filter(to);
    sent.map(|r| r.raw.clone()).collect()
}

/// A portal that shows these pages in place of its own.
fn showing(pages: &[(&'static str, &[&'static str])]) -> AccountPortal {
    let portal = AccountPortal::start(Habits::PLAIN);
    for (asked, pages) in pages {
        portal.world().drawn.insert(asked, pages.to_vec());
    }
    portal
}

#[rstest]
#[case::no_way_to_a_forgotten_password(HOME_LOG_IN, &["recover", "password"], "Forgot Password", "Create Account")]
#[case::no_way_to_a_forgotten_name(HOME_LOG_IN, &["recover", "user-name"], "Forgot Username", "Create Account")]
#[case::a_name_that_nobody_knows(STRANGE_LOG_IN, &["sign-in"], "Username", "Sign-in name")]
#[case::a_verification_that_nobody_knows(STRANGE_CREATE, &["register", "account"], "Verify New Password", "Repeat it")]
fn a_form_that_a_person_would_fill_is_never_sent_empty(
    #[case] page: &'static str,
    #[case] command: &[&str],
    #[case] wanted: &str,
    #[case] offered: &str,
) {
    let portal = showing(&[("GET /cn", &[page])]);
    let run = talk(&person_at(&portal), command, &knows_all());
    assert_eq!((run.code, run.kind()), (8, "label_not_found"), "{run:?}");
    assert_eq!(run.error()["wanted"], wanted, "{run:?}");
    let shown = run.error()["offered"].to_string();
    assert!(shown.contains(offered), "what was offered: {run:?}");
    assert!(run.asked().is_empty(), "{run:?}");
    let sent = [posts(&portal, "/cn/login"), posts(&portal, "/cn/create")].concat();
    assert!(sent.is_empty(), "{sent:?}");
}

#[test]
fn the_link_beside_a_log_in_is_the_way_to_a_forgotten_password() {
    let portal = showing(&[("GET /cn", &[HOME_LOG_IN_AND_LINK])]);
    let run = talk(&person_at(&portal), &["recover", "password"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(posts(&portal, "/cn/login").is_empty());
    assert_eq!(portal.world().mails, ["recover jane.doe@example.org"]);
}

const ROWS_THAT_ARE_OPEN: &str = "<title>My Account</title><h1>My Account</h1><table><tr><td>User Name</td><td>jdoe_records</td><td></td></tr><tr><td>Phone</td><td>Please Update</td><td><form method='post' action='/row/1'><input name='val' aria-label='Phone'><button>Update</button></form></td></tr><tr><td>Fax</td><td>Please Update</td><td><form method='post' action='/row/2'><input name='val' aria-label='Fax'><button>Update</button></form></td></tr></table>";

#[test]
fn a_row_that_is_open_already_is_not_saved_empty_first() {
    let portal = showing(&[
        ("POST /reg", &[ROWS_THAT_ARE_OPEN]),
        ("POST /row/1", &[END]),
    ]);
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), issued());
    let run = talk(
        &person_at(&portal),
        &["register", "administrator"],
        &knows_all(),
    );
    assert_eq!(run.code, 8, "{run:?}");
    let sent = posts(&portal, "/row/1");
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].contains("val=573-555-0101"), "{sent:?}");
}

const B4_BRACKETS: &str = "<title>Registration</title><h1>About you</h1><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department (required)</label><input id=d name=dep></p><button>Continue</button></form>";
const B4_STAR: &str = "<title>Registration</title><h1>About you</h1><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department:*</label><input id=d name=dep></p><button>Continue</button></form>";
const B4_LIST: &str = "<title>Registration</title><h1>About you</h1><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department *</label><select id=d name=dep><option value=''>Choose</option><option>Records</option><option>Court</option></select></p><button>Continue</button></form>";
const B4_UNMARKED: &str = "<title>Registration</title><h1>About you</h1><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department</label><input id=d name=dep></p><button>Continue</button></form>";
const B4_REFUSED: &str = "<title>Registration</title><h1>About you</h1><div class=error>Department is required.</div><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department</label><input id=d name=dep></p><button>Continue</button></form>";
const B4_LIST_REFUSED: &str = "<title>Registration</title><h1>About you</h1><div class=error>Something is missing.</div><form method='post' action='/b4'><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><p><label for=d>Department</label><select id=d name=dep><option value=''>Choose</option><option>Records</option><option>Court</option></select></p><button>Continue</button></form>";

#[rstest]
#[case::in_brackets(&[B4_BRACKETS], &[END], 1)]
#[case::by_a_star(&[B4_STAR], &[END], 1)]
#[case::a_list(&[B4_LIST], &[END], 1)]
#[case::by_a_refusal(&[B4_UNMARKED], &[B4_REFUSED, END], 2)]
fn a_field_that_the_page_needs_is_asked(
    #[case] first: &[&'static str],
    #[case] then: &[&'static str],
    #[case] times: usize,
) {
    let portal = showing(&[("GET /reg", &[B1]), ("GET /new", first), ("POST /b4", then)]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let knows = knows_all().with("Department", json!("Records"));
    let run = talk(&person, &["register", "user", "--answers", &file], &knows);
    assert_eq!(run.asked(), ["Department"], "and nothing else: {run:?}");
    let sent = posts(&portal, "/b4");
    assert_eq!(sent.len(), times, "{sent:?}");
    let last = sent.last().unwrap();
    assert!(
        last.contains("dep=Records") && last.contains("l=Doe"),
        "{last}"
    );
}

#[test]
fn a_list_that_was_left_is_asked_when_the_page_is_refused() {
    let portal = showing(&[
        ("GET /reg", &[B1]),
        ("GET /new", &[B4_LIST_REFUSED]),
        ("POST /b4", &[B4_LIST_REFUSED, END]),
    ]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let knows = knows_all()
        .with("Department", json!("Records"))
        .with("First Name", json!("Jane"))
        .with("Last Name", json!("Doe"));
    let run = talk(&person, &["register", "user", "--answers", &file], &knows);
    assert!(run.asked().contains(&"Department".to_owned()), "{run:?}");
    let sent = posts(&portal, "/b4");
    assert!(sent.last().unwrap().contains("dep=Records"), "{sent:?}");
}

const B6_LISTS: &str = "<title>Registration</title><h1>Security Questions</h1><form method='post' action='/b6'><p><label for=s1>Security Question 1</label><select id=s1 name=s1><option value=''>Choose</option><option value=a>What was your first car?</option><option value=b>Where were you born?</option></select></p><p><label for=q1>Answer 1</label><input id=q1 name=q1></p><p><label for=s2>Security Question 2</label><select id=s2 name=s2><option value=''>Choose</option><option value=a>What was your first car?</option><option value=b>Where were you born?</option></select></p><p><label for=q2>Answer 2</label><input id=q2 name=q2></p><button>Continue</button></form>";

#[test]
fn security_questions_that_are_chosen_are_asked() {
    let portal = showing(&[
        ("GET /reg", &[B1]),
        ("GET /new", &[B6_LISTS]),
        ("POST /b6", &[END]),
    ]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let knows = knows_all()
        .with("Security Question 1", json!("Where were you born?"))
        .with("Security Question 2", json!("What was your first car?"));
    let run = talk(&person, &["register", "user", "--answers", &file], &knows);
    assert_eq!(
        run.asked(),
        [
            "Security Question 1",
            "security_answer",
            "Security Question 2",
            "security_answer"
        ],
        "{run:?}"
    );
    let sent = posts(&portal, "/b6");
    assert!(
        sent.len() == 1 && sent[0].contains("s1=b") && sent[0].contains("s2=a"),
        "{sent:?}"
    );
}

const B3_AND_B4: &str = "<title>Registration</title><h1>Create your account</h1><form method='post' action='/b3'><p><label for=u>User Name</label><input id=u name=u></p><p><label for=p>Password</label><input id=p type=password name=p></p><p><label for=f>First Name</label><input id=f name=f></p><p><label for=l>Last Name</label><input id=l name=l></p><p><label for=e>E-mail Address</label><input id=e name=e></p><img src='/phrase.png' alt='box'><p><label for=c>Enter the phrase that shows in the box</label><input id=c name=c></p><button>Continue</button></form>";

#[test]
fn facts_that_are_known_are_filled_in_on_whatever_page_asks_for_them() {
    let portal = showing(&[
        ("GET /reg", &[B1]),
        ("GET /new", &[B3_AND_B4]),
        ("POST /b3", &[END]),
    ]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let command = ["register", "user", "--answers", &file];
    let run = talk(&person, &command, &knows_all());
    assert_eq!(run.asked(), ["password", "phrase"], "{run:?}");
    let sent = posts(&portal, "/b3");
    assert!(
        sent.len() == 1
            && sent[0].contains("l=Doe")
            && sent[0].contains("e=jane.doe%40example.org"),
        "{sent:?}"
    );
}

const B3: &str = "<title>Registration</title><h1>Create your account</h1><form method='post' action='/b3'><p><label for=u>User Name</label><input id=u name=u></p><p><label for=p>Password</label><input id=p type=password name=p></p><img src='/phrase.png' alt='box'><p><label for=c>Enter the phrase that shows in the box</label><input id=c name=c></p><button>Continue</button></form>";
const B3_REFUSED: &str = "<title>Registration</title><h1>Create your account</h1><div class=error>The phrase does not match the picture.</div><form method='post' action='/b3'><p><label for=u>User Name</label><input id=u name=u></p><p><label for=p>Password</label><input id=p type=password name=p></p><img src='/phrase.png' alt='box'><p><label for=c>Enter the phrase that shows in the box</label><input id=c name=c></p><button>Continue</button></form>";

#[test]
fn another_picture_comes_with_the_page_and_not_from_where_its_form_was_sent() {
    let portal = showing(&[
        ("GET /reg", &[B1]),
        ("GET /new", &[B3]),
        ("POST /b3", &[B3_REFUSED]),
        ("GET /b3", &[END]),
    ]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let mut phrases = 0;
    let command = ["register", "user", "--answers", &file];
    let run = talk_with(&person, &command, |ask, _| {
        if ask["ask"] != "phrase" {
            return Some(json!(PASSWORD));
        }
        phrases += 1;
        match phrases {
            1 => Some(json!("wrong")),
            2 => Some(Value::Null),
            _ => None,
        }
    });
    assert!([3, 4].contains(&run.code), "{run:?}");
    assert_eq!(
        phrases, 3,
        "the phrase of the new picture is asked: {run:?}"
    );
    let world = portal.world();
    let opened = |path: &str| {
        let asked = world.log.iter();
        asked
            .filter(|r| r.method == "GET" && r.path == path)
            .count()
    };
    assert_eq!((opened("/new"), opened("/b3")), (2, 0));
}

const B5: &str = "<title>Registration</title><h1>Addresses</h1><form method='post' action='/b5'><p><label for=a>Address Line 1</label><input id=a name=a></p><p><label for=c>City</label><input id=c name=c></p><p><label for=s>State</label><input id=s name=s></p><p><label for=z>Zip</label><input id=z name=z></p><p><label for=t>Phone Number</label><input id=t name=t></p><button>Continue</button></form>";
const B6_BELOW_A_LOG_ON: &str = "<title>Registration</title><form action='/ecf/x' method=post><label for=hu>Username</label><input id=hu name=hu><label for=hp>Password</label><input id=hp type=password name=hp><button>Logon</button></form><h1>Security Questions</h1><form method='post' action='/b6'><p><label for=q1>Where were you born?</label><input id=q1 name=q1></p><p><label for=q2>What was your first car?</label><input id=q2 name=q2></p><button>Continue</button></form>";
const B7_BELOW_A_LOG_ON: &str = "<title>Registration</title><form action='/ecf/x' method=post><label for=hu>Username</label><input id=hu name=hu><label for=hp>Password</label><input id=hp type=password name=hp><button>Logon</button></form><h1>eFiling Registration – Additional Steps Required</h1><form method='post' action='/b7'><button>Continue</button></form>";
const LOG_ON: &str = "<title>Log on</title><h1>Log on</h1><form action='/ecf/' method=post><label for=hu>Username</label><input id=hu name=hu><label for=hp>Password</label><input id=hp type=password name=hp><button>Logon</button></form>";

#[test]
fn a_log_on_in_the_head_of_every_page_is_no_ended_session() {
    let portal = showing(&[
        ("GET /reg", &[B1]),
        ("GET /new", &[B5]),
        ("POST /b5", &[B6_BELOW_A_LOG_ON]),
        ("POST /b6", &[B7_BELOW_A_LOG_ON]),
        ("POST /b7", &[LOG_ON]),
    ]);
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let command = ["register", "user", "--answers", &file];
    let run = talk(&person, &command, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.steps(), ["B1", "B5", "B6", "B7", "B8"], "{run:?}");
    assert!(posts(&portal, "/ecf/x").is_empty());
}

const B7: &str = "<title>eFiling</title><h1>eFiling Registration – Additional Steps Required</h1><p>More steps are needed.</p><form method='post' action='/b7'><button>Continue</button></form>";

fn in_a_group() -> Account {
    Account {
        group: Some("Sample Records Agency".into()),
        ..user()
    }
}

#[test]
fn additional_steps_behind_the_log_on_are_no_group() {
    let portal = showing(&[("POST /ecf/", &[B7])]);
    let run = talk(
        &person_at(&portal),
        &["sign-in", "--to", "ecf"],
        &knows_all(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["next"], "associate", "{run:?}");
    assert!(posts(&portal, "/b7").is_empty(), "nothing is pressed there");
}

#[rstest]
#[case::association("B11", "failed")]
#[case::leaving("prefs", "done")]
fn additional_steps_settle_what_was_lost(#[case] stage: &str, #[case] state: &str) {
    let portal = AccountPortal::start(Habits::PLAIN);
    let account = if stage == "prefs" {
        in_a_group()
    } else {
        user()
    };
    let accounts = |portal: &AccountPortal, account: Account| {
        portal
            .world()
            .accounts
            .insert("jdoe_records".into(), account);
    };
    accounts(&portal, account);
    portal.world().trap = Some((stage.into(), Trap::LostBefore));
    let person = person_at(&portal);
    let link = format!("{}/join?g=g77", portal.base());
    let command = if stage == "prefs" {
        vec!["dissociate"]
    } else {
        vec!["associate", &link]
    };
    let run = talk(&person, &command, &knows_all());
    assert_eq!(run.code, 9, "{run:?}");
    portal.world().drawn.insert("POST /ecf/", vec![B7]);
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(
        (run.code, run.last()["state"].as_str()),
        (0, Some(state)),
        "{run:?}"
    );
}

const DISABLED: &str = "<title>Log on</title><h1>Log on</h1><div class=error>Your group administrator has disabled you.</div><form action='/ecf/' method=post><label for=hu>Username</label><input id=hu name=hu><label for=hp>Password</label><input id=hp type=password name=hp><button>Logon</button></form>";

#[test]
fn a_disabled_user_whom_the_log_on_keeps_is_not_signed_in() {
    let portal = showing(&[("POST /ecf/", &[DISABLED])]);
    let person = person_at(&portal);
    let run = talk(&person, &["sign-in", "--to", "ecf"], &knows_all());
    assert_eq!((run.code, run.kind()), (4, "log_in_refused"), "{run:?}");
    assert!(
        run.message()
            .contains("Your group administrator has disabled you"),
        "{run:?}"
    );
    let hint = run.error()["hint"].as_str().unwrap();
    assert!(
        hint.contains("administrator") && !hint.contains("Check"),
        "{hint}"
    );
}

const NOT_ACTIVE: &str = "<title>Case.net</title><h1>Case.net Login</h1><div class=error>Your account is not active yet. Please follow the link that we sent.</div><form method='post' action='/cn/login'><label>E-mail Address <input name='u1'></label><label>Password <input type='password' name='p1'></label><button>Login</button></form>";

#[test]
fn an_account_that_waits_for_its_link_says_so_and_is_not_made_again_by_itself() {
    let portal = AccountPortal::start(Habits::PLAIN);
    let person = person_at(&portal);
    let file = answers_file(&person, "");
    let command = ["register", "account", "--answers", file.as_str()];
    let run = talk(&person, &command, &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    portal
        .world()
        .drawn
        .insert("POST /cn/login", vec![NOT_ACTIVE]);
    let run = talk(&person, &["sign-in"], &knows_all());
    assert_eq!((run.code, run.kind()), (4, "not_verified"), "{run:?}");
    let hint = run.error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("--resend"), "{hint}");
    let asked = portal.requests();
    let run = talk(&person, &command, &knows_all());
    assert_eq!((run.code, run.kind()), (4, "not_verified"), "{run:?}");
    assert_eq!(portal.requests(), asked, "nothing was sent: {run:?}");
    portal.world().accounts.clear();
    let anew = [&command[..], &["--anew"]].concat();
    assert_eq!(talk(&person, &anew, &knows_all()).code, 0);
}

#[test]
fn a_settled_account_is_its_e_mail_address() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().trap = Some(("C1".into(), Trap::Lost));
    let person = person_at(&portal);
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let command = ["register", "account", "--answers", file.as_str()];
    assert_eq!(talk(&person, &command, &knows_all()).code, 9);
    let run = talk(&person, &["reconcile"], &knows_all());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.last()["user_name"], "jane.doe@example.org", "{run:?}");
}

#[test]
fn a_lock_ends_at_a_time_that_people_read() {
    let portal = AccountPortal::start(Habits::PLAIN);
    portal.world().locks_after = 1;
    portal
        .world()
        .accounts
        .insert("jdoe_records".into(), user());
    let person = person_at(&portal);
    let wrong = || knows_all().with("password", json!("Canary-Typo-1"));
    let sign_in = ["sign-in", "--to", "ecf"];
    let run: Talk = talk(&person, &sign_in, &wrong());
    assert_eq!((run.code, run.kind()), (4, "locked_out"), "{run:?}");
    let run = talk(&person, &sign_in, &wrong());
    let said = format!("{}{}", run.stdout, run.stderr);
    let at = said.find("It can be tried again").expect("the warning");
    let end = said[at..].find(';').unwrap_or(80);
    let said = &said[at..at + end];
    assert!(said.ends_with("Central"), "{said}");
}

#[rstest]
#[case::of_a_group(&["associate", "http://elsewhere.example.org/join?g=1"])]
fn a_link_that_leads_elsewhere_is_told_as_the_persons_link(#[case] command: &[&str]) {
    let portal = AccountPortal::start(Habits::PLAIN);
    let run = talk(&person_at(&portal), command, &knows_all());
    assert_eq!((run.code, run.kind()), (8, "foreign_host"), "{run:?}");
    assert!(
        run.message()
            .contains("The link leads to elsewhere.example.org"),
        "{run:?}"
    );
    assert_eq!(run.error()["shown"], "elsewhere.example.org", "{run:?}");
    assert_eq!(portal.requests(), 0);
}

#[test]
fn an_empty_code_is_asked_again_and_not_sent() {
    let portal = AccountPortal::start(Habits::PLAIN);
    let account = Account {
        needs_code: true,
        verified: true,
        ..user()
    };
    portal
        .world()
        .accounts
        .insert("jane.doe@example.org".into(), account);
    let mut codes = 0;
    let run = talk_with(&person_at(&portal), &["sign-in"], |ask, _| match ask["for"]
        .as_str()
        .unwrap_or_default()
    {
        "email_code" => {
            codes += 1;
            Some(json!(if codes == 1 { "" } else { "canary-code-90210" }))
        }
        "password" => Some(json!(PASSWORD)),
        _ => Some(json!("jane.doe@example.org")),
    });
    assert_eq!((run.code, codes), (0, 2), "{run:?}");
    assert_eq!(posts(&portal, "/cn/code").len(), 1);
}
