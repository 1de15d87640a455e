//! The court's books: accounts, groups, e-mails, settings. They change only by [`BookChange`], one line of the journal
//! each, so that a restart finds them as they were. Everything in here is invented, passwords and PINs too.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{crowd, mails, markup::MarkupChoice, secrets::Hidden};

/// User name of the administrator that the court has issued in a new world.
pub const ISSUED_ADMINISTRATOR: &str = "sample_admin";
/// Key of the group in a new world, as its association link has it.
pub const FIRST_GROUP: &str = "7f3a90";
/// Password of the invented users that are in the group from the start.
pub const PRACTICE_PASSWORD: &str = "Practice-2026";
const ISSUED_PASSWORD: &str = "Start-4821-Now";
const ISSUED_PIN: &str = "482916";

/// What an account was made as. One account may log on everywhere; what it can do there differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Issued by the court; manages a group and cannot file.
    Administrator,
    /// Made at the registration.
    #[default]
    User,
    /// Made in Case.net.
    CaseNet,
}

/// What a user may do in the group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// May file.
    #[default]
    Active,
    /// Associated, cannot file.
    Disabled,
}

impl MemberStatus {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Disabled => "Disabled",
        }
    }
}

/// A user's tie to a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Association {
    pub(crate) group: String,
    pub(crate) status: MemberStatus,
    pub(crate) information: String,
    /// The user agreement of B11 is acknowledged; before, the person cannot file.
    pub(crate) agreed: bool,
}

/// A key in a link, or a code, good until a moment. The court made it and has e-mailed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) key: String,
    pub(crate) until: Timestamp,
}

/// A case on the account's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tracked {
    pub(crate) number: String,
    pub(crate) court: String,
    pub(crate) style: String,
    pub(crate) told_by: Vec<String>,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    /// Never changes.
    pub(crate) user_name: String,
    pub(crate) password: Hidden,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) kind: AccountKind,
    /// The temporary password has to go first (A2).
    pub(crate) must_change: bool,
    /// My Account: label and value; an empty value reads "Please Update".
    pub(crate) rows: Vec<(String, String)>,
    /// Security questions with their answers.
    pub(crate) answers: Vec<(String, Hidden)>,
    pub(crate) subscribed: bool,
    pub(crate) agreed: bool,
    pub(crate) administers: Option<String>,
    pub(crate) association: Option<Association>,
    /// Name of the group that the account was removed from last.
    pub(crate) removed_from: Option<String>,
    /// The e-mail address is verified, where that is asked (C2).
    pub(crate) verified: bool,
    pub(crate) verify: Option<Key>,
    pub(crate) reset: Option<Key>,
    pub(crate) code: Option<Key>,
    pub(crate) failures: u32,
    pub(crate) locked_until: Option<Timestamp>,
    pub(crate) tracked: Vec<Tracked>,
    /// eFiling defaults and addresses, by their label.
    pub(crate) details: BTreeMap<String, String>,
}

impl Account {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) pin: Hidden,
    /// Its association link has ended.
    #[serde(default)]
    pub(crate) link_ended: bool,
}

/// An e-mail that the court "sent".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Counts from 1.
    pub id: u32,
    /// When, by the world's clock.
    pub at: Timestamp,
    /// What it is about: `issued`, `verify`, `code`, `reset`, `user_name`, `associated`, `removed`, `registered`.
    pub kind: String,
    /// To whom.
    pub to: String,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text; `{base}` stands for the portal's address.
    pub text: String,
    /// The link in it, as a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The code in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What the court asks for, and how it writes its pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The markup of the account pages.
    pub markup: MarkupChoice,
    /// B10 lets the person choose the group from a list.
    pub group_list: bool,
    /// C4: a new device is asked for an e-mailed code.
    pub code_for_new_device: bool,
    /// Minutes without a request after which a session has ended.
    pub session_minutes: u32,
    /// Failed log-ins that lock an account.
    pub tries: u32,
    /// How many tries are left is said after a failure.
    pub tries_are_told: bool,
    /// Minutes that an account stays locked.
    pub locked_minutes: u32,
    /// Users on a page of Group Maintenance.
    pub page_size: u32,
    /// A disabled user is refused at the log-on in place of being told on the menu.
    pub disabled_are_refused: bool,
    /// B4 asks for the e-mail address twice.
    pub verify_email: bool,
    /// B3 asks for the password twice.
    pub verify_password: bool,
    /// Which three security questions are asked: 0, 1 or 2.
    pub questions: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            markup: MarkupChoice::default(),
            group_list: false,
            code_for_new_device: true,
            session_minutes: 20,
            tries: 5,
            tries_are_told: true,
            locked_minutes: 30,
            page_size: 25,
            disabled_are_refused: false,
            verify_email: false,
            verify_password: true,
            questions: 0,
        }
    }
}

/// One settled change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BookChange {
    /// Adds the account or takes the place of the one with this user name.
    Account(Box<Account>),
    Group(Group),
    Mail(Box<Mail>),
    /// Seconds that the world's clock is ahead of this computer's.
    Clock(i64),
    Settings(Box<Settings>),
    /// So many invented users are in the group, numbered from 1.
    Crowd {
        group: String,
        count: u32,
    },
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    /// By user name in small letters.
    accounts: BTreeMap<String, Account>,
    /// Small user names by group, so that a long roster is paged without looking at everybody.
    members: BTreeMap<String, BTreeSet<String>>,
    by_email: BTreeMap<String, String>,
    groups: BTreeMap<String, Group>,
    mails: Vec<Mail>,
    pub(crate) clock: i64,
    pub(crate) settings: Settings,
}

