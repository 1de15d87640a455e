//! A2 to A9: what the group administrator goes through after the first log-on. The rows of My Account, the questions and
//! the other applications are invented (unverified).

use super::{
    desk::Desk,
    view::{Button, Field, Form, Kind, Row, Table, View},
    visit::Step,
};
use crate::accounts::{
    books::Account,
    desk::{change, new_password},
    rules,
    secrets::Hidden,
};

/// The agreement's words are invented (unverified).
pub(super) const AGREEMENT: [&str; 4] = [
    "This is the User Agreement of the practice portal. It stands where the court's own agreement would stand, and binds nobody.",
    "The user keeps the user name, the password and the Pin to himself or herself, and tells the court at once when another person may know them.",
    "The user files only documents that he or she may file, leaves out what the court's rules keep confidential, and reads what the court sends.",
    "The court may end the user's access at any time. The user may end this agreement by writing to the court.",
];

/// The page where an administrator's account stands.
pub(super) fn due(account: &Account) -> Step {
    if account.rows.iter().any(|(_, value)| value.is_empty()) {
        Step::MissingInformation
    } else if account.answers.is_empty() {
        Step::SecurityQuestions
    } else if !account.subscribed {
        Step::MyApplications
    } else if !account.agreed {
        Step::UserAgreement
    } else {
        Step::AdministratorMenu
    }
}

pub(super) fn view(desk: &Desk<'_>, step: Step, row_inside: bool) -> View {
    let account = desk.account().unwrap_or_default();
    let root = &desk.root;
    match step {
        Step::ChangePassword => View::new("Change Password")
            .words("Your password has expired. Please choose a new password.")
            .words(rules::PASSWORD_RULE)
            .form(
                Form::default()
                    .field("newPassword", "New Password", Kind::Secret, "")
                    .field("verifyPassword", "Verify New Password", Kind::Secret, "")
                    .button("continue", "Continue"),
            ),
        Step::MissingInformation => View::new("Missing Information")
            .words("Some information of your account is missing. Please update it.")
            .link(format!("{root}/my-account"), "My Account"),
        Step::UpdateRow if !row_inside => row_page(desk, &account),
        Step::MyAccount | Step::UpdateRow => {
            let open = (step == Step::UpdateRow).then_some(desk.seat.row);
            my_account(desk, &account, open)
        }
        Step::SecurityQuestions => security_questions(desk),
        Step::MyApplications => View::new("My Applications").table(Table {
            columns: vec!["Application".to_owned(), "Status".to_owned()],
            rows: vec![
                Row {
                    cells: vec!["Case.net".to_owned(), "Subscribed".to_owned()],
                    ..Row::default()
                },
                Row {
                    cells: vec!["Electronic Case Filing".to_owned(), String::new()],
                    buttons: vec![Button::new("subscribe:ecf", "Subscribe")],
                    ..Row::default()
                },
                Row {
                    cells: vec!["Juror Information".to_owned(), String::new()],
                    buttons: vec![Button::new("subscribe:juror", "Subscribe")],
                    ..Row::default()
                },
            ],
        }),
        Step::UserAgreement => View::new("User Agreement").long(&AGREEMENT).form(
            Form::default()
                .field("acknowledge", "I acknowledge", Kind::Box, "")
                .button("continue", "Continue"),
        ),
        _ => View::new("Group Administrator Menu")
            .words(format!("Signed in as {}.", account.user_name))
            .link(format!("{root}/my-preferences"), "My Preferences")
            .link(format!("{root}/group-maintenance"), "Group Maintenance"),
    }
}

fn shown_value(value: &str) -> String {
    if value.is_empty() {
        "Please Update"
    } else {
        value
    }
    .to_owned()
}

fn row_field(desk: &Desk<'_>, label: &str, value: &str) -> Field {
    let typed = desk.kept("value");
    Field {
        key: "value".to_owned(),
        label: label.to_owned(),
        kind: Kind::Text,
        value: if typed.is_empty() {
            value.to_owned()
        } else {
            typed
        },
    }
}

fn row_page(desk: &Desk<'_>, account: &Account) -> View {
    let (label, value) = account.rows.get(desk.seat.row).cloned().unwrap_or_default();
    let field = row_field(desk, &label, &value);
    View::new("My Account").form(
        Form::default()
            .field(&field.key, &field.label, Kind::Text, &field.value)
            .button("save", "Update"),
    )
}

fn my_account(desk: &Desk<'_>, account: &Account, open: Option<usize>) -> View {
    let rows = account
        .rows
        .iter()
        .enumerate()
        .map(|(place, (label, value))| {
            if open == Some(place) {
                return Row {
                    cells: vec![label.clone()],
                    field: Some(row_field(desk, label, value)),
                    buttons: vec![Button::new("save", "Update")],
                };
            }
            Row {
                cells: vec![label.clone(), shown_value(value)],
                field: None,
                buttons: vec![Button::new(&format!("update:{place}"), "Update")],
            }
        })
        .collect();
    View::new("My Account")
        .words("Please update all information that says \u{201c}Please Update\u{201d}.")
        .table(Table {
            columns: Vec::new(),
            rows,
        })
}

