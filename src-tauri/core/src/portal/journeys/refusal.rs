//! The portal's refusals: its own words, which answer they are about, how many log-ins are left, when to come back.

use jiff::{SignedDuration, Timestamp};

use super::questions::{Question, bare_label};
use super::walk::LOCKED_FOR;
use crate::portal::document::Page;
use crate::portal::words::{Label, Saying, Words};

/// What the portal says on a page that came again: the messages at its top, then those at its fields.
pub(super) fn told(page: &Page) -> Vec<String> {
    let mut told: Vec<String> = page.told.clone();
    let at_fields = page
        .forms
        .iter()
        .flat_map(|f| f.shown())
        .filter_map(|f| f.message.clone());
    for message in at_fields {
        if !told.contains(&message) {
            told.push(message);
        }
    }
    told.retain(|words| !words.trim().is_empty());
    told
}

/// The portal's words that it sent a mail. A message of a page counts when it says so in words of its own, too.
pub(super) fn mail_sent(page: &Page, words: &Words) -> Option<String> {
    [Saying::CheckEmail, Saying::UserNameSent]
        .into_iter()
        .find_map(|saying| page.line_with(words.saying(saying)))
        .map(str::to_owned)
        .or_else(|| told(page).into_iter().find(|said| says_sent(said)))
}

/// "Instructions were sent." says so; "The message was not sent." and "No account was found." do not.
fn says_sent(said: &str) -> bool {
    let lower = said.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let has = |words: &[&str]| parts.iter().any(|w| words.contains(w));
    let none = ["no e-mail", "no email", "no mail", "no message"];
    let coming = ["on its way", "receive a", "receive your", "receive further"];
    (has(&["sent", "mailed", "emailed"]) || coming.iter().any(|words| lower.contains(words)))
        && !has(&["not", "never", "cannot", "t", "unable", "failed"])
        && !none.iter().any(|words| lower.contains(words))
}

/// The lines of a page that came again which it did not have before. Portals write refusals in markup of their own: what
/// is new on the same page is what it has to say.
pub(super) fn new_lines(page: &Page, before: &[String]) -> Vec<String> {
    let is_new = |line: &&String| {
        !before.contains(line)
            && line.chars().count() <= 400
            && line
                .split_whitespace()
                .filter(|w| w.chars().any(char::is_alphabetic))
                .count()
                >= 2
    };
    page.lines.iter().filter(is_new).take(3).cloned().collect()
}

/// Whether a refusal names the field of this question.
pub(super) fn names(words: &str, question: &Question, all: &Words) -> bool {
    let lower = words.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    match question.ask.id.as_str() {
        "user_name" => has(&["user name", "username", "user id"]),
        "password" | "new_password" | "temporary_password" => has(&["password"]),
        // "At least 8 characters" is said of a password.
        "phrase" => {
            has(&["phrase", "picture", "captcha"]) || (has(&["characters"]) && !has(&["password"]))
        }
        "email" => has(&["e-mail", "email"]),
        "pin" => has(&["pin ", " pin", "pin."]) || lower == "pin",
        "group" => has(&["group"]),
        "email_code" => has(&["code"]),
        id => {
            let label = bare_label(&question.ask.prompt).to_lowercase();
            let named = label.chars().count() >= 3 && lower.contains(&label);
            // "Address" alone is a word of both addresses, and of the e-mail's.
            named
                || (id.ends_with(".zip")
                    && all
                        .label(Label::Zip)
                        .all()
                        .iter()
                        .any(|w| lower.contains(&w.to_lowercase())))
        }
    }
}

/// How many log-ins are left: "2 attempts remaining", "one more try".
pub(super) fn tries_left(words: &str) -> Option<u32> {
    let lower = words.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is_try = |w: &str| {
        [
            "attempt", "attempts", "try", "tries", "login", "logins", "log",
        ]
        .contains(&w)
    };
    let number = |w: &str| match w {
        "one" | "last" | "final" => Some(1),
        "two" => Some(2),
        "three" => Some(3),
        "four" => Some(4),
        "five" => Some(5),
        w => w.parse::<u32>().ok().filter(|n| *n <= 10),
    };
    let talks_of_rest = [
        "left",
        "remain",
        "remaining",
        "remains",
        "more",
        "before",
        "last",
        "final",
    ]
    .iter()
    .any(|w| parts.contains(w));
    if !talks_of_rest {
        return None;
    }
    parts.iter().enumerate().find_map(|(at, w)| {
        let n = number(w)?;
        parts[at + 1..]
            .iter()
            .take(3)
            .any(|w| is_try(w))
            .then_some(n)
    })
}

