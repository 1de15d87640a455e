//! B9 to B12, and what both sides do in a group: Group Maintenance, My Preferences. Columns, fields of the preferences,
//! and what is said after a click are invented (unverified); who is told by e-mail is the procedures'.

use super::{
    administrator::{AGREEMENT, check_new_password},
    desk::Desk,
    view::{Button, Form, Kind, Part, Row, Table, View},
    visit::{Place, Step},
};
use crate::{
    accounts::{
        books::{Account, AccountKind, Group, MemberStatus},
        desk::{Measure, associate, change, leave, measure, new_password, new_pin},
        rules,
    },
    world::{
        World,
        faults::{Fault, FaultKind},
    },
};

/// The page where a user's account stands.
pub(super) fn due(desk: &Desk<'_>, account: &Account) -> Step {
    match &account.association {
        Some(association) if association.agreed => Step::EfilingMenu,
        Some(_) => Step::GroupAgreement,
        None if desk.seat.group.is_some() => Step::GroupAuthentication,
        None => Step::AdditionalSteps,
    }
}

/// What a disabled user is told at the log-on (the words are invented, unverified).
pub(super) fn disabled_words(world: &World, account: &Account) -> Option<String> {
    let association = account.association.as_ref()?;
    if association.status != MemberStatus::Disabled {
        return None;
    }
    let group = world.books(|books| {
        books
            .group(&association.group)
            .map(|group| group.name.clone())
    })?;
    Some(format!(
        "You have been disabled from the group {group} by the group administrator. You cannot file until the group \
         administrator activates you."
    ))
}

/// B9: the link of the administrator's e-mail.
pub(super) fn open_link(desk: &mut Desk<'_>) {
    desk.seat.said.clear();
    desk.seat.refused.clear();
    let key = desk.param("group");
    let group = desk.world.books(|books| books.group(&key).cloned());
    let refused = match &group {
        None => Some("The group was not found. Please ask your group administrator for the link."),
        Some(group) if group.link_ended => {
            Some("This link has expired. Please ask your group administrator for a new link.")
        }
        Some(_) => None,
    };
    if let Some(words) = refused {
        desk.say(words);
        return desk.to(Step::GroupLink);
    }
    desk.seat.group = Some(key.clone());
    let account = desk.account();
    let associated = account.and_then(|account| account.association);
    if let Some(association) = associated.filter(|association| association.agreed) {
        desk.say(if association.group == key {
            "You are already associated to this group."
        } else {
            "You are associated to another group. Remove that association in My Preferences first."
        });
    }
    let due = desk.due();
    desk.to(due);
}

pub(super) fn view(desk: &Desk<'_>, step: Step) -> View {
    let account = desk.account().unwrap_or_default();
    match step {
        Step::GroupLink => View::new("Group Association"),
        Step::GroupAuthentication => authentication_page(desk),
        Step::GroupAgreement => View::new("User Agreement").long(&AGREEMENT).form(
            Form::default()
                .field("acknowledge", "I acknowledge", Kind::Box, "")
                .button("continue", "Continue"),
        ),
        Step::Preferences => preferences_page(desk, &account),
        Step::Maintenance => maintenance_page(desk, &account),
        _ => menu(desk, &account),
    }
}

/// B12.
fn menu(desk: &Desk<'_>, account: &Account) -> View {
    let mut view = View::new("eFiling Menu");
    let disabled = disabled_words(desk.world, account);
    if let Some(words) = &disabled {
        view = view.words(words.clone());
    }
    if let Some(association) = &account.association {
        let name = desk.world.books(|books| {
            books
                .group(&association.group)
                .map(|group| group.name.clone())
        });
        view = view.words(format!(
            "Signed in as {}. Group: {}.",
            account.user_name,
            name.unwrap_or_default()
        ));
    }
    if disabled.is_none() {
        view = view.words(
            "File a New Case. File on an Existing Case. My Filings. (Not in the practice portal.)",
        );
    }
    view.link(format!("{}/my-preferences", desk.root), "My Preferences")
}

fn authentication_page(desk: &Desk<'_>) -> View {
    let (list, groups) = desk.world.books(|books| {
        let groups: Vec<(String, String)> = books
            .groups()
            .map(|group| (group.key.clone(), group.name.clone()))
            .collect();
        (books.settings.group_list, groups)
    });
    let named = desk.seat.group.as_deref().and_then(|key| {
        groups
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, name)| name.clone())
    });
    let mut form = Form::default();
    form = match named {
        Some(name) if !list => form.field("group", "Group Name", Kind::Shown, &name),
        _ => {
            let mut options = vec![(String::new(), "Select a group".to_owned())];
            options.extend(groups);
            form.field(
                "groupChoice",
                "Group Name",
                Kind::Choice(options),
                &desk.kept("groupChoice"),
            )
        }
    };
    View::new("Group User Authentication").form(
        form.field("pin", "Pin", Kind::Secret, "")
            .field(
                "information",
                "User Information",
                Kind::Text,
                &desk.kept("information"),
            )
            .button("submit", "Submit"),
    )
}

