//! C1 to C6, Track This Case and Manage My Case. The log-in itself is everybody's. The guide names fields and buttons;
//! headings, refusals and the fields of Track This Case are invented (unverified).

use super::{
    desk::Desk,
    view::{Button, Form, Kind, Row, Table, View},
    visit::{Place, Step},
};
use crate::accounts::{
    books::Tracked,
    desk::{
        Link, change, create_account, forgot_password, forgot_user_name, new_password, resend,
        reset_link, take_code, verify,
    },
    rules,
};

/// Opens a page that a link leads to; false where the path is none of them.
pub(super) fn open(desk: &mut Desk<'_>, rest: &str) -> bool {
    let now = desk.now;
    match rest {
        "verify.do" => {
            clear(desk);
            let key = desk.param("key");
            let link = desk.change(|books| verify(books, now, &key));
            link_ended(desk, link, Step::Verified);
        }
        "reset.do" => {
            clear(desk);
            let key = desk.param("key");
            let link = desk.world.books(|books| reset_link(books, now, &key));
            link_ended(desk, Some(link), Step::ResetPassword);
        }
        "track.do" => {
            clear(desk);
            desk.seat.case = Some((
                desk.param("caseNumber").trim().to_uppercase(),
                desk.param("courtId"),
            ));
            let next = if desk.seat.user.is_some() {
                Step::Track
            } else {
                Step::Logon
            };
            desk.to(next);
        }
        _ => return false,
    }
    true
}

fn clear(desk: &mut Desk<'_>) {
    desk.seat.said.clear();
    desk.seat.refused.clear();
}

fn link_ended(desk: &mut Desk<'_>, link: Option<Link>, good: Step) {
    match link {
        Some(Link::Good(user)) => {
            desk.seat.waiting = Some(user);
            desk.to(good);
        }
        Some(Link::Expired(user)) => {
            desk.seat.waiting = Some(user);
            desk.to(Step::LinkEnded);
        }
        _ => {
            desk.seat.waiting = None;
            desk.to(Step::LinkEnded);
        }
    }
}

pub(super) fn view(desk: &Desk<'_>, step: Step) -> View {
    let root = &desk.root;
    match step {
        Step::CreateAccount => View::new("Create Account")
            .words(rules::PASSWORD_RULE)
            .form(
                Form::default()
                    .field("email", "E-mail Address", Kind::Text, &desk.kept("email"))
                    .field("password", "Password", Kind::Secret, "")
                    .field("confirmPassword", "Confirm Password", Kind::Secret, "")
                    .field("terms", "I agree to the terms of use", Kind::Box, "")
                    .button("create", "Create Account"),
            ),
        Step::CheckMail => View::new("Check Your E-mail")
            .words("Please check your e-mail. Follow the link in the message within 24 hours to activate your account.")
            .form(Form::default().button("resend", "Resend"))
            .link(format!("{root}/logon"), "Login"),
        Step::Verified => View::new("E-mail Address Verified")
            .words("Your account is active. Please log in.")
            .link(format!("{root}/logon"), "Login"),
        Step::LinkEnded => {
            let view = View::new("Link Expired")
                .words("This link has expired or is not valid.");
            if desk.seat.waiting.is_some() {
                view.form(Form::default().button("resend", "Resend"))
            } else {
                view.link(format!("{root}/logon"), "Login")
            }
        }
        Step::Code => View::new("Verification Code")
            .words("You are logging in from a new device. A verification code was sent to your e-mail address.")
            .form(
                Form::default()
                    .field("code", "Verification Code", Kind::Secret, "")
                    .button("continue", "Continue"),
            ),
        Step::ForgotPassword | Step::ForgotUserName => {
            let heading = if step == Step::ForgotPassword {
                "Forgot Password"
            } else {
                "Forgot Username"
            };
            View::new(heading).form(
                Form::default()
                    .field("email", "E-mail Address", Kind::Text, &desk.kept("email"))
                    .button("submit", "Submit"),
            )
        }
        Step::MailSent => View::new("Check Your E-mail")
            .words("If that address is registered, we have sent an e-mail to it.")
            .link(format!("{root}/logon"), "Login"),
        Step::ResetPassword => View::new("Reset Password")
            .words(rules::PASSWORD_RULE)
            .form(
                Form::default()
                    .field("newPassword", "New Password", Kind::Secret, "")
                    .field("verifyPassword", "Verify New Password", Kind::Secret, "")
                    .button("submit", "Submit"),
            ),
        Step::Track => track_page(desk),
        Step::Manage => manage_page(desk),
        _ => dashboard(desk),
    }
}

fn dashboard(desk: &Desk<'_>) -> View {
    let account = desk.account().unwrap_or_default();
    View::new("My Account")
        .words(format!("Signed in as {}.", account.user_name))
        .words(format!("Cases that you track: {}", account.tracked.len()))
        .link(format!("{}/manage-my-case", desk.root), "Manage My Case")
        .link(format!("{}/new-password", desk.root), "Change Password")
}

fn track_page(desk: &Desk<'_>) -> View {
    let (number, _) = desk.seat.case.clone().unwrap_or_default();
    View::new("Track This Case")
        .words(format!("Case number: {number}"))
        .words("How do you want to be told of new entries?")
        .form(
            Form::default()
                .field("mail", "E-mail", Kind::Box, "on")
                .field("text", "Text message", Kind::Box, "")
                .field("call", "Phone call", Kind::Box, "")
                .field("phone", "Phone Number", Kind::Text, &desk.kept("phone"))
                .button("track", "Track This Case"),
        )
}

