//! B2 to B8: a group user makes an account. The procedure names the fields of these pages; the headings of B2 to B6 and
//! all refusals are invented (unverified).

use super::{
    administrator::check_answers,
    desk::Desk,
    view::{Form, Kind, View},
    visit::Step,
};
use crate::{
    accounts::{
        desk::{TAKEN, register_user},
        phrase, rules,
    },
    world::faults::FaultKind,
};

/// The rows of an address, with their keys.
const ADDRESS: [(&str, &str); 5] = [
    ("Line1", "Address Line 1"),
    ("Line2", "Address Line 2"),
    ("City", "City"),
    ("State", "State"),
    ("Zip", "Zip"),
];

pub(super) fn view(desk: &mut Desk<'_>, step: Step) -> View {
    match step {
        Step::NoMobar => View::new("Create an Account")
            .words("Attorneys enter their MOBAR number.")
            .form(
                Form::default()
                    .field("mobar", "MOBAR Number", Kind::Text, &desk.kept("mobar"))
                    .field("noMobar", "I do not have a MOBAR number.", Kind::Box, "")
                    .button("continue", "Continue"),
            ),
        Step::UserName => user_name_page(desk),
        Step::PersonName => name_page(desk),
        Step::Addresses => addresses_page(desk),
        Step::Questions => {
            let set = desk.world.books(|books| books.settings.questions);
            let mut form = Form::default();
            for (place, question) in rules::questions(set).iter().enumerate() {
                form = form.field(&format!("answer{place}"), question, Kind::OpenSecret, "");
            }
            View::new("Security Questions")
                .words("Please answer the three security questions.")
                .form(form.button("continue", "Continue"))
        }
        _ => {
            let mut view = View::new("eFiling Registration \u{2013} Additional Steps Required");
            if let Some(account) = desk.account() {
                if let Some(group) = &account.removed_from {
                    view = view.words(format!("You were removed from the group {group}."));
                }
                view = view.words("You are not associated to a group.");
            }
            view.words(
                "To be associated to a group, follow the link in the e-mail that you received from your group \
                 administrator.",
            )
            .form(Form::default().button("continue", "Continue"))
        }
    }
}

/// Another picture with another phrase.
pub(super) fn new_phrase(desk: &mut Desk<'_>) {
    let picture = format!("{:016x}", rand::random::<u64>());
    let phrase = phrase::new();
    desk.world.phrase_shown(&picture, &phrase);
    desk.seat.phrase = (picture, phrase);
}

fn user_name_page(desk: &mut Desk<'_>) -> View {
    if desk.seat.phrase.0.is_empty() {
        new_phrase(desk);
    }
    let twice = desk.world.books(|books| books.settings.verify_password);
    let mut form = Form::default()
        .field("userName", "User Name", Kind::Text, &desk.kept("userName"))
        .field("password", "Password", Kind::Secret, "");
    if twice {
        form = form.field("verifyPassword", "Verify Password", Kind::Secret, "");
    }
    let picture = format!("{}/phrase/{}.png", desk.root, desk.seat.phrase.0);
    View::new("User Name and Password")
        .words("Your user name cannot be changed later.")
        .words(rules::PASSWORD_RULE)
        .form(
            form.picture(picture)
                .field(
                    "phrase",
                    "Enter the phrase that shows in the box",
                    Kind::Text,
                    "",
                )
                .button("continue", "Continue")
                .button("another", "New picture"),
        )
}

fn name_page(desk: &Desk<'_>) -> View {
    let twice = desk.world.books(|books| books.settings.verify_email);
    let mut form = Form::default()
        .field(
            "firstName",
            "First Name",
            Kind::Text,
            &desk.kept("firstName"),
        )
        .field("lastName", "Last Name", Kind::Text, &desk.kept("lastName"))
        .field("email", "E-mail Address", Kind::Text, &desk.kept("email"));
    if twice {
        form = form.field(
            "verifyEmail",
            "Verify E-mail Address",
            Kind::Text,
            &desk.kept("verifyEmail"),
        );
    }
    View::new("Name and E-mail Address").form(form.button("continue", "Continue"))
}

fn addresses_page(desk: &Desk<'_>) -> View {
    let mut form = Form::default();
    for (kind, heading) in [
        ("mailing", "Mailing Address"),
        ("billing", "Billing Address"),
    ] {
        form = form.under(heading);
        for (row, label) in ADDRESS {
            let key = format!("{kind}{row}");
            let value = desk.kept(&key);
            form = form.field(&key, label, Kind::Text, &value);
        }
    }
    View::new("Addresses and Phone Number").form(
        form.field("phone", "Phone Number", Kind::Text, &desk.kept("phone"))
            .button("continue", "Continue"),
    )
}

