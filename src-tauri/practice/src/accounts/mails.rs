//! The e-mails. Their words are invented (unverified); who gets one and who gets a copy is the procedures'.

use jiff::Timestamp;

use super::books::{Account, Books, Group, Mail};

/// The moment as people in Missouri read it.
pub(crate) fn moment(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("America/Chicago").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned(zone)
        .strftime("%B %-d, %Y, %-I:%M %p Central")
        .to_string()
}

fn mail(
    books: &Books,
    at: Timestamp,
    kind: &str,
    to: &Account,
    subject: &str,
    text: String,
) -> Mail {
    let cc = to
        .association
        .as_ref()
        .map(|association| books.administrators_of(&association.group))
        .unwrap_or_default();
    Mail {
        id: books.next_mail(),
        at,
        kind: kind.to_owned(),
        to: to.email.clone(),
        cc,
        subject: subject.to_owned(),
        text: format!("{text}\n\nPractice portal: no e-mail left this computer."),
        link: None,
        code: None,
    }
}

/// The path of a group's association link.
pub(crate) fn association_link(group: &Group) -> String {
    format!("/ecf/groupAssociation?group={}", group.key)
}

pub(crate) fn issued(books: &Books, at: Timestamp, account: &Account, group: &Group) -> Mail {
    let link = association_link(group);
    let mut mail = mail(
        books,
        at,
        "issued",
        account,
        "Your group administrator account",
        format!(
            "Group: {}\nUser name: {}\nTemporary password: {}\nGroup PIN: {}\n\nRegistration link: {{base}}/registration\n\
             Group association link for your users: {{base}}{link}\n\nYour user name cannot be changed. Your password and \
             PIN can.",
            group.name,
            account.user_name,
            account.password.words().unwrap_or_default(),
            group.pin.words().unwrap_or("as before")
        ),
    );
    mail.link = Some(link);
    mail
}

pub(crate) fn registered(books: &Books, at: Timestamp, account: &Account) -> Mail {
    mail(
        books,
        at,
        "registered",
        account,
        "Missouri Judiciary account created",
        format!(
            "An account with the user name {} was created. To be associated to a group, use the link from your group \
             administrator.",
            account.user_name
        ),
    )
}

pub(crate) fn verify(books: &Books, at: Timestamp, account: &Account) -> Mail {
    let link = link(account.verify.as_ref(), "verify.do");
    let until = account.verify.as_ref().map_or(at, |key| key.until);
    let mut mail = mail(
        books,
        at,
        "verify",
        account,
        "Verify your e-mail address",
        format!(
            "Follow this link within 24 hours, until {}, to activate your account:\n{{base}}{link}",
            moment(until)
        ),
    );
    mail.link = Some(link);
    mail
}

pub(crate) fn reset(books: &Books, at: Timestamp, account: &Account) -> Mail {
    let link = link(account.reset.as_ref(), "reset.do");
    let mut mail = mail(
        books,
        at,
        "reset",
        account,
        "Reset your password",
        format!("Follow this link to choose a new password:\n{{base}}{link}"),
    );
    mail.link = Some(link);
    mail
}

fn link(key: Option<&super::books::Key>, page: &str) -> String {
    let key = key.map_or("", |key| key.key.as_str());
    format!("/cnet/account/{page}?key={key}")
}

pub(crate) fn code(books: &Books, at: Timestamp, account: &Account) -> Mail {
    let code = account
        .code
        .as_ref()
        .map(|key| key.key.clone())
        .unwrap_or_default();
    let mut mail = mail(
        books,
        at,
        "code",
        account,
        "Your verification code",
        format!("Your verification code is {code}. It is good for 10 minutes."),
    );
    mail.code = Some(code);
    mail
}

pub(crate) fn user_name(books: &Books, at: Timestamp, account: &Account) -> Mail {
    mail(
        books,
        at,
        "user_name",
        account,
        "Your user name",
        format!("Your user name is {}.", account.user_name),
    )
}

pub(crate) fn associated(books: &Books, at: Timestamp, account: &Account, group: &Group) -> Mail {
    mail(
        books,
        at,
        "associated",
        account,
        "You are associated to a group",
        format!(
            "{} ({}) is now associated to the group {}. User information: {}",
            account.name(),
            account.user_name,
            group.name,
            account
                .association
                .as_ref()
                .map_or("", |association| association.information.as_str())
        ),
    )
}

/// `account` as it was before: the administrators of the group get their copy.
pub(crate) fn removed(books: &Books, at: Timestamp, account: &Account, group: &Group) -> Mail {
    mail(
        books,
        at,
        "removed",
        account,
        "You were removed from a group",
        format!(
            "{} ({}) is no longer associated to the group {}.",
            account.name(),
            account.user_name,
            group.name
        ),
    )
}
