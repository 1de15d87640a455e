//! What an entry's words say about a hearing: that it is cancelled, or that it is continued to another day.
//!
//! Read with restraint: a motion to continue continues nothing. Which hearing is meant is decided in `hearings`.

use jiff::civil::Date;

use super::super::super::DocketEntry;
use super::super::plain;

/// What an entry does to a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speech {
    /// It is cancelled, vacated, off the docket.
    Cancelled,
    /// It is continued, rescheduled, reset.
    Continued,
}

/// What an entry says, and how sure that makes us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// What it does.
    pub speech: Speech,
    /// The words name no hearing: it counts only when the docket ties the entry to one (an edge).
    pub needs_edge: bool,
    /// Only the text says so, not the title: it counts only for a hearing whose day that sentence names.
    pub in_text: bool,
}

const HEARING_WORDS: [&str; 12] = [
    "hearing",
    "trial",
    "setting",
    "conference",
    "arraignment",
    "appearance",
    "sentencing",
    "mediation",
    "cause",
    "docket",
    "call",
    "review",
];

/// Words that make a title a wish or a paper of a party, not an act of the court.
const WISHES: [&str; 12] = [
    "motion",
    "request",
    "application",
    "petition",
    "response",
    "objection",
    "proposed",
    "suggestions",
    "opposition",
    "letter",
    "reply",
    "consent",
];

/// Words that a party's wish, a refusal or a condition has and a cancellation has not.
const NOT_DONE: [&str; 16] = [
    "motion",
    "moves",
    "request",
    "requests",
    "if",
    "unless",
    "not",
    "denied",
    "denies",
    "overruled",
    "overrules",
    "may",
    "should",
    "asks",
    "whether",
    "would",
];

/// Reads an entry's title, then its text. `None` when it does nothing to a hearing.
pub(super) fn said(entry: &DocketEntry) -> Option<Said> {
    let title = words(&entry.description);
    let wish = title.iter().any(|w| WISHES.contains(&w.as_str()));
    if !wish && let Some(speech) = verb(&title) {
        return Some(Said {
            speech,
            needs_edge: !title.iter().any(|w| HEARING_WORDS.contains(&w.as_str())),
            in_text: false,
        });
    }
    if wish {
        return None;
    }
    let text = entry.text.as_deref()?;
    sentences(text).any(cancels).then_some(Said {
        speech: Speech::Cancelled,
        needs_edge: false,
        in_text: true,
    })
}

/// The days that the entry names: all of them, or only those of the sentences that cancel.
pub(super) fn days_named(entry: &DocketEntry, said: Said) -> Vec<NamedDay> {
    let text = entry.text.as_deref().unwrap_or("");
    if said.in_text {
        return sentences(text)
            .filter(|s| cancels(s))
            .flat_map(named_days)
            .collect();
    }
    let mut days = named_days(&entry.description);
    days.extend(named_days(text));
    days
}

/// Whether the entry's words name this purpose.
pub(super) fn names_purpose(entry: &DocketEntry, purpose: &str) -> bool {
    if purpose.is_empty() {
        return false;
    }
    let within = |text: &str| {
        let text = plain(text);
        text.contains(purpose)
    };
    // "Hearing/Trial Cancelled" is one title of the portal and names no trial.
    let named = hearings_named(&entry.description);
    let plainly = named.is_empty()
        || purpose.split_whitespace().count() > 1
        || named.iter().any(|name| !without_common(name).is_empty());
    (plainly && within(&entry.description)) || entry.text.as_deref().is_some_and(within)
}

/// Whether the entry names a hearing of another purpose than this one: "Trial Cancelled" does not cancel an
/// arraignment, "Hearing/Trial Cancelled" may, unless its text names the hearing that is meant.
pub(super) fn speaks_of_another(entry: &DocketEntry, purpose: &str) -> bool {
    let mut named = hearings_named(&entry.description);
    for sentence in sentences(entry.text.as_deref().unwrap_or("")) {
        let in_it = hearings_named(sentence);
        // Of the text only what is cancelled counts, and a sentence that is nothing but the name of a hearing, as the
        // portal's own list of a setting has it.
        if cancels(sentence) || in_it.first().is_some_and(|n| *n == joined_words(sentence)) {
            named.extend(in_it);
        }
    }
    named.retain(|name| !without_common(name).is_empty());
    let purpose = joined_words(purpose);
    !named.is_empty() && !named.iter().any(|name| fits(name, &purpose))
}

