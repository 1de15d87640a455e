//! An answer as bytes, and the checks that every data answer passes before it is read: size, kind, character set,
//! leading junk, depth.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::error::Category;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::domain::{CaseKey, CaseNumber};
use crate::portal::browser::{JSON_CAP, PortalAnswer};
use crate::portal::error::{Because, PortalError};
use crate::portal::recognise::looks_like_data;
use crate::portal::text::{self, Charset};

/// The deepest nesting of objects and lists that is read.
pub const JSON_DEPTH: usize = 128;

/// Which reading of an answer its digest stands for. A reader that takes more out of the same bytes gets the next number,
/// so that stored cases are read once more although the portal's answer is the same.
const READING: u64 = 1;

/// How much may stand before the first brace.
const JUNK: usize = 4096;

/// An answer of a case endpoint, not yet read. Equal bytes read equal, so an equal [`RawAnswer::digest`] spares the
/// reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAnswer {
    /// The body, decompressed.
    pub bytes: Bytes,
    /// The charset that the answer declares.
    pub charset: Charset,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// xxh3 of the bytes, with the number of the reading.
    pub digest: u64,
}

impl RawAnswer {
    /// An answer from bytes, for fixtures and fuzzing.
    pub fn new(bytes: Bytes, content_type: Option<&str>) -> Self {
        Self {
            digest: xxh3_64_with_seed(&bytes, READING),
            charset: Charset::of(content_type),
            content_type: content_type.map(str::to_owned),
            bytes,
        }
    }
}

impl From<PortalAnswer> for RawAnswer {
    fn from(answer: PortalAnswer) -> Self {
        Self {
            digest: xxh3_64_with_seed(&answer.bytes, READING),
            charset: answer.charset,
            content_type: answer.content_type,
            bytes: answer.bytes,
        }
    }
}

/// What an answer is about, for errors.
pub(super) struct About<'a> {
    /// "docket".
    pub part: &'static str,
    /// The case asked for.
    pub key: &'a CaseKey,
}

impl About<'_> {
    pub fn unreadable(&self, because: Because) -> PortalError {
        PortalError::Unreadable {
            what: format!("{} of {}", self.part, self.key.case_number),
            because,
        }
    }

    pub fn unknown(&self, words: Option<String>) -> PortalError {
        PortalError::UnknownCase {
            asked: self.key.case_number.to_string(),
            words,
        }
    }

    /// Checks that the answer names the case that was asked for, and gives the number back.
    pub fn same_case(&self, answered: &str) -> Result<CaseNumber, PortalError> {
        let asked = &self.key.case_number;
        let same = CaseNumber::asked(answered).is_ok_and(|n| n == *asked)
            || answered.eq_ignore_ascii_case(asked.as_str())
            // A citation number that the portal wrote as a number has lost its leading zeros.
            || (answered.bytes().all(|b| b.is_ascii_digit())
                && !answered.is_empty()
                && asked.as_str().trim_start_matches('0') == answered);
        if same {
            Ok(asked.clone())
        } else {
            Err(PortalError::OtherCase {
                asked: asked.to_string(),
                answered: text::cut(answered, 60).to_owned(),
            })
        }
    }

    /// What an object without a case number is: an error that says so itself, or the portal's way of not knowing
    /// the case (`wire-format.md` §2, "Unknown case").
    pub fn nameless(&self, error: Option<&str>) -> PortalError {
        match error {
            None => self.unknown(None),
            Some(words) if says_unknown(words) => self.unknown(Some(words.to_owned())),
            Some(words) => PortalError::UnexpectedPage {
                expected: format!("{} of {}", self.part, self.key.case_number),
                shown: text::cut(words, 300).to_owned(),
            },
        }
    }
}

fn says_unknown(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    [
        "no case",
        "not found",
        "no match",
        "no record",
        "does not exist",
        "could not be found",
        "cannot be found",
        "unknown case",
    ]
    .iter()
    .any(|w| words.contains(w))
}

