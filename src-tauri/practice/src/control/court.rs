//! The account side at the control endpoint: the inbox, phrases, accounts, groups, markup.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use minijinja::{Value as Context, context};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Control, page::page};
use crate::{
    accounts::{
        books::{Account, AccountKind, Group, Mail},
        mails::{association_link, moment},
        markup::MARKUP_VARIANTS,
    },
    portal::pages::render,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// Only e-mails to this address, copies included.
    to: String,
    /// Only e-mails of this kind.
    kind: String,
    /// Only e-mails after this one.
    since: u32,
}

/// The e-mail with whole addresses.
fn whole(control: &Control, mail: Mail) -> Value {
    let link = mail
        .link
        .as_ref()
        .map(|link| format!("{}{link}", control.base_url));
    let text = mail.text.replace("{base}", &control.base_url);
    let mut json = serde_json::to_value(mail).unwrap_or_default();
    json["text"] = text.into();
    if let Some(link) = link {
        json["link"] = link.into();
    }
    json
}

fn wanted(control: &Control, wanted: &Wanted) -> Vec<Value> {
    let is_to = |mail: &Mail| {
        wanted.to.is_empty()
            || std::iter::once(&mail.to)
                .chain(&mail.cc)
                .any(|address| address.eq_ignore_ascii_case(&wanted.to))
    };
    control
        .world
        .mails()
        .into_iter()
        .filter(|mail| mail.id > wanted.since && is_to(mail))
        .filter(|mail| wanted.kind.is_empty() || mail.kind == wanted.kind)
        .map(|mail| whole(control, mail))
        .collect()
}

/// `GET /practice/mails`: newest last.
pub(super) async fn mails(
    State(control): State<Arc<Control>>,
    Query(which): Query<Wanted>,
) -> Response {
    Json(json!({ "mails": wanted(&control, &which) })).into_response()
}

/// `GET /practice/inbox`: the same for people, newest first.
pub(super) async fn inbox(
    State(control): State<Arc<Control>>,
    Query(which): Query<Wanted>,
) -> Response {
    let mut mails = control.world.mails();
    mails.reverse();
    let mails: Vec<Context> = mails
        .into_iter()
        .filter(|mail| which.kind.is_empty() || mail.kind == which.kind)
        .take(200)
        .map(|mail| {
            context! {
                at => moment(mail.at),
                to => &mail.to,
                cc => mail.cc.join(", "),
                subject => &mail.subject,
                text => mail.text.replace("{base}", &control.base_url),
            }
        })
        .collect();
    page(render(
        "control_inbox.html",
        context! { token => &control.token, mails },
    ))
}

/// `GET /practice/phrases`: newest first.
pub(super) async fn phrases(State(control): State<Arc<Control>>) -> Response {
    Json(json!({ "phrases": control.world.phrases() })).into_response()
}

fn account(account: &Account, group: impl Fn(&str) -> String) -> Value {
    let status = account.association.as_ref();
    json!({
        "user_name": account.user_name,
        "email": account.email,
        "name": account.name(),
        "kind": account.kind,
        "administers": account.administers.as_deref().map(&group),
        "group": status.map(|association| group(&association.group)),
        "status": status.map(|association| association.status),
        "information": status.map(|association| association.information.clone()),
        "agreed": status.map_or(account.agreed, |association| association.agreed),
        "verified": account.verified,
        "failures": account.failures,
        "locked_until": account.locked_until,
        "tracked": account.tracked.len(),
        "must_change_password": account.must_change,
    })
}

/// `GET /practice/accounts`: accounts (but not their passwords), groups with PIN and link, clock, settings.
pub(super) async fn accounts(State(control): State<Arc<Control>>) -> Response {
    let books = control.world.books(Clone::clone);
    let name = |key: &str| {
        books
            .group(key)
            .map_or_else(|| key.to_owned(), |group| group.name.clone())
    };
    let groups: Vec<Value> = books
        .groups()
        .map(|group: &Group| {
            json!({
                "key": group.key,
                "name": group.name,
                "pin": group.pin.words(),
                "link": format!("{}{}", control.base_url, association_link(group)),
                "link_ended": group.link_ended,
                "users": books.member_count(&group.key),
            })
        })
        .collect();
    let accounts: Vec<Value> = books.accounts().map(|known| account(known, name)).collect();
    Json(json!({
        "now": books.now(),
        "clock_ahead_seconds": books.clock,
        "settings": books.settings,
        "groups": groups,
        "accounts": accounts,
    }))
    .into_response()
}

/// `GET /practice/markup`: the variants by name, and what is on.
pub(super) async fn markup(State(control): State<Arc<Control>>) -> Response {
    let variants: serde_json::Map<String, Value> = MARKUP_VARIANTS
        .iter()
        .map(|(name, markup)| ((*name).to_owned(), json!(markup)))
        .collect();
    let on = control.world.books(|books| books.settings.markup);
    Json(json!({ "on": on.name(), "markup": on, "variants": variants })).into_response()
}

/// What the control page shows of the account side.
pub(super) fn on_the_page(control: &Control) -> Context {
    let books = control.world.books(Clone::clone);
    let groups: Vec<Context> = books
        .groups()
        .map(|group| {
            context! {
                key => &group.key,
                name => &group.name,
                pin => group.pin.words().unwrap_or("not known since the restart"),
                users => books.member_count(&group.key),
                link => format!("{}{}", control.base_url, association_link(group)),
                link_ended => group.link_ended,
            }
        })
        .collect();
    let people: Vec<Context> = books
        .accounts()
        // A page for people; the JSON has all of them.
        .take(100)
        .map(|account| {
            let association = account.association.as_ref();
            context! {
                user_name => &account.user_name,
                name => account.name(),
                administrator => account.kind == AccountKind::Administrator,
                group => association.map(|association| association.group.clone()),
                status => association.map(|association| association.status.words()),
                locked => account.locked_until.is_some_and(|until| books.now() < until),
            }
        })
        .collect();
    context! {
        now => moment(books.now()),
        ahead => books.clock,
        mails => books.mails().len(),
        markup => books.settings.markup.name(),
        variants => MARKUP_VARIANTS.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        phrase => control.world.phrases().first().map(|shown| shown.phrase.clone()),
        groups,
        people,
    }
}
