//! The word-level difference of two texts, as lawyers read it: what is the same, what was struck, what was added.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

/// Whether a part stands in both texts or in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// In both.
    Same,
    /// Only in the newer text.
    Added,
    /// Only in the older text.
    Removed,
}

/// A run of words of one kind, white space kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedlinePart {
    /// Same, added or removed.
    pub kind: PartKind,
    /// The words.
    pub text: String,
}

/// A redline. `Same` and `Removed` parts in order are the older text, `Same` and `Added` parts the newer one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redline {
    /// The parts in reading order; of a replaced run the removed words come first.
    pub parts: Vec<RedlinePart>,
    /// More than 40 % changed: both versions are easier to read in full.
    pub mostly_changed: bool,
}

/// How long the search for a small difference may take; afterwards a coarser one is given, never a wrong one.
const PATIENCE: Duration = Duration::from_millis(100);
/// Texts longer than this together are compared by lines first of all, since they hold too many words for [`PATIENCE`].
const LONG: usize = 200_000;

/// Compares two texts word by word.
pub fn redline(before: &str, after: &str) -> Redline {
    let mut config = TextDiff::configure();
    config.timeout(PATIENCE);
    let diff = if before.len() + after.len() > LONG {
        config.diff_lines(before, after)
    } else {
        config.diff_unicode_words(before, after)
    };
    let mut parts: Vec<RedlinePart> = Vec::new();
    let mut changed = 0;
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PartKind::Same,
            ChangeTag::Delete => PartKind::Removed,
            ChangeTag::Insert => PartKind::Added,
        };
        if kind != PartKind::Same {
            changed += change.value().len();
        }
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => parts.push(RedlinePart {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    bridge_blanks(&mut parts);
    let longer = before.len().max(after.len());
    Redline {
        parts,
        mostly_changed: longer > 0 && changed * 10 > longer * 2 * 4,
    }
}

/// "~~denied~~ ++sustained++ ~~December~~ ++November++" reads worse than one strike and one addition: blanks alone
/// between two replaced words belong to both of them.
fn bridge_blanks(parts: &mut Vec<RedlinePart>) {
    let mut at = 0;
    while at + 4 < parts.len() {
        let blank = parts[at + 2].kind == PartKind::Same && parts[at + 2].text.trim().is_empty();
        let kinds = [at, at + 1, at + 3, at + 4].map(|i| parts[i].kind);
        let replaced = [
            PartKind::Removed,
            PartKind::Added,
            PartKind::Removed,
            PartKind::Added,
        ];
        if blank && kinds == replaced {
            let [blank, removed, added] =
                [at + 2, at + 3, at + 4].map(|i| std::mem::take(&mut parts[i].text));
            parts[at].text.push_str(&blank);
            parts[at].text.push_str(&removed);
            parts[at + 1].text.push_str(&blank);
            parts[at + 1].text.push_str(&added);
            parts.drain(at + 2..at + 5);
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn side(redline: &Redline, other: PartKind) -> String {
        redline
            .parts
            .iter()
            .filter(|p| p.kind == PartKind::Same || p.kind == other)
            .map(|p| p.text.as_str())
            .collect()
    }

    #[rstest]
    #[case::one_word("Motion is denied.", "Motion is sustained.", &["denied"], &["sustained"])]
    #[case::a_phrase("is denied today", "is sustained in part today", &["denied"], &["sustained in part"])]
    #[case::a_date("closes December 18, 2026", "closes November 30, 2026", &["December 18"], &["November 30"])]
    #[case::only_added("Order.", "Order. Counsel to confer.", &[], &[" Counsel to confer."])]
    #[case::nothing("same", "same", &[], &[])]
    fn only_the_words_that_changed_are_marked(
        #[case] before: &str,
        #[case] after: &str,
        #[case] removed: &[&str],
        #[case] added: &[&str],
    ) {
        let found = redline(before, after);
        let of = |kind| {
            found
                .parts
                .iter()
                .filter(|p| p.kind == kind)
                .map(|p| p.text.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(PartKind::Removed), removed, "struck words");
        assert_eq!(of(PartKind::Added), added, "added words");
    }

    #[test]
    fn a_text_that_is_all_new_says_so() {
        assert!(redline("Motion to Compel", "Hearing was held before the judge").mostly_changed);
        assert!(
            !redline(
                "The motion is denied as filed here",
                "The motion is granted as filed here"
            )
            .mostly_changed
        );
    }

    #[test]
    fn a_megabyte_of_text_still_gives_a_true_redline() {
        let before: String = (0..180_000).map(|n| format!("w{} ", n % 977)).collect();
        let after = before.replace("w500 ", "other ");
        let found = redline(&before, &after);
        assert_eq!(side(&found, PartKind::Removed), before);
        assert_eq!(side(&found, PartKind::Added), after);
    }

    proptest! {
        #[test]
        fn the_two_sides_are_the_two_texts(before in "[ab ,.\n\u{e9}]{0,60}", after in "[ab ,.\n\u{e9}]{0,60}") {
            let found = redline(&before, &after);
            prop_assert_eq!(side(&found, PartKind::Removed), before, "same and removed parts are the older text");
            prop_assert_eq!(side(&found, PartKind::Added), after, "same and added parts are the newer text");
        }
    }
}
