//! One page of Group Maintenance: who is on it, how they stand, what can be pressed in each row. Columns are known by
//! their heads; nothing is known by its place.

use std::collections::{HashMap, HashSet};

use crate::domain::{GroupUser, UserStatus, Wanted};
use crate::portal::browser::PortalRequest;
use crate::portal::document::{Page, Row, Spot, Table};
use crate::portal::error::PortalError;
use crate::portal::form::FieldKind;
use crate::portal::profile::PortalProfile;
use crate::portal::words::{Column, Heading, Label, Press, Saying, StatusWord, Words};

/// A page of the roster.
#[derive(Clone)]
pub(super) struct RosterPage {
    /// The page as it came.
    pub page: Page,
    /// Its users, in its order.
    pub rows: Vec<RosterRow>,
    /// How many users the whole roster has, where the page says so.
    pub total: Option<usize>,
    /// There is a further page.
    pub has_next: bool,
    /// There is a page before this one.
    pub has_previous: bool,
}

/// A user on it.
#[derive(Clone)]
pub(super) struct RosterRow {
    pub user: GroupUser,
    /// Buttons and links of the row.
    spots: Vec<Spot>,
    /// The box that chooses the user, where buttons stand below the table.
    tick: Option<Spot>,
}

/// Whether this is a page of Group Maintenance at all.
pub(in super::super) fn is_one(page: &Page, words: &Words) -> bool {
    page.is_headed(words.heading(Heading::GroupMaintenance)) || !heads(page, words).is_empty()
}

/// Whether it shows users in a table. Then it is the roster, whatever the users have written about themselves.
pub(super) fn has_table(page: &Page, words: &Words) -> bool {
    !heads(page, words).is_empty()
}

/// The lines of a page that stand in no table of users: what a user wrote is nothing that the portal says.
pub(super) fn said<'p>(page: &'p Page, words: &Words) -> impl Iterator<Item = &'p str> {
    let cells: HashSet<&str> = heads(page, words)
        .into_iter()
        .flat_map(|(table, ..)| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| cell.text.trim())
        .collect();
    page.lines
        .iter()
        .map(String::as_str)
        .filter(move |line| !cells.contains(line.trim()))
}

/// The group that the page names: "Group: Sample Agency".
pub(super) fn group_of(page: &Page, words: &Words) -> Option<String> {
    let wanted = words.label(Label::GroupName);
    said(page, words).find_map(|line| {
        let (label, value) = line.split_once(':')?;
        (wanted.is(label) && !value.trim().is_empty()).then(|| value.trim().to_owned())
    })
}

/// Where each column stands.
#[derive(Clone, Copy)]
struct Columns {
    user_name: usize,
    status: usize,
    name: Option<usize>,
    first_name: Option<usize>,
    last_name: Option<usize>,
    information: Option<usize>,
}

impl RosterPage {
    /// Reads it.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`] for a row without a status, [`PortalError::LabelAmbiguous`] for a user name that
    /// two rows share, [`PortalError::UnexpectedPage`] for a status that nobody knows, for no roster and no words for none.
    pub fn read(page: Page, words: &Words) -> Result<Self, PortalError> {
        let tables = heads(&page, words);
        let rows = match tables.as_slice() {
            [] => Vec::new(),
            [(table, head, columns)] => rows(&table.rows[head + 1..], *columns, &page, words)?,
            _ => {
                return Err(PortalError::LabelAmbiguous {
                    wanted: words.column(Column::UserName).first().to_owned(),
                    offered: vec![format!("{} tables with this column", tables.len())],
                });
            }
        };
        let total = total(&page, words);
        // "None" is said only where the portal says it.
        if rows.is_empty() && total != Some(0) && !page.says(words.saying(Saying::NoUsers)) {
            return Err(page
                .unexpected("the users of the group, or the portal's words that there are none"));
        }
        // A button that is shown and cannot be pressed leads nowhere: the last page of some portals.
        let has = |press: Press| {
            let wanted = words.button(press);
            let mut labels = page.flow.iter().filter_map(|spot| page.label_of(spot));
            labels.any(|label| wanted.fit(label).is_some())
        };
        Ok(Self {
            has_next: has(Press::Next),
            has_previous: has(Press::Previous),
            rows,
            total,
            page,
        })
    }

    /// How a user stands on this page.
    pub fn status_of(&self, user_name: &str) -> Option<&UserStatus> {
        self.rows
            .iter()
            .find(|row| row.user.user_name == user_name)
            .map(|row| &row.user.status)
    }

