//! My Preferences of a group user: the defaults for eFiling. No source says which there are, so each is whatever the page
//! shows: asked by its own label, with what is set now. Only what a person changed is changed; the rest travels back as
//! the page sent it.

use std::collections::BTreeMap;

use super::kept::heading;
use super::outcome::{JourneyError, Outcome, SignInState};
use super::person::{Answer, Ask, AskKind, AskOption, PageAsk, Said, host_of};
use super::place::Place;
use super::questions::bare_label;
use super::reconcile::Settled;
use super::refusal;
use super::walk::{Arrived, Walk};
use crate::domain::PortalPart;
use crate::portal::browser::PortalRequest;
use crate::portal::document::Page;
use crate::portal::error::PortalError;
use crate::portal::form::{Field, FieldKind, Form};
use crate::portal::words::{Accepted, Label, Press, Saying, Words, key};

/// What the answers of this journey are known by: `preferences.Default Court`.
pub const PREFERENCES: &str = "preferences.";

const STEP: &str = "B12";
const HERE: &[Place] = &[Place::Preferences];
/// How often the portal may force a restart before the journey ends; [`Walk::again`] stops earlier.
const AT_MOST: usize = 5;

/// Signs in, opens My Preferences, asks, and saves what was changed. `look_only`: says what is set, and asks nothing.
pub(super) async fn go(walk: &mut Walk<'_>, look_only: bool) -> Result<Outcome, JourneyError> {
    for _ in 0..AT_MOST {
        let (signed_in, menu) = super::sign_in::go(walk, PortalPart::Ecf).await?;
        let Some(page) = enter(walk, &signed_in, menu).await? else {
            return Ok(nothing_there(signed_in));
        };
        if let Some(outcome) = change(walk, signed_in, page, look_only).await? {
            return Ok(outcome);
        }
    }
    Err(JourneyError::SessionEnded {
        words: "the session has ended".to_owned(),
    })
}

/// Settles a save whose answer was lost: the page shows what is set. `wanted` is what was to be set, by
/// [`PREFERENCES`] and its label.
pub(super) async fn settle(
    walk: &mut Walk<'_>,
    signed_in: Outcome,
    menu: Page,
) -> Result<Settled, JourneyError> {
    let not_told = |words: &str| Settled::StillUncertain {
        words: words.to_owned(),
    };
    let Some(page) = enter(walk, &signed_in, menu).await? else {
        return Ok(not_told("My Preferences is not offered"));
    };
    let Arrived::At(_, page) = walk.arrive(page, HERE, HERE).await? else {
        return Ok(not_told("the session has ended"));
    };
    let (_, settings) = read(walk, &page)?;
    let wanted: Vec<&Setting> = settings
        .iter()
        .filter(|s| s.wanted(&walk.answers).is_some())
        .collect();
    if wanted.is_empty() {
        return Ok(not_told(
            "the page shows none of the defaults that were to be saved",
        ));
    }
    let as_wanted = |s: &&Setting| s.wanted(&walk.answers).is_some_and(|w| *w == s.now);
    Ok(if wanted.iter().all(as_wanted) {
        Settled::Done(ended(signed_in, "saved", &settings))
    } else {
        Settled::NotDone { words: None }
    })
}

/// Opens My Preferences from the menu; `None` where there is no menu that leads there.
pub(super) async fn enter(
    walk: &mut Walk<'_>,
    signed_in: &Outcome,
    menu: Page,
) -> Result<Option<Page>, JourneyError> {
    if signed_in.word != "signed_in" {
        return Ok(None);
    }
    if Place::of(&menu, walk.words(), HERE, HERE).is_some() {
        return Ok(Some(menu));
    }
    let leads_there = menu.offers(walk.words().button(Press::MyPreferences));
    let elsewhere = signed_in.state == SignInState::NoGroup || signed_in.next.is_some();
    if !leads_there && elsewhere {
        return Ok(None);
    }
    let page = walk
        .go_on(STEP, &menu, &[Press::MyPreferences], false)
        .await?;
    Ok(Some(page))
}

