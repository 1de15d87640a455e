//! The words by which account pages are known: every label, button, heading and phrase that is accepted, kept in one
//! data file (`words.toml`; `account-pages.md`, "Words where the sources give none"). A portal profile may add to it.
//!
//! Words are compared by their letters and digits alone, so case, blanks of any kind, hyphens, colons and stars make no
//! difference: "E-Mail Address:" is "Email address".

use std::sync::{Arc, LazyLock};

use toml::{Table, Value};

use super::text;

const SHIPPED: &str = include_str!("words.toml");
/// Most words that a profile may add to one list, and the longest of them in characters.
const MOST: usize = 50;
const LONGEST: usize = 300;

macro_rules! word_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = concat!("`", $key, "` of the file.")] $(#[$item])* $variant,)* }
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The key in `words.toml`.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }
        }
    };
}

word_list! {
    /// Labels of fields and boxes.
    Label {
        UserName = "user_name", LogInName = "log_in_name", Password = "password", OldPassword = "old_password",
        NewPassword = "new_password", VerifyPassword = "verify_password", Phrase = "phrase",
        NoMobarNumber = "no_mobar_number", FirstName = "first_name", LastName = "last_name", Email = "email",
        VerifyEmail = "verify_email", AddressLine1 = "address_line_1", AddressLine2 = "address_line_2", City = "city",
        State = "state", Zip = "zip", Phone = "phone", SameAddress = "same_address",
        SecurityQuestion = "security_question", GroupName = "group_name", Pin = "pin", NewPin = "new_pin",
        VerifyNewPin = "verify_new_pin", OldPin = "old_pin", UserInformation = "user_information",
        Acknowledge = "acknowledge", Terms = "terms", EmailCode = "email_code",
    }
}

word_list! {
    /// Buttons and links.
    Press {
        Logon = "logon", Continue = "continue", Submit = "submit", Update = "update", Subscribe = "subscribe",
        MyAccount = "my_account", CreateAccount = "create_account", Login = "login",
        ForgotPassword = "forgot_password", ForgotUserName = "forgot_user_name", NewPicture = "new_picture",
        Resend = "resend", LogOff = "log_off", MyPreferences = "my_preferences",
        GroupMaintenance = "group_maintenance", RemoveAssociation = "remove_association", Disable = "disable",
        Activate = "activate", Remove = "remove", Next = "next", Previous = "previous", Yes = "yes", No = "no",
        TrackThisCase = "track_this_case", ManageMyCase = "manage_my_case", StopTracking = "stop_tracking",
        EFiling = "e_filing", ChangePassword = "change_password", Accept = "accept",
    }
}

word_list! {
    /// Headings of pages and of parts of pages.
    Heading {
        LogOn = "log_on", ChangePassword = "change_password", MissingInformation = "missing_information",
        MyAccount = "my_account", SecurityQuestions = "security_questions", MyApplications = "my_applications",
        UserAgreement = "user_agreement", GroupAdministratorMenu = "group_administrator_menu",
        CreateAccount = "create_account", AdditionalSteps = "additional_steps",
        GroupUserAuthentication = "group_user_authentication", EfilingMenu = "efiling_menu",
        GroupMaintenance = "group_maintenance", MyPreferences = "my_preferences", MailingAddress = "mailing_address",
        BillingAddress = "billing_address", CheckEmail = "check_email", VerificationCode = "verification_code",
        ForgotPassword = "forgot_password", ForgotUserName = "forgot_user_name", AccountLocked = "account_locked",
        Dashboard = "dashboard", ManageMyCase = "manage_my_case", SessionEnded = "session_ended",
        NotAvailable = "not_available", Notice = "notice", Disabled = "disabled",
    }
}

word_list! {
    /// Columns of the group's roster.
    Column {
        UserName = "user_name", Name = "name", FirstName = "first_name", LastName = "last_name", Status = "status",
        UserInformation = "user_information",
    }
}

