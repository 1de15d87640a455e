//! What this computer knows of accounts: which there are, who is signed in where, how many log-ins are left. No secrets.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::app::desk::Desk;
use crate::app::views::Problem;
use crate::domain::PortalPart;

const SETTING: &str = "accounts";
/// Refused log-ins are forgotten as the portal forgets them (seed 002: 30 minutes).
const COUNTED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// How a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    SignedIn,
    Ended,
    Disabled,
    NoGroup,
}

/// Signed in, for one part of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignedIn {
    pub part: PortalPart,
    pub user_name: String,
    pub since: Timestamp,
    pub standing: Standing,
    pub portal_says: Option<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownAccount {
    pub user_name: String,
    pub group: Option<String>,
    #[serde(default)]
    pub password_kept: bool,
    #[serde(default)]
    pub pin_kept: bool,
}

/// Refused log-ins of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusals {
    pub count: u32,
    pub left: Option<u32>,
    pub at: Timestamp,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountBook {
    #[serde(default)]
    pub signed_in: Vec<SignedIn>,
    #[serde(default)]
    pub accounts: Vec<KnownAccount>,
    #[serde(default)]
    pub refusals: BTreeMap<String, Refusals>,
    #[serde(default)]
    pub locked: BTreeMap<String, Timestamp>,
    #[serde(default)]
    pub verify_until: Option<Timestamp>,
    #[serde(default)]
    pub last_part: Option<PortalPart>,
}

impl AccountBook {
    /// The account of this name; a new line where there is none.
    pub fn account(&mut self, user_name: &str) -> &mut KnownAccount {
        let at = match self.accounts.iter().position(|a| a.user_name == user_name) {
            Some(at) => at,
            None => {
                self.accounts.push(KnownAccount {
                    user_name: user_name.to_owned(),
                    group: None,
                    password_kept: false,
                    pin_kept: false,
                });
                self.accounts.len() - 1
            }
        };
        &mut self.accounts[at]
    }

    /// A log-in that was taken: nothing is counted against the account any more.
    pub fn logged_in(
        &mut self,
        part: PortalPart,
        user_name: &str,
        standing: Standing,
        says: Option<String>,
        now: Timestamp,
    ) {
        self.refusals.remove(user_name);
        self.locked.remove(user_name);
        self.signed_in.retain(|s| s.part != part);
        self.signed_in.push(SignedIn {
            part,
            user_name: user_name.to_owned(),
            since: now,
            standing,
            portal_says: says,
        });
        self.last_part = Some(part);
    }

    /// A log-in that was refused: counted with the portal, which may say how many are left.
    pub fn refused(&mut self, user_name: &str, told: Option<u32>, now: Timestamp) -> Option<u32> {
        let before = self
            .refusals
            .get(user_name)
            .filter(|r| now.duration_since(r.at) < COUNTED_FOR)
            .cloned();
        let (count, left) = before.map_or((0, None), |r| (r.count, r.left));
        let left = told.or_else(|| left.map(|n| n.saturating_sub(1)));
        self.refusals.insert(
            user_name.to_owned(),
            Refusals {
                count: count + 1,
                left,
                at: now,
            },
        );
        left
    }

    /// Log-ins left, as far as is known and still counted.
    pub fn tries_left(&self, user_name: &str, now: Timestamp) -> Option<u32> {
        let refusals = self.refusals.get(user_name)?;
        (now.duration_since(refusals.at) < COUNTED_FOR).then_some(refusals.left)?
    }

    /// Until when the account is locked, if it still is.
    pub fn locked_until(&self, user_name: &str, now: Timestamp) -> Option<Timestamp> {
        self.locked
            .get(user_name)
            .copied()
            .filter(|until| *until > now)
    }

    /// Who is signed in to this part, as far as is known.
    pub fn signed_in_as(&self, part: PortalPart) -> Option<&str> {
        self.signed_in
            .iter()
            .find(|s| s.part == part && s.standing == Standing::SignedIn)
            .map(|s| s.user_name.as_str())
    }

    /// Everybody whose log-ins are counted.
    pub fn accounts_asked(&self) -> impl Iterator<Item = &str> {
        self.refusals.keys().map(String::as_str)
    }

    /// Forgets an account.
    pub fn forget(&mut self, user_name: &str) {
        self.accounts.retain(|a| a.user_name != user_name);
        self.signed_in.retain(|s| s.user_name != user_name);
        self.refusals.remove(user_name);
        self.locked.remove(user_name);
    }

    /// The portal ended the session: everybody has to sign in again.
    pub fn ended(&mut self) {
        for signed_in in &mut self.signed_in {
            if signed_in.standing == Standing::SignedIn {
                signed_in.standing = Standing::Ended;
            }
        }
    }
}

impl Desk {
    pub(crate) async fn account_book(&self) -> Result<AccountBook, Problem> {
        Ok(self.inner.store.setting(SETTING).await?.unwrap_or_default())
    }

    pub(crate) async fn keep_account_book(&self, book: &AccountBook) -> Result<(), Problem> {
        Ok(self
            .inner
            .store
            .set_setting(SETTING, book, self.now())
            .await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_log_ins_are_counted_with_the_portal_and_forgotten_after_half_an_hour() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let mut book = AccountBook::default();
        assert_eq!(
            book.refused("jdoe", Some(2), now),
            Some(2),
            "as the portal says"
        );
        assert_eq!(
            book.refused("jdoe", None, now),
            Some(1),
            "one less when it says nothing"
        );
        assert_eq!(book.tries_left("jdoe", now), Some(1));
        let later = now + SignedDuration::from_mins(31);
        assert_eq!(
            book.tries_left("jdoe", later),
            None,
            "the portal has forgotten, too"
        );
        assert_eq!(book.refused("jdoe", None, later), None);
        book.logged_in(PortalPart::Casenet, "jdoe", Standing::SignedIn, None, later);
        assert_eq!(
            book.refusals.len(),
            0,
            "a log-in that was taken ends the count"
        );
        book.ended();
        assert_eq!(book.signed_in[0].standing, Standing::Ended);
    }
}