fn preferences_page(desk: &Desk<'_>, account: &Account) -> View {
    let root = &desk.root;
    if account.kind == AccountKind::Administrator {
        return View::new("My Preferences")
            .words("The Pin is needed by users who join your group. Change it often, and whenever a user was disabled or removed.")
            .form(
                Form::default()
                    .field("newPin", "New Pin", Kind::Secret, "")
                    .field("verifyPin", "Verify New Pin", Kind::Secret, "")
                    .button("update", "Update"),
            )
            .link(format!("{root}/new-password"), "Change Password")
            .link(format!("{root}/group-administrator-menu"), "Group Administrator Menu");
    }
    let detail = |label: &str| account.details.get(label).cloned().unwrap_or_default();
    View::new("My Preferences")
        .form(
            Form::default()
                .under("eFiling Defaults")
                .field(
                    "court",
                    "Default Court",
                    Kind::Text,
                    &detail("Default Court"),
                )
                .field(
                    "copies",
                    "E-mail me a copy of every filing",
                    Kind::Box,
                    &detail("E-mail me a copy of every filing"),
                )
                .button("save", "Save"),
        )
        .words("Remove your association to your current group:")
        .form(Form::default().button("leave", "Remove Association"))
        .link(format!("{root}/new-password"), "Change Password")
        .link(format!("{root}/efiling-menu"), "eFiling Menu")
}

fn own_group(desk: &Desk<'_>, account: &Account) -> Option<Group> {
    let key = account.administers.as_deref()?;
    desk.world.books(|books| books.group(key).cloned())
}

fn maintenance_page(desk: &Desk<'_>, account: &Account) -> View {
    let view = View::new("Group Maintenance");
    let Some(group) = own_group(desk, account) else {
        return view.words("The group could not be found.");
    };
    let page = desk.seat.page;
    let (size, total, rows) = desk.world.books(|books| {
        let size = books.settings.page_size.max(1) as usize;
        let rows: Vec<Row> = books
            .members(&group.key, (page - 1).saturating_mul(size), size)
            .into_iter()
            .map(|member| row(member, page))
            .collect();
        (size, books.member_count(&group.key), rows)
    });
    let pages = total.div_ceil(size).max(1);
    let mut view = view.words(format!("Group: {}", group.name));
    if total == 0 {
        view = view.words("There are no users in your group.");
    } else {
        view = view
            .words(format!("{total} users. Page {page} of {pages}."))
            .table(Table {
                columns: ["User Name", "Name", "Status", "User Information"]
                    .map(str::to_owned)
                    .to_vec(),
                rows,
            });
    }
    let to = |page: usize| format!("{}/group-maintenance?page={page}", desk.root);
    if page > 1 {
        view = view.link(to(page - 1), "Previous");
    }
    if page < pages {
        view = view.link(to(page + 1), "Next");
    }
    view.link(
        format!("{}/group-administrator-menu", desk.root),
        "Group Administrator Menu",
    )
}

fn row(member: &Account, page: usize) -> Row {
    let association = member.association.clone().unwrap_or_default();
    let (key, label) = match association.status {
        MemberStatus::Active => ("disable", "Disable"),
        MemberStatus::Disabled => ("activate", "Activate"),
    };
    let user = &member.user_name;
    Row {
        cells: vec![
            user.clone(),
            member.name(),
            association.status.words().to_owned(),
            association.information,
        ],
        field: None,
        buttons: vec![
            Button::new(&format!("{key}:{user}@{page}"), label),
            Button::new(&format!("remove:{user}@{page}"), "Remove"),
        ],
    }
}

/// The odd rows that a trap wants.
pub(super) fn bend_roster(view: &mut View, fault: &Fault) {
    let odd = |kind| {
        matches!(
            kind,
            FaultKind::TwinRow | FaultKind::RowWithoutStatus | FaultKind::UnknownStatus
        )
    };
    if !odd(fault.kind) {
        return;
    }
    for part in &mut view.parts {
        let Part::Table(table) = part else { continue };
        let place = match &fault.user {
            Some(user) => table
                .rows
                .iter()
                .position(|row| row.cells.first() == Some(user)),
            None => (!table.rows.is_empty()).then_some(0),
        };
        let Some(place) = place else { continue };
        let mut bent = table.rows[place].clone();
        let Some(status) = bent.cells.get_mut(2) else {
            continue;
        };
        match fault.kind {
            FaultKind::TwinRow => {
                *status = if status == "Active" {
                    "Disabled"
                } else {
                    "Active"
                }
                .to_owned();
                table.rows.insert(place + 1, bent);
            }
            FaultKind::RowWithoutStatus => {
                status.clear();
                table.rows[place] = bent;
            }
            _ => {
                *status = "Suspended".to_owned();
                table.rows[place] = bent;
            }
        }
    }
}

