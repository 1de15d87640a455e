//! What the account portal knows: accounts, groups, sessions, what was asked of it, and the traps that are set.

use std::collections::HashMap;

use super::write::Habits;

/// An account.
#[derive(Debug, Clone, Default)]
pub struct Account {
    pub password: String,
    pub must_change: bool,
    /// Rows of My Account that still read "Please Update".
    pub missing: Vec<String>,
    pub has_questions: bool,
    pub subscribed: bool,
    pub agreed: bool,
    pub administrator: bool,
    pub group: Option<String>,
    pub disabled: bool,
    pub verified: bool,
    pub failed: u32,
    pub locked: bool,
    pub needs_code: bool,
    /// What the registration was given.
    pub facts: HashMap<String, String>,
}

/// Something that goes wrong at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trap {
    /// Two fields of the same label.
    TwoLabels,
    /// A label that nobody knows in place of the usual one.
    StrangeLabel,
    /// A page that nobody expects, with Continue.
    Stranger,
    /// What was sent is carried out, and the answer breaks off.
    Lost,
    /// What was sent is not carried out, and the answer breaks off.
    LostBefore,
    /// The session is over.
    TimeOut,
    /// A redirect to another host.
    Foreign(String),
    Maintenance,
    Refusal,
    Challenge,
    /// A page that nobody expects, and that repeats what it was sent.
    Echo,
    /// The menu looks the same with a group and without, and the answer breaks off: after it was carried out, or before.
    SilentMenu(bool),
    /// The form of the page is sent to another host.
    ForeignForm(String),
    /// What was sent is carried out, and the page that the portal sends on to answers this.
    Behind(Odd),
    /// What was sent is not carried out, and this is the answer to it.
    Instead(Odd),
    /// What was sent is carried out, a menu without a word comes for it, and My Preferences answer this once.
    Unsaid(Odd),
}

/// An answer that is no page of the journey: its status, what stands in its head, its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odd {
    pub status: u16,
    pub page: &'static str,
}

/// A request that came in.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    /// Query and body as they came.
    pub raw: String,
    /// Where the session stood.
    pub stage: String,
}

/// A visitor's session.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub stage: String,
    pub user: Option<String>,
    pub group: Option<String>,
    pub row: Option<String>,
    pub told: Option<String>,
    pub at_field: HashMap<String, String>,
    pub facts: HashMap<String, String>,
}

/// Everything.
pub struct World {
    pub habits: Habits,
    pub accounts: HashMap<String, Account>,
    /// Code of the link to name and PIN.
    pub groups: HashMap<String, (String, String)>,
    pub sessions: HashMap<String, Session>,
    pub log: Vec<Asked>,
    /// A trap at a stage; once.
    pub trap: Option<(String, Trap)>,
    pub phrase: u32,
    pub code: String,
    pub tokens: u64,
    pub mails: Vec<String>,
    pub locks_after: u32,
    /// The menu says nothing of the group.
    pub silent_menu: bool,
    /// What the page behind a click answers, once.
    pub behind: Option<Odd>,
    /// What the page where a session stands answers, once.
    pub odd_page: Option<Odd>,
    /// What My Preferences answer to who reads them, once.
    pub odd_preferences: Option<Odd>,
    /// The page that comes whatever is sent at this stage.
    pub stays_at: Option<String>,
    /// Who comes without a session to where one stands is asked to log on there, and is led to the menu.
    pub asks_who_it_is: bool,
    /// Pages written by hand, by method and path, in the order in which they come; the last one stays.
    pub drawn: HashMap<&'static str, Vec<&'static str>>,
}

impl World {
    pub fn new(habits: Habits) -> Self {
        Self {
            habits,
            accounts: HashMap::new(),
            groups: HashMap::from([(
                "g77".to_owned(),
                (
                    "Sample Records Agency".to_owned(),
                    "canary-pin-4711".to_owned(),
                ),
            )]),
            sessions: HashMap::new(),
            log: Vec::new(),
            trap: None,
            phrase: 1,
            code: "canary-code-90210".to_owned(),
            tokens: 1,
            mails: Vec::new(),
            locks_after: 3,
            silent_menu: false,
            behind: None,
            odd_page: None,
            odd_preferences: None,
            stays_at: None,
            asks_who_it_is: false,
            drawn: HashMap::new(),
        }
    }

    /// The phrase in the picture that was drawn last.
    pub fn phrase_words(&self) -> String {
        format!("canary-phrase-{}", self.phrase)
    }

    pub fn takes(&mut self, stage: &str) -> Option<Trap> {
        match &self.trap {
            Some((at, _)) if at == stage => self.trap.take().map(|(_, trap)| trap),
            _ => None,
        }
    }
}
