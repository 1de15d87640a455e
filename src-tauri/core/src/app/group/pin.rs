//! The group's PIN: changed online only and never queued; how old it is and who still knows it; kept in the secret store
//! only when the person asks, or when it was made here. Nothing in the database but that there is one.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use zeroize::Zeroizing;

use super::delivering::sign_in_first;
use crate::app::desk::Desk;
use crate::app::group_views::{KnowsPinView, NewPin, PinSheet, PinView, ShownPin};
use crate::app::travel::office::signed_in;
use crate::app::travel::{NobodyHere, Stopped};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::KnownUser;
use crate::domain::notice_words::ProgramNews;
use crate::domain::pin_clock::{Exposure, exposure, left_since, pin_reminders};
use crate::portal::journeys::group::{GroupDesk, PinAnswer};
use crate::portal::journeys::{JourneyError, Person};
use crate::storage::{AuditEntry, GroupFacts, PlannedNotice};
use crate::sync::group::DeskError;

/// The entry of the PIN in the secret store.
pub(crate) const PIN: &str = "group-pin";
/// The entry of a PIN that was made here and is on its way.
pub(crate) const NEW_PIN: &str = "group-pin-new";
/// Letters and digits without those that look alike (0 O Q, 1 I l, 5 S, 2 Z, 8 B, 6 G, U V).
const LETTERS: &[u8] = b"ACDEFHJKLMNPRTUWXY3479";
/// How many characters a made PIN has.
const LENGTHS: std::ops::RangeInclusive<u32> = 6..=12;

impl Desk {
    /// The PIN's age and who knows it.
    pub(super) async fn pin_view(&self) -> Result<PinView, Problem> {
        let store = &self.inner.store;
        let facts = store.group_facts().await?;
        let users = store.group_users().await?;
        Ok(self.pin_of(&facts, &users))
    }

    pub(super) fn pin_of(&self, facts: &GroupFacts, users: &[KnownUser]) -> PinView {
        let clock = exposure(&facts.pin_clock(), users, self.now());
        PinView {
            set_at: facts.pin_set_at.map(|at| at.to_string()),
            days: clock.days,
            kept: facts.pin_kept,
            uncertain: facts.pin_sent_at.is_some(),
            reminder: reminder(facts, users, &clock),
            left: clock
                .left
                .iter()
                .map(|k| KnowsPinView {
                    user_name: k.user.user_name.clone(),
                    name: k.user.name.clone(),
                    status: super::shown::status(&k.user.status),
                    since: k.status_since.to_string(),
                })
                .collect(),
            joined: clock.joined,
            remind_after_days: facts.pin_remind_days,
        }
    }

    /// Changes the PIN, for the window.
    ///
    /// # Errors
    /// As [`Desk::change_group_pin`].
    pub async fn change_pin(&self, pin: NewPin) -> Result<PinView, Problem> {
        let (pin, keep) = match pin {
            NewPin::Typed { pin, keep } => (Some(pin), keep),
            NewPin::Generated { length } => {
                return self.pin_changed(None, length, true).await;
            }
        };
        self.pin_changed(pin, 0, keep).await
    }

    async fn pin_changed(
        &self,
        typed: Option<SecretString>,
        length: u32,
        keep: bool,
    ) -> Result<PinView, Problem> {
        let changed = self
            .change_group_pin(typed, length, keep, &NobodyHere)
            .await;
        match changed {
            Ok(_) => self.pin_view().await,
            // A log-on would not help.
            Err(stopped) if stopped.more.get("for").is_some_and(|about| about == "pin") => {
                Err(Problem::new(
                    "old_pin",
                    "The court's page asks for the PIN that counts now, and it is not kept on this computer. The PIN was not changed.",
                    "Change it on the court's own site.",
                ))
            }
            Err(stopped) => Err(sign_in_first(
                stopped.problem,
                "The PIN was not changed.",
                "Sign in, then change the PIN.",
            )),
        }
    }