impl Books {
    /// The books of a new world: a group, its administrator with an issued credential, three users.
    pub(crate) fn new(day: Date) -> Self {
        let at = day
            .at(0, 0, 0, 0)
            .to_zoned(TimeZone::get("America/Chicago").unwrap_or(TimeZone::UTC))
            .map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
        let mut books = Self::default();
        let group = Group {
            key: FIRST_GROUP.to_owned(),
            name: "Sample County Records Office".to_owned(),
            pin: ISSUED_PIN.into(),
            link_ended: false,
        };
        let (account, mail) = issued(
            &books,
            at,
            &group,
            ISSUED_ADMINISTRATOR,
            "pat.sample@example.org",
            ISSUED_PASSWORD,
        );
        books.take(BookChange::Group(group));
        books.take(BookChange::Account(Box::new(account)));
        books.take(BookChange::Mail(Box::new(mail)));
        for user in crowd::first_users(FIRST_GROUP) {
            books.take(BookChange::Account(Box::new(user)));
        }
        books
    }

    pub(crate) fn take(&mut self, change: BookChange) {
        match change {
            BookChange::Account(account) => self.put(*account),
            BookChange::Group(group) => {
                self.groups.insert(group.key.clone(), group);
            }
            BookChange::Mail(mail) => self.mails.push(*mail),
            BookChange::Clock(seconds) => self.clock = seconds,
            BookChange::Settings(settings) => self.settings = *settings,
            BookChange::Crowd { group, count } => {
                for number in 1..=count {
                    self.put(crowd::user(&group, number));
                }
            }
        }
    }

    fn put(&mut self, account: Account) {
        let name = account.user_name.to_lowercase();
        if let Some(before) = self.accounts.get(&name) {
            self.by_email.remove(&before.email.to_lowercase());
            if let Some(association) = &before.association
                && let Some(members) = self.members.get_mut(&association.group)
            {
                members.remove(&name);
            }
        }
        if let Some(association) = &account.association {
            self.members
                .entry(association.group.clone())
                .or_default()
                .insert(name.clone());
        }
        if !account.email.is_empty() {
            self.by_email
                .insert(account.email.to_lowercase(), name.clone());
        }
        self.accounts.insert(name, account);
    }

    /// The account with this user name.
    pub(crate) fn account(&self, user_name: &str) -> Option<&Account> {
        self.accounts.get(&user_name.trim().to_lowercase())
    }

    /// The account with this user name or e-mail address.
    pub(crate) fn find(&self, name: &str) -> Option<&Account> {
        let name = name.trim().to_lowercase();
        self.accounts.get(&name).or_else(|| {
            self.by_email
                .get(&name)
                .and_then(|name| self.accounts.get(name))
        })
    }

    pub(crate) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    pub(crate) fn group(&self, key: &str) -> Option<&Group> {
        self.groups.get(key)
    }

    /// A group by its key or its name.
    pub(crate) fn group_called(&self, words: &str) -> Option<&Group> {
        self.groups.get(words).or_else(|| {
            self.groups
                .values()
                .find(|group| group.name.eq_ignore_ascii_case(words.trim()))
        })
    }

    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    pub(crate) fn member_count(&self, group: &str) -> usize {
        self.members.get(group).map_or(0, BTreeSet::len)
    }

    /// The users of a group by user name, from place `from` on, at most `limit`.
    pub(crate) fn members(&self, group: &str, from: usize, limit: usize) -> Vec<&Account> {
        self.members
            .get(group)
            .into_iter()
            .flatten()
            .skip(from)
            .take(limit)
            .filter_map(|name| self.accounts.get(name))
            .collect()
    }

    /// E-mail addresses of the administrators of a group; they are copied on what the court sends its users.
    pub(crate) fn administrators_of(&self, group: &str) -> Vec<String> {
        self.accounts
            .values()
            .filter(|account| account.administers.as_deref() == Some(group))
            .map(|account| account.email.clone())
            .collect()
    }

    pub(crate) fn mails(&self) -> &[Mail] {
        &self.mails
    }

    pub(crate) fn next_mail(&self) -> u32 {
        self.mails.last().map_or(1, |mail| mail.id + 1)
    }

    /// Now, by the world's clock.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now()
            .checked_add(SignedDuration::from_secs(self.clock))
            .unwrap_or(Timestamp::MAX)
    }
}

/// An administrator's account as the security unit issues it, with the e-mail about it.
pub(crate) fn issued(
    books: &Books,
    at: Timestamp,
    group: &Group,
    user_name: &str,
    email: &str,
    password: &str,
) -> (Account, Mail) {
    let account = Account {
        user_name: user_name.to_owned(),
        password: password.into(),
        email: email.to_owned(),
        first_name: "Pat".to_owned(),
        last_name: "Sample".to_owned(),
        kind: AccountKind::Administrator,
        must_change: true,
        rows: [
            ("Name", "Pat Sample"),
            ("E-mail Address", email),
            ("Phone", ""),
            ("Mailing Address", ""),
            ("Position", ""),
        ]
        .map(|(label, value)| (label.to_owned(), value.to_owned()))
        .to_vec(),
        administers: Some(group.key.clone()),
        verified: true,
        ..Account::default()
    };
    let mail = mails::issued(books, at, &account, group);
    (account, mail)
}