word_list! {
    /// What stands in the column Status.
    StatusWord { Active = "active", Disabled = "disabled", }
}

word_list! {
    /// Phrases that a line of a page holds.
    Saying {
        PasswordReset = "password_reset", PleaseUpdate = "please_update", CheckEmail = "check_email",
        Within24Hours = "within_24_hours", NotVerified = "not_verified", AccountActive = "account_active", LinkExpired = "link_expired",
        CodeSent = "code_sent", Locked = "locked", SessionEnded = "session_ended", NotAvailable = "not_available",
        Disabled = "disabled", NoGroup = "no_group", UnknownGroup = "unknown_group",
        AdditionalSteps = "additional_steps", AssociationRemoved = "association_removed", PinChanged = "pin_changed",
        PreferencesSaved = "preferences_saved", SignedOff = "signed_off", UserNameTaken = "user_name_taken", UserNameSent = "user_name_sent",
        NoUsers = "no_users",
    }
}

/// The words that are accepted in one place; the first is the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    shown: Vec<String>,
    keys: Vec<String>,
    /// Beginnings: words that end in "…".
    heads: Vec<String>,
}

/// How well a visible text fits the accepted words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Only after leaving out what stands around the words: "Please enter your password (8 characters or more)".
    Loose,
    /// The words themselves.
    Exact,
}

impl Accepted {
    /// These words.
    pub fn new<I: IntoIterator<Item = S>, S: Into<String>>(words: I) -> Self {
        let mut accepted = Self {
            shown: Vec::new(),
            keys: Vec::new(),
            heads: Vec::new(),
        };
        words.into_iter().for_each(|w| accepted.add(w.into()));
        accepted
    }

    /// One word alone, for a label that the page itself names: a row of My Account, a security question.
    pub fn only(word: &str) -> Self {
        Self::new([word])
    }

    /// These words and those.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let mut both = Self::new(self.shown.iter().chain(&other.shown).cloned());
        both.heads = self.heads.iter().chain(&other.heads).cloned().collect();
        both
    }

    fn add(&mut self, word: String) {
        if let Some(head) = word.strip_suffix('…') {
            let head = key(head);
            if !head.is_empty() && !self.heads.contains(&head) {
                self.heads.push(head);
            }
            return;
        }
        let key = key(&word);
        if !self.keys.contains(&key) || key.is_empty() {
            self.keys.push(key);
            self.shown.push(word);
        }
    }

    /// The usual word, for messages.
    pub fn first(&self) -> &str {
        self.shown.first().map_or("", String::as_str)
    }

    /// All of them, as written in the file.
    pub fn all(&self) -> &[String] {
        &self.shown
    }

    /// Whether a text is one of these words and nothing else.
    pub fn is(&self, text: &str) -> bool {
        self.holds_key(text, &key(text))
    }

    /// How well a label fits; `None` when it does not.
    pub fn fit(&self, label: &str) -> Option<Fit> {
        if self.is(label) {
            return Some(Fit::Exact);
        }
        let loosened = loosened(label);
        let whole = key(label);
        let fits = loosened.iter().any(|k| self.holds_key(label, k))
            || self
                .heads
                .iter()
                .any(|head| whole.starts_with(head.as_str()));
        fits.then_some(Fit::Loose)
    }

    /// Whether a line of text holds one of these phrases.
    pub fn within(&self, line: &str) -> bool {
        let line = key(line);
        self.keys
            .iter()
            .any(|k| !k.is_empty() && line.contains(k.as_str()))
    }

    fn holds_key(&self, text: &str, key: &str) -> bool {
        if key.is_empty() {
            // "»" has neither letter nor digit; such words are compared as they stand.
            let bare = text.trim();
            return !bare.is_empty() && self.shown.iter().any(|w| w == bare);
        }
        self.keys.iter().any(|k| k == key)
    }
}

