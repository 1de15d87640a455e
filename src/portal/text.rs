//! From the portal's bytes to text: character sets, titles, the visible words of a page for messages to a person.
//!
//! Everything here is linear in the size of the input; no HTML parser is involved.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The character set that an answer declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// None, ISO-8859-1 or windows-1252: what the portal sends (`wire-format.md` §2, "Decode").
    Western,
    /// UTF-8.
    Utf8,
    /// Another one that we can decode.
    Other(&'static Encoding),
    /// One that nobody knows.
    Unknown,
}

impl Charset {
    /// Reads the `charset` of a content type.
    pub fn of(content_type: Option<&str>) -> Self {
        let Some(label) = content_type.and_then(charset_label) else {
            return Self::Western;
        };
        match Encoding::for_label(label.as_bytes()) {
            Some(e) if e == WINDOWS_1252 => Self::Western,
            Some(e) if e == encoding_rs::UTF_8 => Self::Utf8,
            Some(e) => Self::Other(e),
            None => Self::Unknown,
        }
    }
}

fn charset_label(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"'))
            .filter(|v| !v.is_empty())
    })
}

/// Decodes an answer. Pure ASCII, which most answers are, is borrowed.
///
/// The declared charset is a hint: bytes beyond ASCII that form valid UTF-8 throughout are UTF-8 whatever the header
/// says, since Western text practically never does, and bytes that are not valid UTF-8 are windows-1252.
/// `None` for a charset that nobody knows.
pub fn decode(bytes: &[u8], charset: Charset) -> Option<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match charset {
        Charset::Western | Charset::Utf8 => Some(match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }),
        Charset::Other(encoding) => Some(encoding.decode(bytes).0),
        Charset::Unknown => bytes
            .is_ascii()
            .then(|| std::str::from_utf8(bytes).ok().map(Cow::Borrowed))?,
    }
}

/// The text of the page's `<title>`, if there is one in its first 64 KiB.
pub fn title(html: &str) -> Option<String> {
    let head = cut(html, 64 * 1024);
    let lower = head.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = lower[start..]
        .find("</title")
        .map_or(head.len(), |n| start + n);
    let words = plain(&head[start..end], 200);
    (!words.is_empty()).then_some(words)
}

/// The visible words of a page, blanks joined, scripts and styles left out, at most `most` characters.
pub fn visible(html: &str, most: usize) -> String {
    let head = cut(html, 256 * 1024);
    let lower = head.to_ascii_lowercase();
    let mut words = String::new();
    let mut at = 0;
    while at < head.len() {
        let Some(open) = head[at..].find('<').map(|n| at + n) else {
            words.push_str(&head[at..]);
            break;
        };
        words.push_str(&head[at..open]);
        words.push(' ');
        let skipped = ["script", "style", "title", "noscript"]
            .iter()
            .find(|name| lower[open + 1..].starts_with(**name));
        at = match skipped {
            Some(name) => lower[open..]
                .find(&format!("</{name}"))
                .map_or(head.len(), |n| open + n + 1),
            None if lower[open..].starts_with("<!--") => lower[open..]
                .find("-->")
                .map_or(head.len(), |n| open + n + 3),
            None => open + 1,
        };
        if skipped.is_none() && lower[at..].is_empty() {
            break;
        }
        if head[..at].ends_with("-->") {
            continue;
        }
        at = head[at..].find('>').map_or(head.len(), |n| at + n + 1);
    }
    plain(&words, most)
}

/// The page in one line for a message: its title and its visible words, or its words alone.
pub fn gist(html: &str) -> String {
    let words = visible(html, 300);
    match title(html) {
        Some(title) if words.is_empty() => title,
        Some(title) if words.starts_with(&title) => words,
        Some(title) => format!("{title}: {words}"),
        None => words,
    }
}