/// Whether two purposes can be two ways to word one.
pub(super) fn can_be_the_same(a: &str, b: &str) -> bool {
    fits(&joined_words(a), &joined_words(b))
}

/// Whether the entry names a day for what it does, and not its own day: in its title, or where its text cancels
/// something or says when it was set.
pub(super) fn names_another_day(entry: &DocketEntry, filed_on: Date) -> bool {
    let mut days = named_days(&entry.description);
    for sentence in sentences(entry.text.as_deref().unwrap_or("")) {
        let tells_when = |w: &String| w.starts_with("schedul") || w == "set";
        if cancels(sentence) || words(sentence).iter().any(tells_when) {
            days.extend(named_days(sentence));
        }
    }
    days.iter().any(|day| !day.is(filed_on))
}

/// Nouns that end the name of a hearing.
const NOUNS: [&str; 12] = [
    "hearing",
    "hearings",
    "trial",
    "setting",
    "settings",
    "conference",
    "arraignment",
    "appearance",
    "sentencing",
    "mediation",
    "review",
    "docket",
];

/// Nouns that fit every hearing.
const COMMON: [&str; 6] = [
    "hearing",
    "hearings",
    "setting",
    "settings",
    "appearance",
    "docket",
];

/// Words that are no part of a hearing's name. Those that end in "ed" are none either.
const BETWEEN: [&str; 67] = [
    "a",
    "above",
    "agreement",
    "all",
    "also",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "both",
    "by",
    "cancel",
    "cancellation",
    "cancels",
    "civil",
    "consent",
    "court",
    "courts",
    "criminal",
    "defendant",
    "defendants",
    "entry",
    "for",
    "from",
    "future",
    "has",
    "have",
    "hereby",
    "in",
    "is",
    "its",
    "judge",
    "moot",
    "next",
    "no",
    "notice",
    "now",
    "of",
    "off",
    "on",
    "only",
    "or",
    "order",
    "parties",
    "party",
    "pending",
    "per",
    "phone",
    "plaintiff",
    "plaintiffs",
    "prior",
    "remote",
    "said",
    "set",
    "that",
    "the",
    "this",
    "to",
    "upcoming",
    "video",
    "was",
    "were",
    "with",
];

/// The hearings that a text names, each as its words: "Bond Hearing Cancelled" names a bond hearing. Beside a plain
/// "hearing" a noun that stands alone names no other one: "Hearing/Trial".
fn hearings_named(text: &str) -> Vec<Vec<String>> {
    let mut named: Vec<Vec<String>> = Vec::new();
    let inside = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-'\u{2019}".contains(c);
    for part in text.split(|c: char| !inside(c)) {
        let mut run: Vec<String> = Vec::new();
        let mut ended = false;
        // The blank word at the end closes what is open.
        for word in part.split_whitespace().chain([""]) {
            let word = joined(word);
            let is_noun = NOUNS.contains(&word.as_str());
            let is_between = word.is_empty()
                || word.ends_with("ed")
                || word.chars().any(|c| c.is_ascii_digit())
                || BETWEEN.contains(&word.as_str());
            if (ended && !is_noun) || is_between {
                let done = std::mem::take(&mut run);
                if ended {
                    named.push(done);
                }
                ended = false;
            }
            if !is_between {
                ended = is_noun;
                run.push(word);
            }
        }
    }
    if named.iter().any(|name| without_common(name).is_empty()) {
        named.retain(|name| name.len() > 1 || without_common(name).is_empty());
    }
    named
}