/// Letters and digits, small: what two texts are compared by. "(required)" and "*" are left out.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    letters(text, &mut out);
    if let Some(bare) = without_required(text) {
        let mut shorter = String::with_capacity(bare.len());
        letters(bare, &mut shorter);
        if !shorter.is_empty() {
            return shorter;
        }
    }
    out
}

fn letters(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
}

/// The text without a trailing or leading "(required)", "[required]", "* required".
fn without_required(text: &str) -> Option<&str> {
    let bare = text.trim().trim_end_matches([':', '*', '.', ' ', '\u{a0}']);
    for mark in [
        "(required)",
        "[required]",
        "* required",
        "*required",
        "(optional)",
        "[optional]",
        "(required field)",
        "(*)",
    ] {
        let cut = bare.len().checked_sub(mark.len());
        if let Some(at) = cut.filter(|at| bare.is_char_boundary(*at))
            && bare[at..].eq_ignore_ascii_case(mark)
        {
            return Some(&bare[..at]);
        }
        if bare
            .get(..mark.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(mark))
        {
            return Some(&bare[mark.len()..]);
        }
    }
    None
}

/// What a label comes down to without the words around it.
fn loosened(label: &str) -> Vec<String> {
    let mut out = Vec::new();
    let push = |text: &str, out: &mut Vec<String>| {
        let mut words = text.trim();
        loop {
            let lower = words.to_ascii_lowercase();
            let lead = [
                "please ",
                "enter ",
                "type ",
                "your ",
                "the ",
                "select ",
                "choose ",
                "create ",
                "a ",
                "required ",
                "required: ",
                "* ",
            ]
            .iter()
            .find(|lead| lower.starts_with(**lead));
            let Some(lead) = lead else { break };
            words = words[lead.len()..].trim_start();
        }
        let lower = words.to_ascii_lowercase();
        for tail in [" required", " optional", " field"] {
            if lower.ends_with(tail) {
                words = &words[..words.len() - tail.len()];
                break;
            }
        }
        let key = key(words);
        if !key.is_empty() && !out.contains(&key) {
            out.push(key);
        }
    };
    push(label, &mut out);
    // "2. Password", "Password: at least 8 characters", "Password (case matters)", "Zip - five digits".
    let numbered = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let label = match numbered.strip_prefix(['.', ')']) {
        Some(rest) if numbered.len() < label.len() => rest,
        _ => label,
    };
    push(label, &mut out);
    let head = label.trim_start_matches(['*', ' ', '\u{a0}']);
    for cut in [":", "(", "[", "*", " - ", " – ", " — ", "\n", "?"] {
        if let Some((head, _)) = head.split_once(cut) {
            push(head, &mut out);
        }
    }
    out
}

/// All words, those of the profile included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    labels: Vec<Accepted>,
    buttons: Vec<Accepted>,
    headings: Vec<Accepted>,
    sayings: Vec<Accepted>,
    columns: Vec<Accepted>,
    statuses: Vec<Accepted>,
}

impl Words {
    /// The words that are shipped.
    pub fn shipped() -> Arc<Self> {
        static WORDS: LazyLock<Arc<Words>> = LazyLock::new(|| {
            let table: Table = SHIPPED.parse().unwrap_or_default();
            let mut words = Words::none();
            // The shipped file is read by a test; here nothing can be done about a fault in it.
            let _ = words.add(&table, usize::MAX);
            Arc::new(words)
        });
        WORDS.clone()
    }

    fn none() -> Self {
        let empty = |n: usize| vec![Accepted::new::<_, String>([]); n];
        Self {
            labels: empty(Label::ALL.len()),
            buttons: empty(Press::ALL.len()),
            headings: empty(Heading::ALL.len()),
            sayings: empty(Saying::ALL.len()),
            columns: empty(Column::ALL.len()),
            statuses: empty(StatusWord::ALL.len()),
        }
    }

