//! The docket and its entries (`docketEntriesSearch.do`, `wire-format.md` §4.5).

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{CaseNumber, Document, NamedCourt, Setting};

/// One reading of a case's docket, oldest entry first (`whichone` ascending).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docket {
    /// The case number that the answer names; the reader refuses an answer about another case.
    pub case_number: CaseNumber,
    /// The court that the answer names.
    pub court: NamedCourt,
    /// The entries, oldest first.
    pub entries: Vec<DocketEntry>,
}

/// One docket entry as the court shows it now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocketEntry {
    /// Database sequence number (`sequenceNumber`); its order differs from the display order. `None` when absent or 0.
    pub sequence: Option<i64>,
    /// The day of the entry. `None` when the court gives none or one that cannot be read.
    pub filed_on: Option<Date>,
    /// Title of the entry (`docketDesc`), word for word.
    pub description: String,
    /// Text below the title (`docketText`); `None` when there is none. May hold newlines.
    pub text: Option<String>,
    /// Who filed it (`filingPartyFullName`).
    pub filed_by: Option<String>,
    /// On behalf of whom (`behalfOfPartiesNames`).
    pub on_behalf_of: Option<String>,
    /// The court's code, `SCAR`, `ORDER`; unknown codes are kept.
    pub code: Option<String>,
    /// Broad class, `ZHESC`; absent on some.
    pub class_code: Option<String>,
    /// Documents attached.
    pub documents: Vec<Document>,
    /// Settings that hang on this entry: `C` rows (set) and `R` rows (result).
    pub settings: Vec<Setting>,
    /// Related entries.
    pub associated: Vec<AssociatedEntry>,
    /// Whether the court marks the entry confidential.
    pub confidential: bool,
    /// Whether the court lists documents here and offers no link to them: it says so itself (`canSeeCaseDocuments`
    /// false, `wire-format.md` §4.5, §4.7). A portal that says nothing of links offers them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_link: bool,
}

/// An edge to another entry of the same docket (`associatedDocketInfoDetails`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssociatedEntry {
    /// Sequence number of the other entry, where it can be told.
    pub sequence: Option<i64>,
    /// Date of the other entry.
    pub filed_on: Option<Date>,
    /// Title of the other entry.
    pub description: String,
}

/// What an entry is known by between two readings (architecture rule 4): the portal's sequence number where it has
/// one, else a hash of date, title and text; with an ordinal among equals, so that twins of one day stay apart.
///
/// Two integers, because a docket of 10,000 entries is compared by reading them from one covering index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryIdentity {
    /// The sequence number (positive), or for entries without one a negative hash of date, title and text.
    pub id: i64,
    /// 0 for the first of equals in docket order, then 1, 2 …
    pub ordinal: u32,
}

impl DocketEntry {
    /// The first half of [`EntryIdentity`]: sequence number, or a negative content hash.
    pub fn identity(&self) -> i64 {
        match self.sequence {
            Some(n) if n > 0 => n,
            _ => {
                let mut h = Hashed::new();
                h.date(self.filed_on);
                h.text(&self.description);
                h.text(self.text.as_deref().unwrap_or(""));
                // The sign bit marks "no sequence number"; 63 bits of hash remain.
                (h.digest() | (1 << 63)).cast_signed()
            }
        }
    }

    /// A hash of everything that counts as the entry's content: a change of it is an amended entry or a changed
    /// setting. Edges to other entries are left out, since a later entry adds one to this entry without the court
    /// having edited it; settings are hashed apart ([`DocketEntry::settings_fingerprint`]).
    ///
    /// Blanks are no content: double ones and no-break ones count as one, as in names. Nor is the mark
    /// `confidential`, which changes no word; the settings' hash has it.
    pub fn fingerprint(&self) -> i64 {
        self.hash_words(single_blanks, false)
    }

    /// [`DocketEntry::fingerprint`] as stores of before have it: every blank and the mark counted.
    pub fn former_fingerprint(&self) -> i64 {
        self.hash_words(|text| Cow::Borrowed(text), self.confidential)
    }

    fn hash_words(&self, as_compared: impl Fn(&str) -> Cow<'_, str>, marked: bool) -> i64 {
        let mut h = Hashed::new();
        h.date(self.filed_on);
        h.text(&as_compared(&self.description));
        for part in [&self.text, &self.filed_by, &self.on_behalf_of] {
            h.text(&as_compared(part.as_deref().unwrap_or("")));
        }
        h.bytes(&[u8::from(marked)]);
        for d in &self.documents {
            h.text(&d.document_id);
            h.text(&d.title);
        }
        h.digest().cast_signed()
    }

    /// A hash of the entry's settings, edges and marks: what [`DocketEntry::fingerprint`] leaves out.
    pub fn settings_fingerprint(&self) -> i64 {
        let mut h = Hashed::new();
        for s in &self.settings {
            h.date(s.scheduled_on);
            for part in [s.time.as_deref(), s.location.as_deref(), s.judge.as_deref()] {
                h.text(part.unwrap_or(""));
            }
            h.text(&s.purpose);
            h.text(s.mark.as_str());
        }
        for a in &self.associated {
            h.bytes(&a.sequence.unwrap_or(0).to_le_bytes());
            h.text(&a.description);
        }
        if self.confidential {
            h.bytes(&[1]);
        }
        if self.without_link {
            h.bytes(&[2]);
        }
        h.digest().cast_signed()
    }
}

/// The text with single blanks in each line and none at its ends.
fn single_blanks(text: &str) -> Cow<'_, str> {
    let mut before = '\n';
    let mut plain = true;
    for c in text.chars() {
        let blank = c.is_whitespace() && c != '\n';
        let edge = before == ' ' || before == '\n';
        plain &= !blank || (c == ' ' && !edge);
        plain &= c != '\n' || before != ' ';
        before = c;
    }
    if plain && before != ' ' {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    Cow::Owned(lines.join("\n"))
}

impl Docket {
    /// The identities of all entries, in the order of `entries`: equals are numbered in docket order.
    pub fn identities(&self) -> Vec<EntryIdentity> {
        let mut seen: std::collections::HashMap<i64, u32> =
            std::collections::HashMap::with_capacity(self.entries.len());
        self.entries
            .iter()
            .map(|entry| {
                let id = entry.identity();
                let next = seen.entry(id).or_insert(0);
                let ordinal = *next;
                *next += 1;
                EntryIdentity { id, ordinal }
            })
            .collect()
    }
}

/// What is hashed, put together and hashed at once: the same hash as piece by piece, at a third of the cost for an
/// entry's few hundred bytes.
struct Hashed(Vec<u8>);

impl Hashed {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.0.capacity() == 0 {
            self.0.reserve(256);
        }
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(&(text.len() as u64).to_le_bytes());
        self.bytes(text.as_bytes());
    }

    fn date(&mut self, date: Option<Date>) {
        match date {
            Some(d) => {
                self.bytes(&d.year().to_le_bytes());
                self.bytes(&[d.month().cast_unsigned(), d.day().cast_unsigned()]);
            }
            None => self.bytes(&[0xff; 4]),
        }
    }

    fn digest(self) -> u64 {
        xxh3_64(&self.0)
    }
}