/// Asks and saves, until the portal says that it saved; `None` when it ended the session.
async fn change(
    walk: &mut Walk<'_>,
    signed_in: Outcome,
    page: Page,
    look_only: bool,
) -> Result<Option<Outcome>, JourneyError> {
    let Arrived::At(_, page) = walk.arrive(page, HERE, HERE).await? else {
        return Ok(None);
    };
    let mut page = *page;
    let mut refusals = Vec::new();
    let mut sent = Wanted::new();
    loop {
        if asks_for_a_pin(&page, walk.words()) {
            // An administrator's preferences: the group's PIN, and no defaults, for an administrator files nothing.
            return Ok(Some(nothing_there(signed_in)));
        }
        let (form, settings) = read(walk, &page)?;
        let more = refusals.iter().filter(|w| !page.told.contains(w));
        let says: Vec<Said> = page.told.iter().chain(more).map(Said::by_portal).collect();
        let told = walk.reached(STEP, &page, &says).await?;
        if look_only {
            return Ok(Some(ended(signed_in, "read", &settings)));
        }
        all_there(walk, &page, &settings)?;
        let wanted = ask(walk, &page, &form, &settings, &refusals, told, &sent).await?;
        if wanted.is_empty() {
            return Ok(Some(ended(signed_in, "nothing_done", &settings)));
        }
        let name = heading(&page);
        walk.record.keep(STEP, &name, &walk.answers).await?;
        let (request, button) = fill(walk, &page, &form, &settings, &wanted)?;
        let answer = walk.send(request, Some(&button)).await?;
        match judge(walk, answer, &page, &wanted, &button).await? {
            Judged::Saved(words, settings) => {
                let mut outcome = ended(signed_in, "saved", &settings);
                outcome.notice = words;
                return Ok(Some(outcome));
            }
            Judged::Refused(words, shown) => {
                refusals = words;
                sent = wanted;
                page = *shown;
            }
            Judged::Again => return Ok(None),
        }
    }
}

/// What is to be set, by the number of its setting.
type Wanted = BTreeMap<usize, String>;

/// A default as the page shows it.
#[derive(Debug, Clone)]
struct Setting {
    /// Which field of the form.
    field: usize,
    /// The label, with its heading where two are equal.
    name: String,
    /// What is set now: "yes" or "no" for a box.
    now: String,
}

impl Setting {
    fn id(&self) -> String {
        format!("{PREFERENCES}{}", self.name)
    }

    /// What was answered for it, whatever the letters of its label.
    fn wanted<'a>(&self, answers: &'a BTreeMap<String, String>) -> Option<&'a String> {
        let mine = |id: &str| {
            id.strip_prefix(PREFERENCES)
                .is_some_and(|name| key(name) == key(&self.name))
        };
        answers.iter().find(|(id, _)| mine(id)).map(|(_, v)| v)
    }
}

/// The form of the defaults, and what is set.
fn read(walk: &Walk<'_>, page: &Page) -> Result<(Form, Vec<Setting>), JourneyError> {
    let words = walk.words();
    let found = form_of(page, words).and_then(|form| Ok((form.clone(), settings(form, words)?)));
    found.map_err(|e| walk.stopped(page, e))
}

/// The one form with something to set and a button that saves it.
fn form_of<'p>(page: &'p Page, words: &Words) -> Result<&'p Form, PortalError> {
    for press in [Press::Update, Press::Submit] {
        let saving: Vec<&Form> = page
            .forms
            .iter()
            .filter(|f| f.offers(words.button(press)) && f.fields.iter().any(|f| sets(f, words)))
            .collect();
        match saving.as_slice() {
            [] => {}
            [one] => return Ok(one),
            many => {
                return Err(PortalError::LabelAmbiguous {
                    wanted: words.button(press).first().to_owned(),
                    offered: many
                        .iter()
                        .flat_map(|f| f.shown().map(Field::shown_as))
                        .collect(),
                });
            }
        }
    }
    Err(PortalError::LabelNotFound {
        wanted: words.button(Press::Update).first().to_owned(),
        offered: page.offered(),
    })
}