    /// The shipped words and those of a profile's `[words]` table: lists under `labels`, `buttons`, `headings`,
    /// `sayings`, `columns`, `statuses`, by the keys of `words.toml`. A key that is not known is told in the second value.
    ///
    /// # Errors
    /// The key and what is wrong with it.
    pub fn with(table: &Table) -> Result<(Arc<Self>, Vec<String>), (String, String)> {
        let mut words = Self::clone(&Self::shipped());
        let unknown = words.add(table, MOST)?;
        Ok((Arc::new(words), unknown))
    }

    fn add(&mut self, table: &Table, most: usize) -> Result<Vec<String>, (String, String)> {
        let mut unknown = Vec::new();
        for (section, value) in table {
            let Value::Table(lists) = value else {
                unknown.push(format!("words.{section}"));
                continue;
            };
            for (name, value) in lists {
                let dotted = format!("words.{section}.{name}");
                let Some(accepted) = self.place(section, name) else {
                    unknown.push(dotted);
                    continue;
                };
                let list = match value {
                    Value::String(word) => vec![word.clone()],
                    Value::Array(items) => items
                        .iter()
                        .map(|i| i.as_str().map(str::to_owned))
                        .collect::<Option<Vec<_>>>()
                        .ok_or_else(|| {
                            (
                                dotted.clone(),
                                "holds something that is not a text".to_owned(),
                            )
                        })?,
                    _ => return Err((dotted, "is not a list of texts".to_owned())),
                };
                if list.len() > most {
                    return Err((dotted, format!("holds more than {most} words")));
                }
                for word in list {
                    let word = text::clean(&word, LONGEST);
                    if word.is_empty() {
                        return Err((dotted, "holds an empty word".to_owned()));
                    }
                    accepted.add(word);
                }
            }
        }
        Ok(unknown)
    }

    fn place(&mut self, section: &str, name: &str) -> Option<&mut Accepted> {
        let list = match section {
            "labels" => &mut self.labels,
            "buttons" => &mut self.buttons,
            "headings" => &mut self.headings,
            "sayings" => &mut self.sayings,
            "columns" => &mut self.columns,
            "statuses" => &mut self.statuses,
            _ => return None,
        };
        let at = match section {
            "labels" => Label::ALL.iter().position(|w| w.key() == name),
            "buttons" => Press::ALL.iter().position(|w| w.key() == name),
            "headings" => Heading::ALL.iter().position(|w| w.key() == name),
            "columns" => Column::ALL.iter().position(|w| w.key() == name),
            "statuses" => StatusWord::ALL.iter().position(|w| w.key() == name),
            _ => Saying::ALL.iter().position(|w| w.key() == name),
        };
        list.get_mut(at?)
    }

    /// The accepted words of a label.
    pub fn label(&self, label: Label) -> &Accepted {
        &self.labels[label as usize]
    }

    /// The accepted words of a button or link.
    pub fn button(&self, press: Press) -> &Accepted {
        &self.buttons[press as usize]
    }

    /// The accepted words of a heading.
    pub fn heading(&self, heading: Heading) -> &Accepted {
        &self.headings[heading as usize]
    }

    /// The accepted words of a column of the roster.
    pub fn column(&self, column: Column) -> &Accepted {
        &self.columns[column as usize]
    }

    /// The accepted words of a status.
    pub fn status(&self, status: StatusWord) -> &Accepted {
        &self.statuses[status as usize]
    }

