//! Cutting and quoting of words that others wrote.

use serde_json::Value;

/// At most `limit` characters, cut at a word, with "..." (rule 6). White space and control characters become single
/// blanks, and marks that turn the direction of writing are dropped: one line of plain words.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let room: String = line.chars().take(limit.saturating_sub(3)).collect();
    // The blank may be the very next character: then the room ends with a whole word.
    let whole = line[room.len()..].starts_with(' ');
    let kept = match room.rfind(' ') {
        Some(at) if !whole && at > 0 => &room[..at],
        _ => &room,
    };
    format!("{}...", kept.trim_end_matches([' ', ',', ';', ':', '-']))
}

/// In quotation marks, cut. Marks around it that are the text's own are dropped.
pub(super) fn quoted(text: &str, limit: usize) -> String {
    format!("\"{}\"", cut(text.trim().trim_matches('"'), limit))
}

/// With a full stop, unless it ends a sentence already.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A text of a side of a change; blank is none.
pub(super) fn string<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value
        .get(key)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|s| !s.is_empty())
}

/// `1 hearing`, `3 hearings`.
pub(super) fn counted(n: u32, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::fits("Motion to Compel", 16, "Motion to Compel")]
    #[case::cut_at_a_word("Motion to Compel Discovery", 20, "Motion to Compel...")]
    #[case::ends_with_a_whole_word("Motion to Compel Discovery", 19, "Motion to Compel...")]
    #[case::one_long_word("Supercalifragilistic", 10, "Superca...")]
    #[case::several_lines("Order\r\n  entered\ttoday", 50, "Order entered today")]
    #[case::turned_writing("Doe\u{202e}eoR", 50, "DoeeoR")]
    #[case::beyond_ascii("Peña contra Núñez y otros", 16, "Peña contra...")]
    fn text_is_cut_at_a_word(#[case] text: &str, #[case] limit: usize, #[case] shown: &str) {
        let cut = cut(text, limit);
        assert_eq!(cut, shown, "{text:?} in {limit} characters");
        assert!(cut.chars().count() <= limit, "{cut:?} is within {limit}");
    }
}
