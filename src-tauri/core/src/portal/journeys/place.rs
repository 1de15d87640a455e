//! Where a journey stands: which of its pages this is, by what a person sees. Known from what the journey expects, so
//! that a page with a label missing is still that page, and says which label; anything else is unexpected.

use super::refusal;
use crate::portal::document::Page;
use crate::portal::form::{Field, FieldKind, Form};
use crate::portal::words::{Heading, Label, Press, Saying, Words};

/// A page of the procedures (`account-pages.md`; A, B, C are its tables).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A1, A3, B1, B8, B9, C3: asks for a name and a password.
    LogOn,
    /// A2, and what the link of a recovery mail opens: a new password, twice.
    NewPassword,
    /// A4.
    MissingInformation,
    /// A5: the rows.
    MyAccount,
    /// A6: security questions and the new password.
    QuestionsAndPassword,
    /// A7.
    MyApplications,
    /// A8, B11: a box to acknowledge.
    Agreement,
    /// A9.
    AdministratorMenu,
    /// B1 where it has no log-on: `<Create an account.>`.
    Start,
    /// B2.
    NoMobarNumber,
    /// B3.
    NewUser,
    /// B4.
    Names,
    /// B5.
    Addresses,
    /// B6.
    Questions,
    /// B7.
    AdditionalSteps,
    /// B10.
    GroupAuthentication,
    /// B12.
    EfilingMenu,
    /// C1.
    NewAccount,
    /// C2, and the end of C5: an e-mail is on its way.
    CheckEmail,
    /// C4.
    Code,
    /// The account's own page in Case.net.
    Dashboard,
    /// C5: a registered e-mail address.
    Forgot,
    /// My Preferences of a group user.
    Preferences,
    /// The page that a part of the portal opens with, and that leads to the log-in.
    Front,
    /// Group Maintenance.
    Roster,
}

/// Pages that may come anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anywhere {
    /// The session is over; the portal's words.
    SessionEnded(String),
    /// The account is locked; the portal's words.
    Locked(String),
    /// A link of an e-mail does not count any more.
    LinkExpired(String),
    /// A notice that the portal's profile names, with its Continue.
    Notice,
}

struct Shape {
    place: Place,
    /// Labels without which the page cannot be answered.
    must: &'static [Label],
    /// Labels that tell it apart from a page that asks for less.
    never: &'static [Label],
    heading: Option<Heading>,
}

/// From the most telling to the least.
const SHAPES: &[Shape] = &[
    Shape {
        place: Place::GroupAuthentication,
        must: &[Label::Pin, Label::UserInformation],
        never: &[Label::NewPin],
        heading: Some(Heading::GroupUserAuthentication),
    },
    Shape {
        place: Place::NewUser,
        must: &[Label::UserName, Label::Password, Label::Phrase],
        never: &[],
        heading: None,
    },
    Shape {
        place: Place::NewAccount,
        must: &[Label::Email, Label::Password, Label::VerifyPassword],
        never: &[Label::Phrase],
        heading: None,
    },
    Shape {
        place: Place::Addresses,
        must: &[
            Label::AddressLine1,
            Label::City,
            Label::State,
            Label::Zip,
            Label::Phone,
        ],
        never: &[],
        heading: None,
    },
    Shape {
        place: Place::Names,
        must: &[Label::FirstName, Label::LastName, Label::Email],
        never: &[Label::Password, Label::AddressLine1],
        heading: None,
    },
    Shape {
        place: Place::NewPassword,
        must: &[Label::NewPassword, Label::VerifyPassword],
        never: &[Label::Phrase],
        heading: Some(Heading::ChangePassword),
    },
    Shape {
        place: Place::Code,
        must: &[Label::EmailCode],
        never: &[Label::Password],
        heading: Some(Heading::VerificationCode),
    },
    Shape {
        place: Place::LogOn,
        must: &[Label::LogInName, Label::Password],
        never: &[
            Label::VerifyPassword,
            Label::NewPassword,
            Label::Phrase,
            Label::FirstName,
        ],
        heading: None,
    },
    Shape {
        place: Place::Forgot,
        must: &[Label::Email],
        never: &[Label::Password, Label::FirstName, Label::Pin],
        heading: None,
    },
];

