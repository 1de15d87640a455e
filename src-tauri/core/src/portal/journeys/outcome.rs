//! How a journey ends: done, or stopped with what happens next.

use jiff::Timestamp;

use super::kept::KeptPage;
use crate::domain::PortalPart;
use crate::portal::error::PortalError;
use crate::portal::words::{Saying, Words};

/// How a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInState {
    /// Signed in.
    SignedIn,
    /// The group's administrator disabled this user; files nothing until activated.
    Disabled,
    /// Signed in, and in no group.
    NoGroup,
}

/// What a journey ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// `cli.md`'s word: "registered", "associated", "signed_in", …
    pub word: &'static str,
    /// For whom.
    pub user_name: Option<String>,
    /// Signed in to.
    pub to: Option<PortalPart>,
    /// How that stands.
    pub state: SignInState,
    /// The group, as the portal says it.
    pub group: Option<String>,
    /// What comes next: "verify_email", "associate", "sign_in", "read_email".
    pub next: Option<&'static str>,
    /// Until when that can be done.
    pub until: Option<Timestamp>,
    /// The portal's own words at the end.
    pub notice: Option<String>,
    /// The defaults for eFiling as they are set now: label and value, "yes" or "no" for a box.
    pub preferences: Vec<(String, String)>,
}

impl Outcome {
    /// An outcome that is no more than its word.
    pub fn of(word: &'static str) -> Self {
        Self {
            word,
            user_name: None,
            to: None,
            state: SignInState::SignedIn,
            group: None,
            next: None,
            until: None,
            notice: None,
            preferences: Vec::new(),
        }
    }
}

/// Why a journey stopped. What was answered is kept, and the same journey goes on from it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JourneyError {
    /// The portal could not be asked, or what it answered is not a page.
    #[error(transparent)]
    Portal(#[from] PortalError),
    /// A page that the program does not know, or cannot fill; it was kept.
    #[error("{error}")]
    Page {
        /// What is wrong with it.
        error: PortalError,
        /// The page, secrets removed.
        page: Box<KeptPage>,
    },
    /// A page that the program does not know came behind a click that the portal took: it says nothing about the click.
    #[error("{}", behind(.clicked, .error))]
    Behind {
        /// The button.
        clicked: String,
        /// What is wrong with the page.
        error: PortalError,
        /// The page, secrets removed, where there is one to keep.
        page: Option<Box<KeptPage>>,
    },
    /// The link that the person gave leads away from the portal.
    #[error(
        "The link leads to {}, which the portal's profile does not allow. Nothing was sent there.", .error.shown().unwrap_or_default()
    )]
    ForeignLink {
        /// [`PortalError::ForeignHost`].
        error: PortalError,
    },
    /// Nobody was there to answer.
    #[error("A person has to answer ({about}), and nobody did. What was answered before is kept.")]
    NobodyThere {
        /// The question.
        about: String,
    },
    /// The person does not agree.
    #[error("\"{about}\" was not agreed to, so nothing was sent.")]
    NotAgreed {
        /// What was to be agreed to.
        about: String,
    },
    /// The portal refused what was typed.
    #[error("The portal did not accept this: \"{words}\".")]
    Refused {
        /// The portal's own words.
        words: String,
        /// The question that they are about, where that can be known.
        about: Option<String>,
    },
    /// The portal refused a log-in. It is never tried again by itself.
    #[error("The portal did not log you in. It says: \"{}\".{}", unended(.words), tries(.tries_left))]
    LogInRefused {
        /// The portal's own words.
        words: String,
        /// Log-ins left before it locks the account, where known.
        tries_left: Option<u32>,
    },
    /// The portal locked the account (C6).
    #[error("The portal has locked this account. It says: \"{}\".", unended(.words))]
    Locked {
        /// The portal's own words.
        words: String,
        /// When to come back.
        until: Timestamp,
    },
    /// A link of an e-mail does not count any more.
    #[error("This link does not count any more. The portal says: \"{}\".", unended(.words))]
    LinkExpired {
        /// The portal's own words.
        words: String,
    },
    /// The group of the link is none that the portal knows.
    #[error("The portal does not know the group of this link. It says: \"{}\".", unended(.words))]
    UnknownGroup {
        /// The portal's own words.
        words: String,
    },
    /// The portal ended the session again and again.
    #[error("The portal ended the session. It says: \"{words}\". What was answered is kept.")]
    SessionEnded {
        /// The portal's own words.
        words: String,
    },
    /// A click that changes something was sent, and its answer was lost.
    #[error(
        "\"{clicked}\" was sent, and the portal's answer was lost ({cause}). Nobody can tell yet whether it was done, and it was not sent again."
    )]
    Uncertain {
        /// The button.
        clicked: String,
        /// What happened to the answer.
        cause: String,
    },
    /// The profile does not say where this part of the portal is.
    #[error("The portal profile does not say where {part} is (urls.{part}). Nothing was sent.")]
    NotOffered {
        /// The key.
        part: &'static str,
    },
    /// What was reached could not be stored.
    #[error("{message}")]
    Store {
        /// The store's kind.
        kind: String,
        /// The store's words.
        message: String,
        /// What to do.
        hint: String,
    },
}

/// The portal's words inside a sentence of ours, which ends with a stop of its own.
fn unended(words: &str) -> &str {
    words.strip_suffix('.').unwrap_or(words)
}

