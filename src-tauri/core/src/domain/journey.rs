//! The journeys of a portal account (`account-pages.md`): which ones there are, and which part of the portal each is for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A journey through the portal's account pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JourneyKind {
    /// A group administrator's account, issued by the court (A1–A9).
    RegisterAdministrator,
    /// A group user's account (B1–B8).
    RegisterUser,
    /// Joining a group (B9–B12).
    Associate,
    /// Leaving the group.
    Dissociate,
    /// A Case.net account (C1–C2).
    RegisterAccount,
    /// Signing in (C3–C4, or the log-on of `/registration` and `/ecf/`).
    SignIn,
    /// A forgotten password (C5).
    RecoverPassword,
    /// A forgotten user name (C5).
    RecoverUserName,
    /// A new password for an account that is signed in.
    ChangePassword,
    /// The verification mail once more (C2).
    ResendVerification,
    /// My Preferences of a group user: the defaults for eFiling.
    Preferences,
    /// Group Maintenance and the group's PIN: what an administrator does for the group's users.
    Maintenance,
}

impl JourneyKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::RegisterAdministrator,
        Self::RegisterUser,
        Self::Associate,
        Self::Dissociate,
        Self::RegisterAccount,
        Self::SignIn,
        Self::RecoverPassword,
        Self::RecoverUserName,
        Self::ChangePassword,
        Self::ResendVerification,
        Self::Preferences,
        Self::Maintenance,
    ];

    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RegisterAdministrator => "register_administrator",
            Self::RegisterUser => "register_user",
            Self::Associate => "associate",
            Self::Dissociate => "dissociate",
            Self::RegisterAccount => "register_account",
            Self::SignIn => "sign_in",
            Self::RecoverPassword => "recover_password",
            Self::RecoverUserName => "recover_user_name",
            Self::ChangePassword => "change_password",
            Self::ResendVerification => "resend_verification",
            Self::Preferences => "preferences",
            Self::Maintenance => "group_maintenance",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What it is, in a sentence: "the registration of a group user".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::RegisterAdministrator => "the registration of a group administrator",
            Self::RegisterUser => "the registration of a group user",
            Self::Associate => "the group association",
            Self::Dissociate => "leaving the group",
            Self::RegisterAccount => "the registration of a Case.net account",
            Self::SignIn => "the log-in",
            Self::RecoverPassword => "the recovery of the password",
            Self::RecoverUserName => "the recovery of the user name",
            Self::ChangePassword => "the change of the password",
            Self::ResendVerification => "another verification mail",
            Self::Preferences => "the defaults for eFiling",
            Self::Maintenance => "Group Maintenance",
        }
    }

    /// The part of the portal where its account is used.
    pub fn part(self) -> PortalPart {
        match self {
            Self::RegisterAdministrator | Self::Maintenance => PortalPart::Group,
            Self::RegisterUser | Self::Associate | Self::Dissociate | Self::Preferences => {
                PortalPart::Ecf
            }
            _ => PortalPart::Casenet,
        }
    }
}

impl fmt::Display for JourneyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A part of the portal that one signs in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalPart {
    /// Case.net: Track This Case, Manage My Case.
    Casenet,
    /// eFiling (`/ecf/`).
    Ecf,
    /// The group's administration (`/registration`).
    Group,
}

impl PortalPart {
    /// Stable word for storage and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Casenet => "casenet",
            Self::Ecf => "ecf",
            Self::Group => "group",
        }
    }

    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Casenet, Self::Ecf, Self::Group]
            .into_iter()
            .find(|part| part.as_str() == word)
    }

    /// For people: "Case.net".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Casenet => "Case.net",
            Self::Ecf => "eFiling",
            Self::Group => "the group's administration",
        }
    }
}

impl fmt::Display for PortalPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_words_are_read_back() {
        for kind in JourneyKind::ALL {
            assert_eq!(JourneyKind::parse(kind.as_str()), Some(kind), "{kind}");
        }
        assert_eq!(JourneyKind::parse("register"), None);
        assert_eq!(PortalPart::parse("ecf"), Some(PortalPart::Ecf));
    }
}