    /// The further page. The same words above and below the table are one button: it changes nothing.
    pub fn next(
        &self,
        words: &Words,
        portal: &PortalProfile,
    ) -> Result<PortalRequest, PortalError> {
        let wanted = words.button(Press::Next);
        match self.page.press(wanted, portal) {
            Err(PortalError::LabelAmbiguous { .. }) => {
                let first = self
                    .page
                    .flow
                    .iter()
                    .find(|spot| self.page.label_of(spot).is_some_and(|l| wanted.is(l)));
                match first {
                    Some(spot) => self.page.press_spot(spot, portal),
                    None => Err(self.page.unexpected("a button to the next page")),
                }
            }
            pressed => pressed,
        }
    }

    /// What is sent when the button that makes this true of this user is pressed, and the button's words.
    ///
    /// # Errors
    /// [`PortalError::LabelNotFound`] when the row has no such button, [`PortalError::LabelAmbiguous`] when it has two.
    pub fn press(
        &self,
        user_name: &str,
        wanted: Wanted,
        words: &Words,
        portal: &PortalProfile,
    ) -> Result<(PortalRequest, String), PortalError> {
        let button = words.button(match wanted {
            Wanted::Active => Press::Activate,
            Wanted::Disabled => Press::Disable,
            Wanted::Removed => Press::Remove,
        });
        let Some(row) = self.rows.iter().find(|r| r.user.user_name == user_name) else {
            return Err(self.page.unexpected(&format!("a row of {user_name}")));
        };
        let label = button.first().to_owned();
        match self.page.press_one(&row.spots, button, portal) {
            Err(PortalError::LabelNotFound { wanted, .. }) if row.tick.is_none() => {
                Err(PortalError::LabelNotFound {
                    wanted,
                    offered: row
                        .spots
                        .iter()
                        .filter_map(|s| self.page.label_of(s))
                        .map(str::to_owned)
                        .collect(),
                })
            }
            Err(PortalError::LabelNotFound { .. }) => {
                Ok((self.press_ticked(row, button, portal)?, label))
            }
            pressed => Ok((pressed?, label)),
        }
    }

    /// Ticks the row's box, and no other, and presses the button below the table.
    fn press_ticked(
        &self,
        row: &RosterRow,
        button: &crate::portal::words::Accepted,
        portal: &PortalProfile,
    ) -> Result<PortalRequest, PortalError> {
        let missing = || self.page.unexpected("a box that chooses the user");
        let Some(Spot::Field { form, field }) = &row.tick else {
            return Err(missing());
        };
        let boxes = self.rows.iter().filter_map(|r| match &r.tick {
            Some(Spot::Field { form: of, field }) if of == form => Some(*field),
            _ => None,
        });
        let mut filling = self.page.forms.get(*form).ok_or_else(missing)?.fill(portal);
        for other in boxes {
            filling.tick_nth(other, other == *field)?;
        }
        filling.press(button)
    }
}

/// The tables that have the columns of a roster, with their head row. Of tables inside tables only the inner one has.
fn heads<'p>(page: &'p Page, words: &Words) -> Vec<(&'p Table, usize, Columns)> {
    page.tables
        .iter()
        .filter_map(|table| {
            table.rows.iter().enumerate().find_map(|(n, row)| {
                let columns = columns(row, words)?;
                Some((table, n, columns))
            })
        })
        .collect()
}

fn columns(row: &Row, words: &Words) -> Option<Columns> {
    // A head's words are short; a cell that holds a table holds these words, too.
    let at = |column: Column| {
        let wanted = words.column(column);
        let mut found = row.cells.iter().filter(|cell| wanted.is(&cell.text));
        match (found.next(), found.next()) {
            (Some(cell), None) => Some(cell.col),
            _ => None,
        }
    };
    Some(Columns {
        user_name: at(Column::UserName)?,
        status: at(Column::Status)?,
        name: at(Column::Name),
        first_name: at(Column::FirstName),
        last_name: at(Column::LastName),
        information: at(Column::UserInformation),
    })
}