impl Place {
    /// Which of these places the page is; `None` when none of them. A page that shows some of a place's labels and not
    /// all is that place only when `next` expects it, and then asking it tells the missing label.
    pub fn of(page: &Page, words: &Words, allowed: &[Self], next: &[Self]) -> Option<Self> {
        let is = |place: Self| allowed.contains(&place);
        // Pages known by a box, a heading or a button come first: they ask for nothing that a shape could take.
        if is(Self::NoMobarNumber) && has_box(page, words, Label::NoMobarNumber) {
            return Some(Self::NoMobarNumber);
        }
        let whole = SHAPES
            .iter()
            .find(|shape| is(shape.place) && shape.fits(page, words));
        if is(Self::QuestionsAndPassword)
            && asks(page, words, Label::NewPassword)
            && page
                .forms
                .iter()
                .any(|f| f.asks(words.label(Label::NewPassword)) && !questions(f, words).is_empty())
        {
            return Some(Self::QuestionsAndPassword);
        }
        if let Some(shape) = whole {
            let behind = (shape.place == Self::LogOn && !next.contains(&Self::LogOn))
                .then(|| behind_a_log_on(page, words, allowed, next))
                .flatten();
            return behind.or(Some(shape.place));
        }
        if is(Self::Agreement) && has_box(page, words, Label::Acknowledge) {
            return Some(Self::Agreement);
        }
        if is(Self::Roster) && super::group::is_roster(page, words) {
            return Some(Self::Roster);
        }
        if is(Self::AdministratorMenu)
            && (page.is_headed(words.heading(Heading::GroupAdministratorMenu))
                || (page.offers(words.button(Press::GroupMaintenance))
                    && page.offers(words.button(Press::MyPreferences))))
        {
            return Some(Self::AdministratorMenu);
        }
        if is(Self::Preferences)
            && (page.offers(words.button(Press::RemoveAssociation))
                || page.is_headed(words.heading(Heading::MyPreferences)))
        {
            return Some(Self::Preferences);
        }
        if is(Self::EfilingMenu) && page.is_headed(words.heading(Heading::EfilingMenu)) {
            return Some(Self::EfilingMenu);
        }
        if is(Self::AdditionalSteps)
            && (page.is_headed(words.heading(Heading::AdditionalSteps))
                || page.says(words.saying(Saying::AdditionalSteps)))
        {
            return Some(Self::AdditionalSteps);
        }
        if is(Self::MissingInformation)
            && page.is_headed(words.heading(Heading::MissingInformation))
        {
            return Some(Self::MissingInformation);
        }
        if is(Self::MyAccount)
            && (page.says(words.saying(Saying::PleaseUpdate))
                || (page.offers(words.button(Press::Update))
                    && page.is_headed(words.heading(Heading::MyAccount))))
        {
            return Some(Self::MyAccount);
        }
        if is(Self::MyApplications)
            && (page.offers(words.button(Press::Subscribe))
                || page.is_headed(words.heading(Heading::MyApplications)))
        {
            return Some(Self::MyApplications);
        }
        if is(Self::Questions) && page.forms.iter().any(|f| questions(f, words).len() >= 2) {
            return Some(Self::Questions);
        }
        if is(Self::CheckEmail)
            && (page.is_headed(words.heading(Heading::CheckEmail))
                || page.says(words.saying(Saying::CheckEmail))
                || page.says(words.saying(Saying::UserNameSent)))
        {
            return Some(Self::CheckEmail);
        }
        if is(Self::Dashboard)
            && (page.offers(words.button(Press::LogOff))
                || (!offers_log_in(page, words)
                    && (page.is_headed(words.heading(Heading::Dashboard))
                        || page.offers(words.button(Press::ManageMyCase)))))
        {
            return Some(Self::Dashboard);
        }
        // The form of a new account with a label missing is no way to that form: its button is not pressed.
        if is(Self::NewAccount)
            && next.contains(&Self::NewAccount)
            && page.forms.iter().any(|f| {
                f.offers(words.button(Press::CreateAccount))
                    && f.asks(words.label(Label::VerifyPassword))
            })
        {
            return Some(Self::NewAccount);
        }
        if is(Self::Front)
            && (page.offers(words.button(Press::Login))
                || page.offers(words.button(Press::MyAccount)))
        {
            return Some(Self::Front);
        }
        if is(Self::Start) && page.offers(words.button(Press::CreateAccount)) {
            return Some(Self::Start);
        }
        let partly = SHAPES
            .iter()
            .filter(|shape| next.contains(&shape.place) && is(shape.place))
            .find(|shape| shape.partly(page, words));
        if let Some(shape) = partly {
            return Some(shape.place);
        }
        // A lone question is one when the heading says so.
        let headed = page.is_headed(words.heading(Heading::SecurityQuestions));
        (headed && next.contains(&Self::Questions) && is(Self::Questions))
            .then_some(Self::Questions)
    }

