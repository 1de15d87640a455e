//! The roster, read from its first page to its last. A page that fails fails the whole reading: a part of a roster says
//! nothing about who is missing.

use std::collections::{BTreeSet, HashMap, HashSet};

use secrecy::SecretString;
use url::Url;

use super::super::kept::heading;
use super::super::outcome::{JourneyError, Outcome, SignInState};
use super::super::place::Place;
use super::super::sign_in;
use super::super::walk::{Arrived, Walk};
use super::roster_page::{self, RosterPage};
use super::{ClickAnswer, ClickError, Maintenance};
use crate::domain::{JourneyKind, PortalPart, Roster, UserStatus, Wanted};
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::words::Press;

/// Pages of one roster that are read; the bound that keeps a portal that goes round in circles from being asked for ever.
const MOST_PAGES: u32 = 2_000;
/// Users of one roster.
const MOST_USERS: usize = 50_000;
/// How often a roster is read anew because users moved between its pages while it was read.
const ANEW: u32 = 3;

/// The administrator's pages, with somebody signed in as often as the portal asks for it.
pub struct GroupDesk<'w, 'a> {
    pub(super) walk: &'w mut Walk<'a>,
    /// Secrets that are kept on the person's wish: they count again after the portal ended the session.
    kept: Vec<(String, SecretString)>,
    /// The page that the portal showed last, if it is one of the roster: the only one that is clicked on. A portal may
    /// take a click by the place of a row on the page that it showed last, and an older page has other rows there.
    pub(super) current: Option<RosterPage>,
    /// The address of the page that showed a user, where each page has one of its own.
    pub(super) shown_at: HashMap<String, Url>,
    /// Nobody is signed in any more, as far as the last answer tells.
    pub(super) signed_out: bool,
    /// How the last log-on ended.
    outcome: Option<Outcome>,
}

impl<'w, 'a> GroupDesk<'w, 'a> {
    /// The pages, asked for by this walk.
    pub fn new(walk: &'w mut Walk<'a>, kept: Vec<(String, SecretString)>) -> Self {
        Self {
            walk,
            kept,
            current: None,
            shown_at: HashMap::new(),
            signed_out: false,
            outcome: None,
        }
    }

    /// How the last log-on ended, if there was one.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.clone()
    }

    /// Whose log-on this is, once somebody is signed in.
    pub fn administrator(&self) -> Option<String> {
        self.walk.user_name()
    }

    /// The menu of the group's administrator, signed in.
    pub(super) async fn menu(&mut self) -> Result<Page, JourneyError> {
        if self.signed_out {
            self.walk.record.session_ended().await?;
            self.walk.is_signed_in_at(None);
            for (id, secret) in &self.kept {
                self.walk.remember_secret(id, secret.clone());
            }
            self.signed_out = false;
        }
        let (signed_in, page) = sign_in::go(self.walk, PortalPart::Group).await?;
        if signed_in.next == Some("register_administrator") {
            return Err(JourneyError::NobodyThere {
                about: JourneyKind::RegisterAdministrator.in_words().to_owned(),
            });
        }
        let is_menu = Place::of(&page, self.walk.words(), &[Place::AdministratorMenu], &[]);
        if signed_in.state != SignInState::SignedIn || is_menu.is_none() {
            return Err(self
                .walk
                .unexpected(&page, &[Place::AdministratorMenu])
                .await);
        }
        self.outcome = Some(signed_in);
        Ok(page)
    }

    /// Opens a page from the menu by its link.
    pub(super) async fn open_from_menu(&mut self, press: Press) -> Result<Page, JourneyError> {
        let menu = self.menu().await?;
        let (request, _) = self.walk.press(&menu, &[press])?;
        self.walk.send(request, None).await
    }

    async fn read_once(
        &mut self,
        keep: &BTreeSet<String>,
        told: &(dyn Fn(u32) + Sync),
    ) -> Result<Reading, JourneyError> {
        self.current = None;
        self.shown_at.clear();
        let mut addresses: HashSet<Url> = HashSet::new();
        let mut own_addresses = true;
        let mut page = self.open_from_menu(Press::GroupMaintenance).await?;
        let mut reading = Reading::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        loop {
            page = self.only_roster(page).await?;
            let group = roster_page::group_of(&page, self.walk.words());
            let shown = RosterPage::read(page.clone(), self.walk.words())
                .map_err(|error| self.walk.stopped(&page, error))?;
            reading.roster.group = reading.roster.group.or(group);
            reading.roster.pages += 1;
            reading.total = shown.total.or(reading.total);
            told(reading.roster.pages);
            let before = reading.roster.users.len();
            for row in &shown.rows {
                match seen.insert(
                    row.user.user_name.to_lowercase(),
                    reading.roster.users.len(),
                ) {
                    None => reading.roster.users.push(row.user.clone()),
                    Some(at) => {
                        seen.insert(row.user.user_name.to_lowercase(), at);
                        reading.twice = Some((row.user.user_name.clone(), page.clone()));
                    }
                }
            }
            own_addresses &= addresses.insert(page.url.clone());
            for row in shown
                .rows
                .iter()
                .filter(|r| keep.contains(&r.user.user_name))
            {
                self.shown_at
                    .insert(row.user.user_name.clone(), page.url.clone());
            }
            let more = shown.has_next;
            let next = more.then(|| shown.next(self.walk.words(), self.walk.profile));
            self.current = Some(shown);
            let Some(next) = next else { break };
            let circles = before > 0 && reading.roster.users.len() == before;
            if circles
                || reading.roster.pages >= MOST_PAGES
                || reading.roster.users.len() > MOST_USERS
            {
                let error = page.unexpected(
                    "a further page of the roster, with users that were not on the pages before",
                );
                return Err(self.walk.stopped(&page, error));
            }
            let request = next.map_err(|error| self.walk.stopped(&page, error))?;
            page = self.walk.send(request, None).await?;
        }
        if !own_addresses {
            self.shown_at.clear();
        }
        reading.last = Some(page);
        Ok(reading)
    }

    /// The page itself: a notice that is known is passed, an ended session and anything else is an error.
    async fn only_roster(&mut self, page: Page) -> Result<Page, JourneyError> {
        if roster_page::has_table(&page, self.walk.words()) {
            return Ok(page);
        }
        match self
            .walk
            .arrive(page, &[Place::Roster, Place::LogOn], &[Place::Roster])
            .await?
        {
            Arrived::At(Place::Roster, page) => Ok(*page),
            Arrived::At(_, page) => Err(JourneyError::SessionEnded {
                words: heading(&page),
            }),
            Arrived::Again => Err(JourneyError::SessionEnded {
                words: "the session has ended".to_owned(),
            }),
        }
    }

    /// Shows the page that has a user, if it is not the one that is shown: by its address, else from the first page on.
    pub(super) async fn show(&mut self, user_name: &str) -> Result<bool, JourneyError> {
        let has = |page: &RosterPage| page.status_of(user_name).is_some();
        if self.current.as_ref().is_some_and(has) {
            return Ok(true);
        }
        self.current = None;
        if let Some(address) = self.shown_at.get(user_name).cloned() {
            let page = self.walk.open(&address).await?;
            let page = self.read_page(page).await?;
            if has(&page) {
                self.current = Some(page);
                return Ok(true);
            }
        }
        let page = self.open_from_menu(Press::GroupMaintenance).await?;
        let mut page = self.read_page(page).await?;
        for _ in 0..MOST_PAGES {
            if has(&page) {
                self.current = Some(page);
                return Ok(true);
            }
            if !page.has_next {
                break;
            }
            let next = page.next(self.walk.words(), self.walk.profile);
            let request = next.map_err(|error| self.walk.stopped(&page.page, error))?;
            let came = self.walk.send(request, None).await?;
            page = self.read_page(came).await?;
        }
        Ok(false)
    }

    async fn read_page(&mut self, page: Page) -> Result<RosterPage, JourneyError> {
        let page = self.only_roster(page).await?;
        RosterPage::read(page.clone(), self.walk.words())
            .map_err(|error| self.walk.stopped(&page, error))
    }
}

