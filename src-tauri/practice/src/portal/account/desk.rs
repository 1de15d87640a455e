//! A request at the counter: who is there, what was typed, which page comes next.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{
    administrator, casenet, group, user,
    view::{Form, Kind, View},
    visit::{Place, Seat, Step},
};
use crate::{
    accounts::{
        books::{Account, AccountKind, BookChange, Books},
        desk::{self, LogOn},
    },
    world::{World, faults::FaultKind},
};

pub(super) struct Desk<'a> {
    pub(super) world: &'a World,
    pub(super) seat: &'a mut Seat,
    pub(super) place: Place,
    pub(super) root: String,
    pub(super) now: Timestamp,
    /// By key of the field.
    pub(super) typed: HashMap<String, String>,
    /// As sent: parameters of links.
    pub(super) query: Vec<(String, String)>,
    pub(super) fault: Option<FaultKind>,
    pub(super) device_known: bool,
    pub(super) new_device: bool,
    pub(super) signed_in_now: bool,
    pub(super) signed_off: bool,
    pub(super) broken: bool,
}

impl Desk<'_> {
    /// What was typed into a field; blanks around it do not count.
    pub(super) fn text(&self, key: &str) -> String {
        self.secret(key).trim().to_owned()
    }

    /// The same, letter for letter.
    pub(super) fn secret(&self, key: &str) -> String {
        self.typed.get(key).cloned().unwrap_or_default()
    }

    pub(super) fn ticked(&self, key: &str) -> bool {
        self.typed.contains_key(key)
    }

    pub(super) fn param(&self, name: &str) -> String {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// What was typed into fields that are not secret comes back with the page.
    pub(super) fn keep(&mut self, keys: &[&str]) {
        for key in keys {
            let value = self.text(key);
            self.seat.typed.insert((*key).to_owned(), value);
        }
    }

    pub(super) fn kept(&self, key: &str) -> String {
        self.seat.typed.get(key).cloned().unwrap_or_default()
    }

    /// Refuses a field; the first word about it stands.
    pub(super) fn refuse(&mut self, key: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.seat
                .refused
                .entry(key.to_owned())
                .or_insert_with(|| words.to_owned());
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        !self.seat.refused.is_empty() || !self.seat.said.is_empty()
    }

    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.seat.said.push(words.into());
    }

    /// Goes on to a page.
    pub(super) fn to(&mut self, step: Step) {
        self.seat.step = step;
        self.seat.before = None;
    }

    pub(super) fn before(&mut self, step: Step) {
        self.seat.before = Some(step);
    }

    /// Looks into the books and makes the changes that follow; nothing when they could not be kept.
    pub(super) fn change<T>(
        &mut self,
        look: impl FnOnce(&Books) -> (Vec<BookChange>, T),
    ) -> Option<T> {
        match self.world.change_books(look) {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                tracing::error!(%error, "an account page could not keep its change");
                self.broken = true;
                None
            }
        }
    }

    /// The account that is signed in here.
    pub(super) fn account(&self) -> Option<Account> {
        let user = self.seat.user.as_deref()?;
        self.world.books(|books| books.account(user).cloned())
    }

    /// Ends a session that was quiet for too long, or that a fault ends.
    pub(super) fn keep_session(&mut self, pressed: bool) {
        let minutes = self.world.books(|books| books.settings.session_minutes);
        let quiet = self.now.duration_since(self.seat.seen);
        let too_long = quiet > SignedDuration::from_mins(i64::from(minutes));
        let ended =
            self.seat.is_busy() && (too_long || self.fault == Some(FaultKind::SessionEnded));
        if ended {
            let group = self.seat.group.take();
            *self.seat = Seat {
                group,
                ..Seat::default()
            };
            self.before(Step::Ended);
        } else if pressed || self.seat.before == Some(Step::Ended) {
            if self.seat.before == Some(Step::Ended) {
                self.seat.before = None;
            }
            self.seat.said.clear();
            self.seat.refused.clear();
        }
    }

    /// The page that an account has to be at now that it is signed in.
    pub(super) fn due(&self) -> Step {
        let Some(account) = self.account() else {
            return Step::Logon;
        };
        if account.must_change {
            return Step::ChangePassword;
        }
        if self.place == Place::CaseNet {
            return Step::Dashboard;
        }
        if account.kind == AccountKind::Administrator {
            return administrator::due(&account);
        }
        group::due(self, &account)
    }

    /// Opens a page by its address.
    pub(super) fn go(&mut self, rest: &str) {
        // A page in the way stays there until its button is pressed, or somebody comes in by the front door again.
        let in_the_way = matches!(self.seat.before, Some(Step::Notice | Step::Unknown));
        if in_the_way && !rest.is_empty() && rest != "groupAssociation" {
            return;
        }
        self.seat.before = None;
        if rest == "logoff" || rest == "logoff.do" {
            *self.seat = Seat::default();
            self.signed_off = true;
            self.say("You have logged off.");
            return;
        }
        if rest == "groupAssociation" {
            return group::open_link(self);
        }
        if self.place == Place::CaseNet && casenet::open(self, rest) {
            return;
        }
        if rest.is_empty() {
            let due = self.due();
            if self.seat.step != due {
                self.seat.said.clear();
                self.seat.refused.clear();
            }
            return self.to(due);
        }
        let Some(step) = Step::of_slug(rest) else {
            return;
        };
        if step == self.seat.step {
            // Here already, or a redirect led here: what the page says stays.
            if step == Step::UserName {
                user::new_phrase(self);
            }
            let page = self.param("page");
            if step == Step::Maintenance && !page.is_empty() {
                self.seat.said.clear();
                self.seat.page = page.parse().unwrap_or(1).max(1);
            }
            return;
        }
        if self.may_open(step) {
            self.seat.said.clear();
            self.seat.refused.clear();
            if step == Step::Maintenance {
                self.seat.page = self.param("page").parse().unwrap_or(1).max(1);
            }
            self.to(step);
        }
    }

    /// Whether a page can be opened from where the person is, by its address or by a button of an older page.
    pub(super) fn may_open(&self, step: Step) -> bool {
        if step == self.seat.step {
            return true;
        }
        if self.seat.user.is_none() {
            return match self.place {
                Place::Registration => matches!(step, Step::Logon | Step::NoMobar),
                Place::Ecf => step == Step::Logon,
                Place::CaseNet => matches!(
                    step,
                    Step::Logon | Step::CreateAccount | Step::ForgotPassword | Step::ForgotUserName
                ),
            };
        }
        match self.due() {
            Step::AdministratorMenu => matches!(
                step,
                Step::AdministratorMenu | Step::Preferences | Step::Maintenance | Step::NewPassword
            ),
            Step::MissingInformation => {
                matches!(step, Step::MissingInformation | Step::MyAccount)
            }
            Step::EfilingMenu => matches!(
                step,
                Step::EfilingMenu | Step::Preferences | Step::NewPassword
            ),
            Step::Dashboard => matches!(
                step,
                Step::Dashboard | Step::Manage | Step::NewPassword | Step::Track
            ),
            due => step == due,
        }
    }

    /// A button was pressed on a page.
    pub(super) fn press(&mut self, step: Step, key: &str) {
        if let Some(before) = self.seat.before {
            // A page that stands in the way goes when its own button is pressed.
            if step == before {
                self.seat.before = None;
            }
            return;
        }
        if step == Step::UpdateRow || step == Step::MyAccount {
            if !matches!(self.seat.step, Step::UpdateRow | Step::MyAccount) {
                return;
            }
        } else if !self.may_open(step) {
            // An older page; what it asked for is done, or was never possible.
            return;
        }
        self.seat.step = step;
        match step {
            Step::Logon => self.log_on(key),
            Step::ChangePassword
            | Step::MissingInformation
            | Step::MyAccount
            | Step::UpdateRow
            | Step::SecurityQuestions
            | Step::MyApplications
            | Step::UserAgreement => administrator::press(self, step, key),
            Step::NoMobar
            | Step::UserName
            | Step::PersonName
            | Step::Addresses
            | Step::Questions
            | Step::AdditionalSteps => user::press(self, step, key),
            Step::GroupAuthentication
            | Step::GroupAgreement
            | Step::Preferences
            | Step::Maintenance
            | Step::NewPassword => group::press(self, step, key),
            _ => casenet::press(self, step, key),
        }
    }

    /// A1, A3, B8, B9, C3, C6.
    fn log_on(&mut self, key: &str) {
        if key == "create" {
            let next = if self.place == Place::CaseNet {
                Step::CreateAccount
            } else {
                Step::NoMobar
            };
            return self.to(next);
        }
        let (name, password) = (self.text("userName"), self.secret("password"));
        self.keep(&["userName"]);
        self.refuse(
            "userName",
            name.is_empty().then_some("Please enter your user name."),
        );
        self.refuse(
            "password",
            password.is_empty().then_some("Please enter your password."),
        );
        if self.is_refused() {
            return;
        }
        let now = self.now;
        let outcome = self.change(|books| desk::log_on(books, now, &name, &password));
        match outcome {
            Some(LogOn::In(user)) => self.let_in(user),
            Some(LogOn::Refused(words) | LogOn::Locked(words)) => self.say(words),
            Some(LogOn::NotVerified(user)) => {
                self.seat.waiting = Some(user);
                self.say(
                    "Your e-mail address is not verified yet. Please follow the link in the e-mail that was sent to you.",
                );
                if self.place == Place::CaseNet {
                    self.to(Step::CheckMail);
                }
            }
            None => {}
        }
    }

    /// The password was right.
    fn let_in(&mut self, user: String) {
        let settings = self.world.books(|books| books.settings.clone());
        if self.place == Place::CaseNet && settings.code_for_new_device && !self.device_known {
            let now = self.now;
            self.change(|books| (desk::send_code(books, now, &user), ()));
            self.seat.waiting = Some(user);
            return self.to(Step::Code);
        }
        self.sign_in(user);
    }

    /// Signs in and goes to the page that is due.
    pub(super) fn sign_in(&mut self, user: String) {
        let disabled = self
            .world
            .books(|books| books.account(&user).cloned())
            .and_then(|account| group::disabled_words(self.world, &account));
        let refused = self
            .world
            .books(|books| books.settings.disabled_are_refused);
        if let Some(words) = disabled
            && refused
            && self.place != Place::CaseNet
        {
            return self.say(words);
        }
        let (group, case) = (self.seat.group.take(), self.seat.case.take());
        *self.seat = Seat {
            user: Some(user),
            group,
            case,
            seen: self.now,
            ..Seat::default()
        };
        self.signed_in_now = true;
        let due = if self.seat.case.is_some() && self.place == Place::CaseNet {
            Step::Track
        } else {
            self.due()
        };
        self.to(due);
    }

    /// The page as it is now. Where the field of a row opens is the markup's.
    pub(super) fn view(&mut self, row_inside: bool) -> View {
        let step = self.seat.shown();
        let view = match step {
            Step::Logon => self.logon_page(),
            // No source shows these five pages: headings and words are invented (unverified).
            Step::Ended => View::new("Session Ended")
                .words("Your session has ended because there was no activity. Please log on again.")
                .link(format!("{}/logon", self.root), "Log on"),
            Step::Expired => View::new("Page Expired")
                .words("This page has expired or was already sent. Nothing was changed by it.")
                .form(Form::default().button("back", "Continue")),
            Step::Notice => View::new("Important Notice")
                .words("Case.net and eFiling will not be available on Sunday from 1:00 a.m. to 5:00 a.m. for scheduled maintenance.")
                .form(Form::default().button("continue", "Continue")),
            Step::Unknown => View::new("Verify Your Records")
                .words("Before you go on, the court asks for the number on your records card.")
                .form(
                    Form::default()
                        .field("card", "Records Card Number", Kind::Text, "")
                        .button("continue", "Continue"),
                ),
            Step::NewPassword => View::new("Change Password")
                .words(crate::accounts::rules::PASSWORD_RULE)
                .form(
                    Form::default()
                        .field("oldPassword", "Current Password", Kind::Secret, "")
                        .field("newPassword", "New Password", Kind::Secret, "")
                        .field("verifyPassword", "Verify New Password", Kind::Secret, "")
                        .button("update", "Update"),
                ),
            Step::ChangePassword
            | Step::MissingInformation
            | Step::MyAccount
            | Step::UpdateRow
            | Step::SecurityQuestions
            | Step::MyApplications
            | Step::UserAgreement
            | Step::AdministratorMenu => administrator::view(self, step, row_inside),
            Step::NoMobar
            | Step::UserName
            | Step::PersonName
            | Step::Addresses
            | Step::Questions
            | Step::AdditionalSteps => user::view(self, step),
            Step::GroupAuthentication
            | Step::GroupAgreement
            | Step::EfilingMenu
            | Step::GroupLink
            | Step::Preferences
            | Step::Maintenance => group::view(self, step),
            _ => casenet::view(self, step),
        };
        if self.seat.user.is_some() {
            view.link(format!("{}/logoff", self.root), "Log Off")
        } else {
            view
        }
    }

    fn logon_page(&self) -> View {
        let case_net = self.place == Place::CaseNet;
        let (heading, label, button) = if case_net {
            ("Log In", "E-mail Address", "Login")
        } else {
            ("Log On", "Username", "Logon")
        };
        let view = View::new(heading).form(
            Form::default()
                .field("userName", label, Kind::Text, &self.kept("userName"))
                .field("password", "Password", Kind::Secret, "")
                .button("logon", button),
        );
        if case_net {
            return view
                .link(format!("{}/forgot-password", self.root), "Forgot Password")
                .link(format!("{}/forgot-username", self.root), "Forgot Username")
                .link(format!("{}/create-account", self.root), "Create Account");
        }
        view.link("/registration/no-mobar-number", "Create an account.")
    }
}