/// Reads a data answer with `read`, after all checks.
pub(super) fn read_data<T>(
    raw: &RawAnswer,
    about: &About<'_>,
    read: impl for<'a> Fn(&'a str) -> serde_json::Result<(T, usize)>,
) -> Result<T, PortalError> {
    let text = data_text(raw, about)?;
    check_depth(&text).map_err(|because| about.unreadable(because))?;
    let first = match read(&text) {
        Ok((value, end)) => {
            return trailing(&text[end..])
                .map(|()| value)
                .map_err(|b| about.unreadable(b));
        }
        Err(e) => e,
    };
    if first.classify() == Category::Eof {
        return Err(about.unreadable(Because::Truncated));
    }
    // Raw line breaks inside texts and halves of a surrogate pair are errors of the writer that cost no meaning.
    if let Some(repaired) = repair(&text)
        && let Ok((value, end)) = read(&repaired)
    {
        return trailing(&repaired[end..])
            .map(|()| value)
            .map_err(|b| about.unreadable(b));
    }
    Err(about.unreadable(Because::NotJson(format!(
        "line {}, column {}",
        first.line(),
        first.column()
    ))))
}

/// Reads a value from the start of `text` and says where it ended.
pub(super) fn from_start<'a, T: serde::Deserialize<'a>>(
    text: &'a str,
) -> serde_json::Result<(T, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    let value = values
        .next()
        .unwrap_or_else(|| Err(serde::de::Error::custom("empty")))?;
    Ok((value, values.byte_offset()))
}

fn trailing(rest: &str) -> Result<(), Because> {
    let rest = rest.trim();
    if rest.len() <= JUNK && !rest.contains(['{', '[']) {
        Ok(())
    } else {
        Err(Because::NotJson("more follows behind its end".to_owned()))
    }
}

/// The text of a data answer from its first brace on.
fn data_text<'a>(raw: &'a RawAnswer, about: &About<'_>) -> Result<Cow<'a, str>, PortalError> {
    let unreadable = |because| about.unreadable(because);
    if raw.bytes.len() > JSON_CAP {
        return Err(unreadable(Because::TooLarge {
            limit_mib: (JSON_CAP / 1024 / 1024) as u64,
        }));
    }
    if raw.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(unreadable(Because::Empty));
    }
    let shown = raw.content_type.as_deref().unwrap_or("no content type");
    let kind = raw
        .content_type
        .as_deref()
        .unwrap_or("")
        .split(';')
        .next()
        .unwrap_or("");
    let kind = kind.trim().to_ascii_lowercase();
    // Servers call JSON many names, texts included; a picture or an unnamed heap of bytes is another matter.
    let is_text = kind.is_empty()
        || kind.starts_with("text/")
        || ["json", "javascript", "xml"]
            .iter()
            .any(|k| kind.contains(k));
    if !is_text {
        return Err(unreadable(Because::WrongType {
            shown: shown.to_owned(),
        }));
    }
    let Some(text) = text::decode(&raw.bytes, raw.charset) else {
        return Err(unreadable(Because::WrongType {
            shown: shown.to_owned(),
        }));
    };
    // No text of the portal holds NUL; UTF-16 sent as something else does.
    if text.as_bytes()[..text.len().min(256)].contains(&0) {
        return Err(unreadable(Because::WrongCharset));
    }
    if looks_like_data(&raw.bytes) {
        return Ok(text);
    }
    if is_page(&text, &kind) {
        return Err(page_instead(&text, about));
    }
    let Some(start) = text
        .bytes()
        .take(JUNK)
        .position(|b| matches!(b, b'{' | b'['))
    else {
        return Err(unreadable(Because::WrongType {
            shown: format!(
                "{shown}, beginning \"{}\"",
                text::visible(text::cut(&text, 80), 40)
            ),
        }));
    };
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(mut text) => {
            text.drain(..start);
            Cow::Owned(text)
        }
    })
}

fn is_page(text: &str, kind: &str) -> bool {
    let start = text::cut(text, 1024).trim_start().to_ascii_lowercase();
    let has_tags = [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<title",
        "<div",
        "<p>",
        "<h1",
        "<script",
        "<?xml",
    ]
    .iter()
    .any(|tag| start.contains(tag));
    start.starts_with('<') && (has_tags || kind.contains("html"))
}

