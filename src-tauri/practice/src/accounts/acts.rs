//! What the control endpoint may ask of the account side: issue credentials, fill a group, act as a second
//! administrator, move the clock, choose the markup.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    books::{
        AccountKind, BookChange, Books, Group, MemberStatus, PRACTICE_PASSWORD, Settings, issued,
    },
    crowd, desk,
    desk::Measure,
    markup::{Markup, MarkupChoice},
    rules,
};
use crate::world::WorldError;

/// A credential to issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssueAdministrator {
    /// User name.
    pub user_name: String,
    /// E-mail address; default `USER_NAME@example.org`.
    pub email: Option<String>,
    /// Temporary password; default a random one, in the e-mail.
    pub password: Option<String>,
    /// Key or name of the group; one that does not exist is made. Default: the first group.
    pub group: Option<String>,
    /// PIN of a group that is made; default a random one, in the e-mail.
    pub pin: Option<String>,
    /// Labels of the rows that read "Please Update"; default Phone, Mailing Address, Position.
    pub rows: Option<Vec<String>>,
    /// The whole registration is over; the password is not temporary and by default `Practice-2026`.
    pub ready: bool,
}

/// A whole account to add.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewAccount {
    /// User name.
    pub user_name: String,
    /// Password; default `Practice-2026`.
    pub password: Option<String>,
    /// E-mail address; default `USER_NAME@example.org`.
    pub email: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// What it was made as: `user` or `case_net`; an administrator is issued.
    pub kind: AccountKind,
    /// Key or name of a group to be associated to.
    pub group: Option<String>,
    /// Status in the group.
    pub status: MemberStatus,
    /// User information.
    pub information: Option<String>,
}

/// A user, in whichever group; `by` makes no difference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserRef {
    /// User name.
    pub user_name: String,
}

/// A group, by key or name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroupRef {
    /// Key or name; default the first group.
    pub group: Option<String>,
    /// For `add_group`: name. For `set_group_pin`: PIN. Else unused.
    pub name: Option<String>,
    /// PIN.
    pub pin: Option<String>,
    /// How many invented users (`fill_group`).
    pub count: u32,
}

/// Which markup.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkupWanted {
    /// A name of `MARKUP_VARIANTS`, or `shuffle`.
    pub variant: Option<String>,
    /// For `shuffle`.
    pub seed: u64,
    /// Switches that stand over the variant's.
    pub markup: Option<Value>,
}

/// An operation on the account side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CourtAct {
    Issue(IssueAdministrator),
    AddAccount(NewAccount),
    AddGroup(GroupRef),
    FillGroup(GroupRef),
    SetPin(GroupRef),
    EndLink(GroupRef),
    Measure(UserRef, Measure),
    Unlock(UserRef),
    Clock(i64),
    Markup(MarkupWanted),
    Settings(Value),
}

type Settled = (Vec<BookChange>, String);