    /// The labels that the page must have, in its order.
    pub fn must(self) -> &'static [Label] {
        SHAPES
            .iter()
            .find(|s| s.place == self)
            .map_or(&[], |s| s.must)
    }

    /// The first label that a form lacks to be this page's.
    pub fn lacks(self, form: &Form, words: &Words) -> Option<Label> {
        let lacks = self.must().iter().find(|l| !fits(form, words, **l))?;
        Some(match lacks {
            Label::LogInName => Label::UserName,
            lacks => *lacks,
        })
    }

    /// What it is called in messages.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::LogOn => "the log-on page (Username, Password)",
            Self::NewPassword => "the page for a new password",
            Self::MissingInformation => "\"Missing Information\"",
            Self::MyAccount => "\"My Account\"",
            Self::QuestionsAndPassword => "the security questions and the new password",
            Self::MyApplications => "\"My Applications\"",
            Self::Agreement => "the user agreement",
            Self::AdministratorMenu => "\"Group Administrator Menu\"",
            Self::Start => "the registration page with \"Create an account.\"",
            Self::NoMobarNumber => "the page with the box \"I do not have a MOBAR number.\"",
            Self::NewUser => "the page for user name, password and phrase",
            Self::Names => "the page for first name, last name and e-mail address",
            Self::Addresses => "the page for addresses and phone number",
            Self::Questions => "the security questions",
            Self::AdditionalSteps => "\"eFiling Registration – Additional Steps Required\"",
            Self::GroupAuthentication => "\"Group User Authentication\"",
            Self::EfilingMenu => "\"eFiling Menu\"",
            Self::NewAccount => "the page \"Create Account\"",
            Self::CheckEmail => "a page that says \"check your e-mail\"",
            Self::Code => "the page for the e-mailed code",
            Self::Dashboard => "the account's own page",
            Self::Forgot => "the page for the registered e-mail address",
            Self::Preferences => "\"My Preferences\"",
            Self::Front => "the page with \"Login\"",
            Self::Roster => "\"Group Maintenance\"",
        }
    }

    /// The form of the page that asks what this place asks.
    ///
    /// # Errors
    /// [`crate::portal::PortalError::LabelAmbiguous`] when two forms ask the same.
    pub fn form<'p>(
        self,
        page: &'p Page,
        words: &Words,
    ) -> Result<Option<&'p Form>, crate::portal::PortalError> {
        let score = |form: &Form| -> usize {
            match self {
                Self::NoMobarNumber => usize::from(form_has_box(form, words, Label::NoMobarNumber)),
                Self::Agreement => usize::from(form_has_box(form, words, Label::Acknowledge)),
                Self::Questions | Self::QuestionsAndPassword => questions(form, words).len(),
                _ => self
                    .must()
                    .iter()
                    .filter(|l| fits(form, words, **l))
                    .count(),
            }
        };
        let best = page.forms.iter().map(score).max().unwrap_or(0);
        if best == 0 {
            return Ok(None);
        }
        let mut found = page.forms.iter().filter(|f| score(f) == best);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) if best > 1 || self.must().len() == 1 => {
                Err(crate::portal::PortalError::LabelAmbiguous {
                    wanted: self
                        .must()
                        .first()
                        .map_or(self.in_words(), |l| words.label(*l).first())
                        .to_owned(),
                    offered: page
                        .forms
                        .iter()
                        .filter(|f| score(f) == best)
                        .flat_map(|f| f.shown().map(Field::shown_as))
                        .collect(),
                })
            }
            (first, _) => Ok(first),
        }
    }
}

impl Shape {
    fn fits(&self, page: &Page, words: &Words) -> bool {
        page.forms.iter().any(|form| {
            self.must.iter().all(|l| fits(form, words, *l))
                && !self.never.iter().any(|l| fits(form, words, *l))
        })
    }

    /// A page of which this much is there, and was expected, is this page with something missing.
    fn partly(&self, page: &Page, words: &Words) -> bool {
        let headed = self
            .heading
            .is_some_and(|h| page.is_headed(words.heading(h)));
        page.forms.iter().any(|form| {
            let found = self.must.iter().filter(|l| fits(form, words, **l)).count();
            (found * 2 >= self.must.len() && found > 0 || headed && form.shown().count() > 0)
                && !self.never.iter().any(|l| fits(form, words, *l))
        })
    }
}