fn rows(
    rows: &[Row],
    columns: Columns,
    page: &Page,
    words: &Words,
) -> Result<Vec<RosterRow>, PortalError> {
    let mut read: Vec<RosterRow> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let text = |col: usize| row.cell(col).map_or("", |cell| cell.text.trim());
        let of = |col: Option<usize>| col.map_or("", text);
        // Lines below the users: how many there are, the further pages, the portal's words for none.
        let is_foot = row.cells.len() < 2 || self::columns(row, words).is_some();
        let is_empty = row
            .cells
            .iter()
            .all(|c| c.text.trim().is_empty() && c.uses.is_empty());
        if is_foot || is_empty {
            continue;
        }
        let user_name = text(columns.user_name).to_owned();
        if user_name.is_empty() {
            return Err(PortalError::LabelNotFound {
                wanted: words.column(Column::UserName).first().to_owned(),
                offered: row.cells.iter().map(|c| c.text.clone()).collect(),
            });
        }
        let status = status(text(columns.status), &user_name, words)?;
        // Two rows that differ in the writing of a name only are one user for the portal.
        if let Some(twin) = seen
            .insert(user_name.to_lowercase(), read.len())
            .and_then(|n| read.get(n))
        {
            return Err(PortalError::LabelAmbiguous {
                wanted: user_name.clone(),
                offered: vec![
                    format!("{}: {}", twin.user.user_name, twin.user.status.in_words()),
                    format!("{user_name}: {}", status.in_words()),
                ],
            });
        }
        let name = match columns.name {
            Some(col) => text(col).to_owned(),
            None => format!("{} {}", of(columns.first_name), of(columns.last_name))
                .trim()
                .to_owned(),
        };
        let uses = row.cells.iter().flat_map(|c| &c.uses);
        let is_box = |spot: &&Spot| match spot {
            Spot::Field { form, field } => page
                .forms
                .get(*form)
                .and_then(|f| f.fields.get(*field))
                .is_some_and(|f| f.kind == FieldKind::Box && f.visible && f.enabled),
            _ => false,
        };
        let ticks: Vec<&Spot> = uses.clone().filter(is_box).collect();
        read.push(RosterRow {
            tick: match ticks.as_slice() {
                [only] => Some((*only).clone()),
                _ => None,
            },
            spots: uses
                .filter(|s| matches!(s, Spot::Button { .. } | Spot::Link(_)))
                .cloned()
                .collect(),
            user: GroupUser {
                name: if name.is_empty() {
                    user_name.clone()
                } else {
                    name
                },
                user_name,
                status,
                information: of(columns.information).to_owned(),
            },
        });
    }
    Ok(read)
}

fn status(shown: &str, user_name: &str, words: &Words) -> Result<UserStatus, PortalError> {
    if shown.is_empty() {
        return Err(PortalError::LabelNotFound {
            wanted: format!("{} of {user_name}", words.column(Column::Status).first()),
            offered: vec![user_name.to_owned()],
        });
    }
    if words.status(StatusWord::Active).is(shown) {
        return Ok(UserStatus::Active);
    }
    if words.status(StatusWord::Disabled).is(shown) {
        return Ok(UserStatus::Disabled);
    }
    Err(PortalError::UnexpectedPage {
        expected: format!(
            "a status that is known ({}, {})",
            words.status(StatusWord::Active).first(),
            words.status(StatusWord::Disabled).first()
        ),
        shown: format!("{user_name}: {shown}"),
    })
}