    /// Changes the PIN at the portal, now. Without a typed one it makes one of `length` characters, and has it in the
    /// secret store before it is sent. Gives the portal's words.
    ///
    /// # Errors
    /// `refused` with the portal's words; `uncertain` when the answer was lost: set it again.
    pub async fn change_group_pin(
        &self,
        typed: Option<SecretString>,
        length: u32,
        keep: bool,
        person: &dyn Person,
    ) -> Result<String, Stopped> {
        let made = typed.is_none();
        let pin = match typed {
            Some(pin) => typed_pin(pin)?,
            None => made_pin(length)?,
        };
        let keep = keep || made;
        let before = Before {
            sent_at: self
                .inner
                .store
                .group_facts()
                .await
                .map_err(Problem::from)?
                .pin_sent_at,
            made: self.pin_secret(NEW_PIN).await,
        };
        if keep {
            // Before it is sent: a PIN that the portal has and nobody knows would let nobody in.
            self.put_pin(NEW_PIN, &pin).await?;
        }
        let mut session = self.group_session().await?;
        let (mut walk, kept) = session.walk(self, person);
        let mut desk = GroupDesk::new(&mut walk, kept);
        let old = self.pin_secret(PIN).await;
        let sent = self
            .send_pin(&mut desk, &pin, old.as_ref(), before.sent_at)
            .await;
        let (outcome, who) = signed_in(&desk);
        drop(walk);
        let error = match &sent {
            Ok(Sent::Lost(error)) | Err(error) => Some(error),
            Ok(Sent::Answered(_)) => None,
        };
        self.end_group_session(outcome, who, error).await?;
        let ended = self.pin_ended(sent, keep, &pin, &before).await;
        self.keep_offboardings_going().await?;
        self.remind_of_pin().await?;
        self.tell(&[
            ChangedKind::Group,
            ChangedKind::Accounts,
            ChangedKind::Status,
        ]);
        ended
    }

    async fn send_pin(
        &self,
        desk: &mut GroupDesk<'_, '_>,
        pin: &SecretString,
        old: Option<&SecretString>,
        sent_before: Option<Timestamp>,
    ) -> Result<Sent, DeskError> {
        // Once a try may count, whatever comes of the next one does not undo it.
        let mut may_count = false;
        let mut restarts = 0;
        let ended: DeskError = loop {
            let ready = match desk.prepare_pin(pin, old).await {
                Ok(ready) => ready,
                Err(error) if restarts == 0 => return Err(error.into()),
                Err(error) => break error.into(),
            };
            let entry = self
                .pin_audit("pin_sent", "The new PIN was sent.", None)
                .await;
            match self.inner.store.pin_sending(entry).await {
                Ok(()) => {}
                Err(error) if may_count => break error.into(),
                Err(error) => return Err(error.into()),
            }
            match desk.send_pin(ready).await {
                Ok(PinAnswer::Refused { words }) if may_count => {
                    break JourneyError::Refused { words, about: None }.into();
                }
                Ok(answer) => return Ok(Sent::Answered(answer)),
                Err(sent) => {
                    may_count |= sent.may_count;
                    match sent.error {
                        // Sign in and send it once more: setting the same PIN again does no harm.
                        JourneyError::SessionEnded { .. } if restarts == 0 => restarts += 1,
                        error => break error.into(),
                    }
                }
            }
        };
        if may_count {
            let words = "The new PIN was sent, and nobody can tell whether it counts.";
            let entry = self.pin_audit("pin_uncertain", words, None).await;
            // A log that cannot be written must not make it a PIN that was not taken.
            return Ok(Sent::Lost(match self.inner.store.audit(entry).await {
                Ok(_) => ended,
                Err(error) => error.into(),
            }));
        }
        self.pin_not_taken(sent_before).await?;
        Err(ended)
    }

