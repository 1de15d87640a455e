//! Passwords, PINs and answers of the practice world. What a person typed is kept as a salted hash: somebody may type a
//! real password here by mistake, and the journal lies in the data folder. The words themselves stay in memory only.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A password, a PIN, an answer: it can be compared; `Debug` and the journal do not tell it.
#[derive(Clone, Default)]
pub(crate) struct Hidden {
    /// `salt$hash`, both in hexadecimal digits.
    hash: String,
    /// What was typed, as long as this process lives.
    words: Option<String>,
}

impl Hidden {
    /// Whether these are the words.
    pub(crate) fn is(&self, words: &str) -> bool {
        self.hash
            .split_once('$')
            .is_some_and(|(salt, _)| hashed(salt, words) == self.hash)
    }

    /// The words, where this process has seen them.
    pub(crate) fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

fn hashed(salt: &str, words: &str) -> String {
    let hash = Sha256::digest(format!("{salt}{words}").as_bytes());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{salt}${hash}")
}

impl From<&str> for Hidden {
    fn from(words: &str) -> Self {
        Self {
            hash: hashed(&format!("{:016x}", rand::random::<u64>()), words),
            words: Some(words.to_owned()),
        }
    }
}

impl PartialEq for Hidden {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Hidden {}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.hash.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let hash = String::deserialize(from)?;
        Ok(Self { hash, words: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_again_after_the_journal_and_stand_nowhere_in_it() {
        let kept = serde_json::to_string(&Hidden::from("Practice-1")).unwrap();
        assert!(!kept.contains("Practice"), "{kept}");
        let read: Hidden = serde_json::from_str(&kept).unwrap();
        assert!(read.is("Practice-1"));
        assert!(!read.is("practice-1"));
        assert_eq!(read.words(), None);
    }

    #[test]
    fn nothing_is_not_the_empty_password() {
        assert!(!Hidden::default().is(""));
    }
}
