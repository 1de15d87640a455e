//! What the portal accepts. The password rule is seed 002's (at least 8 characters, upper and lower case, a digit);
//! the other rules and all words are invented (unverified).

/// The rule as the pages print it.
pub(crate) const PASSWORD_RULE: &str =
    "The password must have at least 8 characters, with upper and lower case letters and a digit.";

/// Why a password is refused.
pub(crate) fn password(password: &str) -> Option<&'static str> {
    let strong = password.chars().count() >= 8
        && password.chars().any(char::is_uppercase)
        && password.chars().any(char::is_lowercase)
        && password.chars().any(|letter| letter.is_ascii_digit());
    (!strong).then_some(PASSWORD_RULE)
}

/// Why two fields that should agree are refused.
pub(crate) fn same(one: &str, two: &str, words: &'static str) -> Option<&'static str> {
    (one != two).then_some(words)
}

/// Why an e-mail address is refused.
pub(crate) fn email(address: &str) -> Option<&'static str> {
    let whole = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !address.contains(char::is_whitespace)
    });
    (!whole).then_some("Please enter a valid e-mail address.")
}

/// Why a user name is refused, taken ones aside.
pub(crate) fn user_name(name: &str) -> Option<&'static str> {
    let fits = (5..=30).contains(&name.chars().count())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-'));
    (!fits)
        .then_some("The user name must have 5 to 30 letters, digits, dots, dashes or underscores.")
}

/// Why a field that must be filled is refused.
pub(crate) fn filled(value: &str) -> Option<&'static str> {
    value.trim().is_empty().then_some("This field is required.")
}

/// Why a state is refused.
pub(crate) fn state(value: &str) -> Option<&'static str> {
    let fits = value.len() == 2 && value.bytes().all(|letter| letter.is_ascii_alphabetic());
    (!fits).then_some("Please enter a valid state, such as MO.")
}

/// Why a zip code is refused.
pub(crate) fn zip(value: &str) -> Option<&'static str> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let fits = matches!(digits, 5 | 9)
        && value
            .bytes()
            .all(|letter| letter.is_ascii_digit() || letter == b'-');
    (!fits).then_some("Please enter a valid zip code.")
}

/// Why a phone number is refused.
pub(crate) fn phone(value: &str) -> Option<&'static str> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    (!(10..=11).contains(&digits)).then_some("Please enter a valid phone number.")
}

/// Why a PIN is refused.
pub(crate) fn pin(value: &str) -> Option<&'static str> {
    let fits = (4..=12).contains(&value.chars().count())
        && value.chars().all(|letter| letter.is_ascii_alphanumeric());
    (!fits).then_some("The PIN must have 4 to 12 letters or digits.")
}

/// Three sets of security questions.
const QUESTIONS: [[&str; 3]; 3] = [
    [
        "What was the name of your first school?",
        "In what city were you born?",
        "What was the name of your first pet?",
    ],
    [
        "What is your favorite color?",
        "What was the make of your first car?",
        "Who was your favorite teacher?",
    ],
    [
        "On which street did you grow up?",
        "What is the middle name of your oldest sibling?",
        "What was your first job?",
    ],
];

/// The three questions of a set.
pub(crate) fn questions(set: u32) -> [&'static str; 3] {
    QUESTIONS[set as usize % QUESTIONS.len()]
}
