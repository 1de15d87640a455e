//! A case: its number, its key, its header.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CourtId;

/// A case number as the court writes it: upper case, no blanks (`wire-format.md` §5.3).
///
/// [`CaseNumber::parse`] reads what looks like one, of an unusual shape too, because local ticket formats exist that
/// nobody has listed. [`CaseNumber::asked`] takes what a person wants to ask for although it does not look like one.
/// [`CaseNumber::warning`] says what looks wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct CaseNumber(String);

/// How sure we are that a case number can exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseNumberShape {
    /// `26BA-CV90123`, `2316-CR04724-01`: year, location, type, serial, and perhaps a suffix (COR 4.04).
    Current,
    /// Nine digits: a uniform citation number. Such numbers can repeat in several courts.
    Citation,
    /// `SC900112`, `ED123456`: a court of appeals or the Supreme Court.
    Appellate,
    /// Anything else that could be a local number: worth a warning, not a refusal.
    Unusual,
}

/// The longest text that is ever sent to the court as a case number, in characters.
pub const LONGEST_ASKED: usize = 60;

/// Why a text does not look like a case number. The message is meant for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberError {
    /// Nothing was typed.
    #[error("No case number was given. Type it as the court writes it, for example 26BA-CV90123.")]
    Empty,
    /// Holds something that no case number holds.
    #[error(
        "\"{shown}\" does not look like a case number: it holds {bad:?}. Case numbers are letters, digits and hyphens, for example 26BA-CV90123."
    )]
    BadCharacter {
        /// What was typed, cut to 40 characters.
        shown: String,
        /// The first character that cannot be.
        bad: char,
    },
    /// Shorter than 5 or longer than 20 characters.
    #[error(
        "\"{shown}\" does not look like a case number: it has {length} characters, and case numbers have 5 to 20, for example 26BA-CV90123."
    )]
    BadLength {
        /// What was typed, cut to 40 characters.
        shown: String,
        /// Characters counted after blanks were taken out.
        length: usize,
    },
    /// Letters only: most likely a name.
    #[error(
        "\"{shown}\" looks like a name, not a case number. A case number holds digits, for example 26BA-CV90123."
    )]
    LooksLikeName {
        /// What was typed, cut to 40 characters.
        shown: String,
    },
    /// Too long to be sent as a case number, whatever the person means by it.
    #[error(
        "\"{shown}\" is too long to ask the court for: it has {length} characters. Case numbers have 5 to 20, for example 26BA-CV90123."
    )]
    TooLong {
        /// What was typed, cut to 40 characters.
        shown: String,
        /// Its characters.
        length: usize,
    },
}

impl CaseNumber {
    /// Reads what a person typed or a file held: case does not matter, blanks around and inside are dropped,
    /// the long dashes of word processors count as hyphens, and `24ba cv 90212` is read as `24BA-CV90212`.
    ///
    /// # Errors
    /// [`CaseNumberError`] when no reading of the text looks like a case number.
    pub fn parse(text: &str) -> Result<Self, CaseNumberError> {
        let text = plain(text);
        let shown: String = text.chars().take(40).collect();
        if shown.is_empty() {
            return Err(CaseNumberError::Empty);
        }
        let mut number = String::with_capacity(20);
        for c in text.chars() {
            match c {
                c if c.is_ascii_alphanumeric() => number.push(c.to_ascii_uppercase()),
                '-' => number.push('-'),
                ' ' => {}
                bad => return Err(CaseNumberError::BadCharacter { shown, bad }),
            }
        }
        let length = number.chars().count();
        if number.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
            return Err(CaseNumberError::LooksLikeName { shown });
        }
        if !(5..=20).contains(&length) {
            return Err(CaseNumberError::BadLength { shown, length });
        }
        if shape_of(&number) == CaseNumberShape::Unusual
            && let Some(hyphened) = with_hyphen(&number)
            && shape_of(&hyphened) == CaseNumberShape::Current
        {
            number = hyphened;
        }
        Ok(Self(number))
    }

    /// What a person asks the court for, whether or not it looks like a case number: only the court knows what it
    /// calls its cases. Read as [`CaseNumber::parse`] where that succeeds, else in capitals, blanks kept.
    ///
    /// # Errors
    /// [`CaseNumberError::Empty`] and [`CaseNumberError::TooLong`]: there is nothing that could be sent.
    pub fn asked(text: &str) -> Result<Self, CaseNumberError> {
        if let Ok(number) = Self::parse(text) {
            return Ok(number);
        }
        let text = plain(text);
        let length = text.chars().count();
        match length {
            0 => Err(CaseNumberError::Empty),
            1..=LONGEST_ASKED => Ok(Self(text.to_ascii_uppercase())),
            _ => Err(CaseNumberError::TooLong {
                shown: text.chars().take(40).collect(),
                length,
            }),
        }
    }

    /// The number as the court writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which of the known shapes the number has.
    pub fn shape(&self) -> CaseNumberShape {
        shape_of(&self.0)
    }

    /// Why the number looks wrong, in a sentence; `None` when it looks right.
    pub fn doubt(&self) -> Option<String> {
        match Self::parse(&self.0) {
            Err(why) => Some(why.to_string()),
            Ok(_) if self.shape() == CaseNumberShape::Unusual => Some(format!(
                "{} does not look like a Missouri case number (for example 26BA-CV90123).",
                self.0
            )),
            Ok(_) => None,
        }
    }

    /// As [`CaseNumber::doubt`], for a person who has not asked the court yet.
    pub fn warning(&self) -> Option<String> {
        let why = self.doubt()?;
        Some(format!("{why} You can still ask the court for it."))
    }
}