fn security_questions(desk: &Desk<'_>) -> View {
    let set = desk.world.books(|books| books.settings.questions);
    let mut form = Form::default();
    for (place, question) in rules::questions(set).iter().enumerate() {
        form = form.field(&format!("answer{place}"), question, Kind::OpenSecret, "");
    }
    View::new("Security Questions")
        .words("Please answer the security questions, then enter your new password.")
        .form(
            form.field("newPassword", "New Password", Kind::Secret, "")
                .button("update", "Update"),
        )
}

pub(super) fn press(desk: &mut Desk<'_>, step: Step, key: &str) {
    let Some(account) = desk.account() else {
        return desk.to(Step::Logon);
    };
    match step {
        Step::ChangePassword => change_password(desk, &account),
        Step::MissingInformation => desk.to(Step::MyAccount),
        Step::MyAccount | Step::UpdateRow => update_row(desk, &account, key),
        Step::SecurityQuestions => answer_questions(desk, &account),
        Step::MyApplications => {
            if key == "subscribe:ecf" {
                desk.change(|books| {
                    let changes = change(books, &account.user_name, |account| {
                        account.subscribed = true;
                    });
                    (changes, ())
                });
                desk.to(Step::UserAgreement);
            } else {
                desk.say("Juror Information is not available to this account.");
            }
        }
        Step::UserAgreement => {
            if desk.ticked("acknowledge") {
                desk.change(|books| {
                    let changes = change(books, &account.user_name, |account| {
                        account.agreed = true;
                    });
                    (changes, ())
                });
                desk.to(Step::AdministratorMenu);
            } else {
                desk.refuse(
                    "acknowledge",
                    Some("Please acknowledge the User Agreement."),
                );
            }
        }
        _ => {}
    }
}

/// Checks a new password and its repetition.
pub(super) fn check_new_password(desk: &mut Desk<'_>, old: &Hidden) -> Option<String> {
    let (new, again) = (desk.secret("newPassword"), desk.secret("verifyPassword"));
    desk.refuse("newPassword", rules::password(&new));
    desk.refuse(
        "newPassword",
        old.is(&new)
            .then_some("The new password must differ from the old one."),
    );
    desk.refuse(
        "verifyPassword",
        rules::same(&new, &again, "The passwords do not match."),
    );
    (!desk.is_refused()).then_some(new)
}

/// A2 to A3: the person logs on again with the new password.
fn change_password(desk: &mut Desk<'_>, account: &Account) {
    let Some(new) = check_new_password(desk, &account.password) else {
        return;
    };
    desk.change(|books| (new_password(books, &account.user_name, &new), ()));
    desk.seat.user = None;
    desk.seat.typed.clear();
    desk.to(Step::Logon);
    desk.say("Password has been successfully reset");
}

fn update_row(desk: &mut Desk<'_>, account: &Account, key: &str) {
    if let Some(place) = key.strip_prefix("update:") {
        desk.seat.row = place.parse().unwrap_or(0);
        desk.seat.typed.remove("value");
        return desk.to(Step::UpdateRow);
    }
    let Some((label, _)) = account.rows.get(desk.seat.row) else {
        return desk.to(Step::MyAccount);
    };
    let value = desk.text("value");
    desk.keep(&["value"]);
    let small = label.to_lowercase();
    let words = if small.contains("phone") {
        rules::phone(&value)
    } else if small.contains("mail address") && !small.contains("mailing") {
        rules::email(&value)
    } else {
        rules::filled(&value)
    };
    desk.refuse("value", words);
    if desk.is_refused() {
        return desk.to(Step::UpdateRow);
    }
    let place = desk.seat.row;
    desk.change(|books| {
        let changes = change(books, &account.user_name, |account| {
            if let Some((_, known)) = account.rows.get_mut(place) {
                known.clone_from(&value);
            }
        });
        (changes, ())
    });
    desk.seat.typed.remove("value");
    let whole = desk
        .account()
        .is_some_and(|account| account.rows.iter().all(|(_, value)| !value.is_empty()));
    desk.to(if whole {
        Step::SecurityQuestions
    } else {
        Step::MyAccount
    });
}

/// A6: the answers, and the new password once more.
fn answer_questions(desk: &mut Desk<'_>, account: &Account) {
    let Some(answers) = check_answers(desk) else {
        return;
    };
    if !account.password.is(&desk.secret("newPassword")) {
        return desk.refuse("newPassword", Some("The password is incorrect."));
    }
    desk.change(|books| {
        let changes = change(books, &account.user_name, |account| {
            account.answers = answers;
        });
        (changes, ())
    });
    desk.to(Step::MyApplications);
}

/// Three questions with their answers, where all are answered.
pub(super) fn check_answers(desk: &mut Desk<'_>) -> Option<Vec<(String, Hidden)>> {
    let set = desk.world.books(|books| books.settings.questions);
    let answers = rules::questions(set)
        .iter()
        .enumerate()
        .map(|(place, question)| {
            let key = format!("answer{place}");
            let answer = desk.text(&key);
            desk.refuse(&key, rules::filled(&answer));
            ((*question).to_owned(), Hidden::from(answer.as_str()))
        })
        .collect();
    (!desk.is_refused()).then_some(answers)
}