fn manage_page(desk: &Desk<'_>) -> View {
    let account = desk.account().unwrap_or_default();
    let view = View::new("Manage My Case");
    if account.tracked.is_empty() {
        return view
            .words("You are not tracking any cases.")
            .link(format!("{}/dashboard", desk.root), "My Account");
    }
    view.table(Table {
        columns: ["Case Number", "Style of Case", "Court", "Notification"]
            .map(str::to_owned)
            .to_vec(),
        rows: account
            .tracked
            .iter()
            .map(|case| Row {
                cells: vec![
                    case.number.clone(),
                    case.style.clone(),
                    case.court.clone(),
                    case.told_by.join(", "),
                ],
                field: None,
                buttons: vec![Button::new(
                    &format!("stop:{} {}", case.number, case.court),
                    "Stop Tracking",
                )],
            })
            .collect(),
    })
    .link(format!("{}/dashboard", desk.root), "My Account")
}

pub(super) fn press(desk: &mut Desk<'_>, step: Step, key: &str) {
    let now = desk.now;
    match step {
        Step::CreateAccount => create(desk),
        Step::CheckMail | Step::LinkEnded => {
            if let Some(user) = desk.seat.waiting.clone() {
                desk.change(|books| (resend(books, now, &user), ()));
                desk.to(Step::CheckMail);
                desk.say("The e-mail was sent again.");
            }
        }
        Step::Code => {
            let (user, code) = (
                desk.seat.waiting.clone().unwrap_or_default(),
                desk.text("code"),
            );
            match desk.change(|books| take_code(books, now, &user, &code)) {
                Some(Ok(())) => {
                    desk.new_device = true;
                    desk.sign_in(user);
                }
                Some(Err(words)) => desk.refuse("code", Some(words)),
                None => {}
            }
        }
        Step::ForgotPassword | Step::ForgotUserName => {
            desk.keep(&["email"]);
            let email = desk.text("email");
            desk.refuse("email", rules::email(&email));
            if desk.is_refused() {
                return;
            }
            desk.change(|books| {
                let changes = if step == Step::ForgotPassword {
                    forgot_password(books, now, &email)
                } else {
                    forgot_user_name(books, now, &email)
                };
                (changes, ())
            });
            desk.to(Step::MailSent);
        }
        Step::ResetPassword => {
            let user = desk.seat.waiting.clone().unwrap_or_default();
            let old = desk
                .world
                .books(|books| books.account(&user).map(|account| account.password.clone()))
                .unwrap_or_default();
            if let Some(new) = super::administrator::check_new_password(desk, &old) {
                desk.change(|books| (new_password(books, &user, &new), ()));
                desk.seat.waiting = None;
                desk.to(Step::Logon);
                desk.say("Password has been successfully reset");
            }
        }
        Step::Track => track(desk),
        Step::Manage => {
            let user = desk.seat.user.clone().unwrap_or_default();
            if let Some((number, court)) = key
                .strip_prefix("stop:")
                .and_then(|key| key.split_once(' '))
            {
                desk.change(|books| {
                    let changes = change(books, &user, |account| {
                        account
                            .tracked
                            .retain(|case| case.number != number || case.court != court);
                    });
                    (changes, ())
                });
                desk.say(format!("You no longer track {number}."));
            }
        }
        _ => {}
    }
}

/// C1: the last click; the account exists afterwards and waits for its link.
fn create(desk: &mut Desk<'_>) {
    desk.keep(&["email"]);
    let email = desk.text("email");
    let (password, again) = (desk.secret("password"), desk.secret("confirmPassword"));
    desk.refuse("email", rules::email(&email));
    desk.refuse("password", rules::password(&password));
    desk.refuse(
        "confirmPassword",
        rules::same(&password, &again, "The passwords do not match."),
    );
    let agreed = desk.ticked("terms");
    desk.refuse(
        "terms",
        (!agreed).then_some("Please agree to the terms of use."),
    );
    if desk.is_refused() {
        return;
    }
    let now = desk.now;
    match desk.change(|books| create_account(books, now, &email, &password)) {
        Some(Ok(())) => {
            desk.seat.waiting = Some(email);
            desk.to(Step::CheckMail);
        }
        Some(Err(words)) => desk.refuse("email", Some(words)),
        None => {}
    }
}

fn track(desk: &mut Desk<'_>) {
    desk.keep(&["phone"]);
    let (number, court) = desk.seat.case.clone().unwrap_or_default();
    let told_by: Vec<String> = [("mail", "E-mail"), ("text", "Text"), ("call", "Phone")]
        .into_iter()
        .filter(|(key, _)| desk.ticked(key))
        .map(|(_, words)| words.to_owned())
        .collect();
    let phone = desk.text("phone");
    if told_by.is_empty() {
        return desk.say("Please choose how you want to be told.");
    }
    if told_by.iter().any(|way| way != "E-mail") {
        desk.refuse("phone", rules::phone(&phone));
    }
    let style = desk.world.public_style(&number, &court);
    let Some(style) = style else {
        return desk.say("This case cannot be tracked.");
    };
    if desk.is_refused() {
        return;
    }
    let user = desk.seat.user.clone().unwrap_or_default();
    desk.change(|books| {
        let changes = change(books, &user, |account| {
            account
                .tracked
                .retain(|case| case.number != number || case.court != court);
            account.tracked.push(Tracked {
                number: number.clone(),
                court,
                style,
                told_by,
            });
        });
        (changes, ())
    });
    desk.seat.case = None;
    desk.to(Step::Manage);
    desk.say(format!("You now track {number}."));
    debug_assert_eq!(desk.place, Place::CaseNet);
}