/// Resolves the common entities, drops control characters, joins blanks, cuts to `most` characters.
fn plain(text: &str, most: usize) -> String {
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&hellip;", "…")
        .replace("&amp;", "&");
    let mut out = String::with_capacity(text.len().min(most * 4));
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= most {
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    out
}

/// Text from the portal as a person may see it: blanks of every kind joined, control characters and those that turn the
/// direction of writing or are not seen at all left out, at most `most` characters.
pub fn clean(text: &str, most: usize) -> String {
    // Most words are clean as they come.
    let text = text.trim_ascii();
    if text.len() <= most && is_clean(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(most));
    let (mut count, mut gap) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() || (c.is_control() && c != '\u{7f}') {
            gap = count > 0;
            continue;
        }
        if is_unseen(c) {
            continue;
        }
        if count + usize::from(gap) >= most {
            out.push('…');
            break;
        }
        if gap {
            out.push(' ');
            count += 1;
            gap = false;
        }
        out.push(c);
        count += 1;
    }
    out
}

/// Printable ASCII without two blanks in a row.
fn is_clean(text: &[u8]) -> bool {
    let mut blank = false;
    text.iter().all(|b| {
        let twice = blank && *b == b' ';
        blank = *b == b' ';
        (b' '..=b'~').contains(b) && !twice
    })
}

/// Characters that change how others are read without being seen themselves.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{7f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The first `most` bytes, cut at a character.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::western(
        "application/json;charset=ISO-8859-1",
        b"Jos\xe9 \x93Q\x94",
        "José “Q”"
    )]
    #[case::none_declared("application/json", b"Jos\xe9", "José")]
    #[case::utf8("application/json; charset=utf-8", "José".as_bytes(), "José")]
    #[case::utf8_declared_and_not_valid("text/html;charset=UTF-8", b"Jos\xe9", "José")]
    #[case::western_declared_and_utf8_sent("text/html;charset=ISO-8859-1", "José".as_bytes(), "José")]
    #[case::quoted("text/html; Charset=\"utf-8\"", "José".as_bytes(), "José")]
    #[case::byte_order_mark("text/html", b"\xef\xbb\xbfDoe", "Doe")]
    #[case::utf16("text/html;charset=utf-16le", b"D\0o\0e\0", "Doe")]
    fn text_is_decoded(#[case] content_type: &str, #[case] bytes: &[u8], #[case] text: &str) {
        assert_eq!(
            decode(bytes, Charset::of(Some(content_type))).unwrap(),
            text
        );
    }

    #[test]
    fn a_charset_that_nobody_knows_is_not_guessed() {
        let charset = Charset::of(Some("text/html;charset=x-court"));
        assert_eq!(decode(b"Jos\xe9", charset), None);
        assert_eq!(
            decode(b"Doe", charset).unwrap(),
            "Doe",
            "ASCII is ASCII in all of them"
        );
    }

    #[test]
    fn ascii_is_borrowed() {
        assert!(matches!(
            decode(b"{\"a\":1}", Charset::Western),
            Some(Cow::Borrowed(_))
        ));
    }

    #[rstest]
    #[case(
        "<html><head><TITLE>\n Just a\nmoment...</TITLE>",
        Some("Just a moment...")
    )]
    #[case("<title>Error 403", Some("Error 403"))]
    #[case("<p>no title</p>", None)]
    #[case("<title", None)]
    fn titles_are_found(#[case] html: &str, #[case] expected: Option<&str>) {
        assert_eq!(title(html).as_deref(), expected);
    }

    #[rstest]
    #[case(
        "<p>Court  is <b>closed</b></p><script>var a='<p>';</script>.",
        "Court is closed ."
    )]
    #[case("<!-- <p>hidden --> shown", "shown")]
    #[case("a &amp; b &lt;c&gt;", "a & b <c>")]
    #[case("<", "")]
    #[case("<script>", "")]
    #[case("<!--", "")]
    fn visible_words_are_found(#[case] html: &str, #[case] expected: &str) {
        assert_eq!(visible(html, 100), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_gist(html in "\\PC*|(<|>|script|/|title|--|!|é| ){0,40}") {
            let _ = gist(&html);
            let _ = title(&html);
        }
    }
}