fn behind(clicked: &str, error: &PortalError) -> String {
    let came = match (error.expected(), error.shown()) {
        (Some(expected), Some(shown)) => {
            format!("Expected: {expected}. Shown: \"{shown}\".")
        }
        _ => error.kind().to_owned(),
    };
    format!(
        "The portal took \"{clicked}\" and showed another page than expected. {came} Nobody can tell yet whether it was done, and it is not sent again."
    )
}

fn tries(left: &Option<u32>) -> String {
    match left {
        Some(1) => " One try is left before it locks the account.".to_owned(),
        Some(n) => format!(" {n} tries are left before it locks the account."),
        None => String::new(),
    }
}

impl JourneyError {
    /// The same of a page that came behind a click of which nobody can tell.
    pub(super) fn behind(self, clicked: &str) -> Self {
        match self {
            Self::Page { error, page } => Self::Behind {
                clicked: clicked.to_owned(),
                error,
                page: Some(page),
            },
            other => other,
        }
    }

    /// The stable word for `--json` and the window.
    pub fn kind(&self) -> &str {
        match self {
            Self::Portal(error)
            | Self::Page { error, .. }
            | Self::Behind { error, .. }
            | Self::ForeignLink { error } => error.kind(),
            Self::NobodyThere { .. } | Self::NotAgreed { .. } => "needs_person",
            Self::Refused { .. } => "refused",
            Self::LogInRefused { .. } => "log_in_refused",
            Self::Locked { .. } => "locked_out",
            Self::LinkExpired { .. } => "link_expired",
            Self::UnknownGroup { .. } => "unknown_group",
            Self::SessionEnded { .. } => "session_ended",
            Self::Uncertain { .. } => "uncertain",
            Self::NotOffered { .. } => "not_offered",
            Self::Store { kind, .. } => kind,
        }
    }

    /// What the person can do.
    pub fn hint(&self) -> String {
        match self {
            Self::Portal(error) | Self::Page { error, .. } => error.hint().to_owned(),
            Self::ForeignLink { .. } => "Copy the whole link from the e-mail of the court or of your group's administrator once more; do not open one that you did not expect.".to_owned(),
            Self::NobodyThere { .. } => "Run the same again and answer; it goes on from here.".to_owned(),
            Self::NotAgreed { .. } => "Run the same again when you have read it; it goes on from here.".to_owned(),
            Self::Refused { about, .. } => format!("{} Everything else is kept: run the same again, it goes on from here.", way_on(about.as_deref())),
            Self::LogInRefused { words, .. } if says(Saying::Disabled, words) => "Only your group's administrator can activate you again. The password is not why; it is not tried again by itself.".to_owned(),
            Self::LogInRefused { words, .. } if says(Saying::NotVerified, words) => "Follow the link in the portal's e-mail first, or ask for another: docketctl register account --resend".to_owned(),
            Self::LogInRefused { .. } => "Check the user name and the password (capital and small letters count). It is not tried again by itself; a forgotten password can be recovered.".to_owned(),
            Self::Locked { .. } => format!("Wait 30 minutes, or call the help desk. {HELP_DESK}"),
            Self::LinkExpired { .. } => format!("Ask for a new one: resend the e-mail, or ask your group's administrator for the link. {HELP_DESK}"),
            Self::UnknownGroup { .. } => "Copy the whole link from the e-mail once more. Ask your group's administrator for its link if that does not help.".to_owned(),
            Self::SessionEnded { .. } => "Run the same again; what is known is filled in for you.".to_owned(),
            Self::Uncertain { .. } | Self::Behind { .. } => "Settle it by reading the portal: `docketctl reconcile`, or Accounts in the window.".to_owned(),
            Self::NotOffered { .. } => "Add the address to the portal profile.".to_owned(),
            Self::Store { hint, .. } => hint.clone(),
        }
    }

    /// When trying again can help.
    pub fn retry_at(&self) -> Option<Timestamp> {
        match self {
            Self::Portal(error) => error.retry_at(),
            Self::Locked { until, .. } => Some(*until),
            _ => None,
        }
    }
}

fn says(saying: Saying, words: &str) -> bool {
    Words::shipped().saying(saying).within(words)
}

/// What to do about an answer that was refused, by the question that it belongs to.
fn way_on(about: Option<&str>) -> &'static str {
    match about {
        Some("phrase") => "Type the phrase of the new picture, or ask for another picture.",
        Some("user_name") => "Choose another user name; it can never be changed later.",
        Some("password" | "new_password") => {
            "Choose another password: at least 8 characters, upper and lower case letters, a digit."
        }
        Some("temporary_password") => "Type the password exactly as the court's e-mail has it.",
        Some("email") => "Check the e-mail address: what the portal sends goes there.",
        Some("pin") => {
            "Ask your group's administrator for the PIN of today; it is not tried again by itself."
        }
        Some("group") => "Choose your group as its administrator calls it.",
        Some("email_code") => "Type the code of the newest e-mail; an older one counts no longer.",
        _ => "Correct it.",
    }
}

/// Whom to call, and when (seed 002).
pub const HELP_DESK: &str = "The help desk answers Monday to Friday, 7:30 a.m. to 5:00 p.m. Central, not on state holidays: (573) 526-0062.";
