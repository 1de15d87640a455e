//! What belongs to what: a label to its field, a heading to what stands below it, a message to the field it speaks of,
//! a control to its form.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};
use url::Url;

use super::super::form::{
    Button, Control, ControlKind, Enctype, Field, FieldKind, Form, Method, Picture, SelectOption,
};
use super::super::text::clean;
use super::page::{Cell, Link, Page, Row, Spot, Table};
use super::script::{self, Does};
use super::walk::{Event, Mark, RawButton, RawControl, Span, Walk};

/// Longest label, in characters.
const LABEL: usize = 400;
/// Longest cell.
const CELL: usize = 2_000;
/// Longest line.
const LINE: usize = 20_000;
/// How many headings above a field are remembered.
const UNDERS: usize = 8;

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
    Settling {
        walk: &walk,
        url,
        base,
        charset,
        labels_for: labels_for(&walk),
    }
    .page()
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

struct Settling<'w> {
    walk: &'w Walk,
    url: &'w Url,
    base: Url,
    charset: &'static Encoding,
    labels_for: HashMap<&'w str, Vec<usize>>,
}

/// The label of a control, and from which words of the page it comes.
#[derive(Default)]
struct Named {
    label: String,
    also: Vec<String>,
    from: Vec<Span>,
}

impl Settling<'_> {
    fn page(&self) -> Page {
        let walk = self.walk;
        let named: Vec<Named> = walk.controls.iter().map(|c| self.named(c)).collect();
        let unders = self.unders(&named);
        let title = clean(&walk.title, LABEL);
        let headings: Vec<String> = walk
            .headings
            .iter()
            .map(|h| clean(&walk.text[h.span.start..h.span.end], LABEL))
            .collect();
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

        let mut links: Vec<Link> = Vec::new();
        for mark in &walk.marks {
            match *mark {
                Mark::Button(n) => {
                    let raw = &walk.buttons[n];
                    let form = owner(&raw.form_attr, raw.form);
                    spots[raw.at] = self.button(raw, form, &place, &mut forms, &mut links);
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
                        self.act(&as_button, acts, raw.form, &place, &mut forms, &mut links);
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
            .map(|m| clean(&walk.text[m.span.start..m.span.end], LABEL))
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

    fn form(&self, raw: &super::walk::RawForm, page: &str) -> Form {
        let action = raw
            .action
            .as_deref()
            .map(str::trim)
            .filter(|a| !a.is_empty());
        // An empty action is the page itself, whatever `<base>` says.
        let mut action = action.map_or_else(|| Some(self.url.clone()), |a| self.base.join(a).ok());
        if let Some(url) = &mut action {
            url.set_fragment(None);
        }
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

    /// The words of a stretch, those shown as a message left out; with nothing else there, with them.
    fn words(&self, span: Span) -> String {
        let text = &self.walk.text;
        let mut kept = String::new();
        let mut at = span.start;
        let first = self
            .walk
            .messages
            .partition_point(|m| m.span.end <= span.start);
        for message in &self.walk.messages[first..] {
            if message.span.start >= span.end {
                break;
            }
            if message.span.start >= at {
                kept.push_str(&text[at..message.span.start]);
                kept.push(' ');
            }
            at = at.max(message.span.end.min(span.end));
        }
        kept.push_str(&text[at.min(span.end)..span.end]);
        let words = clean(&kept, LABEL);
        if speaks(&words) {
            words
        } else {
            clean(&text[span.start..span.end], LABEL)
        }
    }

    fn by_ids(&self, ids: &str) -> String {
        let words: Vec<String> = ids
            .split_ascii_whitespace()
            .take(20)
            .filter_map(|id| self.walk.ids.get(id))
            .map(|span| clean(&self.walk.text[span.start..span.end], LABEL))
            .collect();
        clean(&words.join(" "), LABEL)
    }

    fn named(&self, control: &RawControl) -> Named {
        if !control.visible {
            return Named::default();
        }
        let is_box = matches!(control.kind.as_str(), "checkbox" | "radio");
        let mut named = Named::default();
        if let Some((label, span)) = self.explicit(control, is_box) {
            named.label = label;
            named.from.extend(span);
        }
        let fieldset = control.fieldset.map(|n| &self.walk.fieldsets[n]);
        let legend = fieldset
            .filter(|f| f.controls == 1)
            .and_then(|f| self.legend(f));
        if is_box {
            if !speaks(&named.label)
                && let Some(span) = self
                    .text_after(control)
                    .or_else(|| self.cell_right(control))
            {
                named.label = self.words(span);
                named.from.push(span);
            }
            if !speaks(&named.label)
                && let Some(span) = self
                    .text_before(control)
                    .or_else(|| self.cell_left(control))
            {
                named.label = self.words(span);
                named.from.push(span);
            }
            if let Some(legend) = legend {
                if speaks(&named.label) {
                    named.also.push(legend)
                } else {
                    named.label = legend
                }
            }
            return named;
        }
        if speaks(&named.label) {
            return named;
        }
        let mut found: Vec<Span> = self
            .cell_left(control)
            .into_iter()
            .chain(self.text_before(control))
            .collect();
        if found.is_empty() {
            found.extend(self.cell_above(control));
        }
        let mut words: Vec<String> = found
            .iter()
            .map(|s| self.words(*s))
            .filter(|w| speaks(w))
            .collect();
        named.from = found;
        if words.len() < 2 {
            words.extend(legend);
            words.extend(control.placeholder.as_deref().map(|p| clean(p, LABEL)));
            words.extend(control.title.as_deref().map(|p| clean(p, LABEL)));
            words.retain(|w| speaks(w));
        }
        let mut words = words.into_iter();
        named.label = words.next().unwrap_or_default();
        named.also = words.collect();
        named
    }

    /// `label for`, a label around the field, `aria-labelledby`, `aria-label`.
    fn explicit(&self, control: &RawControl, is_box: bool) -> Option<(String, Vec<Span>)> {
        let walk = self.walk;
        let of_id = control.id.as_deref().and_then(|id| self.labels_for.get(id));
        let mut spans: Vec<(Span, bool)> = of_id
            .into_iter()
            .flatten()
            .map(|n| &walk.labels[*n])
            .map(|l| match l.control {
                // A label around its field that also names it.
                Some((first, at)) if !is_box && walk.controls[first].mark == control.mark => {
                    (self.before_control(l.span, at), l.error)
                }
                _ => (l.span, l.error),
            })
            .collect();
        if let Some(label) = control.label.map(|n| &walk.labels[n])
            && let Some((first, at)) = label.control
            && walk.controls[first].mark == control.mark
        {
            spans.push((
                if is_box {
                    label.span
                } else {
                    self.before_control(label.span, at)
                },
                label.error,
            ));
        }
        // A label that is a message ("This field is required") names the field only when no other does.
        if spans.iter().any(|(_, error)| !error) {
            spans.retain(|(_, error)| !error);
        }
        let words: Vec<String> = spans
            .iter()
            .map(|(s, _)| self.words(*s))
            .filter(|w| speaks(w))
            .collect();
        if !words.is_empty() {
            return Some((
                clean(&words.join(" "), LABEL),
                spans.iter().map(|(s, _)| *s).collect(),
            ));
        }
        let aria = control
            .labelled_by
            .as_deref()
            .map(|ids| self.by_ids(ids))
            .filter(|w| speaks(w));
        if let Some(words) = aria {
            let ids = control
                .labelled_by
                .as_deref()
                .unwrap_or("")
                .split_ascii_whitespace();
            return Some((
                words,
                ids.filter_map(|id| walk.ids.get(id).copied()).collect(),
            ));
        }
        let aria = control
            .aria_label
            .as_deref()
            .map(|l| clean(l, LABEL))
            .filter(|w| speaks(w))?;
        Some((aria, Vec::new()))
    }

    fn before_control(&self, label: Span, at: usize) -> Span {
        let before = Span {
            start: label.start,
            end: at.clamp(label.start, label.end),
        };
        if speaks(&self.walk.text[before.start..before.end]) {
            before
        } else {
            label
        }
    }

    fn legend(&self, fieldset: &super::walk::RawFieldset) -> Option<String> {
        let legend = fieldset
            .legend
            .map(|h| self.words(self.walk.headings[h].span));
        let legend = legend.or_else(|| fieldset.labelled_by.as_deref().map(|ids| self.by_ids(ids)));
        legend
            .or_else(|| fieldset.label.as_deref().map(|l| clean(l, LABEL)))
            .filter(|w| speaks(w))
    }

    /// The mark of a field or button next to this one.
    fn neighbour(&self, control: &RawControl, forward: bool) -> Option<usize> {
        let is_one = |n: &usize| {
            matches!(self.walk.marks[*n], Mark::Control(c) if self.walk.controls[c].visible)
                || matches!(self.walk.marks[*n], Mark::Button(b) if self.walk.buttons[b].visible)
        };
        if forward {
            (control.mark + 1..self.walk.marks.len()).find(is_one)
        } else {
            (0..control.mark).rev().find(is_one)
        }
    }

    fn text_before(&self, control: &RawControl) -> Option<Span> {
        let from = self
            .neighbour(control, false)
            .map_or(0, |n| self.walk.mark_at[n]);
        let cell = control.cell.map_or(0, |c| self.cell_start(c));
        self.last_line(Span {
            start: from.max(cell).min(control.at),
            end: control.at,
        })
    }

    /// The words behind a control, up to the end of the line or the next control.
    fn text_after(&self, control: &RawControl) -> Option<Span> {
        let end = self
            .neighbour(control, true)
            .map_or(self.walk.text.len(), |n| self.walk.mark_at[n]);
        let end = self.walk.text[control.at..end]
            .find('\n')
            .map_or(end, |n| control.at + n);
        Some(Span {
            start: control.at,
            end,
        })
        .filter(|s| speaks(&self.walk.text[s.start..s.end]))
    }

    fn cell_start(&self, cell: usize) -> usize {
        self.walk.cells[cell].text.start
    }

    /// The last line of a stretch that says anything, messages passed over.
    fn last_line(&self, span: Span) -> Option<Span> {
        let mut end = span.end;
        // A page without any label must not make us read it again for each field.
        for _ in 0..8 {
            let start = self.walk.text[span.start..end]
                .rfind('\n')
                .map_or(span.start, |n| span.start + n + 1);
            let line = Span { start, end };
            let message = self
                .walk
                .messages
                .iter()
                .any(|m| m.strong && m.span.start <= start && end <= m.span.end + 1);
            if speaks(&self.walk.text[start..end]) && !message {
                return Some(line);
            }
            if start == span.start {
                return None;
            }
            end = start - 1;
        }
        None
    }

    fn cell_left(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let row = &self.walk.tables[mine.table].rows[mine.row];
        for cell in row
            .iter()
            .rev()
            .map(|c| &self.walk.cells[*c])
            .filter(|c| c.col < mine.col)
        {
            let words = speaks(&self.walk.text[cell.text.start..cell.text.end]);
            match (words, cell.controls) {
                (true, 0) => return Some(cell.text),
                (true, _) => return None,
                (false, _) => {}
            }
        }
        None
    }

    fn cell_right(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let row = &self.walk.tables[mine.table].rows[mine.row];
        let next = row
            .iter()
            .map(|c| &self.walk.cells[*c])
            .find(|c| c.col > mine.col)?;
        let words = speaks(&self.walk.text[next.text.start..next.text.end]);
        (words && next.controls == 0).then_some(next.text)
    }

    fn cell_above(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let row = &self.walk.tables[mine.table].rows[mine.row.checked_sub(1)?];
        let above = row
            .iter()
            .map(|c| &self.walk.cells[*c])
            .find(|c| (c.col..c.col + c.span).contains(&mine.col))?;
        let words = speaks(&self.walk.text[above.text.start..above.text.end]);
        (words && above.controls == 0).then_some(above.text)
    }

    /// The head of the column in which a control stands: the nearest head above it, if the row of heads has several.
    fn column_head(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let table = &self.walk.tables[mine.table];
        // Far above is another part of a long table.
        for row in table.rows[..mine.row].iter().rev().take(60) {
            let heads: Vec<_> = row
                .iter()
                .map(|c| &self.walk.cells[*c])
                .filter(|c| (c.header || c.bold) && c.controls == 0 && c.text.end > c.text.start)
                .collect();
            if heads.len() >= 2
                && let Some(head) = heads
                    .iter()
                    .find(|c| (c.col..c.col + c.span).contains(&mine.col))
            {
                return Some(head.text);
            }
        }
        None
    }

    /// For each control the headings above it, nearest first. A bold line that is a field's label heads nothing.
    fn unders(&self, named: &[Named]) -> Vec<Vec<String>> {
        let walk = self.walk;
        let mut spans: Vec<Span> = named.iter().flat_map(|n| n.from.iter().copied()).collect();
        spans.sort_unstable_by_key(|s| s.start);
        let is_label = |h: Span| {
            let near = spans.partition_point(|s| s.start <= h.start);
            spans[near.saturating_sub(3)..near]
                .iter()
                .any(|s| s.start <= h.start && h.end <= s.end && s.end > s.start)
        };
        let mut out = vec![Vec::new(); walk.controls.len()];
        let mut outline: Vec<usize> = Vec::new();
        let mut floors: Vec<(usize, usize)> = Vec::new();
        for event in &walk.events {
            match *event {
                Event::Heading(h) => {
                    let heading = &walk.headings[h];
                    if heading.level >= 8 && is_label(heading.span) {
                        continue;
                    }
                    let floor = floors.last().map_or(0, |f| f.0);
                    while outline.len() > floor
                        && outline
                            .last()
                            .is_some_and(|o| walk.headings[*o].level >= heading.level)
                    {
                        outline.pop();
                    }
                    outline.push(h);
                }
                Event::FieldsetOpens(n) => floors.push((outline.len(), n)),
                Event::FieldsetCloses => {
                    if let Some((floor, _)) = floors.pop() {
                        outline.truncate(floor);
                    }
                }
                Event::TableCloses(t) => {
                    if let Some(caption) = walk.tables[t].caption {
                        outline.retain(|h| *h != caption);
                    }
                }
                Event::Control(n) => {
                    let control = &walk.controls[n];
                    if !control.visible {
                        continue;
                    }
                    let label = &named[n].label;
                    let head = self.column_head(control).map(|s| self.words(s));
                    let group = floors
                        .last()
                        .map(|(_, f)| &walk.fieldsets[*f])
                        .filter(|f| f.legend.is_none());
                    let group = group.and_then(|f| self.legend(f));
                    let above = outline
                        .iter()
                        .rev()
                        .take(UNDERS)
                        .map(|h| self.words(walk.headings[*h].span));
                    out[n] = head
                        .into_iter()
                        .chain(group)
                        .chain(above)
                        .filter(|u| speaks(u) && u != label)
                        .collect();
                }
            }
        }
        out
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
        let owned: Vec<String> = self
            .walk
            .messages
            .iter()
            .filter(|m| {
                m.owner == Some(n)
                    && !named
                        .from
                        .iter()
                        .any(|f| m.span.start <= f.start && f.end <= m.span.end)
            })
            .map(|m| clean(&self.walk.text[m.span.start..m.span.end], LABEL))
            .collect();
        let message = (!owned.is_empty()).then(|| clean(&owned.join(" "), LABEL));
        let is_message = |words: &String| {
            raw.invalid
                || self
                    .walk
                    .messages
                    .iter()
                    .any(|m| clean(&self.walk.text[m.span.start..m.span.end], LABEL) == *words)
        };
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
        place: &[Option<(usize, usize)>],
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
        place: &[Option<(usize, usize)>],
        forms: &mut [Form],
        links: &mut Vec<Link>,
    ) -> Option<Spot> {
        let label = clean(&raw.label, LABEL);
        match acts {
            Does::Go(target) => {
                if !raw.visible {
                    return None;
                }
                let mut url = self.base.join(target.trim()).ok()?;
                url.set_fragment(None);
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
                let before = place[..raw.before.min(place.len())]
                    .iter()
                    .flatten()
                    .filter(|(f, _)| *f == form)
                    .count();
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
                    action: action.map(|a| self.base.join(a).unwrap_or_else(|_| nowhere())),
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
                self.walk
                    .forms
                    .iter()
                    .position(|f| f.id.as_deref() == Some(name))
            })
    }

    /// Lines of text and what stands between them, in the order of the page.
    fn flow(&self, spots: &[Option<Spot>]) -> Vec<Spot> {
        let text = &self.walk.text;
        let mut flow = Vec::new();
        let mut at = 0;
        let push_lines = |from: usize, to: usize, flow: &mut Vec<Spot>| {
            let lines = text[from..to]
                .split('\n')
                .map(|l| clean(l, LINE))
                .filter(|l| speaks(l));
            flow.extend(lines.map(Spot::Line));
        };
        for (n, spot) in spots.iter().enumerate() {
            if let Some(spot) = spot {
                let here = self.walk.mark_at[n].max(at);
                push_lines(at, here, &mut flow);
                at = here;
                flow.push(spot.clone());
                if let Mark::Link(link) = self.walk.marks[n] {
                    // The words of a link are the link's, not a line beside it.
                    at = self.walk.links[link].span.end.max(at);
                }
            }
        }
        push_lines(at, text.len(), &mut flow);
        flow
    }

    fn tables(&self, spots: &[Option<Spot>]) -> Vec<Table> {
        let cell = |n: &usize| {
            let raw = &self.walk.cells[*n];
            let inside = spots.get(raw.first_mark..raw.last_mark).unwrap_or(&[]);
            Cell {
                text: clean(
                    super::super::text::cut(
                        &self.walk.text[raw.text.start..raw.text.end],
                        CELL * 4,
                    ),
                    CELL,
                ),
                col: raw.col,
                header: raw.header || raw.bold,
                uses: inside.iter().take(64).flatten().cloned().collect(),
            }
        };
        self.walk
            .tables
            .iter()
            .map(|raw| Table {
                caption: raw.caption.map(|h| self.words(self.walk.headings[h].span)),
                rows: raw
                    .rows
                    .iter()
                    .map(|row| Row {
                        cells: row.iter().map(cell).collect(),
                    })
                    .collect(),
            })
            .collect()
    }

    /// `5; url=next.do`.
    fn refresh(&self, content: &str) -> Option<Url> {
        let (seconds, rest) = content.split_once([';', ',']).unwrap_or((content, ""));
        let rest = rest.trim_start();
        let target = match rest.get(..3) {
            Some(head) if head.eq_ignore_ascii_case("url") => {
                rest[3..].trim_start().strip_prefix('=')?.trim()
            }
            _ => rest.trim(),
        };
        let target = target.trim_matches(['\'', '"']).trim();
        // A page that only loads itself again after a while is not moving on.
        let seconds = seconds.trim().parse::<f64>().unwrap_or(0.0);
        if target.is_empty() || seconds > 30.0 {
            return None;
        }
        self.base.join(target).ok()
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

fn nowhere() -> Url {
    // An address that cannot be read is no web address: it is refused as a foreign host when something is to be sent.
    Url::parse("about:blank").unwrap_or_else(|_| unreachable!("about:blank is an address"))
}

/// Whether there is a letter or a digit in it.
pub(super) fn speaks(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
