//! The person's part of a journey: what a page asks, and the answers. Drawn by the window as one form, spoken by
//! `docketctl` question by question (`cli.md`, "A person's part").

use std::fmt;

use secrecy::SecretString;

use crate::domain::JourneyKind;
use crate::portal::Waiting;

/// A sentence above a page, and whose it is: the portal's words are never passed off as ours, nor ours as the portal's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub words: String,
    /// It is ours; else the portal's.
    pub ours: bool,
}

impl Said {
    /// A sentence of the portal.
    pub fn by_portal(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            ours: false,
        }
    }

    /// A sentence of ours.
    pub fn by_us(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            ours: true,
        }
    }
}

/// What a page asks of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct PageAsk {
    /// The journey.
    pub journey: JourneyKind,
    /// The procedure's own step: "A2", "B10".
    pub step: String,
    /// The page's heading as shown.
    pub page: String,
    /// What there is to say above the page: what we have to say of the way here (a restart), what the portal says on it
    /// (refusals at its top, notices), then our own warnings.
    pub told: Vec<Said>,
    /// Those of them that refuse what was sent before.
    pub refusals: Vec<String>,
    /// The questions, in the page's order.
    pub asks: Vec<Ask>,
    /// Pressing the button changes something for good.
    pub last_click: bool,
    /// What the page shows before that click: read it back (label and value, no secret).
    pub review: Vec<(String, String)>,
    /// The visible button that will be pressed.
    pub button: String,
    /// The host that the answers go to, in full.
    pub host: String,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskKind {
    /// Typed, never shown or kept.
    Secret,
    /// Typed.
    Text,
    /// Read from a picture.
    Phrase,
    /// A code from an e-mail.
    Code,
    /// One of some options.
    Choice,
    /// Yes or no to a text.
    Agreement,
}

impl AskKind {
    /// The word of `cli.md`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Text => "text",
            Self::Phrase => "phrase",
            Self::Code => "code",
            Self::Choice => "choice",
            Self::Agreement => "agreement",
        }
    }

    /// Whether the answer is kept when a journey is left: only plain ones are.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Text | Self::Choice)
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Unique on its page and the same when the page comes again: `security_answer 2`, `Mailing Address / City`.
    pub id: String,
    /// `cli.md`'s NAME, or the row's visible label.
    pub name: String,
    /// How it is answered.
    pub kind: AskKind,
    /// The page's words.
    pub prompt: String,
    /// The heading that the question stands under.
    pub under: Option<String>,
    /// What can be chosen.
    pub options: Vec<AskOption>,
    /// The picture with the phrase.
    pub image: Option<Image>,
    /// The agreement in full.
    pub text: Option<String>,
    /// The portal's words at this field.
    pub refused: Option<String>,
    /// What was answered before; never a secret.
    pub known: Option<String>,
    /// What the portal wants of a password.
    pub rules: Option<PasswordRules>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// The secret can be kept, if the person says so.
    pub may_keep: bool,
}

impl Ask {
    /// A question with nothing but a name and the page's words.
    pub fn new(kind: AskKind, name: &str, prompt: &str) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            kind,
            prompt: prompt.to_owned(),
            under: None,
            options: Vec::new(),
            image: None,
            text: None,
            refused: None,
            known: None,
            rules: None,
            optional: false,
            may_keep: false,
        }
    }
}

/// One of the answers that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskOption {
    /// What the answer holds.
    pub value: String,
    /// What a person reads.
    pub label: String,
}

/// A picture of the portal's.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    /// As it came.
    pub bytes: Vec<u8>,
    /// `image/png` or what the portal says.
    pub media_type: String,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// What the portal wants of a password (`account-pages.md` C1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters at least.
    pub least: u32,
    /// An upper and a lower case letter.
    pub both_cases: bool,
    /// A digit.
    pub digit: bool,
}

impl PasswordRules {
    /// What the sources say: at least 8 characters, upper and lower case, a digit.
    pub const PORTAL: Self = Self {
        least: 8,
        both_cases: true,
        digit: true,
    };

    /// What a password lacks, in words; empty when it keeps the rules.
    pub fn lacks(&self, password: &str) -> Vec<&'static str> {
        let mut lacks = Vec::new();
        if password.chars().count() < self.least as usize {
            lacks.push("at least 8 characters");
        }
        if self.both_cases && !password.chars().any(char::is_uppercase) {
            lacks.push("an upper case letter");
        }
        if self.both_cases && !password.chars().any(char::is_lowercase) {
            lacks.push("a lower case letter");
        }
        if self.digit && !password.chars().any(|c| c.is_ascii_digit()) {
            lacks.push("a digit");
        }
        lacks
    }
}

/// An answer. Its `Debug` shows nothing of it: a text may be a phrase or a code.
#[derive(Clone)]
pub enum Answer {
    /// A text, or the value of the chosen option.
    Text(String),
    /// A secret, and whether the person asked to have it kept in the secret store.
    Secret(SecretString, bool),
    /// Yes or no.
    Agreed(bool),
    /// Show me another picture.
    AnotherPicture,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Secret(..) => "Secret",
            Self::Agreed(true) => "Agreed",
            Self::Agreed(false) => "NotAgreed",
            Self::AnotherPicture => "AnotherPicture",
        })
    }
}

/// The answers, one for each question of the page and in their order.
pub type Answers = Vec<Answer>;

/// Nobody is there to answer: the input ended, the window was closed, the person left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NobodyThere {
    /// The question that stays open.
    pub about: String,
}

/// A page that was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyStep {
    /// The journey.
    pub journey: JourneyKind,
    /// The procedure's own step.
    pub step: String,
    /// The page's heading as shown.
    pub page: String,
    /// What the portal says on it, and what we have to say about it (a restart).
    pub told: Vec<Said>,
}

/// The host that a form is sent to, with its port where it has one.
pub(super) fn host_of(url: &url::Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    }
}

/// Whoever answers for the person: the window, the terminal, a test.
pub trait Person: Send + Sync {
    /// Shows a page's questions and waits for the answers.
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>>;
    /// Says that a page was reached.
    fn reached(&self, step: &JourneyStep);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_a_password_are_the_portals() {
        let rules = PasswordRules::PORTAL;
        assert!(rules.lacks("Sample123").is_empty());
        assert_eq!(rules.lacks("sample123"), ["an upper case letter"]);
        assert_eq!(rules.lacks("SAMPLE12"), ["a lower case letter"]);
        assert_eq!(
            rules.lacks("Sample"),
            ["at least 8 characters", "a digit"],
            "each lack is named"
        );
    }

    #[test]
    fn a_secret_answer_prints_nothing() {
        let shown = format!("{:?}", Answer::Secret("canary".into(), true));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