/// A reading that may have to be done anew.
#[derive(Default)]
struct Reading {
    roster: Roster,
    total: Option<usize>,
    /// A user whom two pages showed, and the second of them.
    twice: Option<(String, Page)>,
    last: Option<Page>,
}

impl Reading {
    /// Why it cannot be what the roster is: users moved between pages while they were read.
    fn odd(&self) -> Option<PortalError> {
        if let Some((user, _)) = &self.twice {
            return Some(PortalError::LabelAmbiguous {
                wanted: user.clone(),
                offered: vec![format!("{user} on two pages of the roster")],
            });
        }
        let total = self.total?;
        (total != self.roster.users.len()).then(|| PortalError::UnexpectedPage {
            expected: format!("{total} users, as the portal says"),
            shown: format!(
                "{} users on {} pages",
                self.roster.users.len(),
                self.roster.pages
            ),
        })
    }
}

impl Maintenance for GroupDesk<'_, '_> {
    async fn roster(
        &mut self,
        keep: &BTreeSet<String>,
        page: &(dyn Fn(u32) + Sync),
    ) -> Result<Roster, JourneyError> {
        let mut sessions = 0;
        let mut anew = 0;
        loop {
            let reading = match self.read_once(keep, page).await {
                Ok(reading) => reading,
                // Nothing was changed by reading: sign in again and begin anew.
                Err(JourneyError::SessionEnded { .. }) if sessions < 2 => {
                    sessions += 1;
                    self.signed_out = true;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let Some(error) = reading.odd() else {
                return Ok(reading.roster);
            };
            anew += 1;
            // On a single page nothing can have moved.
            if anew >= ANEW || reading.roster.pages == 1 {
                let about = reading.twice.map(|(_, page)| page).or(reading.last);
                return Err(match about {
                    Some(page) => self.walk.stopped(&page, error),
                    None => error.into(),
                });
            }
        }
    }

    async fn click(&mut self, user_name: &str, wanted: Wanted) -> Result<ClickAnswer, ClickError> {
        self.press(user_name, wanted).await
    }
}

/// What a page of the roster says after a click.
pub(super) fn answer(page: &RosterPage, user_name: &str, told: Option<String>) -> ClickAnswer {
    let row: Option<UserStatus> = page.status_of(user_name).cloned();
    let users = page.rows.len();
    ClickAnswer {
        row,
        whole: !page.has_next
            && !page.has_previous
            && page.total.is_none_or(|total| total == users),
        told,
    }
}