/// A page where data was expected: the portal's way of not knowing a case (2022-23), or anything else.
fn page_instead(html: &str, about: &About<'_>) -> PortalError {
    let lower = text::cut(html, 256 * 1024).to_ascii_lowercase();
    let words = text::visible(html, 300);
    let says = words.to_ascii_lowercase();
    let troubled = [
        "error",
        "try again",
        "session",
        "unavailable",
        "log on",
        "log in",
    ]
    .iter()
    .any(|w| says.contains(w));
    // A page of the older site shows the case, whatever the words of its entries are ("Defendant not found").
    let shows_case = ["casepalletteform", "docketentriesform", "detailseperator"]
        .iter()
        .any(|mark| lower.contains(mark));
    if shows_case {
        return about.unreadable(Because::HtmlForJson {
            title: text::title(html),
        });
    }
    if says_unknown(&words) || (lower.contains("alert-danger") && !troubled) {
        return about.unknown(Some(words));
    }
    about.unreadable(Because::HtmlForJson {
        title: text::title(html),
    })
}

/// Counts brackets outside texts. `serde_json` limits the depth of what it builds, not of what it passes over.
fn check_depth(text: &str) -> Result<(), Because> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0usize);
    while let Some(&b) = bytes.get(at) {
        at += 1;
        match b {
            b'"' => loop {
                match bytes.get(at) {
                    Some(b'"') => {
                        at += 1;
                        break;
                    }
                    Some(b'\\') => at += 2,
                    Some(_) => at += 1,
                    None => return Ok(()),
                }
            },
            b'{' | b'[' => {
                depth += 1;
                if depth > JSON_DEPTH {
                    return Err(Because::TooDeep { limit: JSON_DEPTH });
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Escapes raw control characters inside texts and replaces halves of surrogate pairs. `None` when there are none.
fn repair(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_text = false;
    let mut changed = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                in_text = !in_text;
                out.push(c);
            }
            '\\' if in_text => {
                let unit = |at: usize| {
                    let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
                    u32::from_str_radix(hex, 16).ok()
                };
                let (this, next) = (unit(at), unit(at + 6));
                match (this, next) {
                    (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => {
                        out.push_str(&text[at..at + 12]);
                        chars.nth(10);
                    }
                    (Some(0xD800..=0xDFFF), _) => {
                        out.push('\u{fffd}');
                        changed = true;
                        chars.nth(4);
                    }
                    _ => {
                        out.push(c);
                        if let Some((_, escaped)) = chars.next() {
                            out.push(escaped);
                        }
                    }
                }
            }
            c if in_text && u32::from(c) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
                changed = true;
            }
            c => out.push(c),
        }
    }
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_a_former_reader_has_read_is_read_again() {
        let raw = RawAnswer::new(Bytes::from_static(b"{}"), None);
        assert_ne!(raw.digest, xxhash_rust::xxh3::xxh3_64(b"{}"));
    }
    use rstest::rstest;

    #[rstest]
    #[case::line_break("{\"a\":\"x\ny\"}", "{\"a\":\"x\\u000ay\"}")]
    #[case::half_a_pair("{\"a\":\"x\\ud83d\"}", "{\"a\":\"x\u{fffd}\"}")]
    #[case::second_half("{\"a\":\"\\udc00x\"}", "{\"a\":\"\u{fffd}x\"}")]
    fn writers_errors_are_repaired(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(repair(text).as_deref(), Some(expected));
    }

    #[rstest]
    #[case("{\"a\":\"\\ud83d\\ude00 \\\" \\\\\"}")]
    #[case("{\n\"a\":1}")]
    #[case("{\"a\":\"\\u00")]
    #[case("\"\\")]
    fn what_is_right_is_left_alone(#[case] text: &str) {
        assert_eq!(repair(text), None);
    }

    #[test]
    fn brackets_inside_texts_do_not_count() {
        let flat = format!("{{\"a\":\"{}\\\"{}\"}}", "[".repeat(500), "{".repeat(500));
        assert_eq!(check_depth(&flat), Ok(()));
        let deepest = format!("{}{}", "[".repeat(128), "]".repeat(128));
        assert_eq!(check_depth(&deepest), Ok(()));
        assert_eq!(
            check_depth(&format!("[{deepest}]")),
            Err(Because::TooDeep { limit: 128 })
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_checked_and_repaired(text in "(\"|\\\\|u|d83d|[\\[\\]{}]|\n|é| |a){0,40}") {
            let _ = check_depth(&text);
            let _ = repair(&text);
        }
    }
}