/// Whether a hearing named so can be the one of this purpose: one name has all that the other says, or is short for it.
fn fits(name: &[String], purpose: &[String]) -> bool {
    let (a, b) = (without_common(name), without_common(purpose));
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let initials =
        |words: &[String]| -> String { words.iter().filter_map(|w| w.chars().next()).collect() };
    let (joined_a, joined_b) = (a.concat(), b.concat());
    a.iter().all(|w| purpose.iter().any(|p| p == w))
        || b.iter().all(|w| name.iter().any(|n| n == w))
        || joined_a.contains(&joined_b)
        || joined_b.contains(&joined_a)
        || a.contains(&initials(purpose).as_str())
        || b.contains(&initials(name).as_str())
}

fn without_common(name: &[String]) -> Vec<&str> {
    name.iter()
        .map(String::as_str)
        .filter(|w| !COMMON.contains(w))
        .collect()
}

/// A word as names are compared: "Pre-Trial" is "pretrial".
fn joined(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn joined_words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(joined)
        .filter(|w| !w.is_empty())
        .collect()
}

fn verb(words: &[String]) -> Option<Speech> {
    let has = |test: fn(&str) -> bool| words.iter().any(|w| test(w));
    // "Hearing Continued/Rescheduled" is one title of the portal; "Cancelled/Rescheduled" still has a new day.
    if has(|w| w.starts_with("reschedul") || w == "reset") {
        return Some(Speech::Continued);
    }
    if has(|w| w.starts_with("cancel")) || has(|w| w == "vacated") || off_docket(words) {
        return Some(Speech::Cancelled);
    }
    has(|w| w == "continued").then_some(Speech::Continued)
}

fn off_docket(words: &[String]) -> bool {
    let next_to = |at: usize| words.get(at).is_some_and(|w| w == "docket");
    words.iter().enumerate().any(|(at, w)| match w.as_str() {
        "off" => next_to(at + 1) || next_to(at + 2),
        "removed" => next_to(at + 2),
        _ => false,
    })
}

/// Whether this sentence says that something is cancelled: a verb for it, and nothing that makes it a wish or a refusal.
fn cancels(sentence: &str) -> bool {
    let words = words(sentence);
    verb(&words) == Some(Speech::Cancelled) && !words.iter().any(|w| NOT_DONE.contains(&w.as_str()))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).flat_map(|line| line.split(". "))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A day as a text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedDay {
    month: i8,
    day: i8,
    year: Option<i16>,
    /// "from December 3": the old day of a continued hearing.
    pub from: bool,
}

impl NamedDay {
    /// Whether this is the day meant; a day without a year fits every year.
    pub(super) fn is(self, date: Date) -> bool {
        self.month == date.month()
            && self.day == date.day()
            && self.year.is_none_or(|y| y == date.year())
    }

    /// Whether it names a day after `date`. Without a year: not known, so no.
    pub(super) fn is_after(self, date: Date) -> bool {
        self.year
            .and_then(|y| Date::new(y, self.month, self.day).ok())
            .is_some_and(|d| d > date)
    }
}

/// Finds days: `11/19/2026`, `2026-11-19`, `November 19, 2026`, `Nov 19`, `Mon Apr 28 00:00:00 CDT 2025`.
pub(super) fn named_days(text: &str) -> Vec<NamedDay> {
    let tokens: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '-'))
        .filter(|t| !t.is_empty())
        .collect();
    let mut days = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let from = at > 0
            && tokens[at.saturating_sub(3)..at]
                .iter()
                .any(|t| t.eq_ignore_ascii_case("from"));
        if let Some((month, day, year)) = numeric(token) {
            days.push(NamedDay {
                month,
                day,
                year: Some(year),
                from,
            });
        } else if let Some(month) = month_named(token)
            && let Some(day) = tokens.get(at + 1).and_then(|t| day_of_month(t))
        {
            let year = tokens[(at + 2).min(tokens.len())..(at + 7).min(tokens.len())]
                .iter()
                .take_while(|t| month_named(t).is_none())
                .find_map(|t| year_of(t));
            days.push(NamedDay {
                month,
                day,
                year,
                from,
            });
        }
    }
    days
}

