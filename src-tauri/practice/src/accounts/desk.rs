//! What the court's desk does with an account: each function looks at the books and answers with the changes to make.
//! Nothing is changed here; the world keeps the changes in its journal first.

use jiff::{SignedDuration, Timestamp};

use super::{
    books::{Account, AccountKind, Association, BookChange, Books, Group, Key, MemberStatus},
    mails, rules,
    secrets::Hidden,
};

/// So long is a link of an e-mail good (seed 002 for the verification; unverified for the others).
const LINK_HOURS: i64 = 24;
const CODE_MINUTES: i64 = 10;

type Changes = Vec<BookChange>;

fn put(account: Account) -> BookChange {
    BookChange::Account(Box::new(account))
}

fn mail(mail: super::books::Mail) -> BookChange {
    BookChange::Mail(Box::new(mail))
}

fn later(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_mins(minutes))
        .unwrap_or(Timestamp::MAX)
}

fn key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// What became of a log-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LogOn {
    /// User name of the account.
    In(String),
    Refused(String),
    /// C6.
    Locked(String),
    /// C2: the link was not followed.
    NotVerified(String),
}

const LOCKED: &str = "Your account is locked because of several failed log in attempts. Please wait 30 minutes or \
                      contact the OSCA Help Desk.";

/// Log on with user name (or e-mail address) and password. The answer for an unknown name is the one for a wrong
/// password.
pub(crate) fn log_on(
    books: &Books,
    now: Timestamp,
    name: &str,
    password: &str,
) -> (Changes, LogOn) {
    let wrong = "The user name or password is incorrect.";
    let Some(account) = books.find(name) else {
        return (Vec::new(), LogOn::Refused(wrong.to_owned()));
    };
    let settings = &books.settings;
    if account.locked_until.is_some_and(|until| now < until) {
        return (Vec::new(), LogOn::Locked(LOCKED.to_owned()));
    }
    let mut account = account.clone();
    if !account.password.is(password) {
        // A lock that has run out begins a new count.
        account.failures = if account.locked_until.take().is_some() {
            1
        } else {
            account.failures + 1
        };
        if account.failures >= settings.tries {
            account.failures = 0;
            account.locked_until = Some(later(now, i64::from(settings.locked_minutes)));
            return (vec![put(account)], LogOn::Locked(LOCKED.to_owned()));
        }
        let left = settings.tries - account.failures;
        let words = if settings.tries_are_told {
            format!(
                "{wrong} You have {left} {} left before your account is locked.",
                if left == 1 { "attempt" } else { "attempts" }
            )
        } else {
            wrong.to_owned()
        };
        return (vec![put(account)], LogOn::Refused(words));
    }
    let clean = account.failures == 0 && account.locked_until.is_none();
    account.failures = 0;
    account.locked_until = None;
    let name = account.user_name.clone();
    let outcome = if account.verified {
        LogOn::In(name)
    } else {
        LogOn::NotVerified(name)
    };
    let changes = if clean {
        Vec::new()
    } else {
        vec![put(account)]
    };
    (changes, outcome)
}

/// A change of an account that exists; nothing for one that does not.
pub(crate) fn change(books: &Books, user: &str, change: impl FnOnce(&mut Account)) -> Changes {
    books.account(user).map_or_else(Vec::new, |account| {
        let mut account = account.clone();
        change(&mut account);
        vec![put(account)]
    })
}

/// What is asked of a new group user, page by page (B3 to B6).
#[derive(Clone, Debug, Default)]
pub(crate) struct Applicant {
    pub(crate) user_name: String,
    pub(crate) password: Hidden,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) details: Vec<(String, String)>,
    pub(crate) answers: Vec<(String, Hidden)>,
}

/// B6: makes the account. Nothing when the user name was taken meanwhile.
pub(crate) fn register_user(
    books: &Books,
    now: Timestamp,
    who: &Applicant,
) -> (Changes, Result<(), &'static str>) {
    if books.account(&who.user_name).is_some() {
        return (Vec::new(), Err(TAKEN));
    }
    let account = Account {
        user_name: who.user_name.clone(),
        password: who.password.clone(),
        first_name: who.first_name.clone(),
        last_name: who.last_name.clone(),
        email: who.email.clone(),
        details: who.details.iter().cloned().collect(),
        answers: who.answers.clone(),
        kind: AccountKind::User,
        verified: true,
        ..Account::default()
    };
    let letter = mails::registered(books, now, &account);
    (vec![put(account), mail(letter)], Ok(()))
}