/// Whether a field is one of the defaults: seen, labelled, and for no secret.
fn sets(field: &Field, words: &Words) -> bool {
    let secret = [
        Label::Password,
        Label::OldPassword,
        Label::NewPassword,
        Label::VerifyPassword,
        Label::Pin,
        Label::NewPin,
        Label::VerifyNewPin,
        Label::OldPin,
    ];
    let kind = matches!(
        field.kind,
        FieldKind::Text | FieldKind::Choice { .. } | FieldKind::Box
    );
    kind && field.visible
        && field.enabled
        && !field.label.is_empty()
        && !secret.iter().any(|l| words.label(*l).is(&field.label))
}

fn asks_for_a_pin(page: &Page, words: &Words) -> bool {
    page.forms
        .iter()
        .any(|f| f.asks(words.label(Label::NewPin)) || f.asks(words.label(Label::VerifyNewPin)))
}

fn settings(form: &Form, words: &Words) -> Result<Vec<Setting>, PortalError> {
    let fields: Vec<(usize, &Field)> = form
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| sets(f, words))
        .collect();
    let alike = |field: &Field, same_part: bool| {
        let label = Accepted::only(&bare_label(&field.label));
        fields
            .iter()
            .map(|(_, f)| f)
            .filter(|f| label.is(&bare_label(&f.label)))
            .filter(|f| !same_part || f.under == field.under)
            .count()
    };
    fields
        .iter()
        .map(|(n, field)| {
            if alike(field, true) > 1 {
                return Err(PortalError::LabelAmbiguous {
                    wanted: field.label.clone(),
                    offered: fields.iter().map(|(_, f)| f.shown_as()).collect(),
                });
            }
            let bare = bare_label(&field.label);
            let name = match &field.under {
                Some(under) if alike(field, false) > 1 => format!("{bare} ({under})"),
                _ => bare,
            };
            Ok(Setting {
                field: *n,
                name,
                now: now(form, field),
            })
        })
        .collect()
}

fn now(form: &Form, field: &Field) -> String {
    let value = form.value_of(field);
    match field.kind {
        FieldKind::Box => yes_or_no(!value.is_empty()).to_owned(),
        _ => value.trim().to_owned(),
    }
}

fn yes_or_no(on: bool) -> &'static str {
    if on { "yes" } else { "no" }
}

/// A default that is to be set and that the page does not have stops before anything is sent.
fn all_there(walk: &Walk<'_>, page: &Page, settings: &[Setting]) -> Result<(), JourneyError> {
    let wished = walk.answers.keys();
    let names = wished.filter_map(|id| id.strip_prefix(PREFERENCES));
    for name in names {
        if !settings.iter().any(|s| key(&s.name) == key(name)) {
            let error = PortalError::LabelNotFound {
                wanted: name.to_owned(),
                offered: settings.iter().map(|s| s.name.clone()).collect(),
            };
            return Err(walk.stopped(page, error));
        }
    }
    Ok(())
}