impl std::fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text without what a person cannot see in it (marks of direction, zero-width marks, controls), its blanks single
/// and not at the ends, its dashes plain: copied text carries such things.
fn plain(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter_map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => None,
            c if c.is_whitespace() => Some(' '),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    let words: Vec<&str> = seen.split(' ').filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// Puts the hyphen where a current case number has it: before the two letters and five digits.
fn with_hyphen(number: &str) -> Option<String> {
    let bare: String = number.chars().filter(|c| *c != '-').collect();
    (4..=5).find_map(|at| {
        let (head, tail) = bare.split_at_checked(at)?;
        let (serial, suffix) = tail.split_at_checked(7)?;
        let candidate = if suffix.is_empty() {
            format!("{head}-{serial}")
        } else {
            format!("{head}-{serial}-{suffix}")
        };
        (shape_of(&candidate) == CaseNumberShape::Current).then_some(candidate)
    })
}

fn shape_of(number: &str) -> CaseNumberShape {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if number.len() == 9 && digits(number) {
        return CaseNumberShape::Citation;
    }
    if let Some((court, serial)) = number.split_at_checked(2)
        && ["SC", "ED", "WD", "SD"].contains(&court)
        && (5..=6).contains(&serial.len())
        && digits(serial)
    {
        return CaseNumberShape::Appellate;
    }
    let parts: Vec<&str> = number.split('-').collect();
    let current = match parts.as_slice() {
        [head, serial] => is_head(head) && is_serial(serial),
        [head, serial, suffix] => {
            is_head(head) && is_serial(serial) && suffix.len() <= 2 && digits(suffix)
        }
        _ => false,
    };
    if current {
        CaseNumberShape::Current
    } else {
        CaseNumberShape::Unusual
    }
}

fn is_head(head: &str) -> bool {
    let b = head.as_bytes();
    (4..=5).contains(&b.len())
        && b[..2].iter().all(u8::is_ascii_digit)
        && b[2..].iter().all(u8::is_ascii_alphanumeric)
}

fn is_serial(serial: &str) -> bool {
    let b = serial.as_bytes();
    b.len() == 7
        && b[..2].iter().all(u8::is_ascii_alphabetic)
        && b[2..].iter().all(u8::is_ascii_digit)
}

/// What tells one case from every other: its number **and** its court, since numbers repeat between courts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct CaseKey {
    /// The case number.
    pub case_number: CaseNumber,
    /// The court that has the case; opaque, can change (see [`CourtId`]).
    pub court_id: CourtId,
}

/// The style of a case, "ST V DOE": what a lawyer calls the caption. Kept word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseStyle(pub String);

/// How a case ended, as the court writes it ("Not Disposed" while it runs).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// The court's words; empty when the court says nothing.
    pub description: String,
    /// The day of the disposition, where the court gives one.
    pub disposed_on: Option<Date>,
}

