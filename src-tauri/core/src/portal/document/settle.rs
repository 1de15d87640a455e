//! What belongs to what: a label to its field, a heading to what stands below it, a message to the field it speaks of,
//! a control to its form.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use encoding_rs::{Encoding, WINDOWS_1252};
use url::Url;

use super::super::form::{
    Button, Control, ControlKind, Enctype, Field, FieldKind, Form, Method, Picture, SelectOption,
};
use super::super::text::{clean, cut};
use super::labels::Named;
use super::page::{Link, Page, Spot};
use super::raw::{Mark, RawButton, RawControl, RawForm, RawTable, Span};
use super::script::{self, Does};
use super::walk::Walk;

/// Longest label, in characters.
pub(super) const LABEL: usize = 400;
/// Longest cell.
pub(super) const CELL: usize = 2_000;
/// Longest line.
pub(super) const LINE: usize = 20_000;
/// Most of a stretch of text that is looked at for a label, in bytes.
pub(super) const MOST: usize = 8 * 1024;
/// Most cells of a row that are looked at.
pub(super) const WIDE: usize = 200;

/// Makes a page of what was walked over. `declared` is the character set that the answer's header names.
pub(super) fn settle(walk: Walk, url: &Url, declared: Option<&'static Encoding>) -> Page {
    let base = walk
        .base
        .as_deref()
        .and_then(|b| url.join(b.trim()).ok())
        .unwrap_or_else(|| url.clone());
    let charset = declared
        .or_else(|| {
            walk.charset
                .as_deref()
                .and_then(|c| Encoding::for_label(c.trim().as_bytes()))
        })
        .unwrap_or(WINDOWS_1252)
        .output_encoding();
    let words = |span: Span| clean(cut(&walk.text[span.start..span.end], MOST), LABEL);
    let mut messages_of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (n, message) in walk.messages.iter().enumerate() {
        if let Some(owner) = message.owner {
            messages_of.entry(owner).or_default().push(n);
        }
    }
    let mut settling = Settling {
        walk: &walk,
        url,
        base,
        charset,
        labels_for: labels_for(&walk),
        heading_words: Vec::new(),
        head_rows: walk.tables.iter().map(|t| head_rows(&walk, t)).collect(),
        message_words: walk.messages.iter().map(|m| words(m.span)).collect(),
        messages_of,
        all_messages: HashSet::new(),
        joined: RefCell::default(),
    };
    settling.all_messages = settling.message_words.iter().cloned().collect();
    settling.heading_words = walk
        .headings
        .iter()
        .map(|h| settling.words(h.span))
        .collect();
    settling.page()
}

/// The rows of a table that name its columns.
fn head_rows(walk: &Walk, table: &RawTable) -> Vec<usize> {
    let is_head = |n: &&usize| {
        let cell = &walk.cells[**n];
        (cell.header || cell.bold) && cell.controls == 0 && cell.text.end > cell.text.start
    };
    let several = |row: &Vec<usize>| row.iter().take(WIDE).filter(is_head).count() >= 2;
    table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| several(row))
        .map(|(n, _)| n)
        .collect()
}

fn labels_for(walk: &Walk) -> HashMap<&str, Vec<usize>> {
    let mut map: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, label) in walk.labels.iter().enumerate() {
        if let Some(target) = label.target.as_deref() {
            map.entry(target).or_default().push(n);
        }
    }
    map
}

/// What is looked up for each control, prepared once: a hostile page must not make a look-up a search.
pub(super) struct Settling<'w> {
    pub(super) walk: &'w Walk,
    url: &'w Url,
    pub(super) base: Url,
    charset: &'static Encoding,
    pub(super) labels_for: HashMap<&'w str, Vec<usize>>,
    /// The words of each heading.
    pub(super) heading_words: Vec<String>,
    /// For each table the rows of column heads.
    pub(super) head_rows: Vec<Vec<usize>>,
    /// The words of each message.
    pub(super) message_words: Vec<String>,
    /// The messages of each control.
    pub(super) messages_of: HashMap<usize, Vec<usize>>,
    all_messages: HashSet<String>,
    joined: RefCell<HashMap<String, Option<Url>>>,
}