/// "5,000 users": read where the page says it, so that a user who slipped from one page to another while it was read is
/// noticed.
fn total(page: &Page, words: &Words) -> Option<usize> {
    said(page, words).find_map(|line| {
        let mut words = line.split_whitespace();
        let number: usize = words.next()?.replace(',', "").parse().ok()?;
        let what = words
            .next()?
            .trim_matches(['.', ',', ':', ';'])
            .to_ascii_lowercase();
        matches!(what.as_str(), "user" | "users").then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(body: &str) -> Result<RosterPage, PortalError> {
        let url = "https://portal.example.org/registration/group"
            .parse()
            .unwrap();
        let html = format!("<html><body><h1>Group Maintenance</h1>{body}</body></html>");
        RosterPage::read(Page::read(&url, &html).unwrap(), &Words::shipped())
    }

    fn table(rows: &str) -> String {
        format!(
            "<table><tr><th>User Name</th><th>Name</th><th>Status</th><th>User Information</th><th></th></tr>{rows}</table>"
        )
    }

    const DOE: &str = "<tr><td>jdoe</td><td>Jane Doe</td><td>Active</td><td>Clerk</td>\
        <td><form method=post action=x><button name=d>Disable</button><button name=r>Remove</button></form></td></tr>";

    #[test]
    fn a_roster_is_read_by_its_columns_in_any_order() {
        let page = read(
            "<table><tr><td><b>Status</b></td><td><b>USER ID</b></td><td><b>Last Name</b></td><td><b>First Name:</b></td></tr>\
             <tr><td>DISABLED</td><td>aroe</td><td>Roe</td><td>Alex</td></tr></table>",
        )
        .unwrap();
        let user = &page.rows[0].user;
        assert_eq!(
            (user.user_name.as_str(), user.name.as_str(), &user.status),
            ("aroe", "Alex Roe", &UserStatus::Disabled)
        );
        assert!(!page.has_next);
    }

    #[rstest]
    #[case::without_a_status(
        "<tr><td>jdoe</td><td>Jane Doe</td><td></td><td></td><td></td></tr>",
        "label_not_found"
    )]
    #[case::a_status_that_nobody_knows(
        "<tr><td>jdoe</td><td>Jane Doe</td><td>Suspended</td><td></td><td></td></tr>",
        "unexpected_page"
    )]
    #[case::without_a_name(
        "<tr><td></td><td>Jane Doe</td><td>Active</td><td></td><td></td></tr>",
        "label_not_found"
    )]
    #[case::no_users_and_no_word("", "unexpected_page")]
    fn an_odd_roster_stops(#[case] rows: &str, #[case] kind: &str) {
        let body = table(&format!(
            "{rows}{}",
            if rows.is_empty() { "" } else { DOE }.replace("jdoe", "other")
        ));
        assert_eq!(read(&body).err().unwrap().kind(), kind);
    }

    #[test]
    fn a_user_name_that_two_rows_share_stops() {
        let body = table(&format!(
            "{DOE}{}",
            DOE.replace("jdoe", "JDoe").replace("Active", "Disabled")
        ));
        let error = read(&body).err().unwrap();
        assert_eq!(error.kind(), "label_ambiguous", "{error}");
    }

    #[test]
    fn none_is_said_in_the_portals_words() {
        let page = read("<p>There are no users in your group.</p>").unwrap();
        assert!(page.rows.is_empty());
        let page = read(&table("<tr><td colspan=5>No users found.</td></tr>")).unwrap();
        assert!(page.rows.is_empty());
    }

    fn profile() -> PortalProfile {
        PortalProfile::parse(
            "name = \"Sample\"\nallowed_hosts = [\"portal.example.org\"]\n[urls]\ncasenet = \"https://portal.example.org/cnet\"\n",
        )
        .unwrap()
    }

    #[test]
    fn the_rows_own_button_is_pressed() {
        let body = table(&format!(
            "{}{DOE}",
            DOE.replace("jdoe", "aroe").replace("name=r", "name=other")
        ));
        let page = read(&body).unwrap();
        let (request, label) = page
            .press("jdoe", Wanted::Removed, &Words::shipped(), &profile())
            .unwrap();
        let crate::portal::browser::Body::Encoded { bytes, .. } = request.body else {
            panic!("a form is sent")
        };
        assert_eq!(String::from_utf8(bytes.to_vec()).unwrap(), "r=");
        assert_eq!(label, "Remove");
        let missing = page.press("jdoe", Wanted::Active, &Words::shipped(), &profile());
        assert_eq!(missing.unwrap_err().kind(), "label_not_found");
    }

    #[test]
    fn a_box_chooses_the_user_where_the_buttons_stand_below() {
        let row = |user: &str, n: u8, ticked: &str| {
            format!(
                "<tr><td><input type=checkbox name=u value={n} {ticked}></td><td>{user}</td><td>Active</td></tr>"
            )
        };
        let page = read(&format!(
            "<form method=post action=x><table><tr><th></th><th>User Name</th><th>Status</th></tr>{}{}</table>\
             <input type=submit name=disable value=Disable><input type=submit name=remove value=Remove></form>",
            row("aroe", 1, "checked"),
            row("jdoe", 2, ""),
        ))
        .unwrap();
        let (request, _) = page
            .press("jdoe", Wanted::Disabled, &Words::shipped(), &profile())
            .unwrap();
        let crate::portal::browser::Body::Encoded { bytes, .. } = request.body else {
            panic!("a form is sent")
        };
        assert_eq!(
            String::from_utf8(bytes.to_vec()).unwrap(),
            "u=2&disable=Disable",
            "one box, whatever the page had ticked"
        );
    }

    #[test]
    fn what_a_user_wrote_is_nothing_that_the_portal_says() {
        let words = Words::shipped();
        for wrote in ["7 users", "Group: Example Office", "Your session has ended"] {
            let page = read(&table(&DOE.replace("Clerk", wrote))).unwrap();
            assert_eq!(page.total, None, "{wrote}");
            assert_eq!(group_of(&page.page, &words), None, "{wrote}");
            assert_eq!(page.rows[0].user.information, wrote);
        }
    }

    #[test]
    fn the_number_of_users_is_read_where_it_is_said() {
        let page = read(&format!(
            "<p>5,000 users. Page 1 of 200.</p>{}<a href='?page=2'>Next</a>",
            table(DOE)
        ))
        .unwrap();
        assert_eq!(page.total, Some(5000));
        assert!(page.has_next && !page.has_previous);
    }
}