fn numeric(token: &str) -> Option<(i8, i8, i16)> {
    let by_slash: Vec<&str> = token.split('/').collect();
    if let [m, d, y] = by_slash.as_slice() {
        let year: i16 = y.parse().ok()?;
        let year = if y.len() == 2 { 2000 + year } else { year };
        return Some((m.parse().ok()?, d.parse().ok()?, year));
    }
    let by_hyphen: Vec<&str> = token.split('-').collect();
    if let [y, m, d] = by_hyphen.as_slice()
        && y.len() == 4
    {
        return Some((m.parse().ok()?, d.parse().ok()?, y.parse().ok()?));
    }
    None
}

fn month_named(token: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let token = token.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|m| *m == token)
        .or_else(|| FULL.iter().position(|m| *m == token))
        .or_else(|| (token == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

fn day_of_month(token: &str) -> Option<i8> {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: i8 = digits.parse().ok()?;
    (1..=31).contains(&day).then_some(day)
}

fn year_of(token: &str) -> Option<i16> {
    let year: i16 = (token.len() == 4).then(|| token.parse().ok())??;
    (1900..2200).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn entry(title: &str, text: &str) -> DocketEntry {
        DocketEntry {
            description: title.to_owned(),
            text: (!text.is_empty()).then(|| text.to_owned()),
            ..DocketEntry::default()
        }
    }

    #[rstest]
    #[case::the_portals_title("Hearing Cancelled", "", Some(Speech::Cancelled))]
    #[case::one_l("Hearing/Trial Canceled", "", Some(Speech::Cancelled))]
    #[case::vacated("Trial Setting Vacated", "", Some(Speech::Cancelled))]
    #[case::off_the_docket("Off Docket", "", Some(Speech::Cancelled))]
    #[case::continued("Hearing Continued/Rescheduled", "", Some(Speech::Continued))]
    #[case::cause_continued("Cause Continued", "", Some(Speech::Continued))]
    #[case::only_the_text(
        "Docket Entry",
        "Parties settled.\nHearing of December 3, 2026 is cancelled.",
        Some(Speech::Cancelled)
    )]
    #[case::a_motion("Motion to Continue Hearing", "", None)]
    #[case::a_request("Request for Hearing to be Cancelled", "", None)]
    #[case::refused(
        "Order",
        "Motion denied; the hearing on December 3 will not be cancelled.",
        None
    )]
    #[case::nothing("Order", "So ordered.", None)]
    fn a_title_is_read_for_what_the_court_did(
        #[case] title: &str,
        #[case] text: &str,
        #[case] speech: Option<Speech>,
    ) {
        let said = said(&entry(title, text));
        assert_eq!(said.map(|s| s.speech), speech, "{title} / {text}");
    }

    #[test]
    fn a_cancelled_warrant_counts_only_when_tied_to_a_hearing() {
        let said = said(&entry("Warrant Cancelled", "")).unwrap();
        assert!(said.needs_edge, "a warrant is no hearing");
    }

    #[rstest]
    #[case::numbers("Scheduled For: 11/19/2026; 1:30 PM", false)]
    #[case::iso("set 2026-11-19", false)]
    #[case::words("on Thursday, November 19, 2026, 1:30 p.m.", false)]
    #[case::short("Nov 19, 2026; 9:00 AM", false)]
    #[case::java("New EventDate: Thu Nov 19 00:00:00 CST 2026", false)]
    #[case::without_year("hearing on Nov 19th", false)]
    #[case::continued_from("Hearing Continued From: 11/19/2026; 9:00 AM", true)]
    fn days_are_found_as_people_write_them(#[case] text: &str, #[case] from: bool) {
        let days = named_days(text);
        assert_eq!(days.len(), 1, "{days:?}");
        assert!(days[0].is(jiff::civil::date(2026, 11, 19)), "{days:?}");
        assert_eq!(days[0].from, from, "{text}");
    }
}