/// Words for a user name that somebody has.
pub(crate) const TAKEN: &str = "This user name is already taken. Please choose another one.";

/// C1: makes a Case.net account that waits for its verification. The user name is the e-mail address.
pub(crate) fn create_account(
    books: &Books,
    now: Timestamp,
    email: &str,
    password: &str,
) -> (Changes, Result<(), &'static str>) {
    if books.find(email).is_some() {
        return (
            Vec::new(),
            Err("An account with this e-mail address already exists."),
        );
    }
    let account = Account {
        user_name: email.to_owned(),
        password: password.into(),
        email: email.to_owned(),
        kind: AccountKind::CaseNet,
        ..Account::default()
    };
    (send_verification(books, now, account), Ok(()))
}

fn send_verification(books: &Books, now: Timestamp, mut account: Account) -> Changes {
    account.verify = Some(Key {
        key: key(),
        until: later(now, LINK_HOURS * 60),
    });
    let letter = mails::verify(books, now, &account);
    vec![put(account), mail(letter)]
}

/// C2: sends the link again; the older one ends.
pub(crate) fn resend(books: &Books, now: Timestamp, user: &str) -> Changes {
    books
        .account(user)
        .filter(|account| !account.verified)
        .map_or_else(Vec::new, |account| {
            send_verification(books, now, account.clone())
        })
}

/// What a link of an e-mail leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Good(String),
    /// User name of the account that it was for.
    Expired(String),
    Unknown,
}

/// C2: follows the verification link.
pub(crate) fn verify(books: &Books, now: Timestamp, key: &str) -> (Changes, Link) {
    let link = follow(books, now, key, |account| account.verify.as_ref());
    let changes = match &link {
        Link::Good(user) => change(books, user, |account| account.verified = true),
        _ => Vec::new(),
    };
    (changes, link)
}

/// C5: whether a link to a new password is good.
pub(crate) fn reset_link(books: &Books, now: Timestamp, key: &str) -> Link {
    follow(books, now, key, |account| account.reset.as_ref())
}

fn follow(books: &Books, now: Timestamp, key: &str, of: impl Fn(&Account) -> Option<&Key>) -> Link {
    let found = books
        .accounts()
        .find(|account| of(account).is_some_and(|known| known.key == key));
    match found {
        Some(account) if of(account).is_some_and(|known| now < known.until) => {
            Link::Good(account.user_name.clone())
        }
        Some(account) => Link::Expired(account.user_name.clone()),
        None => Link::Unknown,
    }
}

/// C4: sends a code for a new device.
pub(crate) fn send_code(books: &Books, now: Timestamp, user: &str) -> Changes {
    books.account(user).map_or_else(Vec::new, |account| {
        let mut account = account.clone();
        account.code = Some(Key {
            key: format!("{:06}", rand::random_range(0..1_000_000)),
            until: later(now, CODE_MINUTES),
        });
        let letter = mails::code(books, now, &account);
        vec![put(account), mail(letter)]
    })
}

/// C4: takes a code.
pub(crate) fn take_code(
    books: &Books,
    now: Timestamp,
    user: &str,
    typed: &str,
) -> (Changes, Result<(), &'static str>) {
    match books
        .account(user)
        .and_then(|account| account.code.as_ref())
    {
        Some(code) if code.key == typed.trim() && now < code.until => {
            (change(books, user, |account| account.code = None), Ok(()))
        }
        Some(code) if now >= code.until => (
            Vec::new(),
            Err("The verification code has expired. Please log in again for a new code."),
        ),
        _ => (Vec::new(), Err("The verification code is incorrect.")),
    }
}

/// C5: `<Forgot Password>`. What is said is the same whether there is such an account or not.
pub(crate) fn forgot_password(books: &Books, now: Timestamp, email: &str) -> Changes {
    books.find(email).map_or_else(Vec::new, |account| {
        let mut account = account.clone();
        account.reset = Some(Key {
            key: key(),
            until: later(now, LINK_HOURS * 60),
        });
        let letter = mails::reset(books, now, &account);
        vec![put(account), mail(letter)]
    })
}