pub(super) fn press(desk: &mut Desk<'_>, step: Step, key: &str) {
    let Some(account) = desk.account() else {
        return desk.to(Step::Logon);
    };
    match step {
        Step::GroupAuthentication => authenticate(desk, &account),
        Step::GroupAgreement => {
            if !desk.ticked("acknowledge") {
                return desk.refuse(
                    "acknowledge",
                    Some("Please acknowledge the User Agreement."),
                );
            }
            desk.change(|books| {
                let changes = change(books, &account.user_name, |account| {
                    if let Some(association) = &mut account.association {
                        association.agreed = true;
                    }
                });
                (changes, ())
            });
            desk.to(Step::EfilingMenu);
        }
        Step::NewPassword => {
            if !account.password.is(&desk.secret("oldPassword")) {
                desk.refuse("oldPassword", Some("The password is incorrect."));
            }
            if let Some(new) = check_new_password(desk, &account.password) {
                desk.change(|books| (new_password(books, &account.user_name, &new), ()));
                let next = if desk.place == Place::CaseNet {
                    Step::Dashboard
                } else {
                    Step::Preferences
                };
                desk.to(next);
                desk.say("Your password has been changed.");
            }
        }
        Step::Preferences => preferences(desk, &account, key),
        Step::Maintenance => maintain(desk, &account, key),
        _ => {}
    }
}

/// B10.
fn authenticate(desk: &mut Desk<'_>, account: &Account) {
    desk.keep(&["groupChoice", "information"]);
    let list = desk.world.books(|books| books.settings.group_list);
    let group = match desk.seat.group.clone() {
        Some(group) if !list => group,
        _ => desk.text("groupChoice"),
    };
    if group.is_empty() {
        return desk.refuse("groupChoice", Some("Please select a group."));
    }
    let (pin, information) = (desk.text("pin"), desk.text("information"));
    desk.refuse(
        "pin",
        pin.is_empty()
            .then_some("Please enter the Pin of the group."),
    );
    desk.refuse(
        "information",
        information
            .is_empty()
            .then_some("Please enter information that helps your group administrator to know you."),
    );
    if desk.is_refused() {
        return;
    }
    let (now, user) = (desk.now, account.user_name.clone());
    let outcome = desk.change(|books| associate(books, now, &user, &group, &pin, &information));
    match outcome {
        Some(Ok(())) => {
            desk.seat.typed.clear();
            desk.to(Step::GroupAgreement);
        }
        Some(Err(words)) => desk.refuse("pin", Some(words)),
        None => {}
    }
}

fn preferences(desk: &mut Desk<'_>, account: &Account, key: &str) {
    let now = desk.now;
    match key {
        "update" => {
            let (pin, again) = (desk.text("newPin"), desk.text("verifyPin"));
            desk.refuse("newPin", rules::pin(&pin));
            desk.refuse(
                "verifyPin",
                rules::same(&pin, &again, "The Pins do not match."),
            );
            let Some(group) = own_group(desk, account) else {
                return;
            };
            if desk.is_refused() {
                return;
            }
            if let Some(None) = desk.change(|books| new_pin(books, &group.key, &pin)) {
                desk.say("Your Pin has been updated.");
            }
        }
        "save" => {
            let (court, copies) = (desk.text("court"), desk.ticked("copies"));
            let too_long = court.chars().count() > 60;
            desk.refuse(
                "court",
                too_long.then_some("The Default Court may have at most 60 characters."),
            );
            if desk.is_refused() {
                return;
            }
            desk.change(|books| {
                let changes = change(books, &account.user_name, |account| {
                    account.details.insert("Default Court".to_owned(), court);
                    account.details.insert(
                        "E-mail me a copy of every filing".to_owned(),
                        if copies { "on" } else { "" }.to_owned(),
                    );
                });
                (changes, ())
            });
            desk.say("Your preferences have been saved.");
        }
        _ => {
            desk.change(|books| (leave(books, now, &account.user_name), ()));
            desk.seat.group = None;
            desk.to(Step::AdditionalSteps);
            desk.say("Your association to the group has been removed.");
        }
    }
}

/// Group Maintenance: one click on one user.
fn maintain(desk: &mut Desk<'_>, account: &Account, key: &str) {
    let Some(group) = own_group(desk, account) else {
        return;
    };
    let (key, page) = key.rsplit_once('@').unwrap_or((key, "1"));
    let Some((wanted, user)) = key.split_once(':') else {
        return;
    };
    let wanted = match wanted {
        "disable" => Measure::Disable,
        "activate" => Measure::Activate,
        _ => Measure::Remove,
    };
    desk.seat.page = page.parse().unwrap_or(1).max(1);
    let now = desk.now;
    if desk.fault == Some(FaultKind::UserGone) {
        // A second administrator was faster.
        desk.change(|books| {
            let (changes, _) = measure(books, now, &group, user, Measure::Remove);
            (changes, ())
        });
    }
    let outcome = desk.change(|books| measure(books, now, &group, user, wanted));
    if let Some(Ok(words) | Err(words)) = outcome {
        desk.say(words);
    }
}