/// The page that was expected, by its own heading, where a form to log on stands on every page of the portal.
fn behind_a_log_on(page: &Page, words: &Words, allowed: &[Place], next: &[Place]) -> Option<Place> {
    // The title may be the portal's own, on its log-on page as well.
    let headed = |heading: Heading| page.headings.iter().any(|h| words.heading(heading).is(h));
    let is = |place: Place| match place {
        Place::Questions => {
            headed(Heading::SecurityQuestions)
                && page.forms.iter().any(|f| !questions(f, words).is_empty())
        }
        Place::AdditionalSteps => headed(Heading::AdditionalSteps),
        Place::Agreement => has_box(page, words, Label::Acknowledge),
        Place::MissingInformation => headed(Heading::MissingInformation),
        Place::MyApplications => {
            headed(Heading::MyApplications) && page.offers(words.button(Press::Subscribe))
        }
        Place::CheckEmail => headed(Heading::CheckEmail),
        _ => false,
    };
    next.iter()
        .copied()
        .find(|place| allowed.contains(place) && is(*place))
}

/// Whether the page leads to a log-in: then nobody is signed in, whatever else it offers.
fn offers_log_in(page: &Page, words: &Words) -> bool {
    let log_in = words.button(Press::Login);
    let my_account = words.button(Press::MyAccount);
    page.offered()
        .iter()
        .any(|label| log_in.is(label) && !my_account.is(label))
}

fn fits(form: &Form, words: &Words, label: Label) -> bool {
    match label {
        Label::LogInName => [Label::UserName, Label::Email, Label::LogInName]
            .iter()
            .any(|l| form.asks(words.label(*l))),
        label => form.asks(words.label(label)),
    }
}

fn asks(page: &Page, words: &Words, label: Label) -> bool {
    page.forms.iter().any(|f| f.asks(words.label(label)))
}

fn has_box(page: &Page, words: &Words, label: Label) -> bool {
    page.forms.iter().any(|f| form_has_box(f, words, label))
}

pub(super) fn form_has_box(form: &Form, words: &Words, label: Label) -> bool {
    form.shown()
        .any(|f| f.kind == FieldKind::Box && f.fit(words.label(label)).is_some())
}

/// Fields of a form that no word of ours names: the answers to security questions, each labelled by its question.
pub(super) fn questions<'f>(form: &'f Form, words: &Words) -> Vec<&'f Field> {
    form.shown()
        .filter(|f| f.enabled && matches!(f.kind, FieldKind::Text | FieldKind::Password))
        .filter(|f| {
            !f.label.is_empty()
                && !Label::ALL
                    .iter()
                    .filter(|l| **l != Label::SecurityQuestion)
                    .any(|l| words.label(*l).is(&f.label))
        })
        .collect()
}

/// What a page says that is none of a journey's and tells that the portal is out of service. One that leads on with
/// Continue is a notice that nobody knows, whatever it speaks of.
pub fn not_available(page: &Page, words: &Words) -> Option<String> {
    if page.offers(words.button(Press::Continue)) {
        return None;
    }
    page.line_with(words.saying(Saying::NotAvailable))
        .map(str::to_owned)
        .or_else(|| {
            page.is_headed(words.heading(Heading::NotAvailable))
                .then(|| page.name().to_owned())
        })
}

/// Which of the pages that may come anywhere this is.
pub fn anywhere(page: &Page, words: &Words) -> Option<Anywhere> {
    // An agreement may speak of locked accounts and ended sessions.
    if has_box(page, words, Label::Acknowledge) {
        return None;
    }
    let said = |saying: Saying, heading: Heading| -> Option<String> {
        page.line_with(words.saying(saying))
            .map(str::to_owned)
            .or_else(|| {
                page.is_headed(words.heading(heading))
                    .then(|| page.name().to_owned())
            })
    };
    if let Some(line) = said(Saying::SessionEnded, Heading::SessionEnded) {
        return Some(Anywhere::SessionEnded(line));
    }
    let locked = page
        .lines
        .iter()
        .find(|line| refusal::says_locked(line, words))
        .cloned()
        .or_else(|| {
            page.is_headed(words.heading(Heading::AccountLocked))
                .then(|| page.name().to_owned())
        });
    if let Some(line) = locked {
        return Some(Anywhere::Locked(line));
    }
    if let Some(line) = page.line_with(words.saying(Saying::LinkExpired)) {
        return Some(Anywhere::LinkExpired(line.to_owned()));
    }
    let asks_something = page.forms.iter().any(|f| f.shown().count() > 0);
    // A notice is passed only where the portal's profile names it: nobody has seen one, and a page that nobody knows
    // may say what a person must read.
    let shipped = Words::shipped();
    let named =
        page.headings.iter().chain([&page.title]).any(|h| {
            words.heading(Heading::Notice).is(h) && !shipped.heading(Heading::Notice).is(h)
        });
    (named && !asks_something && page.offers(words.button(Press::Continue)))
        .then_some(Anywhere::Notice)
}