/// C5: `<Forgot Username>`.
pub(crate) fn forgot_user_name(books: &Books, now: Timestamp, email: &str) -> Changes {
    books.find(email).map_or_else(Vec::new, |account| {
        vec![mail(mails::user_name(books, now, account))]
    })
}

/// A new password; the lock and the link to it end with it.
pub(crate) fn new_password(books: &Books, user: &str, password: &str) -> Changes {
    change(books, user, |account| {
        account.password = password.into();
        account.must_change = false;
        account.reset = None;
        account.failures = 0;
        account.locked_until = None;
    })
}

/// B10: the person gives the group's PIN.
pub(crate) fn associate(
    books: &Books,
    now: Timestamp,
    user: &str,
    group: &str,
    pin: &str,
    information: &str,
) -> (Changes, Result<(), &'static str>) {
    let Some(group) = books.group(group) else {
        return (Vec::new(), Err("The group was not found."));
    };
    if !group.pin.is(pin) {
        return (
            Vec::new(),
            Err("The Pin does not match the Pin of the group."),
        );
    }
    let Some(account) = books.account(user) else {
        return (Vec::new(), Err("Please log on again."));
    };
    let mut account = account.clone();
    account.association = Some(Association {
        group: group.key.clone(),
        status: MemberStatus::Active,
        information: information.to_owned(),
        agreed: false,
    });
    account.removed_from = None;
    let letter = mails::associated(books, now, &account, group);
    (vec![put(account), mail(letter)], Ok(()))
}

/// What an administrator can do to a user of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Disable,
    Activate,
    Remove,
}

/// Group Maintenance: one click. The words say what is so afterwards; an error, that nothing was changed.
pub(crate) fn measure(
    books: &Books,
    now: Timestamp,
    group: &Group,
    user: &str,
    measure: Measure,
) -> (Changes, Result<String, String>) {
    let member = books.account(user).filter(|account| {
        account
            .association
            .as_ref()
            .is_some_and(|association| association.group == group.key)
    });
    let Some(account) = member else {
        let words = format!("{user} is not associated to your group.");
        return (Vec::new(), Err(words));
    };
    let status = account
        .association
        .as_ref()
        .map_or(MemberStatus::Active, |association| association.status);
    let name = account.user_name.clone();
    match measure {
        Measure::Remove => {
            let letter = mails::removed(books, now, account, group);
            let mut account = account.clone();
            account.association = None;
            account.removed_from = Some(group.name.clone());
            (
                vec![put(account), mail(letter)],
                Ok(format!("{name} was removed from the group.")),
            )
        }
        Measure::Disable if status == MemberStatus::Disabled => {
            (Vec::new(), Err(format!("{name} is already disabled.")))
        }
        Measure::Activate if status == MemberStatus::Active => {
            (Vec::new(), Err(format!("{name} is already active.")))
        }
        Measure::Disable | Measure::Activate => {
            let (status, words) = if measure == Measure::Disable {
                (MemberStatus::Disabled, "disabled")
            } else {
                (MemberStatus::Active, "activated")
            };
            let changes = change(books, user, |account| {
                if let Some(association) = &mut account.association {
                    association.status = status;
                }
            });
            (changes, Ok(format!("{name} was {words}.")))
        }
    }
}

/// My Preferences of a user: leaves the group. The administrators hear of it.
pub(crate) fn leave(books: &Books, now: Timestamp, user: &str) -> Changes {
    let Some(account) = books.account(user) else {
        return Vec::new();
    };
    let Some(group) = account
        .association
        .as_ref()
        .and_then(|association| books.group(&association.group))
    else {
        return Vec::new();
    };
    let letter = mails::removed(books, now, account, group);
    let mut account = account.clone();
    account.association = None;
    vec![put(account), mail(letter)]
}

/// My Preferences of an administrator: a new PIN.
pub(crate) fn new_pin(books: &Books, group: &str, pin: &str) -> (Changes, Option<&'static str>) {
    if let Some(words) = rules::pin(pin) {
        return (Vec::new(), Some(words));
    }
    let changes = books.group(group).map_or_else(Vec::new, |group| {
        vec![BookChange::Group(Group {
            pin: pin.into(),
            ..group.clone()
        })]
    });
    (changes, None)
}