pub(crate) fn settle(books: &Books, act: CourtAct) -> Result<Settled, WorldError> {
    let now = books.now();
    match act {
        CourtAct::Issue(wanted) => issue(books, wanted),
        CourtAct::AddAccount(wanted) => add_account(books, wanted),
        CourtAct::AddGroup(wanted) => {
            let name = wanted
                .name
                .or(wanted.group)
                .filter(|name| !name.is_empty())
                .ok_or_else(|| misfit("a group needs a name"))?;
            let group = new_group(&name, wanted.pin);
            let message = format!("The group {name} exists; its key is {}.", group.key);
            Ok((vec![BookChange::Group(group)], message))
        }
        CourtAct::FillGroup(wanted) => {
            let group = group(books, wanted.group.as_deref())?;
            if wanted.count > 100_000 {
                return Err(misfit("a group is filled with at most 100,000 users"));
            }
            Ok((
                vec![BookChange::Crowd {
                    group: group.key.clone(),
                    count: wanted.count,
                }],
                format!("{} has {} invented users.", group.name, wanted.count),
            ))
        }
        CourtAct::SetPin(wanted) => {
            let group = group(books, wanted.group.as_deref())?;
            let (changes, refused) =
                desk::new_pin(books, &group.key, wanted.pin.as_deref().unwrap_or_default());
            match refused {
                Some(words) => Err(misfit(words)),
                None => Ok((changes, format!("The PIN of {} is changed.", group.name))),
            }
        }
        CourtAct::EndLink(wanted) => {
            let group = group(books, wanted.group.as_deref())?.clone();
            let message = format!("The association link of {} has ended.", group.name);
            let change = BookChange::Group(Group {
                link_ended: true,
                ..group
            });
            Ok((vec![change], message))
        }
        CourtAct::Measure(user, measure) => {
            let account = account(books, &user.user_name)?;
            let key = account
                .association
                .as_ref()
                .map(|association| association.group.as_str());
            let group = group(books, key)?;
            let (changes, said) = desk::measure(books, now, group, &user.user_name, measure);
            said.map(|words| (changes, format!("A second administrator acted: {words}")))
                .map_err(|words| misfit(&words))
        }
        CourtAct::Unlock(user) => {
            account(books, &user.user_name)?;
            let changes = desk::change(books, &user.user_name, |account| {
                account.failures = 0;
                account.locked_until = None;
            });
            Ok((changes, format!("{} is not locked.", user.user_name)))
        }
        CourtAct::Clock(seconds) => {
            let clock = books.clock.saturating_add(seconds);
            Ok((
                vec![BookChange::Clock(clock)],
                format!("The court's clock is {clock} seconds ahead."),
            ))
        }
        CourtAct::Markup(wanted) => markup(books, wanted),
        CourtAct::Settings(wanted) => {
            let settings = laid_over(&books.settings, wanted)?;
            Ok((
                vec![BookChange::Settings(Box::new(settings))],
                "The settings are changed.".to_owned(),
            ))
        }
    }
}

fn misfit(words: &str) -> WorldError {
    WorldError::Misfit(words.to_owned())
}

fn account<'a>(books: &'a Books, user: &str) -> Result<&'a super::books::Account, WorldError> {
    books
        .account(user)
        .ok_or_else(|| WorldError::NoUser(user.to_owned()))
}

fn group<'a>(books: &'a Books, words: Option<&str>) -> Result<&'a Group, WorldError> {
    match words.filter(|words| !words.is_empty()) {
        Some(words) => books
            .group_called(words)
            .ok_or_else(|| WorldError::NoGroup(words.to_owned())),
        None => books
            .group(super::books::FIRST_GROUP)
            .ok_or_else(|| WorldError::NoGroup(String::new())),
    }
}

fn new_group(name: &str, pin: Option<String>) -> Group {
    Group {
        key: format!("{:06x}", rand::random::<u32>() & 0xff_ffff),
        name: name.to_owned(),
        pin: pin
            .unwrap_or_else(|| format!("{:06}", rand::random_range(0..1_000_000)))
            .as_str()
            .into(),
        link_ended: false,
    }
}