/// Whether the portal says that the account is locked now. A warning ("4 attempts left before your account is locked",
/// "after five failed attempts your account is locked") speaks of a lock, too, and is none.
pub(super) fn says_locked(words: &str, all: &Words) -> bool {
    let locked = all.saying(Saying::Locked);
    words
        .split_inclusive(['.', '!', '?', ';'])
        .filter(|sentence| locked.within(sentence))
        .any(|sentence| {
            let lower = sentence.to_lowercase();
            let lead: Vec<&str> = lower
                .split("lock")
                .next()
                .unwrap_or_default()
                .split(|c: char| !c.is_alphanumeric())
                .collect();
            let leads = |words: &[&str]| lead.iter().any(|w| words.contains(w));
            let past = leads(&["been", "was", "now"]);
            !leads(&["before", "if", "when", "unless", "avoid"]) && (past || !leads(&["after"]))
        })
}

/// When a locked account can be tried again: as the portal says ("in 15 minutes"), else after 30 minutes (seed 002).
pub(super) fn locked_until(words: &str, now: Timestamp) -> Timestamp {
    let lower = words.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let told = parts.windows(2).find_map(|pair| {
        let n: i64 = pair[0].parse().ok().filter(|n| (1..=1440).contains(n))?;
        match pair[1] {
            "minute" | "minutes" | "min" => Some(SignedDuration::from_mins(n)),
            "hour" | "hours" => Some(SignedDuration::from_hours(n.min(48))),
            _ => None,
        }
    });
    now.checked_add(told.unwrap_or(LOCKED_FOR)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Invalid password. You have 2 attempts remaining.", Some(2))]
    #[case("One more attempt before your account is locked.", Some(1))]
    #[case("This is your last try.", Some(1))]
    #[case("Invalid user name or password.", None)]
    #[case("Passwords have at least 8 characters.", None)]
    fn the_portals_count_is_read(#[case] words: &str, #[case] left: Option<u32>) {
        assert_eq!(tries_left(words), left, "{words}");
    }

    #[rstest]
    #[case("Instructions were sent.", true)]
    #[case("Your user name was e-mailed to you.", true)]
    #[case("If there is such an account, instructions were sent.", true)]
    #[case("You will receive an e-mail with a link.", true)]
    #[case("Your user name is on its way.", true)]
    #[case("You will not receive an e-mail.", false)]
    #[case("The message was not sent.", false)]
    #[case("No e-mail was sent.", false)]
    #[case("The message couldn't be sent.", false)]
    #[case("No account was found for this e-mail address.", false)]
    #[case("Please log on.", false)]
    fn only_words_of_a_mail_that_was_sent_say_so(#[case] words: &str, #[case] sent: bool) {
        assert_eq!(says_sent(words), sent, "{words}");
    }

    #[rstest]
    #[case("Your account is locked. Try again in 15 minutes.", true)]
    #[case(
        "Your account is locked because of several failed log in attempts.",
        true
    )]
    #[case("After 5 failed attempts your account has been locked.", true)]
    #[case("Too many failed attempts.", true)]
    #[case(
        "The password is incorrect. You have 4 attempts left before your account is locked.",
        false
    )]
    #[case(
        "After 5 failed attempts your account is locked for 30 minutes.",
        false
    )]
    #[case("Call the help desk if your account is locked.", false)]
    #[case("Invalid user name or password.", false)]
    fn a_warning_of_a_lock_is_no_lock(#[case] words: &str, #[case] locked: bool) {
        assert_eq!(says_locked(words, &Words::shipped()), locked, "{words}");
    }

    #[rstest]
    #[case("Your account is locked. Try again in 15 minutes.", 15)]
    #[case("Account locked.", 30)]
    #[case("Locked for 1 hour", 60)]
    fn a_lock_ends_when_the_portal_says_or_after_half_an_hour(
        #[case] words: &str,
        #[case] minutes: i64,
    ) {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let until = locked_until(words, now);
        assert_eq!(until.duration_since(now).as_mins(), minutes, "{words}");
    }
}