/// The header of a case (`newHeaderData.do`, `wire-format.md` §4.3). `None` stands for "the court does not say".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct CaseHeader {
    /// The number the answer is about, exactly as written there; the reader compares it with what was asked.
    pub case_number: String,
    /// The court id the answer names, where it does.
    pub court_id: Option<String>,
    /// The style of the case.
    pub style: CaseStyle,
    /// "13th Judicial Circuit".
    pub court: Option<String>,
    /// "Boone".
    pub location: Option<String>,
    /// Location code within the court, `BA`.
    pub location_code: Option<String>,
    /// Short court code that document links need, `13`.
    pub court_code: Option<String>,
    /// "AC Unlawful Detainer".
    pub case_type: Option<String>,
    /// `O5`, `T2`; unknown codes are kept.
    pub case_type_code: Option<String>,
    /// Filing date.
    pub filed_on: Option<Date>,
    /// Judge or commissioner assigned, "EXAMPLE, ROBIN T.".
    pub judge: Option<String>,
    /// Disposition.
    pub disposition: Option<Disposition>,
    /// Case security level as the court writes it; a scale of its own.
    pub security_level: Option<String>,
    /// Whether the court calls it a traffic or criminal case (then `charges.do` is worth asking).
    pub is_criminal: bool,
    /// The header itself says that the case is confidential.
    pub confidential: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_written("26BA-CV90123", "26BA-CV90123", CaseNumberShape::Current)]
    #[case::typed_with_blanks("24ba cv 90212", "24BA-CV90212", CaseNumberShape::Current)]
    #[case::without_hyphen("24BACV90212", "24BA-CV90212", CaseNumberShape::Current)]
    #[case::three_character_location(
        "2316-CR94724-01",
        "2316-CR94724-01",
        CaseNumberShape::Current
    )]
    #[case::one_digit_suffix("10SL-CR99964-0", "10SL-CR99964-0", CaseNumberShape::Current)]
    #[case::long_dash("26BA\u{2013}CV90123", "26BA-CV90123", CaseNumberShape::Current)]
    #[case::citation(" 704900001 ", "704900001", CaseNumberShape::Citation)]
    #[case::supreme_court("sc900112", "SC900112", CaseNumberShape::Appellate)]
    #[case::local_ticket("MUA90001MT", "MUA90001MT", CaseNumberShape::Unusual)]
    #[case::byte_order_mark("\u{feff}26BA-CV90123", "26BA-CV90123", CaseNumberShape::Current)]
    fn a_case_number_is_read_as_the_court_writes_it(
        #[case] typed: &str,
        #[case] read: &str,
        #[case] shape: CaseNumberShape,
    ) {
        let number = CaseNumber::parse(typed).unwrap();
        assert_eq!(
            number.as_str(),
            read,
            "what the person typed means this number"
        );
        assert_eq!(number.shape(), shape, "the shape decides whether we warn");
        assert_eq!(
            number.warning().is_some(),
            shape == CaseNumberShape::Unusual,
            "only unusual shapes are worth a warning"
        );
    }

    #[rstest]
    #[case::nothing("  ")]
    #[case::a_name("O'Public, Jordan")]
    #[case::letters_only("SAMPLE")]
    #[case::too_short("26BA")]
    #[case::too_long("26BA-CV90123-01-02-03-04")]
    #[case::markup("26BA-CV<b>1")]
    fn what_cannot_be_a_case_number_is_refused_with_an_example(#[case] typed: &str) {
        let error = CaseNumber::parse(typed).unwrap_err();
        assert!(
            error.to_string().contains("26BA-CV90123"),
            "the person sees what a case number looks like: {error}"
        );
    }

    #[rstest]
    #[case::a_name("O'Public,  Jordan", "O'PUBLIC, JORDAN", "holds '\\''")]
    #[case::letters_only("Sample", "SAMPLE", "looks like a name")]
    #[case::too_short("1", "1", "1 characters")]
    #[case::too_long(
        "26BA-CV90123-01-02-03-04",
        "26BA-CV90123-01-02-03-04",
        "24 characters"
    )]
    #[case::odd_characters("26BA/CV1", "26BA/CV1", "holds '/'")]
    #[case::unusual("mua90001mt", "MUA90001MT", "does not look like")]
    #[case::right("26ba cv 90123", "26BA-CV90123", "")]
    fn a_person_may_ask_for_what_does_not_look_like_a_case_number(
        #[case] typed: &str,
        #[case] sent: &str,
        #[case] why: &str,
    ) {
        let number = CaseNumber::asked(typed).unwrap();
        assert_eq!(number.as_str(), sent, "this goes to the court");
        assert_eq!(
            number.warning().is_some(),
            !why.is_empty(),
            "what looks right is not doubted"
        );
        if let Some(warning) = number.warning() {
            assert!(warning.contains(why), "says what looks wrong: {warning}");
            assert!(warning.contains("You can still ask"), "{warning}");
        }
        assert_eq!(
            CaseNumber::asked(number.as_str()).as_ref(),
            Ok(&number),
            "read from the store it is the same number"
        );
    }

    #[rstest]
    #[case::nothing(" \u{200b} ", CaseNumberError::Empty)]
    #[case::a_page(&"26BA ".repeat(13), CaseNumberError::TooLong { shown: "26BA ".repeat(8), length: 64 })]
    fn what_cannot_be_sent_at_all_is_refused(#[case] typed: &str, #[case] error: CaseNumberError) {
        assert_eq!(CaseNumber::asked(typed), Err(error));
    }

    #[test]
    fn marks_that_nobody_sees_do_not_spoil_a_copied_number() {
        let copied = "\u{202a}26BA\u{ad}\u{2011}CV90123\u{202c}\u{200e}";
        assert_eq!(CaseNumber::parse(copied).unwrap().as_str(), "26BA-CV90123");
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics_and_reads_its_own_output(typed in "\\PC{0,40}") {
            if let Ok(number) = CaseNumber::asked(&typed) {
                let again = CaseNumber::asked(number.as_str());
                proptest::prop_assert_eq!(again.as_ref(), Ok(&number), "what was asked for once reads as itself");
            }
            if let Ok(number) = CaseNumber::parse(&typed) {
                let again = CaseNumber::parse(number.as_str());
                proptest::prop_assert_eq!(again.as_ref(), Ok(&number), "a number read once reads as itself");
            }
        }
    }
}