    /// The portal did nothing with what was sent: what counts is what counted before.
    async fn pin_not_taken(&self, sent_before: Option<Timestamp>) -> Result<(), DeskError> {
        let words = "The new PIN was not taken: it did not reach the portal.";
        let entry = self.pin_audit("pin_not_sent", words, None).await;
        Ok(self
            .inner
            .store
            .pin_answered(None, sent_before, entry)
            .await?)
    }

    /// A PIN that was made and does not count is not kept in the place of one that may.
    async fn put_back_pin(&self, before: &Before) -> Result<(), Problem> {
        match &before.made {
            Some(pin) if before.sent_at.is_some() => self.put_pin(NEW_PIN, pin).await,
            _ => self.drop_pin(NEW_PIN).await,
        }
    }

    async fn pin_ended(
        &self,
        sent: Result<Sent, DeskError>,
        keep: bool,
        pin: &SecretString,
        before: &Before,
    ) -> Result<String, Stopped> {
        match sent {
            Ok(Sent::Answered(PinAnswer::Changed { words })) => {
                if keep {
                    self.put_pin(PIN, pin).await?;
                } else {
                    self.drop_pin(PIN).await?;
                }
                self.drop_pin(NEW_PIN).await?;
                let entry = self
                    .pin_audit(
                        "pin_changed",
                        "The group's PIN was changed.",
                        Some(words.clone()),
                    )
                    .await;
                self.inner
                    .store
                    .pin_answered(Some(keep), None, entry)
                    .await
                    .map_err(Problem::from)?;
                Ok(words)
            }
            Ok(Sent::Answered(PinAnswer::Refused { words })) => {
                self.put_back_pin(before).await?;
                let entry = self
                    .pin_audit(
                        "pin_refused",
                        "The portal did not take the new PIN.",
                        Some(words.clone()),
                    )
                    .await;
                self.inner
                    .store
                    .pin_answered(None, before.sent_at, entry)
                    .await
                    .map_err(Problem::from)?;
                let counts = if before.sent_at.is_some() {
                    "Whether the one before it was taken is still not known."
                } else {
                    "The old one still counts."
                };
                Err(Problem::new(
                    "refused",
                    format!("The portal did not take the new PIN. It says: \"{words}\". {counts}"),
                    "Choose another PIN.",
                )
                .into())
            }
            Ok(Sent::Lost(error)) => {
                let mut stopped = self.group_stopped(error, false, true).await;
                // Not a question to be answered any more.
                stopped.more.remove("for");
                stopped.problem.message = format!(
                    "{} The old PIN or the new one counts; nobody can tell which.",
                    stopped.problem.message
                );
                "uncertain".clone_into(&mut stopped.problem.kind);
                "Set the PIN again: that settles it. Give nobody a PIN before."
                    .clone_into(&mut stopped.problem.hint);
                Err(stopped)
            }
            Err(error) => {
                self.put_back_pin(before).await?;
                Err(self.group_stopped(error, false, false).await)
            }
        }
    }

    /// A line of the log. A name that cannot be read leaves it without one, never without the line.
    async fn pin_audit(
        &self,
        what: &'static str,
        words: &str,
        portal_says: Option<String>,
    ) -> AuditEntry {
        AuditEntry {
            at: self.now(),
            who: self.who().await.unwrap_or_default(),
            what,
            about: None,
            words: words.to_owned(),
            portal_says,
        }
    }

    /// The kept PIN, for its administrator who asks to see it. The caller forgets it after 30 seconds.
    ///
    /// # Errors
    /// `not_found` when none is kept; when the secret store cannot be used.
    pub async fn show_pin(&self) -> Result<ShownPin, Problem> {
        self.kept_pin("pin_shown", "The kept PIN was shown.").await
    }

    /// The kept PIN for the clipboard, which the caller clears after 30 seconds.
    ///
    /// # Errors
    /// As [`Desk::show_pin`].
    pub async fn pin_to_copy(&self) -> Result<ShownPin, Problem> {
        self.kept_pin("pin_copied", "The kept PIN was put on the clipboard.")
            .await
    }