fn issue(books: &Books, wanted: IssueAdministrator) -> Result<Settled, WorldError> {
    free(books, &wanted.user_name)?;
    let mut changes = Vec::new();
    let known = match wanted.group.as_deref() {
        Some(words) => books.group_called(words).cloned(),
        None => Some(group(books, None)?.clone()),
    };
    let group = known.unwrap_or_else(|| {
        let made = new_group(wanted.group.as_deref().unwrap_or_default(), wanted.pin);
        changes.push(BookChange::Group(made.clone()));
        made
    });
    let email = wanted
        .email
        .unwrap_or_else(|| format!("{}@example.org", wanted.user_name));
    let password = wanted.password.unwrap_or_else(|| {
        if wanted.ready {
            PRACTICE_PASSWORD.to_owned()
        } else {
            format!("Start-{:04}-Now", rand::random_range(0..10_000))
        }
    });
    let (mut account, mail) = issued(
        books,
        books.now(),
        &group,
        &wanted.user_name,
        &email,
        &password,
    );
    if let Some(rows) = wanted.rows {
        account.rows.retain(|(_, value)| !value.is_empty());
        account
            .rows
            .extend(rows.into_iter().map(|label| (label, String::new())));
    }
    if wanted.ready {
        account.must_change = false;
        account.subscribed = true;
        account.agreed = true;
        for (_, value) in &mut account.rows {
            if value.is_empty() {
                *value = "Sample".to_owned();
            }
        }
        account.answers = rules::questions(books.settings.questions)
            .map(|question| (question.to_owned(), "Sample".into()))
            .to_vec();
    }
    changes.push(BookChange::Account(Box::new(account)));
    changes.push(BookChange::Mail(Box::new(mail)));
    Ok((
        changes,
        format!("{} was issued; see the inbox.", wanted.user_name),
    ))
}

fn free(books: &Books, user: &str) -> Result<(), WorldError> {
    if user.is_empty() {
        return Err(misfit("an account needs a user_name"));
    }
    if books.account(user).is_some() {
        return Err(misfit(&format!("the user name {user} is taken")));
    }
    Ok(())
}

fn add_account(books: &Books, wanted: NewAccount) -> Result<Settled, WorldError> {
    free(books, &wanted.user_name)?;
    if wanted.kind == AccountKind::Administrator {
        return Err(misfit("an administrator is issued: issue_administrator"));
    }
    let key = match wanted.group.as_deref().filter(|group| !group.is_empty()) {
        Some(words) => group(books, Some(words))?.key.clone(),
        None => String::new(),
    };
    let mut account = crowd::member(
        &key,
        &wanted.user_name,
        wanted.first_name.as_deref().unwrap_or("Jordan"),
        wanted.last_name.as_deref().unwrap_or("Example"),
        wanted.information.as_deref().unwrap_or_default(),
        wanted.status,
    );
    account.kind = wanted.kind;
    account.password = wanted
        .password
        .as_deref()
        .unwrap_or(PRACTICE_PASSWORD)
        .into();
    if let Some(email) = wanted.email {
        account.email = email;
    }
    Ok((
        vec![BookChange::Account(Box::new(account))],
        format!("{} has an account.", wanted.user_name),
    ))
}

fn markup(books: &Books, wanted: MarkupWanted) -> Result<Settled, WorldError> {
    let base = match wanted.variant.as_deref().filter(|name| !name.is_empty()) {
        Some("shuffle") => {
            return Ok(with_markup(books, MarkupChoice::Shuffle(wanted.seed)));
        }
        Some(name) => Markup::named(name)
            .ok_or_else(|| misfit(&format!("there is no markup variant {name}")))?,
        None => Markup::default(),
    };
    let markup = match wanted.markup {
        Some(switches) => laid_over(&base, switches)?,
        None => base,
    };
    Ok(with_markup(books, MarkupChoice::Fixed(markup)))
}

fn with_markup(books: &Books, markup: MarkupChoice) -> Settled {
    let message = format!("The account pages are written as: {}.", markup.name());
    let settings = Settings {
        markup,
        ..books.settings.clone()
    };
    (vec![BookChange::Settings(Box::new(settings))], message)
}

/// The switches over what is; an unknown one is refused by name.
fn laid_over<T: Serialize + for<'de> Deserialize<'de>>(
    base: &T,
    switches: Value,
) -> Result<T, WorldError> {
    let mut whole = serde_json::to_value(base).unwrap_or_default();
    if let (Some(whole), Some(switches)) = (whole.as_object_mut(), switches.as_object()) {
        for (switch, value) in switches {
            whole.insert(switch.clone(), value.clone());
        }
    }
    serde_json::from_value(whole).map_err(|error| misfit(&error.to_string()))
}