impl Settling<'_> {
    fn page(&self) -> Page {
        let walk = self.walk;
        let named: Vec<Named> = walk.controls.iter().map(|c| self.named(c)).collect();
        let unders = self.unders(&named);
        let title = clean(&walk.title, LABEL);
        let headings = self.heading_words.clone();
        let name = headings
            .first()
            .filter(|h| !h.is_empty())
            .unwrap_or(&title)
            .clone();

        let ids: HashMap<&str, usize> = walk
            .forms
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(n, f)| Some((f.id.as_deref()?, n)))
            .collect();
        let owner = |attr: &Option<String>, form: Option<usize>| match attr {
            Some(id) => ids.get(id.as_str()).copied(),
            None => form,
        };
        let mut forms: Vec<Form> = walk.forms.iter().map(|raw| self.form(raw, &name)).collect();
        // Where each control went: form and place among its controls.
        let mut place: Vec<Option<(usize, usize)>> = Vec::with_capacity(walk.controls.len());
        let mut spots: Vec<Option<Spot>> = vec![None; walk.marks.len()];
        for (n, raw) in walk.controls.iter().enumerate() {
            let Some(form) = owner(&raw.form_attr, raw.form) else {
                place.push(None);
                continue;
            };
            let at = forms[form].controls.len();
            forms[form].controls.push(control(raw, &named[n]));
            place.push(Some((form, at)));
        }
        let mut radios: HashMap<(usize, &str), usize> = HashMap::new();
        for (n, raw) in walk.controls.iter().enumerate() {
            let Some((form, at)) = place[n] else { continue };
            if raw.kind == "radio"
                && let Some(field) = radios.get(&(form, raw.name.as_str()))
            {
                self.another_radio(&mut forms[form].fields[*field], at, &named[n], raw);
                continue;
            }
            let field = self.field(n, at, &named[n], &unders[n]);
            if raw.kind == "radio" {
                radios.insert((form, raw.name.as_str()), forms[form].fields.len());
            }
            spots[raw.mark] = Some(Spot::Field {
                form,
                field: forms[form].fields.len(),
            });
            forms[form].fields.push(field);
        }
        for form in &mut forms {
            one_choice(form);
        }

        // For each form its controls by their number on the page.
        let mut of_form: Vec<Vec<usize>> = vec![Vec::new(); forms.len()];
        for (n, place) in place.iter().enumerate() {
            if let Some((form, _)) = place {
                of_form[*form].push(n);
            }
        }
        let mut links: Vec<Link> = Vec::new();
        for mark in &walk.marks {
            match *mark {
                Mark::Button(n) => {
                    let raw = &walk.buttons[n];
                    let form = owner(&raw.form_attr, raw.form);
                    spots[raw.at] = self.button(raw, form, &of_form, &mut forms, &mut links);
                }
                Mark::Link(n) => {
                    let raw = &walk.links[n];
                    let words = clean(&walk.text[raw.span.start..raw.span.end], LABEL);
                    let label = if words.is_empty() {
                        clean(raw.label.as_deref().unwrap_or(""), LABEL)
                    } else {
                        words
                    };
                    let acts = script::does(raw.href.as_deref(), &raw.script);
                    let as_button = RawButton {
                        at: raw.at,
                        label,
                        visible: true,
                        before: raw.before,
                        ..RawButton::default()
                    };
                    spots[raw.at] =
                        self.act(&as_button, acts, raw.form, &of_form, &mut forms, &mut links);
                }
                Mark::Picture(n) => {
                    let raw = &walk.pictures[n];
                    if let (Some(form), Ok(url)) = (raw.form, self.base.join(raw.src.trim())) {
                        forms[form].pictures.push(Picture {
                            url,
                            alt: clean(&raw.alt, LABEL),
                            at: raw.mark,
                        });
                    }
                }
                Mark::Control(_) => {}
            }
        }
        let flow = self.flow(&spots);
        let lines: Vec<String> = walk
            .text
            .split('\n')
            .map(|l| clean(l, LINE))
            .filter(|l| !l.is_empty())
            .collect();
        let told = walk
            .messages
            .iter()
            .filter(|m| m.owner.is_none())
            .map(|m| clean(cut(&walk.text[m.span.start..m.span.end], MOST), CELL))
            .filter(|m| !m.is_empty())
            .collect();
        Page {
            url: self.url.clone(),
            moves_on: walk.refresh.as_deref().and_then(|r| self.refresh(r)),
            tables: self.tables(&spots),
            title,
            headings,
            forms,
            links,
            lines,
            told,
            flow,
        }
    }

    /// An address of the page, whole and without its fragment. Rows of a list often share one.
    fn join(&self, target: &str) -> Option<Url> {
        let target = target.trim();
        if let Some(known) = self.joined.borrow().get(target) {
            return known.clone();
        }
        let url = self.base.join(target).ok().map(without_fragment);
        let mut joined = self.joined.borrow_mut();
        if joined.len() < 64 {
            joined.insert(target.to_owned(), url.clone());
        }
        url
    }

    pub(super) fn url(&self) -> &Url {
        self.url
    }

    fn form(&self, raw: &RawForm, page: &str) -> Form {
        let action = raw
            .action
            .as_deref()
            .map(str::trim)
            .filter(|a| !a.is_empty());
        // An empty action is the page itself, whatever `<base>` says.
        let action = action.map_or_else(
            || Some(without_fragment(self.url.clone())),
            |a| self.join(a),
        );
        let charset = raw
            .accept_charset
            .as_deref()
            .and_then(|list| {
                list.split([' ', ','])
                    .find_map(|c| Encoding::for_label(c.trim().as_bytes()))
            })
            .map_or(self.charset, Encoding::output_encoding);
        Form {
            action: action.unwrap_or_else(nowhere),
            method: Method::of(raw.method.as_deref()),
            fields: Vec::new(),
            buttons: Vec::new(),
            pictures: Vec::new(),
            page: page.to_owned(),
            controls: Vec::new(),
            enctype: Enctype::of(raw.enctype.as_deref()),
            charset,
        }
    }

    fn field(&self, n: usize, at: usize, named: &Named, unders: &[String]) -> Field {
        let raw = &self.walk.controls[n];
        let kind = match raw.kind.as_str() {
            _ if !raw.visible && raw.kind == "hidden" => FieldKind::Hidden,
            "password" => FieldKind::Password,
            "checkbox" => FieldKind::Box,
            "radio" => FieldKind::Choice {
                options: vec![named.label.clone()],
            },
            "select" => FieldKind::Choice {
                options: raw
                    .options
                    .iter()
                    .filter(|o| !o.disabled)
                    .map(|o| clean(&o.label, LABEL))
                    .collect(),
            },
            _ => FieldKind::Text,
        };
        let described = raw
            .described_by
            .as_deref()
            .map(|ids| self.by_ids(ids))
            .filter(|w| speaks(w));
        let owned: Vec<&str> = self
            .messages_of
            .get(&n)
            .into_iter()
            .flatten()
            .filter(|m| {
                let span = self.walk.messages[**m].span;
                let is_label = |f: &Span| span.start <= f.start && f.end <= span.end;
                !named.from.iter().any(is_label)
            })
            .map(|m| self.message_words[*m].as_str())
            .collect();
        let message = (!owned.is_empty()).then(|| clean(&owned.join(" "), LABEL));
        let is_message = |words: &String| raw.invalid || self.all_messages.contains(words);
        let (message, described) = match described {
            Some(words) if message.is_none() && is_message(&words) => (Some(words), None),
            other => (message, other),
        };
        let beside = self
            .text_after(raw)
            .filter(|s| !named.from.contains(s))
            .map(|s| clean(&self.walk.text[s.start..s.end], LABEL));
        let mut field = Field {
            label: named.label.clone(),
            under: unders.first().cloned(),
            kind,
            hint: described
                .or(beside)
                .filter(|h| Some(h) != message.as_ref() && *h != named.label),
            message,
            visible: raw.visible,
            enabled: !raw.disabled && !raw.read_only,
            required: raw.required,
            unders: unders.to_vec(),
            also: named.also.clone(),
            controls: vec![at],
            at: raw.mark,
        };
        if raw.kind == "radio" {
            self.name_group(&mut field, raw, named);
        }
        field
    }

    /// Radio buttons are named by the legend above them, the cell to their left, or the words before the first.
    fn name_group(&self, field: &mut Field, raw: &RawControl, first: &Named) {
        let legend = raw
            .fieldset
            .and_then(|n| self.legend(&self.walk.fieldsets[n]));
        let left = self
            .cell_left(raw)
            .into_iter()
            .chain(self.text_before(raw))
            .chain(self.cell_above(raw));
        let left: Vec<String> = left
            .map(|s| self.words(s))
            .filter(|w| *w != first.label)
            .collect();
        let mut words = legend.into_iter().chain(left);
        field.label = words.next().unwrap_or_default();
        field.also = words.collect();
        field.hint = None;
        let label = field.label.clone();
        field.unders.retain(|u| *u != label);
        field.under = field.unders.first().cloned();
    }

    fn another_radio(&self, field: &mut Field, at: usize, named: &Named, raw: &RawControl) {
        if let FieldKind::Choice { options } = &mut field.kind {
            options.push(named.label.clone());
        }
        field.controls.push(at);
        field.visible |= raw.visible;
        field.enabled |= !raw.disabled;
        field.required |= raw.required;
    }

    fn button(
        &self,
        raw: &RawButton,
        form: Option<usize>,
        place: &[Vec<usize>],
        forms: &mut [Form],
        links: &mut Vec<Link>,
    ) -> Option<Spot> {
        let acts = match raw.kind.as_str() {
            "reset" => return None,
            "button" => script::does(None, &raw.script),
            _ => Does::Submit {
                sets: Vec::new(),
                form: None,
            },
        };
        self.act(raw, acts, form, place, forms, links)
    }

    fn act(
        &self,
        raw: &RawButton,
        acts: Does,
        form: Option<usize>,
        place: &[Vec<usize>],
        forms: &mut [Form],
        links: &mut Vec<Link>,
    ) -> Option<Spot> {
        let label = clean(&raw.label, LABEL);
        match acts {
            Does::Go(target) => {
                if !raw.visible {
                    return None;
                }
                let url = self.join(&target)?;
                links.push(Link { label, url, form });
                Some(Spot::Link(links.len() - 1))
            }
            Does::Nothing => None,
            Does::Submit { sets, form: named } => {
                let by_name = named.and_then(|n| self.form_named(&n));
                let form = by_name
                    .or(form)
                    .or_else(|| (forms.len() == 1).then_some(0))?;
                // How many controls of this form come before the button.
                let before = place
                    .get(form)
                    .map_or(0, |all| all.partition_point(|c| *c < raw.before));
                let action = raw
                    .action
                    .as_deref()
                    .map(str::trim)
                    .filter(|a| !a.is_empty());
                let target = &mut forms[form];
                target.buttons.push(Button {
                    label,
                    visible: raw.visible,
                    enabled: !raw.disabled,
                    name: raw.name.clone(),
                    value: raw.value.clone(),
                    image: raw.kind == "image",
                    before,
                    action: action.map(|a| self.join(a).unwrap_or_else(nowhere)),
                    method: raw.method.as_deref().map(|m| Method::of(Some(m))),
                    enctype: raw.enctype.as_deref().map(|e| Enctype::of(Some(e))),
                    sets,
                    at: raw.at,
                });
                Some(Spot::Button {
                    form,
                    button: target.buttons.len() - 1,
                })
            }
        }
    }

    fn form_named(&self, name: &str) -> Option<usize> {
        name.parse()
            .ok()
            .filter(|n| *n < self.walk.forms.len())
            .or_else(|| {
                let is_it = |n: &Option<String>| n.as_deref() == Some(name);
                self.walk
                    .forms
                    .iter()
                    .position(|f| is_it(&f.id) || is_it(&f.name))
            })
    }
}