    /// The kept PIN on a sheet for the printer.
    ///
    /// # Errors
    /// As [`Desk::show_pin`]; `uncertain` while nobody knows which PIN counts: on paper nothing says so later.
    pub async fn pin_to_print(&self) -> Result<PinSheet, Problem> {
        let facts = self.inner.store.group_facts().await?;
        if facts.pin_sent_at.is_some() {
            return Err(Problem::new(
                "uncertain",
                "Nobody knows which PIN counts, so none is printed.",
                "Set the PIN again: that settles it.",
            ));
        }
        let ShownPin(pin) = self
            .kept_pin("pin_printed", "The kept PIN was given to the print dialog.")
            .await?;
        Ok(PinSheet {
            group: facts.name.unwrap_or_default(),
            pin,
        })
    }

    async fn kept_pin(&self, what: &'static str, words: &str) -> Result<ShownPin, Problem> {
        // After a lost answer the one that was made is the better guess, and its state is told beside it.
        let facts = self.inner.store.group_facts().await?;
        let order: &[&str] = if facts.pin_sent_at.is_some() {
            &[NEW_PIN, PIN]
        } else {
            &[PIN]
        };
        for name in order {
            if let Some(pin) = self.pin_secret(name).await {
                let entry = self.pin_audit(what, words, None).await;
                self.inner.store.audit(entry).await?;
                return Ok(ShownPin(pin));
            }
        }
        Err(Problem::new(
            "not_found",
            "The PIN is not kept on this computer.",
            "Change it, and keep the new one.",
        ))
    }

    /// Removes the kept PIN from this computer. It goes on counting at the portal.
    ///
    /// # Errors
    /// When the secret store cannot be used.
    pub async fn forget_pin(&self) -> Result<(), Problem> {
        self.drop_pin(PIN).await?;
        self.drop_pin(NEW_PIN).await?;
        self.inner.store.pin_is_kept(false).await?;
        let words = "The kept PIN was removed from this computer.";
        let entry = self.pin_audit("pin_forgotten", words, None).await;
        self.inner.store.audit(entry).await?;
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }

    /// At which age of the PIN to remind; none: never.
    ///
    /// # Errors
    /// `bad_input` for more than ten years or no day at all.
    pub async fn save_pin_reminder(&self, days: Option<u32>) -> Result<(), Problem> {
        if days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return Err(Problem::bad_input("Choose 1 to 3650 days, or no reminder."));
        }
        self.inner.store.remind_of_pin(days).await?;
        let words = days.map_or("No reminder of the PIN's age.".to_owned(), |days| {
            format!("To be reminded when the PIN is {days} days old.")
        });
        let entry = self.pin_audit("pin_reminder_set", &words, None).await;
        self.inner.store.audit(entry).await?;
        self.remind_of_pin().await?;
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }

    /// Reminds after a removal, after a disable, and at the age that the person set. Each once; what no longer holds is
    /// not told any more.
    pub(crate) async fn remind_of_pin(&self) -> Result<(), Problem> {
        let store = &self.inner.store;
        let facts = store.group_facts().await?;
        let users = store.group_users().await?;
        let due = pin_reminders(&facts.pin_clock(), &users, self.now());
        let planned = due
            .into_iter()
            .map(|reminder| PlannedNotice {
                event_id: reminder.event_id,
                payload: serde_json::to_value(ProgramNews::PinReminder {
                    left: reminder.left,
                })
                .ok(),
                not_before: reminder.at,
            })
            .collect();
        let kind = ProgramNews::PinReminder { left: 0 }.kind();
        Ok(store.plan_notices(kind, planned, self.now()).await?)
    }

    async fn put_pin(&self, name: &str, pin: &SecretString) -> Result<(), Problem> {
        let bytes = SecretBox::new(Box::new(pin.expose_secret().as_bytes().to_vec()));
        Ok(self.secrets()?.set(&self.secret_name(name), bytes).await?)
    }

    async fn drop_pin(&self, name: &str) -> Result<(), Problem> {
        match self.secrets() {
            Ok(secrets) => Ok(secrets.remove(&self.secret_name(name)).await?),
            // Without a secret store nothing is kept in it.
            Err(_) => Ok(()),
        }
    }

    async fn pin_secret(&self, name: &str) -> Option<SecretString> {
        let kept = self
            .secrets()
            .ok()?
            .get(&self.secret_name(name))
            .await
            .ok()??;
        std::str::from_utf8(kept.expose_secret())
            .ok()
            .map(SecretString::from)
    }
}

