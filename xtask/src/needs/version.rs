//! Versions as programs print them.

use std::fmt;

/// Three numbers; what a program leaves out counts as zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first version in a program's words: `v20.19.2`, `rustc 1.95.0 (59807616e 2026-04-14)`, `20.19.2+dfsg-1`.
    pub fn first_in(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let word = word.trim_start_matches('v');
            let mut numbers = word.split('.').map(|part| {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                digits.parse::<u32>().ok()
            });
            let (major, minor) = (numbers.next()??, numbers.next()??);
            Some(Self(major, minor, numbers.next().flatten().unwrap_or(0)))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        let table = [
            ("v20.20.2", Some(Version(20, 20, 2))),
            (
                "rustc 1.95.0 (59807616e 2026-04-14)",
                Some(Version(1, 95, 0)),
            ),
            (
                "cargo-nextest 0.9.143 (60fa45f63 2026-08-04)",
                Some(Version(0, 9, 143)),
            ),
            ("18.20.4+dfsg-1~deb12u1", Some(Version(18, 20, 4))),
            ("1.97.0-nightly", Some(Version(1, 97, 0))),
            ("1.95", Some(Version(1, 95, 0))),
            ("(none)", None),
            ("", None),
        ];
        for (text, wanted) in table {
            assert_eq!(Version::first_in(text), wanted, "in `{text}`");
        }
    }

    #[test]
    fn versions_are_compared_by_number_not_by_letter() {
        assert!(Version(20, 9, 0) < Version(20, 19, 0), "9 comes before 19");
        assert!(
            Version(22, 0, 0) > Version(20, 19, 0),
            "a later line is new enough"
        );
    }
}
