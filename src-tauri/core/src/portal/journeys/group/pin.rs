//! My Preferences of an administrator: a new PIN. One click; the portal's own words say that it was taken.

use secrecy::SecretString;

use super::super::kept::heading;
use super::super::outcome::JourneyError;
use super::super::place::{Anywhere, Place, anywhere};
use super::super::refusal;
use super::super::walk::{Came, Fate, fate_of, lost};
use super::maintenance::GroupDesk;
use crate::portal::browser::PortalRequest;
use crate::portal::error::PortalError;
use crate::portal::form::{SecretKind, Value};
use crate::portal::words::{Label, Press, Saying};

/// What the portal said to a new PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinAnswer {
    /// It is the group's PIN now.
    Changed {
        /// The portal's words.
        words: String,
    },
    /// It was not taken.
    Refused {
        /// The portal's words.
        words: String,
    },
}

/// A PIN that was sent and that nobody took.
#[derive(Debug, Clone, PartialEq)]
pub struct PinUnanswered {
    /// What came instead of an answer.
    pub error: JourneyError,
    /// Whether it may be the group's PIN all the same: settled by setting it again.
    pub may_count: bool,
}

impl PinUnanswered {
    fn not_taken(error: JourneyError) -> Self {
        let may_count = false;
        Self { error, may_count }
    }

    fn may_count(error: JourneyError) -> Self {
        let may_count = true;
        Self { error, may_count }
    }
}

/// A PIN that is filled in and not sent yet.
pub struct ReadyPin {
    request: PortalRequest,
    button: String,
}

impl GroupDesk<'_, '_> {
    /// Signs in, opens My Preferences and fills the PIN in. Sends nothing of it. `old` is given only where the page asks
    /// for it.
    ///
    /// # Errors
    /// When the page cannot be had or is not the one that is known.
    pub async fn prepare_pin(
        &mut self,
        new: &SecretString,
        old: Option<&SecretString>,
    ) -> Result<ReadyPin, JourneyError> {
        let mut page = self.open_from_menu(Press::MyPreferences).await?;
        if let Some(Anywhere::SessionEnded(_)) = anywhere(&page, self.walk.words()) {
            self.signed_out = true;
            page = self.open_from_menu(Press::MyPreferences).await?;
        }
        let words = self.walk.words();
        let (new_pin, again) = (words.label(Label::NewPin), words.label(Label::VerifyNewPin));
        let forms = page.forms_asking(&[new_pin]);
        let form = match forms.as_slice() {
            [form] => *form,
            [] => {
                let error = PortalError::LabelNotFound {
                    wanted: new_pin.first().to_owned(),
                    offered: page.offered(),
                };
                return Err(self.walk.stopped(&page, error));
            }
            _ => {
                let error = PortalError::LabelAmbiguous {
                    wanted: new_pin.first().to_owned(),
                    offered: vec![format!("{} forms with this field", forms.len())],
                };
                return Err(self.walk.stopped(&page, error));
            }
        };
        let old_pin = words.label(Label::OldPin);
        if form.asks(old_pin) && old.is_none() {
            return Err(JourneyError::NobodyThere {
                about: "pin".to_owned(),
            });
        }
        let pin = Value::Secret(SecretKind::Pin, new);
        let mut filling = form.fill(self.walk.profile);
        let update = words.button(Press::Update).or(words.button(Press::Submit));
        let filled = (|| {
            filling.set(new_pin, pin)?;
            filling.set_if_asked(again, pin)?;
            if let Some(old) = old {
                filling.set_if_asked(old_pin, Value::Secret(SecretKind::Pin, old))?;
            }
            filling.press(&update)
        })();
        let request = filled.map_err(|error| self.walk.stopped(&page, error))?;
        Ok(ReadyPin {
            request,
            button: update.first().to_owned(),
        })
    }

    /// Sends it: the one click.
    ///
    /// # Errors
    /// [`PinUnanswered`], which tells whether the PIN may count: when the answer was lost, when the portal took the click
    /// and the page after it could not be had, or says nothing.
    pub async fn send_pin(&mut self, ready: ReadyPin) -> Result<PinAnswer, PinUnanswered> {
        let words = self.walk.words();
        let (came, how_far) = match self.walk.try_send(ready.request).await {
            (Ok(page), how_far) => (page, how_far),
            (Err(JourneyError::Portal(error)), came) => {
                return Err(match fate_of(&error, came) {
                    Fate::NotDone => PinUnanswered::not_taken(error.into()),
                    Fate::Told => PinUnanswered::may_count(error.into()),
                    Fate::Lost => PinUnanswered::may_count(lost(&ready.button, &error)),
                });
            }
            (Err(error), _) => return Err(PinUnanswered::may_count(error)),
        };
        if let Some(line) = came.line_with(words.saying(Saying::PinChanged)) {
            return Ok(PinAnswer::Changed {
                words: line.to_owned(),
            });
        }
        let ended = match anywhere(&came, words) {
            Some(Anywhere::SessionEnded(said)) => Some(said),
            _ => Place::of(&came, words, &[Place::LogOn], &[]).map(|_| heading(&came)),
        };
        if let Some(words) = ended {
            self.signed_out = true;
            return Err(PinUnanswered {
                error: JourneyError::SessionEnded { words },
                // Behind a click that was taken it says nothing about the click.
                may_count: how_far == Came::SentOn,
            });
        }
        let told = refusal::told(&came);
        let asked_again = !came.forms_asking(&[words.label(Label::NewPin)]).is_empty();
        if !told.is_empty() && asked_again {
            return Ok(PinAnswer::Refused {
                words: told.join(" "),
            });
        }
        // Nobody said that it was taken, and nobody said that it was not.
        Err(PinUnanswered::may_count(JourneyError::Uncertain {
            clicked: ready.button,
            cause: format!(
                "it answered with \"{}\" and no word about the PIN",
                heading(&came)
            ),
        }))
    }
}