/// How the PIN stood before a change of it.
struct Before {
    /// When a change was sent whose answer was lost.
    sent_at: Option<Timestamp>,
    /// The PIN that was made for it.
    made: Option<SecretString>,
}

/// What became of a PIN that was sent.
enum Sent {
    Answered(PinAnswer),
    Lost(DeskError),
}

fn typed_pin(pin: SecretString) -> Result<SecretString, Problem> {
    let trimmed = Zeroizing::new(pin.expose_secret().trim().to_owned());
    if trimmed.is_empty() || trimmed.chars().count() > 64 {
        return Err(Problem::bad_input("Type the new PIN. Nothing was sent."));
    }
    Ok(SecretString::from(trimmed.as_str()))
}

fn made_pin(length: u32) -> Result<SecretString, Problem> {
    if !LENGTHS.contains(&length) {
        return Err(Problem::bad_input(
            "A PIN that is made here has 6 to 12 characters.",
        ));
    }
    let length = length as usize;
    loop {
        let mut random = Zeroizing::new([0_u8; 64]);
        getrandom::fill(&mut *random).map_err(|e| {
            Problem::new(
                "internal",
                format!("The system gave no randomness: {e}."),
                "Type a PIN of your own.",
            )
        })?;
        // A byte beyond the last whole round of the letters would favour the first ones.
        let whole = 256 / LETTERS.len() * LETTERS.len();
        let mut made = Zeroizing::new(String::new());
        for byte in random
            .iter()
            .map(|b| usize::from(*b))
            .filter(|b| *b < whole)
            .take(length)
        {
            made.push(char::from(LETTERS[byte % LETTERS.len()]));
        }
        let mixed = made.chars().any(|c| c.is_ascii_digit())
            && made.chars().any(|c| c.is_ascii_alphabetic());
        if made.len() == length && mixed {
            return Ok(SecretString::from(made.as_str()));
        }
    }
}

/// Why the PIN should be changed, in a sentence.
fn reminder(facts: &GroupFacts, users: &[KnownUser], clock: &Exposure) -> Option<String> {
    if facts.pin_sent_at.is_some() {
        return Some(
            "The last change of the PIN was sent and its answer was lost. Set it again.".to_owned(),
        );
    }
    let since = facts.pin_clock().known_since()?;
    match left_since(users, since).as_slice() {
        [] => clock.overdue.then(|| match clock.days {
            Some(days) => format!("The PIN has been the same for {days} days. Change it."),
            None => format!(
                "The PIN has not been changed here for {} days or longer. Change it.",
                clock.at_least_days
            ),
        }),
        [one] => Some(format!("{} still knows the PIN. Change it.", one.user.name)),
        many => Some(format!(
            "{} people who were removed or disabled still know the PIN. Change it.",
            many.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_pin_has_no_look_alikes() {
        for length in LENGTHS {
            for _ in 0..200 {
                let pin = made_pin(length).unwrap();
                let pin = pin.expose_secret();
                assert_eq!(pin.chars().count(), length as usize);
                assert!(
                    pin.chars().all(|c| !"0OoQq1IlioS5sZ2z8B6GVv".contains(c)),
                    "{pin}"
                );
            }
        }
        assert!(made_pin(5).is_err() && made_pin(13).is_err());
    }
}