/// Asks for all defaults as one page, and gives those that are to be other than they are.
async fn ask(
    walk: &mut Walk<'_>,
    page: &Page,
    form: &Form,
    settings: &[Setting],
    refusals: &[String],
    told: Vec<Said>,
    sent: &Wanted,
) -> Result<Wanted, JourneyError> {
    let about = refused_ones(form, settings, refusals, sent);
    let asks: Vec<Ask> = settings
        .iter()
        .enumerate()
        .map(|(n, setting)| {
            let mut ask = asked(&form.fields[setting.field], setting);
            ask.known = Some(
                setting
                    .wanted(&walk.answers)
                    .unwrap_or(&setting.now)
                    .clone(),
            );
            ask.refused = about.get(&n).cloned();
            ask
        })
        .collect();
    let first_refused = about.keys().next().map(|n| settings[*n].name.clone());
    let wanted = walk.words().button(Press::Update);
    let button = button_of(form, wanted, walk.words());
    let answers = walk
        .person
        .ask(PageAsk {
            journey: walk.kind,
            step: STEP.to_owned(),
            page: heading(page),
            told,
            refusals: refusals.to_vec(),
            asks,
            last_click: true,
            review: Vec::new(),
            button,
            host: host_of(&form.action),
        })
        .await
        .map_err(|nobody| match refusals.first() {
            Some(words) => JourneyError::Refused {
                words: words.clone(),
                about: first_refused.clone(),
            },
            None => JourneyError::NobodyThere {
                about: nobody.about,
            },
        })?;
    let mut wanted = Wanted::new();
    for (n, setting) in settings.iter().enumerate() {
        let Some(Answer::Text(value)) = answers.get(n) else {
            return Err(JourneyError::NobodyThere {
                about: setting.name.clone(),
            });
        };
        // Kept is what a person changed; what somebody else sets meanwhile must not be set back.
        walk.answers.retain(|id, _| {
            id.strip_prefix(PREFERENCES)
                .is_none_or(|k| key(k) != key(&setting.name))
        });
        let refused_now = about.contains_key(&n);
        if *value != setting.now || (refused_now && sent.get(&n) != Some(value)) {
            walk.note(&setting.id(), value);
            wanted.insert(n, value.clone());
        }
    }
    // A page that refuses shows what was typed: the same once more would be refused again.
    if let Some(words) = refusals.first().filter(|_| wanted.is_empty()) {
        return Err(JourneyError::Refused {
            words: words.clone(),
            about: first_refused,
        });
    }
    Ok(wanted)
}

/// Which defaults the portal refused: those with a message, else those that its words name, else all that were sent.
fn refused_ones(
    form: &Form,
    settings: &[Setting],
    refusals: &[String],
    sent: &Wanted,
) -> BTreeMap<usize, String> {
    if refusals.is_empty() {
        return BTreeMap::new();
    }
    let at_field: BTreeMap<usize, String> = settings
        .iter()
        .enumerate()
        .filter_map(|(n, s)| Some((n, form.fields[s.field].message.clone()?)))
        .collect();
    if !at_field.is_empty() {
        return at_field;
    }
    let all = refusals.join(" ");
    let named = |n: &usize| {
        all.to_lowercase()
            .contains(&settings[*n].name.to_lowercase())
    };
    let sent: Vec<usize> = sent
        .keys()
        .copied()
        .filter(|n| *n < settings.len())
        .collect();
    let by_name: Vec<usize> = sent.iter().copied().filter(named).collect();
    let about = if by_name.is_empty() { sent } else { by_name };
    about.into_iter().map(|n| (n, all.clone())).collect()
}