pub(super) fn press(desk: &mut Desk<'_>, step: Step, key: &str) {
    match step {
        Step::NoMobar => {
            desk.keep(&["mobar"]);
            if desk.ticked("noMobar") {
                desk.to(Step::UserName);
            } else {
                desk.refuse(
                    "noMobar",
                    Some("Please enter a MOBAR number, or check that you do not have one."),
                );
            }
        }
        Step::UserName => user_name(desk, key),
        Step::PersonName => name(desk),
        Step::Addresses => addresses(desk),
        Step::Questions => questions(desk),
        _ => {
            desk.seat.user = None;
            desk.seat.typed.clear();
            desk.to(Step::Logon);
        }
    }
}

fn user_name(desk: &mut Desk<'_>, key: &str) {
    desk.keep(&["userName"]);
    if key == "another" {
        return new_phrase(desk);
    }
    let (name, password) = (desk.text("userName"), desk.secret("password"));
    desk.refuse("userName", rules::user_name(&name));
    let taken = desk.world.books(|books| books.account(&name).is_some());
    desk.refuse("userName", taken.then_some(TAKEN));
    desk.refuse("password", rules::password(&password));
    if desk.world.books(|books| books.settings.verify_password) {
        let again = desk.secret("verifyPassword");
        desk.refuse(
            "verifyPassword",
            rules::same(&password, &again, "The passwords do not match."),
        );
    }
    let read = phrase::same(&desk.text("phrase"), &desk.seat.phrase.1)
        && desk.fault != Some(FaultKind::PhraseAgain);
    desk.refuse(
        "phrase",
        (!read).then_some(
            "The phrase does not match the picture. Please enter the phrase of the new picture.",
        ),
    );
    // A phrase is asked once, whatever came of it.
    new_phrase(desk);
    if desk.is_refused() {
        return;
    }
    desk.seat.applicant.user_name = name;
    desk.seat.applicant.password = password.as_str().into();
    desk.to(Step::PersonName);
}

fn name(desk: &mut Desk<'_>) {
    let keys = ["firstName", "lastName", "email", "verifyEmail"];
    desk.keep(&keys);
    let [first, last, email, again] = keys.map(|key| desk.text(key));
    desk.refuse("firstName", rules::filled(&first));
    desk.refuse("lastName", rules::filled(&last));
    desk.refuse("email", rules::email(&email));
    if desk.world.books(|books| books.settings.verify_email) {
        desk.refuse(
            "verifyEmail",
            rules::same(&email, &again, "The e-mail addresses do not match."),
        );
    }
    if desk.is_refused() {
        return;
    }
    let applicant = &mut desk.seat.applicant;
    applicant.first_name = first;
    applicant.last_name = last;
    applicant.email = email;
    desk.to(Step::Addresses);
}

fn addresses(desk: &mut Desk<'_>) {
    let mut details = Vec::new();
    for (kind, heading) in [
        ("mailing", "Mailing Address"),
        ("billing", "Billing Address"),
    ] {
        for (row, label) in ADDRESS {
            let key = format!("{kind}{row}");
            desk.keep(&[&key]);
            let value = desk.text(&key);
            let words = match row {
                "Line2" => None,
                "State" => rules::state(&value),
                "Zip" => rules::zip(&value),
                _ => rules::filled(&value),
            };
            desk.refuse(&key, words);
            details.push((format!("{heading}: {label}"), value));
        }
    }
    desk.keep(&["phone"]);
    let phone = desk.text("phone");
    desk.refuse("phone", rules::phone(&phone));
    details.push(("Phone Number".to_owned(), phone));
    if desk.is_refused() {
        return;
    }
    desk.seat.applicant.details = details;
    desk.to(Step::Questions);
}

/// B6: the last click; the account exists afterwards.
fn questions(desk: &mut Desk<'_>) {
    let Some(answers) = check_answers(desk) else {
        return;
    };
    desk.seat.applicant.answers = answers;
    let (now, applicant) = (desk.now, desk.seat.applicant.clone());
    match desk.change(|books| register_user(books, now, &applicant)) {
        Some(Ok(())) => {
            desk.seat.applicant = Default::default();
            desk.seat.typed.clear();
            desk.to(Step::AdditionalSteps);
        }
        Some(Err(words)) => {
            desk.to(Step::UserName);
            desk.refuse("userName", Some(words));
        }
        None => {}
    }
}