    /// The accepted forms of a phrase.
    pub fn saying(&self, saying: Saying) -> &Accepted {
        &self.sayings[saying as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_word_has_its_list_and_every_list_its_word() {
        let table: Table = SHIPPED.parse().unwrap();
        let mut words = Words::none();
        assert_eq!(
            words.add(&table, usize::MAX),
            Ok(vec![]),
            "no list that nobody asks for"
        );
        for accepted in [
            &words.labels,
            &words.buttons,
            &words.headings,
            &words.sayings,
            &words.columns,
            &words.statuses,
        ]
        .into_iter()
        .flatten()
        {
            assert!(!accepted.first().is_empty(), "a word without a list");
        }
    }

    #[rstest]
    #[case::plain("User Name", Some(Fit::Exact))]
    #[case::one_word("Username", Some(Fit::Exact))]
    #[case::small("user name", Some(Fit::Exact))]
    #[case::capitals("USER ID", Some(Fit::Exact))]
    #[case::colon("User Name:", Some(Fit::Exact))]
    #[case::star("User Name *", Some(Fit::Exact))]
    #[case::leading_star("* User Name:", Some(Fit::Exact))]
    #[case::required("User Name (required)", Some(Fit::Exact))]
    #[case::required_colon("User Name (Required):", Some(Fit::Exact))]
    #[case::star_required("User Name * required", Some(Fit::Exact))]
    #[case::no_break_space("User\u{a0}Name\u{a0}:", Some(Fit::Exact))]
    #[case::read_aloud("User Name required", Some(Fit::Loose))]
    #[case::sentence("Please enter your user name", Some(Fit::Loose))]
    #[case::hint("User Name (6 to 20 letters)", Some(Fit::Loose))]
    #[case::hint_after_colon("User Name: 6 to 20 letters", Some(Fit::Loose))]
    #[case::numbered("1. User Name", Some(Fit::Loose))]
    #[case::another("Group Name", None)]
    #[case::more("User Name of your supervisor", None)]
    #[case::forgotten("Forgot User Name", None)]
    #[case::empty("", None)]
    #[case::star_alone("*", None)]
    fn user_name_is_known_in_every_dress(#[case] label: &str, #[case] fit: Option<Fit>) {
        assert_eq!(
            Words::shipped().label(Label::UserName).fit(label),
            fit,
            "{label}"
        );
    }

    #[rstest]
    #[case("New Password", Label::Password)]
    #[case("Verify New Password", Label::NewPassword)]
    #[case("Verify E-mail Address", Label::Email)]
    #[case("New Pin", Label::Pin)]
    #[case("Address Line 2", Label::AddressLine1)]
    #[case("Phrase", Label::Password)]
    fn a_label_is_not_taken_for_its_neighbour(#[case] shown: &str, #[case] other: Label) {
        assert_eq!(Words::shipped().label(other).fit(shown), None);
    }

    #[test]
    fn a_profile_adds_words_and_takes_none_away() {
        let table: Table = "[labels]\nuser_name = [\"Nombre de usuario\"]\nshoe_size = [\"Shoe\"]\n[buttons]\nlogon = \"Enter here\"".parse().unwrap();
        let (words, unknown) = Words::with(&table).unwrap();
        assert!(words.label(Label::UserName).is("nombre de usuario"));
        assert!(words.label(Label::UserName).is("User Name"));
        assert!(words.button(Press::Logon).is("ENTER HERE"));
        assert_eq!(unknown, ["words.labels.shoe_size"]);
        let bad: Table = "[labels]\nuser_name = [1]".parse().unwrap();
        assert_eq!(Words::with(&bad).unwrap_err().0, "words.labels.user_name");
    }

    proptest::proptest! {
        #[test]
        fn decoration_makes_no_difference(
            lead in "(\\* ?|\u{a0}| )?", tail in "( ?:| ?\\*| \\(required\\):?|\u{a0}:|:\\*)?", upper: bool, pick in 0usize..29
        ) {
            let words = Words::shipped();
            let accepted = words.label(Label::ALL[pick]);
            for word in accepted.all() {
                let word = if upper { word.to_uppercase() } else { word.clone() };
                let label = format!("{lead}{}{tail}", word.replace(' ', "\u{a0}"));
                proptest::prop_assert_eq!(accepted.fit(&label), Some(Fit::Exact), "{}", label);
            }
        }

        #[test]
        fn any_text_can_be_compared(label in ".{0,40}") {
            let _ = Words::shipped().label(Label::Pin).fit(&label);
        }
    }
}