fn asked(field: &Field, setting: &Setting) -> Ask {
    let mut ask = Ask::new(AskKind::Text, &setting.name, &field.label);
    ask.id = setting.id();
    ask.under.clone_from(&field.under);
    // Which of them must be filled is the portal's to say.
    ask.optional = true;
    let option = |value: &str, label: &str| AskOption {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    match &field.kind {
        FieldKind::Box => {
            ask.kind = AskKind::Choice;
            ask.options = vec![option("yes", "Yes"), option("no", "No")];
        }
        FieldKind::Choice { options } => {
            ask.kind = AskKind::Choice;
            ask.options = options.iter().map(|o| option(o, o)).collect();
        }
        _ => {}
    }
    ask
}

fn button_of(form: &Form, wanted: &Accepted, words: &Words) -> String {
    let saves = [wanted, words.button(Press::Submit)];
    saves
        .iter()
        .find_map(|w| {
            form.buttons
                .iter()
                .find(|b| b.visible && b.enabled && w.fit(&b.label).is_some())
        })
        .map_or_else(|| wanted.first().to_owned(), |b| b.label.clone())
}

/// The request that sets what is wanted, and the button that is pressed for it.
fn fill(
    walk: &Walk<'_>,
    page: &Page,
    form: &Form,
    settings: &[Setting],
    wanted: &Wanted,
) -> Result<(PortalRequest, String), JourneyError> {
    let words = walk.words();
    let mut filling = form.fill(walk.profile);
    for (n, value) in wanted {
        let field = &form.fields[settings[*n].field];
        let filled = match field.kind {
            FieldKind::Box => filling.set_box(field, value == yes_or_no(true)),
            _ => filling.set_field(field, value.as_str()),
        };
        filled.map_err(|e| walk.stopped(page, e))?;
    }
    let update = words.button(Press::Update);
    let saves = if form.offers(update) {
        update
    } else {
        words.button(Press::Submit)
    };
    let request = filling.press(saves).map_err(|e| walk.stopped(page, e))?;
    Ok((request, button_of(form, update, words)))
}

/// What the portal made of it.
enum Judged {
    /// It says so, or shows it.
    Saved(Option<String>, Vec<Setting>),
    /// Its words, and the page that asks again.
    Refused(Vec<String>, Box<Page>),
    /// It ended the session.
    Again,
}

/// Saved is what the portal says is saved. Where it says nothing, the page is read once more: it shows what is set.
async fn judge(
    walk: &mut Walk<'_>,
    answer: Page,
    asked: &Page,
    wanted: &Wanted,
    button: &str,
) -> Result<Judged, JourneyError> {
    const AFTER: &[Place] = &[Place::Preferences, Place::EfilingMenu];
    let (_, before) = read(walk, asked)?;
    let Arrived::At(place, shown) = walk.arrive(answer, AFTER, HERE).await? else {
        return Ok(Judged::Again);
    };
    let said = shown
        .line_with(walk.words().saying(Saying::PreferencesSaved))
        .map(str::to_owned);
    if place == Place::Preferences {
        let (form, settings) = read(walk, &shown)?;
        let at_fields = settings
            .iter()
            .any(|s| form.fields[s.field].message.is_some());
        let told = refusal::told(&shown);
        if at_fields || (said.is_none() && !told.is_empty()) {
            return Ok(Judged::Refused(told, shown));
        }
        if said.is_some() {
            walk.reached(STEP, &shown, &[]).await?;
            return Ok(Judged::Saved(said, settings));
        }
    } else if said.is_some() {
        walk.reached(STEP, &shown, &[]).await?;
        let mut settings = before;
        for (n, value) in wanted {
            settings[*n].now.clone_from(value);
        }
        return Ok(Judged::Saved(said, settings));
    }
    let page = walk.read_back(&asked.url, button).await?;
    let Arrived::At(_, shown) = walk.arrive(page, HERE, HERE).await? else {
        return Ok(Judged::Again);
    };
    let (_, settings) = read(walk, &shown).map_err(|error| error.behind(button))?;
    walk.record.sending(false).await?;
    walk.reached(STEP, &shown, &[]).await?;
    let is_set = |n: &usize, value: &String| {
        settings
            .iter()
            .any(|s| s.name == before[*n].name && s.now == *value)
    };
    if wanted.iter().all(|(n, value)| is_set(n, value)) {
        return Ok(Judged::Saved(None, settings));
    }
    let error = shown.unexpected("the defaults as they were saved; it shows others");
    Err(walk.stopped(&shown, error))
}

fn ended(signed_in: Outcome, word: &'static str, settings: &[Setting]) -> Outcome {
    Outcome {
        word,
        next: None,
        preferences: settings
            .iter()
            .map(|s| (s.name.clone(), s.now.clone()))
            .collect(),
        ..signed_in
    }
}

/// Not verified, no group, registration not over, an administrator: there are no defaults to set, and the portal's own
/// words say why.
fn nothing_there(signed_in: Outcome) -> Outcome {
    match signed_in.word {
        "signed_in" => Outcome {
            word: "nothing_done",
            ..signed_in
        },
        _ => signed_in,
    }
}