fn control(raw: &RawControl, named: &Named) -> Control {
    let is_box = matches!(raw.kind.as_str(), "checkbox" | "radio");
    let kind = match raw.kind.as_str() {
        "hidden" => ControlKind::Hidden,
        "password" => ControlKind::Password,
        "checkbox" => ControlKind::Box,
        "radio" => ControlKind::Radio(named.label.clone()),
        "file" => ControlKind::File,
        "select" => ControlKind::Select(options(raw)),
        _ => ControlKind::Text,
    };
    let value = if is_box && raw.value.is_empty() {
        "on".to_owned()
    } else {
        raw.value.clone()
    };
    Control {
        name: raw.name.clone(),
        kind,
        value,
        checked: raw.checked,
        disabled: raw.disabled,
    }
}

fn options(raw: &RawControl) -> Vec<SelectOption> {
    let mut options: Vec<SelectOption> = raw
        .options
        .iter()
        .map(|o| {
            let label = clean(&o.label, LABEL);
            SelectOption {
                value: o.value.clone().unwrap_or_else(|| label.clone()),
                label,
                selected: o.selected,
                disabled: o.disabled,
            }
        })
        .collect();
    if !raw.multiple {
        // The last one marked wins; with none marked, the first that can be chosen.
        let chosen = options
            .iter()
            .rposition(|o| o.selected)
            .or_else(|| options.iter().position(|o| !o.disabled));
        for (n, option) in options.iter_mut().enumerate() {
            option.selected = Some(n) == chosen;
        }
    }
    options
}

/// Of radio buttons that are all marked, the last wins.
fn one_choice(form: &mut Form) {
    for field in &form.fields {
        if field.controls.len() < 2 {
            continue;
        }
        let checked = field
            .controls
            .iter()
            .rposition(|c| form.controls[*c].checked);
        for (n, control) in field.controls.iter().enumerate() {
            form.controls[*control].checked = Some(n) == checked;
        }
    }
}

fn without_fragment(mut url: Url) -> Url {
    if url.fragment().is_some() {
        url.set_fragment(None);
    }
    url
}

fn nowhere() -> Url {
    // An address that cannot be read is no web address: it is refused as a foreign host when something is to be sent.
    Url::parse("about:blank").unwrap_or_else(|_| unreachable!("about:blank is an address"))
}

/// Whether there is a letter or a digit in it.
pub(super) fn speaks(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
