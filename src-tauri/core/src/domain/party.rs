//! Parties and their attorneys (`party.do`, `wire-format.md` §4.4). A full birth date is never read, kept or shown.

use serde::{Deserialize, Serialize};

/// The role of a party. Roles that we do not know are kept as the court writes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartyRole {
    /// Plaintiff.
    Plaintiff,
    /// Defendant.
    Defendant,
    /// Petitioner.
    Petitioner,
    /// Respondent.
    Respondent,
    /// Any other role, word for word ("Prosecuting Attorney", "Decedent").
    Other(String),
}

impl PartyRole {
    /// Reads the court's words (`desc`).
    pub fn parse(words: &str) -> Self {
        match words.trim().to_ascii_lowercase().as_str() {
            "plaintiff" => Self::Plaintiff,
            "defendant" => Self::Defendant,
            "petitioner" => Self::Petitioner,
            "respondent" => Self::Respondent,
            _ => Self::Other(words.trim().to_owned()),
        }
    }

    /// The role in the court's words.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plaintiff => "Plaintiff",
            Self::Defendant => "Defendant",
            Self::Petitioner => "Petitioner",
            Self::Respondent => "Respondent",
            Self::Other(words) => words,
        }
    }
}

/// An attorney of a party.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attorney {
    /// "COUNSEL, PAT X".
    pub name: String,
    /// The court's words, "Attorney for Plaintiff"; empty when it gives none.
    pub role: String,
    /// Whether the court lists the attorney as co-counsel.
    #[serde(default)]
    pub co_counsel: bool,
}

/// A party of a case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// "DOE, JANE Q".
    pub name: String,
    /// Role.
    pub role: PartyRole,
    /// The portal's role code, `DFT`.
    pub role_code: Option<String>,
    /// Address as the court shows it, with newlines; `None` when withheld (dots only) or absent.
    pub address: Option<String>,
    /// Year of birth, the only part of a birth date that the rule allows to be shown.
    pub birth_year: Option<u16>,
    /// Attorneys, in the court's order.
    pub attorneys: Vec<Attorney>,
}
